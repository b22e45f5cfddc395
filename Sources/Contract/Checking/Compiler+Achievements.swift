import Diagnostics
import Language
import Quantities

extension Compiler {
  /// The checked achievement table at an index; nil if it has errors.
  func achievement(_ index: Int, from span: Span?) -> Achievement? {
    switch achievementStates[index] {
    case .done: return achievements[index]
    case .failed: return nil
    case .active:
      if let block = blocks[.achievement]?[index] { reportCycle(block, from: span) }
      return nil
    case .pending: break
    }
    guard let block = blocks[.achievement]?[index] else { return nil }
    achievementStates[index] = .active
    do {
      let (bound, step) = try bindAchievement(block)
      achievements[index] = bound
      granularities[.achievement(index)] = step
      order.append(.achievement(index))
      achievementStates[index] = .done
    } catch {
      achievementStates[index] = .failed
    }
    return achievements[index]
  }

  private func bindAchievement(_ block: Block) throws(Skip) -> (Achievement, Granularity) {
    let line = try requiredLine(.measuredBy, of: block)
    var cursor = Cursor(line)
    guard let name = cursor.takeName() else {
      throw unexpected(cursor, expected: "an indicator", "指標の名前")
    }
    let measured = try figure(name.name, at: name.span)
    let inputUnit = try unit(of: measured)
    try finish(cursor)
    var rows: [AchievementRow] = []
    var unit: Unit?
    var step: Granularity?
    var failed = false
    for line in block.body where line.label == .row {
      do throws(Skip) {
        let (row, own) = try achievementRow(line, inputUnit: inputUnit)
        if let unit, unit != own {
          let (x, y) = (text(unit), text(own))
          report(
            "T104", at: line.span, "this row gives \(y.en), the others \(x.en)",
            "この段の結果の単位(\(y.ja))が他の段(\(x.ja))と異なります")
          throw Skip()
        }
        unit = own
        let move: Granularity =
          if case .fixed(let result) = row.result { .multiples(of: result) } else { .arbitrary }
        step = step.map { $0 + move } ?? move
        rows.append(row)
      } catch { failed = true }
    }
    guard !failed else { throw Skip() }
    guard let unit, let step else {
      report(
        "T109", at: block.headerSpan, "'\(block.name?.text ?? "")' has no rows",
        "「\(block.name?.text ?? "")」に段がありません")
      throw Skip()
    }
    checkRows(rows, of: block, measured: measured, name: name.name, unit: inputUnit)
    return (
      Achievement(
        declaration: declaration(of: block), measured: measured, inputUnit: inputUnit, unit: unit,
        rows: rows), step
    )
  }

  private func achievementRow(
    _ line: Line, inputUnit: Unit
  ) throws(Skip) -> (AchievementRow, Unit) {
    var cursor = Cursor(line)
    let place = cursor.place
    var own: Unit?
    let interval: Interval
    switch cursor.next()?.kind {
    case .bound(let comparison, let n, let unit)?:
      (interval, own) = (self.interval(comparison, n.exact), unit)
    case .step(let a, let b, let unit)?:
      interval = Interval(
        lower: a.exact, includesLower: true, upper: b.exact, includesUpper: false)
      own = unit
    case .range(let a, let b, let unit)?:
      interval = Interval(
        lower: a.exact, includesLower: true, upper: b.exact, includesUpper: true)
      own = unit
    case .quantity(let n, let unit)?:
      interval = Interval(
        lower: n.exact, includesLower: true, upper: n.exact, includesUpper: true)
      own = unit
    default:
      cursor.index = 0
      throw unexpected(cursor, expected: "a range of the indicator", "指標の範囲")
    }
    guard own == inputUnit || (own == nil && inputUnit == UnitAlgebra.number) else {
      let (en, ja) = text(inputUnit)
      report(
        "T104", at: place, "this row is not in \(en), the unit of its indicator",
        "この段の単位が指標の単位(\(ja))と異なります", label: (en + " expected", ja + "で書きます"))
      throw Skip()
    }
    if let lower = interval.lower, let upper = interval.upper, lower >= upper,
      !(lower == upper && interval.includesUpper)
    {
      report("T102", at: place, "no figure lies in this row", "この段に入る値はありません")
      throw Skip()
    }
    let isLinear = cursor.take(.linear)
    let result: AchievementRow.Result
    let unit: Unit
    switch cursor.next()?.kind {
    case .quantity(let n, let own)? where !isLinear: (result, unit) = (.fixed(n.exact), own)
    case .numeral(let n)? where !isLinear: (result, unit) = (.fixed(n.exact), UnitAlgebra.number)
    case .span(let a, let b, let own)? where isLinear:
      guard interval.lower != nil, interval.upper != nil else {
        report(
          "T105", at: place, "a straight line needs a lower and an upper end",
          "直線補間の段には下端と上端が必要です")
        throw Skip()
      }
      (result, unit) = (.linear(from: a.exact, to: b.exact), own ?? UnitAlgebra.number)
    default:
      cursor.index -= 1
      throw unexpected(
        cursor, expected: isLinear ? "a range such as 0 to 100 percent" : "a result such as 40 percent",
        isLinear ? "0～100% のような範囲" : "40% のような結果")
    }
    try finish(cursor)
    return (AchievementRow(interval: interval, result: result, span: line.span), unit)
  }

  // MARK: - Gaps, overlaps, rows that nothing reaches

  /// The figures that an indicator can take at all.
  private func domain(of reference: FigureReference) -> Interval {
    let any = Interval(lower: nil, includesLower: false, upper: nil, includesUpper: false)
    guard case .indicator(let i) = reference, let indicator = indicators[i] else { return any }
    switch indicator.kind {
    case .rate, .transition:
      return Interval(lower: 0, includesLower: true, upper: 100, includesUpper: true)
    case .persons, .totalRows, .personTimeRate, .concentration, .variance:
      return Interval(lower: 0, includesLower: true, upper: nil, includesUpper: false)
    default: return any
    }
  }

  private func checkRows(
    _ rows: [AchievementRow], of block: Block, measured: FigureReference, name: Name, unit: Unit
  ) {
    let domain = domain(of: measured)
    let grid: Exact? =
      if case .step(let step)? = granularities[measured] { step } else { nil }
    for row in rows where !row.interval.intersects(domain) || row.interval.holdsNone(of: grid) {
      report(
        "T102", at: row.span, "no possible figure of '\(name)' reaches this row",
        "「\(name)」の取り得る値は、この段に入りません", label: ("unreachable", "到達しません"),
        context: [block.headerSpan])
    }
    let sorted = rows.sorted { Interval.startsBefore($0.interval, $1.interval) }
    for (left, right) in zip(sorted, sorted.dropFirst()) {
      if left.interval.intersects(right.interval) {
        let (first, second) = left.span.start < right.span.start ? (left, right) : (right, left)
        report(
          "T101", at: second.span,
          "two rows of '\(block.name?.text ?? "")' overlap",
          "「\(block.name?.text ?? "")」の二つの段が重なっています",
          label: ("overlaps", "重なっています"),
          others: [(first.span, "with this row", "この段と重なります")],
          remarks: [
            .why(
              "one figure would earn two results, and which is paid would be a matter of opinion",
              "一つの値に二つの結果が当てはまり、支払が定まりません")
          ])
      } else if let gap = Interval.between(left.interval, right.interval),
        !gap.holdsNone(of: grid), gap.intersects(domain)
      {
        reportGap(gap, left, right, block, name, unit, grid)
      }
    }
    for (end, isLower) in [(sorted.first, true), (sorted.last, false)] {
      guard let row = end, let outside = row.interval.outside(isLower), outside.intersects(domain),
        !outside.clipped(to: domain).holdsNone(of: grid)
      else { continue }
      let bound = isLower ? row.interval.lower : row.interval.upper
      guard let bound else { continue }
      let (en, ja) = (unitTable.english(bound.decimalText, unit), unitTable.japanese(bound.decimalText, unit))
      report(
        "T103", at: row.span,
        "'\(block.name?.text ?? "")' has no row for figures \(isLower ? "below" : "from") \(en)",
        "「\(block.name?.text ?? "")」に\(ja)\(isLower ? "未満" : "以上")の段がありません",
        label: isLower ? ("begins at \(en)", "\(ja)から始まります") : ("ends at \(en)", "\(ja)で終わります"),
        context: [block.headerSpan])
    }
  }

  private func reportGap(
    _ gap: Interval, _ left: AchievementRow, _ right: AchievementRow, _ block: Block, _ name: Name,
    _ unit: Unit, _ grid: Exact?
  ) {
    guard let a = gap.lower, let b = gap.upper else { return }
    let decimals = decimals(of: grid) ?? max(digits(a), digits(b))
    let (x, y) = (a.fixed(decimals: max(decimals, digits(a))), b.fixed(decimals: max(decimals, digits(b))))
    let (enY, jaX, jaY) = (unitTable.english(y, unit), x, unitTable.japanese(y, unit))
    var remarks: [Remark] = [
      .why(
        "a figure between \(x) and \(enY) would earn no defined level, so what it pays could not be settled",
        "\(jaX)から\(jaY)までの値に結果がなく、支払を確定できません")
    ]
    if let grid, let count = gap.count(of: grid) {
      let first = gap.firstMultiple(of: grid).fixed(decimals: decimals)
      let last = gap.lastMultiple(of: grid).fixed(decimals: decimals)
      remarks.append(
        Remark(
          kind: .scale,
          lines: [
            Text(
              en:
                "\(name) is recorded to \(decimals) decimal\(decimals == 1 ? "" : "s"); \(count) possible result\(count == 1 ? " falls" : "s fall") in the gap (\(first) … \(last))",
              ja: "\(name)は小数\(decimals)桁で記録され、\(count)個の値がこのすき間に入ります(\(first) … \(last))")
          ]))
    }
    let (c, d) = (left.interval.lower, right.interval.upper)
    if let c, let d {
      func short(_ e: Exact) -> String { e.fixed(decimals: max(decimals, digits(e))) }
      remarks.append(
        .help(
          "'from \(x) to below \(short(d))', or 'from \(short(c)) to below \(y)' — this is a contract question, so no automatic fix is offered",
          "「\(x)以上\(short(d))未満」または「\(short(c))以上\(y)未満」。契約上の判断なので、自動修正はしません"))
    }
    report(
      "T103", at: right.span,
      "'\(block.name?.text ?? "")' has no row for \(x) \(word(unit, x)) to below \(enY)".replacingDoubleSpaces,
      "「\(block.name?.text ?? "")」に\(jaX)以上\(jaY)未満の段がありません",
      label: ("begins at \(y)", "\(y)から"),
      others: [(left.span, "ends below \(x)", "\(x)未満まで")], remarks: remarks)
  }

  private func word(_ unit: Unit, _ figure: String) -> String {
    unit == UnitAlgebra.number ? "" : unitTable.english(unit, plural: true)
  }

  private func decimals(of grid: Exact?) -> Int? {
    grid.map { digits($0) }
  }

  /// Decimals of a terminating number.
  private func digits(_ value: Exact) -> Int {
    value.decimalText.split(separator: ".").dropFirst().first?.count ?? 0
  }
}

extension String {
  fileprivate var replacingDoubleSpaces: String {
    split(separator: " ").joined(separator: " ")
  }
}

extension Interval {
  /// Order by lower end; none is the lowest.
  static func startsBefore(_ a: Interval, _ b: Interval) -> Bool {
    switch (a.lower, b.lower) {
    case (nil, nil): return false
    case (nil, _): return true
    case (_, nil): return false
    case (let x?, let y?): return x < y || (x == y && a.includesLower && !b.includesLower)
    }
  }

  /// The numbers between the end of one row and the beginning of the next.
  static func between(_ left: Interval, _ right: Interval) -> Interval? {
    guard let upper = left.upper, let lower = right.lower else { return nil }
    if upper > lower || (upper == lower && (left.includesUpper || right.includesLower)) {
      return nil
    }
    return Interval(
      lower: upper, includesLower: !left.includesUpper, upper: lower,
      includesUpper: !right.includesLower)
  }

  /// Everything below the lower end, or above the upper end.
  func outside(_ isLower: Bool) -> Interval? {
    if isLower {
      return lower.map {
        Interval(lower: nil, includesLower: false, upper: $0, includesUpper: !includesLower)
      }
    }
    return upper.map {
      Interval(lower: $0, includesLower: !includesUpper, upper: nil, includesUpper: false)
    }
  }

  /// The part inside another interval.
  func clipped(to other: Interval) -> Interval {
    var (low, lowIn, high, highIn) = (lower, includesLower, upper, includesUpper)
    if let bound = other.lower, low.map({ $0 < bound || ($0 == bound && lowIn) }) ?? true {
      (low, lowIn) = (bound, other.includesLower)
    }
    if let bound = other.upper, high.map({ $0 > bound || ($0 == bound && highIn) }) ?? true {
      (high, highIn) = (bound, other.includesUpper)
    }
    return Interval(lower: low, includesLower: lowIn, upper: high, includesUpper: highIn)
  }

  /// The first multiple of a step inside; meaningful where there is a lower end.
  func firstMultiple(of step: Exact) -> Exact {
    guard let lower else { return 0 }
    let multiple = lower.rounded(.ceiling, toMultipleOf: step)
    return multiple == lower && !includesLower ? multiple + step : multiple
  }

  func lastMultiple(of step: Exact) -> Exact {
    guard let upper else { return 0 }
    let multiple = upper.rounded(.floor, toMultipleOf: step)
    return multiple == upper && !includesUpper ? multiple - step : multiple
  }

  /// How many multiples of a step lie inside, if both ends are there.
  func count(of step: Exact) -> Int? {
    guard lower != nil, upper != nil else { return nil }
    let span = lastMultiple(of: step) - firstMultiple(of: step)
    guard span.signum >= 0 else { return 0 }
    return span.divided(by: step)?.int64.map { Int($0) + 1 }
  }

  /// Whether no multiple of the step lies inside; false where the step is not known.
  func holdsNone(of step: Exact?) -> Bool {
    if let lower, let upper, lower > upper || (lower == upper && !(includesLower && includesUpper)) {
      return true
    }
    guard let step else { return false }
    return count(of: step) == 0
  }
}
