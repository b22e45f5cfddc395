import Synchronization

/// A value that is computed to any precision asked for, once for each.
///
/// Several real numbers that come out of one computation (the coefficients of a fit) share one of
/// these, so that the computation is not repeated for each. The value at a precision depends on
/// nothing but the precision.
public final class Refinable<Value: Sendable>: Sendable {
  private let compute: @Sendable (Int) -> Value
  private let known = Mutex<[Int: Value]>([:])

  /// - Parameter compute: gives the value for a precision in bits. It must not ask for this value.
  public init(_ compute: @escaping @Sendable (_ precision: Int) -> Value) {
    self.compute = compute
  }

  /// The value at a precision in bits; callers that come while it is computed wait for it.
  public func value(precision: Int) -> Value {
    known.withLock { known in
      if let value = known[precision] { return value }
      let value = compute(precision)
      known[precision] = value
      return value
    }
  }
}
