import Diagnostics

/// The codes of this module with what `pfs explain` says about them.
public let executionCodes: [CodeEntry] = runCodes + estimationCodes + resamplingCodes

private let runCodes: [CodeEntry] = [
  entry(
    "E301", "Nobody to be measured on", "対象者がいません",
    "A rate, a mean, a quantile or a person-time rate was asked of an empty population, or of one in which everybody's figure is missing. Such a figure has no value; zero would be a choice that nobody made. Look at the flow of the population: it shows which condition left nobody.",
    "対象者が1人もいない、または全員の値が欠けている集団について、割合・平均・分位点・人時率を求めようとしました。値はなく、0とみなすことはしません。集団の内訳で、どの条件で対象者がいなくなったかを確かめてください。"
  ),
  entry(
    "E302", "Fewer persons than the contract requires", "契約が求める人数に達していません",
    "The indicator says 'require at least n persons' and fewer were measured. The contract itself suspends the figure and everything derived from it; other figures are settled. Of a grouped indicator every group must reach the number.",
    "指標が求める最少人数に達しませんでした。契約の定めにより、この数値とそれに基づく数値は中止となり、ほかの数値は精算されます。区分ごとの指標では、すべての区分が人数に達しなければなりません。"
  ),
  entry(
    "E303", "Rows tie with different figures", "同順位の行の値が異なります",
    "'take' found two rows of one person that rank the same, on the same day say, with different figures. Nothing is chosen by the order of rows. Add a condition, or take the largest, smallest or mean of them.",
    "「採用」で、同じ人の順位が同じ行(例えば同じ日の行)の値が異なっています。行の並び順では選びません。条件を加えるか、最大・最小・平均を採ってください。"
  ),
  entry(
    "E304", "A second row where one is allowed", "1行のはずが2行以上あります",
    "The value takes the only row of a person that fits, and there are several. A key on the table, or a further condition, makes it one.",
    "当てはまる行は1人1行と定められていますが、2行以上あります。表のキーか条件で1行に絞ってください。"),
  entry(
    "E305", "A number is too large", "数が大きすぎます",
    "Figures of rows are whole numbers of their last decimal in 64 bits. One that does not fit stops the run: it is never wrapped or cut. Dates lie in the years 1 to 9999.",
    "個人値は最小の桁を単位とする64ビットの整数で扱います。収まらない値があれば中止し、切り捨てたり循環させたりはしません。日付は西暦1年から9999年までです。"),
  entry(
    "E306", "Persons in both groups", "両方の集団に属する人がいます",
    "A comparison of two groups takes every person as treated or as compared. Persons in both would stand on both sides of the difference.",
    "二つの集団の比較では、各人はどちらか一方に属します。両方に属する人は、差の両側に数えられてしまいます。"),
  entry(
    "E307", "A reported value is missing", "報告値がありません",
    "An indicator of the kind 'reported' takes its figure from outside with the document that it stands in. Absence is an error, never zero.",
    "種類「報告値」の指標は、根拠資料のある外部の数値を用います。与えられていないときは0とはせず、エラーとします。"),
  entry(
    "E308", "A reported value in another unit", "報告値の単位が異なります",
    "The reported value must be in the unit of its indicator; nothing is converted.",
    "報告値は指標の単位で与えます。換算はしません。"),
  entry(
    "E309", "No line of a scale covers the value", "尺度のどの段にも当てはまりません",
    "A scale must give a number for every input that occurs. Missing inputs are no input; they follow the value's rule for missing.",
    "尺度は、現れるすべての値に対応しなければなりません。欠測は値ではなく、個人値の欠測の定めに従います。"),
  entry(
    "E310", "Division by zero", "0による除算",
    "A value divides by a figure that is zero in some rows. Leave them out by a condition, or say what the figure is then.",
    "一部の行で0による除算となります。条件で除くか、その場合の値を定めてください。"),
  entry(
    "E311", "Endless decimals without 'record'", "端数処理のない除算",
    "A division or a mean of a row need not end. Its value must say by 'record' to how many decimals it is rounded, and how.",
    "個人値の除算と平均は割り切れないことがあります。何桁にどう丸めるかを「記録」で定めてください。"),
  entry(
    "E312", "Too few persons for the statistic", "統計に必要な人数に足りません",
    "A sample variance needs at least two persons.", "標本分散には2人以上が必要です。"),
  entry(
    "E313", "Shares of a total of zero", "合計が0の構成比",
    "The concentration of a grouped indicator is made of shares of its total, and the total is zero.",
    "集中度は区分ごとの数値の構成比から求めますが、合計が0です。"),
  entry(
    "E314", "Shares of a figure that was not measured", "測定されていない数値の構成比",
    "A scenario assumes the grouped indicator whose shares are wanted; assume the concentration as well.",
    "構成比の基になる指標が試算で仮定されています。集中度も仮定してください。"),
  entry(
    "E315", "Rows that belong to no group", "どの区分にも属さない行",
    "An indicator is divided by a column that is missing in some rows. They would be counted for no group, and a payment for each group would leave them out unseen.",
    "区分に用いる列が欠けている行があります。どの区分にも数えられず、区分ごとの支払から漏れることになります。"),
  entry(
    "E390", "A flow does not add up", "内訳の合計が合いません",
    "Rows that entered a step are those left out, those of which it cannot be judged, and those that remain. The program checks it and stops.",
    "各段階の人数は、除外、判定不能、残りの合計と一致しなければなりません。一致しないため中止しました。"),
  entry(
    "E391", "The plan contradicts itself", "計算手順の矛盾",
    "The checked contract and the data set do not fit together. This is a fault of the program.",
    "検査済みの契約とデータが噛み合いません。プログラムの誤りです。"),
  entry(
    "E392", "A figure is missing where it cannot be", "欠けるはずのない値の欠測",
    "The checked contract says that the figure is never missing, and it is. This is a fault of the program.",
    "検査済みの契約では欠けないはずの値が欠けています。プログラムの誤りです。"),
  entry(
    "E393", "A sum could not be certified exact", "合計の正確さを確認できません",
    "Sums over persons are formed by the linear algebra library on whole numbers, and each is checked to be exact. One was not: the library may be faulty.",
    "合計は線形代数ライブラリで整数として求め、正確であることを毎回確かめています。確かめられなかったため中止しました。ライブラリに不具合のおそれがあります。"),
]

private func entry(
  _ code: String, _ english: String, _ japanese: String, _ explanation: String, _ setsumei: String
) -> CodeEntry {
  CodeEntry(
    code: code, title: Text(en: english, ja: japanese),
    explanation: Text(en: explanation, ja: setsumei))
}
