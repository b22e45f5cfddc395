import Foundation

/// A CSV file as rows of cells.
struct Sheet {
  var header: [String]
  var rows: [[String]]

  init(header: [String], rows: [[String]]) {
    self.header = header
    self.rows = rows
  }

  init(path: String) throws {
    self.init(bytes: try Data(contentsOf: URL(fileURLWithPath: path)))
  }

  /// Reads UTF-8 with `,` and `"`, LF or CR LF.
  init(bytes: Data) {
    var all: [[String]] = []
    var row: [String] = []
    var cell: [UInt8] = []
    var quoted = false
    var pending = false
    func text() -> String { String(decoding: cell, as: UTF8.self) }
    for byte in bytes {
      switch byte {
      case UInt8(ascii: "\""):
        if !quoted, pending { cell.append(byte) }
        pending = quoted
        quoted.toggle()
        continue
      case UInt8(ascii: ","), UInt8(ascii: "\n"):
        if quoted {
          cell.append(byte)
          continue
        }
        row.append(text())
        cell = []
        if byte == UInt8(ascii: "\n") {
          all.append(row)
          row = []
        }
      case UInt8(ascii: "\r") where !quoted: break
      default: cell.append(byte)
      }
      pending = false
    }
    if !cell.isEmpty || !row.isEmpty { all.append(row + [text()]) }
    self.init(header: all.first ?? [], rows: Array(all.dropFirst()))
  }

  func column(_ name: String) -> Int? { header.firstIndex(of: name) }

  /// The cells of a column, by the row's cell in another.
  func cells(_ name: String, by key: String) -> [String: String] {
    guard let value = column(name), let key = column(key) else { return [:] }
    return Dictionary(rows.map { ($0[key], $0[value]) }) { first, _ in first }
  }

  /// Replaces every cell of a column.
  mutating func map(_ name: String, _ change: (String) -> String) {
    guard let place = column(name) else { return }
    for row in rows.indices { rows[row][place] = change(rows[row][place]) }
  }

  /// The file's text.
  func text(lineEnd: String = "\n", allQuoted: Bool = false, finalNewline: Bool = true) -> String {
    func written(_ cell: String) -> String {
      let mustQuote =
        allQuoted || cell.utf8.contains { $0 == 0x22 || $0 == 0x2C || $0 == 0x0A || $0 == 0x0D }
      return mustQuote ? "\"" + cell.replacing("\"", with: "\"\"") + "\"" : cell
    }
    let lines = ([header] + rows).map { $0.map(written).joined(separator: ",") }
    return lines.joined(separator: lineEnd) + (finalNewline ? lineEnd : "")
  }
}

/// A generator that gives the same numbers for the same seed (SplitMix64).
struct Seeded: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var bits = state
    bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
    return bits ^ (bits >> 31)
  }
}
