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
    if let table = indicator.divided.map({ contract.populations[$0].subject }) {
      for figure in indicator.figures { visit(figure, of: table) }
    }
    switch indicator.kind {
    case .persons(let of, let links): follow(links, from: contract.populations[of].subject)
    case .estimate(let estimation):
      for of in estimation.groups.populations {
        for figure in estimation.figures { visit(figure, of: contract.populations[of].subject) }
      }
    default: break
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

  private mutating func visit(_ value: Value) {
    for reading in value.readings {
      switch reading {
      case .expression(let expression, let table): visit(expression, of: table)
      case .condition(let condition, let table): visit(condition, of: table)
      case .selection(let rows): read.insert(Place(table: rows.table, column: rows.link))
      }
    }
  }

  private mutating func visit(_ condition: Condition, of table: Int) {
    for path in condition.cells { visit(path, of: table) }
    switch condition {
    case .code(let path, _, _):
      if let end = end(of: path, in: table) { spelled.insert(declaration(of: end)) }
    case .member(_, let links): follow(links, from: table)
    default: break
    }
  }

  private mutating func visit(_ expression: Expression, of table: Int) {
    for path in expression.cells { visit(path, of: table) }
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
