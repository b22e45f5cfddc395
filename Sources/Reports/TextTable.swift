import Diagnostics

/// A table of text for a terminal, aligned by display width.
package struct TextTable {
  package enum Alignment { case left, right }

  private let columns: [Alignment]
  private var rows: [Row] = []

  private enum Row {
    case cells([String])
    case rule
  }

  package init(_ columns: [Alignment]) { self.columns = columns }

  /// Adds a row; missing cells are empty.
  package mutating func add(_ cells: String...) { add(cells) }

  package mutating func add(_ cells: [String]) {
    rows.append(
      .cells(columns.indices.map { $0 < cells.count ? SafeText.visible(cells[$0]) : "" }))
  }

  /// Adds a line across the table.
  package mutating func addRule() { rows.append(.rule) }

  /// The lines, each indented and without blanks at the end.
  package func lines(indent: Int = 2) -> [String] {
    var widths = [Int](repeating: 0, count: columns.count)
    for case .cells(let cells) in rows {
      for (place, cell) in cells.enumerated() {
        widths[place] = max(widths[place], DisplayWidth.of(cell))
      }
    }
    let used = widths.filter { $0 > 0 }
    let total = used.reduce(0, +) + 2 * max(0, used.count - 1)
    let margin = String(repeating: " ", count: indent)
    return rows.map { row in
      switch row {
      case .rule: return margin + String(repeating: "─", count: total)
      case .cells(let cells):
        let padded = cells.indices.filter { widths[$0] > 0 }.map { place in
          pad(cells[place], to: widths[place], columns[place])
        }
        return trimmed(margin + padded.joined(separator: "  "))
      }
    }
  }

  private func pad(_ text: String, to width: Int, _ alignment: Alignment) -> String {
    let fill = String(repeating: " ", count: max(0, width - DisplayWidth.of(text)))
    return alignment == .left ? text + fill : fill + text
  }

  private func trimmed(_ line: String) -> String {
    var line = Substring(line)
    while line.last == " " { line.removeLast() }
    return String(line)
  }
}

extension Tongue {
  /// One of two wordings.
  package func callAsFunction(_ english: String, _ japanese: String) -> String {
    self == .en ? english : japanese
  }
}
