import Contract
import Execution
import Plots
import Quantities
import Settlement

extension SettlementReport {
  var indicators: [HTML] {
    forests + contract.achievements.indices.compactMap(curve) + funnels + [statement.achievements]
  }

  // MARK: - Achievement

  /// The curve of an achievement table with where the figures of the period stand on it.
  func curve(_ index: Int) -> HTML? {
    let achievement = contract.achievements[index]
    let measured = contract.declaration(of: achievement.measured)
    let decimals = contract.decimals(of: FigureID(measured.name))
    let reached = settlement.figures.filter { $0.reference == .achievement(index) }
    let standings = reached.compactMap { standing($0, decimals: decimals) }
    let pieces = achievement.rows.compactMap { piece($0, achievement) }
    guard !pieces.isEmpty, !reached.isEmpty else { return nil }
    let heading = title(achievement.declaration)
    var table = HTMLTable(
      caption: heading,
      heads: [
        (title(measured), false), (heading, true), (tongue("This period", "この期間"), false),
      ])
    for (place, row) in achievement.rows.enumerated() {
      let here = reached.filter { figure in
        if case .row(let choice) = figure.derivation { choice.number == place + 1 } else { false }
      }.map { figure in
        [figure.id.key?.text, input(of: figure).map(statement.amount)].compactMap { $0 }
          .joined(separator: " ")
      }
      table.add(
        quantities.interval(row.interval, achievement.inputUnit, decimals: decimals),
        [
          .number(result(row, achievement)),
          .text(here.isEmpty ? "" : "◆ " + here.joined(separator: tongue(", ", "、"))),
        ])
    }
    let plot = StepCurve(
      title: heading,
      description: list(standings.map(\.label)),
      pieces: pieces, standings: standings, across: axis(title(measured), achievement.inputUnit),
      up: axis(heading, achievement.unit))
    return .figure(
      plot.picture, name: "achievement-\(index + 1)", table: table, summary: tableSummary)
  }

  /// The figure that an achievement was read off.
  private func input(of figure: Figure) -> Figure? {
    switch figure.derivation {
    case .row(let choice): settlement[choice.input]
    case .priced(let units): settlement[units.input]
    default: nil
    }
  }

  private func standing(_ figure: Figure, decimals: Int) -> StepCurve.Standing? {
    let key = figure.id.key.map { $0.text + " " } ?? ""
    switch figure.derivation {
    case .row(let choice):
      let beside = settlement[choice.input].map(uncertainty)
      return StepCurve.Standing(
        value: choice.value, result: figure.value,
        label: key + quantities.text(choice.value, choice.inputUnit, decimals: decimals) + " → "
          + statement.amount(figure),
        low: beside?.low, high: beside?.high)
    case .priced(let units):
      return StepCurve.Standing(
        value: units.count, result: nil,
        label: key + quantities.text(units.count, units.inputUnit) + " → "
          + statement.amount(figure))
    default: return nil
    }
  }

  private func piece(_ row: AchievementRow, _ achievement: Achievement) -> StepCurve.Piece? {
    let ends: (Exact, Exact)
    switch row.result {
    case .fixed(let value): ends = (value, value)
    case .linear(let from, let to): ends = (from, to)
    case .each(let first, let rising):
      let ranks = row.ranks
      let last = ranks.last.map { first + rising * ($0 - ranks.first) }
      ends = (first, last ?? first)
    }
    return StepCurve.Piece(
      lower: row.interval.lower, includesLower: row.interval.includesLower,
      upper: row.interval.upper, includesUpper: row.interval.includesUpper, from: ends.0,
      to: ends.1)
  }

  private func result(_ row: AchievementRow, _ achievement: Achievement) -> String {
    switch row.result {
    case .fixed(let value): quantities.text(value, achievement.unit)
    case .linear(let from, let to):
      quantities.numeral(from) + tongue(" to ", "～") + quantities.text(to, achievement.unit)
    case .each(let first, _):
      tongue("each ", "1件につき ") + quantities.text(first, achievement.unit)
    }
  }

  // MARK: - Uncertainty

  /// What the record says of how sure a figure is: its limit, else a standard error to each side.
  private func uncertainty(_ figure: Figure) -> (estimate: Exact, low: Exact?, high: Exact?) {
    func beside(_ label: String) -> Exact? { settlement[figure.id.count(label)]?.value }
    let estimate = beside("estimate") ?? figure.value
    let (lower, upper) = (beside("lower limit"), beside("upper limit"))
    if lower != nil || upper != nil { return (estimate, lower, upper) }
    guard let error = beside("standard error") else { return (estimate, nil, nil) }
    return (estimate, estimate - error, estimate + error)
  }

  /// The estimates of each unit against the bounds of the tables that they decide.
  private var forests: [HTML] {
    let estimates = settlement.figures.filter { figure in
      if case .measured(let source) = figure.derivation { source.account != nil } else { false }
    }
    var units: [Quantities.Unit] = []
    for figure in estimates where !units.contains(figure.unit) { units.append(figure.unit) }
    guard !units.isEmpty else { return [] }
    return units.enumerated().map { place, unit in
      forest(estimates.filter { $0.unit == unit }, unit, number: place + 1)
    } + [forestKey]
  }

  private func forest(_ figures: [Figure], _ unit: Quantities.Unit, number: Int) -> HTML {
    let word = quantities.word(unit)
    let heading =
      tongue("Estimates and thresholds", "推定値と基準値")
      + (word.isEmpty ? "" : tongue(" (", "(") + word + tongue(")", ")"))
    let rows = figures.map { figure in
      let (estimate, low, high) = uncertainty(figure)
      return Forest.Row(
        label: name(figure.id), estimate: estimate, low: low, high: high, recorded: figure.value,
        text: statement.amount(figure), thresholds: thresholds(of: figure, in: settlement))
    }
    var table = HTMLTable(
      caption: heading,
      heads: [
        (tongue("Figure", "数値"), false), (tongue("Recorded", "確定値"), true),
        (tongue("Estimate", "推定値"), true), (tongue("Standard error", "標準誤差"), true),
        (tongue("Limit", "信頼限界"), true), (tongue("Thresholds", "基準値"), false),
      ])
    for figure in figures {
      func beside(_ label: String) -> String? {
        settlement[figure.id.count(label)].map { quantities.text($0.value, $0.unit) }
      }
      let own = thresholds(of: figure, in: settlement).map {
        quantities.text($0, unit, decimals: contract.decimals(of: figure.id))
      }
      table.add(
        name(figure.id),
        [
          .number(statement.amount(figure)), .number(beside("estimate") ?? "–"),
          .number(beside("standard error") ?? "–"),
          .number(beside("lower limit") ?? beside("upper limit") ?? "–"),
          .text(own.isEmpty ? "–" : own.joined(separator: tongue(", ", "、"))),
        ])
    }
    let plot = Forest(
      title: heading,
      description: list(rows.map { $0.label + " " + $0.text })
        + tongue(
          " Squares are estimates, lines their limits or one standard error to each side, diamonds the "
            + "figures paid on, dashed lines the thresholds.",
          "四角は推定値、線は信頼限界又は標準誤差一つ分の幅、ひし形は支払に用いる値、破線は基準値です。"),
      rows: rows, axis: axis(tongue("estimate", "推定値"), unit), showsZero: true)
    return .figure(
      plot.picture, name: "forest-\(number)", table: table, summary: tableSummary)
  }

  private var forestKey: HTML {
    .tag(
      "p", class: "note",
      tongue(
        "■ estimate; line: to the confidence limit that the contract pays on, else one standard error to "
          + "each side; ◆ the figure paid on, where it is another; dashed: thresholds of the contract.",
        "■ 推定値。線は契約が支払に用いる信頼限界まで、それがなければ標準誤差一つ分の幅。◆ は推定値と異なる場合の支払に用いる値。破線は契約の基準値。"
      ))
  }

  /// The bounds of the rows of the tables that a figure decides.
  func thresholds(of figure: Figure, in settlement: Settlement) -> [Exact] {
    let bounds = settlement.contract.achievements.filter { $0.measured == figure.reference }
      .flatMap { $0.rows.flatMap { [$0.interval.lower, $0.interval.upper] } }.compactMap { $0 }
    return Set(bounds).sorted()
  }

  // MARK: - Providers

  /// Rates of several providers, schools or months of different size, against the rate of all where the
  /// contract has it.
  private var funnels: [HTML] {
    contract.indicators.indices.compactMap(funnel)
  }

  private func funnel(_ index: Int) -> HTML? {
    let indicator = contract.indicators[index]
    guard case .rate = indicator.kind, indicator.grouping != nil else { return nil }
    let figures = settlement.figures.filter { $0.reference == .indicator(index) }
    let sized = figures.compactMap { figure -> (Figure, Figure)? in
      settlement[figure.id.count("denominator")].map { (figure, $0) }
    }
    let target = highestThreshold(of: figures.first)
    guard sized.count >= 3, let target else { return nil }
    let heading = title(indicator.declaration)
    let plot = Funnel(
      title: heading,
      description: list(
        sized.map { figure, size in
          (figure.id.key?.text ?? "") + " " + statement.amount(figure) + tongue(" of ", " / ")
            + quantities.text(size.value, size.unit)
        }),
      units: sized.map { figure, size in
        Funnel.Unit(label: figure.id.key?.text ?? "", size: size.value, rate: figure.value)
      }, target: target,
      across: axis(tongue("among", "分母"), sized.first?.1.unit ?? .number),
      up: axis(heading, indicator.unit),
      words: (
        tongue("line: threshold", "線: 基準値"),
        tongue("curves: 95%, 99.8% by chance", "曲線: 偶然による幅95%・99.8%")
      ))
    return .figure(plot.picture, name: "funnel-\(index + 1)", table: nil, summary: tableSummary)
  }

  /// The highest bound of the tables that a rate decides.
  private func highestThreshold(of figure: Figure?) -> Exact? {
    figure.flatMap { thresholds(of: $0, in: settlement).last { $0 > 0 && $0 < 100 } }
  }
}
