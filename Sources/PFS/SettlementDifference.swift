import Contract
import Diagnostics
import Evidence
import Execution
import Quantities
import Records
import Settlement

/// In what two recorded settlements of one period differ, and why.
///
/// The second is reached from the first in steps, each of which changes one thing and keeps the others: the
/// program, the contract, the earlier settlements, the data. What a step adds to the amount due is put down
/// to its cause; the order is fixed, because two changes together may be worth more than each alone.
public struct SettlementDifference: Sendable {
  /// What a step changes.
  public enum Cause: String, Sendable {
    /// Another version of the program gives another result from the same bundle.
    case engine
    case contract
    case earlierSettlements = "earlier settlements"
    case data
    /// The second contract cannot be settled with the first data.
    case contractAndData = "contract and data"
  }

  /// One step from the first settlement to the second.
  public struct Step: Sendable {
    public let cause: Cause
    /// The amount due before and after; nil where it is suspended.
    public let before: Exact?
    public let after: Exact?
  }

  /// Rows that one settlement counts in a population and the other does not.
  public struct Counted: Sendable {
    /// The population, as its contract names it.
    public let population: String
    /// Of the first settlement's data, counted there alone.
    public let onlyFirst: [FileLines]
    /// Of the second settlement's data, counted there alone.
    public let onlySecond: [FileLines]
  }

  public let first: Settlement
  public let second: Settlement
  public let steps: [Step]
  /// The figures that differ, in the order of derivation.
  public let changes: [FigureChange]
  /// The tables whose rows differ; empty if the contracts declare other tables.
  public let tables: [TableDifference]
  /// The populations behind figures that differ and whose rows are not the same.
  public let counted: [Counted]
  /// What was read of each.
  let data: (first: DataSet, second: DataSet)

  /// Whether both settle to the same figures.
  public var isEmpty: Bool { changes.isEmpty && steps.allSatisfy { $0.before == $0.after } }

  /// Compares two bundles; nothing outside them is read.
  ///
  /// A second contract in the other language is read in the language of the first, by the vocabulary in its bundle.
  ///
  /// - Throws: a refusal if one is no bundle or damaged, if they settle other contracts or periods, or if
  ///   one cannot be settled again by this program.
  public static func between(
    _ first: String, _ second: String
  ) throws(Refusal) -> SettlementDifference {
    let a = try Side(first)
    let b = try Side(second, in: a.plan.contract.tongue)
    let names = [a.plan.contract.declaration.name, a.plan.contract.declaration.otherName]
    guard
      names.contains(where: {
        $0?.utf8.elementsEqual(b.plan.contract.declaration.name.utf8) ?? false
      })
    else {
      throw Refusal(
        .otherContract(
          second, b.plan.contract.declaration.name, expected: a.plan.contract.declaration.name),
        tongue: a.plan.contract.tongue)
    }
    guard a.plan.period.name.utf8.elementsEqual(b.plan.period.name.utf8) else {
      throw Refusal(
        .otherPeriod(second, b.plan.period.name, expected: a.plan.period.name),
        tongue: a.plan.contract.tongue)
    }
    let start = try a.plan.settle(a.data, reported: a.reported, priors: a.priors)
    let end = try b.plan.settle(b.data, reported: b.reported, priors: b.priors)
    return SettlementDifference(
      first: start, second: end, steps: steps(a, b, start, end),
      changes: Comparison.changes(from: start, to: end), tables: tables(a, b),
      counted: counted(a, b, Comparison.changes(from: start, to: end)),
      data: (a.data.records, b.data.records))
  }

  private static func steps(
    _ a: Side, _ b: Side, _ start: Settlement, _ end: Settlement
  ) -> [Step] {
    var path: [(cause: Cause, due: Exact?)] = []
    path.append((.engine, start.due?.value))
    // The second contract reads the first data by its own tables.
    let mixed = try? ContractData.read(b.plan.contract, from: a.inputs.inputsDirectory)
    if let mixed, let reported = try? b.plan.reported(mixed),
      let contract = try? b.plan.settle(mixed, reported: reported, priors: a.priors),
      let earlier = try? b.plan.settle(mixed, reported: reported, priors: b.priors)
    {
      path += [
        (.contract, contract.due?.value), (.earlierSettlements, earlier.due?.value),
        (.data, end.due?.value),
      ]
    } else {
      path.append((.contractAndData, end.due?.value))
    }
    path.append((.engine, b.recordedDue))
    var steps: [Step] = []
    var before = a.recordedDue
    for (cause, due) in path {
      if before != due { steps.append(Step(cause: cause, before: before, after: due)) }
      before = due
    }
    return steps
  }

  /// The tables that both contracts declare alike.
  private static func tables(_ a: Side, _ b: Side) -> [TableDifference] {
    let (first, second) = (a.plan.contract.tables, b.plan.contract.tables)
    guard first.count == second.count,
      zip(first, second).allSatisfy({ old, new in
        old.declaration.name.utf8.elementsEqual(new.declaration.name.utf8)
          && old.schema.key == new.schema.key
          && old.schema.columns.map(\.name) == new.schema.columns.map(\.name)
      })
    else { return [] }
    return first.indices.compactMap { table in
      func hashes(_ side: Side) -> [String] {
        let names = side.data.records.tables[table].files.map(\.name)
        return side.data.all.files.filter { names.contains($0.name) }.map(\.sha256)
      }
      // The same bytes hold the same rows.
      if hashes(a) == hashes(b) { return nil }
      let found = TableDifference(a.data.records, b.data.records, table: table)
      return found.isEmpty ? nil : found
    }
  }

  /// The rows that count on one side only, of the indicators whose figures differ.
  private static func counted(_ a: Side, _ b: Side, _ changes: [FigureChange]) -> [Counted] {
    var found: [Counted] = []
    var seen: Set<[UInt8]> = []
    for (index, indicator) in b.plan.contract.indicators.enumerated() {
      let name = indicator.declaration.name
      guard
        changes.contains(where: {
          // A count beside an indicator is named after it: `reach.n`.
          $0.id.name.prefix { $0 != "." }.utf8.elementsEqual(name.utf8)
        }),
        let old = a.plan.contract.indicators.firstIndex(where: {
          $0.declaration.name.utf8.elementsEqual(name.utf8)
        })
      else { continue }
      let before = a.evidence(of: old)
      for rows in b.evidence(of: index) {
        guard seen.insert(Array("\(rows.population)\n\(rows.table)".utf8)).inserted,
          let same = before.first(where: {
            $0.population.utf8.elementsEqual(rows.population.utf8)
              && $0.table.utf8.elementsEqual(rows.table.utf8)
          })
        else { continue }
        let (left, right) = (a.keys(of: same), b.keys(of: rows))
        let only = Counted(
          population: rows.population,
          onlyFirst: a.lines(left.filter { right[$0.key] == nil }.map(\.value), of: same),
          onlySecond: b.lines(right.filter { left[$0.key] == nil }.map(\.value), of: rows))
        if !only.onlyFirst.isEmpty || !only.onlySecond.isEmpty { found.append(only) }
      }
    }
    return found
  }
}

/// One of the two settlements, read from its bundle again.
private struct Side {
  let inputs: ReplayInputs
  let plan: SettlementPlan
  let data: ContractData
  let reported: ReportedTable
  /// The amount due that the bundle records; nil if it is suspended.
  let recordedDue: Exact?

  let priors: [PriorSettlement]

  /// - Parameter tongue: the language in which the contract is read, if its names have words in it.
  init(_ path: String, in tongue: Tongue? = nil) throws(Refusal) {
    let recorded = try RecordedSettlement.open(path)
    inputs = try RecordedSettlement.reading { () throws(BundleError) in
      try recorded.bundle.inputs()
    }
    let own = ContractFile(of: inputs.text, path: path)
    let translated = tongue.flatMap { try? own.inLanguage($0) }
    priors = inputs.arguments.priors.map { translated == nil ? $0 : own.renamed($0) }
    plan = try SettlementPlan(translated ?? own, settling: inputs.arguments.period)
    data = try ContractData.read(plan.contract, from: inputs.inputsDirectory)
    reported = try plan.reported(data)
    recordedDue = try recorded.trace().entry(FigureID.due.name)?.exact
  }

  func evidence(of indicator: Int) -> [EvidenceRows] {
    Executor.evidenceRows(
      plan.contract, data: data.records, period: plan.period, indicator: indicator)
  }

  private func table(of rows: EvidenceRows) -> Int? {
    plan.contract.tables.firstIndex { $0.declaration.name.utf8.elementsEqual(rows.table.utf8) }
  }

  func keys(of rows: EvidenceRows) -> [[UInt8]: LinePlace] {
    table(of: rows).map { data.records.rowsByKey(of: $0, at: rows.files) } ?? [:]
  }

  func lines(_ places: [LinePlace], of rows: EvidenceRows) -> [FileLines] {
    guard let table = table(of: rows) else { return [] }
    let ordered = places.sorted { ($0.file, $0.line) < ($1.file, $1.line) }
    return data.records.tables[table].fileLines(at: ordered)
  }
}
