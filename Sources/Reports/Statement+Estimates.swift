import Execution
import Language
import Quantities
import Settlement

extension Statement {
  /// How each estimate was made: its method statement, who was analysed, and how alike the groups are.
  /// Those that the contract stops follow, with what had been found.
  ///
  /// - Parameters:
  ///   - level: of the heading of each.
  ///   - picture: what is shown before the balance table of each.
  func estimates(
    under level: String, picture: (_ name: String, EstimateAccount) -> HTML? = { _, _ in nil }
  ) -> HTML {
    func estimate(_ heading: String, _ account: EstimateAccount, _ notes: [HTML] = []) -> [HTML] {
      let head: [HTML] = [
        .tag(level, [], .text(heading)), .tag("p", class: "note", account.statement[tongue]),
      ]
      let balanced = account.balance.isEmpty ? [] : [picture(heading, account), balance(account)]
      return head + notes + [groups(account)] + balanced.compactMap { $0 }
    }
    var parts: [HTML] = []
    for figure in settlement.figures {
      guard case .measured(let source) = figure.derivation, let account = source.account else {
        continue
      }
      parts += estimate(contract.name(of: figure.id, in: tongue), account)
    }
    for stopped in settlement.stopped {
      guard let account = stopped.account else { continue }
      let name = contract.name(of: stopped.id, in: tongue)
      parts += estimate(name + tongue(" (suspended)", "(保留)"), account, [found(stopped)])
    }
    return parts.isEmpty ? HTML() : .tag("section", [], parts)
  }

  /// Why an estimate was stopped, with the numbers that had been found beside it.
  private func found(_ stopped: StoppedFigure) -> HTML {
    let numbers = contract.numbers(beside: stopped).map { number in
      let label = CountLabel.label(of: number.id, beside: stopped.id)
      return CountLabel.text(label, in: tongue) + " " + quantities.text(number.value, number.unit)
    }
    let reason = "\(stopped.stop.code): \(stopped.stop.headline[tongue])"
    return .tag(
      "p", class: "note",
      numbers.isEmpty
        ? reason : reason + tongue("; ", "。") + numbers.joined(separator: tongue(", ", "、")))
  }

  private func groups(_ account: EstimateAccount) -> HTML {
    let areKept = account.groups.contains { $0.kept != nil }
    var table = HTMLTable(
      caption: tongue("Persons analysed", "分析対象者"),
      heads: [
        (tongue("Group", "集団"), false), (tongue("Entered", "対象"), true),
        (tongue("Analysed", "分析"), true),
      ] + (areKept ? [(tongue("Kept", "採用"), true)] : []))
    for group in account.groups {
      table.add(
        group.population,
        [.number(grouped(group.entered)), .number(grouped(group.analysed))]
          + (areKept ? [.number(group.kept.map(grouped) ?? "–")] : []))
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
