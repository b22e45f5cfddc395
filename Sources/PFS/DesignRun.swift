import Analysis
import Contract
import Diagnostics
import Execution
import Quantities
import Reports
import Settlement

/// Candidate thresholds and prices to negotiate over. It settles nothing and is never recorded.
public struct DesignRun: Sendable {
  public let design: Design
  /// The assumptions and the assumed effects, as written.
  public let assumptions: [String]
  public let effects: [String]
  public let warnings: [Diagnostic]

  /// The most parameters.
  private static let mostParameters = 3

  /// Reads, measures and draws once, and settles every combination on the same replicates.
  ///
  /// - Parameters:
  ///   - texts: up to three parameters, each an assumption with a range.
  ///   - least: what the contractor must receive; the question's budget is what the city can pay.
  /// - Throws: a refusal as of a simulation, if a parameter changes what is measured, or if the contract holds
  ///   with no combination.
  public static func run(
    _ request: SettlementRequest, _ question: SimulationQuestion, moving texts: [String],
    least: Exact?, reading: ContractData.Progress? = nil, progress: Simulator.Progress? = nil
  ) throws(Refusal) -> DesignRun {
    let tongue = request.file.tongue
    let axes = try SweepText.axes(texts, tongue, atMost: mostParameters)
    let signed = try SettlementPlan(request.file, settling: request.period)
    let common = try AssumptionText.read(
      question.assumptions, request.file, settling: request.period)
    var parameters: [Parameter] = []
    for (axis, text) in zip(axes, texts) {
      let parameter = try Parameter(axis, common, signed, request)
      guard parameter.movesMoneyOnly else {
        throw Refusal(.designMeasures(text), tongue: tongue)
      }
      parameters.append(parameter)
    }
    // Other figures are not shown.
    var narrowed = question
    narrowed.paymentsOnly = true
    let cells = (0..<axes.cellCount).map { index in
      Parameter.joined(parameters, axes.places(of: index), request)
    }
    narrowed.settlingBy = cells.compactMap { $0?.plan.contract }
    let (item, simulator, effects) = try SimulationRun.prepare(
      request, narrowed, replicates: 0..<question.replicates, reading: reading, drawing: progress)
    for (parameter, text) in zip(parameters, texts) {
      // A given figure is not measured, and has no effect on it.
      guard !effects.contains(where: { parameter.gives(.indicator($0.indicator)) }) else {
        throw Refusal(.assumedTwice(text), tongue: tongue)
      }
    }
    let contract = item.contract
    let base = try item.settling { () throws(Diagnostics) in try simulator.base(effects: effects) }
    let tables = contract.achievements.indices.filter {
      !contract.achievements[$0].pricesByRank
    }.map { contract.id(of: .achievement($0)) }.filter { base[$0] != nil }
    var candidates: [Design.Candidate?] = []
    for (index, cell) in cells.enumerated() {
      guard let own = cell else {
        candidates.append(nil)
        continue
      }
      let terms = SettlementTerms(
        contract: own.plan.contract, period: item.terms.period,
        assumed: item.terms.assumed.merging(own.figures) { $1 }, interim: item.terms.interim,
        priors: item.terms.priors)
      candidates.append(simulator.settling(terms).candidate(tables, effects: effects))
      progress?(index + 1, cells.count)
    }
    guard candidates.contains(where: { $0 != nil }) else {
      throw Refusal(.noCell(texts), tongue: tongue)
    }
    return DesignRun(
      design: Design(
        contract: contract, period: item.plan.period, draws: simulator.draws, effects: effects,
        axes: axes, budget: question.budget, least: least, tables: tables,
        candidates: candidates),
      assumptions: item.assumptions, effects: question.effects,
      warnings: item.warnings + parameters.compactMap { $0.reason?.asWarning })
  }
}

extension DesignRun: TabularAnalysis {
  /// For people.
  public func text(_ tongue: Tongue) -> String {
    TerminalReport(tongue: tongue).design(design, assuming: assumptions + effects)
  }

  /// As canonical JSON on one line.
  public var json: String {
    var members = AnalysisJSON.head(design.contract, design.period)
    members += AnalysisJSON.page("design", design.contract)
    members += [
      .init("assumptions", .array(assumptions.map { .string($0) })),
      .init("effects", .array(effects.map { .string($0) })),
      .init("draws", AnalysisJSON.draws(design.draws, design.contract)),
      .init(
        "axes",
        .array(
          design.axes.map { axis in
            .object([
              .init("name", .string(axis.name)),
              .init("values", .array(axis.values.map { .string($0.fraction) })),
              .init("numerals", .array(axis.numerals.map { .string($0) })),
              .init("assumptions", .array(axis.assumptions.map { .string($0) })),
            ])
          })),
      .init("budget", .text(design.budget?.fraction)),
      .init("least", .text(design.least?.fraction)),
      .init("tables", .array(design.tables.map { .string($0.description) })),
      .init(
        "tableNames",
        .array(
          design.tables.map { id in
            AnalysisJSON.both { design.contract.name(of: id, in: $0) }
          })),
      .init("fitting", .count(design.fitting)),
      .init(
        "candidates",
        .array(design.candidates.map { candidate in candidate.map { member($0) } ?? .null })),
    ]
    return AnalysisJSON.line(members)
  }

  private func member(_ candidate: Design.Candidate) -> JSONValue {
    func flag(_ value: Bool?) -> JSONValue { value.map { .bool($0) } ?? .null }
    return .object([
      .init("expected", .string(candidate.risk.expected.fraction)),
      .init("low", .string(candidate.low.fraction)),
      .init("high", .string(candidate.high.fraction)),
      .init("city", .string(candidate.risk.cityAtRisk.fraction)),
      .init("contractor", .string(candidate.contractorAtRisk.fraction)),
      .init("withoutPayment", .string(candidate.withoutPayment.fraction)),
      .init(
        "rows", .array(candidate.rows.map { .array($0.map { .string($0.fraction) }) })),
      .init("holds", flag(design.holds(candidate))),
      .init("suffices", flag(design.suffices(candidate))),
    ])
  }

  /// One line for each combination; empty cells where the contract does not hold.
  public var csv: String {
    let rows = design.tables.enumerated().flatMap { place, id in
      let count = design.candidates.lazy.compactMap { $0?.rows[place].count }.first ?? 0
      return (0..<count).map { "\(id) row \($0 + 1)" }
    }
    let head =
      design.axes.map(\.name) + [
        "expected", "low", "high", "city at risk", "contractor at risk", "without payment",
      ] + rows + ["budget holds", "least holds"]
    var lines = [head.map(CSVText.field)]
    func flag(_ value: Bool?) -> String { value.map { $0 ? "yes" : "no" } ?? "" }
    for (index, candidate) in design.candidates.enumerated() {
      let values = zip(design.axes, design.axes.places(of: index)).map {
        CSVText.number($0.values[$1])
      }
      guard let candidate else {
        lines.append(values + Array(repeating: "", count: head.count - values.count))
        continue
      }
      let risk = candidate.risk
      let figures = [
        risk.expected, candidate.low, candidate.high, risk.cityAtRisk,
        candidate.contractorAtRisk,
        candidate.withoutPayment,
      ]
      lines.append(
        values + (figures + candidate.rows.joined()).map(CSVText.number)
          + [flag(design.holds(candidate)), flag(design.suffices(candidate))])
    }
    return CSVText.table(lines)
  }
}
