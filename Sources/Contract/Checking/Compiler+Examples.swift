import Diagnostics
import Language
import Quantities

// What an example expects, and the rows it brings.

extension Compiler {
  /// One item of a line `expect`.
  enum ExpectedItem {
    case figure(Example.Expectation)
    case conclusion(Example.Conclusion)
    case row(Example.RowExpectation)
  }

  /// `outcome_fee 9,000 yen`, `members 3 persons`, `stop F401`, `error D305`, `no figure due`
  ///
  /// - Returns: nil if the name is unknown, which is reported; what follows it is read all the same.
  func expected(_ cursor: inout Cursor) throws(Skip) -> ExpectedItem? {
    let start = cursor.index
    for (word, make) in [
      (ValueWord.stop, Example.Conclusion.Kind.stop), (.error, Example.Conclusion.Kind.error),
    ] where cursor.take(word) {
      guard case .name(let code)? = cursor.peek, code.text.wholeMatch(of: /[A-Z][0-9]{3}/) != nil
      else {
        throw unexpected(
          cursor, expected: "the code of a message such as E302", "メッセージのコード(例 E302)")
      }
      _ = cursor.next()
      return .conclusion(.init(make(code.text), span: cursor.span(from: start)))
    }
    if cursor.take(.noFigure) {
      guard let (figure, _) = try expectedFigure(&cursor) else { return nil }
      if case .population = figure {
        cursor.index -= 1
        throw unexpected(cursor, expected: "a figure", "数値の名前")
      }
      return .conclusion(.init(.noFigure(figure), span: cursor.span(from: start)))
    }
    if case .name(let name)? = cursor.peek, case .value(let index)? = declared[name],
      case .text? = cursor.peek(1)
    {
      return .row(try expectedOfRow(index, &cursor))
    }
    guard let (figure, own) = try expectedFigure(&cursor) else {
      // Of a figure that could not be read nobody knows whether it has groups.
      if cursor.takeText() == nil { _ = cursor.takeName() }
      _ = try figureValue(&cursor)
      return nil
    }
    if case .figure(let reference) = figure, cursor.take(.grade) {
      let grade = try expectedGrade(&cursor, of: reference)
      return .conclusion(.init(.grade(reference, grade), span: cursor.span(from: start)))
    }
    let key = try key(&cursor, of: figure, isRequired: true)
    let (value, unit) = try figureValue(&cursor, of: own)
    guard unit == own || (own == Unit.person && unit == UnitAlgebra.number) else {
      report(
        "U202", at: cursor.span(from: start), "this figure is in \(text(own).en)",
        "この値の単位は\(text(own).ja)です")
      throw Skip()
    }
    return .figure(
      .init(figure: figure, key: key, value: value, unit: unit, span: cursor.span(from: start)))
  }

  /// `"P01"` behind a figure that is one for each group, payee or share: which of them is meant. A
  /// code that the contract itself lists (`one of clinic, club`) stands without quotation marks.
  ///
  /// - Parameter asksForGroup: whether a figure that only exists for groups cannot stand without one.
  func key(
    _ cursor: inout Cursor, of figure: Example.Expected, isRequired asksForGroup: Bool
  ) throws(Skip) -> String? {
    if case .figure(let reference) = figure, unsound.contains(reference) {
      if cursor.takeText() == nil { _ = cursor.takeName() }
      return nil
    }
    let place = cursor.place
    let isDivided: Bool
    var isRequired = false
    switch figure {
    case .population: isDivided = false
    case .total, .tax, .payable, .due: isDivided = hasPayees
    case .split: (isDivided, isRequired) = (true, true)
    case .figure(.payment(let index)):
      isDivided = payments.indices.contains(index) && payments[index]?.forEach != nil
    case .figure(let reference):
      isDivided = group(of: reference) != nil
      isRequired = isDivided && asksForGroup
    }
    let keyIndex = cursor.index
    let listed = isDivided ? cursor.takeName()?.name.text : nil
    guard let key = listed ?? cursor.takeText() else {
      if isRequired {
        throw unexpected(
          cursor, expected: "of which group or share, in quotation marks", "「…」で囲んだ区分または負担者の名称")
      }
      return nil
    }
    guard isDivided else {
      report(
        "G111", at: place, "this figure is not divided into groups", "この数値には区分がありません")
      throw Skip()
    }
    if case .split(let index) = figure, let parties = parties(ofSplit: index),
      !parties.contains(where: { $0.utf8.elementsEqual(key.utf8) })
    {
      reportUnknown(Name(key), at: cursor.span(from: keyIndex), among: parties.map { Name($0) })
      throw Skip()
    }
    return key
  }

  /// Whether each payee has an invoice of its own.
  var hasPayees: Bool {
    blocks[.settlement]?.first.map { !lines(.forEach, of: $0).isEmpty } ?? false
  }

  /// The names of the shares of a split; nil if it is paid in instalments.
  private func parties(ofSplit index: Int) -> [String]? {
    let shares = lines(.share, of: (blocks[.split] ?? [])[index])
    let names = shares.compactMap { line in
      var cursor = Cursor(line)
      return cursor.takeText()
    }
    return names.isEmpty ? nil : names
  }

  /// `grade A`, one of the grades of the rows of a table.
  private func expectedGrade(
    _ cursor: inout Cursor, of reference: FigureReference
  ) throws(Skip) -> String {
    var grades: [Name] = []
    if case .achievement(let index) = reference {
      grades = (achievements[index]?.rows ?? []).compactMap { $0.grade.map { Name($0[tongue]) } }
    }
    guard let (grade, span) = cursor.takeName() else {
      throw unexpected(cursor, expected: "the name of a grade", "評定の名前")
    }
    guard grades.contains(grade) else {
      reportUnknown(grade, at: span, among: grades)
      throw Skip()
    }
    return grade.text
  }

  /// `total_points "P1" 12 points`, `at_risk "P1" yes`, `state "P1" frail`, `bmi "P1" missing`
  private func expectedOfRow(
    _ index: Int, _ cursor: inout Cursor
  ) throws(Skip) -> Example.RowExpectation {
    let start = cursor.index
    let place = cursor.place
    _ = cursor.takeName()
    used.insert(.value(index))
    guard let value = value(index, from: place), let key = cursor.takeText() else { throw Skip() }
    guard let subject = valueSubject(index), tables[subject].schema.key.count == 1 else {
      report(
        "G131", at: place, "the rows of this value have no single key", "この個人値の表には、単独の主キーがありません")
      throw Skip()
    }
    let result = cursor.place
    let figure: Example.RowExpectation.Figure
    switch (cursor.next()?.kind, value.type) {
    case (.word(.missing)?, _), (.label(.missing)?, _): figure = .missing
    case (.numeral(let numeral)?, .number(UnitAlgebra.number)): figure = .number(numeral.exact)
    case (.quantity(let numeral, let own)?, .number(let unit)) where own == unit:
      figure = .number(numeral.exact)
    case (.word(.yes)?, .flag): figure = .flag(true)
    case (.word(.no)?, .flag): figure = .flag(false)
    case (.date(let date)?, .date): figure = .date(date)
    case (.name(let name)?, .oneOf(let codes)):
      guard let code = codes.firstIndex(where: { Name($0) == name }) else {
        reportUnknown(name, at: result, among: codes.map { Name($0) })
        throw Skip()
      }
      figure = .code(code)
    default:
      cursor.index -= 1
      let (en, ja) = describe(value.type)
      throw unexpected(cursor, expected: "a figure in \(en), or 'missing'", "\(ja)で表した値、または「欠測」")
    }
    return .init(value: index, key: key, figure: figure, span: cursor.span(from: start))
  }

  private func expectedFigure(
    _ cursor: inout Cursor
  ) throws(Skip) -> (figure: Example.Expected, unit: Unit)? {
    if let name = cursor.takeName() {
      if case .population(let index)? = declared[name.name] {
        return (.population(index), Unit.person)
      }
      if case .split(let index)? = declared[name.name] {
        used.insert(.split(index))
        return (.split(index), currency)
      }
      guard let reference = try? figure(name.name, at: name.span) else { return nil }
      return (.figure(reference), try unit(of: reference))
    }
    switch cursor.next()?.kind {
    case .label(.tax)?: return (.tax, currency)
    case .label(.total)?, .word(.total)?: return (.total, currency)
    case .word(.payable)?: return (.payable, currency)
    case .word(.due)?: return (.due, currency)
    default:
      cursor.index -= 1
      throw unexpected(
        cursor, expected: "a figure, total, tax, payable or due",
        "指標・支払・合計・消費税・税込支払額・差引支払額のいずれか")
    }
  }

  // MARK: - Rows

  /// The lines `data` and `row` of an example, in the order of the contract's tables.
  func exampleTables(_ block: Block) throws(Skip) -> [ExampleTable] {
    var tables: [ExampleTable] = []
    var open: OpenTable?
    for line in block.body {
      switch line.keyword {
      case .data?:
        if let open { tables.append(open.table) }
        let next = try exampleTable(line)
        if let earlier = tables.first(where: { $0.table == next.index }) {
          report(
            "G103", at: line.valueSpan, "the rows of this table are given twice",
            "この表の行が二度与えられています", others: [(earlier.span, "first here", "最初の行")])
          throw Skip()
        }
        open = next
      case .row?:
        guard open != nil else {
          report(
            "G131", at: line.span, "a row stands below the line 'data' of its table",
            "「行」は、その表の「データ」の行の下に書きます")
          throw Skip()
        }
        let cells = try exampleCells(line, schema: open?.schema ?? [])
        open?.append(cells, line.span)
      default: continue
      }
    }
    if let open { tables.append(open.table) }
    try requireAllTables(tables, block)
    return tables.sorted { $0.table < $1.table }
  }

  private struct OpenTable {
    let index: Int
    let columns: [String]
    /// The type of each of these columns.
    let schema: [(name: String, type: ValueType)]
    let span: Span
    var rows: [[String]] = []
    var spans: [Span] = []

    mutating func append(_ cells: [String], _ span: Span) {
      rows.append(cells)
      spans.append(span)
    }

    var table: ExampleTable {
      ExampleTable(table: index, columns: columns, rows: rows, span: span, rowSpans: spans)
    }
  }

  /// `data  participant person, birth, enrolled`
  private func exampleTable(_ line: Line) throws(Skip) -> OpenTable {
    var cursor = Cursor(line)
    guard let name = cursor.takeName() else {
      throw unexpected(cursor, expected: "a table and its columns", "表の名前と列の名前")
    }
    guard case .table(let index) = try find(name.name, at: name.span, [.table]),
      tables.indices.contains(index)
    else { throw Skip() }
    let schema = tables[index].schema
    var columns: [(name: String, type: ValueType)] = []
    repeat {
      guard let column = cursor.takeName() else {
        throw unexpected(cursor, expected: "a column", "列の名前")
      }
      let place = try columnIndex(column.name, at: column.span, in: schema)
      columns.append((schema.columns[place].name, tables[index].types[place]))
    } while cursor.take(.comma)
    try finish(cursor)
    return OpenTable(
      index: index, columns: columns.map(\.name), schema: columns, span: line.valueSpan)
  }

  /// The cells of a row as a file would hold them.
  private func exampleCells(
    _ line: Line, schema: [(name: String, type: ValueType)]
  ) throws(Skip) -> [String] {
    var cursor = Cursor(line)
    var cells: [String] = []
    repeat {
      let place = cursor.place
      switch cursor.next()?.kind {
      case .text(let text)?: cells.append(text.text)
      case .name(let name)?: cells.append(name.text)
      case .numeral(let numeral)?: cells.append(numeral.cell)
      case .date(let date)?: cells.append("\(date)")
      case .word(.missing)?: cells.append("")
      case .word(let word)? where word == .yes || word == .no: cells.append(word[tongue])
      case .quantity(let numeral, let unit)?:
        if cells.count < schema.count, case .number(let own) = schema[cells.count].type,
          own != unit
        {
          report(
            "U202", at: place,
            "'\(schema[cells.count].name)' is in \(text(own).en), not in \(text(unit).en)",
            "「\(schema[cells.count].name)」の単位は\(text(own).ja)です(\(text(unit).ja)ではありません)")
          throw Skip()
        }
        cells.append(numeral.cell)
      default:
        cursor.index -= 1
        throw unexpected(
          cursor, expected: "a cell: a code, a number, a date, a quoted text, or 'missing'",
          "値(コード、数、日付、「…」で囲んだ文字列、欠測)")
      }
    } while cursor.take(.comma)
    try finish(cursor)
    guard cells.count == schema.count else {
      report(
        "G131", at: line.valueSpan,
        "the row has \(cells.count) cell\(cells.count == 1 ? "" : "s"); its table names \(schema.count) column\(schema.count == 1 ? "" : "s")",
        "行の値は\(cells.count)個ですが、列は\(schema.count)個です")
      throw Skip()
    }
    return cells
  }

  /// Rows of one table without those of another would leave open whether the other is empty.
  private func requireAllTables(_ given: [ExampleTable], _ block: Block) throws(Skip) {
    guard !given.isEmpty else { return }
    let absent = tables.indices.filter { index in !given.contains { $0.table == index } }
      .map { tables[$0].declaration.name }
    guard !absent.isEmpty else { return }
    report(
      "G132", at: block.headerSpan,
      "the example brings no rows of \(absent.map { "'\($0)'" }.list("and"))",
      "計算例に\(absent.map { "「\($0)」" }.joined(separator: "・"))の行がありません",
      remarks: [
        .rule(
          "an example with rows has a line 'data' for every table; below it no row means an empty table",
          "行を書く計算例には、すべての表の「データ」の行が必要です(下に行がなければ、空の表です)")
      ])
    throw Skip()
  }
}

extension Numeral {
  /// As a cell of a file.
  fileprivate var cell: String { exact.fixed(decimals: decimals, grouped: false) }
}
