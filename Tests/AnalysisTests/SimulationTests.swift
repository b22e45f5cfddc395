import PFS
import TestSupport
import Testing

@Suite struct SimulationTests {
  static func request(_ study: Study, data: String? = nil) throws -> SettlementRequest {
    SettlementRequest(
      file: try ContractFile.load(study.path), data: data ?? study.directory,
      period: try SettlementRequest.period(study.period))
  }

  static func question(_ study: Study, replicates: Int = 4, seed: UInt64 = 11)
    -> SimulationQuestion
  {
    var question = SimulationQuestion(replicates: replicates, seed: seed)
    question.assumptions = study.assumptions
    return question
  }

  /// The figures of a settlement without the counts beside them, by name.
  static func figures(_ settlement: Settlement, without held: [FigureID] = []) -> [String: String] {
    var found: [String: String] = [:]
    for figure in settlement.figures
    where !figure.standsBeside && !held.contains(FigureID(figure.id.name)) {
      found[figure.id.description] = figure.value.fraction
    }
    return found
  }

  /// The records with each participant as often as drawn, under new ids, settled as any records are.
  static func rerun(_ study: Study, _ times: [Int]) throws -> Settlement {
    let scratch = try Scratch()
    try study.write(times, to: scratch)
    return try withExtendedLifetime(scratch) {
      let request = try request(study, data: "\(scratch.path)/data")
      guard study.assumptions.isEmpty else {
        return try ScenarioRun.run(request, .assumptions(study.assumptions)).scenario
      }
      return try SettlementRun.settle(request).settlement
    }
  }

  /// Every figure of a replicate is that of a settlement of the resampled rows, exactly.
  @Test(arguments: Study.all.filter(\.isPresent))
  func aReplicateIsASettlementOfTheResampledRows(study: Study) throws {
    let request = try Self.request(study)
    let question = Self.question(study)
    let run = try SimulationRun.run(request, question)
    for number in 0..<question.replicates {
      let rerun = try Self.rerun(study, try study.draws(number, seed: question.seed))
      let expected = Self.figures(rerun, without: run.simulation.held)
      var found: [String: String] = [:]
      for figure in run.simulation.figures
      where !run.simulation.held.contains(FigureID(figure.id.name)) {
        found[figure.id.description] = figure.values[number]?.fraction
      }
      #expect(expected.count > 3)
      #expect(found == expected, "replicate \(number)")
      // Alone it is the same.
      let alone = try SimulationRun.replicate(number, request, question)
      #expect(Self.figures(alone.settlement, without: run.simulation.held) == expected)
    }
  }

  /// The draws depend on the seed, and on nothing else.
  @Test func theSameSeedDrawsTheSame() throws {
    let request = try Self.request(.guidance)
    let first = try SimulationRun.run(request, Self.question(.guidance, replicates: 300))
    let again = try SimulationRun.run(request, Self.question(.guidance, replicates: 300))
    let other = try SimulationRun.run(request, Self.question(.guidance, replicates: 300, seed: 12))
    #expect(first.csv == again.csv)
    #expect(first.json == again.json)
    #expect(first.csv != other.csv)
  }

  /// What no payment, score or table is made from is left out, and all other figures are the same in every replicate.
  @Test(arguments: [Study.yamaguchi, .genki].filter(\.isPresent))
  func paymentsAloneAreTheSame(study: Study) throws {
    let request = try Self.request(study)
    var question = Self.question(study, replicates: 6)
    let all = try SimulationRun.run(request, question).simulation
    question.paymentsOnly = true
    let some = try SimulationRun.run(request, question).simulation
    #expect(some.figures.count < all.figures.count)
    #expect(some.due?.values == all.due?.values)
    for figure in some.figures { #expect(figure.values == all[figure.id]?.values) }
    let left = Set(all.figures.map(\.id)).subtracting(some.figures.map(\.id))
    #expect(left.contains(FigureID(study.contract == "genki-2022" ? "days_mean" : "grip_change")))
  }

  /// A rate of the drawn persons has the variance p(1 − p)/n; of 105 followed-up patients none is lost.
  ///
  /// Of the smokers 403 of 1,566 stopped: p = 0.2573…, and the standard error with n as drawn is
  /// √(0.2573 × 0.7427 / 1566) = 1.105 percentage points.
  @Test func theSpreadOfAShareIsTheBinomials() throws {
    let request = try Self.request(.quitSmoking)
    let run = try SimulationRun.run(
      request, Self.question(.quitSmoking, replicates: 4000, seed: 5))
    let rate = try #require(run.simulation.figures.first { $0.id.description == "quit_rate" })
    let values = rate.values.compactMap { $0.flatMap { Double($0.decimalText) } }
    #expect(values.count == 4000)
    let mean = values.reduce(0, +) / 4000
    let deviation = (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 3999).squareRoot()
    #expect(abs(mean - 25.73) < 0.1)
    #expect(abs(deviation - 1.105) < 0.05)
  }

  /// A certain effect moves every replicate by itself; the recorded rate is rounded after it.
  @Test func aCertainEffectMovesEveryReplicate() throws {
    let request = try Self.request(.quitSmoking)
    let question = Self.question(.quitSmoking, replicates: 50)
    var moved = question
    moved.effects = ["quit_rate=+2.0 percent"]
    let (plain, shifted) = (
      try SimulationRun.run(request, question), try SimulationRun.run(request, moved)
    )
    let before = try #require(plain.simulation[FigureID("quit_rate")])
    let after = try #require(shifted.simulation[FigureID("quit_rate")])
    #expect(zip(before.values, after.values).allSatisfy { $0.map { $0 + 2 } == $1 })
    #expect(after.base == before.base.map { $0 + 2 })
    #expect(shifted.text(.en).contains("  assumed: quit_rate=+2.0 percent\n"))
  }

  /// An uncertain effect has the deviation that it states: √(1.105² + 2²) = 2.285.
  @Test func anUncertainEffectSpreadsTheFigure() throws {
    var question = Self.question(.quitSmoking, replicates: 4000, seed: 5)
    question.effects = ["quit_rate=-1.0 percent ± 2.0 percent"]
    let run = try SimulationRun.run(try Self.request(.quitSmoking), question)
    let rate = try #require(run.simulation[FigureID("quit_rate")])
    let values = rate.values.compactMap { $0.flatMap { Double($0.decimalText) } }
    let mean = values.reduce(0, +) / 4000
    let deviation = (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 3999).squareRoot()
    #expect(abs(mean - 24.73) < 0.15)
    #expect(abs(deviation - 2.285) < 0.1)
    // Alone, the draw of the effect is the same.
    let alone = try SimulationRun.replicate(123, try Self.request(.quitSmoking), question)
    #expect(alone.settlement.figure(named: "quit_rate")?.value == rate.values[123])
  }

  /// Effects of any number of decimals and none; a percentage moves by percent or by percentage points.
  @Test(arguments: [
    ("quit_rate=+0.05 percent ± 0.25 percent", 1), ("quit_rate=−1.234 percentage points", -1),
    ("quit_rate=＋2%±0%", 1), ("quit_number=-3 persons", -1), ("gain_of_quitters=+0.0005 kg", 1),
  ])
  func effectsHaveAnyDecimals(text: String, sign: Int) throws {
    var question = Self.question(.quitSmoking, replicates: 3)
    question.effects = [text]
    let run = try SimulationRun.run(try Self.request(.quitSmoking), question)
    #expect(run.simulation.refused == 0)
    #expect(run.simulation.effects[0].shift.signum == sign)
  }

  /// 403 persons less 1,000 are none, and a count stays whole under an uncertain effect.
  @Test func countsStayCounts() throws {
    let request = try Self.request(.quitSmoking)
    var question = Self.question(.quitSmoking, replicates: 40)
    question.effects = ["quit_number=-1000 persons"]
    let none = try SimulationRun.run(request, question).simulation
    #expect(none[FigureID("quit_number")]?.base == 0)
    #expect(none[FigureID("quit_number")]?.values.allSatisfy { $0 == 0 } ?? false)
    #expect(none.refused == 0)
    question.effects = ["quit_number=+10.5 persons ± 5 persons"]
    let uncertain = try SimulationRun.run(request, question).simulation
    #expect(uncertain.refused == 0)
    let values = try #require(uncertain[FigureID("quit_number")]).values.compactMap { $0 }
    #expect(values.count == 40)
    #expect(values.allSatisfy { $0.exactDecimals == 0 })
    // 403 + 10.5 rounded half up.
    #expect(uncertain[FigureID("quit_number")]?.base == 414)
  }

  /// A figure that is given is not measured, and has no effect on it.
  @Test func anEffectOnAGivenFigureIsRefused() throws {
    var question = Self.question(.quitSmoking)
    question.assumptions = ["quit_rate=30.0 percent"]
    question.effects = ["quit_rate=+1.0 percent"]
    let (request, asked) = (try Self.request(.quitSmoking), question)
    #expect(
      SweepTests.codes { () throws(Refusal) in _ = try SimulationRun.run(request, asked) }
        == ["P923"])
  }

  /// The reason of a replicate without a settlement is the evaluator's own: no row of the table admits −0.3.
  @Test func theReasonOfARefusalIsKept() throws {
    let scratch = try Scratch()
    try withExtendedLifetime(scratch) {
      var request = try SmallStudy.request(scratch, SmallStudy.people)
      let gap = SmallStudy.contract.replacing(
        "  missing         complete pairs\n",
        with: "  missing         complete pairs\n  require         at least 1 persons\n")
      try scratch.write("contract.pfs", gap)
      request.file = try ContractFile.load("\(scratch.path)/contract.pfs")
      // One person of nine has no second weight: whoever draws only him has nobody to be measured on.
      var question = SimulationQuestion(replicates: 200, seed: 3)
      question.enrolment = "1"
      let simulation = try SimulationRun.run(request, question).simulation
      #expect(simulation.refused + simulation.suspended > 0)
      #expect(simulation.refusals.allSatisfy { !$0.reason.en.isEmpty && $0.count > 0 })
    }
  }

  /// Money has the decimals of its currency, also where the mean is shown.
  @Test func centsAreShown() throws {
    let scratch = try Scratch()
    try withExtendedLifetime(scratch) {
      var request = try SmallStudy.request(scratch, SmallStudy.people)
      try scratch.write(
        "contract.pfs",
        SmallStudy.contract.replacing("100,000 yen", with: "1.01 dollars")
          .replacing("60,000 yen", with: "0.30 dollars")
          .replacing("down to 1 yen", with: "down to 0.01 dollars")
          .replacing(
            "  year starts     April\n",
            with: "  year starts     April\n  currency        dollars\n"
          )
          .replacing(
            "× share_level\n", with: "× share_level\n  round           down to 0.01 dollars\n"
          )
          .replacing(
            "× loss_level\n", with: "× loss_level\n  round           down to 0.01 dollars\n"))
      request.file = try ContractFile.load("\(scratch.path)/contract.pfs")
      let text = try SimulationRun.run(
        request, SimulationQuestion(replicates: 50, seed: 3)
      ).text(.en)
      // 1.01 × 50% = 0.505, down 0.50; 0.30 × 50% = 0.15; with 10 percent 0.65 + 0.06.
      #expect(text.contains("  share_fee (dollars)           0.50     0."))
      #expect(text.contains("  planned                                0.71 dollars\n"))
      #expect(!text.contains("  expected                                    1 dollar"))
    }
  }

  @Test(arguments: [
    "quit_rate", "quit_rate=2 percent=1 percent", "quit_rate=+2.0 percent ± -1.0 percent",
    "quit_fee=+1 yen", "gain_difference=+1.00 kg", "quit_rate=+1 kg", "quit_rate=+1",
    "quit_number=+1.5 yen",
  ])
  func whatIsNoEffectIsRefused(text: String) throws {
    var question = Self.question(.quitSmoking)
    question.effects = [text]
    let request = try Self.request(.quitSmoking)
    do throws(Refusal) {
      _ = try SimulationRun.run(request, question)
      Issue.record("not refused")
    } catch {
      let refusal = error
      #expect(refusal.diagnostics.map(\.code) == ["P924"])
      #expect(refusal.outcome == .refused)
    }
  }
}
