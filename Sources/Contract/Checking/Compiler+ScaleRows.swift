import Diagnostics
import Language
import Quantities
import Records

// What the rows of a scale cover: two at once, none, and rows that nothing reaches.

extension Compiler {
  /// A row of a scale and its place.
  typealias PlacedScaleRow = (row: ScaleRow, line: Line)

  /// Reports inputs for which two rows decide or none, and rows that decide for nothing.
  ///
  /// The values of an input are those of as many decimals as its bounds are written with, from its
  /// lowest bound to its highest; of a list, all its codes.
  func checkCoverage(
    _ rows: [PlacedScaleRow], others: Line?, inputs: [ValueType], of block: Block
  ) {
    let coverage = ScaleCoverage(of: rows.map(\.row), inputs)
    for tie in coverage.ties {
      reportTie(rows[tie.first], rows[tie.second], tie.inputs, inputs, block)
    }
    guard !coverage.isTooLarge else {
      if coverage.ties.isEmpty { reportTooLarge(block) }
      return
    }
    for (placed, isReached) in zip(rows, coverage.isReached) where !isReached {
      report(
        "T102", at: placed.line.labelSpan, "nothing is left for this row",
        "この段に当てはまるものはありません", label: ("unreachable", "到達しません"),
        context: [block.headerSpan],
        remarks: [
          .why(
            "whatever fits it fits a row with fewer 'any', which decides",
            "当てはまるものはすべて、「不問」のより少ない段で決まります")
        ])
    }
    if let others {
      if !coverage.leavesRest {
        report(
          "T102", at: others.labelSpan, "nothing is left for the row 'all others'",
          "「上記以外」に当てはまるものはありません", label: ("unreachable", "到達しません"),
          context: [block.headerSpan])
      }
      return
    }
    for (gap, next) in zip(coverage.gaps, coverage.neighbours()) {
      guard inputs.count == 1, let after = next.after, let before = next.before else {
        reportGap(gap.inputs, inputs, at: block.headerSpan, others: [], block)
        continue
      }
      reportGap(
        gap.inputs, inputs, at: rows[after].line.labelSpan,
        others: [(rows[before].line.labelSpan, "the row before it", "その前の段")], block)
    }
  }

  private func reportTie(
    _ first: PlacedScaleRow, _ second: PlacedScaleRow, _ point: [ScaleCoverage.Point],
    _ inputs: [ValueType], _ block: Block
  ) {
    let both = text(point, inputs)
    var remarks: [Remark] = []
    if inputs.count > 1 {
      remarks.append(.note("\(both.en) fits both", "「\(both.ja)」は両方に当てはまります"))
    }
    if first.row.openness > 0 {
      remarks.append(
        .help(
          "a row with fewer 'any' for what fits both would decide",
          "両方に当てはまるものは、「不問」のより少ない段を加えれば決まります"))
    }
    report(
      "T101", at: second.line.span, "two rows of '\(block.name?.text ?? "")' overlap",
      "「\(block.name?.text ?? "")」の二つの段が重なっています",
      label: ("overlaps", "重なっています"),
      others: [(first.line.span, "with this row", "この段と重なります")], remarks: remarks)
  }

  private func reportTooLarge(_ block: Block) {
    report(
      "T116", at: block.headerSpan,
      "the rows of '\(block.name?.text ?? "")' cross in too many ways to be checked",
      "「\(block.name?.text ?? "")」の段の組合せが多すぎて、調べられません",
      remarks: [
        .rule(
          "every combination of inputs between the bounds of the rows has one row that decides; at most 1,000,000 comparisons are made to find out",
          "段の境界で分けた入力のどの組合せでも、一つの段で決まらなければなりません。その確認は1,000,000回の比較までです"),
        .help(
          "read fewer inputs at once, such as by two scales that are added or multiplied",
          "一度に読む入力を減らしてください(二つの尺度に分けて、足し合わせるか掛け合わせるなど)"),
      ])
  }

  /// Warns of a column whose stated range goes beyond the rows of the scale that reads it.
  func warnIfBeyond(
    _ scale: Scale, _ name: Name, input: Int, _ argument: TypedExpression, in scope: RowScope
  ) {
    guard case .cell(let path) = argument.expression,
      case .number = argument.type, let column = column(path, of: scope.table),
      let range = column.range
    else { return }
    let inputs = scale.inputs
    guard
      let (end, hole) = [range.lower, range.upper].lazy.compactMap({ end in
        self.hole(in: scale, name, at: end, of: input).map { (end, $0) }
      }).first
    else { return }
    let (value, all) = (text([.number(end)], [inputs[input]]), text(hole, inputs))
    report(
      "T115", severity: .warning, at: argument.span,
      inputs.count == 1
        ? "'\(name)' has no row for \(value.en), which '\(column.name)' may hold"
        : "'\(name)' has no row for \(all.en), and '\(column.name)' may hold \(value.en)",
      inputs.count == 1
        ? "「\(name)」には、「\(column.name)」が取り得る\(value.ja)の段がありません"
        : "「\(name)」に「\(all.ja)」の段がなく、「\(column.name)」は\(value.ja)を取り得ます",
      others: [(scale.declaration.span, "the scale", "尺度")],
      remarks: [
        .why(
          "the settlement would stop at such a record (E309)", "そのような記録があると、精算が止まります(E309)"),
        .help(
          "narrow the range of the column, or add a row, or a row 'all others'",
          "列の範囲を狭めるか、段または「上記以外」の段を加えてください"),
      ])
  }

  /// Inputs that fit no row of a scale, if one of them is `value`.
  private func hole(
    in scale: Scale, _ name: Name, at value: Exact, of input: Int
  ) -> [ScaleCoverage.Point]? {
    let end = ScaleEnd(scale: name, input: input, value: value)
    if let known = scaleHoles[end] { return known }
    let hole = ScaleCoverage(of: scale.rows, scale.inputs, at: (input, value)).gaps.first?.inputs
    scaleHoles[end] = .some(hole)
    return hole
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
    _ hole: [ScaleCoverage.Point], _ inputs: [ValueType], at span: Span,
    others: [(span: Span, en: String, ja: String)], _ block: Block
  ) {
    let (en, ja) = text(hole, inputs)
    report(
      "T103", at: span, "'\(block.name?.text ?? "")' has no row for \(en)",
      "「\(block.name?.text ?? "")」に「\(ja)」の段がありません", others: others,
      remarks: [
        .why(
          "the scale gives nothing for such a value, so the settlement would stop at it",
          "この値には換算値がないため、精算がそこで止まります")
      ])
  }

  /// Inputs of a scale as a row would name them.
  private func text(
    _ point: [ScaleCoverage.Point], _ inputs: [ValueType]
  ) -> (en: String, ja: String) {
    let texts = zip(point, inputs).map { point, input -> (en: String, ja: String) in
      switch (point, input) {
      case (.number(let value), .number(let unit)):
        let figure = value.fixed(decimals: value.decimalPlaces, grouped: true)
        return (unitTable.english(figure, unit), unitTable.japanese(figure, unit))
      case (.code(let code), .oneOf(let codes)): return (codes[code], codes[code])
      default: return (ValueWord.anyInput.english, ValueWord.anyInput.japanese)
      }
    }
    return (texts.map(\.en).joined(separator: ", "), texts.map(\.ja).joined(separator: "、"))
  }
}

extension ScaleRow {
  /// How many inputs may be `any`.
  var openness: Int { patterns.count { $0 == .any } }
}
