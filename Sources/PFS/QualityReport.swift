import Contract
import Diagnostics
import Evidence
import Records
import Settlement

/// What became of every row of a contract's data.
public struct QualityReport: Sendable {
  public let data: DataSet
  /// The rows that were read and are not used.
  public let leftOut: RefusedData
  /// Of the contract and of the data.
  public let warnings: [Diagnostic]

  /// Reads the data of a contract and accounts for it.
  ///
  /// - Parameter period: the period whose tables are meant; nil: as first signed.
  /// - Throws: a refusal with everything that is wrong in the contract, else in all files.
  public static func make(
    _ file: ContractFile, data directory: String, period: PeriodName? = nil,
    progress: ContractData.Progress? = nil
  ) throws(Refusal) -> QualityReport {
    let contract: Contract
    let warnings: [Diagnostic]
    if let period {
      let plan = try SettlementPlan(file, settling: period)
      (contract, warnings) = (plan.contract, plan.warnings)
    } else {
      let found: [Diagnostic]
      (contract, found) = try file.contract()
      warnings = found.filter { $0.severity == .warning }
    }
    let data = try ContractData.read(contract, from: directory, progress: progress)
    return QualityReport(
      data: data.all, leftOut: data.leftOut, warnings: warnings + data.all.warnings)
  }

  /// The account and the files as canonical JSON on one line.
  public var json: String {
    guard case .object(let members) = QualityDocument.json(data) else { return "" }
    let inputs = JSONValue.Member("inputs", .array(data.files.map(SettlementDocument.input)))
    return String(decoding: JSONValue.object(members + [inputs]).canonicalBytes, as: UTF8.self)
      + "\n"
  }
}
