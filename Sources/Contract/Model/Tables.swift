import Diagnostics
import Language
import Quantities
import Records

/// A declared table: what the reader needs, and what the text adds to it.
public struct TableDefinition: Sendable {
  public let declaration: Declaration
  public let schema: TableSchema
  /// The type of each column, in the order of the schema.
  public let types: [ValueType]
  /// The date of a row: the only date column, or the one that `dated by` names.
  public let dateColumn: Int?
  /// The column that `persons by` names: the whole key if a row is a person, else a reference to the person.
  public let personColumn: Int?

  public init(
    declaration: Declaration, schema: TableSchema, types: [ValueType], dateColumn: Int?,
    personColumn: Int? = nil
  ) {
    self.declaration = declaration
    self.schema = schema
    self.types = types
    self.dateColumn = dateColumn
    self.personColumn = personColumn
  }
}

/// What a column or a value holds.
public enum ValueType: Hashable, Sendable {
  case number(Unit)
  case date
  /// One of a declared list; the position in the list is the code.
  case oneOf([String])
  /// An open set of codes, compared as bytes. `table` and `column` say where it is declared.
  case code(table: Int, column: Int)
  /// Yes or no.
  case flag
}

extension Contract {
  /// The column by which a table tells persons apart, if it refers to another table: the one that `persons by`
  /// names; else the one of its key that refers to a table which populations are drawn from, and if none or
  /// several do, the first that refers to any.
  package func personLink(of table: Int) -> Condition.Link? {
    let schema = tables[table].schema
    let stated = tables[table].personColumn
    if let stated, schema.key == [stated] { return nil }
    let links = (stated.map { [$0] } ?? schema.key).compactMap { column in
      schema.references.first { $0.column == column }.map {
        Condition.Link(column: column, table: $0.table)
      }
    }
    let drawn = links.filter { link in populations.contains { $0.subject == link.table } }
    return drawn.count == 1 ? drawn[0] : links.first
  }
}

/// A table from one or several inputs to a number or a category; half-open steps, codes, exact values.
public struct Scale: Sendable {
  public let declaration: Declaration
  public let inputs: [ValueType]
  /// What it gives: a number with its unit, or one of a list of codes.
  public let gives: ValueType
  /// The first row whose patterns all fit decides; rows with fewer inputs that may be `any` come first, and
  /// `all others` is a row with nothing else. Inputs that fit no row stop the settlement; a missing input
  /// gives nothing whatever the rows are.
  public let rows: [ScaleRow]
  /// The line that takes the scale from another text, whose rows `rows` are; nil if they stand in the block.
  public let use: Use?

  /// Where a scale comes from that stands in another text.
  public struct Use: Sendable {
    /// The line in the contract text.
    public let span: Span
    /// The text that the rows stand in.
    public let source: SourceText
  }

  /// The unit of what it gives; a plain number for codes.
  public var unit: Unit { if case .number(let unit) = gives { unit } else { UnitAlgebra.number } }

  /// Everything that it can give.
  public var results: [Exact] { rows.map(\.result) }

  public init(
    declaration: Declaration, inputs: [ValueType], gives: ValueType, rows: [ScaleRow],
    use: Use? = nil
  ) {
    self.declaration = declaration
    self.inputs = inputs
    self.gives = gives
    self.rows = rows
    self.use = use
  }
}

/// One row of a scale: a pattern per input and the number it gives, of a code its place in the list.
public struct ScaleRow: Sendable {
  public let patterns: [ScalePattern]
  public let result: Exact
  /// The row in the text that it stands in.
  public let span: Span

  public init(patterns: [ScalePattern], result: Exact, span: Span) {
    self.patterns = patterns
    self.result = result
    self.span = span
  }
}

/// What one input of a scale must be.
public enum ScalePattern: Hashable, Sendable {
  case interval(Interval)
  /// A member of the input's list, by position.
  case code(Int)
  /// Whatever the input is.
  case any
}

/// A set of numbers between two bounds, either of which may be absent, included or excluded.
public struct Interval: Hashable, Sendable {
  public let lower: Exact?
  public let includesLower: Bool
  public let upper: Exact?
  public let includesUpper: Bool

  public init(lower: Exact?, includesLower: Bool, upper: Exact?, includesUpper: Bool) {
    self.lower = lower
    self.includesLower = includesLower
    self.upper = upper
    self.includesUpper = includesUpper
  }

  public func contains(_ value: Exact) -> Bool {
    if let lower, value < lower || (value == lower && !includesLower) { return false }
    if let upper, value > upper || (value == upper && !includesUpper) { return false }
    return true
  }
}
