/// Which columns of its tables the rules of a contract read, and of which codes they read the spelling.
public struct ColumnUse: Sendable {
  /// A column of a table, by their places in the contract.
  public struct Place: Hashable, Sendable {
    public let table: Int
    public let column: Int

    /// Names a column.
    public init(table: Int, column: Int) { (self.table, self.column) = (table, column) }
  }

  /// Columns that a rule reads: keys, references and the date of a row among them. In a table without a key every
  /// column tells its rows apart.
  public private(set) var read: Set<Place> = []
  /// Columns whose codes are compared with a spelling in the contract.
  public private(set) var spelled: Set<Place> = []
  /// Columns whose codes name groups of figures, as of facilities or payees.
  public private(set) var named: Set<Place> = []

  /// Indicators whose figures are named by ids of rows that a population is drawn from, in order of the contract.
  public private(set) var indicatorsByID: [Int] = []

  private let contract: Contract

  /// Reads every rule of a contract.
  public init(of contract: Contract) {
    self.contract = contract
    for table in contract.tables.indices { visit(table: table) }
    for value in contract.values { visit(value) }
    for population in contract.populations {
      for step in population.steps { visit(step.condition, of: population.subject) }
    }
    for (index, indicator) in contract.indicators.enumerated() {
      visit(indicator)
      if let place = grouping(of: indicator), isSubjectKey(place) { indicatorsByID.append(index) }
    }
  }

  /// Whether a column, where its codes are declared, is of the key of a table that a population is drawn from.
  public func isSubjectKey(_ place: Place) -> Bool {
    contract.tables[place.table].schema.key.contains(place.column)
      && contract.populations.contains { $0.subject == place.table }
  }

  /// The column whose codes name the figures of an indicator, where they are declared.
  private func grouping(of indicator: Indicator) -> Place? {
    guard case .code(_, let end, let column)? = indicator.grouping else { return nil }
    return declaration(of: Place(table: end, column: column))
  }

  /// Where the codes of a column are declared: at the end of the references.
  public func declaration(of place: Place) -> Place {
    let schema = contract.tables[place.table].schema
    guard let reference = schema.references.first(where: { $0.column == place.column }),
      reference.table != place.table,
      let key = contract.tables[reference.table].schema.key.first
    else { return place }
    return declaration(of: Place(table: reference.table, column: key))
  }

  private mutating func visit(table: Int) {
    let definition = contract.tables[table]
    let schema = definition.schema
    let columns =
      schema.key.isEmpty
      ? Array(schema.columns.indices)
      : schema.key + schema.references.map(\.column) + [definition.dateColumn].compactMap { $0 }
    for column in columns { read.insert(Place(table: table, column: column)) }
  }

  private mutating func visit(_ indicator: Indicator) {
    switch indicator.kind {
    case .persons(let of, let links): follow(links, from: contract.populations[of].subject)
    case .totalSum(let of, let figure, _), .mean(let of, let figure, _),
      .quantile(let of, let figure, _, _, _), .variance(let of, let figure, _):
      visit(figure, of: contract.populations[of].subject)
    case .meanChange(let of, let before, let after):
      for figure in [before, after] { visit(figure, of: contract.populations[of].subject) }
    case .transition(let of, let start, let end, _, _, _):
      for path in [start, end] { visit(path, of: contract.populations[of].subject) }
    case .personTimeRate(let of, let from, let until, let event, _, _):
      for figure in [from, until, event] { visit(figure, of: contract.populations[of].subject) }
    case .estimate(let estimation):
      for of in estimation.groups.populations {
        visit(estimation, of: contract.populations[of].subject)
      }
    case .totalRows, .rate, .reported, .formula, .concentration: break
    }
    visit(grouping: indicator)
  }

  private mutating func visit(grouping indicator: Indicator) {
    guard let population = indicator.divided else { return }
    let table = contract.populations[population].subject
    switch indicator.grouping {
    case .code(let path, _, _)?:
      visit(path, of: table)
      if let place = grouping(of: indicator) { named.insert(place) }
    case .month(let path)?: visit(path, of: table)
    case nil: break
    }
  }

  private mutating func visit(_ estimation: Estimation, of table: Int) {
    visit(estimation.outcome.expression, of: table)
    for covariate in estimation.covariates {
      switch covariate.form {
      case .number(let figure): visit(figure, of: table)
      case .category(let path): visit(path, of: table)
      }
    }
    for cluster in estimation.errors?.clusters ?? [] { visit(cluster.path, of: table) }
    switch estimation.method {
    case .differenceInDifferences(let before): visit(before, of: table)
    case .standardisedRate(let standard):
      for figure in standard.inputs { visit(figure, of: table) }
    case .observedToExpected(let expected): visit(expected.predictor, of: table)
    case .predictedToExpected(let predicted, let expected):
      visit(predicted.predictor, of: table)
      visit(expected.predictor, of: table)
    case .difference, .ratio, .adjustedDifference, .riskDifference, .riskRatio, .weightedDifference,
      .doublyRobustDifference, .matchedDifference:
      break
    }
  }

  private mutating func visit(_ value: Value) {
    let subject = value.subject
    switch value.definition {
    case .expression(let expression): visit(expression, of: subject)
    case .anyOf(let conditions), .allOf(let conditions):
      for condition in conditions { visit(condition, of: subject) }
    case .age(let birth, let on, _):
      for date in [birth, on] { visit(date, of: subject) }
    case .rows(let selection, let aggregate):
      visit(selection, of: subject)
      switch aggregate {
      case .count, .distinctDays, .distinctMonths, .monthsInARow: break
      case .sum(let figure): visit(figure, of: selection.table)
      case .take(let figure, let choice):
        visit(figure, of: selection.table)
        if case .nearest(let to, _) = choice { visit(to, of: subject) }
      }
    case .grid(let grid):
      for condition in grid.conditions { visit(condition, of: subject) }
      switch grid.measure {
      case .count: break
      case .sum(let inForce), .mean(let inForce):
        visit(inForce.rows, of: subject)
        visit(inForce.figure, of: inForce.rows.table)
      }
    }
  }

  private mutating func visit(_ selection: RowSelection, of subject: Int) {
    read.insert(Place(table: selection.table, column: selection.link))
    if let anchor = selection.window?.anchor { visit(anchor, of: subject) }
    for condition in selection.conditions { visit(condition, of: selection.table) }
  }

  private mutating func visit(_ condition: Condition, of table: Int) {
    switch condition {
    case .number(let expression, _): visit(expression, of: table)
    case .date(let a, _, let b):
      for date in [a, b] { visit(date, of: table) }
    case .dateIn(let expression, let window):
      visit(expression, of: table)
      if let anchor = window.anchor { visit(anchor, of: table) }
    case .code(let path, _, _):
      visit(path, of: table)
      if let end = end(of: path, in: table) { spelled.insert(declaration(of: end)) }
    case .oneOf(let path, _, _), .flag(let path, _), .missing(let path), .present(let path):
      visit(path, of: table)
    case .member(_, let links): follow(links, from: table)
    }
  }

  private mutating func visit(_ expression: Expression, of table: Int) {
    switch expression {
    case .cell(let path): visit(path, of: table)
    case .add(let a, let b), .subtract(let a, let b), .multiply(let a, let b),
      .divide(let a, let b):
      for part in [a, b] { visit(part, of: table) }
    case .negate(let a): visit(a, of: table)
    case .scale(_, let list), .smallestOf(let list), .largestOf(let list),
      .firstPresentOf(let list):
      for item in list { visit(item, of: table) }
    case .constant, .date, .settlementYearStart, .settlementYearEnd, .settlementPeriodStart,
      .settlementPeriodEnd, .observationDay:
      break
    }
  }

  private mutating func visit(_ path: CellPath, of table: Int) {
    switch path {
    case .column(let column): read.insert(Place(table: table, column: column))
    case .value: break
    case .through(let link, let next, let inner):
      read.insert(Place(table: table, column: link))
      visit(inner, of: next)
    }
  }

  private mutating func follow(_ links: [Condition.Link], from table: Int) {
    var table = table
    for link in links {
      read.insert(Place(table: table, column: link.column))
      table = link.table
    }
  }

  /// The column that a path leads to; of a value, where its codes are declared.
  private func end(of path: CellPath, in table: Int) -> Place? {
    switch path {
    case .column(let column): Place(table: table, column: column)
    case .value(let index):
      if case .code(let table, let column) = contract.values[index].type {
        Place(table: table, column: column)
      } else {
        nil
      }
    case .through(_, let next, let inner): end(of: inner, in: next)
    }
  }
}

extension Indicator {
  /// The population whose rows a grouping divides, of an estimate the treated one; nil for a kind without.
  public var divided: Int? {
    switch kind {
    case .persons(let of, _), .totalRows(let of), .totalSum(let of, _, _), .mean(let of, _, _),
      .meanChange(let of, _, _), .quantile(let of, _, _, _, _), .variance(let of, _, _),
      .transition(let of, _, _, _, _, _), .personTimeRate(let of, _, _, _, _, _),
      .rate(_, let of):
      of
    case .estimate(let estimation): estimation.groups.populations[0]
    case .reported, .formula, .concentration: nil
    }
  }
}
