import ArgumentParser
import PFS

extension PaymentStatementForm: ExpressibleByArgument {}

extension LedgerCommand {
  /// `pfs ledger payments`
  struct Payments: Command {
    static var configuration: CommandConfiguration {
      CommandConfiguration(
        abstract: Interface.words(
          "Writes what was paid under a contract, for the payee.", "契約の支払先に渡す支払調書を作ります。"),
        discussion: Interface.words(
          """
          The statement of payments has the transfers with day and reference at the bank, each settled period \
          with its tax, what of it is paid and open, settlements and corrections, and the instalments of the \
          named settlement. html is a page to print, xlsx a workbook of values. The bundle says which contract \
          it is; it must be one that counts in the ledger. No bank account is in it.

          EXAMPLES
            pfs ledger payments office.ledger FY2026 --as html --output payments.html
            pfs ledger payments office.ledger FY2026.zip --as xlsx --output payments.xlsx --language ja
          """,
          """
          支払調書には、振込(日付と照合番号)、対象期間ごとの委託料・消費税・支払済額・未払額、精算と修正、
          指定した精算の分割払を載せます。htmlは印刷用の文書、xlsxは値だけのExcelファイルです。
          どの契約かは精算の記録で指定します。台帳で有効なものに限ります。口座は載せません。

          例
            pfs ledger payments office.ledger FY2026 --as html --output 支払調書.html
            pfs ledger payments office.ledger FY2026.zip --as xlsx --output 支払調書.xlsx
          """))
    }

    @OptionGroup var place: LedgerArgument
    @Argument(
      help: ArgumentHelp(
        Interface.words(
          "A settlement of the contract, packed or not.", "契約の精算の記録(まとめたものも可)。"),
        valueName: "bundle"),
      completion: .directory)
    var bundle: String
    @Option(
      name: .customLong("as"),
      help: ArgumentHelp(Interface.words("html or xlsx.", "htmlまたはxlsx。"), valueName: "form"))
    var form: PaymentStatementForm
    @Option(
      name: .shortAndLong,
      help: ArgumentHelp(
        Interface.words("The file to write; it must not exist.", "書き出すファイル(既存のものは不可)。"),
        valueName: "file"), completion: .file())
    var output: String
    @OptionGroup var common: CommonOptions

    func execute(_ session: inout Session) throws -> Outcome {
      let record = try RecordedSettlement.open(bundle)
      session.speaks(record.tongue)
      let bytes = try place.office.paymentStatement(record, as: form, in: session.tongue)
      session.report(try PlainFile.create(output, bytes: bytes))
      return .done
    }
  }
}
