import Diagnostics
import Records

extension TerminalReport {
  /// The account of all rows read: used, left out by reason, and values that count as missing.
  public func quality(_ data: DataSet) -> String {
    var lines: [String] = []
    for (place, table) in data.tables.enumerated() {
      if place > 0 { lines.append("") }
      lines += table.files.map { part in
        let file = data.files.first { $0.name.utf8.elementsEqual(part.name.utf8) }
        return SafeText.visible("\(table.schema.name): \(part.name)" + (file.map(words) ?? ""))
      }
      lines += account(table)
    }
    return joined(lines)
  }

  private func words(_ file: InputFile) -> String {
    let declared = file.isEncodingDeclared ? tongue("declared", "指定") : tongue("detected", "判定")
    return ", \(grouped(file.bytes)) " + tongue("bytes, ", "バイト、")
      + "\(file.encoding.rawValue) (\(declared)), sha256 " + file.sha256.prefix(12) + "…"
  }

  private func account(_ table: Table) -> [String] {
    let account = table.account
    func column(_ index: Int) -> String {
      table.schema.columns.indices.contains(index) ? table.schema.columns[index].name : ""
    }
    var out = TextTable([.left, .right, .left])
    out.add(tongue("rows read", "読込行数"), grouped(account.read), "")
    out.add(tongue("used", "使用"), grouped(account.used), "")
    for item in account.rejected {
      out.add(
        tongue("left out", "除外"), grouped(item.count),
        item.rule.text[tongue] + ": "
          + column(item.column))
    }
    for item in account.orphans {
      out.add(
        tongue("left out", "除外"), grouped(item.count),
        RowRule.orphan.text[tongue] + ": " + column(item.column))
    }
    if account.repeatedIdentical > 0 {
      out.add(
        tongue("left out", "除外"), grouped(account.repeatedIdentical),
        RowRule.identicalRow.text[tongue])
    }
    if account.superseded > 0 {
      out.add(
        tongue("left out", "除外"), grouped(account.superseded), RowRule.superseded.text[tongue])
    }
    func cells(_ counts: [RowAccount.CellCount], _ en: String, _ ja: String) {
      for item in counts where item.count > 0 {
        out.add(
          tongue("counted as missing", "欠測扱い"), grouped(item.count),
          tongue(en, ja) + ": " + column(item.column))
      }
    }
    cells(account.outOfRangeMissing, "out of range", "範囲外")
    cells(account.badValueMissing, "cannot be read", "読み取れない値")
    cells(account.orphanMissing, "refers to nobody", "参照先なし")
    for item in account.eraOverruns where item.count > 0 {
      out.add(
        tongue("warning", "警告"), grouped(item.count),
        tongue("date outside its era: ", "元号の期間外の日付: ") + column(item.column))
    }
    return out.lines()
  }
}

extension RowRule {
  /// The rule in words.
  public var text: Text {
    switch self {
    case .missingValue: Text(en: "a required value is missing", ja: "必須の値がない")
    case .badValue: Text(en: "cannot be read", ja: "読み取れない値")
    case .outOfRange: Text(en: "out of range", ja: "範囲外")
    case .orphan: Text(en: "refers to nobody", ja: "参照先なし")
    case .identicalRow: Text(en: "identical to a used row", ja: "使用した行と同一")
    case .superseded: Text(en: "another row with the same key prevails", ja: "同一キーの他の行を採用")
    case .repeatedKey: Text(en: "repeated key", ja: "キーの重複")
    case .undecidedKey: Text(en: "undecided between rows of one key", ja: "同一キーの採否が定まらない")
    case .fieldCount: Text(en: "another number of fields", ja: "項目数の相違")
    case .longCell: Text(en: "a cell is too long", ja: "長すぎる値")
    }
  }
}
