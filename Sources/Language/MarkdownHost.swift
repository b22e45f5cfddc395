import Diagnostics

/// The contract text in a Markdown file: what stands in its fenced `pfs` blocks, and the headings that
/// cite clauses.
///
/// Fences, headings and comments are those of CommonMark; a fence of contract text begins at the
/// beginning of its line.
struct MarkdownHost {
  /// The lines between two fences, and the clause of the heading above.
  struct Fence {
    /// From the line after the opening fence to the closing one.
    let content: Range<Int>
    let lines: [Range<Int>]
    let clause: Clause?
  }

  private(set) var fences: [Fence] = []
  /// The headings that cite a clause, in order.
  private(set) var headings: [Clause] = []
  private(set) var errors: [LanguageError] = []

  /// Whether a file is read as Markdown: by its ending.
  static func hosts(_ name: String) -> Bool {
    let name = name.lowercased()
    return name.hasSuffix(".md") || name.hasSuffix(".markdown")
  }

  private let bytes: [UInt8]
  private var state = State.prose
  /// The lines of the fence that is open.
  private var lines: [Range<Int>] = []
  /// The clauses of the headings above, outermost first; nil for a heading that cites none.
  private var clauses: [(level: Int, clause: Clause?)] = []
  /// The line before, if it can be the text of a heading that is underlined.
  private var paragraph: Range<Int>?

  private enum State {
    case prose
    /// `<!--` without its end.
    case comment
    /// A fence of something else.
    case other(Mark)
    case contract(Mark, opening: Range<Int>)
  }

  /// The characters of a fence: a closing one has at least as many of the same.
  private struct Mark {
    let byte: UInt8
    let count: Int
  }

  /// Finds the contract text; `lines` are all lines of the file, without their ends.
  init(_ bytes: [UInt8], lines: [Range<Int>]) {
    self.bytes = bytes
    for line in lines { read(line) }
    if case .contract(_, let opening) = state {
      errors.append(LanguageError(.openFence, at: Span(opening)))
    }
    if fences.isEmpty && errors.isEmpty {
      errors.append(LanguageError(.noFence, at: Span(start: 0, end: 0)))
    }
  }

  private mutating func read(_ line: Range<Int>) {
    switch state {
    case .contract(let mark, _):
      guard closes(mark, line) else { return lines.append(line) }
      state = .prose
      // A fence without lines holds nothing to read or to print.
      guard let first = lines.first else { return }
      let clause = clauses.last { $0.clause != nil }?.clause
      fences.append(
        Fence(content: first.lowerBound..<line.lowerBound, lines: lines, clause: clause))
      lines = []
    case .other(let mark):
      if closes(mark, line) { state = .prose }
    case .comment:
      if contains("-->", line) { state = .prose }
    case .prose: readProse(line)
    }
  }

  private mutating func readProse(_ line: Range<Int>) {
    let before = paragraph
    paragraph = nil
    let text = trimmed(line)
    guard let first = text.first.map({ bytes[$0] }) else { return }
    let indentation = text.lowerBound - line.lowerBound
    if let (mark, info) = opening(text) {
      guard isContract(info) else {
        if indentation < 4 { state = .other(mark) }
        return
      }
      guard indentation == 0 else {
        return errors.append(LanguageError(.indentedFence, at: Span(text)))
      }
      state = .contract(mark, opening: text)
    } else if indentation >= 4 {
      return
    } else if starts(text, "<!--") {
      if !contains("-->", text) { state = .comment }
    } else if first == UInt8(ascii: "#") {
      let level = text.prefix { bytes[$0] == UInt8(ascii: "#") }.count
      let rest = text.lowerBound + level..<text.upperBound
      let isHeading = rest.first.map { " \t".utf8.contains(bytes[$0]) } ?? true
      if level <= 6, isHeading { heading(trimmed(rest), level: level) } else { paragraph = text }
    } else if let before, first == UInt8(ascii: "=") || first == UInt8(ascii: "-"),
      text.allSatisfy({ bytes[$0] == first })
    {
      heading(before, level: first == UInt8(ascii: "=") ? 1 : 2)
    } else {
      paragraph = text
    }
  }

  private mutating func heading(_ text: Range<Int>, level: Int) {
    clauses.removeAll { $0.level >= level }
    let citation = CitationReader.heading(String(decoding: bytes[text], as: UTF8.self))
    let clause = citation.map { Clause($0, span: Span(text), isHeading: true) }
    clauses.append((level, clause))
    if let clause { headings.append(clause) }
  }

  // MARK: - Lines

  private func trimmed(_ line: Range<Int>) -> Range<Int> {
    var line = line
    while let last = line.last, " \t".utf8.contains(bytes[last]) { line = line.dropLast() }
    while let first = line.first, " \t".utf8.contains(bytes[first]) { line = line.dropFirst() }
    return line
  }

  private func starts(_ text: Range<Int>, _ word: String) -> Bool {
    bytes[text].starts(with: word.utf8)
  }

  private func contains(_ word: String, _ line: Range<Int>) -> Bool {
    let word = Array(word.utf8)
    guard line.count >= word.count else { return false }
    return (line.lowerBound...line.upperBound - word.count).contains {
      bytes[$0..<$0 + word.count].elementsEqual(word)
    }
  }

  /// The mark and what follows it, if a line without its blanks opens a fence.
  private func opening(_ text: Range<Int>) -> (Mark, info: Range<Int>)? {
    guard let byte = text.first.map({ bytes[$0] }), "`~".utf8.contains(byte) else { return nil }
    let count = text.prefix { bytes[$0] == byte }.count
    let info = text.lowerBound + count..<text.upperBound
    // Backticks behind backticks are code in a paragraph.
    guard count >= 3, byte == UInt8(ascii: "~") || !bytes[info].contains(byte) else { return nil }
    return (Mark(byte: byte, count: count), trimmed(info))
  }

  private func isContract(_ info: Range<Int>) -> Bool {
    bytes[info].prefix { !" \t".utf8.contains($0) }.elementsEqual("pfs".utf8)
  }

  private func closes(_ mark: Mark, _ line: Range<Int>) -> Bool {
    let text = trimmed(line)
    return text.lowerBound - line.lowerBound < 4 && text.count >= mark.count
      && text.allSatisfy { bytes[$0] == mark.byte }
  }
}

extension Span {
  fileprivate init(_ range: Range<Int>) {
    self.init(start: range.lowerBound, end: range.upperBound)
  }
}
