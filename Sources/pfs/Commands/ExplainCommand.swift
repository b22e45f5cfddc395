import ArgumentParser
import PFS

/// How many lines of the records are named.
enum RowsChoice: String, ExpressibleByArgument, CaseIterable {
  case first, all, none
}

/// `pfs explain`
struct ExplainCommand: Command {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "explain",
      abstract: Interface.words(
        "Shows how a figure was derived, or what a code means.", "数値の算出の経過、またはコードの意味を示します。"),
      discussion: Interface.words(
        """
        The derivation is read off the bundle: clauses, rows of tables, roundings and their yen. Of a \
        measured figure the lines of the records that it counts are named, never what stands on them; with \
        --rows also of every measured figure that an amount is made of. --left-out names the lines that each \
        condition of the participant flow left out, --key whose lines they are, by the pseudonyms that \
        'pfs edition' writes under the same key.

        EXAMPLES
          pfs explain FY2026                 (the amount due)
          pfs explain FY2026 outcome_fee
          pfs explain FY2026 reach --rows all
          pfs explain FY2026 outcome_fee --rows first --left-out --key office.key
          pfs explain FY2026 --list          (all figures)
          pfs explain U201                   (a code of a message)
          pfs explain                        (all codes)
        """,
        """
        経過は精算の記録から読み取ります。
        根拠条項、当てはめた段、端数処理とその影響額を示します。
        測定した数値には、数えた行の番号を添えます(行の内容は示しません)。--rowsを指定すると、金額のもとに
        なった測定値のすべてについて示します。--left-outは母数の内訳の各条件で除いた行を、--keyは行の参加者を
        「pfs edition」が同じ鍵で付ける仮名で示します。

        例
          pfs explain FY2026                 (差引支払額)
          pfs explain FY2026 成果報酬
          pfs explain FY2026 参加者数 --rows all
          pfs explain FY2026 成果報酬 --rows first --left-out --key 市役所.key
          pfs explain FY2026 --list          (全数値)
          pfs explain U201                   (メッセージのコード)
          pfs explain                        (コードの一覧)
        """))
  }

  @Argument(
    help: ArgumentHelp(
      Interface.words("A bundle, or a code such as U201.", "精算の記録、またはU201などのコード。"),
      valueName: "bundle|code"),
    completion: .directory)
  var subject: String?
  @Argument(
    help: ArgumentHelp(
      Interface.words("A figure of the settlement.", "精算の数値の名前。"), valueName: "figure"))
  var figure: String?
  @Flag(
    help: ArgumentHelp(
      Interface.words("List all figures with their values.", "全数値の名前と値を示します。")))
  var list = false
  @Option(
    help: ArgumentHelp(
      Interface.words(
        "Lines of the records behind a figure: first (20 of each population; of a measured figure as without it), "
          + "all, or none.",
        "数値の根拠となる行: first(集団ごとに20行。測定した数値では指定がないときと同じ)、all、none。")))
  var rows: RowsChoice?
  @Flag(
    help: ArgumentHelp(
      Interface.words(
        "Also the lines that each condition of the populations left out.", "集団の各条件で除いた行も示します。")))
  var leftOut = false
  @OptionGroup var participants: ParticipantsOption
  @OptionGroup var format: FormatOption
  @OptionGroup var common: CommonOptions

  func execute(_ session: inout Session) throws -> Outcome {
    guard let subject else {
      let isJSON = format.format == .json
      try session.print(isJSON ? Codes.json : Codes.registry.index(tongue: session.tongue))
      return .done
    }
    if figure == nil, !list, let page = Codes.registry.page(subject, tongue: session.tongue) {
      try session.print(format.format == .json ? Codes.json(of: subject) : page)
      return .done
    }
    let record = try RecordedSettlement.explained(subject)
    session.speaks(record.tongue)
    let report = TerminalReport(tongue: session.tongue)
    switch format.format {
    case .json where list: try session.print(try record.figuresJSON())
    case .text where list: try session.print(report.figures(try record.trace()))
    case .text:
      let explanation = try record.explanation(of: figure, in: session.tongue)
      // What cannot be read is refused before anything is printed.
      let found = try rows(of: record, session)
      try session.print(explanation)
      guard let found else {
        try session.print(
          session.tongue(
            "Rows: unpack the bundle to see them\n", "根拠の行: 記録を展開すると示せます\n"))
        break
      }
      let most = rows == .all ? nil : 20
      try session.print(report.rows(found.counted.flatMap(\.listed), most: most))
      try session.print(report.rowsLeftOut(found.leftOut.flatMap(\.listed), most: most))
    case .json:
      let found = try rows(of: record, session)
      try session.print(
        try record.explanationJSON(
          of: figure, rows: found?.counted, leftOut: leftOut ? found?.leftOut : nil,
          in: session.tongue))
    }
    return .done
  }

  /// The rows behind the figure, none if they were not asked for; nil if they are in an archive.
  private func rows(
    of record: RecordedSettlement, _ session: Session
  ) throws -> (counted: [TracedRows], leftOut: [TracedRows])? {
    let name = figure ?? FigureID.due.description
    let isAsked = rows != nil || leftOut || participants.key != nil
    if rows == RowsChoice.none { return ([], []) }
    if !isAsked {
      guard figure != nil, try record.isMeasured(name, in: session.tongue) else { return ([], []) }
      if record.bundle.isPacked { return nil }
    }
    return try record.rows(
      behind: name, key: participants.key, leftOut: leftOut, in: session.tongue)
  }
}
