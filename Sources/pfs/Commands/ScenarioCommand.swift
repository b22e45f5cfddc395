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
        or a bound of a table. --sweep takes one number of an assumption through a range, or two, and \
        settles every combination; --against settles the same records under other contracts.

        EXAMPLES
          pfs scenario contract.en.pfs --data records --period 2026 \\
            --name "effect halves"
          pfs scenario contract.en.pfs --data records --period 2026 \\
            --set 'attendance=55.0 percent'
          pfs scenario contract.en.pfs --data records --period 2026 \\
            --set 'outcome_fee cap=5,000,000 yen'
          pfs scenario contract.en.pfs --data records --period 2026 \\
            --set 'attendance_level 60.0 percent=65.0 percent'
          pfs scenario contract.en.pfs --data records --period 2026 \\
            --sweep 'attendance_level 60.0 percent=50.0..70.0 percent step 2.5'
          pfs scenario contract.en.pfs --data records --period 2026 --format csv \\
            --sweep 'attendance=50.0..70.0 percent step 0.5' \\
            --sweep 'outcome_fee cap=4,000,000..6,000,000 yen step 100,000'
          pfs scenario contract.en.pfs --data records --period 2026 --against draft.en.pfs
        """,
        """
        試算は精算ではなく、記録もされません。
        仮定には、数値、欄の一行、または表の境界値を置けます。
        --sweepは仮定の中の一つまたは二つの数を範囲で動かし、すべての組合せを精算します。
        --againstは同じ記録を別の契約で精算して比べます。

        例
          pfs scenario contract.ja.pfs --data 記録 --period 2026 \\
            --name 効果が半分の場合
          pfs scenario contract.ja.pfs --data 記録 --period 2026 \\
            --set '継続率=55.0%'
          pfs scenario contract.ja.pfs --data 記録 --period 2026 \\
            --set '成果報酬 上限=5,000,000円'
          pfs scenario contract.ja.pfs --data 記録 --period 2026 \\
            --sweep '継続達成度 60.0%=50.0..70.0% 刻み 2.5'
          pfs scenario contract.ja.pfs --data 記録 --period 2026 --against 案.ja.pfs
        """))
  }

  @OptionGroup var options: SettlementOptions
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
  @Option(
    help: ArgumentHelp(
      Interface.words(
        "An assumption with a range; once or twice.", "範囲のある仮定(二つまで指定できます)。"),
      valueName: "name=low..high step width"))
  var sweep: [String] = []
  @Option(
    help: ArgumentHelp(
      Interface.words(
        "Another contract for the same records; may be given several times.",
        "同じ記録を精算する別の契約(複数指定できます)。"), valueName: "contract"),
    completion: .file(extensions: ["pfs", "md"]))
  var against: [String] = []
  @OptionGroup var format: TableFormatOption
  @OptionGroup var common: CommonOptions

  func validate() throws {
    let questions = [!sweep.isEmpty, !against.isEmpty, name != nil].count { $0 }
    if questions > 1 || (questions == 0 && set.isEmpty)
      || (sweep.isEmpty && questions == 1 && !set.isEmpty)
    {
      throw ValidationError(
        Interface.words(
          "Give --set, --name, --sweep (with --set if wanted) or --against.",
          "--set、--name、--sweep(--setを併用できます)、--againstのいずれかを指定してください。"))
    }
    if sweep.count > 2 {
      throw ValidationError(
        Interface.words("--sweep is given once or twice.", "--sweepは二つまでです。"))
    }
    if format.format == .csv, sweep.isEmpty, against.isEmpty {
      throw ValidationError(
        Interface.words(
          "--format csv is for --sweep and --against.", "--format csvは--sweepと--againstに用います。"))
    }
  }

  func execute(_ session: inout Session) throws -> Outcome {
    let request = try options.request(&session)
    let progress = session.progress
    defer { progress.end() }
    if !sweep.isEmpty {
      let run = try SweepRun.run(
        request, sweeping: sweep, assuming: set, reading: { progress.reading($0, $1, $2) },
        progress: { progress.computing(Text(en: "settling", ja: "精算中"), $0, $1) })
      try format.show(run, after: progress, session)
      return .done
    }
    if !against.isEmpty {
      var others: [ContractFile] = []
      for path in against { others.append(try ContractFile.load(path)) }
      let run = try AlternativesRun.run(request, against: others) { progress.reading($0, $1, $2) }
      try format.show(run, after: progress, session)
      return .done
    }
    let run = try ScenarioRun.run(request, name.map { .declared($0) } ?? .assumptions(set)) {
      progress.reading($0, $1, $2)
    }
    progress.end()
    session.report(run.warnings)
    session.report(run.scenario.stops)
    // Not as CSV: see 'validate'.
    try session.print(format.format == .json ? run.json : run.text(session.tongue))
    return run.outcome
  }
}
