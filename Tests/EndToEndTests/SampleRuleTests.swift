import TestSupport
import Testing

/// What sample contracts show of their rules: the evidence of a grade, and parts whose weight is shared out.
@Suite struct SampleRuleTests {
  private static func published(_ folder: String) -> String {
    "\(Repository.root)/Datasets/published-contracts/\(folder)"
  }

  /// An auditor asks where the committee's minutes are: they stand beside the grade in what is printed, on the
  /// statement and in the explanation of the payment.
  @Test(arguments: [
    (Tongue.en, "committee_fee", "reported in "), (.ja, "評価報酬", "報告資料 "),
  ])
  func theMinutesOfACommitteeAreShown(tongue: Tongue, fee: String, words: String) throws {
    let programme = Programme(
      contract: "bunkyo-screening", data: Self.published("bunkyo"), period: "2023", tongue: tongue)
    let scratch = try Scratch()
    let evidence = words + "Evaluation committee, minutes of 2024-03-15, item 2"
    let run = try Command.run(
      programme.arguments("settle") + ["--output", "\(scratch.path)/bundle"])
    #expect(run.status == 0, "\(run.text)")
    #expect(run.output.contains(evidence), "\(run.output)")
    let statement = try scratch.text("bundle/data/statement.html")
    #expect(statement.contains(evidence))
    let explained = try Command.run("explain", "\(scratch.path)/bundle", fee)
    #expect(explained.output.contains(evidence), "\(explained.text)")
  }

  /// Without the committee's report the settlement says which grades there are and what proves one.
  @Test func aMissingGradeIsAskedFor() throws {
    let scratch = try Scratch()
    try scratch.write(
      "screened_residents.csv",
      try Repository.text("Datasets/published-contracts/bunkyo/screened_residents.csv"))
    for (tongue, words) in [
      (
        Tongue.en,
        "give it in reported.csv (figure, grade, evidence), one of A, B, C, D, with the document that it stands in"
      ),
      (.ja, "評語(A、B、C、D)のいずれかを、根拠となる資料とともに reported.csv(指標、評定、資料)に書いてください"),
    ] {
      let programme = Programme(
        contract: "bunkyo-screening", data: scratch.path, period: "2023", tongue: tongue)
      let run = try Command.run(programme.arguments("settle"))
      #expect(
        run.status == 1 && run.text.contains("[E307]") && run.text.contains(words), "\(run.text)")
    }
  }

  /// 20 heart attacks are fewer than 25: (3 + 2) ÷ 2 points, and the part that is stopped is named.
  @Test(arguments: [
    (Tongue.en, "outcome_points", "stopped, weight shared out: heart_attack_points"),
    (.ja, "転帰の点", "中止し重みを按分: 心筋梗塞の点"),
  ])
  func stoppedPartsAreNamed(tongue: Tongue, score: String, words: String) throws {
    let programme = Programme(
      contract: "hospital-purchasing", data: Self.published("purchasing"), period: "2015",
      tongue: tongue)
    let scratch = try Scratch()
    let run = try Command.run(
      programme.arguments("settle") + ["--output", "\(scratch.path)/bundle"])
    #expect(run.status == 0, "\(run.text)")
    let explained = try Command.run("explain", "\(scratch.path)/bundle", score).output
    let line = explained.split(separator: "\n").first { $0.contains("÷ 0.6666…") }
    #expect(line?.contains(" = 2.5") == true && line?.contains(words) == true, "\(explained)")
    #expect(try scratch.text("bundle/data/statement.html").contains(words))
  }
}
