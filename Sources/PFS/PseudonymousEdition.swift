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
    let key = SymmetricKey(data: try secret(key))
    let recorded = try RecordedSettlement.open(path)
    let result = try RecordedSettlement.replay(path)
    guard result.isConfirmed else {
      throw Refusal(.notReplayed(path, result.lines), outcome: .differs)
    }
    let warnings = Diagnostic.removedLeftovers(beside: output)
    let inputs = try RecordedSettlement.reading { () throws(BundleError) in
      try BundleWriter<SystemFileSystem>.requireFree(output)
      return try recorded.bundle.inputs()
    }
    let file = ContractFile(of: inputs.text, path: path)
    let plan = try SettlementPlan(file, settling: inputs.arguments.period)
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
    if let reported = data.reported {
      let name = reported.files.map(\.name).first ?? ""
      files.append(
        (name, try FileBytes.read(Path.join(inputs.inputsDirectory, name), largest: 64 << 20)))
    }
    let edition = RunArguments.Edition(
      form: .pseudonymous, of: recorded.bundle.manifest.sha256)
    let found = files
    let working = try RecordedSettlement.reading { () throws(BundleError) in
      try WorkingDirectory(found, beside: output)
    }
    defer { working.remove() }
    try settle(inputs, edition, plan, file, from: working.path, as: recorded, to: output)
    let clear = plan.contract.tables.indices.map(pseudonyms.clearColumns).filter {
      !$0.columns.isEmpty
    }
    return (clear, warnings)
  }

  /// The columns of a table that stay in clear.
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

  /// The bytes of a key's file.
  private static func secret(_ path: String) throws(Refusal) -> [UInt8] {
    if let size = FileBytes.size(path), size > 1024 { throw Refusal(.unusableKey(path)) }
    let bytes = try FileBytes.read(path, largest: 1024)
    guard bytes.count >= 32, FileBytes.isPrivate(path) else {
      throw Refusal(.unusableKey(path))
    }
    return bytes
  }
}

extension JSONValue {
  /// What a settlement's document says of its figures: status and exact values by name.
  fileprivate var figures: [JSONValue] {
    [self["status"] ?? .null]
      + (self["figures"]?.elements ?? []).flatMap { [$0["name"] ?? .null, $0["exact"] ?? .null] }
  }
}

/// The tables of a contract as files, with pseudonyms in place of ids.
private struct Pseudonyms {
  private let contract: Contract
  private let data: DataSet
  private let key: SymmetricKey
  private let use: ColumnUse

  init(_ contract: Contract, _ data: DataSet, key: SymmetricKey) {
    (self.contract, self.data, self.key) = (contract, data, key)
    use = ColumnUse(of: contract)
  }

  private typealias Place = ColumnUse.Place

  /// What becomes of a column.
  private enum Treatment {
    case clear
    case pseudonym
    /// No rule reads it, and the contract requires it: every row has the same value.
    case constant(String)
    case leftOut
  }

  private func treatment(_ place: Place) -> Treatment {
    let column = data.tables[place.table].columns[place.column]
    guard column.isPresent else { return .leftOut }
    let schema = contract.tables[place.table].schema.columns[place.column]
    guard use.read.contains(place) else {
      return schema.isOptional ? .leftOut : .constant(constant(schema))
    }
    switch column.kind {
    case .date, .decimal, .oneOf: return .clear
    case .text: return .pseudonym
    case .code, .reference: break
    }
    let end = use.declaration(of: place)
    if use.named.contains(end) { return .clear }
    // Whoever the records are about is never shown.
    let isSubject =
      contract.tables[end.table].schema.key.contains(end.column)
      && contract.populations.contains { $0.subject == end.table }
    return !isSubject && use.spelled.contains(end) ? .clear : .pseudonym
  }

  /// A value that the contract's reader accepts.
  private func constant(_ column: ColumnSchema) -> String {
    switch column.type {
    case .code, .text: "0"
    case .oneOf(let values): values.first?.name ?? "0"
    case .date: contract.term.start.description
    case .decimal: (column.range?.lower ?? 0).decimalText
    }
  }

  /// The columns of a table whose values are those of the records.
  func clearColumns(of table: Int) -> PseudonymousEdition.ClearColumns {
    let schema = contract.tables[table].schema
    let columns = schema.columns.indices.filter {
      if case .clear = treatment(Place(table: table, column: $0)) { true } else { false }
    }
    return .init(table: schema.name, columns: columns.map { schema.columns[$0].name })
  }

  /// The used rows of a table, in byte order, so that the order of the records is not kept.
  func csv(of table: Int) -> String {
    let schema = contract.tables[table].schema
    var hidden: [Shown] = []
    var others: [Shown] = []
    for column in schema.columns.indices {
      let place = Place(table: table, column: column)
      switch treatment(place) {
      case .pseudonym:
        // What stands before an id is the same on every row.
        hidden.append(.pseudonym(place, domain: domain(use.declaration(of: place))))
      case .clear: others.append(.clear(place))
      case .constant(let text): others.append(.constant(place, quoted(text)))
      case .leftOut: break
      }
    }
    let order = hidden + others
    var known: [[UInt8]: String] = [:]
    var lines: [String] = []
    for row in 0..<data.tables[table].rowCount {
      let cells = order.map { shown -> String in
        switch shown {
        case .constant(_, let text): return text
        case .clear(let place): return text(place, row).map(quoted) ?? ""
        case .pseudonym(let place, let domain):
          guard let text = text(place, row) else { return "" }
          let message = Array(domain.utf8) + [0] + Array(text.utf8)
          if let pseudonym = known[message] { return pseudonym }
          let code = HMAC<SHA256>.authenticationCode(for: message, using: key)
          // Capital letters and digits: no normalisation that a contract may ask for changes them.
          let pseudonym = Digest.hexadecimal(code).uppercased()
          known[message] = pseudonym
          return pseudonym
        }
      }
      lines.append(cells.joined(separator: ","))
    }
    lines.sort { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    let heading = order.map { quoted(schema.columns[$0.place.column].headers[0]) }
      .joined(separator: ",")
    return ([heading] + lines).map { $0 + "\n" }.joined()
  }

  /// A column of an edition.
  private enum Shown {
    case pseudonym(Place, domain: String)
    case clear(Place)
    case constant(Place, String)

    var place: Place {
      switch self {
      case .pseudonym(let place, _), .clear(let place), .constant(let place, _): place
      }
    }
  }

  /// The same id of two tables that are not linked gets two pseudonyms.
  private func domain(_ place: Place) -> String {
    let schema = contract.tables[place.table].schema
    return "\(schema.name)\u{0}\(schema.columns[place.column].name)"
  }

  /// The value of a cell as it is read; nil if it is missing.
  private func text(_ place: Place, _ row: Int) -> String? {
    let column = data.tables[place.table].columns[place.column]
    guard let value = column[row] else { return nil }
    switch column.kind {
    case .code, .text, .oneOf: return column.dictionary.string(Int(value))
    case .date: return CivilDate(exactly: Int(value))?.description
    case .decimal:
      return Exact(unscaled: value, scale: column.scale).fixed(decimals: column.scale)
    case .reference(let table):
      guard let key = contract.tables[table].schema.key.first else { return nil }
      return text(Place(table: table, column: key), Int(value))
    }
  }

  private func quoted(_ text: String) -> String {
    guard text.utf8.contains(where: { ",\"\r\n".utf8.contains($0) }) else { return text }
    return "\"" + text.replacing("\"", with: "\"\"") + "\""
  }
}
