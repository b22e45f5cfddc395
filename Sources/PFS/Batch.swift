import Contract
import Diagnostics
import Glibc
import Quantities
import Records
import Reports
import Settlement

/// A list of settlements: a CSV file with the columns contract, data, period, output, and if wanted prior.
public struct BatchManifest: Sendable {
  public let path: String
  /// In the order of the file.
  public let jobs: [BatchJob]

  private enum Column: Int {
    case contract, data, period, output, prior
  }

  /// Reads a list; its paths are relative to its directory.
  ///
  /// - Throws: a refusal if the file cannot be read, is empty, or gives one output to two settlements.
  public static func load(_ path: String) throws(Refusal) -> BatchManifest {
    guard FileBytes.exists(path) else {
      let reason = SystemError.text(ENOENT)
      throw Refusal(
        .unreadable(path, reason: reason), outcome: .inputOutput)
    }
    let (directory, name) = Path.split(path)
    let schema = schema(file: name)
    let table: Table
    do throws(DataRefusal) {
      // A data package in the same directory describes records, not this list.
      let source = try DataSource.open(directory.isEmpty ? "." : directory, usesPackage: false)
      guard let read = try source.read([schema]).tables.first else {
        throw DataRefusal(diagnostics: [.manifestEmpty(path)])
      }
      table = read
    } catch {
      throw Refusal(error, schemas: [schema], source: nil)
    }
    var jobs: [BatchJob] = []
    for row in 0..<table.rowCount {
      func cell(_ column: Column) -> String {
        let column = table.columns[column.rawValue]
        return column[row].map { column.dictionary.string(Int($0)) } ?? ""
      }
      func place(_ column: Column) -> String { Path.join(directory, cell(column)) }
      jobs.append(
        BatchJob(
          line: Int(table.place(of: row).line), contract: place(.contract), data: place(.data),
          period: cell(.period), output: place(.output),
          priors: cell(.prior).split(separator: ";").map {
            Path.join(directory, String($0.trimmed))
          }))
    }
    guard !jobs.isEmpty else { throw Refusal(.manifestEmpty(path)) }
    let problems = repeatedOutputs(jobs, path)
    guard problems.isEmpty else { throw Refusal(problems) }
    return BatchManifest(path: path, jobs: jobs)
  }

  private static func schema(file: String) -> TableSchema {
    .list(
      file: file,
      [
        ["contract", "契約"], ["data", "データ"], ["period", "年度"], ["output", "出力"],
      ], optional: [["prior", "過去"]])
  }

  private static func repeatedOutputs(_ jobs: [BatchJob], _ path: String) -> [Diagnostic] {
    var problems: [Diagnostic] = []
    for (place, job) in jobs.enumerated() {
      let same = jobs.indices.filter { jobs[$0].output.utf8.elementsEqual(job.output.utf8) }
      if same.count > 1, same.first == place {
        let lines = same.map { jobs[$0].line }
        problems.append(
          .outputTwice(job.output, in: path, lines: lines))
      }
    }
    return problems
  }
}

/// One settlement of a list.
public struct BatchJob: Sendable {
  /// The line of the list, from 1.
  public let line: Int
  public let contract: String
  public let data: String
  public let period: String
  public let output: String
  /// Bundles of earlier settlements.
  public let priors: [String]

  /// Settles and records; a failure is a result.
  public func run(progress: ContractData.Progress? = nil) -> BatchResult {
    do throws(Refusal) {
      let request = SettlementRequest(
        file: try ContractFile.load(contract), data: data,
        period: try SettlementRequest.period(period), priors: priors, output: output)
      return BatchResult(
        job: self, ending: .settled(try SettlementRun.settle(request, progress: progress)))
    } catch {
      return BatchResult(job: self, ending: .failed(error))
    }
  }
}

/// What came of one settlement of a list.
public struct BatchResult: Sendable {
  public let job: BatchJob
  public let ending: Ending

  public enum Ending: Sendable {
    case settled(SettlementRun)
    case failed(Refusal)
  }

  /// Whether nothing was recorded.
  public var isFailed: Bool { if case .failed = ending { true } else { false } }

  /// The line of the summary.
  public func row(_ tongue: Tongue) -> TerminalReport.BatchRow {
    let result: TerminalReport.BatchRow.Result =
      switch ending {
      case .settled(let run):
        if let due = run.settlement.due {
          .settled(
            due: run.contract.quantities(in: tongue).text(due.value, due.unit),
            output: job.output)
        } else {
          .suspended(output: job.output)
        }
      case .failed(let refusal):
        .failed(refusal.diagnostics.first.map { "\($0.code) \($0.headline[tongue])" } ?? "")
      }
    return TerminalReport.BatchRow(
      line: job.line, contract: job.contract, period: job.period, result: result)
  }
}
