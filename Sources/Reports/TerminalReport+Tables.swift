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

  /// A step from one settlement to another: its cause, and the amounts due; nil if suspended.
  public struct DifferenceStep {
    let cause: Text
    let before: Exact?
    let after: Exact?
    /// The figures that it changes.
    let changes: [FigureChange]

    /// Describes a step.
    public init(cause: Text, before: Exact?, after: Exact?, changes: [FigureChange]) {
      self.cause = cause
      self.before = before
      self.after = after
      self.changes = changes
    }
  }

  /// What two settlements of one period differ in: the amount due by cause, then figure by figure, where several
  /// causes changed figures with what each of them adds.
  ///
  /// - Parameters:
  ///   - settlement: the second.
  ///   - steps: from the first to the second.
  public func difference(
    of settlement: Settlement, steps: [DifferenceStep], changes: [FigureChange]
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
    let moved = steps.filter { $0.before != $0.after }
    if moved.isEmpty {
      lines.append(tongue("  The amount due is the same.", "  差引支払額は同じです。"))
    } else {
      var table = TextTable([.left, .right, .right, .right])
      table.add(
        tongue("due, by cause", "差引支払額の原因別内訳"), tongue("before", "前"), tongue("after", "後"),
        tongue("difference", "差"))
      for step in moved {
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
    let causes = steps.filter { !$0.changes.isEmpty }
    return joined(
      lines + [""]
        + figures(
          changes, of: contract, before: tongue("first", "前"), after: tongue("second", "後"),
          by: causes.count > 1 ? causes : [])
    )
  }

  /// Lines of files under a heading, each with what they are; empty if there are none.
  ///
  /// - Parameter most: how many lines of each are named; nil names all.
  public func lines(_ heading: String, _ items: [ListedRows], most: Int?) -> String {
    guard !items.isEmpty else { return "" }
    return joined(["", heading] + items.flatMap { lines($0, most: most) }.map(SafeText.visible))
  }

  private func lines(_ item: ListedRows, most: Int?) -> [String] {
    let lines = item.rows.lines
    let shown = lines.prefix(most ?? lines.count)
    let more = lines.count - shown.count
    let head =
      tongue("  \(item.label): \(item.rows.file)", "  \(item.label): \(item.rows.file)の")
      + tongue(
        ", \(grouped(lines.count)) \(lines.count == 1 ? "row" : "rows")", "\(grouped(lines.count))行"
      )
    guard !shown.isEmpty else { return [head] }
    let rest = tongue("\(grouped(more)) more", "ほか\(grouped(more))行")
    if let participants = item.participants {
      return [head]
        + zip(shown, participants).map { line, participant in
          tongue("    line \(line)  ", "    \(line)行目  ") + (participant ?? "–")
        } + (more > 0 ? [tongue("    and ", "    ") + rest] : [])
    }
    let numbers = shown.map(String.init).joined(separator: tongue(", ", "、"))
    return [
      head + tongue(", \(shown.count == 1 ? "line" : "lines") \(numbers)", "(\(numbers)行目")
        + (more > 0 ? tongue(" and ", "、") + rest : "") + tongue("", ")")
    ]
  }

  private func figures(
    _ changes: [FigureChange], of contract: Contract, before: String, after: String,
    by steps: [DifferenceStep] = []
  ) -> [String] {
    let quantities = contract.quantities(in: tongue)
    var table = TextTable([.left, .right, .right, .right] + steps.map { _ in .right })
    table.add(
      ["", before, after, tongue("difference", "差")] + steps.map { $0.cause[tongue] })
    for change in changes {
      let decimals = contract.decimals(of: change.id)
      func text(_ value: Exact?, _ unit: Unit) -> String {
        value.map { quantities.text($0, unit, decimals: decimals) } ?? "–"
      }
      func signed(_ difference: Exact?) -> String {
        ((difference?.signum ?? 0) > 0 ? "+" : "") + text(difference, change.differenceUnit)
      }
      table.add(
        [
          contract.name(of: change.id, in: tongue), text(change.before, change.unit),
          text(change.after, change.unit), signed(change.difference),
        ]
          + steps.map { step in
            step.changes.first { $0.id == change.id }.map { signed($0.difference) } ?? ""
          })
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
