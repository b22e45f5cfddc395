import Glibc
import PFS
import TestSupport
import Testing

/// Nine persons with a flag and a measurement, and tables on the share and on the mean change.
enum SmallStudy {
  static let contract = """
    language en
    contract small "Small study"
      parties         client "A City", provider "B KK"
      term            from 2025-04-01 to 2026-03-31
      year starts     April
    table people                                              per Art. 1
      key             person
      person          code
      quit            one of stopped, smokes
      weight_start    kg          range from 30 to 150
      weight_end      kg          range from 30 to 150, optional
    population everybody                                            per Art. 2
      of              people
    population quitters                                       per Art. 2
      of              everybody
      where           quit = stopped
    indicator quit_share                                           per Art. 3(1)
      kind            rate
      numerator       quitters
      denominator     everybody
      record          percent, 1 decimal, half up
    indicator weight_change                                            per Art. 3(2)
      kind            mean change
      of              everybody
      before          weight_start
      after           weight_end
      missing         complete pairs
      record          kg, 2 decimals, half up
    achievement share_level                                   per Art. 4(1)
      measured by     quit_share
      below 30.0 percent                            0 percent
      from 30.0 to below 60.0 percent               50 percent
      at least 60.0 percent                         100 percent
    achievement loss_level                                    per Art. 4(2)
      measured by     weight_change
      below -1.50 kg                                100 percent
      from -1.50 to below 0.20 kg                   50 percent
      at least 0.20 kg                              0 percent
    payment share_fee                                         per Art. 5(1)
      amount          100,000 yen × share_level
    payment loss_fee                                          per Art. 5(2)
      amount          60,000 yen × loss_level
    settlement yearly                                         per Art. 6
      basis           each year on its own
      total           share_fee + loss_fee
      tax             10 percent
      tax round       down to 1 yen

    """

  struct Person {
    var quit: Bool
    var before: Int
    var after: Int?
  }

  /// Four of nine quit: 44.4 percent; changes of −3, 1, 0, −1, 2, −2, 0, 1 kg: mean −0.25.
  static let people = [
    Person(quit: true, before: 70, after: 67), Person(quit: false, before: 60, after: 61),
    Person(quit: false, before: 55, after: 55), Person(quit: true, before: 80, after: 79),
    Person(quit: false, before: 65, after: 67), Person(quit: true, before: 90, after: 88),
    Person(quit: false, before: 50, after: 50), Person(quit: true, before: 72, after: 73),
    Person(quit: false, before: 61, after: nil),
  ]

  static func request(_ scratch: Scratch, _ people: [Person]) throws -> SettlementRequest {
    try scratch.write("contract.pfs", contract)
    let rows = people.enumerated().map { place, person in
      "P\(place),\(person.quit ? "stopped" : "smokes"),\(person.before),\(person.after.map(String.init) ?? "")\n"
    }
    try scratch.write("data/people.csv", "person,quit,weight_start,weight_end\n" + rows.joined())
    return SettlementRequest(
      file: try ContractFile.load("\(scratch.path)/contract.pfs"), data: "\(scratch.path)/data",
      period: try SettlementRequest.period("2025"))
  }

  static func settled(_ people: [Person]) throws -> Settlement {
    let scratch = try Scratch()
    return try withExtendedLifetime(scratch) {
      try SettlementRun.settle(try request(scratch, people)).settlement
    }
  }
}

@Suite struct SensitivityTests {
  static func run(_ request: SettlementRequest, varying: [String] = []) throws -> SensitivityRun {
    try SensitivityRun.run(
      request, SimulationQuestion(replicates: 200, seed: 3), varying: varying)
  }

  static func small() throws -> SensitivityRun {
    let scratch = try Scratch()
    return try withExtendedLifetime(scratch) {
      try run(try SmallStudy.request(scratch, SmallStudy.people))
    }
  }

  /// What leaving out a participant changes is what a settlement of the other records gives.
  @Test func leavingOutIsARerun() throws {
    let run = try Self.small()
    let due = try #require(run.sensitivity.base.due?.value)
    var seen = 0
    for group in run.sensitivity.influence.groups {
      for unit in group.units {
        var others = SmallStudy.people
        others.remove(at: unit)
        let rerun = try SmallStudy.settled(others)
        #expect(group.change == rerun.due.map { $0.value - due }, "participant \(unit)")
        seen += 1
      }
    }
    #expect(seen == SmallStudy.people.count)
  }

  /// The same on records with several tables, for every twentieth resident.
  @Test func leavingOutIsARerunOfSeveralTables() throws {
    let study = Study.yamaguchi
    let run = try Self.run(try SimulationTests.request(study))
    let due = try #require(run.sensitivity.base.due?.value)
    let size = try study.size()
    var changes: [Int: Exact] = [:]
    for group in run.sensitivity.influence.groups {
      for unit in group.units { changes[unit] = group.change }
    }
    #expect(changes.count == size)
    for unit in stride(from: 7, to: size, by: 75) {
      var times = [Int](repeating: 1, count: size)
      times[unit] = 0
      let rerun = try SimulationTests.rerun(study, times)
      #expect(changes[unit] == rerun.due.map { $0.value - due }, "resident \(unit)")
    }
  }

  /// The fewest participants by trying every set of them: each flag the other way, and each change of
  /// weight any of those that are observed.
  @Test(arguments: [true, false])
  func theFewestAreThoseOfEverySet(upwards: Bool) throws {
    let boundaries = try Self.small().sensitivity.boundaries
    let share = try #require(boundaries.first { $0.figure.description == "quit_share" })
    let loss = try #require(boundaries.first { $0.figure.description == "weight_change" })

    let flags = SmallStudy.people.map(\.quit)
    let shareFewest = fewest(flags.count) { chosen in
      let changed = flags.enumerated().map { chosen.contains($0.offset) ? !$0.element : $0.element }
      // Thirds of a percent round to the same side of 30.0 and 60.0.
      let percent = 100 * Double(changed.count { $0 }) / 9
      return upwards ? percent >= 60 : percent < 30
    }
    #expect((upwards ? share.above : share.below)?.participants == shareFewest)

    let changes = SmallStudy.people.compactMap { person in person.after.map { $0 - person.before } }
    let observed = Set(changes)
    let lossFewest = fewest(changes.count) { chosen in
      // All values for each chosen one; the extremes are among them.
      func sums(_ rest: [Int], _ sum: Int) -> Bool {
        guard let next = rest.first else {
          // In hundredths of a kilogram over eight persons; no value is a tie of the second decimal.
          let mean = Double(sum) / 8
          return upwards ? mean >= 0.2 : mean < -1.5
        }
        return observed.contains { sums(Array(rest.dropFirst()), sum - changes[next] + $0) }
      }
      return sums(chosen.sorted(), changes.reduce(0, +))
    }
    #expect((upwards ? loss.above : loss.below)?.participants == lossFewest)
  }

  /// The size of the smallest set that satisfies a condition.
  private func fewest(_ count: Int, _ isReached: (Set<Int>) -> Bool) -> Int? {
    let sets = (0..<1 << count).map { bits in
      Set((0..<count).filter { bits >> $0 & 1 == 1 })
    }.sorted { $0.count < $1.count }
    return sets.first(where: isReached)?.count
  }

  /// The fewest participants for another payment, for a limit to act and for a condition to be met, by settling every
  /// set of them: each flag the other way, each end weight any change that is observed.
  @Test func fragilityIsThatOfEverySet() throws {
    let scratch = try Scratch()
    try withExtendedLifetime(scratch) {
      var request = try SmallStudy.request(scratch, SmallStudy.people)
      let contract = SmallStudy.contract
        .replacing(
          "  amount          100,000 yen × share_level\n",
          with:
            "  amount          2,000 yen per percent × quit_share\n  cap             110,000 yen\n"
        )
        .replacing(
          "  amount          60,000 yen × loss_level\n",
          with:
            "  amount          60,000 yen × loss_level\n  only if         quit_share at least 40.0 percent\n  floor           10,000 yen\n"
        )
      try scratch.write("contract.pfs", contract)
      request.file = try ContractFile.load("\(scratch.path)/contract.pfs")
      let found = try Self.run(request).sensitivity.fragility
      func fewest(_ figure: String, _ isUpwards: Bool, _ event: Fragility.Event) -> Int? {
        found.first {
          $0.figure.description == figure && $0.isUpwards == isUpwards && $0.event == event
        }?.participants
      }
      let base = try SettlementRun.settle(request).settlement
      // What a settlement of the changed records shows.
      struct Shown {
        let due: Exact?
        let isCapped: Bool
        let isMet: Bool
        let isFloored: Bool
        init(_ settlement: Settlement) {
          due = settlement.due?.value
          let share = settlement.figure(named: "share_fee")
          isCapped = share?.value == 110_000
          isMet = (settlement.figure(named: "quit_share")?.value ?? 0) >= 40
          isFloored = settlement.figure(named: "loss_fee")?.value == 10_000
        }
      }
      let before = Shown(base)
      #expect(!before.isCapped && before.isMet && !before.isFloored)
      let flags = SmallStudy.people.map(\.quit)
      var shares: [Int: Shown] = [:]
      func shown(_ quitters: Int) throws -> Shown {
        if let known = shares[quitters] { return known }
        var people = SmallStudy.people
        for place in people.indices { people[place].quit = place < quitters }
        let other = try Scratch()
        return try withExtendedLifetime(other) {
          var own = try SmallStudy.request(other, people)
          own.file = request.file
          let found = Shown(try SettlementRun.settle(own).settlement)
          shares[quitters] = found
          return found
        }
      }
      for quitters in 0...9 { _ = try shown(quitters) }
      for isUpwards in [true, false] {
        func exhaustive(_ isMeant: @escaping (Shown) -> Bool) -> Int? {
          self.fewest(flags.count) { chosen in
            let changed = flags.enumerated().count {
              chosen.contains($0.offset) ? !$0.element : $0.element
            }
            guard isUpwards ? changed > 4 : changed < 4 else { return false }
            return shares[changed].map(isMeant) ?? false
          }
        }
        #expect(fewest("quit_share", isUpwards, .amount) == exhaustive { $0.due != before.due })
        #expect(
          fewest("quit_share", isUpwards, .line(FigureID("share_fee"), .cap, acts: true))
            == exhaustive { $0.isCapped })
        #expect(
          fewest(
            "quit_share", isUpwards, .line(FigureID("loss_fee"), .condition(1), acts: false))
            == exhaustive { !$0.isMet })
        #expect(
          fewest("quit_share", isUpwards, .line(FigureID("loss_fee"), .floor, acts: true))
            == exhaustive { $0.isFloored })
      }
      // By hand: 4 of 9; 55 percent of 9 persons are 5, and 40 percent 4.
      #expect(fewest("quit_share", true, .line(FigureID("share_fee"), .cap, acts: true)) == 1)
      #expect(
        fewest("quit_share", false, .line(FigureID("loss_fee"), .condition(1), acts: false)) == 1)
      let text = try Self.run(request).text(.en)
      #expect(text.contains("share_fee: the cap acts"))
      #expect(text.contains("loss_fee: condition 1 is not met"))
      #expect(try Self.run(request).text(.ja).contains("支払額が変わる最少の参加者数\n"))
    }
  }

  /// Two more quitters are 6 of 9, 66.7 percent: 100,000 + 30,000 and tax. By hand.
  @Test func theFewestGiveTheOtherPayment() throws {
    let run = try Self.small()
    let share = try #require(run.sensitivity.boundaries.first)
    #expect(share.row == 2)
    #expect(share.above?.participants == 2)
    #expect(share.above?.bound == 60)
    #expect(share.above?.due == 143_000)
    #expect(share.below?.participants == 2)
    #expect(share.below?.value == Exact(unscaled: 222, scale: 1))
    #expect(share.below?.due == 33_000)
    var people = SmallStudy.people
    people[1].quit = true
    people[2].quit = true
    #expect(try SmallStudy.settled(people).due?.value == 143_000)
  }

  /// Where whole districts are drawn, influence and boundaries are of single participants all the same.
  @Test func participantsAreNotDistricts() throws {
    let study = Study(
      contract: "genki-effects", data: "../shared/data/genki/small/clean", period: "2022",
      participants: ("residents.csv", "resident_id"))
    guard study.isPresent else { return }
    var question = SimulationQuestion(replicates: 20, seed: 3)
    let request = try SimulationTests.request(study)
    question.assumptions = try Self.notResampled(request, question)
    let run = try SensitivityRun.run(request, question, varying: [])
    #expect(run.sensitivity.draws.cluster != nil)
    #expect(run.sensitivity.influence.participants > 100)
    #expect(run.line(ofUnit: 0)?.file == "residents.csv")
  }

  /// Assumptions for what is no function of sums.
  private static func notResampled(
    _ request: SettlementRequest, _ question: SimulationQuestion
  ) throws -> [String] {
    let settlement = try SettlementRun.settle(request).settlement
    do throws(Refusal) {
      _ = try SimulationRun.run(request, question)
      return []
    } catch {
      // Every figure that cannot be resampled is named.
      #expect(error.diagnostics.count > 1)
      return error.diagnostics.compactMap { diagnostic in
        guard let own = diagnostic.headline.en.split(separator: "'").first,
          let figure = settlement.figure(named: String(own))
        else { return nil }
        return "\(own)=\(settlement.contract.text(figure, in: .en))"
      }
    }
  }

  /// Without one of twenty the contract would stop: that is no other amount.
  @Test func aStopIsNoOtherAmount() throws {
    let scratch = try Scratch()
    try withExtendedLifetime(scratch) {
      var request = try SmallStudy.request(scratch, SmallStudy.people)
      try scratch.write(
        "contract.pfs",
        SmallStudy.contract.replacing(
          "  record          percent, 1 decimal, half up\n",
          with:
            "  record          percent, 1 decimal, half up\n  require         at least 9 persons\n")
      )
      request.file = try ContractFile.load("\(scratch.path)/contract.pfs")
      let run = try Self.run(request)
      #expect(run.sensitivity.influence.count == 0)
      #expect(run.sensitivity.influence.withoutPayment == 9)
      #expect(run.outcome == .done)
      #expect(run.text(.en).contains("  Without one of 9 there would be no payment"))
      try scratch.write(
        "contract.pfs",
        SmallStudy.contract.replacing(
          "  record          percent, 1 decimal, half up\n",
          with:
            "  record          percent, 1 decimal, half up\n  require         at least 10 persons\n"
        ))
      request.file = try ContractFile.load("\(scratch.path)/contract.pfs")
      let stopped = try Self.run(request)
      #expect(stopped.outcome == .stopped)
      #expect(stopped.sensitivity.influence.groups.isEmpty)
    }
  }

  /// A bar is the scenario at either end, and the longest stands first.
  @Test func barsAreScenarios() throws {
    let request = try SimulationTests.request(.yamaguchi)
    let run = try Self.run(request, varying: ["reach_fee cap=100,000..300,000 yen"])
    let bars = run.sensitivity.bars
    #expect(zip(bars, bars.dropFirst()).allSatisfy { $0.swing >= $1.swing })
    let cap = try #require(bars.first { $0.name == .assumption("reach_fee cap=… yen") })
    // 5,951,000 − 356,000 + 100,000 = 5,695,000, and with tax 6,264,500; at 300,000 it is 6,484,500.
    #expect(cap.low.due == 6_264_500)
    #expect(cap.high.due == 6_484_500)
    let well = try #require(bars.first { $0.name == .figure(FigureID("kept_well")) })
    for end in [well.low, well.high] {
      let text = "kept_well=\(end.value.fixed(decimals: 1)) percent"
      let scenario = try ScenarioRun.run(request, .assumptions([text])).scenario
      #expect(scenario.due?.value == end.due)
    }
  }

  /// The fewest participants are those whose records differ, by HMAC-SHA-256 of their ids: computed with Python's
  /// hmac, the key 32 bytes of 'k', over "people\\0person" + "\\0" + id.
  @Test func theFewestAreNamedByPseudonyms() throws {
    let scratch = try Scratch()
    try withExtendedLifetime(scratch) {
      let request = try SmallStudy.request(scratch, SmallStudy.people)
      try scratch.write("office.key", String(repeating: "k", count: 32))
      #expect(chmod("\(scratch.path)/office.key", 0o600) == 0)
      let run = try SensitivityRun.run(
        request, SimulationQuestion(replicates: 20, seed: 3), varying: [],
        key: "\(scratch.path)/office.key")
      let share = try #require(run.sensitivity.boundaries.first)
      // P1 and P2 are the first who did not quit, P0 and P3 the first who did.
      #expect(share.above?.units == [1, 2])
      #expect(share.below?.units == [0, 3])
      #expect(run.pseudonyms(of: [1, 2]) == Self.pseudonyms)
      let text = run.text(.en)
      #expect(Self.pseudonyms.allSatisfy { text.contains("    \($0)\n") })
      #expect(Self.pseudonyms.allSatisfy { run.json.contains("\"\($0)\"") })
      #expect(!text.contains("P1"))
      #expect(chmod("\(scratch.path)/office.key", 0o644) == 0)
      let codes = SweepTests.codes { () throws(Refusal) in
        _ = try SensitivityRun.run(
          request, SimulationQuestion(replicates: 20, seed: 3), varying: [],
          key: "\(scratch.path)/office.key")
      }
      #expect(codes == ["P967"])
    }
  }

  private static let pseudonyms = [
    "97338837A31F01107A36280D02EE820A6E4CB6E302A917DE0D2B8D5E11F9DB9F",
    "BF45F87CE602D9D26DE23D54CBAF62F06DD140331A2AE377B794EA5851BA6A49",
  ]

  /// Neither an id nor anything else of a record is shown, but the line that it stands on.
  @Test func nothingOfAPersonIsShown() throws {
    let run = try Self.run(try SimulationTests.request(.yamaguchi))
    for text in [run.text(.en), run.text(.ja), run.json, run.csv] {
      #expect(!text.contains("Y000"))
    }
    #expect(run.text(.en).contains("residents.csv:"))
    // The header is line 1.
    #expect(run.line(ofUnit: 0)?.line == 2)
  }
}
