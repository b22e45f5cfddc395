import Contract
import Diagnostics
import Proofs

/// The contract's own page, each line that decides money marked by whether it was exercised.
///
/// It is made from the same points as the list in the terminal (`TerminalReport.coverage`). What a line
/// was exercised by are titles of examples and years, never records.
public struct CoveragePage {
  private let text: CoveredText
  private let coverage: Coverage
  private let contract: Contract
  private let tongue: Tongue

  /// Prepares the page.
  ///
  /// - Parameter contract: the contract as signed, whose text is shown; amended lines stand where the
  ///   amendment writes them.
  public init(_ coverage: Coverage, of contract: Contract, tongue: Tongue) {
    self.coverage = coverage
    self.contract = contract
    self.tongue = tongue
    text = CoveredText(coverage, of: contract, tongue: tongue)
  }

  /// The whole page, UTF-8.
  public var html: String {
    HTMLPage(
      tongue: tongue, title: title + " " + contract.declaration.name,
      sheets: [
        (CoveragePageStyle.sheet, CoveragePageStyle.digest),
        (CoveredTextStyle.sheet, CoveredTextStyle.digest),
      ],
      sections: [
        .tag(
          "h1", [], .text(title + ": " + (contract.declaration.title ?? contract.declaration.name))),
        .tag(
          "p", class: "number",
          tongue(
            "Exercised: \(coverage.exercised) of \(coverage.points.count)",
            "網羅: \(coverage.points.count)箇所中\(coverage.exercised)箇所")),
        text.key, text.table,
      ]
    ).markup
  }

  private var title: String { tongue("Coverage", "網羅の状況") }
}
