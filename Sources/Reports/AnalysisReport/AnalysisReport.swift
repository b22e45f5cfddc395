import Analysis
import Contract
import Diagnostics
import Plots
import Quantities
import Settlement

/// The page of a simulation or of another analysis, made from its JSON alone: pictures, and a table for each.
///
/// One static page without scripts that loads nothing. It computes nothing: every figure is one of the document.
public struct AnalysisReport: Sendable {
  let document: JSONValue
  let tongue: Tongue
  private let kind: Kind

  /// The analyses that have a page, as their documents name them.
  private enum Kind: String {
    case simulation, sensitivity, power, design
    case breakEven = "break-even"
  }

  /// Reads a document that `--format json` wrote; nil if it is none of an analysis that has a page.
  public init?(_ document: JSONValue, in tongue: Tongue) {
    guard let kind = document["analysis"]?.string.flatMap(Kind.init),
      document["contract"]?["name"]?.string != nil, document["currency"] != nil
    else { return nil }
    self.document = document
    self.tongue = tongue
    self.kind = kind
  }

  /// The language of the contract that a document is about.
  public static func tongue(of document: JSONValue) -> Tongue? {
    document["contract"]?["language"]?.string.flatMap(Tongue.init)
  }

  /// The whole page, UTF-8.
  public var html: String {
    let name = document["contract"]?["name"]?.string ?? ""
    return HTMLPage(
      tongue: tongue, title: "\(title) \(name) \(period)",
      sheets: [
        (StatementStyle.sheet, StatementStyle.digest), (ReportStyle.sheet, ReportStyle.digest),
      ], sections: [header] + content
    ).markup
  }

  private var content: [HTML] {
    switch kind {
    case .simulation: simulation
    case .sensitivity: sensitivity
    case .power: power
    case .breakEven: breakEven
    case .design: design
    }
  }

  private var title: String {
    switch kind {
    case .simulation: tongue("Simulation report", "試算報告書")
    case .sensitivity: tongue("Sensitivity report", "感度分析報告書")
    case .power: tongue("Power report", "検出力報告書")
    case .breakEven: tongue("Break-even report", "損益分岐点報告書")
    case .design: tongue("Design report", "設計報告書")
    }
  }

  private var period: String { document["period"]?.string ?? "" }

  // MARK: - Head

  private var header: HTML {
    let contract = document["contract"]
    let drawn = document["draws"]
    var facts: [(String, String)] = [
      (tongue("Contract", "契約"), contract?["name"]?.string ?? ""),
      (tongue("Settled period", "精算対象期間"), period),
    ]
    let assumed =
      (document["assumptions"]?.elements ?? []) + (document["effects"]?.elements ?? [])
    if !assumed.isEmpty {
      facts.append(
        (
          tongue("Assumed", "仮定"),
          assumed.compactMap(\.string).joined(separator: tongue("; ", "、"))
        ))
    }
    if let units = drawn?["units"]?.integer, let enrolled = drawn?["enrolled"]?.integer,
      let replicates = drawn?["replicates"]?.integer, let seed = drawn?["seed"]?.string
    {
      let table = drawn?["participants"]?.string ?? ""
      facts.append(
        (
          tongue("Drawn", "抽出"),
          tongue(
            "\(count(replicates)) replicates, seed \(seed): \(count(enrolled)) of \(count(units)) (\(table)), with replacement",
            "反復\(count(replicates))回、シード\(seed): \(table) \(count(units))から\(count(enrolled))を復元抽出")
        ))
    }
    for (words, text) in [
      (tongue("Drawn whole by", "まとめて抽出する単位"), drawn?["cluster"]?.string),
      (tongue("Lost before the measurement", "測定の前の脱落"), attrition(drawn?["attrition"])),
      (
        tongue("As measured, not drawn again", "測定のまま(再抽出の対象外)"),
        list(document["held"]?.elements.compactMap(\.string) ?? [])
      ),
      (
        tongue("Without a settlement", "精算できない反復"),
        list(
          (document["refusals"]?.elements ?? []).compactMap { item in
            item["reason"]?.string.map { "\(count(item["count"]?.integer ?? 0)): \($0)" }
          })
      ),
    ] {
      if let text { facts.append((words, text)) }
    }
    return .tag(
      "header", [],
      [
        .tag("p", class: "mark", tongue("SCENARIO", "試算")),
        .tag("p", class: "kicker", tongue("Outcome-based contract", "成果連動型民間委託契約")),
        .tag("h1", [], .text(title)),
        .tag("p", class: "subject", contract?["title"]?.string ?? ""),
        .tag(
          "p", class: "note",
          tongue(
            "An estimate under assumptions; it settles nothing.", "仮定に基づく試算であり、精算ではありません。")),
        .tag(
          "dl", [],
          facts.flatMap {
            [HTML.tag("dt", [], .text($0.0)), .tag("dd", [], .text($0.1)), .newline]
          }
        ),
      ])
  }

  private func list(_ parts: [String]) -> String? {
    parts.isEmpty ? nil : parts.joined(separator: tongue("; ", "、"))
  }

  /// What is lost, by how many of those who are drawn.
  private func attrition(_ item: JSONValue?) -> String? {
    guard let table = item?["table"]?.string, let rate = exact(item?["rate"]) else { return nil }
    let part = item?["code"]?.string ?? item?["cells"]?.string
    return ([table] + (part.map { [$0] } ?? [])).joined(separator: " ") + ": " + percent(rate)
  }

  // MARK: - Words

  func section(_ name: String, _ heading: String, _ content: [HTML]) -> HTML {
    .tag(
      "section", [("id", name)], .tag("h2", [], .text(heading)), .newline,
      .tag("div", [], content))
  }

  var tableSummary: String { tongue("The picture as a table", "図の数値を表で示す") }

  /// A text of the document that it has in both languages.
  func words(_ value: JSONValue?) -> String { value?[tongue.rawValue]?.string ?? "" }

  /// An exact number of the document.
  func exact(_ value: JSONValue?) -> Exact? { value?.string.flatMap { Exact(fraction: $0) } }

  var moneyDecimals: Int {
    min(max(Int(document["currency"]?["decimals"]?.integer ?? 0), 0), 6)
  }

  /// The decimals that a figure is recorded with.
  func decimals(of item: JSONValue) -> Int {
    min(max(Int(item["decimals"]?.integer ?? 0), 0), 12)
  }

  /// An amount with its currency, to its smallest unit.
  func money(_ value: Exact?) -> String {
    guard let value else { return tongue("none", "なし") }
    return tongue(numeral(value) + " ", numeral(value)) + words(document["currency"])
  }

  /// An amount without its currency.
  func numeral(_ value: Exact) -> String {
    QuantityText.numeral(
      value.rounded(.halfEven, decimals: moneyDecimals), decimals: moneyDecimals)
  }

  func percent(_ share: Exact?) -> String {
    share.map {
      QuantityText.numeral(($0 * 100).rounded(.halfUp, decimals: 2), decimals: 2) + "%"
    } ?? "–"
  }

  func count(_ value: Int64) -> String { QuantityText.numeral(Exact(value)) }

  func axis(_ name: String) -> AxisWords {
    let currency = words(document["currency"])
    return AxisWords(title: name + tongue(" (\(currency))", "(\(currency))")) { value, decimals in
      QuantityText.numeral(value, decimals: decimals)
    }
  }
}
