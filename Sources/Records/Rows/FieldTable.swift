/// Where the cells of one block are: `columns` cells per row, row after row.
///
/// The memory is reserved for the worst case and touched only as far as there are cells.
final class FieldTable {
  /// The bytes of one cell without its quotes, as positions in the block.
  struct Field {
    var start: UInt32
    var end: UInt32
  }

  /// A row that has no place in the table.
  struct Misfit {
    enum Kind {
      /// Another number of fields than the header line; the payload is the number.
      case fieldCount(Int)
      /// A cell over the limit; the payload is its place among the fields.
      case longCell(Int)
    }
    let kind: Kind
    let line: Int
    let start: Int
  }

  let columns: Int
  private(set) var fields: UnsafeMutablePointer<Field>
  private var memory: PageMemory

  /// The number of rows in the table.
  var rows = 0
  /// Line breaks in the block.
  var lineBreaks = 0
  /// Line (from 0, in the block) and position of each row; empty if every line is one row.
  var rowLines: [UInt32] = []
  var rowStarts: [UInt32] = []
  /// Rows left out of the table.
  var misfits: [Misfit] = []
  /// The first break of the quoting rules; rows after it are not in the table.
  var fault: StructuralFault?

  init(columns: Int) {
    self.columns = columns
    memory = PageMemory(0)
    fields = memory.base.bindMemory(to: Field.self, capacity: 0)
  }

  /// Forgets the previous block and makes room for `bytes` bytes.
  func reset(bytes: Int) {
    let capacity = bytes + 16
    if memory.count < capacity * MemoryLayout<Field>.stride {
      memory = PageMemory(capacity * MemoryLayout<Field>.stride)
      fields = memory.base.bindMemory(to: Field.self, capacity: capacity)
    }
    rows = 0
    lineBreaks = 0
    rowLines.removeAll(keepingCapacity: true)
    rowStarts.removeAll(keepingCapacity: true)
    misfits.removeAll()
    fault = nil
  }

  /// The line of a row, from 0 at the begin of the block.
  func line(ofRow row: Int) -> Int {
    rowLines.isEmpty ? row : Int(rowLines[row])
  }

  /// Where a row begins in the block.
  func start(ofRow row: Int) -> Int {
    rowStarts.isEmpty ? Int(fields[row * columns].start) : Int(rowStarts[row])
  }
}

/// A break of the quoting rules, after which the rest of a file cannot be read.
struct StructuralFault: Error, Sendable {
  enum Kind: Sendable {
    /// A quote is not closed before the end of the file.
    case unterminatedQuote
    /// A closing quote is followed by something else than a delimiter or line break.
    case textAfterQuote
    /// A quote inside a cell that does not begin with one.
    case quoteInCell
    case nul
    /// A carriage return that is not followed by a line feed.
    case carriageReturn
    /// A record is longer than the limit.
    case longRecord
    /// A byte that is no text in the file's encoding.
    case encoding
  }
  let kind: Kind
  /// Line of the fault, from 0 at the begin of the block.
  let line: Int
  /// Position of the fault in the block.
  let position: Int
}
