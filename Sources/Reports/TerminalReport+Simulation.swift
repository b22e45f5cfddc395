import Analysis
import Contract
import Diagnostics
import Execution
import Quantities
import Settlement

extension TerminalReport {
  /// Quantiles that a table shows, in percent.
  package static let shownPercentiles = [5, 25, 50, 75, 95]

  /// Reasons without a settlement that a terminal shows.
  private static let shownRefusals = 5

  /// Under this every analysis stands: it settles nothing.
  var mark: String {
    tongue("  An estimate under assumptions; it settles nothing.", "  仮定に基づく試算であり、精算ではありません。")
  }

  /// The heading of an analysis: what it is of, that it settles nothing, and what it assumes.
  func analysis(
    _ en: String, _ ja: String, of contract: Contract, _ period: SettlementPeriod,
    assuming: [String]
  ) -> [String] {
    let title = contract.declaration.title ?? contract.declaration.name
    return [
      SafeText.visible(
        tongue(en, ja) + " " + period.name + tongue(": ", " ") + title), mark,
    ] + assuming.map { "  " + SafeText.visible(tongue("assumed: ", "仮定: ") + $0) }
  }

  /// A simulation: distributions of the figures, how often each row of the tables is reached, and what the
  /// payment means for either party.
  ///
  /// - Parameter plan: what the city plans to pay; nil for the payment on the records as they are.
  public func simulation(
    _ simulation: Simulation, assuming: [String], plan: Exact?, budgets: [FiscalBudget] = []
  ) -> String {
    let contract = simulation.contract
    var lines = analysis("Simulation", "試算", of: contract, simulation.period, assuming: assuming)
    lines += drawn(simulation.draws, contract).map { "  " + $0 }
    if !simulation.held.isEmpty {
      let names = simulation.held.map { contract.name(of: $0, in: tongue) }
      lines.append(
        "  "
          + SafeText.visible(
            tongue(
              "as measured, not drawn again: \(names.joined(separator: ", "))",
              "測定のまま(再抽出の対象外): \(names.joined(separator: "、"))")))
    }
    if simulation.suspended > 0 {
      lines.append(
        "  "
          + tongue(
            "in \(simulation.suspended) of them the contract stops the payment",
            "うち\(simulation.suspended)回は契約の定めにより支払を中止"))
    }
    lines += simulation.refusals.prefix(Self.shownRefusals).map { refusal in
      "  "
        + SafeText.visible(
          tongue(
            "\(refusal.count) of them have no settlement: \(refusal.reason[.en])",
            "うち\(refusal.count)回は精算不能: \(refusal.reason[.ja])"))
    }
    lines += [""] + distributions(simulation, assumes: !assuming.isEmpty)
    let tables = simulation.figures.filter { !$0.rows.isEmpty }
    if !tables.isEmpty {
      lines += ["", tongue("How often each row is reached", "各段に達する割合")]
      for table in tables { lines += rows(table, simulation) }
    }
    if let distribution = simulation.due?.distribution,
      let plan = plan ?? simulation.base.due?.value
    {
      lines += ["", tongue("Amount due against the plan", "差引支払額と計画額")]
      lines += risk(PaymentRisk(distribution, plan: plan), contract)
    }
    if !budgets.isEmpty {
      lines += [
        "",
        tongue(
          "Budget that covers what is payable, with tax, by fiscal year",
          "会計年度ごとの、支払額(税込み)を賄える予算額"),
      ]
      lines += self.budgets(budgets, contract)
    }
    return joined(lines)
  }

  /// What is payable in each fiscal year, and what budget covers it how surely.
  private func budgets(_ budgets: [FiscalBudget], _ contract: Contract) -> [String] {
    let decimals = contract.moneyDecimals
    let quantities = contract.quantities(in: tongue)
    func text(_ value: Exact?) -> String {
      value.map {
        quantities.numeral($0.rounded(.halfEven, decimals: decimals), decimals: decimals)
      }
        ?? "–"
    }
    var table = TextTable([.left, .left] + Array(repeating: .right, count: 6))
    table.add(
      [
        tongue("fiscal year", "会計年度"), tongue("periods", "期間"), tongue("as recorded", "記録どおり"),
        tongue("mean", "平均"),
      ] + FiscalBudget.levels.map { "\($0)%" })
    for budget in budgets {
      table.add(
        [
          String(budget.year.year), budget.periods.map(\.description).joined(separator: ", "),
          text(budget.base), text(budget.distribution?.mean),
        ] + FiscalBudget.levels.map { text(budget.covering($0)) })
    }
    return table.lines()
      + budgets.filter { $0.withoutPayment > 0 }.map {
        tongue(
          "  \($0.year.year): \($0.withoutPayment) \($0.withoutPayment == 1 ? "replicate without a payment is" : "replicates without a payment are") not counted",
          "  \($0.year.year)年度: 支払のない反復\($0.withoutPayment)回を除く")
      }
      + budgets.filter { !$0.settled.isZero }.map {
        tongue(
          "  \($0.year.year): of these \(text($0.settled)) settled before",
          "  \($0.year.year)年度: うち精算済み\(text($0.settled))")
      }
  }

  /// What was drawn, and who loses records, a line each.
  func drawn(_ draws: Simulation.Draws, _ contract: Contract) -> [String] {
    let replicates = QuantityText.numeral(Exact(draws.replicates))
    let units = QuantityText.numeral(Exact(draws.units))
    let enrolled = QuantityText.numeral(Exact(draws.enrolled))
    let what =
      draws.cluster.map {
        tongue(
          "\(units) clusters of \(draws.participants) by \($0)",
          "\(draws.participants)を\($0)ごとに\(units)単位")
      } ?? tongue("\(units) rows of \(draws.participants)", "\(draws.participants) \(units)行")
    let how =
      draws.enrolled == draws.units
      ? tongue("\(what), drawn with replacement", "\(what)、復元抽出")
      : tongue(
        "\(enrolled) drawn with replacement from \(what)", "\(what)から\(enrolled)を復元抽出")
    var lines = [
      tongue(
        "\(replicates) replicates, seed \(draws.seed): \(how)",
        "反復\(replicates)回、シード\(draws.seed): \(how)")
    ]
    if let attrition = draws.attrition {
      let rate = percent(attrition.rate)
      lines.append(
        tongue("of those drawn \(rate) ", "抽出した参加者の\(rate)は、測定の前に")
          + lost(attrition.loss, draws, contract))
    }
    return lines.map(SafeText.visible)
  }

  private func lost(
    _ loss: Attrition.Loss, _ draws: Simulation.Draws, _ contract: Contract
  ) -> String {
    let table = contract.tables[loss.table]
    let name = table.declaration.name
    let when = tongue(" before the measurement", "")
    switch loss.part {
    case .rows:
      return name.utf8.elementsEqual(draws.participants.utf8)
        ? tongue("are lost", "脱落") + when
        : tongue("lose their rows of '\(name)'", "「\(name)」の行を失う") + when
    case .rowsOf(let column, let code):
      let word = if case .oneOf(let list) = table.types[column] { list[code] } else { "" }
      return tongue("lose their '\(word)' rows of '\(name)'", "「\(name)」の「\(word)」の行を失う") + when
    case .cells(let column):
      let word = table.schema.columns[column].name
      return tongue("lose their '\(word)' of '\(name)'", "「\(name)」の「\(word)」の値を失う") + when
    }
  }

  private func distributions(_ simulation: Simulation, assumes: Bool) -> [String] {
    let contract = simulation.contract
    let quantities = contract.quantities(in: tongue)
    var table = TextTable([.left] + Array(repeating: .right, count: 7))
    table.add(
      [
        "", assumes ? tongue("assumed", "仮定") : tongue("as recorded", "記録どおり"),
        tongue("mean", "平均"),
      ]
        + Self.shownPercentiles.map { "\($0)%" })
    for figure in simulation.figures where !simulation.isConstant(figure) {
      let decimals = decimals(of: figure, contract)
      func text(_ value: Exact?) -> String {
        value.map { quantities.numeral($0, decimals: decimals) } ?? tongue("suspended", "保留")
      }
      let word = quantities.word(figure.unit)
      let name = contract.name(of: figure.id, in: tongue)
      if figure.id == .total { table.addRule() }
      table.add(
        [word.isEmpty ? name : "\(name) (\(word))", text(figure.base)]
          + [text(figure.distribution.map { mean($0, figure, contract) })]
          + Self.shownPercentiles.map { p in
            text(figure.distribution?.quantile(Exact(unscaled: Int64(p), scale: 2)))
          })
    }
    return table.lines()
  }

  /// The mean with two decimals more than the figure is recorded with; of money whole units.
  private func mean(_ distribution: Distribution, _ figure: SimulatedFigure, _ contract: Contract)
    -> Exact
  {
    let decimals = decimals(of: figure, contract)
    let further = figure.unit == contract.currency ? 0 : min(2, max(0, 6 - decimals))
    return distribution.mean.rounded(.halfEven, decimals: decimals + further)
  }

  /// The decimals that a figure is recorded with; of money those of its smallest amount.
  private func decimals(of figure: SimulatedFigure, _ contract: Contract) -> Int {
    figure.unit == contract.currency ? contract.moneyDecimals : contract.decimals(of: figure.id)
  }

  private func rows(_ figure: SimulatedFigure, _ simulation: Simulation) -> [String] {
    guard case .achievement(let index) = figure.reference else { return [] }
    let contract = simulation.contract
    let achievement = contract.achievements[index]
    let quantities = contract.quantities(in: tongue)
    let decimals = contract.decimals(of: contract.id(of: achievement.measured))
    var table = TextTable([.left, .right, .left])
    for (place, row) in achievement.rows.enumerated() {
      let interval = quantities.interval(row.interval, achievement.inputUnit, decimals: decimals)
      table.add(
        interval,
        share(Exact(figure.replicates(inRow: place + 1)), of: simulation.draws.replicates),
        row.grade?[tongue] ?? "")
    }
    let none = figure.replicates(inRow: 0)
    if none > 0, !achievement.pricesByRank {
      table.add(tongue("no row", "該当なし"), share(Exact(none), of: simulation.draws.replicates))
    }
    return achievement.pricesByRank
      ? [] : ["  " + contract.name(of: figure.id, in: tongue)] + table.lines(indent: 4)
  }

  private func risk(_ risk: PaymentRisk, _ contract: Contract) -> [String] {
    let quantities = contract.quantities(in: tongue)
    func yen(_ value: Exact) -> String {
      let decimals = contract.moneyDecimals
      return quantities.text(
        value.rounded(.halfEven, decimals: decimals), contract.currency, decimals: decimals)
    }
    var table = TextTable([.left, .right])
    table.add(tongue("planned", "計画額"), yen(risk.plan))
    table.add(tongue("expected", "期待値"), yen(risk.expected))
    table.add(
      tongue("city: more than planned by, 95%", "発注者: 計画額の超過(95%)"), yen(risk.cityAtRisk))
    table.add(
      tongue("contractor: less than planned by, 95%", "受託者: 計画額の不足(95%)"),
      yen(risk.contractorAtRisk))
    table.add(tongue("the plan suffices in", "計画額で足りる割合"), percent(risk.covered))
    return table.lines()
  }

  private func share(_ part: Exact, of whole: Int) -> String {
    percent(part.divided(by: Exact(whole)) ?? 0)
  }

  /// A share of one as a percentage with two decimals.
  func percent(_ share: Exact) -> String {
    QuantityText.numeral((share * 100).rounded(.halfUp, decimals: 2), decimals: 2) + "%"
  }
}

extension Contract {
  /// The decimals of the smallest amount of the contract's currency.
  var moneyDecimals: Int { units.smallestAmount(of: currency)?.exactDecimals ?? 0 }
}

extension Simulation {
  /// Whether a figure stays as measured.
  fileprivate func isConstant(_ figure: SimulatedFigure) -> Bool {
    guard held.contains(FigureID(figure.id.name)), case .indicator(let index) = figure.reference
    else { return false }
    return !effects.contains { $0.indicator == index && !$0.deviation.isZero }
  }
}
