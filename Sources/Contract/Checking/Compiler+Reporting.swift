import Diagnostics
import Language
import Quantities

extension Remark {
  static func note(_ lines: [(en: String, ja: String)]) -> Remark {
    Remark(kind: .note, lines: lines.map { Text(en: $0.en, ja: $0.ja) })
  }
  static func help(_ lines: [(en: String, ja: String)]) -> Remark {
    Remark(kind: .help, lines: lines.map { Text(en: $0.en, ja: $0.ja) })
  }
}

extension Compiler {
  /// Adds a diagnostic; every text is given in English and Japanese.
  func report(
    _ code: String, severity: Severity = .error, at span: Span, _ en: String, _ ja: String,
    label: (en: String, ja: String) = ("", ""),
    others: [(span: Span, en: String, ja: String)] = [], context: [Span] = [],
    pointsAtOthers: Bool = false, remarks: [Remark] = []
  ) {
    let primary = Label(
      span: span, text: Text(en: label.en, ja: label.ja), primary: true, source: source)
    let secondary = others.map {
      Label(span: $0.span, text: Text(en: $0.en, ja: $0.ja), primary: false, source: source)
    }
    let labels = pointsAtOthers ? secondary + [primary] : [primary] + secondary
    let key = ReportKey(code: code, headline: en, span: labels.first?.span)
    guard reported.insert(key).inserted else { return }
    diagnostics.append(
      Diagnostic(
        code: code, severity: severity, headline: Text(en: en, ja: ja), labels: labels,
        context: context.map { .source(source, $0) }, remarks: remarks))
  }

  /// The header of the block that a place belongs to.
  func header(above span: Span) -> Span? {
    let after = document.blocks.partitionPoint { $0.headerSpan.start > span.start }
    return after > 0 ? document.blocks[after - 1].headerSpan : nil
  }

  /// Lines that say nothing in this block: what is written and not heeded would mislead.
  func checkLabels(_ block: Block, allowed: Set<LabelWord>, _ what: (en: String, ja: String)) {
    for line in block.body {
      guard let label = line.keyword, !allowed.contains(label) else { continue }
      report(
        "G115", at: line.labelSpan, "'\(label.english)' has no effect in \(what.en)",
        "\(what.ja)では「\(label.japanese)」は働きません", label: ("not heeded", "適用されません"),
        context: [block.headerSpan],
        remarks: [
          .rule(
            "a line that would not be heeded is refused, because a reader would rely on it",
            "適用されない行は、読む人を誤らせるため書けません")
        ])
    }
  }

  /// A token that the line's grammar does not allow here.
  func unexpected(_ cursor: Cursor, expected en: String, _ ja: String) -> Skip {
    report(
      "G101", at: cursor.place, "expected here: \(en)", "ここには\(ja)が必要です",
      label: cursor.atEnd
        ? ("the line ends here", "行がここで終わっています") : ("cannot be read", "読めません"),
      remarks: [keywordNote(cursor)].compactMap { $0 })
    return Skip()
  }

  /// Declared names win over keywords; a name spelled like one hides it in the whole contract.
  private func keywordNote(_ cursor: Cursor) -> Remark? {
    guard case .name(let name)? = cursor.peek else { return nil }
    return keywordNote(name)
  }

  func keywordNote(_ name: Name) -> Remark? {
    let word = name.text
    let isUnit =
      tongue == .en
      ? UnitTable.standard.unit(english: word) != nil
      : UnitTable.standard.unit(japanese: word) != nil
    guard isUnit || ValueWord.allCases.contains(where: { $0[tongue] == word }) else { return nil }
    if firstDeclarations.isEmpty { firstDeclarations = document.firstDeclarations }
    guard let place = firstDeclarations[name] else { return nil }
    let line = source.position(place.start).line
    return .note(
      "'\(word)' is declared as a name (line \(line)), so it is nowhere read as a keyword or a unit; another name would free it",
      "「\(word)」は名前として定義されているため(\(line)行目)、語や単位としては読みません。名前を変えると使えます")
  }

  /// Reports what is left over after a line was read.
  func finish(_ cursor: Cursor) throws(Skip) {
    guard !cursor.atEnd else { return }
    if case .name(let name)? = cursor.peek, declared[name] == nil,
      splitRunTogether(name.text, declared: document.declared, tongue: tongue) != nil
    {
      reportUnknown(name, at: cursor.place, among: Array(declared.keys))
    } else {
      report(
        "G101", at: cursor.place, "the line should end before this",
        "ここで行が終わるはずです", label: ("not expected here", "余分です"))
    }
    throw Skip()
  }
}

/// What makes two reports the same one.
struct ReportKey: Hashable {
  let code: String
  let headline: String
  let span: Span?
}

extension Document {
  /// Where each name of a block, a column, a code or a unit is declared first.
  fileprivate var firstDeclarations: [Name: Span] {
    var places: [Name: Span] = [:]
    func declare(_ name: Name, _ span: Span?) { places[name] = places[name] ?? span }
    for block in blocks {
      if let name = block.name { declare(name, block.nameSpan) }
      for line in block.body {
        switch line.label {
        case .column(let name): declare(name, line.labelSpan)
        case .keyword(.gives), .keyword(.units): break
        default: continue
        }
        let isList = line.keyword == .units || line.tokens.first?.kind == .word(.oneOf)
        for token in line.tokens where isList {
          if case .name(let name) = token.kind { declare(name, token.span) }
        }
      }
    }
    return places
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
