import ArgumentParser
import PFS

/// `pfs design`
struct DesignCommand: Command {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "design",
      abstract: Interface.words(
        "Compares thresholds and prices for what they pay, how surely, and at whose risk.",
        "基準値と単価の案を、支払額・確率・双方のリスクで比べます(試算)。"),
      discussion: Interface.words(
        """
        Every combination of up to three ranges is settled on the same replicates, under the same assumed \
        effects. Beside each stand the expected payment, its 5 and 95 percent quantiles, what either party \
        has at risk against the expected payment, and how likely each row of the achievement tables is. \
        --budget asks that the city pays no more in 95 of 100 replicates, --least that the contractor \
        receives no less. A design settles nothing and is not recorded.

        EXAMPLES
          pfs design contract.en.pfs --data records --period 2026 --budget 20,000,000 \\
            --effect 'attendance=+3.0 percent ± 1.0 percent' \\
            --sweep 'attendance_level 60.0 percent=55.0..65.0 percent step 2.5' \\
            --sweep 'outcome_fee cap=4,000,000..6,000,000 yen step 500,000'
          pfs design contract.en.pfs --data records --period 2026 --least 12,000,000 --format csv \\
            --sweep 'outcome_fee cap=4,000,000..6,000,000 yen step 100,000' > design.csv
        """,
        """
        三つまでの範囲のすべての組合せを、同じ再抽出と同じ効果の仮定のもとで精算します。支払額の期待値、5%点と95%点、
        期待値に対する双方のリスク額、達成度の各段の確率を並べます。--budgetは発注者の支払が95%の反復でその額以下で
        あること、--leastは受託者の受取が95%の反復でその額以上であることを条件とします。
        試算は精算ではなく、記録もされません。

        例
          pfs design contract.ja.pfs --data 記録 --period 2026 --budget 20,000,000 \\
            --effect '継続率=+3.0% ± 1.0%' \\
            --sweep '継続達成度 60.0%=55.0..65.0% 刻み 2.5' \\
            --sweep '成果報酬 上限=4,000,000..6,000,000円 刻み 500,000'
          pfs design contract.ja.pfs --data 記録 --period 2026 --least 12,000,000 --format csv \\
            --sweep '成果報酬 上限=4,000,000..6,000,000円 刻み 100,000' > 案.csv
        """))
  }

  @OptionGroup var options: SettlementOptions
  @Option(
    help: ArgumentHelp(
      Interface.words(
        "An assumption with a range; once to three times.", "範囲のある仮定(三つまで指定できます)。"),
      valueName: "name=low..high step width"))
  var sweep: [String]
  @OptionGroup var resampling: ResamplingOptions
  @OptionGroup var assumed: AssumedSamplingOptions
  @Option(
    help: ArgumentHelp(
      Interface.words(
        "What the city can pay at most, with tax.", "発注者の支払の上限(税込み)。"), valueName: "amount"))
  var budget: String?
  @Option(
    help: ArgumentHelp(
      Interface.words(
        "What the contractor must receive at least, with tax.", "受託者の受取の下限(税込み)。"),
      valueName: "amount"))
  var least: String?
  @OptionGroup var format: TableFormatOption
  @OptionGroup var common: CommonOptions

  func validate() throws {
    try resampling.check()
    for (name, text) in [("--budget", budget), ("--least", least)] where text != nil {
      guard amount(text) == nil else { continue }
      throw ValidationError(
        Interface.words(
          "\(name) is an amount such as 20,000,000.", "\(name)は20,000,000のような額です。"))
    }
    if !(1...3).contains(sweep.count) {
      throw ValidationError(
        Interface.words("--sweep is given once to three times.", "--sweepは一つから三つまでです。"))
    }
  }

  private func amount(_ text: String?) -> Exact? {
    text.flatMap { NumberText.read($0) }
  }

  func execute(_ session: inout Session) throws -> Outcome {
    let request = try options.request(&session)
    let progress = session.progress
    defer { progress.end() }
    var question = assumed.question(resampling)
    question.budget = amount(budget)
    let run = try DesignRun.run(
      request, question, moving: sweep, least: amount(least),
      reading: { progress.reading($0, $1, $2) },
      progress: { progress.computing(Text(en: "settling", ja: "精算中"), $0, $1) })
    try format.show(run, after: progress, session)
    return .done
  }
}
