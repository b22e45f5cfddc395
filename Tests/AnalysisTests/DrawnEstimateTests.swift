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

  /// Nine participants of three places.
  static let places = """
    language en
    contract places "Places"
      parties         client "City", provider "Firm"
      term            from 2026-04-01 to 2029-03-31
      year starts     April
    table places                                              per Art. 1
      file            "places.csv"
      key             place
      place           code
    table participant                                         per Art. 1
      key             person
      refers to       place places
      person          code
      place           code
      arm             one of a_, b_
      before_kg       kg range from 30 to 200
      after_kg        kg range from 30 to 200
    value gain                                                per Art. 2
      of              participant
      formula         after_kg − before_kg
      missing         stays missing
    population everybody                                      per Art. 2
      of              participant
      where           after_kg is present
    value neighbours                                          per Art. 2
      of              places
      rows            everybody
      count           rows
    population treated                                        per Art. 2
      of              everybody
      where           arm = a_
    population compared                                       per Art. 2
      of              everybody
      where           arm = b_
    indicator effect                                          per Art. 3
      kind            adjusted difference
      outcome         gain
      treated group   treated
      compared group  compared
      adjust for      COVARIATE
      errors          classical
      missing         complete cases
      pay on          estimate
      record          kg, 3 decimals, half up
    payment fee                                               per Art. 4
      amount          10,000 yen per kg × effect
    settlement yearly                                         per Art. 5
      basis           each year on its own
      total           fee
      tax             10 percent
      tax round       down to 1 yen

    """

  static let covariates: [(String, [String])] = [("neighbours", ["E405"]), ("before_kg", [])]

  /// How many neighbours a participant has changes with who else is drawn; what he weighed does not.
  @Test(arguments: covariates)
  func aCovariateOfOtherParticipantsIsRefused(covariate: String, expected: [String]) throws {
    let scratch = try Scratch()
    try withExtendedLifetime(scratch) {
      try scratch.write(
        "contract.en.pfs", Self.places.replacing("COVARIATE", with: covariate))
      try scratch.write("data/places.csv", "place\nD0\nD1\nD2\n")
      try scratch.write(
        "data/participant.csv",
        """
        person,place,arm,before_kg,after_kg
        p1,D0,a_,70,71
        p2,D0,b_,64,66
        p3,D0,b_,81,80
        p4,D1,a_,58,61
        p5,D1,b_,77,79
        p6,D2,a_,69,73
        p7,D2,a_,90,88
        p8,D2,b_,62,63
        p9,D2,b_,73,77

        """)
      let request = SettlementRequest(
        file: try ContractFile.load("\(scratch.path)/contract.en.pfs"),
        data: "\(scratch.path)/data", period: try SettlementRequest.period("2026"))
      let codes = SweepTests.codes { () throws(Refusal) in
        _ = try SimulationRun.run(request, SimulationQuestion(replicates: 1, seed: 1))
      }
      #expect(codes == expected)
    }
  }
}
