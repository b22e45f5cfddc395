import Contract
import Diagnostics
import Execution
import Quantities

/// Everything that one evaluation uses.
struct SettlementInputs: Sendable {
  let contract: Contract
  let period: SettlementPeriod
  let execution: ExecutionResult
  let assumed: [FigureReference: Exact]
  let interim: Exact?
  let priors: [PriorSettlement]
  /// Roundings that are left out, to measure their effect.
  var omitted: Set<RoundingStep.ID> = []
  /// An example gives only some figures: what needs the others is left out, without an error.
  let isExample: Bool
  /// The example brings rows, so that what is not given was measured.
  var isMeasured = false
  /// What an example says that the settlement of the year before recorded.
  var previousYear: [FigureReference: Exact] = [:]
  /// Figures that an example gives group by group; these are all groups.
  var assumedGroups: [FigureReference: [GroupKey: Exact]] = [:]
  /// What an example says that earlier periods were paid.
  var paidEarlier: [EarlierPayment] = []

  /// Figures that are given, and no records.
  static func worked(
    _ contract: Contract, _ period: SettlementPeriod, given: [FigureReference: Exact],
    interim: Exact?
  ) -> SettlementInputs {
    SettlementInputs(
      contract: contract, period: period,
      execution: ExecutionResult(measurements: [], flows: []), assumed: given,
      interim: interim, priors: [], isExample: true)
  }

  /// The periods of the term before this one that are settled; none where all of them are settled with
  /// the last.
  var earlierPeriods: [SettlementPeriod] { contract.periods(before: period) }

  /// The earlier periods of the same settlement year.
  var earlierInYear: [SettlementPeriod] { contract.periods(inYearOf: period) }

  /// The last period of the settlement year before; nil in the first year of the term.
  var yearBefore: SettlementPeriod? { earlierPeriods.last { $0.year < period.year } }

  /// The earlier periods that are settled together with this one, so that what they were paid is
  /// deducted.
  var setOff: [SettlementPeriod] { contract.periodsSetOff(in: period) }

  /// The earlier periods whose settlements this one cannot do without.
  private var neededPriors: [SettlementPeriod] {
    let rule = contract.settlement
    let years: [SettlementPeriod] =
      rule.termCap != nil ? earlierPeriods : rule.yearCap != nil ? earlierInYear : []
    let before = contract.takenFromYearBefore.isEmpty ? [] : [yearBefore].compactMap { $0 }
    let limited = contract.splits.flatMap(\.limits).flatMap(periods(countedBy:))
    let needed = Set(years + setOff + before + limited)
    return earlierPeriods.filter(needed.contains)
  }

  /// What earlier settlements paid without and with tax, to a payee if there are several; nil if they are
  /// not all there. Who is no payee of a settlement was paid nothing by it.
  func paid(
    in periods: [SettlementPeriod], to payee: GroupKey?
  ) -> (total: Exact?, payable: Exact?)? {
    if !paidEarlier.isEmpty, !periods.isEmpty {
      // What an example says is of the periods that are set off; where none is, of those that a limit counts.
      let counted = contract.settlement.countsEarlierInYear ? earlierInYear : earlierPeriods
      let meant = setOff.isEmpty ? counted : setOff
      return periods == meant ? (saidPaid(false, to: payee), saidPaid(true, to: payee)) : nil
    }
    var total: Exact = 0
    var payable: Exact = 0
    for earlier in periods {
      guard let prior = priors.first(where: { $0.period == earlier.name }) else { return nil }
      if let payee {
        func own(_ id: FigureID) -> Exact {
          prior.figures.first { $0.name.utf8.elementsEqual("\(id.of(payee))".utf8) }?.value ?? 0
        }
        total = total + own(.total)
        payable = payable + own(.payable)
      } else {
        total = total + prior.total
        payable = payable + prior.payable
      }
    }
    return (total, payable)
  }

  /// What an example says was paid with or without tax; nil if it does not say it. A payee that it does not name
  /// was paid nothing.
  private func saidPaid(_ includesTax: Bool, to payee: GroupKey?) -> Exact? {
    let said = paidEarlier.filter { $0.includesTax == includesTax }
    guard !said.isEmpty, let payee else { return said.first?.amount }
    return said.first { $0.payee.map { GroupKey($0) } == payee }?.amount ?? 0
  }

  /// What the share of a split has come to in the earlier settlements that its limit counts; nil if they
  /// are not all there, as in an example.
  ///
  /// A settlement that records no such share was made before there was one: it bore nothing. One that
  /// records the share without what it would be without a limit was made before there was the limit.
  func earlier(_ share: Split.Share, _ limit: Split.Limit, of split: Split) -> Split.Earlier? {
    var all = Split.Earlier(unlimited: 0, value: 0)
    let own = FigureID(split.declaration.name)
    let keys = [share.name, share.otherName].compactMap { $0.map { GroupKey($0) } }
    for earlier in periods(countedBy: limit) {
      guard priors.contains(where: { $0.period == earlier.name }) else { return nil }
      func amount(_ id: FigureID) -> Exact? {
        keys.lazy.compactMap { recorded(id, key: $0, in: earlier) }.first
      }
      guard let value = amount(own) else { continue }
      all.unlimited = all.unlimited + (amount(own.beforeLimit) ?? value)
      all.value = all.value + value
    }
    return all
  }

  private func periods(countedBy limit: Split.Limit) -> [SettlementPeriod] {
    switch limit.scope {
    case .period: []
    case .year: earlierInYear
    case .term: earlierPeriods
    }
  }

  /// Payees that the periods which are set off have paid, and whom no figure names now.
  func missingPayees(among payees: [GroupKey?]) -> [String] {
    var missing: [GroupKey] = []
    for earlier in setOff {
      guard let prior = priors.first(where: { $0.period == earlier.name }) else { continue }
      for figure in prior.figures where !figure.value.isZero {
        let id = FigureID(printed: figure.name)
        guard let key = id.key, [.total, .payable].contains(FigureID(id.name)),
          !payees.contains(key), !missing.contains(key)
        else { continue }
        missing.append(key)
      }
    }
    return missing.map(\.text)
  }

  /// What the settlement of an earlier period recorded of a figure, by the name in either language.
  func recorded(_ id: FigureID, key: GroupKey?, in period: SettlementPeriod) -> Exact? {
    guard let prior = priors.first(where: { $0.period == period.name }) else { return nil }
    let names = [id.name, contract.otherName(of: id.name)].compactMap { $0 }
    let ids = names.map { FigureID($0, key: key) } + names.map { FigureID($0) }
    return ids.lazy.compactMap { id in
      prior.figures.first { $0.name.utf8.elementsEqual(id.description.utf8) }?.value
    }.first
  }

  /// Whether the payment uses interim payments.
  var usesInterim: Bool {
    contract.settlement.deductsInterimPayments || contract.settlement.total.usesInterimPayments
      || contract.payments.contains { payment in
        payment.lines.contains {
          $0.step.expression?.usesInterimPayments ?? false
        }
      }
      || contract.indicators.contains {
        if case .formula(let expression) = $0.kind { expression.usesInterimPayments } else { false }
      }
  }

  /// Why the evaluation cannot begin.
  func refusals() -> [Diagnostic] {
    var found = reservedNames()
    if usesInterim {
      if let interim {
        if interim.signum < 0 || !RoundingLaw.isWhole(interim, contract.currency, contract.units) {
          found.append(problem(.interimNotWhole(interim)))
        }
      } else {
        found.append(problem(.interimMissing))
      }
    } else if let interim, !interim.isZero {
      found.append(problem(.interimUnused(interim)))
    }
    let earlier = earlierPeriods
    let absent = neededPriors.filter { period in !priors.contains { $0.period == period.name } }
    if !absent.isEmpty { found.append(problem(.priorsMissing(absent.map(\.id)))) }
    for (place, prior) in priors.enumerated() {
      if !earlier.contains(where: { $0.name == prior.period }) {
        found.append(problem(.priorNotEarlier(prior.period)))
      } else if priors[..<place].contains(where: { $0.period == prior.period }) {
        found.append(problem(.priorTwice(prior.period)))
      }
    }
    if contract.settlement.basis == .final, let last = contract.periods.last, last.id != period.id {
      found.append(problem(.onlyFinal(last.id)))
    }
    return found
  }

  /// Blocks that are named like a line of the settlement, so that two figures would have one name.
  func reservedNames() -> [Diagnostic] {
    let reserved = [FigureID.total, .tax, .payable, .due].map(\.name)
    let blocks =
      contract.indicators.map(\.declaration) + contract.achievements.map(\.declaration)
      + contract.scores.map(\.declaration) + contract.payments.map(\.declaration)
    return blocks.filter { reserved.contains($0.name) }.map {
      problem(.reservedName($0.name, $0.span))
    }
  }

  func problem(_ kind: SettlementProblem) -> Diagnostic {
    kind.diagnostic(contract: contract, period: period)
  }
}

extension Payment.Step {
  /// The arithmetic in a line.
  package var expression: FigureExpression? {
    switch self {
    case .amount(let expression), .cap(let expression), .floor(let expression): expression
    case .onlyIf, .round: nil
    }
  }
}
