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

  /// What a message about one word says to write; nil if it says nothing of it.
  private func proposal(_ result: ParseResult) -> String? {
    guard result.diagnostics.count == 1, result.diagnostics[0].code == "L012" else { return nil }
    return result.diagnostics[0].remarks.first { $0.kind == .help }?.lines.first?.ja
  }

  // 976.2 × 10,000 = 9,762,000; 1.2345678 × 10,000 = 12,345.678; 1 × 10⁸ + 2,000 × 10⁴ = 120,000,000.
  @Test(
    "of Japanese that are written otherwise are refused with the spelling",
    arguments: [
      ("976.2万円", "円で書いてください: 9,762,000円"),
      ("９７６．２万円", "円で書いてください: 9,762,000円"),
      ("2,100千円", "円で書いてください: 2,100,000円"),
      ("210 万円", "円で書いてください: 2,100,000円"),
      ("3億円", "円で書いてください: 300,000,000円"),
      ("0.5億円", "円で書いてください: 50,000,000円"),
      ("1億2,000万円", "円で書いてください: 120,000,000円"),
      ("1万5000円", "円で書いてください: 15,000円"),
      ("35百万円", "円で書いてください: 35,000,000円"),
      ("1.2345678万円", "円で書いてください: 12,345.678円"),
      ("−3万円", "円で書いてください: −30,000円"),
      ("百万円", "円で書いてください: 1,000,000円"),
      ("1人当たり210万円", "円で書いてください: 1人当たり2,100,000円"),
      ("一人につき千円", "円で書いてください: 1人当たり1,000円"),
      ("210万円以上", "円で書いてください: 2,100,000円以上"),
      ("210万円以下", "円で書いてください: 2,100,000円以下"),
      ("210万円未満", "円で書いてください: 2,100,000円未満"),
      ("210万円超", "円で書いてください: 2,100,000円超"),
      ("0以上200万円以下", "円で書いてください: 0以上2,000,000円以下"),
      ("5,000円以上1万円未満", "円で書いてください: 5,000円以上10,000円未満"),
      ("100万円から200万円まで", "円で書いてください: 1,000,000円以上2,000,000円以下"),
      ("千円未満切捨て", "円で書いてください: 1,000円未満切捨て"),
      ("千円未満切り捨て", "円で書いてください: 1,000円未満切捨て"),
      ("3千人", "次のように書いてください: 3,000人"),
      ("1円未満切捨", "次のように書いてください: 1円未満切捨て"),
      ("1円未満切り上げ", "次のように書いてください: 1円未満切上げ"),
      ("切り捨て", "次のように書いてください: 切捨て"),
      ("1人あたり5,000円", "次のように書いてください: 1人当たり5,000円"),
      ("1人当り円", "次のように書いてください: 1人当たり円"),
      ("1組につき41,000円", "次のように書いてください: 1組当たり41,000円"),
      ("一人当たり500円", "次のように書いてください: 1人当たり500円"),
      ("0から200まで", "次のように書いてください: 0以上200以下"),
      ("直線補間 0から100%まで", "次のように書いてください: 0～100%"),
    ])
  func otherSpellings(text: String, proposed: String) {
    let result = parse("言語 ja\n集団 甲\n  条件 \(text)\n")
    #expect(proposal(result) == proposed)
  }

  @Test(
    "that can mean two amounts, or are no phrase, are not written for the author",
    arguments: [
      // 100 yen or a million?
      "100～200万円", "100以上200万円未満", "100から200万円まで", "2千5百万円", "5か所", "3数万円",
      "999,999,999,999億円",
    ])
  func ambiguousAmounts(text: String) {
    let result = parse("言語 ja\n集団 甲\n  条件 \(text)\n")
    #expect(result.diagnostics.map(\.code) == ["L012"])
    #expect(proposal(result)?.contains("書いてください") != true)
  }

  @Test("that are names of the contract are not other spellings")
  func namesThatLookLikeAmounts() {
    let result = parse("言語 ja\n表 参加者\n  千円 数\n  切り捨て 数\n集団 甲\n  条件 千円 = 切り捨て\n")
    #expect(rendered(result.diagnostics, .ja) == "")
    let other = parse("言語 ja\n集団 甲\n  条件 一部 = 一人、4月から = 百\n")
    #expect(!rendered(other.diagnostics, .ja).contains("書いてください"))
  }

  // 2.1 × 10⁶ = 2,100,000; 210 × 10³ = 210,000; 0.25 × 10⁹ = 250,000,000.
  @Test(
    "of English that are written otherwise are refused with the spelling",
    arguments: [
      ("2.1 million yen", "円で書いてください: 2,100,000 yen"),
      ("210 thousand yen", "円で書いてください: 210,000 yen"),
      ("10k yen", "円で書いてください: 10,000 yen"),
      ("0.25bn yen", "円で書いてください: 250,000,000 yen"),
      ("at least 2.1 million yen", "円で書いてください: 2,100,000 yen"),
      ("down to 1 thousand yen", "円で書いてください: 1,000 yen"),
      ("1 million yen per person", "円で書いてください: 1,000,000 yen"),
      ("3 thousand persons", "次のように書いてください: 3,000 persons"),
      ("from 0 to 2 million yen", "円で書いてください: 2,000,000 yen"),
    ])
  func otherEnglishSpellings(text: String, proposed: String) {
    let result = parse("language en\npopulation a\n  where \(text)\n")
    #expect(proposal(result) == proposed)
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
