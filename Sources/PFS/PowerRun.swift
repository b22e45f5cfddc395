import Analysis
import Contract
import Diagnostics
import Execution
import Quantities
import Reports
import Settlement

/// The power of a contract's conditions. It settles nothing and is never recorded.
public struct PowerRun: Sendable {
  public let power: Power
  /// The assumptions and the assumed effects, as written.
  public let assumptions: [String]
  public let effects: [String]
  public let warnings: [Diagnostic]

  /// Reads and measures once, and simulates with each number of participants.
  ///
  /// - Parameters:
  ///   - sizes: numbers of participants, or percentages of those on record; empty takes those on record.
  ///   - asked: the power for which the fewest participants are searched, such as `80%`.
  /// - Throws: a refusal as of a simulation.
  public static func run(
    _ request: SettlementRequest, _ question: SimulationQuestion, with sizes: [String],
    asking asked: String?, reading: ContractData.Progress? = nil,
    progress: Simulator.Progress? = nil
  ) throws(Refusal) -> PowerRun {
    let tongue = request.file.tongue
    let level = try asked.map { text throws(Refusal) in try SamplingText.power(text, tongue) }
    var enrolments: [Enrolment] = []
    for size in sizes { enrolments.append(try SamplingText.enrolment(size, tongue)) }
    // Other figures are not shown.
    var narrowed = question
    narrowed.paymentsOnly = true
    let (item, simulator, effects) = try SimulationRun.prepare(
      request, narrowed, replicates: 0..<question.replicates, reading: reading, drawing: progress)
    do throws(ResamplingObstacle) {
      let units = simulator.measuring.units
      var counts: [Int] = []
      for enrolment in enrolments {
        guard let count = enrolment.count(of: units) else { throw .enrolment(units: units) }
        counts.append(count)
      }
      let power = try simulator.power(
        with: counts.isEmpty ? [units] : counts, asking: level, effects: effects,
        progress: progress)
      return PowerRun(
        power: power, assumptions: item.assumptions, effects: question.effects,
        warnings: item.warnings)
    } catch {
      throw item.refusal(error)
    }
  }
}

extension PowerRun: TabularAnalysis {
  /// For people.
  public func text(_ tongue: Tongue) -> String {
    TerminalReport(tongue: tongue).power(power, assuming: assumptions + effects)
  }

  /// As canonical JSON on one line.
  public var json: String {
    var members = AnalysisJSON.head(power.contract, power.period)
    members += AnalysisJSON.page("power", power.contract)
    members += [
      .init("assumptions", .array(assumptions.map { .string($0) })),
      .init("effects", .array(effects.map { .string($0) })),
      .init("draws", AnalysisJSON.draws(power.draws, power.contract)),
      .init("participants", .array(power.sizes.map { .count($0) })),
      .init("power", .text(power.asked?.fraction)),
      .init("goals", .array(power.goals.map(goal))),
    ]
    return AnalysisJSON.line(members)
  }

  private func goal(_ goal: Power.Goal) -> JSONValue {
    var members: [JSONValue.Member]
    switch goal.event {
    case .achieved(let id, let level):
      members = [
        .init("figure", .string(id.description)), .init("atLeast", .string(level.fraction)),
      ]
    case .condition(let id, let number):
      members = [
        .init("figure", .string(id.description)), .init("condition", .count(number)),
      ]
    case .settled: members = [.init("figure", .string(FigureID.due.description))]
    }
    members += [
      .init(
        "words",
        AnalysisJSON.both { TerminalReport(tongue: $0).words(goal.event, power.contract) }),
      .init("probabilities", .array(goal.shares.map { .string($0.fraction) })),
      .init("fewest", .text(goal.fewest.map(Self.text))),
      .init(
        "fewestWords",
        goal.fewest.map { fewest in
          AnalysisJSON.both { TerminalReport(tongue: $0).words(fewest) }
        } ?? .null),
    ]
    return .object(members)
  }

  /// A number, `any`, or `none`.
  private static func text(_ fewest: Power.Fewest) -> String {
    switch fewest {
    case .participants(let count): String(count)
    case .any: "any"
    case .between: "between"
    case .none: "none"
    }
  }

  /// One line for each condition, one column for each number of participants.
  public var csv: String {
    var rows = [
      ["figure", "reached"] + power.sizes.map(String.init)
        + (power.asked == nil ? [] : ["fewest"])
    ]
    for goal in power.goals {
      let (figure, reached): (FigureID, String) =
        switch goal.event {
        case .achieved(let id, let level): (id, "at least \(CSVText.number(level))")
        case .condition(let id, let number): (id, "condition \(number)")
        case .settled: (.due, "settled")
        }
      rows.append(
        [CSVText.field(figure.description), CSVText.field(reached)]
          + goal.shares.map(CSVText.number) + (goal.fewest.map { [Self.text($0)] } ?? []))
    }
    return CSVText.table(rows)
  }
}
