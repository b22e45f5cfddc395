import Contract
import Quantities
import Settlement

/// Which budget of a fiscal year covers what is payable in it, and how surely.
public struct FiscalBudget: Sendable {
  public let year: FiscalYear
  /// The simulated periods that are paid in the year.
  public let periods: [PeriodName]
  /// What was settled before of periods that are paid in the year: part of all amounts.
  public let settled: Exact
  /// On the records as they are; nil where a period is suspended there.
  public let base: Exact?
  /// On the replicates in which every period has a payment; nil if there is none.
  public let distribution: Distribution?
  /// Replicates in which a period has no payment.
  public let withoutPayment: Int

  /// How surely a budget is to cover what is payable, in percent.
  public static let levels = [50, 80, 90, 95]

  /// The smallest budget that covers what is payable in this share of the replicates; nil without a replicate.
  ///
  /// - Parameter level: in percent.
  public func covering(_ level: Int) -> Exact? {
    distribution?.quantile(Exact(unscaled: Int64(level), scale: 2))
  }
}

extension Simulation {
  /// What is payable, with tax, by the fiscal year in which it is paid.
  ///
  /// - Parameter months: how long after the last day of a period it is paid; with 0 in the fiscal year of that day, in
  ///   which it may still be paid until 31 May.
  public func budgets(paidAfter months: Int) -> [FiscalBudget] {
    func year(_ period: SettlementPeriod) -> FiscalYear {
      FiscalYear(containing: period.days.end.adding(days: -1).adding(months: months))
    }
    let years = Set(payable.map { year($0.period) }).sorted()
    return years.map { own in
      let parts = payable.filter { year($0.period) == own }
      let settled = settled.filter { prior in
        contract.periods.contains { $0.name == prior.period && year($0) == own }
      }.reduce(Exact(0)) { $0 + $1.payable }
      func sum(_ values: [Exact?]) -> Exact? {
        values.reduce(settled) { sum, value in sum.flatMap { sum in value.map { sum + $0 } } }
      }
      let values = (0..<draws.replicates).map { number in sum(parts.map { $0.values[number] }) }
      return FiscalBudget(
        year: own, periods: parts.map(\.period.id), settled: settled, base: sum(parts.map(\.base)),
        distribution: Distribution(values.compactMap { $0 }),
        withoutPayment: values.count { $0 == nil })
    }
  }
}
