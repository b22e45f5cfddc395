import Diagnostics

/// What at least one row did at a place of the contract that decides what rows give.
public enum RowEvent: Hashable, Sendable {
  /// It meets the condition at this place.
  case holds(Span)
  /// It does not.
  case fails(Span)
  /// With the opposite answer of this condition alone the row would count, or would not count, the other way.
  case decides(Span)
  /// It is looked up in this row of this scale of the contract.
  case scaleRow(scale: Int, row: Int)
}

/// Keeps what rows did during a run, if somebody asked for it.
final class RowObserver {
  private(set) var events: Set<RowEvent> = []

  func add(_ event: RowEvent) { events.insert(event) }

  /// Adds what the conditions at some places did to the rows that reached them.
  func add(_ steps: [Narrowing.StepCount], at places: [Span]) {
    for (step, place) in zip(steps, places) {
      if step.met > 0 { add(.holds(place)) }
      if step.unmet > 0 { add(.fails(place)) }
      if step.alone > 0 { add(.decides(place)) }
    }
  }
}
