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
    data.tables[table].rows(at: lines).map { row in
      row.flatMap { participant(ofRow: $0, in: table) }
        .flatMap { pseudonyms.pseudonym(ofRow: $0.row, in: $0.table) }
    }
  }

  /// The row that a row is about, at the end of the references to persons: of a session the participant.
  private func participant(ofRow row: Int, in table: Int) -> (row: Int, table: Int)? {
    var (row, table) = (row, table)
    for _ in contract.tables.indices {
      guard let link = contract.personLink(of: table), link.table != table else { break }
      guard let next = data.tables[table].columns[link.column][row] else { return nil }
      (row, table) = (Int(next), link.table)
    }
    return (row, table)
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
