import Diagnostics
import Testing

/// The English model messages, rebuilt and compared byte for byte.
@Suite struct EnglishModelTests {
  private func expect(_ diagnostic: Diagnostic, isMessage number: Int) throws {
    let rendered = TerminalRenderer(tongue: .en).render(diagnostic)
    let model = try ModelMessages.text(number)
    #expect(rendered.hasSameBytes(as: model), "\(rendered)\(model)")
  }

  @Test func message1() throws {
    let contract = source(
      "minato.en.pfs", [(77, "  amount          4,500 yen per person × attendance")])
    try expect(
      Diagnostic(
        code: "U201", severity: .error,
        headline: Text("'yen per person' cannot be multiplied by a percentage"),
        labels: [
          contract.label(77, "4,500 yen per person", "yen per person"),
          contract.label(
            77, "attendance", "percent, from 'record percent, 1 decimal' (line 44, Art. 5(2))",
            primary: false),
        ],
        remarks: [
          remark(.rule, "a price per person must be multiplied by a count of persons"),
          remark(.note, "counts of persons in this contract: reach (Art. 5(1))"),
          remark(.help, "did you mean 'reach'?", "4,500 yen per person × reach"),
        ]), isMessage: 1)
  }

  @Test func message2() throws {
    let contract = source(
      "minato.en.pfs",
      [
        (67, "  from 50.0 to below 60.0 percent               40 percent"),
        (68, "  from 61.0 to below 70.0 percent               70 percent"),
      ])
    try expect(
      Diagnostic(
        code: "T103", severity: .error,
        headline: Text(
          "'attendance_level' has no row for 60.0 percent to below 61.0 percent"),
        labels: [
          contract.label(68, "from 61.0 to below 70.0 percent", "begins at 61.0"),
          contract.label(
            67, "from 50.0 to below 60.0 percent", "ends below 60.0", primary: false),
        ],
        remarks: [
          remark(
            .why,
            "an attendance of 60.4 percent would earn no defined level, so Art. 8(3) could not be settled"
          ),
          remark(
            .scale,
            "attendance is recorded to 1 decimal; 10 possible results fall in the gap (60.0 … 60.9)"
          ),
          remark(
            .help,
            "'from 60.0 to below 70.0', or 'from 50.0 to below 61.0' — this is a contract question, so no automatic fix is offered"
          ),
        ]), isMessage: 2)
  }

  @Test func message4() throws {
    let contract = source(
      "minato.en.pfs",
      [
        (45, "indicator gait_gain                                       per Art. 5(3)"),
        (46, "  kind            difference in differences"),
      ])
    try expect(
      Diagnostic(
        code: "S411", severity: .error,
        headline: Text("indicator 'gait_gain' does not state how uncertainty is computed"),
        labels: [contract.label(46, "difference in differences", "requires 'errors'")],
        context: [contract.context(45)],
        remarks: [
          remark(
            .rule,
            "an indicator that estimates an effect must state 'errors', 'missing' and 'pay on'; there are no defaults"
          ),
          remark(
            .why,
            "the same data give different standard errors under each choice, so the contract must fix one beforehand"
          ),
          remark(
            .help, "choose one and cite the clause:",
            "errors          clustered by district, CR1     (many districts)",
            "errors          clustered by district, CR2     (few districts)",
            "errors          robust, HC3                    (only if persons, not districts, were assigned)"
          ),
        ]), isMessage: 4)
  }

  @Test func message5() throws {
    let contract = source(
      "minato.en.pfs",
      [(82, "  cap             16,200,000 yen"), (94, "  was             16,000,000 yen")])
    try expect(
      Diagnostic(
        code: "A501", severity: .error,
        headline: Text(
          "amendment 1 expects 16,000,000 yen but the contract says 16,200,000 yen"),
        labels: [
          contract.label(
            82, "16,200,000 yen", "in force on 2025-04-01 (Art. 8(3))", primary: false),
          contract.label(94, "16,000,000 yen", "expected by Variation 1"),
        ],
        remarks: [
          remark(
            .why, "the amendment may have been drafted against another version of the contract"),
          remark(
            .note,
            "nothing was changed; settlements before and after 2025-04-01 are unaffected"),
          remark(
            .help,
            "correct 'was', or record the missing amendment that set 16,000,000 yen"),
        ]), isMessage: 5)
  }

  @Test func message6() throws {
    let contract = source(
      "minato.en.pfs",
      [(102, "  expect          outcome 54.5 percent, outcome_fee 9,822,857 yen")])
    try expect(
      Diagnostic(
        code: "X601", severity: .error,
        headline: Text(
          "example \"Annex 3, case A\" expects 9,822,857 yen; the text gives 9,810,000 yen"),
        labels: [
          contract.label(
            102, "outcome_fee 9,822,857 yen", "9,810,000 yen (12,857 yen less)")
        ],
        remarks: [
          remark(
            .trace,
            "gait_gain 0.051 m/s → gait_level 44.2857… percent (Art. 6(1), row 2, linear)",
            "attendance 66.4 percent → attendance_level 70 percent (Art. 6(2), row 3)",
            "0.6 × 44.2857… + 0.4 × 70 = 54.5714… → recorded 54.5 percent, down (Art. 6(3))",
            "18,000,000 × 54.5 percent = 9,810,000 yen (Art. 8(3))"),
          remark(
            .hint,
            "9,822,857 yen is what you get if the score is not rounded before the fee is computed"
          ),
          remark(.note, "which is right is a question for the parties; see also line 72"),
        ]), isMessage: 6)
  }

  @Test func message9() throws {
    let contract = source(
      "minato.en.pfs",
      [(96, "scenario \"effect halves\""), (97, "  set             gait_gain 0.051 m/s")])
    try expect(
      Diagnostic(
        code: "V702", severity: .error,
        headline: Text("scenario \"effect halves\" does not affect any figure"),
        labels: [
          contract.label(97, "gait_gain 0.051 m/s", "already 0.051 m/s in the 2024 settlement")
        ],
        context: [contract.context(96)],
        remarks: [
          remark(.why, "a scenario whose result equals the settlement is usually a typing error"),
          remark(.help, "change the value, or write 'expect no change' under the scenario"),
        ]), isMessage: 9)
  }

  @Test func message10() throws {
    let contract = source("minato.en.pfs", [(55, "  stop if         loss above 20 percent")])
    try expect(
      Diagnostic(
        code: "S420", severity: .stop,
        headline: Text(
          "gait_gain 2025 is suspended: 23.1 percent of the treated group is lost"),
        labels: [contract.label(55, "loss above 20 percent", "Art. 5(3)")],
        remarks: [
          remark(
            .flow,
            "treated 702 → measured at baseline 688 → measured in year 2 540 → in range 540 → analysed 540"
          ),
          remark(
            .data,
            "Datasets/minato/measurement.csv, sha256 9f2c…, 148 persons without a year2 row (list: out/2025/lost-persons.csv)"
          ),
          remark(.note, "base_fee and reach_fee are not affected and are settled"),
          remark(
            .next,
            "Art. 11(2) applies: the parties agree on a remedy within 30 days; record it as an amendment or a ruling"
          ),
        ]), isMessage: 10)
  }

  /// A row of data, masked by the caller.
  @Test func message11() throws {
    let file = "Datasets/minato/measurement.csv"
    try expect(
      Diagnostic(
        code: "D210", severity: .error,
        headline: Text("gait is outside the range the contract allows"),
        labels: [
          Label(
            excerpt: Excerpt(
              sourceName: file, line: 318, text: "•••••••,year1,••••", column: 15, length: 4),
            text: Text("gait in m/s is outside 0.20 to 2.50 (Art. 3(2))"))
        ],
        context: [.excerpt(Excerpt(sourceName: file, line: 1, text: "person,wave,gait"))],
        remarks: [
          remark(.note, "3 rows fail this rule; the other two are at lines 902 and 1411"),
          remark(
            .note,
            "the value itself is not shown; `pfs data … --reveal FILE` writes it to a file that only you can read"
          ),
        ]), isMessage: 11)
  }

  /// Two files in one message.
  @Test func message12() throws {
    let english = source(
      "minato.en.pfs", [(69, "  at least 70.0 percent                         100 percent")])
    let japanese = source(
      "minato.ja.pfs",
      [
        (68, "  60.0以上75.0%未満                             70%"),
        (69, "  75.0%以上                                     100%"),
      ])
    try expect(
      Diagnostic(
        code: "B801", severity: .error,
        headline: Text("the English and Japanese texts are not the same contract"),
        labels: [
          english.label(
            69, "at least 70.0 percent", "70.0 percent earns 100 percent", primary: false),
          japanese.label(68, "60.0以上75.0%未満", "70.0%以上75.0%未満は、この段"),
          japanese.label(69, "75.0%以上"),
        ],
        remarks: [
          remark(
            .rule,
            "'authoritative ja' (line 6): the Japanese text prevails; the English text must be regenerated from it"
          ),
          remark(
            .effect,
            "from 70.0 to below 75.0 percent the English text pays 18,000,000 × 12.0 percent = 2,160,000 yen more (before the cap)"
          ),
          remark(.fix, "pfs translate --to en minato.ja.pfs"),
        ]), isMessage: 12)
  }
}
