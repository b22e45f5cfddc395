/// One faulty text for each way in which a text can be refused, with its messages as reviewed.
struct DiagnosticCase: Sendable, CustomStringConvertible {
  enum Kind: Sendable { case contract, markdown, bytes, vocabulary, translation }

  let title: String
  let code: String
  let kind: Kind
  /// The text; for a translation the contract and the vocabulary, divided by `|`.
  let source: String
  let english: String
  let japanese: String

  var description: String { "\(code): \(title)" }
}

extension DiagnosticCase {
  static let all: [DiagnosticCase] = [
    DiagnosticCase(
      title: "the first line is not the language", code: "L001", kind: .contract,
      source: """
        # contract
        language en

        """,
      english: """
        error[L001]: the first line must state the language
         ┌─ test.pfs:1:1
          │
        1 │ # contract
          │ ^^^^^^^^^^ 'language en' or '言語 ja' is expected
          │
          = rule: a contract begins with 'language en' or '言語 ja'; the language is never guessed
          = more: pfs explain L001

        """,
      japanese: """
        エラー[L001]: 最初の行に言語の指定がありません
         ┌─ test.pfs:1:1
          │
        1 │ # contract
          │ ^^^^^^^^^^ 「language en」または「言語 ja」を書きます
          │
          ＝ 規則　契約の最初の行は「language en」または「言語 ja」です(本文から言語を推測しません)
          ＝ 詳細　pfs explain L001

        """),
    DiagnosticCase(
      title: "the first line names another language", code: "L001", kind: .contract,
      source: """
        language fr

        """,
      english: """
        error[L001]: the first line must state the language
         ┌─ test.pfs:1:1
          │
        1 │ language fr
          │ ^^^^^^^^^^^ 'language en' or '言語 ja' is expected
          │
          = rule: a contract begins with 'language en' or '言語 ja'; the language is never guessed
          = more: pfs explain L001

        """,
      japanese: """
        エラー[L001]: 最初の行に言語の指定がありません
         ┌─ test.pfs:1:1
          │
        1 │ language fr
          │ ^^^^^^^^^^^ 「language en」または「言語 ja」を書きます
          │
          ＝ 規則　契約の最初の行は「language en」または「言語 ja」です(本文から言語を推測しません)
          ＝ 詳細　pfs explain L001

        """),
    DiagnosticCase(
      title: "nothing at all", code: "L001", kind: .contract,
      source: "",
      english: """
        error[L001]: the first line must state the language
         ┌─ test.pfs:1:1
          │
        1 │
          │ ^ 'language en' or '言語 ja' is expected
          │
          = rule: a contract begins with 'language en' or '言語 ja'; the language is never guessed
          = more: pfs explain L001

        """,
      japanese: """
        エラー[L001]: 最初の行に言語の指定がありません
         ┌─ test.pfs:1:1
          │
        1 │
          │ ^ 「language en」または「言語 ja」を書きます
          │
          ＝ 規則　契約の最初の行は「language en」または「言語 ja」です(本文から言語を推測しません)
          ＝ 詳細　pfs explain L001

        """),
    DiagnosticCase(
      title: "bytes of CP932", code: "L002", kind: .bytes,
      source: "language en\ncontract c \"*_**\"\n",
      english: """
        error[L002]: the file is not UTF-8 text
         ┌─ test.pfs:2:13
          │
        2 │ contract c "�_��"
          │             ^ this byte cannot be read
          │
          = help: save the file as UTF-8 (a Windows program may have saved it as CP932)
          = more: pfs explain L002

        """,
      japanese: """
        エラー[L002]: ファイルがUTF-8の文字列ではありません
         ┌─ test.pfs:2:13
          │
        2 │ contract c "�_��"
          │             ^ このバイトを読めません
          │
          ＝ 候補　UTF-8で保存し直してください(WindowsのプログラムがCP932で保存した可能性があります)
          ＝ 詳細　pfs explain L002

        """),
    DiagnosticCase(
      title: "a tab indents a line", code: "L003", kind: .contract,
      source: "language en\ncontract c\n\tcurrency yen\n",
      english:
        "error[L003]: the line is indented with a tab\n ┌─ test.pfs:3:1\n  │\n3 │ \tcurrency yen\n  │ ^ a tab\n  │\n  = rule: body lines are indented by two spaces\n  = fix:  replace the tab by two spaces                               [can be fixed automatically]\n  = more: pfs explain L003\n",
      japanese:
        "エラー[L003]: 行がタブで字下げされています\n ┌─ test.pfs:3:1\n  │\n3 │ \tcurrency yen\n  │ ^ タブがあります\n  │\n  ＝ 規則　ブロックの中の行は空白2字で字下げします\n  ＝ 修正　タブを空白2字に置き換えます　　　　　　　　　　　　　　　　[自動修正できます]\n  ＝ 詳細　pfs explain L003\n"
    ),
    DiagnosticCase(
      title: "kana with a separate sound mark", code: "L004", kind: .contract,
      source: "言語 ja\n支払 か\u{3099}んは\n  金額            5円\n",
      english:
        "error[L004]: the line holds characters that are not composed\n ┌─ test.pfs:2:4\n  │\n2 │ 支払 か\u{3099}んは\n  │      ^^ to be written as 'が'\n  │\n  = rule: contract text outside quotation marks is in Unicode normalisation form C\n  = fix:  pfs format FILE                                             [can be fixed automatically]\n  = more: pfs explain L004\n",
      japanese:
        "エラー[L004]: 合成されていない文字があります\n ┌─ test.pfs:2:4\n  │\n2 │ 支払 か\u{3099}んは\n  │      ^^ 「が」と一文字で書きます\n  │\n  ＝ 規則　引用符の外の本文はUnicodeの正規化形式C(NFC)で書きます\n  ＝ 修正　pfs format ファイル名　　　　　　　　　　　　　　　　　　　[自動修正できます]\n  ＝ 詳細　pfs explain L004\n"
    ),
    DiagnosticCase(
      title: "three blanks indent a line", code: "L005", kind: .contract,
      source: """
        language en
        contract c
           currency yen

        """,
      english: """
        error[L005]: the line is indented by 3 columns
         ┌─ test.pfs:3:1
          │
        3 │    currency yen
          │ ^^^ two spaces are expected
          │
          = rule: a header begins at column 0, the lines of its block are indented by two spaces
          = more: pfs explain L005

        """,
      japanese: """
        エラー[L005]: 字下げが3桁になっています
         ┌─ test.pfs:3:1
          │
        3 │    currency yen
          │ ^^^ 空白2字にします
          │
          ＝ 規則　見出しの行は字下げせず、ブロックの中の行は空白2字で字下げします
          ＝ 詳細　pfs explain L005

        """),
    DiagnosticCase(
      title: "a misspelt block", code: "L006", kind: .contract,
      source: """
        language en
        kontract c
          currency yen

        """,
      english: """
        error[L006]: 'kontract' does not open a block
         ┌─ test.pfs:2:1
          │
        2 │ kontract c
          │ ^^^^^^^^ a line at column 0 opens a block
          │
          = help: did you mean 'contract'?
          = more: pfs explain L006

        """,
      japanese: """
        エラー[L006]: 「kontract」で始まるブロックはありません
         ┌─ test.pfs:2:1
          │
        2 │ kontract c
          │ ^^^^^^^^ 字下げのない行はブロックの見出しです
          │
          ＝ 候補　「contract」ではありませんか
          ＝ 詳細　pfs explain L006

        """),
    DiagnosticCase(
      title: "a word that opens no block", code: "L006", kind: .contract,
      source: """
        言語 ja
        価格 単価
          金額 5円

        """,
      english: """
        error[L006]: '価格' does not open a block
         ┌─ test.pfs:2:1
          │
        2 │ 価格 単価
          │ ^^^^ a line at column 0 opens a block
          │
          = note: blocks: 契約, 表, 尺度, 個人値, 集団, 指標, 達成度, 総合評価, 支払, 精算, 配分, 変更契約, 試算, 計算例
          = more: pfs explain L006

        """,
      japanese: """
        エラー[L006]: 「価格」で始まるブロックはありません
         ┌─ test.pfs:2:1
          │
        2 │ 価格 単価
          │ ^^^^ 字下げのない行はブロックの見出しです
          │
          ＝ 注意　ブロック: 契約、表、尺度、個人値、集団、指標、達成度、総合評価、支払、精算、配分、変更契約、試算、計算例
          ＝ 詳細　pfs explain L006

        """),
    DiagnosticCase(
      title: "a misspelt label", code: "L007", kind: .contract,
      source: """
        language en
        payment p
          amout           5 yen

        """,
      english: """
        error[L007]: 'amout' is not a label of 'payment'
         ┌─ test.pfs:3:3
          │
        3 │   amout           5 yen
          │   ^^^^^ unknown label
          │
          = help: did you mean 'amount'?
          = more: pfs explain L007

        """,
      japanese: """
        エラー[L007]: 「amout」は「payment」の項目ではありません
         ┌─ test.pfs:3:3
          │
        3 │   amout           5 yen
          │   ^^^^^ この項目は使えません
          │
          ＝ 候補　「amount」ではありませんか
          ＝ 詳細　pfs explain L007

        """),
    DiagnosticCase(
      title: "a label of another block", code: "L007", kind: .contract,
      source: """
        言語 ja
        集団 対象者
          金額            5円

        """,
      english: """
        error[L007]: '金額' is not a label of '集団'
         ┌─ test.pfs:3:3
          │
        3 │   金額            5円
          │   ^^^^ unknown label
          │
          = note: '金額' is a label of '支払'
          = more: pfs explain L007

        """,
      japanese: """
        エラー[L007]: 「金額」は「集団」の項目ではありません
         ┌─ test.pfs:3:3
          │
        3 │   金額            5円
          │   ^^^^ この項目は使えません
          │
          ＝ 注意　「金額」は「支払」の項目です
          ＝ 詳細　pfs explain L007

        """),
    DiagnosticCase(
      title: "a misspelt label above rows", code: "L007", kind: .contract,
      source: """
        言語 ja
        達成度 水準
          測定指票        改善

        """,
      english: """
        error[L007]: '測定指票' is not a label of '達成度'
         ┌─ test.pfs:3:3
          │
        3 │   測定指票        改善
          │   ^^^^^^^^ unknown label
          │
          = help: did you mean '測定指標'?
          = more: pfs explain L007

        """,
      japanese: """
        エラー[L007]: 「測定指票」は「達成度」の項目ではありません
         ┌─ test.pfs:3:3
          │
        3 │   測定指票        改善
          │   ^^^^^^^^ この項目は使えません
          │
          ＝ 候補　「測定指標」ではありませんか
          ＝ 詳細　pfs explain L007

        """),
    DiagnosticCase(
      title: "a word that is no label", code: "L007", kind: .contract,
      source: """
        language en
        payment p
          colour          5 yen

        """,
      english: """
        error[L007]: 'colour' is not a label of 'payment'
         ┌─ test.pfs:3:3
          │
        3 │   colour          5 yen
          │   ^^^^^^ unknown label
          │
          = note: labels of 'payment': for each, years, periods, amount, only if, round, cap, floor
          = more: pfs explain L007

        """,
      japanese: """
        エラー[L007]: 「colour」は「payment」の項目ではありません
         ┌─ test.pfs:3:3
          │
        3 │   colour          5 yen
          │   ^^^^^^ この項目は使えません
          │
          ＝ 注意　「payment」の項目: for each、years、periods、amount、only if、round、cap、floor
          ＝ 詳細　pfs explain L007

        """),
    DiagnosticCase(
      title: "a header without a name", code: "L008", kind: .contract,
      source: """
        language en
        payment 65plus

        """,
      english: """
        error[L008]: 'payment' has no name
         ┌─ test.pfs:2:1
          │
        2 │ payment 65plus
          │ ^^^^^^^ a name is expected behind this word
          │
          = rule: a name is one word that begins with a letter
          = more: pfs explain L008

        """,
      japanese: """
        エラー[L008]: 「payment」に名前がありません
         ┌─ test.pfs:2:1
          │
        2 │ payment 65plus
          │ ^^^^^^^ この語の後に名前を書きます
          │
          ＝ 規則　名前は、文字で始まる一語です(数字から始めることはできません)
          ＝ 詳細　pfs explain L008

        """),
    DiagnosticCase(
      title: "an amendment without a number", code: "L008", kind: .contract,
      source: """
        言語 ja
        変更契約 第一

        """,
      english: """
        error[L008]: '変更契約' has no number
         ┌─ test.pfs:2:1
          │
        2 │ 変更契約 第一
          │ ^^^^^^^^ a number is expected behind this word
          │
          = help: 変更契約 1
          = more: pfs explain L008

        """,
      japanese: """
        エラー[L008]: 「変更契約」に番号がありません
         ┌─ test.pfs:2:1
          │
        2 │ 変更契約 第一
          │ ^^^^^^^^ この語の後に番号を書きます
          │
          ＝ 候補　変更契約 1
          ＝ 詳細　pfs explain L008

        """),
    DiagnosticCase(
      title: "a scenario without a title", code: "L008", kind: .contract,
      source: """
        言語 ja
        試算 半分

        """,
      english: """
        error[L008]: '試算' has no title
         ┌─ test.pfs:2:1
          │
        2 │ 試算 半分
          │ ^^^^ a quoted title is expected behind this word
          │
          = help: 試算 「…」
          = more: pfs explain L008

        """,
      japanese: """
        エラー[L008]: 「試算」に題名がありません
         ┌─ test.pfs:2:1
          │
        2 │ 試算 半分
          │ ^^^^ この語の後に題名を引用符で囲んで書きます
          │
          ＝ 候補　試算 「…」
          ＝ 詳細　pfs explain L008

        """),
    DiagnosticCase(
      title: "more than a header holds", code: "L008", kind: .contract,
      source: """
        language en
        payment fee rest

        """,
      english: """
        error[L008]: the rest of the header of 'payment' cannot be read
         ┌─ test.pfs:2:13
          │
        2 │ payment fee rest
          │             ^^^^ neither a title nor a clause
          │
          = rule: a header is a keyword, a name, then if wanted a quoted title and a clause
          = more: pfs explain L008

        """,
      japanese: """
        エラー[L008]: 「payment」の見出しの残りを読めません
         ┌─ test.pfs:2:13
          │
        2 │ payment fee rest
          │             ^^^^ 題名でも根拠でもありません
          │
          ＝ 規則　見出しは、語、名前、必要なら引用符で囲んだ題名と根拠、の順に書きます
          ＝ 詳細　pfs explain L008

        """),
    DiagnosticCase(
      title: "a clause with a kanji number", code: "L009", kind: .contract,
      source: """
        言語 ja
        支払 基本委託料 根拠 第八条

        """,
      english: """
        error[L009]: the clause cannot be read
         ┌─ test.pfs:2:10
          │
        2 │ 支払 基本委託料 根拠 第八条
          │                 ^^^^^^^^^^^ not a clause
          │
          = help: 根拠 第5条第3項、根拠 第5条第3項第2号、根拠 第5条第2号、根拠 別紙3、根拠 変更契約第1号、根拠 「…」
          = more: pfs explain L009

        """,
      japanese: """
        エラー[L009]: 根拠を読めません
         ┌─ test.pfs:2:10
          │
        2 │ 支払 基本委託料 根拠 第八条
          │                 ^^^^^^^^^^^ 条項の形ではありません
          │
          ＝ 候補　根拠 第5条第3項、根拠 第5条第3項第2号、根拠 第5条第2号、根拠 別紙3、根拠 変更契約第1号、根拠 「…」
          ＝ 詳細　pfs explain L009

        """),
    DiagnosticCase(
      title: "an English clause without a number", code: "L009", kind: .contract,
      source: """
        language en
        payment fee per Art. eight

        """,
      english: """
        error[L009]: the clause cannot be read
         ┌─ test.pfs:2:13
          │
        2 │ payment fee per Art. eight
          │             ^^^^^^^^^^^^^^ not a clause
          │
          = help: per Art. 5(3), per Art. 5(3)(2), per Art. 5 item 2, per Annex 3, per Variation 1, per "…"
          = more: pfs explain L009

        """,
      japanese: """
        エラー[L009]: 根拠を読めません
         ┌─ test.pfs:2:13
          │
        2 │ payment fee per Art. eight
          │             ^^^^^^^^^^^^^^ 条項の形ではありません
          │
          ＝ 候補　per Art. 5(3), per Art. 5(3)(2), per Art. 5 item 2, per Annex 3, per Variation 1, per "…"
          ＝ 詳細　pfs explain L009

        """),
    DiagnosticCase(
      title: "a text that is not closed", code: "L010", kind: .contract,
      source: """
        language en
        contract c "Minato

        """,
      english: """
        error[L010]: the quoted text is not closed
         ┌─ test.pfs:2:12
          │
        2 │ contract c "Minato
          │            ^^^^^^^ '"' is missing
          │
          = rule: a quoted text ends on its own line
          = more: pfs explain L010

        """,
      japanese: """
        エラー[L010]: 引用符が閉じられていません
         ┌─ test.pfs:2:12
          │
        2 │ contract c "Minato
          │            ^^^^^^^ 「"」がありません
          │
          ＝ 規則　引用符で囲んだ文字列は、その行の中で閉じます
          ＝ 詳細　pfs explain L010

        """),
    DiagnosticCase(
      title: "a comparison sign", code: "L011", kind: .contract,
      source: """
        language en
        population p
          where           age ≥ 65 years

        """,
      english: """
        error[L011]: '≥' has no meaning in a contract
         ┌─ test.pfs:3:23
          │
        3 │   where           age ≥ 65 years
          │                       ^ not allowed outside a quoted text
          │
          = help: write 'at least', 'at most', 'below' or 'above'
          = more: pfs explain L011

        """,
      japanese: """
        エラー[L011]: 「≥」は契約の記述に使えない文字です
         ┌─ test.pfs:3:23
          │
        3 │   where           age ≥ 65 years
          │                       ^ 引用符の外では使えません
          │
          ＝ 候補　「at least」「at most」「below」「above」を使います
          ＝ 詳細　pfs explain L011

        """),
    DiagnosticCase(
      title: "typographic quotation marks", code: "L011", kind: .contract,
      source: """
        language en
        contract c “Minato”

        """,
      english: """
        error[L011]: '“' has no meaning in a contract
         ┌─ test.pfs:2:12
          │
        2 │ contract c “Minato”
          │            ^ not allowed outside a quoted text
          │
          = help: write "…" or 「…」 around a text
          = more: pfs explain L011

        """,
      japanese: """
        エラー[L011]: 「“」は契約の記述に使えない文字です
         ┌─ test.pfs:2:12
          │
        2 │ contract c “Minato”
          │            ^ 引用符の外では使えません
          │
          ＝ 候補　文字列は「…」または "…" で囲みます
          ＝ 詳細　pfs explain L011

        """),
    DiagnosticCase(
      title: "a control character", code: "L011", kind: .contract,
      source: "language en\ncontract c\u{7}\n",
      english: """
        error[L011]: 'U+0007' has no meaning in a contract
         ┌─ test.pfs:2:11
          │
        2 │ contract c␇
          │           ^ not allowed outside a quoted text
          │
          = more: pfs explain L011

        """,
      japanese: """
        エラー[L011]: 「U+0007」は契約の記述に使えない文字です
         ┌─ test.pfs:2:11
          │
        2 │ contract c␇
          │           ^ 引用符の外では使えません
          │
          ＝ 詳細　pfs explain L011

        """),
    DiagnosticCase(
      title: "a number run together with a word", code: "L012", kind: .contract,
      source: """
        言語 ja
        集団 継続参加者
          条件            24以上件数

        """,
      english: """
        error[L012]: '24以上件数' cannot be read as one word
         ┌─ test.pfs:3:17
          │
        3 │   条件            24以上件数
          │                   ^^^^^^^^^^ nothing separates the words
          │
          = rule: names, numbers and words are separated by a blank or a sign; nothing is guessed
          = fix:  24以上 件数                                                 [can be fixed automatically]
          = more: pfs explain L012

        """,
      japanese: """
        エラー[L012]: 「24以上件数」は一語として読めません
         ┌─ test.pfs:3:17
          │
        3 │   条件            24以上件数
          │                   ^^^^^^^^^^ 語の区切りがありません
          │
          ＝ 規則　名前・数・語の間には空白か記号を置きます(助詞や送り仮名から推測しません)
          ＝ 修正　24以上 件数　　　　　　　　　　　　　　　　　　　　　　　　[自動修正できます]
          ＝ 詳細　pfs explain L012

        """),
    DiagnosticCase(
      title: "an English number run together with its unit", code: "L012", kind: .contract,
      source: """
        language en
        payment p
          amount          4500yen

        """,
      english: """
        error[L012]: '4500yen' cannot be read as one word
         ┌─ test.pfs:3:19
          │
        3 │   amount          4500yen
          │                   ^^^^^^^ nothing separates the words
          │
          = rule: names, numbers and words are separated by a blank or a sign; nothing is guessed
          = fix:  4500 yen                                                    [can be fixed automatically]
          = more: pfs explain L012

        """,
      japanese: """
        エラー[L012]: 「4500yen」は一語として読めません
         ┌─ test.pfs:3:19
          │
        3 │   amount          4500yen
          │                   ^^^^^^^ 語の区切りがありません
          │
          ＝ 規則　名前・数・語の間には空白か記号を置きます(助詞や送り仮名から推測しません)
          ＝ 修正　4500 yen　　　　　　　　　　　　　　　　　　　　　　　　　　[自動修正できます]
          ＝ 詳細　pfs explain L012

        """),
    DiagnosticCase(
      title: "a word that cannot be split", code: "L012", kind: .contract,
      source: """
        言語 ja
        支払 成果
          金額            5か所

        """,
      english: """
        error[L012]: '5か所' cannot be read as one word
         ┌─ test.pfs:3:17
          │
        3 │   金額            5か所
          │                   ^^^^^ nothing separates the words
          │
          = rule: names, numbers and words are separated by a blank or a sign; nothing is guessed
          = help: a unit of the contract's own is declared in the line '単位一覧'
          = more: pfs explain L012

        """,
      japanese: """
        エラー[L012]: 「5か所」は一語として読めません
         ┌─ test.pfs:3:17
          │
        3 │   金額            5か所
          │                   ^^^^^ 語の区切りがありません
          │
          ＝ 規則　名前・数・語の間には空白か記号を置きます(助詞や送り仮名から推測しません)
          ＝ 候補　契約独自の単位は「単位一覧」の行で宣言します
          ＝ 詳細　pfs explain L012

        """),
    DiagnosticCase(
      title: "an amount that is not in figures", code: "L012", kind: .contract,
      source: """
        言語 ja
        支払 成果
          上限            976.2万円

        """,
      english: """
        error[L012]: '976.2万円' is not written so in a contract
         ┌─ test.pfs:3:17
          │
        3 │   上限            976.2万円
          │                   ^^^^^^^^^ the language writes this otherwise
          │
          = rule: an amount is written out in figures, and each phrase in one way
          = help: write it in yen: 9,762,000円
          = more: pfs explain L012

        """,
      japanese: """
        エラー[L012]: 「976.2万円」はこの書き方では読めません
         ┌─ test.pfs:3:17
          │
        3 │   上限            976.2万円
          │                   ^^^^^^^^^ 書き方が異なります
          │
          ＝ 規則　金額は省略せずに数字で書き、句の書き方は一通りです
          ＝ 候補　円で書いてください: 9,762,000円
          ＝ 詳細　pfs explain L012

        """),
    DiagnosticCase(
      title: "a phrase in another spelling", code: "L012", kind: .contract,
      source: """
        言語 ja
        支払 成果
          金額            1人あたり5,000円

        """,
      english: """
        error[L012]: '1人あたり5,000円' is not written so in a contract
         ┌─ test.pfs:3:17
          │
        3 │   金額            1人あたり5,000円
          │                   ^^^^^^^^^^^^^^^^ the language writes this otherwise
          │
          = rule: an amount is written out in figures, and each phrase in one way
          = help: write: 1人当たり5,000円
          = more: pfs explain L012

        """,
      japanese: """
        エラー[L012]: 「1人あたり5,000円」はこの書き方では読めません
         ┌─ test.pfs:3:17
          │
        3 │   金額            1人あたり5,000円
          │                   ^^^^^^^^^^^^^^^^ 書き方が異なります
          │
          ＝ 規則　金額は省略せずに数字で書き、句の書き方は一通りです
          ＝ 候補　次のように書いてください: 1人当たり5,000円
          ＝ 詳細　pfs explain L012

        """),
    DiagnosticCase(
      title: "an English amount that is not in figures", code: "L012", kind: .contract,
      source: """
        language en
        payment p
          cap             2.1 million yen

        """,
      english: """
        error[L012]: '2.1 million yen' is not written so in a contract
         ┌─ test.pfs:3:19
          │
        3 │   cap             2.1 million yen
          │                   ^^^^^^^^^^^^^^^ the language writes this otherwise
          │
          = rule: an amount is written out in figures, and each phrase in one way
          = help: write it in yen: 2,100,000 yen
          = more: pfs explain L012

        """,
      japanese: """
        エラー[L012]: 「2.1 million yen」はこの書き方では読めません
         ┌─ test.pfs:3:19
          │
        3 │   cap             2.1 million yen
          │                   ^^^^^^^^^^^^^^^ 書き方が異なります
          │
          ＝ 規則　金額は省略せずに数字で書き、句の書き方は一通りです
          ＝ 候補　円で書いてください: 2,100,000 yen
          ＝ 詳細　pfs explain L012

        """),
    DiagnosticCase(
      title: "a comma in a wrong place of a number", code: "L013", kind: .contract,
      source: """
        language en
        payment p
          amount          12,00 yen

        """,
      english: """
        error[L013]: the commas of '12,00' do not separate thousands
         ┌─ test.pfs:3:19
          │
        3 │   amount          12,00 yen
          │                   ^^^^^ groups of three digits are expected
          │
          = rule: commas in a number separate groups of exactly three digits; a list comma is followed by a space
          = help: '1,200' if it is one number
          = more: pfs explain L013

        """,
      japanese: """
        エラー[L013]: 「12,00」の桁区切りが正しくありません
         ┌─ test.pfs:3:19
          │
        3 │   amount          12,00 yen
          │                   ^^^^^ 3桁ごとに区切ります
          │
          ＝ 規則　数の中のコンマは3桁ごとに置きます(列挙には読点を使います)
          ＝ 候補　一つの数なら 1,200
          ＝ 詳細　pfs explain L013

        """),
    DiagnosticCase(
      title: "thousands of two digits", code: "L013", kind: .contract,
      source: """
        言語 ja
        支払 成果
          金額            1,20,000円

        """,
      english: """
        error[L013]: the commas of '1,20,000' do not separate thousands
         ┌─ test.pfs:3:17
          │
        3 │   金額            1,20,000円
          │                   ^^^^^^^^ groups of three digits are expected
          │
          = rule: commas in a number separate groups of exactly three digits; a list comma is followed by a space
          = help: '120,000' if it is one number
          = more: pfs explain L013

        """,
      japanese: """
        エラー[L013]: 「1,20,000」の桁区切りが正しくありません
         ┌─ test.pfs:3:17
          │
        3 │   金額            1,20,000円
          │                   ^^^^^^^^ 3桁ごとに区切ります
          │
          ＝ 規則　数の中のコンマは3桁ごとに置きます(列挙には読点を使います)
          ＝ 候補　一つの数なら 120,000
          ＝ 詳細　pfs explain L013

        """),
    DiagnosticCase(
      title: "a point without decimals", code: "L014", kind: .contract,
      source: """
        language en
        payment p
          amount          12. yen

        """,
      english: """
        error[L014]: '12.' is not a complete number
         ┌─ test.pfs:3:19
          │
        3 │   amount          12. yen
          │                   ^^^ digits are missing
          │
          = rule: digits stand on both sides of the point
          = more: pfs explain L014

        """,
      japanese: """
        エラー[L014]: 「12.」は数として完結していません
         ┌─ test.pfs:3:19
          │
        3 │   amount          12. yen
          │                   ^^^ 数字が足りません
          │
          ＝ 規則　小数点の前後には数字を置きます
          ＝ 詳細　pfs explain L014

        """),
    DiagnosticCase(
      title: "nineteen digits", code: "L014", kind: .contract,
      source: """
        言語 ja
        支払 成果
          金額            1234567890123456789円

        """,
      english: """
        error[L014]: a number has more than 18 digits
         ┌─ test.pfs:3:17
          │
        3 │   金額            1234567890123456789円
          │                   ^^^^^^^^^^^^^^^^^^^ too long
          │
          = more: pfs explain L014

        """,
      japanese: """
        エラー[L014]: 数が18桁を超えています
         ┌─ test.pfs:3:17
          │
        3 │   金額            1234567890123456789円
          │                   ^^^^^^^^^^^^^^^^^^^ 長すぎます
          │
          ＝ 詳細　pfs explain L014

        """),
    DiagnosticCase(
      title: "the thirtieth of February", code: "L015", kind: .contract,
      source: """
        言語 ja
        変更契約 1
          締結日          2025年2月30日

        """,
      english: """
        error[L015]: '2025年2月30日' is not a date
         ┌─ test.pfs:3:16
          │
        3 │   締結日          2025年2月30日
          │                   ^^^^^^^^^^^^^ no such day
          │
          = rule: a date is written 2024-04-01 in English and 2024年4月1日 in Japanese
          = more: pfs explain L015

        """,
      japanese: """
        エラー[L015]: 「2025年2月30日」は日付ではありません
         ┌─ test.pfs:3:16
          │
        3 │   締結日          2025年2月30日
          │                   ^^^^^^^^^^^^^ この日は存在しません
          │
          ＝ 規則　日付は、日本語では2024年4月1日、英語では2024-04-01と書きます
          ＝ 詳細　pfs explain L015

        """),
    DiagnosticCase(
      title: "a date without leading zeros", code: "L015", kind: .contract,
      source: """
        language en
        amendment 1
          signed          2025-2-14

        """,
      english: """
        error[L015]: '2025-2-14' is not a date
         ┌─ test.pfs:3:19
          │
        3 │   signed          2025-2-14
          │                   ^^^^^^^^^ no such day
          │
          = rule: a date is written 2024-04-01 in English and 2024年4月1日 in Japanese
          = more: pfs explain L015

        """,
      japanese: """
        エラー[L015]: 「2025-2-14」は日付ではありません
         ┌─ test.pfs:3:19
          │
        3 │   signed          2025-2-14
          │                   ^^^^^^^^^ この日は存在しません
          │
          ＝ 規則　日付は、日本語では2024年4月1日、英語では2024-04-01と書きます
          ＝ 詳細　pfs explain L015

        """),
    DiagnosticCase(
      title: "a bound without its number", code: "L016", kind: .contract,
      source: """
        language en
        population p
          where           age at least

        """,
      english: """
        error[L016]: the phrase that 'at' begins is not complete
         ┌─ test.pfs:3:23
          │
        3 │   where           age at least
          │                       ^^^^^^^^ not complete
          │
          = help: forms: at least 65 years, at most 3 points, at enrolled
          = more: pfs explain L016

        """,
      japanese: """
        エラー[L016]: 「at」で始まる句が完結していません
         ┌─ test.pfs:3:23
          │
        3 │   where           age at least
          │                       ^^^^^^^^ 続きがありません
          │
          ＝ 候補　形: at least 65 years, at most 3 points, at enrolled
          ＝ 詳細　pfs explain L016

        """),
    DiagnosticCase(
      title: "an interval that ends early", code: "L016", kind: .contract,
      source: """
        language en
        table t
          gait            m/s         range from 0.20

        """,
      english: """
        error[L016]: the phrase that 'from' begins is not complete
         ┌─ test.pfs:3:37
          │
        3 │   gait            m/s         range from 0.20
          │                                     ^^^^^^^^^ not complete
          │
          = help: forms: from 0.20 to 2.50, from 50.0 to below 60.0 percent, from 2024-04-01 to 2027-03-31
          = more: pfs explain L016

        """,
      japanese: """
        エラー[L016]: 「from」で始まる句が完結していません
         ┌─ test.pfs:3:37
          │
        3 │   gait            m/s         range from 0.20
          │                                     ^^^^^^^^^ 続きがありません
          │
          ＝ 候補　形: from 0.20 to 2.50, from 50.0 to below 60.0 percent, from 2024-04-01 to 2027-03-31
          ＝ 詳細　pfs explain L016

        """),
    DiagnosticCase(
      title: "two units in one step", code: "L017", kind: .contract,
      source: """
        language en
        achievement a
          from 1 percent to below 2 yen                 5 percent

        """,
      english: """
        error[L017]: the two figures have different units
         ┌─ test.pfs:3:8
          │
        3 │   from 1 percent to below 2 yen                 5 percent
          │        ^^^^^^^^^^^^^^^^^^^^^^^^ percent and yen
          │
          = rule: both ends of an interval have the same unit, written once behind the second
          = more: pfs explain L017

        """,
      japanese: """
        エラー[L017]: 二つの数の単位が異なります
         ┌─ test.pfs:3:8
          │
        3 │   from 1 percent to below 2 yen                 5 percent
          │        ^^^^^^^^^^^^^^^^^^^^^^^^ percentとyenです
          │
          ＝ 規則　区間の両端は同じ単位で、単位は後の数に一度だけ書きます
          ＝ 詳細　pfs explain L017

        """),
    DiagnosticCase(
      title: "two units in one Japanese step", code: "L017", kind: .contract,
      source: """
        言語 ja
        達成度 水準
          65歳以上70人未満                              5%

        """,
      english: """
        error[L017]: the two figures have different units
         ┌─ test.pfs:3:6
          │
        3 │   65歳以上70人未満                              5%
          │       ^^^^^^^^^^^^ 歳 and 人
          │
          = rule: both ends of an interval have the same unit, written once behind the second
          = more: pfs explain L017

        """,
      japanese: """
        エラー[L017]: 二つの数の単位が異なります
         ┌─ test.pfs:3:6
          │
        3 │   65歳以上70人未満                              5%
          │       ^^^^^^^^^^^^ 歳と人です
          │
          ＝ 規則　区間の両端は同じ単位で、単位は後の数に一度だけ書きます
          ＝ 詳細　pfs explain L017

        """),
    DiagnosticCase(
      title: "a suffix that stands alone", code: "L018", kind: .contract,
      source: """
        言語 ja
        集団 継続参加者
          条件            件数 24 以上

        """,
      english: """
        error[L018]: '以上' must be attached to what stands before it
         ┌─ test.pfs:3:23
          │
        3 │   条件            件数 24 以上
          │                           ^^^^ stands alone
          │
          = rule: a Japanese phrase is one word: 65歳以上, 登録日時点, 検収から30日
          = more: pfs explain L018

        """,
      japanese: """
        エラー[L018]: 「以上」は前の語に続けて書きます
         ┌─ test.pfs:3:23
          │
        3 │   条件            件数 24 以上
          │                           ^^^^ 離れています
          │
          ＝ 規則　句は一語として続けて書きます(65歳以上、登録日時点、検収から30日)
          ＝ 詳細　pfs explain L018

        """),
    DiagnosticCase(
      title: "a parenthesis that is not closed", code: "L019", kind: .contract,
      source: """
        language en
        payment p
          amount          (1 + 2 yen

        """,
      english: """
        error[L019]: a parenthesis is not closed
         ┌─ test.pfs:3:19
          │
        3 │   amount          (1 + 2 yen
          │                   ^ opened here
          │
          = more: pfs explain L019

        """,
      japanese: """
        エラー[L019]: 括弧が閉じられていません
         ┌─ test.pfs:3:19
          │
        3 │   amount          (1 + 2 yen
          │                   ^ ここで開いています
          │
          ＝ 詳細　pfs explain L019

        """),
    DiagnosticCase(
      title: "a parenthesis that was not opened", code: "L019", kind: .contract,
      source: """
        言語 ja
        支払 成果
          金額            1 + 2)

        """,
      english: """
        error[L019]: a parenthesis is closed that was not opened
         ┌─ test.pfs:3:22
          │
        3 │   金額            1 + 2)
          │                        ^ nothing to close
          │
          = more: pfs explain L019

        """,
      japanese: """
        エラー[L019]: 開いていない括弧が閉じられています
         ┌─ test.pfs:3:22
          │
        3 │   金額            1 + 2)
          │                        ^ 対応する括弧がありません
          │
          ＝ 詳細　pfs explain L019

        """),
    DiagnosticCase(
      title: "a hundred and one parentheses", code: "L019", kind: .contract,
      source: """
        language en
        payment p
          amount          (((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((

        """,
      english: """
        error[L019]: more than 100 parentheses are open
         ┌─ test.pfs:3:119
          │
        3 │   amount          (((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((
          │                                                                                                                       ^ one too many
          │
          = more: pfs explain L019

        """,
      japanese: """
        エラー[L019]: 括弧が100重を超えています
         ┌─ test.pfs:3:119
          │
        3 │   amount          (((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((
          │                                                                                                                       ^ ここで限度を超えます
          │
          ＝ 詳細　pfs explain L019

        """),
    DiagnosticCase(
      title: "a very long line", code: "L020", kind: .contract,
      source: "language en\npayment p\n  amount          5 yen # "
        + String(repeating: "x", count: 70_000) + "\n",
      english: """
        error[L020]: the line is longer than 65,536 bytes
         ┌─ test.pfs:3:1
          │
        3 │ …  amount          5 yen # xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…
          │  ^ this line
          │
          = help: divide the line
          = more: pfs explain L020

        """,
      japanese: """
        エラー[L020]: 行が65,536バイトを超えています
         ┌─ test.pfs:3:1
          │
        3 │ …  amount          5 yen # xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…
          │  ^ この行です
          │
          ＝ 候補　行を分けてください
          ＝ 詳細　pfs explain L020

        """),
    DiagnosticCase(
      title: "a line before the first header", code: "L021", kind: .contract,
      source: """
        言語 ja
          条件            年齢 65歳以上

        """,
      english: """
        error[L021]: the line stands in no block
         ┌─ test.pfs:2:3
          │
        2 │   条件            年齢 65歳以上
          │   ^^^^ no header above
          │
          = rule: an indented line belongs to the header above it
          = more: pfs explain L021

        """,
      japanese: """
        エラー[L021]: この行はどのブロックにも属していません
         ┌─ test.pfs:2:3
          │
        2 │   条件            年齢 65歳以上
          │   ^^^^ 上に見出しがありません
          │
          ＝ 規則　字下げした行は、その上の見出しに属します
          ＝ 詳細　pfs explain L021

        """),
    DiagnosticCase(
      title: "a label without its value", code: "L022", kind: .contract,
      source: """
        language en
        payment p
          cap

        """,
      english: """
        error[L022]: 'cap' has no value
         ┌─ test.pfs:3:3
          │
        3 │   cap
          │   ^^^ a value is expected behind the label
          │
          = rule: a line is a label, two or more spaces, and a value
          = more: pfs explain L022

        """,
      japanese: """
        エラー[L022]: 「cap」に値がありません
         ┌─ test.pfs:3:3
          │
        3 │   cap
          │   ^^^ 項目の後に値を書きます
          │
          ＝ 規則　行は、項目、空白2字以上、値の順に書きます
          ＝ 詳細　pfs explain L022

        """),
    DiagnosticCase(
      title: "a row without a result", code: "L023", kind: .contract,
      source: """
        言語 ja
        達成度 水準
          70%以上

        """,
      english: """
        error[L023]: the row is not complete
         ┌─ test.pfs:3:3
          │
        3 │   70%以上
          │   ^^^^^^^ a pattern and a result are expected
          │
          = rule: a row is one pattern or more, '評定 NAME', '直線補間' or '順位単価' if wanted, and one result
          = more: pfs explain L023

        """,
      japanese: """
        エラー[L023]: 行が完結していません
         ┌─ test.pfs:3:3
          │
        3 │   70%以上
          │   ^^^^^^^ 条件と結果を書きます
          │
          ＝ 規則　行は、一つ以上の条件、必要なら「評定 名前」・「直線補間」・「順位単価」、一つの結果の順に書きます
          ＝ 詳細　pfs explain L023

        """),
    DiagnosticCase(
      title: "a row that ends with linear", code: "L023", kind: .contract,
      source: """
        language en
        achievement a
          at least 3      linear

        """,
      english: """
        error[L023]: the row is not complete
         ┌─ test.pfs:3:3
          │
        3 │   at least 3      linear
          │   ^^^^^^^^^^^^^^^^^^^^^^ a pattern and a result are expected
          │
          = rule: a row is one pattern or more, 'grade NAME', 'linear' or 'each' if wanted, and one result
          = more: pfs explain L023

        """,
      japanese: """
        エラー[L023]: 行が完結していません
         ┌─ test.pfs:3:3
          │
        3 │   at least 3      linear
          │   ^^^^^^^^^^^^^^^^^^^^^^ 条件と結果を書きます
          │
          ＝ 規則　行は、一つ以上の条件、必要なら「grade 名前」・「linear」・「each」、一つの結果の順に書きます
          ＝ 詳細　pfs explain L023

        """),
    DiagnosticCase(
      title: "a list without blanks", code: "L024", kind: .contract,
      source: """
        language en
        table t
          key             person,wave

        """,
      english: """
        error[L024]: a comma in a list is not followed by a space
         ┌─ test.pfs:3:25
          │
        3 │   key             person,wave
          │                         ^ a space is missing
          │
          = rule: a comma between digits belongs to one number, so a list comma needs a space
          = fix:  write ', '                                                  [can be fixed automatically]
          = more: pfs explain L024

        """,
      japanese: """
        エラー[L024]: 列挙のコンマの後に空白がありません
         ┌─ test.pfs:3:25
          │
        3 │   key             person,wave
          │                         ^ 空白がありません
          │
          ＝ 規則　数字の間のコンマは桁区切りと読むため、列挙のコンマの後には空白を置きます
          ＝ 修正　「, 」と書きます　　　　　　　　　　　　　　　　　　　　　　[自動修正できます]
          ＝ 詳細　pfs explain L024

        """),
    DiagnosticCase(
      title: "a comma too many", code: "L025", kind: .contract,
      source: """
        言語 ja
        表 参加者
          主キー          個人番号、、測定回

        """,
      english: """
        error[L025]: a comma has nothing to separate
         ┌─ test.pfs:3:20
          │
        3 │   主キー          個人番号、、測定回
          │                           ^^ an item is missing here
          │
          = rule: a comma stands between two items of a list
          = more: pfs explain L025

        """,
      japanese: """
        エラー[L025]: 読点で区切るものがありません
         ┌─ test.pfs:3:20
          │
        3 │   主キー          個人番号、、測定回
          │                           ^^ ここに語がありません
          │
          ＝ 規則　読点は、列挙する二つのものの間に置きます
          ＝ 詳細　pfs explain L025

        """),
    DiagnosticCase(
      title: "a vocabulary line of one word", code: "L030", kind: .vocabulary,
      source: """
        person

        """,
      english: """
        error[L030]: the line is not a pair
         ┌─ test.pfs:1:1
          │
        1 │ person
          │ ^^^^^^ an English and a Japanese name or text are expected
          │
          = rule: a line of a vocabulary is the English name and the Japanese name, or the two texts in quotation marks
          = more: pfs explain L030

        """,
      japanese: """
        エラー[L030]: 行が対になっていません
         ┌─ test.pfs:1:1
          │
        1 │ person
          │ ^^^^^^ 英語と日本語の名前または文字列を並べます
          │
          ＝ 規則　語彙の行は、英語の名前と日本語の名前、または引用符で囲んだ二つの文字列です
          ＝ 詳細　pfs explain L030

        """),
    DiagnosticCase(
      title: "a vocabulary word that begins with a digit", code: "L031", kind: .vocabulary,
      source: """
        plus65 65歳以上

        """,
      english: """
        error[L031]: '65歳以上' cannot be a name
         ┌─ test.pfs:1:8
          │
        1 │ plus65 65歳以上
          │        ^^^^^^^^ not a name
          │
          = rule: a name is one word that begins with a letter
          = more: pfs explain L031

        """,
      japanese: """
        エラー[L031]: 「65歳以上」は名前になりません
         ┌─ test.pfs:1:8
          │
        1 │ plus65 65歳以上
          │        ^^^^^^^^ 名前の形ではありません
          │
          ＝ 規則　名前は、文字で始まる一語です(数字から始めることはできません)
          ＝ 詳細　pfs explain L031

        """),
    DiagnosticCase(
      title: "a name that is paired twice", code: "L032", kind: .vocabulary,
      source: """
        person 個人番号
        person 住民番号

        """,
      english: """
        error[L032]: 'person' has already been paired with '個人番号'
         ┌─ test.pfs:2:1
          │
        2 │ person 住民番号
          │ ^^^^^^^^^^^^^^^ paired a second time
          │
          = rule: each name and text has exactly one pair
          = more: pfs explain L032

        """,
      japanese: """
        エラー[L032]: 「person」はすでに「個人番号」と対になっています
         ┌─ test.pfs:2:1
          │
        2 │ person 住民番号
          │ ^^^^^^^^^^^^^^^ 二度目の対です
          │
          ＝ 規則　名前と文字列の対は一つずつです
          ＝ 詳細　pfs explain L032

        """),
    DiagnosticCase(
      title: "a name and a title without a pair", code: "L033", kind: .translation,
      source: """
        language en
        payment base_fee "Base"
          amount          2 × reach + reach
        |reach 参加者数

        """,
      english: """
        error[L033]: the vocabulary has no Japanese for 'base_fee'
         ┌─ test.pfs:2:9
          │
        2 │ payment base_fee "Base"
          │         ^^^^^^^^ used here
          │
          = help: add a line to the vocabulary
          = more: pfs explain L033

        error[L033]: the vocabulary has no Japanese for the text "Base"
         ┌─ test.pfs:2:18
          │
        2 │ payment base_fee "Base"
          │                  ^^^^^^ used here
          │
          = help: add a line to the vocabulary
          = more: pfs explain L033

        """,
      japanese: """
        エラー[L033]: 語彙に「base_fee」の日本語がありません
         ┌─ test.pfs:2:9
          │
        2 │ payment base_fee "Base"
          │         ^^^^^^^^ ここで使っています
          │
          ＝ 候補　語彙に一行を加えてください
          ＝ 詳細　pfs explain L033

        エラー[L033]: 語彙に「Base」の日本語がありません
         ┌─ test.pfs:2:18
          │
        2 │ payment base_fee "Base"
          │                  ^^^^^^ ここで使っています
          │
          ＝ 候補　語彙に一行を加えてください
          ＝ 詳細　pfs explain L033

        """),
    DiagnosticCase(
      title: "a Japanese name without a pair", code: "L033", kind: .translation,
      source: """
        言語 ja
        支払 基本委託料
          金額            5円
        |reach 参加者数

        """,
      english: """
        error[L033]: the vocabulary has no English for '基本委託料'
         ┌─ test.pfs:2:4
          │
        2 │ 支払 基本委託料
          │      ^^^^^^^^^^ used here
          │
          = help: add a line to the vocabulary
          = more: pfs explain L033

        """,
      japanese: """
        エラー[L033]: 語彙に「基本委託料」の英語がありません
         ┌─ test.pfs:2:4
          │
        2 │ 支払 基本委託料
          │      ^^^^^^^^^^ ここで使っています
          │
          ＝ 候補　語彙に一行を加えてください
          ＝ 詳細　pfs explain L033

        """),
    DiagnosticCase(
      title: "a translated name that is a keyword", code: "L034", kind: .translation,
      source: """
        language en
        payment fee
          amount          2 × reach
        |fee 委託料
        reach 件数

        """,
      english: """
        error[L034]: the translation of the line would not be read back as the same
         ┌─ test.pfs:3:3
          │
        3 │   amount          2 × reach
          │   ^^^^^^^^^^^^^^^^^^^^^^^^^ becomes '金額 2 × 件数'
          │
          = rule: a name of the vocabulary may not be a keyword of its language where it is used
          = more: pfs explain L034

        """,
      japanese: """
        エラー[L034]: この行の訳は、読み直すと同じ意味になりません
         ┌─ test.pfs:3:3
          │
        3 │   amount          2 × reach
          │   ^^^^^^^^^^^^^^^^^^^^^^^^^ 「金額 2 × 件数」となります
          │
          ＝ 規則　語彙の名前は、使われる場所でその言語の語と同じにはできません
          ＝ 詳細　pfs explain L034

        """),
    DiagnosticCase(
      title: "a Markdown file without contract text", code: "L026", kind: .markdown,
      source: """
        # Programme
        ```python
        ```

        """,
      english: """
        error[L026]: the file holds no contract text
         ┌─ test.md:1:1
          │
        1 │ # Programme
          │ ^ a block '```pfs' is expected
          │
          = rule: in a Markdown file the contract text stands in blocks between '```pfs' and '```'
          = more: pfs explain L026

        """,
      japanese: """
        エラー[L026]: ファイルに契約の本文がありません
         ┌─ test.md:1:1
          │
        1 │ # Programme
          │ ^ 「```pfs」のブロックが必要です
          │
          ＝ 規則　Markdownのファイルでは、契約の本文を「```pfs」と「```」の間に書きます
          ＝ 詳細　pfs explain L026

        """),
    DiagnosticCase(
      title: "a fence that is not closed", code: "L027", kind: .markdown,
      source: """
        # Programme
        ````pfs
        language en
        ```

        """,
      english: """
        error[L027]: the block of contract text is not closed
         ┌─ test.md:2:1
          │
        2 │ ````pfs
          │ ^^^^^^^ opened here
          │
          = help: write '```' on a line of its own below it
          = more: pfs explain L027

        """,
      japanese: """
        エラー[L027]: 契約の本文のブロックが閉じられていません
         ┌─ test.md:2:1
          │
        2 │ ````pfs
          │ ^^^^^^^ ここで始まっています
          │
          ＝ 候補　本文の下に「```」だけの行を書いてください
          ＝ 詳細　pfs explain L027

        """),
    DiagnosticCase(
      title: "a fence in a list", code: "L028", kind: .markdown,
      source: """
        - first

          ```pfs
          language en
          ```

        """,
      english: """
        error[L028]: the block of contract text is indented
         ┌─ test.md:3:3
          │
        3 │   ```pfs
          │   ^^^^^^ this block would not be read
          │
          = rule: '```pfs' stands at the beginning of a line, not in a list or a quotation
          = more: pfs explain L028

        """,
      japanese: """
        エラー[L028]: 契約の本文のブロックが字下げされています
         ┌─ test.md:3:3
          │
        3 │   ```pfs
          │   ^^^^^^ このブロックは読まれません
          │
          ＝ 規則　「```pfs」は行の先頭に書きます(箇条書きや引用の中には書けません)
          ＝ 詳細　pfs explain L028

        """),
  ]
}
