import Diagnostics

/// The pages of the diagnostics about data, `D201` to `D232`.
public let recordsCodes: [CodeEntry] = [
  CodeEntry(
    "D201", "A table has no file", "表のファイルがない",
    """
    The directory, or the data package in it, has no file for a table of the contract. A table's file has \
    the name that `file` states, or else the table's name with `.csv`, in either language.

    Put the file there under one of the accepted names, or state its name with `file` in the contract.
    """,
    """
    契約の表に対応するファイルが、ディレクトリまたはデータパッケージにありません。ファイル名は「ファイル」で\
    定めた名前、なければ表の名前に `.csv` を付けたもの(どちらの言語でも可)です。

    使えるファイル名で置くか、契約の「ファイル」に名前を書いてください。
    """),
  CodeEntry(
    "D202", "A file cannot be read", "ファイルを読めない",
    "The system refused to open or read the file; the reason is that of the system.",
    "システムがファイルを開けない、または読めないと答えました。理由はシステムのものです。"),
  CodeEntry(
    "D203", "A file is empty", "ファイルが空である",
    """
    A file of no bytes is not a table of no rows: it may be a failed export. A table of no rows is a file \
    with its header line alone.
    """,
    """
    0バイトのファイルは0行の表とはみなしません(書出しの失敗かもしれないためです)。0行の表は、見出し行だけの\
    ファイルです。
    """),
  CodeEntry(
    "D204", "A file is not text in its encoding", "ファイルの文字コードが合わない",
    """
    Files are UTF-8, with or without BOM, or CP932 (Windows-31J). The encoding is the declared one; else \
    UTF-8 if there is a BOM or all bytes are UTF-8; else CP932 if all bytes are. This file is none of these.

    Save it as CSV in UTF-8. A single bad byte is often a character cut in half.
    """,
    """
    ファイルはUTF-8(BOMの有無を問わない)またはCP932(Windows-31J)です。宣言された文字コード、なければBOMがあるか\
    全体がUTF-8として正しければUTF-8、そうでなく全体がCP932として正しければCP932と読みます。どれにも合いません。

    CSV UTF-8で保存し直してください。1バイトだけの誤りは、文字が途中で切れたものであることが多いです。
    """),
  CodeEntry(
    "D205", "A quote is not closed", "引用符が閉じられていない",
    "A value that begins with a quote ends with one. The message points at the quote that begins it.",
    "引用符で始まる値は引用符で終わります。開いた引用符の位置を示しています。"),
  CodeEntry(
    "D206", "A quote stands in the wrong place", "引用符の位置が正しくない",
    """
    By RFC 4180 a value that contains a quote is quoted as a whole and its quotes are doubled: \
    `"say ""yes"" now"`. Nothing may stand between the closing quote and the delimiter.
    """,
    """
    RFC 4180では、引用符を含む値は全体を引用符で囲み、中の引用符を2つ重ねます(`"「""はい""」と"`)。閉じる引用符と\
    区切りの間には何も置けません。
    """),
  CodeEntry(
    "D207", "A file contains a NUL byte", "ファイルにNUL文字がある",
    "Text has no NUL bytes. The file may be damaged, UTF-16 without its mark, or a spreadsheet.",
    "テキストにNULはありません。破損、BOMのないUTF-16、表計算ファイルなどの可能性があります。"),
  CodeEntry(
    "D208", "A row has another number of fields than the header", "行の項目数が見出しと異なる",
    """
    Every row has as many fields as the header line. Often a comma stands in a value without quotes, or a \
    line was cut. A blank line is a row of one field, at the end of a file too: in a table of one column it is \
    a row with a missing value.
    """,
    """
    どの行も見出し行と同じ数の項目を持ちます。引用符のない値の中の区切り文字や、途切れた行が多い原因です。\
    空行は項目1つの行とみなします。
    """),
  CodeEntry(
    "D209", "A cell or row is too long", "値または行が長すぎる",
    "There is a limit for one cell and for one row. Longer ones come from a quote that is not closed.",
    "1つの値と1行には長さの上限があります。超えるのは、引用符の閉じ忘れによることがほとんどです。"),
  CodeEntry(
    "D210", "A value is outside the range the contract allows", "値が契約の定める範囲にない",
    """
    The table states a range for the column, both ends included, and does not say what happens outside it, \
    or says that the run is refused. With `out of range` a table may make the value missing or leave out \
    the row; both are counted in the data report.
    """,
    """
    表は列の範囲(両端を含む)を定めていますが、範囲外の扱いを定めていないか、実行を拒むと定めています。\
    「範囲外」で、値を欠測とするか行を除くかを定められます。どちらもデータの報告で数えます。
    """),
  CodeEntry(
    "D211", "A value cannot be read", "値を読めない",
    """
    The cell is no date, number or declared code, after the `normalise` steps that the column declares and \
    no others. Impossible days (30 February) and the year 0 of an era are no dates.
    """,
    """
    列で定めた正規化だけを行った後の値が、日付・数・定められたコードのいずれとしても読めません。\
    2月30日や元号の0年は日付ではありません。
    """),
  CodeEntry(
    "D212", "A required value is missing", "必須の値がない",
    """
    A column is required unless it says `optional`. A missing value is never zero and never no.
    """,
    "「任意」と書かない列は必須です。欠測を0や「いいえ」とみなすことはありません。"),
  CodeEntry(
    "D213", "A row refers to nobody", "参照先のない行",
    """
    The column refers to the key of another table and no used row there has this key. With `orphans` the \
    table may leave such rows out; they are counted. An orphan is judged before repeated rows.
    """,
    """
    他の表のキーを指す列ですが、そのキーを持つ採用行がありません。「参照先なし」で行を除くと定められます(件数は\
    数えます)。参照は重複より先に判定します。
    """),
  CodeEntry(
    "D214", "A key is repeated", "キーが重複している",
    """
    Rows with the same key are different rows about the same thing. The table states which counts, with \
    `repeated`: identical rows once; the latest, earliest, largest or smallest of a column; else the run is \
    refused.
    """,
    """
    同じキーの行が2つ以上あります。どれを採るかは表の「重複」で定めます(同一行は1つ、ある列の最新・最古・最大・\
    最小)。定めがなければ実行を拒みます。
    """),
  CodeEntry(
    "D215", "Nothing decides between rows with the same key", "同じキーの行の採否が決まらない",
    """
    The deciding column has the same value in rows of different content, or no value in one of them. \
    Choosing one silently could change a figure.
    """,
    """
    採否を決める列の値が内容の異なる行で同じか、ある行で欠けています。勝手に選べば数値が変わりうるため、\
    実行を拒みます。
    """),
  CodeEntry(
    "D216", "A declared column is absent", "定められた列がない",
    "No header of the file is one of the spellings that the column declares, compared byte for byte.",
    "ファイルの見出しに、列が定める表記(バイト単位で比較)がありません。"),
  CodeEntry(
    "D217", "A header stands twice", "見出しが重複している",
    "Two columns have the same header, so it is not certain which is meant.",
    "同じ見出しの列が2つあり、どちらを指すか定まりません。"),
  CodeEntry(
    "D218", "A table has more than one file", "表のファイルが2つ以上ある",
    "Several of the accepted file names exist. Which one counts is not guessed.",
    "使えるファイル名のファイルが2つ以上あります。どれを使うかは推測しません。"),
  CodeEntry(
    "D219", "Several columns could be the declared one", "列の候補が2つ以上ある",
    "The header line has several of the spellings that one column accepts.",
    "見出し行に、1つの列が認める表記が2つ以上あります。"),
  CodeEntry(
    "D220", "A file has too many rows", "行数が多すぎる",
    "The number of rows is over the limit that the program was given.",
    "行数が、プログラムに与えた上限を超えています。"),
  CodeEntry(
    "D221", "Numbers do not fit 18 digits", "数が18桁に収まらない",
    """
    A column of decimals is kept at one scale, the most decimals of any cell, in 18 digits. A very large \
    number and one with many decimals do not fit together; one of them is probably wrong.
    """,
    """
    数の列は、小数点以下の桁を最も多いものにそろえ、18桁で保持します。きわめて大きい数と小数桁の多い数が\
    混在しています。どちらかが誤りと思われます。
    """),
  CodeEntry(
    "D222", "A data package cannot be used", "データパッケージを使えない",
    """
    `datapackage.json` must be a Frictionless data package: a list of resources with name and path, and \
    optionally encoding, dialect (delimiter) and hash (`sha256:`). What would change the reading and is not \
    supported is refused.
    """,
    """
    `datapackage.json` はFrictionless形式(name と path、任意で encoding、dialect の delimiter、`sha256:` の \
    hash を持つ resources)です。読み方を変える未対応の指定は受け付けません。
    """),
  CodeEntry(
    "D223", "A path leaves the directory", "パスがディレクトリの外を指している",
    "The paths of a data package are relative and stay inside its directory, links followed.",
    "データパッケージのパスは相対パスで、リンクをたどってもディレクトリの中に収まります。"),
  CodeEntry(
    "D224", "A file is not the one described", "ファイルが記載と異なる",
    "The SHA-256 of the file is not the one in `datapackage.json`: the file was changed, or the entry is old.",
    "SHA-256が `datapackage.json` と異なります。ファイルが変更されたか、記載が古いかです。"),
  CodeEntry(
    "D225", "A file has columns that are not read", "読まない列がある",
    "The contract does not declare these columns; they change nothing and are listed for information.",
    "契約が定めていない列です。何にも影響せず、確認のために挙げています。"),
  CodeEntry(
    "D226", "Dates lie outside the era they name", "元号の期間外の日付がある",
    """
    A year of an era that had ended or not begun on that day (H31.5.1, S64.3.1) is read arithmetically and \
    counted.
    """,
    "その日には終わっていた、または始まっていない元号の年(H31.5.1、S64.3.1など)は、年数から計算して読み、件数を示します。"),
  CodeEntry(
    "D227", "Rows do not add up", "行数が合わない",
    "Rows read must be rows used plus rows left out by each reason. This is a fault of the program; please report it.",
    "読んだ行数は、採用した行数と理由別に除いた行数の和です。これはプログラムの誤りです。報告してください。"),
  CodeEntry(
    "D228", "A file changed while it was read", "読込み中にファイルが変更された",
    "Another program wrote to the file, so that what was read may never have existed as a whole.",
    "ほかのプログラムがファイルに書き込みました。読んだ内容は、まとまった状態として存在しなかった可能性があります。"),
  CodeEntry(
    "D229", "Tables refer to each other in a circle", "表の参照が循環している",
    "Referenced tables are read first, so references must not form a circle.",
    "参照される表を先に読むため、参照は循環できません。"),
  CodeEntry(
    "D230", "A carriage return stands alone", "CRだけの改行がある",
    "Lines end with LF or CR LF. A carriage return alone is neither, and outside quotes it is no text.",
    "行末はLFまたはCR LFです。CRだけの改行は読みません。"),
  CodeEntry(
    "D231", "The data directory cannot be read", "データのディレクトリを読めない",
    "The data of a contract is a directory; the path given is none, or may not be read.",
    "契約のデータはディレクトリです。指定のパスはディレクトリでないか、読めません。"),
  CodeEntry(
    "D232", "Another delimiter than the declared one", "宣言と異なる区切り文字",
    """
    Files are divided by commas unless datapackage.json says otherwise; nothing is guessed. The header line \
    is one cell, and divided by semicolons or tabs it would hold declared columns.
    """,
    """
    datapackage.jsonに宣言がなければ、カンマ区切りとして読みます(推測はしません)。見出し行が一つの項目になっており、\
    セミコロンまたはタブで区切ると定められた列の見出しが現れます。
    """),
]
