import Contract
import Crypto
import Diagnostics
import Evidence
import Foundation
import Quantities
import Records
import Settlement

/// A bundle for those who may not see whose records were settled: ids are replaced by keyed hashes, and what the
/// contract does not read is left out. It recomputes to the same figures.
///
/// What stays in clear is decided by the rules of the contract, never by what a cell happens to hold: dates, numbers,
/// the lists that the contract declares, codes that a rule compares with a spelling, and codes that name groups of
/// figures. Columns that no rule reads are left out, or hold one value where the contract requires them.
///
/// Of the reported figures those of the contract and the period are written, with the evidence that the settlement
/// records. Every row that was read and not refused is there, whether a population has it or not: the settlement counts
/// the rows that a population leaves out.
///
/// A pseudonym is HMAC-SHA-256 (RFC 2104) of the id under a key of the office's own, one key for each recipient.
/// Who has the key can find a person in it; it is therefore pseudonymous, not anonymous, and dates, measurements
/// and places remain as they are.
public enum PseudonymousEdition {
  /// Writes the edition of a bundle.
  ///
  /// - Parameters:
  ///   - key: a file of 32 to 1,024 bytes that only its owner may read.
  ///   - output: must not exist, or be empty.
  /// - Returns: the columns that stay in clear, and what there is to say about earlier runs.
  /// - Throws: a refusal if the bundle does not recompute, if the key cannot be used, or if the pseudonyms would
  ///   give other figures.
  public static func write(
    _ path: String, key: String, to output: String
  ) throws(Refusal) -> (clear: [ClearColumns], warnings: [Diagnostic]) {
    let key = try PseudonymKey.read(key)
    let source = try EditionSource(path, to: output)
    let (recorded, inputs, plan) = (source.recorded, source.inputs, source.plan)
    let namedByID = ColumnUse(of: plan.contract).indicatorsByID.map {
      plan.contract.indicators[$0].declaration.name
    }
    guard namedByID.isEmpty else { throw Refusal(.namedByPersons(path, namedByID)) }
    let data = try ContractData.read(plan.contract, from: inputs.inputsDirectory)
    var files: [(name: String, bytes: [UInt8])] = []
    let pseudonyms = Pseudonyms(plan.contract, data.records, key: key)
    for (table, definition) in plan.contract.tables.enumerated() {
      files.append(
        (
          definition.schema.fileNames[0].replacing("*", with: "1"),
          Array(pseudonyms.csv(of: table).utf8)
        ))
    }
    let reported = try plan.reported(data)
    if let table = data.reported, !reported.isEmpty {
      files.append((table.files.first?.name ?? "reported.csv", reported.csv(of: plan.contract)))
    }
    let edition = RunArguments.Edition(
      form: .pseudonymous, of: recorded.bundle.manifest.sha256)
    let found = files
    let working = try RecordedSettlement.reading { () throws(BundleError) in
      try WorkingDirectory(found, beside: output)
    }
    defer { working.remove() }
    try settle(inputs, edition, plan, source.file, from: working.path, as: recorded, to: output)
    var clear = plan.contract.tables.indices.map(pseudonyms.clearColumns)
    if !reported.isEmpty { clear.append(ReportedTable.clearColumns(in: plan.contract.tongue)) }
    return (clear.filter { !$0.columns.isEmpty }, source.warnings)
  }

  /// The columns of a table that stay in clear; of the report, the evidence texts among them.
  public struct ClearColumns: Sendable {
    public let table: String
    public let columns: [String]
  }

  private static func settle(
    _ inputs: ReplayInputs, _ edition: RunArguments.Edition, _ plan: SettlementPlan,
    _ file: ContractFile, from directory: String, as recorded: RecordedSettlement,
    to output: String
  ) throws(Refusal) {
    let data = try ContractData.read(plan.contract, from: directory)
    let reported = try plan.reported(data)
    let settlement = try plan.settle(
      data, reported: reported, priors: inputs.arguments.priors)
    let run = SettlementRun(
      contract: plan.contract, period: plan.period, data: data, settlement: settlement,
      warnings: [], output: nil, file: file)
    let contents = run.contents(
      reported: reported, priors: inputs.arguments.priors, edition: edition)
    let original = try RecordedSettlement.reading { () throws(BundleError) in
      try recorded.bundle.settlement()
    }
    guard (try? JSONValue(canonical: Array(run.json.utf8.dropLast())))?.figures == original.figures
    else { throw Refusal(.editionDiffers(recorded.bundle.path)) }
    try SettlementRun.recording(file.tongue) { () throws(BundleError) in
      _ = try BundleWriter(system: SystemFileSystem()).write(
        contents.files, description: contents.description, environment: RunEnvironment.now(),
        to: output)
    }
  }
}

extension JSONValue {
  /// What a settlement's document says of its figures: status and exact values by name.
  fileprivate var figures: [JSONValue] {
    [self["status"] ?? .null]
      + (self["figures"]?.elements ?? []).flatMap { [$0["name"] ?? .null, $0["exact"] ?? .null] }
  }
}
