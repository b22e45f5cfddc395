import Quantities

extension Exact {
  /// A 128-bit integer times `10^-scale`.
  init(_ integer: Int128, scale: Int) {
    self = Exact(integer) * Exact(unscaled: 1, scale: scale)
  }

  /// The quotient by a number of rows that is known not to be zero.
  func over(_ n: Int) -> Exact {
    divided(by: Exact(n)) ?? .zero
  }
}
