import Diagnostics
import Language
import Quantities

// Figures that come from outside the records: of a unit, perhaps in a range, or grades of a list.

extension Compiler {
  /// What an indicator of the kind `reported` may be.
  struct ReportedForm {
    let unit: Unit
    let step: Granularity
    let range: Interval?
  }

  /// `unit  percent, range from 0 to 100` or `grades  A, B, C, D`
  func reportedForm(_ block: Block) throws(Skip) -> ReportedForm {
    if let line = line(.grades, of: block) { return try grades(line, of: block) }
    let line = try requiredLine(
      .unit, of: block,
      why: ("a reported figure states its unit, or its grades", "報告値には単位または評語を定めます"))
    var cursor = Cursor(line)
    var unit = UnitAlgebra.number
    if let found = peekUnit(cursor) {
      unit = found
      _ = cursor.next()
    } else if !cursor.take(.number) {
      throw unexpected(cursor, expected: "a unit or 'number'", "単位または数")
    }
    var range: Interval?
    if cursor.take(.comma) {
      guard cursor.take(.range),
        case .between(let lower, let upper, let own, .closed)? = cursor.peek
      else {
        throw unexpected(cursor, expected: "'range from … to …'", "「範囲 …以上…以下」")
      }
      guard own == nil || own == unit else {
        let (en, ja) = text(unit)
        report(
          "U202", at: cursor.place, "this range is not in \(en), the unit of the figure",
          "この範囲の単位が、報告値の単位(\(ja))と異なります")
        throw Skip()
      }
      try checkEnds(lower.exact, upper.exact, closed: true, at: cursor.place)
      range = Interval(
        lower: lower.exact, includesLower: true, upper: upper.exact, includesUpper: true)
      _ = cursor.next()
    }
    try finish(cursor)
    let smallest: Exact? =
      isCount(unit) ? 1 : isMoney(unit) ? unitTable.smallestAmount(of: unit) : nil
    return ReportedForm(unit: unit, step: smallest.map { .step($0) } ?? .arbitrary, range: range)
  }

  private func grades(_ line: Line, of block: Block) throws(Skip) -> ReportedForm {
    if let unit = self.line(.unit, of: block) {
      report(
        "G115", at: unit.labelSpan, "a figure that is reported as a grade has no unit",
        "評語で報告する値に、単位は書けません", label: ("not heeded", "適用されません"),
        context: [block.headerSpan])
    }
    guard let name = block.name else { throw Skip() }
    var cursor = Cursor(line)
    var names: Set<Name> = []
    repeat {
      guard let grade = cursor.takeName() else {
        throw unexpected(cursor, expected: "the name of a grade", "評語の名前")
      }
      guard names.insert(grade.name).inserted else {
        report(
          "G103", at: grade.span, "the grade '\(grade.name)' stands here twice",
          "評語「\(grade.name)」が二度書かれています")
        throw Skip()
      }
    } while cursor.take(.comma)
    try finish(cursor)
    return ReportedForm(
      unit: Self.gradeUnit(name), step: .step(1),
      range: Interval(
        lower: 1, includesLower: true, upper: Exact(names.count), includesUpper: true))
  }

  /// The place of a grade in the list of its unit, from 1.
  func gradePlace(_ name: Name, of unit: Unit, at span: Span) throws(Skip) -> Exact {
    guard case .grade(let names)? = unitTable.definition(unit.id)?.kind else { throw Skip() }
    let own = names.map { Name(tongue == .en ? $0.english : $0.japanese) }
    guard let place = own.firstIndex(of: name) else {
      reportUnknown(name, at: span, among: own)
      throw Skip()
    }
    return Exact(place + 1)
  }

  /// A figure that is a number; a grade is refused.
  func numericFigure(_ name: Name, at span: Span) throws(Skip) -> FigureReference {
    let reference = try figure(name, at: span)
    guard unitTable.isGrade(try unit(of: reference)) else { return reference }
    report(
      "U203", at: span, "'\(name)' is a grade, and no number to calculate with",
      "「\(name)」は評語であり、計算に用いる数ではありません",
      remarks: [
        .rule(
          "an achievement table turns a grade into a percentage, points or an amount",
          "評語は、達成度の表により割合・点・金額に換算します")
      ])
    throw Skip()
  }
}
