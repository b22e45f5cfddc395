import Diagnostics

extension LanguageError.Problem {
  /// Messages about the file as a whole and its layout.
  var fileMessage: Message {
    switch self {
    case .languageLine:
      Message(
        .both("the first line must state the language", "最初の行に言語の指定がありません"),
        label: .both(
          "'language en' or '言語 ja' is expected",
          "「language en」または「言語 ja」を書きます"),
        .rule(
          "a contract begins with 'language en' or '言語 ja'; the language is never guessed",
          "契約の最初の行は「language en」または「言語 ja」です(本文から言語を推測しません)"))
    case .otherLanguage(let body):
      Message(
        .both(
          "the first line does not name the language of the text", "最初の行の言語が本文の言語と異なります"),
        label: body == .ja
          ? .both("the text is Japanese: '言語 ja'", "本文は日本語です。「言語 ja」と書きます")
          : .both("the text is English: 'language en'", "本文は英語です。「language en」と書きます"),
        .rule(
          "a contract is in one language, which its first line names",
          "契約は一つの言語で書き、最初の行にその言語を示します"))
    case .invalidUTF8:
      Message(
        .both("the file is not UTF-8 text", "ファイルがUTF-8の文字列ではありません"),
        label: .both("this byte cannot be read", "このバイトを読めません"),
        .help(
          "save the file as UTF-8 (a Windows program may have saved it as CP932)",
          "UTF-8で保存し直してください(WindowsのプログラムがCP932で保存した可能性があります)"))
    case .tabIndentation:
      Message(
        .both("the line is indented with a tab", "行がタブで字下げされています"),
        label: .both("a tab", "タブがあります"),
        .rule("body lines are indented by two spaces", "ブロックの中の行は空白2字で字下げします"),
        .fix("replace the tab by two spaces", "タブを空白2字に置き換えます"))
    case .notComposed(let composed):
      Message(
        .both("the line holds characters that are not composed", "合成されていない文字があります"),
        label: .both("to be written as '\(composed)'", "「\(composed)」と一文字で書きます"),
        .rule(
          "contract text outside quotation marks is in Unicode normalisation form C",
          "引用符の外の本文はUnicodeの正規化形式C(NFC)で書きます"),
        .fix("pfs format FILE", "pfs format ファイル名"))
    case .indentation(let columns):
      Message(
        .both(
          "the line is indented by \(columns) column\(columns == 1 ? "" : "s")",
          "字下げが\(columns)桁になっています"),
        label: .both("two spaces are expected", "空白2字にします"),
        .rule(
          "a header begins at column 0, the lines of its block are indented by two spaces",
          "見出しの行は字下げせず、ブロックの中の行は空白2字で字下げします"))
    case .lineTooLong:
      Message(
        .both(
          "the line is longer than 65,536 bytes", "行が65,536バイトを超えています"),
        label: .both("this line", "この行です"),
        .help("divide the line", "行を分けてください"))
    case .noFence:
      Message(
        .both("the file holds no contract text", "ファイルに契約の本文がありません"),
        label: .both("a block '```pfs' is expected", "「```pfs」のブロックが必要です"),
        .rule(
          "in a Markdown file the contract text stands in blocks between '```pfs' and '```'",
          "Markdownのファイルでは、契約の本文を「```pfs」と「```」の間に書きます"))
    case .openFence:
      Message(
        .both("the block of contract text is not closed", "契約の本文のブロックが閉じられていません"),
        label: .both("opened here", "ここで始まっています"),
        .help("write '```' on a line of its own below it", "本文の下に「```」だけの行を書いてください"))
    case .indentedFence:
      Message(
        .both("the block of contract text is indented", "契約の本文のブロックが字下げされています"),
        label: .both("this block would not be read", "このブロックは読まれません"),
        .rule(
          "'```pfs' stands at the beginning of a line, not in a list or a quotation",
          "「```pfs」は行の先頭に書きます(箇条書きや引用の中には書けません)"))
    default:
      Message(
        .both(
          "the file has more than 100,000 lines", "ファイルが100,000行を超えています"),
        label: .both("not read from here on", "ここから先は読んでいません"),
        .help("divide the contract", "契約を分けてください"))
    }
  }
}
