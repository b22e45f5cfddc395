import Contract
import Diagnostics
import Language
import Quantities

/// Why an estimate has no figure. Each is a stop of the settlement with the numbers that show it;
/// what does not depend on the figure is settled.
enum EstimationStop: Error {
  // Stops that the contract states.
  case loss(population: String, entered: Int, analysed: Int, percent: Exact)
  /// - Parameter difference: nil where no standard deviation tells how large it is.
  case imbalance(covariate: String, difference: Exact?)
  case largestWeight(Exact)
  case effectiveSample(population: String, persons: Exact)
  case pValue(Exact)

  // Stops of the method: there is no such figure.
  case emptyGroup(population: String, entered: Int)
  /// - Parameter population: the group that has too few; nil if it is all of them together.
  case tooFew(found: Int, needed: Int, population: String?)
  case singular(columns: [String], rank: Int, of: Int)
  case constant(column: String)
  case tooFewClusters(name: String, found: Int, population: String?)
  case separated(columns: [String], persons: Int, of: Int)
  /// - Parameter hundreds: what the largest linear predictor, the logarithm of odds, is in whole hundreds: its
  ///   other digits may depend on the processor.
  case notConverged(iterations: Int, hundreds: Int)
  case sameOutcome(isEvent: Bool, persons: Int)
  case tooLarge(Excess)
  case unmatched(matched: Int, needed: Int)
  case notPositive(Text, Exact)
  case noVariation
  case notPositiveVariance
  case tooManyClusters(Int, most: Int)
  case tooFewDraws(Int)
  case scoreOnBound(Exact)
  case nobodyKept(population: String, analysed: Int)
  case emptyStratum(row: Int)
  case outsideStandard(persons: Int)
  case undecided(decimals: Int, lower: Exact, upper: Exact)
  case fullLeverage
  case notEvents
  case notEnclosed
  case unsupported

  /// What cannot be computed exactly.
  enum Excess: Sendable {
    /// Values that have so many digits after the point do not fit.
    case decimals(Int)
    /// More events than limits are computed for.
    case events(Int, most: Int)
    /// The numbers could not be added up: of so many rows, the largest of so many digits.
    case sum(rows: Int, digits: Int)
    /// A propensity score outside the numbers that persons are matched by.
    case score
  }

  var code: String {
    switch self {
    case .loss: "S420"
    case .imbalance: "S421"
    case .largestWeight: "S422"
    case .effectiveSample: "S423"
    case .pValue: "S424"
    case .emptyGroup: "S430"
    case .tooFew: "S431"
    case .singular: "S432"
    case .constant: "S433"
    case .tooFewClusters: "S434"
    case .separated: "S435"
    case .notConverged: "S436"
    case .tooLarge: "S437"
    case .unmatched: "S438"
    case .notPositive: "S439"
    case .noVariation: "S440"
    case .emptyStratum: "S441"
    case .undecided: "S442"
    case .unsupported: "S443"
    case .fullLeverage: "S445"
    case .notEvents: "S446"
    case .outsideStandard: "S444"
    case .notPositiveVariance: "S447"
    case .tooManyClusters: "S448"
    case .tooFewDraws: "S449"
    case .scoreOnBound: "S450"
    case .nobodyKept: "S451"
    case .sameOutcome: "S452"
    case .notEnclosed: "S453"
    }
  }

  /// The message, pointing at the line of the contract that stops, or at the kind.
  func diagnostic(
    of indicator: Indicator, _ key: GroupKey?, at span: Span?, in contract: Contract,
    period: SettlementPeriod
  ) -> Diagnostic {
    let name = FigureID(indicator.declaration.name, key: key).description
    let reason = reason
    let clause = indicator.declaration.clause.map {
      Text(en: $0.text(in: .en), ja: $0.text(in: .ja))
    }
    var remarks = [
      Remark(
        .note,
        Text(
          en: "figures and payments that do not depend on it are settled",
          ja: "これに基づかない数値と支払は精算されます"))
    ]
    if let help { remarks.append(Remark(.help, help)) }
    return Diagnostic(
      code: code, severity: .stop,
      headline: Text(
        en: "\(name) \(period.name) is suspended: \(reason.en)",
        ja: "\(period.id.japanese)の「\(name)」を中止します:\(reason.ja)"),
      labels: [
        Label(span: span ?? indicator.kindSpan, text: clause ?? .none, source: contract.source)
      ], remarks: remarks)
  }

  /// Rounded half even and written.
  private static func decimal(_ value: Exact, _ decimals: Int) -> String {
    value.rounded(.halfEven, decimals: decimals).fixed(decimals: decimals)
  }

  /// Names of columns; those that the model adds in words.
  private static func columns(_ names: [String], _ tongue: Tongue) -> String {
    let words = [
      "(intercept)": Text(en: "the constant", ja: "定数項"),
      "(group)": Text(en: "the group", ja: "群"), "(period)": Text(en: "the period", ja: "時期"),
      "(group):(period)": Text(en: "group × period", ja: "群×時期"),
    ]
    return names.map { words[$0]?[tongue] ?? $0 }.joined(separator: tongue == .en ? ", " : "、")
  }

  /// What is the case, in words.
  var reason: Text {
    switch self {
    case .loss(let population, let entered, let analysed, let percent):
      return Text(
        en: "\(Self.decimal(percent, 1)) percent of '\(population)' is lost "
          + "(\(entered) entered, \(analysed) analysed)",
        ja: "「\(population)」の\(Self.decimal(percent, 1))%が脱落しています"
          + "(対象\(entered)人、分析\(analysed)人)")
    case .imbalance(let covariate, nil):
      return Text(
        en:
          "the groups differ in '\(covariate)', and no standard deviation tells by how much: it needs two "
          + "persons in each group, and some who differ",
        ja: "「\(covariate)」が群間で異なりますが、標準化差が定まりません(標準偏差には各群に2人以上と"
          + "群内の違いが必要です)")
    case .imbalance(let covariate, let difference?):
      return Text(
        en: "the groups differ in '\(covariate)' by \(difference.decimalText) standard deviations",
        ja: "「\(covariate)」の標準化差が\(difference.decimalText)です")
    case .largestWeight(let weight):
      return Text(
        en: "the largest weight is \(weight.decimalText)", ja: "最大の重みが\(weight.decimalText)です")
    case .effectiveSample(let population, let persons):
      return Text(
        en: "the weights of '\(population)' are worth \(persons.decimalText) persons",
        ja: "「\(population)」の有効標本数が\(persons.decimalText)人です")
    case .pValue(let value):
      return Text(
        en: "the p value of no effect is \(value.decimalText)",
        ja: "効果がないとする仮説のp値が\(value.decimalText)です")
    case .emptyGroup(let population, let entered):
      return Text(
        en: "nobody of '\(population)' can be analysed (\(entered) entered)",
        ja: "「\(population)」に分析できる人がいません(対象\(entered)人)")
    case .tooFew(let found, let needed, let population):
      let of = population.map { Text(en: " of '\($0)'", ja: "「\($0)」で") } ?? .none
      return Text(
        en:
          "\(found) \(found == 1 ? "person" : "persons")\(of.en) \(found == 1 ? "is" : "are") analysed, "
          + "and the method needs at least \(needed)",
        ja: "\(of.ja)分析できるのは\(found)人で、この方法に必要な\(needed)人に足りません")
    case .singular(let columns, let rank, let count):
      return Text(
        en: "the columns do not determine the estimate: rank \(rank) of \(count); "
          + "dependent on the others: \(Self.columns(columns, .en))",
        ja: "調整変数が一次従属で推定値が定まりません(\(count)列のうち階数\(rank)。"
          + "\(Self.columns(columns, .ja))が他の列から定まります)")
    case .constant(let column):
      return Text(
        en: "'\(column)' is the same for everybody analysed",
        ja: "「\(column)」が分析対象者全員で同じ値です")
    case .tooFewClusters(let name, let found, let population):
      let of = population.map { Text(en: " among '\($0)'", ja: "「\($0)」の中の") } ?? .none
      return Text(
        en: "there \(found == 1 ? "is 1 cluster" : "are \(found) clusters") of '\(name)'\(of.en), "
          + "and at least 2 are needed",
        ja: "\(of.ja)「\(name)」のクラスターが\(found)個で、2個以上が必要です")
    case .separated(let columns, let persons, let all):
      let names = columns.filter { $0 != "(intercept)" }
      let shown = names.isEmpty ? columns : names
      return Text(
        en:
          "the two answers of the model are told apart by \(Self.columns(shown, .en)) in \(persons) of "
          + "\(all) persons, and in nobody the other way",
        ja: "二つの結果が\(Self.columns(shown, .ja))により\(all)人中\(persons)人で分かれ、逆の人がいないため、"
          + "推定値がありません")
    case .notConverged(let iterations, let hundreds):
      return Text(
        en:
          "no maximum could be proved in \(iterations) steps: somebody's odds had come to more than "
          + "e^\(100 * hundreds), and at most e^600 is computed",
        ja: "\(iterations)回の反復で最大値を証明できません(オッズがe^\(100 * hundreds)を超えた人がいます。"
          + "計算できるのはe^600までです)")
    case .sameOutcome(let isEvent, let persons):
      return Text(
        en:
          "\(isEvent ? "all" : "none") of the \(persons) persons analysed \(isEvent ? "have" : "has") the "
          + "outcome of the model",
        ja: "分析した\(persons)人\(isEvent ? "全員がモデルの結果に当たります" : "にモデルの結果に当たる人がいません")")
    case .tooLarge(let excess):
      return Text(
        en: "the numbers are too large to be computed exactly: \(excess.text.en)",
        ja: "値が大きすぎて正確に計算できません(\(excess.text.ja))")
    case .unmatched(let matched, let needed):
      return Text(
        en:
          "\(matched) treated \(matched == 1 ? "person has" : "persons have") a match, and at least "
          + "\(needed) are needed",
        ja: "組になった介入側は\(matched)人で、\(needed)人以上が必要です")
    case .notPositive(let what, let value):
      return Text(
        en: "\(what.en) is \(value.decimalText), and a ratio to it needs more than zero",
        ja: "\(what.ja)が\(value.decimalText)で、比の分母にできません")
    case .noVariation:
      return Text(
        en: "nothing varies about the fitted values, so there is no standard error",
        ja: "当てはめた値のまわりにばらつきがなく、標準誤差が定まりません")
    case .notPositiveVariance:
      return Text(
        en: "the variance of the estimate is not certainly positive, so there is no standard error",
        ja: "推定値の分散が正であると定まらず、標準誤差がありません")
    case .tooManyClusters(let found, let most):
      return Text(
        en: "there are \(found) clusters, and every draw can be listed for at most \(most)",
        ja: "クラスターが\(found)個あり、全通りの抽出は\(most)個までです")
    case .tooFewDraws(let draws):
      return Text(
        en: "\(draws) draws reject no value at this level, so there is no limit",
        ja: "\(draws)回の抽出ではこの水準で棄却される値がなく、信頼限界がありません")
    case .scoreOnBound(let bound):
      return Text(
        en: "a propensity score lies on the bound \(bound.decimalText) of 'keep scores' itself, or "
          + "too near to tell on which side",
        ja: "「対象スコア」の境界\(bound.decimalText)の上にある(またはどちら側か定まらない)傾向スコアがあります")
    case .nobodyKept(let population, let analysed):
      return Text(
        en: "'keep scores' keeps nobody of '\(population)' (\(analysed) analysed)",
        ja: "「対象スコア」の範囲に「\(population)」の人がいません(分析\(analysed)人)")
    case .emptyStratum(let row):
      return Text(
        en: "row \(row) of the standard population has nobody to take a rate from",
        ja: "標準人口の\(row)段目に当たる人がおらず、割合がありません")
    case .outsideStandard(let persons):
      return Text(
        en:
          "\(persons) \(persons == 1 ? "person is" : "persons are") in no row of the standard population",
        ja: "標準人口のどの段にも当てはまらない人が\(persons)人います")
    case .undecided(let decimals, let lower, let upper):
      let near = ((lower + upper) * Exact(unscaled: 5, scale: 1))
        .rounded(.halfEven, decimals: decimals + 10).decimalText
      return Text(
        en: "it lies so near to \(near) that its rounding to \(decimals) "
          + "\(decimals == 1 ? "decimal" : "decimals") stays open",
        ja: "値が\(near)に近すぎて、小数\(decimals)桁への丸めが定まりません")
    case .fullLeverage:
      return Text(
        en: "one person alone decides a coefficient, so that these errors are not defined",
        ja: "ある係数が1人だけで決まるため、この標準誤差は定まりません")
    case .notEvents:
      return Text(
        en: "the observed figures are not whole numbers of events from zero",
        ja: "観察値が0以上の整数の件数ではありません")
    case .notEnclosed:
      return Text(
        en: "the columns are so nearly dependent that no precision encloses the figure",
        ja: "列がほとんど一次従属で、どの精度でも数値の範囲が定まりません")
    case .unsupported:
      return Text(
        en: "the method cannot be applied to these data", ja: "この方法を適用できないデータです")
    }
  }

  /// The numbers of the message, for programs: those that do not stand among the figure's own already.
  var numbers: [Count] {
    func number(_ label: String, _ value: Int, _ unit: Unit = .number) -> Count {
      Count(label, Exact(value), unit)
    }
    func exact(_ label: String, _ value: Exact) -> Count {
      Count(label, value, .number, kind: .diagnostic)
    }
    switch self {
    case .imbalance(_, let difference): return difference.map { [exact("imbalance", $0)] } ?? []
    case .pValue, .largestWeight, .effectiveSample, .loss, .emptyGroup, .nobodyKept: return []
    case .constant, .noVariation, .notPositiveVariance: return []
    case .fullLeverage, .notEvents, .notEnclosed, .unsupported: return []
    case .tooFew(let found, let needed, _):
      return [number("analysed", found, .person), number("needed", needed, .person)]
    case .singular(_, let rank, let columns):
      return [number("rank", rank), number("columns", columns)]
    case .tooFewClusters(_, let found, _): return [number("clusters found", found)]
    case .separated(_, let persons, _): return [number("separated", persons, .person)]
    case .notConverged(let iterations, let hundreds):
      return [number("steps", iterations), number("log odds over", 100 * hundreds)]
    case .sameOutcome(let isEvent, let persons):
      return [number("with the outcome", isEvent ? persons : 0, .person)]
    case .tooLarge(let excess):
      switch excess {
      case .decimals(let decimals): return [number("decimals", decimals)]
      case .events(let count, let most):
        return [number("events observed", count), number("events at most", most)]
      case .sum(let rows, let digits):
        return [number("rows added", rows), number("digits", digits)]
      case .score: return []
      }
    case .unmatched(let matched, let needed):
      return [number("with a match", matched, .person), number("needed", needed, .person)]
    case .notPositive(_, let value): return [exact("denominator", value)]
    case .tooManyClusters(let found, let most):
      return [number("clusters found", found), number("clusters at most", most)]
    case .tooFewDraws(let draws): return [number("draws made", draws)]
    case .scoreOnBound(let bound): return [exact("bound", bound)]
    case .emptyStratum(let row): return [number("row of the standard", row)]
    case .outsideStandard(let persons): return [number("outside the standard", persons, .person)]
    case .undecided(_, let lower, let upper):
      return [exact("lower end", lower), exact("upper end", upper)]
    }
  }

  private var help: Text? {
    switch self {
    case .singular, .constant:
      Text(
        en: "leave the column out of 'adjust for' by an amendment",
        ja: "変更契約により、その列を「調整変数」から除いてください")
    case .separated:
      Text(
        en: "the parties agree on another adjustment; a separated model has no finite estimate",
        ja: "調整変数を当事者で改めてください。分離したモデルに有限の推定値はありません")
    case .emptyStratum:
      Text(
        en: "join strata of the standard population, so that each has persons",
        ja: "各層に人がいるように標準人口の層を併合してください")
    default: nil
    }
  }
}

extension EstimationStop.Excess {
  fileprivate var text: Text {
    switch self {
    case .decimals(let decimals):
      Text(
        en: "with \(decimals) digits after the point they do not fit 18 digits",
        ja: "小数\(decimals)桁では18桁に収まりません")
    case .events(let count, let most):
      Text(
        en: "\(count) events, and limits are computed up to \(most)",
        ja: "発生数\(count)。信頼限界は\(most)まで計算できます")
    case .sum(let rows, let digits):
      Text(
        en: "\(rows) rows of numbers of up to \(digits) digits", ja: "\(digits)桁までの数が\(rows)行")
    case .score:
      Text(
        en: "a propensity score does not fit 18 digits on the scale of logits",
        ja: "傾向スコア(ロジット)が18桁に収まりません")
    }
  }
}

/// The codes of these stops with what `pfs explain` says about them.
let estimationCodes: [CodeEntry] = [
  CodeEntry(
    "S420", "Too many are lost", "脱落が多すぎます",
    "'stop if loss above …' holds: of one of the groups a larger share is not analysed, because a figure of theirs is missing. Those who stay may differ from those who leave, so the parties agreed beforehand that nothing is paid on such an estimate without a ruling.",
    "「中止条件 脱落率…」に当たります。いずれかの集団で、値が欠けて分析できない人の割合が定めを超えました。残った人と離れた人は異なり得るため、当事者はこのような推定値をそのまま支払に用いないと定めています。"
  ),
  CodeEntry(
    "S421", "The groups are not balanced", "群間の均衡がとれていません",
    "'stop if imbalance …' holds: after weighting or matching a covariate still differs between the groups by more standard deviations than the contract allows, or by an amount that no standard deviation measures, because a group has one person or nobody of a group differs.",
    "「中止条件 不均衡…」に当たります。重み付けまたはマッチングの後も、調整変数の標準化差が契約の定めを超えているか、群が1人または群内に違いがないため、差の大きさが定まりません。"),
  CodeEntry(
    "S422", "A weight is too large", "重みが大きすぎます",
    "'stop if maximum weight …' holds: a few persons would decide the estimate. Trimming, overlap weights or another comparison group are choices for the parties.",
    "「中止条件 最大の重み…」に当たります。少数の人が推定値を決めることになります。重なりの重みや別の対照群とするかは当事者が定めます。"),
  CodeEntry(
    "S423", "The weights are worth too few persons", "有効標本数が足りません",
    "'stop if effective sample …' holds. The effective sample is Kish's (Σw)²/Σw² of a group.",
    "「中止条件 有効標本数…」に当たります。有効標本数は群ごとの (Σw)²/Σw²(Kish)です。"),
  CodeEntry(
    "S424", "The effect can be chance", "偶然の範囲を超えません",
    "'stop if p value …' holds: among the draws of the bootstrap, in which there is no effect, too large a share lies as far from zero as the data.",
    "「中止条件 p値…」に当たります。効果がないとした抽出のうち、データと同じかそれ以上に0から離れるものの割合が、契約の定めを超えています。"),
  CodeEntry(
    "S430", "Nobody of a group can be analysed", "分析できる人がいません",
    "A comparison needs both groups. The flow of the population and the count of missing figures show where they went.",
    "比較には両方の集団が必要です。集団の内訳と欠測の数を確かめてください。"),
  CodeEntry(
    "S431", "Too few persons for the method", "対象者が少なすぎます",
    "The method has more unknowns than persons, or a group has no persons left to measure its spread by. Robust errors and those of Welch need two persons of each group.",
    "未知数の数より分析対象者が少ないか、いずれかの群にばらつきを測れる人数が残っていません。頑健標準誤差と不等分散の標準誤差には、各群に2人以上が必要です。"),
  CodeEntry(
    "S432", "The columns do not determine the estimate", "推定値が一意に定まりません",
    "Some columns are sums of multiples of the others (a place with only treated persons, a total beside its parts), so many estimates fit the data equally well. No column is dropped silently: which one goes is a question for the contract.",
    "いくつかの列が他の列の一次結合になっており(介入側だけの地域、内訳と合計など)、同じように当てはまる推定値が多数あります。列を黙って除くことはしません。どれを除くかは契約で定めます。"),
  CodeEntry(
    "S433", "A column is constant", "値が変わらない列があります",
    "A covariate that is the same for everybody analysed says nothing, and cannot be told from the intercept.",
    "分析対象者全員で同じ値の調整変数は何も表さず、定数項と区別できません。"),
  CodeEntry(
    "S434", "Too few clusters", "クラスターが足りません",
    "Errors clustered by a column need at least two of its codes among those analysed, and to pay on a limit at least two in each group: a single cluster says nothing about how clusters differ, and its group would count as one without error. A contract that pays on the estimate is paid if there are two clusters in all.",
    "クラスター頑健標準誤差には、分析対象者の中に2つ以上のクラスターが必要です。信頼限界を支払基準とするには、各群に2つ以上必要です。一つだけではクラスター間のばらつきが分からず、その群の誤差が0とみなされてしまうからです。点推定値を支払基準とする契約では、全体で2つあれば支払います。"
  ),
  CodeEntry(
    "S435", "The outcome is separated", "結果が完全に分かれています",
    "A combination of the covariates tells those with the outcome from those without, completely or but for ties. The likelihood has no maximum then; software that prints a number stopped somewhere on the way to infinity.",
    "調整変数の組合せにより、結果のある人とない人が(境界を除き)完全に分かれます。この場合、尤度に最大値はありません。数値を出すソフトウェアは、無限大への途中で止まった値を示しているだけです。"
  ),
  CodeEntry(
    "S436", "The model did not converge", "モデルが収束しません",
    "No enclosure of the solution could be proved. Figures far from the others (a linear predictor beyond 600) are the usual cause: look for a wrong unit or a slip of a decimal point.",
    "解の存在範囲を証明できませんでした。多くは、他とかけ離れた値(線形予測子が600を超えるもの)が原因です。単位や小数点の誤りがないか確かめてください。"),
  CodeEntry(
    "S437", "Numbers are too large", "値が大きすぎます",
    "A column, or its product with others, leaves the range that is computed exactly, or a total has more events than exact limits can be found for (1,000,000).",
    "列または他の列との積が正確に計算できる範囲を超えるか、正確な信頼限界を求められる件数(1,000,000件)を超えます。"),
  CodeEntry(
    "S438", "Too few matches", "組になった人が足りません",
    "Within the caliper too few treated persons have a compared person to be matched with.",
    "許容幅の中で組になった介入側の人が足りません。"),
  CodeEntry(
    "S439", "Nothing to divide by", "比の分母が正の値ではありません",
    "A ratio to a total, a mean or an expectation of zero is not defined, and one to a negative number says nothing that could be paid on.",
    "合計・平均・期待値が0のとき比は定まらず、負のときは支払の基準になりません。"),
  CodeEntry(
    "S440", "Nothing varies", "ばらつきがありません",
    "Without variation there is no standard error, and no limit to pay on. A contract that pays on the estimate is paid; its account then says that no standard error exists.",
    "ばらつきがなければ標準誤差も信頼限界も定まりません。点推定値を支払基準とする契約では支払い、標準誤差がないことを記録に示します。"),
  CodeEntry(
    "S441", "A stratum without persons", "人のいない層があります",
    "A row of the standard population has persons in the standard, and nobody in the population whose rate is standardised, so it has no rate.",
    "標準人口には人がいる層に、標準化の対象となる集団の人が1人もおらず、割合が定まりません。"),
  CodeEntry(
    "S442", "A rounding cannot be decided", "丸めが定まりません",
    "The figure is enclosed to more than a thousand digits and still lies on the boundary between two recorded values; the processor never decides.",
    "千桁を超える精度でも、数値が記録の境目のどちらにあるかが定まりません。計算機の都合で決めることはしません。"),
  CodeEntry(
    "S443", "The figure cannot be computed", "計算できません",
    "The method met data that it cannot be applied to; the message says what.",
    "この方法を適用できないデータです。内容は本文に示します。"),
  CodeEntry(
    "S444", "Outside the standard population", "標準人口に当てはまりません",
    "Some persons belong to no row of the standard population, so that no weight says how much their rate counts. Let the population leave them out by a condition, or the scale cover them.",
    "標準人口のどの段にも当てはまらない人がいるため、その割合の重みが定まりません。条件で集団から除くか、尺度の段を補ってください。"),
  CodeEntry(
    "S445", "One person decides a coefficient", "1人で係数が決まります",
    "A code that one person alone has gives that person a coefficient of his or her own, and a residual of zero. HC3 and its like divide by one less the leverage, which is zero then. Join codes, or choose other errors.",
    "1人だけが持つコードには、その人だけで決まる係数が付き、残差は0になります。HC3などは1から影響度を引いた値で割るため定まりません。コードを併合するか、別の標準誤差を定めてください。"),
  CodeEntry(
    "S446", "Not a number of events", "件数ではありません",
    "Observed to expected compares a number of events, whole and not negative for each person, with what a model expects.",
    "観察期待比は、各人の0以上の整数の件数を、モデルの期待値と比べます。"),
  CodeEntry(
    "S447", "The variance is not positive", "分散が正ではありません",
    "Two-way clustering adds the variances of both columns and takes off that of their pairs; the result need not be positive. Nothing is put in its place. A contract that pays on the estimate is paid.",
    "二方向クラスターの分散は、二つの列の分散の和から組合せの分散を引いたもので、正になるとは限りません。別の値で代えることはしません。点推定値を支払基準とする契約では支払います。"),
  CodeEntry(
    "S448", "Too many clusters for every draw", "全通り抽出にはクラスターが多すぎます",
    "'every draw' lists each of the 2^G sets of signs once, for at most 12 clusters. With more, state random draws with their seed and stream.",
    "「全通り抽出」は2^G通りの符号をすべて用いるもので、クラスターは12個までです。それより多いときは、無作為抽出の回数・乱数シード・乱数系列を定めます。"),
  CodeEntry(
    "S449", "Too few draws for a limit", "信頼限界には抽出が足りません",
    "A limit is the outermost value that the test does not reject. With few draws or few clusters no value is rejected at a high level, and there is no such value.",
    "信頼限界は、検定で棄却されない最も外側の値です。抽出やクラスターが少ないと、高い水準ではどの値も棄却されず、限界がありません。"),
  CodeEntry(
    "S450", "A score lies on a bound", "傾向スコアが境界にあります",
    "Whether a person is kept must not depend on a rounding. A score that no precision tells from the bound of 'keep scores' stops the figure; another bound decides it.",
    "対象とするか否かを丸めの都合で決めることはしません。「対象スコア」の境界とどの精度でも区別できない傾向スコアがあるため中止します。境界を改めれば定まります。"),
  CodeEntry(
    "S451", "Nobody is kept", "対象となる人がいません",
    "'keep scores' leaves a group without anybody: the groups do not overlap within the bounds.",
    "「対象スコア」の範囲に、いずれかの集団の人が1人もいません。その範囲では両群が重なっていません。"),
  CodeEntry(
    "S452", "Everybody has the same outcome", "結果が全員同じです",
    "A model of a yes-or-no outcome compares those with it and those without it, and one of the two is missing among those analysed. There is no effect to estimate, not an effect of zero.",
    "二値の結果のモデルは、結果のある人とない人を比べますが、分析対象者にその一方がいません。効果が0なのではなく、推定できません。"),
  CodeEntry(
    "S453", "The figure cannot be enclosed", "数値の範囲が定まりません",
    "Computed to 8,192 bits the figure still lies anywhere. Columns that can hardly be told from sums of the others are the usual cause: measure years from a year near by, or leave one of them out.",
    "8,192ビットで計算しても数値の範囲が定まりません。多くは、他の列の一次結合とほとんど区別できない列が原因です。年は近い年からの差とするか、列を一つ除いてください。"),
]
