/// Limits that keep reading linear in the size of the file.
public enum Limits {
  /// Bytes in one line.
  public static let lineLength = 65_536
  /// Lines in one file.
  public static let lineCount = 100_000
  /// Open parentheses at one place.
  public static let nesting = 100
  /// Characters of a word for which a split or a similar word is looked for.
  static let suggestionLength = 64
}
