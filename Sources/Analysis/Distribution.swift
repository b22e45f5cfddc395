import Quantities

/// The values of a figure on the replicates of a simulation, exact.
public struct Distribution: Hashable, Sendable {
  /// The values in ascending order; at least one.
  public let sorted: [Exact]
  /// Their mean; of values with more than 18 decimals, of these rounded to 18.
  public let mean: Exact

  /// Nil without a value.
  public init?(_ values: [Exact]) {
    guard let mean = Self.sum(values).divided(by: Exact(values.count)) else { return nil }
    sorted = values.sorted()
    self.mean = mean
  }

  /// Fractions of many divisors have no common one that is small: decimals have.
  private static func sum(_ values: [Exact]) -> Exact {
    let unit = Exact.powerOfTen(-18)
    var sum = Exact(0)
    // Machine integers as far as they go.
    var steps: Int128 = 0
    for value in values {
      if let own = value.steps(.halfEven, of: unit) {
        let (next, overflow) = steps.addingReportingOverflow(own)
        if !overflow {
          steps = next
          continue
        }
      }
      sum += value.rounded(.halfEven, decimals: 18)
    }
    return sum + Exact(steps) * unit
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
