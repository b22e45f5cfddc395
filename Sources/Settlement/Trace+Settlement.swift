import Contract
import Diagnostics
import Execution
import Language
import Quantities

extension Trace {
  /// The trace of a settlement, with the yen of every rounding.
  public init(_ settlement: Settlement) {
    let writer = TraceWriter(settlement)
    self.init(
      entries: settlement.figures.map(writer.entry),
      suspended: settlement.suspended.map { suspension in
        Suspended(
          id: suspension.id.description, name: writer.name(suspension.id),
          waitsFor: suspension.waitsFor.map(writer.name),
          stop: settlement.stopped.first { $0.id == suspension.id }.map(writer.stop))
      }, flows: settlement.flows.map(writer.flow))
  }
}

private struct TraceWriter {
  let settlement: Settlement
  let contract: Contract
  let english: Working
  let japanese: Working

  init(_ settlement: Settlement) {
    self.settlement = settlement
    contract = settlement.contract
    english = Working(contract: settlement.contract, tongue: .en, showsNames: true)
    japanese = Working(contract: settlement.contract, tongue: .ja, showsNames: true)
  }

  func name(_ id: FigureID) -> Text {
    Text(en: contract.name(of: id, in: .en), ja: contract.name(of: id, in: .ja))
  }

  func entry(_ figure: Figure) -> Trace.Entry {
    let place = line(figure.span)
    return Trace.Entry(
      id: figure.id.description, name: name(figure.id), kind: figure.kind, exact: figure.value,
      value: Text(en: contract.text(figure, in: .en), ja: contract.text(figure, in: .ja)),
      clause: clause(figure.clause),
      line: place.number, lineText: place.text, working: working(figure), row: row(figure),
      steps: steps(figure), roundings: figure.roundings.map(rounding),
      inputs: figure.inputs.map(\.description), source: source(figure))
  }

  func stop(_ stopped: StoppedFigure) -> Trace.Stop {
    Trace.Stop(
      code: stopped.stop.code, headline: stopped.stop.headline, account: stopped.account,
      numbers: contract.numbers(beside: stopped).map { figure in
        let label = CountLabel.label(of: figure.id, beside: stopped.id)
        return Trace.Number(
          label: Text(en: CountLabel.text(label, in: .en), ja: CountLabel.text(label, in: .ja)),
          kind: figure.kind, exact: figure.isExact ? figure.value : nil,
          value: contract.text(figure.value, figure.unit))
      })
  }

  func flow(_ flow: Flow) -> Trace.Flow {
    Trace.Flow(
      population: flow.population, clause: clause(flow.clause), table: flow.table, rows: flow.rows,
      base: flow.base,
      steps: flow.steps.map {
        Trace.FlowStep(
          reason: $0.reason, line: line($0.span).number, entered: $0.entered,
          excluded: $0.excluded, missing: $0.missing, remaining: $0.remaining)
      }, remaining: flow.remaining, persons: flow.persons)
  }

  private func clause(_ citation: Citation?) -> Text? {
    citation.map { Text(en: $0.text(in: .en), ja: $0.text(in: .ja)) }
  }

  private func line(_ span: Span) -> (number: Int, text: String) {
    let number = contract.source.line(at: span.start)
    return (number, contract.text(inForce: span))
  }

  private func working(_ figure: Figure) -> Text? {
    guard let en = english.line(figure), let ja = japanese.line(figure) else { return nil }
    return Text(en: en, ja: ja)
  }

  private func row(_ figure: Figure) -> Trace.Row? {
    guard case .row(let row) = figure.derivation else { return nil }
    let place = line(row.span)
    let isLinear = if case .linear = row.result { true } else { false }
    return Trace.Row(
      number: row.number, line: place.number, lineText: place.text,
      admits: Text(
        en: contract.text(admittedBy: row, in: .en), ja: contract.text(admittedBy: row, in: .ja)),
      isLinear: isLinear, grade: row.grade)
  }

  private func steps(_ figure: Figure) -> [Trace.Step] {
    guard case .lines(let steps) = figure.derivation else { return [] }
    return steps.map { step in
      // A settlement line that is carried on has no line of the text of its own.
      let place = if case .plus = step.kind { (number: 0, text: "") } else { line(step.span) }
      return Trace.Step(
        words: Text(en: english.words(step.kind), ja: japanese.words(step.kind)),
        before: step.before, after: step.after, line: place.number, lineText: place.text)
    }
  }

  private func rounding(_ step: RoundingStep) -> Trace.Rounding {
    let effect = settlement.effectOnDue(of: step.id)
    return Trace.Rounding(
      rule: step.rule(contract.units), before: step.before, after: step.after,
      beforeText: contract.text(step.before, step.unit),
      afterText: contract.text(step.after, step.unit, decimals: step.decimals),
      line: line(step.span).number,
      effectOnDue: effect, effectText: effect.map { contract.text($0, contract.currency) })
  }

  private func source(_ figure: Figure) -> Trace.Source? {
    guard case .measured(let source) = figure.derivation else { return nil }
    return Trace.Source(
      populations: source.populations, missingExcluded: source.missingExcluded,
      evidence: source.evidence, account: source.account,
      products: source.method.map {
        Trace.Product(
          routine: $0.routine.rawValue, rows: $0.rows, blocks: $0.blocks, limbs: $0.limbs,
          largest: String($0.largest), bound: String($0.bound))
      })
  }
}
