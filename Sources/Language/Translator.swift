import Diagnostics

/// Writes a contract in the other language.
public enum Translator {
  /// The formatted text in `tongue`.
  ///
  /// What was written is read again; if a line would read differently, the translation is refused
  /// (L034).
  ///
  /// - Parameter keepsUnpaired: a name or text without a pair stays as it is.
  public static func translate(
    _ document: Document, to tongue: Tongue, vocabulary: Vocabulary, keepsUnpaired: Bool = false
  ) -> Result<String, Diagnostics> {
    vocabulary.renamed(document, to: tongue, keepsUnpaired: keepsUnpaired).flatMap { renamed in
      let text = Formatter.format(renamed)
      let again = Parser.parse(SourceText(name: document.source.name, text: text))
      let errors = differences(renamed, again.document).map {
        $0.diagnostic(in: document.source, tongue: document.tongue)
      }
      guard errors.isEmpty else { return .failure(Diagnostics(items: errors)) }
      return .success(text)
    }
  }

  /// The lines of `document` that were read back as something else.
  private static func differences(_ document: Document, _ again: Document) -> [LanguageError] {
    var errors: [LanguageError] = []
    for (index, block) in document.blocks.enumerated() {
      let other = again.blocks.indices.contains(index) ? again.blocks[index] : nil
      if let other, isSameHeader(block, other) {
        let added = zip(block.body, other.body).first { !isSame($0, $1) }?.0
        guard added != nil || block.body.count != other.body.count else { continue }
        errors.append(difference(added ?? block.body.last, block, document.tongue))
      } else {
        errors.append(difference(nil, block, document.tongue))
      }
    }
    return errors
  }

  private static func isSameHeader(_ left: Block, _ right: Block) -> Bool {
    left.word == right.word && left.name == right.name && left.number == right.number
      && left.title == right.title && left.clause?.citation == right.clause?.citation
  }

  private static func isSame(_ left: Line, _ right: Line) -> Bool {
    left.label == right.label && left.tokens == right.tokens
  }

  private static func difference(_ line: Line?, _ block: Block, _ tongue: Tongue) -> LanguageError {
    guard let line else {
      let name = block.name?.text ?? block.title?.text ?? ""
      return LanguageError(.translationDiffers(name), at: block.headerSpan)
    }
    let text = Formatter.format(line, in: tongue).split(separator: " ").joined(separator: " ")
    return LanguageError(.translationDiffers(text), at: line.span)
  }
}
