import Contract
import Quantities

/// The figures of one value, row by row, as an example asks for them.
public struct ValueFigures: Sendable {
  /// What the value is of one row.
  public typealias Figure = Example.RowExpectation.Figure

  /// The value's index in the contract.
  public let value: Int
  /// The key of each row as the records spell it, with the figure of the row.
  public let rows: [(key: String, figure: Figure)]

  /// The figure of the row with a key, compared as bytes; nil if there is no such row.
  public subscript(key: String) -> Figure? {
    rows.first { $0.key.utf8.elementsEqual(key.utf8) }?.figure
  }
}

extension Evaluator {
  /// The figures of a value with the keys of its rows.
  func figures(of index: Int) throws(Failure) -> ValueFigures {
    let value = contract.values[index]
    var figures: [ValueFigures.Figure]
    if let quotient = unrounded(.value(index)) {
      figures = try exactFigures(quotient, of: value)
    } else {
      let vector = try self.value(index)
      figures = (0..<rows(of: value.subject)).map { row in
        guard let element = vector[row] else { return .missing }
        return switch value.type {
        case .number: .number(Exact(unscaled: element, scale: vector.scale))
        case .oneOf, .code: .code(Int(element))
        case .flag: .flag(element != 0)
        case .date: .date(CivilDate(dayNumber: Int32(clamping: element)))
        }
      }
    }
    return ValueFigures(
      value: index,
      rows: figures.enumerated().map { row, figure in
        (keyText(of: row, in: value.subject) ?? "", figure)
      })
  }

  private func exactFigures(
    _ expression: Expression, of value: Value
  ) throws(Failure) -> [ValueFigures.Figure] {
    let exact = try ExactRows(
      [expression], evaluator: self, table: value.subject, missingAsZero: false)
    var trouble = Trouble()
    var figures: [ValueFigures.Figure] = []
    var overflow = 0
    for row in 0..<rows(of: value.subject) {
      switch exact.evaluate(expression, row: row) {
      case .missing: figures.append(.missing)
      case .zeroDivisor: trouble.zeroDivisor += 1
      case .uncovered: trouble.uncovered += 1
      case .overflow: overflow += 1
      case .fraction(let fraction):
        guard let number = Exact(fraction.numerator).divided(by: Exact(fraction.denominator)) else {
          trouble.zeroDivisor += 1
          continue
        }
        figures.append(.number(number))
      }
    }
    try check(trouble, in: value.declaration)
    if overflow > 0 { throw record(.overflow(value.declaration, rows: overflow)) }
    return figures
  }

  /// The key of a row as the records spell it; nil if the table has no single key of codes.
  private func keyText(of row: Int, in table: Int) -> String? {
    guard let key = key(of: table) else { return nil }
    let column = data.tables[table].columns[key]
    guard let code = column[row] else { return nil }
    if case .reference(let target) = column.kind { return keyText(of: Int(code), in: target) }
    return column.isCoded ? column.dictionary.string(Int(code)) : nil
  }
}
