import Diagnostics

extension LanguageError.Problem {
  /// Messages about headers, labels and rows.
  func structureMessage(_ tongue: Tongue) -> Message {
    switch self {
    case .unknownBlock(let word, let suggestion):
      Message(
        .both("'\(word)' does not open a block", "「\(word)」で始まるブロックはありません"),
        label: .both("a line at column 0 opens a block", "字下げのない行はブロックの見出しです"),
        suggestion.map { didYouMean($0[tongue]) }
          ?? .note(
            "blocks: " + BlockWord.allCases.map { $0[tongue] }.joined(separator: ", "),
            "ブロック: " + BlockWord.allCases.map { $0[tongue] }.joined(separator: "、")))
    case .unknownLabel(let word, let block, let suggestion, let elsewhere):
      Message(
        .both(
          "'\(word)' is not a label of '\(block[tongue])'",
          "「\(word)」は「\(block[tongue])」の項目ではありません"),
        label: .both("unknown label", "この項目は使えません"),
        labelRemark(block, suggestion, elsewhere, tongue))
    case .headerWithout(let part, let block):
      headerMessage(part, block, tongue)
    case .headerRest(let block):
      Message(
        .both(
          "the rest of the header of '\(block[tongue])' cannot be read",
          "「\(block[tongue])」の見出しの残りを読めません"),
        label: .both("neither a title nor a clause", "題名でも根拠でもありません"),
        .rule(
          "a header is a keyword, a name, then if wanted a quoted title and a clause",
          "見出しは、語、名前、必要なら引用符で囲んだ題名と根拠、の順に書きます"))
    case .citation:
      Message(
        .both("the clause cannot be read", "根拠を読めません"),
        label: .both("not a clause", "条項の形ではありません"),
        .help(
          tongue == .en
            ? "per Art. 5(3), per Art. 5(3)(2), per Art. 5 item 2, per Annex 3, per Variation 1, per \"…\""
            : "根拠 第5条第3項、根拠 第5条第3項第2号、根拠 第5条第2号、根拠 別紙3、根拠 変更契約第1号、根拠 「…」"))
    case .bodyWithoutHeader:
      Message(
        .both("the line stands in no block", "この行はどのブロックにも属していません"),
        label: .both("no header above", "上に見出しがありません"),
        .rule(
          "an indented line belongs to the header above it",
          "字下げした行は、その上の見出しに属します"))
    case .emptyValue(let label):
      Message(
        .both("'\(label)' has no value", "「\(label)」に値がありません"),
        label: .both("a value is expected behind the label", "項目の後に値を書きます"),
        .rule(
          "a line is a label, two or more spaces, and a value",
          "行は、項目、空白2字以上、値の順に書きます"))
    default:
      Message(
        .both("the row is not complete", "行が完結していません"),
        label: .both("a pattern and a result are expected", "条件と結果を書きます"),
        .rule(
          "a row is one pattern or more, '\(ValueWord.grade[tongue]) NAME', '\(ValueWord.linear[tongue])' or '\(ValueWord.eachUnit[tongue])' if wanted, and one result",
          "行は、一つ以上の条件、必要なら「\(ValueWord.grade[tongue]) 名前」・「\(ValueWord.linear[tongue])」・「\(ValueWord.eachUnit[tongue])」、一つの結果の順に書きます"
        ))
    }
  }

  private func didYouMean(_ word: String) -> Remark {
    .help("did you mean '\(word)'?", "「\(word)」ではありませんか")
  }

  private func labelRemark(
    _ block: BlockWord, _ suggestion: LabelWord?, _ elsewhere: LabelWord?, _ tongue: Tongue
  ) -> Remark {
    if let suggestion {
      return didYouMean(suggestion[tongue])
    }
    if let elsewhere {
      let english = elsewhere.blocks.map { "'\($0[tongue])'" }.joined(separator: ", ")
      let japanese = elsewhere.blocks.map { "「\($0[tongue])」" }.joined(separator: "、")
      return .note(
        "'\(elsewhere[tongue])' is a label of \(english)",
        "「\(elsewhere[tongue])」は\(japanese)の項目です")
    }
    let labels = LabelWord.allCases.filter { $0.blocks.contains(block) }
    return .note(
      "labels of '\(block[tongue])': " + labels.map { $0[tongue] }.joined(separator: ", "),
      "「\(block[tongue])」の項目: " + labels.map { $0[tongue] }.joined(separator: "、"))
  }

  private func headerMessage(
    _ part: LanguageError.HeaderPart, _ block: BlockWord, _ tongue: Tongue
  ) -> Message {
    switch part {
    case .name:
      Message(
        .both("'\(block[tongue])' has no name", "「\(block[tongue])」に名前がありません"),
        label: .both("a name is expected behind this word", "この語の後に名前を書きます"),
        .rule(
          "a name is one word that begins with a letter",
          "名前は、文字で始まる一語です(数字から始めることはできません)"))
    case .number:
      Message(
        .both("'\(block[tongue])' has no number", "「\(block[tongue])」に番号がありません"),
        label: .both("a number is expected behind this word", "この語の後に番号を書きます"),
        .help("\(block[tongue]) 1"))
    case .title:
      Message(
        .both("'\(block[tongue])' has no title", "「\(block[tongue])」に題名がありません"),
        label: .both(
          "a quoted title is expected behind this word",
          "この語の後に題名を引用符で囲んで書きます"),
        .help(block[tongue] + (tongue == .en ? " \"…\"" : " 「…」")))
    }
  }
}
