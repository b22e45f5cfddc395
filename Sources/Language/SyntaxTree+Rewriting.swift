extension Document {
  /// The same text with its blocks changed; spans still point into the source as written.
  public func replacingBlocks(_ change: (Block) -> Block) -> Document {
    Document(
      tongue: tongue, source: source, languageSpan: languageSpan,
      languageComment: languageComment, blocks: blocks.map(change), parts: parts,
      headings: headings, declared: declared)
  }
}

extension Block {
  /// The same block with its body lines changed.
  public func replacingLines(_ change: (Line) -> Line) -> Block {
    Block(
      word: word, name: name, nameSpan: nameSpan, number: number, title: title,
      titleSpan: titleSpan, clause: clause, body: body.map(change), headerSpan: headerSpan,
      leading: leading, comment: comment)
  }
}

extension Line {
  /// The same line with another value.
  public func replacing(_ tokens: [Token]) -> Line {
    Line(
      label: label, tokens: tokens, span: span, labelSpan: labelSpan, leading: leading,
      comment: comment)
  }
}
