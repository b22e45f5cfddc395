import Diagnostics
import Language
import Quantities
import Records

extension Compiler {
  /// Binds all tables; references need every table's key, so they come second.
  func bindTables() {
    let blocks = blocks[.table] ?? []
    for block in blocks { tables.append(bindTable(block)) }
    var keyed: [Name: [Int]] = [:]
    for (index, table) in tables.enumerated() where table.schema.key.count == 1 {
      keyed[Name(table.schema.columns[table.schema.key[0]].name), default: []].append(index)
    }
    for (index, block) in blocks.enumerated() { bindReferences(of: index, block, keyed) }
    tableIndex = TableIndex(tables)
  }

  /// Where columns and references stand, so that a name is found without looking through all tables.
  struct TableIndex {
    /// The places of the columns of a name, by table.
    var columns: [Name: [Int: Int]] = [:]
    /// The tables that refer to each table.
    var referring: [[Int]] = []

    init() {}

    init(_ tables: [TableDefinition]) {
      referring = tables.map { _ in [] }
      for (table, definition) in tables.enumerated() {
        for (place, column) in definition.schema.columns.enumerated() {
          columns[Name(column.name), default: [:]][table] = place
        }
        for reference in definition.schema.references { referring[reference.table].append(table) }
      }
    }
  }

  private func bindTable(_ block: Block) -> TableDefinition {
    let declaration = declaration(of: block)
    var columns: [ColumnSchema] = []
    var types: [ValueType] = []
    var names: Set<Name> = []
    for line in block.body {
      guard case .column(let name) = line.label else { continue }
      guard names.insert(name).inserted else {
        report(
          "N102", at: line.labelSpan, "the column '\(name)' is declared twice",
          "列「\(name)」が二度定義されています")
        continue
      }
      do {
        let (schema, type) = try column(
          name, line, position: (table: tables.count, column: columns.count))
        columns.append(schema)
        types.append(type)
      } catch {
        // Keep the name so that later lines do not complain about it again, nor of its type.
        undated.insert(tables.count)
        columns.append(ColumnSchema(name: name.text, headers: [name.text], type: .code))
        types.append(.code(table: -1, column: -1))
      }
    }
    var schema = TableSchema(
      name: declaration.name, alternateName: declaration.otherName,
      fileNames: [declaration.name, declaration.otherName].compactMap { $0 }.map { $0 + ".csv" },
      clause: Text(
        en: declaration.clause?.text(in: .en) ?? "", ja: declaration.clause?.text(in: .ja) ?? ""),
      key: [], columns: columns, repeated: RepeatedRule(), isInContract: true)
    unknownColumns = []
    defer { reportUnknownColumns(of: schema) }
    if let line = try? requiredLine(
      .key, of: block,
      why: (
        "the key says which rows are the same thing; without it double counting is not seen",
        "主キーがなければ、同じものの二重計上を見つけられません"
      ))
    {
      schema.key = (try? columnList(line, in: schema)) ?? []
    }
    if schema.key.isEmpty { hasBrokenReferences = true }
    readFile(block, into: &schema)
    readHeaders(block, into: &schema)
    checkHeaders(schema, block)
    readCodes(block, into: &schema, types: types)
    readChosen(.missingCodes, block, into: &schema, texts) { $0.missingSpellings += $1 }
    checkSpellings(schema, block)
    readChosen(.unitSuffix, block, into: &schema, texts) { $0.unitSuffixes += $1 }
    readChosen(.normalise, block, into: &schema, normalisation) { $0.normalise = $1 }
    readChosen(.outOfRange, block, into: &schema, action) { $0.outOfRange = $1 }
    readChosen(.badValue, block, into: &schema, action) { $0.badValue = $1 }
    readRepeated(block, into: &schema)
    return TableDefinition(
      declaration: declaration, schema: schema, types: types,
      dateColumn: dateColumn(block, schema, types))
  }

  // MARK: - Columns

  /// `code`, `date`, `one of a, b`, `m/s  range from 0.20 to 2.50, optional`
  private func column(
    _ name: Name, _ line: Line, position: (table: Int, column: Int)
  ) throws(Skip) -> (ColumnSchema, ValueType) {
    var cursor = Cursor(line)
    let type: ValueType
    let columnType: Records.ColumnType
    if cursor.take(.code) {
      (type, columnType) = (.code(table: position.table, column: position.column), .code)
    } else if cursor.take(.text) {
      (type, columnType) = (.code(table: position.table, column: position.column), .text)
    } else if cursor.take(.date) {
      (type, columnType) = (.date, .date)
    } else if cursor.take(.number) {
      (type, columnType) = (.number(UnitAlgebra.number), .decimal)
    } else if cursor.take(.oneOf) {
      let codes = try codeNames(&cursor)
      let names = codes.map(\.name)
      codeYears[[position.table, position.column]] = codes.map(\.year)
      type = .oneOf(names.map(\.text))
      columnType = .oneOf(
        names.map {
          CodeValue(
            name: $0.text, spellings: [vocabulary?.other($0, from: tongue)].compactMap { $0?.text })
        })
    } else if let unit = peekUnit(cursor) {
      _ = cursor.next()
      (type, columnType) = (.number(unit), .decimal)
    } else {
      throw unexpected(
        cursor, expected: "a type: code, date, text, number, one of …, or a unit such as kg",
        "型(コード、日付、文字列、数、いずれか …、または単位)")
    }
    var schema = ColumnSchema(
      name: name.text,
      headers: [name, vocabulary?.other(name, from: tongue)].compactMap { $0?.text },
      type: columnType)
    if case .number(let unit) = type, unit != UnitAlgebra.number {
      schema.unit = Text(en: text(unit).en, ja: text(unit).ja)
    }
    // An error in what follows leaves the column with its type.
    do throws(Skip) { try readAttributes(&cursor, of: type, into: &schema) } catch {}
    return (schema, type)
  }

  /// `range from 0.20 to 2.50, optional`
  private func readAttributes(
    _ cursor: inout Cursor, of type: ValueType, into schema: inout ColumnSchema
  ) throws(Skip) {
    while !cursor.atEnd {
      _ = cursor.take(.comma)
      if cursor.take(.optional) {
        schema.isOptional = true
      } else if cursor.take(.range) {
        guard case .between(let lower, let upper, let own, .closed)? = cursor.peek,
          case .number(let unit) = type
        else {
          throw unexpected(cursor, expected: "from A to B (of a number)", "「A以上B以下」(数の列のみ)")
        }
        guard own == nil || own == unit else {
          let (en, ja) = text(unit)
          report(
            "U202", at: cursor.place, "this range is not in \(en), the unit of its column",
            "この範囲の単位が列の単位(\(ja))と異なります")
          throw Skip()
        }
        try checkEnds(lower.exact, upper.exact, closed: true, at: cursor.place)
        _ = cursor.next()
        schema.range = (lower.exact, upper.exact)
        schema.rangeText = Text(
          en: "\(lower.text) to \(upper.text)", ja: "\(lower.text)以上\(upper.text)以下")
      } else {
        throw unexpected(cursor, expected: "'range …' or 'optional'", "「範囲 …」または「任意」")
      }
    }
  }

  /// `programme, comparison` or `baseline, year1 = 2024`
  func codeNames(_ cursor: inout Cursor) throws(Skip) -> [(name: Name, year: Int?)] {
    var names: [(name: Name, year: Int?)] = []
    var known: Set<Name> = []
    repeat {
      if case .word(.optional)? = cursor.peek, !names.isEmpty {
        cursor.index -= 1
        break
      }
      guard let name = cursor.takeName() else {
        throw unexpected(cursor, expected: "a name", "名前")
      }
      guard known.insert(name.name).inserted else {
        report(
          "N102", at: name.span, "the code '\(name.name)' is listed twice",
          "コード「\(name.name)」が二度書かれています")
        throw Skip()
      }
      var year: Int?
      if cursor.take(.equals) {
        guard case .numeral(let number)? = cursor.peek, let found = number.int else {
          throw unexpected(cursor, expected: "a settlement year", "年度")
        }
        _ = cursor.next()
        year = found
      }
      names.append((name.name, year))
    } while cursor.take(.comma)
    return names
  }

  func columnIndex(_ name: Name, at span: Span, in schema: TableSchema) throws(Skip) -> Int {
    if let index = schema.columns.firstIndex(where: { Name($0.name) == name }) { return index }
    if unknownColumns?.append((name, span)) == nil {
      reportUnknown(name, at: span, among: schema.columns.map { Name($0.name) })
    }
    throw Skip()
  }

  /// Reports the names in the lines of a table that are none of its columns; many together, as where the text of
  /// the table ends too early.
  private func reportUnknownColumns(of schema: TableSchema) {
    let found = unknownColumns ?? []
    unknownColumns = nil
    guard found.count > 3 else {
      for (name, span) in found {
        reportUnknown(name, at: span, among: schema.columns.map { Name($0.name) })
      }
      return
    }
    var seen: Set<Name> = []
    let names = found.filter { seen.insert($0.name).inserted }.map(\.name.text)
    report(
      "N101", at: found[0].span,
      "'\(schema.name)' has no columns \(names.map { "'\($0)'" }.list("and"))",
      "「\(schema.name)」に\(names.map { "「\($0)」" }.joined(separator: "・"))という列はありません",
      context: [header(above: found[0].span)].compactMap { $0 },
      remarks: [
        .help(
          "see whether the text of the table is complete, to its last column",
          "表の欄が最後の列まで揃っているか確認してください")
      ])
  }

  private func columnList(_ line: Line, in schema: TableSchema) throws(Skip) -> [Int] {
    var cursor = Cursor(line)
    var columns: [Int] = []
    repeat {
      guard let name = cursor.takeName() else {
        throw unexpected(cursor, expected: "a column", "列の名前")
      }
      columns.append(try columnIndex(name.name, at: name.span, in: schema))
    } while cursor.take(.comma)
    try finish(cursor)
    return columns
  }

  private func dateColumn(_ block: Block, _ schema: TableSchema, _ types: [ValueType]) -> Int? {
    if let line = line(.datedBy, of: block) {
      guard let columns = try? columnList(line, in: schema), let first = columns.first else {
        return nil
      }
      guard columns.count == 1, types[first] == .date else {
        report(
          "U203", at: line.valueSpan, "'dated by' names one date column",
          "「基準日列」には日付の列を一つ書きます")
        return nil
      }
      return first
    }
    let dates = types.indices.filter { types[$0] == .date }
    return dates.count == 1 ? dates[0] : nil
  }

  // MARK: - Lines about files

  private func texts(_ cursor: inout Cursor) throws(Skip) -> [String] {
    var texts: [String] = []
    repeat {
      guard let text = cursor.takeText() else {
        throw unexpected(cursor, expected: "a quoted text", "「…」で囲んだ文字列")
      }
      texts.append(text)
    } while cursor.take(.comma)
    try finish(cursor)
    return texts
  }

  private func readFile(_ block: Block, into schema: inout TableSchema) {
    guard let line = line(.file, of: block) else { return }
    var cursor = Cursor(line)
    guard let names = try? texts(&cursor) else { return }
    schema.fileNames = names
    for name in names where FileNamePattern(name) == nil {
      report(
        "T114", at: line.valueSpan,
        "'\(name)' is not the name of a file or of several", "「\(name)」はファイル名として使えません",
        remarks: [
          .help(
            "write a path inside the data, with at most one '*', after the last '/': "
              + "\"2025/records-*.csv\"",
            "データの中のパスを書きます。「*」は、最後の「/」より後に一つだけです。例:「2025/records-*.csv」")
        ])
    }
  }

  private func readHeaders(_ block: Block, into schema: inout TableSchema) {
    for line in lines(.header, of: block) {
      var cursor = Cursor(line)
      do throws(Skip) {
        guard let name = cursor.takeName() else {
          throw unexpected(cursor, expected: "a column", "列の名前")
        }
        let column = try columnIndex(name.name, at: name.span, in: schema)
        schema.columns[column].headers += try texts(&cursor)
      } catch { continue }
    }
  }

  /// `codes  sex F = "女", "2"`
  private func readCodes(_ block: Block, into schema: inout TableSchema, types: [ValueType]) {
    for line in lines(.codes, of: block) {
      var cursor = Cursor(line)
      do throws(Skip) {
        guard let name = cursor.takeName() else {
          throw unexpected(cursor, expected: "a column", "列の名前")
        }
        let column = try columnIndex(name.name, at: name.span, in: schema)
        guard case .oneOf(var values) = schema.columns[column].type else {
          report(
            "G107", at: name.span, "only a 'one of' column has codes",
            "コード表を書けるのは「いずれか」の列だけです")
          throw Skip()
        }
        guard let code = cursor.takeName() else {
          throw unexpected(cursor, expected: "one of the column's codes", "この列のコード")
        }
        guard let index = values.firstIndex(where: { Name($0.name) == code.name }) else {
          reportUnknown(code.name, at: code.span, among: values.map { Name($0.name) })
          throw Skip()
        }
        guard cursor.take(.equals) else { throw unexpected(cursor, expected: "=", "=") }
        values[index].spellings += try texts(&cursor)
        let own = Set(values[index].spellings + [values[index].name])
        for (other, value) in values.enumerated() where other != index {
          let clash = own.intersection(value.spellings + [value.name])
          if let spelling = clash.sorted().first {
            report(
              "T106", at: line.valueSpan,
              "\"\(spelling)\" stands for two codes of '\(name.name)'",
              "「\(spelling)」が「\(name.name)」の二つのコードに割り当てられています")
          }
        }
        schema.columns[column].type = .oneOf(values)
      } catch { continue }
    }
  }

  /// A heading of the file must lead to one column.
  private func checkHeaders(_ schema: TableSchema, _ block: Block) {
    var owners: [String: ColumnSchema] = [:]
    for column in schema.columns {
      for heading in Set(column.headers).sorted() {
        guard let earlier = owners.updateValue(column, forKey: heading) else { continue }
        let line = lines(.header, of: block).last {
          $0.tokens.first?.kind == .name(Name(column.name))
        }
        report(
          "T111", at: line?.valueSpan ?? block.headerSpan,
          "\"\(heading)\" is the heading of two columns, '\(earlier.name)' and '\(column.name)'",
          "見出し「\(heading)」が「\(earlier.name)」と「\(column.name)」の二つの列に使われています")
      }
    }
  }

  /// A spelling cannot mean both a code and a missing value.
  private func checkSpellings(_ schema: TableSchema, _ block: Block) {
    for column in schema.columns {
      guard case .oneOf(let values) = column.type else { continue }
      for value in values {
        let clash = Set(column.missingSpellings).intersection(value.spellings + [value.name])
        guard let spelling = clash.sorted().first else { continue }
        report(
          "T106", at: lines(.missingCodes, of: block).first?.valueSpan ?? block.headerSpan,
          "\"\(spelling)\" stands for '\(value.name)' of '\(column.name)' and for missing",
          "「\(spelling)」が「\(column.name)」の「\(value.name)」と欠測の両方を表しています")
      }
    }
  }

  /// Names at the beginning of a line choose columns; without them the line is for all columns.
  private func chosenColumns(
    _ cursor: inout Cursor, in schema: TableSchema
  ) throws(Skip) -> [Int] {
    var chosen: [Int] = []
    while let name = cursor.takeName() {
      chosen.append(try columnIndex(name.name, at: name.span, in: schema))
      _ = cursor.take(.comma)
    }
    return chosen.isEmpty ? Array(schema.columns.indices) : chosen
  }

  /// Lines that may choose columns and then say one thing of them.
  ///
  /// Lines without a column come first, so that those for single columns replace them wherever they
  /// stand.
  private func readChosen<Said>(
    _ label: LabelWord, _ block: Block, into schema: inout TableSchema,
    _ read: (inout Cursor) throws(Skip) -> Said, set: (inout ColumnSchema, Said) -> Void
  ) {
    let all = lines(label, of: block)
    for line in all.filter({ !$0.beginsWithName }) + all.filter(\.beginsWithName) {
      var cursor = Cursor(line)
      do throws(Skip) {
        let columns = try chosenColumns(&cursor, in: schema)
        let said = try read(&cursor)
        try finish(cursor)
        for column in columns { set(&schema.columns[column], said) }
      } catch { continue }
    }
  }

  /// `trim, NFKC, upper case`
  private func normalisation(_ cursor: inout Cursor) throws(Skip) -> Normalisation {
    var steps: Normalisation = []
    repeat {
      if cursor.take(.trim) {
        steps.insert(.trim)
      } else if cursor.take(.nfkc) {
        steps.insert(.nfkc)
      } else if cursor.take(.upperCase) {
        steps.insert(.upperCase)
      } else if cursor.take(.asWritten) {
        steps = []
      } else {
        throw unexpected(
          cursor, expected: "trim, NFKC, upper case, or as written",
          "空白除去、NFKC、大文字、または「そのまま」")
      }
    } while cursor.take(.comma)
    return steps
  }

  private func action(_ cursor: inout Cursor) throws(Skip) -> BadRowAction {
    if cursor.take(.missing) { return .missing }
    if cursor.take(.rejectRow) { return .rejectRow }
    if cursor.take(.refuseRun) { return .refuseRun }
    throw unexpected(
      cursor, expected: "'missing', 'reject row' or 'refuse run'",
      "「欠測」「行を除外」「処理を中止」のいずれか")
  }

  /// `identical rows once, same key latest updated_on`
  private func readRepeated(_ block: Block, into schema: inout TableSchema) {
    guard let line = line(.repeated, of: block) else { return }
    var cursor = Cursor(line)
    do throws(Skip) {
      repeat {
        if cursor.take(.identicalOnce) {
          schema.repeated.identicalOnce = true
        } else if cursor.take(.sameKey) {
          if cursor.take(.refuseRun) {
            schema.repeated.sameKey = .refuse
            continue
          }
          let word = cursor.next()?.kind
          guard let name = cursor.takeName() else {
            throw unexpected(cursor, expected: "a column", "列の名前")
          }
          let column = try columnIndex(name.name, at: name.span, in: schema)
          switch word {
          case .word(.latest): schema.repeated.sameKey = .latest(column)
          case .word(.earliest): schema.repeated.sameKey = .earliest(column)
          case .word(.largest): schema.repeated.sameKey = .largest(column)
          case .word(.smallest): schema.repeated.sameKey = .smallest(column)
          default:
            throw unexpected(
              cursor, expected: "latest, earliest, largest or smallest with a column",
              "最新・最古・最大・最小のいずれかと列の名前")
          }
        } else {
          throw unexpected(
            cursor, expected: "'identical rows once' or 'same key …'",
            "「同一行は一件」または「同一キー …」")
        }
      } while cursor.take(.comma)
      try finish(cursor)
    } catch { return }
  }

  // MARK: - References

  /// `refers to  participant_id residents, orphans reject row`; else a column that bears the name of
  /// another table's only key column refers to that table.
  ///
  /// - Parameter keyed: the tables with a key of one column, by its name.
  private func bindReferences(of index: Int, _ block: Block, _ keyed: [Name: [Int]]) {
    var schema = tables[index].schema
    var stated: Set<Int> = []
    for line in lines(.refersTo, of: block) {
      var cursor = Cursor(line)
      do throws(Skip) {
        guard let name = cursor.takeName() else {
          throw unexpected(cursor, expected: "a column", "列の名前")
        }
        let column = try columnIndex(name.name, at: name.span, in: schema)
        guard let target = cursor.takeName() else {
          throw unexpected(cursor, expected: "a table", "表の名前")
        }
        guard case .table(let table) = try find(target.name, at: target.span, [.table]) else {
          throw Skip()
        }
        guard !stated.contains(column) else {
          report(
            "G103", at: name.span, "the reference of '\(name.name)' is stated twice",
            "「\(name.name)」の参照が二度書かれています")
          throw Skip()
        }
        guard table != index else {
          report(
            "T107", at: target.span, "'\(target.name)' cannot refer to itself",
            "「\(target.name)」は自分自身を参照できません")
          throw Skip()
        }
        guard tables[table].schema.key.count == 1 else {
          report(
            "T107", at: target.span,
            "'\(target.name)' cannot be referred to: its key is not a single column",
            "「\(target.name)」は主キーが一列でないため参照できません")
          throw Skip()
        }
        var orphans = BadRowAction.refuseRun
        if cursor.take(.comma) {
          guard cursor.take(.orphans) else {
            throw unexpected(cursor, expected: "'orphans …'", "「参照先なし …」")
          }
          orphans = try action(&cursor)
        }
        try finish(cursor)
        stated.insert(column)
        schema.references.append(ReferenceSchema(column: column, table: table, orphans: orphans))
      } catch { hasBrokenReferences = true }
    }
    for (column, definition) in schema.columns.enumerated() where !stated.contains(column) {
      guard schema.key != [column] else { continue }
      let targets = (keyed[Name(definition.name)] ?? []).filter { $0 != index }
      guard let target = targets.first else { continue }
      if targets.count > 1 {
        hasBrokenReferences = true
        report(
          "N106", at: block.headerSpan,
          "the column '\(definition.name)' could refer to several tables",
          "列「\(definition.name)」の参照先となる表が複数あります",
          remarks: [
            .help(
              "state it:  refers to       \(definition.name) \(tables[target].declaration.name)",
              "明記してください:  参照            \(definition.name) \(tables[target].declaration.name)"
            )
          ])
        continue
      }
      schema.references.append(
        ReferenceSchema(column: column, table: target, orphans: .refuseRun))
    }
    tables[index] = TableDefinition(
      declaration: tables[index].declaration, schema: schema, types: tables[index].types,
      dateColumn: tables[index].dateColumn, personColumn: personColumn(block, schema))
  }

  /// `persons by  participant_id`: the whole key, or a reference.
  private func personColumn(_ block: Block, _ schema: TableSchema) -> Int? {
    guard let line = line(.personsBy, of: block) else { return nil }
    guard let columns = try? columnList(line, in: schema), let first = columns.first else {
      hasBrokenReferences = true
      return nil
    }
    guard columns.count == 1,
      schema.key == [first] || schema.references.contains(where: { $0.column == first })
    else {
      hasBrokenReferences = true
      report(
        "U203", at: line.valueSpan,
        "'persons by' names the whole key, or one column that refers to a table",
        "「実人数列」には、主キー全体である列か、ほかの表を参照する列を一つ書きます",
        remarks: [
          .rule(
            "a row is a person, or belongs to the person that it refers to",
            "一行は一人であるか、その行が参照する一人のものです")
        ])
      return nil
    }
    return first
  }
}

extension Line {
  /// Whether the value begins with a declared name.
  fileprivate var beginsWithName: Bool {
    if case .name? = tokens.first?.kind { true } else { false }
  }
}
