import Diagnostics

/// A figure that the contract suspends, with what had been found when it stopped.
public struct StoppedFigure: Sendable {
  /// The indicator's place in the contract.
  public let indicator: Int
  /// The figure; with a key, only this group is suspended.
  public let id: FigureID
  /// Why.
  public let stop: Diagnostic
  /// Of an estimate: what shows the reason; nil for other kinds.
  public let account: EstimateAccount?
  /// Numbers that stood beside the figure by then: sizes, weights, matches. The figure itself is not
  /// among them, because nobody may read a payment off it.
  public let numbers: [Count]

  /// Makes a stop.
  public init(
    indicator: Int, id: FigureID, stop: Diagnostic, account: EstimateAccount? = nil,
    numbers: [Count] = []
  ) {
    self.indicator = indicator
    self.id = id
    self.stop = stop
    self.account = account
    self.numbers = numbers
  }
}
