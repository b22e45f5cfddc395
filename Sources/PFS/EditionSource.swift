import Diagnostics
import Evidence
import Settlement

/// A bundle that an edition is made of: it recomputes, and there is room for the edition.
struct EditionSource {
  let recorded: RecordedSettlement
  let inputs: ReplayInputs
  let file: ContractFile
  let plan: SettlementPlan
  /// What there is to say about earlier runs.
  let warnings: [Diagnostic]

  /// - Throws: a refusal if the bundle does not recompute, or if there is something at `output`.
  init(_ path: String, to output: String) throws(Refusal) {
    let recorded = try RecordedSettlement.open(path)
    let result = try RecordedSettlement.replay(path)
    guard result.isConfirmed else {
      throw Refusal(.notReplayed(path, result.lines), outcome: .differs)
    }
    warnings = Diagnostic.removedLeftovers(beside: output)
    inputs = try RecordedSettlement.reading(in: recorded.tongue) { () throws(BundleError) in
      try BundleWriter<SystemFileSystem>.requireFree(output)
      return try recorded.bundle.inputs()
    }
    file = ContractFile(of: inputs.text, path: path)
    plan = try SettlementPlan(file, settling: inputs.arguments.period)
    self.recorded = recorded
  }
}
