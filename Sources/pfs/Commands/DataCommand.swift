import ArgumentParser
import PFS

/// `pfs data`
struct DataCommand: Command {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "data",
      abstract: Interface.words(
        "Reports what became of every row of the data.", "データの全行の扱いを報告します(品質報告)。"),
      discussion: Interface.words(
        """
        Rows read = rows used + rows left out by reason. Cells are shown nowhere but in the file that \
        --reveal writes.

        EXAMPLES
          pfs data contract.en.pfs --data records
          pfs data contract.en.pfs --data records --format json
          pfs data contract.en.pfs --data records --reveal private.csv
        """,
        """
        読込行数 = 使用した行 + 理由ごとの除外行。
        セルの内容は、--revealのファイルのほかには示しません。

        例
          pfs data contract.ja.pfs --data 記録
          pfs data contract.ja.pfs --data 記録 --format json
          pfs data contract.ja.pfs --data 記録 --reveal 不備一覧.csv
        """))
  }

  @Argument(
    help: ArgumentHelp(Interface.words("A contract text.", "契約のファイル。"), valueName: "contract"),
    completion: .file(extensions: ["pfs", "md"]))
  var contract: String
  @OptionGroup var source: DataOption
  @Option(
    help: ArgumentHelp(
      Interface.words(
        "The settlement year or period whose tables are meant; without it the contract as first signed.",
        "対象の年度。指定がなければ当初の契約の表を用います。"), valueName: "year"))
  var period: String?
  @Option(
    help: ArgumentHelp(
      Interface.words(
        "Write every refused or left out place with its content into this new file, which only you can read.",
        "不備または除外の全箇所とその内容を、実行した人だけが読める新しいファイルに書き出します。"),
      valueName: "file"), completion: .file())
  var reveal: String?
  @OptionGroup var words: VocabularyOption
  @OptionGroup var format: FormatOption
  @OptionGroup var common: CommonOptions

  func execute(_ session: inout Session) throws -> Outcome {
    let file = try ContractFile.load(contract, vocabulary: words.vocabulary)
    session.speaks(file.tongue)
    let period = try period.map { try SettlementRequest.period($0) }
    let progress = session.progress
    defer { progress.end() }
    let report: QualityReport
    do throws(Refusal) {
      report = try QualityReport.make(file, data: source.data, period: period) {
        progress.reading($0, $1, $2)
      }
    } catch {
      progress.end()
      if let data = error.data { try reveal(data, session) }
      throw error
    }
    progress.end()
    try reveal(report.leftOut, session)
    session.report(report.warnings)
    switch format.format {
    case .text: try session.print(TerminalReport(tongue: session.tongue).quality(report.data))
    case .json: try session.print(report.json)
    }
    return .done
  }

  private func reveal(_ data: RefusedData, _ session: Session) throws {
    guard let reveal else { return }
    session.report(try PlainFile.create(reveal, data.revealed(session.tongue)))
    session.note(
      session.words(
        "\(data.places.count) places with their content: \(reveal)",
        "全\(data.places.count)箇所とその内容: \(reveal)"))
  }
}
