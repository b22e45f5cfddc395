import Contract
import Diagnostics
import Plots
import Quantities
import Settlement

extension AnalysisReport {
  /// What moves the amount due as a tornado, how near other rows are, and how many participants matter.
  var sensitivity: [HTML] {
    [
      section("tornado", tongue("What moves the amount due", "差引支払額を動かすもの"), [tornado]),
      section(
        "boundaries", tongue("How near the figures stand to other rows", "他の段までの近さ"),
        [boundaries]),
      section(
        "fragility",
        tongue("How few participants stand between this payment and another", "支払額が変わるまでの参加者数"),
        [fragility]),
      section("influence", tongue("Leaving out one participant", "参加者を一人除いた場合"), [influence]),
    ]
  }

  private func name(_ item: JSONValue) -> String {
    item["assumption"]?.string ?? words(item["names"])
  }

  private var tornado: HTML {
    guard let base = exact(document["due"]) else {
      return .tag(
        "p", [], .text(tongue("Nothing is due on the records.", "記録どおりでは支払がありません。")))
    }
    let bars = document["bars"]?.elements ?? []
    let title = tongue("Amount due at either end of each, all else as it is", "それぞれ単独で動かしたときの差引支払額")
    var table = HTMLTable(
      caption: title,
      heads: [
        (tongue("Moved", "動かすもの"), false), (tongue("low", "低"), true),
        (tongue("high", "高"), true), (tongue("due at low", "低での額"), true),
        (tongue("due at high", "高での額"), true),
      ])
    var rows: [Tornado.Row] = []
    for bar in bars {
      let decimals = decimals(of: bar)
      let ends = ["low", "high"].map { end in
        (value: exact(bar[end]?["value"]), due: exact(bar[end]?["due"]))
      }
      var cells: [HTMLTable.Cell] = []
      for end in ends {
        let value = end.value.map { QuantityText.numeral($0, decimals: decimals) }
        cells.append(.number(value ?? "–"))
      }
      for end in ends { cells.append(.number(money(end.due))) }
      table.add(name(bar), cells)
      if let low = ends[0].due, let high = ends[1].due {
        rows.append(
          Tornado.Row(
            label: name(bar), low: low, high: high, lowText: numeral(low), highText: numeral(high)))
      }
    }
    guard !rows.isEmpty else { return table.html }
    let described = rows.map { "\($0.label) \($0.lowText) – \($0.highText)" }
    let plot = Tornado(
      title: title,
      description: described.joined(separator: tongue("; ", "、")) + tongue(".", "。"), rows: rows,
      base: base, axis: axis(tongue("amount due", "差引支払額")),
      words: (tongue("at the low end", "低い側"), tongue("at the high end", "高い側")))
    return .figure(plot.picture, name: "tornado", table: table, summary: tableSummary)
  }

  private var boundaries: HTML {
    var table = HTMLTable(
      caption: tongue(
        "The fewest participants whose records would have to differ", "記録が異なる必要のある最少の参加者数"),
      heads: [
        (tongue("Table", "表"), false), (tongue("figure", "値"), true), ("", false),
        (tongue("boundary", "境界"), true), (tongue("participants", "人数"), true),
        (tongue("then due", "そのときの額"), true),
        (tongue("replicates elsewhere", "他の段の割合"), true),
      ])
    for item in document["boundaries"]?.elements ?? [] {
      let decimals = decimals(of: item)
      func text(_ value: Exact?) -> String {
        value.map { QuantityText.numeral($0, decimals: decimals) } ?? "–"
      }
      for (member, word) in [("below", tongue("down to", "下へ")), ("above", tongue("up to", "上へ"))] {
        guard let neighbour = item[member], neighbour["bound"] != nil else { continue }
        table.add(
          words(item["names"]),
          [
            .number(text(exact(item["value"]))), .text(word),
            .number(text(exact(neighbour["bound"]))),
            .number(
              neighbour["participants"]?.integer.map { QuantityText.numeral(Exact($0)) } ?? "–"),
            .number(exact(neighbour["due"]).map { money($0) } ?? "–"),
            .number(percent(exact(item["elsewhere"]))),
          ])
      }
    }
    guard !table.isEmpty else {
      return .tag("p", [], .text(tongue("The contract has no tables.", "達成度の表はありません。")))
    }
    return table.html
  }

  private var fragility: HTML {
    var table = HTMLTable(
      caption: tongue("Fewest participants for another payment", "支払額が変わる最少の参加者数"),
      heads: [
        (tongue("Figure", "数値"), false), ("", false), (tongue("participants", "人数"), true),
        (tongue("then", "そのとき"), false), (tongue("figure then", "そのときの値"), true),
        (tongue("due", "差引支払額"), true),
      ])
    for item in document["fragility"]?.elements ?? [] {
      let decimals = decimals(of: item)
      table.add(
        words(item["names"]),
        [
          .text(item["upwards"] == .bool(true) ? tongue("up", "上へ") : tongue("down", "下へ")),
          .number(count(item["participants"]?.integer ?? 0)), .text(words(item["words"])),
          .number(
            exact(item["value"]).map { QuantityText.numeral($0, decimals: decimals) } ?? "–"),
          .number(exact(item["due"]).map { money($0) } ?? tongue("suspended", "保留")),
        ])
    }
    guard !table.isEmpty else {
      return .tag(
        "p", [],
        .text(
          tongue("No figure that single participants move.", "参加者一人ひとりが動かす数値はありません。")))
    }
    return table.html
  }

  private var influence: HTML {
    let item = document["influence"]
    func count(_ name: String) -> String {
      QuantityText.numeral(Exact(item?[name]?.integer ?? 0))
    }
    return .tag(
      "p", [],
      .text(
        tongue(
          "Without \(count("changing")) of \(count("participants")) participants the amount due is another; without \(count("withoutPayment")) of them there would be no payment.",
          "\(count("participants"))人のうち\(count("changing"))人は、除くと差引支払額が変わります。\(count("withoutPayment"))人は、除くと支払がなくなります。"
        )))
  }
}
