import Records

/// Rows of one file: where they stand and, under a key, whose they are; never what stands on them.
public struct ListedRows: Sendable {
  /// What they are: a population, a condition, a change.
  public let label: String
  public let rows: FileLines
  /// The pseudonyms of the participants, line by line; nil without a key. A line that leads to nobody has none.
  public let participants: [String?]?

  /// Lists rows.
  public init(_ label: String, _ rows: FileLines, participants: [String?]? = nil) {
    self.label = label
    self.rows = rows
    self.participants = participants
  }
}
