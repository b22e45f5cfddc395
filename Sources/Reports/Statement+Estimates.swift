import Execution
import Language
import Quantities
import Settlement

extension Statement {
  /// How each estimate was made: its method statement, who was analysed, and how alike the groups are.
  var estimates: HTML {
    var parts: [HTML] = []
    for figure in settlement.figures {
      guard case .measured(let source) = figure.derivation, let account = source.account else {
        continue
      }
      parts.append(.tag("h2", [], .text(contract.name(of: figure.id, in: tongue))))
      parts.append(.tag("p", class: "note", account.statement[tongue]))
      parts.append(groups(account))
      if !account.balance.isEmpty { parts.append(balance(account)) }
    }
    return parts.isEmpty ? HTML() : .tag("section", [], parts)
  }

  private func groups(_ account: EstimateAccount) -> HTML {
    var table = HTMLTable(
      caption: tongue("Persons analysed", "分析対象者"),
      heads: [
        (tongue("Group", "集団"), false), (tongue("Entered", "対象"), true),
        (tongue("Analysed", "分析"), true),
      ])
    for group in account.groups {
      table.add(
        group.population, [.number(grouped(group.entered)), .number(grouped(group.analysed))])
    }
    return table.html
  }

  private func balance(_ account: EstimateAccount) -> HTML {
    var table = HTMLTable(
      caption: tongue("Balance of the groups", "群間の均衡"),
      heads: [
        (tongue("Covariate", "調整変数"), false), (tongue("Treated", "介入側"), true),
        (tongue("Compared", "対照側"), true),
        (tongue("Standardised difference", "標準化差"), true),
        (tongue("After adjustment", "調整後"), true),
      ])
    for row in account.balance {
      table.add(
        row.name,
        [
          .number(row.treatedMean.fixed(decimals: 4)), .number(row.comparedMean.fixed(decimals: 4)),
          .number(row.differenceBefore?.fixed(decimals: 4) ?? "–"),
          .number(row.differenceAfter?.fixed(decimals: 4) ?? "–"),
        ])
    }
    return table.html
  }
}
