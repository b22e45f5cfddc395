import Foundation
import PFS
import TestSupport
import Testing

/// Estimates that are no functions of sums: each replicate is estimated by the estimator of settlements.
@Suite struct DrawnEstimateTests {
  /// The smokers who quit or not, with a payment on each kind of estimate.
  static let study = Study(
    contract: "quit-smoking-effect", data: "Datasets/nhefs", period: "1982",
    participants: ("nhefs.csv", "seqn"))

  /// What is paid besides: the figure with a price of its unit.
  static let paid = [
    ("crude_effect", "kg"), ("weighted_effect", "kg"), ("death_effect", "percentage point"),
  ]

  static func contract(paying figures: [(name: String, unit: String)]) throws -> String {
    let text = try String(contentsOfFile: study.path, encoding: .utf8)
    let payments = figures.map { name, unit in
      """
      payment \(name)_fee                                        per Art. 7(3)
        amount          10,000 yen per \(unit) × \(name)
        round           down to 1 yen

      """
    }.joined()
    return
      text.replacing("settlement final", with: payments + "settlement final")
      .replacing(
        "weight_fee + certainty_fee",
        with: (["weight_fee + certainty_fee"] + figures.map { "\($0.name)_fee" }).joined(
          separator: " + "))
  }

  static func request(
    _ scratch: Scratch, paying figures: [(name: String, unit: String)], data: String? = nil
  ) throws -> SettlementRequest {
    try scratch.write("contract.en.pfs", try contract(paying: figures))
    return SettlementRequest(
      file: try ContractFile.load("\(scratch.path)/contract.en.pfs"),
      data: data ?? study.directory, period: try SettlementRequest.period("1982"))
  }

  /// Regressions with robust and classical errors, a confidence limit, weights and a logistic model: every recorded
  /// figure of a replicate is that of a settlement of the resampled rows.
  @Test func aReplicateIsASettlementOfTheResampledRows() throws {
    let scratch = try Scratch()
    try withExtendedLifetime(scratch) {
      let request = try Self.request(scratch, paying: Self.paid)
      let question = SimulationQuestion(replicates: 2, seed: 11)
      let simulation = try SimulationRun.run(request, question).simulation
      // Matching is not drawn again, and nothing is paid on it.
      #expect(simulation.held == [FigureID("matched_effect")])
      for number in 0..<2 {
        let other = try Scratch()
        let rerun = try withExtendedLifetime(other) {
          try Self.study.write(try Self.study.draws(number, seed: 11), to: other)
          return try SettlementRun.settle(
            try Self.request(other, paying: Self.paid, data: "\(other.path)/data")
          ).settlement
        }
        for name in ["adjusted_effect", "lower_effect"] + Self.paid.map(\.0) {
          let figure = try #require(simulation[FigureID(name)])
          #expect(figure.values[number] == rerun.figure(named: name)?.value, "\(name)")
          #expect(figure.base != figure.values[number])
        }
        #expect(simulation.due?.values[number] == rerun.due?.value)
        let alone = try SimulationRun.replicate(number, request, question).settlement
        #expect(alone.due?.value == rerun.due?.value)
      }
    }
  }

  /// The standard error of the adjusted effect is 0.4788 kg (HC3, as R's sandwich gives it; Hernán and Robins, "Causal
  /// Inference: What If", 14.1, has 0.48); that of 24 replicates is within four of its own errors, 0.07.
  @Test func theSpreadIsTheStandardError() throws {
    let scratch = try Scratch()
    try withExtendedLifetime(scratch) {
      let request = try Self.request(scratch, paying: [])
      var question = SimulationQuestion(replicates: 24, seed: 2)
      question.assumptions = ["lower_effect=3.000 kg"]
      let simulation = try SimulationRun.run(request, question).simulation
      let values = try #require(simulation[FigureID("adjusted_effect")]).values.compactMap {
        $0.flatMap { Double($0.decimalText) }
      }
      #expect(values.count == 24)
      let mean = values.reduce(0, +) / 24
      let deviation = (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 23).squareRoot()
      #expect(abs(deviation - 0.4788) < 0.28)
    }
  }

  /// Drawing again does not describe a matched figure (Abadie and Imbens 2008): it is refused by name, and may be
  /// assumed.
  @Test func aMatchedFigureIsRefusedByName() throws {
    let scratch = try Scratch()
    try withExtendedLifetime(scratch) {
      let request = try Self.request(scratch, paying: [("matched_effect", "kg")])
      let codes = SweepTests.codes { () throws(Refusal) in
        _ = try SimulationRun.run(request, SimulationQuestion(replicates: 2, seed: 1))
      }
      #expect(codes == ["E410"])
      var question = SimulationQuestion(replicates: 2, seed: 1)
      question.effects = ["matched_effect=+0.100 kg ± 0.500 kg"]
      let simulation = try SimulationRun.run(request, question).simulation
      // As measured stays what no payment needs, too.
      #expect(
        simulation.held.map(\.description) == ["weighted_effect", "matched_effect", "death_effect"])
    }
  }
}
