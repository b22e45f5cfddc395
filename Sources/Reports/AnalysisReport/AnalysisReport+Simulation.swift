import Contract
import Diagnostics
import Execution
import Plots
import Quantities
import Settlement

extension AnalysisReport {
  /// The amount due with its distribution and what it means for either party, the figures, and how often each row
  /// of the tables is reached.
  var simulation: [HTML] {
    [
      section("due", tongue("Amount due", "差引支払額"), [distribution, risk, budgets]),
      section("rows", tongue("How often each row is reached", "各段に達する割合"), tables),
      section("figures", tongue("Figures", "数値"), [quantiles]),
    ]
  }

  /// The distribution of the amount due with the parties' risk and the rows of the tables, for another page.
  var summary: HTML { .joined([distribution, risk] + tables) }

  private var figures: [JSONValue] { document["figures"]?.elements ?? [] }

  private var replicates: Exact { Exact(document["draws"]?["replicates"]?.integer ?? 1) }

  private func figure(_ id: FigureID) -> JSONValue? {
    figures.first { $0["name"]?.string == id.description }
  }

  private var distribution: HTML {
    guard let due = figure(.due), let bins = due["histogram"]?.elements, !bins.isEmpty else {
      return .tag(
        "p", [], .text(tongue("Nothing is due in any replicate.", "どの反復でも支払がありません。")))
    }
    let found = bins.compactMap { bin -> Histogram.Bin? in
      guard let lower = exact(bin["lower"]), let upper = exact(bin["upper"]),
        let count = bin["replicates"]?.integer,
        let share = Exact(count * 100).divided(by: replicates)
      else { return nil }
      return Histogram.Bin(lower: lower, upper: upper, percent: share)
    }
    let shown = [
      (tongue("planned", "計画額"), exact(document["risk"]?["plan"])),
      (tongue("expected", "期待値"), exact(document["risk"]?["expected"])),
      ("5%", quantile(5, of: due)), ("95%", quantile(95, of: due)),
    ]
    let references = shown.compactMap { label, value in
      value.map { ReferenceValue(value: $0, label: "\(label) \(money($0))") }
    }
    let title = tongue("Amount due in the replicates", "反復ごとの差引支払額")
    let plot = Histogram(
      title: title,
      description: references.map(\.label).joined(separator: tongue("; ", "、")) + tongue(".", "。"),
      bins: found, references: references, across: axis(tongue("amount due", "差引支払額")),
      up: AxisWords(title: tongue("replicates (%)", "反復の割合(%)")) { value, decimals in
        QuantityText.numeral(value, decimals: decimals)
      })
    var table = HTMLTable(
      caption: title,
      heads: [
        (tongue("from … to below", "以上 … 未満"), false), (tongue("replicates", "反復の割合"), true),
      ])
    for bin in found {
      table.add(
        "\(numeral(bin.lower)) – \(numeral(bin.upper))",
        [.number(percent(bin.percent.divided(by: 100)))])
    }
    return .figure(plot.picture, name: "distribution", table: table, summary: tableSummary)
  }

  private var risk: HTML {
    guard let risk = document["risk"] else { return HTML() }
    var table = HTMLTable(
      caption: tongue("Against the plan", "計画額との比較"),
      heads: [("", false), (tongue("amount", "金額"), true)])
    table.add(tongue("Planned", "計画額"), [.number(money(exact(risk["plan"])))])
    table.add(tongue("Expected", "期待値"), [.number(money(exact(risk["expected"])))])
    table.add(
      tongue("City: more than planned by (95%)", "発注者: 計画額の超過(95%)"),
      [.number(money(exact(risk["city"])))])
    table.add(
      tongue("Contractor: less than planned by (95%)", "受託者: 計画額の不足(95%)"),
      [.number(money(exact(risk["contractor"])))])
    table.add(
      tongue("The plan suffices in", "計画額で足りる割合"),
      [.number(percent(exact(risk["covered"])))])
    for (words, member) in [
      (tongue("The contract stops the payment in", "支払を中止する反復"), "suspended"),
      (tongue("Without a settlement", "精算できない反復"), "refused"),
    ] {
      guard let count = document[member]?.integer, count > 0 else { continue }
      table.add(words, [.number(percent(Exact(count).divided(by: replicates)))])
    }
    return table.html
  }

  /// What budget of each fiscal year covers what is payable in it.
  private var budgets: HTML {
    let found = document["budgets"]?.elements ?? []
    let levels = (found.first?["covering"]?.elements ?? []).compactMap { $0["percent"]?.integer }
    var heads: [(text: String, isNumber: Bool)] = [
      (text: tongue("Fiscal year", "会計年度"), isNumber: false),
      (text: tongue("Periods", "期間"), isNumber: false),
      (text: tongue("as recorded", "記録どおり"), isNumber: true),
      (text: tongue("mean", "平均"), isNumber: true),
    ]
    for level in levels { heads.append((text: "\(level)%", isNumber: true)) }
    var table = HTMLTable(
      caption: tongue(
        "Budget that covers what is payable, with tax", "支払額(税込み)を賄える予算額"), heads: heads)
    func amount(_ value: JSONValue?) -> HTMLTable.Cell {
      .number(exact(value).map { numeral($0) } ?? "–")
    }
    for item in found {
      var cells: [HTMLTable.Cell] = [
        .text(
          (item["periods"]?.elements ?? []).compactMap(\.string).joined(separator: ", ")),
        amount(item["recorded"]), amount(item["mean"]),
      ]
      for level in item["covering"]?.elements ?? [] { cells.append(amount(level["amount"])) }
      table.add(item["fiscalYear"]?.string ?? "", cells)
    }
    return table.isEmpty ? HTML() : table.html
  }

  private var tables: [HTML] {
    let found = figures.filter { $0["rowNames"] != nil }
    guard !found.isEmpty else {
      return [.tag("p", [], .text(tongue("The contract has no tables.", "達成度の表はありません。")))]
    }
    return found.map { figure in
      var table = HTMLTable(
        caption: words(figure["names"]),
        heads: [(tongue("Row", "段"), false), (tongue("Replicates", "反復の割合"), true)])
      for (name, count) in zip(
        figure["rowNames"]?.elements ?? [], figure["rows"]?.elements ?? [])
      {
        table.add(
          words(name),
          [.number(percent(count.integer.flatMap { Exact($0).divided(by: replicates) }))])
      }
      let inRows = (figure["rows"]?.elements ?? []).reduce(Int64(0)) { $0 + ($1.integer ?? 0) }
      let others = replicates - Exact(inRows)
      if others.signum > 0 {
        table.add(tongue("no row", "該当なし"), [.number(percent(others.divided(by: replicates)))])
      }
      return table.html
    }
  }

  private func quantile(_ percent: Int64, of figure: JSONValue) -> Exact? {
    exact(
      figure["quantiles"]?.elements.first { $0["percent"]?.integer == percent }?["value"])
  }

  private var quantiles: HTML {
    let shown: [Int64] = [5, 25, 50, 75, 95]
    var heads: [(text: String, isNumber: Bool)] = [
      (text: tongue("Figure", "数値"), isNumber: false),
      (text: tongue("as recorded", "記録どおり"), isNumber: true),
      (text: tongue("mean", "平均"), isNumber: true),
    ]
    for percent in shown { heads.append((text: "\(percent)%", isNumber: true)) }
    var table = HTMLTable(
      caption: tongue("Quantiles of the replicates", "反復の分位点"), heads: heads)
    for figure in figures {
      let unit = words(figure["unitWords"])
      let name = words(figure["names"])
      let decimals = decimals(of: figure)
      func text(_ value: Exact?) -> HTMLTable.Cell {
        .number(value.map { QuantityText.numeral($0, decimals: decimals) } ?? "–")
      }
      let isMoney = unit == words(document["currency"])
      let mean = exact(figure["mean"])?.rounded(
        .halfEven, decimals: decimals + (isMoney ? 0 : min(2, max(0, 6 - decimals))))
      let shownName = unit.isEmpty ? name : name + tongue(" (\(unit))", "(\(unit))")
      var cells = [text(exact(figure["recorded"])), text(mean)]
      for percent in shown { cells.append(text(quantile(percent, of: figure))) }
      table.add(shownName, cells)
    }
    return table.html
  }
}
