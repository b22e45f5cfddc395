import PFS

/// The words that the argument parser writes around help and usage errors, in the language of help.
enum LibraryWords {
  /// The text as the parser composed it, with the parser's own words in `tongue`.
  ///
  /// Completion scripts are for shells and stay as they are.
  static func text(_ text: String, in tongue: Tongue) -> String {
    let isScript = CommandLine.arguments.contains { $0.hasPrefix("--generate-completion-script") }
    guard tongue == .ja, !isScript else { return text }
    return sentences(usageError(headings(text)))
  }

  private static func headings(_ text: String) -> String {
    let words = [
      "OVERVIEW:": "概要:", "USAGE:": "使い方:", "ARGUMENTS:": "引数:", "OPTIONS:": "オプション:",
      "SUBCOMMANDS:": "サブコマンド:", "Error:": "エラー:", "Help: ": "説明:", "Usage:": "使い方:",
    ]
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      guard let head = words.first(where: { line.hasPrefix($0.key) }) else { return String(line) }
      return head.value + line.dropFirst(head.key.count)
    }
    return lines.joined(separator: "\n")
  }

  private static func usageError(_ text: String) -> String {
    text
      .replacing(/エラー: Unexpected argument '(.*)'/) { "エラー: 余分な引数「\($0.output.1)」があります" }
      .replacing(/エラー: \d+ unexpected arguments: (.*)/) { "エラー: 余分な引数 \($0.output.1) があります" }
      .replacing(/エラー: Missing expected argument '(.*)'/) {
        "エラー: 引数「\($0.output.1)」がありません"
      }
      .replacing(/エラー: Missing value for '(.*)'/) { "エラー: 「\($0.output.1)」に値がありません" }
      .replacing(/エラー: Unknown option '(.*?)'\. Did you mean '(.*?)'\?/) {
        "エラー: オプション「\($0.output.1)」はありません(「\($0.output.2)」のことですか)"
      }
      .replacing(/エラー: Unknown option '(.*)'/) { "エラー: オプション「\($0.output.1)」はありません" }
      .replacing(/エラー: The value '(.*)' is invalid for '(.*?)'/) {
        "エラー: 「\($0.output.2)」に「\($0.output.1)」は指定できません"
      }
      .replacing(/\. Please provide one of (.*)\./) {
        "(使えるのは \($0.output.1.replacing(#/,? (?:and|or) /#, with: "、").replacing(", ", with: "、")))"
      }
      .replacing(/エラー: The option '(.*)' does not take any value, but '(.*)' was specified\./) {
        "エラー: 「\($0.output.1)」は値をとりません(「\($0.output.2)」が与えられました)"
      }
  }

  private static func sentences(_ text: String) -> String {
    text
      .replacing("Show the version.", with: "バージョンを表示します。")
      .replacing("Show help information.", with: "この説明を表示します。")
      .replacing("Show subcommand help information.", with: "サブコマンドの説明を表示します。")
      .replacing(/See '(.*)' for (?:more information|detailed help)\./) {
        "詳しくは「\($0.output.1)」。"
      }
      .replacing("(values:", with: "(選択肢:")
      .replacing("(default:", with: "(既定:")
      .replacing(/;(\s+)default:/) { ";\($0.output.1)既定:" }
  }
}
