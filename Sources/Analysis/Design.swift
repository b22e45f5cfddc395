import Contract
import Execution
import Quantities
import Settlement

/// Candidate thresholds and prices with what they mean for either party: a scenario, which settles nothing.
public struct Design: Sendable {
  public let contract: Contract
  public let period: SettlementPeriod
  public let draws: Simulation.Draws
  public let effects: [AssumedEffect]
  /// What is moved; the first varies slowest.
  public let axes: [Sweep.Axis]
  /// What the city can pay at most, with tax, in 95 of 100 replicates; nil: anything.
  public let budget: Exact?
  /// What the contractor must receive at least in 95 of 100 replicates; nil: anything.
  public let least: Exact?
  /// The achievement tables whose rows are counted.
  public let tables: [FigureID]
  /// One for each combination, the last axis varying fastest; nil where the contract does not hold, or where
  /// nothing is due in any replicate.
  public let candidates: [Candidate?]

  /// What a combination means.
  public struct Candidate: Sendable {
    public let due: Distribution
    /// Against the expected amount: the city's value at risk is what it pays more at the 95 percent quantile, the
    /// contractor's what he receives less at the 5 percent quantile.
    public let risk: PaymentRisk
    /// Of each table the share of the replicates in each of its rows.
    public let rows: [[Exact]]
    /// The share of the replicates in which nothing is due, because the contract stops the payment or a figure
    /// has nobody to be measured on.
    public let withoutPayment: Exact
    /// The amounts at the 5 and 95 percent quantiles.
    public var low: Exact { due.quantile(1 - PaymentRisk.level) }
    public var high: Exact { due.quantile(PaymentRisk.level) }
  }

  public init(
    contract: Contract, period: SettlementPeriod, draws: Simulation.Draws,
    effects: [AssumedEffect], axes: [Sweep.Axis], budget: Exact?, least: Exact?,
    tables: [FigureID], candidates: [Candidate?]
  ) {
    self.contract = contract
    self.period = period
    self.draws = draws
    self.effects = effects
    self.axes = axes
    self.budget = budget
    self.least = least
    self.tables = tables
    self.candidates = candidates
  }

  /// Whether the budget holds; nil without one.
  public func holds(_ candidate: Candidate) -> Bool? { budget.map { candidate.high <= $0 } }

  /// Whether the contractor receives what he must; nil if nothing is asked.
  public func suffices(_ candidate: Candidate) -> Bool? { least.map { candidate.low >= $0 } }

  /// Combinations that meet everything that is asked.
  public var fitting: Int {
    candidates.count { candidate in
      candidate.map { holds($0) ?? true && suffices($0) ?? true } ?? false
    }
  }
}

extension Simulator {
  /// What the terms of this simulator mean for either party.
  ///
  /// - Parameter tables: achievement tables whose rows are counted.
  public func candidate(
    _ tables: [FigureID], effects: [AssumedEffect]
  ) -> Design.Candidate? {
    let results = settled(effects: effects) { settlement in
      (
        due: settlement.due?.value,
        rows: tables.map { id -> Int in
          guard case .row(let row)? = settlement[id]?.derivation else { return 0 }
          return row.number
        }
      )
    }
    let dues = results.compactMap { $0?.due }
    guard let due = Distribution(dues) else { return nil }
    let rows = tables.enumerated().map { place, id -> [Exact] in
      let count =
        terms.contract.achievements.first {
          $0.declaration.name.utf8.elementsEqual(id.name.utf8)
        }?.rows.count ?? 0
      return (0..<count).map { row in
        Exact(results.count { $0?.rows[place] == row + 1 }, over: max(results.count, 1)) ?? 0
      }
    }
    return Design.Candidate(
      due: due, risk: PaymentRisk(due, plan: due.mean), rows: rows,
      withoutPayment: Exact(results.count - dues.count, over: max(results.count, 1)) ?? 0)
  }
}
