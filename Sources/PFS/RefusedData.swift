import Diagnostics
import Records
import Reports

/// Places of the data that were refused or left out: all of them, where a message names the first only.
public struct RefusedData: Sendable {
  /// By file and line, in the order of the schemas.
  public let places: [RefusedPlace]
  private let schemas: [TableSchema]
  private let files: [RefusedFile]
  private let source: DataSource

  /// The places of a refusal; nil if it names none.
  init?(_ refusal: DataRefusal, _ schemas: [TableSchema], _ source: DataSource?) {
    guard let source, !refusal.places.isEmpty else { return nil }
    places = refusal.places
    self.schemas = schemas
    files = refusal.files
    self.source = source
  }

  /// The rows of accepted tables that are not used.
  init(leftOutOf data: DataSet, _ source: DataSource) {
    (places, files) = data.leftOut
    schemas = data.tables.map(\.schema)
    self.source = source
  }

  /// File, line, column and rule as CSV. Cells are never part of it.
  public func list(_ tongue: Tongue) -> String {
    let header = tongue == .en ? "file,line,column,rule" : "ファイル,行,列,規則"
    return header + "\n"
      + places.map { Self.row(words(of: $0, tongue)) }.joined()
  }

  /// File, line, column, rule and what stands there, as CSV. It is personal: for a file that only its
  /// owner can read.
  public func revealed(_ tongue: Tongue) -> String {
    var text = tongue == .en ? "file,line,column,rule,value\n" : "ファイル,行,列,規則,値\n"
    source.reveal(places, of: schemas) { place, value in
      text += Self.row(words(of: place, tongue) + [value])
    }
    return text
  }

  private static func row(_ cells: [String]) -> String {
    cells.map(CSVText.field).joined(separator: ",") + "\n"
  }

  private func words(of place: RefusedPlace, _ tongue: Tongue) -> [String] {
    let (number, column) = (Int(place.file), Int(place.column))
    let file = files.indices.contains(number) ? files[number] : nil
    let columns = file.map { schemas[$0.table].columns } ?? []
    return [
      file?.name ?? "", String(place.line),
      columns.indices.contains(column) ? columns[column].name : "", place.rule.text[tongue],
    ]
  }
}
