import Diagnostics

extension LanguageError.Problem {
  /// Messages about numbers, dates and phrases.
  var phraseMessage: Message {
    switch self {
    case .grouping(let text, let grouped):
      Message(
        .both(
          "the commas of '\(text)' do not separate thousands",
          "「\(text)」の桁区切りが正しくありません"),
        label: .both("groups of three digits are expected", "3桁ごとに区切ります"),
        .rule(
          "commas in a number separate groups of exactly three digits; a list comma is followed by a space",
          "数の中のコンマは3桁ごとに置きます(列挙には読点を使います)"),
        .help("'\(grouped)' if it is one number", "一つの数なら \(grouped)"))
    case .numberForm(let text):
      Message(
        .both("'\(text)' is not a complete number", "「\(text)」は数として完結していません"),
        label: .both("digits are missing", "数字が足りません"),
        .rule("digits stand on both sides of the point", "小数点の前後には数字を置きます"))
    case .tooManyDigits:
      Message(
        .both(
          "a number has more than \(Numeral.digitLimit) digits",
          "数が\(Numeral.digitLimit)桁を超えています"),
        label: .both("too long", "長すぎます"))
    case .impossibleDate(let text):
      Message(
        .both("'\(text)' is not a date", "「\(text)」は日付ではありません"),
        label: .both("no such day", "この日は存在しません"),
        .rule(
          "a date is written 2024-04-01 in English and 2024年4月1日 in Japanese",
          "日付は、日本語では2024年4月1日、英語では2024-04-01と書きます"))
    case .incompletePhrase(let word, let form):
      Message(
        .both(
          "the phrase that '\(word)' begins is not complete",
          "「\(word)」で始まる句が完結していません"),
        label: .both("not complete", "続きがありません"),
        .help("forms: \(form)", "形: \(form)"))
    case .differingUnits(let first, let second):
      Message(
        .both("the two figures have different units", "二つの数の単位が異なります"),
        label: .both("\(first) and \(second)", "\(first)と\(second)です"),
        .rule(
          "both ends of an interval have the same unit, written once behind the second",
          "区間の両端は同じ単位で、単位は後の数に一度だけ書きます"))
    default:
      detachedMessage
    }
  }

  private var detachedMessage: Message {
    guard case .detached(let word) = self else { return Message(.none) }
    return Message(
      .both(
        "'\(word)' must be attached to what stands before it",
        "「\(word)」は前の語に続けて書きます"),
      label: .both("stands alone", "離れています"),
      .rule(
        "a Japanese phrase is one word: 65歳以上, 登録日時点, 検収から30日",
        "句は一語として続けて書きます(65歳以上、登録日時点、検収から30日)"))
  }
}
