import Contract
import Quantities

// Arithmetic on sets of numbers between two ends (Moore, Interval Analysis, 1966), exact, with ends
// that may be absent or excluded. Every operation gives a set that holds all results; where both
// operands are free it is the smallest such interval.
extension Interval {
  package static let any = Interval(
    lower: nil, includesLower: false, upper: nil, includesUpper: false)

  package static func point(_ value: Exact) -> Interval {
    Interval(lower: value, includesLower: true, upper: value, includesUpper: true)
  }

  package static func from(_ lower: Exact, to upper: Exact? = nil) -> Interval {
    Interval(lower: lower, includesLower: true, upper: upper, includesUpper: upper != nil)
  }

  /// The only value, if there is but one.
  package var single: Exact? { lower == upper ? lower : nil }

  /// Whether no value is negative.
  package var isNonnegative: Bool { lower.map { $0.signum >= 0 } ?? false }

  /// Whether no value is positive.
  package var isNonpositive: Bool { upper.map { $0.signum <= 0 } ?? false }

  /// One end; nil where there is none.
  package func end(_ side: Side) -> (value: Exact, isIncluded: Bool)? {
    switch side {
    case .least: lower.map { ($0, includesLower) }
    case .most: upper.map { ($0, includesUpper) }
    }
  }

  /// The values in both; nil if there are none.
  package func intersection(_ other: Interval) -> Interval? {
    let low = [end(.least), other.end(.least)].compactMap { $0 }.max {
      $0.value < $1.value || ($0.value == $1.value && $0.isIncluded && !$1.isIncluded)
    }
    let high = [end(.most), other.end(.most)].compactMap { $0 }.min {
      $0.value < $1.value || ($0.value == $1.value && !$0.isIncluded && $1.isIncluded)
    }
    if let low, let high,
      low.value > high.value || (low.value == high.value && !(low.isIncluded && high.isIncluded))
    {
      return nil
    }
    return Interval(
      lower: low?.value, includesLower: low?.isIncluded ?? false, upper: high?.value,
      includesUpper: high?.isIncluded ?? false)
  }

  /// Whether every value of this one is in the other.
  package func isInside(_ other: Interval) -> Bool { intersection(other) == self }

  /// The smallest interval that holds both.
  package func hull(_ other: Interval) -> Interval {
    lesser(other).withUpper(of: greater(other))
  }

  private func withUpper(of other: Interval) -> Interval {
    Interval(
      lower: lower, includesLower: includesLower, upper: other.upper,
      includesUpper: other.includesUpper)
  }

  /// The lesser of two values, one from each.
  package func lesser(_ other: Interval) -> Interval { -((-self).greater(-other)) }

  /// The greater of two values, one from each.
  package func greater(_ other: Interval) -> Interval {
    func largest(_ a: (Exact, Bool), _ b: (Exact, Bool)) -> (Exact, Bool) {
      a.0 == b.0 ? (a.0, a.1 || b.1) : a.0 > b.0 ? a : b
    }
    func ends(_ one: Interval, _ side: Side) -> (Exact, Bool)? {
      one.end(side).map { ($0.value, $0.isIncluded) }
    }
    var low = ends(self, .least) ?? ends(other, .least)
    if let a = ends(self, .least), let b = ends(other, .least) {
      // At a tie both must be able to be there.
      low = a.0 == b.0 ? (a.0, a.1 && b.1) : largest(a, b)
    }
    let high: (Exact, Bool)? =
      if let a = ends(self, .most), let b = ends(other, .most) { largest(a, b) } else { nil }
    return Interval(
      lower: low?.0, includesLower: low?.1 ?? false, upper: high?.0,
      includesUpper: high?.1 ?? false)
  }

  package static prefix func - (a: Interval) -> Interval {
    Interval(
      lower: a.upper.map { -$0 }, includesLower: a.includesUpper, upper: a.lower.map { -$0 },
      includesUpper: a.includesLower)
  }

  package static func + (a: Interval, b: Interval) -> Interval {
    let lower = a.lower.flatMap { x in b.lower.map { x + $0 } }
    let upper = a.upper.flatMap { x in b.upper.map { x + $0 } }
    return Interval(
      lower: lower, includesLower: lower != nil && a.includesLower && b.includesLower,
      upper: upper, includesUpper: upper != nil && a.includesUpper && b.includesUpper)
  }

  package static func - (a: Interval, b: Interval) -> Interval { a + (-b) }

  package static func * (a: Interval, factor: Exact) -> Interval { a * .point(factor) }

  package static func * (a: Interval, b: Interval) -> Interval {
    let products = [Side.least, .most].flatMap { side in
      [Side.least, .most].map { Product(a, side, b, $0) }
    }
    func extreme(_ isLower: Bool) -> (value: Exact, isIncluded: Bool)? {
      var best: (value: Exact, isIncluded: Bool)?
      for product in products {
        switch product {
        case .infinite(let isNegative):
          if isNegative == isLower { return nil }
        case .finite(let value, let isIncluded):
          guard let known = best else {
            best = (value, isIncluded)
            continue
          }
          if value == known.value {
            best = (value, isIncluded || known.isIncluded)
          } else if (value < known.value) == isLower {
            best = (value, isIncluded)
          }
        }
      }
      return best
    }
    let (low, high) = (extreme(true), extreme(false))
    return Interval(
      lower: low?.value, includesLower: low?.isIncluded ?? false, upper: high?.value,
      includesUpper: high?.isIncluded ?? false)
  }

  /// The product of two ends, where nothing times without end is nothing.
  private enum Product {
    case finite(Exact, isIncluded: Bool)
    case infinite(isNegative: Bool)

    init(_ a: Interval, _ sideOfA: Side, _ b: Interval, _ sideOfB: Side) {
      let (x, y) = (a.end(sideOfA), b.end(sideOfB))
      func sign(_ end: (value: Exact, isIncluded: Bool)?, _ side: Side) -> Int {
        end.map { $0.value.signum } ?? (side == .least ? -1 : 1)
      }
      let signs = sign(x, sideOfA) * sign(y, sideOfB)
      if let x, let y {
        let isZero = (x.value.isZero && x.isIncluded) || (y.value.isZero && y.isIncluded)
        self = .finite(x.value * y.value, isIncluded: isZero || (x.isIncluded && y.isIncluded))
      } else if signs == 0 {
        self = .finite(0, isIncluded: (x ?? y).map { $0.isIncluded } ?? false)
      } else {
        self = .infinite(isNegative: signs < 0)
      }
    }
  }

  /// The quotient; a zero divisor stops a figure, so it gives none.
  package func divided(by other: Interval) -> Interval {
    if other.isNonpositive && !other.isNonnegative { return (-self).divided(by: -other) }
    guard other.isNonnegative, other.single?.isZero != true else { return .any }
    let (low, high) = (other.end(.least), other.end(.most))
    // Of a divisor between a and b the reciprocal is between 1/b and 1/a.
    let upper = low.flatMap { $0.value.reciprocal }
    let reciprocal = Interval(
      lower: high.flatMap { $0.value.reciprocal } ?? 0, includesLower: high?.isIncluded ?? false,
      upper: upper, includesUpper: upper != nil && (low?.isIncluded ?? false))
    return self * reciprocal
  }

  /// What the values become by a rounding, which never puts two of them in another order.
  package func rounded(_ mode: Rounding.Mode, toMultipleOf quantum: Exact) -> Interval {
    func image(_ end: (value: Exact, isIncluded: Bool)?, _ side: Side) -> Exact? {
      guard let end else { return nil }
      var value = end.value
      // Roundings change between multiples of half the quantum only: what lies just inside an
      // excluded end of that kind rounds like a quarter of a quantum further in.
      let isTurn = value.divided(by: quantum * Self.half)?.isInteger ?? false
      if !end.isIncluded && isTurn {
        let inset = quantum * Self.half * Self.half
        value = side == .least ? value + inset : value - inset
      }
      return value.rounded(mode, toMultipleOf: quantum)
    }
    return Interval.closed(image(end(.least), .least), image(end(.most), .most))
  }

  /// The multiples of a step inside, as a closed interval; nil if there are none.
  package func onGrid(_ step: Exact) -> Interval? {
    var low = lower?.rounded(.ceiling, toMultipleOf: step)
    if let own = low, own == lower, !includesLower { low = own + step }
    var high = upper?.rounded(.floor, toMultipleOf: step)
    if let own = high, own == upper, !includesUpper { high = own - step }
    if let low, let high, low > high { return nil }
    return Interval.closed(low, high)
  }

  package static func closed(_ lower: Exact?, _ upper: Exact?) -> Interval {
    Interval(
      lower: lower, includesLower: lower != nil, upper: upper, includesUpper: upper != nil)
  }

  private static let half = Exact(unscaled: 5, scale: 1)
}

/// One end of what is possible.
public enum Side: Sendable, Hashable {
  case least, most

  var opposite: Side { self == .least ? .most : .least }
}
