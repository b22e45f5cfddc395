import Contract
import Diagnostics
import Disclosure
import Execution
import Language
import Quantities
import Settlement

/// The statement of a public edition: a static page in the contract's language with the figures that may be published.
public struct PublicStatement: Sendable {
  private let statement: Statement
  private let numbers: PublishedNumbers
  private let of: String

  private var settlement: Settlement { statement.settlement }
  private var contract: Contract { statement.contract }
  private var tongue: Tongue { statement.tongue }

  /// Prepares the page.
  ///
  /// - Parameters:
  ///   - contractSHA256: of the contract's bytes as given.
  ///   - usedSHA256: of the texts that the contract takes scales from, in their order.
  ///   - of: SHA-256 of the manifest of the bundle that it is an edition of.
  public init(
    settlement: Settlement, numbers: PublishedNumbers, contractSHA256: String,
    usedSHA256: [String] = [], of: String, engine: Engine = .current, tongue: Tongue? = nil
  ) {
    statement = Statement(
      settlement: settlement, trace: Trace(entries: [], suspended: [], flows: []), inputs: [],
      contractSHA256: contractSHA256, usedSHA256: usedSHA256, engine: engine, tongue: tongue)
    self.numbers = numbers
    self.of = of
  }

  /// The whole page, UTF-8.
  public var html: String {
    let title = tongue("Settlement for the public", "精算の公表資料")
    return HTMLPage(
      tongue: tongue, title: title + " " + contract.declaration.name,
      sheets: [(StatementStyle.sheet, StatementStyle.digest)],
      sections: [
        statement.header(title), statement.due, payments, suspended, indicators, populations, notes,
        statement.footer,
      ]
    ).markup
  }

  private var withheld: String { tongue("withheld", "秘匿") }

  private func value(_ figure: Figure) -> String {
    numbers.isWithheld(figure) ? withheld : statement.amount(figure)
  }

  private var payments: HTML {
    var table = HTMLTable(
      caption: tongue("Payments", "支払"),
      heads: [
        (tongue("Payment", "区分"), false), (tongue("Clause", "根拠条項"), false),
        (tongue("Amount", "金額"), true),
      ])
    for (index, id) in settlement.payments.enumerated() {
      let clause = statement.clause(contract.payments[index].declaration.clause)
      table.add(
        statement.label(.payment(index)),
        [.text(clause), .number(settlement[id].map(value) ?? tongue("suspended", "保留"))])
      for part in settlement.keyed(id) {
        table.add(
          part.id.key?.text ?? "", [.text(""), .number(value(part))], class: "part")
      }
    }
    for id in [FigureID.total, .tax, .payable, .due] {
      guard let figure = settlement[id] else { continue }
      table.addFoot(
        contract.name(of: id, in: tongue), [.text(""), .number(value(figure))],
        class: id == .due ? "final" : nil)
    }
    return table.html
  }

  private var suspended: HTML {
    guard !settlement.suspended.isEmpty else { return HTML() }
    let names = settlement.suspended.map { contract.name(of: $0.id, in: tongue) }
    return .joined([
      .tag("h2", [], .text(tongue("Suspended by the contract", "契約の定めによる保留"))),
      .tag("p", [], .text(names.joined(separator: tongue(", ", "、")))),
    ])
  }

  private var indicators: HTML {
    var table = HTMLTable(
      caption: tongue("Indicators and achievement", "指標と達成度"),
      heads: [
        (tongue("Figure", "数値"), false), (tongue("Clause", "根拠条項"), false),
        (tongue("Stands on", "基礎となる数"), false), (tongue("Recorded", "確定値"), true),
      ])
    for figure in settlement.figures {
      switch figure.reference {
      case .indicator?, .achievement?, .score?: break
      case .payment?, nil: continue
      }
      let counts = figure.inputs.compactMap { settlement[$0] }.filter {
        $0.standsBeside && numbers.isCovered($0)
      }
      let words = counts.map {
        CountLabel.text(CountLabel.label(of: $0.id, beside: figure.id), in: tongue) + " "
          + value($0)
      }
      table.add(
        contract.name(of: figure.id, in: tongue),
        [
          .text(statement.clause(figure)), .text(words.joined(separator: tongue(", ", "、"))),
          .number(value(figure)),
        ], class: figure.id.key == nil ? nil : "part")
    }
    return table.isEmpty ? HTML() : table.html
  }

  private var populations: HTML {
    guard !settlement.flows.isEmpty else { return HTML() }
    var table = HTMLTable(
      caption: tongue("Populations", "集団"),
      heads: [
        (tongue("Population", "集団"), false), (tongue("Clause", "根拠条項"), false),
        (tongue("Rows", "件数"), true), (tongue("Persons", "実人数"), true),
      ])
    for flow in settlement.flows {
      func count(_ number: Int, persons: Bool) -> String {
        numbers.isWithheld(flow, persons: persons) ? withheld : grouped(number)
      }
      table.add(
        flow.population,
        [
          .text(statement.clause(flow.clause)), .number(count(flow.remaining, persons: false)),
          .number(flow.persons.map { count($0, persons: true) } ?? "–"),
        ])
    }
    return table.html
  }

  private var notes: HTML {
    let (threshold, width) = (numbers.rule.threshold, numbers.rule.width)
    let lines = [
      tongue(
        "Numbers of fewer than \(threshold) persons or of their records are withheld, and so is whatever they could "
          + "be computed from: from everything on this page and the contract, at least \(width) values "
          + "remain possible for each. 0 is shown.",
        "\(threshold)人(件)未満の数は秘匿し、そこから逆算できる数値も秘匿しています。"
          + "この資料と契約のすべてから、それぞれ\(width)通り以上の値が残ります。0は表示します。"),
      tongue(
        "The records are not published. The client, and whoever may see its full record, can recompute every figure; "
          + "this page belongs to the record whose manifest has the SHA-256 \(of).",
        "基礎となる記録は公表していません。発注者と、その完全な記録を閲覧できる者は、すべての数値を再計算できます。"
          + "この資料は、目録のSHA-256が \(of) である記録によるものです。"),
    ]
    return .joined(lines.map { .tag("p", class: "note", $0) })
  }
}
