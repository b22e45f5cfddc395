import Contract
import Diagnostics
import Proofs

/// The text of a contract line by line, each line that decides money marked by whether it was exercised.
struct CoveredText {
  private let coverage: Coverage
  private let contract: Contract
  private let tongue: Tongue
  /// The points of each line of the text, from 1.
  private let points: [Int: [Coverage.Point]]
  /// What stands beside each line of the text, from 1.
  private let notes: [Int: [String]]

  /// - Parameter contract: the contract as signed, whose text is shown.
  init(_ coverage: Coverage, of contract: Contract, tongue: Tongue, notes: [Int: [String]] = [:]) {
    self.coverage = coverage
    self.contract = contract
    self.tongue = tongue
    self.notes = notes
    points = Dictionary(grouping: coverage.points) { contract.source.line(at: $0.span.start) }
  }

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
    .tag("span", class: "state", state.mark + " " + state.words[tongue])
  }

  /// What the marks mean.
  var key: HTML {
    .tag(
      "ul", [("class", "key"), ("aria-label", tongue("Marks", "凡例"))],
      State.allCases.map { .tag("li", [("class", $0.name)], mark($0)) })
  }

  /// The text line by line.
  var table: HTML {
    let heads =
      [
        tongue("Line", "行"), tongue("Contract", "契約文"), tongue("What was exercised", "網羅の内訳"),
      ] + (notes.isEmpty ? [] : [tongue("Figures", "数値")])
    let rows = (1...max(contract.source.lineCount, 1)).map { number -> HTML in
      let own = points[number] ?? []
      let state = own.isEmpty ? nil : State(own)
      let cells: [HTML] =
        [
          .tag("th", [("scope", "row")], .text(String(number))),
          .tag("td", [], .tag("code", language, .text(line(number)))),
          .tag(
            "td", [], state.map(mark) ?? HTML(),
            own.isEmpty
              ? HTML() : .tag("ul", [], own.map { detail($0, among: own) })),
        ] + (notes.isEmpty ? [] : [.tag("td", [("class", "figures")], list(notes[number] ?? []))])
      return .tag("tr", state.map { [("class", $0.name)] } ?? [], cells + [.newline])
    }
    return .tag(
      "table", [("class", "covered")],
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

  /// The contract's own language, where the page has another.
  private var language: [(name: String, value: String)] {
    contract.tongue == tongue ? [] : [("lang", contract.tongue.rawValue)]
  }

  private func list(_ notes: [String]) -> HTML {
    notes.isEmpty ? HTML() : .tag("ul", [], notes.map { .tag("li", [], .text($0)) })
  }

  private func line(_ number: Int) -> String {
    contract.source.text(contract.source.span(ofLine: number))
  }

  /// - Parameter line: all points of the line, of which several are told apart by their number or their text.
  private func detail(_ point: Coverage.Point, among line: [Coverage.Point]) -> HTML {
    let number = line.contains { $0.span == point.span && $0.number > 1 } ? " \(point.number)" : ""
    let text =
      line.contains { $0.text != point.text }
      ? tongue(" (", "(") + point.text + tongue(")", ")") : ""
    let by =
      point.isExercised
      ? point.exercisedBy.joined(separator: tongue(", ", "、")) : tongue("never", "なし")
    return .tag(
      "li", [],
      .text(
        (point.isExercised ? "● " : "○ ") + point.kind.words[tongue] + number + text + ": " + by))
  }
}
