import Diagnostics

extension LanguageError.Problem {
  /// Messages about characters, words and punctuation.
  func wordMessage(_ tongue: Tongue) -> Message {
    switch self {
    case .openText(let closing):
      Message(
        .both("the quoted text is not closed", "引用符が閉じられていません"),
        label: .both("'\(closing)' is missing", "「\(closing)」がありません"),
        .rule("a quoted text ends on its own line", "引用符で囲んだ文字列は、その行の中で閉じます"))
    case .character(let scalar):
      characterMessage(scalar, tongue)
    case .runTogether(let word, let split):
      runTogetherMessage(word, split, tongue)
    case .otherSpelling(let word, let written, let isInYen):
      Message(
        .both("'\(word)' is not written so in a contract", "「\(word)」はこの書き方では読めません"),
        label: .both("the language writes this otherwise", "書き方が異なります"),
        .rule(
          "an amount is written out in figures, and each phrase in one way",
          "金額は省略せずに数字で書き、句の書き方は一通りです"),
        isInYen
          ? .help("write it in yen: \(written)", "円で書いてください: \(written)")
          : .help("write: \(written)", "次のように書いてください: \(written)"))
    case .commaWithoutSpace:
      Message(
        .both("a comma in a list is not followed by a space", "列挙のコンマの後に空白がありません"),
        label: .both("a space is missing", "空白がありません"),
        .rule(
          "a comma between digits belongs to one number, so a list comma needs a space",
          "数字の間のコンマは桁区切りと読むため、列挙のコンマの後には空白を置きます"),
        .fix("write ', '", "「, 」と書きます"))
    case .commaWithoutItem:
      Message(
        .both("a comma has nothing to separate", "読点で区切るものがありません"),
        label: .both("an item is missing here", "ここに語がありません"),
        .rule(
          "a comma stands between two items of a list", "読点は、列挙する二つのものの間に置きます"))
    case .parenthesis(.notClosed):
      Message(
        .both("a parenthesis is not closed", "括弧が閉じられていません"),
        label: .both("opened here", "ここで開いています"))
    case .parenthesis(.notOpened):
      Message(
        .both("a parenthesis is closed that was not opened", "開いていない括弧が閉じられています"),
        label: .both("nothing to close", "対応する括弧がありません"))
    default:
      Message(
        .both(
          "more than \(Limits.nesting) parentheses are open",
          "括弧が\(Limits.nesting)重を超えています"),
        label: .both("one too many", "ここで限度を超えます"))
    }
  }

  private func runTogetherMessage(
    _ word: String, _ split: String?, _ tongue: Tongue
  ) -> Message {
    var message = Message(
      .both("'\(word)' cannot be read as one word", "「\(word)」は一語として読めません"),
      label: .both("nothing separates the words", "語の区切りがありません"),
      .rule(
        "names, numbers and words are separated by a blank or a sign; nothing is guessed",
        "名前・数・語の間には空白か記号を置きます(助詞や送り仮名から推測しません)"))
    if let split {
      message.remarks.append(.fix(split, split))
    } else if let first = word.unicodeScalars.first, Characters.isDigit(first) {
      let label = LabelWord.units[tongue]
      message.remarks.append(
        .help(
          "a unit of the contract's own is declared in the line '\(label)'",
          "契約独自の単位は「\(label)」の行で宣言します"))
    }
    return message
  }

  private func characterMessage(_ scalar: Unicode.Scalar, _ tongue: Tongue) -> Message {
    let isShown =
      scalar.value > 0x20 && scalar.properties.generalCategory != .control
      && scalar.properties.generalCategory != .format
      && scalar.properties.generalCategory != .unassigned
    let number = String(scalar.value, radix: 16, uppercase: true)
    let code = "U+" + String(repeating: "0", count: max(0, 4 - number.count)) + number
    let shown = isShown ? String(scalar) : code
    var message = Message(
      .both(
        "'\(shown)' has no meaning in a contract",
        "「\(shown)」は契約の記述に使えない文字です"),
      label: .both("not allowed outside a quoted text", "引用符の外では使えません"))
    switch scalar {
    case "<", ">", "≤", "≥", "≦", "≧", "＜", "＞":
      message.remarks.append(
        tongue == .en
          ? .help(
            "write 'at least', 'at most', 'below' or 'above'",
            "「at least」「at most」「below」「above」を使います")
          : .help("write 以上, 以下, 未満 or 超", "以上、以下、未満、超を使います"))
    case "“", "”", "„", "『", "』", "｢", "｣", "'", "’", "‘", "」":
      message.remarks.append(
        .help("write \"…\" or 「…」 around a text", "文字列は「…」または \"…\" で囲みます"))
    default: break
    }
    return message
  }
}
