import Contract
import Crypto
import Diagnostics
import Evidence
import Foundation
import Quantities
import Records

/// The key under which ids become pseudonyms, in a file of the office's own.
enum PseudonymKey {
  /// Reads a key.
  ///
  /// - Throws: a refusal unless the file has 32 to 1,024 bytes and only its owner may read it.
  static func read(_ path: String) throws(Refusal) -> SymmetricKey {
    if let size = FileBytes.size(path), size > 1024 { throw Refusal(.unusableKey(path)) }
    let bytes = try FileBytes.read(path, largest: 1024)
    guard bytes.count >= 32, FileBytes.isPrivate(path) else {
      throw Refusal(.unusableKey(path))
    }
    return SymmetricKey(data: bytes)
  }
}

/// The tables of a contract as files, with pseudonyms in place of ids.
struct Pseudonyms {
  private let contract: Contract
  private let data: DataSet
  private let key: SymmetricKey
  private let use: ColumnUse

  init(_ contract: Contract, _ data: DataSet, key: SymmetricKey) {
    (self.contract, self.data, self.key) = (contract, data, key)
    use = ColumnUse(of: contract)
  }

  private typealias Place = ColumnUse.Place

  /// What becomes of a column.
  private enum Treatment {
    case clear
    case pseudonym
    /// No rule reads it, and the contract requires it: every row has the same value.
    case constant(String)
    case leftOut
  }

  private func treatment(_ place: Place) -> Treatment {
    let column = data.tables[place.table].columns[place.column]
    guard column.isPresent else { return .leftOut }
    let schema = contract.tables[place.table].schema.columns[place.column]
    guard use.read.contains(place) else {
      return schema.isOptional ? .leftOut : .constant(constant(schema))
    }
    switch column.kind {
    case .date, .decimal, .oneOf: return .clear
    case .text: return .pseudonym
    case .code, .reference: break
    }
    let end = use.declaration(of: place)
    if use.named.contains(end) { return .clear }
    // Whoever the records are about is never shown.
    return !use.isSubjectKey(end) && use.spelled.contains(end) ? .clear : .pseudonym
  }

  /// A value that the contract's reader accepts.
  private func constant(_ column: ColumnSchema) -> String {
    switch column.type {
    case .code, .text: "0"
    case .oneOf(let values): values.first?.name ?? "0"
    case .date: contract.term.start.description
    case .decimal: (column.range?.lower ?? 0).decimalText
    }
  }

  /// The columns of a table whose values are those of the records.
  func clearColumns(of table: Int) -> PseudonymousEdition.ClearColumns {
    let schema = contract.tables[table].schema
    let columns = schema.columns.indices.filter {
      if case .clear = treatment(Place(table: table, column: $0)) { true } else { false }
    }
    return .init(table: schema.name, columns: columns.map { schema.columns[$0].name })
  }

  /// The used rows of a table, in byte order, so that the order of the records is not kept.
  func csv(of table: Int) -> String {
    let schema = contract.tables[table].schema
    var hidden: [Shown] = []
    var others: [Shown] = []
    for column in schema.columns.indices {
      let place = Place(table: table, column: column)
      switch treatment(place) {
      case .pseudonym:
        // What stands before an id is the same on every row.
        hidden.append(.pseudonym(place, domain: domain(use.declaration(of: place))))
      case .clear: others.append(.clear(place))
      case .constant(let text): others.append(.constant(place, text.asCell))
      case .leftOut: break
      }
    }
    let order = hidden + others
    var known: [[UInt8]: String] = [:]
    var lines: [String] = []
    for row in 0..<data.tables[table].rowCount {
      let cells = order.map { shown -> String in
        switch shown {
        case .constant(_, let text): return text
        case .clear(let place): return text(place, row)?.asCell ?? ""
        case .pseudonym(let place, let domain):
          guard let text = text(place, row) else { return "" }
          let message = Self.message(text, in: domain)
          if let pseudonym = known[message] { return pseudonym }
          let pseudonym = self.pseudonym(of: message)
          known[message] = pseudonym
          return pseudonym
        }
      }
      lines.append(cells.joined(separator: ","))
    }
    lines.sort { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    let heading = order.map { schema.columns[$0.place.column].headers[0].asCell }
      .joined(separator: ",")
    return ([heading] + lines).map { $0 + "\n" }.joined()
  }

  /// A column of an edition.
  private enum Shown {
    case pseudonym(Place, domain: String)
    case clear(Place)
    case constant(Place, String)

    var place: Place {
      switch self {
      case .pseudonym(let place, _), .clear(let place), .constant(let place, _): place
      }
    }
  }

  private static func message(_ id: String, in domain: String) -> [UInt8] {
    Array(domain.utf8) + [0] + Array(id.utf8)
  }

  private func pseudonym(of message: [UInt8]) -> String {
    let code = HMAC<SHA256>.authenticationCode(for: message, using: key)
    // Capital letters and digits: no normalisation that a contract may ask for changes them.
    return Digest.hexadecimal(code).uppercased()
  }

  /// What an edition under the same key writes for the id of a row; nil of a table whose key is not one column.
  func pseudonym(ofRow row: Int, in table: Int) -> String? {
    let key = contract.tables[table].schema.key
    guard key.count == 1, let column = key.first else { return nil }
    let place = Place(table: table, column: column)
    guard let text = text(place, row) else { return nil }
    return pseudonym(of: Self.message(text, in: domain(use.declaration(of: place))))
  }

  /// The same id of two tables that are not linked gets two pseudonyms.
  private func domain(_ place: Place) -> String {
    let schema = contract.tables[place.table].schema
    return "\(schema.name)\u{0}\(schema.columns[place.column].name)"
  }

  /// The value of a cell as it is read; nil if it is missing.
  private func text(_ place: Place, _ row: Int) -> String? {
    let column = data.tables[place.table].columns[place.column]
    guard let value = column[row] else { return nil }
    switch column.kind {
    case .code, .text, .oneOf: return column.dictionary.string(Int(value))
    case .date: return CivilDate(exactly: Int(value))?.description
    case .decimal:
      return Exact(unscaled: value, scale: column.scale).fixed(decimals: column.scale)
    case .reference(let table):
      guard let key = contract.tables[table].schema.key.first else { return nil }
      return text(Place(table: table, column: key), Int(value))
    }
  }
}

extension String {
  /// A cell of a file of records, in quotation marks where it must be (RFC 4180).
  var asCell: String {
    guard utf8.contains(where: { ",\"\r\n".utf8.contains($0) }) else { return self }
    return "\"" + replacing("\"", with: "\"\"") + "\""
  }
}
