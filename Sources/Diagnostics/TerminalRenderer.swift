/// Writes diagnostics for people: the user's own lines with marks below, in either language.
public struct TerminalRenderer: Sendable {
  public let tongue: Tongue
  /// Whether to colour with ANSI escape sequences; without, the text is the same.
  public let colour: Bool

  public init(tongue: Tongue, colour: Bool = false) {
    self.tongue = tongue
    self.colour = colour
  }

  /// One diagnostic, as lines that each end with a line end.
  public func render(_ diagnostic: Diagnostic) -> String {
    let files = FileExcerpt.excerpts(of: diagnostic)
    let highest = files.flatMap(\.lines).map(\.number).max() ?? 1
    let gutter = String(highest).utf8.count
    var output = Output(indent: String(repeating: " ", count: gutter))

    let kind = "\(diagnostic.severity.text[tongue])[\(diagnostic.code)]"
    output.line(
      paint(kind, style(diagnostic.severity))
        + paint(": \(MarkedLine.printable(diagnostic.headline[tongue]))", .bold))
    for file in files {
      write(file, severity: diagnostic.severity, gutter: gutter, to: &output)
    }
    if !files.isEmpty { output.line(paint("\(output.indent) │", .gutter)) }
    RemarkWriter(renderer: self, remarks: diagnostic.remarks, code: diagnostic.code)
      .write(to: &output)
    return output.text
  }

  /// Several diagnostics with an empty line between them, at most `limit` of each code.
  ///
  /// What was left out is counted at the end, by code.
  public func render(_ diagnostics: [Diagnostic], limitPerCode limit: Int = 100) -> String {
    var counts: [(code: String, count: Int)] = []
    var parts: [String] = []
    for diagnostic in diagnostics {
      let index = counts.firstIndex { $0.code == diagnostic.code } ?? counts.count
      if index == counts.count { counts.append((diagnostic.code, 0)) }
      counts[index].count += 1
      if counts[index].count <= limit { parts.append(render(diagnostic)) }
    }
    let cut = counts.filter { $0.count > limit }.map { code, count in
      tongue == .en
        ? "\(code): \(count - limit) more not shown\n" : "\(code): ほか\(count - limit)件は省略\n"
    }
    if !cut.isEmpty { parts.append(cut.joined()) }
    return parts.joined(separator: "\n")
  }

  private func write(
    _ file: FileExcerpt, severity: Severity, gutter: Int, to output: inout Output
  ) {
    let bar = paint("\(output.indent) │", .gutter)
    output.line(
      paint("\(output.indent)┌─ ", .gutter)
        + "\(MarkedLine.printable(file.name)):\(file.line):\(file.column)")
    output.line(bar)
    var previous: Int?
    for line in file.lines {
      if let previous, line.number > previous + 1 {
        output.line(paint("\(output.indent) ⋮", .gutter))
      }
      previous = line.number
      let digits = String(line.number)
      let number = String(repeating: " ", count: gutter - digits.utf8.count) + digits
      output.line(
        paint("\(number) │", .gutter) + (line.text.isEmpty ? "" : " \(line.text)"))
      for mark in line.marks {
        let primary = mark.label.primary
        let carets = String(repeating: primary ? "^" : "~", count: mark.width)
        let words = MarkedLine.printable(mark.label.text[tongue])
        output.line(
          "\(bar) \(mark.indent)"
            + paint(
              carets + (words.isEmpty ? "" : " \(words)"),
              primary ? style(severity) : .secondary))
      }
    }
  }

  // MARK: Colour

  enum Style: String {
    case bold = "1"
    case red = "1;31"
    case yellow = "1;33"
    case blue = "1;34"
    case secondary = "36"
    case gutter = "34"
  }

  private func style(_ severity: Severity) -> Style {
    switch severity {
    case .error, .internal: .red
    case .warning: .yellow
    case .stop, .note: .blue
    }
  }

  func paint(_ text: String, _ style: Style) -> String {
    colour && !text.isEmpty ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text
  }

  /// The lines written so far.
  struct Output {
    /// Blanks as wide as the line numbers.
    let indent: String
    private(set) var text = ""

    init(indent: String) {
      self.indent = indent
    }

    mutating func line(_ line: String) {
      text += line
      text += "\n"
    }
  }
}
