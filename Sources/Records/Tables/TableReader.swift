import Diagnostics

/// Reads one table: reads its files, makes one table of their rows, and judges repeated keys.
struct TableReader {
  let schema: TableSchema
  let location: TableLocation
  /// Keys of the referenced tables, by table; none of one that was refused.
  let references: [Int: KeyIndex]
  let limits: ReadLimits
  let progress: (@Sendable (_ file: String, _ done: Int, _ total: Int) -> Void)?

  /// A table that was read, with the entries of its files in the inventory.
  struct Success: Sendable {
    let table: Table
    let files: [InputFile]
    let warnings: [Diagnostic]
  }

  /// Why a table was refused.
  struct Failure: Error {
    var diagnostics: [Diagnostic]
    /// Refused places by the number of the file among those of the table.
    var places: [RowSpot] = []
    var isInputOutput = false
    /// The rows, if every key in them could be read: what refers to them can still be judged.
    var table: Table?
  }

  private var messages: FileMessages { FileMessages(name: location.shown, schema: schema) }

  func read() throws(Failure) -> Success {
    var parts: [FilePart] = []
    /// The number of each part's file; files that could not be read have numbers too.
    var numbers: [Int] = []
    var failure = Failure(diagnostics: [])
    for (number, file) in location.files.enumerated() {
      let reader = PartReader(
        schema: schema, location: file, references: references, limits: limits,
        progress: progress)
      do throws(Failure) {
        parts.append(try reader.read())
        numbers.append(number)
      } catch {
        failure.diagnostics += error.diagnostics
        failure.isInputOutput = failure.isInputOutput || error.isInputOutput
      }
    }
    guard !parts.isEmpty else { throw failure }
    guard parts.reduce(0, { $0 + $1.lines }) <= Int(UInt32.max) else {
      failure.diagnostics.append(messages.tooManyRows(Int(UInt32.max)))
      throw failure
    }
    let isWhole = failure.diagnostics.isEmpty
    let files = parts.map { $0.inventory }
    let warnings = parts.flatMap { $0.warnings(schema) }
    let builder = TableBuilder(
      schema: schema, threads: limits.threads, knownTables: Set(references.keys))
    let outcome = builder.build(&parts)
    judge(outcome, parts, into: &failure)
    failure.places = outcome.spots.map { RowSpot(file: numbers[$0.file], place: $0.place) }
    guard failure.diagnostics.isEmpty else {
      if isWhole, outcome.isKeyWhole, parts.allSatisfy(\.isAsDeclared) {
        failure.table = outcome.table
      }
      throw failure
    }
    guard let table = outcome.table else {
      throw Failure(diagnostics: [messages.unreconciled(outcome.account)])
    }
    return Success(
      table: table, files: files, warnings: warnings + self.warnings(outcome.account))
  }

  /// Collects everything in the table that refuses the run.
  private func judge(
    _ outcome: TableBuilder.Outcome, _ parts: [FilePart], into failure: inout Failure
  ) {
    let names = parts.map(\.location.shown)
    for (number, part) in parts.enumerated() {
      failure.diagnostics += part.faults(schema, limits)
      let spots = outcome.spots.filter { $0.file == number }
      if spots.isEmpty { continue }
      failure.diagnostics +=
        RowMessages(
          excerpt: part.excerpt(schema, limits), schema: schema, fileNames: names
        ).diagnostics(spots)
    }
    if outcome.account.read > limits.rows {
      failure.diagnostics.append(messages.tooManyRows(limits.rows))
    }
    for column in outcome.overflows {
      failure.diagnostics.append(messages.tooManyDigits(column: schema.columns[column]))
    }
    if failure.diagnostics.isEmpty, let table = outcome.table, !table.account.reconciles() {
      failure.diagnostics.append(messages.unreconciled(table.account))
    }
  }

  private func warnings(_ account: RowAccount) -> [Diagnostic] {
    account.eraOverruns.map {
      messages.eraOverruns(schema.columns[$0.column], count: $0.count)
    }
  }
}
