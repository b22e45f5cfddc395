import Contract
import Diagnostics
import Execution
import Language

/// The words for the numbers that stand beside an indicator, in both languages.
///
/// JSON has the English words; people read these.
public enum CountLabel {
  /// A label in a language. The states of `yes→no` are put into the language where they are yes and
  /// no; states that the contract names stand for themselves.
  public static func text(_ label: String, in tongue: Tongue) -> String {
    let states = label.split(separator: arrow, omittingEmptySubsequences: false)
    if states.count == 2 {
      return states.map { state($0, in: tongue) }.joined(separator: String(arrow))
    }
    return tongue == .en ? label : japanese[label] ?? label
  }

  /// The label of a count beside a figure: `numerator` of `attendance.numerator`.
  public static func label(of count: FigureID, beside figure: FigureID) -> String {
    String(count.name.dropFirst(figure.name.count + 1))
  }

  private static let arrow: Character = "→"

  private static func state(_ state: Substring, in tongue: Tongue) -> String {
    let word = [ValueWord.yes, .no].first { [$0.english, $0.japanese].contains(String(state)) }
    return word?[tongue] ?? String(state)
  }

  private static let japanese = [
    "n": "対象数", "numerator": "分子", "denominator": "分母", "sum": "合計", "rows": "行数",
    "persons": "実人数", "sum of squares": "平方和", "mean before": "前の平均", "mean after": "後の平均",
    "events": "発生数", "days": "観察日数", "event before start": "起算日前の発生", "no follow-up": "観察期間なし",
    "rows without key": "区分のない行", "groups": "区分数", "total": "総数",
    "n treated": "介入側人数", "n compared": "対照側人数", "clusters": "クラスター数", "estimate": "推定値",
    "standard error": "標準誤差", "degrees of freedom": "自由度", "lower limit": "信頼下限",
    "upper limit": "信頼上限", "crude rate": "粗割合", "strata": "層の数", "observed": "観察数",
    "expected": "期待数", "predicted": "予測数", "largest weight": "最大の重み",
    "effective treated": "介入側の有効標本数", "effective compared": "対照側の有効標本数", "matched": "組の数",
    "share treated": "介入ありの割合", "share compared": "介入なしの割合",
    "imbalance": "標準化差", "analysed": "分析数", "needed": "必要数", "rank": "階数", "columns": "列数",
    "clusters found": "クラスターの数", "clusters at most": "クラスターの上限", "separated": "分離した人数",
    "steps": "反復回数", "log odds over": "対数オッズの下限", "with the outcome": "結果に当たる人数",
    "decimals": "小数桁数",
    "events observed": "観察された発生数", "events at most": "発生数の上限", "rows added": "足した行数",
    "digits": "桁数", "with a match": "組になった人数",
    "draws made": "抽出した回数", "bound": "境界値", "row of the standard": "標準人口の段",
    "outside the standard": "標準人口に当てはまらない人数", "lower end": "下端", "upper end": "上端",
    "draws": "抽出回数", "p value": "p値", "before limit": "限度適用前",
  ]
}
