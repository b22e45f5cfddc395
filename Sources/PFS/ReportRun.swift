import Contract
import Diagnostics
import Evidence
import Execution
import Proofs
import Records
import Reports
import Settlement

/// The report of a recorded settlement, made from the record alone: nobody's records are read.
public struct ReportRun: Sendable {
  /// The page, UTF-8.
  public let html: String
  public let settlement: Settlement

  /// Reads bundles, packed or not, and makes the page.
  ///
  /// - Parameters:
  ///   - earlier: bundles of earlier periods of the same contract, for what was reached then.
  ///   - tongue: the language of the page; in the other one the contract is translated by its vocabulary.
  /// - Throws: a refusal if a bundle is damaged, is of another contract, is no earlier one, or is not the
  ///   one that the settlement stands on, if its figures do not follow from what it records, or if a name has no pair in
  ///   the language.
  public static func run(
    _ record: RecordedSettlement, earlier paths: [String], in tongue: Tongue
  ) throws(Refusal) -> ReportRun {
    let own = try record.settled(in: tongue)
    var earlier: [Settlement] = []
    for path in paths {
      let other = try RecordedSettlement.open(path)
      try other.requireSameContract(as: own.settlement.contract)
      let settled = try other.settled(in: tongue).settlement
      guard settled.period.id < own.settlement.period.id,
        !earlier.contains(where: { $0.period.id == settled.period.id })
      else {
        throw Refusal(
          .notEarlier(path, settled.period.id, than: own.settlement.period.id),
          tongue: record.tongue)
      }
      let used = own.settlement.priors.first { $0.period == settled.period.name }?.manifestSHA256
      guard used == nil || used == other.bundle.manifest.sha256 else {
        throw Refusal(
          .notThePrior(path, settled.period.id, of: own.settlement.period.id), tongue: record.tongue
        )
      }
      earlier.append(settled)
    }
    let rehearsal = Rehearsal(own.file, request: nil)
    let (signed, _) = try own.file.contract()
    var coverage = Coverage(of: try rehearsal.contractsInForce(), asRecorded: true)
    coverage.add(try rehearsal.examples())
    coverage.add(own.settlement, as: own.settlement.period.name)
    return ReportRun(
      html: SettlementReport(
        statement: own.statement(in: tongue), signed: signed, coverage: coverage, earlier: earlier
      ).html,
      settlement: own.settlement)
  }
}
