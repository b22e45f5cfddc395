import Diagnostics

/// Reads a clause behind `per` / `根拠`.
struct CitationReader {
  private var rest: ArraySlice<Unicode.Scalar>

  /// The citation that the pieces spell; nil if they spell none.
  static func read(_ pieces: ArraySlice<Piece>, in line: ScannedLine, tongue: Tongue) -> Citation? {
    guard let first = pieces.first, let last = pieces.last else { return nil }
    if case .text(let text) = first.kind { return pieces.count == 1 ? .other(text) : nil }
    let range = first.range.lowerBound..<last.range.upperBound
    let scalars = line.scalars[range].filter { $0 != " " }
    var reader = CitationReader(rest: scalars[...])
    let citation = tongue == .en ? reader.english() : reader.japanese()
    return reader.rest.isEmpty ? citation : nil
  }

  private mutating func accept(_ text: String) -> Bool {
    guard rest.starts(with: text.unicodeScalars) else { return false }
    rest = rest.dropFirst(text.unicodeScalars.count)
    return true
  }

  private mutating func number() -> Int? {
    let digits = rest.prefix(while: Characters.isDigit)
    guard (1...6).contains(digits.count) else { return nil }
    let value = digits.reduce(0) { $0 * 10 + Int($1.value) - 48 }
    guard value > 0 else { return nil }
    rest = rest.dropFirst(digits.count)
    return value
  }

  /// The number between two texts; nil and nothing read if it is not there.
  private mutating func number(after opening: String, before closing: String) -> Int? {
    let start = rest
    if accept(opening), let value = number(), accept(closing) { return value }
    rest = start
    return nil
  }

  private mutating func english() -> Citation? {
    if accept("Annex") { return number().map(Citation.annex) }
    if accept("Variation") { return number().map(Citation.variation) }
    guard accept("Art."), let article = number() else { return nil }
    if accept("item") {
      guard let item = number() else { return nil }
      return .article(article, paragraph: nil, item: item)
    }
    let paragraph = number(after: "(", before: ")")
    let item = paragraph == nil ? nil : number(after: "(", before: ")")
    return .article(article, paragraph: paragraph, item: item)
  }

  private mutating func japanese() -> Citation? {
    if accept("別紙") { return number().map(Citation.annex) }
    if let variation = number(after: "変更契約第", before: "号") { return .variation(variation) }
    guard let article = number(after: "第", before: "条") else { return nil }
    let paragraph = number(after: "第", before: "項")
    let item = number(after: "第", before: "号")
    return .article(article, paragraph: paragraph, item: item)
  }
}
