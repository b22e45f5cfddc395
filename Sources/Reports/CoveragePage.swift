import Contract
import Diagnostics
import Proofs

/// The contract's own page, each line that decides money marked by whether it was exercised.
///
/// It is made from the same points as the list in the terminal (`TerminalReport.coverage`). What a line
/// was exercised by are titles of examples and years, never records.
public struct CoveragePage {
  private let coverage: Coverage
  private let contract: Contract
  private let tongue: Tongue
  /// The points of each line of the text, from 1.
  private let points: [Int: [Coverage.Point]]

  /// Prepares the page.
  ///
  /// - Parameter contract: the contract as signed, whose text is shown; amended lines stand where the
  ///   amendment writes them.
  public init(_ coverage: Coverage, of contract: Contract, tongue: Tongue) {
    self.coverage = coverage
    self.contract = contract
    self.tongue = tongue
    points = Dictionary(grouping: coverage.points) { contract.source.line(at: $0.span.start) }
  }

  /// The whole page, UTF-8.
  public var html: String {
    HTMLPage(
      tongue: tongue, title: title + " " + contract.declaration.name,
      sheet: CoveragePageStyle.sheet, digest: CoveragePageStyle.digest,
      sections: [
        .tag(
          "h1", [], .text(title + ": " + (contract.declaration.title ?? contract.declaration.name))),
        .tag(
          "p", class: "number",
          tongue(
            "Exercised: \(coverage.exercised) of \(coverage.points.count)",
            "網羅: \(coverage.points.count)箇所中\(coverage.exercised)箇所")),
        key, text,
      ]
    ).markup
  }

  private var title: String { tongue("Coverage", "計算例による網羅") }

  /// How far a line was exercised: the class, the mark and the words of its row.
  private enum State: CaseIterable {
    case done, part, never

    init(_ points: [Coverage.Point]) {
      let exercised = points.count(where: \.isExercised)
      self = exercised == points.count ? .done : exercised == 0 ? .never : .part
    }

    var name: String {
      switch self {
      case .done: "done"
      case .part: "part"
      case .never: "never"
      }
    }

    var mark: String {
      switch self {
      case .done: "●"
      case .part: "◐"
      case .never: "○"
      }
    }

    var words: Text {
      switch self {
      case .done: Text(en: "exercised", ja: "網羅済み")
      case .part: Text(en: "in part", ja: "一部のみ")
      case .never: Text(en: "never exercised", ja: "一度も通らない")
      }
    }
  }

  private func mark(_ state: State) -> HTML {
    .tag("span", class: "mark", state.mark + " " + state.words[tongue])
  }

  private var key: HTML {
    .tag(
      "ul", [("class", "key"), ("aria-label", tongue("Marks", "凡例"))],
      State.allCases.map { .tag("li", [("class", $0.name)], mark($0)) })
  }

  /// The text line by line.
  private var text: HTML {
    let heads = [
      tongue("Line", "行"), tongue("Contract", "契約文"), tongue("State", "状態"),
      tongue("What was exercised", "網羅の内訳"),
    ]
    let rows = (1...max(contract.source.lineCount, 1)).map { number -> HTML in
      let own = points[number] ?? []
      let state = own.isEmpty ? nil : State(own)
      let cells: [HTML] = [
        .tag("th", [("scope", "row")], .text(String(number))),
        .tag("td", [], .tag("code", [], .text(line(number)))),
        .tag("td", [], state.map(mark) ?? HTML()),
        .tag("td", [], own.isEmpty ? HTML() : .tag("ul", [], own.map(detail))),
      ]
      return .tag("tr", state.map { [("class", $0.name)] } ?? [], cells + [.newline])
    }
    return .tag(
      "table", [],
      .tag(
        "caption", [],
        .text(
          tongue(
            "The text of the contract; rows, limits and conditions are marked",
            "契約の本文(段、上限・下限、条件に印を付けています)"))),
      .tag(
        "thead", [], .tag("tr", [], heads.map { .tag("th", [("scope", "col")], .text($0)) })),
      .tag("tbody", [], rows))
  }

  private func line(_ number: Int) -> String {
    contract.source.text(contract.source.span(ofLine: number))
  }

  private func detail(_ point: Coverage.Point) -> HTML {
    let isOneOfSeveral = coverage.points.contains {
      $0.span == point.span && $0.kind == .conditionDecides
    }
    let number = isOneOfSeveral ? " \(point.condition)" : ""
    let by =
      point.isExercised
      ? point.exercisedBy.joined(separator: tongue(", ", "、")) : tongue("never", "なし")
    return .tag(
      "li", [],
      .text(
        (point.isExercised ? "● " : "○ ") + point.kind.words[tongue] + number + ": " + by))
  }
}
