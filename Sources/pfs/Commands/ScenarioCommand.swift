import ArgumentParser
import PFS

/// `pfs scenario`
struct ScenarioCommand: Command {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "scenario",
      abstract: Interface.words(
        "Shows, figure by figure, what an assumption changes.", "仮定を置いたときの変化を数値ごとに示します(試算)。"),
      discussion: Interface.words(
        """
        A scenario settles nothing and is not recorded. An assumption gives a figure, a line of a block, \
        or a bound of a table.

        EXAMPLES
          pfs scenario contract.en.pfs --data records --period 2026 \\
            --name "effect halves"
          pfs scenario contract.en.pfs --data records --period 2026 \\
            --set 'attendance=55.0 percent'
          pfs scenario contract.en.pfs --data records --period 2026 \\
            --set 'outcome_fee cap=5,000,000 yen'
          pfs scenario contract.en.pfs --data records --period 2026 \\
            --set 'attendance_level 60.0 percent=65.0 percent'
        """,
        """
        試算は精算ではなく、記録もされません。
        仮定には、数値、欄の一行、または表の境界値を置けます。

        例
          pfs scenario contract.ja.pfs --data 記録 --period 2026 \\
            --name 効果が半分の場合
          pfs scenario contract.ja.pfs --data 記録 --period 2026 \\
            --set '継続率=55.0%'
          pfs scenario contract.ja.pfs --data 記録 --period 2026 \\
            --set '成果報酬 上限=5,000,000円'
        """))
  }

  @OptionGroup var options: SettlementOptions
  @OptionGroup var format: FormatOption
  @Option(
    help: ArgumentHelp(
      Interface.words(
        "An assumption; may be given several times.", "仮定(複数指定できます)。"),
      valueName: "name=value"))
  var set: [String] = []
  @Option(
    help: ArgumentHelp(
      Interface.words(
        "A scenario of the contract, by its title.", "契約にある試算の題名。"), valueName: "title"))
  var name: String?
  @OptionGroup var common: CommonOptions

  func validate() throws {
    if set.isEmpty == (name == nil) {
      throw ValidationError(
        Interface.words(
          "Give either --set or --name.", "--setと--nameのどちらか一方を指定してください。"))
    }
  }

  func execute(_ session: inout Session) throws -> Outcome {
    let request = try options.request(&session)
    let progress = session.progress
    defer { progress.end() }
    let run = try ScenarioRun.run(request, name.map { .declared($0) } ?? .assumptions(set)) {
      progress.reading($0, $1, $2)
    }
    progress.end()
    session.report(run.warnings)
    session.report(run.scenario.stops)
    switch format.format {
    case .text: try session.print(run.text(session.tongue))
    case .json: try session.print(run.json)
    }
    return run.outcome
  }
}
