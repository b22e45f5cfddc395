import ArgumentParser
import PFS

/// `pfs check`
struct CheckCommand: Command {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "check",
      abstract: Interface.words(
        "Checks contracts: names, units, tables, roundings, amendments, worked examples.",
        "契約を検査します(名前、単位、表、端数処理、変更契約、計算例)。"),
      discussion: Interface.words(
        """
        All errors of a file are reported at once, on standard output. Every settlement year is \
        checked as amended, and the worked examples are computed.

        EXAMPLES
          pfs check contract.en.pfs
          pfs check contracts/*.pfs --language ja
          pfs check contract.en.pfs --format json
        """,
        """
        一つのファイルの誤りをすべて一度に、標準出力に示します。
        各年度の変更後の定めを検査し、計算例を計算します。

        例
          pfs check contract.ja.pfs
          pfs check contracts/*.pfs --language en
          pfs check contract.ja.pfs --format json
        """))
  }

  @Argument(
    help: ArgumentHelp(Interface.words("Contract texts.", "契約のファイル。"), valueName: "contract"),
    completion: .file(extensions: ["pfs", "md"]))
  var contracts: [String]
  @OptionGroup var words: VocabularyOption
  @OptionGroup var format: FormatOption
  @OptionGroup var common: CommonOptions

  func execute(_ session: inout Session) throws -> Outcome {
    var worst = Outcome.done
    for path in contracts {
      let outcome = try check(path, &session)
      if worst == .done || outcome == .inputOutput { worst = outcome }
    }
    return worst
  }

  private func check(_ path: String, _ session: inout Session) throws -> Outcome {
    let file: ContractFile
    do throws(Refusal) {
      file = try ContractFile.load(path, vocabulary: words.vocabulary)
    } catch {
      session.report(error)
      return error.outcome
    }
    session.speaks(file.tongue)
    let check = ContractCheck(file)
    switch format.format {
    case .json: try session.print(JSONRenderer(tongue: session.tongue).render(check.diagnostics))
    case .text:
      try session.show(check.diagnostics)
      try session.print(summary(check, session) + "\n")
    }
    return check.passes ? .done : .refused
  }

  private func summary(_ check: ContractCheck, _ session: Session) -> String {
    let (errors, warnings) = (check.errorCount, check.warningCount)
    func count(_ n: Int, _ word: String) -> String { "\(n) \(word)\(n == 1 ? "" : "s")" }
    let en =
      (errors == 0 ? "no errors" : count(errors, "error"))
      + (warnings == 0 ? "" : ", \(count(warnings, "warning"))")
    let ja =
      (errors == 0 ? "エラーなし" : "エラー\(errors)件") + (warnings == 0 ? "" : "、警告\(warnings)件")
    return MarkedText.visible(check.file.path) + ": " + session.words(en, ja)
  }
}
