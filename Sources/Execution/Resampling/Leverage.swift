import Contract
import Quantities

/// How far the records of single participants can move a figure.
///
/// A participant's part may become anything between the least and the greatest part that is observed, per
/// row that counts in the divisor; of a share between none and all. Who counts in the divisor stays.
public struct Leverage: Sendable {
  /// The figure as measured, before it is recorded.
  public let value: Exact
  /// How many participants count in the figure's divisor, or could count in a total.
  public var participants: Int { rises.count - 1 }
  /// Place `k`: the most that the records of `k` participants can add to the figure.
  private let rises: [Exact]
  private let falls: [Exact]
  /// The participants in the order in which they are taken.
  private let risers: [Int]
  private let fallers: [Int]

  /// So many participants whose records can move the figure the most; of equal ones the first on record.
  public func units(changing count: Int, upwards: Bool) -> [Int] {
    Array((upwards ? risers : fallers).prefix(count))
  }

  /// The figure that the records of so many participants can give at most, or at least.
  public func value(changing count: Int, upwards: Bool) -> Exact {
    upwards ? value + rises[count] : value - falls[count]
  }

  /// The fewest participants whose records would have to differ for the figure to satisfy a condition that
  /// holds from some value on, in one direction; nil if all of them do not suffice.
  public func fewest(upwards: Bool, _ isReached: (Exact) -> Bool) -> Int? {
    guard isReached(value(changing: participants, upwards: upwards)) else { return nil }
    var (low, high) = (0, participants)
    while low < high {
      let middle = (low + high) / 2
      if isReached(value(changing: middle, upwards: upwards)) {
        high = middle
      } else {
        low = middle + 1
      }
    }
    return low
  }

  /// - Parameters:
  ///   - parts: of each participant his place and the part of the numerator and of the divisor.
  ///   - bounds: least and greatest part per one of the divisor.
  fileprivate init(
    value: Exact, parts: [(unit: Int, numerator: Exact, divisor: Exact)], divisor: Exact,
    times: Exact, bounds: (low: Exact, high: Exact)
  ) {
    self.value = value
    let unit = times.divided(by: divisor) ?? 0
    func sums(
      _ gain: ((unit: Int, numerator: Exact, divisor: Exact)) -> Exact
    ) -> (sums: [Exact], units: [Int]) {
      let gains = parts.map { (unit: $0.unit, gain: gain($0)) }.sorted {
        $0.gain == $1.gain ? $0.unit < $1.unit : $0.gain > $1.gain
      }
      var (sum, all) = (Exact(0), [Exact(0)])
      for one in gains {
        sum += one.gain * unit
        all.append(sum)
      }
      return (all, gains.map(\.unit))
    }
    (rises, risers) = sums { bounds.high * $0.divisor - $0.numerator }
    (falls, fallers) = sums { $0.numerator - bounds.low * $0.divisor }
  }
}

extension ResampledMeasuring {
  /// How far single participants can move a figure; nil of a figure that is no count, total, share or mean,
  /// or of nobody.
  public func leverage(of id: FigureID) -> Leverage? {
    for case .summed(let figure) in parts where figure.id == id {
      switch figure.form {
      case .sum(let sum):
        // Of a count of persons each is in or out, also where all of them are alike.
        let isCount =
          if case .persons = contract.indicators[figure.indicator].kind { true } else { false }
        return leverage(sum, minus: nil, over: nil, times: 1, isShare: isCount)
      case .ratio(let sum, let over, let times):
        return leverage(
          sum, minus: nil, over: over, times: times,
          isShare: contract.indicators[figure.indicator].isShare)
      case .change(let before, let after, let pairs):
        return leverage(after, minus: before, over: pairs, times: 1, isShare: false)
      case .variance, .quantile, .comparison, .estimate: return nil
      }
    }
    return nil
  }

  /// The figures that single participants can move, with their indicators' places in the contract.
  public var leveraged: [(indicator: Int, id: FigureID)] {
    parts.compactMap { part in
      guard case .summed(let figure) = part else { return nil }
      return switch figure.form {
      case .sum, .ratio, .change: (figure.indicator, figure.id)
      case .variance, .quantile, .comparison, .estimate: nil
      }
    }
  }

  private func leverage(
    _ sum: UnitColumns.Index, minus other: UnitColumns.Index?, over: UnitColumns.Index?,
    times: Exact, isShare: Bool
  ) -> Leverage? {
    func part(_ column: UnitColumns.Index, _ unit: Int) -> Exact {
      Exact(unscaled: columns.values[column][unit], scale: columns.scales[column])
    }
    var parts: [(unit: Int, numerator: Exact, divisor: Exact)] = []
    for unit in 0..<units {
      let divisor = over.map { part($0, unit) } ?? 1
      guard !divisor.isZero else { continue }
      parts.append((unit, part(sum, unit) - (other.map { part($0, unit) } ?? 0), divisor))
    }
    let ratios = parts.compactMap { $0.numerator.divided(by: $0.divisor) }
    guard let least = ratios.min(), let greatest = ratios.max() else { return nil }
    let sums = total
    let divisor = over.map { sums[$0] } ?? 1
    guard
      let value = (sums[sum] - (other.map { sums[$0] } ?? 0)).divided(by: divisor)
    else { return nil }
    return Leverage(
      value: value * times, parts: parts, divisor: divisor, times: times,
      bounds: isShare ? (0, max(1, greatest)) : (least, greatest))
  }

  /// Participants of whom every sum has the same part: leaving out one of them is leaving out any.
  public var alike: [[Int]] {
    var own: Set<Int> = []
    for quantile in quantiles { own.formUnion(quantile.units) }
    for estimate in estimates { own.formUnion(estimate.members) }
    var places: [[Int64]: Int] = [:]
    var groups: [[Int]] = []
    for unit in 0..<units {
      // Of a quantile and of an estimate everybody counts for himself.
      let key = columns.values.map { $0[unit] } + [own.contains(unit) ? Int64(unit) : -1]
      if let place = places[key] {
        groups[place].append(unit)
      } else {
        places[key] = groups.count
        groups.append([unit])
      }
    }
    return groups
  }

  /// The figures without one participant: from the sums, less his parts.
  public func leavingOut(_ unit: Int) -> Measured {
    let sums = DrawnSums(columns: columns) { totals[$0] - Int128(columns.values[$0][unit]) }
    return measured(
      sums,
      DrawnFigures(
        quantiles: quantiles.map { $0.value(without: unit) },
        estimates: estimates.map { $0.outcome { $0 < units && $0 != unit ? 1 : 0 } }))
  }
}
