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
/// A pseudonym is HMAC-SHA-256 (RFC 2104) of the id under a key of the office's own, one key for each recipient.
/// Who has the key can find a person in it; it is therefore pseudonymous, not anonymous, and dates, measurements
/// and places remain as they are.
public enum PseudonymousEdition {
  /// Writes the edition of a bundle.
  ///
  /// - Parameters:
  ///   - key: a file of 32 to 1,024 bytes that only its owner may read.
  ///   - output: must not exist, or be empty.
  /// - Returns: what there is to say about earlier runs.
  /// - Throws: a refusal if the bundle does not recompute, if the key cannot be used, or if the pseudonyms would
  ///   give other figures.
  public static func write(
    _ path: String, key: String, to output: String
  ) throws(Refusal) -> [Diagnostic] {
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
    return warnings
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
  /// The words of the contract: a code among them is one that it reads.
  private let words: Set<Substring>

  init(_ contract: Contract, _ data: DataSet, key: SymmetricKey) {
    (self.contract, self.data, self.key) = (contract, data, key)
    let text = String(decoding: contract.source.utf8, as: UTF8.self)
    words = Set(text.split { $0.isWhitespace || ",\"“”「」、()（）".contains($0) })
  }

  private struct Place: Hashable {
    let table: Int
    let column: Int
  }

  /// Where the values of a column are declared: at the end of the references.
  private func declaration(_ place: Place) -> Place {
    let schema = contract.tables[place.table].schema
    guard let reference = schema.references.first(where: { $0.column == place.column }),
      let key = contract.tables[reference.table].schema.key.first
    else { return place }
    return declaration(Place(table: reference.table, column: key))
  }

  /// Columns whose codes name groups of figures, as of facilities or payees.
  private var named: Set<Place> {
    Set(
      contract.indicators.compactMap { indicator in
        guard case .code(_, let table, let column)? = indicator.grouping else { return nil }
        return declaration(Place(table: table, column: column))
      })
  }

  private func isPseudonymous(_ place: Place, named: Set<Place>) -> Bool {
    let end = declaration(place)
    if named.contains(end) { return false }
    let schema = contract.tables[end.table].schema
    let column = data.tables[end.table].columns[end.column]
    switch column.kind {
    case .date, .decimal, .oneOf: return false
    case .code, .text, .reference: break
    }
    // Whoever the records are about is never shown.
    let isSubject =
      schema.key.contains(end.column)
      && contract.populations.contains { $0.subject == end.table }
    if isSubject { return true }
    return (0..<column.dictionary.count).allSatisfy {
      !words.contains(Substring(column.dictionary.string($0)))
    }
  }

  /// The used rows of a table, in byte order, so that the order of the records is not kept.
  func csv(of table: Int) -> String {
    let schema = contract.tables[table].schema
    let columns = data.tables[table].columns
    let named = named
    let shown = schema.columns.indices.filter { columns[$0].isPresent }
    let hidden = shown.filter { isPseudonymous(Place(table: table, column: $0), named: named) }
    let order = hidden + shown.filter { !hidden.contains($0) }
    // What stands before an id is the same on every row; nil of a column that is shown as it is.
    let domains = order.map { column in
      hidden.contains(column) ? domain(declaration(Place(table: table, column: column))) : nil
    }
    var known: [[UInt8]: String] = [:]
    var lines: [String] = []
    for row in 0..<data.tables[table].rowCount {
      let cells = zip(order, domains).map { column, domain -> String in
        guard let text = text(Place(table: table, column: column), row) else { return "" }
        guard let domain else { return quoted(text) }
        let message = Array(domain.utf8) + [0] + Array(text.utf8)
        if let pseudonym = known[message] { return pseudonym }
        let code = HMAC<SHA256>.authenticationCode(for: message, using: key)
        // Capital letters and digits: no normalisation that a contract may ask for changes them.
        let pseudonym = Digest.hexadecimal(code).uppercased()
        known[message] = pseudonym
        return pseudonym
      }
      lines.append(cells.joined(separator: ","))
    }
    lines.sort { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    let heading = order.map { quoted(schema.columns[$0].headers[0]) }.joined(separator: ",")
    return ([heading] + lines).map { $0 + "\n" }.joined()
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
