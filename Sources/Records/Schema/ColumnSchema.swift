import Diagnostics
import Quantities

/// What one column of a table declares.
public struct ColumnSchema: Sendable {
  /// The column's name in the contract text, used in messages.
  public var name: String

  /// Accepted header spellings, compared as bytes; exactly one of them must be in the header line.
  public var headers: [String]

  /// The kind of value.
  public var type: ColumnType

  /// Whether the column may be absent from the file, and its cells missing.
  public var isOptional: Bool

  /// The column's unit as messages name it, if it has one.
  public var unit: Text?

  /// Inclusive bounds of a decimal column, in the column's unit; ignored for other types.
  public var range: (lower: Exact, upper: Exact)?

  /// The range as the contract writes it, such as `0.20 to 2.50`, for messages.
  public var rangeText: Text?

  /// Spellings that mean "missing" after normalisation; the empty cell always does.
  public var missingSpellings: [String]

  /// Unit words that may follow a decimal (`kg`, `円`); `円` also admits a leading `¥` or `￥`.
  public var unitSuffixes: [String]

  /// The steps applied to a cell before it is read.
  public var normalise: Normalisation

  /// What happens to a decimal outside `range`.
  public var outOfRange: BadRowAction

  /// What happens to a cell that cannot be read, or is missing where a value is required.
  public var badValue: BadRowAction

  /// Creates the schema of one column.
  public init(
    name: String, headers: [String], type: ColumnType, isOptional: Bool = false,
    unit: Text? = nil, range: (lower: Exact, upper: Exact)? = nil, rangeText: Text? = nil,
    missingSpellings: [String] = [],
    unitSuffixes: [String] = [], normalise: Normalisation = [],
    outOfRange: BadRowAction = .refuseRun, badValue: BadRowAction = .refuseRun
  ) {
    self.name = name
    self.headers = headers
    self.type = type
    self.isOptional = isOptional
    self.unit = unit
    self.range = range
    self.rangeText = rangeText
    self.missingSpellings = missingSpellings
    self.unitSuffixes = unitSuffixes
    self.normalise = normalise
    self.outOfRange = outOfRange
    self.badValue = badValue
  }
}

/// The kind of value that a column holds.
public enum ColumnType: Sendable {
  /// Identifiers and codes: dictionary-coded bytes.
  case code

  /// Names and free text: dictionary-coded, byte for byte unless the column declares a normalisation.
  case text

  /// One of the codes that the contract lists; the value is the index in this list.
  case oneOf([CodeValue])

  /// Civil dates, Gregorian or wareki.
  case date

  /// Fixed-point decimals.
  case decimal
}

/// One declared code with the spellings that files use for it.
public struct CodeValue: Sendable, Hashable {
  /// The code's name in the contract text; a cell may always be spelled so.
  public var name: String

  /// Further spellings, compared as bytes after the column's normalisation (of both sides).
  public var spellings: [String]

  /// Creates a code.
  public init(name: String, spellings: [String] = []) {
    self.name = name
    self.spellings = spellings
  }
}

/// Steps applied to a cell before it is read, always in the order NFKC, trim, upper case.
public struct Normalisation: OptionSet, Sendable, Hashable {
  public let rawValue: UInt8

  public init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  /// Strips ASCII blanks and the ideographic space U+3000 at both ends.
  public static let trim = Normalisation(rawValue: 1)

  /// Unicode compatibility composition (NFKC).
  public static let nfkc = Normalisation(rawValue: 2)

  /// Upper-cases the letters `a` to `z`.
  public static let upperCase = Normalisation(rawValue: 4)
}

/// What happens to a row with a cell that breaks a rule.
public enum BadRowAction: Sendable, Hashable {
  /// The run is refused, with every such place listed.
  case refuseRun

  /// The cell counts as missing and the row is used.
  case missing

  /// The row is left out and counted under the rule.
  case rejectRow
}
