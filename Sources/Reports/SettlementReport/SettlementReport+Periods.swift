import Contract
import Execution
import Plots
import Quantities
import Settlement

extension SettlementReport {
  /// What earlier periods and this one paid and reached; nothing where there is one period alone.
  var periods: [HTML] {
    let paid = amounts
    guard paid.count > 1 else { return [] }
    return [paidPicture(paid)] + reached
  }

  /// A period with what it paid.
  private struct Paid {
    let name: String
    let total: Exact?
    let payable: Exact?
  }

  /// From the earlier settlements themselves, else from what this one recorded of them.
  private var amounts: [Paid] {
    var all = earlier.map {
      Paid(name: $0.period.name, total: $0[.total]?.value, payable: $0[.payable]?.value)
    }
    for prior in settlement.priors where !all.contains(where: { $0.name == prior.period }) {
      all.append(Paid(name: prior.period, total: prior.total, payable: prior.payable))
    }
    all.sort { PeriodName.areInOrder($0.name, $1.name) }
    return all + [
      Paid(
        name: settlement.period.name, total: settlement[.total]?.value,
        payable: settlement[.payable]?.value)
    ]
  }

  private func paidPicture(_ paid: [Paid]) -> HTML {
    let heading = tongue("Payable by period", "精算期間ごとの支払額")
    func text(_ value: Exact?) -> String {
      value.map { quantities.text($0, contract.currency) } ?? tongue("suspended", "保留")
    }
    var table = HTMLTable(
      caption: heading,
      heads: [
        (tongue("Period", "期間"), false), (name(.total), true), (name(.payable), true),
      ])
    for period in paid {
      table.add(period.name, [.number(text(period.total)), .number(text(period.payable))])
    }
    let plot = History(
      title: heading, description: list(paid.map { $0.name + " " + text($0.payable) }),
      periods: paid.map {
        History.Period(
          name: $0.name, value: $0.payable, text: $0.payable.map { QuantityText.numeral($0) } ?? "")
      }, axis: axis(name(.payable), contract.currency), isAmount: true)
    return .figure(plot.picture, name: "history-payable", table: table, summary: tableSummary)
  }

  /// The indicators that decide an achievement, over the settlements that are at hand.
  private var reached: [HTML] {
    let all = earlier + [settlement]
    guard all.count > 1 else { return [] }
    return contract.achievements.enumerated().compactMap { place, achievement in
      guard
        !contract.achievements[..<place].contains(where: { $0.measured == achievement.measured })
      else { return nil }
      let measured = contract.declaration(of: achievement.measured)
      let found = all.map { $0.figure(like: measured, of: contract) }
      guard found.compactMap({ $0 }).count > 1 else { return nil }
      let heading = title(measured)
      let decimals = contract.decimals(of: FigureID(measured.name))
      func text(_ figure: Figure?) -> String {
        figure.map { quantities.text($0.value, $0.unit, decimals: decimals) } ?? "–"
      }
      var table = HTMLTable(
        caption: heading,
        heads: [(tongue("Period", "期間"), false), (tongue("Recorded", "確定値"), true)])
      for (settlement, figure) in zip(all, found) {
        table.add(settlement.period.name, [.number(text(figure))])
      }
      let plot = History(
        title: heading,
        description: list(zip(all, found).map { $0.period.name + " " + text($1) }),
        periods: zip(all, found).map { settlement, figure in
          History.Period(
            name: settlement.period.name, value: figure?.value,
            text: figure.map { QuantityText.numeral($0.value, decimals: decimals) } ?? "",
            thresholds: figure.map { thresholds(of: $0, in: settlement) } ?? [])
        }, axis: axis(heading, achievement.inputUnit), isAmount: false)
      return .figure(
        plot.picture, name: "history-\(place + 1)", table: table, summary: tableSummary)
    }
  }
}

extension Settlement {
  /// The figure of the same name, in either language of the vocabulary.
  fileprivate func figure(like declaration: Declaration, of contract: Contract) -> Figure? {
    [declaration.name, declaration.otherName].compactMap { $0 }.lazy
      .compactMap { self[FigureID($0)] }.first
  }
}
