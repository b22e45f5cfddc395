import PFS
import Statistics
import TestSupport
import Testing

/// Enrolment and attrition: each replicate is a settlement of the rows that are then there.
@Suite struct SamplingTests {
  /// A study with what is assumed of it, and what that means in its files.
  struct Case: CustomTestStringConvertible, Sendable {
    let study: Study
    let enrolment: String?
    let enrolled: @Sendable (Int) -> Int
    let attrition: String?
    /// The rate in 2^-64, computed by hand.
    let threshold: UInt64
    let loss: Study.Loss?

    init(
      _ study: Study, _ enrolment: String? = nil,
      _ enrolled: @escaping @Sendable (Int) -> Int = { $0 },
      losing attrition: String? = nil, _ threshold: UInt64 = 0, _ loss: Study.Loss? = nil
    ) {
      (self.study, self.enrolment, self.enrolled) = (study, enrolment, enrolled)
      (self.attrition, self.threshold, self.loss) = (attrition, threshold, loss)
    }

    var testDescription: String { "\(study) \(enrolment ?? "") \(attrition ?? "")" }
  }

  /// 2^64 / 5 and 2^64 / 2.
  static let fifth: UInt64 = 3_689_348_814_741_910_323
  static let half: UInt64 = 1 << 63

  static let cases: [Case] = [
    Case(.medication, "160%", { ($0 * 16 + 5) / 10 }),
    Case(.medication, "40", { _ in 40 }),
    Case(
      .yamaguchi, "1,900", { _ in 1900 }, losing: "health=20 percent", fifth,
      .init(file: "health.csv", id: "resident_id")),
    Case(
      .yamaguchi, losing: "health followup=50%", half,
      .init(file: "health.csv", id: "resident_id", where: ("wave", ["followup", "2", "2回目"]))),
    Case(
      .yamaguchi, losing: "health gait=20 percent", fifth,
      .init(file: "health.csv", id: "resident_id", cells: "gait_mps")),
    Case(
      .yamaguchi, "50%", { ($0 + 1) / 2 }, losing: "residents=50 percent", half,
      .init(file: "residents.csv", id: "resident_id")),
    Case(
      .quitSmoking, "2,000", { _ in 2000 }, losing: "smokers weight_after=50%", half,
      .init(file: "nhefs.csv", id: "seqn", cells: "wt82")),
  ]

  /// The copies of each participant, and how many of them are lost, by the published streams.
  static func draws(
    _ item: Case, _ replicate: Int, seed: UInt64
  ) throws -> (times: [Int], lost: [Int]) {
    let size = try item.study.size()
    var counts = [UInt8](repeating: 0, count: size)
    var span = counts.mutableSpan
    PhiloxDraws(key: StreamKey(contract: seed, scenario: 1)).count(
      replicate: replicate, pool: 0..<size, number: 0, draws: item.enrolled(size), into: &span)
    let lost = counts.enumerated().map { unit, copies in
      (0..<Int(copies)).count { copy in
        let block = Philox(key: (seed, 2)).block(
          (UInt64(copy / 4), UInt64(unit), UInt64(replicate), 0))
        return [block.0, block.1, block.2, block.3][copy % 4] < item.threshold
      }
    }
    return (counts.map(Int.init), lost)
  }

  @Test(arguments: cases)
  func aReplicateIsASettlementOfTheRowsThatAreThen(item: Case) throws {
    let study = item.study
    let request = try SimulationTests.request(study)
    var question = SimulationTests.question(study, replicates: 2)
    question.enrolment = item.enrolment
    question.attrition = item.attrition
    let run = try SimulationRun.run(request, question)
    var seen: Set<String?> = []
    for number in 0..<2 {
      let (times, lost) = try Self.draws(item, number, seed: question.seed)
      #expect(times.reduce(0, +) == item.enrolled(times.count))
      let scratch = try Scratch()
      try study.write(times, losing: item.loss, lost, to: scratch)
      let rerun = try withExtendedLifetime(scratch) {
        try SettlementRun.settle(
          try SimulationTests.request(study, data: "\(scratch.path)/data")
        ).settlement
      }
      let expected = SimulationTests.figures(rerun)
      var found: [String: String] = [:]
      for figure in run.simulation.figures {
        found[figure.id.description] = figure.values[number]?.fraction
      }
      #expect(found == expected, "replicate \(number)")
      let alone = try SimulationRun.replicate(number, request, question)
      #expect(SimulationTests.figures(alone.settlement) == expected)
      seen.insert(found.sorted { $0.key < $1.key }.map(\.value).joined())
    }
    #expect(seen.count == 2)
  }

  /// Nobody lost and everybody drawn is the plain simulation.
  @Test func noAssumptionIsThePlainSimulation() throws {
    let request = try SimulationTests.request(.medication)
    let question = SimulationTests.question(.medication, replicates: 50)
    var other = question
    other.enrolment = "100%"
    other.attrition = "patients=0%"
    #expect(
      try SimulationRun.run(request, question).csv == SimulationRun.run(request, other).csv)
  }

  /// Of 1,566 smokers 403 quit. With 10,000 drawn the standard error of the share is
  /// √(0.2573 × 0.7427 / 10000) = 0.437 percentage points instead of 1.105.
  @Test func moreParticipantsMeasureMoreExactly() throws {
    var question = SimulationTests.question(.quitSmoking, replicates: 2000, seed: 5)
    question.enrolment = "10,000"
    let run = try SimulationRun.run(try SimulationTests.request(.quitSmoking), question)
    let rate = try #require(run.simulation[FigureID("quit_rate")])
    let values = rate.values.compactMap { $0.flatMap { Double($0.decimalText) } }
    let mean = values.reduce(0, +) / 2000
    let deviation = (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 1999).squareRoot()
    // Of the 1,629 drawn 63 have no second weight: 10,000 × 1566/1629 are followed up.
    #expect(abs(deviation - 0.446) < 0.03)
    #expect(run.text(.en).contains(": 10,000 drawn with replacement from 1,629 rows of smokers\n"))
  }

  /// A tenth of those who are drawn is lost: 9 of 10 are followed up.
  @Test func theShareThatIsLostIsTheRate() throws {
    var question = SimulationTests.question(.quitSmoking, replicates: 1000, seed: 5)
    question.attrition = "smokers weight_after=10 percent"
    let run = try SimulationRun.run(try SimulationTests.request(.quitSmoking), question)
    let number = try #require(run.simulation[FigureID("followed_up_number")]?.distribution)
    let mean = try #require(Double(number.mean.rounded(.down, decimals: 6).decimalText))
    // 1,566 × 0.9 = 1,409.4, with a standard error of √(1629 × 0.865 × 0.135 / 1000) = 0.44.
    #expect(abs(mean - 1409.4) < 1.8)
    #expect(
      run.text(.ja).contains("  抽出した参加者の10.00%は、測定の前に「smokers」の「weight_after」の値を失う\n"))
  }

  static let wrong: [(String?, String?, String)] = [
    ("0", nil, "E408"), ("2,101%", nil, "E408"), ("many", nil, "P929"), ("-5", nil, "E408"),
    (nil, "smokers", "P929"), (nil, "smoker=10%", "P929"), (nil, "smokers=110%", "P929"),
    (nil, "smokers weight_before=10%", "E407"), (nil, "smokers nothing=10%", "P929"),
  ]

  @Test(arguments: wrong)
  func whatCannotBeDrawnIsRefused(enrolment: String?, attrition: String?, code: String) throws {
    var question = SimulationTests.question(.quitSmoking)
    question.enrolment = enrolment
    question.attrition = attrition
    let request = try SimulationTests.request(.quitSmoking)
    let asked = question
    #expect(
      SweepTests.codes { () throws(Refusal) in _ = try SimulationRun.run(request, asked) }
        == [code])
  }
}
