import Contract
import Diagnostics
import Evidence
import Ledger
import Quantities
import Settlement

/// A corrected settlement with the later ones that were made after what it replaces.
public struct RestatementRequest: Sendable {
  /// The corrected bundle.
  public var corrected: String
  /// The recorded bundles of later periods.
  public var later: [String]
  /// Where the later periods are settled again: one directory for each, named by the period.
  public var output: String?
  public var reason: String
  /// The differences are left to the next settlement.
  public var carried: Bool
  public var date: CivilDate

  /// Describes a restatement.
  public init(
    corrected: String, later: [String] = [], output: String? = nil, reason: String,
    carried: Bool = false, date: CivilDate
  ) {
    (self.corrected, self.later, self.output) = (corrected, later, output)
    (self.reason, self.carried, self.date) = (reason, carried, date)
  }
}

extension OfficeLedger {
  /// Restates a period, settles the later periods again after it, and records all differences at once.
  public func restate(_ request: RestatementRequest) throws(Refusal) -> Answer {
    var runs = [try Self.run(request.corrected)]
    var leftovers: [Diagnostic] = []
    if !request.later.isEmpty {
      guard let output = request.output else { throw Refusal(.laterOutputMissing()) }
      leftovers = Diagnostic.removedLeftovers(beside: Path.join(output, runs[0].period))
      runs += try resettled(request, after: runs[0], output: output)
    }
    let all = runs
    var answer = try change { history throws(LedgerProblem) in
      let found = try history.restate(
        all, reason: request.reason, carried: request.carried, date: request.date)
      return (found.map(\.number), found.contains(where: \.isNew))
    }
    answer.warnings = leftovers
    return answer
  }

  private func resettled(
    _ request: RestatementRequest, after corrected: Run, output: String
  ) throws(Refusal) -> [Run] {
    let book = try history().book
    var later: [(bundle: Bundle, path: String, run: Run)] = []
    for path in request.later {
      let run = try Self.run(path)
      guard let counted = book.inForce(run.contract, period: run.period)?.run,
        run.contract.isSame(as: corrected.contract), counted.key == run.key
      else { throw Refusal(.notTheRecordedBundle(path)) }
      let bundle = try RecordedSettlement.reading { () throws(BundleError) in try Bundle(path) }
      later.append((bundle, path, run))
    }
    later.sort { $0.run.from.utf8.lexicographicallyPrecedes($1.run.from.utf8) }
    var newer = [(period: corrected.period, path: request.corrected)]
    var runs: [Run] = []
    for settled in later {
      let path = Path.join(output, settled.run.period)
      try SettlementRun.resettle(
        settled.bundle, path: settled.path, after: newer, output: path)
      runs.append(try Self.run(path))
      newer.append((settled.run.period, path))
    }
    return runs
  }
}

extension SettlementRun {
  /// Settles a bundle's own contract and records again, after other earlier settlements, and records it.
  ///
  /// - Parameters:
  ///   - newer: bundles that take the place of the recorded earlier settlements of their periods.
  ///   - output: where the new bundle is written; one with the same bytes may be there already.
  static func resettle(
    _ bundle: Bundle, path: String, after newer: [(period: String, path: String)], output: String
  ) throws(Refusal) {
    let inputs = try RecordedSettlement.reading { () throws(BundleError) in try bundle.inputs() }
    let file = ContractFile(of: inputs.text, path: path)
    let plan = try SettlementPlan(file, settling: inputs.arguments.period)
    var priors: [PriorSettlement] = []
    for prior in inputs.arguments.priors {
      let new = newer.last { $0.period.utf8.elementsEqual(prior.period.utf8) }
      if let new {
        priors += try RecordedSettlement.priors([new.path], of: plan.contract).settlements
      } else {
        priors.append(prior)
      }
    }
    let data = try ContractData.read(plan.contract, from: inputs.inputsDirectory)
    let reported = try plan.reported(data)
    let settlement = try plan.settle(data, reported: reported, priors: priors)
    let run = SettlementRun(
      contract: plan.contract, period: plan.period, data: data, settlement: settlement,
      warnings: [], output: nil, file: file)
    let contents = run.contents(reported: reported, priors: priors)
    // A run that was stopped after writing it finds its own bundle again.
    if let there = try? Bundle(output), there.manifest == contents.manifest { return }
    try recording(file.tongue) { () throws(BundleError) in
      _ = try BundleWriter(system: SystemFileSystem()).write(
        contents.files, description: contents.description, environment: RunEnvironment.now(),
        to: output)
    }
  }
}
