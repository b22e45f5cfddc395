import Contract
import Diagnostics
import Execution
import Language
import Proofs
import Quantities
import Reports
import Settlement

/// What every other reading of a contract would be worth, each alone.
public struct ReadingsRun: Sendable {
  public let contract: Contract
  public let path: String
  /// Readings that change the payment, the largest first; of the same worth in the order of the text.
  public let worth: [ReadingWorth]
  /// Readings that change nothing here.
  public let unchanged: [Reading]
  /// Readings without words, or with which the contract does not hold.
  public let unchecked: [Reading]
  /// Of the records, if there are some.
  public let warnings: [Diagnostic]

  /// Settles under every reading: the records if there are some, else the examples.
  ///
  /// - Throws: a refusal if the contract or the records are wrong.
  public static func run(
    _ rehearsal: Rehearsal, progress: ContractData.Progress? = nil
  ) throws(Refusal) -> ReadingsRun {
    let (signed, _) = try rehearsal.file.contract()
    let cases: [any ReadingCase]
    if let request = rehearsal.request {
      cases = [try RecordsCase(request, progress: progress)]
    } else {
      cases = try rehearsal.examples().enumerated().map { place, found in
        ExampleCase(
          file: rehearsal.file, contract: found.contract, place: place, example: found.example)
      }
    }
    var outcomes: [ReadingKey: (reading: Reading, worth: Exact?, on: String)] = [:]
    for item in cases {
      let readings = ContractCompiler.readings(
        of: rehearsal.file.source, vocabulary: rehearsal.file.vocabulary, contract: item.contract,
        period: item.period)
      let base = item.settlement
      for reading in readings {
        let worth = item.worth(of: reading, base)
        let key = ReadingKey(reading)
        if let known = outcomes[key]?.worth, known.magnitude >= (worth ?? 0).magnitude { continue }
        outcomes[key] = (reading, worth, item.name)
      }
    }
    let all = outcomes.values.sorted { ReadingKey($0.reading) < ReadingKey($1.reading) }
    let changing = all.compactMap { outcome in
      outcome.worth.flatMap {
        $0.isZero ? nil : ReadingWorth(reading: outcome.reading, worth: $0, on: outcome.on)
      }
    }
    return ReadingsRun(
      contract: signed, path: rehearsal.file.path,
      worth: changing.enumerated().sorted {
        let (a, b) = ($0.element.worth.magnitude, $1.element.worth.magnitude)
        return a == b ? $0.offset < $1.offset : a > b
      }.map(\.element),
      unchanged: all.filter { $0.worth?.isZero ?? false }.map(\.reading),
      unchecked: all.filter { $0.worth == nil }.map(\.reading),
      warnings: cases.flatMap(\.warnings))
  }

  /// For people.
  public func text(_ tongue: Tongue) -> String {
    TerminalReport(tongue: tongue).readings(
      worth, unchanged: unchanged.count, unchecked: unchecked, of: contract)
  }

  /// As canonical JSON on one line.
  public var json: String {
    func value(_ reading: Reading) -> [JSONValue.Member] {
      [
        .init("kind", .string(reading.kind.rawValue)),
        .init("block", .string(reading.block)),
        .init("line", .count(contract.source.position(reading.span.start).line)),
        .init("start", .count(reading.span.start)),
        .init("end", .count(reading.span.end)),
        .init("written", .string(reading.written)),
        .init("other", .string(reading.other)),
      ]
    }
    let document = JSONValue.object([
      .init("file", .string(path)),
      .init(
        "readings",
        .object([
          .init(
            "worth",
            .array(
              worth.map {
                .object(
                  value($0.reading) + [
                    .init("worth", .string($0.worth.fraction)), .init("on", .string($0.on)),
                  ])
              })),
          .init("unchanged", .array(unchanged.map { .object(value($0)) })),
          .init("unchecked", .array(unchecked.map { .object(value($0)) })),
        ])),
    ])
    return String(decoding: document.canonicalBytes, as: UTF8.self) + "\n"
  }
}

/// Which reading, in the order of the text.
private struct ReadingKey: Hashable, Comparable {
  let start: Int
  let other: String

  init(_ reading: Reading) {
    start = reading.span.start
    other = reading.other
  }

  static func < (a: ReadingKey, b: ReadingKey) -> Bool {
    a.start == b.start
      ? a.other.utf8.lexicographicallyPrecedes(b.other.utf8) : a.start < b.start
  }
}

/// One settlement on which readings are compared.
private protocol ReadingCase: Sendable {
  var contract: Contract { get }
  var period: PeriodName { get }
  /// The title of the example, or the year.
  var name: String { get }
  var settlement: Settlement? { get }
  var warnings: [Diagnostic] { get }
  /// The settlement under edits; nil if it is refused.
  func settlement(under edits: [ContractEdit]) -> Settlement?
}

extension ReadingCase {
  /// What the payment is more under a reading; nil if it cannot be checked.
  func worth(of reading: Reading, _ base: Settlement?) -> Exact? {
    if reading.kind == .leftOut { return base.flatMap { worth(without: reading, $0) } }
    guard !reading.edits.isEmpty, let base, let other = settlement(under: reading.edits) else {
      return nil
    }
    if let before = base.due, let after = other.due { return after.value - before.value }
    if let before = base[.payable], let after = other[.payable] {
      return after.value - before.value
    }
    // An example may give what some payments are made from only.
    var sum: Exact = 0
    for payment in base.payments {
      guard let before = base[payment], let after = other[payment] else { continue }
      sum += after.value - before.value
    }
    return sum
  }
}

extension ReadingCase {
  /// What the payment is more without the roundings of a line.
  private func worth(without reading: Reading, _ base: Settlement) -> Exact? {
    let own = base.roundings.filter {
      $0.span.start <= reading.span.start && reading.span.end <= $0.span.end
    }
    guard !own.isEmpty else { return nil }
    return base.effectOnDue(of: Set(own.map(\.id))).map { -$0 }
  }
}

/// An example of the contract.
private struct ExampleCase: ReadingCase {
  let file: ContractFile
  let contract: Contract
  let place: Int
  let example: Example

  var period: PeriodName { example.period }
  var name: String { example.title }
  var settlement: Settlement? { Examples.settlement(of: example, in: contract) }
  var warnings: [Diagnostic] { [] }

  func settlement(under edits: [ContractEdit]) -> Settlement? {
    guard let other = try? file.contract(period: period, edits: edits).contract,
      other.examples.indices.contains(place)
    else { return nil }
    return Examples.settlement(of: other.examples[place], in: other)
  }
}

/// A settlement year of records, which are read once.
private struct RecordsCase: ReadingCase {
  let request: SettlementRequest
  let contract: Contract
  let settlement: Settlement?
  let warnings: [Diagnostic]
  private let data: ContractData
  private let priors: [PriorSettlement]

  var period: PeriodName { request.period }
  var name: String { request.period.description }

  init(_ request: SettlementRequest, progress: ContractData.Progress?) throws(Refusal) {
    self.request = request
    let plan = try SettlementPlan(request.file, settling: request.period)
    let recorded = try RecordedSettlement.priors(request.priors, of: plan.contract)
    data = try ContractData.read(plan.contract, from: request.data, progress: progress)
    priors = recorded.settlements
    contract = plan.contract
    settlement = try plan.settle(data, reported: try plan.reported(data), priors: priors)
    warnings = plan.warnings + recorded.warnings + data.all.warnings
  }

  func settlement(under edits: [ContractEdit]) -> Settlement? {
    guard let plan = try? SettlementPlan(request.file, settling: request.period, edits: edits),
      let reported = try? plan.reported(data)
    else { return nil }
    return try? plan.settle(data, reported: reported, priors: priors)
  }
}
