import Diagnostics
import Language

extension Remark {
  static func rule(_ en: String, _ ja: String) -> Remark {
    Remark(kind: .rule, lines: [Text(en: en, ja: ja)])
  }
  static func why(_ en: String, _ ja: String) -> Remark {
    Remark(kind: .why, lines: [Text(en: en, ja: ja)])
  }
  static func note(_ en: String, _ ja: String) -> Remark {
    Remark(kind: .note, lines: [Text(en: en, ja: ja)])
  }
  static func help(_ en: String, _ ja: String) -> Remark {
    Remark(kind: .help, lines: [Text(en: en, ja: ja)])
  }
  static func help(_ lines: [(en: String, ja: String)]) -> Remark {
    Remark(kind: .help, lines: lines.map { Text(en: $0.en, ja: $0.ja) })
  }
  static func fix(_ en: String, _ ja: String) -> Remark {
    Remark(kind: .fix, lines: [Text(en: en, ja: ja)])
  }
}

extension Compiler {
  /// Adds a diagnostic; every text is given in English and Japanese.
  func report(
    _ code: String, severity: Severity = .error, at span: Span, _ en: String, _ ja: String,
    label: (en: String, ja: String) = ("", ""),
    others: [(span: Span, en: String, ja: String)] = [], context: [Span] = [],
    remarks: [Remark] = []
  ) {
    var labels = [
      Label(
        span: span, text: Text(en: label.en, ja: label.ja), primary: true, source: source)
    ]
    labels += others.map {
      Label(span: $0.span, text: Text(en: $0.en, ja: $0.ja), primary: false, source: source)
    }
    diagnostics.append(
      Diagnostic(
        code: code, severity: severity, headline: Text(en: en, ja: ja), labels: labels,
        context: context.map { .source(source, $0) }, remarks: remarks))
  }

  /// A token that the line's grammar does not allow here.
  func unexpected(_ cursor: Cursor, expected en: String, _ ja: String) -> Skip {
    report(
      "G101", at: cursor.place, "this line needs \(en) here", "ここには\(ja)が必要です",
      label: cursor.atEnd
        ? ("the line ends here", "行がここで終わっています") : ("cannot be read", "読めません"))
    return Skip()
  }

  /// Reports what is left over after a line was read.
  func finish(_ cursor: Cursor) throws(Skip) {
    guard !cursor.atEnd else { return }
    if case .name(let name)? = cursor.peek, declared[name] == nil,
      splitRunTogether(name.text, declared: Set(declared.keys), tongue: tongue) != nil
    {
      reportUnknown(name, at: cursor.place, among: declared.keys)
    } else {
      report(
        "G101", at: cursor.place, "the line should end before this",
        "ここで行が終わるはずです", label: ("not expected here", "余分です"))
    }
    throw Skip()
  }
}

extension [Diagnostic] {
  /// By the place of the first label in the text; those on one place keep their order.
  var inTextOrder: [Diagnostic] {
    enumerated().sorted {
      ($0.element.labels.first?.span?.start ?? 0, $0.offset)
        < ($1.element.labels.first?.span?.start ?? 0, $1.offset)
    }.map(\.element)
  }
}
