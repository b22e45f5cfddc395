import Quantities

extension Exact {
  /// How many decimals the number has, if it has at most 18 and ends.
  var fixedDecimals: Int? {
    guard let decimals = exactDecimals, decimals <= PowerOfTen.largest else { return nil }
    return decimals
  }

  /// The whole number `self · 10^scale`; nil if it is not whole or leaves 64 bits.
  func unscaled(_ scale: Int) -> Int64? {
    let scaled = self * Exact.powerOfTen(scale)
    return scaled.isInteger ? scaled.int64 : nil
  }
}
