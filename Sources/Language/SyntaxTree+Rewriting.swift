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
