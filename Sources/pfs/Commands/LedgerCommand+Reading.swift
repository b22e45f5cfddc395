import ArgumentParser
import PFS

/// What an export is for.
enum ExportChoice: String, ExpressibleByArgument, CaseIterable {
  case zengin, pain001, journal
}

extension LedgerCommand {
  /// `pfs ledger list`
  struct List: LedgerAction {
    static var configuration: CommandConfiguration {
      CommandConfiguration(
        abstract: Interface.words(
          "Lists items and payments with their state.", "案件と支払の一覧を示します。"),
        discussion: Interface.words(
          """
          EXAMPLES
            pfs ledger list office.ledger
          """,
          """
          例
            pfs ledger list office.ledger
          """))
    }

    @OptionGroup var place: LedgerArgument
    @OptionGroup var format: FormatOption
    @OptionGroup var common: CommonOptions

    func execute(_ session: inout Session) throws -> Outcome {
      let history = try place.office.history()
      switch format.format {
      case .json: try session.print(LedgerJSON(history).list)
      case .text:
        let list = LedgerText(history, tongue: session.tongue).list
        try session.print(MarkedText.visible(list, keepingLines: true))
      }
      return .done
    }
  }

  /// `pfs ledger show`
  struct Show: LedgerAction {
    static var configuration: CommandConfiguration {
      CommandConfiguration(
        abstract: Interface.words(
          "Shows an item or a payment, or the text to sign.", "案件又は支払の内容、または署名文を示します。"),
        discussion: Interface.words(
          """
          EXAMPLES
            pfs ledger show office.ledger 1
            pfs ledger show office.ledger 1 --statement > item-1.txt
          """,
          """
          例
            pfs ledger show office.ledger 1
            pfs ledger show office.ledger 1 --statement > item-1.txt
          """))
    }

    @OptionGroup var place: LedgerArgument
    @OptionGroup var item: ItemArgument
    @Flag(
      help: ArgumentHelp(
        Interface.words("The text that people sign.", "署名の対象となる文を示します。")))
    var statement = false
    @OptionGroup var format: FormatOption
    @OptionGroup var common: CommonOptions

    func execute(_ session: inout Session) throws -> Outcome {
      if statement {
        try session.print(try place.office.statement(item.number))
        return .done
      }
      let history = try place.office.history()
      let page =
        switch format.format {
        case .json: LedgerJSON(history).page(item.number)
        case .text:
          LedgerText(history, tongue: session.tongue).page(item.number).map {
            MarkedText.visible($0, keepingLines: true)
          }
        }
      guard let page else { throw Refusal.noItem(item.number) }
      try session.print(page)
      return .done
    }
  }

  /// `pfs ledger export`
  struct Export: LedgerAction {
    static var configuration: CommandConfiguration {
      CommandConfiguration(
        abstract: Interface.words(
          "Writes a payment file, once for each item, or the journal.",
          "支払ファイル(案件ごとに一度だけ)または仕訳帳を書き出します。"),
        discussion: Interface.words(
          """
          zengin is the 全銀 file for transfers (120 bytes a record), pain001 the one of ISO 20022. Bank \
          accounts come from two CSV files that two people signed ('pfs ledger accounts'): --payer (code, bank, bank name, branch, \
          branch name, kind, number, holder) and --payees (contract instead of code). After an \
          interruption the same command puts the same file in its place.

          EXAMPLES
            pfs ledger export office.ledger 1 --to zengin --payer payer.csv --payees payees.csv \\
              --date 2026-05-20 --output transfer.txt
            pfs ledger export office.ledger --to journal --output journal.csv
          """,
          """
          zenginは総合振込(1件120バイト)、pain001はISO 20022の形式です。口座は、二人が署名した
          (pfs ledger accounts)二つのCSVで与えます。--payer(委託者コード・銀行番号・銀行名・支店番号・支店名・預金種目・
          口座番号・口座名義)と--payees(委託者コードの代わりに契約)です。途中で止まった出力は、
          同じ操作で続きから行います。

          例
            pfs ledger export office.ledger 1 --to zengin --payer payer.csv --payees payees.csv \\
              --date 2026-05-20 --output transfer.txt
            pfs ledger export office.ledger --to journal --output journal.csv
          """))
    }

    @OptionGroup var place: LedgerArgument
    @Argument(
      help: ArgumentHelp(
        Interface.words("Numbers of the items that are paid.", "支払う案件の番号。"), valueName: "number"))
    var numbers: [Int] = []
    @Option(
      help: ArgumentHelp(
        Interface.words("What is written: zengin, pain001 or journal.", "zengin、pain001、journal。")))
    var to: ExportChoice
    @Option(
      help: ArgumentHelp(
        Interface.words("The payer's account (CSV).", "委託者の口座のCSV。"), valueName: "file"),
      completion: .file())
    var payer: String?
    @Option(
      help: ArgumentHelp(
        Interface.words("The payees' accounts (CSV).", "受取人の口座のCSV。"), valueName: "file"),
      completion: .file())
    var payees: String?
    @Option(
      help: ArgumentHelp(
        Interface.words("The new file.", "書き出すファイル。"), valueName: "file"), completion: .file())
    var output: String
    @Flag(
      help: ArgumentHelp(
        Interface.words(
          "CR and LF after each record of a 全銀 file.", "全銀ファイルの各レコードの後に改行を入れます。")))
    var crlf = false
    @Option(
      help: ArgumentHelp(
        Interface.words("The day of the transfer.", "振込日。"), valueName: "day"))
    var date: Day?
    @OptionGroup var format: FormatOption
    @OptionGroup var common: CommonOptions

    func execute(_ session: inout Session) throws -> Outcome {
      let payment: PaymentFormat
      switch to {
      case .journal:
        let journal = Journal(try place.office.history(), tongue: session.tongue)
        if let leftovers = try PlainFile.createOnce(output, journal.csv) {
          session.report(leftovers)
        } else {
          session.noteNothingAdded()
        }
        return .done
      case .zengin: payment = .zengin
      case .pain001: payment = .pain001
      }
      guard let payer, let payees, let date else { return .usage }
      let answer = try place.office.pay(
        PaymentRequest(
          items: numbers, format: payment, payer: payer, payees: payees, output: output,
          separated: crlf, date: date.date))
      try show(answer, session)
      return .done
    }

    func validate() throws {
      let isPayment = to != .journal
      if isPayment, payer == nil || payees == nil || date == nil || numbers.isEmpty {
        throw ValidationError(
          Interface.words(
            "A payment file needs numbers of items, --payer, --payees and --date.",
            "支払ファイルには、案件の番号と--payer、--payees、--dateが必要です。"))
      }
      if !isPayment, payer != nil || payees != nil || date != nil || !numbers.isEmpty || crlf {
        throw ValidationError(
          Interface.words(
            "The journal takes --output only.", "仕訳帳に指定できるのは--outputだけです。"))
      }
    }
  }

  /// `pfs ledger verify`
  struct Verify: LedgerAction {
    static var configuration: CommandConfiguration {
      CommandConfiguration(
        abstract: Interface.words(
          "Checks the file, the chain, the rules and the signatures.",
          "ファイル・連鎖・規則への適合・署名を検証します。"),
        discussion: Interface.words(
          """
          An older copy that was put back is consistent in itself: only a checkpoint that another office \
          keeps shows it.

          EXAMPLES
            pfs ledger verify office.ledger
            pfs ledger verify office.ledger --checkpoint checkpoint.txt --signers allowed_signers
          """,
          """
          古い控えに戻された台帳は、それ自体では矛盾がありません。
          他の部署が保管する照合点によってだけ分かります。

          例
            pfs ledger verify office.ledger
            pfs ledger verify office.ledger --checkpoint checkpoint.txt --signers allowed_signers
          """))
    }

    @OptionGroup var place: LedgerArgument
    @Option(
      help: ArgumentHelp(
        Interface.words("What 'pfs ledger checkpoint' wrote earlier.", "以前の照合点のファイル。"),
        valueName: "file"), completion: .file())
    var checkpoint: String?
    @Option(
      help: ArgumentHelp(
        Interface.words(
          "The time stamp on the checkpoint (RFC 3161): it must be granted and on this file.",
          "照合点のタイムスタンプ(RFC 3161)。発行済みでこのファイルのものであることを確認します。"),
        valueName: "file"), completion: .file(extensions: ["tsr"]))
    var timeStamp: String?
    @Option(
      help: ArgumentHelp(
        Interface.words(
          "A list that you keep: every signature must be of somebody on it.",
          "手元の署名者のファイル。すべての署名がその人のものであることを確認します。"),
        valueName: "file"), completion: .file())
    var signers: String?
    @OptionGroup var format: FormatOption
    @OptionGroup var common: CommonOptions

    func validate() throws {
      if timeStamp != nil && checkpoint == nil {
        throw ValidationError(
          Interface.words(
            "Give --time-stamp with the --checkpoint that it is on.",
            "--time-stampは、対象の--checkpointとともに指定してください。"))
      }
    }

    func execute(_ session: inout Session) throws -> Outcome {
      let history = try place.office.verify(checkpoint: checkpoint, signers: signers)
      var stamp: TimeStamp?
      if let timeStamp, let checkpoint {
        stamp = try TimeStamping.check(timeStamp, on: checkpoint)
      }
      switch format.format {
      case .json: try session.print(LedgerJSON(history).verified)
      case .text:
        try session.print(LedgerText(history, tongue: session.tongue).verified)
        if checkpoint == nil {
          session.note(
            session.words(
              "without a checkpoint an older copy that was put back is not noticed",
              "照合点がないため、古い控えに戻されていても分かりません"))
        }
        if let stamp, let checkpoint {
          let lines = stamp.lines(on: checkpoint).map {
            MarkedText.visible($0[session.tongue]) + "\n"
          }
          try session.print(lines.joined())
        }
      }
      return stamp?.isSound ?? true ? .done : .differs
    }
  }

  /// `pfs ledger checkpoint`
  struct CheckpointCommand: Command {
    static var configuration: CommandConfiguration {
      CommandConfiguration(
        commandName: "checkpoint",
        abstract: Interface.words(
          "Prints the head of the chain for another office to keep.",
          "他の部署が保管する照合点を出力します。"),
        discussion: Interface.words(
          """
          EXAMPLES
            pfs ledger checkpoint office.ledger > checkpoint.txt
            pfs stamp checkpoint.txt
          """,
          """
          例
            pfs ledger checkpoint office.ledger > checkpoint.txt
          """))
    }

    @OptionGroup var place: LedgerArgument
    @OptionGroup var common: CommonOptions

    func execute(_ session: inout Session) throws -> Outcome {
      try session.print(Checkpoint(try place.office.history()).text)
      return .done
    }
  }
}
