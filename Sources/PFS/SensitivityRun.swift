import Analysis
import Contract
import Diagnostics
import Execution
import Quantities
import Records
import Settlement

/// What moves the payment of a period. It settles nothing and is never recorded.
public struct SensitivityRun: Sendable {
  public let sensitivity: Sensitivity
  /// The assumptions, as written.
  public let assumptions: [String]
  public let warnings: [Diagnostic]
  private let data: ContractData
  private let table: Int
  private let pseudonyms: Pseudonyms?

  /// Reads, measures and draws once, and settles what follows.
  ///
  /// Of single participants boundaries and influence are, also where the contract's estimates cluster and whole
  /// clusters are drawn.
  ///
  /// - Parameters:
  ///   - varying: assumptions with a range, `NAME=LOW..HIGH`, each of which becomes a bar.
  ///   - key: the file of a key, under which the fewest participants of a boundary are named.
  /// - Throws: a refusal as of a simulation.
  public static func run(
    _ request: SettlementRequest, _ question: SimulationQuestion, varying texts: [String],
    key: String? = nil, reading: ContractData.Progress? = nil, progress: Simulator.Progress? = nil
  ) throws(Refusal) -> SensitivityRun {
    let secret = try key.map { path throws(Refusal) in try PseudonymKey.read(path) }
    var axes: [Sweep.Axis] = []
    for text in texts { axes.append(try SweepText.readEnds(text, request.file.tongue)) }
    let (item, simulator, _) = try SimulationRun.prepare(
      request, question, replicates: 0..<question.replicates, reading: reading, drawing: progress)
    let simulation = try item.settling { () throws(Diagnostics) in try simulator.simulation() }
    let measuring = simulator.measuring
    let single =
      measuring.cluster == nil
      ? simulator
      : simulator.beside(try item.resampled(participants: measuring.participants.name))
    var bars = simulator.bars(of: simulation)
    for axis in axes {
      var ends: [Sensitivity.Bar.End] = []
      for (value, text) in zip(axis.values, axis.assumptions) {
        // Names and units are checked before the contract is tried with them.
        let read = try AssumptionText.read(
          question.assumptions + [text], request.file, settling: request.period)
        ends.append(
          Sensitivity.Bar.End(value: value, due: try item.due(assuming: read, of: request)))
      }
      bars.append(Sensitivity.Bar(name: .assumption(axis.name), low: ends[0], high: ends[1]))
    }
    return SensitivityRun(
      sensitivity: Sensitivity(
        contract: item.contract, period: item.plan.period, base: simulation.base,
        draws: simulation.draws, bars: bars, boundaries: single.boundaries(of: simulation),
        fragility: single.fragility(of: simulation.base, progress: progress),
        influence: single.influence(on: simulation.base, progress: progress)),
      assumptions: item.assumptions, warnings: item.warnings, data: item.data,
      table: item.contract.tables.firstIndex {
        $0.declaration.name.utf8.elementsEqual(measuring.participants.name.utf8)
      } ?? 0,
      pseudonyms: secret.map { Pseudonyms(item.contract, item.data.records, key: $0) })
  }

  /// The pseudonyms of participants, as an edition under the same key writes them; nil without a key.
  public func pseudonyms(of units: [Int]) -> [String]? {
    pseudonyms.map { names in units.compactMap { names.pseudonym(ofRow: $0, in: table) } }
  }

  /// How the run ends: `stopped` if the contract suspends something that the payment needs.
  public var outcome: Outcome { sensitivity.base.isSuspended ? .stopped : .done }

  /// The line on which a participant's record begins, without anything that stands in it.
  public func line(ofUnit unit: Int) -> (file: String, line: Int)? {
    guard let found = data.records.tables[table].fileLines(of: [unit]).first,
      let line = found.lines.first
    else { return nil }
    return (found.file, Int(line))
  }
}

extension MeasuredCase {
  /// The amount due under other assumptions; nil where nothing is due or the contract does not hold.
  fileprivate func due(
    assuming read: [Assumption], of request: SettlementRequest
  ) throws(Refusal) -> Exact? {
    let given = try GivenAssumptions(read, plan)
    guard
      let changed = try? plan.edited(given.edits, in: request.file),
      let reported = try? changed.reported(data)
    else { return nil }
    let settled = try? changed.settle(
      data, reported: reported, priors: terms.priors, assumed: given.figures)
    return settled?.due?.value
  }
}
