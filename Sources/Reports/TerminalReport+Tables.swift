import Contract
import Diagnostics
import Quantities
import Settlement

extension TerminalReport {
  /// What a scenario changes, figure by figure. Scenarios can never be certified, and say so.
  public func scenario(title: String, contract: Contract, changes: [FigureChange]) -> String {
    let quantities = contract.quantities(in: tongue)
    var table = TextTable([.left, .right, .right, .right])
    table.add(
      "", tongue("settlement", "精算"), tongue("scenario", "試算"), tongue("difference", "差"))
    for change in changes {
      let decimals = contract.decimals(of: change.id)
      func text(_ value: Exact?, _ unit: Unit) -> String {
        value.map { quantities.text($0, unit, decimals: decimals) } ?? "–"
      }
      let sign = (change.difference?.signum ?? 0) > 0 ? "+" : ""
      table.add(
        contract.name(of: change.id, in: tongue), text(change.before, change.unit),
        text(change.after, change.unit), sign + text(change.difference, change.differenceUnit))
    }
    return joined(
      [
        SafeText.visible(tongue("Scenario: ", "試算: ") + title),
        tongue(
          "  An estimate under assumptions; it settles nothing.", "  仮定に基づく試算であり、精算ではありません。"), "",
      ] + table.lines())
  }

  /// One line of the summary of a batch.
  public struct BatchRow: Sendable {
    /// The manifest's line, from 1.
    public let line: Int
    public let contract: String
    public let period: String
    public let result: Result

    public enum Result: Sendable {
      /// The amount due, as text, and where the bundle is.
      case settled(due: String, output: String)
      /// Settled in part; the contract stops the rest.
      case suspended(output: String)
      /// Refused or failed, with the first message.
      case failed(String)
    }

    /// Describes one job.
    public init(line: Int, contract: String, period: String, result: Result) {
      self.line = line
      self.contract = contract
      self.period = period
      self.result = result
    }
  }

  /// The summary of a batch: every job, then how many came to what.
  public func batch(_ rows: [BatchRow]) -> String {
    var table = TextTable([.right, .left, .left, .left, .right, .left])
    table.add(
      "#", tongue("contract", "契約"), tongue("period", "年度"), tongue("result", "結果"),
      tongue("due", "差引支払額"), "")
    table.addRule()
    var settled = 0
    var suspended = 0
    for row in rows {
      let (word, due, rest): (String, String, String)
      switch row.result {
      case .settled(let amount, let output):
        settled += 1
        (word, due, rest) = (tongue("settled", "精算済"), amount, output)
      case .suspended(let output):
        suspended += 1
        (word, due, rest) = (tongue("suspended", "保留あり"), "–", output)
      case .failed(let message): (word, due, rest) = (tongue("FAILED", "失敗"), "–", message)
      }
      table.add(String(row.line), row.contract, row.period, word, due, rest)
    }
    let failed = rows.count - settled - suspended
    return joined(
      table.lines(indent: 0) + [
        tongue(
          "\(settled) settled, \(suspended) suspended, \(failed) failed, of \(rows.count)",
          "\(rows.count)件中 精算済\(settled)件、保留あり\(suspended)件、失敗\(failed)件")
      ])
  }
}
