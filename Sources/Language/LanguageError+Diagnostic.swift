import Diagnostics

extension LanguageError {
  /// The message, in both languages, with its place in `source`; words of the contract are quoted
  /// in its own language.
  public func diagnostic(in source: SourceText, tongue: Tongue) -> Diagnostic {
    let message = problem.message(tongue)
    let edit = problem.replacement.map { Edit(span: span, replacement: $0) }
    let remarks = message.remarks.map { remark in
      remark.kind == .fix ? Remark(kind: .fix, lines: remark.lines, edit: edit) : remark
    }
    return Diagnostic(
      code: problem.code, severity: .error, headline: message.headline,
      labels: [label(message.label, in: source)],
      remarks: remarks)
  }
}

extension LanguageError {
  /// The longest line, in bytes, that a message shows whole.
  private static let shownLength = 1000

  /// The marked place; of a very long line only what stands around it.
  private func label(_ text: Text, in source: SourceText) -> Label {
    let number = source.line(at: span.start)
    let whole = source.span(ofLine: number)
    guard whole.length > Self.shownLength else {
      return Label(span: span, text: text, primary: true, source: source)
    }
    func boundary(_ offset: Int) -> Int {
      var offset = min(max(offset, whole.start), whole.end)
      while offset > whole.start, offset < whole.end, source.utf8[offset] & 0xC0 == 0x80 {
        offset -= 1
      }
      return offset
    }
    let start = boundary(span.start)
    let end = boundary(min(span.end, start + 90))
    let before = source.text(Span(start: boundary(start - 60), end: start))
    let marked = source.text(Span(start: start, end: end))
    let after = source.text(Span(start: end, end: boundary(end + 60)))
    let excerpt = Excerpt(
      sourceName: source.name, line: number, text: "…\(before)\(marked)\(after)…",
      column: source.position(start).column, length: marked.unicodeScalars.count,
      caretColumn: before.unicodeScalars.count + 2)
    return Label(excerpt: excerpt, text: text, primary: true)
  }
}

/// A message before it has a place.
struct Message {
  let headline: Text
  let label: Text
  var remarks: [Remark] = []

  init(_ headline: Text, label: Text = .none, _ remarks: Remark...) {
    self.headline = headline
    self.label = label
    self.remarks = remarks
  }
}

extension Text {
  /// A text in English and Japanese.
  static func both(_ english: String, _ japanese: String) -> Text {
    Text(en: english, ja: japanese)
  }
}

extension Remark {
  /// Contract text to choose from, the same in both renderings.
  static func help(_ text: String) -> Remark { Remark(kind: .help, lines: [Text(text)]) }
}

extension LanguageError.Problem {
  /// The stable code; the key of the message, its test and its page.
  public var code: String {
    switch self {
    case .languageLine, .otherLanguage: "L001"
    case .invalidUTF8: "L002"
    case .tabIndentation: "L003"
    case .notComposed: "L004"
    case .indentation: "L005"
    case .unknownBlock: "L006"
    case .unknownLabel: "L007"
    case .headerWithout, .headerRest: "L008"
    case .citation: "L009"
    case .openText: "L010"
    case .character: "L011"
    case .runTogether, .otherSpelling: "L012"
    case .grouping: "L013"
    case .numberForm, .tooManyDigits: "L014"
    case .impossibleDate: "L015"
    case .incompletePhrase: "L016"
    case .differingUnits: "L017"
    case .detached: "L018"
    case .parenthesis: "L019"
    case .lineTooLong, .tooManyLines: "L020"
    case .bodyWithoutHeader: "L021"
    case .emptyValue: "L022"
    case .incompleteRow: "L023"
    case .commaWithoutSpace: "L024"
    case .commaWithoutItem: "L025"
    case .noFence: "L026"
    case .openFence: "L027"
    case .indentedFence: "L028"
    case .vocabularyLine: "L030"
    case .vocabularyWord: "L031"
    case .vocabularyConflict: "L032"
    case .missingPair: "L033"
    case .translationDiffers: "L034"
    }
  }

  /// What the marked text can be replaced with, if there is one way to mend it.
  var replacement: String? {
    switch self {
    case .tabIndentation: "  "
    case .notComposed(let composed): composed
    case .runTogether(_, let split): split
    case .commaWithoutSpace: ", "
    default: nil
    }
  }

  /// The message about a contract in one of the two languages.
  func message(_ tongue: Tongue) -> Message {
    switch self {
    case .languageLine, .otherLanguage, .invalidUTF8, .tabIndentation, .notComposed, .indentation,
      .lineTooLong, .tooManyLines, .noFence, .openFence, .indentedFence:
      fileMessage
    case .unknownBlock, .unknownLabel, .headerWithout, .headerRest, .citation, .bodyWithoutHeader,
      .emptyValue, .incompleteRow:
      structureMessage(tongue)
    case .openText, .character, .runTogether, .otherSpelling, .commaWithoutSpace, .commaWithoutItem,
      .parenthesis:
      wordMessage(tongue)
    case .grouping, .numberForm, .tooManyDigits, .impossibleDate, .incompletePhrase,
      .differingUnits, .detached:
      phraseMessage
    case .vocabularyLine, .vocabularyWord, .vocabularyConflict, .missingPair, .translationDiffers:
      vocabularyMessage
    }
  }
}
