import Diagnostics
import Language
import Quantities

extension Compiler {
  /// The checked value at an index; checks it first if that has not happened. Nil if it has errors.
  func value(_ index: Int, from span: Span?) -> Value? {
    switch valueStates[index] {
    case .done: return values[index]
    case .failed: return nil
    case .active:
      if let block = blocks[.value]?[index] { reportCycle(block, from: span) }
      return nil
    case .pending: break
    }
    guard let block = blocks[.value]?[index], enter(block, from: span) else { return nil }
    defer { depth -= 1 }
    valueStates[index] = .active
    do {
      values[index] = try bindValue(block)
      valueStates[index] = .done
    } catch {
      valueStates[index] = .failed
      standIn(index, block)
    }
    return values[index]
  }

  /// Goes on with a value in which an error was reported, so far as its type is known.
  private func standIn(_ index: Int, _ block: Block) {
    guard let subject = valueSubject(index), tables.indices.contains(subject) else { return }
    let present = Self.definingLabels.filter { !lines($0, of: block).isEmpty }
    guard present.count == 1, let label = present.first else { return }
    let type: ValueType
    switch (label, lines(.count, of: block).first?.tokens.first?.kind) {
    case (.anyOf, _), (.allOf, _): type = .flag
    case (.age, _): type = .number(Unit("age"))
    case (.count, .word(.rows)?): type = .number(Unit("time"))
    case (.count, .unit(.personMonth)?): type = .number(.personMonth)
    case (.count, .word(.distinctDays)?): type = .number(Unit("day"))
    case (.count, .word(.distinctMonths)?), (.count, .word(.monthsInARow)?):
      type = .number(Unit("month"))
    default: return
    }
    values[index] = Value(
      declaration: declaration(of: block), subject: subject, type: type,
      definition: .allOf([]), missing: .countsAsZero, record: nil)
    valueStates[index] = .done
  }

  private static let definingLabels: [LabelWord] = [
    .formula, .anyOf, .allOf, .age, .take, .count, .sum, .mean,
  ]

  /// - Parameter onDays: whether the value is found on days of a grid.
  private static func allowed(_ label: LabelWord, onDays: Bool) -> Set<LabelWord> {
    switch label {
    case .count where onDays: [.of, label, .each, .while, .missing]
    case .sum where onDays, .mean: [.of, label, .each, .while, .rows, .where, .missing, .record]
    case .formula: [.of, label, .missing, .record]
    case .take: [.of, label, .rows, .where, .record]
    case .sum: [.of, label, .rows, .where, .missing, .record]
    case .count: [.of, label, .rows, .where]
    case .age: [.of, label]
    default: [.of, label, .missing]
    }
  }

  private func bindValue(_ block: Block) throws(Skip) -> Value {
    let of = try requiredLine(
      .of, of: block,
      why: (
        "a value belongs to the rows of one table", "個人値は、ある表の行ごとに一つ定まります"
      ))
    var cursor = Cursor(of)
    guard let name = cursor.takeName() else {
      throw unexpected(cursor, expected: "a table", "表の名前")
    }
    guard case .table(let subject) = try find(name.name, at: name.span, [.table]) else {
      throw Skip()
    }
    try finish(cursor)
    if let name = block.name, let span = block.nameSpan,
      tables[subject].schema.columns.contains(where: { Name($0.name) == name })
    {
      report(
        "N102", at: span, "'\(name)' is also a column of '\(tables[subject].declaration.name)'",
        "「\(name)」は表「\(tables[subject].declaration.name)」の列でもあります")
      throw Skip()
    }
    let scope = RowScope(table: subject)
    let present = Self.definingLabels.filter { !lines($0, of: block).isEmpty }
    guard let label = present.first, present.count == 1 else {
      report(
        "G108", at: block.headerSpan,
        present.isEmpty
          ? "value '\(block.name?.text ?? "")' says nothing of how it is found"
          : "value '\(block.name?.text ?? "")' is found in two ways",
        present.isEmpty
          ? "個人値「\(block.name?.text ?? "")」の求め方がありません"
          : "個人値「\(block.name?.text ?? "")」の求め方が二つあります",
        remarks: [
          .help(
            "one of: formula, any of, all of, age, take, count, sum, mean",
            "計算式・いずれか該当・すべて該当・年齢・採用・件数・合算・平均のうち一つ")
        ])
      throw Skip()
    }
    let onDays = label == .mean || !lines(.each, of: block).isEmpty
    checkLabels(
      block, allowed: Self.allowed(label, onDays: onDays),
      ("a value found by '\(label.english)'", "「\(label.japanese)」による個人値"))
    let record = try record(of: block)
    let declaration = declaration(of: block)
    let missing = try missingRule(block)
    switch label {
    case .count where onDays, .sum where onDays, .mean:
      return try gridValue(
        label, block, subject: subject, declaration: declaration, missing: missing, record: record)
    case .take, .count, .sum:
      return try rowsValue(
        label, block, subject: subject, declaration: declaration, missing: missing, record: record)
    case .age:
      let (birth, date, rule) = try age(requiredLine(.age, of: block), in: scope)
      expressionMayMiss[declaration.span] = birth.mayBeMissing || date.mayBeMissing
      return Value(
        declaration: declaration, subject: subject, type: .number(Unit("age")),
        definition: .age(birth: birth.expression, on: date.expression, rule: rule),
        missing: .staysMissing, record: nil)
    case .formula:
      let line = try requiredLine(.formula, of: block)
      var cursor = Cursor(line)
      let typed = try expression(&cursor, in: scope)
      try finish(cursor)
      expressionMayMiss[declaration.span] = typed.mayBeMissing
      try requireMissingRule(missing, typed.mayBeMissing, at: typed.span, block)
      // A quotient stays exact unless a missing one counts as zero, which only a recorded value can.
      let isUnrounded =
        record == nil && typed.granularity == .arbitrary && missing != .countsAsZero
      let type = isUnrounded ? typed.type : try recorded(typed, record, block)
      valueSteps[declaration.span] = typed.granularity
      return Value(
        declaration: declaration, subject: subject, type: type,
        definition: .expression(typed.expression), missing: missing ?? .staysMissing,
        record: record, isUnrounded: isUnrounded)
    default:
      let (conditions, mayMiss) = try conditions(label, of: block, in: scope)
      expressionMayMiss[declaration.span] = mayMiss
      try requireMissingRule(missing, mayMiss, at: lines(label, of: block)[0].valueSpan, block)
      return Value(
        declaration: declaration, subject: subject, type: .flag,
        definition: label == .anyOf ? .anyOf(conditions) : .allOf(conditions),
        missing: missing ?? .staysMissing, record: nil)
    }
  }

  /// All conditions of the lines with a label; one line may hold several, separated by commas.
  func conditions(
    _ label: LabelWord, of block: Block, in scope: RowScope
  ) throws(Skip) -> ([Stated<Condition>], mayMiss: Bool) {
    var all: [Stated<Condition>] = []
    var mayMiss = false
    for line in lines(label, of: block) {
      var cursor = Cursor(line)
      repeat {
        let start = cursor.index
        let (condition, missing) = try condition(&cursor, in: scope)
        all.append(Stated(condition, at: cursor.span(from: start)))
        mayMiss = mayMiss || missing
      } while cursor.take(.comma)
      try finish(cursor)
    }
    return (all, mayMiss)
  }

  /// `rows`, `where`, and one of `count`, `sum`, `take`.
  private func rowsValue(
    _ label: LabelWord, _ block: Block, subject: Int, declaration: Declaration,
    missing: MissingRule?, record: Record?
  ) throws(Skip) -> Value {
    let rows = try requiredLine(
      .rows, of: block,
      why: (
        "'\(label.english)' looks at the rows of another table",
        "「\(label.japanese)」は、別の表の行から求めます"
      ))
    var cursor = Cursor(rows)
    let (table, population, link) = try rowSource(&cursor, subject: subject)
    let window = try statedWindow(&cursor, in: RowScope(table: subject))
    try finish(cursor)
    if window != nil { try requireDateColumn(table, at: rows.valueSpan) }
    let (conditions, _) = try conditions(.where, of: block, in: RowScope(table: table))
    let selection = RowSelection(
      table: table, population: population, link: link, window: window, conditions: conditions)
    warnIfBeyondTheYear(selection, at: rows.valueSpan)
    let line = try requiredLine(label, of: block)
    let (aggregate, typed) = try aggregate(label, line, table: table, subject: subject)
    // The rows' own figures are decimals; `record` is of the sum or the mean.
    if label != .count, record != nil { try requireRecorded(typed, block) }
    let mayMiss = typed.mayBeMissing
    aggregateMayMiss[declaration.span] = mayMiss
    if case .sum = aggregate {
      try requireMissingRule(missing, mayMiss, at: line.valueSpan, block)
    }
    if case .take(_, .mean) = aggregate, record == nil {
      reportRounding(
        at: line.valueSpan, block,
        ("a mean of several rows can be a fraction without end", "平均には割り切れない値が生じます"))
      throw Skip()
    }
    let type = label == .count ? typed.type : try recorded(typed, record, block)
    valueSteps[declaration.span] = typed.granularity
    return Value(
      declaration: declaration, subject: subject, type: type,
      definition: .rows(selection, aggregate), missing: missing ?? .staysMissing, record: record)
  }

  /// Warns of a window after a date of the person whose rows nothing ends with the settled year: what it
  /// gives depends on how late the records were handed over.
  private func warnIfBeyondTheYear(_ selection: RowSelection, at span: Span) {
    switch selection.window?.content {
    case .days(_, let last, after: true, let anchor) where last > 0 && anchor.isOfTheRow: break
    case .months(_, _, _, let anchor) where anchor.isOfTheRow: break
    default: return
    }
    let ofPopulation =
      selection.population.map { lineage(of: $0) }?
      .flatMap { populations[$0]?.steps.map(\.condition) ?? [] } ?? []
    guard !(selection.conditions.map(\.content) + ofPopulation).contains(where: \.endsByDate) else {
      return
    }
    let schema = tables[selection.table].schema
    let date = tables[selection.table].dateColumn.map { schema.columns[$0].name } ?? ""
    report(
      "G133", severity: .warning, at: span, "this window can reach beyond the settled year",
      "この期間は、精算する年度の後にまで及ぶことがあります",
      remarks: [
        .why(
          "rows of later days count if the records hold them, so the figure depends on when they were handed over",
          "年度の後の行も、記録にあれば数えます。そのため、値が記録の提出の時期によって変わります"),
        .help(
          "where           \(date) up to settlement year end", "条件            \(date) 当年度末まで"),
      ])
  }

  /// A table or a population of rows, and the column by which its rows refer to the subject.
  func rowSource(
    _ cursor: inout Cursor, subject: Int
  ) throws(Skip) -> (table: Int, population: Int?, link: Int) {
    guard let name = cursor.takeName() else {
      throw unexpected(cursor, expected: "a table or a population of rows", "表または行の集団")
    }
    var table = 0
    var index: Int?
    switch try find(name.name, at: name.span, [.table, .population]) {
    case .table(let found): table = found
    case .population(let found):
      guard let population = population(found, from: name.span) else { throw Skip() }
      (table, index) = (population.subject, found)
    default: throw Skip()
    }
    let references = tables[table].schema.references.filter { $0.table == subject }
    guard let reference = references.first, references.count == 1 else {
      guard isUnlinkedNews(from: table, to: subject) else { throw Skip() }
      let subjectName = tables[subject].declaration.name
      report(
        "T108", at: name.span,
        references.isEmpty
          ? "the rows of '\(name.name)' do not refer to '\(subjectName)'"
          : "the rows of '\(name.name)' refer to '\(subjectName)' by several columns",
        references.isEmpty
          ? "「\(name.name)」の行は「\(subjectName)」を参照していません"
          : "「\(name.name)」の行が「\(subjectName)」を参照する列が複数あります",
        remarks: [
          .help(
            "state the reference in the table:  refers to       COLUMN \(subjectName)",
            "表に参照を書いてください:  参照            列名 \(subjectName)")
        ])
      throw Skip()
    }
    return (table, index, reference.column)
  }

  func requireDateColumn(_ table: Int, at span: Span) throws(Skip) {
    guard tables[table].dateColumn == nil else { return }
    guard undated.insert(table).inserted else { throw Skip() }
    report(
      "G109", at: span,
      "'\(tables[table].declaration.name)' does not say by which date its rows are counted",
      "表「\(tables[table].declaration.name)」は、どの日付で期間を判定するかを定めていません",
      remarks: [
        .help("add to the table:  dated by        COLUMN", "表に追加してください:  基準日列        列名")
      ])
    throw Skip()
  }

  private func aggregate(
    _ label: LabelWord, _ line: Line, table: Int, subject: Int
  ) throws(Skip) -> (Aggregate, TypedExpression) {
    var cursor = Cursor(line)
    let scope = RowScope(table: table)
    switch label {
    case .count:
      let result: (Aggregate, String)
      if cursor.take(.rows) {
        result = (.count, "time")
      } else if cursor.take(.distinctDays) {
        result = (.distinctDays, "day")
      } else if cursor.take(.distinctMonths) {
        result = (.distinctMonths, "month")
      } else if cursor.take(.monthsInARow) {
        result = (.monthsInARow, "month")
      } else {
        throw unexpected(
          cursor, expected: "rows, distinct days, distinct months or months in a row",
          "行数・実日数・実月数・連続月数のいずれか")
      }
      try finish(cursor)
      if result.1 != "time" { try requireDateColumn(table, at: line.valueSpan) }
      return (
        result.0,
        TypedExpression(
          expression: .constant(0), type: .number(Unit(result.1)), mayBeMissing: false,
          span: line.valueSpan, granularity: .step(1))
      )
    case .sum:
      let typed = try expression(&cursor, in: scope)
      try finish(cursor)
      _ = try unit(of: typed)
      return (.sum(typed.expression), typed)
    default:
      let typed = try expression(&cursor, in: scope)
      var selection = Aggregate.Selection.only
      if cursor.take(.comma) {
        if cursor.take(.earliest) {
          selection = .earliest
        } else if cursor.take(.latest) {
          selection = .latest
        } else if cursor.take(.largest) {
          selection = .largest
        } else if cursor.take(.smallest) {
          selection = .smallest
        } else if cursor.take(.mean) {
          _ = try unit(of: typed)
          selection = .mean
        } else if cursor.take(.nearestTo) {
          guard let name = cursor.takeName() else {
            throw unexpected(cursor, expected: "a date of the person", "個人の日付")
          }
          let date = try dateOperand(
            .name(name.name), at: name.span, in: RowScope(table: subject))
          guard cursor.take(.comma) else {
            throw unexpected(
              cursor, expected: ", tie earlier or , tie later", "、同着は前 または 、同着は後")
          }
          if cursor.take(.tieEarlier) {
            selection = .nearest(to: date.expression, tieEarlier: true)
          } else if cursor.take(.tieLater) {
            selection = .nearest(to: date.expression, tieEarlier: false)
          } else {
            throw unexpected(
              cursor, expected: "tie earlier or tie later", "同着は前 または 同着は後")
          }
        } else {
          throw unexpected(
            cursor, expected: "earliest, latest, largest, smallest, mean or nearest to",
            "最古・最新・最大・最小・平均・最近接のいずれか")
        }
      }
      try finish(cursor)
      switch selection {
      case .earliest, .latest, .nearest: try requireDateColumn(table, at: line.valueSpan)
      default: break
      }
      return (.take(typed.expression, selection), typed)
    }
  }

  /// `birth at enrolled, by birthday`
  func age(
    _ line: Line, in scope: RowScope
  ) throws(Skip) -> (TypedExpression, TypedExpression, AgeRule) {
    var cursor = Cursor(line)
    guard let name = cursor.takeName() else {
      throw unexpected(cursor, expected: "the date of birth", "生年月日の列")
    }
    let birth = try dateOperand(.name(name.name), at: name.span, in: scope)
    try requireWholeDay(birth)
    guard case .at(let operand)? = cursor.peek else {
      throw unexpected(cursor, expected: "'at' and a date", "「…時点」")
    }
    let span = cursor.tokens[cursor.index].operandSpan ?? cursor.place
    _ = cursor.next()
    let date = try dateOperand(operand, at: span, in: scope)
    try requireWholeDay(date)
    guard cursor.take(.comma), !cursor.atEnd else {
      report(
        "M402", at: line.valueSpan, "the age does not say by which rule it is reckoned",
        "年齢の数え方が定められていません",
        remarks: [
          .rule(
            "by statute an age is attained at the end of the day before the birthday; many contracts mean the birthday",
            "年齢計算法では誕生日の前日の終了時に年齢が加算されます。誕生日を基準とする契約も多くあります"),
          .help("add ', by birthday' or ', by statute'", "「、誕生日基準」または「、年齢計算法」を加えてください"),
        ])
      throw Skip()
    }
    let rule: AgeRule
    if cursor.take(.byBirthday) {
      rule = .birthday
    } else if cursor.take(.byStatute) {
      rule = .statute
    } else {
      throw unexpected(cursor, expected: "'by birthday' or 'by statute'", "「誕生日基準」または「年齢計算法」")
    }
    try finish(cursor)
    return (birth, date, rule)
  }

  // MARK: - Missing and rounding

  private func missingRule(_ block: Block) throws(Skip) -> MissingRule? {
    guard let line = line(.missing, of: block) else { return nil }
    var cursor = Cursor(line)
    let rule: MissingRule
    if cursor.take(.staysMissing) {
      rule = .staysMissing
    } else if cursor.take(.countsAsZero) {
      rule = .countsAsZero
    } else {
      throw unexpected(cursor, expected: "'stays missing' or 'counts as zero'", "「欠測のまま」または「ゼロ扱い」")
    }
    try finish(cursor)
    return rule
  }

  func requireMissingRule(
    _ rule: MissingRule?, _ mayMiss: Bool, at span: Span, _ block: Block
  ) throws(Skip) {
    guard rule == nil && mayMiss else { return }
    report(
      "M401", at: span,
      "\(block.word.english) '\(block.name?.text ?? "")' does not state what missing records do",
      "\(block.word.japanese)「\(block.name?.text ?? "")」に、欠測の扱いが定められていません",
      label: ("can be missing", "欠測があり得ます"), context: [block.headerSpan],
      remarks: [
        .rule(
          "missing is not zero and not 'no'; each use says what happens",
          "欠測はゼロでも「いいえ」でもありません。使う箇所ごとに扱いを書きます"),
        .help([
          (en: "missing         stays missing", ja: "欠測            欠測のまま"),
          (en: "missing         counts as zero", ja: "欠測            ゼロ扱い"),
        ]),
      ])
    throw Skip()
  }

  /// `record kg, 1 decimal, half up`
  func record(of block: Block) throws(Skip) -> Record? {
    guard let line = line(.record, of: block) else { return nil }
    var cursor = Cursor(line)
    let unit: Unit
    if let found = peekUnit(cursor) {
      unit = found
      _ = cursor.next()
    } else if cursor.take(.number) {
      unit = UnitAlgebra.number
    } else {
      throw unexpected(cursor, expected: "a unit", "単位")
    }
    guard cursor.take(.comma), case .decimals(let decimals)? = cursor.peek else {
      throw unexpected(cursor, expected: ", 1 decimal", "、小数1桁")
    }
    _ = cursor.next()
    guard cursor.take(.comma), let mode = cursor.peekWord?.roundingMode else {
      throw unexpected(
        cursor, expected: "a rounding: down, up, half up, half even, floor, ceiling",
        "端数処理(切捨て・切上げ・四捨五入・偶数丸め・床・天井)")
    }
    _ = cursor.next()
    try finish(cursor)
    return Record(unit: unit, decimals: decimals, mode: mode, span: line.valueSpan)
  }

  func recorded(
    _ typed: TypedExpression, _ record: Record?, _ block: Block
  ) throws(Skip) -> ValueType {
    guard let record else {
      if case .arbitrary = typed.granularity {
        reportRounding(
          at: typed.span, block,
          ("a division can give a fraction without end", "割り算には割り切れない値が生じます"))
        throw Skip()
      }
      return typed.type
    }
    let own = try unit(of: typed)
    guard own == record.unit else {
      let (a, b) = (text(own), text(record.unit))
      report(
        "U202", at: record.span, "this is recorded in \(b.en) but is in \(a.en)",
        "単位が\(a.ja)の値を\(b.ja)で記録することはできません", others: [(typed.span, a.en, a.ja)])
      throw Skip()
    }
    return typed.type
  }

  /// A figure that a file of records or a settlement holds is a decimal; a quotient is none.
  func requireRecorded(_ typed: TypedExpression, _ block: Block) throws(Skip) {
    guard case .arbitrary = typed.granularity else { return }
    report(
      "R303", at: typed.span, "a quotient that is not recorded cannot be used here",
      "記録しない商は、ここでは使えません", context: [block.headerSpan],
      remarks: [
        .why(
          "a quotient can be a fraction without end, and a statistic stands on decimals",
          "商には割り切れない値が生じ、統計値は小数から求めます"),
        .help([
          (en: "use a value with its own line", ja: "記録の行のある個人値を用いてください"),
          (en: "record          UNIT, 1 decimal, half up", ja: "記録            単位、小数1桁、四捨五入"),
        ]),
      ])
    throw Skip()
  }

  func reportRounding(at span: Span, _ block: Block, _ why: (en: String, ja: String)) {
    report(
      "R303", at: span,
      "\(block.word.english) '\(block.name?.text ?? "")' does not say how it is recorded",
      "\(block.word.japanese)「\(block.name?.text ?? "")」に記録の仕方(単位・桁・端数)がありません",
      context: [block.headerSpan],
      remarks: [
        .why(why.en, why.ja),
        .help("record          UNIT, 1 decimal, half up", "記録            単位、小数1桁、四捨五入"),
      ])
  }
}

extension ValueWord {
  /// The rounding mode that this word names.
  var roundingMode: Rounding.Mode? {
    switch self {
    case .down: .down
    case .up: .up
    case .halfUp: .halfUp
    case .halfEven: .halfEven
    case .roundFloor: .floor
    case .roundCeiling: .ceiling
    default: nil
    }
  }
}

extension Condition {
  /// Whether it leaves out what lies after a day that the contract states.
  fileprivate var endsByDate: Bool {
    switch self {
    case .dateIn(_, .days), .dateIn(_, .months): false
    case .dateIn: true
    case .date(_, let comparison, _): comparison == .onOrBefore || comparison == .before
    default: false
    }
  }
}

extension Expression {
  /// Whether a window counts from a date of the row, and not from one that the contract or the year fixes.
  fileprivate var isOfTheRow: Bool {
    switch self {
    case .date, .settlementYearStart, .settlementPeriodStart: false
    default: true
    }
  }
}
