import Analysis
import Contract
import Diagnostics
import Execution
import Language
import Quantities
import Settlement

extension TerminalReport {
  /// Groups of participants that a terminal shows.
  package static let shownGroups = 10

  /// What moves the payment: a tornado as a table, boundaries, and the influence of participants.
  ///
  /// - Parameters:
  ///   - place: where a participant's record stands, by its place among the units.
  ///   - pseudonyms: of participants; nil without a key.
  public func sensitivity(
    _ sensitivity: Sensitivity, assuming: [String],
    place: (Int) -> (file: String, line: Int)?, pseudonyms: ([Int]) -> [String]? = { _ in nil }
  ) -> String {
    let contract = sensitivity.contract
    var lines = analysis(
      "Sensitivity", "感度分析", of: contract, sensitivity.period, assuming: assuming)
    if let due = sensitivity.base.due {
      lines.append(
        "  " + tongue("due: ", "差引支払額: ") + SafeText.visible(contract.text(due, in: tongue)))
    }
    lines += [
      "", tongue("What moves the amount due, each alone", "差引支払額を動かすもの(それぞれ単独)"),
    ]
    lines += tornado(sensitivity)
    lines += [
      "",
      tongue(
        "How near the figures stand to other rows", "他の段までの近さ"),
    ]
    lines += boundaries(sensitivity)
    lines += ["", tongue("Fewest participants for another payment", "支払額が変わる最少の参加者数")]
    lines += fragility(sensitivity)
    lines += named(sensitivity, pseudonyms)
    lines += ["", tongue("Leaving out one participant", "参加者を一人除いた場合")]
    lines += influence(sensitivity, place)
    return joined(lines)
  }

  private func tornado(_ sensitivity: Sensitivity) -> [String] {
    let contract = sensitivity.contract
    let quantities = contract.quantities(in: tongue)
    var table = TextTable([.left, .right, .right, .right, .right, .right])
    table.add(
      "", tongue("low", "低"), tongue("high", "高"), tongue("due at low", "低での額"),
      tongue("due at high", "高での額"), tongue("moves by", "変動幅"))
    for bar in sensitivity.bars {
      let name: String
      var decimals = 0
      switch bar.name {
      case .figure(let id):
        name = contract.name(of: id, in: tongue)
        decimals = contract.decimals(of: id)
      case .assumption(let text): name = text
      }
      func due(_ end: Sensitivity.Bar.End) -> String {
        end.due.map { quantities.numeral($0) } ?? "–"
      }
      table.add(
        name, quantities.numeral(bar.low.value, decimals: decimals),
        quantities.numeral(bar.high.value, decimals: decimals), due(bar.low), due(bar.high),
        quantities.numeral(bar.swing))
    }
    return table.lines() + [
      "  "
        + tongue(
          "Measured figures between the 5 and 95 percent quantiles of \(sensitivity.draws.replicates) replicates, seed \(sensitivity.draws.seed).",
          "測定値は反復\(sensitivity.draws.replicates)回(シード\(sensitivity.draws.seed))の5%点と95%点の間。")
    ]
  }

  private func boundaries(_ sensitivity: Sensitivity) -> [String] {
    let contract = sensitivity.contract
    let quantities = contract.quantities(in: tongue)
    var table = TextTable([.left, .right, .left, .right, .right, .right, .right])
    table.add(
      "", tongue("figure", "値"), "", tongue("boundary", "境界"),
      tongue("participants", "人数"), tongue("then due", "そのときの額"),
      tongue("replicates elsewhere", "他の段の割合"))
    for item in sensitivity.boundaries {
      let decimals = contract.decimals(of: item.figure)
      var isFirst = true
      for (neighbour, word) in [
        (item.below, tongue("down to", "下へ")), (item.above, tongue("up to", "上へ")),
      ] {
        guard let neighbour else { continue }
        table.add(
          isFirst ? contract.name(of: item.achievement, in: tongue) : "",
          isFirst ? quantities.numeral(item.value, decimals: decimals) : "", word,
          quantities.numeral(neighbour.bound, decimals: decimals),
          neighbour.participants.map { quantities.numeral(Exact($0)) } ?? "–",
          neighbour.due.map { quantities.numeral($0) } ?? "–",
          isFirst ? percent(item.elsewhere) : "")
        isFirst = false
      }
    }
    guard !sensitivity.boundaries.isEmpty else { return [tongue("  no tables", "  表なし")] }
    return table.lines() + [
      "  "
        + tongue(
          "Participants: the fewest whose records would have to differ for another row.",
          "人数: 他の段になるために記録が異なる必要のある最少の参加者数。")
    ]
  }

  /// Changes of the payment that a terminal shows.
  private static let shownTurns = 20

  /// What of a payment changes.
  package func words(_ event: Fragility.Event, _ contract: Contract) -> String {
    guard case .line(let id, let line, let acts) = event else {
      return tongue("another amount is due", "差引支払額が変わる")
    }
    let name = contract.name(of: id, in: tongue)
    switch line {
    case .condition(let number):
      return acts
        ? tongue("\(name): condition \(number) is met", "\(name): 条件\(number)を満たす")
        : tongue("\(name): condition \(number) is not met", "\(name): 条件\(number)を満たさない")
    case .cap, .floor, .yearCap, .termCap:
      let word: LabelWord =
        switch line {
        case .floor: .floor
        case .yearCap: .yearCap
        case .termCap: .termCap
        default: .cap
        }
      return acts
        ? tongue("\(name): the \(word[.en]) acts", "\(name): 「\(word[.ja])」が働く")
        : tongue("\(name): the \(word[.en]) does not act", "\(name): 「\(word[.ja])」が働かない")
    }
  }

  private func fragility(_ sensitivity: Sensitivity) -> [String] {
    let contract = sensitivity.contract
    let quantities = contract.quantities(in: tongue)
    guard !sensitivity.fragility.isEmpty else {
      return [tongue("  no figure that single participants move", "  参加者一人ひとりが動かす数値なし")]
    }
    var table = TextTable([.left, .left, .right, .left, .right, .right])
    table.add(
      "", "", tongue("participants", "人数"), tongue("then", "そのとき"), tongue("figure", "値"),
      tongue("due", "差引支払額"))
    for item in sensitivity.fragility.prefix(Self.shownTurns) {
      table.add(
        contract.name(of: item.figure, in: tongue),
        item.isUpwards ? tongue("up", "上へ") : tongue("down", "下へ"),
        quantities.numeral(Exact(item.participants)), words(item.event, contract),
        quantities.numeral(item.value, decimals: contract.decimals(of: item.figure)),
        item.due.map { quantities.numeral($0) } ?? tongue("suspended", "保留"))
    }
    let rest = sensitivity.fragility.count - Self.shownTurns
    return table.lines()
      + (rest > 0
        ? [tongue("  and \(rest) more: --format json", "  ほか\(rest)件(--format json)")] : [])
      + [
        "  "
          + tongue(
            "One figure moves at a time; of each up to \(QuantityText.numeral(Exact(Fragility.mostValues))) values in either direction were tried.",
            "数値を一つずつ動かし、それぞれ上下に\(QuantityText.numeral(Exact(Fragility.mostValues)))通りまで試しました。")
      ]
  }

  /// The fewest participants of each boundary by their pseudonyms; nothing without a key.
  private func named(
    _ sensitivity: Sensitivity, _ pseudonyms: ([Int]) -> [String]?
  ) -> [String] {
    var lines: [String] = []
    for item in sensitivity.boundaries {
      for (neighbour, word) in [
        (item.below, tongue("down", "下へ")), (item.above, tongue("up", "上へ")),
      ] {
        guard let neighbour, !neighbour.units.isEmpty, let names = pseudonyms(neighbour.units)
        else {
          continue
        }
        lines.append(
          SafeText.visible(
            "  \(sensitivity.contract.name(of: item.achievement, in: tongue)) \(word)"))
        lines += names.prefix(Self.shownGroups).map { "    " + $0 }
        if names.count > Self.shownGroups {
          let rest = QuantityText.numeral(Exact(names.count - Self.shownGroups))
          lines.append(tongue("    and \(rest) more", "    ほか\(rest)人"))
        }
      }
    }
    guard !lines.isEmpty else { return [] }
    return [
      "",
      tongue(
        "These participants, by pseudonym; others of equal parts would do", "その参加者(仮名。同じ寄与の別の人でも同様)"
      ),
    ] + lines
  }

  private func influence(
    _ sensitivity: Sensitivity, _ place: (Int) -> (file: String, line: Int)?
  ) -> [String] {
    let contract = sensitivity.contract
    let quantities = contract.quantities(in: tongue)
    let count = QuantityText.numeral(Exact(sensitivity.influence.count))
    let all = QuantityText.numeral(Exact(sensitivity.influence.participants))
    var table = TextTable([.right, .right, .left])
    table.add(
      tongue("due changes by", "額の変化"), tongue("participants", "人数"),
      tongue("line of one of them", "うち一人の行"))
    for group in sensitivity.influence.groups.prefix(Self.shownGroups) {
      guard let change = group.change, !change.isZero, let unit = group.units.first else {
        continue
      }
      let found = place(unit).map { "\($0.file):\($0.line)" } ?? "–"
      table.add(
        (change.signum > 0 ? "+" : "") + quantities.numeral(change),
        quantities.numeral(Exact(group.units.count)), found)
    }
    guard sensitivity.base.due != nil else {
      return [tongue("  Nothing is due with all of them.", "  全員を含めても支払がありません。")]
    }
    let stopped = sensitivity.influence.withoutPayment
    let stops =
      stopped == 0
      ? []
      : [
        "  "
          + tongue(
            "Without one of \(QuantityText.numeral(Exact(stopped))) there would be no payment: the contract would stop or refuse it.",
            "\(QuantityText.numeral(Exact(stopped)))人については、除くと契約の定めにより支払がなくなります。")
      ]
    return [
      "  "
        + tongue(
          "Without \(count) of \(all) participants the amount due is another.",
          "\(all)人のうち\(count)人は、除くと差引支払額が変わります。")
    ] + stops + (sensitivity.influence.count == 0 ? [] : table.lines())
  }
}
