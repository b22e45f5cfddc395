import Diagnostics
import Language
import Quantities

// Indicators that estimate an effect. Each states its groups, its outcome, what it is adjusted for,
// and the choices that the same data can be computed by in several ways.

extension Compiler {
  /// What an estimate gives: its checked definition, and the unit of the figure.
  struct BoundEstimation {
    let estimation: Estimation
    let unit: Unit
    let subject: Int
  }

  /// The kinds that estimate, with the lines that each heeds besides those of every estimate.
  static func estimateLabels(of kind: ValueWord) -> [LabelWord]? {
    switch kind {
    case .difference, .ratio: [.treatedGroup, .comparedGroup, .outcome, .after, .by]
    case .differenceInDifferences:
      [.treatedGroup, .comparedGroup, .outcome, .before, .after, .adjustFor, .by]
    case .adjustedDifference, .riskDifferenceByLogisticModel, .riskRatioByLogisticModel,
      .doublyRobustDifference:
      [.treatedGroup, .comparedGroup, .outcome, .after, .adjustFor, .by]
    case .weightedDifference:
      [.treatedGroup, .comparedGroup, .outcome, .after, .adjustFor, .weights, .keepScores, .by]
    case .matchedDifference:
      [.treatedGroup, .comparedGroup, .outcome, .after, .adjustFor, .match, .caliper, .by]
    case .standardisedRate: [.of, .outcome, .after, .standardPopulation, .by]
    case .observedToExpected: [.of, .outcome, .after, .model, .expected, .by]
    case .predictedToExpected: [.of, .model, .predicted, .expected, .by]
    default: nil
    }
  }

  /// The lines that every estimate has.
  static func estimateChoices(of kind: ValueWord) -> [LabelWord] {
    (kind == .predictedToExpected ? [] : [.errors]) + [.missing, .payOn, .record, .stopIf]
  }

  func estimation(_ kind: ValueWord, _ block: Block, _ line: Line) throws(Skip) -> BoundEstimation {
    let isComplete = checkChoices(kind, block, line)
    let groups = try groups(kind, block)
    let subject = groups.subject
    var scope = RowScope(table: subject)
    scope.local[.age] = groups.age
    if groups.hasBrokenAge { scope.broken.insert(.age) }
    // Every line is read before the first error ends the block, so that all are reported at once.
    let outcome = try? outcome(kind, block, scope)
    let covariates = try? covariates(kind, block, scope)
    let errors = kind == .predictedToExpected ? nil : try? errors(kind, block, scope)
    let target = try? target(block, kind, errors)
    let stops = try? stops(kind, block, errors)
    let method = try? method(kind, block, scope, before: outcome?.before)
    if let outcome { try checkOutcome(kind, outcome, block) }
    guard isComplete, let outcome, let covariates, errors != nil || kind == .predictedToExpected,
      let target, let stops, let method
    else { throw Skip() }
    try checkMissing(kind, block, covariatesMiss: covariates.contains(where: \.mayBeMissing))
    try checkNestedEffects(errors, covariates.map(\.covariate), block)
    try checkReuse(method, target, block)
    return BoundEstimation(
      estimation: Estimation(
        method: method, groups: groups.groups, outcome: outcome.outcome,
        covariates: covariates.map(\.covariate), errors: errors, target: target, stops: stops),
      unit: Self.unit(of: kind, outcome), subject: subject)
  }

  private static func unit(of kind: ValueWord, _ outcome: BoundOutcome) -> Unit {
    switch kind {
    case .ratio: return UnitAlgebra.percent
    case .observedToExpected, .predictedToExpected, .riskRatioByLogisticModel:
      return UnitAlgebra.number
    case .standardisedRate: return UnitAlgebra.percent
    default:
      if outcome.outcome.isFlag { return UnitAlgebra.percentagePoint }
      return UnitAlgebra.difference(outcome.unit, outcome.unit) ?? outcome.unit
    }
  }

  // MARK: - Groups

  private struct BoundGroups {
    let groups: Estimation.Groups
    let subject: Int
    /// The value `age` that both groups inherit.
    let age: Int?
    let hasBrokenAge: Bool
  }

  private func groups(_ kind: ValueWord, _ block: Block) throws(Skip) -> BoundGroups {
    switch kind {
    case .standardisedRate, .observedToExpected, .predictedToExpected:
      let (index, population) = try populationLine(.of, block)
      return BoundGroups(
        groups: .one(of: index), subject: population.subject, age: inheritedAge(index),
        hasBrokenAge: hasBrokenAge(index))
    default:
      let first = try? populationLine(.treatedGroup, block)
      let (compared, other) = try populationLine(.comparedGroup, block)
      guard let (treated, population) = first else { throw Skip() }
      let place = try requiredLine(.comparedGroup, of: block).valueSpan
      guard population.subject == other.subject, treated != compared else {
        report(
          "S412", at: place, "the two groups cannot be compared with each other",
          "この二つの集団は比較できません",
          label: treated == compared
            ? ("the same population twice", "同じ集団です")
            : ("of another table", "別の表の集団です"),
          others: [
            (try requiredLine(.treatedGroup, of: block).valueSpan, "treated group", "介入側")
          ],
          remarks: [
            .rule(
              "the treated and the compared group are two populations of the same table, without a person in both",
              "介入側と対照側は、同じ表から定めた二つの集団で、同じ人が両方に属してはなりません")
          ])
        throw Skip()
      }
      let age = inheritedAge(treated)
      return BoundGroups(
        groups: .compared(treated: treated, with: compared), subject: population.subject,
        age: age == inheritedAge(compared) ? age : nil, hasBrokenAge: hasBrokenAge(treated))
    }
  }

  /// The value of the `age` line of a population, or of the one it is drawn from.
  private func inheritedAge(_ index: Int) -> Int? {
    lineage(of: index).lazy.compactMap { self.populationAges[$0] }.first
  }

  private func hasBrokenAge(_ index: Int) -> Bool {
    lineage(of: index).contains { brokenAges.contains($0) }
  }

  // MARK: - Outcome

  private struct BoundOutcome {
    let outcome: Estimation.Outcome
    let before: Expression?
    let unit: Unit
    let mayBeMissing: Bool
  }

  private func outcome(
    _ kind: ValueWord, _ block: Block, _ scope: RowScope
  ) throws(Skip) -> BoundOutcome {
    if kind == .predictedToExpected {
      return BoundOutcome(
        outcome: Estimation.Outcome(expression: .constant(0), isFlag: false), before: nil,
        unit: UnitAlgebra.number, mayBeMissing: false)
    }
    let isPaired = kind == .differenceInDifferences
    guard isPaired, lines(.outcome, of: block).isEmpty else {
      let line = try requiredLine(.outcome, of: block)
      if let wave = try waves(of: line, subject: scope.table) {
        let after = try take(.after, wave, block, line)
        let before = isPaired ? try take(.before, wave, block, line) : nil
        return try bound(after, before)
      }
      if let extra = self.line(.after, of: block), !isPaired {
        report(
          "G115", at: extra.labelSpan,
          "'after' has no effect for an outcome that is one figure a person",
          "人ごとに一つの値である結果変数では「後」は働きません", label: ("not heeded", "適用されません"))
        throw Skip()
      }
      var cursor = Cursor(line)
      let typed = try expression(&cursor, in: scope)
      try finish(cursor)
      try requireRecorded(typed, block)
      if isPaired {
        report(
          "S413", at: line.valueSpan, "this outcome is one figure a person and has no waves",
          "この結果変数は人ごとに一つの値であり、前後がありません",
          remarks: [
            .help(
              "name a column of a table with one row per person and wave, or state 'before' and 'after' as values and leave 'outcome' out",
              "人と測定回ごとに一行の表の列を書くか、「結果変数」を書かずに「前」と「後」に個人値を書きます")
          ])
        throw Skip()
      }
      return try bound(typed, nil)
    }
    let before = try expressionLine(.before, block, scope)
    return try bound(try expressionLine(.after, block, scope), before)
  }

  private func bound(
    _ after: TypedExpression, _ before: TypedExpression?
  ) throws(Skip) -> BoundOutcome {
    if let before, before.type != after.type {
      report(
        "U202", at: after.span, "before and after are not figures of the same kind",
        "前と後の値の種類・単位が異なります", label: describe(after.type),
        others: [(before.span, describe(before.type).en, describe(before.type).ja)])
      throw Skip()
    }
    let unit = after.type == .flag ? UnitAlgebra.percent : try self.unit(of: after)
    return BoundOutcome(
      outcome: Estimation.Outcome(expression: after.expression, isFlag: after.type == .flag),
      before: before?.expression, unit: unit,
      mayBeMissing: after.mayBeMissing || before?.mayBeMissing == true)
  }

  /// Some kinds are of a yes-or-no outcome, or of a number of events.
  private func checkOutcome(
    _ kind: ValueWord, _ outcome: BoundOutcome, _ block: Block
  ) throws(Skip) {
    guard !outcome.outcome.isFlag, let line = line(.outcome, of: block) else { return }
    switch kind {
    case .riskDifferenceByLogisticModel, .riskRatioByLogisticModel, .standardisedRate:
      report(
        "U203", at: line.valueSpan, "'\(kind.english)' is of a yes-or-no outcome",
        "「\(kind.japanese)」の結果変数は「はい・いいえ」です", label: text(outcome.unit))
      throw Skip()
    case .observedToExpected where outcome.unit != UnitAlgebra.number && !isCount(outcome.unit):
      report(
        "U203", at: line.valueSpan, "'\(kind.english)' is of events: yes or no, or a count",
        "「\(kind.japanese)」の結果変数は「はい・いいえ」または件数です", label: text(outcome.unit))
      throw Skip()
    default: return
    }
  }

  /// A column of a table that has one row per person and wave.
  private struct Wave {
    let table: Int
    let column: Int
    /// The column that tells the waves apart, with their names.
    let by: Int
    let names: [String]
    let link: Int
  }

  /// Nil when the outcome is not such a column.
  private func waves(of line: Line, subject: Int) throws(Skip) -> Wave? {
    guard line.tokens.count == 1, case .name(let name)? = line.tokens.first?.kind,
      !tables[subject].schema.columns.contains(where: { Name($0.name) == name }),
      declared[name] == nil
    else { return nil }
    for (index, table) in tables.enumerated() {
      guard let column = table.schema.columns.firstIndex(where: { Name($0.name) == name }) else {
        continue
      }
      let references = table.schema.references.filter { $0.table == subject }
      if references.count == 1, let link = references.first?.column,
        table.schema.key.count == 2, table.schema.key.contains(link),
        let by = table.schema.key.first(where: { $0 != link }),
        case .oneOf(let names) = table.types[by]
      {
        return Wave(table: index, column: column, by: by, names: names, link: link)
      }
      // Of a table whose key or reference could not be read, enough was reported.
      if table.schema.key.isEmpty || hasBrokenReferences { throw Skip() }
    }
    return nil
  }

  /// The outcome of one wave, as a figure of the person.
  private func take(
    _ label: LabelWord, _ wave: Wave, _ block: Block, _ outcome: Line
  ) throws(Skip) -> TypedExpression {
    let line = try requiredLine(
      label, of: block, why: ("the outcome is measured in several waves", "結果変数は複数回測定されます"))
    var cursor = Cursor(line)
    var index: Int?
    if cursor.take(.settlementYear) {
      let years = codeYears[[wave.table, wave.by]] ?? []
      index = year.map { year in years.firstIndex(of: year) } ?? years.firstIndex { $0 != nil }
      if index == nil {
        let wanted = year.map { String($0) }
        report(
          "S414", at: line.valueSpan,
          wanted.map { "no wave is declared for settlement year \($0)" }
            ?? "no wave is declared for any settlement year",
          wanted.map { "\($0)年度の測定回が定められていません" } ?? "年度の書かれた測定回がありません",
          others: [
            (
              tables[wave.table].declaration.span,
              "its waves: \(wave.names.joined(separator: ", "))",
              "測定回: \(wave.names.joined(separator: "、"))"
            )
          ],
          remarks: [
            .help(
              "write the year beside the code of the wave:  year1 = 2024",
              "測定回のコードに年度を書きます:  一年後 = 2024")
          ])
        throw Skip()
      }
    } else if let name = cursor.takeName() {
      index = wave.names.firstIndex { Name($0) == name.name }
      if index == nil { cursor.index -= 1 }
    }
    guard let index else {
      throw unexpected(
        cursor, expected: (wave.names + ["settlement year"]).joined(separator: ", "),
        (wave.names + ["当年度"]).joined(separator: "・"))
    }
    try finish(cursor)
    let type = tables[wave.table].types[wave.column]
    let value = addLocal(
      name: "\(block.name?.text ?? "").\(label[tongue])",
      .rows(
        RowSelection(
          table: wave.table, population: nil, link: wave.link, window: nil,
          conditions: [
            Stated(.oneOf(.column(wave.by), [index], negated: false), at: line.valueSpan)
          ]),
        .take(.cell(.column(wave.column)), .only)),
      type: type,
      subject: tables[wave.table].schema.references.first { $0.column == wave.link }?.table ?? 0,
      block, line, mayMiss: true)
    return TypedExpression(
      expression: .cell(.value(value)), type: type, mayBeMissing: true, span: outcome.valueSpan,
      granularity: .decimals)
  }

  // MARK: - Covariates

  private struct BoundCovariate {
    let covariate: Estimation.Covariate
    let mayBeMissing: Bool
  }

  private func covariates(
    _ kind: ValueWord, _ block: Block, _ scope: RowScope
  ) throws(Skip) -> [BoundCovariate] {
    guard Self.estimateLabels(of: kind)?.contains(.adjustFor) == true else { return [] }
    let line: Line
    if kind == .differenceInDifferences {
      guard let found = self.line(.adjustFor, of: block) else { return [] }
      line = found
    } else {
      line = try requiredLine(
        .adjustFor, of: block,
        why: (
          "the estimate depends on what it is adjusted for",
          "何で調整するかによって推定値が変わります"
        ))
    }
    var cursor = Cursor(line)
    var found: [BoundCovariate] = []
    repeat {
      let start = cursor.index
      let typed = try expression(&cursor, in: scope)
      try requireRecorded(typed, block)
      let name = source.text(cursor.span(from: start)).squeezed
      guard !found.contains(where: { Name($0.covariate.name) == Name(name) }) else {
        report(
          "N102", at: cursor.span(from: start), "'\(name)' is adjusted for twice",
          "調整変数「\(name)」が二度書かれています")
        throw Skip()
      }
      let form: Estimation.Covariate.Form
      switch (typed.type, typed.expression) {
      case (.number, _), (.flag, .cell): form = .number(typed.expression)
      case (.code, .cell(let path)), (.oneOf, .cell(let path)): form = .category(path)
      default:
        report(
          "U203", at: typed.span, "an estimate is adjusted for numbers and codes",
          "調整変数は数またはコードです", label: describe(typed.type))
        throw Skip()
      }
      found.append(
        BoundCovariate(
          covariate: Estimation.Covariate(name: name, form: form),
          mayBeMissing: typed.mayBeMissing))
    } while cursor.take(.comma)
    try finish(cursor)
    return found
  }

  // MARK: - Choices

  private func target(
    _ block: Block, _ kind: ValueWord, _ errors: Estimation.Errors?
  ) throws(Skip) -> Estimation.Target {
    guard let line = line(.payOn, of: block) else { throw Skip() }
    var cursor = Cursor(line)
    if cursor.take(.estimate) {
      try finish(cursor)
      return .estimate
    }
    let isLower = cursor.take(.lowerLimit)
    guard isLower || cursor.take(.upperLimit) else {
      throw unexpected(
        cursor, expected: "estimate, lower limit or upper limit", "点推定値・信頼下限・信頼上限のいずれか")
    }
    guard kind != .predictedToExpected else {
      report(
        "S415", at: line.valueSpan, "'\(kind.english)' has no confidence limits",
        "「\(kind.japanese)」には信頼限界がありません",
        remarks: [.help("pay on          estimate", "支払基準        点推定値")])
      throw Skip()
    }
    guard cursor.take(.comma), case .quantity(let percent, UnitAlgebra.percent)? = cursor.peek,
      percent.exact > 0, percent.exact < 100
    else {
      throw unexpected(cursor, expected: ", 95 percent", "、95%")
    }
    _ = cursor.next()
    guard cursor.take(.comma), let sides = cursor.peekWord, [.twoSided, .oneSided].contains(sides)
    else { throw unexpected(cursor, expected: ", two-sided or , one-sided", "、両側 または 、片側") }
    _ = cursor.next()
    guard sides == .twoSided || percent.exact > 50 else {
      report(
        "S415", at: line.valueSpan, "a one-sided limit is of more than 50 percent",
        "片側信頼限界は50%を超える水準で定めます")
      throw Skip()
    }
    let isBootstrap = if case .wildBootstrap? = errors { true } else { false }
    guard sides == .twoSided || !isBootstrap else {
      report(
        "S415", at: line.valueSpan, "the limits of a wild cluster bootstrap are two-sided",
        "ワイルドクラスターブートストラップの信頼限界は両側です")
      throw Skip()
    }
    var reference: Estimation.Limit.Reference?
    if Self.fixesDistribution(kind) || isBootstrap {
      try finish(cursor)
    } else {
      guard cursor.take(.comma), let word = cursor.peekWord, [.studentT, .normal].contains(word)
      else {
        throw unexpected(cursor, expected: ", Student t or , normal", "、t分布 または 、正規分布")
      }
      _ = cursor.next()
      try finish(cursor)
      reference = word == .studentT ? .studentT : .normal
      if word == .studentT, !Self.hasDegreesOfFreedom(kind) {
        report(
          "S415", at: line.valueSpan, "'\(kind.english)' has no degrees of freedom for Student's t",
          "「\(kind.japanese)」にはt分布の自由度がありません",
          remarks: [.help("end the line with ', normal'", "行末を「、正規分布」とします")])
        throw Skip()
      }
    }
    return .limit(
      Estimation.Limit(
        isLower: isLower, confidence: percent.exact * Exact(unscaled: 1, scale: 2),
        isTwoSided: sides == .twoSided, reference: reference))
  }

  /// Limits that follow from the form of the errors alone.
  private static func fixesDistribution(_ kind: ValueWord) -> Bool {
    kind == .standardisedRate || kind == .observedToExpected
  }

  private static func hasDegreesOfFreedom(_ kind: ValueWord) -> Bool {
    switch kind {
    case .riskDifferenceByLogisticModel, .riskRatioByLogisticModel, .weightedDifference,
      .doublyRobustDifference:
      false
    default: true
    }
  }

  private func checkMissing(
    _ kind: ValueWord, _ block: Block, covariatesMiss: Bool
  ) throws(Skip) {
    guard let line = line(.missing, of: block) else { throw Skip() }
    var cursor = Cursor(line)
    if cursor.take(.completeCases) { return try finish(cursor) }
    let pairs = kind == .differenceInDifferences
    guard pairs, cursor.take(.completePairs) else {
      throw unexpected(
        cursor, expected: pairs ? "complete pairs or complete cases" : "complete cases",
        pairs ? "前後とも有効、または全項目有効" : "全項目有効")
    }
    try finish(cursor)
    guard covariatesMiss else { return }
    report(
      "M401", at: line.valueSpan,
      "a covariate can be missing too, of which 'complete pairs' says nothing",
      "調整変数にも欠測があり得ますが、「前後とも有効」ではその扱いが定まりません",
      remarks: [.help("missing         complete cases", "欠測            全項目有効")])
    throw Skip()
  }

  /// What a stop of an estimate may look at: its word, the quantity, the unit of its bound.
  private static func stopQuantities(
    _ kind: ValueWord, _ errors: Estimation.Errors?
  ) -> [(word: ValueWord, quantity: Estimation.Stop.Quantity, unit: Unit)] {
    let loss = (ValueWord.lossRate, Estimation.Stop.Quantity.loss, UnitAlgebra.percent)
    let imbalance = (
      ValueWord.imbalance, Estimation.Stop.Quantity.imbalance, UnitAlgebra.number
    )
    switch kind {
    case .weightedDifference, .doublyRobustDifference:
      return [
        loss, imbalance, (.largestWeight, .largestWeight, UnitAlgebra.number),
        (.effectiveSample, .effectiveSample, Unit("person")),
      ]
    case .matchedDifference: return [loss, imbalance]
    default:
      guard case .wildBootstrap? = errors else { return [loss] }
      return [loss, (.pValue, .pValue, UnitAlgebra.number)]
    }
  }

  private func stops(
    _ kind: ValueWord, _ block: Block, _ errors: Estimation.Errors?
  ) throws(Skip) -> [Estimation.Stop] {
    let known = Self.stopQuantities(kind, errors)
    var found: [Estimation.Stop] = []
    for line in lines(.stopIf, of: block) {
      var cursor = Cursor(line)
      guard let (_, quantity, unit) = known.first(where: { $0.word == cursor.peekWord }) else {
        let words = known.map(\.word)
        throw unexpected(
          cursor, expected: words.map(\.english).list("or"),
          words.count == 2
            ? words.map(\.japanese).joined(separator: "または")
            : words.map(\.japanese).joined(separator: "・") + (words.count > 2 ? "のいずれか" : ""))
      }
      _ = cursor.next()
      guard case .bound(let comparison, let numeral, let own)? = cursor.peek,
        own == unit || (own == nil && unit == UnitAlgebra.number)
      else {
        let (en, ja) = text(unit)
        throw unexpected(
          cursor, expected: "a bound in \(en), such as above 20", "\(ja)の範囲(「20%超」など)")
      }
      _ = cursor.next()
      try finish(cursor)
      found.append(
        Estimation.Stop(
          quantity: quantity, interval: interval(comparison, numeral.exact), span: line.valueSpan))
    }
    return found
  }

  // MARK: - Method

  private func method(
    _ kind: ValueWord, _ block: Block, _ scope: RowScope, before: Expression?
  ) throws(Skip) -> Estimation.Method {
    switch kind {
    case .difference: return .difference
    case .ratio: return .ratio
    case .differenceInDifferences:
      guard let before else { throw Skip() }
      return .differenceInDifferences(before: before)
    case .adjustedDifference: return .adjustedDifference
    case .riskDifferenceByLogisticModel: return .riskDifference
    case .riskRatioByLogisticModel: return .riskRatio
    case .weightedDifference:
      return .weightedDifference(try weighting(block), scores: try scores(block))
    case .doublyRobustDifference: return .doublyRobustDifference
    case .matchedDifference: return .matchedDifference(try matching(block))
    case .standardisedRate: return .standardisedRate(try standard(block, scope))
    default:
      let line = try requiredLine(
        .model, of: block,
        why: (
          "a published model is linear or logistic", "公表モデルには線形とロジスティックがあります"
        ))
      var cursor = Cursor(line)
      let isLogistic = cursor.take(.logisticModel)
      guard isLogistic || cursor.take(.linearModel) else {
        throw unexpected(
          cursor, expected: "logistic model or linear model", "ロジスティックモデルまたは線形モデル")
      }
      try finish(cursor)
      func prediction(_ label: LabelWord) throws(Skip) -> Estimation.Prediction {
        let typed = try expressionLine(label, block, scope)
        let unit = try unit(of: typed)
        guard unit == UnitAlgebra.number else {
          report(
            "U203", at: typed.span, "a model's figure is a plain number",
            "モデルの値は単位のない数です", label: text(unit))
          throw Skip()
        }
        return Estimation.Prediction(predictor: typed.expression, isLogistic: isLogistic)
      }
      let expected = try prediction(.expected)
      return kind == .observedToExpected
        ? .observedToExpected(expected: expected)
        : .predictedToExpected(predicted: try prediction(.predicted), expected: expected)
    }
  }

  private func weighting(_ block: Block) throws(Skip) -> Estimation.Weighting {
    let line = try requiredLine(
      .weights, of: block,
      why: ("each weighting estimates the effect on other persons", "重み付けにより、誰に対する効果かが変わります"))
    var cursor = Cursor(line)
    let weighting: Estimation.Weighting
    switch cursor.peekWord {
    case .treatedEffect?: weighting = .treated
    case .populationEffect?: weighting = .population
    case .stabilised?: weighting = .stabilised
    case .overlap?: weighting = .overlap
    default:
      throw unexpected(
        cursor, expected: "ATT, ATE, stabilised or overlap", "ATT・ATE・安定化・重なりのいずれか")
    }
    _ = cursor.next()
    try finish(cursor)
    return weighting
  }

  /// `keep scores  from 0.1 to 0.9`; without the line everybody is kept.
  private func scores(_ block: Block) throws(Skip) -> ClosedRange<Exact>? {
    guard let line = line(.keepScores, of: block) else { return nil }
    var cursor = Cursor(line)
    guard case .between(let lower, let upper, nil, .closed)? = cursor.peek, lower.exact >= .zero,
      lower.exact < upper.exact, upper.exact <= .one
    else {
      throw unexpected(
        cursor, expected: "propensity scores, such as from 0.1 to 0.9", "傾向スコアの範囲(「0.1以上0.9以下」など)")
    }
    _ = cursor.next()
    try finish(cursor)
    return lower.exact...upper.exact
  }

  /// `nearest 2, propensity score, without replacement, smaller sets kept`
  private func matching(_ block: Block) throws(Skip) -> Estimation.Matching {
    let line = try requiredLine(
      .match, of: block,
      why: ("who is matched with whom changes the estimate", "誰と誰を組にするかで推定値が変わります"))
    var cursor = Cursor(line)
    guard cursor.take(.nearest), case .numeral(let number)? = cursor.peek, let ratio = number.int,
      (1...100).contains(ratio)
    else { throw unexpected(cursor, expected: "nearest 1", "最近傍 1") }
    _ = cursor.next()
    guard cursor.take(.comma), cursor.take(.propensityScore) else {
      throw unexpected(cursor, expected: ", propensity score", "、傾向スコア")
    }
    guard cursor.take(.comma), let word = cursor.peekWord,
      [.withReplacement, .withoutReplacement].contains(word)
    else {
      throw unexpected(
        cursor, expected: ", without replacement or , with replacement", "、非復元 または 、復元")
    }
    _ = cursor.next()
    let keepsSmallerSets = ratio > 1 ? try smallerSets(&cursor, line, ratio, word) : nil
    try finish(cursor)
    var caliper: Exact?
    if let line = self.line(.caliper, of: block) {
      var cursor = Cursor(line)
      guard case .numeral(let number)? = cursor.peek, number.exact > 0 else {
        throw unexpected(
          cursor, expected: "a number of standard deviations of the logit, such as 0.2",
          "ロジットの標準偏差に対する倍数(0.2など)")
      }
      _ = cursor.next()
      try finish(cursor)
      caliper = number.exact
    }
    return Estimation.Matching(
      ratio: ratio, distance: .propensityScore, withReplacement: word == .withReplacement,
      keepsSmallerSets: keepsSmallerSets, caliper: caliper)
  }

  /// What becomes of a treated person for whom fewer compared persons are left than the contract wants.
  private func smallerSets(
    _ cursor: inout Cursor, _ line: Line, _ ratio: Int, _ replacement: ValueWord
  ) throws(Skip) -> Bool {
    let choices: [ValueWord] = [.smallerSetsKept, .smallerSetsLeftOut]
    guard !cursor.atEnd else {
      func example(_ choice: ValueWord, _ tongue: Tongue) -> String {
        let words: [ValueWord] = [.propensityScore, replacement, choice]
        let value = ["\(ValueWord.nearest[tongue]) \(ratio)"] + words.map { $0[tongue] }
        return tongue == .en
          ? "match           " + value.joined(separator: ", ")
          : "マッチング      " + value.joined(separator: "、")
      }
      report(
        "S411", at: line.valueSpan,
        "'match' does not state what becomes of a treated person with fewer than \(ratio) compared persons left",
        "対照が\(ratio)人に足りない介入側の人の扱いが「マッチング」にありません",
        remarks: [
          .why(
            "a smaller set counts as much as a whole one, or the estimate says nothing of that person",
            "足りない組も一組として数えるか、その人を推定の対象から外すかで推定値が変わります"),
          .help(choices.map { (en: example($0, .en), ja: example($0, .ja)) }),
        ])
      throw Skip()
    }
    guard cursor.take(.comma), let choice = cursor.peekWord, choices.contains(choice) else {
      throw unexpected(
        cursor, expected: ", " + choices.map(\.english).list("or"),
        "、" + choices.map(\.japanese).joined(separator: "・"))
    }
    _ = cursor.next()
    return choice == .smallerSetsKept
  }

  /// `model_population(age_class, sex)`
  private func standard(_ block: Block, _ scope: RowScope) throws(Skip) -> Estimation.Standard {
    let line = try requiredLine(
      .standardPopulation, of: block,
      why: (
        "a standardised rate is of the standard population that the contract names",
        "標準化率は、契約に定めた標準人口によります"
      ))
    var cursor = Cursor(line)
    let typed = try expression(&cursor, in: scope)
    try finish(cursor)
    guard case .scale(let scale, let inputs) = typed.expression else {
      report(
        "S416", at: line.valueSpan, "a standard population is a scale from strata to persons",
        "標準人口は、層から人数への尺度で定めます",
        remarks: [
          .help(
            "standard population  SCALE(COLUMN, COLUMN)", "標準人口        尺度名(列名、列名)")
        ])
      throw Skip()
    }
    if let standard = scales[scale],
      standard.rows.contains(where: { $0.openness > 0 })
        || typed.type != .number(standard.unit)
    {
      report(
        "S416", at: line.valueSpan,
        "a standard population states the persons of every stratum, without 'all others' or 'any'",
        "標準人口は、層ごとに人数を定め、「上記以外」「不問」を置きません",
        others: [(standard.declaration.span, "the scale", "この尺度")])
      throw Skip()
    }
    if let standard = scales[scale],
      standard.rows.contains(where: { $0.result.signum < 0 })
        || standard.rows.allSatisfy(\.result.isZero)
    {
      report(
        "S416", at: line.valueSpan,
        "a standard population counts persons: no stratum has fewer than none, and one has some",
        "標準人口は人数です。負の層を置かず、少なくとも一つの層に人数を定めます",
        others: [(standard.declaration.span, "the scale", "この尺度")])
      throw Skip()
    }
    return Estimation.Standard(scale: scale, inputs: inputs)
  }
}
