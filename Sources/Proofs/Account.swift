import Contract
import Quantities

/// What settlements can have come to so far, for the limits over the year and the term.
///
/// What is settled together (the term, a year, or a period alone) comes to its sum, whatever its earlier
/// periods were paid; a limit is reached once, however many periods are paid under it. So sums and limits are
/// taken of the whole, and a period is what is added to it.
struct Account {
  /// The settlement year so far, and the term.
  private(set) var year = Sums()
  private(set) var term = Sums()
  /// The term before the settlement year.
  private var before = Sums()

  /// Amounts of several settlements together.
  struct Sums {
    /// Without tax, and with it.
    var total = Interval.point(0)
    var payable = Interval.point(0)
    /// What the payments come to before all limits, and with tax before the limits with tax.
    var sum = Interval.point(0)
    var withTax = Interval.point(0)
    /// The tax that is added in each of them, in percent.
    var taxes: [Exact] = []
    /// How many invoices round their tax at most; nil if nothing limits them.
    var invoices: Int? = 0
  }

  /// What one settlement can come to.
  struct Lines: Equatable {
    let total: Interval
    let payable: Interval
  }

  /// Another settlement year begins.
  mutating func beginYear() {
    before = term
    year = Sums()
  }

  /// Settles a period of which the payments, and earlier ones that are settled together with it, come to `sum`.
  ///
  /// - Parameter invoices: how many invoices a settlement has at most; nil if nothing limits them.
  mutating func settle(
    _ rule: SettlementRule, _ sum: Interval, in period: SettlementPeriod, invoices: Int?
  ) -> Lines {
    let tax = AddedTax(rule, period)
    let lines = self.lines(rule, sum, tax, invoices)
    let (oldYear, oldTerm) = (year, term)
    for account in [\Account.year, \Account.term] {
      self[keyPath: account].taxes.append(tax.percent)
      self[keyPath: account].invoices = self[keyPath: account].invoices.flatMap { count in
        invoices.map { count + $0 }
      }
    }
    let own: Interval =
      switch rule.basis {
      case .eachYearOnItsOwn: sum
      case .eachPeriodOnItsOwn, .final: oldYear.total + sum
      case .cumulative: sum - before.total
      }
    year.sum = rule.basis == .eachPeriodOnItsOwn ? oldYear.sum + sum : own
    var net = own
    if let cap = rule.yearCap, !cap.includesTax { net = net.lesser(.point(cap.amount)) }
    if let cap = rule.termCap, !cap.includesTax {
      net = net.lesser(.point(cap.amount) - before.total)
    }
    year.withTax = tax.together(net, year, oldYear.payable + tax.added(to: lines.total, invoices))
    year.payable = year.withTax
    if let cap = rule.yearCap, cap.includesTax {
      year.payable = year.payable.lesser(.point(cap.amount))
    }
    if let cap = rule.termCap, cap.includesTax {
      year.payable = year.payable.lesser(.point(cap.amount) - before.payable)
    }
    year.payable = year.payable.narrowed(to: oldYear.payable + lines.payable)
    year.total = rule.limitsTax ? net.lesser(tax.taken(from: year.payable, year.invoices)) : net
    noteTerm(rule, sum, tax)
    if rule.basis == .cumulative {
      // What the term was paid before is deducted from the same sum.
      term.payable = term.payable.narrowed(to: oldTerm.payable + lines.payable)
    }
    return lines
  }

  /// The lines of the period alone.
  private func lines(
    _ rule: SettlementRule, _ sum: Interval, _ tax: AddedTax, _ invoices: Int?
  ) -> Lines {
    func left(_ cap: SettlementRule.Cap, _ used: Sums) -> Interval {
      (.point(cap.amount) - (cap.includesTax ? used.payable : used.total)).greater(.point(0))
    }
    func limited(_ amount: Interval, includesTax: Bool) -> Interval {
      var amount = amount
      if let cap = rule.yearCap, cap.includesTax == includesTax {
        amount = amount.lesser(left(cap, year))
      }
      if let cap = rule.termCap, cap.includesTax == includesTax {
        amount = amount.lesser(left(cap, term))
      }
      return amount
    }
    let paid: Interval =
      switch rule.basis {
      case .cumulative: term.total
      case .eachYearOnItsOwn: year.total
      case .eachPeriodOnItsOwn, .final: .point(0)
      }
    let net = limited(sum - paid, includesTax: false)
    let payable = limited(tax.added(to: net, invoices), includesTax: true)
    return Lines(
      total: rule.limitsTax ? net.lesser(tax.taken(from: payable, invoices)) : net,
      payable: payable)
  }

  /// The term is its years, within its own limits.
  private mutating func noteTerm(_ rule: SettlementRule, _ sum: Interval, _ tax: AddedTax) {
    term.total = before.total + year.total
    term.payable = before.payable + year.payable
    if rule.basis == .cumulative {
      var whole = sum
      if let cap = rule.yearCap, !cap.includesTax {
        whole = whole.lesser(before.total + .point(cap.amount))
      }
      if let cap = rule.termCap, !cap.includesTax { whole = whole.lesser(.point(cap.amount)) }
      if !rule.limitsTax { term.total = term.total.narrowed(to: whole) }
      if rule.yearCap?.includesTax != true {
        var payable = tax.together(whole, term, .any)
        if let cap = rule.termCap, cap.includesTax { payable = payable.lesser(.point(cap.amount)) }
        term.payable = term.payable.narrowed(to: payable)
      }
    }
    guard let cap = rule.termCap else { return }
    if cap.includesTax {
      term.payable = term.payable.lesser(.point(cap.amount))
    } else {
      term.total = term.total.lesser(.point(cap.amount))
      term.payable = term.payable.narrowed(to: tax.together(term.total, term, .any))
    }
  }
}

/// The tax that a settlement adds.
private struct AddedTax {
  /// In percent; zero where there is none or where the amounts include it.
  let percent: Exact
  private let tax: SettlementRule.Tax?

  init(_ rule: SettlementRule, _ period: SettlementPeriod) {
    tax = rule.tax.flatMap { $0.isIncluded ? nil : $0 }
    percent = tax?.percent(in: period) ?? 0
  }

  /// An amount with its tax, rounded once for each invoice.
  func added(to amount: Interval, _ invoices: Int?) -> Interval {
    guard let tax, !percent.isZero else { return amount }
    let share = percent * Exact(unscaled: 1, scale: 2)
    if invoices == 1 {
      return amount + (amount * share).rounded(tax.mode, toMultipleOf: tax.quantum)
    }
    let slack = invoices.map { tax.quantum * Exact($0) }
    return amount * (1 + share)
      + .closed(slack.map { -$0 }, tax.mode == .down && amount.isNonnegative ? 0 : slack)
  }

  /// An amount of several settlements with their tax, of which `apart` is the sum of each: if there was one
  /// rate, the tax of the whole but for what the rounding of every invoice can move.
  func together(_ amount: Interval, _ sums: Account.Sums, _ apart: Interval) -> Interval {
    guard Set(sums.taxes).count == 1 else { return apart }
    if sums.taxes.count == 1 { return added(to: amount, sums.invoices) }
    guard let tax, !percent.isZero else { return amount }
    guard let invoices = sums.invoices else { return apart }
    let slack = tax.quantum * Exact(invoices)
    let whole = amount * (1 + percent * Exact(unscaled: 1, scale: 2)) + .from(-slack, to: slack)
    return whole.narrowed(to: apart)
  }

  /// What an amount with tax is without the tax that it contains.
  func taken(from amount: Interval, _ invoices: Int?) -> Interval {
    guard let tax, !percent.isZero, let share = Exact(100).divided(by: percent + 100) else {
      return amount
    }
    if invoices == 1 {
      // More with tax is never less without it.
      func net(_ value: Exact) -> Exact {
        value - (value * (1 - share)).rounded(tax.mode, toMultipleOf: tax.quantum)
      }
      return Interval(
        lower: amount.lower.map(net), includesLower: amount.includesLower,
        upper: amount.upper.map(net), includesUpper: amount.includesUpper)
    }
    let slack = invoices.map { tax.quantum * Exact($0) }
    return amount * share + .closed(slack.map { -$0 }, slack)
  }
}

extension SettlementRule {
  /// Whether a limit counts the tax.
  fileprivate var limitsTax: Bool {
    [yearCap, termCap].contains { $0?.includesTax ?? false }
  }
}

extension Interval {
  /// The part inside another one that holds as well; itself if the two were rounded apart.
  fileprivate func narrowed(to other: Interval) -> Interval { intersection(other) ?? self }
}
