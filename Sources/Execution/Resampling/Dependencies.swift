import Contract

/// The references between tables that an indicator's figure passes through.
///
/// A figure of one unit of resampling must come from rows of that unit alone: a value that gathers rows of
/// several units, or reads a row of another, would change with what else is drawn.
struct Dependencies {
  /// A column that refers to the rows of another table.
  struct Reference: Hashable {
    let from: Int
    let column: Int
    let to: Int
  }

  /// References that are followed from a row to the one that it refers to.
  private(set) var followed: Set<Reference> = []
  /// References by which a row gathers the rows that refer to it, with a value that does.
  private(set) var gathered: [Reference: Int] = [:]
  private let contract: Contract
  private var values: Set<Int> = []
  private var populations: Set<Int> = []

  /// What the figure of an indicator comes from.
  init(of indicator: Indicator, in contract: Contract) {
    self.contract = contract
    switch indicator.kind {
    case .persons(let of, let links):
      visit(population: of)
      follow(links, from: contract.populations[of].subject)
    case .totalRows(let of): visit(population: of)
    case .totalSum(let of, let figure, _), .mean(let of, let figure, _),
      .quantile(let of, let figure, _, _, _), .variance(let of, let figure, _):
      visit(of, [figure])
    case .rate(let part, let whole):
      visit(population: part)
      visit(population: whole)
    case .meanChange(let of, let before, let after): visit(of, [before, after])
    case .transition(let of, let start, let end, _, _, _): visit(of, [.cell(start), .cell(end)])
    case .personTimeRate(let of, let from, let until, let event, _, _):
      visit(of, [from, until, event])
    case .estimate(let estimation):
      for of in estimation.groups.populations { visit(of, [estimation.outcome.expression]) }
      if case .differenceInDifferences(let before) = estimation.method {
        visit(estimation.groups.populations[0], [before])
      }
    case .reported, .formula, .concentration: break
    }
    if case .code(let path, _, _) = indicator.grouping, let population = indicator.divided {
      visit(path, of: contract.populations[population].subject)
    }
  }

  private mutating func visit(_ population: Int, _ figures: [Expression]) {
    visit(population: population)
    for figure in figures { visit(figure, of: contract.populations[population].subject) }
  }

  private mutating func follow(_ links: [Condition.Link], from table: Int) {
    var table = table
    for link in links {
      followed.insert(Reference(from: table, column: link.column, to: link.table))
      table = link.table
    }
  }

  private mutating func visit(population index: Int) {
    guard populations.insert(index).inserted else { return }
    let population = contract.populations[index]
    if let base = population.base { visit(population: base) }
    for step in population.steps { visit(step.condition, of: population.subject) }
  }

  private mutating func visit(_ condition: Condition, of table: Int) {
    switch condition {
    case .number(let expression, _): visit(expression, of: table)
    case .date(let a, _, let b):
      visit(a, of: table)
      visit(b, of: table)
    case .dateIn(let expression, let window):
      visit(expression, of: table)
      if let anchor = window.anchor { visit(anchor, of: table) }
    case .oneOf(let path, _, _), .code(let path, _, _), .flag(let path, _), .missing(let path),
      .present(let path):
      visit(path, of: table)
    case .member(let population, let links):
      follow(links, from: table)
      visit(population: population)
    }
  }

  private mutating func visit(_ expression: Expression, of table: Int) {
    switch expression {
    case .cell(let path): visit(path, of: table)
    case .add(let a, let b), .subtract(let a, let b), .multiply(let a, let b),
      .divide(let a, let b):
      visit(a, of: table)
      visit(b, of: table)
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
    case .column: break
    case .value(let index): visit(value: index)
    case .through(let link, let next, let inner):
      followed.insert(Reference(from: table, column: link, to: next))
      visit(inner, of: next)
    }
  }

  private mutating func visit(value index: Int) {
    guard values.insert(index).inserted else { return }
    let value = contract.values[index]
    switch value.definition {
    case .expression(let expression): visit(expression, of: value.subject)
    case .anyOf(let conditions), .allOf(let conditions):
      for condition in conditions { visit(condition, of: value.subject) }
    case .age(let birth, let on, _):
      visit(birth, of: value.subject)
      visit(on, of: value.subject)
    case .rows(let selection, let aggregate):
      visit(selection, for: index)
      switch aggregate {
      case .count, .distinctDays, .distinctMonths, .monthsInARow: break
      case .sum(let figure): visit(figure, of: selection.table)
      case .take(let figure, let choice):
        visit(figure, of: selection.table)
        if case .nearest(let to, _) = choice { visit(to, of: value.subject) }
      }
    case .grid(let grid):
      for condition in grid.conditions { visit(condition, of: value.subject) }
      switch grid.measure {
      case .count: break
      case .sum(let inForce), .mean(let inForce):
        visit(inForce.rows, for: index)
        visit(inForce.figure, of: inForce.rows.table)
      }
    }
  }

  private mutating func visit(_ selection: RowSelection, for value: Int) {
    let subject = contract.values[value].subject
    gathered[Reference(from: selection.table, column: selection.link, to: subject)] = value
    if let population = selection.population { visit(population: population) }
    if let anchor = selection.window?.anchor { visit(anchor, of: subject) }
    for condition in selection.conditions { visit(condition, of: selection.table) }
  }
}
