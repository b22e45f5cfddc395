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
    var accounts = Accounts()
    for (contract, period) in years {
      let isSettled = contract.settlement.basis != .final || period.year == years.last?.period.year
      guard isSettled else { continue }
      let before = proofs.last { $0.period.year < period.year }
      if proofs.last?.period.year != period.year { accounts.beginYear() }
      proofs.append(YearProof(contract, period, previous: before?.intervals, &accounts))
    }
    self.years = proofs
    let isExact = proofs.allSatisfy { $0.payable.isExact } && accounts.isUntouched
    var whole = accounts.all.term.payable
    if let limited = Self.underTermCap(years.map(\.contract), proofs, accounts) {
      whole = whole.intersection(limited) ?? whole
    }
    term = Reach(interval: whole, isExact: isExact)
    beforeTermCap = years.last?.contract.settlement.termCap.map {
      $0.includesTax ? accounts.withoutTermCap.term.payable : accounts.withoutTermCap.term.total
    }
  }
}

extension ContractProof {
  /// What years on their own come to under one limit of the term with tax: the sum of all, or the limit. Year by
  /// year less would be certain, because what is left of the limit depends on the years before. Nil where years
  /// may take something back, or are settled otherwise.
  private static func underTermCap(
    _ contracts: [Contract], _ proofs: [YearProof], _ accounts: Accounts
  ) -> Interval? {
    guard let rule = contracts.last?.settlement, let cap = rule.termCap,
      cap.includesTax || rule.tax == nil,
      contracts.allSatisfy({
        $0.settlement.basis == .eachYearOnItsOwn && $0.settlement.forEach == nil
          && $0.settlement.termCap?.amount == cap.amount
          && $0.settlement.termCap?.includesTax == cap.includesTax
      }), proofs.allSatisfy({ $0.sum.isNonnegative && $0.period.id.number == nil })
    else { return nil }
    return accounts.withoutTermCap.term.payable.lesser(.point(cap.amount))
  }

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
  /// The same of each payee, where there are several; nil where there are none.
  public let eachPayee: Interval?
  /// `sum` and `withTax` of each payee, where there are several.
  let ofPayee: (sum: Interval, withTax: Interval)?
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
    _ accounts: inout Accounts
  ) {
    let all = contract.order + contract.payments.indices.map { .payment($0) }
    let bounds = Bounding(contract, period, of: all, previous: previous)
    let needed = Needed(contract)
    var refined = bounds.intervals
    var payments: [PaymentProof] = []
    var reasoning = PaymentReasoning(bounds: bounds, needed: needed)
    for index in contract.payments.indices {
      let proof = reasoning.proof(of: index)
      refined[.payment(index)] = proof.reach.interval
      payments.append(proof)
    }
    let whole = Bounding(
      contract, period, of: all, restricted: refined, previous: previous)
    // Every payee has its own limits and its own rounding of the tax.
    let payees = contract.settlement.forEach.map { bounds.groups(of: contract.indicators[$0]) }
    let rule = payees.map { contract.settlement.together(payees: $0) } ?? contract.settlement
    let sum = whole.evaluate(rule.total)?.interval ?? .any
    let (lines, isUntouched) = accounts.settle(
      rule, sum, in: period,
      invoices: contract.settlement.forEach == nil ? 1 : payees ?? nil)
    let payable = lines.payable
    self.contract = contract
    self.period = period
    self.payments = payments
    self.sum = accounts.all.year.sum
    total = lines.total
    withTax = accounts.all.year.withTax
    eachPayee = contract.settlement.forEach.map { _ in
      let one = Bounding.evaluating(
        contract.settlement.total, whole.ofOneGroup(restricted: refined), like: whole)
      return accounts.payee.settle(contract.settlement, one ?? .any, in: period, invoices: 1)
        .payable
    }
    ofPayee =
      contract.settlement.forEach == nil
      ? nil : (accounts.payee.year.sum, accounts.payee.year.withTax)
    // What earlier periods were paid of the same account is not among the figures that are tried.
    let isAlone = !contract.settlement.setsOffEarlier(in: period, of: contract)
    func reaches(_ side: Side) -> Bool {
      guard isUntouched, isAlone else { return false }
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
    let paying = Set(needed.closure(of: contract.settlement.total.references))
    unusedIndicators = contract.indicators.indices.map { .indicator($0) }.filter {
      !paying.contains($0)
    }
  }
}

/// What settlements can have come to of all payees together, of one, and without the limit of the term.
struct Accounts {
  private(set) var all = Account()
  private(set) var withoutTermCap = Account()
  var payee = Account()
  /// Whether the limit of the term has never been able to act.
  private(set) var isUntouched = true

  mutating func beginYear() {
    all.beginYear()
    withoutTermCap.beginYear()
    payee.beginYear()
  }

  mutating func settle(
    _ rule: SettlementRule, _ sum: Interval, in period: SettlementPeriod, invoices: Int?
  ) -> (lines: Account.Lines, isUntouched: Bool) {
    let lines = all.settle(rule, sum, in: period, invoices: invoices)
    let free = withoutTermCap.settle(
      rule.with(yearCap: rule.yearCap, termCap: nil), sum, in: period, invoices: invoices)
    if free != lines { isUntouched = false }
    return (lines, isUntouched)
  }
}

extension SettlementRule {
  /// Whether what earlier periods were paid is taken off in a period.
  fileprivate func setsOffEarlier(in period: SettlementPeriod, of contract: Contract) -> Bool {
    switch basis {
    case .cumulative: period.days.start > contract.term.start
    case .eachYearOnItsOwn: period.days.start > period.settlementYear.start
    case .eachPeriodOnItsOwn, .final: false
    }
  }

  /// The rule for all payees together: their limits added up, and the tax with what the rounding of every
  /// invoice can move; without a limit where their number has none.
  fileprivate func together(payees: Int?) -> SettlementRule {
    func all(_ cap: Cap?) -> Cap? {
      guard let cap, let payees else { return nil }
      return Cap(
        amount: cap.amount * Exact(payees), includesTax: cap.includesTax, span: cap.span)
    }
    return with(yearCap: all(yearCap), termCap: all(termCap))
  }

  /// The rule with other limits.
  fileprivate func with(yearCap: Cap?, termCap: Cap?) -> SettlementRule {
    SettlementRule(
      declaration: declaration, forEach: forEach, basis: basis, basisSpan: basisSpan,
      periodMonths: periodMonths, total: total, totalSpan: totalSpan, tax: tax,
      yearCap: yearCap, termCap: termCap, deductsInterimPayments: deductsInterimPayments,
      deductionSpan: deductionSpan)
  }
}

/// What a figure is made from, directly and through others.
struct Needed {
  /// All figures, each after what it needs itself.
  private let figures: [FigureReference]
  private let places: [FigureReference: Int]
  /// The places of what each figure needs, as often as it names it.
  private let needs: [[Int]]

  init(_ contract: Contract) {
    figures = contract.order + contract.payments.indices.map { .payment($0) }
    let places = Dictionary(
      figures.enumerated().map { ($0.element, $0.offset) }, uniquingKeysWith: { a, _ in a })
    self.places = places
    needs = figures.map { contract.needs(of: $0).compactMap { places[$0] } }
  }

  /// The figures and all that they need, each after what it needs itself.
  ///
  /// - Parameter isKnown: figures that are left out, with what only they need.
  func closure(
    of references: [FigureReference], without isKnown: (FigureReference) -> Bool = { _ in false }
  ) -> [FigureReference] {
    places(of: references.compactMap { places[$0] }) { isKnown(figures[$0]) }.map { figures[$0] }
  }

  private func places(of roots: [Int], without isKnown: (Int) -> Bool) -> [Int] {
    var isFound = [Bool](repeating: false, count: figures.count)
    var found: [Int] = []
    func add(_ place: Int) {
      guard !isFound[place], !isKnown(place) else { return }
      isFound[place] = true
      found.append(place)
    }
    roots.forEach(add)
    var next = 0
    while next < found.count {
      needs[found[next]].forEach(add)
      next += 1
    }
    return found.sorted()
  }

  /// On how many ways figures lead to the one that needs them.
  struct Uses {
    fileprivate let places: [FigureReference: Int]
    fileprivate let counts: [Int]

    /// Up to 1,000; more than one use of a figure is a correlation, none that it is not needed.
    subscript(_ figure: FigureReference) -> Int { places[figure].map { counts[$0] } ?? 0 }
  }

  func uses(in reference: FigureReference) -> Uses {
    var counts = [Int](repeating: 0, count: figures.count)
    guard let place = places[reference] else { return Uses(places: places, counts: counts) }
    counts[place] = 1
    for place in self.places(of: [place], without: { _ in false }).reversed() {
      for inner in needs[place] { counts[inner] = min(1_000, counts[place] + counts[inner]) }
    }
    return Uses(places: places, counts: counts)
  }
}
