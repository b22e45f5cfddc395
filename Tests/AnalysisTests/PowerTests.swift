import Foundation
import PFS
import TestSupport
import Testing

/// Power and break-even on the small study: 4 of 9 persons quit, and a share is recorded with one decimal.
@Suite struct PowerTests {
  static func small<Result>(_ work: (SettlementRequest) throws -> Result) throws -> Result {
    let scratch = try Scratch()
    return try withExtendedLifetime(scratch) {
      try work(try SmallStudy.request(scratch, SmallStudy.people))
    }
  }

  /// The probability that the recorded share of n persons, each a quitter with 4/9, reaches a threshold in
  /// tenths of a percent, moved by an effect in tenths: the binomial distribution, in tenths rounded half up.
  static func probability(_ n: Int, reaching tenths: Int, effect: Int = 0) -> Double {
    var sum = 0.0
    for k in 0...n {
      // 1000 k / n + effect, rounded half up, and not above 100 percent.
      let recorded = min((2000 * k + n) / (2 * n) + effect, 1000)
      guard recorded >= tenths else { continue }
      let log =
        lgamma(Double(n + 1)) - lgamma(Double(k + 1)) - lgamma(Double(n - k + 1))
        + Double(k) * Foundation.log(4.0 / 9) + Double(n - k) * Foundation.log(5.0 / 9)
      sum += exp(log)
    }
    return sum
  }

  static func share(_ goal: Power.Goal, _ place: Int) -> Double {
    Double(goal.shares[place].rounded(.down, decimals: 6).decimalText) ?? .nan
  }

  @Test func theProbabilityOfARowIsTheBinomials() throws {
    var question = SimulationQuestion(replicates: 4000, seed: 3)
    question.effects = ["quit_share=+10.0 percent"]
    let run = try Self.small {
      try PowerRun.run($0, question, with: ["9", "20", "60", "120"], asking: nil)
    }
    let goals = run.power.goals
    let level = FigureID("share_level")
    for (least, tenths) in [(Exact(50), 300), (Exact(100), 600)] {
      let goal = try #require(goals.first { $0.event == .achieved(level, atLeast: least) })
      for (place, size) in [9, 20, 60, 120].enumerated() {
        let expected = Self.probability(size, reaching: tenths, effect: 100)
        // Four standard errors of 4,000 replicates are at most 0.032.
        #expect(abs(Self.share(goal, place) - expected) < 0.033, "\(least) with \(size)")
      }
    }
    #expect(goals.contains { $0.event == .settled })
    #expect(run.csv.hasPrefix("figure,reached,9,20,60,120\nshare_level,at least 50,"))
    #expect(run.json.contains("\"certified\":false"))
  }

  /// The fewest participants stand where the binomial distribution puts 80 percent.
  @Test func theFewestParticipantsHaveThePower() throws {
    let run = try Self.small {
      try PowerRun.run(
        $0, SimulationQuestion(replicates: 2000, seed: 4), with: [], asking: "80%")
    }
    let level = FigureID("share_level")
    let half = try #require(
      run.power.goals.first { $0.event == .achieved(level, atLeast: 50) })
    guard case .participants(let count)? = half.fewest else {
      Issue.record("\(String(describing: half.fewest))")
      return
    }
    // By the distribution one fewer is clearly short of it, or the number is on the edge; either way within
    // four standard errors of 2,000 replicates.
    #expect(Self.probability(count, reaching: 300) > 0.8 - 0.036)
    #expect(Self.probability(count - 1, reaching: 300) < 0.8 + 0.036)
    // 44.4 percent never is 60 percent of many.
    let whole = try #require(
      run.power.goals.first { $0.event == .achieved(level, atLeast: 100) })
    #expect(whole.fewest == Power.Fewest.none)
    #expect(run.text(.ja).contains("最少人数 80.00%"))
  }

  /// A payment on a condition, and one that a number of persons is required for.
  @Test func conditionsOfPaymentsAreCounted() throws {
    let scratch = try Scratch()
    try withExtendedLifetime(scratch) {
      var request = try SmallStudy.request(scratch, SmallStudy.people)
      let contract = SmallStudy.contract
        .replacing(
          "  amount          60,000 yen × loss_level\n",
          with:
            "  amount          60,000 yen × loss_level\n  only if         quit_share at least 50.0 percent\n"
        )
        .replacing(
          "  record          percent, 1 decimal, half up\n",
          with:
            "  record          percent, 1 decimal, half up\n  require         at least 20 persons\n"
        )
      try scratch.write("contract.pfs", contract)
      request.file = try ContractFile.load("\(scratch.path)/contract.pfs")
      let run = try PowerRun.run(
        request, SimulationQuestion(replicates: 3000, seed: 3), with: ["19", "200%", "40"],
        asking: "99%")
      #expect(run.power.sizes == [18, 19, 40])
      let met = try #require(
        run.power.goals.first { $0.event == .condition(FigureID("loss_fee"), number: 1) })
      #expect(met.shares[1] == 0)
      #expect(abs(Self.share(met, 2) - Self.probability(40, reaching: 500)) < 0.04)
      let settled = try #require(run.power.goals.first { $0.event == .settled })
      #expect(settled.shares == [0, 0, 1])
      #expect(settled.fewest == .participants(20))
    }
  }

  /// 44.44… percent is recorded as 60.0 from +15.6 on: 59.94 is recorded as 59.9, 60.04 as 60.0. The mean
  /// change of −0.25 kg falls below −1.50 from −1.26 on. By hand.
  @Test(arguments: [("quit_share", "15.6"), ("weight_change", "-1.26")])
  func theNextRowIsTheFirstRecordedValueInIt(name: String, effect: String) throws {
    let run = try Self.small {
      try BreakEvenRun.run(
        $0, SimulationQuestion(replicates: 20, seed: 3), reaching: "\(name)=next")
    }
    #expect(run.breakEven.effect == Exact(decimal: effect))
    #expect(!run.breakEven.isReachedWithout)
  }

  /// The expected amount due with the effect reaches the amount, and with a step less it does not.
  @Test(arguments: [("99,000", false), ("120,000 yen", false), ("40000円", true)])
  func theEffectIsTheLeastThatReachesTheAmount(amount: String, isReached: Bool) throws {
    try Self.small { request in
      var question = SimulationQuestion(replicates: 400, seed: 3)
      let run = try BreakEvenRun.run(request, question, reaching: "quit_share=\(amount)")
      let found = run.breakEven
      #expect(found.isReachedWithout == isReached)
      #expect(found.isMonotone)
      let effect = try #require(found.effect)
      #expect((effect.signum > 0) != isReached)
      guard case .due(let goal) = found.goal else {
        Issue.record("no amount")
        return
      }
      func expected(_ effect: Exact) throws -> Exact? {
        let sign = effect.signum < 0 ? "" : "+"
        question.effects = ["quit_share=\(sign)\(effect.fixed(decimals: 1)) percent"]
        return try SimulationRun.run(request, question).simulation.due?.distribution?.mean
      }
      let step = Exact(unscaled: 1, scale: 1)
      #expect(try #require(try expected(effect)) >= goal)
      #expect(try #require(try expected(effect - step)) < goal)
      #expect(found.with?.due?.distribution?.mean == (try expected(effect)))
      #expect(run.text(.en).contains("Goal: the expected amount due reaches "))
    }
  }

  @Test func whatNoEffectReachesIsSaid() throws {
    let run = try Self.small {
      try BreakEvenRun.run(
        $0, SimulationQuestion(replicates: 50, seed: 3), reaching: "quit_share=1,000,000 yen")
    }
    #expect(run.breakEven.effect == nil)
    #expect(run.text(.en).contains("  reached by no effect on quit_share\n"))
    #expect(run.text(.ja).contains("  「quit_share」のどの効果でも達しません\n"))
  }

  @Test(arguments: ["quit_share", "quit_fee=next", "quit_share=more", "share_level=next"])
  func whatIsNoBreakEvenIsRefused(text: String) throws {
    try Self.small { request in
      let codes = SweepTests.codes { () throws(Refusal) in
        _ = try BreakEvenRun.run(
          request, SimulationQuestion(replicates: 5, seed: 1), reaching: text)
      }
      #expect(codes == ["P930"])
    }
  }

  @Test(arguments: ["0", "1", "120%", "high"])
  func whatIsNoPowerIsRefused(text: String) throws {
    try Self.small { request in
      let codes = SweepTests.codes { () throws(Refusal) in
        _ = try PowerRun.run(
          request, SimulationQuestion(replicates: 5, seed: 1), with: [], asking: text)
      }
      #expect(codes == ["P930"])
    }
  }
}
