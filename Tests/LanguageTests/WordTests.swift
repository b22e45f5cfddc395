import Diagnostics
import Language
import Quantities
import Testing

@Suite("Words")
struct WordTests {
  @Test(
    "that ran together are split if there is one way",
    arguments: [
      ("件数24以上", "件数 24以上"),
      ("24以上件数", "24以上 件数"),
      ("年齢65歳以上", "年齢 65歳以上"),
      ("登録日当年度末以前", "登録日 当年度末以前"),
      ("参加者数640人", "参加者数 640人"),
      ("介入群年齢", "介入群 年齢"),
      ("対照群対照", "対照群 対照"),
      ("クラスター地区", "クラスター 地区"),
      ("小数1桁四捨五入", "小数1桁 四捨五入"),
    ])
  func split(word: String, parts: String) {
    #expect(splitRunTogether(word, declared: Self.japanese, tongue: .ja) == parts)
  }

  private static let japanese = Set(
    ["登録日", "参加者数", "介入群", "介入", "対照群", "対照", "群", "地区", "甲乙", "乙丙", "丙", "甲"]
      .map { Name($0) })

  @Test(
    "are not split if they are names, or in two ways, or with something left over",
    arguments: ["介入群", "甲乙丙", "歩行速度改善率", "65歳以上70歳以上", "みなと65健康増進", "", "件数"])
  func unsplit(word: String) {
    #expect(splitRunTogether(word, declared: Self.japanese, tongue: .ja) == nil)
  }

  @Test("of English contracts are split between words and numbers")
  func english() {
    let declared: Set<Name> = [Name("reach"), Name("attendance")]
    #expect(splitRunTogether("reach640", declared: declared, tongue: .en) == "reach 640")
    #expect(splitRunTogether("4500yen", declared: declared, tongue: .en) == "4500 yen")
    #expect(
      splitRunTogether("reach1,000persons", declared: declared, tongue: .en)
        == "reach 1,000 persons")
    #expect(splitRunTogether("reachx", declared: declared, tongue: .en) == nil)
  }

  @Test("that are declared win over keywords")
  func declaredNames() {
    let result = parse(
      """
      language en
      score outcome
        weight          rate 60 percent, total 40 percent
      achievement rate
        at least 3 points                             5 percent
      achievement total
        at least 3 points                             5 percent
      example "x"
        expect          outcome 5 percent, tax 3 yen, payable 4 yen, total 5 percent

      """)
    #expect(rendered(result.diagnostics, .en) == "")
    let lines = result.document.blocks.map(\.body)
    #expect(lines[0][0].tokens[0].kind == .name(Name("rate")))
    #expect(lines[0][0].tokens[3].kind == .name(Name("total")))
    let percent = TokenKind.quantity(Numeral(digits: "5"), .percent)
    #expect(
      lines[3][0].tokens.map(\.kind) == [
        .name(Name("outcome")), percent, .symbol(.comma),
        .label(.tax), .quantity(Numeral(digits: "3"), .yen), .symbol(.comma),
        .word(.payable), .quantity(Numeral(digits: "4"), .yen), .symbol(.comma),
        .name(Name("total")), percent,
      ])
  }

  @Test("in a list of codes are names, but for yes, no, missing and optional")
  func codes() throws {
    let document = parse(
      "言語 ja\n表 参加者\n  群 いずれか 平均、差 = 2、はい、欠測\n集団 甲\n  条件 群 = 平均、群 = 差、群 = はい\n"
    ).document
    #expect(document.declared == Set(["参加者", "群", "平均", "差", "甲"].map { Name($0) }))
    let tokens = try #require(document.blocks.last?.body.first).tokens.map(\.kind)
    #expect(tokens[2] == .name(Name("平均")))
    #expect(tokens[6] == .name(Name("差")))
    #expect(tokens[10] == .word(.yes))
  }

  @Test(
    "of Japanese phrases are matched longest first",
    arguments: [
      ("1円未満切捨て", TokenKind.rounding(.down, Numeral(digits: "1"), .yen)),
      ("1円未満", .bound(.below, Numeral(digits: "1"), .yen)),
      ("3人回以上", .bound(.atLeast, Numeral(digits: "3"), Unit("participation"))),
      ("3人以上", .bound(.atLeast, Numeral(digits: "3"), .person)),
      (
        "65歳以上70歳未満",
        .between(
          Numeral(digits: "65"), Numeral(digits: "70"), .age, Ends(lower: true, upper: false))
      ),
      ("65以上70歳以下", .between(Numeral(digits: "65"), Numeral(digits: "70"), .age, .closed)),
      (
        "65歳超70歳以下",
        .between(
          Numeral(digits: "65"), Numeral(digits: "70"), .age, Ends(lower: false, upper: true))
      ),
      (
        "65超70未満",
        .between(
          Numeral(digits: "65"), Numeral(digits: "70"), nil, Ends(lower: false, upper: false))
      ),
      ("12月", .month(12)),
      ("12か月", .quantity(Numeral(digits: "12"), .month)),
      ("12ヶ月", .quantity(Numeral(digits: "12"), .month)),
      ("22.5kg/m2超", .bound(.above, Numeral(digits: "225", decimals: 1), Unit("kg/m2"))),
      ("小数0桁", .decimals(0)),
      (
        "−2～−1点",
        .span(
          Numeral(digits: "2", negative: true), Numeral(digits: "1", negative: true), .point)
      ),
      (
        "−2以上−1点未満",
        .between(
          Numeral(digits: "2", negative: true), Numeral(digits: "1", negative: true), .point,
          Ends(lower: true, upper: false))
      ),
      ("当年度末まで", .word(.upToSettlementYearEnd)),
      ("当年度末時点", .at(.word(.settlementYearEnd))),
      ("当年度始より後", .dateBound(.after, .word(.settlementYearStart))),
      ("検収の前30日", .offset(Numeral(digits: "30"), .day, .before, .name(Name("検収")))),
      ("件数", .word(.count)),
      ("分", .unit(Unit("min"))),
      ("1人月当たり円", .unit(Unit("yen", per: "person-month"))),
      ("観察日以前", .dateBound(.onOrBefore, .word(.thatDay))),
      ("毎月初日", .word(.firstOfMonth)),
    ])
  func japanesePhrases(text: String, kind: TokenKind) throws {
    let result = parse("言語 ja\n集団 甲\n  条件 \(text)\n")
    #expect(rendered(result.diagnostics, .en) == "")
    #expect(result.document.tokens.map(\.kind) == [kind])
  }

  @Test(
    "of English phrases are matched longest first",
    arguments: [
      ("half up to 100 yen", TokenKind.rounding(.halfUp, Numeral(digits: "100"), .yen)),
      ("floor to 1 yen", .rounding(.roundFloor, Numeral(digits: "1"), .yen)),
      (
        "from 65 years to below 70 years",
        .between(
          Numeral(digits: "65"), Numeral(digits: "70"), .age, Ends(lower: true, upper: false))
      ),
      (
        "above 65 to 70 years",
        .between(
          Numeral(digits: "65"), Numeral(digits: "70"), .age, Ends(lower: false, upper: true))
      ),
      (
        "above 65 to below 70",
        .between(
          Numeral(digits: "65"), Numeral(digits: "70"), nil, Ends(lower: false, upper: false))
      ),
      ("above 65 years", .bound(.above, Numeral(digits: "65"), .age)),
      ("60%", .quantity(Numeral(digits: "60"), .percent)),
      ("0 to 100%", .span(Numeral(digits: "0"), Numeral(digits: "100"), .percent)),
      ("2 percentage points", .quantity(Numeral(digits: "2"), .percentagePoint)),
      ("12 percent", .quantity(Numeral(digits: "12"), .percent)),
      ("-5 points", .quantity(Numeral(digits: "5", negative: true), .point)),
      ("1 decimal", .decimals(1)),
      ("at settlement year end", .at(.word(.settlementYearEnd))),
      ("after settlement year start", .dateBound(.after, .word(.settlementYearStart))),
      (
        "30 days before acceptance",
        .offset(Numeral(digits: "30"), .day, .before, .name(Name("acceptance")))
      ),
      ("May", .month(5)),
      ("persons", .unit(.person)),
      ("months in a row", .word(.monthsInARow)),
      ("yen per person-month", .unit(Unit("yen", per: "person-month"))),
      ("on or after that day", .dateBound(.onOrAfter, .word(.thatDay))),
      ("first of month", .word(.firstOfMonth)),
    ])
  func englishPhrases(text: String, kind: TokenKind) throws {
    let result = parse("language en\npopulation a\n  where \(text)\n")
    #expect(rendered(result.diagnostics, .en) == "")
    #expect(result.document.tokens.map(\.kind) == [kind])
  }

  @Test("compare by their bytes")
  func bytes() {
    // U+FA19 is canonically equivalent to U+795E; as codes of data they differ.
    #expect("\u{FA19}" == "\u{795E}")
    #expect(Quotation("\u{FA19}") != Quotation("\u{795E}"))
    #expect(Name("あ") < Name("い"))
  }

  @Test("of a unit alone are singular, or plural if the singular is a name")
  func loneUnits() {
    let plain = parse("language en\nindicator a\n  record persons, 1 decimal\n")
    #expect(Formatter.format(plain.document).contains("  record          person, 1 decimal\n"))
    let text =
      "language en\ntable t\n  person          code\nindicator a\n  record          persons\n"
    let named = parse(text)
    #expect(named.document.blocks[1].body[0].tokens.map(\.kind) == [.unit(.person)])
    #expect(Formatter.format(named.document) == text)
  }

  @Test("that are similar are suggested, unless two are as near")
  func similarity() {
    #expect(Similarity.distance("amout", "amount") == 1)
    #expect(Similarity.distance("ab", "ba") == 1)
    #expect(Similarity.distance("", "abc") == 3)
    #expect(Similarity.nearest(to: "歩行速度改善率", among: ["歩行速度改善", "歩行達成度"]) == "歩行速度改善")
    #expect(Similarity.nearest(to: "rate", among: ["date", "rats"]) == nil)
    #expect(Similarity.nearest(to: "x", among: ["y"]) == nil)
  }

  @Test("keywords are spelled differently within each table, in both languages")
  func keywords() {
    for tongue in Tongue.allCases {
      #expect(Set(BlockWord.allCases.map { $0[tongue] }).count == BlockWord.allCases.count)
      #expect(Set(LabelWord.allCases.map { $0[tongue] }).count == LabelWord.allCases.count)
      #expect(Set(ValueWord.allCases.map { $0[tongue] }).count == ValueWord.allCases.count)
    }
  }
}
