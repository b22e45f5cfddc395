import ArgumentParser
import PFS
import Workbench

/// `pfs serve`
struct ServeCommand: Command {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "serve",
      abstract: Interface.words(
        "Opens a page on this machine to try out thresholds, limits, prices and figures.",
        "基準値・上限・単価・数値を変えて試算するページを、この端末で開きます。"),
      discussion: Interface.words(
        """
        The records are read once; every change settles again by the same evaluator and shows payments, \
        levels and the lines of the contract at once. A scenario can be saved as text for the contract. \
        Nothing is settled or recorded. The page is for this machine alone: its address holds a secret, is \
        printed here, and ends with the command (ctrl-C).

        EXAMPLES
          pfs serve contract.en.pfs --data records --period 2026
          pfs serve contract.en.pfs --data records --period 2026 --prior FY2025 --port 8080
          pfs serve FY2026
          pfs serve FY2026.zip
        """,
        """
        記録は一度だけ読み込みます。値を変えるたびに同じ計算で精算し直し、支払額・達成度・契約の条文を
        すぐに示します。試算は契約に書ける形で保存できます。精算も記録もされません。
        ページはこの端末専用で、推測できないアドレスを表示し、このコマンドの終了(ctrl-C)とともに閉じます。

        例
          pfs serve contract.ja.pfs --data 記録 --period 2026
          pfs serve contract.ja.pfs --data 記録 --period 2026 --prior FY2025 --port 8080
          pfs serve FY2026
          pfs serve FY2026.zip
        """))
  }

  @Argument(
    help: ArgumentHelp(
      Interface.words(
        "A contract text, or a bundle, packed or not.", "契約のファイル、または精算の記録(まとめたものも可)。"),
      valueName: "contract|bundle"),
    completion: .file(extensions: ["pfs", "md"]))
  var subject: String
  @Option(
    help: ArgumentHelp(
      Interface.words(
        "Of a contract: the directory with one CSV file for each table, or a datapackage.json.",
        "契約の場合: 表ごとのCSVファイル、またはdatapackage.jsonのあるディレクトリ。"), valueName: "directory"),
    completion: .directory)
  var data: String?
  @Option(
    help: ArgumentHelp(
      Interface.words(
        "Of a contract: the year in which the settlement year begins, such as 2026, or 2026-P2.",
        "契約の場合: 年度の始まる年(例 2026)、または2026-P2のような期。"), valueName: "period"))
  var period: String?
  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      Interface.words(
        "Of a contract: bundles of earlier settlement years, where they are needed.",
        "契約の場合: 過去の年度の精算の記録(必要な場合)。"), valueName: "bundle"),
    completion: .directory)
  var prior: [String] = []
  @Option(
    help: ArgumentHelp(
      Interface.words("The port; without it one that is free.", "ポート番号。指定がなければ空いているもの。"),
      valueName: "number"))
  var port: Int = 0
  @Option(
    help: ArgumentHelp(
      Interface.words(
        "How many replicates the distribution of the payment is made of.", "支払額の分布を求める反復の回数。"),
      valueName: "number"))
  var replicates = 1_000
  @OptionGroup var draws: DrawOptions
  @OptionGroup var words: VocabularyOption
  @OptionGroup var common: CommonOptions

  func validate() throws {
    if (data == nil) != (period == nil) {
      throw ValidationError(
        Interface.words("--data and --period go together.", "--data と --period は両方を指定します。"))
    }
    if data == nil && !prior.isEmpty {
      throw ValidationError(
        Interface.words(
          "--prior goes with a contract; a bundle holds its own.",
          "--prior は契約とともに指定します(記録には含まれています)。"))
    }
    try DrawOptions.check(replicates)
    if !(0...65_535).contains(port) {
      throw ValidationError(
        Interface.words("--port is from 0 to 65535.", "--portは0から65535までです。"))
    }
  }

  func execute(_ session: inout Session) throws -> Outcome {
    let progress = session.progress
    defer { progress.end() }
    let records: ScenarioCase
    var copies: RecordedInputs?
    // A page may read a table again, so that what was unpacked stays until it ends.
    defer { copies?.remove() }
    if let data, let period {
      let file = try ContractFile.load(subject, vocabulary: words.vocabulary)
      session.speaks(file.tongue)
      let request = SettlementRequest(
        file: file, data: data, period: try SettlementRequest.period(period), priors: prior)
      records = try ScenarioCase(request) { progress.reading($0, $1, $2) }
    } else {
      let record = try RecordedSettlement.open(subject)
      session.speaks(record.tongue)
      let own = try RecordedInputs(record)
      copies = own
      session.report(own.warnings)
      records = try ScenarioCase(record, own) { progress.reading($0, $1, $2) }
    }
    progress.end()
    session.report(records.warnings)
    let session = session
    let bench = ScenarioBench(records, simulating: draws.question(replicates))
    try WorkbenchServer(bench, in: session.tongue, port: port).run { address in
      try? session.print(address + "\n")
      session.note(session.words("open this page; ctrl-C ends it", "このページを開いてください。ctrl-Cで終了します"))
    }
    return .done
  }
}
