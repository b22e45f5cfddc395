import ArgumentParser
import PFS

extension LedgerCommand {
  /// `pfs ledger create`
  struct Create: Command {
    static var configuration: CommandConfiguration {
      CommandConfiguration(
        abstract: Interface.words("Makes a ledger.", "台帳を作ります。"),
        discussion: Interface.words(
          """
          The signers' file has the form of ssh-keygen's allowed_signers, one person and one key a line.

          EXAMPLES
            pfs ledger create office.ledger --signers allowed_signers --date 2026-04-01
          """,
          """
          署名者のファイルはssh-keygenのallowed_signersの形式で、一行に一人と一つの鍵を書きます。

          例
            pfs ledger create office.ledger --signers allowed_signers --date 2026-04-01
          """))
    }

    @OptionGroup var place: LedgerArgument
    @Option(
      help: ArgumentHelp(
        Interface.words("Who may sign.", "署名できる人のファイル。"), valueName: "file"),
      completion: .file())
    var signers: String
    @OptionGroup var day: DayOption
    @OptionGroup var common: CommonOptions

    func execute(_ session: inout Session) throws -> Outcome {
      let isNew = try place.office.create(signers: signers, date: day.date.date)
      session.note(session.words("ledger: \(place.ledger)", "台帳: \(place.ledger)"))
      if !isNew { session.noteNothingAdded() }
      return .done
    }
  }

  /// `pfs ledger record`
  struct Record: LedgerAction {
    static var configuration: CommandConfiguration {
      CommandConfiguration(
        abstract: Interface.words(
          "Records the settlement of a bundle.", "精算の記録を台帳に記録します。"),
        discussion: Interface.words(
          """
          The bundle is recomputed first; only the same bytes are recorded. The same settlement again is \
          found again, and the same run with other figures is the loudest error.

          EXAMPLES
            pfs ledger record office.ledger FY2025 --budget 2025 --date 2026-05-11
            pfs ledger record office.ledger FY2024 --budget 2024 --brought-forward --date 2026-04-01
          """,
          """
          まず再計算し、全バイトが一致したものだけを記録します。同じ精算は二重に記録されず、
          同じ精算から異なる数値が出ていれば最も強いエラーになります。

          例
            pfs ledger record office.ledger FY2025 --budget 2025 --date 2026-05-11
            pfs ledger record office.ledger FY2024 --budget 2024 --brought-forward --date 2026-04-01
          """))
    }

    @OptionGroup var place: LedgerArgument
    @Argument(
      help: ArgumentHelp(Interface.words("A bundle.", "精算の記録。"), valueName: "bundle"),
      completion: .directory)
    var bundle: String
    @Option(
      help: ArgumentHelp(
        Interface.words(
          "The fiscal year whose money pays, by the year in which it begins.",
          "支払う会計年度(始まる年)。"), valueName: "year"))
    var budget: Int
    @Flag(
      help: ArgumentHelp(
        Interface.words(
          "It was paid before the ledger began; nothing of it is paid again.",
          "台帳の開設前に支払済みの精算です。支払は行いません。")))
    var broughtForward = false
    @OptionGroup var day: DayOption
    @OptionGroup var format: FormatOption
    @OptionGroup var common: CommonOptions

    func execute(_ session: inout Session) throws -> Outcome {
      let answer = try place.office.record(
        bundle, budget: FiscalYear(budget), broughtForward: broughtForward, date: day.date.date)
      try show(answer, session)
      return .done
    }
  }

  /// `pfs ledger restate`
  struct Restate: LedgerAction {
    static var configuration: CommandConfiguration {
      CommandConfiguration(
        abstract: Interface.words(
          "Restates a posted settlement, and the later ones that follow from it.",
          "計上済みの精算を修正し、それをもとにした後の精算も修正します。"),
        discussion: Interface.words(
          """
          The corrected period is settled with 'pfs settle' first. Until 31 May the difference enters the \
          fiscal year that paid, afterwards it is one of a past year; with --next it is left to the next \
          settlement of the contract.

          EXAMPLES
            pfs ledger restate office.ledger FY2025-corrected --reason 'records of March came late' \\
              --date 2026-05-25
            pfs ledger restate office.ledger FY2025-corrected --later FY2026 --output restated \\
              --reason 'records of March came late' --date 2027-06-10
          """,
          """
          修正後の年度は、先に「pfs settle」で精算します。差額は、5月31日までは支払った年度の、
          その後は過年度の収入又は支出になります。--nextでは契約の次回精算で調整します。

          例
            pfs ledger restate office.ledger FY2025-修正 --reason '3月分の記録の遅着' --date 2026-05-25
            pfs ledger restate office.ledger FY2025-修正 --later FY2026 --output 再精算 \\
              --reason '3月分の記録の遅着' --date 2027-06-10
          """))
    }

    @OptionGroup var place: LedgerArgument
    @Argument(
      help: ArgumentHelp(
        Interface.words("The corrected bundle.", "修正後の精算の記録。"), valueName: "bundle"),
      completion: .directory)
    var bundle: String
    @Option(
      parsing: .upToNextOption,
      help: ArgumentHelp(
        Interface.words(
          "Recorded bundles of later periods, to be settled again.", "再精算する後の年度の記録。"),
        valueName: "bundle"), completion: .directory)
    var later: [String] = []
    @Option(
      help: ArgumentHelp(
        Interface.words(
          "Where later periods are settled again.", "後の年度を再精算した記録の出力先。"),
        valueName: "directory"), completion: .directory)
    var output: String?
    @Flag(
      help: ArgumentHelp(
        Interface.words("Leave the difference to the next settlement.", "差額を次回精算で調整します。")))
    var next = false
    @OptionGroup var reason: ReasonOption
    @OptionGroup var day: DayOption
    @OptionGroup var format: FormatOption
    @OptionGroup var common: CommonOptions

    func execute(_ session: inout Session) throws -> Outcome {
      let answer = try place.office.restate(
        RestatementRequest(
          corrected: bundle, later: later, output: output, reason: reason.reason, carried: next,
          date: day.date.date))
      try show(answer, session)
      return .done
    }
  }

  /// `pfs ledger signers`
  struct Signers: LedgerAction {
    static var configuration: CommandConfiguration {
      CommandConfiguration(
        abstract: Interface.words(
          "Proposes other people who may sign.", "署名できる人の変更を提案します。"),
        discussion: Interface.words(
          """
          The change is signed by two people of the present list and posted like a settlement.

          EXAMPLES
            pfs ledger signers office.ledger allowed_signers --date 2026-04-01
          """,
          """
          変更は、現在の署名者二人が署名し、精算と同じように計上すると有効になります。

          例
            pfs ledger signers office.ledger allowed_signers --date 2026-04-01
          """))
    }

    @OptionGroup var place: LedgerArgument
    @Argument(
      help: ArgumentHelp(
        Interface.words("The new list.", "新しい署名者のファイル。"), valueName: "file"),
      completion: .file())
    var signers: String
    @OptionGroup var day: DayOption
    @OptionGroup var format: FormatOption
    @OptionGroup var common: CommonOptions

    func execute(_ session: inout Session) throws -> Outcome {
      try show(try place.office.propose(signers: signers, date: day.date.date), session)
      return .done
    }
  }

  /// `pfs ledger accounts`
  struct BankAccounts: LedgerAction {
    static var configuration: CommandConfiguration {
      CommandConfiguration(
        commandName: "accounts",
        abstract: Interface.words(
          "Proposes the bank accounts to pay from and to.", "支払元と支払先の口座を提案します。"),
        discussion: Interface.words(
          """
          Two people sign the SHA-256 of both files, and only these files are paid from afterwards. The \
          accounts themselves are not recorded. Columns: see 'pfs ledger export --help'.

          EXAMPLES
            pfs ledger accounts office.ledger --payer payer.csv --payees payees.csv --date 2026-05-11
          """,
          """
          二つのファイルのSHA-256に二人が署名し、以後はそのファイルだけが支払に使えます。
          口座そのものは台帳に記録しません。列は「pfs ledger export --help」を見てください。

          例
            pfs ledger accounts office.ledger --payer payer.csv --payees payees.csv --date 2026-05-11
          """))
    }

    @OptionGroup var place: LedgerArgument
    @Option(
      help: ArgumentHelp(
        Interface.words("The payer's account (CSV).", "委託者の口座のCSV。"), valueName: "file"),
      completion: .file())
    var payer: String
    @Option(
      help: ArgumentHelp(
        Interface.words("The payees' accounts (CSV).", "受取人の口座のCSV。"), valueName: "file"),
      completion: .file())
    var payees: String
    @OptionGroup var day: DayOption
    @OptionGroup var format: FormatOption
    @OptionGroup var common: CommonOptions

    func execute(_ session: inout Session) throws -> Outcome {
      try show(
        try place.office.propose(payer: payer, payees: payees, date: day.date.date), session)
      return .done
    }
  }
}
