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
    guard let block = blocks[.achievement]?[index], enter(block, from: span) else { return nil }
    defer { depth -= 1 }
    achievementStates[index] = .active
    do {
      let (bound, step) = try bindAchievement(block)
      achievements[index] = bound
      granularities[.achievement(index)] = step
      order.append(.achievement(index))
      achievementStates[index] = .done
    } catch {
      standIn(.achievement(index), block)
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
    var places: [Span: Span] = [:]
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
          switch row.result {
          case .fixed(let result): .multiples(of: result)
          case .each(let first, let rising): .multiples(of: first) + .multiples(of: rising)
          case .linear: .arbitrary
          }
        step = step.map { $0 + move } ?? move
        rows.append(row)
        places[row.span] = line.tokens.first?.span
      } catch { failed = true }
    }
    guard !failed else { throw Skip() }
    guard let unit, let step else {
      report(
        "T109", at: block.headerSpan, "'\(block.name?.text ?? "")' has no rows",
        "「\(block.name?.text ?? "")」に段がありません")
      throw Skip()
    }
    let achievement = Achievement(
      declaration: declaration(of: block), measured: measured, inputUnit: inputUnit, unit: unit,
      rows: rows)
    try checkPrices(achievement, block)
    if !unsound.contains(measured) {
      checkRows(rows, places, of: block, achievement, name: name.name)
    }
    return (achievement, step)
  }

  /// Prices by rank are prices of things that are counted, in every row.
  private func checkPrices(_ achievement: Achievement, _ block: Block) throws(Skip) {
    guard achievement.pricesByRank else { return }
    guard
      achievement.rows.allSatisfy({ if case .each = $0.result { true } else { false } })
    else {
      report(
        "T112", at: block.headerSpan,
        "some rows of '\(block.name?.text ?? "")' price each unit, others do not",
        "「\(block.name?.text ?? "")」には、順位単価の段とそうでない段があります",
        remarks: [
          .rule(
            "a table prices every unit by its rank, or gives one result for the whole figure",
            "表は、すべての段を順位単価とするか、値全体に一つの結果を与えるかのどちらかです")
        ])
      throw Skip()
    }
    for row in achievement.rows where row.lastPrice.map({ $0.signum < 0 }) ?? true {
      report(
        "T112", at: row.span, "the price of a later rank falls below zero", "後の順位の単価が零を下回ります",
        context: [block.headerSpan],
        remarks: [
          .help(
            "end the row where the price is still an amount, and state the price of further ranks",
            "単価が零以上の順位で段を終え、それより後の順位の単価を別の段で定めてください")
        ])
      throw Skip()
    }
    let isCounted =
      if case .step(let step)? = granularities[achievement.measured] {
        isCount(achievement.inputUnit) && step.isInteger
      } else { false }
    guard isCounted, isMoney(achievement.unit) else {
      report(
        "T112", at: block.headerSpan,
        "a price by rank is an amount for each of the things that '\(contractName(achievement.measured))' counts",
        "順位単価は、「\(contractName(achievement.measured))」が数える一つ一つの金額です",
        remarks: [
          .rule(
            "the first, the second, the third … exist only of what is counted in whole units",
            "1番目・2番目…があるのは、整数で数えるものだけです")
        ])
      throw Skip()
    }
  }

  private func contractName(_ reference: FigureReference) -> String {
    switch reference {
    case .indicator(let i): indicators[i]?.declaration.name ?? ""
    case .achievement(let i): achievements[i]?.declaration.name ?? ""
    case .score(let i): scores[i]?.declaration.name ?? ""
    case .payment(let i): payments[i]?.declaration.name ?? ""
    }
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
    case .between(let a, let b, let unit, let ends)?:
      interval = Interval(
        lower: a.exact, includesLower: ends.lower, upper: b.exact, includesUpper: ends.upper)
      own = unit
    case .quantity(let n, let unit)?:
      interval = Interval(
        lower: n.exact, includesLower: true, upper: n.exact, includesUpper: true)
      own = unit
    case .name(let name)? where unitTable.isGrade(inputUnit):
      let grade = try gradePlace(name, of: inputUnit, at: place)
      interval = Interval(lower: grade, includesLower: true, upper: grade, includesUpper: true)
      own = inputUnit
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
    if let lower = interval.lower, let upper = interval.upper {
      try checkEnds(
        lower, upper, closed: interval.includesLower && interval.includesUpper, at: place)
    }
    let grade = try rowGrade(&cursor)
    if grade == nil && cursor.take(.eachUnit) {
      let (result, unit) = try priceByRank(&cursor)
      try finish(cursor)
      return (AchievementRow(interval: interval, result: result, span: line.span), unit)
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
        cursor,
        expected: isLinear ? "a range such as 0 to 100 percent" : "a result such as 40 percent",
        isLinear ? "0～100% のような範囲" : "40% のような結果")
    }
    try finish(cursor)
    return (
      AchievementRow(interval: interval, result: result, grade: grade, span: line.span), unit
    )
  }

  /// `grade A`, the name of a row.
  private func rowGrade(_ cursor: inout Cursor) throws(Skip) -> Text? {
    guard cursor.take(.grade) else { return nil }
    guard let (name, _) = cursor.takeName() else {
      throw unexpected(cursor, expected: "the name of the grade", "評定の名前")
    }
    let other = vocabulary?.other(name, from: tongue)?.text ?? name.text
    return tongue == .en ? Text(en: name.text, ja: other) : Text(en: other, ja: name.text)
  }

  /// `41,000 yen, rising 2,000 yen`: the price of the first unit, and by how much the next costs more.
  private func priceByRank(_ cursor: inout Cursor) throws(Skip) -> (AchievementRow.Result, Unit) {
    guard case .quantity(let first, let unit)? = cursor.peek else {
      throw unexpected(cursor, expected: "a price such as 41,000 yen", "41,000円 のような単価")
    }
    _ = cursor.next()
    guard cursor.take(.comma) else { return (.each(first: first.exact, rising: 0), unit) }
    let isRising = cursor.take(.rising)
    guard isRising || cursor.take(.falling), case .quantity(let step, unit)? = cursor.peek else {
      throw unexpected(
        cursor, expected: "rising or falling, and by how much: rising 2,000 yen",
        "「逓増」または「逓減」と差額(例 逓増 2,000円)")
    }
    _ = cursor.next()
    return (.each(first: first.exact, rising: isRising ? step.exact : -step.exact), unit)
  }

  // MARK: - Gaps, overlaps, rows that nothing reaches

  /// The figures that an indicator can take at all.
  func domain(of reference: FigureReference) -> Interval {
    let any = Interval(lower: nil, includesLower: false, upper: nil, includesUpper: false)
    guard case .indicator(let i) = reference, let indicator = indicators[i] else { return any }
    if let range = indicator.range { return range }
    switch indicator.kind {
    case .rate, .transition:
      return Interval(lower: 0, includesLower: true, upper: 100, includesUpper: true)
    case .persons, .totalRows, .personTimeRate, .concentration, .variance, .standardDeviation:
      return Interval(lower: 0, includesLower: true, upper: nil, includesUpper: false)
    default: return any
    }
  }

  private func checkRows(
    _ rows: [AchievementRow], _ places: [Span: Span], of block: Block, _ achievement: Achievement,
    name: Name
  ) {
    let (measured, unit) = (achievement.measured, achievement.inputUnit)
    // Ranks begin with the first.
    let domain =
      achievement.pricesByRank
      ? Interval(lower: 1, includesLower: true, upper: nil, includesUpper: false)
      : domain(of: measured)
    let grid: Exact? =
      if case .step(let step)? = granularities[measured], step.signum > 0, step.terminates {
        step
      } else { nil }
    func place(_ row: AchievementRow) -> Span { places[row.span] ?? row.span }
    for row in rows where !row.interval.intersects(domain) || row.interval.holdsNone(of: grid) {
      report(
        "T102", at: place(row), "no possible figure of '\(name)' reaches this row",
        "「\(name)」の取り得る値は、この段に入りません", label: ("unreachable", "到達しません"),
        context: [block.headerSpan])
    }
    let sorted = rows.sorted { Interval.startsBefore($0.interval, $1.interval) }
    guard var reach = sorted.first else { return }
    for right in sorted.dropFirst() {
      if reach.interval.intersects(right.interval) {
        let (first, second) = reach.span.start < right.span.start ? (reach, right) : (right, reach)
        report(
          "T101", at: place(second),
          "two rows of '\(block.name?.text ?? "")' overlap",
          "「\(block.name?.text ?? "")」の二つの段が重なっています",
          label: ("overlaps", "重なっています"),
          others: [(place(first), "with this row", "この段と重なります")],
          remarks: [
            .why(
              "one figure would earn two results, and which is paid would be a matter of opinion",
              "一つの値に二つの結果が当てはまり、支払が定まりません")
          ])
      } else if !unitTable.isGrade(unit),
        let gap = Interval.between(reach.interval, right.interval), !gap.holdsNone(of: grid),
        gap.intersects(domain)
      {
        reportGap(gap, (reach, place(reach)), (right, place(right)), block, name, unit, grid)
      }
      if Interval.endsBefore(reach.interval, right.interval) { reach = right }
    }
    if unitTable.isGrade(unit) { return checkGrades(rows, of: block, unit, name) }
    for (row, isLower) in [(sorted[0], true), (reach, false)] {
      guard let outside = row.interval.outside(isLower), outside.intersects(domain),
        !outside.clipped(to: domain).holdsNone(of: grid),
        let bound = isLower ? row.interval.lower : row.interval.upper
      else { continue }
      let decimals = max(grid?.decimalPlaces ?? 0, bound.decimalPlaces)
      let figure = bound.fixed(decimals: decimals, grouped: true)
      let (en, ja) = (unitTable.english(figure, unit), unitTable.japanese(figure, unit))
      let isClosed = isLower ? outside.includesUpper : outside.includesLower
      let side =
        switch (isLower, isClosed) {
        case (true, false): (en: "below \(en)", ja: "\(ja)未満")
        case (true, true): (en: "up to \(en)", ja: "\(ja)以下")
        case (false, true): (en: "from \(en)", ja: "\(ja)以上")
        case (false, false): (en: "above \(en)", ja: "\(ja)超")
        }
      report(
        "T103", at: place(row),
        "'\(block.name?.text ?? "")' has no row for figures \(side.en)",
        "「\(block.name?.text ?? "")」に\(side.ja)の段がありません",
        label: isLower ? ("begins at \(en)", "\(ja)から始まります") : ("ends at \(en)", "\(ja)で終わります"),
        context: [block.headerSpan],
        remarks: [consequence(for: nil, name, block)])
    }
  }

  /// Every grade that can be reported needs its row.
  private func checkGrades(_ rows: [AchievementRow], of block: Block, _ unit: Unit, _ name: Name) {
    guard case .grade(let names)? = unitTable.definition(unit.id)?.kind else { return }
    let missing = names.indices.filter { place in
      !rows.contains { $0.interval.contains(Exact(place + 1)) }
    }.map { names[$0] }
    guard let first = missing.first else { return }
    report(
      "T103", at: block.nameSpan ?? block.headerSpan,
      "'\(block.name?.text ?? "")' has no row for \(missing.map(\.english).list("and"))",
      "「\(block.name?.text ?? "")」に\(missing.map(\.japanese).joined(separator: "・"))の段がありません",
      remarks: [consequence(for: (first.english, first.japanese), name, block)])
  }

  /// What a figure without a row means for the money.
  private func consequence(
    for example: (en: String, ja: String)?, _ name: Name, _ block: Block
  ) -> Remark {
    let clauses = block.name.map { paymentClauses(dependingOn: $0) } ?? []
    let figure =
      example.map { (en: "\(name.withArticle) of \($0.en)", ja: "\(name)\($0.ja)") }
      ?? (en: "such \(name.withArticle)", ja: "この範囲の\(name)")
    guard !clauses.isEmpty else {
      return .why(
        "\(figure.en) would earn no defined level", "\(figure.ja)に対する達成度が定まりません")
    }
    return .why(
      "\(figure.en) would earn no defined level, so \(clauses.map { $0.text(in: .en) }.list("and")) could not be settled",
      "\(figure.ja)に対する達成度が定まらず、\(clauses.map { $0.text(in: .ja) }.joined(separator: "・"))の精算ができません"
    )
  }

  /// The clauses of the payments that are derived from a block, by the names in the text.
  private func paymentClauses(dependingOn name: Name) -> [Citation] {
    if users.isEmpty { users = document.users }
    var reached: Set<Name> = [name]
    var open = [name]
    var clauses: [Int: Citation] = [:]
    while let next = open.popLast() {
      if case .payment(let index)? = declared[next] {
        clauses[index] = blocks[.payment]?[index].clause?.citation
      }
      for user in users[next] ?? [] where declared[user] != nil {
        if reached.insert(user).inserted { open.append(user) }
      }
    }
    return clauses.sorted { $0.key < $1.key }.map(\.value)
  }

  private func reportGap(
    _ gap: Interval, _ left: (row: AchievementRow, place: Span),
    _ right: (row: AchievementRow, place: Span), _ block: Block, _ name: Name, _ unit: Unit,
    _ grid: Exact?
  ) {
    guard let a = gap.lower, let b = gap.upper else { return }
    let decimals = max(grid?.decimalPlaces ?? 0, a.decimalPlaces, b.decimalPlaces)
    func short(_ e: Exact) -> String {
      e.fixed(decimals: max(decimals, e.decimalPlaces), grouped: true)
    }
    func en(_ e: Exact) -> String { unitTable.english(short(e), unit) }
    func ja(_ e: Exact) -> String { unitTable.japanese(short(e), unit) }
    let missing =
      a == b
      ? (en: "exactly \(en(a))", ja: "ちょうど\(ja(a))")
      : (
        en:
          "\(gap.includesLower ? "" : "above ")\(en(a)) to \(gap.includesUpper ? "" : "below ")\(en(b))",
        ja:
          "\(ja(a))\(gap.includesLower ? "以上" : "超")\(ja(b))\(gap.includesUpper ? "以下" : "未満")"
      )
    var remarks: [Remark] = []
    if let grid, let count = gap.count(of: grid), count > 0 {
      let places = grid.decimalPlaces
      let first = gap.firstMultiple(of: grid)
      let middle = first + grid * Exact((count - 1) / 2)
      let last = gap.lastMultiple(of: grid)
      func shown(_ e: Exact) -> String { e.fixed(decimals: places, grouped: true) }
      remarks.append(
        consequence(
          for: (
            unitTable.english(shown(middle), unit), unitTable.japanese(shown(middle), unit)
          ), name, block))
      let list =
        count == 1 ? shown(first) : "\(shown(first)) … \(shown(last))"
      remarks.append(
        Remark(
          kind: .scale,
          lines: [
            Text(
              en:
                "\(name) is recorded to \(places) decimal\(places == 1 ? "" : "s"); \(count) possible result\(count == 1 ? " falls" : "s fall") in the gap (\(list))",
              ja: "\(name)は小数\(places)桁で記録され、\(count)通りの値がこのすき間に入ります(\(list))")
          ]))
    } else {
      remarks.append(consequence(for: nil, name, block))
    }
    if let c = left.row.interval.lower, let d = right.row.interval.upper, left.row.isStep,
      right.row.isStep
    {
      remarks.append(
        .help(
          "'from \(short(a)) to below \(short(d))', or 'from \(short(c)) to below \(short(b))' — this is a contract question, so no automatic fix is offered",
          "「\(short(a))以上\(short(d))未満」または「\(short(c))以上\(short(b))未満」 — 契約上の判断なので、自動修正はしません"))
    } else {
      remarks.append(
        .help(
          "let one of the two rows begin or end at the other — this is a contract question, so no automatic fix is offered",
          "どちらかの段の端を他方の端に合わせてください — 契約上の判断なので、自動修正はしません"))
    }
    let (ends, begins) = (
      left.row.interval.includesUpper
        ? (en: "ends with \(short(a))", ja: "\(short(a))で終わります")
        : (en: "ends below \(short(a))", ja: "\(short(a))未満で終わります"),
      right.row.interval.includesLower
        ? (en: "begins at \(short(b))", ja: "\(short(b))から始まります")
        : (en: "begins above \(short(b))", ja: "\(short(b))超から始まります")
    )
    report(
      "T103", at: right.place, "'\(block.name?.text ?? "")' has no row for \(missing.en)",
      "「\(block.name?.text ?? "")」に\(missing.ja)の段がありません", label: begins,
      others: [(left.place, ends.en, ends.ja)], remarks: remarks)
  }
}

extension Document {
  /// The blocks that mention each name, but for the settlement.
  fileprivate var users: [Name: [Name]] {
    var users: [Name: [Name]] = [:]
    for block in blocks where block.word != .settlement {
      guard let own = block.name else { continue }
      for name in Set(block.body.flatMap(\.tokens).compactMap(\.kind.mentioned)) {
        users[name, default: []].append(own)
      }
    }
    return users
  }
}

extension AchievementRow {
  /// `from a to below b`
  fileprivate var isStep: Bool {
    interval.lower != nil && interval.upper != nil && interval.includesLower
      && !interval.includesUpper
  }
}

extension Name {
  /// `an attendance`
  fileprivate var withArticle: String {
    let isVowel = text.unicodeScalars.first.map { "aeiou".unicodeScalars.contains($0) } ?? false
    return (isVowel ? "an " : "a ") + text
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

  /// Whether another interval reaches further up.
  static func endsBefore(_ a: Interval, _ b: Interval) -> Bool {
    switch (a.upper, b.upper) {
    case (nil, _): false
    case (_, nil): true
    case (let x?, let y?): x < y || (x == y && !a.includesUpper && b.includesUpper)
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
    guard step.signum > 0 else { return nil }
    let span = lastMultiple(of: step) - firstMultiple(of: step)
    guard span.signum >= 0 else { return 0 }
    return span.divided(by: step)?.int64.map { Int($0) + 1 }
  }

  /// Whether no multiple of the step lies inside; false where the step is not known.
  func holdsNone(of step: Exact?) -> Bool {
    if let lower, let upper, lower > upper || (lower == upper && !(includesLower && includesUpper))
    {
      return true
    }
    guard let step, step.signum > 0 else { return false }
    return count(of: step) == 0
  }
}
