import Contract
import Quantities

/// What another reading of one place would be worth.
public struct ReadingWorth: Sendable {
  public let reading: Reading
  /// What the payment would be more, in the currency; negative if it would be less.
  public let worth: Exact
  /// The title of the example, or the year that was settled.
  public let on: String

  /// Holds what a reading is worth.
  public init(reading: Reading, worth: Exact, on: String) {
    self.reading = reading
    self.worth = worth
    self.on = on
  }
}
