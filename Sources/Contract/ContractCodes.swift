import Diagnostics

/// The codes of this module with what `pfs explain` says about them.
public let contractCodes: [CodeEntry] = [
  CodeEntry(
    "A501", "The amendment quotes another text", "変更契約の変更前が契約の定めと一致しません",
    """
    An amendment names a line, a row or a bound of the contract ('change'), quotes what stands there ('was') and says what replaces it ('now'). Of several lines with one label, and of the rows of a table, the one is changed that 'was' quotes. If the quotation is not what is in force on the day before it takes effect, the amendment may have been drafted against another version, so nothing is changed. 16,200,000 and 16200000 are the same amount.

    Correct 'was', or add the amendment in between that is missing.
    """,
    """
    変更契約は、変える行・段・境界値(変更箇所)、そこにある定め(変更前)、新しい定め(変更後)を書きます。同じ見出しの行や段が複数あるときは、変更前と同じものを変えます。変更前がその時点で有効な定めと異なるときは、別の版の契約書をもとに起案された可能性があるため、何も変更しません。16,200,000と16200000は同じ金額です。

    「変更前」を正すか、抜けている変更契約を記載してください。
    """),
  CodeEntry(
    "A502", "The amended line is not there", "変更する行が見つかりません",
    "'change' and 'set' name a block and one line of it (outcome_fee cap), or a block and one of its bounds (attendance_level 70.0 percent). The bound must be written with its unit. The line must exist; in a scenario it must be the only one with its label, in an amendment the only one that 'was' quotes. A row of a table or a scale is amended by quoting it whole (change  attendance_level row). 'was  no line' adds a line, 'now  no line' takes one away.",
    "「変更箇所」と「仮定」には、欄とその行(成果報酬 上限)、または欄とその境界値(継続達成度 70.0%)を書きます。境界値には単位を付けます。行は、試算ではその見出しの行が一つだけ、変更契約では変更前と同じ行が一つだけであることが必要です。達成度や尺度の段は、「変更箇所  継続達成度 行」とし、変更前に段の全体を書きます。定めを加えるには変更前に、削るには変更後に「定めなし」と書きます。"
  ),
  CodeEntry(
    "A503", "The amendment takes effect within a settlement year", "変更契約が年度の途中から適用されます",
    "A settlement year is settled under one text. An amendment that takes effect within the year leaves open which part of the year, which sessions and which persons fall under which rule. The parties write that down, or let the amendment take effect on the first day of a settlement year.",
    "一つの年度は一つの定めで精算します。年度の途中から適用される変更契約では、どの期間・どの参加・どの人にどちらの定めを適用するかが決まりません。当事者がその区分を定めるか、適用日を年度の初日とします。"
  ),
  CodeEntry(
    "G101", "The line cannot be read", "行を読めません",
    "Each label has its own form of line. The message says what was expected at the marked place. A declared name that is spelled like a keyword or a unit (a column 'date') hides that keyword in the whole contract; then another name helps.",
    "項目ごとに行の書き方が定まっています。印の位置に何を書くかを示します。語や単位と同じ綴りの名前を定義すると(列「日付」など)、契約の全体でその語が名前として読まれます。そのときは名前を変えてください。"
  ),
  CodeEntry(
    "G102", "A line is missing", "必要な行がありません",
    "The block lacks a line without which it has no meaning. There are no defaults: what can change a figure stands in the contract.",
    "その欄に欠かせない行がありません。既定値はありません。金額や指標を変え得るものは、すべて契約に書きます。"),
  CodeEntry(
    "G103", "Written twice", "二度書かれています",
    "A line, a block or a given figure that may stand only once is written twice. Which of them holds would be a matter of opinion.",
    "一度だけ書く行・欄・値が二度書かれています。どちらが有効かが定まりません。"),
  CodeEntry(
    "G104", "A block does not cite its clause", "根拠条項がありません",
    "Every rule that leads to money names the clause of the paper contract on which it stands, so that every figure of a settlement can be traced to it.",
    "支払に至る定めには、契約書の根拠条項を書きます。精算のすべての数値を条項までたどれるようにするためです。"),
  CodeEntry(
    "G105", "The contract or its settlement is missing", "「契約」または「精算」の欄がありません",
    "A contract text has one block 'contract' (parties, term, when the year starts) and one block 'settlement' (what is added up, tax, limits).",
    "契約の本文には、「契約」の欄(当事者・契約期間・年度開始)と「精算」の欄(合計・消費税・上限)が一つずつ必要です。"),
  CodeEntry(
    "G106", "Dates run backwards", "期間の終わりが始まりより前です",
    "Both days of a period are included, so its last day is not before its first.",
    "期間は初日と末日を含みます。末日が初日より前であってはなりません。"),
  CodeEntry(
    "G107", "Codes for a column that is not a list", "一覧でない列のコード表",
    "'codes' gives the spellings of the names of a 'one of' column. Other columns hold their values as they are.",
    "「コード表」は、「いずれか」の列の名前に対して、ファイル中の表記を定めます。他の列には書けません。"),
  CodeEntry(
    "G108", "Found in no way or in two ways", "求め方がないか、二つあります",
    "A value is found in exactly one way: formula, any of, all of, age, take, count, sum or mean. A total counts rows or sums a figure, not both.",
    "個人値の求め方は、計算式・いずれか該当・すべて該当・年齢・採用・件数・合算・平均のうち一つです。延べは、件数と合算のどちらか一つです。"),
  CodeEntry(
    "G109", "No date decides whether a row is in the period", "行の日付が定まりません",
    "A window, 'earliest', 'latest' and the counting of days or months look at one date of each row. If a table has several date columns, or none, it says which one counts: 'dated by'.",
    "期間、最古・最新、日数や月数は、行ごとに一つの日付で判定します。日付の列が一つでない表には「基準日列」を書きます。"),
  CodeEntry(
    "G110", "The numerator is not part of the denominator", "分子が分母に含まれません",
    "The numerator of a rate is a population drawn from the denominator ('of'), so that a rate is never above 100 percent and its flow adds up.",
    "割合の分子は、分母を母体として定めた集団とします。割合が100%を超えず、内訳の数が合うようにするためです。"),
  CodeEntry(
    "G111", "There are no groups", "区分がありません",
    "'for each' and 'concentration' need an indicator with a line 'by'. Persons, totals and rates can be divided into groups; other kinds cannot.",
    "「区分ごと」と「集中度」には、「区分」の行がある指標が必要です。区分できるのは実人数・延べ・割合です。"),
  CodeEntry(
    "G112", "Whose persons are counted is not clear", "実人数として誰を数えるかが定まりません",
    "Rows are counted as persons through one chain of references to a table that populations are drawn from. Here there is no such chain, or more than one, or the rows have a key of their own besides and could be the persons themselves. The table says which column tells persons apart: 'persons by'.",
    "行から人への参照が、集団の母体となる表へ一通りに定まるとき、行から実人数を数えられます。ここでは参照がないか、複数あるか、または行に自身の主キーもあって、行そのものが人であるかもしれません。人を区別する列を、表の「実人数列」に定めてください。"
  ),
  CodeEntry(
    "G113", "A figure by group in a payment for all", "区分ごとの値には「区分ごと」の支払が必要です",
    "A figure that differs by group (by provider, by month) can only be used in a payment 'for each' group. Whether a cap or a rounding applies to each group or to the sum changes the money.",
    "区分(事業者別・月別など)によって異なる値は、「区分ごと」の支払でだけ使えます。上限や端数を区分ごとに適用するか合計に適用するかで、支払額が変わるためです。"),
  CodeEntry(
    "G114", "The amount comes first", "「金額」を最初に書きます",
    "The lines of a payment apply from top to bottom, so rounding, caps, floors and conditions stand below the amount.",
    "支払の各行は上から順に適用します。端数・上限・下限・支払条件は、金額より下に書きます。"),
  CodeEntry(
    "G115", "The line has no effect here", "この行は適用されません",
    "The line is one that this block knows, but not in this form of it: 'stop if' in a rate, 'missing' in a count of rows. A line that is not heeded would mislead its readers, so it is refused.",
    "この欄で使う項目ですが、この形の欄では働きません(割合の「中止条件」、行数の「欠測」など)。適用されない行は読む人を誤らせるため、書けません。"),
  CodeEntry(
    "G116", "Groups differ", "区分が異なります",
    "Figures are combined group by group only if their groups are the codes of the same column, or the months.",
    "区分ごとの値を組み合わせるには、同じ列のコードによる区分、またはどちらも月別の区分であることが必要です。"),
  CodeEntry(
    "G117", "A year outside the term", "契約期間外の年度",
    "A settlement year is named by the calendar year in which it begins, and part of it must lie within the term.",
    "年度は、その始まる年で呼びます。年度の一部が契約期間に含まれていなければなりません。"),
  CodeEntry(
    "G118", "Groups of single persons", "個人ごとの区分",
    "'by' names a column that tells participants apart. Each participant becomes a group, and groups are named by their codes in the statement, the payment file and the bundle. It is a warning: a contract may pay providers that are persons.",
    "「区分」に、参加者を区別する列が書かれています。参加者ごとに一つの区分となり、その識別番号が精算書・支払ファイル・精算の記録に表示されます。事業者が個人である契約もあるため、警告にとどめます。"
  ),
  CodeEntry(
    "G130", "A clause that no rule cites", "どの定めの根拠でもない条項",
    "The headings of a Markdown file name the clauses of the paper contract. Those that no block cites are listed, so that a clause that should settle something is not forgotten. Most contracts have clauses that settle nothing.",
    "Markdownの見出しは、紙の契約書の条項を示します。精算に関わる条項の書き忘れに気付けるように、どの欄の根拠でもない条項を示します。精算に関わらない条項は、そのままで構いません。"),
  CodeEntry(
    "G131", "A row of an example that does not fit", "計算例の行が合いません",
    "Below 'data TABLE COLUMN, …' each 'row' has one cell for each of the columns: a code, a number, a date, a quoted text as a file would hold it, or 'missing'.",
    "「データ 表 列、…」の下の「行」には、列ごとに一つの値を書きます(コード、数、日付、ファイルにあるとおりの「…」、または欠測)。"),
  CodeEntry(
    "G132", "An example without rows of a table", "行のない表のある計算例",
    "An example that brings rows is measured like a settlement, from all tables of the contract. A table of which it says nothing could be forgotten or empty; write its 'data' line, and no row below it if it is empty.",
    "行を書く計算例は、契約のすべての表から精算と同じに測定します。書かれていない表は、書き忘れか空の表か分かりません。空であれば「データ」の行だけを書きます。"),
  CodeEntry(
    "G133", "A window that can reach beyond the year", "年度の後に及び得る期間",
    "Days or months after a date of the person can lie after the year that is settled. Rows of those days count if the records hold them, so the figure depends on when they were handed over. A condition on the date of the rows ends the window: up to settlement year end, in term to date, or in following year if later rows are meant.",
    "人の日付から数える日数や月数は、精算する年度の後に及ぶことがあります。年度の後の行も記録にあれば数えるので、値が記録の提出の時期によって変わります。行の日付に条件を書いて期間を区切ります(当年度末まで、契約開始以来、後の行も数えるなら翌年度内)。"
  ),
  CodeEntry(
    "G140", "Periods that do not make a year", "一年度にならない期",
    "'period  3 months' divides every settlement year into equal periods that are settled one after the other: twelve of 1 month, six of 2, four of 3, three of 4 or two of 6. They are counted from the beginning of the whole year and named 2026-P1, 2026-P2 and so on, whether or not the term covers all of them.",
    "「精算期  3か月」は、各年度を等しい長さの期に分け、期ごとに精算することを定めます(1か月12期、2か月6期、3か月4期、4か月3期、6か月2期)。期は年度の初めから数え、契約期間が年度の途中から始まる場合も番号は変わりません。名前は 2026-P1、2026-P2 のように付けます。"
  ),
  CodeEntry(
    "G141", "No such period of a year", "その期はありません",
    "A payment or an example names periods of a settlement year by number. There are as many as the settlement divides the year into; a contract that settles whole years has none.",
    "支払と計算例では、年度の中の期を番号で示します。期の数は、精算が年度を分けた数です。年度ごとに精算する契約に、期はありません。"),
  CodeEntry(
    "G142", "A basis that does not go with the periods", "期と合わない精算の方式",
    "'each period on its own' needs the length of a period. 'final' settles once for the whole term, so no year is divided.",
    "「各期独立」には、一期の長さが必要です。「最終一括」は契約期間を一括して精算するため、年度を期に分けません。"),
  CodeEntry(
    "G143", "An amount that is not known for each payee", "支払先ごとに定まらない金額",
    "A settlement 'for each' makes an invoice for every payee: its total, its tax, rounded once, its limits and its amount due. What is added up must therefore be an amount for each payee. A payment without 'for each', or interim payments of all payees together, would count for every one of them.",
    "「区分ごと」の精算は、支払先ごとに請求書を作ります(合計、一回だけ端数処理する消費税、上限、差引支払額)。合計するものは、支払先ごとの金額でなければなりません。「区分ごと」のない支払や全体の中間払を用いると、すべての支払先に重ねて計算されます。"
  ),
  CodeEntry(
    "G144", "A value that changes within what it is multiplied by", "掛ける数の途中で変わる値",
    "'(4,500 yen per person, on or after 2026-10-01 4,700 yen per person)' is the price in force on one day: in a payment for each month that of the month, elsewhere that of the beginning of what is settled together. It may therefore change only where a month, or a settlement year (or a period that is settled on its own), begins. A count of the whole year does not say how much of it was before October; count by month of the date of service instead.",
    "「(1人当たり4,500円、2026年10月1日以後 1人当たり4,700円)」は、ある日に有効な単価です。月ごとの支払ではその月、ほかでは合わせて精算する期間の初日の単価を用います。したがって、月の初日、または年度(各期独立であれば期)の初日にだけ変えられます。年度全体の件数からは10月より前の件数が分からないため、提供の日の月別に数えてください。"
  ),
  CodeEntry(
    "G145", "A limit of a share without its span", "期間の定まらない限度額",
    "A share of a split may be limited: 'in settlement year at most 10,000,000 yen' over the settlements of a year, 'in term to date at most …' over all of them, 'in settlement period at most …' in each alone. Where a year is settled in four, a limit for each is up to four times one for the year, so nothing is assumed.",
    "配分の負担には限度額を付けられます。「当年度内 10,000,000円以下」は一年度の各期を通じて、「契約開始以来 …以下」は契約期間を通じて、「当期内 …以下」は一回の精算ごとに限ります。年に四回精算すると、一回ごとの限度額は年度の限度額の四倍になり得るため、推定しません。"
  ),
  CodeEntry(
    "G146", "What rounding leaves of a divided amount", "分けた額の端数処理で残る額",
    "An amount that is divided by 'share of' is rounded down for every group, so the parts can make less than the whole. 'remainder largest fraction first' gives one smallest part each to the groups that rounding took most from (of equal ones to the first by name) until the parts make the whole; 'remainder not paid' leaves it. Rounded up or to the nearest, the parts could make more than the whole, which is refused.",
    "「構成比」で分ける額は区分ごとに切り捨てるため、合計が元の額より少なくなり得ます。「残額 端数の大きい順」は、切り捨てた端数の大きい区分から(等しいときは名前の順に)最小の単位ずつ、合計が元の額になるまで加えます。「残額 支払わない」は残額を支払いません。切上げや四捨五入では合計が元の額を超え得るため、書けません。"
  ),
  CodeEntry(
    "G147", "Earlier payments that change nothing", "影響のない既払額",
    "An example may say what earlier periods were paid: 'given paid earlier 3,000,000 yen' without tax, 'given paid earlier with tax 3,300,000 yen' with it. The first is deducted where periods are settled together and counts towards limits without tax, the second towards limits that count the tax. Where the contract has no such line the example would test nothing.",
    "計算例では、以前の支払額を前提にできます。「前提 既払額 3,000,000円」は税抜き、「前提 税込既払額 3,300,000円」は税込みです。既払額は通算する精算で差し引かれ、税抜きの上限に算入されます。税込既払額は税込みの上限に算入されます。そのような定めのない契約では、計算例は何も確かめないことになります。"
  ),
  CodeEntry(
    "G148", "Arithmetic too deep", "重ねすぎた計算",
    "Of one line of arithmetic at most 100 operations are done one on the result of the other, in parentheses or one after the other. Sums of amounts in one unit may be as long as the line. Longer arithmetic is divided among blocks, each with a name and a clause that can be explained.",
    "一つの式で、計算の結果にさらに計算を重ねるのは、括弧の中も含めて100回までです。同じ単位の足し算だけであれば、行に書ける限り続けられます。長い計算は、名前と根拠条項のある欄に分けます。"),
  CodeEntry(
    "G119", "No day is meant", "どの日も指していません",
    "'that day' is the day on which a person-time grid looks at somebody: a value with the line 'each'. Elsewhere no day is meant; name a date, a column or 'settlement year end'.",
    "「観察日」は、日ごとに見る個人値(「観察日」の行があるもの)で、その時点の日を指します。それ以外では指す日がありません。日付・列・当年度末などを書いてください。"
  ),
  CodeEntry(
    "G120", "No day to look at, or too many", "観察する日がないか、多すぎます",
    "'each first of month' looks at somebody on every first of a month in the stated dates, both days included. At least one must lie in them, and at most 1,200 (a hundred years).",
    "「毎月初日」では、定めた期間(初日と末日を含む)にある各月の初日に一人ひとりを見ます。期間には月の初日が1日以上、1,200日(百年)以下なければなりません。"),
  CodeEntry(
    "G121", "A share of nothing or of all", "0%または100%の割合です",
    "'only if' pays nothing where its condition is not met; ', otherwise 50 percent' pays that share of the amount so far. A share of nothing is what the line says without it, and a share of all would make the condition idle.",
    "「支払条件」を満たさないときは何も支払いません。「、満たさない場合 50%」と書けば、そこまでの金額のその割合を支払います。0%は書かないのと同じであり、100%では条件が働きません。"),
  CodeEntry(
    "M401", "What missing records do is not stated", "欠測の扱いが定められていません",
    "Missing is not zero, and not 'no'. Wherever a figure that can be missing is used, the contract says what happens: a value 'stays missing' or 'counts as zero'; a mean leaves the person out ('excluded') or counts zero; a change needs 'complete pairs'.",
    "欠測はゼロでも「いいえ」でもありません。欠測し得る値を使う箇所ごとに扱いを書きます。個人値では「欠測のまま」か「ゼロ扱い」、平均などでは「除外」か「ゼロ扱い」、前後の変化では「前後とも有効」です。"
  ),
  CodeEntry(
    "M402", "The rule of age is not stated", "年齢の数え方が定められていません",
    "By the statute (年齢計算ニ関する法律) an age is attained at the end of the day before the birthday; many contracts mean the birthday itself. For a person born on 1 April the two differ on 31 March. Write 'by statute' or 'by birthday'.",
    "年齢計算ニ関する法律では、誕生日の前日の終了時に年齢が加算されます。誕生日を基準とする契約も多くあります。4月1日生まれの人では3月31日に違いが出ます。「年齢計算法」または「誕生日基準」と書いてください。"
  ),
  CodeEntry(
    "N101", "Unknown name", "定義されていない名前",
    "The name is neither a block, nor a column or value that can be reached from the row, nor a code of the list. The message names the nearest one, if there is one.",
    "この名前の欄も、この行から参照できる列・個人値も、一覧のコードもありません。近い名前があれば示します。"),
  CodeEntry(
    "N102", "Declared twice", "二重の定義",
    "Blocks, the columns of a table, the codes of a list and units have different names; amendments have different numbers; scenarios and examples have different titles. A value does not bear the name of a column of its table.",
    "欄、表の列、一覧のコード、単位の名前、変更契約の番号、試算と計算例の題は、それぞれ重なってはなりません。個人値は、その表の列と同じ名前にできません。"),
  CodeEntry(
    "N103", "A name of another kind", "種類の違う名前",
    "The name is declared, but as something that cannot stand here, such as a population where an indicator is needed.",
    "名前は定義されていますが、ここには使えない種類です(指標が必要なところの集団など)。"),
  CodeEntry(
    "N104", "Defined by itself", "循環する定義",
    "A value, population, indicator, achievement or score needs itself, directly or through others. Figures are derived in one direction.",
    "個人値・集団・指標・達成度・総合評価が、直接または他を通じて自分自身を必要としています。定義は一方向でなければなりません。"),
  CodeEntry(
    "N105", "Not used", "使われていません",
    "Nothing that is settled depends on this block. Often a payment was left out of the total, or a population has another name. Indicators may stand alone, for reports.",
    "精算されるどの数値も、この欄によりません。支払が合計から漏れているか、集団の名前が違うことがあります。指標は、報告のためだけに定めることもできます。"),
  CodeEntry(
    "N106", "Several ways lead to the name", "名前に至る道が複数あります",
    "A name is looked up in the row, then in the tables that the row refers to. Here two references lead to it, or a column could refer to two tables. Nothing is guessed: state the reference, or use another name.",
    "名前は、その行、次に参照先の表で探します。ここでは二つの参照が行き着くか、列の参照先となる表が二つあります。推測はしないため、参照を明記するか、名前を変えてください。"),
  CodeEntry(
    "N107", "A payment that comes later", "後に定められた支払",
    "Payments are computed in the order in which they are written; one may use those above it.",
    "支払は書かれた順に計算します。使えるのは、それより前に定めた支払だけです。"),
  CodeEntry(
    "N111", "A used text that cannot be read", "使用する文書を読めません",
    "The line 'use' names a text by its path from the contract's own directory, without its ending: \"../scales/bmi\" is bmi.en.pfs for an English contract and bmi.ja.pfs for a Japanese one. Nothing else is searched, so that no other file can change a figure.",
    "「使用」の行には、契約のあるディレクトリから、拡張子を除いて文書の場所を書きます(「../scales/bmi」は、日本語の契約では bmi.ja.pfs)。別のファイルが数値を変えることのないよう、ほかの場所は探しません。"
  ),
  CodeEntry(
    "N112", "A used text without the scale", "使用する文書に尺度がありません",
    "The scale that is used has the name of the block, and rows of its own in the text that is named.",
    "使用する尺度は、その文書に同じ名前で、段を伴って定められていなければなりません。"),
  CodeEntry(
    "N113", "Another version of a used text", "使用する文書の版が異なります",
    "A contract names the version of a scale. The text states its own with the line 'version' of its block 'contract'; where the two differ nothing is settled.",
    "契約は、尺度の版を定めます。文書は「契約」の欄の「版数」でその版を示し、両者が異なるときは精算しません。"),
  CodeEntry(
    "N114", "A used text that is wrong", "使用する文書に誤りがあります",
    "The text is read like a contract in the language of the contract that uses it. 'pfs check' on it shows what is wrong.",
    "使用する文書は、使用する契約と同じ言語の契約文として読みます。その文書を「pfs check」で確かめてください。"),
  CodeEntry(
    "R301", "A rounding is missing", "端数処理がありません",
    "Where an amount can have a fraction of the smallest unit of money, the contract says how it is rounded and where. The message says the smallest step by which the amount can move. There is no default.",
    "金額に最小単位未満の端数が生じ得る箇所では、端数処理の方法と位置を契約に書きます。金額が動き得る最小の幅を示します。既定値はありません。"),
  CodeEntry(
    "R302", "A rounding that never acts", "働くことのない端数処理",
    "Every possible figure is already a multiple of the unit to which it is rounded. That is allowed; it is noted because a reader may expect an effect.",
    "取り得る値はすべて、丸める単位の倍数です。誤りではありませんが、効果を期待する読み手のために示します。"),
  CodeEntry(
    "R303", "A record is missing", "記録の仕方がありません",
    "A mean or a quotient can be a fraction without end. The value states how it is recorded: unit, decimals, rounding.",
    "平均や割り算には、割り切れない値が生じます。記録の単位・桁・端数処理を定めます。"),
  CodeEntry(
    "S411", "A statistical choice is missing", "統計上の選択がありません",
    "An indicator that estimates an effect states 'errors' (classical, HC1, HC3, or clustered with CR1 or CR2), 'missing', 'pay on' (the estimate or a bound) and 'record'. Each choice changes the figure, so it is fixed before the data are seen.",
    "効果を推定する指標には、標準誤差(古典・HC1・HC3、またはクラスターのCR1・CR2)、欠測、支払基準(点推定値または信頼限界)、記録を定めます。どの選択も数値を変えるため、データを見る前に定めておきます。"
  ),
  CodeEntry(
    "S412", "Groups that cannot be compared", "比較できない集団です",
    "A comparison takes two different populations of the same table. Both hold persons by the same rows, so that nobody is counted on both sides and every figure is found in the same way for both.",
    "比較には、同じ表から定めた別々の二つの集団を用います。同じ人が両側に数えられず、どちらの値も同じ方法で求められるようにするためです。"),
  CodeEntry(
    "S413", "An outcome without waves", "前後のない結果変数です",
    "A difference in differences compares two measurements of each person. Either the outcome is a column of a table with one row per person and wave, and 'before' and 'after' name the waves, or 'before' and 'after' are values and 'outcome' is left out.",
    "差の差は、各人の二時点の値を比べます。人と測定回ごとに一行の表の列を「結果変数」とし「前」「後」に測定回を書くか、「結果変数」を書かずに「前」「後」に個人値を書きます。"),
  CodeEntry(
    "S414", "No wave for the settlement year", "当年度の測定回がありません",
    "'settlement year' stands for the wave whose code names that year in the table (year1 = 2024). A year without a wave has no outcome to settle on.",
    "「当年度」は、表のコードにその年度を書いた測定回(一年後 = 2024)を指します。測定回のない年度には精算に用いる結果がありません。"),
  CodeEntry(
    "S415", "Not computed in this way", "この方法では計算しません",
    "Each kind has its own forms of standard error and limits, listed in the message. A choice that the kind cannot honour is refused rather than replaced.",
    "種類ごとに、用いることのできる標準誤差と信頼限界の形があります(本文に示します)。適用できない選択を別のもので代えることはしません。"),
  CodeEntry(
    "S416", "Not a standard population", "標準人口ではありません",
    "A directly standardised rate weighs the rates of strata by a standard population: a scale of the contract that gives the standard's persons for each stratum.",
    "直接標準化では、層ごとの割合を標準人口で加重します。標準人口は、層から人数を与える尺度として契約に定めます。"),
  CodeEntry(
    "T101", "Rows overlap", "段が重なっています",
    "One figure lies in two rows of a table. Half-open steps ('from 50.0 to below 60.0') meet without overlap.",
    "一つの値が二つの段に当てはまります。「50.0以上60.0未満」のように書けば、隣の段と重なりません。"),
  CodeEntry(
    "T102", "Nothing lies in the row or interval", "値の入らない段・範囲",
    "The interval ends before it begins, or no figure that is possible or recorded reaches it: a rate is between 0 and 100 percent, and a figure of one decimal is never 60.05.",
    "範囲の下端が上端以上であるか、取り得る値・記録される値が入りません。割合は0～100%であり、小数1桁の値が60.05になることはありません。"),
  CodeEntry(
    "T103", "No row for some figures", "段のない値があります",
    "A figure that is possible lies in no row, so what it earns was never agreed. Where the step of the figure is known, only figures on that step count: with one decimal there is no gap between 'to 59.9' and 'from 60.0'.",
    "取り得る値に当てはまる段がなく、その結果が定められていません。値の刻みが分かるときは、その刻みの値だけを考えます。小数1桁なら「59.9以下」と「60.0以上」の間にすき間はありません。"),
  CodeEntry(
    "T104", "A row in another unit", "単位の異なる段",
    "All rows of a table state their bounds in the unit of what is measured, and their results in one unit.",
    "段の範囲は測定する値の単位で、結果はすべての段で同じ単位で書きます。"),
  CodeEntry(
    "T105", "A straight line without two ends", "両端のない直線補間",
    "'linear' goes from the result at the lower bound to the result at the upper bound, so the row has both.",
    "直線補間は、下端の結果から上端の結果まで引きます。段には両端が必要です。"),
  CodeEntry(
    "T106", "One spelling for two meanings", "一つの表記に二つの意味",
    "A spelling in a file stands for one code, and not for a code and for missing. The name of a code is one of its spellings.",
    "ファイル中の表記は、一つのコードだけを表します。コードと欠測の両方を表すこともできません。コードの名前も表記の一つです。"),
  CodeEntry(
    "T107", "A table that cannot be referred to", "参照できない表",
    "A reference is a column that holds the key of another table, and that key is a single column.",
    "参照は、主キーが一列である別の表の、主キーの値を持つ列です。"),
  CodeEntry(
    "T108", "Rows do not refer in one way", "参照が一通りに定まりません",
    "Counting, summing and taking the rows of a person, and limiting rows to persons, need exactly one reference from the rows to the person. A column with the name of the other table's key refers to it; otherwise write 'refers to'.",
    "人ごとに行を数え、合計し、選ぶには、行から人への参照が一つ必要です。相手の表の主キーと同じ名前の列は参照とみなします。そうでないときは「参照」を書きます。"),
  CodeEntry(
    "T109", "No rows", "段がありません",
    "An achievement and a scale have at least one row.", "達成度と尺度には、段が一つ以上必要です。"),
  CodeEntry(
    "T110", "Weights do not make 100 percent", "重みの合計が100%でありません",
    "The weights of a score make exactly 100 percent.", "総合評価の重みの合計は、ちょうど100%でなければなりません。"),
  CodeEntry(
    "T111", "One heading for two columns", "一つの見出しに二つの列",
    "A heading of a file leads to one column. A column is found by its name in either language and by the spellings of 'header'.",
    "ファイルの見出しは、一つの列に対応します。列は、両言語の名前と「見出し」の表記で探します。"),
  CodeEntry(
    "T112", "Not a price by rank", "順位単価ではありません",
    "A row with 'each' prices the first, the second, the third … thing that an indicator counts. Either all rows of a table are such prices or none is; each is an amount of money, and no price falls below zero.",
    "「順位単価」の段は、指標が数える1番目・2番目・3番目…の単価を定めます。表のすべての段を順位単価とするか、一つも順位単価としないかのどちらかです。単価は金額で、零を下回りません。"),
  CodeEntry(
    "T113", "Shares do not make the whole", "負担の合計が全額になりません",
    "A split gives each party a share in percent, rounded as stated, and exactly one party the remainder, so that the parts make the whole to the last yen.",
    "配分では、各負担者に割合と端数処理を定め、ちょうど一者を残額とします。こうして合計が1円まで全額に一致します。"),
  CodeEntry(
    "T114", "Not the name of files", "ファイル名として使えません",
    "A table is read from the file with its name. With one '*' in the last part of the name, which stands for any characters, it is read from all files with such names, together; each has its own header line. A name does not lead out of the directory of the data.",
    "表は、その名前のファイルから読みます。名前の最後の部分に任意の文字列を表す「*」を一つ書くと、該当するすべてのファイルを一つの表として読みます。見出し行は、ファイルごとにあります。データのディレクトリの外は指せません。"
  ),
  CodeEntry(
    "T115", "A column can hold what the scale does not cover", "尺度の段を外れ得る列",
    "The range that a column states goes beyond the rows of the scale that reads it. A record with such a value would stop the settlement, long after the contract was signed. Narrow the range, or give the scale a row for the rest.",
    "列に定めた範囲が、それを読む尺度の段を超えています。そのような値の記録があると、締結からずっと後の精算がそこで止まります。範囲を狭めるか、残りの段を尺度に加えてください。"),
  CodeEntry(
    "T116", "Rows that cross in too many ways", "組合せの多すぎる段",
    "In every combination of inputs one row of a scale decides. To find out, the bounds of the rows cut the inputs into parts, and the rows that fit a part are compared, 1,000,000 in all. A scale of a few thousand rows stays far below, unless most of its rows leave inputs open or reach over many bounds of others in several inputs.",
    "入力のどの組合せでも、尺度の一つの段で決まらなければなりません。段の境界で入力を区分し、各区分に当てはまる段を合計1,000,000回まで比べて確かめます。数千段の尺度でも、多くの段が「不問」であるか、複数の入力で他の段の境界をいくつもまたぐ場合のほかは、はるかに及びません。"
  ),
  CodeEntry(
    "U201", "Units do not multiply", "単位の合わない掛け算・割り算",
    "A price per person is multiplied by a count of persons. A figure is multiplied or divided by a number or a percentage. Two measures are not multiplied.",
    "1人当たりの単価には人数を掛けます。値に掛けたり割ったりできるのは、数または割合(%)です。測定値どうしは掛けられません。"),
  CodeEntry(
    "U202", "Units do not agree", "単位が一致しません",
    "Figures that are added, subtracted, compared, recorded or assumed are in the same unit. Two percentages differ by percentage points.",
    "足す・引く・比べる・記録する・仮定する値は、同じ単位でなければなりません。割合(%)どうしの差の単位はポイントです。"),
  CodeEntry(
    "U203", "A value of another kind", "種類の違う値",
    "A number, a date, a code or yes-or-no stands where another of these is needed.",
    "数・日付・コード・はい/いいえのうち、ここで必要なものと異なる種類の値です。"),
  CodeEntry(
    "U204", "The inputs of the scale do not fit", "尺度の入力が合いません",
    "A scale is read with as many inputs as it states, each of its stated unit or list.",
    "尺度には、定められた数の入力を、それぞれ定められた単位または一覧で渡します。"),
  CodeEntry(
    "U205", "Not an amount of money", "金額ではありません",
    "A payment and the total come to the currency of the contract. A plain number or a percentage is no amount; a price names its currency. Caps and floors have no fraction of the smallest amount and are not below zero.",
    "支払と合計は、契約の通貨で表される金額でなければなりません。単価には通貨を付けます。上限と下限は、最小の単位の端数がなく、0以上です。"),
  CodeEntry(
    "V704", "A figure that can never be", "取り得ない値です",
    "A scenario puts a figure in place of a measured one. It must be one that could be measured: a count is whole and not negative, a share lies between 0 and 100 percent, and a recorded figure has the decimals of its 'record' line.",
    "試算では、測定値の代わりに値を仮定します。仮定する値は測定され得るものに限ります(件数は0以上の整数、割合は0%から100%、記録する値は「記録」の桁)。"),
]
