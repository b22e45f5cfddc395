import Diagnostics
import Testing

/// A source with the given lines at the given numbers, counted from 1, and empty lines between.
func source(_ name: String, _ lines: [(Int, String)]) -> SourceText {
  var all = Array(repeating: "", count: lines.map(\.0).max() ?? 0)
  for (number, line) in lines { all[number - 1] = line }
  return SourceText(name: name, text: all.joined(separator: "\n") + "\n")
}

extension SourceText {
  /// The span of a part of a line; the part must occur there.
  func span(_ line: Int, _ part: String) throws -> Span {
    let bytes = Array(part.utf8)
    let range = span(ofLine: line)
    let start = try #require(
      (range.start...(range.end - bytes.count)).first {
        utf8[$0..<$0 + bytes.count].elementsEqual(bytes)
      })
    return Span(start: start, end: start + bytes.count)
  }

  /// A label for a part of a line.
  func label(_ line: Int, _ part: String, _ text: String = "", primary: Bool = true) throws
    -> Label
  {
    Label(span: try span(line, part), text: Text(text), primary: primary, source: self)
  }

  /// A line to show without marks.
  func context(_ line: Int) -> Place {
    .source(self, span(ofLine: line))
  }
}

/// A remark whose lines are the same in both languages.
func remark(_ kind: Remark.Kind, _ lines: String...) -> Remark {
  Remark(kind: kind, lines: lines.map { Text($0) })
}
