import Contract
import Diagnostics
import Evidence
import Glibc
import Language
import Settlement

/// What a contract says of itself, tried: its worked examples, and the scenarios that expect no change.
public struct ContractTests: Sendable {
  public let path: String
  /// In the order of the contract; none if it was refused.
  public let cases: [Case]
  /// Why the contract could not be tested.
  public let refusal: Refusal?

  /// One example or scenario.
  public struct Case: Sendable {
    public enum Kind: String, Sendable {
      case example, scenario
    }

    public let kind: Kind
    public let title: String
    /// What was settled; nil of a scenario that was not run.
    public let period: PeriodName?
    public let result: Result
  }

  public enum Result: Sendable {
    case passed
    /// With what was found instead.
    case failed([Diagnostic])
    /// With the reason.
    case notRun(Text)
  }

  /// Records for the scenarios: examples need none.
  public struct Records: Sendable {
    let data: String
    let period: PeriodName
    let priors: [String]

    /// A directory of data and the period that is settled with and without a scenario.
    public init(data: String, period: PeriodName, priors: [String] = []) {
      self.data = data
      self.period = period
      self.priors = priors
    }
  }

  /// Tests a contract.
  public static func run(
    _ path: String, vocabulary: String? = nil, records: Records? = nil
  ) -> ContractTests {
    do throws(Refusal) {
      let file = try ContractFile.load(path, vocabulary: vocabulary)
      return run(file, records: records)
    } catch {
      return ContractTests(path: path, cases: [], refusal: error)
    }
  }

  /// Tests a contract that was read.
  public static func run(_ file: ContractFile, records: Records? = nil) -> ContractTests {
    do throws(Refusal) {
      let (signed, _) = try file.contract()
      let examples = signed.examples.map { example in
        Case(
          kind: .example, title: example.title, period: example.period,
          result: result(of: example, signed, file))
      }
      let scenarios = signed.scenarios.filter { $0.noChangeExpected != nil }.map { scenario in
        Case(
          kind: .scenario, title: scenario.title, period: records?.period,
          result: result(of: scenario, file, records))
      }
      return ContractTests(path: file.path, cases: examples + scenarios, refusal: nil)
    } catch {
      return ContractTests(path: file.path, cases: [], refusal: error)
    }
  }

  /// An example is worked by the text in force in its period.
  private static func result(
    of example: Example, _ signed: Contract, _ file: ContractFile
  ) -> Result {
    guard file.isAmended else { return result(Examples.check(example, of: signed)) }
    do throws(Refusal) {
      let (contract, _) = try file.contract(period: example.period)
      let own = contract.examples.first { $0.title.utf8.elementsEqual(example.title.utf8) }
      return result(Examples.check(own ?? example, of: contract))
    } catch {
      return .failed(error.diagnostics)
    }
  }

  private static func result(
    of scenario: Scenario, _ file: ContractFile, _ records: Records?
  ) -> Result {
    guard let records else {
      return .notRun(Text(en: "needs --data and --period", ja: "--dataと--periodが必要です"))
    }
    let request = SettlementRequest(
      file: file, data: records.data, period: records.period, priors: records.priors)
    do throws(Refusal) {
      _ = try ScenarioRun.run(request, .declared(scenario.title))
      return .passed
    } catch {
      return .failed(error.diagnostics)
    }
  }

  private static func result(_ found: [Diagnostic]) -> Result {
    found.isEmpty ? .passed : .failed(found)
  }

  // MARK: - Finding

  /// The contracts that a path means: itself if it is a file; of a directory every `.pfs` file below it
  /// and every Markdown file with contract text.
  ///
  /// Hidden directories, links and bundles of settlements are left out.
  ///
  /// - Throws: a refusal if something cannot be listed.
  public static func contracts(below path: String) throws(Refusal) -> [String] {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else { return [path] }
    var found: [String] = []
    var directories = [path]
    while let directory = directories.popLast() {
      let names: [String]
      do throws(FileSystemFailure) {
        names = try directoryEntries(directory)
      } catch {
        throw Refusal(
          .unreadable(error.path, reason: SystemError.text(error.code)), outcome: .inputOutput)
      }
      guard !names.contains(Bundle.manifestName) else { continue }
      for name in names where name.utf8.first != UInt8(ascii: ".") {
        let path = Path.join(directory, name)
        var status = stat()
        guard lstat(path, &status) == 0 else { continue }
        switch status.st_mode & S_IFMT {
        case S_IFDIR: directories.append(path)
        case S_IFREG where try isContract(path): found.append(path)
        default: continue
        }
      }
    }
    return found.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  private static func isContract(_ path: String) throws(Refusal) -> Bool {
    if path.hasSuffix(".pfs") { return true }
    guard path.hasSuffix(".md") else { return false }
    return Parser.holdsContract(
      try FileBytes.source(path, largest: ContractFile.largestSize))
  }

  // MARK: - Counts

  /// How many tests passed, failed (a refused contract is one) and were not run.
  public var counts: Counts {
    var counts = Counts()
    if refusal != nil { counts.failed = 1 }
    for test in cases {
      switch test.result {
      case .passed: counts.passed += 1
      case .failed: counts.failed += 1
      case .notRun: counts.notRun += 1
      }
    }
    return counts
  }

  public struct Counts: Hashable, Sendable {
    public var passed = 0
    public var failed = 0
    public var notRun = 0

    /// Counts of tests.
    public init(passed: Int = 0, failed: Int = 0, notRun: Int = 0) {
      self.passed = passed
      self.failed = failed
      self.notRun = notRun
    }

    public static func + (left: Counts, right: Counts) -> Counts {
      Counts(
        passed: left.passed + right.passed, failed: left.failed + right.failed,
        notRun: left.notRun + right.notRun)
    }
  }
}

extension ContractTests.Case {
  /// What was found wrong.
  public var diagnostics: [Diagnostic] {
    if case .failed(let found) = result { found } else { [] }
  }

  /// The result as a stable English word: `passed`, `failed` or `not run`.
  var word: String {
    switch result {
    case .passed: "passed"
    case .failed: "failed"
    case .notRun: "not run"
    }
  }
}
