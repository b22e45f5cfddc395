/// A table for people who go on working with it in a spreadsheet: values only, no formula.
public struct Sheet: Hashable, Sendable {
  /// The content of a cell.
  public enum Cell: Hashable, Sendable {
    case empty
    case text(String)
    /// Words of the sheet's own: a title, the head of a column.
    case head(String)
    /// A decimal of at most 15 digits: `-1234.50`. It is shown with the digits after the point that it has.
    case number(String)
  }

  /// The words on its tab, at most 31 characters and none of `[]:*?/\`.
  public let name: String
  /// The widths of the columns, in characters.
  public let widths: [Int]
  public private(set) var rows: [[Cell]] = []

  public init(_ name: String, widths: [Int]) {
    self.name = name
    self.widths = widths
  }

  public mutating func add(_ cells: Cell...) { add(cells) }

  public mutating func add(_ cells: [Cell]) { rows.append(cells) }

  /// A row of column heads.
  public mutating func addHeads(_ words: String...) { rows.append(words.map(Cell.head)) }

  public mutating func addBlank() { rows.append([]) }
}

extension Sheet.Cell {
  /// Digits that the number of a spreadsheet, a binary double, gives back as they were.
  private static let safeDigits = 15

  /// A decimal as a number; one with more digits than a spreadsheet keeps stays text, so that none is lost.
  public static func decimal(_ text: String) -> Sheet.Cell {
    let digits = text.utf8.count { $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: ".") }
    return digits <= safeDigits ? .number(text) : .text(text)
  }
}
