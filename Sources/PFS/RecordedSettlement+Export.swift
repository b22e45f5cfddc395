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
}

extension RecordedSettlement {
  /// The bytes of an export: what the record holds, in the form of another program.
  ///
  /// - Throws: a refusal if the record cannot be read, or if the workbook cannot be made.
  public func exported(_ form: ExportForm, in language: Tongue) throws(Refusal) -> [UInt8] {
    let result = try result(in: language)
    switch form {
    case .xlsx:
      let sheets = SettlementSheets(result)
      do throws(WorkbookError) {
        return try Workbook.bytes(sheets.sheets, title: sheets.title)
      } catch {
        guard case .failed(let reason) = error else { throw Refusal(.unexpected("workbook")) }
        throw Refusal(
          .unwritable("xlsx", reason: Text(en: reason, ja: reason)), outcome: .inputOutput)
      }
    case .csv:
      // With a mark, so that Excel reads UTF-8.
      return Array("\u{FEFF}".utf8) + Array(CSVText.table(SettlementSheets(result).figures).utf8)
    case .fhir: return MeasureReports(result).json.canonicalBytes + [UInt8(ascii: "\n")]
    }
  }

  private func result(in language: Tongue) throws(Refusal) -> RecordedResult {
    // Without the copies of the data, so that a packed bundle will do.
    let (document, text, arguments) = try Self.reading { () throws(BundleError) in
      (try bundle.settlement(), try bundle.text(), try bundle.arguments())
    }
    let plan = try SettlementPlan(ContractFile(of: text, path: path), settling: arguments.period)
    return RecordedResult(
      document: document, trace: try trace(), client: plan.contract.parties.client,
      provider: plan.contract.parties.provider, tongue: language,
      manifestSHA256: bundle.manifest.sha256)
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
