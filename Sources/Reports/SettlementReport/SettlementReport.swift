import Contract
import Diagnostics
import Execution
import Plots
import Proofs
import Quantities
import Records
import Settlement

/// The report of a settlement for those who look before they read: the statement with pictures, the contract
/// with figures beside its lines, and earlier periods.
///
/// One static page without scripts that loads nothing. It computes nothing: every figure is one of the
/// settlements that it is made of. It is not the document that is signed; that is the ``Statement``.
public struct SettlementReport: Sendable {
  let statement: Statement
  let settlement: Settlement
  let trace: Trace
  let signed: Contract
  let coverage: Coverage
  /// Settlements of earlier periods, in order.
  let earlier: [Settlement]
  let contract: Contract
  let tongue: Tongue
  let quantities: QuantityText

  /// Prepares the page.
  ///
  /// - Parameters:
  ///   - statement: of the settlement, in the language of the page.
  ///   - signed: the contract as signed, whose text is shown.
  ///   - coverage: by its examples and this settlement.
  ///   - earlier: settlements of earlier periods of the same contract, for what was reached then.
  public init(
    statement: Statement, signed: Contract, coverage: Coverage, earlier: [Settlement] = []
  ) {
    self.statement = statement
    self.signed = signed
    self.coverage = coverage
    self.earlier = earlier.sorted { $0.period.id < $1.period.id }
    settlement = statement.settlement
    trace = statement.trace
    contract = statement.contract
    tongue = statement.tongue
    quantities = statement.quantities
  }

  /// The whole page, UTF-8.
  public var html: String {
    let chapters = chapters
    let sections =
      [statement.header(title), statement.due, contents(chapters)]
      + chapters.map(section) + [statement.footer]
    return HTMLPage(
      tongue: tongue, title: title + " " + contract.declaration.name + " " + settlement.period.name,
      sheets: [
        (StatementStyle.sheet, StatementStyle.digest),
        (CoveredTextStyle.sheet, CoveredTextStyle.digest),
        (ReportStyle.sheet, ReportStyle.digest),
      ], sections: sections
    ).markup
  }

  private var title: String { tongue("Settlement report", "精算報告書") }

  // MARK: - Chapters

  /// A part of the page with a heading.
  struct Chapter {
    let name: String
    let heading: String
    let content: [HTML]
  }

  private var chapters: [Chapter] {
    let all = [
      Chapter(name: "payments", heading: tongue("Payments", "支払"), content: payments),
      Chapter(
        name: "indicators", heading: tongue("Indicators and achievement", "指標と達成度"),
        content: indicators),
      Chapter(
        name: "participants", heading: tongue("Participants", "対象者"), content: participants),
      Chapter(
        name: "estimates", heading: tongue("How effects were estimated", "効果の推定方法"),
        content: [estimates]),
      Chapter(
        name: "roundings", heading: tongue("Roundings", "端数処理"), content: [statement.roundings]),
      Chapter(name: "periods", heading: tongue("Periods", "精算期間の推移"), content: periods),
      Chapter(
        name: "contract", heading: tongue("The contract and its figures", "契約本文と数値"),
        content: contractText),
      Chapter(
        name: "record", heading: tongue("What it was made from", "根拠資料"),
        content: [statement.files, statement.checks]
      ),
    ]
    return all.filter { !$0.content.allSatisfy(\.markup.isEmpty) }
  }

  private func section(_ chapter: Chapter) -> HTML {
    .tag(
      "section", [("id", chapter.name)],
      [.tag("h2", [], .text(chapter.heading)), .newline] + chapter.content)
  }

  private func contents(_ chapters: [Chapter]) -> HTML {
    let note = tongue(
      "A report for reading. The document to be signed is the settlement statement in the record.",
      "閲覧用の報告書です。署名又は押印する書類は、精算の記録にある精算書です。")
    let list = chapters.map { chapter in
      HTML.tag("li", [], .tag("a", [("href", "#" + chapter.name)], .text(chapter.heading)))
    }
    return .joined([
      .tag("p", class: "note", note),
      .tag("nav", [("aria-label", tongue("Contents", "目次"))], .tag("ul", [], list)),
    ])
  }

  private var estimates: HTML {
    statement.estimates(under: "h3") { name, account in love(name, account) }
  }

  // MARK: - Words

  /// The words of an axis: a name with its unit.
  func axis(_ name: String, _ unit: Quantities.Unit) -> AxisWords {
    let word = quantities.word(unit)
    let shown = word.isEmpty ? name : name + tongue(" (", "(") + word + tongue(")", ")")
    return AxisWords(title: shown) { value, decimals in
      QuantityText.numeral(value, decimals: decimals)
    }
  }

  var tableSummary: String { tongue("The picture as a table", "図の数値を表で示す") }

  /// Parts of a sentence.
  func list(_ parts: [String]) -> String {
    parts.joined(separator: tongue("; ", "、")) + tongue(".", "。")
  }

  func name(_ id: FigureID) -> String { contract.name(of: id, in: tongue) }

  /// The title that people know a block by, else its name.
  func title(_ declaration: Declaration) -> String {
    declaration.title ?? name(FigureID(declaration.name))
  }
}
