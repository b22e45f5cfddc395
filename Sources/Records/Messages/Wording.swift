import Diagnostics

/// Phrases that several messages share.
enum Wording {
  /// The most lines that one message lists.
  static let maxLines = 100

  /// "(Art. 3(2))", with what comes before it; nothing if no clause is cited.
  static func clause(_ schema: TableSchema) -> Text {
    Text(
      en: schema.clause.en.isEmpty ? "" : " (\(schema.clause.en))",
      ja: schema.clause.ja.isEmpty ? "" : "(\(schema.clause.ja))")
  }

  /// How many rows fail a rule, and on which lines the others are; `nil` if it is only one.
  ///
  /// - Parameters:
  ///   - lines: the lines shown, at most ``maxLines``, the first being the one pointed at.
  ///   - total: how many there are.
  static func others(_ lines: [Int], total: Int) -> Remark? {
    guard total > 1 else { return nil }
    let rest = Array(lines.dropFirst().prefix(maxLines - 1))
    let rows = Text(en: "\(total) rows fail this rule; ", ja: "この規則に反する行は\(total)行です。")
    if rest.count == total - 1 {
      if rest.count == 1 {
        return Remark(
          .note,
          Text(
            en: rows.en + "the other is at line \(rest[0])",
            ja: rows.ja + "ほかの1行は\(rest[0])行目にあります"))
      }
      if rest.count <= 12 {
        return Remark(
          .note,
          Text(
            en: rows.en + "the other \(word(rest.count)) are at lines \(list(rest, " and "))",
            ja: rows.ja + "ほかの\(rest.count)行は\(list(rest, "、", "、"))行目にあります"))
      }
    }
    let isAll = rest.count == total - 1
    var texts = [
      Text(
        en: rows.en + (isAll ? "the others are at lines" : "the next \(rest.count) are at lines"),
        ja: rows.ja + (isAll ? "ほかの行:" : "続く\(rest.count)行:"))
    ]
    var start = 0
    while start < rest.count {
      let part = rest[start..<min(start + 12, rest.count)].map(String.init)
      let isLast = start + 12 >= rest.count
      texts.append(
        Text(
          en: part.joined(separator: ", ") + (isLast ? "" : ","),
          ja: part.joined(separator: "、") + (isLast ? "" : "、")))
      start += 12
    }
    return Remark(kind: .note, lines: texts)
  }

  /// That a value is not shown, and how to see it.
  static let notShown = Remark(
    .note,
    Text(
      en: "the value itself is not shown; "
        + "`pfs data … --reveal FILE` writes it to a file that only you can read",
      ja: "値そのものは表示しません。"
        + "`pfs data … --reveal FILE` で、実行した人だけが読めるファイルに書き出せます"))

  /// Names in quotes, with commas.
  static func names(_ names: [String]) -> Text {
    Text(
      en: names.map { "'\($0)'" }.joined(separator: ", "),
      ja: names.map { "「\($0)」" }.joined())
  }

  private static func list(_ lines: [Int], _ last: String, _ comma: String = ", ") -> String {
    let texts = lines.map(String.init)
    guard let final = texts.last, texts.count > 1 else { return texts.first ?? "" }
    return texts.dropLast().joined(separator: comma) + last + final
  }

  private static func word(_ count: Int) -> String {
    let words = ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
    return count >= 2 && count <= 10 ? words[count - 2] : String(count)
  }
}
