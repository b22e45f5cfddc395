import ArgumentParser
import PFS

/// The forms in which test results are written.
enum TestFormatChoice: String, ExpressibleByArgument, CaseIterable {
  case text, json, junit
}

/// `pfs test`
struct TestCommand: Command {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "test",
      abstract: Interface.words(
        "Works the examples of contracts and compares.", "契約の計算例を計算し、結果を比べます。"),
      discussion: Interface.words(
        """
        Every example of every contract is worked by the text in force in its year; of a directory, \
        those of all .pfs files and of the Markdown files with contract text below it. Scenarios that \
        expect no change are run where --data and --period name records. Exit code 1 if anything \
        differs or a contract is refused.

        EXAMPLES
          pfs test contract.en.pfs
          pfs test contracts
          pfs test contract.en.pfs --data records --period 2026
          pfs test contracts --format junit > results.xml
        """,
        """
        契約のすべての計算例を、その年度に適用される条文で計算します。ディレクトリを
        指定すると、その下の.pfsファイルと、契約の本文のあるMarkdownを対象とします。
        変化なしを見込む試算は、--dataと--periodで記録を示したときに実行します。
        相違または不備が一つでもあれば、終了コードは1です。

        例
          pfs test contract.ja.pfs
          pfs test contracts
          pfs test contract.ja.pfs --data 記録 --period 2026
          pfs test contracts --format junit > results.xml
        """))
  }

  @Argument(
    help: ArgumentHelp(
      Interface.words("Contracts, or directories of contracts.", "契約のファイルまたはディレクトリ。"),
      valueName: "contract"),
    completion: .file())
  var contracts: [String]
  @Option(
    help: ArgumentHelp(
      Interface.words(
        "The directory of records for scenarios that expect no change.",
        "変化なしを見込む試算に用いる記録のディレクトリ。"), valueName: "directory"),
    completion: .directory)
  var data: String?
  @Option(
    help: ArgumentHelp(
      Interface.words("The settlement year of these records.", "その記録の年度。"), valueName: "year"))
  var period: String?
  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      Interface.words("Bundles of earlier settlement years.", "過去の年度の精算の記録。"),
      valueName: "bundle"), completion: .directory)
  var prior: [String] = []
  @OptionGroup var words: VocabularyOption
  @Option(
    help: ArgumentHelp(
      Interface.words(
        "text for people, json for programs, junit for build servers.",
        "text(人が読む形)、json(プログラム用)、junit(ビルドサーバー用)。")))
  var format: TestFormatChoice = .text
  @OptionGroup var common: CommonOptions

  func validate() throws {
    if (data == nil) != (period == nil) {
      throw ValidationError(
        Interface.words("--data and --period belong together.", "--dataと--periodは併せて指定します。"))
    }
  }

  func execute(_ session: inout Session) throws -> Outcome {
    var records: ContractTests.Records?
    if let data, let period {
      records = .init(data: data, period: try SettlementRequest.period(period), priors: prior)
    }
    var outcome = Outcome.done
    var all: [ContractTests] = []
    for path in contracts {
      let found: [String]
      do throws(Refusal) {
        found = try ContractTests.contracts(below: path)
      } catch {
        session.report(error)
        outcome = error.outcome
        continue
      }
      for contract in found {
        let tests = ContractTests.run(contract, vocabulary: words.vocabulary, records: records)
        if outcome != .inputOutput {
          if tests.refusal?.outcome == .inputOutput { outcome = .inputOutput }
          if outcome == .done, tests.counts.failed > 0 { outcome = .refused }
        }
        try show(tests, session)
        all.append(tests)
      }
    }
    switch format {
    case .junit: try session.print(ContractTests.junit(all, session.tongue))
    case .json: break
    case .text: try session.print(summary(all, session) + "\n")
    }
    return outcome
  }

  private func show(_ tests: ContractTests, _ session: Session) throws {
    switch format {
    case .junit: break
    case .json: try session.print(tests.json(session.tongue))
    case .text:
      try session.print(MarkedText.visible(tests.text(session.tongue), keepingLines: true))
      let found = (tests.refusal?.diagnostics ?? []) + tests.cases.flatMap(\.diagnostics)
      guard !found.isEmpty else { break }
      try session.print("\n")
      try session.show(found)
      try session.print("\n")
    }
  }

  private func summary(_ all: [ContractTests], _ session: Session) -> String {
    let counts = all.reduce(ContractTests.Counts()) { $0 + $1.counts }
    func count(_ n: Int, _ word: String) -> String { "\(n) \(word)\(n == 1 ? "" : "s")" }
    return session.words(
      "\(count(all.count, "contract")): \(counts.passed) passed, \(counts.failed) failed"
        + (counts.notRun == 0 ? "" : ", \(counts.notRun) not run"),
      "契約\(all.count)件: 一致\(counts.passed)、不一致\(counts.failed)"
        + (counts.notRun == 0 ? "" : "、未実行\(counts.notRun)"))
  }
}
