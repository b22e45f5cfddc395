import Diagnostics

// The keyword table: one place for both languages. The lexer, the formatter,
// the translator, the manual and editors read it.
// Declared names win over keywords in value position, so a contract may name a score `outcome`.

/// The word that opens a block at column 0.
public enum BlockWord: String, CaseIterable, Hashable, Sendable {
  case contract
  case table
  case scale
  case value
  case population
  case indicator
  case achievement
  case score
  case payment
  case settlement
  case split
  case amendment
  case scenario
  case example

  /// The English spelling.
  public var english: String { rawValue }

  /// The Japanese spelling.
  public var japanese: String {
    switch self {
    case .contract: "契約"
    case .table: "表"
    case .scale: "尺度"
    case .value: "個人値"
    case .population: "集団"
    case .indicator: "指標"
    case .achievement: "達成度"
    case .score: "総合評価"
    case .payment: "支払"
    case .settlement: "精算"
    case .split: "配分"
    case .amendment: "変更契約"
    case .scenario: "試算"
    case .example: "計算例"
    }
  }

  /// The spelling in one of the two languages of a contract.
  public subscript(tongue: Tongue) -> String { tongue == .en ? english : japanese }
}

/// The label of a body line.
public enum LabelWord: String, CaseIterable, Hashable, Sendable {
  case parties
  case term
  case yearStarts = "year starts"
  case currency
  case authoritative
  case units
  case status
  case publish
  case version
  case file
  case key
  case datedBy = "dated by"
  case personsBy = "persons by"
  case header
  case codes
  case missingCodes = "missing codes"
  case unitSuffix = "unit suffix"
  case normalise
  case outOfRange = "out of range"
  case badValue = "bad value"
  case repeated
  case refersTo = "refers to"
  case use
  case input
  case gives
  case of
  case each
  case `while`
  case rows
  case `where`
  case take
  case count
  case sum
  case mean
  case formula
  case anyOf = "any of"
  case allOf = "all of"
  case age
  case missing
  case record
  case limitedTo = "limited to"
  case kind
  case numerator
  case denominator
  case value
  case outcome
  case treatedGroup = "treated group"
  case comparedGroup = "compared group"
  case before
  case after
  case adjustFor = "adjust for"
  case errors
  case stopIf = "stop if"
  case payOn = "pay on"
  case weights
  case keepScores = "keep scores"
  case match
  case caliper
  case standardPopulation = "standard population"
  case model
  case expected
  case predicted
  case at
  case type
  case start
  case end
  case from
  case until
  case event
  case personTime = "person-time"
  case by
  case require
  case unit
  case grades
  case measuredBy = "measured by"
  case weight
  case forEach = "for each"
  case years
  case periods
  case amount
  case onlyIf = "only if"
  case round
  case cap
  case floor
  case basis
  case total
  case tax
  case taxRound = "tax round"
  case taxDate = "tax date"
  case yearCap = "year cap"
  case termCap = "term cap"
  case less
  case payWithin = "pay within"
  case share
  case instalments
  case signed
  case effective
  case change
  case was
  case now
  case set
  case year
  case period
  case given
  case data
  case row
  case expect

  /// The English spelling.
  public var english: String { rawValue }

  /// The Japanese spelling.
  public var japanese: String {
    switch self {
    case .parties: "当事者"
    case .term: "契約期間"
    case .yearStarts: "年度開始"
    case .currency: "通貨"
    case .authoritative: "正文"
    case .units: "単位一覧"
    case .status: "位置付け"
    case .publish: "公表"
    case .version: "版数"
    case .file: "ファイル"
    case .key: "主キー"
    case .datedBy: "基準日列"
    case .personsBy: "実人数列"
    case .header: "見出し"
    case .codes: "コード表"
    case .missingCodes: "欠測記号"
    case .unitSuffix: "単位表記"
    case .normalise: "正規化"
    case .outOfRange: "範囲外"
    case .badValue: "不正値"
    case .repeated: "重複"
    case .refersTo: "参照"
    case .use: "使用"
    case .input: "入力"
    case .gives: "換算値"
    case .of: "母体"
    case .each: "観察日"
    case .while: "観察条件"
    case .rows: "対象行"
    case .where: "条件"
    case .take: "採用"
    case .count: "件数"
    case .sum: "合算"
    case .mean: "平均"
    case .formula: "計算式"
    case .anyOf: "いずれか該当"
    case .allOf: "すべて該当"
    case .age: "年齢"
    case .missing: "欠測"
    case .record: "記録"
    case .limitedTo: "限定"
    case .kind: "種類"
    case .numerator: "分子"
    case .denominator: "分母"
    case .value: "個人値"
    case .outcome: "結果変数"
    case .treatedGroup: "介入側"
    case .comparedGroup: "対照側"
    case .before: "前"
    case .after: "後"
    case .adjustFor: "調整変数"
    case .errors: "標準誤差"
    case .stopIf: "中止条件"
    case .payOn: "支払基準"
    case .weights: "重み付け"
    case .keepScores: "対象スコア"
    case .match: "マッチング"
    case .caliper: "許容幅"
    case .standardPopulation: "標準人口"
    case .model: "予測モデル"
    case .expected: "期待値"
    case .predicted: "予測値"
    case .at: "分位"
    case .type: "分位型"
    case .start: "開始状態"
    case .end: "終了状態"
    case .from: "起算日"
    case .until: "終了日"
    case .event: "発生日"
    case .personTime: "人時単位"
    case .by: "区分"
    case .require: "必要数"
    case .unit: "単位"
    case .grades: "評語"
    case .measuredBy: "測定指標"
    case .weight: "重み"
    case .forEach: "区分ごと"
    case .years: "対象年度"
    case .periods: "対象期"
    case .amount: "金額"
    case .onlyIf: "支払条件"
    case .round: "端数"
    case .cap: "上限"
    case .floor: "下限"
    case .basis: "方式"
    case .total: "合計"
    case .tax: "消費税"
    case .taxRound: "消費税端数"
    case .taxDate: "税率基準日"
    case .yearCap: "年度上限"
    case .termCap: "期間上限"
    case .less: "控除"
    case .payWithin: "支払期限"
    case .share: "負担"
    case .instalments: "分割払"
    case .signed: "締結日"
    case .effective: "適用日"
    case .change: "変更箇所"
    case .was: "変更前"
    case .now: "変更後"
    case .set: "仮定"
    case .year: "年度"
    case .period: "精算期"
    case .given: "前提"
    case .data: "データ"
    case .row: "行"
    case .expect: "結果"
    }
  }

  /// The blocks in which this label may begin a line.
  public var blocks: [BlockWord] {
    switch self {
    case .parties: [.contract]
    case .term: [.contract]
    case .yearStarts: [.contract]
    case .currency: [.contract]
    case .authoritative: [.contract]
    case .units: [.contract]
    case .status: [.contract]
    case .publish: [.contract]
    case .version: [.contract]
    case .file: [.table]
    case .key: [.table]
    case .datedBy: [.table]
    case .personsBy: [.table]
    case .header: [.table]
    case .codes: [.table]
    case .missingCodes: [.table]
    case .unitSuffix: [.table]
    case .normalise: [.table]
    case .outOfRange: [.table]
    case .badValue: [.table]
    case .repeated: [.table]
    case .refersTo: [.table]
    case .use: [.scale]
    case .input: [.scale]
    case .gives: [.scale]
    case .of: [.value, .population, .indicator, .split]
    case .each: [.value]
    case .while: [.value]
    case .rows: [.value]
    case .where: [.value, .population]
    case .take: [.value]
    case .count: [.value, .population, .indicator]
    case .sum: [.value, .indicator]
    case .mean: [.value]
    case .formula: [.value, .indicator, .score]
    case .anyOf: [.value]
    case .allOf: [.value]
    case .age: [.value, .population]
    case .missing: [.value, .indicator, .score]
    case .record: [.value, .indicator, .score]
    case .limitedTo: [.population]
    case .kind: [.indicator]
    case .numerator: [.indicator]
    case .denominator: [.indicator]
    case .value: [.indicator]
    case .outcome: [.indicator]
    case .treatedGroup: [.indicator]
    case .comparedGroup: [.indicator]
    case .before: [.indicator]
    case .after: [.indicator]
    case .adjustFor: [.indicator]
    case .errors: [.indicator]
    case .stopIf: [.indicator]
    case .payOn: [.indicator]
    case .weights: [.indicator]
    case .keepScores: [.indicator]
    case .match: [.indicator]
    case .caliper: [.indicator]
    case .standardPopulation: [.indicator]
    case .model: [.indicator]
    case .expected: [.indicator]
    case .predicted: [.indicator]
    case .at: [.indicator]
    case .type: [.indicator]
    case .start: [.indicator]
    case .end: [.indicator]
    case .from: [.indicator]
    case .until: [.indicator]
    case .event: [.indicator]
    case .personTime: [.indicator]
    case .by: [.indicator]
    case .require: [.indicator]
    case .unit: [.indicator]
    case .grades: [.indicator]
    case .measuredBy: [.achievement]
    case .weight: [.score]
    case .forEach: [.payment, .settlement]
    case .years: [.payment]
    case .periods: [.payment]
    case .amount: [.payment]
    case .onlyIf: [.payment]
    case .round: [.payment, .split]
    case .cap: [.payment]
    case .floor: [.payment]
    case .basis: [.settlement]
    case .total: [.settlement]
    case .tax: [.settlement]
    case .taxRound: [.settlement]
    case .taxDate: [.settlement]
    case .yearCap: [.settlement]
    case .termCap: [.settlement]
    case .less: [.settlement]
    case .payWithin: [.settlement]
    case .share: [.split]
    case .instalments: [.split]
    case .signed: [.amendment]
    case .effective: [.amendment]
    case .change: [.amendment]
    case .was: [.amendment]
    case .now: [.amendment]
    case .set: [.scenario]
    case .year: [.example]
    case .period: [.settlement, .example]
    case .given: [.example]
    case .data: [.example]
    case .row: [.example]
    case .expect: [.scenario, .example]
    }
  }

  /// The spelling in one of the two languages of a contract.
  public subscript(tongue: Tongue) -> String { tongue == .en ? english : japanese }
}

/// A word in value position.
public enum ValueWord: String, CaseIterable, Hashable, Sendable {
  case client
  case provider
  case english = "en"
  case japanese = "ja"
  case illustrative
  case code
  case date
  case text
  case number
  case oneOf = "one of"
  case range
  case optional
  case trim
  case nfkc = "NFKC"
  case upperCase = "upper case"
  case asWritten = "as written"
  case missing
  case rejectRow = "reject row"
  case refuseRun = "refuse run"
  case identicalOnce = "identical rows once"
  case sameKey = "same key"
  case orphans
  case keyedBy = "keyed by"
  case latest
  case earliest
  case largest
  case smallest
  case nearestTo = "nearest to"
  case tieEarlier = "tie earlier"
  case tieLater = "tie later"
  case mean
  case rows
  case distinctDays = "distinct days"
  case distinctMonths = "distinct months"
  case monthsInARow = "months in a row"
  case countsAsZero = "counts as zero"
  case staysMissing = "stays missing"
  case excluded
  case completePairs = "complete pairs"
  case completeCases = "complete cases"
  case isMissing = "is missing"
  case isPresent = "is present"
  case yes
  case no
  case age
  case count
  case byBirthday = "by birthday"
  case byStatute = "by statute"
  case settlementYear = "settlement year"
  case settlementYearStart = "settlement year start"
  case settlementYearEnd = "settlement year end"
  case settlementPeriodStart = "settlement period start"
  case settlementPeriodEnd = "settlement period end"
  case inSettlementYear = "in settlement year"
  case inSettlementPeriod = "in settlement period"
  case upToSettlementYearEnd = "up to settlement year end"
  case inTermToDate = "in term to date"
  case inFollowingYear = "in following year"
  case settlementMonths = "settlement months"
  case periodMonths = "period months"
  case monthsToDate = "months to date"
  case previousYear = "previous year"
  case firstYear = "first year"
  case monthOf = "month of"
  case firstOfMonth = "first of month"
  case thatDay = "that day"
  case earliestOf = "earliest of"
  case latestOf = "latest of"
  case firstPresentOf = "first present of"
  case greaterOf = "greater of"
  case lesserOf = "lesser of"
  case persons
  case total
  case rate
  case meanChange = "mean change"
  case median
  case quantile
  case variance
  case standardDeviation = "population standard deviation"
  case transition
  case personTimeRate = "person-time rate"
  case reported
  case formula
  case concentration
  case difference
  case ratio
  case observedToExpected = "observed to expected"
  case predictedToExpected = "predicted to expected"
  case standardisedRate = "standardised rate"
  case differenceInDifferences = "difference in differences"
  case adjustedDifference = "adjusted difference"
  case riskDifferenceByLogisticModel = "risk difference by logistic model"
  case riskRatioByLogisticModel = "risk ratio by logistic model"
  case weightedDifference = "weighted difference"
  case doublyRobustDifference = "doubly robust difference"
  case matchedDifference = "matched difference"
  case clusteredBy = "clustered by"
  case robust
  case classical
  case cr1 = "CR1"
  case cr2 = "CR2"
  case nestedEffectsNotCounted = "nested effects not counted"
  case wildClusterBootstrapBy = "wild cluster bootstrap by"
  case rademacher = "Rademacher"
  case webb = "Webb"
  case everyDraw = "every draw"
  case randomDraws = "random draws"
  case randomSeed = "random seed"
  case randomStream = "random stream"
  case influenceFunction = "influence function"
  case hc1 = "HC1"
  case unequalVariances = "unequal variances"
  case hc0 = "HC0"
  case hc3 = "HC3"
  case stackedEquations = "stacked equations"
  case paired
  case gammaLimits = "gamma"
  case exactPoisson = "exact Poisson"
  case estimate
  case lowerLimit = "lower limit"
  case upperLimit = "upper limit"
  case twoSided = "two-sided"
  case oneSided = "one-sided"
  case studentT = "Student t"
  case normal
  case lossRate = "loss"
  case imbalance
  case largestWeight = "maximum weight"
  case effectiveSample = "effective sample"
  case pValue = "p value"
  case treatedEffect = "ATT"
  case populationEffect = "ATE"
  case stabilised
  case overlap
  case nearest
  case withoutReplacement = "without replacement"
  case withReplacement = "with replacement"
  case smallerSetsKept = "smaller sets kept"
  case smallerSetsLeftOut = "smaller sets left out"
  case propensityScore = "propensity score"
  case logisticModel = "logistic model"
  case linearModel = "linear model"
  case down
  case up
  case halfUp = "half up"
  case halfEven = "half even"
  case roundFloor = "floor"
  case roundCeiling = "ceiling"
  case exact
  case linear
  case eachUnit = "each"
  case rising
  case falling
  case shareOf = "share of"
  case sharedOut = "shared out"
  case stops
  case eachYearOnItsOwn = "each year on its own"
  case eachPeriodOnItsOwn = "each period on its own"
  case cumulative
  case final
  case interimPayments = "interim payments"
  case paidEarlier = "paid earlier"
  case paidEarlierWithTax = "paid earlier with tax"
  case included
  case remainder
  case payable
  case due
  case noChange = "no change"
  case noFigure = "no figure"
  case noLine = "no line"
  case stop
  case error
  case otherwise
  case largestFractionFirst = "largest fraction first"
  case notPaid = "not paid"
  case allOthers = "all others"
  case anyInput = "any"
  case version
  case grade
  case or

  /// The English spelling.
  public var english: String { rawValue }

  /// The Japanese spelling.
  public var japanese: String {
    switch self {
    case .client: "発注者"
    case .provider: "受託者"
    case .english: "en"
    case .japanese: "ja"
    case .illustrative: "例示"
    case .code: "コード"
    case .date: "日付"
    case .text: "文字列"
    case .number: "数"
    case .oneOf: "いずれか"
    case .range: "範囲"
    case .optional: "任意"
    case .trim: "空白除去"
    case .nfkc: "NFKC"
    case .upperCase: "大文字"
    case .asWritten: "そのまま"
    case .missing: "欠測"
    case .rejectRow: "行を除外"
    case .refuseRun: "処理を中止"
    case .identicalOnce: "同一行は一件"
    case .sameKey: "同一キー"
    case .orphans: "参照先なし"
    case .keyedBy: "キー列"
    case .latest: "最新"
    case .earliest: "最古"
    case .largest: "最大"
    case .smallest: "最小"
    case .nearestTo: "最近接"
    case .tieEarlier: "同着は前"
    case .tieLater: "同着は後"
    case .mean: "平均"
    case .rows: "行数"
    case .distinctDays: "実日数"
    case .distinctMonths: "実月数"
    case .monthsInARow: "連続月数"
    case .countsAsZero: "ゼロ扱い"
    case .staysMissing: "欠測のまま"
    case .excluded: "除外"
    case .completePairs: "前後とも有効"
    case .completeCases: "全項目有効"
    case .isMissing: "記録なし"
    case .isPresent: "記録あり"
    case .yes: "はい"
    case .no: "いいえ"
    case .age: "年齢"
    case .count: "件数"
    case .byBirthday: "誕生日基準"
    case .byStatute: "年齢計算法"
    case .settlementYear: "当年度"
    case .settlementYearStart: "当年度始"
    case .settlementYearEnd: "当年度末"
    case .settlementPeriodStart: "当期始"
    case .settlementPeriodEnd: "当期末"
    case .inSettlementYear: "当年度内"
    case .inSettlementPeriod: "当期内"
    case .upToSettlementYearEnd: "当年度末まで"
    case .inTermToDate: "契約開始以来"
    case .inFollowingYear: "翌年度内"
    case .settlementMonths: "当年度月数"
    case .periodMonths: "当期月数"
    case .monthsToDate: "累計月数"
    case .previousYear: "前年度"
    case .firstYear: "初年度"
    case .monthOf: "月別"
    case .firstOfMonth: "毎月初日"
    case .thatDay: "観察日"
    case .earliestOf: "最も早い日"
    case .latestOf: "最も遅い日"
    case .firstPresentOf: "先に有効な値"
    case .greaterOf: "大きい方"
    case .lesserOf: "小さい方"
    case .persons: "実人数"
    case .total: "延べ"
    case .rate: "割合"
    case .meanChange: "平均変化"
    case .median: "中央値"
    case .quantile: "分位数"
    case .variance: "分散"
    case .standardDeviation: "母標準偏差"
    case .transition: "状態遷移"
    case .personTimeRate: "人時発生率"
    case .reported: "報告値"
    case .formula: "計算式"
    case .concentration: "集中度"
    case .difference: "差"
    case .ratio: "比"
    case .observedToExpected: "観察期待比"
    case .predictedToExpected: "予測期待比"
    case .standardisedRate: "標準化率"
    case .differenceInDifferences: "差の差"
    case .adjustedDifference: "調整済み差"
    case .riskDifferenceByLogisticModel: "ロジスティック回帰によるリスク差"
    case .riskRatioByLogisticModel: "ロジスティック回帰によるリスク比"
    case .weightedDifference: "重み付き差"
    case .doublyRobustDifference: "二重頑健推定による差"
    case .matchedDifference: "マッチング差"
    case .clusteredBy: "クラスター"
    case .robust: "頑健"
    case .classical: "古典"
    case .cr1: "CR1"
    case .cr2: "CR2"
    case .nestedEffectsNotCounted: "入れ子効果は数えない"
    case .wildClusterBootstrapBy: "ワイルドクラスターブートストラップ"
    case .rademacher: "Rademacher"
    case .webb: "Webb"
    case .everyDraw: "全通り抽出"
    case .randomDraws: "無作為抽出"
    case .randomSeed: "乱数シード"
    case .randomStream: "乱数系列"
    case .influenceFunction: "影響関数"
    case .hc1: "HC1"
    case .unequalVariances: "不等分散"
    case .hc0: "HC0"
    case .hc3: "HC3"
    case .stackedEquations: "連立推定方程式"
    case .paired: "対応あり"
    case .gammaLimits: "ガンマ近似"
    case .exactPoisson: "ポアソン正確法"
    case .estimate: "点推定値"
    case .lowerLimit: "信頼下限"
    case .upperLimit: "信頼上限"
    case .twoSided: "両側"
    case .oneSided: "片側"
    case .studentT: "t分布"
    case .normal: "正規分布"
    case .lossRate: "脱落率"
    case .imbalance: "不均衡"
    case .largestWeight: "最大の重み"
    case .effectiveSample: "有効標本数"
    case .pValue: "p値"
    case .treatedEffect: "ATT"
    case .populationEffect: "ATE"
    case .stabilised: "安定化"
    case .overlap: "重なり"
    case .nearest: "最近傍"
    case .withoutReplacement: "非復元"
    case .withReplacement: "復元"
    case .smallerSetsKept: "不足組は採用"
    case .smallerSetsLeftOut: "不足組は除外"
    case .propensityScore: "傾向スコア"
    case .logisticModel: "ロジスティックモデル"
    case .linearModel: "線形モデル"
    case .down: "切捨て"
    case .up: "切上げ"
    case .halfUp: "四捨五入"
    case .halfEven: "偶数丸め"
    case .roundFloor: "床"
    case .roundCeiling: "天井"
    case .exact: "端数なし"
    case .linear: "直線補間"
    case .eachUnit: "順位単価"
    case .rising: "逓増"
    case .falling: "逓減"
    case .shareOf: "構成比"
    case .sharedOut: "按分"
    case .stops: "中止"
    case .eachYearOnItsOwn: "各年度独立"
    case .eachPeriodOnItsOwn: "各期独立"
    case .cumulative: "累計"
    case .final: "最終一括"
    case .interimPayments: "中間払"
    case .paidEarlier: "既払額"
    case .paidEarlierWithTax: "税込既払額"
    case .included: "内税"
    case .remainder: "残額"
    case .payable: "税込支払額"
    case .due: "差引支払額"
    case .noChange: "変化なし"
    case .noFigure: "数値なし"
    case .noLine: "定めなし"
    case .stop: "停止"
    case .error: "エラー"
    case .otherwise: "満たさない場合"
    case .largestFractionFirst: "端数の大きい順"
    case .notPaid: "支払わない"
    case .allOthers: "上記以外"
    case .anyInput: "不問"
    case .version: "版数"
    case .grade: "評定"
    case .or: "または"
    }
  }

  /// The spelling in one of the two languages of a contract.
  public subscript(tongue: Tongue) -> String { tongue == .en ? english : japanese }
}
