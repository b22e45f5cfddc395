import Quantities

/// Cells of lists that are written for spreadsheets.
enum CSVText {
  /// Rows of cells that are fields already, line by line.
  static func table(_ rows: [[String]], lineEnd: String = "\n") -> String {
    rows.map { $0.joined(separator: ",") + lineEnd }.joined()
  }

  /// Decimals of a number that has no end, or more of them.
  static let decimals = 12

  /// A number as decimal text: exact up to 12 decimals, else rounded to these, half to even.
  static func number(_ value: Exact) -> String {
    if let own = value.exactDecimals, own <= decimals { return value.description }
    return value.rounded(.halfEven, decimals: decimals).decimalText
  }

  /// A cell, quoted where it must be, and never a formula nor, as `5/1`, a day of the year.
  static func field(_ text: String) -> String {
    var text = text
    if let first = text.utf8.first, "=+-@\t\r".utf8.contains(first) || isFraction(text) {
      text = "'" + text
    }
    let special = Set(",\"\r\n".utf8)
    guard text.utf8.contains(where: special.contains) else { return text }
    var quoted = "\""
    for scalar in text.unicodeScalars {
      if scalar == "\"" { quoted += "\"\"" } else { quoted.unicodeScalars.append(scalar) }
    }
    return quoted + "\""
  }

  private static func isFraction(_ text: String) -> Bool {
    let parts = text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    return parts.count > 1
      && parts.allSatisfy { part in
        !part.isEmpty && part.allSatisfy { (0x30...0x39).contains($0) }
      }
  }
}
