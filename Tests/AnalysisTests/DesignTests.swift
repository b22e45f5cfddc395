import PFS
import TestSupport
import Testing

@Suite struct DesignTests {
  static let threshold = "continuing_level 60.0 percent=51.0..57.0 percent step 3.0"
  static let price =
    "outcome_fee amount=600,000..900,000 yen per month step 300,000 × settlement months × outcome"

  static func question() -> SimulationQuestion {
    var question = SimulationQuestion(replicates: 40, seed: 5)
    question.effects = ["kept_well=+1.0 percent ± 2.0 percent"]
    return question
  }

  /// Every combination is the simulation under the same assumptions.
  @Test func everyCandidateIsASimulation() throws {
    let request = try SimulationTests.request(.yamaguchi)
    let run = try DesignRun.run(
      request, Self.question(), moving: [Self.threshold, Self.price], least: nil)
    let design = run.design
    #expect(design.candidates.count == 6)
    for (index, candidate) in design.candidates.enumerated() {
      var question = Self.question()
      question.assumptions = zip(design.axes, design.axes.places(of: index)).map {
        $0.assumptions[$1]
      }
      let simulation = try SimulationRun.run(request, question).simulation
      let due = try #require(simulation.due?.distribution)
      let found = try #require(candidate)
      #expect(found.due == due, "\(question.assumptions)")
      #expect(found.risk.cityAtRisk == max(found.high - due.mean, 0))
      #expect(found.risk.contractorAtRisk == max(due.mean - found.low, 0))
      for (place, table) in design.tables.enumerated() {
        let figure = try #require(simulation[table])
        for (row, share) in found.rows[place].enumerated() {
          #expect(share == Exact(figure.replicates(inRow: row + 1), over: 40))
        }
      }
    }
    #expect(design.tables.map(\.description).contains("continuing_level"))
  }

  /// A budget holds where the 95 percent quantile is not above it, and the least where the 5 percent quantile is
  /// not below it.
  @Test func whatIsAskedIsTheQuantile() throws {
    let request = try SimulationTests.request(.yamaguchi)
    var question = Self.question()
    let plain = try DesignRun.run(request, question, moving: [Self.price], least: nil).design
    let candidates = plain.candidates.compactMap { $0 }
    #expect(candidates.count == 2)
    #expect(candidates[0].high < candidates[1].high)
    question.budget = candidates[0].high
    let run = try DesignRun.run(
      request, question, moving: [Self.price], least: candidates[0].low + 1)
    let design = run.design
    #expect(design.candidates.map { $0.flatMap { design.holds($0) } } == [true, false])
    #expect(design.candidates.map { $0.flatMap { design.suffices($0) } } == [false, true])
    #expect(design.fitting == 0)
    #expect(run.text(.en).contains("  0 of 2 combinations hold what is asked.\n"))
    #expect(run.text(.ja).contains("  2通りのうち0通りが条件を満たします。\n"))
    let lines = run.csv.split(separator: "\n")
    #expect(lines.count == 3)
    #expect(lines[0].hasPrefix("outcome_fee amount=… yen per month × settlement months × outcome,"))
    #expect(lines[1].hasSuffix(",yes,no"))
    #expect(run.json.contains("\"certified\":false"))
  }

  /// Three parameters of different blocks, and one value with which the contract does not hold.
  @Test func threeParametersAreJoined() throws {
    let request = try SimulationTests.request(.yamaguchi)
    let run = try DesignRun.run(
      request, SimulationQuestion(replicates: 10, seed: 5),
      moving: [
        "continuing_level 60.0 percent=45.0..55.0 percent step 10.0", Self.price,
        "reach_fee cap=100,000..200,000 yen step 100,000",
      ], least: nil)
    let design = run.design
    #expect(
      design.candidates.map { $0 != nil } == [false, false, false, false, true, true, true, true])
    var question = SimulationQuestion(replicates: 10, seed: 5)
    question.assumptions = zip(design.axes, [1, 0, 1]).map { $0.assumptions[$1] }
    let simulation = try SimulationRun.run(request, question).simulation
    #expect(design.candidates[5]?.due == simulation.due?.distribution)
  }

  @Test(arguments: [
    ("continuing_rate require=at least 20..40 persons step 10", "P937"),
    ("kept_well=50.0..60.0", "P926"),
  ])
  func whatIsNoDesignIsRefused(text: String, code: String) throws {
    let request = try SimulationTests.request(.yamaguchi)
    let codes = SweepTests.codes { () throws(Refusal) in
      _ = try DesignRun.run(
        request, SimulationQuestion(replicates: 5, seed: 1), moving: [text], least: nil)
    }
    #expect(codes == [code])
  }
}
