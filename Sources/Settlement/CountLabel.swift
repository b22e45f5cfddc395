import Diagnostics
import Execution

/// The words for the numbers that stand beside an indicator.
public enum CountLabel {
  /// A label in a language; a label that is not in the table, such as `yes→no`, stands for itself.
  public static func text(_ label: String, in tongue: Tongue) -> String {
    guard tongue == .ja else { return label }
    return japanese[label] ?? label
  }

  /// The label of a count beside a figure: `numerator` of `attendance.numerator`.
  public static func label(of count: FigureID, beside figure: FigureID) -> String {
    String(count.name.dropFirst(figure.name.count + 1))
  }

  private static let japanese = [
    "n": "対象数", "numerator": "分子", "denominator": "分母", "sum": "合計", "rows": "行数",
    "persons": "実人数", "sum of squares": "平方和", "mean before": "前の平均", "mean after": "後の平均",
    "events": "発生数", "days": "観察日数", "event before start": "起算日前の発生", "no follow-up": "観察期間なし",
    "rows without key": "区分のない行", "groups": "区分数", "total": "総数",
  ]
}
