import Diagnostics

/// A place in the paper contract.
public enum Citation: Hashable, Sendable {
  /// `Art. 5(3)(2)` / `第5条第3項第2号`
  case article(Int, paragraph: Int?, item: Int?)
  /// `Annex 3` / `別紙3`
  case annex(Int)
  /// `Variation 1` / `変更契約第1号`
  case variation(Int)
  /// `"…"` / `「…」`
  case other(Quotation)

  /// Whether this is the other place or lies in it: `Art. 5(3)` lies in `Art. 5`.
  public func lies(in other: Citation) -> Bool {
    guard case .article(let article, let paragraph, let item) = self,
      case .article(article, let outerParagraph, let outerItem) = other
    else { return self == other }
    return (outerParagraph == nil || outerParagraph == paragraph)
      && (outerItem == nil || outerItem == item)
  }

  /// The spelling in one language, without `per` / `根拠`.
  public func text(in tongue: Tongue) -> String {
    switch (self, tongue) {
    case (.article(let article, let paragraph, let item), .en):
      switch (paragraph, item) {
      case (nil, nil): "Art. \(article)"
      case (let paragraph?, nil): "Art. \(article)(\(paragraph))"
      case (nil, let item?): "Art. \(article) item \(item)"
      case (let paragraph?, let item?): "Art. \(article)(\(paragraph))(\(item))"
      }
    case (.article(let article, let paragraph, let item), .ja):
      "第\(article)条" + (paragraph.map { "第\($0)項" } ?? "") + (item.map { "第\($0)号" } ?? "")
    case (.annex(let number), .en): "Annex \(number)"
    case (.annex(let number), .ja): "別紙\(number)"
    case (.variation(let number), .en): "Variation \(number)"
    case (.variation(let number), .ja): "変更契約第\(number)号"
    case (.other(let text), _): TokenPrinter(tongue: tongue).quoted(text)
    }
  }
}

/// The clause of a block, with its place in the contract text.
public struct Clause: Hashable, Sendable {
  public let citation: Citation
  /// From `per` / `根拠` to the end of the citation; of a heading its text.
  public let span: Span
  /// Whether the heading above the block cites it, not the block itself.
  public let isHeading: Bool

  /// Makes a clause.
  public init(_ citation: Citation, span: Span, isHeading: Bool = false) {
    self.citation = citation
    self.span = span
    self.isHeading = isHeading
  }
}
