import ArgumentParser
import PFS

extension LedgerCommand {
  /// `pfs ledger approve`
  struct Approve: LedgerAction {
    static var configuration: CommandConfiguration {
      CommandConfiguration(
        abstract: Interface.words(
          "Records a person's signature on an item.", "案件への署名を記録します。"),
        discussion: Interface.words(
          """
          The signature is made outside this program, with ssh-keygen, over the item's statement. Its \
          namespace says what it means: pfs-settlement/prepared, then pfs-settlement/approved by another \
          person with another key.

          EXAMPLES
            pfs ledger show office.ledger 1 --statement > item-1.txt
            ssh-keygen -Y sign -f KEY -n pfs-settlement/approved item-1.txt
            pfs ledger approve office.ledger 1 --signature item-1.txt.sig --date 2026-05-12
          """,
          """
          署名は、このプログラムの外で、案件の署名文にssh-keygenで付けます。namespaceが意味を示します。
          まずpfs-settlement/prepared(作成)、次に別の人が別の鍵でpfs-settlement/approved(承認)です。

          例
            pfs ledger show office.ledger 1 --statement > item-1.txt
            ssh-keygen -Y sign -f 鍵 -n pfs-settlement/approved item-1.txt
            pfs ledger approve office.ledger 1 --signature item-1.txt.sig --date 2026-05-12
          """))
    }

    @OptionGroup var place: LedgerArgument
    @OptionGroup var item: ItemArgument
    @Option(
      help: ArgumentHelp(
        Interface.words("What ssh-keygen -Y sign wrote.", "ssh-keygen -Y sign の署名ファイル。"),
        valueName: "file"), completion: .file())
    var signature: String
    @OptionGroup var day: DayOption
    @OptionGroup var format: FormatOption
    @OptionGroup var common: CommonOptions

    func execute(_ session: inout Session) throws -> Outcome {
      let answer = try place.office.approve(
        item.number, signature: signature, date: day.date.date)
      try show(answer, session)
      return .done
    }
  }

  /// `pfs ledger post`
  struct Post: LedgerAction {
    static var configuration: CommandConfiguration {
      CommandConfiguration(
        abstract: Interface.words(
          "Posts items that two people have signed.", "二人が署名した案件を計上します。"),
        discussion: Interface.words(
          """
          Several items are posted in the given order, all or none.

          EXAMPLES
            pfs ledger post office.ledger 1 --date 2026-05-14
          """,
          """
          複数の案件は与えた順に、すべて計上するか、一つも計上しません。

          例
            pfs ledger post office.ledger 1 --date 2026-05-14
          """))
    }

    @OptionGroup var place: LedgerArgument
    @Argument(
      help: ArgumentHelp(Interface.words("Numbers of items.", "案件の番号。"), valueName: "number"))
    var numbers: [Int]
    @OptionGroup var day: DayOption
    @OptionGroup var format: FormatOption
    @OptionGroup var common: CommonOptions

    func execute(_ session: inout Session) throws -> Outcome {
      try show(try place.office.post(numbers, date: day.date.date), session)
      return .done
    }
  }

  /// `pfs ledger void`
  struct VoidItem: LedgerAction {
    static var configuration: CommandConfiguration {
      CommandConfiguration(
        commandName: "void",
        abstract: Interface.words(
          "Records the opposite of an item, once.", "案件の取消し(反対の仕訳)を、一度だけ記録します。"),
        discussion: Interface.words(
          """
          A pending item is taken back at once. A posted one is reversed by a new item that two people \
          sign; nothing of it can be paid meanwhile.

          EXAMPLES
            pfs ledger void office.ledger 1 --reason 'recorded from the wrong directory' --date 2026-05-12
          """,
          """
          未処理の案件は直ちに取り消します。計上済みの案件の取消しは、二人が署名する新しい案件です。
          その間、支払はできません。

          例
            pfs ledger void office.ledger 1 --reason '誤った記録からの登録' --date 2026-05-12
          """))
    }

    @OptionGroup var declaration: Declaration
    @OptionGroup var format: FormatOption
    @OptionGroup var common: CommonOptions

    func execute(_ session: inout Session) throws -> Outcome {
      try show(try declaration.made { $0.void(_:reason:date:) }, session)
      return .done
    }
  }

  /// `pfs ledger reissue`
  struct Reissue: LedgerAction {
    static var configuration: CommandConfiguration {
      CommandConfiguration(
        abstract: Interface.words(
          "Declares a payment not carried out, so that it can be made again.",
          "支払が執行されなかったことを記録し、再発行できるようにします。"),
        discussion: Interface.words(
          """
          Two people sign it like a settlement; after posting, its items can be exported once more.

          EXAMPLES
            pfs ledger reissue office.ledger 5 --reason 'refused by the bank on 20 May' --date 2026-05-21
          """,
          """
          精算と同じく二人が署名し、計上すると、案件をもう一度だけ出力できます。

          例
            pfs ledger reissue office.ledger 5 --reason '5月20日 銀行で不能' --date 2026-05-21
          """))
    }

    @OptionGroup var declaration: Declaration
    @OptionGroup var format: FormatOption
    @OptionGroup var common: CommonOptions

    func execute(_ session: inout Session) throws -> Outcome {
      try show(try declaration.made { $0.reissue(_:reason:date:) }, session)
      return .done
    }
  }

  /// `pfs ledger receive`
  struct Receive: LedgerAction {
    static var configuration: CommandConfiguration {
      CommandConfiguration(
        abstract: Interface.words(
          "Records that what was to be recovered has come in.", "返納を受けたことを記録します。"),
        discussion: Interface.words(
          """
          Two people sign it like a settlement. Until 31 May the money enters the fiscal year that paid, \
          afterwards the year of the day.

          EXAMPLES
            pfs ledger receive office.ledger 9 --date 2026-05-28
          """,
          """
          精算と同じく二人が署名します。5月31日までは支払った年度に、その後は受けた日の年度に入ります。

          例
            pfs ledger receive office.ledger 9 --date 2026-05-28
          """))
    }

    @OptionGroup var place: LedgerArgument
    @OptionGroup var item: ItemArgument
    @OptionGroup var day: DayOption
    @OptionGroup var format: FormatOption
    @OptionGroup var common: CommonOptions

    func execute(_ session: inout Session) throws -> Outcome {
      try show(try place.office.receive(item.number, date: day.date.date), session)
      return .done
    }
  }

  /// `pfs ledger close`
  struct Close: LedgerAction {
    static var configuration: CommandConfiguration {
      CommandConfiguration(
        abstract: Interface.words(
          "Closes the accounts of a fiscal year.", "会計年度の出納を閉鎖します。"),
        discussion: Interface.words(
          """
          On 31 May or later, when nothing of the year is pending or unpaid.

          EXAMPLES
            pfs ledger close office.ledger 2025 --date 2026-05-31
          """,
          """
          5月31日以後、その年度に未処理・未払の案件がないときに閉鎖できます。

          例
            pfs ledger close office.ledger 2025 --date 2026-05-31
          """))
    }

    @OptionGroup var place: LedgerArgument
    @Argument(
      help: ArgumentHelp(
        Interface.words("The fiscal year, by the year in which it begins.", "会計年度(始まる年)。"),
        valueName: "year"))
    var year: Int
    @OptionGroup var day: DayOption
    @OptionGroup var format: FormatOption
    @OptionGroup var common: CommonOptions

    func execute(_ session: inout Session) throws -> Outcome {
      try show(try place.office.close(FiscalYear(year), date: day.date.date), session)
      return .done
    }
  }
}

extension LedgerCommand {
  /// `pfs ledger offset`
  struct Offset: LedgerAction {
    static var configuration: CommandConfiguration {
      CommandConfiguration(
        abstract: Interface.words(
          "Sets off what is owed against what is to be recovered.", "未払額と返納を受ける額を相殺します。"),
        discussion: Interface.words(
          """
          For items of one contract that leave nothing to be paid together; what leaves something is exported \
          together instead. Two people sign it like a settlement. No file is written. What is still to be \
          recovered stays open, under the number of the set-off.

          EXAMPLES
            pfs ledger offset office.ledger 10 14 --date 2026-05-28
          """,
          """
          一つの契約の案件で、合わせて支払額が残らないときに使います(残るときは併せて支払ファイルを書き出します)。
          精算と同じく二人が署名し、ファイルは作りません。返納を受ける残額は、相殺の番号で未済のまま残ります。

          例
            pfs ledger offset office.ledger 10 14 --date 2026-05-28
          """))
    }

    @OptionGroup var place: LedgerArgument
    @Argument(
      help: ArgumentHelp(Interface.words("Numbers of items.", "案件の番号。"), valueName: "number"))
    var numbers: [Int]
    @OptionGroup var day: DayOption
    @OptionGroup var format: FormatOption
    @OptionGroup var common: CommonOptions

    func execute(_ session: inout Session) throws -> Outcome {
      try show(try place.office.offset(numbers, date: day.date.date), session)
      return .done
    }
  }
}

/// The number of an item or a payment.
struct ItemArgument: ParsableArguments {
  @Argument(
    help: ArgumentHelp(Interface.words("The number of an item.", "案件の番号。"), valueName: "number"))
  var number: Int
}

/// What is declared of an item or a payment, on a day and for a reason.
struct Declaration: ParsableArguments {
  @OptionGroup var place: LedgerArgument
  @OptionGroup var item: ItemArgument
  @OptionGroup var reason: ReasonOption
  @OptionGroup var day: DayOption

  /// Makes it by an action of the office.
  func made(
    _ action: (OfficeLedger) -> (Int, String, CivilDate) throws(Refusal) -> OfficeLedger.Answer
  ) throws -> OfficeLedger.Answer {
    try action(place.office)(item.number, reason.reason, day.date.date)
  }
}
