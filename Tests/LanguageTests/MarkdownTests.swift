import Diagnostics
import Language
import Testing

@Suite("Contracts in Markdown")
struct MarkdownTests {
  static let english = """
    # Agreement

    ## Article 1 (Parties)
    The City pays the Provider.  \r
    ```pfs
    language en
    contract small "Small"
      parties  client "A", provider "B"
    ```

    ```python
    payment not_read
    ```
    <!--
    ```pfs
    payment commented_out
    ```
    -->

    第5条(指標)
    --------
    ### Art. 5 (3)
    ~~~ pfs
    # a remark
    indicator reach
        kind persons
      of       all

    indicator other   per Art. 6
      kind     persons

    ~~~
    ### Notes
    ```pfs
    payment fee
      amount   1 yen
    ```
    The end, without a line end
    """

  private func markdown(_ text: String) -> ParseResult { parse(text, name: "contract.md") }

  @Test("positions are those of the file, clauses those of the headings above")
  func reading() throws {
    let result = markdown(Self.english)
    #expect(result.diagnostics.map(\.code) == ["L005"])
    let place = try #require(result.diagnostics.first?.place)
    // The line `    kind persons`, counted in the Markdown file.
    #expect(place.start.line == 26)
    #expect(
      result.document.blocks.map { $0.name?.text } == ["small", "reach", "other", "fee"])
    #expect(
      result.document.blocks.map { $0.clause?.citation } == [
        .article(1, paragraph: nil, item: nil), .article(5, paragraph: 3, item: nil),
        .article(6, paragraph: nil, item: nil), .article(5, paragraph: nil, item: nil),
      ])
    #expect(
      result.document.headings.map { $0.citation.text(in: .en) } == [
        "Art. 1", "Art. 5", "Art. 5(3)",
      ])
  }

  @Test("the formatter prints the fences, and every byte around them stays")
  func formatting() {
    let text = Self.english.replacing("    kind persons", with: "  kind persons")
    let result = markdown(text)
    #expect(result.diagnostics.isEmpty)
    let expected =
      text
      .replacing("  parties  client", with: "  parties         client")
      .replacing("  kind persons", with: "  kind            persons")
      .replacing("  of       all", with: "  of              all")
      .replacing(
        "indicator other   per Art. 6",
        with: "indicator other" + String(repeating: " ", count: 43) + "per Art. 6"
      )
      .replacing("  kind     persons\n\n~~~", with: "  kind            persons\n~~~")
      .replacing("  amount   1 yen", with: "  amount          1 yen")
    let printed = Formatter.format(result.document)
    #expect(Array(printed.utf8) == Array(expected.utf8))
    #expect(Array(Formatter.format(markdown(printed).document).utf8) == Array(printed.utf8))
  }

  @Test("a translation changes the fences only, and comes back byte for byte")
  func translating() throws {
    let text = """
      # 契約書 / Agreement
      ```pfs
      言語 ja
      契約 小 「小事業」
        当事者          発注者 「市」、受託者 「社」
      ```
      ### 第5条 第3項
      ```pfs
      支払 報酬
        金額            1円
      ```

      """
    let vocabulary = Vocabulary.parse(
      SourceText(
        name: "v", text: "small 小\nfee 報酬\n\"Small\" 「小事業」\n\"City\" 「市」\n\"KK\" 「社」\n")
    ).0
    let there = try Translator.translate(
      markdown(text).document, to: .en, vocabulary: vocabulary
    ).get()
    #expect(
      there == """
        # 契約書 / Agreement
        ```pfs
        language en
        contract small "Small"
          parties         client "City", provider "KK"
        ```
        ### 第5条 第3項
        ```pfs
        payment fee
          amount          1 yen
        ```

        """)
    #expect(markdown(there).document.blocks.last?.clause?.citation.text(in: .en) == "Art. 5(3)")
    let back = try Translator.translate(
      markdown(there).document, to: .ja, vocabulary: vocabulary
    ).get()
    #expect(Array(back.utf8) == Array(text.utf8))
  }

  @Test(
    "headings cite clauses in either language",
    arguments: [
      ("## Article 5 (Indicators)", "Art. 5"), ("### 第5条第3項", "Art. 5(3)"),
      ("## Art. 5(3)", "Art. 5(3)"), ("# Article 5(3)(2): Levels", "Art. 5(3)(2)"),
      ("## 第５条（指標）", "Art. 5"), ("# 第5条 指標", "Art. 5"), ("# 別紙3 計算例", "Annex 3"),
      ("# Annex 3", "Annex 3"), ("# 変更契約第1号", "Variation 1"), ("# Article 5.", "Art. 5"),
      ("# 第5条の2", nil), ("# Article 5a", nil), ("# Article 5.2", nil), ("# Art. 5 item 2", nil),
      ("# Articles", nil), ("# 第1種事業", nil), ("#Article 5", nil), ("    # Article 5", nil),
    ] as [(String, String?)])
  func headings(heading: String, clause: String?) {
    let text = "\(heading)\n```pfs\nlanguage en\npayment p\n  amount 1 yen\n```\n"
    let block = markdown(text).document.blocks.first
    #expect(block?.clause?.citation.text(in: .en) == clause)
  }

  @Test("a heading of the same level ends the clause of the one before it")
  func levels() {
    let text = """
      ```pfs
      language en
      ```
      ## Article 5
      ### Definitions
      ```pfs
      payment a
        amount 1 yen
      ```
      ## Annex
      ```pfs
      payment b
        amount 1 yen
      ```

      """
    #expect(
      markdown(text).document.blocks.map { $0.clause?.citation.text(in: .en) } == ["Art. 5", nil])
  }

  @Test("a block does not go on in the next fence")
  func boundaries() {
    let text = """
      ```pfs
      language en
      payment a
      ```
      ```pfs
        amount 1 yen
      ```

      """
    #expect(markdown(text).diagnostics.map(\.code) == ["L021"])
  }

  @Test("damaged Markdown never stops the program, and prose is kept")
  func damaged() {
    var random = SplitMix(state: 3)
    let sample = Array(Self.english.utf8)
    for _ in 0..<2000 {
      var bytes = sample
      for _ in 0..<Int.random(in: 1...6, using: &random) {
        let index = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<3, using: &random) {
        case 0: bytes.remove(at: index)
        case 1:
          bytes.insert(Array("`~#->\n\r \t".utf8).randomElement(using: &random) ?? 0, at: index)
        default: bytes[index] = UInt8.random(in: 0...255, using: &random)
        }
      }
      let result = parse(bytes: bytes, name: "a.md")
      guard result.isValid else { continue }
      let printed = Formatter.format(result.document)
      let again = markdown(printed)
      #expect(again.diagnostics.isEmpty)
      #expect(Formatter.format(again.document) == printed)
    }
  }
}
