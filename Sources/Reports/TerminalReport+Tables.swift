import Contract
import Diagnostics
import Execution
import Quantities
import Records
import Settlement

extension TerminalReport {
  /// What a scenario changes, figure by figure. Scenarios can never be certified, and say so.
  public func scenario(title: String, contract: Contract, changes: [FigureChange]) -> String {
    joined(
      [
        SafeText.visible(tongue("Scenario: ", "試算: ") + title),
        tongue(
          "  An estimate under assumptions; it settles nothing.", "  仮定に基づく試算であり、精算ではありません。"), "",
      ]
        + figures(
          changes, of: contract, before: tongue("settlement", "精算"),
          after: tongue("scenario", "試算")))
  }

  /// What two settlements of one period differ in: the amount due by cause, then figure by figure.
  ///
  /// - Parameters:
  ///   - settlement: the second.
  ///   - steps: from the first to the second, each with its cause and the amounts due; nil if suspended.
  public func difference(
    of settlement: Settlement, steps: [(cause: Text, before: Exact?, after: Exact?)],
    changes: [FigureChange]
  ) -> String {
    let contract = settlement.contract
    let quantities = contract.quantities(in: tongue)
    func text(_ value: Exact?) -> String {
      value.map { quantities.text($0, contract.currency) } ?? tongue("suspended", "保留")
    }
    var lines = [
      SafeText.visible(
        tongue(
          "\(contract.declaration.name), settlement \(settlement.period.name): differences",
          "\(contract.declaration.name) \(settlement.period.name)年度の精算の相違")), "",
    ]
    if steps.isEmpty {
      lines.append(tongue("  The amount due is the same.", "  差引支払額は同じです。"))
    } else {
      var table = TextTable([.left, .right, .right, .right])
      table.add(
        tongue("due, by cause", "差引支払額の原因別内訳"), tongue("before", "前"), tongue("after", "後"),
        tongue("difference", "差"))
      for step in steps {
        var change = "–"
        if let before = step.before, let after = step.after {
          change = (after > before ? "+" : "") + text(after - before)
        }
        table.add(step.cause[tongue], text(step.before), text(step.after), change)
      }
      lines += table.lines()
    }
    guard !changes.isEmpty else {
      return joined(lines + ["", tongue("  Every figure is the same.", "  すべての数値が同じです。")])
    }
    return joined(
      lines + [""]
        + figures(changes, of: contract, before: tongue("first", "前"), after: tongue("second", "後"))
    )
  }

  /// Lines of files under a heading, each with what they are; empty if there are none.
  ///
  /// - Parameter most: how many lines of each are named; nil names all.
  public func lines(_ heading: String, _ items: [(String, FileLines)], most: Int?) -> String {
    guard !items.isEmpty else { return "" }
    return joined(
      ["", heading] + items.map { SafeText.visible(row($0.0, $0.1, most: most)) })
  }

  private func figures(
    _ changes: [FigureChange], of contract: Contract, before: String, after: String
  ) -> [String] {
    let quantities = contract.quantities(in: tongue)
    var table = TextTable([.left, .right, .right, .right])
    table.add("", before, after, tongue("difference", "差"))
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
    return table.lines()
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
