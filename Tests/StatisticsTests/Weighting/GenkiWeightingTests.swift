import Enclosures
import Foundation
import Quantities
import Statistics
import Testing

/// I15 and I16 of the genki data set.
@Suite("Genki: logistic model and weights")
struct GenkiWeightingTests {
  @Test("I15: certification within 730 days")
  func certification() throws {
    let oracle = try indicator("I15")
    let residents = try GenkiResidents.small()
    var (event, treat, age, female): ([Exact?], [Exact?], [Exact?], [Exact?]) = ([], [], [], [])
    for (resident, days, certified) in residents.followUp() {
      let ends = certified && days <= 730
      guard ends || resident.exit.days(since: resident.index) >= 730 else { continue }
      event.append(ends ? 1 : 0)
      treat.append(resident.participant ? 1 : 0)
      age.append(Exact(resident.age))
      female.append(resident.female ? 1 : 0)
    }
    let model = try LogisticModel(
      response: .exact("event", event),
      terms: [.exact("treat", treat), .exact("age", age), .exact("female", female)])
    #expect(model.design.count == oracle["n"] as? Int)
    #expect(model.events == oracle["events"] as? Int)
    let coefficients = try #require(oracle["coef"] as? [String: Any])
    let errors = try #require(oracle["se"] as? [String: Any])
    let covariance = try model.covariance(.information)
    for name in model.design.names {
      let key = name == Design.intercept ? "const" : name
      let inference = try covariance.inference(name)
      #expect(try agrees(inference.estimate, text(coefficients[key])))
      #expect(try agrees(inference.standardError, text(errors[key])))
    }
    let ratio = try model.coefficient("treat").exponential()
    #expect(try agrees(ratio, text(oracle["odds_ratio"])))
    #expect(try agrees(model.deviance, text(oracle["deviance"])))
  }

  @Test("I16: weighted differences of the change in gait, effective sizes, balance")
  func gait() throws {
    let oracle = try indicator("I16")
    let names = ["age", "female", "grip_kg0", "k_total0", "subjective_health0"]
    var columns: [String: [Exact?]] = [:]
    for resident in try GenkiResidents.small().both() {
      let values: [String: Exact] = [
        "treat": resident.participant ? 1 : 0, "age": Exact(resident.age),
        "female": resident.female ? 1 : 0, "grip_kg0": resident.grip,
        "k_total0": resident.frailty, "subjective_health0": resident.subjective,
        "change": resident.change,
      ]
      for (name, value) in values { columns[name, default: []].append(value) }
    }
    func term(_ name: String) -> Term { .exact(name, columns[name] ?? []) }
    let model = try LogisticModel(response: term("treat"), terms: names.map(term))
    #expect(model.design.count == oracle["n"] as? Int)
    let coefficients = try #require(oracle["ps_coef"] as? [String: Any])
    for name in model.design.names {
      let key = name == Design.intercept ? "const" : name
      #expect(try agrees(model.coefficient(name), text(coefficients[key]), within: "0.000000001"))
    }
    for (kind, key) in [(WeightKind.stabilised, "sipw"), (.overlap, "overlap"), (.att, "att")] {
      let expected = try #require(oracle[key] as? [String: Any])
      let weights = try PropensityWeights(model, kind: kind)
      let found = try weights.difference(of: term("change"), errors: .weightsFixed).difference
      #expect(try agrees(found.estimate, text(expected["diff"])))
      #expect(try agrees(found.standardError, text(expected["se_HC0"])))
      #expect(
        try agrees(weights.effectiveSampleSize(treated: true), text(expected["ess_treat"])))
      #expect(
        try agrees(weights.effectiveSampleSize(treated: false), text(expected["ess_comp"])))
      #expect(try agrees(weights.largest, text(expected["max_weight"])))
      let smd = try #require(expected["smd"] as? [String: Any])
      for row in try weights.balance(of: names.map(term)) {
        if kind == .overlap {
          // The score equations of the model say that these are zero.
          let ball = row.weightedDifference.enclosed(precision: 128)
          #expect(ball.contains(.zero) && ball.isFinite)
        } else {
          #expect(
            try agrees(row.weightedDifference, text(smd[row.name]), within: "0.000000001"))
        }
        let raw = try #require(oracle["smd_raw"] as? [String: Any])
        #expect(try agrees(row.standardisedDifference, text(raw[row.name])))
      }
    }
  }

  private func indicator(_ id: String) throws -> [String: Any] {
    let file = try SharedData.json("genki/oracle_genki_small.json")
    let all = try #require(file["indicators"] as? [String: Any])
    return try #require(all[id] as? [String: Any])
  }
}

extension GenkiResidents {
  /// A resident with what I16 needs of both waves.
  fileprivate struct Measured {
    let participant: Bool
    let age: Int
    let female: Bool
    let grip: Exact
    let frailty: Exact
    let subjective: Exact
    /// Gait at follow-up less gait at baseline.
    let change: Exact
  }

  fileprivate func both() throws -> [Measured] {
    try population.compactMap { resident in
      guard let before = health[resident.id]?["baseline"],
        let after = health[resident.id]?["followup"],
        let first = try before["gait_mps"].map(value),
        let second = try after["gait_mps"].map(value),
        let grip = try before["grip_kg"].map(value),
        let subjective = try before["subjective_health"].map(value)
      else { return nil }
      let answers = try (1...25).compactMap { item in
        try before[item < 10 ? "k0\(item)" : "k\(item)"].map(value)
      }
      guard answers.count >= 20,
        let mean = answers.reduce(Exact.zero, +).divided(by: Exact(answers.count))
      else { return nil }
      return Measured(
        participant: resident.participant, age: resident.age, female: resident.female, grip: grip,
        frailty: mean * 25, subjective: subjective, change: second - first)
    }
  }

  private func value(_ text: Substring) throws -> Exact { try scientific(String(text)) }
}
