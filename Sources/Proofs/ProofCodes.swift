import Diagnostics

/// The manual's pages for the codes of this module.
public let proofCodes: [CodeEntry] = [
  entry(
    "B801", "the payments can exceed a limit", "支払の合計が限度を超え得る",
    """
    By the text alone, the payments can come to more than the limit of the year or of the term. The \
    limit then decides, and what the payments promise beyond it is not paid. That may be meant: it is \
    for the parties to know it before they sign.
    """,
    """
    条文だけから見て、支払の合計が年度または全期間の上限を超えることがあります。その場合は上限の額までしか支払われません。\
    意図どおりかどうかを、締結前に当事者で確認してください。
    """),
  entry(
    "B802", "a limit that can never act", "効くことのない限度",
    """
    No possible figure leads to an amount that reaches this cap or floor; a limit that is exactly the most \
    that can be due states the ceiling and is not reported. Perhaps a price, a bound or the \
    limit itself has a wrong number of digits.
    """,
    """
    どのような実績でも、金額がこの上限(下限)に達することはありません(取り得る最大額と同じ上限は、限度を示すものとして警告しません)。単価・境界・限度額の桁の誤りがないか確認してください。
    """),
  entry(
    "B803", "a condition that always holds", "必ず満たされる条件",
    """
    Every possible figure meets the condition, so it decides nothing. A rate, for example, is never \
    below 0 percent.
    """,
    """
    取り得る値はすべて条件を満たすため、この条件は何も決めません(例えば割合は0%を下回りません)。
    """),
  entry(
    "B804", "a condition that never holds", "満たされることのない条件",
    """
    No possible figure meets the condition. Unless another condition of the line holds, only what the \
    line says of 'otherwise' is paid.
    """,
    """
    取り得る値はどれも条件を満たしません。同じ行の他の条件が満たされない限り、「満たさない場合」に定める割合だけが支払われます。
    """),
  entry(
    "B805", "more is worth less", "実績が増えると支払が減る",
    """
    At this place a greater figure pays less, although the payment rises elsewhere: a row gives less \
    than the one below it, or a condition ends. The message gives the most that is paid just before \
    and just after, with all other figures at their best.
    """,
    """
    この箇所では、数値が増えると支払が減ります(下の段より結果が小さい段、途中で終わる条件など)。他の数値が最も有利な場合の、\
    前後の最大額を示します。
    """),
  entry(
    "B806", "months that are not whole", "整数にならない月数",
    """
    A payment counts calendar months (settlement months, period months, months to date), and in this period the term \
    begins or ends within a month. Nothing is rounded by itself, so the settlement would stop.
    """,
    """
    支払が暦月(当年度月数・当期月数・契約開始からの月数)を数えますが、この期間は月の途中で始まるか終わります。端数の月を推定で\
    丸めることはないため、精算が止まります。
    """),
]

private func entry(
  _ code: String, _ title: String, _ titleJapanese: String, _ page: String, _ pageJapanese: String
) -> CodeEntry {
  CodeEntry(
    code: code, title: Text(en: title, ja: titleJapanese),
    explanation: Text(en: page, ja: pageJapanese))
}
