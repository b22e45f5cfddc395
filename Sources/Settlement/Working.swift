import Contract
import Diagnostics
import Execution
import Language
import Quantities

/// How a figure was made, on one line of text.
public struct Working: Sendable {
  public let contract: Contract
  public let tongue: Tongue
  /// Whether figures are shown with their names, or by their values alone.
  public let showsNames: Bool
  /// Whether the clause stands at the end.
  public let showsClause: Bool
  private let quantities: QuantityText

  /// A writer for a contract and a language.
  public init(
    contract: Contract, tongue: Tongue, showsNames: Bool, showsClause: Bool = true
  ) {
    self.contract = contract
    self.tongue = tongue
    self.showsNames = showsNames
    self.showsClause = showsClause
    self.quantities = contract.quantities(in: tongue)
  }

  /// The line for a figure; nil for one that was given, measured or counted.
  public func line(_ figure: Figure) -> String? {
    switch figure.derivation {
    case .given, .measured, .countOf: return nil
    case .formula(let term):
      return finish(expression(term) + " = " + quantities.text(term.value, figure.unit), figure)
    case .row(let row):
      let from = name(row.input) + " " + recorded(row.input, row.value, row.inputUnit)
      let to = name(figure.id) + " " + quantities.text(figure.value, figure.unit)
      return "\(from) → \(to)" + note(figure, rowNote(row))
    case .priced(let units):
      let from = name(units.input) + " " + recorded(units.input, units.count, units.inputUnit)
      let sums = units.bands.map { ranks($0) }
      let sum = sums.isEmpty ? "" : " → " + sums.joined(separator: tongue == .en ? "; " : "、")
      return "\(from)\(sum) = \(quantities.text(figure.value, figure.unit))" + note(figure, [])
    case .weighted(let parts):
      let products = parts.map {
        quantities.numeral($0.weight * Exact(unscaled: 1, scale: 2)) + " × "
          + (showsNames ? name($0.figure) + " " : "")
          + quantities.numeral($0.value, decimals: contract.decimals(of: $0.figure))
      }
      let sum = figure.roundings.first?.before ?? figure.value
      let result =
        figure.roundings.isEmpty ? quantities.text(sum, figure.unit) : quantities.numeral(sum)
      let weight = parts.reduce(Exact(0)) { $0 + $1.weight } * Exact(unscaled: 1, scale: 2)
      let total = products.joined(separator: " + ")
      // Weights of parts that are stopped are shared out.
      let all = weight == 1 ? total : "(\(total)) ÷ \(quantities.numeral(weight))"
      return finish(all + " = " + result, figure, sharedOut(figure, parts))
    case .sumOverKeys(let parts):
      let keys = parts.map { showsNames ? name($0) : ($0.key?.text ?? $0.name) }
      return keys.joined(separator: " + ") + " = " + quantities.text(figure.value, figure.unit)
        + note(figure, [])
    case .part(let part): return divided(part, figure) + note(figure, [])
    case .lines(let steps): return lines(steps, of: figure)
    }
  }

  /// `no. 1–30 at 41,000 yen rising 2,000 yen: 2,100,000 yen`
  private func ranks(_ band: PricedUnits.Band) -> String {
    let (low, high) = (band.ranks.lowerBound, band.ranks.upperBound)
    let span =
      quantities.numeral(low)
      + (low == high ? "" : (tongue == .en ? "–" : "～") + quantities.numeral(high))
    let place = tongue == .en ? "no. \(span)" : "第\(span)"
    let step = quantities.text(band.rising.magnitude, contract.currency)
    let word: ValueWord = band.rising.signum < 0 ? .falling : .rising
    let change = band.rising.isZero || low == high ? "" : " \(word[tongue]) \(step)"
    let price = quantities.text(band.first, contract.currency)
    let sum = quantities.text(band.sum, contract.currency)
    return tongue == .en
      ? "\(place) at \(price)\(change): \(sum)" : "\(place) 単価\(price)\(change): \(sum)"
  }

  /// An expression with its values.
  public func expression(_ term: Term) -> String { text(of: term, inside: nil) }

  /// One line of a payment or of the settlement in words, without the amounts before and after it.
  public func words(_ kind: LineStep.Kind) -> String {
    let isEnglish = tongue == .en
    switch kind {
    case .amount(let term): return expression(term)
    case .notDue(let years, let periods):
      func list(_ numbers: [Int]) -> String {
        numbers.map(String.init).joined(separator: isEnglish ? ", " : "・")
      }
      let ofYears = years.isEmpty ? "" : isEnglish ? " in \(list(years))" : "\(list(years))年度"
      let ofPeriods =
        periods.isEmpty
        ? "" : isEnglish ? " in period \(list(periods))" : "第\(list(periods))期"
      let separator = ofYears.isEmpty || ofPeriods.isEmpty ? "" : isEnglish ? "," : "の"
      return isEnglish
        ? "paid\(ofYears)\(separator)\(ofPeriods) only" : "\(ofYears)\(separator)\(ofPeriods)のみ支払"
    case .onlyIf(let conditions, let otherwise):
      let met = conditions.contains { $0.met }
      let share = quantities.text(otherwise, UnitAlgebra.percent)
      let paid = met || otherwise.isZero ? "" : isEnglish ? ", \(share) paid" : "、\(share)を支払"
      let judged = conditions.map(judged).joined(separator: isEnglish ? "; or " : "、または ")
      return (isEnglish ? "only if " : "支払条件 ") + judged + paid
    case .round(let step): return step.rule(contract.units)[tongue]
    case .remainder(let own, let left):
      let rule = ValueWord.largestFractionFirst[tongue]
      return isEnglish
        ? "plus \(money(own)) of the remainder \(money(left)), \(rule)"
        : "残額 \(money(left)) のうち \(money(own)) を加算(\(rule))"
    case .cap(let limit): return label(.cap) + " " + self.limit(limit)
    case .floor(let limit): return label(.floor) + " " + self.limit(limit)
    case .yearCap(let limit, let used, let includesTax):
      return label(.yearCap) + " " + money(limit) + spent(used) + taxNote(includesTax)
    case .termCap(let limit, let used, let includesTax):
      return label(.termCap) + " " + money(limit) + spent(used) + taxNote(includesTax)
    case .lessEarlier(let paid):
      let earlier = contract.settlement.periodMonths == nil ? "過年度精算額" : "既精算額"
      return isEnglish ? "less earlier settlements \(money(paid))" : "\(earlier) \(money(paid)) を控除"
    case .percentage(let percent, let id, let base, let included):
      let rate =
        included
        ? "\(quantities.numeral(percent)) ÷ \(quantities.numeral(percent + 100))"
        : quantities.text(percent, UnitAlgebra.percent)
      return "\(showsNames ? name(id) + " " : "")\(money(base)) × \(rate)"
    case .plus(let id, let value): return name(id) + " " + money(value)
    case .lessInterim(let paid):
      return isEnglish ? "less interim payments \(money(paid))" : "中間払 \(money(paid)) を控除"
    }
  }

  /// What earlier settlements have used of a limit.
  private func spent(_ used: Exact) -> String {
    guard !used.isZero else { return "" }
    return tongue == .en ? ", \(money(used)) used" : "、既支払 \(money(used))"
  }

  private func divided(_ part: SplitPart, _ figure: Figure) -> String {
    let amount = "\(name(part.amount)) \(money(part.value))"
    let result = money(figure.value)
    switch part.kind {
    case .share(let percent, let limit, let used):
      let most = limit.map { " → \(words($0))\(spent(used))" } ?? ""
      return "\(amount) × \(share(percent))\(most) = \(result)"
    case .remainder: return "\(amount) → \(ValueWord.remainder[tongue]) = \(result)"
    case .instalment(let number, let count):
      return tongue == .en
        ? "\(amount) ÷ \(count), instalment \(number) = \(result)"
        : "\(amount) ÷ \(count) 第\(number)回 = \(result)"
    }
  }

  /// `33.3 percent`; a part that no decimal is as a fraction: `1/3`.
  private func share(_ percent: Exact) -> String {
    guard percent.exactDecimals == nil, let part = percent.divided(by: 100) else {
      return quantities.text(percent, UnitAlgebra.percent)
    }
    return part.fraction
  }

  /// `in settlement year at most 10,000,000 yen`
  private func words(_ limit: Split.Limit) -> String {
    let scope: ValueWord =
      switch limit.scope {
      case .period: .inSettlementPeriod
      case .year: .inSettlementYear
      case .term: .inTermToDate
      }
    let most = quantities.interval(
      Interval(lower: nil, includesLower: false, upper: limit.amount, includesUpper: true),
      contract.currency)
    return "\(scope[tongue]) \(most)"
  }

  /// `rate at least 60 percent: 71 percent, met`
  private func judged(_ condition: JudgedCondition) -> String {
    let decimals = contract.decimals(of: condition.figure)
    func shown(_ value: Exact) -> String {
      quantities.text(value, condition.unit, decimals: decimals)
    }
    let isEnglish = tongue == .en
    let bound: String
    switch condition.bound {
    case .interval(let interval):
      bound = quantities.interval(interval, condition.unit, decimals: decimals)
    case .figure(let comparison, let other, let value):
      let target = "\(name(other)) (\(shown(value)))"
      bound =
        isEnglish ? "\(comparison.english) \(target)" : "\(target)\(comparison.japanese)"
    }
    let found = "\(name(condition.figure)) \(bound): \(shown(condition.value))"
    return isEnglish
      ? "\(found), \(condition.met ? "met" : "not met")"
      : "\(found)、\(condition.met ? "該当" : "非該当")"
  }

  /// A limit, with the arithmetic that makes it.
  private func limit(_ term: Term) -> String {
    if case .constant(let value, _) = term { return money(value) }
    return "\(expression(term)) = \(money(term.value))"
  }

  private func lines(_ steps: [LineStep], of figure: Figure) -> String {
    var out = ""
    for step in steps {
      switch step.kind {
      case .amount, .percentage:
        if out.isEmpty {
          out = words(step.kind) + " = " + quantities.text(step.after, figure.unit)
        } else {
          out += " + " + words(step.kind)
        }
      case .plus:
        out += (out.isEmpty ? "" : " + ") + words(step.kind)
      case .lessInterim(let paid): out += " − " + money(paid)
      case .notDue: out = words(step.kind) + " = " + quantities.text(step.after, figure.unit)
      case .lessEarlier, .onlyIf, .round, .remainder, .cap, .floor, .yearCap, .termCap:
        if step.acted {
          out += " → " + words(step.kind) + " = " + quantities.text(step.after, figure.unit)
        }
      }
    }
    if case .plus? = steps.first?.kind, steps.count > 1 {
      out += " = " + quantities.text(figure.value, figure.unit)
    }
    return out + note(figure, [])
  }

  /// `weight shared out: heart_points`: the parts of a score that are stopped.
  private func sharedOut(_ figure: Figure, _ parts: [WeightedPart]) -> [String] {
    guard let reference = figure.reference else { return [] }
    let stopped = contract.needs(of: reference).map { contract.id(of: $0).name }.filter { name in
      !parts.contains { $0.figure.name == name }
    }
    guard !stopped.isEmpty else { return [] }
    let names = stopped.map { name(FigureID($0)) }.joined(separator: tongue == .en ? ", " : "・")
    return [tongue == .en ? "stopped, weight shared out: \(names)" : "中止し重みを按分: \(names)"]
  }

  /// Adds what `record` did, and the clause.
  private func finish(_ text: String, _ figure: Figure, _ more: [String] = []) -> String {
    guard let step = figure.roundings.first else { return text + note(figure, more) }
    let recorded = quantities.text(step.after, figure.unit, decimals: step.decimals)
    let rule = step.mode.words[tongue]
    return text
      + (tongue == .en ? " → recorded \(recorded), \(rule)" : " → 記録 \(recorded)、\(rule)")
      + note(figure, more)
  }

  private func rowNote(_ row: RowChoice) -> [String] {
    var words = [tongue == .en ? "row \(row.number)" : "\(row.number)行目"]
    if case .linear = row.result { words.append(ValueWord.linear[tongue]) }
    if let grade = row.grade { words.append("\(ValueWord.grade[tongue]) \(grade[tongue])") }
    return words
  }

  private func note(_ figure: Figure, _ more: [String]) -> String {
    let clause = showsClause ? figure.clause.map { $0.text(in: tongue) } : nil
    let parts = (clause.map { [$0] } ?? []) + more
    guard !parts.isEmpty else { return "" }
    return " (" + parts.joined(separator: tongue == .en ? ", " : "、") + ")"
  }

  private func text(of term: Term, inside outer: Term.Operation?) -> String {
    switch term {
    case .constant(let value, let unit):
      // The first factor of a product shows its unit only if it is a price for something.
      return outer == .multiply && unit == contract.currency
        ? quantities.numeral(value) : quantities.text(value, unit)
    case .figure(let id, let value, let unit):
      return (showsNames ? name(id) + " " : "") + recorded(id, value, unit)
    case .previousYear(let id, let value, let unit, let isFirstYear):
      let word: ValueWord = isFirstYear ? .firstYear : .previousYear
      return "\(word[tongue]) " + (showsNames ? name(id) + " " : "") + recorded(id, value, unit)
    case .settlementMonths(let value, let unit), .periodMonths(let value, let unit),
      .interimPayments(let value, let unit), .monthsToDate(let value, let unit):
      return quantities.text(value, unit)
    case .share(let id, let value, let unit, let total, _):
      let parts = "\(recorded(id, value, unit)) ÷ \(quantities.text(total, unit))"
      return ValueWord.shareOf[tongue] + " " + (showsNames ? name(id) + " " : "") + "(\(parts))"
    case .operation(let operation, let terms, _, _):
      let inner = terms.map { text(of: $0, inside: operation) }
      let separator = tongue == .en ? ", " : "、"
      switch operation {
      case .add: return grouped(inner.joined(separator: " + "), outer, atLeast: .multiply)
      case .subtract: return grouped(inner.joined(separator: " − "), outer, atLeast: .subtract)
      case .multiply: return grouped(inner.joined(separator: " × "), outer, atLeast: .divide)
      case .divide: return grouped(inner.joined(separator: " ÷ "), outer, atLeast: .divide)
      case .negate: return "−" + inner.joined()
      case .greaterOf, .lesserOf, .concentration:
        return word(operation) + "(" + inner.joined(separator: separator) + ")"
      }
    }
  }

  /// Parentheses where the operation around an expression binds it more strongly.
  private func grouped(
    _ text: String, _ outer: Term.Operation?, atLeast weakest: Term.Operation
  ) -> String {
    func strength(_ operation: Term.Operation) -> Int {
      switch operation {
      case .add: 1
      case .subtract: 2
      case .multiply: 3
      case .divide: 4
      case .negate: 5
      case .greaterOf, .lesserOf, .concentration: 0
      }
    }
    guard let outer, strength(outer) > 0 else { return text }
    let needs = strength(outer) >= strength(weakest)
    return needs ? "(\(text))" : text
  }

  private func word(_ operation: Term.Operation) -> String {
    switch operation {
    case .greaterOf: ValueWord.greaterOf[tongue]
    case .lesserOf: ValueWord.lesserOf[tongue]
    default: ValueWord.concentration[tongue]
    }
  }

  private func recorded(_ id: FigureID, _ value: Exact, _ unit: Unit) -> String {
    quantities.text(value, unit, decimals: contract.decimals(of: id))
  }

  private func name(_ id: FigureID) -> String { contract.name(of: id, in: tongue) }
  private func money(_ value: Exact) -> String { quantities.text(value, contract.currency) }
  private func label(_ word: LabelWord) -> String { word[tongue] }

  private func taxNote(_ includesTax: Bool) -> String {
    guard let tax = contract.settlement.tax else { return "" }
    return tongue == .en
      ? includesTax || tax.isIncluded ? " (with tax)" : " (without tax)"
      : includesTax || tax.isIncluded ? "(税込)" : "(税抜)"
  }
}
