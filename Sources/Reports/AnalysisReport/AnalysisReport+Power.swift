import Diagnostics
import Plots
import Quantities
import Settlement

extension AnalysisReport {
  /// How likely each condition of the contract is reached, by the number of participants.
  var power: [HTML] {
    [section("power", tongue("Probability by number of participants", "参加者数ごとの確率"), [chances])]
  }

  private var chances: HTML {
    let goals = document["goals"]?.elements ?? []
    let sizes = (document["participants"]?.elements ?? []).compactMap(\.integer)
    let asked = exact(document["power"])
    var heads: [(text: String, isNumber: Bool)] = [
      (text: tongue("Condition", "条件"), isNumber: false)
    ]
    for size in sizes { heads.append((text: count(size), isNumber: true)) }
    if asked != nil {
      heads.append(
        (text: tongue("fewest for \(percent(asked))", "\(percent(asked))での最少人数"), isNumber: true))
    }
    let title = tongue("Probability that each condition is reached", "各条件に達する確率")
    var table = HTMLTable(caption: title, heads: heads)
    var series: [LinePlot.Series] = []
    for goal in goals {
      let shares = (goal["probabilities"]?.elements ?? []).map { exact($0) }
      var cells: [HTMLTable.Cell] = []
      for share in shares { cells.append(.number(percent(share))) }
      if asked != nil { cells.append(.number(words(goal["fewestWords"]))) }
      table.add(words(goal["words"]), cells)
      series.append(
        LinePlot.Series(
          label: words(goal["words"]),
          points: zip(sizes, shares).compactMap { size, share in
            share.map { (across: Exact(size), up: $0 * 100) }
          }))
    }
    // One number of participants makes no picture.
    guard sizes.count > 1, !series.isEmpty else { return table.html }
    let plot = LinePlot(
      title: title,
      description: series.map { item in
        item.label + tongue(": ", ": ")
          + item.points.map { "\(percent($0.up.divided(by: 100)))" }.joined(separator: " – ")
      }.joined(separator: tongue("; ", "、")) + tongue(".", "。"),
      series: series,
      level: asked.map {
        ReferenceValue(value: $0 * 100, label: tongue("asked ", "求める確率 ") + percent($0))
      },
      across: AxisWords(title: tongue("participants", "参加者数")) { value, decimals in
        QuantityText.numeral(value, decimals: decimals)
      },
      up: AxisWords(title: tongue("probability (%)", "確率(%)")) { value, decimals in
        QuantityText.numeral(value, decimals: decimals)
      })
    return .figure(plot.picture, name: "chances", table: table, summary: tableSummary)
  }

  // MARK: - Break-even

  /// The effect from which on the goal is reached, and the payments that are then expected.
  var breakEven: [HTML] {
    var parts: [HTML] = [
      .tag("p", [], .text(tongue("Goal: ", "目標: ") + words(document["goalWords"]))),
      .tag("p", [], .tag("strong", [], .text(words(document["answerWords"])))),
    ]
    if document["monotone"] == JSONValue.bool(false) {
      parts.append(
        .tag(
          "p", class: "note",
          tongue(
            "The payment does not move in one direction; other effects may reach it too.",
            "支払額は一方向に動きません。ほかの効果でも達することがあります。")))
    }
    parts.append(tried)
    return [
      section("break-even", tongue("Break-even", "損益分岐点"), parts),
      section("payments", tongue("Expected payments", "支払額の期待値"), [expected]),
    ]
  }

  private var tried: HTML {
    let decimals = decimals(of: document)
    let points = (document["tried"]?.elements ?? []).compactMap {
      item -> (across: Exact, up: Exact)? in
      guard let effect = exact(item["effect"]), let due = exact(item["expected"]) else {
        return nil
      }
      return (effect, due)
    }
    // Of a row that is to be reached no payment is simulated.
    guard points.count > 1 else { return HTML() }
    let name = words(document["names"])
    let unit = words(document["unitWords"])
    let title = tongue("Expected amount due by effect on \(name)", "「\(name)」の効果ごとの差引支払額の期待値")
    var table = HTMLTable(
      caption: title,
      heads: [(tongue("Effect", "効果"), false), (tongue("expected", "期待値"), true)])
    func shown(_ effect: Exact) -> String {
      (effect.signum > 0 ? "+" : "") + QuantityText.numeral(effect, decimals: decimals)
    }
    for point in points { table.add(shown(point.across), [.number(money(point.up))]) }
    let goal = exact(document["goal"]?["due"])
    let plot = LinePlot(
      title: title, description: words(document["answerWords"]),
      series: [LinePlot.Series(label: name, points: points)],
      level: goal.map { ReferenceValue(value: $0, label: tongue("goal ", "目標 ") + money($0)) },
      place: exact(document["effect"]),
      across: AxisWords(
        title: unit.isEmpty ? name : tongue("\(name) (\(unit))", "\(name)(\(unit))")
      ) {
        value, decimals in QuantityText.numeral(value, decimals: decimals)
      }, up: axis(tongue("amount due", "差引支払額")))
    return .figure(plot.picture, name: "tried", table: table, summary: tableSummary)
  }

  private var expected: HTML {
    let effect = words(document["effectWords"])
    var heads: [(text: String, isNumber: Bool)] = [
      (text: tongue("Expected", "期待値"), isNumber: false),
      (text: tongue("without", "効果なし"), isNumber: true),
    ]
    if !effect.isEmpty { heads.append((text: effect, isNumber: true)) }
    var table = HTMLTable(caption: tongue("Expected payments", "支払額の期待値"), heads: heads)
    for item in document["expected"]?.elements ?? [] {
      var cells: [HTMLTable.Cell] = [.number(exact(item["without"]).map { numeral($0) } ?? "–")]
      if !effect.isEmpty { cells.append(.number(exact(item["with"]).map { numeral($0) } ?? "–")) }
      table.add(words(item["names"]), cells)
    }
    return table.html
  }
}
