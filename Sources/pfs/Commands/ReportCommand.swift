import ArgumentParser
import PFS

/// `pfs report`
struct ReportCommand: Command {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "report",
      abstract: Interface.words(
        "Makes one HTML file of a settlement, with pictures.", "精算の報告書(図を含む一つのHTMLファイル)を作ります。"),
      discussion: Interface.words(
        """
        The page shows the statement with pictures: from the payments to the amount due, where each figure \
        stands on its achievement table, estimates against thresholds, participant flows, the balance of \
        groups, the contract with figures beside its lines, and earlier periods. It is made from the record \
        alone, packed or not; the records of persons are not read. It needs no script, loads nothing, can \
        be printed, and only its owner may read the file. Of the JSON of 'pfs simulate', 'pfs sensitivity' \
        or 'pfs design' it shows the distribution of the payment, budgets, power, the break-even, what moves \
        the payment, or the combinations to negotiate over.

        EXAMPLES
          pfs report FY2026 --output report.html
          pfs report FY2026.zip --output report.html --language ja
          pfs report FY2027 --prior FY2025 FY2026 --output report.html
          pfs simulate contract.en.pfs --data records --period 2026 --format json > simulation.json
          pfs report simulation.json --output simulation.html
        """,
        """
        精算書に図を加えた報告書です。支払から差引支払額まで、達成表の中での位置、推定値と基準値、
        対象者の内訳、群間の均衡、数値を添えた契約本文、過去の期間を示します。
        精算の記録だけから作り(まとめたものでも可)、個人の記録は読みません。
        スクリプトも外部の資源も使わず、印刷でき、ファイルは作成者だけが読めます。
        「pfs simulate」「pfs sensitivity」「pfs design」のJSONからは、支払額の分布、予算額、検出力、損益分岐点、
        支払額を動かすもの、協議のための組合せを示します。

        例
          pfs report FY2026 --output 報告書.html
          pfs report FY2026.zip --output report.html --language en
          pfs report FY2027 --prior FY2025 FY2026 --output 報告書.html
          pfs simulate contract.ja.pfs --data 記録 --period 2026 --format json > 試算.json
          pfs report 試算.json --output 試算.html
        """))
  }

  @Argument(
    help: ArgumentHelp(
      Interface.words(
        "A bundle, or the JSON of a simulation, a sensitivity or a design.",
        "精算の記録、または試算・感度分析・設計のJSON。"),
      valueName: "bundle|json"),
    completion: .directory)
  var bundle: String
  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      Interface.words(
        "Bundles of earlier periods, to show what was reached then.",
        "過去の期間の精算の記録(推移を示します)。"), valueName: "bundle"),
    completion: .directory)
  var prior: [String] = []
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      Interface.words("The file to write; it must not exist.", "書き出すファイル(既存のものは不可)。"),
      valueName: "file"),
    completion: .file(extensions: ["html"]))
  var output: String
  @OptionGroup var common: CommonOptions

  func execute(_ session: inout Session) throws -> Outcome {
    if let analysis = try AnalysisReportRun.open(bundle) {
      guard prior.isEmpty else {
        throw ValidationError(
          Interface.words(
            "--prior goes with a bundle; an analysis has no earlier periods.",
            "--priorは精算の記録とともに指定します。試算・分析に過去の期間はありません。"))
      }
      session.speaks(analysis.tongue)
      session.report(try PlainFile.create(output, try analysis.html(in: session.tongue)))
      return .done
    }
    let record = try RecordedSettlement.open(bundle)
    session.speaks(record.tongue)
    let run = try ReportRun.run(record, earlier: prior, in: session.tongue)
    session.report(try PlainFile.create(output, run.html))
    return .done
  }
}
