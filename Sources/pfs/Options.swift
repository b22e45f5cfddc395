import ArgumentParser
import PFS

/// A language on the command line.
enum LanguageChoice: String, ExpressibleByArgument, CaseIterable {
  case en, ja

  var tongue: Tongue { self == .en ? .en : .ja }
}

/// A form of output on the command line.
enum FormatChoice: String, ExpressibleByArgument, CaseIterable {
  case text, json
}

/// A form of output of a command whose result is a table.
enum TableFormatChoice: String, ExpressibleByArgument, CaseIterable {
  case text, json, csv
}

/// Options of every command.
struct CommonOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      Interface.words(
        "Language of messages and output: en or ja. Without it the contract's, else that of LANG.",
        "出力の言語(en、ja)。指定がなければ契約の言語、契約がなければLANGに従います。")))
  var language: LanguageChoice?
}

/// The choice between text for people and JSON for programs.
struct FormatOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      Interface.words(
        "text for people, json for programs.", "text(人が読む形)または json(プログラム用)。")))
  var format: FormatChoice = .text
}

/// The choice between text for people, JSON for programs, and a table for spreadsheets.
struct TableFormatOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      Interface.words(
        "text for people, json for programs, csv for spreadsheets.",
        "text(人が読む形)、json(プログラム用)または csv(表計算用)。")))
  var format: TableFormatChoice = .text

  /// Ends the progress line, and writes an analysis in the chosen form after its warnings and stops.
  func show(
    _ run: some TabularAnalysis, stops: [Diagnostic] = [], after progress: Progress,
    _ session: Session
  ) throws {
    progress.end()
    session.report(run.warnings)
    session.report(stops)
    switch format {
    case .text: try session.print(run.text(session.tongue))
    case .json: try session.print(run.json)
    case .csv: try session.print(run.csv)
    }
  }
}

/// The vocabulary of a contract.
struct VocabularyOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      Interface.words(
        "Pairs of English and Japanese names. Without it NAME.vocabulary.txt or vocabulary.txt beside the contract.",
        "両言語の名前の対を書いたファイル。指定がなければ契約の隣の「名前.vocabulary.txt」または「vocabulary.txt」。"),
      valueName: "file"),
    completion: .file())
  var vocabulary: String?
}

/// Where the records are.
struct DataOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      Interface.words(
        "The directory with one CSV file for each table, or a datapackage.json.",
        "表ごとのCSVファイル、またはdatapackage.jsonのあるディレクトリ。"), valueName: "directory"),
    completion: .directory)
  var data: String
}

/// What is settled: a contract's year from its records, after earlier settlements.
struct SettlementOptions: ParsableArguments {
  @Argument(
    help: ArgumentHelp(Interface.words("A contract text.", "契約のファイル。"), valueName: "contract"),
    completion: .file(extensions: ["pfs", "md"]))
  var contract: String
  @OptionGroup var source: DataOption
  @Option(
    help: ArgumentHelp(
      Interface.words(
        "The year in which the settlement year begins, such as 2026; where it is settled in several periods, 2026-P2.",
        "年度の始まる年(例 2026)。年度を期に分ける契約では 2026-P2 のように期の番号を加えます。"),
      valueName: "period"))
  var period: String
  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      Interface.words(
        "Bundles of earlier settlement years, for limits over the term and cumulative contracts.",
        "過去の年度の精算の記録(契約期間の上限や累計の精算に用います)。"), valueName: "bundle"),
    completion: .directory)
  var prior: [String] = []
  @OptionGroup var words: VocabularyOption

  /// Reads the contract; from then on the session speaks its language.
  func request(_ session: inout Session, output: String? = nil) throws -> SettlementRequest {
    let file = try ContractFile.load(contract, vocabulary: words.vocabulary)
    session.speaks(file.tongue)
    return SettlementRequest(
      file: file, data: source.data, period: try SettlementRequest.period(period), priors: prior,
      output: output)
  }
}

/// Names participants on lines of the records.
struct ParticipantsOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      Interface.words(
        "The file of a key: participants are named by the pseudonyms of 'pfs edition' under it.",
        "鍵のファイル。参加者を、「pfs edition」と同じ仮名で示します。"), valueName: "file"),
    completion: .file())
  var key: String?
}
