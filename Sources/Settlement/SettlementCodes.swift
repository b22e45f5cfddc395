import Diagnostics

/// The manual's pages for the codes of this module.
public let settlementCodes: [CodeEntry] = [
  entry(
    "F401", "a value outside every row of an achievement table", "達成度のどの段にも当たらない値",
    """
    The measured value lies in no row of the table, so the contract does not say what it earns. \
    What depends on the table is suspended; other payments are settled. The parties agree on the \
    missing row and record it as an amendment.
    """,
    """
    測定した値がどの段にも当たらず、達成度が定まりません。この達成度に基づく支払は保留し、その他の支払は精算します。\
    当事者で段を定め、変更契約に記録してください。
    """),
  entry(
    "F402", "division by zero", "零による割り算",
    """
    A formula divides by a figure that is zero in this period. The result is not defined and is \
    not taken for zero; what depends on it is suspended.
    """,
    """
    計算式の除数がこの期間では零です。値は定まらず、零とはみなしません。この値に基づく支払は保留します。
    """),
  entry(
    "F403", "the period has no whole number of months", "期間が暦月の整数でない",
    """
    The contract counts the months of the period, but the period begins or ends within a month. \
    State the term by whole months, or the amount by days.
    """,
    """
    契約は期間の月数を用いますが、期間が月の途中で始まるか終わります。契約期間を暦月で定めるか、金額を日数で定めてください。
    """),
  entry(
    "F411", "interim payments not given", "中間払の額の指定がない",
    """
    The contract deducts interim payments. What was paid in the period must be given, 0 if nothing \
    was paid: nothing missing counts as zero.
    """,
    """
    契約は中間払を控除します。期間中に支払った額を指定してください(なければ 0)。指定のないものを零とはみなしません。
    """),
  entry(
    "F412", "interim payments given but not deducted", "控除しない中間払の指定",
    "The contract does not deduct interim payments, so the amount given would have no effect.",
    "契約に中間払の控除がないため、指定した額はどこにも用いられません。"),
  entry(
    "F413", "interim payments not a payable amount", "支払い得ない中間払の額",
    "An amount that was paid is not negative and has no fraction of the currency's smallest unit.",
    "支払済みの額は、負でなく、通貨の最小単位の整数倍です。"),
  entry(
    "F421", "earlier settlements not given", "過年度の精算の指定がない",
    """
    The payment depends on what earlier years paid (a cap over the term, or a cumulative basis). \
    The settlement of every earlier year of the term must be given.
    """,
    """
    期間上限または累計方式のため、支払額が過年度の支払によって決まります。契約期間中のすべての過年度の精算を指定してください。
    """),
  entry(
    "F422", "a settlement that is not of an earlier year", "過年度のものでない精算",
    "A settlement was given as earlier whose period is not before this one in the contract's term.",
    "過年度の精算として指定されたものの期間が、この精算の期間より前の年度ではありません。"),
  entry(
    "F423", "an earlier year given twice", "同じ過年度の重複",
    "Two settlements of one earlier year were given; it would be counted twice.",
    "一つの過年度について精算が二つ指定されています。二重に数えることになります。"),
  entry(
    "F424", "settled once, for the last year", "最終年度に一括して精算する契約",
    "The contract's basis is final: only its last settlement year is settled.",
    "契約の方式は最終一括です。最終年度のみ精算します。"),
  entry(
    "F425", "a name that settlement lines have", "精算の行と同じ名前",
    "The figures total, tax, payable and due are named so in every settlement; no block may be.",
    "total、tax、payable、due はどの精算でも行の名前に用いるため、欄の名前にはできません。"),
  entry(
    "F426", "the year before has no such figure", "前年度の値がない",
    """
    The contract uses what the year before recorded of a figure. In that settlement the figure was \
    stopped, or a group that exists now did not exist then. Nothing is put in its place; what depends \
    on it is suspended.
    """,
    """
    契約は前年度の記録値を用いますが、前年度の精算でその値が中止されたか、今年度の区分が前年度にはありませんでした。\
    代わりの値は用いず、これに基づく支払は保留します。
    """),
  entry(
    "F427", "a payee of earlier periods has no figure", "以前の期の支払先に数値がない",
    """
    A settlement for each payee sets off what earlier periods paid to the same payee. A payee who was paid \
    and whom the records no longer name would be left out, and what he was paid never set off. Nothing is \
    settled until the records name him: a column that is one of all payees has a figure for each, of zero \
    where nobody counts.
    """,
    """
    支払先ごとの精算では、同じ支払先への以前の支払を控除します。支払を受けたのに記録に現れない支払先があると、その額が\
    精算されないため、精算を行いません。列を全支払先の「いずれか」とすれば、対象者がいなくても0として数えます。
    """),
  entry(
    "F490", "a figure neither measured nor stopped", "測定も中止もされない指標",
    "An indicator has no measurement although nothing stopped it. This is a fault of the program.",
    "中止されていない指標に測定値がありません。プログラムの誤りです。"),
  entry(
    "F491", "units that do not combine", "合わない単位",
    "Units differ although the contract was checked. This is a fault of the program.",
    "検査済みの契約で単位が合いません。プログラムの誤りです。"),
  entry(
    "F492", "a fraction in the amount due", "支払額の端数",
    """
    The checker demands a rounding wherever a fraction is possible, so none can reach the amount \
    due. This is a fault of the program.
    """,
    "端数の生じ得る箇所には端数処理を求めているため、支払額に端数は残りません。プログラムの誤りです。"),
  entry(
    "V702", "a scenario that changes nothing", "何も変わらない試算",
    "A scenario whose result equals the settlement is usually a typing error. Where that no figure changes is the point, write 'expect no change'.",
    "精算と同じ結果になる試算は、多くは書き間違いです。変わらないことを確かめる試算には「結果　変化なし」と書きます。"),
  entry(
    "V703", "a scenario that changes what was expected to stay", "変わらないはずの数値が変わる試算",
    "The scenario says 'expect no change', and a figure of the settlement is another one under it.",
    "試算に「変化なし」と書かれていますが、その仮定のもとで精算の数値が変わります。"),
  entry(
    "X601", "a worked example disagrees with the text", "計算例と条文の不一致",
    """
    The example in the annex and the clauses of the contract give different figures. The message \
    shows the way to the figure, and names the rounding that would explain the example, if one does.
    """,
    """
    別紙の計算例と契約の条項とで結果が異なります。計算の経過と、違いを説明する端数処理があればそれを示します。
    """),
  entry(
    "X602", "a worked example gives too little", "前提の足りない計算例",
    "The example expects a figure that cannot be computed from what it gives.",
    "計算例の前提だけでは、結果として書かれた数値を計算できません。"),
  entry(
    "X603", "a worked example outside the term", "契約期間の外の計算例",
    "The year of the example is not a settlement year of the contract.",
    "計算例の年度が契約の精算年度ではありません。"),
  entry(
    "X604", "an expected stop or error does not occur", "見込んだ停止・エラーが起きない計算例",
    "The example says 'expect stop CODE' or 'expect error CODE', and working it stops or refuses nothing with this code. What did occur is shown.",
    "計算例に「停止 コード」または「エラー コード」とありますが、計算してもそのコードの停止やエラーは起きません。起きたことがあれば示します。"),
  entry(
    "X605", "a figure that an example expects not to be", "ないはずの数値がある計算例",
    "The example says 'expect no figure NAME', and the text gives a figure.",
    "計算例に「数値なし 名前」とありますが、条文どおりに計算すると数値が得られます。"),
  entry(
    "X606", "a worked example counts otherwise", "集団の数の異なる計算例",
    "The rows of the example make another number of members of a population than it expects. The message shows how many rows each condition left.",
    "計算例の行から得られる集団の数が、結果として書かれた数と異なります。条件ごとに残った行数を示します。"),
  entry(
    "X607", "a worked example values a row otherwise", "行の値の異なる計算例",
    "The value of a row of the example is another than it expects, or the example brings no row with that key. What follows the name of the value is the key of its row, in quotation marks.",
    "計算例の行の個人値が、結果として書かれた値と異なるか、その主キーの行がありません。個人値の名前の後に、行の主キーを「…」で囲んで書きます。"),
  entry(
    "X608", "a worked example grades otherwise", "評定の異なる計算例",
    "The figure of the example lies in a row of another grade than it expects, or in a row without one.",
    "計算例の数値が、結果として書かれた評定と異なる段か、評定のない段に入ります。"),
]

private func entry(
  _ code: String, _ en: String, _ ja: String, _ english: String, _ japanese: String
) -> CodeEntry {
  CodeEntry(
    code: code, title: Text(en: en, ja: ja), explanation: Text(en: english, ja: japanese))
}
