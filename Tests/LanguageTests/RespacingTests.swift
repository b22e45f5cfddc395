import Diagnostics
import Language
import Testing

@Suite("Spacing and full-width forms")
struct RespacingTests {
  /// The same text with other blanks and some characters outside quotation marks in their full-width form.
  private func variant(_ text: String, _ random: inout SplitMix) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      varied(line, &random)
    }.joined(separator: Bool.random(using: &random) ? "\n" : "\r\n")
  }

  private func varied(_ line: Substring, _ random: inout SplitMix) -> String {
    var out = String.UnicodeScalarView()
    var closing: Unicode.Scalar?
    let body = line.drop { $0 == " " }
    if line.count > body.count { out.append(contentsOf: indentation(&random).unicodeScalars) }
    var previous: Unicode.Scalar = " "
    for scalar in body.unicodeScalars {
      defer { previous = scalar }
      if let mark = closing {
        if scalar == mark { closing = nil }
        out.append(scalar)
      } else if scalar == "\"" || scalar == "「" {
        closing = scalar == "「" ? "」" : scalar
        out.append(scalar)
      } else if scalar == " " {
        guard previous != " " else { continue }
        for _ in 0..<Int.random(in: 1...4, using: &random) {
          out.append([" ", " ", "\u{3000}", "\t"][Int.random(in: 0..<4, using: &random)])
        }
      } else {
        out.append(widened(scalar, previous, &random))
        if scalar == "、", Bool.random(using: &random) { out.append(" ") }
      }
    }
    if Bool.random(using: &random) { out.append(" ") }
    return String(out)
  }

  private func indentation(_ random: inout SplitMix) -> String {
    Bool.random(using: &random) ? "  " : "\u{3000}"
  }

  private func widened(
    _ scalar: Unicode.Scalar, _ previous: Unicode.Scalar, _ random: inout SplitMix
  ) -> Unicode.Scalar {
    guard (0x21...0x7E).contains(scalar.value), Int.random(in: 0..<5, using: &random) == 0 else {
      return scalar
    }
    return Unicode.Scalar(scalar.value + 0xFEE0) ?? scalar
  }

  @Test("make no difference to the English sample", arguments: 0..<200)
  func english(seed: UInt64) throws {
    try check(try Shared.english(), seed)
  }

  @Test("make no difference to the Japanese sample", arguments: 0..<200)
  func japanese(seed: UInt64) throws {
    try check(try Shared.japanese(), seed)
  }

  @Test("make no difference to the fragment", arguments: 0..<100)
  func fragment(seed: UInt64) throws {
    let lines = { (text: String) in
      text.components(separatedBy: "\n").enumerated().compactMap { number, line in
        // The comment behind the language goes, the line itself stays.
        if number == 0 { return line.components(separatedBy: "  #")[0] }
        return line.contains("#") ? nil : line
      }.joined(separator: "\n")
    }
    for text in [Fragment.english, Fragment.japanese] {
      let plain = Formatter.format(parse(lines(text)).document)
      let whole = plain.hasPrefix("language") || plain.hasPrefix("言語") ? plain : ""
      #expect(whole != "")
      try check(whole, seed)
    }
  }

  private func check(_ text: String, _ seed: UInt64) throws {
    var random = SplitMix(state: seed)
    let changed = variant(text, &random)
    let result = parse(changed)
    #expect(rendered(result.diagnostics, .en) == "")
    #expect(Formatter.format(result.document) == text)
    let end = changed.utf8.count
    for token in result.document.tokens { #expect(token.span.end <= end) }
  }

  @Test("a byte-order mark and Windows line ends are removed")
  func windows() throws {
    let text = try Shared.japanese()
    let windows = "\u{FEFF}" + text.replacing("\n", with: "\r\n")
    let result = parse(windows)
    #expect(result.diagnostics.isEmpty)
    #expect(Formatter.format(result.document) == text)
  }

  @Test("positions stay those of the source")
  func positions() throws {
    let result = parse("言語 ja\n集団　対象者\n　条件　年齢　６５歳以上\n")
    #expect(result.diagnostics.isEmpty)
    let line = try #require(result.document.blocks.first?.body.first)
    let source = result.document.source
    #expect(source.text(line.labelSpan) == "条件")
    #expect(line.tokens.map { source.text($0.span) } == ["年齢", "６５歳以上"])
    #expect(source.position(line.tokens[1].span.start) == (3, 8))
  }

  @Test("runs of blank lines become one, and none stands at the end")
  func blankLines() {
    let result = parse(
      "language en\n\n\n\ncontract c\n  currency yen\n\n\n   # note   \n# end\n\n\n")
    #expect(result.diagnostics.isEmpty)
    #expect(
      Formatter.format(result.document)
        == "language en\n\ncontract c\n  currency        yen\n\n  # note\n# end\n")
  }

  @Test("a text takes the marks of its language unless it holds the closing one")
  func quotes() {
    let english = parse("language en\ncontract c 「a」 per 「say \"no\"」\n")
    #expect(english.diagnostics.isEmpty)
    #expect(
      Formatter.format(english.document).hasSuffix(
        "contract c \"a\"" + String(repeating: " ", count: 44) + "per 「say \"no\"」\n"))
    let japanese = parse("言語 ja\n契約 c \"甲」乙\"\n")
    #expect(japanese.diagnostics.isEmpty)
    #expect(Formatter.format(japanese.document) == "言語 ja\n契約 c \"甲」乙\"\n")
  }
}
