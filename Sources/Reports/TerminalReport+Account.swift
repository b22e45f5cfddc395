import Diagnostics
import Execution
import Quantities
import Settlement

extension TerminalReport {
  /// What stands behind an estimate: its method statement, who was analysed, and the balance.
  func account(_ account: EstimateAccount) -> [String] {
    var lines = [account.statement[tongue]]
    for group in account.groups {
      lines.append(
        tongue(
          "\(group.population): \(grouped(group.entered)) entered, \(grouped(group.analysed)) analysed",
          "\(group.population): 対象 \(grouped(group.entered))人、分析 \(grouped(group.analysed))人")
          + (group.kept.map { tongue(", \(grouped($0)) kept", "、採用 \(grouped($0))人") } ?? ""))
    }
    guard !account.balance.isEmpty else { return lines }
    var table = TextTable([.left, .right, .right, .right, .right])
    let isWeighted = account.balance.contains { $0.differenceAfter != nil }
    table.add(
      tongue("balance", "群間の均衡"), tongue("treated", "介入側"), tongue("compared", "対照側"),
      tongue("standardised difference", "標準化差"), isWeighted ? tongue("after", "調整後") : "")
    for row in account.balance {
      table.add(
        row.name, row.treatedMean.fixed(decimals: 4), row.comparedMean.fixed(decimals: 4),
        row.differenceBefore?.fixed(decimals: 4) ?? "–",
        isWeighted ? row.differenceAfter?.fixed(decimals: 4) ?? "–" : "")
    }
    return lines + table.lines(indent: 0)
  }
}
