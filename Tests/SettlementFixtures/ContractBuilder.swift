import Contract
import Diagnostics
import Execution
import Language
import Quantities

/// Builds small typed contracts by hand, for tests of what comes after the checker.
package struct ContractBuilder {
  package var name = "test"
  package var title: String?
  package var tongue = Tongue.en
  package var term = ("2024-04-01", "2027-04-01")
  package var isIllustrative = false
  package var indicators: [Indicator] = []
  package var achievements: [Achievement] = []
  package var scores: [Score] = []
  package var payments: [Payment] = []
  package var settlement = SettlementRule(
    declaration: Declaration(
      name: "yearly", otherName: nil, title: nil, clause: nil, span: Span(start: 0, end: 0)),
    basis: .eachYearOnItsOwn, basisSpan: Span(start: 0, end: 0), total: .constant(0, .yen),
    totalSpan: Span(start: 0, end: 0), tax: nil, yearCap: nil, termCap: nil,
    deductsInterimPayments: false, deductionSpan: nil)
  package var examples: [Example] = []
  package var source: SourceText

  package init(text: String = "language en\n", name: String = "test.pfs") {
    source = SourceText(name: name, text: text)
  }

  package var contract: Contract {
    get throws {
      let start = try date(term.0)
      let end = try date(term.1)
      guard let days = DateInterval(start: start, end: end) else { throw FixtureError.term }
      return Contract(
        declaration: declaration(name, title: title), tongue: tongue,
        parties: Parties(client: "Minato City", provider: "Kenko Partners KK"), term: days,
        yearStart: 4, currency: .yen, isIllustrative: isIllustrative, units: .standard, tables: [],
        scales: [], values: [], populations: [], indicators: indicators,
        achievements: achievements, scores: scores, payments: payments, settlement: settlement,
        scenarios: [], examples: examples,
        order: indicators.indices.map { .indicator($0) }
          + achievements.indices.map {
            .achievement($0)
          } + scores.indices.map { .score($0) }, amendments: [], source: source)
    }
  }

  private func date(_ text: String) throws -> CivilDate {
    guard let date = DateText.read(text)?.date else { throw FixtureError.term }
    return date
  }

  /// The place of a text in the source; the start of the source if it is not there.
  package func span(_ text: String) -> Span {
    let wanted = Array(text.utf8)
    let bytes = source.utf8
    guard !wanted.isEmpty, bytes.count >= wanted.count else { return Span(start: 0, end: 0) }
    for start in 0...(bytes.count - wanted.count)
    where bytes[start..<start + wanted.count].elementsEqual(wanted) {
      return Span(start: start, end: start + wanted.count)
    }
    return Span(start: 0, end: 0)
  }

  package func declaration(
    _ name: String, other: String? = nil, title: String? = nil, article: Int? = nil,
    paragraph: Int? = nil, line: String = ""
  ) -> Declaration {
    Declaration(
      name: name, otherName: other, title: title,
      clause: article.map { .article($0, paragraph: paragraph, item: nil) }, span: span(line))
  }
}

package enum FixtureError: Error { case term, number }

/// An exact number from its decimal text.
package func exact(_ text: String) throws -> Exact {
  guard let value = Exact(decimal: text) ?? Exact(fraction: text) else {
    throw FixtureError.number
  }
  return value
}

/// `lower ≤ x < upper`.
package func step(_ lower: Exact?, _ upper: Exact?) -> Interval {
  Interval(lower: lower, includesLower: lower != nil, upper: upper, includesUpper: false)
}

/// An execution that measured these figures: the indicator's place, its key, its raw value. The stops
/// are of the first indicators without a figure, in order.
package func measured(
  _ contract: Contract, _ values: [(indicator: Int, key: String?, value: Exact)],
  counts: [Int: [Count]] = [:], flows: [Flow] = [], stops: [Diagnostic] = []
) -> ExecutionResult {
  let open = contract.indicators.indices.filter { index in
    !values.contains { $0.indicator == index }
  }
  return ExecutionResult(
    measurements: values.map { item in
      let indicator = contract.indicators[item.indicator]
      return Measurement(
        indicator: item.indicator,
        id: FigureID(indicator.declaration.name, key: item.key.map { GroupKey($0) }),
        value: item.value, unit: indicator.unit, counts: counts[item.indicator] ?? [])
    }, flows: flows,
    stopped: zip(open, stops).map { index, stop in
      StoppedFigure(
        indicator: index, id: FigureID(contract.indicators[index].declaration.name), stop: stop)
    })
}

extension ContractBuilder {
  package func indicator(
    _ name: String, _ unit: Unit, kind: Indicator.Kind = .reported, record: Record? = nil,
    grouping: Grouping? = nil, word: ValueWord = .reported
  ) -> Indicator {
    Indicator(
      declaration: declaration(name, article: 5), kind: kind, grouping: grouping, record: record,
      minimum: nil, unit: unit, kindWord: word, kindSpan: Span(start: 0, end: 0))
  }

  package func achievement(
    _ name: String, _ measured: FigureReference, _ input: Unit, _ unit: Unit,
    _ rows: [(Interval, AchievementRow.Result)]
  ) -> Achievement {
    Achievement(
      declaration: declaration(name, article: 6), measured: measured, inputUnit: input, unit: unit,
      rows: rows.map {
        AchievementRow(interval: $0.0, result: $0.1, span: Span(start: 0, end: 0))
      })
  }

  package func payment(_ name: String, forEach: Int? = nil, _ steps: [Payment.Step]) -> Payment {
    Payment(
      declaration: declaration(name, article: 8), forEach: forEach,
      lines: steps.map { Payment.Line(step: $0, span: Span(start: 0, end: 0)) })
  }

  package mutating func settle(
    _ total: FigureExpression, tax: Bool = false, basis: SettlementRule.Basis = .eachYearOnItsOwn,
    yearCap: SettlementRule.Cap? = nil, termCap: SettlementRule.Cap? = nil, interim: Bool = false
  ) {
    let nowhere = Span(start: 0, end: 0)
    settlement = SettlementRule(
      declaration: declaration("yearly", article: 9), basis: basis, basisSpan: nowhere,
      total: total, totalSpan: nowhere,
      tax: tax
        ? .init(
          rates: [.init(percent: 10)], mode: .down, quantum: 1, span: nowhere, roundSpan: nowhere)
        : nil,
      yearCap: yearCap, termCap: termCap, deductsInterimPayments: interim,
      deductionSpan: interim ? nowhere : nil)
  }

  package func cap(_ amount: Exact, withTax: Bool) -> SettlementRule.Cap {
    .init(amount: amount, includesTax: withTax, span: Span(start: 0, end: 0))
  }
}
