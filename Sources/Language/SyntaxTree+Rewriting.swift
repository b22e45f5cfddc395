import Diagnostics

extension Block {
  /// The same block with its body lines changed.
  public func replacingLines(_ change: (Line) -> Line) -> Block { replacingBody(body.map(change)) }

  /// The same block with other body lines.
  public func replacingBody(_ body: [Line]) -> Block {
    Block(
      word: word, name: name, nameSpan: nameSpan, number: number, title: title,
      titleSpan: titleSpan, clause: clause, body: body, headerSpan: headerSpan,
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

  /// The value of this line as a line under another label, in the same place of the text.
  public func standing(under label: LineLabel) -> Line {
    Line(
      label: label, tokens: tokens, span: span, labelSpan: label == .row ? valueSpan : labelSpan,
      leading: [], comment: nil)
  }
}
