import Diagnostics
import Language
import Quantities

extension Compiler {
  // MARK: - Scenarios

  func bindScenarios() -> [Scenario] {
    document.blocks.filter { $0.word == .scenario }.compactMap { block in
      var assumptions: [Assumption] = []
      for line in lines(.set, of: block) {
        var cursor = Cursor(line)
        do throws(Skip) {
          repeat { assumptions.append(try assumption(&cursor)) } while cursor.take(.comma)
          try finish(cursor)
        } catch { continue }
      }
      guard let title = block.title else {
        report(
          "G101", at: block.headerSpan, "a scenario has a quoted title", "試算には「…」で囲んだ題を付けます")
        return nil
      }
      return Scenario(title: title.text, assumptions: assumptions, span: block.headerSpan)
    }
  }

  /// `gait_gain 0.025 m/s`, `outcome_fee cap 17,000,000 yen`, `level 60.0 percent = 65.0 percent`
  func assumption(_ cursor: inout Cursor) throws(Skip) -> Assumption {
    let start = cursor.index
    func text(_ cursor: Cursor) -> String { source.text(cursor.span(from: start)).squeezed }
    if case .name(let name)? = cursor.peek, let reference = declared[name]?.figure,
      case .quantity(let numeral, let unit)? = cursor.peek(1), cursor.peek(2) != .symbol(.equals)
    {
      let place = cursor.place
      used.insert(declared[name] ?? .settlement)
      cursor.index += 2
      try checkFigureUnit(reference, unit, at: cursor.span(from: start), name, place)
      return Assumption(
        target: .figure(reference, numeral.exact), text: text(cursor),
        span: cursor.span(from: start))
    }
    let (name, place) = try editPlace(&cursor)
    _ = cursor.take(.equals)
    let first = cursor.index
    while !cursor.atEnd { _ = cursor.next() }
    guard cursor.index > first else {
      throw unexpected(cursor, expected: "the new value", "新しい値")
    }
    return Assumption(
      target: .line(
        ContractEdit(block: name.text, place: place, replacement: Array(cursor.tokens[first...]))),
      text: text(cursor), span: cursor.span(from: start))
  }

  private func checkFigureUnit(
    _ reference: FigureReference, _ unit: Unit, at span: Span, _ name: Name, _ place: Span
  ) throws(Skip) {
    let own = try self.unit(of: reference)
    guard own != unit else { return }
    report(
      "U202", at: span, "'\(name)' is in \(text(own).en), not in \(text(unit).en)",
      "「\(name)」の単位は\(text(own).ja)です(\(text(unit).ja)ではありません)")
    throw Skip()
  }

  // MARK: - Worked examples

  func bindExamples() -> [Example] {
    (blocks[.example] ?? []).compactMap { block in
      do throws(Skip) { return try example(block) } catch { return nil }
    }
  }

  private func example(_ block: Block) throws(Skip) -> Example {
    let yearLine = try requiredLine(.year, of: block)
    var cursor = Cursor(yearLine)
    guard case .numeral(let numeral)? = cursor.peek, let year = numeral.int else {
      throw unexpected(cursor, expected: "a settlement year such as 2024", "年度(例 2024)")
    }
    _ = cursor.next()
    try finish(cursor)
    var given: [(figure: FigureReference, value: Exact, span: Span)] = []
    var interim: Exact?
    for line in lines(.given, of: block) {
      var cursor = Cursor(line)
      repeat {
        let start = cursor.index
        if cursor.take(.interimPayments) {
          interim = try money(&cursor)
          continue
        }
        guard let name = cursor.takeName() else {
          throw unexpected(cursor, expected: "a figure and its value", "指標などの名前と値")
        }
        let reference = try figure(name.name, at: name.span)
        let (value, unit) = try figureValue(&cursor)
        try checkFigureUnit(reference, unit, at: cursor.span(from: start), name.name, name.span)
        given.append((reference, value, cursor.span(from: start)))
      } while cursor.take(.comma)
      try finish(cursor)
    }
    var expectations: [Example.Expectation] = []
    for line in lines(.expect, of: block) {
      var cursor = Cursor(line)
      repeat {
        let start = cursor.index
        let expected: Example.Expected
        let own: Unit
        if let name = cursor.takeName() {
          let reference = try figure(name.name, at: name.span)
          (expected, own) = (.figure(reference), try unit(of: reference))
        } else {
          own = currency
          switch cursor.next()?.kind {
          case .label(.tax)?: expected = .tax
          case .label(.total)?, .word(.total)?: expected = .total
          case .word(.payable)?: expected = .payable
          case .word(.due)?: expected = .due
          default:
            cursor.index -= 1
            throw unexpected(
              cursor, expected: "a figure, total, tax, payable or due", "指標・支払・合計・消費税・税込支払額・差引支払額のいずれか")
          }
        }
        let (value, unit) = try figureValue(&cursor)
        guard unit == own else {
          report(
            "U202", at: cursor.span(from: start), "this figure is in \(text(own).en)",
            "この値の単位は\(text(own).ja)です")
          throw Skip()
        }
        expectations.append(
          .init(figure: expected, value: value, unit: unit, span: cursor.span(from: start)))
      } while cursor.take(.comma)
      try finish(cursor)
    }
    guard let title = block.title else {
      report(
        "G101", at: block.headerSpan, "an example has a quoted title", "計算例には「…」で囲んだ題を付けます")
      throw Skip()
    }
    return Example(
      title: title.text, clause: block.clause?.citation, year: year, given: given,
      interimPayments: interim, expectations: expectations, span: block.headerSpan)
  }

  private func figureValue(_ cursor: inout Cursor) throws(Skip) -> (Exact, Unit) {
    switch cursor.next()?.kind {
    case .quantity(let numeral, let unit)?: return (numeral.exact, unit)
    case .numeral(let numeral)?: return (numeral.exact, UnitAlgebra.number)
    default:
      cursor.index -= 1
      throw unexpected(cursor, expected: "a value with its unit", "単位の付いた値")
    }
  }
}
