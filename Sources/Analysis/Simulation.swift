import Contract
import Diagnostics
import Execution
import Quantities
import Settlement

/// The figures of a settlement under resampling of its participants: a scenario, which settles nothing.
public struct Simulation: Sendable {
  public let contract: Contract
  public let period: SettlementPeriod
  /// What was drawn.
  public let draws: Draws
  /// Assumed changes of measured figures.
  public let effects: [AssumedEffect]
  /// The settlement of the records as they are, with the assumed changes but without their uncertainty.
  public let base: Settlement
  /// The figures in the order of their derivation, without the counts that stand beside them.
  public let figures: [SimulatedFigure]
  /// Figures that stay as measured, because they are no function of sums over participants; either an
  /// effect is assumed of them, or no payment needs them.
  public let held: [FigureID]
  /// Replicates in which the contract itself stops the payment.
  public let suspended: Int
  /// Replicates that have no settlement, by reason, the most frequent first.
  public let refusals: [Refusal]
  /// What is payable of each simulated period, in order.
  public let payable: [Payable]
  /// Earlier settlements that were given.
  public let settled: [PriorSettlement]
  public var refused: Int { refusals.reduce(0) { $0 + $1.count } }

  /// Why some replicates have no settlement: a figure has nobody to be measured on, or would not be settled.
  public struct Refusal: Hashable, Sendable {
    public let reason: Text
    public let count: Int

    static func counted(_ reasons: [Text]) -> [Refusal] {
      var counts: [Text: Int] = [:]
      for reason in reasons { counts[reason, default: 0] += 1 }
      return counts.map { Refusal(reason: $0.key, count: $0.value) }.sorted {
        $0.count == $1.count ? $0.reason.en < $1.reason.en : $0.count > $1.count
      }
    }
  }

  /// What is payable of a period, with tax, before interim payments are deducted.
  public struct Payable: Sendable {
    public let period: SettlementPeriod
    /// On the records as they are; nil where it is suspended there.
    public let base: Exact?
    /// On each replicate, in the order of their numbers; nil where it is not derived.
    public let values: [Exact?]
  }

  /// What a simulation draws; it can be drawn again from this alone, any replicate by itself.
  public struct Draws: Hashable, Sendable {
    /// The table of participants, as the contract names it.
    public let participants: String
    /// The column whose codes are drawn whole; nil where participants are drawn one by one.
    public let cluster: String?
    /// How many participants or clusters there are.
    public let units: Int
    /// How many of them are drawn each time.
    public let enrolled: Int
    /// Which of those that are drawn lose records.
    public let attrition: Attrition?
    public let replicates: Int
    public let seed: UInt64
  }

  /// A figure by its identity.
  public subscript(id: FigureID) -> SimulatedFigure? { figures.first { $0.id == id } }

  /// What the amount due was in each replicate.
  public var due: SimulatedFigure? { self[.due] }
}

/// A figure on the records as they are and on every replicate.
public struct SimulatedFigure: Sendable {
  public let id: FigureID
  /// The kind of the figure, as `Figure.kind`.
  public let kind: String
  public let reference: FigureReference?
  public let unit: Unit
  /// Its value on the records as they are; nil where it is suspended there.
  public let base: Exact?
  /// Its value on each replicate, in the order of their numbers; nil where it is not derived.
  public let values: [Exact?]
  /// Of an achievement table the number of its row on each replicate, from 1; 0 where it has none. Empty
  /// for other figures.
  public let rows: [Int]
  /// Nil if no replicate has the figure.
  public let distribution: Distribution?

  /// Of an achievement table, how many replicates lie in a row.
  ///
  /// - Parameter row: from 1.
  public func replicates(inRow row: Int) -> Int { rows.count { $0 == row } }
}
