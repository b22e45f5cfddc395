import Contract
import Diagnostics
import Execution
import Quantities
import Settlement

/// What is certain about a contract before anybody signs it: what it can pay, and which way.
public struct ContractProof: Sendable {
  /// Each period of the term that is settled, in order: settlement years, or the periods of one.
  public let years: [YearProof]
  /// What all years can pay together, with tax and after the limits of the year and of the term.
  public let term: Reach
  /// The same without the limit of the term, with or without tax as the limit is; nil without one.
  public let beforeTermCap: Interval?

  /// Reasons over the text in force in each settlement year.
  ///
  /// - Parameter contract: as in force in a settlement year.
  public init(_ years: [(contract: Contract, period: SettlementPeriod)]) {
    var proofs: [YearProof] = []
    var used = Used()
    for (contract, period) in years {
      let isSettled = contract.settlement.basis != .final || period.year == years.last?.period.year
      guard isSettled else { continue }
      let before = proofs.last { $0.period.year < period.year }
      if proofs.last?.period.year != period.year { used.beginYear() }
      proofs.append(YearProof(contract, period, previous: before?.intervals, used: &used))
    }
    self.years = proofs
    let isExact = proofs.allSatisfy { $0.payable.isExact } && used.isUntouched
    term = Reach(interval: used.payable, isExact: isExact)
    beforeTermCap = years.last?.contract.settlement.termCap.map {
      $0.includesTax ? used.free : used.freeTotal
    }
  }
}

extension ContractProof {
  /// Each payment in every settlement year in which it is due, in the order of the contract; one that is
  /// never due in the first year.
  public var whenDue: [[(year: YearProof, payment: PaymentProof)]] {
    guard let first = years.first else { return [] }
    return first.payments.indices.map { index in
      let due = years.filter { $0.payments[index].isDue }
      return (due.isEmpty ? [first] : due).map { ($0, $0.payments[index]) }
    }
  }
}

/// The values of a figure, and whether both ends are shown to be reached.
public struct Reach: Sendable {
  public let interval: Interval
  /// Whether the evaluator gives the end for figures that can occur; otherwise nothing beyond the end
  /// can occur, and the end perhaps neither.
  public let reachesLeast: Bool
  public let reachesMost: Bool

  var isExact: Bool { reachesLeast && reachesMost }

  init(interval: Interval, reachesLeast: Bool, reachesMost: Bool) {
    self.interval = interval
    self.reachesLeast = reachesLeast
    self.reachesMost = reachesMost
  }

  /// The values of a figure that reaches its ends where another one does.
  public init(interval: Interval, of other: Reach) {
    self.init(
      interval: interval, reachesLeast: other.reachesLeast, reachesMost: other.reachesMost)
  }

  init(interval: Interval, isExact: Bool) {
    self.init(interval: interval, reachesLeast: isExact, reachesMost: isExact)
  }
}

/// What one settlement year, or one period of it, can pay.
public struct YearProof: Sendable {
  public let contract: Contract
  public let period: SettlementPeriod
  /// The payments in the order of the contract.
  public let payments: [PaymentProof]
  /// The sum of the payments of the year so far, less earlier years where it is cumulative, before limits.
  public let sum: Interval
  /// `total`, after the limits without tax.
  public let total: Interval
  /// What the year pays so far with tax, before the limits with tax.
  public let withTax: Interval
  /// With tax, after all limits: what the year pays, before interim payments are deducted.
  public let payable: Reach
  /// Conditions of payments that always hold or never do.
  public let settledConditions: [SettledCondition]
  /// Figures that no payment depends on.
  public let unusedIndicators: [FigureReference]
  let intervals: [FigureReference: Interval]
}

/// What one payment can be in a year.
public struct PaymentProof: Sendable {
  public let payment: Int
  public let reach: Reach
  /// How the most is reached; empty for a fixed amount.
  public let path: [PathStep]
  /// For an amount without end: the figures without end that lead to it.
  public let unbounded: [FigureReference]
  /// How it moves with each indicator that it depends on, in the order of the contract.
  public let movements: [IndicatorMovement]
  /// Caps and floors that no possible figure reaches.
  public let idleLimits: [(span: Span, isCap: Bool, limit: Interval)]
  /// Whether the year is one of those in which it is paid.
  public let isDue: Bool
}

/// A step on the way to the most that a payment can be.
public enum PathStep: Sendable {
  /// A figure in a part of its values.
  case figure(FigureReference, Interval)
  /// A figure at its end, from the steps before it.
  case value(FigureReference, Exact)
  /// A cap or a floor that decides, with its line.
  case limit(isCap: Bool, Exact, Span)
}

/// How a payment moves with an indicator.
public struct IndicatorMovement: Sendable {
  public let indicator: FigureReference
  public let kind: Kind
  /// Where it turns against the direction of the whole, with the most before and after.
  public let turns: [Loss]

  public enum Kind: String, Sendable {
    case constant, rising, falling
    /// It rises and falls.
    case turning
    /// Neither direction could be excluded.
    case notShown = "not shown"
  }

  /// A place where more of a figure pays less, or less pays more.
  public struct Loss: Sendable {
    public let turn: Turn
    /// The most that is paid before and after it.
    public let before: Exact
    public let after: Exact
  }
}

/// A condition that no possible figure decides.
public struct SettledCondition: Sendable {
  public let payment: Int
  public let condition: FigureCondition
  public let alwaysHolds: Bool
  public let span: Span
}

// MARK: - One year

extension YearProof {
  init(
    _ contract: Contract, _ period: SettlementPeriod, previous: [FigureReference: Interval]?,
    used: inout Used
  ) {
    let all = contract.order + contract.payments.indices.map { .payment($0) }
    let bounds = Bounding(contract, period, of: all, previous: previous)
    let movements = Movements(bounds: bounds)
    let needed = Needed(contract)
    var refined = bounds.intervals
    var payments: [PaymentProof] = []
    for index in contract.payments.indices {
      let proof = PaymentReasoning(bounds: bounds, movements: movements, needed: needed)
        .proof(of: index)
      refined[.payment(index)] = proof.reach.interval
      payments.append(proof)
    }
    let whole = Bounding(
      contract, period, of: all, restricted: refined, previous: previous)
    // Every payee has its own limits and its own rounding of the tax.
    let payees = contract.settlement.forEach.map { bounds.groups(of: contract.indicators[$0]) }
    let rule = payees.map { contract.settlement.together(payees: $0) } ?? contract.settlement
    let sum = whole.evaluate(rule.total)?.interval ?? .any
    let lines = used.settle(rule, sum, in: period, invoices: payees ?? 1)
    let (payable, isUntouched) = (lines.payable, used.isUntouched)
    self.contract = contract
    self.period = period
    self.payments = payments
    self.sum = lines.sum
    total = lines.total
    withTax = lines.withTax
    func reaches(_ side: Side) -> Bool {
      guard isUntouched else { return false }
      guard let end = payable.end(side),
        let found = Witness.settlement(whole, reaching: rule.total, side)?[.payable]
      else { return false }
      return found.value == end.value
    }
    self.payable = Reach(
      interval: payable, reachesLeast: reaches(.least), reachesMost: reaches(.most))
    self.intervals = refined
    settledConditions = contract.payments.indices.flatMap { index in
      contract.payments[index].lines.flatMap { line -> [SettledCondition] in
        guard case .onlyIf(let conditions, _) = line.step else { return [] }
        return conditions.compactMap { condition in
          let judged = bounds.judge(condition)
          guard judged.canHold != judged.canFail else { return nil }
          return SettledCondition(
            payment: index, condition: condition, alwaysHolds: judged.canHold, span: line.span)
        }
      }
    }
    let paying = contract.settlement.total.references.flatMap { needed.closure(of: $0) }
    unusedIndicators = contract.indicators.indices.map { .indicator($0) }.filter {
      !paying.contains($0)
    }
  }
}

extension SettlementRule {
  /// The rule for all payees together: their limits added up, and the tax with what the rounding of every
  /// invoice can move; without a limit where their number has none.
  fileprivate func together(payees: Int?) -> SettlementRule {
    func all(_ cap: Cap?) -> Cap? {
      guard let cap, let payees else { return nil }
      return Cap(
        amount: cap.amount * Exact(payees), includesTax: cap.includesTax, span: cap.span)
    }
    return SettlementRule(
      declaration: declaration, forEach: forEach, basis: basis, basisSpan: basisSpan,
      periodMonths: periodMonths, total: total, totalSpan: totalSpan, tax: tax,
      yearCap: all(yearCap), termCap: all(termCap), deductsInterimPayments: deductsInterimPayments,
      deductionSpan: deductionSpan)
  }
}

/// What a figure is made from, directly and through others.
struct Needed {
  let contract: Contract
  private let places: [FigureReference: Int]

  init(_ contract: Contract) {
    self.contract = contract
    let all = contract.order + contract.payments.indices.map { .payment($0) }
    places = Dictionary(
      all.enumerated().map { ($0.element, $0.offset) }, uniquingKeysWith: { a, _ in a })
  }

  /// The figure and all that it needs, each after what it needs itself.
  func closure(of reference: FigureReference) -> [FigureReference] {
    var found: Set<FigureReference> = [reference]
    var open = [reference]
    while let next = open.popLast() {
      for inner in contract.needs(of: next) where found.insert(inner).inserted {
        open.append(inner)
      }
    }
    return found.sorted { (places[$0] ?? 0) < (places[$1] ?? 0) }
  }

  /// How often a figure stands on the ways from another one down; more than one use is a correlation.
  func uses(of leaf: FigureReference, in reference: FigureReference, among: [FigureReference])
    -> Int
  {
    var counts: [FigureReference: Int] = [leaf: 1]
    for figure in among where figure != leaf {
      counts[figure] = min(1_000, contract.needs(of: figure).reduce(0) { $0 + (counts[$1] ?? 0) })
    }
    return counts[reference] ?? 0
  }
}

/// What has been paid so far, for the limits over the year and the term.
///
/// What is settled together (the term, a year, or the period alone) comes to its sum, whatever its earlier
/// periods were paid: a sum is not added to what is deducted from it again.
struct Used {
  /// Without and with tax.
  private(set) var total = Interval.point(0)
  private(set) var payable = Interval.point(0)
  /// With and without tax, without the limit of the term.
  private(set) var free = Interval.point(0)
  private(set) var freeTotal = Interval.point(0)
  /// Whether the limit of the term has never been able to act.
  private(set) var isUntouched = true
  private var year = Year()
  /// How many invoices round their tax in a period at most; nil if nothing limits them.
  private var invoices: Int? = 1
  /// The tax that was added in each period, in percent.
  private var taxes: [Exact] = []

  /// What the settlement year has paid so far.
  private struct Year {
    /// Without and with tax.
    var total = Interval.point(0)
    var payable = Interval.point(0)
    /// Before the limits: without tax, and with tax.
    var sum = Interval.point(0)
    var withTax = Interval.point(0)
    var taxes: [Exact] = []
    /// What had been paid before it, without and with tax, and without the limit of the term.
    var start = (
      total: Interval.point(0), payable: Interval.point(0), free: Interval.point(0),
      freeTotal: Interval.point(0)
    )
  }

  /// Another settlement year begins.
  mutating func beginYear() {
    year = Year(start: (total, payable, free, freeTotal))
  }

  /// The lines of a settlement, on intervals: of the year so far before its limits, and of the period.
  mutating func settle(
    _ rule: SettlementRule, _ sum: Interval, in period: SettlementPeriod, invoices: Int?
  ) -> (sum: Interval, total: Interval, withTax: Interval, payable: Interval) {
    self.invoices = invoices
    let paid: Interval =
      switch rule.basis {
      case .cumulative: total
      case .eachYearOnItsOwn: year.total
      case .eachPeriodOnItsOwn, .final: .point(0)
      }
    let open = sum - paid
    var unlimited = open
    let own = limit(open, rule, includesTax: false, &unlimited)
    let withTax = taxed(own, rule, period)
    var freeTaxed = taxed(unlimited, rule, period)
    let after = limit(withTax, rule, includesTax: true, &freeTaxed)
    noteYear(rule, sum, open, withTax, in: period)
    total = reached(rule, sum)
    let percent = rule.tax.map { $0.isIncluded ? 0 : $0.percent(in: period) } ?? 0
    taxes.append(percent)
    year.taxes.append(percent)
    noteFree(rule, sum, unlimited, freeTaxed, in: period)
    notePayable(rule, after, freeTaxed)
    return (year.sum, own, year.withTax, after)
  }

  /// What all periods so far come to without tax. Every year's limit leaves what earlier years were paid.
  private func reached(_ rule: SettlementRule, _ sum: Interval) -> Interval {
    var after: Interval =
      switch rule.basis {
      case .cumulative: sum
      case .eachYearOnItsOwn: year.start.total + sum
      case .eachPeriodOnItsOwn, .final: total + sum
      }
    if let cap = rule.yearCap, !cap.includesTax {
      after = after.lesser(year.start.total + .point(cap.amount))
    }
    guard let cap = rule.termCap, !cap.includesTax else { return after }
    return after.lesser(.point(max(cap.amount, 0)))
  }

  private mutating func noteYear(
    _ rule: SettlementRule, _ sum: Interval, _ open: Interval, _ withTax: Interval,
    in period: SettlementPeriod
  ) {
    let isTogether = rule.basis == .eachYearOnItsOwn
    year.sum = isTogether ? sum : year.sum + open
    year.total = isTogether ? sum : year.total + open
    if let cap = rule.yearCap, !cap.includesTax {
      year.total = year.total.lesser(.point(cap.amount))
    }
    // The limit of the term may leave less than the least.
    if rule.termCap != nil { year.total = year.total.hull(.point(0)) }
    year.withTax =
      isTogether && !year.taxes.isEmpty
      ? taxed(year.total, rule, period) : year.withTax + withTax
  }

  private mutating func noteFree(
    _ rule: SettlementRule, _ sum: Interval, _ unlimited: Interval, _ freeTaxed: Interval,
    in period: SettlementPeriod
  ) {
    if rule.basis == .cumulative {
      (free, freeTotal) = (taxed(sum, rule, period), sum)
    } else if rule.basis == .eachYearOnItsOwn, year.taxes.count > 1 {
      free = year.start.free + taxed(year.total, rule, period)
      freeTotal = year.start.freeTotal + year.total
    } else {
      (free, freeTotal) = (free + freeTaxed, freeTotal + unlimited)
    }
  }

  private mutating func notePayable(
    _ rule: SettlementRule, _ after: Interval, _ freeTaxed: Interval
  ) {
    // Until the limit is used up a period pays in full, and then the rest: together the lesser of both.
    if let cap = rule.termCap, cap.includesTax {
      payable = (payable + freeTaxed).lesser(.point(max(cap.amount, 0)))
    } else {
      payable = payable + after
    }
    year.payable = year.payable + after
    let together: Interval? =
      switch rule.basis {
      case .cumulative: taxedTogether(rule, total, taxes)
      case .eachYearOnItsOwn where year.taxes.count > 1:
        taxedTogether(rule, year.total, year.taxes).map { year.start.payable + $0 }
      case .eachYearOnItsOwn, .eachPeriodOnItsOwn, .final: nil
      }
    if let together { payable = payable.intersection(together) ?? payable }
  }

  /// What periods that are settled together have paid with tax, if there was one rate and no limit with
  /// tax: the tax of the sum, but for what the rounding of each period can move.
  private func taxedTogether(
    _ rule: SettlementRule, _ sum: Interval, _ taxes: [Exact]
  ) -> Interval? {
    guard let percent = taxes.first, Set(taxes).count == 1,
      rule.yearCap?.includesTax != true, rule.termCap?.includesTax != true
    else { return nil }
    guard percent.isZero || invoices != nil else { return nil }
    let slack =
      percent.isZero ? 0 : (rule.tax?.quantum ?? 0) * Exact(taxes.count) * Exact(invoices ?? 1)
    return sum * ((percent + 100) * Exact(unscaled: 1, scale: 2)) + .from(-slack, to: slack)
  }

  private func taxed(
    _ amount: Interval, _ rule: SettlementRule, _ period: SettlementPeriod
  ) -> Interval {
    guard let tax = rule.tax, !tax.isIncluded else { return amount }
    let percent = tax.percent(in: period)
    guard invoices == 1 else { return amount + taxOfInvoices(amount, tax, percent) }
    // The rounded tax never falls as the amount rises, so ends lead to ends.
    func image(_ end: (value: Exact, isIncluded: Bool)?) -> (Exact, Bool)? {
      guard let end else { return nil }
      let raw = end.value * percent * Exact(unscaled: 1, scale: 2)
      return (end.value + raw.rounded(tax.mode, toMultipleOf: tax.quantum), end.isIncluded)
    }
    let (low, high) = (image(amount.end(.least)), image(amount.end(.most)))
    return Interval(
      lower: low?.0, includesLower: low?.1 ?? false, upper: high?.0,
      includesUpper: high?.1 ?? false)
  }

  /// The tax of several invoices: that of their sum, but for what the rounding of each can move.
  private func taxOfInvoices(
    _ amount: Interval, _ tax: SettlementRule.Tax, _ percent: Exact
  ) -> Interval {
    guard !percent.isZero else { return .point(0) }
    let whole = amount * (percent * Exact(unscaled: 1, scale: 2))
    let slack = invoices.map { tax.quantum * Exact($0) }
    return whole + .closed(slack.map { -$0 }, tax.mode == .down && whole.isNonnegative ? 0 : slack)
  }

  /// Limits of the year and of the term. `unlimited` is what it would be without that of the term.
  private mutating func limit(
    _ amount: Interval, _ rule: SettlementRule, includesTax: Bool, _ unlimited: inout Interval
  ) -> Interval {
    var value = amount
    func left(_ cap: SettlementRule.Cap, _ used: (total: Interval, payable: Interval)) -> Interval {
      (.point(cap.amount) - (includesTax ? used.payable : used.total)).greater(.point(0))
    }
    if let cap = rule.yearCap, cap.includesTax == includesTax {
      let rest = left(cap, (year.total, year.payable))
      value = value.lesser(rest)
      unlimited = unlimited.lesser(rest)
    }
    if let cap = rule.termCap, cap.includesTax == includesTax {
      let after = value.lesser(left(cap, (total, payable)))
      if after != value { isUntouched = false }
      value = after
    }
    return value
  }
}
