/// What happens to rows that repeat a key.
public struct RepeatedRule: Sendable, Hashable {
  /// Whether rows equal in all declared columns count once.
  public var identicalOnce: Bool

  /// Which of several different rows with the same key is used; `nil` refuses the run.
  public var sameKey: SameKeyRule?

  /// Creates the rule.
  public init(identicalOnce: Bool = false, sameKey: SameKeyRule? = nil) {
    self.identicalOnce = identicalOnce
    self.sameKey = sameKey
  }
}

/// Which of several rows with the same key is used; the payload is a column index.
///
/// Dates and decimals are compared as such, codes and texts by their bytes, one-of values by their declared order.
/// A tie in the deciding column between rows of different content refuses the run, and so does a missing
/// deciding value: nothing is chosen silently.
public enum SameKeyRule: Sendable, Hashable {
  case refuse
  case latest(Int)
  case earliest(Int)
  case largest(Int)
  case smallest(Int)
}

/// A column that refers to the single-column key of another table.
public struct ReferenceSchema: Sendable, Hashable {
  /// Index of the referring column in its own table.
  public var column: Int

  /// Index of the referenced table in the list of schemas that is read.
  public var table: Int

  /// What happens to a row that refers to nobody.
  public var orphans: BadRowAction

  /// Creates a reference.
  public init(column: Int, table: Int, orphans: BadRowAction) {
    self.column = column
    self.table = table
    self.orphans = orphans
  }
}
