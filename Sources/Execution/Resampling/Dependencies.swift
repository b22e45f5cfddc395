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
    case .rate(let part, let whole):
      visit(population: part)
      visit(population: whole)
    case .estimate(let estimation):
      for of in estimation.groups.populations { visit(of, estimation.figures) }
    default:
      if let population = indicator.divided { visit(population, indicator.figures) }
      if case .persons(let of, let links) = indicator.kind {
        follow(links, from: contract.populations[of].subject)
      }
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
    for path in condition.cells { visit(path, of: table) }
    if case .member(let population, let links) = condition {
      follow(links, from: table)
      visit(population: population)
    }
  }

  private mutating func visit(_ expression: Expression, of table: Int) {
    for path in expression.cells { visit(path, of: table) }
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
    for reading in value.readings {
      switch reading {
      case .expression(let expression, let table): visit(expression, of: table)
      case .condition(let condition, let table): visit(condition, of: table)
      case .selection(let rows):
        gathered[Reference(from: rows.table, column: rows.link, to: value.subject)] = index
        if let population = rows.population { visit(population: population) }
      }
    }
  }
}
