import ArgumentParser
import PFS

/// `pfs ledger`
struct LedgerCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "ledger",
      abstract: Interface.words(
        "Records settlements, has two people sign them, and pays each once.",
        "精算を台帳に記録し、二人の署名を経て、一度だけ支払います。"),
      discussion: Interface.words(
        """
        A ledger is one file, or a database of PostgreSQL where several offices share it. What is recorded is never changed: a correction is a new event. Every item is \
        signed by one person as prepared and by another as approved, and then posted.

        EXAMPLES
          pfs ledger create office.ledger --signers allowed_signers --date 2026-04-01
          pfs ledger record office.ledger FY2025 --budget 2025 --date 2026-05-11
          pfs ledger show office.ledger 1 --statement > item-1.txt
          ssh-keygen -Y sign -f KEY -n pfs-settlement/prepared item-1.txt
          pfs ledger approve office.ledger 1 --signature item-1.txt.sig --date 2026-05-12
          pfs ledger post office.ledger 1 --date 2026-05-14
          pfs ledger accounts office.ledger --payer payer.csv --payees payees.csv --date 2026-05-14
          pfs ledger export office.ledger 1 --to zengin --payer payer.csv --payees payees.csv \\
            --date 2026-05-20 --output transfer.txt

        EXIT CODES
          0 done or done before   1 refused by a rule   2 usage   4 input/output
          5 the ledger, the checkpoint or a result differs
        """,
        """
        台帳は一つのファイルです。記録した内容は変えず、訂正は新しい記録として加えます。
        どの案件も、一人が作成、別の一人が承認の署名をした後に計上します。

        例
          pfs ledger create office.ledger --signers allowed_signers --date 2026-04-01
          pfs ledger record office.ledger FY2025 --budget 2025 --date 2026-05-11
          pfs ledger show office.ledger 1 --statement > item-1.txt
          ssh-keygen -Y sign -f 鍵 -n pfs-settlement/prepared item-1.txt
          pfs ledger approve office.ledger 1 --signature item-1.txt.sig --date 2026-05-12
          pfs ledger post office.ledger 1 --date 2026-05-14
          pfs ledger accounts office.ledger --payer payer.csv --payees payees.csv --date 2026-05-14
          pfs ledger export office.ledger 1 --to zengin --payer payer.csv --payees payees.csv \\
            --date 2026-05-20 --output transfer.txt

        終了コード
          0 完了(実施済みを含む)   1 規則による拒否   2 使い方の誤り   4 入出力
          5 台帳・照合点・結果の相違
        """),
      subcommands: [
        Create.self, Record.self, List.self, Show.self, Approve.self, Post.self, VoidItem.self,
        Restate.self, Close.self, BankAccounts.self, Export.self, Payments.self, Reissue.self,
        Receive.self, Offset.self,
        Signers.self, Verify.self, CheckpointCommand.self,
      ])
  }
}

/// The ledger that a command works with.
struct LedgerArgument: ParsableArguments {
  @Argument(
    help: ArgumentHelp(
      Interface.words(
        "The ledger: a file, or postgresql://… without a password.",
        "台帳: ファイル、またはpostgresql://…(パスワードは含めない)。"), valueName: "ledger"),
    completion: .file())
  var ledger: String

  var office: OfficeLedger { OfficeLedger(ledger) }
}

/// A day on the command line, `2026-05-31`.
struct Day: ExpressibleByArgument {
  let date: CivilDate

  init?(argument: String) {
    guard let date = CivilDate(iso: argument) else { return nil }
    self.date = date
  }
}

/// The day that the office gives an event.
struct DayOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      Interface.words(
        "The day of what is recorded, such as 2026-05-31; the computer's clock is not used.",
        "記録する日付(例 2026-05-31)。計算機の時計は使いません。"), valueName: "day"))
  var date: Day
}

/// Why something is corrected.
struct ReasonOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      Interface.words(
        "Why; it is recorded for good and must not name persons.",
        "理由。台帳に残ります。個人を特定する内容は書きません。"), valueName: "text"))
  var reason: String
}

/// A command that works with a ledger.
protocol LedgerAction: Command {
  var common: CommonOptions { get }
  var format: FormatOption { get }
}

extension LedgerAction {
  /// Shows what was recorded, or that it was there already.
  func show(_ answer: OfficeLedger.Answer, _ session: Session) throws {
    session.report(answer.warnings)
    switch format.format {
    case .json: try session.print(LedgerJSON(answer.history).answer(answer))
    case .text:
      let text = LedgerText(answer.history, tongue: session.tongue)
      let pages = answer.numbers.compactMap(text.page)
      try session.print(MarkedText.visible(pages.joined(separator: "\n"), keepingLines: true))
      if !answer.isNew { session.noteNothingAdded() }
    }
  }
}

extension Session {
  /// Says that what was asked for is there already.
  func noteNothingAdded() {
    note(words("recorded before; nothing was added", "記録済みです。追加した記録はありません"))
  }
}
