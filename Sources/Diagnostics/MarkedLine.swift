/// One line to show, with the marks below it.
struct MarkedLine {
  /// The line number, from 1.
  let number: Int
  /// The line, safe for a terminal.
  let text: String
  var marks: [Mark] = []

  /// A mark below the line.
  struct Mark {
    /// What stands before the mark: blanks of the same width as the text above it, tabs kept.
    let indent: String
    /// The columns of the mark, at least 1.
    let width: Int
    /// Where it begins, for ordering.
    let column: Int
    let label: Label
  }
}

extension MarkedLine {
  /// The line of a place, without marks.
  init(_ place: Place) {
    switch place {
    case .source(let source, let span):
      number = source.line(at: span.start)
      text = MarkedLine.printable(source.line(number))
    case .excerpt(let excerpt):
      number = excerpt.line
      text = MarkedLine.printable(excerpt.text)
    }
  }

  /// Adds the mark of a label whose place is on this line.
  ///
  /// A span that goes on over the line's end is marked up to the end.
  mutating func mark(_ label: Label) {
    let column: Int
    let length: Int
    switch label.place {
    case .source(let source, let span):
      let (line, start) = source.position(span.start)
      let (endLine, end) = source.position(span.end)
      column = start
      length = endLine == line ? end - start : Int.max
    case .excerpt(let excerpt):
      column = excerpt.caretColumn
      length = excerpt.length
    }
    let scalars = text.unicodeScalars
    let before = scalars.prefix(max(column - 1, 0))
    let marked = scalars.dropFirst(max(column - 1, 0)).prefix(max(length, 0))
    let indent = before.reduce(into: "") { blanks, scalar in
      blanks += scalar == "\t" ? "\t" : String(repeating: " ", count: DisplayWidth.of(scalar))
    }
    let width = marked.reduce(0) { $0 + DisplayWidth.of($1) }
    marks.append(Mark(indent: indent, width: max(width, 1), column: column, label: label))
  }

  /// The text with one visible scalar for each control character, so that a file can neither steer
  /// the terminal nor turn the direction of writing. Tabs stay.
  static func printable(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x09: result.append(scalar)
      case 0x00...0x1F: result.append(Unicode.Scalar(0x2400 + scalar.value) ?? "\u{FFFD}")
      case 0x7F: result.append("\u{2421}")
      case 0x80...0x9F, 0x061C, 0x200E...0x200F, 0x2028...0x202E, 0x2066...0x2069:
        result.append("\u{FFFD}")
      default: result.append(scalar)
      }
    }
    return String(result)
  }
}
