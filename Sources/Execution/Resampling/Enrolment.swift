import Quantities
import Statistics

/// How many participants, or clusters of them, are drawn.
public enum Enrolment: Hashable, Sendable {
  case units(Int)
  /// As a multiple of those of the records, rounded half up.
  case multiple(Exact)

  /// The most that can be drawn, as a multiple of those of the records.
  public static let most = PhiloxDraws.mostDrawsPerUnit

  /// How many that is; nil for none, or for more than can be drawn.
  ///
  /// - Parameter units: how many the records have.
  public func count(of units: Int) -> Int? {
    let count: Int
    switch self {
    case .units(let number): count = number
    case .multiple(let times):
      guard times <= Exact(Self.most),
        let found = (times * Exact(units)).rounded(.halfUp, decimals: 0).int64
      else { return nil }
      count = Int(found)
    }
    return (1...units * Self.most).contains(count) ? count : nil
  }
}
