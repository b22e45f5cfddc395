import Diagnostics
import Quantities

/// The messages about rows and cells that refuse a run: one for each rule and column.
struct RowMessages {
  /// Shows rows of the file that the places are in.
  let excerpt: RowExcerpt
  let schema: TableSchema
  /// The table's files as messages name them.
  let fileNames: [String]

  /// The messages for all places of one file, in the order of rules and columns; places are in the order
  /// of lines.
  func diagnostics(_ places: [RowSpot]) -> [Diagnostic] {
    var groups: [(rule: RowRule, column: Int16, spots: [RowSpot])] = []
    for spot in places {
      if let i = groups.firstIndex(where: {
        $0.rule == spot.place.rule && $0.column == spot.place.column
      }) {
        groups[i].spots.append(spot)
      } else {
        groups.append((spot.place.rule, spot.place.column, [spot]))
      }
    }
    groups.sort { ($0.column, $0.rule.rawValue) < ($1.column, $1.rule.rawValue) }
    return groups.map { diagnostic($0.rule, Int($0.column), $0.spots) }
  }

  private func diagnostic(_ rule: RowRule, _ column: Int, _ spots: [RowSpot]) -> Diagnostic {
    let spot = spots[0]
    let words = words(rule, column, spot)
    let field: Int? =
      switch rule {
      case .fieldCount: nil
      case .repeatedKey, .undecidedKey: excerpt.plans.first { $0.column == column }?.field
      default: Int(spot.place.detail)
      }
    let line = Int(spot.place.line)
    var remarks = words.remarks
    let lines = spots.prefix(Wording.maxLines).map { Int($0.place.line) }
    if let others = Wording.others(lines, total: spots.count) { remarks.append(others) }
    if column >= 0, rule != .missingValue { remarks.append(Wording.notShown) }
    return Diagnostic(
      code: rule.code, severity: .error, headline: words.headline,
      labels: [
        excerpt.label(
          line: line, start: spot.place.start >= 0 ? spot.place.start : excerpt.start(ofLine: line),
          field: field, text: words.label)
      ],
      context: [excerpt.header()], remarks: remarks)
  }

  private struct Words {
    let headline: Text
    let label: Text
    var remarks: [Remark] = []
  }

  private func words(_ rule: RowRule, _ column: Int, _ spot: RowSpot) -> Words {
    let name = column >= 0 ? schema.columns[column].name : schema.name
    let clause = Wording.clause(schema)
    switch rule {
    case .outOfRange:
      return outOfRange(schema.columns[column], clause)
    case .badValue:
      let wanted = wanted(schema.columns[column])
      return Words(
        headline: Text(
          en: "\(name) is not \(wanted.en)", ja: "\(name)を\(wanted.ja)として読めません"),
        label: Text(
          en: "cannot be read as \(wanted.en)\(clause.en)",
          ja: "\(wanted.ja)として読めません\(clause.ja)"),
        remarks: hints(schema.columns[column]))
    case .missingValue:
      return Words(
        headline: Text(
          en: "\(name) is missing where a value is required", ja: "必須の\(name)がありません"),
        label: Text(en: "no value\(clause.en)", ja: "値がありません\(clause.ja)"))
    case .orphan:
      return Words(
        headline: Text(
          en: "\(name) refers to a row that does not exist", ja: "\(name)が指す行がありません"),
        label: Text(
          en: "not in the table that \(name) refers to\(clause.en)",
          ja: "\(name)の参照先の表にありません\(clause.ja)"))
    case .repeatedKey, .undecidedKey, .identicalRow, .superseded:
      return repeated(rule, column, spot, clause)
    case .fieldCount:
      let got = Int(spot.place.detail)
      let want = excerpt.head.names.count
      return Words(
        headline: Text(
          en: "a row of \(schema.name) has \(got) \(got == 1 ? "field" : "fields"), "
            + "the header line has \(want)",
          ja: "\(schema.name)の行の項目が\(got)個で、見出し行の\(want)個と合いません"),
        label: Text(en: "\(got) instead of \(want) fields", ja: "項目が\(want)個でなく\(got)個"),
        remarks: blankLineHint(spot.place) + [
          Remark(
            .rule,
            Text(
              en: "every row has as many fields as the header line; "
                + "a comma inside a value needs quotes around it",
              ja: "どの行も見出し行と同じ数の項目を持ちます。値の中の区切り文字は引用符で囲みます"))
        ])
    case .longCell:
      let limit = excerpt.limits.cellBytes
      return Words(
        headline: Text(
          en: "a cell of \(schema.name) is longer than \(limit) bytes",
          ja: "\(schema.name)の値が\(limit)バイトを超えています"),
        label: Text(en: "too long", ja: "長すぎます"),
        remarks: [
          Remark(
            .hint,
            Text(
              en: "a missing closing quote may have swallowed many lines",
              ja: "引用符の閉じ忘れで、多くの行が1つの値になっている可能性があります"))
        ])
    }
  }

  /// Blank lines, often at the end of a file, are the commonest rows of one field.
  private func blankLineHint(_ place: RowPlace) -> [Remark] {
    guard excerpt.isBlank(at: place.start) else { return [] }
    return [
      .help(
        "a blank line is a row of one field; delete the blank lines, at the end of the file too",
        "空行は項目1つの行とみなします。ファイルの末尾も含めて、空行を削除してください")
    ]
  }

  private func outOfRange(_ column: ColumnSchema, _ clause: Text) -> Words {
    let unit = column.unit ?? .none
    let range = column.rangeText ?? Self.rangeText(column, unit)
    let label = Text(
      en: "\(column.name)\(unit.en.isEmpty ? "" : " in \(unit.en)") is outside "
        + "\(range.en)\(clause.en)",
      ja: "\(column.name)が\(range.ja)の範囲にありません\(clause.ja)")
    return Words(
      headline: Text(
        en: "\(column.name) is outside the range the contract allows",
        ja: "\(column.name)が契約の定める範囲にありません"),
      label: label)
  }

  private static func rangeText(_ column: ColumnSchema, _ unit: Text) -> Text {
    guard let range = column.range else { return Text(en: "its range", ja: "所定") }
    let (low, high) = (range.lower.decimalText, range.upper.decimalText)
    return Text(en: "\(low) to \(high)", ja: "\(low)\(unit.ja)以上\(high)\(unit.ja)以下")
  }

  private func repeated(
    _ rule: RowRule, _ column: Int, _ spot: RowSpot, _ clause: Text
  ) -> Words {
    let key = schema.key.map { schema.columns[$0].name }
    let keyEn = key.joined(separator: ", ")
    let keyJa = key.joined(separator: "・")
    let first = first(of: spot)
    if rule == .undecidedKey {
      let deciding = schema.repeated.sameKey?.deciding.map { schema.columns[$0.column].name } ?? ""
      return Words(
        headline: Text(
          en: "\(deciding) does not decide between rows with the same key (\(keyEn))",
          ja: "同じキー(\(keyJa))の行のどれを採るかが\(deciding)では決まりません"),
        label: Text(
          en: "same key as \(first.en), and no single row prevails\(clause.en)",
          ja: "\(first.ja)と同じキーで、採る行が1つに決まりません\(clause.ja)"),
        remarks: [
          Remark(
            .rule,
            Text(
              en: "a tie between different rows, or a missing \(deciding), "
                + "is never resolved silently",
              ja: "内容の異なる行が同順位のとき、または\(deciding)がないときは、勝手に選びません"))
        ])
    }
    return Words(
      headline: Text(
        en: "the key of \(schema.name) (\(keyEn)) is repeated",
        ja: "\(schema.name)のキー(\(keyJa))が重複しています"),
      label: Text(
        en: "same key as \(first.en)\(clause.en)", ja: "\(first.ja)と同じキーです\(clause.ja)"),
      remarks: [
        Remark(
          .rule,
          Text(
            en: "each key stands once, unless the table says with 'repeated' which row counts",
            ja: "キーは1度だけ現れます。重複時にどの行を採るかは表の「重複」で定めます"))
      ])
  }

  /// The row whose key is repeated; with its file, if that is another one.
  private func first(of spot: RowSpot) -> Text {
    guard let first = spot.first else { return Text(en: "another row", ja: "別の行") }
    let line = Text(en: "line \(first.line)", ja: "\(first.line)行目")
    guard first.file != spot.file else { return line }
    let name = fileNames[first.file]
    return Text(en: "\(line.en) of \(name)", ja: "\(name)の\(line.ja)")
  }

  /// What a cell of the column should be.
  private func wanted(_ column: ColumnSchema) -> Text {
    switch column.type {
    case .date: Text(en: "a date", ja: "日付")
    case .decimal: Text(en: "a number", ja: "数")
    case .oneOf: Text(en: "one of the declared codes", ja: "定められたコード")
    case .code: Text(en: "a code", ja: "コード")
    case .text: Text(en: "text", ja: "文字列")
    }
  }

  private func hints(_ column: ColumnSchema) -> [Remark] {
    switch column.type {
    case .date:
      [
        Remark(
          .rule,
          Text(
            en: "dates are written as 2025-04-01, 2025/4/1, 20250401, R7.4.1 or 令和7年4月1日; "
              + "there is no year 0 and no 30 February",
            ja: "日付は 2025-04-01、2025/4/1、20250401、R7.4.1、令和7年4月1日 のいずれか。"
              + "0年や2月30日はありません"))
      ]
    case .decimal:
      [
        Remark(
          .rule,
          Text(
            en: "numbers are digits, half or full width, with at most one decimal point, thousands "
              + "commas in groups of three, and a unit only if the table declares it",
            ja: "数は数字(全角も可)と小数点1つまで。桁区切りは3桁ごと、単位は表で定めたものだけ"))
      ]
    case .oneOf(let codes):
      [
        Remark(
          .rule,
          Text(
            en: "declared codes: \(codes.map(\.name).joined(separator: ", "))",
            ja: "定められたコード: \(codes.map(\.name).joined(separator: "、"))"))
      ]
    case .code, .text: []
    }
  }
}

extension RowRule {
  /// The diagnostic code of the rule.
  public var code: String {
    switch self {
    case .fieldCount: "D208"
    case .longCell: "D209"
    case .outOfRange: "D210"
    case .badValue: "D211"
    case .missingValue: "D212"
    case .orphan: "D213"
    case .repeatedKey, .identicalRow, .superseded: "D214"
    case .undecidedKey: "D215"
    }
  }
}
