import Diagnostics
import Plots
import Quantities
import Settlement

extension AnalysisReport {
  /// The combinations with what each means for either party.
  var design: [HTML] {
    [section("candidates", tongue("Combinations", "組合せ"), [asked, forest, candidates, rows])]
  }

  /// Combinations that a picture shows.
  private static let shownCandidates = 24

  /// A combination by the numbers of its parameters; nil where the contract does not hold.
  private var combinations: [(numerals: [String], item: JSONValue?)] {
    let axes = (document["axes"]?.elements ?? []).map { axis in
      (axis["numerals"]?.elements ?? []).compactMap(\.string)
    }
    return (document["candidates"]?.elements ?? []).enumerated().map { index, item in
      var rest = index
      var numerals: [String] = []
      for axis in axes.reversed() where !axis.isEmpty {
        numerals.insert(axis[rest % axis.count], at: 0)
        rest /= axis.count
      }
      return (numerals, item["expected"] == nil ? nil : item)
    }
  }

  private var budget: Exact? { exact(document["budget"]) }
  private var least: Exact? { exact(document["least"]) }

  private func letter(_ place: Int) -> String { ["A", "B", "C"][place % 3] }

  /// What is moved, and what is asked.
  private var asked: HTML {
    var facts: [(String, String)] = (document["axes"]?.elements ?? []).enumerated().map {
      (letter($0), $1["name"]?.string ?? "")
    }
    if let budget {
      facts.append(
        (tongue("The city pays at most (95%)", "発注者の支払の上限(95%)"), money(budget)))
    }
    if let least {
      facts.append(
        (tongue("The contractor receives at least (95%)", "受託者の受取の下限(95%)"), money(least)))
    }
    if budget != nil || least != nil {
      facts.append(
        (
          tongue("Combinations that hold this", "条件を満たす組合せ"),
          tongue(
            "\(count(document["fitting"]?.integer ?? 0)) of \(count(Int64(combinations.count)))",
            "\(count(Int64(combinations.count)))通りのうち\(count(document["fitting"]?.integer ?? 0))通り")
        ))
    }
    return .tag(
      "dl", [],
      facts.flatMap { [HTML.tag("dt", [], .text($0.0)), .tag("dd", [], .text($0.1)), .newline] })
  }

  /// Whether a combination holds what is asked.
  private func fits(_ item: JSONValue) -> Bool {
    item["holds"] != .bool(false) && item["suffices"] != .bool(false)
  }

  private var forest: HTML {
    let valid = combinations.compactMap { own in own.item.map { (own.numerals, $0) } }
    let fitting = valid.filter { fits($0.1) }
    let isSome = valid.count > Self.shownCandidates
    let shown = (isSome ? fitting : valid).prefix(Self.shownCandidates)
    let rows = shown.compactMap { numerals, item -> Forest.Row? in
      guard let expected = exact(item["expected"]) else { return nil }
      return Forest.Row(
        label: numerals.enumerated().map { "\(letter($0)) \($1)" }.joined(separator: ", "),
        estimate: expected, low: exact(item["low"]), high: exact(item["high"]),
        recorded: expected, text: numeral(expected),
        thresholds: [budget, least].compactMap { $0 })
    }
    guard !rows.isEmpty else { return HTML() }
    let title =
      isSome
      ? tongue(
        "Expected amount due, from the 5 to the 95 percent quantile, of the first \(rows.count) combinations that hold",
        "差引支払額の期待値と5%点から95%点まで(条件を満たす最初の\(rows.count)通り)")
      : tongue(
        "Expected amount due, from the 5 to the 95 percent quantile", "差引支払額の期待値と5%点から95%点まで")
    let plot = Forest(
      title: title,
      description: rows.map { "\($0.label): \($0.text)" }.joined(separator: tongue("; ", "、"))
        + tongue(".", "。"),
      rows: rows, axis: axis(tongue("amount due", "差引支払額")), showsZero: false)
    // The table below has the same figures.
    return .figure(plot.picture, name: "combinations", table: nil, summary: tableSummary)
  }

  private var heading: String {
    (0..<(document["axes"]?.elements.count ?? 0)).map(letter).joined(separator: " / ")
  }

  /// What each combination means for either party.
  private var candidates: HTML {
    let asks = budget != nil || least != nil
    let isUnpaid = combinations.contains { own in
      own.item.flatMap { exact($0["withoutPayment"]) }.map { !$0.isZero } ?? false
    }
    var heads: [(text: String, isNumber: Bool)] = [(text: heading, isNumber: false)]
    var words = [
      tongue("expected", "期待値"), "5%", "95%", tongue("city at risk", "発注者のリスク額"),
      tongue("contractor at risk", "受託者のリスク額"),
    ]
    if isUnpaid { words.append(tongue("no payment", "支払なし")) }
    for text in words { heads.append((text: text, isNumber: true)) }
    if asks { heads.append((text: tongue("holds", "可否"), isNumber: false)) }
    var table = HTMLTable(
      caption: tongue("Combinations of thresholds and prices", "基準値と単価の組合せ"), heads: heads)
    for (numerals, item) in combinations {
      let head = numerals.joined(separator: " / ")
      guard let item else {
        var cells: [HTMLTable.Cell] = [.text(tongue("not valid", "不成立"))]
        for _ in 2..<heads.count { cells.append(.text("")) }
        table.add(head, cells)
        continue
      }
      var cells: [HTMLTable.Cell] = []
      for member in ["expected", "low", "high", "city", "contractor"] {
        cells.append(.number(exact(item[member]).map { numeral($0) } ?? "–"))
      }
      if isUnpaid { cells.append(.number(percent(exact(item["withoutPayment"])))) }
      if asks { cells.append(.text(verdict(item))) }
      table.add(head, cells)
    }
    return table.html
  }

  /// How likely each row of the tables is.
  private var rows: HTML {
    let names = (document["tableNames"]?.elements ?? []).map { words($0) }
    guard !names.isEmpty else { return HTML() }
    var heads: [(text: String, isNumber: Bool)] = [(text: heading, isNumber: false)]
    for name in names { heads.append((text: name, isNumber: false)) }
    var table = HTMLTable(
      caption: tongue(
        "Share of the replicates in each row, from the first to the last, in percent",
        "各段に達する割合(最初の段から順に、%)"), heads: heads)
    for (numerals, item) in combinations {
      guard let item else { continue }
      var cells: [HTMLTable.Cell] = []
      for rows in item["rows"]?.elements ?? [] {
        let shares = rows.elements.map { share in
          exact(share).map { QuantityText.numeral(($0 * 100).rounded(.halfUp, decimals: 0)) }
            ?? "–"
        }
        cells.append(.text(shares.joined(separator: " / ")))
      }
      table.add(numerals.joined(separator: " / "), cells)
    }
    return table.html
  }

  private func verdict(_ item: JSONValue) -> String {
    var words: [String] = []
    switch item["holds"] {
    case .bool(true)?: words.append(tongue("budget yes", "予算 可"))
    case .bool(false)?: words.append(tongue("budget NO", "予算 超過"))
    default: break
    }
    switch item["suffices"] {
    case .bool(true)?: words.append(tongue("least yes", "下限 可"))
    case .bool(false)?: words.append(tongue("least NO", "下限 不足"))
    default: break
    }
    return words.joined(separator: tongue(", ", "、"))
  }
}
