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
        checked as amended, and the worked examples are computed. A contract without errors is \
        followed by the most and the least that it can pay, by year and over the term, and by how \
        each payment moves with its indicators.

        --coverage lists the rows, limits and conditions that its examples never exercise; --readings \
        what another reading of each rounding, boundary and unit would be worth. Both use a year of \
        records too, if --data and --period name one. --html writes the contract's own page, coloured \
        by what was exercised.

        EXAMPLES
          pfs check contract.en.pfs
          pfs check contract.en.pfs --coverage
          pfs check contract.en.pfs --coverage --html coverage.html
          pfs check contract.en.pfs --readings --data records --period 2026
          pfs check contracts/*.pfs --language ja
          pfs check contract.en.pfs --format json
        """,
        """
        一つのファイルの誤りをすべて一度に、標準出力に示します。
        各年度の変更後の定めを検査し、計算例を計算します。
        誤りがなければ、年度ごとと全期間の支払の最大と最小、各支払が指標に応じてどう増減するかを示します。

        --coverage は計算例が一度も通らない段・限度・条件を、--readings は端数処理・境界・数え方の
        別の読み方がいくらの差になるかを示します。--data と --period で年度の記録も用いることができます。
        --html は、網羅の状況を色と印で示した契約文のページを書き出します。

        例
          pfs check contract.ja.pfs
          pfs check contract.ja.pfs --coverage
          pfs check contract.ja.pfs --coverage --html 網羅.html
          pfs check contract.ja.pfs --readings --data 記録 --period 2026
          pfs check contracts/*.pfs --language en
          pfs check contract.ja.pfs --format json
        """))
  }

  @Argument(
    help: ArgumentHelp(Interface.words("Contract texts.", "契約のファイル。"), valueName: "contract"),
    completion: .file(extensions: ["pfs", "md"]))
  var contracts: [String]
  @Flag(
    help: ArgumentHelp(
      Interface.words(
        "List what the worked examples never exercise.", "計算例が一度も通らない箇所を示します。")))
  var coverage = false
  @Flag(
    help: ArgumentHelp(
      Interface.words(
        "List what other readings would be worth.", "別の読み方による差額を示します。")))
  var readings = false
  @Option(
    help: ArgumentHelp(
      Interface.words(
        "Records for --coverage and --readings: a directory with one CSV file for each table.",
        "--coverage と --readings に用いる記録のディレクトリ。"), valueName: "directory"),
    completion: .directory)
  var data: String?
  @Option(
    help: ArgumentHelp(
      Interface.words(
        "The settlement year of the records, such as 2026.", "記録を精算する年度(例 2026)。"),
      valueName: "year"))
  var period: String?
  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      Interface.words(
        "Bundles of earlier settlement years, if the records need them.",
        "過去の年度の精算の記録(必要な場合)。"), valueName: "bundle"),
    completion: .directory)
  var prior: [String] = []
  @Option(
    help: ArgumentHelp(
      Interface.words(
        "Write the contract's page coloured by coverage into this file.",
        "網羅の状況を示した契約文のページを書き出すファイル。"), valueName: "file"),
    completion: .file(extensions: ["html"]))
  var html: String?
  @OptionGroup var words: VocabularyOption
  @OptionGroup var format: FormatOption
  @OptionGroup var common: CommonOptions

  func validate() throws {
    if (data == nil) != (period == nil) {
      throw ValidationError(
        Interface.words(
          "--data and --period go together.", "--data と --period は両方を指定します。"))
    }
    if data != nil && !coverage && !readings {
      throw ValidationError(
        Interface.words(
          "Records are used by --coverage and --readings only.",
          "記録は --coverage と --readings に用います。"))
    }
    if html != nil && (!coverage || contracts.count > 1) {
      throw ValidationError(
        Interface.words(
          "--html goes with --coverage of one contract.", "--html は、一つの契約の --coverage に用います。"))
    }
  }

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
    case .json:
      try session.print(
        JSONRenderer(tongue: session.tongue).render(check.diagnostics) + check.json)
    case .text:
      try session.show(check.diagnostics)
      try session.print(summary(check, session) + "\n")
      if let proof = check.proof {
        try session.print(TerminalReport(tongue: session.tongue).proof(proof))
      }
    }
    guard check.passes else { return .refused }
    try tryOut(file, session)
    return .done
  }

  /// Coverage and readings, if they are asked for.
  private func tryOut(_ file: ContractFile, _ session: Session) throws {
    guard coverage || readings else { return }
    var request: SettlementRequest?
    if let data, let period {
      request = SettlementRequest(
        file: file, data: data, period: try SettlementRequest.period(period), priors: prior)
    }
    let rehearsal = Rehearsal(file, request: request)
    let progress = session.progress
    defer { progress.end() }
    if coverage {
      let run = try CoverageRun.run(rehearsal) { progress.reading($0, $1, $2) }
      progress.end()
      session.report(run.warnings)
      try session.print(format.format == .json ? run.json : run.text(session.tongue))
      if let html { try PlainFile.replace(html, with: run.page(session.tongue)) }
    }
    if readings {
      let run = try ReadingsRun.run(rehearsal) { progress.reading($0, $1, $2) }
      progress.end()
      if !coverage { session.report(run.warnings) }
      try session.print(format.format == .json ? run.json : run.text(session.tongue))
    }
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
