import Diagnostics

/// What a run of a contract over its data gave.
public struct ExecutionResult: Sendable {
  /// The figures that were measured, in the order of the contract, groups in byte order of their
  /// keys.
  public let measurements: [Measurement]
  /// The flow of every population that they rest on, in the order of the contract.
  public let flows: [Flow]
  /// Indicators that the contract itself suspends; no figure of theirs is among the measurements.
  public let stops: [Diagnostic]
  /// The indices of these indicators; figures that depend on them are not derived.
  public let stopped: [Int]

  /// Makes a result.
  public init(
    measurements: [Measurement], flows: [Flow], stops: [Diagnostic] = [], stopped: [Int] = []
  ) {
    self.measurements = measurements
    self.flows = flows
    self.stops = stops
    self.stopped = stopped
  }
}
