import Contract
import Diagnostics
import Enclosures
import Execution
import Proofs
import Quantities
import Settlement
import Statistics

/// An assumed change of a measured figure, with its uncertainty.
public struct AssumedEffect: Hashable, Sendable {
  /// The indicator's place in the contract.
  public let indicator: Int
  /// What is added to the measured figure, before it is recorded; in the unit of the indicator.
  public let shift: Exact
  /// The standard deviation of the shift, normal; zero if the shift is certain.
  public let deviation: Exact

  public init(indicator: Int, shift: Exact, deviation: Exact = 0) {
    self.indicator = indicator
    self.shift = shift
    self.deviation = deviation
  }

  /// Decimals of a standard normal deviate.
  static let decimals = 12

  /// The shift of a replicate: `shift + deviation · z`, where `z` is the normal quantile of the midpoint of
  /// one of 2^53 equal parts of 0 to 1, rounded to 12 decimals. The part is drawn from the stream
  /// `1 + place` of the seed, so that effects of several figures are independent of each other and of the
  /// participants that are drawn.
  func drawn(_ replicate: Int, seed: UInt64, place: Int) throws(EnclosureError) -> Exact {
    guard !deviation.isZero else { return shift }
    let key = StreamKey(contract: seed, scenario: 1, stream: UInt64(1 + place))
    let part = Int(key.bits(replicate: replicate, unit: 0) >> 11)
    let middle = Exact(2 * part + 1, over: 1 << 54) ?? 0
    let z = try Distributions.normalQuantile(middle).rounded(.halfEven, decimals: Self.decimals)
    return shift + deviation * z
  }
}

extension SettlementTerms {
  /// Settles measured figures with the assumed shifts, without their uncertainty.
  public func settle(
    _ execution: ExecutionResult, effects: [AssumedEffect]
  ) throws(Diagnostics) -> Settlement {
    let shifts = Dictionary(
      effects.map { ($0.indicator, $0.shift) }, uniquingKeysWith: { $0 + $1 })
    return try settle(execution.shifted(shifts, in: contract))
  }
}

extension ExecutionResult {
  /// The measured figures with the shifts of some indicators, within what their kinds can be: a share stays
  /// between 0 and 100 percent, a count is whole and not below zero.
  func shifted(_ shifts: [Int: Exact], in contract: Contract) -> ExecutionResult {
    guard !shifts.isEmpty else { return self }
    let domain = Domain(contract: contract)
    return ExecutionResult(
      measurements: measurements.map { measured in
        guard let shift = shifts[measured.indicator] else { return measured }
        return Measurement(
          indicator: measured.indicator, id: measured.id,
          value: domain.admitting(
            measured.value + shift, of: contract.indicators[measured.indicator]),
          unit: measured.unit,
          populations: measured.populations)
      }, flows: flows, stopped: stopped)
  }
}
