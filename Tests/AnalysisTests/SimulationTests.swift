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
    let request = try request(study, data: "\(scratch.path)/data")
    guard study.assumptions.isEmpty else {
      return try ScenarioRun.run(request, .assumptions(study.assumptions)).scenario
    }
    return try SettlementRun.settle(request).settlement
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
      for figure in run.simulation.figures where !run.simulation.held.contains(FigureID(figure.id.name)) {
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

  @Test(arguments: [
    "quit_rate", "quit_rate=2 percent=1 percent", "quit_rate=+2.0 percent ± -1.0 percent",
    "quit_fee=+1 yen", "gain_difference=+1.00 kg",
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
      #expect(refusal.diagnostics.allSatisfy { $0.severity == .error })
      #expect(refusal.outcome == .refused)
    }
  }

  /// What is no function of sums is refused by name, and may be assumed with its uncertainty.
  @Test func aRegressionIsRefusedByName() throws {
    let study = Study(
      contract: "quit-smoking-effect", data: "Datasets/nhefs", period: "1982",
      participants: ("nhefs.csv", "seqn"))
    let request = try Self.request(study)
    var found: [String] = []
    do throws(Refusal) {
      _ = try SimulationRun.run(request, Self.question(study))
    } catch {
      found = error.diagnostics.map(\.code)
    }
    #expect(found == ["E404"])
  }
}
