import Contract
import Quantities

extension Record {
  /// How a sum of unscaled figures and their number become a recorded mean; nil if its decimals
  /// cannot be reached.
  ///
  /// The function gives nil where the mean leaves 64 bits.
  ///
  /// - Parameter scale: decimals of the figures.
  func mean(ofScale scale: Int) -> ((_ total: Int128, _ count: Int128) -> Int64?)? {
    guard decimals >= 0, let factor = PowerOfTen.int64(max(decimals - scale, 0)),
      let divisor = PowerOfTen.int64(max(scale - decimals, 0))
    else { return nil }
    return { [mode] total, count in
      let (scaled, overflow) = total.multipliedReportingOverflow(by: Int128(factor))
      return overflow
        ? nil : Int64(exactly: mode.quotient(scaled, by: count * Int128(divisor)))
    }
  }
}

extension Evaluator {
  /// Figures with the decimals and the rounding of a `record` line.
  ///
  /// - Throws: `Failure.recorded`.
  func recorded(
    _ numbers: [Int64], scale: Int, _ record: Record, in declaration: Declaration
  ) throws(Failure) -> (numbers: [Int64], scale: Int) {
    let more = record.decimals - scale
    guard let factor = PowerOfTen.int64(max(more, 0)), let divisor = PowerOfTen.int64(max(-more, 0))
    else { throw self.record(.overflow(declaration, rows: numbers.count)) }
    let unit = PowerOfTen.int64(max(-record.decimals, 0)) ?? 1
    var overflows = 0
    let result = numbers.map { number -> Int64 in
      if number == .min { return .min }
      let rounded = record.mode.quotient(Int128(number) * Int128(factor), by: Int128(divisor))
      guard let whole = Int64(exactly: rounded * Int128(unit)), whole != .min else {
        overflows += 1
        return .min
      }
      return whole
    }
    if overflows > 0 { throw self.record(.overflow(declaration, rows: overflows)) }
    return (result, max(record.decimals, 0))
  }
}
