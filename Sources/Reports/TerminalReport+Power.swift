import Analysis
import Contract
import Diagnostics
import Execution
import Quantities
import Settlement

extension TerminalReport {
  /// How likely each condition of the contract is reached with so many participants, and the fewest for a
  /// power.
  public func power(_ power: Power, assuming: [String]) -> String {
    let contract = power.contract
    var lines = analysis("Power", "検出力", of: contract, power.period, assuming: assuming)
    lines += drawn(power.draws, contract).map { "  " + $0 }
    lines += ["", tongue("Probability by number of participants", "参加者数ごとの確率")]
    var table = TextTable([.left] + power.sizes.map { _ in .right } + [.right])
    table.add(
      [""] + power.sizes.map { QuantityText.numeral(Exact($0)) }
        + (power.asked.map { [tongue("fewest for ", "最少人数 ") + percent($0)] } ?? []))
    table.addRule()
    for goal in power.goals {
      table.add(
        [words(goal.event, contract)] + goal.shares.map(percent)
          + (goal.fewest.map { [words($0)] } ?? []))
    }
    lines += table.lines()
    if power.asked != nil {
      lines += [
        "",
        tongue(
          "  The fewest suffice, as do all greater numbers that were tried, and one fewer does not; other numbers may go up and down. Between 2 and \(QuantityText.numeral(Exact(power.draws.units * Enrolment.most))) participants, drawn from those on record.",
          "  最少人数と、試したそれより多い人数で足り、一人少ないと足りません。ほかの人数では上下することがあります。2から\(QuantityText.numeral(Exact(power.draws.units * Enrolment.most)))までを、記録にある参加者から抽出しました。"
        ),
      ]
    }
    return joined(lines)
  }

  /// What is reached.
  package func words(_ event: Power.Event, _ contract: Contract) -> String {
    switch event {
    case .achieved(let id, let level):
      let quantities = contract.quantities(in: tongue)
      let unit =
        contract.achievements.first { $0.declaration.name.utf8.elementsEqual(id.name.utf8) }?.unit
        ?? UnitAlgebra.number
      return contract.name(of: id, in: tongue) + " "
        + quantities.interval(
          Interval(lower: level, includesLower: true, upper: nil, includesUpper: false), unit)
    case .condition(let id, let number):
      let name = contract.name(of: id, in: tongue)
      return tongue("\(name): condition \(number) is met", "\(name): 条件\(number)を満たす")
    case .settled: return tongue("nothing stops the payment", "支払が保留にならない")
    }
  }

  /// With how many participants it is reached.
  package func words(_ fewest: Power.Fewest) -> String {
    switch fewest {
    case .participants(let count): QuantityText.numeral(Exact(count))
    case .any: tongue("2 or fewer", "2以下")
    case .between: tongue("only in between", "途中のみ")
    case .none: tongue("not reached", "達しない")
    }
  }

  /// The payments and the lines of the settlement, expected without and with an effect.
  package static func payments(
    of breakEven: BreakEven
  ) -> [(id: FigureID, without: Exact?, with: Exact?)] {
    let contract = breakEven.without.contract
    let ids =
      contract.payments.indices.map { contract.id(of: .payment($0)) }
      + [.total, .payable, .due]
    return ids.compactMap { id in
      guard breakEven.without[id] != nil || breakEven.with?[id] != nil else { return nil }
      return (
        id, breakEven.without[id]?.distribution?.mean, breakEven.with?[id]?.distribution?.mean
      )
    }
  }

  private func notMonotone(_ item: BreakEven) -> [String] {
    item.isMonotone
      ? []
      : [
        "  "
          + tongue(
            "the payment does not move in one direction; other effects may reach it too",
            "支払額は一方向に動きません。ほかの効果でも達することがあります")
      ]
  }

  /// What a break-even is to reach.
  package func goal(_ item: BreakEven) -> String {
    let contract = item.without.contract
    return switch item.goal {
    case .due(let amount):
      tongue("the expected amount due reaches ", "差引支払額の期待値が次の額に達する: ")
        + contract.quantities(in: tongue).text(amount, contract.currency)
    case .nextRow:
      tongue("the records reach a higher row", "記録どおりの数値が上の段に達する")
    }
  }

  /// An effect on the figure of a break-even, with its sign and unit; of shares in percentage points.
  package func effect(_ effect: Exact, of item: BreakEven) -> String {
    let contract = item.without.contract
    let indicator = contract.indicators[item.indicator]
    let unit = UnitAlgebra.difference(indicator.unit, indicator.unit) ?? indicator.unit
    return (effect.signum > 0 ? "+" : "")
      + contract.quantities(in: tongue).text(
        effect, unit, decimals: indicator.record?.decimals ?? 0)
  }

  /// From which effect on the goal is reached.
  package func answer(_ item: BreakEven) -> String {
    let contract = item.without.contract
    let name = contract.name(of: contract.id(of: .indicator(item.indicator)), in: tongue)
    guard let effect = item.effect else {
      return item.isReachedWithout
        ? tongue("reached by every effect on \(name) that was tried", "試した「\(name)」のどの効果でも達します")
        : tongue("reached by no effect on \(name) that was tried", "試した「\(name)」のどの効果でも達しません")
    }
    let shown = self.effect(effect, of: item)
    return item.isReachedWithout
      ? tongue(
        "reached without an effect, and down to \(name) \(shown)",
        "効果がなくても達し、\(name) \(shown) まで達します")
      : tongue("from \(name) \(shown) on", "\(name) \(shown) から達します")
  }

  /// The effect from which on a payment is reached, with the payments that are then expected.
  public func breakEven(_ item: BreakEven, assuming: [String]) -> String {
    let simulation = item.without
    let contract = simulation.contract
    let quantities = contract.quantities(in: tongue)
    var lines = analysis(
      "Break-even", "損益分岐点", of: contract, simulation.period, assuming: assuming)
    lines += drawn(simulation.draws, contract).map { "  " + $0 }
    lines += [
      "", SafeText.visible(tongue("Goal: ", "目標: ") + goal(item)),
      SafeText.visible("  " + answer(item)),
    ]
    lines += notMonotone(item)
    guard let effect = item.effect else { return joined(lines) }
    func yen(_ value: Exact?) -> String {
      let decimals = contract.moneyDecimals
      return value.map {
        quantities.numeral($0.rounded(.halfEven, decimals: decimals), decimals: decimals)
      } ?? "–"
    }
    var table = TextTable([.left, .right, .right, .right])
    table.add(
      tongue("expected", "期待値"), tongue("without", "効果なし"), self.effect(effect, of: item),
      tongue("difference", "差"))
    for item in Self.payments(of: item) {
      if item.id == .total { table.addRule() }
      let difference = item.without.flatMap { without in item.with.map { $0 - without } }
      table.add(
        contract.name(of: item.id, in: tongue), yen(item.without), yen(item.with),
        (difference.map { $0.signum > 0 } ?? false ? "+" : "") + yen(difference))
    }
    return joined(lines + [""] + table.lines())
  }
}
