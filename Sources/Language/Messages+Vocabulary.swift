import Diagnostics

extension LanguageError.Problem {
  /// Messages about the vocabulary and translation.
  var vocabularyMessage: Message {
    switch self {
    case .vocabularyLine:
      Message(
        .both("the line is not a pair", "行が対になっていません"),
        label: .both(
          "an English and a Japanese name or text are expected",
          "英語と日本語の名前または文字列を並べます"),
        .rule(
          "a line of a vocabulary is the English name and the Japanese name, or the two texts in quotation marks",
          "語彙の行は、英語の名前と日本語の名前、または引用符で囲んだ二つの文字列です"))
    case .vocabularyWord(let word):
      Message(
        .both("'\(word)' cannot be a name", "「\(word)」は名前になりません"),
        label: .both("not a name", "名前の形ではありません"),
        .rule(
          "a name is one word that begins with a letter",
          "名前は、文字で始まる一語です(数字から始めることはできません)"))
    case .vocabularyConflict(let word, let earlier):
      Message(
        .both(
          "'\(word)' has already been paired with '\(earlier)'",
          "「\(word)」はすでに「\(earlier)」と対になっています"),
        label: .both("paired a second time", "二度目の対です"),
        .rule("each name and text has exactly one pair", "名前と文字列の対は一つずつです"))
    case .missingPair(let word, let isText, let tongue):
      missingPairMessage(word, isText, tongue)
    default:
      translationMessage
    }
  }

  private func missingPairMessage(_ word: String, _ isText: Bool, _ tongue: Tongue) -> Message {
    let what = isText ? "the text \"\(word)\"" : "'\(word)'"
    return Message(
      .both(
        "the vocabulary has no \(tongue == .en ? "English" : "Japanese") for \(what)",
        "語彙に「\(word)」の\(tongue == .en ? "英語" : "日本語")がありません"),
      label: .both("used here", "ここで使っています"),
      .help("add a line to the vocabulary", "語彙に一行を加えてください"))
  }

  private var translationMessage: Message {
    guard case .translationDiffers(let line) = self else { return Message(.none) }
    return Message(
      .both(
        "the translation of the line would not be read back as the same",
        "この行の訳は、読み直すと同じ意味になりません"),
      label: .both("becomes '\(line)'", "「\(line)」となります"),
      .rule(
        "a name of the vocabulary may not be a keyword of its language where it is used",
        "語彙の名前は、使われる場所でその言語の語と同じにはできません"))
  }
}
