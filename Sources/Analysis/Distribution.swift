import Quantities

/// The values of a figure on the replicates of a simulation, exact.
public struct Distribution: Hashable, Sendable {
  /// The values in ascending order; at least one.
  public let sorted: [Exact]
  /// Their mean; of values without end, of their first 18 decimals.
  public let mean: Exact

  /// Nil without a value.
  public init?(_ values: [Exact]) {
    // Fractions of many divisors have no common one that is small.
    let sum = values.reduce(Exact(0)) { sum, value in
      sum + (value.terminates ? value : value.rounded(.halfEven, decimals: 18))
    }
    guard let mean = sum.divided(by: Exact(values.count)) else { return nil }
    sorted = values.sorted()
    self.mean = mean
  }

  /// The smallest value that at least this share of the replicates does not exceed: a value that occurs
  /// (Hyndman and Fan 1996, type 1).
  ///
  /// - Parameter p: from 0 to 1.
  public func quantile(_ p: Exact) -> Exact {
    let rank = (p * Exact(sorted.count)).roundedToInteger(.ceiling).int64 ?? 1
    return sorted[min(max(Int(rank), 1), sorted.count) - 1]
  }

  /// The share of the replicates that do not exceed an amount.
  public func share(atMost amount: Exact) -> Exact {
    var (low, high) = (0, sorted.count)
    while low < high {
      let middle = (low + high) / 2
      if sorted[middle] <= amount { low = middle + 1 } else { high = middle }
    }
    return Exact(low, over: sorted.count) ?? 0
  }
}
