import Contract
import Diagnostics
import Quantities

/// The definition of an estimate in words, from what the contract states.
struct MethodStatement {
  let estimation: Estimation
  /// What was found; nil where the estimate was not reached.
  let uncertainty: EstimateFigures.Uncertainty?

  var text: Text {
    let parts = [definition, adjustment, errors, absence, target].compactMap { $0 }
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
        en:
          "Mean of the treated group as a percentage of that of the compared group; error and limits by "
          + "the delta method on the scale of the ratio itself.",
        ja: "対照側の平均を100としたときの介入側の平均。標準誤差と信頼限界は比そのものについてデルタ法による。")
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
    case .riskRatio:
      Text(
        en: "Logistic regression (maximum likelihood) on the group and the covariates, "
          + "standardised over everybody analysed: mean predicted share with everybody treated "
          + "over that with nobody treated; limits on the scale of its logarithm.",
        ja: "群と調整変数によるロジスティック回帰(最尤法)。分析対象者全員について、介入ありの予測割合の"
          + "平均を、介入なしの予測割合の平均で割った比(周辺標準化)。信頼限界は対数による。")
    case .weightedDifference(let weighting, let scores):
      weightedDefinition(weighting, scores)
    case .doublyRobustDifference:
      Text(
        en: "Augmented inverse probability weighting: a logistic model of the group and a linear "
          + "model of the outcome, both of the covariates; the figure is the mean effect in everybody "
          + "analysed, right if one of the two models is.",
        ja: "拡張逆確率重み付け(AIPW):群のロジスティック回帰と結果変数の線形回帰(いずれも調整変数による)。"
          + "数値は分析対象者全員の平均効果で、二つのモデルのどちらかが正しければ正しい。")
    case .matchedDifference(let matching):
      Text(
        en:
          "Nearest-neighbour matching, \(matching.keepsSmallerSets == true ? "up to " : "")\(matching.ratio) compared to each treated person, on the "
          + "propensity score rounded to 10 places, ties by the key, highest score first, "
          + (matching.withReplacement ? "with" : "without") + " replacement"
          + (matching.caliper.map {
            ", within \($0.decimalText) standard deviations of its logit"
          } ?? "")
          + (matching.keepsSmallerSets.map {
            $0 ? ", smaller sets kept" : ", smaller sets left out"
          } ?? "") + "; mean difference within matched sets.",
        ja: "傾向スコア(小数10桁に丸め、同順位はキー順、高い順)による最近傍マッチング(介入1人に対照"
          + "\(matching.ratio)人、\(matching.withReplacement ? "復元" : "非復元")"
          + (matching.caliper.map { "、ロジットの標準偏差の\($0.decimalText)倍以内" } ?? "")
          + (matching.keepsSmallerSets.map { $0 ? "、不足組は採用" : "、不足組は除外" } ?? "")
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

  private func weightedDefinition(
    _ weighting: Estimation.Weighting, _ scores: ClosedRange<Exact>?
  ) -> Text {
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
        + "model of the covariates."
        + (scores.map {
          " Only persons with e from \($0.lowerBound.decimalText) to \($0.upperBound.decimalText) "
            + "are weighted; the model is of everybody analysed."
        } ?? ""),
      ja: "重み付き平均の差。\(weights.ja)。e は調整変数のロジスティック回帰による傾向スコア。"
        + (scores.map {
          "e が\($0.lowerBound.decimalText)以上\($0.upperBound.decimalText)以下の人のみを用いる"
            + "(モデルは分析対象者全員による)。"
        } ?? ""))
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
    switch estimation.method {
    case .riskDifference, .riskRatio: true
    default: false
    }
  }

  /// That there is no standard error, where the contract pays without one.
  private var absence: Text? {
    switch uncertainty {
    case .undefined(.noVariation)?:
      Text(
        en: "No standard error exists: nothing varies about the fitted values.",
        ja: "当てはめた値のまわりにばらつきがなく、標準誤差は存在しない。")
    case .undefined(.notPositiveVariance)?:
      Text(
        en: "No standard error exists: the variance is not certainly positive.",
        ja: "分散が正であると定まらず、標準誤差は存在しない。")
    case .undefined(let stop)?:
      Text(
        en: "No standard error exists: \(stop.reason.en).",
        ja: "標準誤差は存在しない:\(stop.reason.ja)。")
    default: nil
    }
  }

  private var errors: Text? {
    switch estimation.errors {
    case nil: nil
    case .classical?:
      if isLogistic {
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
    case .clustered(let clusters, let kind)?: clustered(clusters, kind)
    case .wildBootstrap(let cluster, let bootstrap)?: wildBootstrap(cluster, bootstrap)
    case .influenceFunction?:
      Text(
        en: "Standard error from the sample variance of the persons' contributions.",
        ja: "標準誤差は各人の寄与(影響関数)の標本分散による。")
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
        en:
          "Limits by Fay and Feuer's gamma method (1997), the events of each stratum taken as Poisson; at most "
          + "100 percent.",
        ja: "信頼限界は Fay–Feuer(1997)のガンマ法による(層ごとの件数をポアソン分布とみなす。上限は100%まで)。")
    case .normal?:
      Text(
        en: "Normal limits, each stratum's share with its binomial variance.",
        ja: "信頼限界は、層ごとの割合の二項分散による正規近似。")
    case .exactPoisson?:
      Text(
        en: "Exact Poisson limits of the observed events, the expected total taken as fixed.",
        ja: "信頼限界は観察数のポアソン正確法(期待値は固定)による。")
    }
  }

  private func clustered(
    _ clusters: [Estimation.Cluster], _ kind: Estimation.Errors.Clustered
  ) -> Text {
    let names = clusters.map(\.name)
    let name = Text(en: names.joined(separator: " and "), ja: names.joined(separator: "」「"))
    guard case .cr2 = kind else {
      let isTwoWay = clusters.count == 2
      let isNested = if case .cr1WithoutNestedEffects = kind { true } else { false }
      return Text(
        en: "Standard error clustered by \(name.en), CR1 with the factor (G/(G−1))·((N−1)/(N−K))"
          + (isNested ? ", effects nested in the clusters not counted in K" : "")
          + (isTwoWay ? " (V1 + V2 − V12, Cameron, Gelbach and Miller)" : "")
          + (isLogistic
            ? "." : ", G−1 \(isTwoWay ? "(the fewer clusters) " : "")degrees of freedom."),
        ja: "「\(name.ja)」によるクラスター頑健標準誤差(CR1、係数 (G/(G−1))·((N−1)/(N−K))"
          + (isNested ? "、クラスターの入れ子になる効果はKに数えない" : "")
          + (isTwoWay ? "、V1 + V2 − V12(Cameron–Gelbach–Miller)" : "")
          + (isLogistic ? ")。" : isTwoWay ? "、自由度は少ない方の G−1)。" : "、自由度 G−1)。"))
    }
    return Text(
      en:
        "Standard error clustered by \(name.en), CR2 (Bell–McCaffrey) with Satterthwaite's degrees "
        + "of freedom.",
      ja: "「\(name.ja)」によるクラスター頑健標準誤差(CR2、Bell–McCaffrey、自由度はサタスウェイト)。")
  }

  private func wildBootstrap(
    _ cluster: Estimation.Cluster, _ bootstrap: Estimation.WildBootstrap
  ) -> Text {
    let draws: Text =
      switch bootstrap.draws {
      case .every: Text(en: "every draw of signs once", ja: "符号の全通り")
      case .random(let count, let seed, let stream):
        Text(
          en: "\(count) draws by Philox4x64-10 with seed \(seed) and stream \(stream)",
          ja: "Philox4x64-10による\(count)回の抽出(シード\(seed)、系列\(stream))")
      }
    return Text(
      en:
        "Wild cluster bootstrap-t by \(cluster.name) with no effect imposed (Cameron, Gelbach and "
        + "Miller 2008), \(bootstrap.weights.rawValue) weights, \(draws.en); p is the share of draws "
        + "with |t*| ≥ |t|, and a limit is the outermost recorded decimal that the test does not "
        + "reject, or the one next to the estimate where it rejects that.",
      ja: "「\(cluster.name)」によるワイルドクラスターブートストラップt(効果なしを仮定、Cameron–Gelbach–"
        + "Miller 2008)、\(bootstrap.weights.rawValue)の重み、\(draws.ja)。p値は |t*| ≥ |t| となる抽出の"
        + "割合、信頼限界は検定で棄却されない最も外側の値(記録の桁。推定値の隣の値が棄却されるときはその値)。")
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
