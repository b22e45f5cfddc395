import Contract
import Diagnostics
import Quantities
import Records
import Reports
import Settlement

extension SettlementDifference {
  /// The comparison for people: the yen by cause, the figures, the rows by their lines. What stands on the
  /// lines is never shown.
  ///
  /// - Parameter most: how many lines of a kind are named; nil names all.
  public func text(_ tongue: Tongue, most: Int? = 20) -> String {
    let report = TerminalReport(tongue: tongue)
    var text = report.difference(
      of: second,
      steps: steps.map {
        .init(cause: $0.cause.text, before: $0.before, after: $0.after, changes: $0.changes)
      }, changes: changes)
    let rows = tables.flatMap { self.rows($0, tongue) }
    text += report.lines(tongue("Records", "記録"), rows, most: most)
    for cause in Cause.allCases {
      let counts = counted.filter { $0.cause == cause }.flatMap { item in
        item.onlyFirst.map {
          $0.labelled(tongue("\(item.population), only in the first", "\(item.population)(前のみ)"))
        }
          + item.onlySecond.map {
            $0.labelled(tongue("\(item.population), only in the second", "\(item.population)(後のみ)"))
          }
      }
      text += report.lines(
        tongue("Counted otherwise: \(cause.text.en)", "対象の相違: \(cause.text.ja)"), counts, most: most
      )
    }
    return text
  }

  /// What happened to the rows of a table, with their lines file by file.
  private func rows(_ table: TableDifference, _ tongue: Tongue) -> [ListedRows] {
    let (old, new) = (data.first.tables[table.table], data.second.tables[table.table])
    let name = new.schema.name
    func listed(_ label: String, _ files: [FileLines], _ names: ParticipantNames?) -> [ListedRows] {
      files.map { ListedRows(label, $0, participants: names?.names(on: $0, of: table.table)) }
    }
    var found = listed(
      tongue("\(name), removed", "\(name)(削除)"), old.fileLines(at: table.removed), names?.first)
    found += listed(
      tongue("\(name), added", "\(name)(追加)"), new.fileLines(at: table.added), names?.second)
    for columns in columnSets(table) {
      let names = columns.map { new.schema.columns[$0].name }.joined(separator: tongue(", ", "・"))
      found += listed(
        tongue("\(name), changed in \(names)", "\(name)(\(names)の変更)"),
        new.fileLines(at: table.changed.filter { $0.columns == columns }.map(\.after)),
        self.names?.second)
    }
    return found
  }

  /// The sets of columns that differ in some row, as they come.
  private func columnSets(_ table: TableDifference) -> [[Int]] {
    var sets: [[Int]] = []
    for change in table.changed where !sets.contains(change.columns) { sets.append(change.columns) }
    return sets
  }

  /// The comparison as canonical JSON on one line.
  public var json: String {
    let contract = second.contract
    let document = JSONValue.object([
      .init("contract", .string(contract.declaration.name)),
      .init("period", .string(second.period.name)),
      .init("currency", .string(contract.currency.id)),
      .init(
        "steps",
        .array(
          steps.map { step in
            .object([
              .init("cause", .string(step.cause.rawValue)),
              .init("before", .text(step.before?.fraction)),
              .init("after", .text(step.after?.fraction)),
              .init("changes", .array(step.changes.map(ScenarioRun.change))),
            ])
          })),
      .init("changes", .array(changes.map(ScenarioRun.change))),
      .init("tables", .array(tables.map(json))),
      .init(
        "counted",
        .array(
          counted.map {
            .object([
              .init("cause", .string($0.cause.rawValue)),
              .init("population", .string($0.population)),
              .init("onlyFirst", .array($0.onlyFirst.map(json))),
              .init("onlySecond", .array($0.onlySecond.map(json))),
            ])
          })),
    ])
    return String(decoding: document.canonicalBytes, as: UTF8.self) + "\n"
  }

  private func json(_ rows: ListedRows) -> JSONValue {
    RecordedSettlement.json(rows.rows, participants: rows.participants)
  }

  private func json(_ table: TableDifference) -> JSONValue {
    let (old, new) = (data.first.tables[table.table], data.second.tables[table.table])
    func place(_ place: LinePlace, _ read: Table, _ names: ParticipantNames?) -> JSONValue {
      let file = read.fileLines(at: [place])[0]
      return .object(
        [
          .init("file", .string(file.file)), .init("line", .count(Int(place.line))),
        ]
          + (names.map {
            [.init("participant", .text($0.names(on: file, of: table.table)[0]))]
          } ?? []))
    }
    return .object([
      .init("table", .string(new.schema.name)),
      .init("removed", .array(table.removed.map { place($0, old, names?.first) })),
      .init("added", .array(table.added.map { place($0, new, names?.second) })),
      .init(
        "changed",
        .array(
          table.changed.map {
            .object([
              .init("before", place($0.before, old, names?.first)),
              .init("after", place($0.after, new, names?.second)),
              .init("columns", .array($0.columns.map { .string(new.schema.columns[$0].name) })),
            ])
          })),
    ])
  }
}

extension SettlementDifference.Cause {
  /// The cause in words.
  var text: Text {
    switch self {
    case .engine: Text(en: "the program", ja: "プログラム")
    case .contract: Text(en: "the contract", ja: "契約")
    case .earlierSettlements: Text(en: "the earlier settlements", ja: "過去の精算")
    case .data: Text(en: "the data", ja: "データ")
    case .contractAndData: Text(en: "the contract and the data", ja: "契約とデータ")
    }
  }
}

extension ListedRows {
  /// The same rows as something else.
  fileprivate func labelled(_ label: String) -> ListedRows {
    ListedRows(label, rows, participants: participants)
  }
}
