import Contract
import Diagnostics
import Evidence
import Execution
import Language
import Ledger
import Proofs
import Records
import Settlement

/// All codes of all modules with their pages.
public enum Codes {
  /// What `pfs explain CODE` prints from.
  public static let registry = CodeRegistry(
    languageCodes + contractCodes + recordsCodes + executionCodes + settlementCodes + proofCodes
      + evidenceCodes + ledgerCodes + umbrellaCodes)

  /// All pages in both languages, as canonical JSON on one line.
  public static var json: String {
    document(.object([.init("codes", .array(registry.entries.map(page)))]))
  }

  /// The page of one code; of all of them if there is none such.
  public static func json(of code: String) -> String {
    registry.entry(code).map { document(page($0)) } ?? json
  }

  private static func page(_ entry: CodeEntry) -> JSONValue {
    func words(_ text: Text) -> JSONValue {
      .object([.init("en", .string(text.en)), .init("ja", .string(text.ja))])
    }
    return .object([
      .init("code", .string(entry.code)), .init("title", words(entry.title)),
      .init("explanation", words(entry.explanation)),
    ])
  }

  private static func document(_ value: JSONValue) -> String {
    String(decoding: value.canonicalBytes, as: UTF8.self) + "\n"
  }
}
