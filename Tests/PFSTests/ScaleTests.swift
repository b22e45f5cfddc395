import Foundation
import PFS
import TestSupport
import Testing

/// Categories, rows for all others, exact quotients, and scales in a text of their own. What is expected
/// of a person is worked out by hand: 41.535 ÷ 1.5² = 18.46, 74 ÷ 2² = 18.5, 100 ÷ 2² = 25.
@Suite struct ScaleTests {
  static let english = """
    language en
    contract bodies "Bodies"
      parties         client "A City", provider "B KK"
      term            from 2025-04-01 to 2026-03-31
      year starts     April
    table people                                              per Art. 3
      key             person
      person          code
      sex             one of female, male, optional
      answer          one of often, seldom, never, optional
      weight          kg, optional
      height          m
    scale state_of_bmi                                        per Art. 4
      input           kg/m2
      gives           one of thin, normal_weight, heavy
      below 18.5 kg/m2                              thin
      at least 25 kg/m2                             heavy
      all others                                    normal_weight
    scale points_of_answer                                    per Art. 4
      input           one of female, male
      input           one of often, seldom, never
      gives           points
      female, never                                 3 points
      all others                                    1 point
    value bmi                                                 per Art. 5
      of              people
      formula         weight ÷ (height × height)
      missing         stays missing
    value bmi_rounded                                         per Art. 5
      of              people
      formula         weight ÷ (height × height)
      missing         stays missing
      record          kg/m2, 1 decimal, half up
    value state                                               per Art. 5
      of              people
      formula         state_of_bmi(bmi)
      missing         stays missing
    value state_rounded                                       per Art. 5
      of              people
      formula         state_of_bmi(bmi_rounded)
      missing         stays missing
    value points_given                                        per Art. 5
      of              people
      formula         points_of_answer(sex, answer)
      missing         stays missing
    value twice                                               per Art. 5
      of              people
      formula         points_given + points_of_answer(sex, answer)
      missing         counts as zero
    population thin_people                                    per Art. 6
      of              people
      where           state = thin
    population light_people                                   per Art. 6
      of              people
      where           bmi below 18.5 kg/m2
    value is_normal                                           per Art. 6
      of              people
      all of          state_of_bmi(bmi) = normal_weight
      missing         stays missing
    value is_other                                            per Art. 6
      of              people
      all of          state_of_bmi(bmi) ≠ normal_weight
      missing         stays missing
    value is_at_an_end                                        per Art. 6
      of              people
      all of          state_of_bmi(bmi) one of thin, heavy
      missing         stays missing
    value is_normal_if_rounded                                per Art. 6
      of              people
      all of          state_of_bmi(bmi_rounded) = normal_weight
      missing         stays missing
    indicator thin_number                                     per Art. 7
      kind            persons
      of              thin_people
    indicator light_number                                    per Art. 7
      kind            persons
      of              light_people
    payment fee                                               per Art. 8
      amount          1,000 yen per person × thin_number
    settlement yearly                                         per Art. 9
      basis           each year on its own
      total           fee

    """

  static let people = """
      year            2025
      data            people person, sex, answer, weight, height
      row             "P1", female, never, 41.535, 1.50
      row             "P2", male, never, 74, 2.00
      row             "P3", female, often, 100, 2.00
      row             "P4", missing, never, missing, 1.60

    """

  private func found(_ expected: String) -> [Diagnostic] {
    let text = Self.english + "example \"Annex\"\n" + Self.people + expected
    let file = ContractFile(
      path: "c.pfs", source: SourceText(name: "c.pfs", text: text), vocabularySource: nil)
    return ContractCheck(file).diagnostics.filter(\.severity.isFailure)
  }

  @Test func everyPersonHasTheirCategory() {
    let expected = """
        expect          bmi "P1" 18.46 kg/m2, bmi_rounded "P1" 18.5 kg/m2
        expect          state "P1" thin, state_rounded "P1" normal_weight
        expect          state "P2" normal_weight, state "P3" heavy, state "P4" missing
        expect          bmi "P4" missing, bmi_rounded "P4" missing
        expect          points_given "P1" 3 points, points_given "P2" 1 point
        expect          points_given "P3" 1 point, points_given "P4" missing
        expect          twice "P1" 6 points, twice "P4" 0 points
        expect          is_normal "P1" no, is_normal "P2" yes, is_normal "P3" no, is_normal "P4" missing
        expect          is_other "P1" yes, is_other "P2" no, is_other "P3" yes, is_other "P4" missing
        expect          is_at_an_end "P1" yes, is_at_an_end "P2" no, is_at_an_end "P3" yes
        expect          is_normal_if_rounded "P1" yes, is_normal_if_rounded "P3" no
        expect          thin_number 1 person, light_number 1 person, fee 1,000 yen

      """
    #expect(found(expected).map(\.headline.en) == [])
  }

  @Test func anotherValueOfARowIsShown() {
    let wrong = found(
      "  expect          state \"P1\" heavy, bmi \"P2\" 18.6 kg/m2, points_given \"P9\" 1 point\n")
    #expect(wrong.map(\.code) == ["X607", "X607", "X607"])
    #expect(
      wrong.map(\.headline.en) == [
        "example \"Annex\" expects heavy for 'state'; the row gives thin",
        "example \"Annex\" expects 18.6 kg/m2 for 'bmi'; the row gives 18.5 kg/m2",
        "example \"Annex\" expects 'points_given' of a row that it does not bring",
      ])
    #expect(
      wrong.map(\.headline.ja) == [
        "計算例「Annex」は「state」をheavyとしていますが、行からはthinです",
        "計算例「Annex」は「bmi」を18.6kg/m2としていますが、行からは18.5kg/m2です",
        "計算例「Annex」は、書かれていない行の「points_given」を示しています",
      ])
  }

  /// The text of a scale that the contract uses.
  static let scales = """
    language en
    contract scales "Scales"
      parties         client "A", provider "B"
      term            from 2025-04-01 to 2026-03-31
      year starts     April
      version         3
    scale effect_points                                       per Art. 1
      input           points
      gives           percent
      below 12 points                               0 percent
      all others                                    100 percent

    """

  private func using(_ version: Int) -> String {
    let blocks = """
      scale effect_points                                       per Art. 4
        use             "../scales/points", version \(version)
      value score                                               per Art. 4
        of              participant
        formula         effect_points(11 points)
      population scored                                         per Art. 4
        of              all
        where           score = 0 percent
      indicator reach
      """
    let text = SmallContract.english.replacing("indicator reach", with: blocks)
    return text.replacing(
      "  of              all\nindicator effect", with: "  of              scored\nindicator effect")
  }

  @Test func aUsedTextIsRecordedAndReplayed() throws {
    let scratch = try SmallContract.scratch(contract: SmallContract.english)
    try scratch.write("contracts/contract.pfs", using(3))
    try scratch.write("scales/points.en.pfs", Self.scales)
    func settle(_ output: String?) throws -> SettlementRun {
      try SettlementRun.settle(
        SettlementRequest(
          file: try ContractFile.load(scratch["contracts/contract.pfs"]), data: scratch["data"],
          period: 2025, output: output.map { scratch[$0] }))
    }
    let run = try settle("FY2025")
    #expect(run.settlement.text("reach") == "3")
    #expect(try scratch.text("FY2025/data/scales/1-points.en.pfs") == Self.scales)
    let sum = try Command.process("/usr/bin/sha256sum", [scratch["scales/points.en.pfs"]]).output
      .prefix(64)
    for file in ["settlement.json", "statement.html"] {
      #expect(try scratch.text("FY2025/data/\(file)").contains(sum), "\(file)")
    }
    let value = try JSONSerialization.jsonObject(with: scratch.bytes("FY2025/data/settlement.json"))
    #expect(try JSONSchema("settlement").faults(value) == [])
    // What lies beside the contract may change or go: the record stands by itself.
    try scratch.write("scales/points.en.pfs", Self.scales.replacing("below 12", with: "below 10"))
    #expect(try settle(nil).settlement.text("reach") == "0")
    #expect(try RecordedSettlement.replay(scratch["FY2025"]).isConfirmed)
    try scratch.remove("scales")
    #expect(try RecordedSettlement.replay(scratch["FY2025"]).isConfirmed)
    #expect(try codes { _ = try settle(nil) } == ["N111"])
    // The copy is covered by the list of hashes.
    try scratch.write(
      "FY2025/data/scales/1-points.en.pfs", Self.scales.replacing("below 12", with: "below 10"))
    #expect(try !RecordedSettlement.replay(scratch["FY2025"]).isConfirmed)
  }

  @Test func anotherVersionIsRefused() throws {
    let scratch = try SmallContract.scratch()
    try scratch.write("contracts/contract.pfs", using(2))
    try scratch.write("scales/points.en.pfs", Self.scales)
    let file = try ContractFile.load(scratch["contracts/contract.pfs"])
    let failures = ContractCheck(file).diagnostics.filter(\.severity.isFailure)
    #expect(failures.map(\.headline.en) == ["'../scales/points' is version 3, not 2"])
    #expect(failures.map(\.headline.ja) == ["「../scales/points」は第3版であり、第2版ではありません"])
  }

  // MARK: - Grades and ranges

  private static let graded = SmallContract.english.replacing(
    "  kind            reported\n  unit            points\n",
    with: "  kind            reported\n  grades          A, B, C\n"
  ).replacing(
    "  below 10 points                               0 percent\n"
      + "  at least 10 points                            100 percent\n",
    with: "  A                                             100 percent\n"
      + "  B                                 grade good  50 percent\n"
      + "  C                                             0 percent\n"
  ).replacing("effect 5 points", with: "effect C")

  @Test func aCommitteeReportsAGrade() throws {
    let scratch = try SmallContract.scratch(
      contract: Self.graded,
      reported: "figure,value,unit,grade,evidence\neffect,,,B,Minutes of 2 March\n"
        + "interim payments,0,yen,,-\n")
    let run = try SettlementRun.settle(try scratch.request(2025, output: "FY2025"))
    // 3 persons × 1,000 + 10,000 × 50 percent.
    #expect(run.settlement.text("total") == "8000")
    let record = try JSONSerialization.jsonObject(
      with: scratch.bytes("FY2025/data/settlement.json"))
    #expect(try JSONSchema("settlement").faults(record) == [])
    let figures = try #require((record as? [String: Any])?["figures"] as? [[String: Any]])
    func grade(_ name: String) -> String? {
      figures.first { $0["name"] as? String == name }?["grade"] as? String
    }
    #expect(grade("effect") == "B")
    #expect(grade("effect_level") == "good")
    #expect(grade("reach") == nil)
    let statement = try scratch.text("FY2025/data/statement.html")
    #expect(statement.contains("reported in Minutes of 2 March"))
    #expect(statement.contains("row 2: B, grade good"))
    #expect(
      try scratch.text("FY2025/data/trace.json").contains(
        "\"grade\":{\"en\":\"good\",\"ja\":\"good\"}"))
    #expect(try RecordedSettlement.replay(scratch["FY2025"]).isConfirmed)
  }

  @Test(arguments: [
    ("effect,,,D,R", "P935"), ("effect,2,,,R", "P935"), ("effect,,,,R", "P935"),
  ])
  func whatIsNoGradeIsRefused(row: String, code: String) throws {
    let scratch = try SmallContract.scratch(
      contract: Self.graded,
      reported: "figure,value,unit,grade,evidence\n\(row)\ninterim payments,0,yen,,-\n")
    #expect(try codes { _ = try SettlementRun.settle(try scratch.request(2025)) } == [code])
  }

  @Test(arguments: [("0", nil), ("20", nil), ("20.5", "P936"), ("-1", "P936"), ("", "P935")])
  func onlyWhatLiesInTheRangeMayBeReported(value: String, code: String?) throws {
    let scratch = try SmallContract.scratch(
      contract: SmallContract.english.replacing(
        "  unit            points\n", with: "  unit            points, range from 0 to 20\n"),
      reported: "figure,value,unit,evidence\neffect,\(value),points,R\ninterim payments,0,yen,-\n")
    guard let code else {
      _ = try SettlementRun.settle(try scratch.request(2025))
      return
    }
    #expect(try codes { _ = try SettlementRun.settle(try scratch.request(2025)) } == [code])
  }

  @Test func theRangeIsShown() throws {
    let scratch = try SmallContract.scratch(
      contract: SmallContract.english.replacing(
        "  unit            points\n", with: "  unit            points, range from 0 to 20\n"),
      reported: "figure,value,unit,evidence\neffect,21,points,R\ninterim payments,0,yen,-\n")
    do {
      _ = try SettlementRun.settle(try scratch.request(2025))
      Issue.record("settled")
    } catch {
      #expect(
        error.diagnostics.map(\.headline.en)
          == ["reported.csv:2 gives a value for 'effect' outside its range, from 0 to 20 points"])
      #expect(
        error.diagnostics.map(\.headline.ja)
          == ["reported.csv:2の「effect」の値が、定められた範囲(0以上20点以下)の外です"])
    }
  }

  @Test func anotherGradeThanExpectedIsShown() {
    let text =
      Self.graded + """
        example "Annex"
          year            2025
          given           effect B, reach 1 person
          expect          effect_level grade good, outcome_fee 5,000 yen
        example "Wrong"
          year            2025
          given           effect A, reach 1 person
          expect          effect_level grade good

        """
    let file = ContractFile(
      path: "c.pfs", source: SourceText(name: "c.pfs", text: text), vocabularySource: nil)
    let failures = ContractCheck(file).diagnostics.filter(\.severity.isFailure)
    #expect(
      failures.map(\.headline.en)
        == ["example \"Wrong\" expects grade good of 'effect_level'; the text gives none"])
    #expect(
      failures.map(\.headline.ja)
        == ["計算例「Wrong」は「effect_level」の評定をgoodとしていますが、条文からは定まりません"])
  }
}
