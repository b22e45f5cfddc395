import Diagnostics
import Language
import Quantities

/// Arithmetic on figures, with its unit and the finest step it can move by.
struct TypedFigure {
  let expression: FigureExpression
  let unit: Unit
  let step: Granularity
  let span: Span
  /// The group by which it differs, if it is one figure per key.
  let group: Int?
  /// How many operations are done one on the result of the other.
  var depth = 0
}

extension Compiler {
  func figureExpression(_ cursor: inout Cursor) throws(Skip) -> TypedFigure {
    let start = cursor.index
    var left = try figureProduct(&cursor)
    // The terms so far, as long as they are added up in one unit: then their order of addition is free.
    var terms: [TypedFigure]? = [left]
    while true {
      let plus = cursor.take(.plus)
      guard plus || cursor.take(.minus) else {
        if let terms, terms.count > Self.longSum { left = balanced(terms[...], left) }
        try checkDepth(left)
        return left
      }
      let right = try figureProduct(&cursor)
      if plus, right.unit == left.unit { terms?.append(right) } else { terms = nil }
      guard
        let unit = plus
          ? UnitAlgebra.sum(left.unit, right.unit) : UnitAlgebra.difference(left.unit, right.unit)
      else {
        let (x, y) = (text(left.unit), text(right.unit))
        report(
          "U202", at: right.span,
          plus
            ? "'\(y.en)' cannot be added to '\(x.en)'"
            : "'\(y.en)' cannot be subtracted from '\(x.en)'",
          "単位が異なるため\(plus ? "加算" : "減算")できません(\(x.ja)と\(y.ja))",
          label: y, others: [(left.span, x.en, x.ja)])
        throw Skip()
      }
      left = TypedFigure(
        expression: plus
          ? .add(left.expression, right.expression) : .subtract(left.expression, right.expression),
        unit: unit, step: left.step + right.step, span: cursor.span(from: start),
        group: try commonGroup(left, right), depth: max(left.depth, right.depth) + 1)
    }
  }

  /// Sums of more terms are added up half by half, so that what works them out does not go as deep as they are long.
  private static let longSum = 32

  /// How many operations may be done one on the result of the other; the evaluator goes as deep.
  private static let mostDepth = 100

  /// The sum of terms in one unit, where `whole` is the same term by term.
  private func balanced(_ terms: ArraySlice<TypedFigure>, _ whole: TypedFigure) -> TypedFigure {
    func sum(_ terms: ArraySlice<TypedFigure>) -> (expression: FigureExpression, depth: Int) {
      guard terms.count > 1 else {
        return (terms[terms.startIndex].expression, terms[terms.startIndex].depth)
      }
      let middle = terms.startIndex + (terms.count + 1) / 2
      let (left, right) = (sum(terms[..<middle]), sum(terms[middle...]))
      return (.add(left.expression, right.expression), max(left.depth, right.depth) + 1)
    }
    let (expression, depth) = sum(terms)
    return TypedFigure(
      expression: expression, unit: whole.unit, step: whole.step, span: whole.span,
      group: whole.group, depth: depth)
  }

  private func checkDepth(_ figure: TypedFigure) throws(Skip) {
    guard figure.depth > Self.mostDepth else { return }
    report(
      "G148", at: figure.span,
      "more than \(Self.mostDepth) operations are done here one on the result of the other",
      "ここでは計算の結果にさらに計算が\(Self.mostDepth)回を超えて重ねられています",
      remarks: [
        .rule(
          "a sum of figures in one unit may be as long as the line; other arithmetic is divided",
          "同じ単位の足し算は行に書ける限り続けられますが、ほかの計算は分けて書きます"),
        .help("give parts of it a name of their own", "一部に名前を付けて、別の欄で定めてください"),
      ])
    throw Skip()
  }

  private func figureProduct(_ cursor: inout Cursor) throws(Skip) -> TypedFigure {
    let start = cursor.index
    var left = try figureFactor(&cursor)
    while true {
      let times = cursor.take(.times)
      guard times || cursor.take(.divide) else { return left }
      let right = try figureFactor(&cursor)
      guard
        let result = times
          ? UnitAlgebra.product(left.unit, right.unit)
          : UnitAlgebra.quotient(left.unit, right.unit)
      else {
        reportProduct(left, right, times: times)
        throw Skip()
      }
      left = TypedFigure(
        expression: times
          ? .multiply(left.expression, right.expression)
          : .divide(left.expression, right.expression),
        unit: result.unit,
        step: times
          ? left.step * right.step * .multiples(of: result.factor)
          : quotientStep(left, right, factor: result.factor),
        span: cursor.span(from: start), group: try commonGroup(left, right),
        depth: max(left.depth, right.depth) + 1)
      try checkDepth(left)
    }
  }

  /// A figure divided by a constant moves by its own step divided by it.
  private func quotientStep(
    _ left: TypedFigure, _ right: TypedFigure, factor: Exact
  ) -> Granularity {
    guard case .constant(let divisor, _) = right.expression,
      let share = factor.divided(by: divisor)
    else { return .arbitrary }
    return left.step * .multiples(of: share)
  }

  /// A price per person times something that is not a count: the wrong figure was named.
  private func reportProduct(_ left: TypedFigure, _ right: TypedFigure, times: Bool) {
    guard times, let per = left.unit.per, let count = unitTable.definition(per) else {
      reportUnits(left.unit, left.span, right.unit, right.span, times: times)
      return
    }
    let candidates = (blocks[.indicator] ?? []).enumerated().filter {
      indicators[$0.offset]?.unit == Unit(per)
    }
    let (x, y) = (text(left.unit), text(right.unit))
    let kind =
      right.unit == UnitAlgebra.percent
      ? (en: "a percentage", ja: "割合(%)") : (en: "'\(y.en)'", ja: "「\(y.ja)」")
    var remarks: [Remark] = [
      .rule(
        "a price per \(count.singular) must be multiplied by a count of \(count.plural)",
        "1\(count.japanese)当たりの単価には、\(count.japanese)数を掛けます")
    ]
    if !candidates.isEmpty {
      func list(_ tongue: Tongue, _ separator: String) -> String {
        candidates.map { candidate in
          let name = candidate.element.name?.text ?? ""
          guard let clause = candidate.element.clause else { return name }
          return tongue == .en
            ? "\(name) (\(clause.citation.text(in: .en)))"
            : "\(name)(\(clause.citation.text(in: .ja)))"
        }.joined(separator: separator)
      }
      remarks.append(
        .note(
          "counts of \(count.plural) in this contract: \(list(.en, ", "))",
          "この契約の\(count.japanese)数: \(list(.ja, "、"))"))
    }
    if candidates.count == 1, let name = candidates[0].element.name {
      let left = source.text(left.span)
      remarks.append(
        .help([
          (en: "did you mean '\(name)'?", ja: "「\(name)」ではありませんか"),
          (en: "\(left) × \(name)", ja: "\(left) × \(name)"),
        ]))
    }
    var other = (en: y.en, ja: y.ja)
    if case .figure(let reference) = right.expression, let origin = origin(of: reference) {
      other = (en: "\(y.en), from \(origin.en)", ja: "\(y.ja)、\(origin.ja)")
    }
    report(
      "U201", at: left.span, "'\(x.en)' cannot be multiplied by \(kind.en)",
      "「\(x.ja)」に\(kind.ja)を掛けることはできません", label: x,
      others: [(right.span, other.en, other.ja)], remarks: remarks)
  }

  /// Where a figure got its unit: the `record` line, with its line number and clause.
  private func origin(of reference: FigureReference) -> (en: String, ja: String)? {
    let block: Block? =
      switch reference {
      case .indicator(let i): blocks[.indicator]?[i]
      case .score(let i): blocks[.score]?[i]
      default: nil
      }
    guard let block, let line = block.body.first(where: { $0.keyword == .record }) else {
      return nil
    }
    let number = source.position(line.span.start).line
    let text = source.text(line.span).squeezed
    let clause = block.clause?.citation
    return (
      "'\(text)' (line \(number)\(clause.map { ", " + $0.text(in: .en) } ?? ""))",
      "「\(text)」(\(number)行目\(clause.map { "、" + $0.text(in: .ja) } ?? ""))"
    )
  }

  private func figureFactor(_ cursor: inout Cursor) throws(Skip) -> TypedFigure {
    let start = cursor.index
    var isNegative = false
    while cursor.take(.minus) { isNegative.toggle() }
    if cursor.index > start {
      let inner = try figureFactor(&cursor)
      return TypedFigure(
        expression: isNegative ? .negate(inner.expression) : inner.expression, unit: inner.unit,
        step: inner.step, span: cursor.span(from: start), group: inner.group,
        depth: inner.depth + (isNegative ? 1 : 0))
    }
    if cursor.take(.open) {
      if let dated = try datedValues(&cursor) { return dated }
      let inner = try figureExpression(&cursor)
      guard cursor.take(.close) else { throw unexpected(cursor, expected: ")", ")") }
      return inner
    }
    let place = cursor.place
    func plain(_ expression: FigureExpression, _ unit: Unit, _ step: Granularity) -> TypedFigure {
      TypedFigure(expression: expression, unit: unit, step: step, span: place, group: nil)
    }
    switch cursor.peek {
    case .numeral(let n)?:
      _ = cursor.next()
      return plain(
        .constant(n.exact, UnitAlgebra.number), UnitAlgebra.number, .multiples(of: n.exact))
    case .quantity(let n, let unit)?, .unitPrice(let n, let unit)?:
      _ = cursor.next()
      if n.exact.signum < 0, isMoney(Unit(unit.id)) {
        report(
          "U205", at: place, "a price or an amount is not below zero", "単価や金額は0以上で書きます",
          remarks: [
            .help(
              "to deduct, write a minus between figures: base_amount − deduction",
              "差し引くときは、値の間に − を書きます")
          ])
        throw Skip()
      }
      return plain(.constant(n.exact, unit), unit, .multiples(of: n.exact))
    case .word(.settlementMonths)?:
      _ = cursor.next()
      return plain(.settlementMonths, Unit("month"), .step(1))
    case .word(.periodMonths)?:
      _ = cursor.next()
      return plain(.periodMonths, Unit("month"), .step(1))
    case .word(.monthsToDate)?:
      _ = cursor.next()
      return plain(.monthsToDate, Unit("month"), .step(1))
    case .word(.previousYear)?: return try previousYear(&cursor)
    case .word(.interimPayments)?:
      _ = cursor.next()
      return plain(.interimPayments, currency, .step(smallestAmount))
    case .word(let word)? where word == .greaterOf || word == .lesserOf:
      _ = cursor.next()
      guard cursor.take(.open) else { throw unexpected(cursor, expected: "(", "(") }
      var items: [TypedFigure] = []
      repeat { items.append(try figureExpression(&cursor)) } while cursor.take(.comma)
      guard cursor.take(.close) else { throw unexpected(cursor, expected: ")", ")") }
      for item in items.dropFirst() where item.unit != items[0].unit {
        let (x, y) = (text(items[0].unit), text(item.unit))
        report(
          "U202", at: item.span, "'\(y.en)' cannot be compared with '\(x.en)'",
          "単位が異なるため比べられません(\(x.ja)と\(y.ja))", label: y,
          others: [(items[0].span, x.en, x.ja)])
        throw Skip()
      }
      let expressions = items.map(\.expression)
      var group = items[0].group
      for item in items.dropFirst() { group = try commonGroup(items[0], item) ?? group }
      return TypedFigure(
        expression: word == .greaterOf ? .greaterOf(expressions) : .lesserOf(expressions),
        unit: items[0].unit,
        step: items.dropFirst().reduce(items[0].step) { $0 + $1.step },
        span: cursor.span(from: start), group: group,
        depth: items.reduce(0) { max($0, $1.depth) } + 1)
    case .word(.shareOf)?:
      _ = cursor.next()
      guard let name = cursor.takeName() else {
        throw unexpected(cursor, expected: "a figure that has groups", "区分のある指標などの名前")
      }
      let reference = try figure(name.name, at: name.span)
      guard let group = group(of: reference) else {
        report(
          "G111", at: name.span, "'\(name.name)' is not divided into groups",
          "「\(name.name)」には区分がありません",
          remarks: [
            .rule(
              "a share is a group's part of the sum over all groups", "構成比は、全区分の合計に占める各区分の割合です")
          ])
        throw Skip()
      }
      return TypedFigure(
        expression: .shareOf(reference), unit: UnitAlgebra.number, step: .arbitrary,
        span: cursor.span(from: start), group: group)
    case .name(let name)?:
      _ = cursor.next()
      let reference = try numericFigure(name, at: place)
      return TypedFigure(
        expression: .figure(reference), unit: try unit(of: reference),
        step: granularities[reference] ?? .arbitrary, span: place,
        group: group(of: reference))
    default:
      throw unexpected(
        cursor, expected: "a figure's name, an amount or a price", "指標などの名前・金額・単価のいずれか")
    }
  }

  /// `(4,500 yen per person, on or after 2026-10-01 4,700 yen per person)`, behind the parenthesis; nil if
  /// what stands there has no dates.
  private func datedValues(_ cursor: inout Cursor) throws(Skip) -> TypedFigure? {
    let start = cursor.index
    guard case .symbol(.comma)? = cursor.peek(1), case .dateBound? = cursor.peek(2) else {
      return nil
    }
    let (first, unit) = try figureValue(&cursor)
    var values = [DatedValue(from: nil, value: first)]
    var step = Granularity.multiples(of: first)
    while cursor.take(.comma) {
      let place = cursor.place
      guard case .dateBound(.onOrAfter, .date(let from))? = cursor.peek else {
        throw unexpected(
          cursor, expected: "a later value: on or after 2026-10-01 4,700 yen per person",
          "後の値(例 2026年10月1日以後 1人当たり4,700円)")
      }
      _ = cursor.next()
      if let earlier = values.last?.from, earlier >= from {
        report(
          "G106", at: place, "a later value begins after the one before it",
          "後の値の始まりが、前の値の始まりより後ではありません")
        throw Skip()
      }
      try checkChange(on: from, at: place)
      let valuePlace = cursor.place
      let (value, own) = try figureValue(&cursor)
      guard own == unit else {
        report(
          "U202", at: valuePlace,
          "the value is in \(text(own).en), the one before it in \(text(unit).en)",
          "値の単位は\(text(own).ja)ですが、前の値は\(text(unit).ja)です")
        throw Skip()
      }
      values.append(DatedValue(from: from, value: value))
      step = step + .multiples(of: value)
    }
    guard cursor.take(.close) else { throw unexpected(cursor, expected: ")", ")") }
    return TypedFigure(
      expression: .inForce(values, unit, byMonth: paysByMonth), unit: unit, step: step,
      span: cursor.span(from: start), group: nil)
  }

  /// A value changes where a month begins, if it is paid for each month, else where something is settled
  /// together begins: never within what it is multiplied by.
  private func checkChange(on day: CivilDate, at place: Span) throws(Skip) {
    let (month, first) = (day.components.month, day.components.day == 1)
    let basis = blocks[.settlement]?.first?.body.first { $0.keyword == .basis }?.tokens.first?.kind
    let isBeginning: Bool
    if paysByMonth {
      isBeginning = first
    } else {
      let months = basis == .word(.eachPeriodOnItsOwn) ? 12 / (periodsOfYear ?? 1) : 12
      let together = basis == .word(.eachPeriodOnItsOwn) || basis == .word(.eachYearOnItsOwn)
      isBeginning = first && together && (month - (term?.yearStart ?? month) + 12) % months == 0
    }
    guard !isBeginning else { return }
    report(
      "G144", at: place,
      paysByMonth
        ? "a value of a month changes on the first of a month"
        : "the value changes within what is settled together",
      paysByMonth ? "月ごとの値は、月の初日に変わります" : "合わせて精算する期間の途中で値が変わります",
      remarks: paysByMonth
        ? []
        : [
          .why(
            "a figure of the whole cannot say how much of it falls before the day",
            "全体の数値からは、その日より前の分が分かりません"),
          .help(
            "count by month of the date of service, and pay 'for each' of the months",
            "提供の日の「月別」に数え、「区分ごと」に支払います"),
        ])
    throw Skip()
  }

  /// `previous year (reach, first year 500 persons)`
  private func previousYear(_ cursor: inout Cursor) throws(Skip) -> TypedFigure {
    let start = cursor.index
    _ = cursor.next()
    guard cursor.take(.open), let name = cursor.takeName() else {
      throw unexpected(
        cursor, expected: "previous year (FIGURE, first year VALUE)", "前年度(指標などの名前、初年度 値)")
    }
    guard
      let reference = try find(
        name.name, at: name.span, [.indicator, .achievement, .score, .payment]
      ).figure
    else { throw Skip() }
    let isOwn = isBeingDefined(reference) || leadsToOpenDefinition(name.name)
    if !isOwn { _ = try numericFigure(name.name, at: name.span) }
    guard cursor.take(.comma), cursor.take(.firstYear) else {
      throw unexpected(
        cursor,
        expected: "what stands for it in the first year of the term: first year 500 persons",
        "契約の初年度に代わりに用いる値(例 初年度 500人)")
    }
    let place = cursor.place
    let first: (Exact, Unit)
    switch cursor.next()?.kind {
    case .quantity(let numeral, let own)?, .unitPrice(let numeral, let own)?:
      first = (numeral.exact, own)
    case .numeral(let numeral)?: first = (numeral.exact, UnitAlgebra.number)
    default:
      cursor.index -= 1
      throw unexpected(cursor, expected: "a value with its unit", "単位の付いた値")
    }
    let unit: Unit
    let step: Granularity
    if case .payment = reference {
      (unit, step) = (currency, .step(smallestAmount))
    } else if isOwn {
      unit = first.1
      step =
        assumedSteps[reference] ?? block(of: reference)?.recordStep
        ?? (reference == defining ? .multiples(of: first.0) : .arbitrary)
      promisedUnits.append((reference, unit, place))
    } else {
      unit = try self.unit(of: reference)
      step = granularities[reference] ?? .arbitrary
    }
    guard first.1 == unit else {
      reportOtherUnit(first.1, than: unit, of: name.name, at: place)
      throw Skip()
    }
    guard cursor.take(.close) else { throw unexpected(cursor, expected: ")", ")") }
    return TypedFigure(
      expression: .previousYear(reference, first: first.0), unit: unit,
      step: step + .multiples(of: first.0), span: cursor.span(from: start),
      group: isOwn ? nil : group(of: reference))
  }

  private func reportOtherUnit(_ found: Unit, than unit: Unit, of name: Name, at place: Span) {
    report(
      "U202", at: place, "'\(name)' is in \(text(unit).en)",
      "「\(name)」の単位は\(text(unit).ja)です", label: text(found))
  }

  /// A running total has the unit of the value that stands for it in the first year.
  func checkPromisedUnits() {
    for promise in promisedUnits {
      guard let unit = try? unit(of: promise.figure), unit != promise.unit,
        let name = block(of: promise.figure)?.name
      else { continue }
      reportOtherUnit(promise.unit, than: unit, of: name, at: promise.span)
    }
  }

  /// Arithmetic that a figure is defined by, and that may use the figure's own value of the year before:
  /// the step it moves by is then one that it has itself.
  func definingExpression(
    _ line: Line, of reference: FigureReference?
  ) throws(Skip) -> TypedFigure {
    let outer = defining
    defining = reference
    defer { defining = outer }
    let before = promisedUnits.count
    var cursor = Cursor(line)
    var typed = try figureExpression(&cursor)
    try finish(cursor)
    let isRunning = promisedUnits[before...].contains { $0.figure == reference }
    guard let reference, isRunning, block(of: reference)?.recordStep == nil else { return typed }
    for assumed in [typed.step, .arbitrary] {
      assumedSteps[reference] = assumed
      var again = Cursor(line)
      typed = try figureExpression(&again)
      if typed.step == assumed { break }
    }
    return typed
  }

  private func isBeingDefined(_ reference: FigureReference) -> Bool {
    switch reference {
    case .indicator(let index): indicatorStates[index] == .active
    case .achievement(let index): achievementStates[index] == .active
    case .score(let index): scoreStates[index] == .active
    case .payment(let index): index >= payments.count
    }
  }

  /// Whether the definition of a figure uses one that is being defined now.
  private func leadsToOpenDefinition(_ name: Name) -> Bool {
    var seen: Set<Name> = [name]
    var open = [name]
    while let next = open.popLast() {
      guard let reference = declared[next]?.figure, let block = block(of: reference) else {
        continue
      }
      if next != name, isBeingDefined(reference) { return true }
      for inner in block.body.flatMap(\.tokens).compactMap(\.kind.mentioned)
      where seen.insert(inner).inserted { open.append(inner) }
    }
    return false
  }

  /// The block that defines a figure.
  private func block(of reference: FigureReference) -> Block? {
    let (word, index): (BlockWord, Int) =
      switch reference {
      case .indicator(let index): (.indicator, index)
      case .achievement(let index): (.achievement, index)
      case .score(let index): (.score, index)
      case .payment(let index): (.payment, index)
      }
    guard let list = blocks[word], list.indices.contains(index) else { return nil }
    return list[index]
  }

  /// The grouped indicator by whose keys a figure differs. A payment for each key is used as its sum.
  func group(of reference: FigureReference) -> Int? {
    guard !unsound.contains(reference) else { return nil }
    return switch reference {
    case .indicator(let i): indicators[i]?.grouping == nil ? formulaGroups[i] : i
    case .achievement(let i): achievements[i].flatMap { group(of: $0.measured) }
    case .score(let i): scoreGroups[i]
    case .payment: nil
    }
  }

  /// Whether two grouped indicators have the same keys.
  func haveSameKeys(_ a: Int, _ b: Int) -> Bool {
    switch (indicators[a]?.grouping, indicators[b]?.grouping) {
    case (.code(_, let table, let column)?, .code(_, let otherTable, let otherColumn)?):
      (table, column) == (otherTable, otherColumn)
    case (.month?, .month?): true
    default: a == b
    }
  }

  /// The grouping of two figures together, of which one may have none.
  private func commonGroup(_ a: TypedFigure, _ b: TypedFigure) throws(Skip) -> Int? {
    guard let left = a.group, let right = b.group, !haveSameKeys(left, right) else {
      return a.group ?? b.group
    }
    reportDifferentGroups((a.span, left), (b.span, right))
    throw Skip()
  }

  func reportDifferentGroups(_ a: (span: Span, group: Int), _ b: (span: Span, group: Int)) {
    let (x, y) = (
      indicators[a.group]?.declaration.name ?? "", indicators[b.group]?.declaration.name ?? ""
    )
    report(
      "G116", at: b.span, "these figures are divided into groups in different ways",
      "区分の異なる値を組み合わせています", label: ("as '\(y)'", "「\(y)」の区分"),
      others: [(a.span, "as '\(x)'", "「\(x)」の区分")])
  }

  /// A name that stands for a figure, checked before it is used.
  func figure(_ name: Name, at span: Span) throws(Skip) -> FigureReference {
    let found = try find(name, at: span, [.indicator, .achievement, .score, .payment])
    guard let reference = found.figure else { throw Skip() }
    let isBound: Bool =
      switch reference {
      case .indicator(let i): indicator(i, from: span) != nil
      case .achievement(let i): achievement(i, from: span) != nil
      case .score(let i): score(i, from: span) != nil
      case .payment(let i): i < payments.count && payments[i] != nil
      }
    if case .payment(let i) = reference, i >= payments.count {
      report(
        "N107", at: span, "the payment '\(name)' comes later in the contract",
        "支払「\(name)」は、これより後に定められています",
        remarks: [
          .rule(
            "payments are computed in the order in which they are written",
            "支払は、書かれた順に計算します")
        ])
    }
    guard isBound else { throw Skip() }
    return reference
  }

  func unit(of reference: FigureReference) throws(Skip) -> Unit {
    let unit: Unit? =
      switch reference {
      case .indicator(let i): indicators[i]?.unit
      case .achievement(let i): achievements[i]?.unit
      case .score(let i): scores[i]?.unit
      case .payment: currency
      }
    guard let unit else { throw Skip() }
    return unit
  }
}
