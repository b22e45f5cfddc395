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

  /// The citation that a heading of the paper contract begins with, in either language:
  /// `Article 5 (Indicators)`, `Art. 5(3)`, `第5条第3項 指標`, `別紙3`; nil if it begins otherwise.
  static func heading(_ text: String) -> Citation? {
    var scalars: [Unicode.Scalar] = []
    for scalar in text.unicodeScalars.map(Characters.normalised) {
      // `第5条 第3項`, `Article 5 (3)`
      if "第(".unicodeScalars.contains(scalar), scalars.last == " " { scalars.removeLast() }
      scalars.append(scalar)
    }
    for tongue in Tongue.allCases {
      var reader = CitationReader(rest: scalars[...])
      let citation = tongue == .en ? reader.englishHeading() : reader.japanese()
      if let citation, reader.isAtEndOfCitation { return citation }
    }
    return nil
  }

  /// Nothing that would make it another citation follows: not `第5条の2`, not `Art. 5a`.
  private var isAtEndOfCitation: Bool {
    guard let next = rest.first else { return true }
    guard !rest.starts(with: " item".unicodeScalars) else { return false }
    if ".:".unicodeScalars.contains(next) {
      return rest.dropFirst().first.map { $0 == " " } ?? true
    }
    return " (【〔[、,;—–".unicodeScalars.contains(next)
  }

  private mutating func englishHeading() -> Citation? {
    for (word, means) in [
      ("Article ", "Art."), ("Art. ", "Art."), ("Art.", "Art."), ("Annex ", "Annex"),
      ("Variation ", "Variation"),
    ] where accept(word) {
      rest = ArraySlice(Array(means.unicodeScalars) + rest.drop { $0 == " " })
      return english()
    }
    return nil
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
