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
}
