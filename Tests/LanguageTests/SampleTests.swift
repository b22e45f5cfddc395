import Diagnostics
import Language
import Quantities
import Testing

@Suite("The two samples")
struct SampleTests {
  @Test("are read without a message")
  func areValid() throws {
    for text in [try Shared.english(), try Shared.japanese()] {
      let result = parse(text)
      #expect(rendered(result.diagnostics, .en) == "")
      #expect(result.document.blocks.count == 21)
    }
  }

  @Test("are left as they are by the formatter")
  func areFormatted() throws {
    for text in [try Shared.english(), try Shared.japanese()] {
      #expect(Formatter.format(parse(text).document) == text)
    }
  }

  @Test("have equal tokens once names and texts are paired")
  func haveEqualTokens() throws {
    let english = parse(try Shared.english()).document
    let japanese = parse(try Shared.japanese()).document
    let renamed = try Shared.vocabulary().renamed(english, to: .ja).get()
    #expect(renamed.tokens == japanese.tokens)
    #expect(renamed.tokens.count > 150)
    for (left, right) in zip(renamed.blocks, japanese.blocks) {
      #expect(left.word == right.word)
      #expect(left.name == right.name)
      #expect(left.title == right.title)
      #expect(left.number == right.number)
      #expect(left.clause?.citation == right.clause?.citation)
      #expect(left.body.map(\.label) == right.body.map(\.label))
    }
  }

  @Test("translate into each other byte for byte")
  func translate() throws {
    let vocabulary = try Shared.vocabulary()
    let english = try Shared.english()
    let japanese = try Shared.japanese()
    let there = Translator.translate(parse(english).document, to: .ja, vocabulary: vocabulary)
    #expect(try there.get() == japanese)
    let back = Translator.translate(parse(japanese).document, to: .en, vocabulary: vocabulary)
    #expect(try back.get() == english)
    let same = Translator.translate(parse(japanese).document, to: .ja, vocabulary: vocabulary)
    #expect(try same.get() == japanese)
  }

  @Test("have the tokens that the paper says")
  func tokens() throws {
    let document = parse(try Shared.japanese()).document
    func line(_ block: String, _ index: Int) -> [TokenKind] {
      let found = document.blocks.first { $0.name == Name(block) }
      return found?.body[index].tokens.map(\.kind) ?? []
    }
    func number(_ digits: String, _ decimals: Int = 0, grouped: Bool = false) -> Numeral {
      Numeral(digits: digits, decimals: decimals, grouped: grouped)
    }
    #expect(
      line("みなと65健康増進", 1) == [
        .dateRange(
          try #require(CivilDate(year: 2024, month: 4, day: 1)),
          try #require(CivilDate(year: 2027, month: 3, day: 31)))
      ])
    #expect(
      line("対象者", 1) == [
        .name(Name("生年月日")), .at(.name(Name("登録日"))), .symbol(.comma), .word(.byBirthday),
      ])
    #expect(line("対象者", 2) == [.word(.age), .bound(.atLeast, number("65"), .age)])
    #expect(
      line("介入群", 2) == [
        .name(Name("登録日")), .dateBound(.onOrBefore, .word(.settlementYearEnd)),
      ])
    #expect(line("継続参加者", 2) == [.word(.count), .bound(.atLeast, number("24"), nil)])
    #expect(
      line("歩行達成度", 2) == [
        .between(
          number("0020", 3), number("0090", 3), Unit("m/s"), Ends(lower: true, upper: false)),
        .word(.linear),
        .span(number("0"), number("100"), .percent),
      ])
    #expect(
      line("参加報酬", 0) == [
        .unitPrice(number("4500", grouped: true), Unit("yen", per: "person")), .symbol(.times),
        .name(Name("参加者数")),
      ])
    #expect(line("成果報酬", 1) == [.rounding(.down, number("1"), .yen)])
    #expect(number("0020", 3).exact == Exact(unscaled: 20, scale: 3))
    #expect(number("0020", 3).text == "0.020")
    #expect(number("12000000", grouped: true).text == "12,000,000")
  }

  @Test("have positions that cut out the words of the source")
  func spans() throws {
    let document = parse(try Shared.japanese()).document
    let block = try #require(document.blocks.first { $0.name == Name("対象者") })
    let source = document.source
    #expect(source.text(block.headerSpan).hasPrefix("集団 対象者"))
    #expect(source.text(try #require(block.nameSpan)) == "対象者")
    #expect(source.text(try #require(block.clause).span) == "根拠 第4条第1項")
    let line = block.body[1]
    #expect(source.text(line.labelSpan) == "年齢")
    #expect(source.text(line.valueSpan) == "生年月日 登録日時点、誕生日基準")
    #expect(source.text(try #require(line.tokens[1].operandSpan)) == "登録日")
  }
}
