import ArgumentParser
import PFS

/// `pfs sensitivity`
struct SensitivityCommand: Command {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "sensitivity",
      abstract: Interface.words(
        "Shows what moves the payment, and how near it stands to another.",
        "支払額を動かすものと、別の支払額までの近さを示します(試算)。"),
      discussion: Interface.words(
        """
        Each measured figure is moved between the 5 and 95 percent quantiles of its replicates, each --vary \
        between its ends, all else as it is. Beside each achievement table stand the fewest participants \
        whose records would have to differ for another row. Nothing of a participant is shown but the line \
        of the record.

        EXAMPLES
          pfs sensitivity contract.en.pfs --data records --period 2026
          pfs sensitivity contract.en.pfs --data records --period 2026 \\
            --vary 'outcome_fee cap=4,000,000..6,000,000 yen' \\
            --vary 'attendance_level 60.0 percent=55.0..65.0 percent'
          pfs sensitivity contract.en.pfs --data records --period 2026 --key office.key
        """,
        """
        測定する数値はそれぞれ再抽出の5%点と95%点の間で、--varyは両端の間で、他を変えずに動かします。
        達成度の表ごとに、他の段になるために記録が異なる必要のある最少の参加者数を示します。
        参加者については、記録の行番号のほかは何も示しません。

        例
          pfs sensitivity contract.ja.pfs --data 記録 --period 2026
          pfs sensitivity contract.ja.pfs --data 記録 --period 2026 \\
            --vary '成果報酬 上限=4,000,000..6,000,000円' \\
            --vary '継続達成度 60.0%=55.0..65.0%'
          pfs sensitivity contract.ja.pfs --data 記録 --period 2026 --key 市役所.key
        """))
  }

  @OptionGroup var options: SettlementOptions
  @OptionGroup var resampling: ResamplingOptions
  @Option(
    help: ArgumentHelp(
      Interface.words(
        "An assumption with a range, as a bar; may be given several times.",
        "範囲のある仮定(複数指定できます)。"), valueName: "name=low..high"))
  var vary: [String] = []
  @Option(
    help: ArgumentHelp(
      Interface.words(
        "The file of a key: the fewest participants are then named by the pseudonyms of 'pfs edition' under it.",
        "鍵のファイル。最少の参加者を、「pfs edition」と同じ仮名で示します。"), valueName: "file"),
    completion: .file())
  var key: String?
  @OptionGroup var format: TableFormatOption
  @OptionGroup var common: CommonOptions

  func validate() throws {
    try resampling.check()
  }

  func execute(_ session: inout Session) throws -> Outcome {
    let request = try options.request(&session)
    let progress = session.progress
    defer { progress.end() }
    let run = try SensitivityRun.run(
      request, resampling.question, varying: vary, key: key,
      reading: { progress.reading($0, $1, $2) },
      progress: { progress.computing(Text(en: "settling", ja: "精算中"), $0, $1) })
    try format.show(run, stops: run.sensitivity.base.stops, after: progress, session)
    return run.outcome
  }
}
