import BigInt
import CFLINT
import Quantities

/// A real number enclosed: all numbers within a radius of a midpoint.
///
/// Operations return a ball that holds every result of operands in the given balls, whatever was
/// rounded on the way. What is not defined (a quotient by a ball that holds zero, the logarithm of one
/// that is not positive) is a ball that is not finite, never a trap.
///
/// Source: F. Johansson, "Arb: efficient arbitrary-precision midpoint-radius interval arithmetic",
/// IEEE Transactions on Computers 66 (2017).
public struct Ball: Sendable {
  /// Owns a ball of Arb, which nothing changes after its initialisation.
  private final class Storage: @unchecked Sendable {
    let pointer: UnsafeMutablePointer<arb_struct>

    init() {
      pointer = .allocate(capacity: 1)
      arb_init(pointer)
    }

    deinit {
      arb_clear(pointer)
      pointer.deallocate()
    }
  }

  /// Bits to which results are rounded; the radius covers the rounding.
  public let precision: Int
  private let storage: Storage

  /// What `fill` writes, which must enclose the value meant.
  init(precision: Int, _ fill: (UnsafeMutablePointer<arb_struct>) -> Void) {
    precondition(precision >= 2, "a precision is at least two bits")
    self.precision = precision
    storage = Storage()
    fill(storage.pointer)
  }

  /// Calls `body` with the storage, which lives until it returns.
  func with<Result>(_ body: (UnsafePointer<arb_struct>) -> Result) -> Result {
    withExtendedLifetime(storage) { body(storage.pointer) }
  }

  /// A rational number, rounded to `precision` bits.
  public init(_ value: Exact, precision: Int) {
    self.init(precision: precision) { ball in
      if let integer = value.int64 {
        arb_set_si(ball, Int(integer))
        arb_set_round(ball, ball, precision)
      } else {
        Rational(value).with { arb_set_fmpq(ball, $0, precision) }
      }
    }
  }

  /// An integer, exactly; operations on two of these round to 64 bits.
  public init(_ value: Int) {
    self.init(precision: 64) { arb_set_si($0, value) }
  }

  /// All numbers from `lower` to `upper`, in either order.
  public init(lower: Exact, upper: Exact, precision: Int) {
    let ends = (Ball(lower, precision: precision), Ball(upper, precision: precision))
    self.init(precision: precision) { ball in
      ends.0.with { low in ends.1.with { high in arb_union(ball, low, high, precision) } }
    }
  }

  /// A double, exactly: the starting value of an iteration whose result is then proved.
  public init(startingValue: Double, precision: Int) {
    self.init(precision: precision) { arb_set_d($0, startingValue) }
  }

  /// The ball of all real numbers: nothing is known.
  public static func indeterminate(precision: Int) -> Ball {
    Ball(precision: precision) { arb_indeterminate($0) }
  }
}

// MARK: - What is certain

extension Ball {
  /// Whether both ends are finite.
  public var isFinite: Bool {
    with { arb_is_finite($0) != 0 }
  }

  /// Whether the radius is zero: the value is known exactly.
  public var isExact: Bool {
    with { arb_is_exact($0) != 0 } && isFinite
  }

  /// Whether `value` lies in the ball.
  public func contains(_ value: Exact) -> Bool {
    let value = Rational(value)
    return with { ball in value.with { arb_contains_fmpq(ball, $0) != 0 } }
  }

  /// Whether every number of `other` lies in the ball.
  public func contains(_ other: Ball) -> Bool {
    with { ball in other.with { arb_contains(ball, $0) != 0 } }
  }

  /// -1, 0 (exactly zero) or 1; `nil` when the ball does not decide it.
  public var certainSign: Int? {
    with { ball in
      if arb_is_zero(ball) != 0 { return 0 }
      if arb_is_positive(ball) != 0 { return 1 }
      if arb_is_negative(ball) != 0 { return -1 }
      return nil
    }
  }

  /// Whether every number here is less than every number of `other`.
  public func isCertainlyLess(than other: Ball) -> Bool {
    with { ball in other.with { arb_lt(ball, $0) != 0 } }
  }

  /// Bits of the value that are certain: about log₂(|midpoint| / radius).
  public var accuracy: Int {
    with { arb_rel_accuracy_bits($0) }
  }
}

// MARK: - Ends

extension Ball {
  /// A lower end, exactly; `nil` when there is none that is finite.
  public var lower: Exact? { end(of: arb_get_lbound_arf, towards: -1) }

  /// An upper end, exactly; `nil` when there is none that is finite.
  public var upper: Exact? { end(of: arb_get_ubound_arf, towards: 1) }

  /// The midpoint alone.
  public var midpoint: Ball {
    Ball(precision: precision) { result in with { arb_get_mid_arb(result, $0) } }
  }

  /// A bound on the distance from the midpoint.
  public var radius: Ball {
    Ball(precision: precision) { result in with { arb_get_rad_arb(result, $0) } }
  }

  /// The ball with its radius enlarged by the largest absolute value in `error`.
  public func widened(by error: Ball) -> Ball {
    Ball(precision: precision) { result in
      with { arb_set(result, $0) }
      error.with { arb_add_error(result, $0) }
    }
  }

  /// The double nearest to the midpoint: for diagnostics and starting values only.
  public var approximation: Double {
    with { ball in
      withUnsafePointer(to: ball.pointee.mid) { arf_get_d($0, Ball.toNearest) }
    }
  }

  /// A double that no value of the ball exceeds in size; infinite when there is none.
  public var magnitudeBound: Double {
    let bound = (magnitude.midpoint + radius).approximation
    return bound.isFinite ? bound.nextUp : .infinity
  }

  /// Arb's rounding to nearest: `ARF_RND_NEAR`.
  private static let toNearest = FMPR_RND_NEAR

  /// Powers of two beyond these are not written out: the end moves outwards instead.
  private static let largestExponent = 1 << 16

  private func end(
    of bound: (UnsafeMutablePointer<arf_struct>, UnsafePointer<arb_struct>, Int) -> Void,
    towards side: Int
  ) -> Exact? {
    guard isFinite else { return nil }
    var end = arf_struct()
    arf_init(&end)
    defer { arf_clear(&end) }
    with { bound(&end, $0, precision + 32) }
    if arf_is_zero(&end) != 0 { return .zero }
    let limit = Ball.largestExponent
    if arf_cmpabs_2exp_si(&end, limit) > 0 { return nil }
    if arf_cmpabs_2exp_si(&end, -limit) < 0 {
      guard Int(arf_sgn(&end)) == side else { return .zero }
      return Exact(lowestTerms: BigInt(side), BigInt(1) << limit)
    }
    let mantissa = Integer()
    let power = Integer()
    mantissa.with { mantissa in power.with { arf_get_fmpz_2exp(mantissa, $0, &end) } }
    let exponent = power.with { fmpz_get_si($0) }
    // The mantissa is odd, so that these are the lowest terms.
    return exponent >= 0
      ? Exact(mantissa.value << exponent)
      : Exact(lowestTerms: mantissa.value, BigInt(1) << -exponent)
  }
}

// MARK: - Rounding

extension Ball {
  /// The value rounded to `decimals` places; `nil` when the ball does not decide it.
  public func rounded(_ mode: Rounding.Mode, decimals: Int) -> Exact? {
    guard let lower, let upper else { return nil }
    // Every mode is monotone: equal ends decide all between them.
    let low = lower.rounded(mode, decimals: decimals)
    return low == upper.rounded(mode, decimals: decimals) ? low : nil
  }
}
