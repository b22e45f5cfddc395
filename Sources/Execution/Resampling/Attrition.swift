import Contract
import Quantities
import Records

/// The loss of records before the measurement: each participant that is drawn is lost with the same probability,
/// independently of the others.
public struct Attrition: Hashable, Sendable {
  /// What is not there of a participant who is lost.
  public let loss: Loss
  /// The probability of being lost, from 0 to 1.
  public let rate: Exact

  public init(losing loss: Loss, rate: Exact) {
    self.loss = loss
    self.rate = rate
  }

  /// What a participant loses in a table.
  public struct Loss: Hashable, Sendable {
    public let table: Int
    public let part: Part

    public enum Part: Hashable, Sendable {
      /// His rows, with all rows that refer to them; of the table of participants itself he is not there at all.
      case rows
      /// Those of his rows that have a code of a list, by its place: the second measurement, say.
      case rowsOf(column: Int, code: Int)
      /// His cells of a column that may be missing.
      case cells(column: Int)
    }

    public init(table: Int, _ part: Part = .rows) {
      self.table = table
      self.part = part
    }

    /// The column whose cells are lost.
    var cells: Int? { if case .cells(let column) = part { column } else { nil } }
  }

  /// A copy is lost if its 64 random bits are below this.
  var threshold: UInt64? {
    let parts = (rate * Exact(1 << 32) * Exact(1 << 32)).roundedToInteger(.floor)
    // All are lost at a rate of 1.
    return rate >= 1 ? nil : UInt64(parts.description)
  }
}

extension DataSet {
  /// The records with a twin of every row that belongs to a participant, such as he would be if he were lost:
  /// behind the rows of each table, without the rows and cells that are lost.
  ///
  /// - Parameter units: of each table the participant of each row, -1 for none; nil for a table whose rows
  ///   belong to nobody.
  func withTwins(of units: [[Int32]?], losing loss: Attrition.Loss) -> DataSet {
    let twins = Twins(self, units, loss)
    return DataSet(
      tables: tables.indices.map { twins.table($0) }, files: files, warnings: warnings)
  }
}

/// Which rows have a twin, and where it stands.
private struct Twins {
  private let data: DataSet
  private let loss: Attrition.Loss
  /// Of each table the rows that have a twin, in order; nil for a table whose rows belong to nobody.
  private let rows: [[Int]?]
  /// Of each table the twin of each row, -1 for none.
  private let places: [[Int32]?]

  init(_ data: DataSet, _ units: [[Int32]?], _ loss: Attrition.Loss) {
    (self.data, self.loss) = (data, loss)
    var kept = units.enumerated().map { table, own in
      own.map { own in
        own.indices.map { row in
          own[row] >= 0 && !(table == loss.table && Self.loses(loss, row, data.tables[table]))
        }
      }
    }
    // What refers to a lost row is lost.
    var isShrinking = true
    while isShrinking {
      isShrinking = false
      for (table, own) in kept.enumerated() {
        guard var own else { continue }
        for column in data.tables[table].columns {
          guard case .reference(let target) = column.kind, let others = kept[target],
            let theirs = units[target]
          else { continue }
          for row in own.indices where own[row] {
            guard let next = column[row], theirs[Int(next)] >= 0, !others[Int(next)] else {
              continue
            }
            own[row] = false
            isShrinking = true
          }
        }
        kept[table] = own
      }
    }
    let rows = kept.map { own in own.map { own in own.indices.filter { own[$0] } } }
    self.rows = rows
    places = rows.enumerated().map { table, rows in
      rows.map { rows in
        var places = [Int32](repeating: -1, count: data.tables[table].rowCount)
        for (place, row) in rows.enumerated() {
          places[row] = Int32(truncatingIfNeeded: data.tables[table].rowCount + place)
        }
        return places
      }
    }
  }

  private static func loses(_ loss: Attrition.Loss, _ row: Int, _ table: Table) -> Bool {
    switch loss.part {
    case .rows: true
    case .rowsOf(let column, let code): table.columns[column][row] == Int64(code)
    case .cells: false
    }
  }

  func table(_ index: Int) -> Table {
    let table = data.tables[index]
    guard let rows = rows[index] else { return table }
    return Table(
      schema: table.schema, rowCount: table.rowCount + rows.count,
      columns: table.columns.enumerated().map { place, column in
        self.column(
          column, rows, isLost: index == loss.table && place == loss.cells)
      },
      lines: table.lines, account: table.account, excluded: table.excluded, files: table.files)
  }

  private func column(_ column: Column, _ rows: [Int], isLost: Bool) -> Column {
    let values: ColumnValues
    if case .reference(let target) = column.kind, let twins = places[target], !isLost {
      let own = column.int32Values()
      values = .int32(
        own
          + rows.map { row in
            // A row that belongs to nobody has no twin, and is everybody's.
            let next = own[row]
            return next >= 0 && twins[Int(next)] >= 0 ? twins[Int(next)] : next
          })
    } else {
      values =
        switch column.values {
        case .int8(let own): .int8(own + twins(own, rows, column, isLost))
        case .int16(let own): .int16(own + twins(own, rows, column, isLost))
        case .int32(let own): .int32(own + twins(own, rows, column, isLost))
        case .int64(let own): .int64(own + twins(own, rows, column, isLost))
        }
    }
    let missing = isLost ? rows.count : rows.count { column[$0] == nil }
    return Column(
      kind: column.kind, values: values, dictionary: column.dictionary, scale: column.scale,
      missingCount: column.missingCount + missing, isPresent: column.isPresent)
  }

  private func twins<Element: FixedWidthInteger & SignedInteger>(
    _ own: [Element], _ rows: [Int], _ column: Column, _ isLost: Bool
  ) -> [Element] {
    guard isLost else { return rows.map { own[$0] } }
    return Array(repeating: column.isCoded ? -1 : .min, count: rows.count)
  }
}
