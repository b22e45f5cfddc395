import Contract
import Diagnostics
import Execution
import LinearAlgebra
import Quantities

extension ExecutionResult {
  /// What was measured, read back from the record of a settlement: the records of persons are not needed
  /// to derive everything that follows from it.
  ///
  /// Nil if something is missing or of another kind. Rows are not counted again; steps of flows are placed on
  /// their whole lines.
  ///
  /// - Parameters:
  ///   - trace: the derivation of every figure.
  ///   - settlement: the document of the same settlement, which tells units and what is irrational.
  ///   - contract: as in force in its period.
  public init?(recorded trace: Trace, _ settlement: JSONValue, of contract: Contract) {
    let reader = RecordReader(trace, settlement, contract)
    guard let measurements = reader.measurements(), let stopped = reader.stopped(),
      let flows = reader.flows()
    else { return nil }
    self.init(measurements: measurements, flows: flows, stopped: stopped)
  }
}

private struct RecordReader {
  let trace: Trace
  let settlement: JSONValue
  let contract: Contract
  private let entries: [GroupKey: Trace.Entry]
  private let documents: [GroupKey: JSONValue]

  init(_ trace: Trace, _ settlement: JSONValue, _ contract: Contract) {
    self.trace = trace
    self.settlement = settlement
    self.contract = contract
    entries = Dictionary(
      trace.entries.map { (GroupKey($0.id), $0) }, uniquingKeysWith: { a, _ in a })
    documents = Dictionary(
      (settlement["figures"]?.elements ?? []).compactMap { figure in
        figure["name"]?.string.map { (GroupKey($0), figure) }
      }, uniquingKeysWith: { a, _ in a })
  }

  func measurements() -> [Measurement]? {
    var found: [Measurement] = []
    for entry in trace.entries {
      guard let source = entry.source else { continue }
      guard let (index, id) = indicator(of: entry.id), let products = records(source.products)
      else { return nil }
      var counts: [Count] = []
      for input in entry.inputs {
        guard let own = entries[GroupKey(input)], let document = documents[GroupKey(input)],
          let count = count(own.id, own.kind, own.exact, document, beside: id)
        else { return nil }
        counts.append(count)
      }
      let rounding = entry.roundings.first
      found.append(
        Measurement(
          indicator: index, id: id, value: rounding?.before ?? entry.exact,
          recorded: rounding == nil ? nil : entry.exact, unit: contract.indicators[index].unit,
          populations: source.populations, counts: counts, method: products,
          missingExcluded: source.missingExcluded, evidence: source.evidence,
          account: source.account))
    }
    return found
  }

  func stopped() -> [StoppedFigure]? {
    var found: [StoppedFigure] = []
    for item in settlement["stops"]?.elements ?? [] {
      guard let name = item["figure"]?.string else { continue }
      guard let (index, id) = indicator(of: name),
        let stop = trace.suspended.first(where: { $0.id.utf8.elementsEqual(name.utf8) })?.stop
      else { return nil }
      var numbers: [Count] = []
      for number in item["numbers"]?.elements ?? [] {
        guard let own = number["name"]?.string, let kind = number["kind"]?.string,
          let value = number["exact"]?.string.flatMap({ Exact(fraction: $0) })
            ?? number["value"]?.string.flatMap({ Exact(decimal: $0) }),
          let count = count(own, kind, value, number, beside: id)
        else { return nil }
        numbers.append(count)
      }
      found.append(
        StoppedFigure(
          indicator: index, id: id,
          stop: Diagnostic(
            code: stop.code, severity: .stop, headline: stop.headline, labels: [], remarks: []),
          account: stop.account, numbers: numbers))
    }
    return found
  }

  func flows() -> [Flow]? {
    var found: [Flow] = []
    for flow in trace.flows {
      var steps: [FlowStep] = []
      for step in flow.steps {
        guard step.line >= 1, step.line <= contract.source.lineCount,
          let own = FlowStep(
            reason: step.reason, span: contract.source.span(ofLine: step.line),
            entered: step.entered, excluded: step.excluded, missing: step.missing,
            remaining: step.remaining)
        else { return nil }
        steps.append(own)
      }
      let clause = contract.populations.first {
        $0.declaration.name.utf8.elementsEqual(flow.population.utf8)
      }?.declaration.clause
      found.append(
        Flow(
          population: flow.population, clause: clause, table: flow.table, rows: flow.rows,
          base: flow.base, steps: steps, remaining: flow.remaining, persons: flow.persons))
    }
    return found
  }

  /// The indicator that a printed identity is a figure of: `reach`, `by_provider[V01]`.
  private func indicator(of name: String) -> (index: Int, id: FigureID)? {
    for (index, indicator) in contract.indicators.enumerated() {
      let own = indicator.declaration.name
      if name.utf8.elementsEqual(own.utf8) { return (index, FigureID(own)) }
      guard name.utf8.starts(with: "\(own)[".utf8), name.hasSuffix("]") else { continue }
      let key = String(decoding: name.utf8.dropFirst(own.utf8.count + 1).dropLast(), as: UTF8.self)
      return (index, FigureID(own, key: GroupKey(key)))
    }
    return nil
  }

  /// A number beside a figure: `attendance.numerator`, `by_provider.n[V01]`.
  private func count(
    _ name: String, _ kind: String, _ value: Exact, _ document: JSONValue, beside id: FigureID
  ) -> Count? {
    let end = id.key.map { "[\($0.text)]" } ?? ""
    guard let kind = Count.Kind(rawValue: kind), let unit = document["unit"]?.string,
      name.utf8.starts(with: "\(id.name).".utf8), name.hasSuffix(end)
    else { return nil }
    let label = name.utf8.dropFirst(id.name.utf8.count + 1).dropLast(end.utf8.count)
    return Count(
      String(decoding: label, as: UTF8.self), value, Unit(identifier: unit), kind: kind,
      isExact: document["exact"]?.string != nil)
  }

  private func records(_ products: [Trace.Product]) -> [ProductRecord]? {
    var found: [ProductRecord] = []
    for product in products {
      guard let routine = Routine(rawValue: product.routine),
        let largest = UInt64(product.largest), let bound = UInt64(product.bound)
      else { return nil }
      found.append(
        ProductRecord(
          routine: routine, rows: product.rows, blocks: product.blocks, limbs: product.limbs,
          largest: largest, bound: bound))
    }
    return found
  }
}
