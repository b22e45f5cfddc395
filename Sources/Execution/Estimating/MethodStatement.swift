import Contract
import Diagnostics
import Quantities

/// The definition of an estimate in words, from what the contract states.
struct MethodStatement {
  let estimation: Estimation

  var text: Text {
    let parts = [definition, adjustment, uncertainty, target].compactMap { $0 }
    return Text(
      en: parts.map(\.en).joined(separator: " "), ja: parts.map(\.ja).joined())
  }

  private var definition: Text {
    switch estimation.method {
    case .difference:
      estimation.outcome.isFlag
        ? Text(
          en: "Share of the treated group less that of the compared group, in percentage points.",
          ja: "介入側の割合から対照側の割合を引いた差(%ポイント)。")
        : Text(
          en: "Mean of the treated group less that of the compared group.",
          ja: "介入側の平均から対照側の平均を引いた差。")
    case .ratio:
      Text(
        en: "Mean of the treated group as a percentage of that of the compared group.",
        ja: "対照側の平均を100としたときの介入側の平均。")
    case .differenceInDifferences:
      Text(
        en: "Difference in differences: ordinary least squares of both waves of each person on "
          + "group, period and group × period; the figure is the coefficient of the product.",
        ja: "差の差:各人の前後2回の値を群・時期・群×時期に回帰する最小二乗法。数値は交互作用の係数。")
    case .adjustedDifference:
      Text(
        en: "Adjusted difference: ordinary least squares of the outcome on the group and the "
          + "covariates; the figure is the coefficient of the group.",
        ja: "調整済み差:結果変数を群と調整変数に回帰する最小二乗法。数値は群の係数。")
    case .riskDifference:
      Text(
        en: "Logistic regression (maximum likelihood) on the group and the covariates, "
          + "standardised over everybody analysed: mean predicted share with everybody treated "
          + "less that with nobody treated.",
        ja: "群と調整変数によるロジスティック回帰(最尤法)。分析対象者全員について、介入ありと"
          + "なしの予測割合の平均の差(周辺標準化)。")
    case .weightedDifference(let weighting):
      weightedDefinition(weighting)
    case .matchedDifference(let matching):
      Text(
        en:
          "Nearest-neighbour matching, \(matching.ratio == 1 ? "1" : "up to \(matching.ratio)") compared to each treated person, on the "
          + "propensity score rounded to 10 places, ties by id, highest score first, "
          + (matching.withReplacement ? "with" : "without") + " replacement"
          + (matching.caliper.map {
            ", within \($0.decimalText) standard deviations of its logit"
          } ?? "") + "; mean difference within matched sets.",
        ja: "傾向スコア(小数10桁に丸め、同順位はID順、高い順)による最近傍マッチング(介入1人に対照"
          + "\(matching.ratio)人、\(matching.withReplacement ? "復元" : "非復元")"
          + (matching.caliper.map { "、ロジットの標準偏差の\($0.decimalText)倍以内" } ?? "")
          + ")。組の中の差の平均。")
    case .standardisedRate:
      Text(
        en: "Direct standardisation: the rates of the strata weighted by the standard population.",
        ja: "直接法による標準化:層ごとの割合を標準人口で加重した平均。")
    case .observedToExpected(let expected):
      Text(
        en: "Observed total over the total that the published \(model(expected).en) model expects.",
        ja: "観察値の合計を、公表された\(model(expected).ja)モデルの期待値の合計で割った比。")
    case .predictedToExpected(_, let expected):
      Text(
        en:
          "Predicted total over the expected total, by the published \(model(expected).en) models.",
        ja: "公表された\(model(expected).ja)モデルによる予測値の合計を、期待値の合計で割った比。")
    }
  }

  private func model(_ prediction: Estimation.Prediction) -> Text {
    prediction.isLogistic ? Text(en: "logistic", ja: "ロジスティック") : Text(en: "linear", ja: "線形")
  }

  private func weightedDefinition(_ weighting: Estimation.Weighting) -> Text {
    let weights: Text =
      switch weighting {
      case .treated:
        Text(
          en: "weights 1 for the treated and e/(1−e) for the compared (ATT)",
          ja: "介入側1、対照側 e/(1−e) の重み(ATT)")
      case .population:
        Text(en: "weights 1/e and 1/(1−e) (ATE)", ja: "1/e と 1/(1−e) の重み(ATE)")
      case .stabilised:
        Text(
          en: "weights p/e and (1−p)/(1−e), p the share of the treated (stabilised)",
          ja: "p/e と (1−p)/(1−e) の重み(安定化。p は介入側の割合)")
      case .overlap:
        Text(en: "weights 1−e and e (overlap)", ja: "1−e と e の重み(重なり)")
      }
    return Text(
      en: "Difference of weighted means, \(weights.en), with e the propensity score of a logistic "
        + "model of the covariates.",
      ja: "重み付き平均の差。\(weights.ja)。e は調整変数のロジスティック回帰による傾向スコア。")
  }

  private var adjustment: Text? {
    guard !estimation.covariates.isEmpty else { return nil }
    let names = estimation.covariates.map(\.name)
    var en = "Covariates: " + names.joined(separator: ", ") + "."
    var ja = "調整変数:" + names.joined(separator: "、") + "。"
    if case .differenceInDifferences = estimation.method {
      en = "Covariates, each also times period: " + names.joined(separator: ", ") + "."
      ja = "調整変数(時期との積を含む):" + names.joined(separator: "、") + "。"
    }
    return Text(en: en, ja: ja)
  }

  private var isLogistic: Bool {
    if case .riskDifference = estimation.method { true } else { false }
  }

  private var uncertainty: Text? {
    switch estimation.errors {
    case nil: nil
    case .classical?:
      if case .riskDifference = estimation.method {
        Text(
          en: "Standard error by the delta method from the inverse information.",
          ja: "標準誤差は情報行列の逆行列からデルタ法による。")
      } else {
        Text(
          en: "Standard error with one residual variance, N−K degrees of freedom.",
          ja: "標準誤差は等分散の残差分散(自由度 N−K)による。")
      }
    case .unequalVariances?:
      Text(
        en:
          "Standard error with a variance for each group, Welch–Satterthwaite degrees of freedom.",
        ja: "標準誤差は群ごとの分散(ウェルチ、自由度はサタスウェイト)による。")
    case .robust(let robust)?:
      Text(
        en: "Heteroscedasticity-robust standard error, \(robust.rawValue).",
        ja: "不均一分散に頑健な標準誤差(\(robust.rawValue))。")
    case .clustered(_, let name, .cr1)?:
      Text(
        en: "Standard error clustered by \(name), CR1 with the factor (G/(G−1))·((N−1)/(N−K))"
          + (isLogistic ? "." : ", G−1 degrees of freedom."),
        ja: "「\(name)」によるクラスター頑健標準誤差(CR1、係数 (G/(G−1))·((N−1)/(N−K))"
          + (isLogistic ? ")。" : "、自由度 G−1)。"))
    case .clustered(_, let name, .cr2)?:
      Text(
        en:
          "Standard error clustered by \(name), CR2 (Bell–McCaffrey) with Satterthwaite's degrees "
          + "of freedom.",
        ja: "「\(name)」によるクラスター頑健標準誤差(CR2、Bell–McCaffrey、自由度はサタスウェイト)。")
    case .stackedEquations?:
      Text(
        en: "Standard error from stacked estimating equations, the propensity model estimated too.",
        ja: "標準誤差は、傾向スコアの推定も含めた連立推定方程式による。")
    case .paired?:
      Text(
        en:
          "Standard error of the differences within matched sets, which are taken as independent.",
        ja: "標準誤差は組の中の差の分散による(組は独立とみなす)。")
    case .gamma?:
      Text(
        en: "Limits by Fay and Feuer's gamma method (1997).",
        ja: "信頼限界は Fay–Feuer(1997)のガンマ法による。")
    case .normal?:
      Text(en: "Normal limits.", ja: "信頼限界は正規近似による。")
    case .exactPoisson?:
      Text(
        en: "Exact Poisson limits of the observed events, the expected total taken as fixed.",
        ja: "信頼限界は観察数のポアソン正確法(期待値は固定)による。")
    }
  }

  private var target: Text? {
    guard case .limit(let limit) = estimation.target else { return nil }
    let percent = (limit.confidence * 100).decimalText
    return Text(
      en: "The figure is the \(limit.isLower ? "lower" : "upper") limit of the \(percent) percent "
        + "\(limit.isTwoSided ? "two-sided" : "one-sided") interval"
        + (limit.reference == .studentT
          ? ", Student's t." : limit.reference == nil ? "." : ", normal."),
      ja: "支払には\(percent)%\(limit.isTwoSided ? "両側" : "片側")信頼区間の"
        + "\(limit.isLower ? "下限" : "上限")"
        + (limit.reference == .studentT ? "(t分布)" : limit.reference == nil ? "" : "(正規分布)")
        + "を用いる。")
  }
}
