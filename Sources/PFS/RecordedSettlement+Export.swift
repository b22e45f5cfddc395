import Contract
import Diagnostics
import Evidence
import Exports
import Settlement

/// Forms in which a recorded settlement is handed on to other programs.
public enum ExportForm: String, CaseIterable, Sendable {
  /// A workbook of Excel: statement, figures, flow, roundings, evidence.
  case xlsx
  /// The figures as one table.
  case csv
  /// HL7 FHIR R4 MeasureReports of the indicators.
  case fhir
  /// A project of the INDIGO data standard.
  case indigo
  /// The settlement statement as a page to print.
  case html
}

extension RecordedSettlement {
  /// The bytes of an export: what the record holds, in the form of another program.
  ///
  /// - Throws: a refusal if the record cannot be read, or if the workbook cannot be made.
  public func exported(_ form: ExportForm, in language: Tongue) throws(Refusal) -> [UInt8] {
    switch form {
    case .html: return Array(try settled(in: language).statement(in: language).html.utf8)
    case .xlsx:
      let sheets = SettlementSheets(try result(in: language))
      return try Workbook.file(sheets.sheets, title: sheets.title)
    case .csv:
      // With a mark, so that Excel reads UTF-8.
      let figures = SettlementSheets(try result(in: language)).figures
      return Array("\u{FEFF}".utf8) + Array(CSVText.table(figures).utf8)
    case .fhir: return Self.file(MeasureReports(try result(in: language)).json)
    case .indigo: return Self.file(OutcomeRecord(try result(in: language)).json)
    }
  }

  private static func file(_ json: JSONValue) -> [UInt8] {
    json.canonicalBytes + [UInt8(ascii: "\n")]
  }

  private func result(in language: Tongue) throws(Refusal) -> RecordedResult {
    let plan = try plan()
    let parties = plan.contract.parties
    return RecordedResult(
      document: try Self.reading { () throws(BundleError) in try bundle.settlement() },
      trace: try trace(), client: parties.client, provider: parties.provider,
      isFinal: plan.period.days.lastDay == plan.contract.term.lastDay, tongue: language,
      manifestSHA256: bundle.manifest.sha256)
  }

  /// The contract as it was settled. The copies of the data are not read, so that a packed bundle will do.
  func plan() throws(Refusal) -> SettlementPlan {
    let (text, arguments) = try Self.reading { () throws(BundleError) in
      (try bundle.text(), try bundle.arguments())
    }
    return try SettlementPlan(ContractFile(of: text, path: path), settling: arguments.period)
  }
}

extension Workbook {
  /// The bytes of a workbook, or why it could not be made.
  static func file(_ sheets: [Sheet], title: String) throws(Refusal) -> [UInt8] {
    do throws(WorkbookError) { return try bytes(sheets, title: title) } catch {
      guard case .failed(let reason) = error else { throw Refusal(.unexpected("workbook")) }
      throw Refusal(
        .unwritable("xlsx", reason: Text(en: reason, ja: reason)), outcome: .inputOutput)
    }
  }
}

extension CSVText {
  /// A sheet, line by line; line ends as in RFC 4180.
  static func table(_ sheet: Sheet) -> String {
    table(sheet.rows.map { row in row.map { field($0.words) } }, lineEnd: "\r\n")
  }
}

extension Sheet.Cell {
  /// What stands in the cell.
  fileprivate var words: String {
    switch self {
    case .empty: ""
    case .text(let words), .head(let words), .number(let words): words
    }
  }
}
