import Diagnostics
import Language
import Quantities
import Records

// What the rows of a scale cover: overlaps, and values between rows that no row covers.

extension Compiler {
  /// A row of a scale and its place.
  typealias PlacedScaleRow = (row: ScaleRow, line: Line)

  /// Reports rows of which one value meets two, each with the first that it meets. Of two rows the one with
  /// fewer inputs that may be `any` decides, so only rows with as many of them can contradict each other.
  func checkOverlaps(_ rows: [PlacedScaleRow], of block: Block) {
    checkEqualRows(rows, of: block)
    let open = Dictionary(grouping: rows.filter { $0.row.openness > 0 }, by: \.row.openness)
    for (openness, equals) in open.sorted(by: { $0.key < $1.key }) {
      let stricter = rows.filter { $0.row.openness < openness }.map(\.row)
      checkOpenRows(equals, under: stricter, of: block)
    }
  }

  /// Rows with as many inputs that may be `any`, at different places.
  private func checkOpenRows(
    _ rows: [PlacedScaleRow], under stricter: [ScaleRow], of block: Block
  ) {
    let shapes = Dictionary(grouping: rows, by: \.row.shape)
    let places = shapes.keys.sorted { $0.lexicographicallyPrecedes($1) { !$0 && $1 } }
    var budget = 4_000_000
    for (index, shape) in places.enumerated() {
      for other in places[..<index] {
        // Only rows that agree in the codes of the inputs that neither leaves open can meet.
        func key(_ placed: PlacedScaleRow) -> [Int?] {
          zip(placed.row.codes, zip(shape, other)).map { $1.0 || $1.1 ? nil : $0 }
        }
        let candidates = Dictionary(grouping: shapes[other] ?? [], by: key)
        for row in shapes[shape] ?? [] {
          for candidate in candidates[key(row)] ?? [] where budget > 0 {
            budget -= 1
            guard let both = row.row.intersection(candidate.row) else { continue }
            budget -= stricter.count
            if budget > 0, stricter.contains(where: { $0.holds(both) }) { continue }
            reportOverlap(candidate, row, block)
            break
          }
        }
      }
    }
    guard budget <= 0, let last = rows.last else { return }
    report(
      "T101", at: last.line.span,
      "'\(block.name?.text ?? "")' has too many rows with 'any' to be compared",
      "「\(block.name?.text ?? "")」は「不問」のある段が多すぎて、重なりを調べられません")
  }

  private func checkEqualRows(_ rows: [PlacedScaleRow], of block: Block) {
    // Rows of different codes never meet; of the others only those that begin before an end can.
    for group in Dictionary(grouping: rows, by: { $0.row.patterns.map(\.listed) }).values {
      let sorted = group.sorted { Self.startsBefore($0.row, $1.row) }
      var open: [PlacedScaleRow] = []
      for next in sorted {
        var index = 0
        while index < open.count {
          let earlier = open[index]
          if earlier.row.ends(before: next.row) {
            open.swapAt(index, open.count - 1)
            open.removeLast()
          } else if earlier.row.meets(next.row) {
            reportOverlap(earlier, next, block)
            break
          } else {
            index += 1
          }
        }
        open.append(next)
      }
    }
  }

  private static func startsBefore(_ a: ScaleRow, _ b: ScaleRow) -> Bool {
    guard let x = a.firstInterval, let y = b.firstInterval else { return false }
    return Interval.startsBefore(x, y)
  }

  private func reportOverlap(_ a: PlacedScaleRow, _ b: PlacedScaleRow, _ block: Block) {
    let (first, second) = a.line.span.start < b.line.span.start ? (a, b) : (b, a)
    report(
      "T101", at: second.line.span, "two rows of '\(block.name?.text ?? "")' overlap",
      "「\(block.name?.text ?? "")」の二つの段が重なっています",
      label: ("overlaps", "重なっています"),
      others: [(first.line.span, "with this row", "この段と重なります")])
  }

  /// Reports values between the rows that no row covers.
  ///
  /// The values of an input are those of as many decimals as its bounds are written with, from its
  /// lowest bound to its highest; of a list, all its codes.
  func checkGaps(_ rows: [PlacedScaleRow], inputs: [ValueType], of block: Block) {
    let all = rows.map(\.row)
    guard inputs.count == 1, case .number = inputs[0], !all.contains(where: { $0.openness > 0 })
    else {
      var budget = 1_000_000
      let points = inputs.indices.map { ScalePoint.all(of: $0, inputs[$0], in: all) }
      if let hole = ScalePoint.uncovered(points[...], all, &budget) {
        reportGap(hole, inputs, at: block.headerSpan, others: [], block)
      }
      return
    }
    let sorted = rows.sorted { Self.startsBefore($0.row, $1.row) }
    let grid = ScalePoint.grid(of: 0, in: all)
    guard var reach = sorted.first else { return }
    for next in sorted.dropFirst() {
      guard let left = reach.row.firstInterval, let right = next.row.firstInterval else { return }
      if let gap = Interval.between(left, right), !gap.holdsNone(of: grid) {
        reportGap(
          [.number(gap.firstMultiple(of: grid))], inputs, at: next.line.labelSpan,
          others: [(reach.line.labelSpan, "the row before it", "その前の段")], block)
      }
      if Interval.endsBefore(left, right) { reach = next }
    }
  }

  /// Reports rows with `any` for which stricter rows leave nothing.
  func checkReach(_ rows: [PlacedScaleRow], inputs: [ValueType], of block: Block) {
    let all = rows.map(\.row)
    var budget = 1_000_000
    for placed in rows where placed.row.openness > 0 {
      let isClosed = zip(placed.row.patterns, inputs).allSatisfy { pattern, input in
        if case .number = input { pattern != .any } else { true }
      }
      guard isClosed else { continue }
      let stricter = all.filter { $0.openness < placed.row.openness }
      let points = inputs.indices.map { input in
        ScalePoint.all(of: input, inputs[input], in: stricter + [placed.row]).filter {
          $0.lies(in: placed.row.patterns[input])
        }
      }
      guard ScalePoint.uncovered(points[...], stricter, &budget) == nil, budget > 0 else {
        continue
      }
      report(
        "T102", at: placed.line.labelSpan, "nothing is left for this row",
        "この段に当てはまるものはありません", label: ("unreachable", "到達しません"),
        context: [block.headerSpan])
    }
  }

  /// Reports a row for all others if the rows above it leave nothing.
  func checkOthers(
    _ line: Line, _ rows: [PlacedScaleRow], inputs: [ValueType], of block: Block
  ) {
    let codes = inputs.map { if case .oneOf(let list) = $0 { list.count } else { 0 } }
    // Of numbers something is left unless the rows have no ends.
    let isCovered = rows.contains { $0.row.openness == inputs.count }
    guard !codes.contains(0) || isCovered else { return }
    var budget = 1_000_000
    let points = inputs.indices.map { ScalePoint.all(of: $0, inputs[$0], in: rows.map(\.row)) }
    guard ScalePoint.uncovered(points[...], rows.map(\.row), &budget) == nil, budget > 0 else {
      return
    }
    report(
      "T102", at: line.labelSpan, "nothing is left for the row 'all others'",
      "「上記以外」に当てはまるものはありません", label: ("unreachable", "到達しません"),
      context: [block.headerSpan])
  }

  /// Warns of a column whose stated range goes beyond the rows of the scale that reads it.
  func warnIfBeyond(
    _ scale: Scale, _ name: Name, input: Int, _ argument: TypedExpression, in scope: RowScope
  ) {
    guard case .cell(let path) = argument.expression,
      case .number(let unit) = argument.type, let column = column(path, of: scope.table),
      let range = column.range
    else { return }
    let intervals = scale.rows.compactMap { $0.patterns[input].interval }
    guard intervals.count == scale.rows.count,
      let outside = [range.lower, range.upper].first(where: { end in
        end == range.lower
          ? !intervals.contains { $0.lower.map { bound in bound <= end } ?? true }
          : !intervals.contains { $0.upper.map { bound in bound >= end } ?? true }
      })
    else { return }
    let figure = outside.fixed(decimals: outside.decimalPlaces, grouped: true)
    let (en, ja) = (unitTable.english(figure, unit), unitTable.japanese(figure, unit))
    report(
      "T115", severity: .warning, at: argument.span,
      "'\(name)' has no row for \(en), which '\(column.name)' may hold",
      "「\(name)」には、「\(column.name)」が取り得る\(ja)の段がありません",
      others: [(scale.declaration.span, "the scale", "尺度")],
      remarks: [
        .why(
          "the settlement would stop at such a record (E309)", "そのような記録があると、精算が止まります(E309)"),
        .help(
          "narrow the range of the column, or add a row, or a row 'all others'",
          "列の範囲を狭めるか、段または「上記以外」の段を加えてください"),
      ])
  }

  /// The column that a path of a row of `table` leads to; nil if it is a value.
  private func column(_ path: CellPath, of table: Int) -> ColumnSchema? {
    switch path {
    case .column(let index): tables[table].schema.columns[index]
    case .value: nil
    case .through(_, let other, let rest): column(rest, of: other)
    }
  }

  private func reportGap(
    _ hole: [ScalePoint], _ inputs: [ValueType], at span: Span,
    others: [(span: Span, en: String, ja: String)], _ block: Block
  ) {
    let texts = zip(hole, inputs).map { point, input -> (en: String, ja: String) in
      switch (point, input) {
      case (.number(let value), .number(let unit)):
        let figure = value.fixed(decimals: value.decimalPlaces, grouped: true)
        return (unitTable.english(figure, unit), unitTable.japanese(figure, unit))
      case (.code(let code), .oneOf(let codes)): return (codes[code], codes[code])
      default: return ("", "")
      }
    }
    let en = texts.map(\.en).joined(separator: ", ")
    let ja = texts.map(\.ja).joined(separator: "、")
    report(
      "T103", at: span, "'\(block.name?.text ?? "")' has no row for \(en)",
      "「\(block.name?.text ?? "")」に「\(ja)」の段がありません", others: others,
      remarks: [
        .why(
          "the scale gives nothing for such a value, so the settlement would stop at it",
          "この値には換算値がないため、精算がそこで止まります")
      ])
  }
}

/// One value of an input of a scale.
private enum ScalePoint {
  case number(Exact)
  case code(Int)

  /// The step of the values of an input: one unit of the last decimal that a bound is written with.
  static func grid(of input: Int, in rows: [ScaleRow]) -> Exact {
    let decimals = rows.flatMap { $0.patterns[input].bounds }.map(\.decimalPlaces).max() ?? 0
    return Exact(unscaled: 1, scale: decimals)
  }

  /// Values of which one lies in every set of values that the bounds of an input divide.
  static func all(of input: Int, _ type: ValueType, in rows: [ScaleRow]) -> [ScalePoint] {
    if case .oneOf(let codes) = type { return codes.indices.map { .code($0) } }
    let grid = grid(of: input, in: rows)
    let intervals = rows.compactMap(\.patterns[input].interval)
    let lowest = intervals.min { Interval.startsBefore($0, $1) }
    let highest = intervals.max { Interval.endsBefore($0, $1) }
    let hull = Interval(
      lower: lowest?.lower, includesLower: lowest?.includesLower ?? false, upper: highest?.upper,
      includesUpper: highest?.includesUpper ?? false)
    let near = rows.flatMap { $0.patterns[input].bounds }.flatMap { [$0 - grid, $0, $0 + grid] }
    // Where no row bounds an input, one number stands for all.
    return near.isEmpty
      ? [.number(0)] : Set(near).filter(hull.contains).sorted().map { .number($0) }
  }

  /// The first combination of values that no row covers; nil too if the search takes too long.
  static func uncovered(
    _ points: ArraySlice<[ScalePoint]>, _ rows: [ScaleRow], _ budget: inout Int
  ) -> [ScalePoint]? {
    guard let first = points.first else { return rows.isEmpty ? [] : nil }
    for point in first {
      budget -= rows.count
      guard budget > 0 else { return nil }
      let left = rows.filter { point.lies(in: $0.patterns[points.startIndex]) }
      if let rest = uncovered(points.dropFirst(), left, &budget) { return [point] + rest }
    }
    return nil
  }

  func lies(in pattern: ScalePattern) -> Bool {
    switch (self, pattern) {
    case (_, .any): true
    case (.number(let value), .interval(let interval)): interval.contains(value)
    case (.code(let own), .code(let code)): own == code
    default: false
    }
  }
}

extension ScalePattern {
  /// The code; nothing of a number, and no answer at all where it may be any.
  fileprivate var listed: Int?? {
    switch self {
    case .code(let code): .some(code)
    case .interval: .some(nil)
    case .any: .none
    }
  }

  /// What lies in both; nil if nothing does.
  fileprivate func intersection(_ other: ScalePattern) -> ScalePattern? {
    switch (self, other) {
    case (.any, let pattern), (let pattern, .any): pattern
    case (.code(let x), .code(let y)): x == y ? self : nil
    case (.interval(let x), .interval(let y)): x.intersection(y).map { .interval($0) }
    default: nil
    }
  }

  /// Whether everything of another pattern lies in this.
  fileprivate func holds(_ other: ScalePattern) -> Bool { intersection(other) == other }

  fileprivate var interval: Interval? {
    if case .interval(let interval) = self { interval } else { nil }
  }

  fileprivate var bounds: [Exact] {
    [interval?.lower, interval?.upper].compactMap { $0 }
  }
}

extension ScaleRow {
  /// How many inputs may be `any`.
  var openness: Int { patterns.count { $0 == .any } }

  /// Which inputs may be `any`.
  fileprivate var shape: [Bool] { patterns.map { $0 == .any } }

  /// What lies in both rows; nil if nothing does.
  fileprivate func intersection(_ other: ScaleRow) -> [ScalePattern]? {
    let patterns = zip(patterns, other.patterns).compactMap { $0.intersection($1) }
    return patterns.count == self.patterns.count ? patterns : nil
  }

  /// Whether everything of some patterns lies in this row.
  fileprivate func holds(_ others: [ScalePattern]) -> Bool {
    zip(patterns, others).allSatisfy { $0.holds($1) }
  }

  /// The codes by input; nil where the input is a number.
  fileprivate var codes: [Int?] {
    patterns.map { if case .code(let code) = $0 { code } else { nil } }
  }

  fileprivate var firstInterval: Interval? { patterns.lazy.compactMap(\.interval).first }

  /// Whether the first interval ends before that of another row begins.
  fileprivate func ends(before other: ScaleRow) -> Bool {
    guard let own = firstInterval, let next = other.firstInterval else { return false }
    return !own.intersects(next) && Interval.endsBefore(own, next)
  }

  /// Whether some values lie in both rows.
  fileprivate func meets(_ other: ScaleRow) -> Bool {
    zip(patterns, other.patterns).allSatisfy { left, right in
      switch (left, right) {
      case (.code(let x), .code(let y)): x == y
      case (.interval(let x), .interval(let y)): x.intersects(y)
      case (.any, .any): true
      default: false
      }
    }
  }
}

extension Interval {
  /// What lies in both; nil if nothing does.
  fileprivate func intersection(_ other: Interval) -> Interval? {
    guard intersects(other) else { return nil }
    let first = Interval.startsBefore(self, other) ? other : self
    let last = Interval.endsBefore(self, other) ? self : other
    return Interval(
      lower: first.lower, includesLower: first.includesLower, upper: last.upper,
      includesUpper: last.includesUpper)
  }
}
