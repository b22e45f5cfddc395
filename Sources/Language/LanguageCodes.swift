import Diagnostics

/// The codes of this module with what `pfs explain` says about them.
public let languageCodes: [CodeEntry] = [
  CodeEntry(
    "L001", "The first line must state the language", "最初の行に言語の指定がありません",
    """
    A contract text begins with 'language en' or '言語 ja'. Nothing may stand above it, no \
    comment and no blank line: the language decides how every later line is read, and it is \
    never guessed.
    """,
    """
    契約の本文は「language en」または「言語 ja」で始めます。その上に注釈や空行を置くことはできま\
    せん。言語は以後のすべての行の読み方を決めるため、推測しません。
    """),
  CodeEntry(
    "L002", "The file is not UTF-8", "ファイルがUTF-8ではありません",
    """
    Contract texts and vocabularies are UTF-8. A byte-order mark and Windows line ends are \
    accepted; the formatter removes them. Files in CP932 must be converted.
    """,
    """
    契約と語彙はUTF-8で書きます。BOMとWindowsの改行は受け付け、整形のときに取り除きます。CP932の\
    ファイルは変換が必要です。
    """),
  CodeEntry(
    "L003", "Indentation with a tab", "タブによる字下げ",
    """
    Lines of a block are indented by two spaces. A tab has no fixed width, so a reader could not \
    see to which block a line belongs.
    """,
    """
    ブロックの中の行は空白2字で字下げします。タブは幅が定まらず、行がどのブロックに属するかが見\
    た目で分かりません。
    """),
  CodeEntry(
    "L004", "Characters that are not composed", "合成されていない文字",
    """
    Text outside quotation marks is in Unicode normalisation form C, so that two names that look \
    the same are the same. 'pfs format' composes the characters.
    """,
    """
    引用符の外の本文はNFCで書きます。同じに見える名前を同じ名前とするためです。「pfs format」で\
    合成できます。
    """),
  CodeEntry(
    "L005", "Indentation other than two spaces", "空白2字以外の字下げ",
    """
    A header begins at column 0, the lines of its block are indented by two spaces. There is no \
    deeper level.
    """,
    """
    見出しの行は字下げせず、ブロックの中の行は空白2字で字下げします。それより深い段はありません。
    """),
  CodeEntry(
    "L006", "Unknown block", "定められていないブロック",
    """
    A line at column 0 begins with the keyword of a block: contract, table, scale, value, \
    population, indicator, achievement, score, payment, settlement, amendment, scenario, \
    example.
    """,
    """
    字下げのない行は、契約、表、尺度、個人値、集団、指標、達成度、総合評価、支払、精算、変更契約、\
    試算、計算例のいずれかで始めます。
    """),
  CodeEntry(
    "L007", "Unknown label", "定められていない項目",
    """
    Each block has its own labels. The message names the label that was probably meant, or the \
    blocks in which this label may stand.
    """,
    """
    ブロックごとに使える項目が定まっています。近い項目、またはその項目を使えるブロックを示します。
    """),
  CodeEntry(
    "L008", "Header not complete", "見出しの不備",
    """
    A header is a keyword, then a name (payment base_fee), a number (amendment 1) or a quoted \
    title (scenario "…"), then if wanted a quoted title and a clause.
    """,
    """
    見出しは、語の後に名前(支払 基本委託料)、番号(変更契約 1)または題名(試算 「…」)を書き、必要\
    なら題名と根拠を続けます。
    """),
  CodeEntry(
    "L009", "Clause cannot be read", "根拠を読めません",
    """
    A clause is per Art. 5, per Art. 5(3), per Art. 5(3)(2), per Art. 5 item 2, per Annex 3, per \
    Variation 1, or a text in quotation marks.
    """,
    """
    根拠は、第5条、第5条第3項、第5条第3項第2号、第5条第2号、別紙3、変更契約第1号、または引用符で\
    囲んだ文字列です。
    """),
  CodeEntry(
    "L010", "Quoted text not closed", "閉じられていない引用符",
    "A text stands between \"…\" or 「…」, in either language, and ends on its own line.",
    "文字列は \"…\" または「…」で囲み、その行の中で閉じます。どちらの言語でも両方を使えます。"),
  CodeEntry(
    "L011", "Character without meaning", "使えない文字",
    """
    Outside quoted texts a contract holds letters, digits, blanks, comparison words and the \
    signs + − × ÷ = ≠ ( ) , and 、. Full-width forms are accepted.
    """,
    """
    引用符の外で使えるのは、文字、数字、空白、記号 + − × ÷ = ≠ ( ) , 、 です。全角の形も受け付け\
    ます。
    """),
  CodeEntry(
    "L012", "Words run together", "語の区切りがありません",
    """
    Names, numbers and words are separated by a blank or a sign. A fix is offered if there is \
    one way only to split the word into known words. Amounts are written out in figures (9,762,000円, \
    not 976.2万円; 2,100,000 yen, not 2.1 million yen) and phrases in one way (1人当たり, 切捨て), so \
    that a figure is found as it is read; the message says what to write.
    """,
    """
    名前・数・語の間には空白か記号を置きます。知られた語への分け方が一通りのときに限り、修正案を\
    示します。金額は省略せずに数字で書き(976.2万円ではなく9,762,000円)、句の書き方は一通りです\
    (1人当たり、切捨て)。書くべき形はメッセージが示します。
    """),
  CodeEntry(
    "L013", "Thousands separated wrongly", "桁区切りの誤り",
    """
    Commas inside a number separate groups of exactly three digits. 12,00 could be 1,200 or two \
    numbers, so it is refused.
    """,
    "数の中のコンマは3桁ごとに置きます。12,00は1,200とも二つの数とも読めるため、受け付けません。"),
  CodeEntry(
    "L014", "Number not complete or too long", "数の形の誤り",
    """
    A number has digits before its point, and behind it if there is a point, and at most 18 \
    digits.
    """,
    "小数点の前後には数字を置きます。数は18桁までです。"),
  CodeEntry(
    "L015", "No such date", "存在しない日付",
    """
    Dates are written 2024-04-01 in English and 2024年4月1日 in Japanese, and must exist in the \
    calendar.
    """,
    "日付は日本語では2024年4月1日、英語では2024-04-01と書き、暦に存在する日でなければなりません。"),
  CodeEntry(
    "L016", "Phrase not complete", "完結していない句",
    """
    Words such as 'at least', 'from' and 'on or before' begin a phrase, which must be complete. \
    The message lists the forms.
    """,
    "「at least」「from」「on or before」などで始まる句は、最後まで書きます。使える形を示します。"),
  CodeEntry(
    "L017", "Different units in one interval", "区間の単位の不一致",
    """
    Both ends of a step, range or span have the same unit. It is written once, behind the second \
    figure.
    """,
    "区間の両端は同じ単位です。単位は後の数に一度だけ書きます。"),
  CodeEntry(
    "L018", "Part of a phrase stands alone", "離れた接尾の語",
    """
    A Japanese phrase is one word without blanks: 65歳以上, 1円未満切捨て, 登録日時点, 検収から\
    30日.
    """,
    "句は空白を入れずに一語として書きます(65歳以上、1円未満切捨て、登録日時点、検収から30日)。"),
  CodeEntry(
    "L019", "Parentheses do not match", "括弧の不一致",
    "Each parenthesis that is opened is closed in the same line; at most 100 may be open.",
    "開いた括弧は同じ行の中で閉じます。入れ子は100重までです。"),
  CodeEntry(
    "L020", "Text too large", "大きすぎる本文",
    "A line has at most 65,536 bytes and a file at most 100,000 lines.",
    "行は65,536バイトまで、ファイルは100,000行までです。"),
  CodeEntry(
    "L021", "Line in no block", "ブロックに属さない行",
    "An indented line belongs to the header above it; here there is none.",
    "字下げした行は上の見出しに属しますが、見出しがありません。"),
  CodeEntry(
    "L022", "Label without value", "値のない項目",
    "A line is a label, two or more spaces, and a value.",
    "行は、項目、空白2字以上、値の順に書きます。"),
  CodeEntry(
    "L023", "Row not complete", "完結していない行",
    """
    A row of an achievement or a scale is one pattern or more, separated by commas, 'grade NAME', \
    'linear' or 'each' if wanted, and one result.
    """,
    "達成度と尺度の行は、読点で区切った一つ以上の条件、必要なら「評定 名前」・「直線補間」・「順位単価」、一つの結果です。"),
  CodeEntry(
    "L024", "Comma without a space", "空白のないコンマ",
    """
    In English a list comma is followed by a space, because 1,234 is one number. In Japanese a \
    list is separated by 、.
    """,
    """
    英語では列挙のコンマの後に空白を置きます。1,234が一つの数だからです。日本語では読点で区切り\
    ます。
    """),
  CodeEntry(
    "L025", "Comma without an item", "区切るもののない読点",
    "A comma stands between two items of a list, never at its beginning or end.",
    "読点は列挙する二つのものの間に置き、先頭や末尾には置きません。"),
  CodeEntry(
    "L026", "No contract text in the Markdown file", "Markdownに契約の本文がありません",
    """
    A file whose name ends in .md holds the contract text in fenced blocks that begin with '```pfs' \
    and end with '```'. The first of them begins with 'language en' or '言語 ja'. What stands outside is \
    the paper contract and is not read, except that a heading such as '## Article 5 (Indicators)' or \
    '### 第5条第3項' gives its clause to the blocks below it that cite none.
    """,
    """
    名前が.mdで終わるファイルでは、契約の本文を「```pfs」で始まり「```」で終わるブロックに書きます。最初の\
    ブロックは「言語 ja」または「language en」で始めます。ほかの部分は紙の契約書の文章であり、読みません。ただし\
    「## 第5条(指標)」のような見出しの条項は、その下にあって根拠を書かない欄の根拠になります。
    """),
  CodeEntry(
    "L027", "A block that is not closed", "閉じられていないブロック",
    "Without its closing fence the rest of the file would be contract text. The closing fence has at least as many signs as the opening one.",
    "閉じる行がなければ、ファイルの残りがすべて契約の本文になります。閉じる行には、始まりの行と同じ記号を同じ数以上書きます。"),
  CodeEntry(
    "L028", "A block that is indented", "字下げされたブロック",
    "A block of contract text inside a list or a quotation is easily overlooked, and its indentation would be part of the text. It begins at the beginning of a line.",
    "箇条書きや引用の中のブロックは見落としやすく、字下げが本文の一部になります。ブロックは行の先頭から書きます。"),
  CodeEntry(
    "L030", "Vocabulary line is not a pair", "対になっていない語彙の行",
    """
    A line of a vocabulary is the English name and the Japanese name, or the English and the \
    Japanese text in quotation marks.
    """,
    "語彙の行は、英語の名前と日本語の名前、または引用符で囲んだ英語と日本語の文字列です。"),
  CodeEntry(
    "L031", "Not a name", "名前の形ではありません",
    """
    A name is one word that begins with a letter; letters of any script, digits, _ and hyphens \
    inside.
    """,
    "名前は、文字で始まる一語です。数字、_、語中のハイフンを使えます。"),
  CodeEntry(
    "L032", "Paired twice", "二重の対",
    "Each name and each text of a vocabulary has exactly one pair, in both directions.",
    "語彙の名前と文字列は、どちらの向きにも一つの対だけを持ちます。"),
  CodeEntry(
    "L033", "Not in the vocabulary", "語彙にありません",
    """
    A translation needs a pair for every name and title. A name that is the same in both \
    languages is paired with itself.
    """,
    "翻訳には、すべての名前と題名の対が必要です。両言語で同じ名前は、同じ名前どうしを対にします。"),
  CodeEntry(
    "L034", "Translation would read differently", "読み直すと異なる訳",
    """
    A name of the vocabulary is a keyword of the other language in a place where keywords are \
    read. Choose another name.
    """,
    "語彙の名前が、他の言語の語と同じ綴りです。別の名前にしてください。"),
]
