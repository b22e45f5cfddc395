import Quantities

/// Why a proportional hazards model has no estimate. It is never given as a number instead.
public enum CoxError: Error, Hashable, Sendable {
  /// The columns cannot be laid out.
  case design(RegressionError)
  /// Two columns that must have as many rows have not.
  case lengthMismatch(expected: Int, found: Int)
  /// A person's time at risk does not end after it begins.
  case interval(row: Int, entry: Int64, exit: Int64)
  /// None of the persons has the event.
  case noEvents(persons: Int)
  /// The columns are linearly dependent among the persons at risk together: those named are combinations of
  /// the others, or do not vary, at every time with an event.
  case singular(dependent: [String], rank: Int, columns: Int)
  /// The likelihood increases without end in a direction (M. C. Bryson and M. E. Johnson, Technometrics 23,
  /// 1981): at every event, whoever has it is the foremost of those at risk in the combination of the
  /// columns named, with these factors.
  case monotoneLikelihood(columns: [String], factors: [Exact], events: Int)
  /// The iteration did not reach a maximum that can be proved.
  ///
  /// `spread` is the distance of the largest linear predictor from the smallest, rounded.
  case notConverged(iterations: Int, spread: Int, events: Int)
  /// There is no such column.
  case unknownName(String, among: [String])
}
