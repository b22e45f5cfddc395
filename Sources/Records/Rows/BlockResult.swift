/// What one block of a file gave: used rows as packed columns, and what became of the others.
struct BlockResult: Sendable {
  let block: Int
  /// Where the block begins in the file.
  let offset: Int
  /// The thread whose dictionaries the codes belong to.
  let worker: Int
  var lineBreaks = 0
  var read = 0
  var kept = 0
  var columns: [Segment] = []
  /// Kept rows as runs of consecutive lines, from 0 in the block.
  var lineRuns: [LineRun] = []
  /// Refused places and rows left out; lines from 0 in the block.
  var places: [RowPlace] = []
  var excluded: [ExcludedRow] = []
  /// Counts per plan.
  var counts: [CellCounts] = []
  var fault: StructuralFault?

  struct LineRun: Sendable {
    let line: UInt32
    var count: UInt32
  }
}

/// A refused place in a block.
struct RowPlace: Sendable {
  let rule: RowRule
  /// Index of the declared column, or -1.
  let column: Int16
  var line: UInt32
  /// Where the row begins in the block; in the file once merged.
  var start: Int
  /// The number of fields, for rows with a wrong one; else the place among the fields, or -1.
  let detail: Int32
}

/// A refused place in one of a table's files.
struct RowSpot: Sendable {
  /// The number of the file among those of the table.
  var file: Int
  /// The place, its line from 1 in the file.
  var place: RowPlace
  /// The row whose key is repeated, if it is that.
  var first: LinePlace?
}

/// Cells of one column that were read with a remark.
struct CellCounts: Sendable {
  var outOfRangeMissing = 0
  var badValueMissing = 0
  var orphanMissing = 0
  var eraOverruns = 0
  /// A decimal does not fit 18 digits at the scale of the others.
  var overflows = false

  static func += (a: inout CellCounts, b: CellCounts) {
    a.outOfRangeMissing += b.outOfRangeMissing
    a.badValueMissing += b.badValueMissing
    a.orphanMissing += b.orphanMissing
    a.eraOverruns += b.eraOverruns
    a.overflows = a.overflows || b.overflows
  }
}

/// What became of the rows of one block while its columns are read, in declared order.
struct RowFates {
  /// Per row: 0 if it is used, else the rule + 1 in the upper and the declared column in the lower half.
  private(set) var reasons: [UInt32] = []
  private(set) var rejected = 0
  private(set) var places: [RowPlace] = []

  mutating func reset(rows: Int) {
    if rejected > 0 || reasons.count < rows {
      reasons = [UInt32](repeating: 0, count: max(rows, reasons.count))
    }
    rejected = 0
    places.removeAll()
  }

  /// Leaves a row out, unless an earlier column did.
  mutating func reject(_ row: Int, rule: RowRule, column: Int) {
    guard reasons[row] == 0 else { return }
    reasons[row] = (UInt32(rule.rawValue) + 1) << 16 | UInt32(column)
    rejected += 1
  }

  mutating func refuse(_ place: RowPlace) { places.append(place) }
}
