import Diagnostics
import Language
import Quantities

extension Compiler {
  func bindScales() {
    scales = (blocks[.scale] ?? []).map { try? bindScale($0) }
  }

  private func bindScale(_ block: Block) throws(Skip) -> Scale {
    guard let use = line(.use, of: block) else { return try statedScale(block) }
    return try usedScale(block, use)
  }

  /// A scale whose rows stand in the block itself.
  func statedScale(_ block: Block) throws(Skip) -> Scale {
    var inputs: [ValueType] = []
    for line in lines(.input, of: block) {
      var cursor = Cursor(line)
      repeat {
        if cursor.take(.number) {
          inputs.append(.number(UnitAlgebra.number))
        } else if cursor.take(.oneOf) {
          inputs.append(.oneOf(try codeNames(&cursor).map(\.name.text)))
        } else if let unit = peekUnit(cursor) {
          _ = cursor.next()
          inputs.append(.number(unit))
        } else {
          throw unexpected(
            cursor, expected: "a unit, 'number' or 'one of …'", "単位・数・「いずれか …」のいずれか")
        }
      } while cursor.take(.comma)
      try finish(cursor)
    }
    guard !inputs.isEmpty else {
      _ = try requiredLine(
        .input, of: block,
        why: ("a scale says what it is read with", "尺度は、何から読み取るかを定めます"))
      throw Skip()
    }
    let gives = try scaleResult(block)
    let types = ScaleTypes(inputs: inputs, gives: gives)
    var rows: [(row: ScaleRow, line: Line)] = []
    var failed = false
    var lines = block.body.filter { $0.label == .row }
    // What applies to everything else stands below everything else.
    let others = lines.last.flatMap { $0.coversAllOthers ? lines.popLast() : nil }
    for line in lines {
      do throws(Skip) {
        rows.append((try scaleRow(line, types), line))
      } catch { failed = true }
    }
    let allOthers = try others.map { (line) throws(Skip) in
      var cursor = Cursor(line)
      _ = cursor.take(.allOthers)
      let result = try scaleFigure(&cursor, types)
      try finish(cursor)
      return ScaleRow(patterns: inputs.map { _ in .any }, result: result, span: line.span)
    }
    guard !failed else { throw Skip() }
    guard !rows.isEmpty else {
      report(
        "T109", at: block.headerSpan, "'\(block.name?.text ?? "")' has no rows",
        "「\(block.name?.text ?? "")」に段がありません")
      throw Skip()
    }
    checkCoverage(rows, others: others, inputs: inputs, of: block)
    let ordered = rows.map(\.row).enumerated().sorted {
      ($0.element.openness, $0.offset) < ($1.element.openness, $1.offset)
    }
    return Scale(
      declaration: declaration(of: block), inputs: inputs, gives: gives,
      rows: ordered.map(\.element) + (allOthers.map { [$0] } ?? []))
  }

  /// `gives  points`, `gives  number`, `gives  one of robust, prefrail, frail`
  private func scaleResult(_ block: Block) throws(Skip) -> ValueType {
    var cursor = Cursor(
      try requiredLine(
        .gives, of: block,
        why: (
          "a scale says what it gives: a unit, a number, or one of a list of codes",
          "尺度は、何を与えるか(単位、数、または一覧のコード)を定めます"
        )))
    let result: ValueType
    if let unit = peekUnit(cursor) {
      _ = cursor.next()
      result = .number(unit)
    } else if cursor.take(.number) {
      result = .number(UnitAlgebra.number)
    } else if cursor.take(.oneOf) {
      result = .oneOf(try codeNames(&cursor).map(\.name.text))
    } else {
      throw unexpected(
        cursor, expected: "a unit, 'number' or 'one of …'", "単位・数・「いずれか …」のいずれか")
    }
    try finish(cursor)
    return result
  }

  /// What a scale is read with and gives, and where the codes of lists stand.
  private struct ScaleTypes {
    let inputs: [ValueType]
    let gives: ValueType
    let inputCodes: [CodePlaces]
    let givenCodes: CodePlaces

    init(inputs: [ValueType], gives: ValueType) {
      func places(_ type: ValueType) -> CodePlaces {
        if case .oneOf(let codes) = type { CodePlaces(codes) } else { CodePlaces([]) }
      }
      (self.inputs, self.gives) = (inputs, gives)
      (inputCodes, givenCodes) = (inputs.map(places), places(gives))
    }
  }

  private func scaleRow(_ line: Line, _ types: ScaleTypes) throws(Skip) -> ScaleRow {
    var cursor = Cursor(line)
    var patterns: [ScalePattern] = []
    for (position, input) in types.inputs.enumerated() {
      if position > 0 && !cursor.take(.comma) {
        throw unexpected(cursor, expected: "a comma and the next input", "読点と次の入力")
      }
      let place = cursor.place
      let kind = cursor.next()?.kind
      func check(_ own: Unit?) throws(Skip) {
        guard case .number(let wanted) = input, own == nil || own == wanted else {
          report(
            "T104", at: place, "this row is not in the unit of its input",
            "この段の単位が入力の単位と異なります", label: describe(input))
          throw Skip()
        }
      }
      switch kind {
      case .numeral(let n)?:
        try check(nil)
        patterns.append(.interval(interval(at: n.exact)))
      case .quantity(let n, let own)?:
        try check(own)
        patterns.append(.interval(interval(at: n.exact)))
      case .bound(let comparison, let n, let own)?:
        try check(own)
        patterns.append(.interval(interval(comparison, n.exact)))
      case .between(let a, let b, let own, let ends)?:
        try check(own)
        patterns.append(.interval(try interval(a.exact, b.exact, ends, at: place)))
      case .name(let name)?:
        guard let code = types.inputCodes[position][name] else {
          let known: [String] = if case .oneOf(let codes) = input { codes } else { [] }
          reportUnknown(name, at: place, among: known.map { Name($0) })
          throw Skip()
        }
        patterns.append(.code(code))
      case .word(.anyInput)?: patterns.append(.any)
      default:
        cursor.index -= 1
        throw unexpected(
          cursor, expected: "a number, a range, a code or 'any'", "数・範囲・コード・「不問」のいずれか")
      }
    }
    let result = try scaleFigure(&cursor, types)
    try finish(cursor)
    return ScaleRow(patterns: patterns, result: result, span: line.span)
  }

  /// The result of a row; of a code its place in the list.
  private func scaleFigure(_ cursor: inout Cursor, _ types: ScaleTypes) throws(Skip) -> Exact {
    let place = cursor.place
    switch (cursor.next()?.kind, types.gives) {
    case (.numeral(let n)?, .number(UnitAlgebra.number)): return n.exact
    case (.quantity(let n, let own)?, .number(let unit)) where own == unit: return n.exact
    case (.name(let name)?, .oneOf(let codes)):
      guard let code = types.givenCodes[name] else {
        reportUnknown(name, at: place, among: codes.map { Name($0) })
        throw Skip()
      }
      return Exact(code)
    default:
      cursor.index -= 1
      let (en, ja) = describe(types.gives)
      throw unexpected(cursor, expected: "a figure in \(en)", "\(ja)で表した値")
    }
  }

  private func interval(at value: Exact) -> Interval {
    Interval(lower: value, includesLower: true, upper: value, includesUpper: true)
  }
}

extension Interval {
  /// Whether some number lies in both.
  func intersects(_ other: Interval) -> Bool {
    func below(_ a: Interval, _ b: Interval) -> Bool {
      guard let upper = a.upper, let lower = b.lower else { return false }
      return upper < lower || (upper == lower && !(a.includesUpper && b.includesLower))
    }
    return !below(self, other) && !below(other, self)
  }
}

extension Line {
  /// Whether it is the row for whatever no other row covers.
  var coversAllOthers: Bool {
    label == .row && tokens.first?.kind == .word(.allOthers)
  }
}
