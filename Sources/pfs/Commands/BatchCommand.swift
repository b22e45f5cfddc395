import ArgumentParser
import PFS

/// `pfs batch`
struct BatchCommand: Command {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "batch",
      abstract: Interface.words(
        "Settles all contracts of a list.", "一覧にある契約をすべて精算します。"),
      discussion: Interface.words(
        """
        The list is a CSV file with the columns contract, data, period, output and, if wanted, prior \
        (bundles, separated by semicolons). Paths are relative to the list. A settlement that fails \
        leaves the others unharmed; the exit code is 1 if any failed.

        EXAMPLES
          pfs batch settlements.csv
        """,
        """
        一覧は次の列をもつCSVです: contract(契約)、data(データ)、
        period(年度)、output(出力)、必要ならprior(過去の記録、セミコロン区切り)。
        パスは一覧からの相対です。失敗した精算は他に影響せず、
        一件でも失敗すれば終了コードは1です。

        例
          pfs batch 精算一覧.csv
        """))
  }

  @Argument(
    help: ArgumentHelp(
      Interface.words("The list of settlements.", "精算の一覧(CSV)。"), valueName: "manifest"),
    completion: .file(extensions: ["csv"]))
  var manifest: String
  @OptionGroup var common: CommonOptions

  func execute(_ session: inout Session) throws -> Outcome {
    let list = try BatchManifest.load(manifest)
    let progress = session.progress
    defer { progress.end() }
    var rows: [TerminalReport.BatchRow] = []
    var failed: [BatchJob] = []
    for (place, job) in list.jobs.enumerated() {
      progress.begin("\(place + 1)/\(list.jobs.count)")
      let result = job.run { progress.reading($0, $1, $2) }
      progress.end()
      try report(result, session)
      rows.append(result.row(session.tongue))
      if result.isFailed { failed.append(job) }
    }
    try session.print(TerminalReport(tongue: session.tongue).batch(rows))
    if !failed.isEmpty {
      func names(_ line: (Int) -> String) -> [String] {
        failed.map { "\(line($0.line)) (\(MarkedText.visible($0.contract)) \($0.period))" }
      }
      session.note(
        session.words(
          "failed: " + names { "line \($0)" }.joined(separator: ", "),
          "失敗: " + names { "\($0)行目" }.joined(separator: "、")))
    }
    return failed.isEmpty ? .done : .refused
  }

  private func report(_ result: BatchResult, _ session: Session) throws {
    switch result.ending {
    case .settled(let run):
      session.report(run.settlement.stops, in: run.contract.tongue)
    case .failed(let refusal):
      session.note("\n\(manifest):\(result.job.line): \(MarkedText.visible(result.job.contract))")
      session.report(refusal)
      try session.writeList(of: refusal, beside: result.job.output)
    }
  }
}
