import Diagnostics
import Language
import Settlement

/// The words of the language for readers and editors, made from the keyword table of the code.
public enum WordTable {
  /// The words as tables in Markdown, with headings in one of the two languages.
  public static func markdown(_ tongue: Tongue) -> String {
    func words(_ en: String, _ ja: String) -> String { tongue == .en ? en : ja }
    let head = "| English | 日本語 |"
    var lines = [words("**Blocks**", "**欄**"), "", head, "|---|---|"]
    lines += BlockWord.allCases.map { "| `\($0.english)` | `\($0.japanese)` |" }
    lines += [
      "", words("**Labels**, with the blocks in which they begin a line", "**行の見出し**と、それを書ける欄"), "",
      head + words(" in |", " 欄 |"), "|---|---|---|",
    ]
    lines += LabelWord.allCases.map { word in
      let blocks = word.blocks.map { $0[tongue] }.joined(separator: words(", ", "、"))
      return "| `\(word.english)` | `\(word.japanese)` | \(blocks) |"
    }
    lines += ["", words("**Words in values**", "**値の中の語**"), "", head, "|---|---|"]
    lines += ValueWord.allCases.map { "| `\($0.english)` | `\($0.japanese)` |" }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The TextMate grammar of contract text.
  public static var grammar: String {
    let end = #"(?=[\s\x{3000}]|$)"#
    func alternatives(_ words: [String]) -> String {
      // The longest first, as the reader takes them.
      Set(words).sorted {
        ($1.unicodeScalars.count, $0) < ($0.unicodeScalars.count, $1)
      }.map { $0.replacing(".", with: #"\."#) }.joined(separator: "|")
    }
    func pattern(_ name: String, _ match: String) -> JSONValue {
      .object([.init("name", .string(name)), .init("match", .string(match))])
    }
    func quoted(_ begin: String, _ end: String) -> JSONValue {
      pattern("string.quoted.double.pfs", "\(begin)[^\(end)]*(\(end)|$)")
    }
    let blocks = alternatives(BlockWord.allCases.flatMap { [$0.english, $0.japanese] })
    let labels = alternatives(LabelWord.allCases.flatMap { [$0.english, $0.japanese] })
    let values = alternatives(ValueWord.allCases.flatMap { [$0.english, $0.japanese] })
    let phrases = alternatives(
      Comparison.allCases.flatMap { [$0.english] } + DateComparison.allCases.map(\.english)
        + Direction.allCases.map(\.english))
    let letter = #"[\p{L}\p{N}_\-]"#
    let patterns: [JSONValue] = [
      pattern("comment.line.number-sign.pfs", "[#＃].*$"),
      pattern("keyword.control.language.pfs", #"^(language[\s]+en|言語[\s\x{3000}]+ja)"# + end),
      quoted("\"", "\""), quoted("「", "」"),
      .object([
        .init("match", .string("^(\(blocks))" + #"[\s\x{3000}]+([^\s\x{3000}"「]+)?"#)),
        .init(
          "captures",
          .object([
            .init("1", .object([.init("name", .string("keyword.control.block.pfs"))])),
            .init("2", .object([.init("name", .string("entity.name.section.pfs"))])),
          ])),
      ]),
      pattern("keyword.other.label.pfs", #"(?<=^ {2}|^\x{3000})"# + "(\(labels))" + end),
      pattern("storage.modifier.clause.pfs", #"(?<=[\s\x{3000}])(per|根拠)"# + end),
      pattern(
        "keyword.operator.word.pfs", "(?<!\(letter))(\(values)|\(phrases))(?!\(letter))"),
      pattern(
        "constant.numeric.pfs",
        #"(?<![\p{L}_])[-−]?[0-9０-９][0-9０-９,，]*([.．][0-9０-９]+)?"#),
      pattern("keyword.operator.pfs", "[+−×÷=≠]"),
    ]
    return JSONText.indented(
      .object([
        .init("name", .string("pfs")), .init("scopeName", .string("source.pfs")),
        .init("fileTypes", .array([.string("pfs")])), .init("patterns", .array(patterns)),
      ]))
  }

  /// The TextMate grammar that colours `pfs` fences of Markdown.
  public static var markdownGrammar: String {
    JSONText.indented(
      .object([
        .init("name", .string("pfs in Markdown")),
        .init("scopeName", .string("markdown.pfs.codeblock")),
        .init("injectionSelector", .string("L:text.html.markdown")),
        .init("fileTypes", .array([])),
        .init(
          "patterns",
          .array([
            .object([
              .init("begin", .string(#"^(`{3,}|~{3,})\s*pfs(?=\s|$).*$"#)),
              .init("end", .string(#"^\1[`~]*\s*$"#)),
              .init("name", .string("markup.fenced_code.block.markdown")),
              .init("contentName", .string("meta.embedded.block.pfs")),
              .init("patterns", .array([.object([.init("include", .string("source.pfs"))])])),
            ])
          ])),
      ]))
  }
}

/// JSON for people: one member a line, in the order given.
private enum JSONText {
  static func indented(_ value: JSONValue) -> String { text(value, "") + "\n" }

  private static func text(_ value: JSONValue, _ indent: String) -> String {
    let inner = indent + "  "
    switch value {
    case .array(let items) where !items.isEmpty:
      let lines = items.map { inner + text($0, inner) }
      return "[\n" + lines.joined(separator: ",\n") + "\n\(indent)]"
    case .object(let members) where !members.isEmpty:
      let lines = members.map { member in
        inner + text(.string(member.name), "") + ": " + text(member.value, inner)
      }
      return "{\n" + lines.joined(separator: ",\n") + "\n\(indent)}"
    default: return String(decoding: value.canonicalBytes, as: UTF8.self)
    }
  }
}
