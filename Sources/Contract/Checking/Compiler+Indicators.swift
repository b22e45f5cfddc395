import Diagnostics
import Language
import Quantities

extension Compiler {
  /// The checked indicator at an index; nil if it has errors.
  func indicator(_ index: Int, from span: Span?) -> Indicator? {
    switch indicatorStates[index] {
    case .done: return indicators[index]
    case .failed: return nil
    case .active:
      if let block = blocks[.indicator]?[index] { reportCycle(block, from: span) }
      return nil
    case .pending: break
    }
    guard let block = blocks[.indicator]?[index], enter(block, from: span) else { return nil }
    defer { depth -= 1 }
    indicatorStates[index] = .active
    do {
      let bound = try bindIndicator(block)
      indicators[index] = bound.indicator
      formulaGroups[index] = bound.group
      granularities[.indicator(index)] = bound.step
      order.append(.indicator(index))
      indicatorStates[index] = .done
    } catch {
      standIn(.indicator(index), block)
    }
    return indicators[index]
  }

  private struct Draft {
    var kind: Indicator.Kind
    var unit: Unit
    var step: Granularity
    /// The table whose rows a grouping looks at.
    var subject: Int?
    /// The grouped indicator whose keys a formula takes over.
    var group: Int?
    /// What may be reported.
    var range: Interval?
  }

  private func bindIndicator(
    _ block: Block
  ) throws(Skip) -> (indicator: Indicator, step: Granularity, group: Int?) {
    let line = try requiredLine(
      .kind, of: block,
      why: (
        "an indicator is of one of the kinds the language knows",
        "指標には種類(実人数・割合・平均など)を定めます"
      ))
    var cursor = Cursor(line)
    guard let word = cursor.peekWord else {
      throw unexpected(
        cursor, expected: "a kind: persons, total, rate, mean, mean change, median, …",
        "種類(実人数・延べ・割合・平均・平均変化・中央値など)")
    }
    _ = cursor.next()
    try finish(cursor)
    if let labels = Self.labels(of: word) {
      checkLabels(
        block, allowed: Set(labels + [.kind, .record, .require]),
        ("an indicator of the kind '\(word.english)'", "種類が「\(word.japanese)」の指標"))
    }
    let draft = try draft(word, block, line)
    let grouping = try grouping(block, subject: draft.subject, kind: draft.kind)
    var unit = draft.unit
    var step = draft.step
    let record = try self.record(of: block)
    if let record {
      guard record.unit == draft.unit else {
        let (a, b) = (text(draft.unit), text(record.unit))
        report(
          "U202", at: record.span, "this figure is in \(a.en) and cannot be recorded in \(b.en)",
          "この指標の単位は\(a.ja)であり、\(b.ja)では記録できません",
          others: [(line.valueSpan, a.en, a.ja)])
        throw Skip()
      }
      unit = record.unit
      let quantum = Exact(unscaled: 1, scale: record.decimals)
      if draft.step.fits(quantum) { noteIdleRounding(at: record.span, draft.step, draft.unit) }
      step = .step(quantum)
    }
    return (
      Indicator(
        declaration: declaration(of: block), kind: draft.kind, grouping: grouping, record: record,
        minimum: try minimum(block), personLinks: try requiredPersons(block, draft), unit: unit,
        kindWord: word, kindSpan: line.valueSpan, range: draft.range), step,
      draft.group
    )
  }

  /// The lines that each kind heeds, besides `kind`, `record` and `require`; nil for other words.
  private static func labels(of kind: ValueWord) -> [LabelWord]? {
    switch kind {
    case .persons: [.of, .by]
    case .total: [.of, .count, .sum, .unit, .missing, .by]
    case .rate: [.numerator, .denominator, .by]
    case .mean, .variance, .standardDeviation, .median: [.of, .value, .missing, .by]
    case .quantile: [.of, .value, .at, .type, .missing, .by]
    case .meanChange: [.of, .before, .after, .missing, .by]
    case .transition: [.of, .before, .after, .start, .end, .missing, .by]
    case .personTimeRate: [.of, .from, .until, .event, .personTime, .by]
    case .reported: [.unit, .grades]
    case .formula: [.formula]
    case .concentration: [.of]
    default: estimateLabels(of: kind).map { $0 + estimateChoices(of: kind) }
    }
  }

  func noteIdleRounding(at span: Span, _ step: Granularity, _ unit: Unit) {
    guard case .step(let exact) = step, !exact.isZero, exact.terminates else { return }
    let text = exact.fixed(decimals: exact.decimalPlaces, grouped: true)
    report(
      "R302", severity: .note, at: span, "this rounding never acts",
      "この端数処理が働くことはありません",
      remarks: [
        .note(
          "every possible figure is already a multiple of \(unitTable.english(text, unit))",
          "この値は常に\(unitTable.japanese(text, unit))の倍数です")
      ])
  }

  private func minimum(_ block: Block) throws(Skip) -> Int? {
    guard let line = line(.require, of: block) else { return nil }
    var cursor = Cursor(line)
    guard let count = takePersons(&cursor) else {
      throw unexpected(cursor, expected: "at least N persons", "「N人以上」")
    }
    try finish(cursor)
    return count
  }

  // MARK: - Kinds

  /// Every kind of indicator.
  private static let kindWords: [ValueWord] = ValueWord.allCases.filter { labels(of: $0) != nil }

  private func draft(_ word: ValueWord, _ block: Block, _ line: Line) throws(Skip) -> Draft {
    let percent = UnitAlgebra.percent
    switch word {
    case .persons:
      let (index, population) = try populationLine(.of, block)
      let persons = try personLinks(population, at: block.headerSpan)
      return Draft(
        kind: .persons(of: index, links: persons), unit: Unit("person"), step: .step(1),
        subject: population.subject)
    case .total: return try total(block)
    case .rate:
      let above = try? populationLine(.numerator, block)
      let (denominator, d) = try populationLine(.denominator, block)
      guard let (numerator, n) = above else { throw Skip() }
      guard n.subject == d.subject, isPart(numerator, of: denominator) else {
        report(
          "G110", at: try requiredLine(.numerator, of: block).valueSpan,
          "'\(n.declaration.name)' is not drawn from '\(d.declaration.name)'",
          "「\(n.declaration.name)」は「\(d.declaration.name)」から定めた集団ではありません",
          label: ("numerator", "分子"),
          others: [(try requiredLine(.denominator, of: block).valueSpan, "denominator", "分母")],
          remarks: [
            .rule(
              "the numerator of a rate is counted within its denominator",
              "割合の分子は、分母の中で数えます")
          ])
        throw Skip()
      }
      return Draft(
        kind: .rate(numerator: numerator, denominator: denominator), unit: percent,
        step: .arbitrary, subject: n.subject)
    case .mean, .variance, .standardDeviation, .median, .quantile:
      let (index, population) = try populationLine(.of, block)
      let typed = try expressionLine(.value, block, RowScope(table: population.subject))
      let unit = try self.unit(of: typed)
      let missing = try missingUse(block, typed)
      switch word {
      case .mean:
        return Draft(
          kind: .mean(of: index, typed.expression, missing: missing), unit: unit,
          step: .arbitrary, subject: population.subject)
      case .variance:
        return Draft(
          kind: .variance(of: index, typed.expression, missing: missing),
          unit: unit.squared, step: .arbitrary, subject: population.subject)
      case .standardDeviation:
        _ = try requiredLine(
          .record, of: block,
          why: (
            "a square root has no end: the decimals that are recorded are the figure",
            "平方根は割り切れないため、記録する小数の桁数が値を定めます"
          ))
        return Draft(
          kind: .standardDeviation(of: index, typed.expression, missing: missing), unit: unit,
          step: .arbitrary, subject: population.subject)
      default:
        let (p, type) = word == .median ? (Exact(unscaled: 5, scale: 1), 7) : try quantile(block)
        return Draft(
          kind: .quantile(of: index, typed.expression, p: p, type: type, missing: missing),
          unit: unit, step: .arbitrary, subject: population.subject)
      }
    case .meanChange:
      let (index, population) = try populationLine(.of, block)
      let before = try expressionLine(.before, block, RowScope(table: population.subject))
      let after = try expressionLine(.after, block, RowScope(table: population.subject))
      let (a, b) = (try unit(of: before), try unit(of: after))
      guard a == b else {
        report(
          "U202", at: after.span, "before and after are not in the same unit",
          "前と後の単位が異なります", label: text(b), others: [(before.span, text(a).en, text(a).ja)])
        throw Skip()
      }
      if before.mayBeMissing || after.mayBeMissing {
        let line = try missingLine(block, at: before.span, [.completePairs])
        var cursor = Cursor(line)
        guard cursor.take(.completePairs) else {
          throw unexpected(cursor, expected: "'complete pairs'", "「前後とも有効」")
        }
        try finish(cursor)
      }
      return Draft(
        kind: .meanChange(of: index, before: before.expression, after: after.expression),
        unit: UnitAlgebra.difference(a, a) ?? a, step: .arbitrary, subject: population.subject)
    case .transition: return try transition(block)
    case .personTimeRate: return try personTimeRate(block)
    case .reported:
      let form = try reportedForm(block)
      return Draft(
        kind: .reported, unit: form.unit, step: form.step, subject: nil, range: form.range)
    case .formula:
      let line = try requiredLine(.formula, of: block)
      let typed = try definingExpression(line, of: block.name.flatMap { declared[$0]?.figure })
      return Draft(
        kind: .formula(typed.expression), unit: typed.unit, step: typed.step, subject: nil,
        group: typed.group)
    case .concentration:
      let line = try requiredLine(.of, of: block)
      var cursor = Cursor(line)
      guard let name = cursor.takeName() else {
        throw unexpected(cursor, expected: "a grouped indicator", "区分のある指標")
      }
      guard case .indicator(let index) = try find(name.name, at: name.span, [.indicator]) else {
        throw Skip()
      }
      guard let measured = indicator(index, from: name.span) else { throw Skip() }
      guard measured.grouping != nil else {
        report(
          "G111", at: name.span, "'\(name.name)' is not divided into groups",
          "「\(name.name)」には区分がありません")
        throw Skip()
      }
      if case .estimate = measured.kind {
        report(
          "G111", at: name.span, "'\(name.name)' is an estimate and has no shares",
          "「\(name.name)」は推定値であり、構成比がありません")
        throw Skip()
      }
      try finish(cursor)
      return Draft(
        kind: .concentration(of: index), unit: UnitAlgebra.number, step: .arbitrary, subject: nil)
    case _ where Self.estimateLabels(of: word) != nil: return try estimate(word, block, line)
    default:
      report(
        "G101", at: line.valueSpan, "'\(word.english)' is not a kind of indicator",
        "「\(word.japanese)」は指標の種類ではありません",
        remarks: [
          .help(
            Self.kindWords.map(\.english).joined(separator: ", "),
            Self.kindWords.map(\.japanese).joined(separator: "、"))
        ])
      throw Skip()
    }
  }

  /// Kinds that estimate an effect.
  private func estimate(_ word: ValueWord, _ block: Block, _ line: Line) throws(Skip) -> Draft {
    let bound = try estimation(word, block, line)
    return Draft(
      kind: .estimate(bound.estimation), unit: bound.unit, step: .arbitrary,
      subject: bound.subject)
  }

  /// Whether an estimate states every choice that it must.
  func checkChoices(_ word: ValueWord, _ block: Block, _ line: Line) -> Bool {
    let cluster = clusterName(block)
    var isComplete = true
    let needed = Self.estimateChoices(of: word)
    for choice in requiredChoices(cluster)
    where needed.contains(choice.label) && lines(choice.label, of: block).isEmpty {
      let label = choice.label
      isComplete = false
      let headline =
        label == .errors
        ? (
          "indicator '\(block.name?.text ?? "")' does not state how uncertainty is computed",
          "指標「\(block.name?.text ?? "")」に標準誤差の求め方がありません"
        )
        : (
          "indicator '\(block.name?.text ?? "")' does not state '\(label.english)'",
          "指標「\(block.name?.text ?? "")」に「\(label.japanese)」がありません"
        )
      report(
        "S411", at: line.valueSpan, headline.0, headline.1,
        label: ("requires '\(label.english)'", "「\(label.japanese)」が必要です"),
        context: [block.headerSpan],
        remarks: [
          .rule(
            label == .record
              ? "an indicator that estimates an effect must state 'record': unit, decimals and rounding"
              : "an indicator that estimates an effect must state 'errors', 'missing' and 'pay on'; there are no defaults",
            label == .record
              ? "効果を推定する指標には「記録」(単位・桁・端数)を必ず定めます"
              : "効果を推定する指標には「標準誤差」「欠測」「支払基準」を必ず定めます(既定値はありません)"),
          .why(choice.why.en, choice.why.ja),
          .help([choice.lead] + choice.examples),
        ])
    }
    return isComplete
  }

  /// A line that every estimate must have, why, and how it may read.
  private struct Choice {
    let label: LabelWord
    let why: (en: String, ja: String)
    let examples: [(en: String, ja: String)]

    var lead: (en: String, ja: String) {
      examples.count > 1
        ? (en: "choose one and cite the clause:", ja: "次から選び、条項を示してください:")
        : (en: "for example:", ja: "例:")
    }
  }

  private func requiredChoices(_ cluster: (en: String, ja: String)) -> [Choice] {
    func errors(_ choice: (String, String), _ note: (String, String)) -> (en: String, ja: String) {
      let width = "clustered by , CR1".count + cluster.en.count + 5
      let blanks = String(repeating: " ", count: max(width - choice.0.count, 1))
      return (
        en: "errors          \(choice.0)\(blanks)(\(note.0))",
        ja: "標準誤差        \(choice.1)     (\(note.1))"
      )
    }
    return [
      Choice(
        label: .errors,
        why: (
          "the same data give different standard errors under each choice, so the contract must fix one beforehand",
          "同じデータでも標準誤差は方式により異なるため、契約であらかじめ一つに定めます"
        ),
        examples: [
          errors(
            ("clustered by \(cluster.en), CR1", "クラスター \(cluster.ja)、CR1"),
            ("many \(cluster.en)s", "\(cluster.ja)が多いとき")),
          errors(
            ("clustered by \(cluster.en), CR2", "クラスター \(cluster.ja)、CR2"),
            ("few \(cluster.en)s", "\(cluster.ja)が少ないとき")),
          errors(
            ("robust, HC3", "頑健、HC3"),
            (
              "only if persons, not \(cluster.en)s, were assigned",
              "\(cluster.ja)でなく個人ごとに割り当てたとき"
            )),
        ]),
      Choice(
        label: .missing,
        why: ("who is left out changes the estimate", "誰を除くかによって推定値が変わります"),
        examples: [("missing         complete pairs", "欠測            前後とも有効")]),
      Choice(
        label: .payOn,
        why: ("an estimate and its confidence bound pay differently", "点推定値と信頼限界では支払が異なります"),
        examples: [("pay on          estimate", "支払基準        点推定値")]),
      Choice(
        label: .record,
        why: (
          "an estimate reaches money only as a recorded decimal", "推定値は、記録した小数としてのみ支払に用います"
        ),
        examples: [("record          UNIT, 3 decimals, half up", "記録            単位、小数3桁、四捨五入")]),
    ]
  }

  /// A column of codes by which persons could be clustered, for an example.
  private func clusterName(_ block: Block) -> (en: String, ja: String) {
    for line in lines(.treatedGroup, of: block) {
      guard case .name(let name)? = line.tokens.first?.kind,
        case .population(let index)? = declared[name],
        let population = population(index, from: line.valueSpan)
      else { continue }
      let table = tables[population.subject]
      for (column, type) in table.types.enumerated() where !table.schema.key.contains(column) {
        guard case .code = type else { continue }
        let name = table.schema.columns[column].name
        return (name, name)
      }
    }
    return ("COLUMN", "列名")
  }

  private func total(_ block: Block) throws(Skip) -> Draft {
    let (index, population) = try populationLine(.of, block)
    if lines(.sum, of: block).isEmpty == false, let extra = lines(.count, of: block).first {
      report(
        "G108", at: extra.labelSpan,
        "indicator '\(block.name?.text ?? "")' is found in two ways",
        "指標「\(block.name?.text ?? "")」の求め方が二つあります", context: [block.headerSpan],
        remarks: [.help("either 'count' or 'sum'", "「件数」と「合算」のどちらか一つにします")])
      throw Skip()
    }
    if let line = line(.count, of: block) {
      var cursor = Cursor(line)
      guard cursor.take(.rows) else { throw unexpected(cursor, expected: "'rows'", "「行数」") }
      try finish(cursor)
      var unit = Unit("time")
      if let line = self.line(.unit, of: block) {
        var cursor = Cursor(line)
        guard let found = peekUnit(cursor), isCount(found) else {
          throw unexpected(cursor, expected: "a unit of counting", "数える単位")
        }
        _ = cursor.next()
        try finish(cursor)
        unit = found
      }
      return Draft(
        kind: .totalRows(of: index), unit: unit, step: .step(1), subject: population.subject)
    }
    guard !lines(.sum, of: block).isEmpty else {
      report(
        "G102", at: block.headerSpan,
        "indicator '\(block.name?.text ?? "")' does not say what is added up",
        "指標「\(block.name?.text ?? "")」に、何を合計するかがありません",
        remarks: [
          .help([
            (en: "count           rows", ja: "件数            行数"),
            (en: "sum             VALUE", ja: "合算            個人値の名前"),
          ])
        ])
      throw Skip()
    }
    checkLabels(
      block, allowed: [.kind, .of, .sum, .missing, .by, .record, .require],
      ("a total found by 'sum'", "「合算」による延べ"))
    let typed = try expressionLine(.sum, block, RowScope(table: population.subject))
    let unit = try self.unit(of: typed)
    return Draft(
      kind: .totalSum(of: index, typed.expression, missing: try missingUse(block, typed)),
      unit: unit, step: typed.granularity, subject: population.subject)
  }

  private func quantile(_ block: Block) throws(Skip) -> (Exact, Int) {
    let at = try requiredLine(.at, of: block)
    var cursor = Cursor(at)
    guard case .quantity(let numeral, UnitAlgebra.percent)? = cursor.peek,
      numeral.exact >= 0, numeral.exact <= 100
    else { throw unexpected(cursor, expected: "a percentage from 0 to 100", "0～100%") }
    _ = cursor.next()
    try finish(cursor)
    let type = try requiredLine(
      .type, of: block,
      why: (
        "quantiles are defined in several ways; types 2, 6 and 7 are known here (Hyndman and Fan)",
        "分位数には複数の定義があります(型2・6・7、Hyndman–Fan)"
      ))
    var typeCursor = Cursor(type)
    guard case .numeral(let number)? = typeCursor.peek, let value = number.int,
      [2, 6, 7].contains(value)
    else { throw unexpected(typeCursor, expected: "2, 6 or 7", "2・6・7のいずれか") }
    _ = typeCursor.next()
    try finish(typeCursor)
    return (numeral.exact * Exact(unscaled: 1, scale: 2), value)
  }

  private func transition(_ block: Block) throws(Skip) -> Draft {
    let (index, population) = try populationLine(.of, block)
    let start = try expressionLine(.before, block, RowScope(table: population.subject))
    let end = try expressionLine(.after, block, RowScope(table: population.subject))
    guard case .cell(let before) = start.expression, case .cell(let after) = end.expression,
      start.type == end.type
    else {
      report(
        "U203", at: end.span, "before and after must be states of the same kind",
        "前と後は同じ種類の状態でなければなりません")
      throw Skip()
    }
    let states: [String]
    switch start.type {
    case .flag: states = [ValueWord.no[tongue], ValueWord.yes[tongue]]
    case .oneOf(let names): states = names
    default:
      report(
        "U203", at: start.span, "a transition is between states: yes or no, or one of a list",
        "状態遷移は「はい・いいえ」または「いずれか」の間で数えます", label: describe(start.type))
      throw Skip()
    }
    func state(_ label: LabelWord) throws(Skip) -> Int {
      let line = try requiredLine(label, of: block)
      var cursor = Cursor(line)
      var text = ""
      if cursor.take(.yes) {
        text = ValueWord.yes[tongue]
      } else if cursor.take(.no) {
        text = ValueWord.no[tongue]
      } else if let name = cursor.takeName() {
        text = name.name.text
      }
      guard let found = states.firstIndex(where: { Name($0) == Name(text) }) else {
        cursor.index = 0
        throw unexpected(
          cursor, expected: states.joined(separator: " or "), states.joined(separator: "・"))
      }
      try finish(cursor)
      return found
    }
    if start.mayBeMissing || end.mayBeMissing {
      let line = try missingLine(block, at: start.span, [.completePairs])
      var cursor = Cursor(line)
      guard cursor.take(.completePairs) else {
        throw unexpected(cursor, expected: "'complete pairs'", "「前後とも有効」")
      }
      try finish(cursor)
    }
    return Draft(
      kind: .transition(
        of: index, start: before, end: after, states: states, from: try state(.start),
        to: try state(.end)), unit: UnitAlgebra.percent, step: .arbitrary,
      subject: population.subject)
  }

  private func personTimeRate(_ block: Block) throws(Skip) -> Draft {
    let (index, population) = try populationLine(.of, block)
    let from = try expressionLine(.from, block, RowScope(table: population.subject))
    let until = try expressionLine(.until, block, RowScope(table: population.subject))
    let event = try expressionLine(.event, block, RowScope(table: population.subject))
    for date in [from, until, event] { try requireDate(date) }
    let line = try requiredLine(
      .personTime, of: block,
      why: (
        "a rate says per how many person-years, and how many days a year has",
        "発生率には、何人年当たりか、1年を何日とするかを定めます"
      ))
    var cursor = Cursor(line)
    guard case .quantity(let per, Unit("person-year"))? = cursor.peek else {
      throw unexpected(cursor, expected: "1,000 person-years", "1,000人年")
    }
    _ = cursor.next()
    guard cursor.take(.comma), case .quantity(let days, Unit("day"))? = cursor.peek else {
      throw unexpected(cursor, expected: ", 365.25 days", "、365.25日")
    }
    _ = cursor.next()
    try finish(cursor)
    return Draft(
      kind: .personTimeRate(
        of: index, from: from.expression, until: until.expression, event: event.expression,
        per: per.exact, yearDays: days.exact), unit: UnitAlgebra.number, step: .arbitrary,
      subject: population.subject)
  }

  // MARK: - Lines of indicators

  func populationLine(
    _ label: LabelWord, _ block: Block
  ) throws(Skip) -> (Int, Population) {
    let line = try requiredLine(label, of: block)
    var cursor = Cursor(line)
    guard let name = cursor.takeName() else {
      throw unexpected(cursor, expected: "a population", "集団の名前")
    }
    guard case .population(let index) = try find(name.name, at: name.span, [.population]) else {
      throw Skip()
    }
    try finish(cursor)
    guard let population = population(index, from: name.span) else { throw Skip() }
    return (index, population)
  }

  func expressionLine(
    _ label: LabelWord, _ block: Block, _ scope: RowScope
  ) throws(Skip) -> TypedExpression {
    var cursor = Cursor(try requiredLine(label, of: block))
    let typed = try expression(&cursor, in: scope)
    try finish(cursor)
    try requireRecorded(typed, block)
    return typed
  }

  private func missingLine(
    _ block: Block, at span: Span, _ words: [ValueWord]
  ) throws(Skip) -> Line {
    if let line = line(.missing, of: block) { return line }
    report(
      "M401", at: span,
      "indicator '\(block.name?.text ?? "")' does not state what happens to missing figures",
      "指標「\(block.name?.text ?? "")」に、欠測の扱いが定められていません",
      label: ("can be missing", "欠測があり得ます"), context: [block.headerSpan],
      remarks: [
        .rule(
          "missing is not zero; each use says what happens",
          "欠測はゼロではありません。使う箇所ごとに扱いを書きます"),
        .help(
          words.map { (en: "missing         \($0.english)", ja: "欠測            \($0.japanese)") }),
      ])
    throw Skip()
  }

  private func missingUse(
    _ block: Block, _ typed: TypedExpression
  ) throws(Skip) -> MissingUse {
    guard typed.mayBeMissing else { return .never }
    let line = try missingLine(block, at: typed.span, [.excluded, .countsAsZero])
    var cursor = Cursor(line)
    let use: MissingUse
    if cursor.take(.excluded) {
      use = .excluded
    } else if cursor.take(.countsAsZero) {
      use = .countsAsZero
    } else {
      throw unexpected(cursor, expected: "'excluded' or 'counts as zero'", "「除外」または「ゼロ扱い」")
    }
    try finish(cursor)
    return use
  }

  private func isPart(_ index: Int, of whole: Int) -> Bool { lineage(of: index).contains(whole) }

  /// A population and those that it is drawn from, the nearest first.
  func lineage(of index: Int) -> UnfoldFirstSequence<Int> {
    sequence(first: index) { self.populations[$0]?.base }
  }

  /// How a row leads to the person that `require` counts. An estimate stands on rows that are persons.
  private func requiredPersons(_ block: Block, _ draft: Draft) throws(Skip) -> [Condition.Link] {
    switch draft.kind {
    case .persons(_, let links): return links
    case .estimate, .reported, .formula, .concentration: return []
    default:
      guard let line = line(.require, of: block), let subject = draft.subject else { return [] }
      return try personLinks(of: subject, at: line.valueSpan, seen: [])
    }
  }

  /// How a row of a population leads to its person; empty where the rows are the persons.
  private func personLinks(_ population: Population, at span: Span) throws(Skip) -> [Condition.Link]
  {
    try personLinks(of: population.subject, at: span, seen: [])
  }

  /// As `persons by` says; else the rows themselves if they refer to nothing; else through the one chain of
  /// references to a table that populations are drawn from, unless the rows have a key of their own.
  private func personLinks(
    of table: Int, at span: Span, seen: Set<Int>
  ) throws(Skip) -> [Condition.Link] {
    let key = tables[table].schema.key
    let references = tables[table].schema.references
    if let column = tables[table].personColumn, !seen.contains(table) {
      guard key != [column], let reference = references.first(where: { $0.column == column }) else {
        return []
      }
      return [Condition.Link(column: column, table: reference.table)]
        + (try personLinks(of: reference.table, at: span, seen: seen.union([table])))
    }
    let isKeyed = key.count == 1
    if isKeyed, !references.contains(where: { $0.column != key[0] }) { return [] }
    let persons = Set(
      populations.compactMap { $0?.subject }.filter { $0 != table }
        + (blocks[.population] ?? []).compactMap { block -> Int? in
          guard let line = block.body.first(where: { $0.keyword == .of }),
            case .name(let name)? = line.tokens.first?.kind, case .table(let t)? = declared[name]
          else { return nil }
          return t == table ? nil : t
        })
    let reachable = persons.filter { links(from: table, to: $0) != nil }.sorted()
    // A row with a code of its own may be a person as well as belong to one.
    let mayBePersons = isKeyed && !references.contains { $0.column == key[0] }
    guard !mayBePersons, reachable.count == 1, let path = links(from: table, to: reachable[0])
    else {
      if hasBrokenReferences || !unlinked.isEmpty { throw Skip() }
      reportUnclearPersons(
        of: table, among: (mayBePersons && !reachable.isEmpty ? [table] : []) + reachable, at: span)
      throw Skip()
    }
    return path
  }

  private func reportUnclearPersons(of table: Int, among persons: [Int], at span: Span) {
    let rows = tables[table].declaration.name
    let names = persons.map { tables[$0].declaration.name }
    let schema = tables[table].schema
    let columns = (schema.key.count == 1 ? schema.key : []) + schema.references.map(\.column)
    let choices = Set(columns).sorted().map { schema.columns[$0].name }
    report(
      "G112", at: span, "it is not clear whose persons are counted",
      "実人数として誰を数えるかが定まりません",
      remarks: [
        .rule(
          "rows lead to persons through exactly one reference to a table that populations are drawn from",
          "行から人への参照は、集団の母体となる表へ一通りに定まる必要があります"),
        persons.isEmpty
          ? .note(
            "the rows of '\(rows)' refer to no such table",
            "表「\(rows)」の行は、そのような表を参照していません")
          : persons.first == table
            ? .note(
              "the rows of '\(rows)' have a key of their own, and lead to \(names.dropFirst().map { "'\($0)'" }.list("and"))",
              "表「\(rows)」の行には自身の主キーがあり、\(names.dropFirst().map { "「\($0)」" }.joined(separator: "・"))にも至ります"
            )
            : .note(
              "the rows of '\(rows)' lead to \(names.map { "'\($0)'" }.list("and"))",
              "表「\(rows)」の行は、\(names.map { "「\($0)」" }.joined(separator: "・"))のいずれにも至ります"),
        choices.isEmpty
          ? .help(
            "count the rows themselves:  kind            total",
            "行そのものを数えるなら:  種類            延べ")
          : .help(
            "say in '\(rows)' which column tells the persons apart:  persons by      \(choices.list("or"))",
            "人を区別する列を表「\(rows)」に書いてください:  実人数列        \(choices.joined(separator: "・"))"
          ),
      ])
  }

  private func grouping(
    _ block: Block, subject: Int?, kind: Indicator.Kind
  ) throws(Skip) -> Grouping? {
    guard let line = line(.by, of: block) else { return nil }
    var cursor = Cursor(line)
    // Other kinds do not heed the line, which is said where they are named.
    guard let subject else { throw Skip() }
    let scope = RowScope(table: subject)
    let isEstimate = if case .estimate = kind { true } else { false }
    if !isEstimate, cursor.take(.monthOf) {
      guard let name = cursor.takeName() else {
        throw unexpected(cursor, expected: "a date", "日付の列")
      }
      let cell = try cell(name.name, at: name.span, in: scope)
      try finish(cursor)
      guard cell.type == .date else {
        report("U203", at: name.span, "this needs to be a date", "ここは日付でなければなりません")
        throw Skip()
      }
      return .month(cell.path)
    }
    guard let name = cursor.takeName() else {
      throw isEstimate
        ? unexpected(cursor, expected: "a column of codes", "コードの列")
        : unexpected(
          cursor, expected: "a column of codes, or 'month of' a date", "コードの列、または「月別」と日付")
    }
    let cell = try cell(name.name, at: name.span, in: scope)
    try finish(cursor)
    switch cell.type {
    case .code(let table, let column):
      if isPersonKey(table: table, column: column) { warnOfPersons(name.name, at: name.span) }
      return .code(cell.path, table: table, column: column)
    case .oneOf:
      var (table, path) = (subject, cell.path)
      while case .through(_, let next, let inner) = path { (table, path) = (next, inner) }
      guard case .column(let column) = path else { fallthrough }
      return .code(cell.path, table: table, column: column)
    default:
      report(
        "U203", at: name.span, "groups are the codes of a column", "区分はコードの列で定めます",
        label: describe(cell.type))
      throw Skip()
    }
  }

  /// Whether a column tells persons apart: it is the key of a table that populations are drawn from and
  /// that refers to no other, or it refers to one.
  private func isPersonKey(table: Int, column: Int) -> Bool {
    guard tables.indices.contains(table) else { return false }
    let schema = tables[table].schema
    if let reference = schema.references.first(where: { $0.column == column }) {
      return isPersonKey(
        table: reference.table, column: tables[reference.table].schema.key.first ?? -1)
    }
    guard schema.key == [column], schema.references.isEmpty else { return false }
    return (blocks[.population] ?? []).contains { block in
      guard let line = block.body.first(where: { $0.keyword == .of }),
        case .name(let name)? = line.tokens.first?.kind
      else { return false }
      return declared[name] == .table(table)
    }
  }

  private func warnOfPersons(_ name: Name, at span: Span) {
    report(
      "G118", severity: .warning, at: span,
      "'\(name)' tells single persons apart, and groups appear in the statement by their codes",
      "「\(name)」は個人を区別する列で、区分の値は精算書に表示されます",
      label: ("one group for each person", "一人ごとの区分になります"),
      remarks: [
        .why(
          "the statement, the payment file and the bundle would show the ids of participants",
          "精算書・支払ファイル・精算の記録に、個人の識別番号が残ります"),
        .help(
          "group by a column that is shared by many, such as the provider",
          "事業者など、多くの人に共通する列で区分してください"),
      ])
  }
}
