import Diagnostics
import Language
import Quantities

/// What a name in a line about rows can mean: the row's own columns and values, then those of the
/// tables that the row refers to.
struct RowScope {
  let table: Int
  /// Figures that the block itself declares, `age` and `count`.
  var local: [ValueWord: Int] = [:]
}

/// A cell or value with its type.
struct TypedCell {
  let path: CellPath
  let type: ValueType
  let mayBeMissing: Bool
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
    let found = try cells(name, at: span, table: scope.table, visited: [])
    if found.count > 1 {
      report(
        "N106", at: span, "'\(name)' can be reached in several ways from this row",
        "この行から「\(name)」に至る道が複数あります",
        remarks: [
          .rule(
            "a name is looked up in the row, then in the tables it refers to",
            "名前は、まずその行、次に参照先の表で探します")
        ])
      throw Skip()
    }
    guard let cell = found.first else {
      reportUnknown(name, at: span, among: names(on: scope.table))
      throw Skip()
    }
    return cell
  }

  private func cells(
    _ name: Name, at span: Span, table: Int, visited: [Int]
  ) throws(Skip) -> [TypedCell] {
    let definition = tables[table]
    if let column = definition.schema.columns.firstIndex(where: { Name($0.name) == name }) {
      let schema = definition.schema.columns[column]
      return [
        TypedCell(
          path: .column(column), type: definition.types[column],
          mayBeMissing: schema.isOptional || schema.badValue == .missing
            || (schema.range != nil && schema.outOfRange == .missing))
      ]
    }
    if case .value(let index)? = declared[name], valueSubject(index) == table {
      used.insert(.value(index))
      guard let value = value(index, from: span) else { throw Skip() }
      return [
        TypedCell(path: .value(index), type: value.type, mayBeMissing: mayBeMissing(value))
      ]
    }
    var found: [TypedCell] = []
    for reference in definition.schema.references where !visited.contains(reference.table) {
      let optional =
        definition.schema.columns[reference.column].isOptional || reference.orphans == .missing
      for cell in try cells(name, at: span, table: reference.table, visited: visited + [table]) {
        found.append(
          TypedCell(
            path: .through(link: reference.column, table: reference.table, cell.path),
            type: cell.type, mayBeMissing: cell.mayBeMissing || optional))
      }
    }
    return found
  }

  /// Whether a value can be missing for some row.
  func mayBeMissing(_ value: Value) -> Bool {
    switch value.definition {
    case .rows(_, let aggregate):
      switch aggregate {
      case .take: return true
      case .sum: return value.missing == .staysMissing && aggregateMayMiss[value.declaration.span] == true
      default: return false
      }
    case .age: return expressionMayMiss[value.declaration.span] == true
    case .expression, .anyOf, .allOf:
      return value.missing == .staysMissing && expressionMayMiss[value.declaration.span] == true
    }
  }

  /// The chain of references from a row of one table to another table; nil if there is none or
  /// more than one.
  func links(from table: Int, to target: Int) -> [Condition.Link]? {
    func paths(_ from: Int, _ visited: [Int]) -> [[Condition.Link]] {
      if from == target { return [[]] }
      return tables[from].schema.references.filter { !visited.contains($0.table) }.flatMap { r in
        paths(r.table, visited + [from]).map { [.init(column: r.column, table: r.table)] + $0 }
      }
    }
    let all = paths(table, [])
    return all.count == 1 ? all[0] : nil
  }
}
