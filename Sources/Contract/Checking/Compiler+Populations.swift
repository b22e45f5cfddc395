import Diagnostics
import Language
import Quantities

extension Compiler {
  /// The checked population at an index; nil if it has errors.
  func population(_ index: Int, from span: Span?) -> Population? {
    switch populationStates[index] {
    case .done: return populations[index]
    case .failed: return nil
    case .active:
      if let block = blocks[.population]?[index] { reportCycle(block, from: span) }
      return nil
    case .pending: break
    }
    guard let block = blocks[.population]?[index], enter(block, from: span) else { return nil }
    defer { depth -= 1 }
    populationStates[index] = .active
    do {
      populations[index] = try bindPopulation(index, block)
      populationStates[index] = .done
    } catch {
      populationStates[index] = .failed
    }
    return populations[index]
  }

  private func bindPopulation(_ index: Int, _ block: Block) throws(Skip) -> Population {
    let of = try requiredLine(
      .of, of: block,
      why: (
        "a population is drawn from a table or from another population",
        "集団は、表または別の集団から定めます"
      ))
    var cursor = Cursor(of)
    guard let name = cursor.takeName() else {
      throw unexpected(cursor, expected: "a table or a population", "表または集団の名前")
    }
    var subject = 0
    var base: Int?
    switch try find(name.name, at: name.span, [.table, .population]) {
    case .table(let table): subject = table
    case .population(let other):
      guard let found = population(other, from: name.span) else { throw Skip() }
      (subject, base) = (found.subject, other)
    default: throw Skip()
    }
    try finish(cursor)
    // A line in which an error is reported is left out; the rest is checked, and so is what uses
    // the population.
    var scope = RowScope(table: subject)
    if let line = line(.age, of: block) {
      if let (birth, date, rule) = try? age(line, in: scope) {
        scope.local[.age] = addLocal(
          name: localName(.age, block),
          .age(birth: birth.expression, on: date.expression, rule: rule),
          type: .number(Unit("age")), subject: subject, block, line,
          mayMiss: birth.mayBeMissing || date.mayBeMissing)
        populationAges[index] = scope.local[.age]
      } else {
        brokenAges.insert(index)
        scope.broken.insert(.age)
      }
    }
    if let line = line(.count, of: block) {
      if let index = try? localCount(line, subject: subject, block) {
        scope.local[.count] = index
      } else {
        scope.broken.insert(.count)
      }
    }
    var steps: [Population.Step] = []
    for line in block.body {
      do throws(Skip) {
        switch line.keyword {
        case .where?:
          var cursor = Cursor(line)
          let (condition, _) = try condition(&cursor, in: scope)
          try finish(cursor)
          steps.append(step(condition, line))
        case .limitedTo?:
          steps.append(step(try membership(line, subject: subject), line))
        default: continue
        }
      } catch { continue }
    }
    return Population(
      declaration: declaration(of: block), subject: subject, base: base, steps: steps)
  }

  private func step(_ condition: Condition, _ line: Line) -> Population.Step {
    Population.Step(
      condition: condition, reason: textInForce(line.span), span: line.span)
  }

  /// `limited to treated`: of the rows whose person belongs to a population.
  private func membership(_ line: Line, subject: Int) throws(Skip) -> Condition {
    var cursor = Cursor(line)
    guard let name = cursor.takeName() else {
      throw unexpected(cursor, expected: "a population", "集団の名前")
    }
    guard case .population(let index) = try find(name.name, at: name.span, [.population]) else {
      throw Skip()
    }
    guard let target = population(index, from: name.span) else { throw Skip() }
    try finish(cursor)
    guard let links = links(from: subject, to: target.subject) else {
      guard isUnlinkedNews(from: subject, to: target.subject) else { throw Skip() }
      report(
        "T108", at: name.span,
        "the rows of '\(tables[subject].declaration.name)' do not refer to '\(tables[target.subject].declaration.name)' in one way",
        "「\(tables[subject].declaration.name)」の行から「\(tables[target.subject].declaration.name)」への参照が一通りに定まりません"
      )
      throw Skip()
    }
    return .member(population: index, links: links)
  }

  /// `count  session in settlement year`: rows of a table that refer to this row.
  private func localCount(_ line: Line, subject: Int, _ block: Block) throws(Skip) -> Int {
    var cursor = Cursor(line)
    guard let name = cursor.takeName() else {
      throw unexpected(cursor, expected: "a table", "表の名前")
    }
    var table = 0
    var rows: Int?
    switch try find(name.name, at: name.span, [.table, .population]) {
    case .table(let found): table = found
    case .population(let index):
      guard let found = population(index, from: name.span) else { throw Skip() }
      (table, rows) = (found.subject, index)
    default: throw Skip()
    }
    let references = tables[table].schema.references.filter { $0.table == subject }
    guard let reference = references.first, references.count == 1 else {
      guard isUnlinkedNews(from: table, to: subject) else { throw Skip() }
      report(
        "T108", at: name.span,
        "the rows of '\(name.name)' do not refer to '\(tables[subject].declaration.name)'",
        "「\(name.name)」の行は「\(tables[subject].declaration.name)」を参照していません")
      throw Skip()
    }
    let window = try statedWindow(&cursor, in: RowScope(table: subject))
    try finish(cursor)
    if window != nil, tables[table].dateColumn == nil {
      guard undated.insert(table).inserted else { throw Skip() }
      report(
        "G109", at: name.span,
        "'\(name.name)' does not say by which date its rows are counted",
        "表「\(name.name)」は、どの日付で期間を判定するかを定めていません")
      throw Skip()
    }
    return addLocal(
      name: localName(.count, block),
      .rows(
        RowSelection(
          table: table, population: rows, link: reference.column, window: window, conditions: []),
        .count), type: .number(Unit("time")), subject: subject, block, line, mayMiss: false)
  }

  private func localName(_ word: ValueWord, _ block: Block) -> String {
    (block.name?.text ?? "") + "." + word[tongue]
  }

  /// A value that a block declares for itself; it follows the named values.
  func addLocal(
    name: String, _ definition: Value.Definition, type: ValueType, subject: Int,
    _ block: Block, _ line: Line, mayMiss: Bool
  ) -> Int {
    values.append(
      Value(
        declaration: Declaration(
          name: name, otherName: nil, title: nil, clause: block.clause?.citation, span: line.span),
        subject: subject, type: type, definition: definition, missing: .staysMissing, record: nil))
    valueStates.append(.done)
    expressionMayMiss[line.span] = mayMiss
    return values.count - 1
  }
}
