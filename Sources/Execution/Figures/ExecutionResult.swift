import Diagnostics

/// What a run of a contract over its data gave.
public struct ExecutionResult: Sendable {
  /// The figures that were measured, in the order of the contract, groups in byte order of their
  /// keys.
  public let measurements: [Measurement]
  /// The flow of every population that they rest on, in the order of the contract.
  public let flows: [Flow]
  /// Figures that the contract itself suspends, in the order of the contract; none of them is among
  /// the measurements, and what depends on them is not derived.
  public let stopped: [StoppedFigure]
  /// The figures of the values that were asked for, row by row.
  public let values: [ValueFigures]

  /// What rows did at the places of the contract that decide about them; empty if nobody asked for it.
  public let rowEvents: Set<RowEvent>

  /// Why figures are suspended.
  public var stops: [Diagnostic] { stopped.map(\.stop) }

  /// Makes a result.
  public init(
    measurements: [Measurement], flows: [Flow], stopped: [StoppedFigure] = [],
    values: [ValueFigures] = [], rowEvents: Set<RowEvent> = []
  ) {
    self.measurements = measurements
    self.flows = flows
    self.stopped = stopped
    self.values = values
    self.rowEvents = rowEvents
  }
}
