import Contract

/// Something of a contract that an analyst may move.
public struct ScenarioField: Sendable {
  public enum Kind: Sendable, Equatable {
    /// A bound of an achievement table.
    case bound
    /// A line of a payment or of the settlement, by its word.
    case line(String)
    /// A figure, with what was measured of it.
    case figure(String?)
    /// An assumed change of a figure, with an example of how it is written.
    case effect(String)
  }

  public let kind: Kind
  /// The block that it stands in.
  public let block: Declaration
  /// What an assumption calls it: `attendance_level 60.0 percent`.
  public let target: String
  /// Its value in the contract's words; empty for a figure and for an effect.
  public let current: String

  public init(kind: Kind, block: Declaration, target: String, current: String) {
    self.kind = kind
    self.block = block
    self.target = target
    self.current = current
  }
}
