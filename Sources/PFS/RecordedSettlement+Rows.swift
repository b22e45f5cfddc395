import Contract
import Diagnostics
import Evidence
import Execution
import Settlement

extension RecordedSettlement {
  /// The lines of the input files behind a figure that was measured or stopped, or behind a number
  /// beside one; empty for every other figure. Never what stands on them.
  ///
  /// The bundle does not hold them: its copies of the records are read again.
  ///
  /// - Throws: a refusal if there is no such figure, if contract and data cannot be read, or if the bundle is packed.
  public func rows(behind figure: String, in language: Tongue) throws(Refusal) -> [EvidenceRows] {
    let id =
      switch try find(figure, in: language) {
      case .derived(let entry): entry.id
      case .suspended(let suspension): suspension.id
      }
    let inputs = try Self.reading { () throws(BundleError) in try bundle.inputs() }
    let plan = try SettlementPlan(
      ContractFile(of: inputs.text, path: path), settling: inputs.arguments.period)
    let target = MeasuredName(id)
    let index = plan.contract.indicators.firstIndex {
      $0.declaration.name.utf8.elementsEqual(target.indicator.utf8)
    }
    guard let index else { return [] }
    let data = try ContractData.read(plan.contract, from: inputs.inputsDirectory)
    let rows = Executor.evidenceRows(
      plan.contract, data: data.records, period: plan.period, indicator: index, key: target.key)
    guard case .rate = plan.contract.indicators[index].kind else { return rows }
    switch target.label {
    case "numerator": return Array(rows.prefix(1))
    case "denominator": return Array(rows.suffix(1))
    default: return rows
    }
  }

  /// Whether a figure was measured on rows.
  public func isMeasured(_ figure: String) throws(Refusal) -> Bool {
    try trace().entry(figure)?.source?.populations.isEmpty == false
  }

  /// The derivation of one figure, or what a suspended one waits for, and the lines behind it, as
  /// canonical JSON on one line.
  ///
  /// - Parameter rows: the lines behind it; nil if they were not looked for.
  /// - Throws: a refusal if there is no such figure.
  public func explanationJSON(
    of figure: String?, rows: [EvidenceRows]?, in language: Tongue
  ) throws(Refusal) -> String {
    let name = figure ?? FigureID.due.name
    let found: (name: String, value: JSONValue) =
      switch try find(name, in: language) {
      case .derived(let entry): ("figure", entry.json)
      case .suspended(let suspension): ("suspended", suspension.json)
      }
    let document = JSONValue.object([
      .init(found.name, found.value),
      .init("rows", rows.map { .array($0.map(Self.json)) } ?? .null),
    ])
    return String(decoding: document.canonicalBytes, as: UTF8.self) + "\n"
  }

  /// All figures with their names and values in both languages, as canonical JSON on one line.
  public func figuresJSON() throws(Refusal) -> String {
    func words(_ text: Text) -> JSONValue {
      .object([.init("en", .string(text.en)), .init("ja", .string(text.ja))])
    }
    let document = JSONValue.object([
      .init(
        "figures",
        .array(
          try trace().entries.map {
            .object([
              .init("figure", .string($0.id)), .init("name", words($0.name)),
              .init("value", words($0.value)),
              .init("clause", $0.clause.map(words) ?? .null),
            ])
          }))
    ])
    return String(decoding: document.canonicalBytes, as: UTF8.self) + "\n"
  }

  private static func json(_ rows: EvidenceRows) -> JSONValue {
    .object([
      .init("population", .string(rows.population)), .init("table", .string(rows.table)),
      .init("files", .array(rows.files.map(json))),
    ])
  }

  static func json(_ file: FileLines) -> JSONValue {
    .object([
      .init("file", .string(file.file)),
      .init("lines", .array(file.lines.map { .count(Int($0)) })),
    ])
  }
}

/// The printed identity of a figure taken apart: `by_provider.n[V01]`.
private struct MeasuredName {
  let indicator: Substring
  let label: Substring?
  let key: GroupKey?

  init(_ id: String) {
    let name = id.prefix { $0 != "[" }
    let parts = name.split(separator: ".", maxSplits: 1)
    indicator = parts.first ?? name
    label = parts.count > 1 ? parts[1] : nil
    key =
      name.endIndex < id.endIndex
      ? GroupKey(String(id[name.endIndex...].dropFirst().dropLast())) : nil
  }
}
