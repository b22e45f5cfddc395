import Diagnostics
import Language
import Quantities

/// What a name in a line about rows can mean: the row's own columns and values, then those of the
/// tables that the row refers to.
struct RowScope {
  let table: Int
  /// Figures that the block itself declares, `age` and `count`.
  var local: [ValueWord: Int] = [:]
  /// Such figures in whose line an error was reported.
  var broken: Set<ValueWord> = []
  /// Whether the line is about one day of a person-time grid, `that day`.
  var isOnADay = false
}

/// A cell or value with its type.
struct TypedCell {
  let path: CellPath
  let type: ValueType
  let mayBeMissing: Bool
  let granularity: Granularity
}

/// An expression with its type and the place it was read from.
struct TypedExpression {
  let expression: Expression
  let type: ValueType
  let mayBeMissing: Bool
  let span: Span
  /// For arithmetic that can give a fraction without end.
  let granularity: Granularity
}

extension Compiler {
  /// Every name that can be used on rows of a table, for suggestions.
  func names(on table: Int) -> [Name] {
    let definition = tables[table]
    var names = definition.schema.columns.map { Name($0.name) }
    for (name, found) in declared {
      if case .value(let index) = found, valueSubject(index) == table { names.append(name) }
    }
    for reference in definition.schema.references {
      names += tables[reference.table].schema.columns.map { Name($0.name) }
    }
    return names.sorted()
  }

  /// The table a value is of, without checking the rest of the value.
  func valueSubject(_ index: Int) -> Int? {
    guard let blocks = blocks[.value], index < blocks.count,
      let line = blocks[index].body.first(where: { $0.keyword == .of }),
      case .name(let name)? = line.tokens.first?.kind, case .table(let table)? = declared[name]
    else { return nil }
    return table
  }

  /// Resolves a name seen from a row.
  func cell(_ name: Name, at span: Span, in scope: RowScope) throws(Skip) -> TypedCell {
    let wanted = tablesLeading(to: tablesDeclaring(name))
    let found = try cells(name, at: span, table: scope.table, visited: [], wanted)
    if found.count > 1 {
      report(
        "N106", at: span, "'\(name)' can be reached in several ways from this row",
        "この行から「\(name)」に至る道が複数あります",
        remarks: [
          .rule(
            "a name is looked up in the row, then in the tables it refers to",
            "名前は、まずその行、次に参照先の表で探します"),
          .note(
            found.map { cell in
              let way = way(cell.path, from: scope.table)
              return (en: "by " + way.joined(separator: " → "), ja: way.joined(separator: " → "))
            }),
        ])
      throw Skip()
    }
    guard let cell = found.first else {
      // A value that does not say of which rows it is has been reported.
      if case .value(let index)? = declared[name], valueSubject(index) == nil { throw Skip() }
      if let owner = tablesDeclaring(name).min() {
        guard isUnlinkedNews(from: scope.table, to: owner) else { throw Skip() }
        let (mine, other) = (tables[scope.table].declaration.name, tables[owner].declaration.name)
        report(
          "T108", at: span,
          "no reference leads from the rows of '\(mine)' to '\(name)' of '\(other)'",
          "「\(mine)」の行から「\(other)」の「\(name)」に至る参照がありません",
          context: [header(above: span)].compactMap { $0 },
          remarks: [
            .rule(
              "a name is looked up in the row, then in the tables it refers to",
              "名前は、まずその行、次に参照先の表で探します")
          ])
        throw Skip()
      }
      let local = scope.local.values.compactMap { values[$0]?.declaration.span }
      reportUnknown(name, at: span, among: names(on: scope.table), local: local)
      throw Skip()
    }
    if case .through = cell.path, cell.granularity == .arbitrary {
      report(
        "R303", at: span,
        "'\(name)' is read from another table and does not say how it is recorded",
        "「\(name)」は別の表から読まれますが、記録の仕方(単位・桁・端数)がありません",
        remarks: [
          .why(
            "a quotient that is not recorded is exact in its own row, and read there alone",
            "記録しない商は、その行の中でだけ正確に読みます"),
          .help("record          UNIT, 1 decimal, half up", "記録            単位、小数1桁、四捨五入"),
        ])
      throw Skip()
    }
    return cell
  }

  /// Whether it should be reported that no reference leads from one table to another: once, and not
  /// where a reference could not be read.
  func isUnlinkedNews(from table: Int, to target: Int) -> Bool {
    !hasBrokenReferences && unlinked.insert([table, target]).inserted
  }

  /// The columns and tables by which a cell is reached.
  private func way(_ path: CellPath, from table: Int) -> [String] {
    guard case .through(let link, let next, let inner) = path else { return [] }
    return ["\(tables[table].schema.columns[link].name) (\(tables[next].declaration.name))"]
      + way(inner, from: next)
  }

  /// The tables of whose own rows a name is a column or a value.
  private func tablesDeclaring(_ name: Name) -> Set<Int> {
    var found = Set((tableIndex.columns[name] ?? [:]).keys)
    if case .value(let index)? = declared[name], let table = valueSubject(index) {
      found.insert(table)
    }
    return found
  }

  /// Some tables, and those from which references lead to one of them.
  private func tablesLeading(to targets: Set<Int>) -> Set<Int> {
    var found = targets
    var open = Array(targets)
    while let next = open.popLast() {
      open += tableIndex.referring[next].filter { found.insert($0).inserted }
    }
    return found
  }

  private func cells(
    _ name: Name, at span: Span, table: Int, visited: [Int], _ wanted: Set<Int>
  ) throws(Skip) -> [TypedCell] {
    let definition = tables[table]
    if let column = tableIndex.columns[name]?[table] {
      let schema = definition.schema.columns[column]
      let type = definition.types[column]
      // An error was reported in the line of this column.
      if type == .code(table: -1, column: -1) { throw Skip() }
      let isNumber = if case .number = type { true } else { false }
      return [
        TypedCell(
          path: .column(column), type: type,
          mayBeMissing: schema.isOptional || schema.badValue == .missing
            || (schema.range != nil && schema.outOfRange == .missing),
          granularity: isNumber ? .decimals : .step(1))
      ]
    }
    if case .value(let index)? = declared[name], valueSubject(index) == table {
      used.insert(.value(index))
      guard let value = value(index, from: span) else { throw Skip() }
      return [
        TypedCell(
          path: .value(index), type: value.type, mayBeMissing: mayBeMissing(value),
          granularity: step(of: value))
      ]
    }
    var found: [TypedCell] = []
    for reference in definition.schema.references
    where !visited.contains(reference.table) && wanted.contains(reference.table) && found.count < 2
    {
      let optional =
        definition.schema.columns[reference.column].isOptional || reference.orphans == .missing
      for cell in try cells(
        name, at: span, table: reference.table, visited: visited + [table], wanted)
      {
        found.append(
          TypedCell(
            path: .through(link: reference.column, table: reference.table, cell.path),
            type: cell.type, mayBeMissing: cell.mayBeMissing || optional,
            granularity: cell.granularity))
      }
    }
    return found
  }

  /// The finest step a value can move by.
  func step(of value: Value) -> Granularity {
    if let record = value.record { return .step(Exact(unscaled: 1, scale: record.decimals)) }
    switch value.definition {
    case .age, .anyOf, .allOf: return .step(1)
    case .rows(_, .count), .rows(_, .distinctDays), .rows(_, .distinctMonths),
      .rows(_, .monthsInARow):
      return .step(1)
    case .grid(let grid):
      if case .count = grid.measure { return .step(1) }
      return valueSteps[value.declaration.span] ?? .decimals
    case .expression, .rows: return valueSteps[value.declaration.span] ?? .decimals
    }
  }

  /// Whether a value can be missing for some row.
  func mayBeMissing(_ value: Value) -> Bool {
    switch value.definition {
    case .rows(_, let aggregate):
      switch aggregate {
      case .take: return true
      case .sum:
        return value.missing == .staysMissing && aggregateMayMiss[value.declaration.span] == true
      default: return false
      }
    case .age: return expressionMayMiss[value.declaration.span] == true
    case .grid(let grid):
      if case .mean = grid.measure { return true }
      return value.missing == .staysMissing && expressionMayMiss[value.declaration.span] == true
    case .expression, .anyOf, .allOf:
      return value.missing == .staysMissing && expressionMayMiss[value.declaration.span] == true
    }
  }

  /// The chain of references from a row of one table to another table; nil if there is none or
  /// more than one.
  func links(from table: Int, to target: Int) -> [Condition.Link]? {
    let leading = tablesLeading(to: [target])
    func paths(_ from: Int, _ visited: [Int]) -> [[Condition.Link]] {
      if from == target { return [[]] }
      var found: [[Condition.Link]] = []
      for r in tables[from].schema.references
      where !visited.contains(r.table) && leading.contains(r.table) && found.count < 2 {
        found += paths(r.table, visited + [from]).map {
          [.init(column: r.column, table: r.table)] + $0
        }
      }
      return found
    }
    let all = paths(table, [])
    return all.count == 1 ? all[0] : nil
  }
}
