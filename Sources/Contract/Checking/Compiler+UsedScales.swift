import Diagnostics
import Language

// Scales that stand in another text: `use  "../scales/bmi", version 1`.

extension Compiler {
  /// The scale of this name in the text that the line names, with the declaration of this block.
  func usedScale(_ block: Block, _ line: Line) throws(Skip) -> Scale {
    checkLabels(block, allowed: [.use], ("a scale that is used", "「使用」による尺度"))
    if let row = block.body.first(where: { $0.label == .row }) {
      report(
        "G115", at: row.span, "a scale that is used has no rows of its own",
        "「使用」による尺度に、自らの段は書けません", label: ("not heeded", "適用されません"),
        context: [block.headerSpan])
    }
    var cursor = Cursor(line)
    let place = cursor.place
    guard let path = cursor.takeText() else {
      throw unexpected(
        cursor, expected: "the path of a text, such as \"../scales/bmi\"",
        "使用する文書の場所(例 「../scales/bmi」)")
    }
    guard cursor.take(.comma), cursor.take(.version), case .numeral(let numeral)? = cursor.peek,
      let version = numeral.int
    else { throw unexpected(cursor, expected: ", version 1", "、版数 1") }
    let versionPlace = cursor.place
    _ = cursor.next()
    try finish(cursor)
    let text = try usedText(path, at: place)
    guard let stated = text.version, stated == version else {
      report(
        "N113", at: versionPlace,
        text.version.map { "'\(path)' is version \($0), not \(version)" }
          ?? "'\(path)' does not state its version",
        text.version.map { "「\(path)」は第\($0)版であり、第\(version)版ではありません" }
          ?? "「\(path)」に版数の定めがありません",
        remarks: [
          .rule(
            "a contract names the version of a scale, and is settled with no other",
            "契約は尺度の版を定め、他の版では精算しません")
        ])
      throw Skip()
    }
    guard let name = block.name,
      let own = text.document.blocks.first(where: { $0.word == .scale && $0.name == name }),
      lines(.use, of: own).isEmpty
    else {
      report(
        "N112", at: block.nameSpan ?? block.headerSpan,
        "'\(path)' has no scale '\(block.name?.text ?? "")' with rows of its own",
        "「\(path)」に、段の定めのある尺度「\(block.name?.text ?? "")」はありません",
        others: [(line.valueSpan, "used here", "使用の定め")],
        remarks: scaleNames(text.document).isEmpty
          ? []
          : [
            .note(
              "its scales: \(scaleNames(text.document).joined(separator: ", "))",
              "この文書の尺度: \(scaleNames(text.document).joined(separator: "、"))")
          ])
      throw Skip()
    }
    let reader = Compiler(document: text.document, vocabulary: nil)
    let scale: Scale
    do {
      scale = try reader.statedScale(own)
    } catch {
      refuse(path, reader.diagnostics, at: place)
      throw Skip()
    }
    guard !reader.diagnostics.contains(where: { $0.severity.isFailure }) else {
      refuse(path, reader.diagnostics, at: place)
      throw Skip()
    }
    if !usedTexts.contains(where: { $0.path.utf8.elementsEqual(path.utf8) }) {
      usedTexts.append(UsedText(path: path, version: version, source: text.document.source))
    }
    return Scale(
      declaration: declaration(of: block), inputs: scale.inputs, gives: scale.gives,
      rows: scale.rows, use: Scale.Use(span: line.span, source: text.document.source))
  }

  /// A text that was read, with the version that it states.
  struct ReadText {
    let document: Document
    let version: Int?
  }

  private func usedText(_ path: String, at span: Span) throws(Skip) -> ReadText {
    if let known = readTexts[path] {
      guard let known else { throw Skip() }
      return known
    }
    readTexts[path] = .some(nil)
    guard let source = library[path] else {
      let file = UsedTexts.fileName(path, in: tongue)
      report(
        "N111", at: span,
        UsedTexts.isPath(path)
          ? "'\(file)' cannot be read" : "'\(path)' is not the path of a text",
        UsedTexts.isPath(path)
          ? "「\(file)」を読めません" : "「\(path)」は文書の場所ではありません",
        remarks: [
          .rule(
            "the path leads from the contract's own directory to a text, without its ending; nothing else is searched",
            "場所は、契約のあるディレクトリから、拡張子を除いて書きます。ほかの場所は探しません")
        ])
      throw Skip()
    }
    let parsed = Parser.parse(source)
    guard parsed.isValid, parsed.document.tongue == tongue else {
      refuse(path, parsed.diagnostics, at: span)
      throw Skip()
    }
    var version: Int?
    for block in parsed.document.blocks where block.word == .contract {
      let line = block.body.first { $0.keyword == .version }
      if case .numeral(let numeral)? = line?.tokens.first?.kind { version = numeral.int }
    }
    let text = ReadText(document: parsed.document, version: version)
    readTexts[path] = text
    return text
  }

  /// Reports that a used text is wrong, with what is wrong there.
  private func refuse(_ path: String, _ found: [Diagnostic], at span: Span) {
    let places = found.filter { $0.severity.isFailure }.prefix(5).map { item in
      var line = ""
      if case .source(let source, let place)? = item.place {
        line = "\(source.position(place.start).line): "
      }
      return (en: line + item.headline.en, ja: line + item.headline.ja)
    }
    report(
      "N114", at: span, "'\(path)' is wrong or in the other language",
      "「\(path)」に誤りがあるか、もう一方の言語で書かれています", remarks: places.isEmpty ? [] : [.note(Array(places))])
  }

  private func scaleNames(_ document: Document) -> [String] {
    document.blocks.filter { $0.word == .scale }.compactMap(\.name?.text)
  }

  /// The line `version` of the contract's own text: a whole number.
  func readVersion(_ line: Line) throws(Skip) {
    var cursor = Cursor(line)
    guard case .numeral(let numeral)? = cursor.peek, let version = numeral.int, version > 0 else {
      throw unexpected(cursor, expected: "a whole number", "整数")
    }
    _ = cursor.next()
    try finish(cursor)
  }
}
