import ArgumentParser
import PFS

/// `pfs diff`
struct DiffCommand: Command {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "diff",
      abstract: Interface.words(
        "Shows in what two settlements of one period differ, and why, in yen.",
        "同じ年度の二つの精算の相違を、原因別の金額で示します。"),
      discussion: Interface.words(
        """
        Both are settled again from their bundles. The way from the first to the second changes one thing \
        at a time: the contract, the earlier settlements, the data; what each step adds to the amount due \
        is its share. Then follow the figures that differ, by cause where there are several, and the lines of the \
        records that were added, removed, changed, or counted otherwise because of one cause; never what \
        stands on them. --key names the participants on the lines by the pseudonyms that 'pfs edition' writes \
        under the same key. The exit code is 0 if nothing differs, else 5.

        EXAMPLES
          pfs diff FY2026 FY2026-corrected
          pfs diff FY2026 FY2026-corrected --rows all --key office.key
          pfs diff FY2026 FY2026-corrected --format json
        """,
        """
        どちらも記録から計算し直します。
        前から後へ、契約、過去の精算、データの順に一つずつ替え、各段階の増減をその原因による差額とします。
        続けて、異なる数値(原因が複数あれば原因別の差)と、追加・削除・変更された行、原因別に対象の変わった行の番号を
        示します(行の内容は示しません)。--keyを指定すると、行の参加者を「pfs edition」が同じ鍵で付ける仮名で示します。
        相違がなければ終了コード0、あれば5です。

        例
          pfs diff FY2026 FY2026-訂正
          pfs diff FY2026 FY2026-訂正 --rows all --key 市役所.key
          pfs diff FY2026 FY2026-訂正 --format json
        """))
  }

  @Argument(
    help: ArgumentHelp(Interface.words("A bundle.", "精算の記録。"), valueName: "first"),
    completion: .directory)
  var first: String
  @Argument(
    help: ArgumentHelp(
      Interface.words("A bundle of the same period.", "同じ年度の精算の記録。"), valueName: "second"),
    completion: .directory)
  var second: String
  @Option(
    help: ArgumentHelp(
      Interface.words(
        "Lines of the records: first (20 of each kind), all, or none.",
        "行の番号: first(種類ごとに20行)、all、none。")))
  var rows: RowsChoice = .first
  @OptionGroup var participants: ParticipantsOption
  @OptionGroup var format: FormatOption
  @OptionGroup var common: CommonOptions

  func execute(_ session: inout Session) throws -> Outcome {
    let difference = try SettlementDifference.between(first, second, key: participants.key)
    session.speaks(difference.second.contract.tongue)
    switch format.format {
    case .text:
      let most = [RowsChoice.first: 20, .none: 0][rows]
      try session.print(difference.text(session.tongue, most: most))
    case .json: try session.print(difference.json)
    }
    return difference.isEmpty ? .done : .differs
  }
}
