import Contract
import Crypto
import Diagnostics
import Evidence
import Execution
import Quantities
import Records
import Reports
import Settlement

/// In what two recorded settlements of one period differ, and why.
///
/// The second is reached from the first in steps, each of which changes one thing and keeps the others: the
/// program, the contract, the earlier settlements, the data. What a step adds to the amount due is put down
/// to its cause; the order is fixed, because two changes together may be worth more than each alone.
public struct SettlementDifference: Sendable {
  /// What a step changes.
  public enum Cause: String, CaseIterable, Sendable {
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
    /// The figures that it changes, in the order of derivation; of the program none, for what a bundle records is
    /// not derived again.
    public let changes: [FigureChange]
  }

  /// Rows that are counted in a population on one side of a step and not on the other.
  public struct Counted: Sendable {
    /// What the step changes.
    public let cause: Cause
    /// The population, as its contract names it.
    public let population: String
    /// Counted before the step alone.
    public let onlyFirst: [ListedRows]
    /// Counted after it alone.
    public let onlySecond: [ListedRows]
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
  /// Whose rows they are; nil without a key.
  let names: (first: ParticipantNames, second: ParticipantNames)?

  /// Whether both settle to the same figures.
  public var isEmpty: Bool { changes.isEmpty && steps.allSatisfy { $0.before == $0.after } }

  /// Compares two bundles; nothing outside them is read.
  ///
  /// A second contract in the other language is read in the language of the first, by the vocabulary in its bundle.
  ///
  /// - Parameter key: the file of a key, under which participants are named.
  /// - Throws: a refusal if one is no bundle or damaged, if they settle other contracts or periods, or if
  ///   one cannot be settled again by this program.
  public static func between(
    _ first: String, _ second: String, key: String? = nil
  ) throws(Refusal) -> SettlementDifference {
    let secret = try key.map { path throws(Refusal) in try PseudonymKey.read(path) }
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
    let stages = way(a, b, start, end, secret)
    var steps: [Step] = []
    var counted: [Counted] = []
    var before = (due: a.recordedDue, stage: Stage?.none)
    for stage in stages {
      let due = stage.settlement.due?.value
      let changes =
        before.stage.map { Comparison.changes(from: $0.settlement, to: stage.settlement) } ?? []
      if before.due != due || !changes.isEmpty {
        steps.append(Step(cause: stage.cause, before: before.due, after: due, changes: changes))
      }
      if let earlier = before.stage {
        counted += Self.counted(earlier, stage, changes)
      }
      before = (due, stage)
    }
    if before.due != b.recordedDue {
      steps.append(
        Step(cause: .engine, before: before.due, after: b.recordedDue, changes: []))
    }
    let participants = (stages[0].names, stages[stages.count - 1].names)
    return SettlementDifference(
      first: start, second: end, steps: steps,
      changes: Comparison.changes(from: start, to: end), tables: tables(a, b),
      counted: counted, data: (a.data.records, b.data.records),
      names: participants.0.flatMap { first in participants.1.map { (first, $0) } })
  }

  /// The first settlement, settled again by this program, and what it becomes step by step.
  private static func way(
    _ a: Side, _ b: Side, _ start: Settlement, _ end: Settlement, _ key: SymmetricKey?
  ) -> [Stage] {
    let first = Stage(.engine, start, a.plan, a.data, key)
    // The second contract reads the first data by its own tables.
    if let mixed = try? ContractData.read(b.plan.contract, from: a.inputs.inputsDirectory),
      let reported = try? b.plan.reported(mixed),
      let contract = try? b.plan.settle(mixed, reported: reported, priors: a.priors),
      let earlier = try? b.plan.settle(mixed, reported: reported, priors: b.priors)
    {
      return [
        first, Stage(.contract, contract, b.plan, mixed, key),
        Stage(.earlierSettlements, earlier, b.plan, mixed, key),
        Stage(.data, end, b.plan, b.data, key),
      ]
    }
    return [first, Stage(.contractAndData, end, b.plan, b.data, key)]
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

  /// The rows that count on one side of a step only, of the indicators whose figures it changes.
  private static func counted(
    _ a: Stage, _ b: Stage, _ changes: [FigureChange]
  ) -> [Counted] {
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
          cause: b.cause, population: rows.population,
          onlyFirst: a.lines(left.filter { right[$0.key] == nil }.map(\.value), of: same),
          onlySecond: b.lines(right.filter { left[$0.key] == nil }.map(\.value), of: rows))
        if !only.onlyFirst.isEmpty || !only.onlySecond.isEmpty { found.append(only) }
      }
    }
    return found
  }
}

/// A place on the way from the first settlement to the second, with the rows that its contract counts.
private struct Stage {
  /// What was changed to come here.
  let cause: SettlementDifference.Cause
  let settlement: Settlement
  let plan: SettlementPlan
  let data: ContractData
  let names: ParticipantNames?

  init(
    _ cause: SettlementDifference.Cause, _ settlement: Settlement, _ plan: SettlementPlan,
    _ data: ContractData, _ key: SymmetricKey?
  ) {
    (self.cause, self.settlement, self.plan, self.data) = (cause, settlement, plan, data)
    names = ParticipantNames(plan.contract, data.records, key: key)
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

  func lines(_ places: [LinePlace], of rows: EvidenceRows) -> [ListedRows] {
    guard let table = table(of: rows) else { return [] }
    let ordered = places.sorted { ($0.file, $0.line) < ($1.file, $1.line) }
    return data.records.tables[table].fileLines(at: ordered).map {
      ListedRows(rows.population, $0, participants: names?.names(on: $0, of: table))
    }
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
    inputs = try RecordedSettlement.reading(in: recorded.tongue) { () throws(BundleError) in
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
}
