import Contract
import Diagnostics
import Language
import Quantities
import Settlement

/// What is proved about a contract, in words of one language.
public struct ProofText: Sendable {
  public let contract: Contract
  public let tongue: Tongue
  private let quantities: QuantityText

  /// A writer for a contract and a language.
  public init(_ contract: Contract, _ tongue: Tongue) {
    self.contract = contract
    self.tongue = tongue
    quantities = contract.quantities(in: tongue)
  }

  /// `attendance at least 70.0 percent → attendance_level 100 percent → cap 16,200,000 yen (line 75)`
  func path(_ steps: [PathStep]) -> String {
    var text = ""
    for step in steps {
      let isBeginning = if case .figure = step { true } else { false }
      if !text.isEmpty { text += isBeginning ? words(", ", "、") : " → " }
      text += self.step(step)
    }
    return text
  }

  /// One step of a path.
  private func step(_ step: PathStep) -> String {
    switch step {
    case .figure(let reference, let interval):
      let id = contract.id(of: reference)
      return name(reference) + " "
        + quantities.interval(
          interval, contract.unit(of: reference), decimals: contract.decimals(of: id))
    case .value(let reference, let value): return name(reference) + " " + text(value, reference)
    case .limit(let isCap, let limit, let span):
      let label = isCap ? LabelWord.cap[tongue] : LabelWord.floor[tongue]
      return "\(label) \(money(limit)) \(line(span))"
    }
  }

  /// `0 yen` or, where nothing limits it, `no limit`.
  private func end(_ interval: Interval, _ side: Side) -> String {
    switch (side, interval.end(side)) {
    case (_, let end?):
      let text = money(end.value)
      if end.isIncluded { return text }
      return side == .most
        ? words("below \(text)", "\(text)未満") : words("above \(text)", "\(text)超")
    case (_, nil): return words("no limit", "限度なし")
    }
  }

  /// `12,000,000 yen`, `0 to 3,000,000 yen`; `at most` where it is not shown that the end is reached.
  public func range(_ reach: Reach) -> String {
    let interval = reach.interval
    if interval.lower == interval.upper, let single = interval.lower { return money(single) }
    var least = end(interval, .least)
    if let lower = interval.lower, interval.includesLower, interval.upper != nil {
      least = quantities.numeral(lower)
    }
    if interval.lower != nil, !reach.reachesLeast {
      least = words("at least \(least)", "\(least)以上")
    }
    var most = end(interval, .most)
    if interval.upper != nil, !reach.reachesMost { most = words("at most \(most)", "\(most)以下") }
    return words("\(least) to \(most)", "\(least)～\(most)")
  }

  /// `reach_fee: reach at least 667 persons → cap 3,000,000 yen (line 84)`, or why there is no limit;
  /// nil for a fixed amount.
  public func most(_ proof: PaymentProof) -> String? {
    let how = proof.reach.interval.upper == nil ? noLimit(proof) : path(proof.path)
    return how.isEmpty ? nil : "\(name(.payment(proof.payment))): \(how)"
  }

  /// Why there is no limit, and what would make one.
  private func noLimit(_ proof: PaymentProof) -> String {
    let names = proof.unbounded.map(name).joined(separator: words(", ", "、"))
    if let forEach = contract.payments[proof.payment].forEach,
      proof.unbounded == [.indicator(forEach)]
    {
      // The limits of payees are as many as there are groups.
      if contract.settlement.forEach != nil {
        return words("the number of groups of \(names) has no limit", "\(names)の区分の数に限度がない")
      }
      return words(
        "the number of groups of \(names) has no limit; a 'year cap' would set one",
        "\(names)の区分の数に限度がない(「年度上限」で定められる)")
    }
    if names.isEmpty {
      return words("a 'cap' would set a limit", "「上限」の行で定められる")
    }
    return words(
      "\(names) has no limit; a 'cap' line would set one",
      "\(names)に限度がない(「上限」の行で定められる)")
  }

  /// `rises with reach; falls with cost`
  public func movements(_ proof: PaymentProof) -> String {
    func names(_ kind: IndicatorMovement.Kind) -> String? {
      let found = proof.movements.filter { $0.kind == kind }.map { name($0.indicator) }
      return found.isEmpty ? nil : found.joined(separator: words(", ", "、"))
    }
    let parts = [
      names(.rising).map { words("rises with \($0)", "\($0)に応じて増加") },
      names(.falling).map { words("falls with \($0)", "\($0)に応じて減少") },
      names(.turning).map { words("rises and falls with \($0)", "\($0)に応じて増減") },
      names(.constant).map { words("does not depend on \($0)", "\($0)によらない") },
      names(.notShown).map { words("not shown for \($0)", "\($0)については示せない") },
    ].compactMap { $0 }
    return parts.isEmpty ? words("fixed", "定額") : parts.joined(separator: words("; ", "、"))
  }

  /// `rate 59.9 → 60.0 percent: at most 700,000 → 500,000 yen, 200,000 yen less`
  public func loss(_ loss: IndicatorMovement.Loss) -> String {
    let (before, after) = (money(loss.before), money(loss.after))
    let less = money(loss.before - loss.after)
    let (from, to) = (
      place(loss.turn.before, loss.turn.figure), place(loss.turn.after, loss.turn.figure)
    )
    return words(
      "\(name(loss.turn.figure)) from \(from) to \(to): the most falls from \(before) to \(after), \(less) less",
      "\(name(loss.turn.figure))が\(from)から\(to)になると、最大額が\(before)から\(after)に\(less)減少")
  }

  /// `60.0 percent`, `just below 60.0 percent`
  private func place(_ place: Turn.Place, _ figure: FigureReference) -> String {
    let value = text(place.value, figure)
    switch place.side {
    case .at: return value
    case .below: return words("just below \(value)", "\(value)未満")
    case .above: return words("just above \(value)", "\(value)超")
    }
  }

  /// More of a figure; of a grade, a better one.
  public func more(_ reference: FigureReference) -> String {
    contract.isGrade(reference)
      ? words("a better '\(name(reference))'", "「\(name(reference))」が良くなる")
      : words("more of '\(name(reference))'", "「\(name(reference))」が増える")
  }

  public func name(_ reference: FigureReference) -> String {
    contract.name(contract.declaration(of: reference), in: tongue)
  }

  /// `(line 71)`
  public func line(_ span: Span) -> String {
    let number = contract.source.position(span.start).line
    return words("(line \(number))", "(\(number)行目)")
  }

  public func money(_ value: Exact) -> String { quantities.text(value, contract.currency) }

  private func text(_ value: Exact, _ reference: FigureReference) -> String {
    quantities.text(
      value, contract.unit(of: reference),
      decimals: contract.decimals(of: contract.id(of: reference)))
  }

  private func words(_ en: String, _ ja: String) -> String { tongue == .en ? en : ja }
}
