import Contract
import Crypto
import Execution
import Records
import Reports
import Settlement

/// Whose rows stand on lines of the records: the pseudonyms that an edition under the same key writes.
struct ParticipantNames {
  private let contract: Contract
  private let data: DataSet
  private let pseudonyms: Pseudonyms

  /// - Parameter key: nil names nobody.
  init?(_ contract: Contract, _ data: DataSet, key: SymmetricKey?) {
    guard let key else { return nil }
    (self.contract, self.data) = (contract, data)
    pseudonyms = Pseudonyms(contract, data, key: key)
  }

  /// The participants on lines of a table, line by line; nil for a row that leads to nobody.
  func names(on lines: FileLines, of table: Int) -> [String?] {
    let read = data.tables[table]
    let wanted = Set(lines.lines)
    var rows: [UInt32: Int] = [:]
    for row in 0..<read.rowCount {
      let place = read.place(of: row)
      if wanted.contains(place.line),
        read.files[place.file].name.utf8.elementsEqual(lines.file.utf8)
      {
        rows[place.line] = row
      }
    }
    return lines.lines.map { line in
      rows[line].flatMap { participant(ofRow: $0, in: table) }
        .flatMap { pseudonyms.pseudonym(ofRow: $0.row, in: $0.table) }
    }
  }

  /// The row that a row is about, at the end of the references to persons: of a session the participant.
  private func participant(ofRow row: Int, in table: Int) -> (row: Int, table: Int)? {
    var (row, table) = (row, table)
    for _ in contract.tables.indices {
      guard let link = link(of: table) else { break }
      guard let next = data.tables[table].columns[link.column][row] else { return nil }
      (row, table) = (Int(next), link.table)
    }
    return (row, table)
  }

  /// The column that leads to the person: the one that `persons by` names, none if it is the whole key.
  ///
  /// Of a table without that line, the first column of its key that refers to another table; without a key the first
  /// column that does.
  private func link(of table: Int) -> (column: Int, table: Int)? {
    let schema = data.tables[table].schema
    let person = contract.tables[table].personColumn
    if let person, schema.key == [person] { return nil }
    let columns =
      person.map { [$0] } ?? (schema.key.isEmpty ? Array(schema.columns.indices) : schema.key)
    for column in columns {
      if case .reference(let target) = data.tables[table].columns[column].kind, target != table {
        return (column, target)
      }
    }
    return nil
  }
}

/// Rows behind a figure, or left out on the way to it, with whose they are.
public struct TracedRows: Sendable {
  public let evidence: EvidenceRows
  /// The condition that left them out; nil for rows that are counted.
  public let condition: String?
  /// The pseudonyms file by file and line by line; nil without a key.
  public let participants: [[String?]]?

  init(
    _ evidence: EvidenceRows, condition: String? = nil, _ names: ParticipantNames?,
    of contract: Contract
  ) {
    self.evidence = evidence
    self.condition = condition
    let table = contract.tables.firstIndex {
      $0.declaration.name.utf8.elementsEqual(evidence.table.utf8)
    }
    participants = names.flatMap { names in
      table.map { table in evidence.files.map { names.names(on: $0, of: table) } }
    }
  }

  /// File by file, for people.
  public var listed: [ListedRows] {
    let label =
      condition.map { condition in
        let words = condition.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return "\(evidence.population), \(words)"
      } ?? evidence.population
    return evidence.files.indices.map {
      ListedRows(label, evidence.files[$0], participants: participants?[$0])
    }
  }

  /// As canonical JSON.
  var json: JSONValue {
    .object(
      [
        .init("population", .string(evidence.population)),
        .init("table", .string(evidence.table)),
        .init(
          "files",
          .array(
            evidence.files.indices.map {
              RecordedSettlement.json(evidence.files[$0], participants: participants?[$0])
            })),
      ] + (condition.map { [.init("condition", .string($0))] } ?? []))
  }
}
