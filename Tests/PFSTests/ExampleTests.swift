import PFS
import TestSupport
import Testing

/// Examples with rows of records, stops, errors and figures that are not derived.
@Suite struct ExampleTests {
  /// Two tables, a stop below three persons, and a payment that waits for it.
  static let english = """
    language en
    contract small "Small Programme"
      parties         client "A City", provider "B KK"
      term            from 2025-04-01 to 2027-03-31
      year starts     April
    table participant                                         per Art. 3(1)
      key             person
      bad value       weight reject row
      person          code
      enrolled        date
      weight          kg          range from 20 to 200, optional
      arm             one of trial, usual
    table visit                                               per Art. 3(2)
      key             person, held
      person          code
      held            date
    population all                                            per Art. 4(1)
      of              participant
      where           enrolled on or before settlement year end
      where           arm = trial
    population visits                                         per Art. 4(2)
      of              visit
      where           held in settlement year
    indicator reach                                           per Art. 5(1)
      kind            persons
      of              all
      require         at least 2 persons
    indicator visited                                         per Art. 5(2)
      kind            total
      of              visits
      count           rows
      unit            participations
    indicator effect                                          per Art. 5(3)
      kind            reported
      unit            points
    payment reach_fee                                         per Art. 7
      amount          1,000 yen per person × reach
    payment visit_fee                                         per Art. 7
      amount          100 yen per participation × visited
    payment effect_fee                                        per Art. 7
      amount          10 yen per point × effect
      round           down to 1 yen
    settlement yearly                                         per Art. 8
      basis           each year on its own
      total           reach_fee + visit_fee + effect_fee
      tax             10 percent
      tax round       down to 1 yen

    """

  /// Three trial persons of whom one enrolled too late: 2 in the population. One rejected weight.
  static let rows = """
      year            2025
      data            participant person, enrolled, weight, arm
      row             "P1", 2025-04-02, 61.5 kg, trial
      row             "P2", "R7.12.1", missing, trial
      row             "P3", 2026-04-01, 70, trial
      row             4, 2025-05-01, 55, usual
      row             "P5", 2025-05-01, "heavy", trial
      data            visit person, held
      row             "P1", 2025-04-10
      row             "P1", 2025-04-11
      row             "P2", 2026-04-01

    """

  private func found(_ example: String) -> [Diagnostic] {
    let text =
      Self.english + "example \"Annex\"                                           per Annex 1\n"
      + example
    let file = ContractFile(
      path: "c.pfs", source: SourceText(name: "c.pfs", text: text), vocabularySource: nil)
    return ContractCheck(file).diagnostics.filter(\.severity.isFailure)
  }

  @Test func rowsAreMeasuredLikeFiles() {
    // 2 × 1,000 + 2 × 100 + 3 × 10 = 2,230; tax 223.
    let example =
      Self.rows + """
          given           effect 3 points
          expect          all 2 persons, visits 2, reach 2 persons, visited 2 participations
          expect          reach_fee 2,000 yen, visit_fee 200 yen, effect_fee 30 yen
          expect          total 2,230 yen, tax 223 yen, payable 2,453 yen

        """
    #expect(found(example).map(\.code) == [])
  }

  @Test func otherFiguresAreShownWithTheWay() {
    let example =
      Self.rows + """
          expect          all 3 persons, reach_fee 3,000 yen

        """
    let codes = found(example).map(\.code)
    #expect(codes == ["X606", "X601"])
    let flow = found(example)[0]
    #expect(
      flow.headline.en == "example \"Annex\" expects 3 persons in 'all'; the rows give 2 persons")
    #expect(flow.headline.ja == "計算例「Annex」は「all」を3人としていますが、行からは2人です")
    #expect(
      flow.remarks.first?.lines.map(\.en) == [
        "participant: 4 rows", "where enrolled on or before settlement year end: 4 → 3",
        "where arm = trial: 3 → 2",
      ])
  }

  @Test func stopsErrorsAndMissingFiguresAreExpected() {
    let few = """
        year            2025
        data            participant person, enrolled, arm
        row             "P1", 2025-04-02, trial
        data            visit person, held
        expect          stop F401, no figure reach, no figure due, visit_fee 0 yen

      """
    let stop = found(few.replacing("stop F401, ", with: ""))
    #expect(stop.map(\.severity) == [.stop])
    let code = stop.first?.code ?? ""
    #expect(found(few.replacing("F401", with: code)).map(\.code) == [])
    let wrong = found(few.replacing("stop F401", with: "stop \(code), stop Z999"))
    #expect(wrong.map(\.code) == ["X604"])
    #expect(
      wrong[0].headline.en
        == "example \"Annex\" expects the stop Z999; nothing is stopped with it")
    #expect(wrong[0].headline.ja == "計算例「Annex」はZ999による停止を見込んでいますが、停止しません")
    // Missing is not zero: without an effect there is no total.
    let enough = Self.rows + "  expect          no figure effect_fee, no figure total\n"
    #expect(found(enough).map(\.code) == [])
    let there = found(Self.rows + "  expect          no figure reach_fee, error D301\n")
    #expect(there.map(\.code) == ["X605", "X604"])
    #expect(
      there[0].headline.en
        == "example \"Annex\" expects no figure for reach_fee; the text gives 2,000 yen")
    #expect(
      there[0].headline.ja == "計算例「Annex」はreach_feeに数値がないとしていますが、条文どおりでは2,000円です")
    #expect(
      there[1].headline.en
        == "example \"Annex\" expects the error D301; nothing is refused with it")
    #expect(there[1].headline.ja == "計算例「Annex」はエラーD301を見込んでいますが、そのエラーは出ません")
  }

  @Test func refusedRowsAreShownInTheContract() throws {
    let text = """
        year            2025
        data            participant person, enrolled, arm
        row             "P1", "2025-13-01", trial
        data            visit person, held
        expect          reach 1 persons

      """
    let refused = found(text.replacing("1 persons", with: "1 person"))
    #expect(refused.count == 1)
    let place = try #require(refused.first?.labels.first?.place)
    #expect(place.sourceName == "c.pfs")
    #expect(place.start.line == Self.english.split(separator: "\n").count + 4)
    let expected = text.replacing("reach 1 persons", with: "error \(refused[0].code)")
    #expect(found(expected).map(\.code) == [])
  }

  @Test func examplesTranslateThereAndBack() throws {
    let text = """
      language en
      contract small "Small"
        parties         client "A", provider "B"
        term            from 2025-04-01 to 2027-03-31
        year starts     April
      example "One"
        year            2025
        given           reach 2 persons
        data            participant pid, enrolled, weight
        row             "P1", 2025-04-02, 61.5 kg
        row             "P2", missing, 70
        expect          stop F401, no figure due, error D301

      """
    let words = SourceText(
      name: "v",
      text: """
        small 小
        reach 参加者数
        participant 参加者
        pid 個人番号
        enrolled 登録日
        weight 体重
        "Small" 「小」
        "A" 「甲」
        "B" 「乙」
        "One" 「一」

        """)
    func file(_ text: String) -> ContractFile {
      ContractFile(
        path: "c.pfs", source: SourceText(name: "c.pfs", text: text), vocabularySource: words)
    }
    let japanese = try file(text).translated(to: .ja)
    #expect(
      japanese.hasSuffix(
        """
        計算例 「一」
          年度            2025
          前提            参加者数 2人
          データ          参加者 個人番号、登録日、体重
          行              「P1」、2025年4月2日、61.5kg
          行              「P2」、欠測、70
          結果            停止 F401、数値なし 差引支払額、エラー D301

        """))
    #expect(try file(japanese).translated(to: .en) == text)
  }
}
