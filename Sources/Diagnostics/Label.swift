/// A marked part of a line with a few words beside it.
public struct Label: Sendable {
  /// What is marked.
  public let place: Place
  /// The words beside the mark; may be none.
  public let text: Text
  /// Whether it is the matter itself, `^^^`, or something that belongs to it, `~~~`.
  public let primary: Bool

  /// Marks a span of a source.
  public init(span: Span, text: Text = .none, primary: Bool = true, source: SourceText) {
    self.init(place: .source(source, span), text: text, primary: primary)
  }

  /// Marks a part of a line that the caller shows.
  public init(excerpt: Excerpt, text: Text = .none, primary: Bool = true) {
    self.init(place: .excerpt(excerpt), text: text, primary: primary)
  }

  public init(place: Place, text: Text = .none, primary: Bool = true) {
    self.place = place
    self.text = text
    self.primary = primary
  }

  /// The span, if the label marks a source.
  public var span: Span? {
    if case .source(_, let span) = place { span } else { nil }
  }

  /// The source, if the label marks one.
  public var source: SourceText? {
    if case .source(let source, _) = place { source } else { nil }
  }
}
