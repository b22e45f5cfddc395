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
  /// The words of the contract: a code among them is one that it reads.
  private let words: Set<Substring>

  init(_ contract: Contract, _ data: DataSet, key: SymmetricKey) {
    (self.contract, self.data, self.key) = (contract, data, key)
    let text = String(decoding: contract.source.utf8, as: UTF8.self)
    words = Set(text.split { $0.isWhitespace || ",\"“”「」、()（）".contains($0) })
  }

  private struct Place: Hashable {
    let table: Int
    let column: Int
  }

  /// Where the values of a column are declared: at the end of the references.
  private func declaration(_ place: Place) -> Place {
    let schema = contract.tables[place.table].schema
    guard let reference = schema.references.first(where: { $0.column == place.column }),
      let key = contract.tables[reference.table].schema.key.first
    else { return place }
    return declaration(Place(table: reference.table, column: key))
  }

  /// Columns whose codes name groups of figures, as of facilities or payees.
  private var named: Set<Place> {
    Set(
      contract.indicators.compactMap { indicator in
        guard case .code(_, let table, let column)? = indicator.grouping else { return nil }
        return declaration(Place(table: table, column: column))
      })
  }

  private func isPseudonymous(_ place: Place, named: Set<Place>) -> Bool {
    let end = declaration(place)
    if named.contains(end) { return false }
    let schema = contract.tables[end.table].schema
    let column = data.tables[end.table].columns[end.column]
    switch column.kind {
    case .date, .decimal, .oneOf: return false
    case .code, .text, .reference: break
    }
    // Whoever the records are about is never shown.
    let isSubject =
      schema.key.contains(end.column)
      && contract.populations.contains { $0.subject == end.table }
    if isSubject { return true }
    return (0..<column.dictionary.count).allSatisfy {
      !words.contains(Substring(column.dictionary.string($0)))
    }
  }

  /// The used rows of a table, in byte order, so that the order of the records is not kept.
  func csv(of table: Int) -> String {
    let schema = contract.tables[table].schema
    let columns = data.tables[table].columns
    let named = named
    let shown = schema.columns.indices.filter { columns[$0].isPresent }
    let hidden = shown.filter { isPseudonymous(Place(table: table, column: $0), named: named) }
    let order = hidden + shown.filter { !hidden.contains($0) }
    // What stands before an id is the same on every row; nil of a column that is shown as it is.
    let domains = order.map { column in
      hidden.contains(column) ? domain(declaration(Place(table: table, column: column))) : nil
    }
    var known: [[UInt8]: String] = [:]
    var lines: [String] = []
    for row in 0..<data.tables[table].rowCount {
      let cells = zip(order, domains).map { column, domain -> String in
        guard let text = text(Place(table: table, column: column), row) else { return "" }
        guard let domain else { return quoted(text) }
        let message = Self.message(text, in: domain)
        if let pseudonym = known[message] { return pseudonym }
        let pseudonym = self.pseudonym(of: message)
        known[message] = pseudonym
        return pseudonym
      }
      lines.append(cells.joined(separator: ","))
    }
    lines.sort { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    let heading = order.map { quoted(schema.columns[$0].headers[0]) }.joined(separator: ",")
    return ([heading] + lines).map { $0 + "\n" }.joined()
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
    return pseudonym(of: Self.message(text, in: domain(declaration(place))))
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

  private func quoted(_ text: String) -> String {
    guard text.utf8.contains(where: { ",\"\r\n".utf8.contains($0) }) else { return text }
    return "\"" + text.replacing("\"", with: "\"\"") + "\""
  }
}
