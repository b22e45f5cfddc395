import Contract
import Diagnostics
import Evidence
import Execution
import Language
import Quantities
import Records

/// Figures that come from outside the records, in the file `reported.csv` of the data's directory.
///
/// Columns: `figure`, `value`, `unit`, `evidence` (指標, 値, 単位, 資料), and where the file covers more
/// than one period `period` (年度); for grades of a list the column `grade` (評定) in place of the value
/// and its unit. A figure is the name of an indicator of the kind `reported` in either language, or
/// `interim payments` / 中間払. Where several contracts are settled on the same records, `contract` (契約)
/// names the contract, in either language, that a line belongs to.
struct ReportedTable {
  /// The values by name of the indicator in the contract's language, with its key if it has one.
  let values: [String: ReportedValue]
  /// The interim payments of the period.
  let interim: Exact?

  /// No report.
  static let none = ReportedTable(values: [:], interim: nil)

  private enum Column: Int, CaseIterable {
    case figure, value, unit, evidence, period, contract, grade
  }

  private static let fileNames = ["reported.csv", "報告値.csv"]

  static func exists(in directory: String) -> Bool {
    fileNames.contains { FileBytes.exists(Path.join(directory, $0)) }
  }

  static let schema: TableSchema = {
    func column(
      _ column: Column, _ names: [String], _ type: Records.ColumnType, optional: Bool = false
    ) -> ColumnSchema {
      ColumnSchema(
        name: names[0], headers: names, type: type, isOptional: optional,
        normalise: type.isDecimal ? [] : [.trim, .nfkc])
    }
    return TableSchema(
      name: "reported", alternateName: "報告値", fileNames: fileNames, clause: .none, key: [],
      columns: [
        column(.figure, ["figure", "指標"], .code),
        column(.value, ["value", "値"], .decimal, optional: true),
        column(.unit, ["unit", "単位"], .text, optional: true),
        column(.evidence, ["evidence", "資料"], .text),
        column(.period, ["period", "年度"], .code, optional: true),
        column(.contract, ["contract", "契約"], .code, optional: true),
        column(.grade, ["grade", "評定"], .text, optional: true),
      ], repeated: RepeatedRule(), isInContract: false)
  }()

  private init(values: [String: ReportedValue], interim: Exact?) {
    self.values = values
    self.interim = interim
  }

  /// The values in byte order of their names.
  var list: [RunArguments.Reported] {
    values.map { RunArguments.Reported(name: $0.key, value: $0.value) }
      .sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  }

  /// Whether nothing is reported.
  var isEmpty: Bool { values.isEmpty && interim == nil }

  /// What `csv` hands on in clear, in the words of a language.
  static func clearColumns(in tongue: Tongue) -> PseudonymousEdition.ClearColumns {
    let columns: [Column] = [.figure, .value, .unit, .grade, .evidence]
    let isEnglish = tongue == .en
    return PseudonymousEdition.ClearColumns(
      table: isEnglish ? schema.name : schema.alternateName ?? schema.name,
      columns: columns.map { schema.columns[$0.rawValue].headers[isEnglish ? 0 : 1] })
  }

  /// The figures as a file with nothing of other contracts and periods, in byte order of their names. The evidence
  /// of interim payments is not part of a settlement and is not written.
  func csv(of contract: Contract) -> [UInt8] {
    var lines = [["figure", "value", "unit", "grade", "evidence"]]
    for reported in list {
      let (value, unit) = (reported.value.value, reported.value.unit)
      let stated =
        contract.units.isGrade(unit)
        ? ["", "", contract.units.english(value.decimalText, unit)]
        : [value.decimalText, contract.units.reportedWord(unit), ""]
      lines.append([reported.name] + stated + [reported.value.evidence])
    }
    if let interim {
      let name = ValueWord.interimPayments[contract.tongue]
      lines.append([
        name, interim.decimalText, contract.units.english(contract.currency, plural: true), "",
        name,
      ])
    }
    return lines.flatMap { Array(($0.map(\.asCell).joined(separator: ",") + "\n").utf8) }
  }

  /// The figures of one period.
  ///
  /// - Throws: a refusal with every figure that the contract does not take from a report, that is given
  ///   twice, or that is in another unit.
  init(_ table: Table, contract: Contract, period: SettlementPeriod) throws(Refusal) {
    var values: [String: ReportedValue] = [:]
    var interim: Exact?
    var problems: [Diagnostic] = []
    let reader = ReportedRows(table: table, contract: contract)
    for row in 0..<table.rowCount {
      if let name = reader.text(Column.period.rawValue, row),
        !name.utf8.elementsEqual(period.name.utf8)
      {
        continue
      }
      if let owner = reader.text(Column.contract.rawValue, row), !reader.isOwn(owner) { continue }
      guard let name = reader.text(Column.figure.rawValue, row) else { continue }
      let place = table.placeText(of: row)
      guard let target = reader.target(name) else {
        problems.append(.reportedFigure(name, at: place, known: reader.known))
        continue
      }
      let isGrade = contract.units.isGrade(target.unit)
      let stated =
        isGrade
        ? reader.grade(Column.grade.rawValue, row, of: target.unit)
        : reader.value(Column.value.rawValue, row)
      guard let value = stated else {
        problems.append(
          .reportedWithoutValue(name, at: place, grades: reader.grades(of: target.unit)))
        continue
      }
      let unitText = reader.text(Column.unit.rawValue, row) ?? ""
      guard isGrade || reader.isUnit(unitText, target.unit) else {
        let expected = Text(
          en: contract.units.reportedWord(target.unit),
          ja: target.unit == .number ? target.unit.id : contract.units.japanese(target.unit))
        problems.append(
          .reportedUnit(name, at: place, given: unitText, expected: expected))
        continue
      }
      if let range = reader.range(of: target), !range.contains(value) {
        let limits = Text(
          en: contract.quantities(in: .en).interval(range, target.unit),
          ja: contract.quantities(in: .ja).interval(range, target.unit))
        problems.append(.reportedOutside(name, at: place, range: limits))
        continue
      }
      if case .indicator = target, let smallest = contract.units.smallestStep(of: target.unit),
        !(value.divided(by: smallest.step)?.isInteger ?? false)
          || (!smallest.isMoney && value.signum < 0)
      {
        problems.append(
          .reportedNotWhole(
            name, at: place,
            unit: Text(
              en: contract.units.english(target.unit, plural: true),
              ja: contract.units.japanese(target.unit)), isMoney: smallest.isMoney))
        continue
      }
      switch target {
      case .interim:
        if interim != nil { problems.append(.reportedTwice(name, at: place)) }
        interim = value
      case .indicator(let id, let unit):
        if values[id] != nil { problems.append(.reportedTwice(name, at: place)) }
        values[id] = ReportedValue(
          value: value, unit: unit,
          evidence: reader.text(Column.evidence.rawValue, row) ?? "")
      }
    }
    guard problems.isEmpty else { throw Refusal(problems, tongue: contract.tongue) }
    self.values = values
    self.interim = interim
  }
}

/// The cells of the report and what they name in the contract.
private struct ReportedRows {
  let table: Table
  let contract: Contract

  enum Target {
    case interim(Unit)
    /// The indicator's name in the contract's language, with its key.
    case indicator(String, Unit)

    var unit: Unit {
      switch self {
      case .interim(let unit), .indicator(_, let unit): unit
      }
    }
  }

  func text(_ column: Int, _ row: Int) -> String? {
    table.columns[column][row].map { table.columns[column].dictionary.string(Int($0)) }
  }

  func value(_ column: Int, _ row: Int) -> Exact? {
    table.columns[column][row].map { Exact(unscaled: $0, scale: table.columns[column].scale) }
  }

  /// The place of the grade in a cell, in either language; nil if there is none of the list.
  func grade(_ column: Int, _ row: Int, of unit: Unit) -> Exact? {
    guard case .grade(let names)? = contract.units.definition(unit)?.kind,
      let text = text(column, row),
      let place = names.firstIndex(where: { same($0.english, text) || same($0.japanese, text) })
    else { return nil }
    return Exact(place + 1)
  }

  /// The names of the grades of a unit in the contract's language; empty for other units.
  func grades(of unit: Unit) -> [String] {
    (contract.units.grades(of: unit) ?? []).map {
      contract.tongue == .en ? $0.english : $0.japanese
    }
  }

  /// What may be reported of a figure, if the contract limits it.
  func range(of target: Target) -> Interval? {
    guard case .indicator(let id, _) = target else { return nil }
    return reported.first {
      same($0.declaration.name, id) || id.utf8.starts(with: "\($0.declaration.name)[".utf8)
    }?.range
  }

  private var reported: [Indicator] {
    contract.indicators.filter { if case .reported = $0.kind { true } else { false } }
  }

  /// Whether a line belongs to the contract.
  func isOwn(_ owner: String) -> Bool {
    let own = contract.declaration
    return [own.name, own.otherName].compactMap { $0 }.contains { same($0, owner) }
  }

  /// The names that may be reported.
  var known: [String] {
    reported.map(\.declaration.name) + [ValueWord.interimPayments[contract.tongue]]
  }

  func target(_ name: String) -> Target? {
    let interim = ValueWord.interimPayments
    if [interim.english, interim.japanese].contains(where: { same($0, name) }) {
      return .interim(contract.currency)
    }
    for indicator in reported {
      let own = indicator.declaration
      for spelling in [own.name, own.otherName].compactMap({ $0 }) {
        if same(spelling, name) { return .indicator(own.name, indicator.unit) }
        guard indicator.grouping != nil, name.utf8.starts(with: "\(spelling)[".utf8),
          name.utf8.last == UInt8(ascii: "]")
        else { continue }
        let key = name.utf8.dropFirst(spelling.utf8.count)
        return .indicator(own.name + String(decoding: key, as: UTF8.self), indicator.unit)
      }
    }
    return nil
  }

  func isUnit(_ text: String, _ unit: Unit) -> Bool {
    if unit.per != nil {
      return [
        contract.units.english(unit, plural: false), contract.units.english(unit, plural: true),
        contract.units.japanese(unit),
      ].contains { same($0, text) }
    }
    return contract.units.unit(english: text) == unit || contract.units.unit(japanese: text) == unit
      || contract.units.unit(id: text) == unit
  }

  private func same(_ a: String, _ b: String) -> Bool { a.utf8.elementsEqual(b.utf8) }
}

extension Table {
  /// `reported.csv:3`
  fileprivate func placeText(of row: Int) -> String {
    let place = place(of: row)
    return "\(files[place.file].name):\(place.line)"
  }
}

extension Records.ColumnType {
  fileprivate var isDecimal: Bool { if case .decimal = self { true } else { false } }
}

extension UnitTable {
  /// How the column `unit` names a unit; a figure without one is a `number`.
  fileprivate func reportedWord(_ unit: Unit) -> String {
    unit == .number ? unit.id : english(unit, plural: true)
  }
}
