import Analysis
import Contract
import Diagnostics
import Plots
import Quantities
import Settlement

/// The page of a simulation or of a sensitivity, made from its JSON alone: pictures, and a table for each.
///
/// One static page without scripts that loads nothing. It computes nothing: every figure is one of the document.
public struct AnalysisReport: Sendable {
  let document: JSONValue
  let tongue: Tongue

  /// Reads a document that `--format json` wrote; nil if it is none of a simulation or a sensitivity.
  public init?(_ document: JSONValue, in tongue: Tongue) {
    self.document = document
    self.tongue = tongue
    guard ["simulation", "sensitivity"].contains(document["analysis"]?.string),
      document["contract"]?["name"]?.string != nil, document["currency"] != nil
    else { return nil }
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
      ], sections: [header] + (isSimulation ? simulation : sensitivity)
    ).markup
  }

  private var isSimulation: Bool { document["analysis"]?.string == "simulation" }

  private var title: String {
    isSimulation
      ? tongue("Simulation report", "試算報告書") : tongue("Sensitivity report", "感度分析報告書")
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

  // MARK: - Words

  func section(_ name: String, _ heading: String, _ content: [HTML]) -> HTML {
    .tag("section", [("id", name)], [.tag("h2", [], .text(heading)), .newline] + content)
  }

  var tableSummary: String { tongue("The picture as a table", "図の数値を表で示す") }

  /// A text of the document that it has in both languages.
  func words(_ value: JSONValue?) -> String { value?[tongue.rawValue]?.string ?? "" }

  /// An exact number of the document.
  func exact(_ value: JSONValue?) -> Exact? { value?.string.flatMap { Exact(fraction: $0) } }

  var moneyDecimals: Int {
    Int(document["currency"]?["decimals"]?.integer ?? 0)
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

  private func count(_ value: Int64) -> String { QuantityText.numeral(Exact(value)) }

  func axis(_ name: String) -> AxisWords {
    let currency = words(document["currency"])
    return AxisWords(title: name + tongue(" (\(currency))", "(\(currency))")) { value, decimals in
      QuantityText.numeral(value, decimals: decimals)
    }
  }
}
