import ArgumentParser
import PFS

/// `pfs settle`
struct SettleCommand: Command {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "settle",
      abstract: Interface.words(
        "Settles one year of a contract and records it.", "契約の一年度を精算し、記録します。"),
      discussion: Interface.words(
        """
        With --output the settlement is recorded as a bundle: contract, inputs, all figures, statement. \
        The bundle appears whole or not at all; a directory that exists is never changed. Figures that \
        come from outside the records stand in reported.csv of the data directory.

        EXAMPLES
          pfs settle contract.en.pfs --data records --period 2026
          pfs settle contract.en.pfs --data records --period 2026 \\
            --output FY2026 --prior FY2025
          pfs settle contract.en.pfs --data records --period 2026 --format json
        """,
        """
        --outputを付けると、契約・入力・全数値・精算書を一つのディレクトリに
        記録します。記録は完全な形でのみ現れ、既にあるディレクトリは変えません。
        記録の外から来る数値は、データのディレクトリのreported.csvに書きます。

        例
          pfs settle contract.ja.pfs --data 記録 --period 2026
          pfs settle contract.ja.pfs --data 記録 --period 2026 \\
            --output FY2026 --prior FY2025
          pfs settle contract.ja.pfs --data 記録 --period 2026 --format json
        """))
  }

  @OptionGroup var options: SettlementOptions
  @OptionGroup var format: FormatOption
  @Option(
    help: ArgumentHelp(
      Interface.words(
        "Record the settlement in this directory, which must not exist or be empty.",
        "精算を記録するディレクトリ(存在しないか空のもの)。"), valueName: "directory"),
    completion: .directory)
  var output: String?
  @OptionGroup var common: CommonOptions

  func execute(_ session: inout Session) throws -> Outcome {
    let request = try options.request(&session, output: output)
    let progress = session.progress
    let run: SettlementRun
    do throws(Refusal) {
      run = try SettlementRun.settle(request) { progress.reading($0, $1, $2) }
    } catch {
      progress.end()
      if let output { try session.writeList(of: error, beside: output) }
      throw error
    }
    progress.end()
    session.report(run.warnings)
    session.report(run.settlement.stops)
    switch format.format {
    case .text:
      try session.print(TerminalReport(tongue: session.tongue).settlement(run.settlement))
    case .json: try session.print(run.json)
    }
    if let statement = run.statementPath {
      session.note(session.words("statement: \(statement)", "精算書: \(statement)"))
    }
    return run.outcome
  }
}
