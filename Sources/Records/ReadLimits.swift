/// Bounds on what a file may hold; beyond them the file is refused, never truncated.
public struct ReadLimits: Sendable, Hashable {
  /// The most bytes of one cell.
  public var cellBytes: Int

  /// The most bytes of one record with its line breaks.
  public var recordBytes: Int

  /// The most data rows of one file.
  public var rows: Int

  /// How many threads read a file.
  public var threads: Int

  /// Bytes taken from a file at a time.
  public var blockBytes: Int

  /// Creates limits; the defaults suit a municipality's files on a small machine.
  public init(
    cellBytes: Int = 1 << 20, recordBytes: Int = 16 << 20, rows: Int = 2_000_000_000,
    threads: Int = 2, blockBytes: Int = 512 << 10
  ) {
    self.cellBytes = cellBytes
    self.recordBytes = recordBytes
    self.rows = rows
    self.threads = threads
    self.blockBytes = blockBytes
  }
}
