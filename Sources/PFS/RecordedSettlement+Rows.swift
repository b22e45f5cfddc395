import Contract
import Diagnostics
import Evidence
import Execution
import Settlement

extension RecordedSettlement {
  /// The lines of the input files behind a figure: of every measured figure that it is made of, also of one that
  /// was stopped, or behind a number beside one. Never what stands on them.
  ///
  /// The bundle does not hold them: its copies of the records are read again.
  ///
  /// - Parameters:
  ///   - key: the file of a key, under which participants are named.
  ///   - leftOut: also the rows that the conditions of the populations left out.
  /// - Throws: a refusal if there is no such figure, if contract and data cannot be read, or if the bundle is packed.
  public func rows(
    behind figure: String, key: String? = nil, leftOut: Bool = false, in language: Tongue
  ) throws(Refusal) -> (counted: [TracedRows], leftOut: [TracedRows]) {
    let secret = try key.map { path throws(Refusal) in try PseudonymKey.read(path) }
    let names = try measured(behind: try find(figure, in: language))
    let inputs = try Self.reading { () throws(BundleError) in try bundle.inputs() }
    let plan = try SettlementPlan(
      ContractFile(of: inputs.text, path: path), settling: inputs.arguments.period)
    if names.isEmpty { return ([], []) }
    let data = try ContractData.read(plan.contract, from: inputs.inputsDirectory)
    let participants = ParticipantNames(plan.contract, data.records, key: secret)
    var seen: Set<EvidenceRows> = []
    let counted = names.flatMap { plan.rows(behind: $0, data) }.filter { seen.insert($0).inserted }
    var left: [TracedRows] = []
    if leftOut {
      var shown: Set<String> = []
      for rows in counted where shown.insert(rows.population).inserted {
        left += plan.rowsLeftOut(of: rows.population, data).map {
          TracedRows($0.rows, condition: $0.condition, participants, of: plan.contract)
        }
      }
      var known: Set<EvidenceRows> = []
      left = left.filter { known.insert($0.evidence).inserted }
    }
    return (
      counted.map { TracedRows($0, participants, of: plan.contract) }, left
    )
  }

  /// The measured figures that a figure is made of, in order of derivation; itself, if it is one.
  private func measured(behind found: Found) throws(Refusal) -> [String] {
    switch found {
    case .suspended(let suspension): return [suspension.id]
    case .derived(let entry):
      // A number beside a figure stands on the figure's rows.
      guard !entry.inputs.isEmpty, entry.source == nil else { return [entry.id] }
      let trace = try trace()
      var needed = Set(entry.inputs.map { GroupKey($0) })
      for other in trace.entries.reversed() where needed.contains(GroupKey(other.id)) {
        needed.formUnion(other.inputs.map { GroupKey($0) })
      }
      return trace.entries.filter {
        needed.contains(GroupKey($0.id)) && $0.source?.populations.isEmpty == false
      }.map(\.id)
    }
  }

  /// Whether a figure was measured on rows, or stands beside one that was.
  public func isMeasured(_ figure: String, in language: Tongue) throws(Refusal) -> Bool {
    switch try find(figure, in: language) {
    case .derived(let entry): entry.source.map { !$0.populations.isEmpty } ?? entry.inputs.isEmpty
    case .suspended(let suspension): suspension.stop != nil
    }
  }

  /// The derivation of one figure, or what a suspended one waits for, and the lines behind it, as
  /// canonical JSON on one line.
  ///
  /// - Parameters:
  ///   - rows: the lines behind it; nil if they were not looked for.
  ///   - leftOut: the lines that were left out; nil if they were not asked for.
  /// - Throws: a refusal if there is no such figure.
  public func explanationJSON(
    of figure: String?, rows: [TracedRows]?, leftOut: [TracedRows]? = nil, in language: Tongue
  ) throws(Refusal) -> String {
    let name = figure ?? FigureID.due.name
    let found: (name: String, value: JSONValue) =
      switch try find(name, in: language) {
      case .derived(let entry): ("figure", entry.json)
      case .suspended(let suspension): ("suspended", suspension.json)
      }
    let document = JSONValue.object(
      [
        .init(found.name, found.value),
        .init("rows", rows.map { .array($0.map(\.json)) } ?? .null),
      ] + (leftOut.map { [.init("leftOut", .array($0.map(\.json)))] } ?? []))
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

  static func json(_ file: FileLines, participants: [String?]? = nil) -> JSONValue {
    .object(
      [
        .init("file", .string(file.file)),
        .init("lines", .array(file.lines.map { .count(Int($0)) })),
      ] + (participants.map { [.init("participants", .array($0.map { .text($0) }))] } ?? []))
  }
}

extension SettlementPlan {
  /// The lines behind a measured figure, by its printed identity.
  fileprivate func rows(behind figure: String, _ data: ContractData) -> [EvidenceRows] {
    let target = MeasuredName(figure)
    let index = contract.indicators.firstIndex {
      $0.declaration.name.utf8.elementsEqual(target.indicator.utf8)
    }
    guard let index else { return [] }
    let rows = Executor.evidenceRows(
      contract, data: data.records, period: period, indicator: index, key: target.key)
    guard case .rate = contract.indicators[index].kind else { return rows }
    switch target.label {
    case "numerator": return Array(rows.prefix(1))
    case "denominator": return Array(rows.suffix(1))
    default: return rows
    }
  }

  /// The lines that the conditions of a population and of its bases left out.
  fileprivate func rowsLeftOut(
    of population: String, _ data: ContractData
  ) -> [(condition: String, rows: EvidenceRows)] {
    let index = contract.populations.firstIndex {
      $0.declaration.name.utf8.elementsEqual(population.utf8)
    }
    guard let index else { return [] }
    return Executor.rowsLeftOut(contract, data: data.records, period: period, population: index)
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
