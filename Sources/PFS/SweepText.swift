import Analysis
import Contract
import Diagnostics
import Quantities

/// A parameter of a sweep from the command line: an assumption in which a number is a range,
/// `outcome_fee cap=5,000,000..8,000,000 yen step 500,000`.
enum SweepText {
  /// The most combinations of a sweep.
  static let mostCells = 1_000_000

  /// Reads a parameter.
  ///
  /// - Throws: a refusal if the text has no range with a step.
  static func read(_ text: String, _ tongue: Tongue) throws(Refusal) -> Sweep.Axis {
    let number = /[-−]?[0-9][0-9,]*(?:\.[0-9]+)?/
    let step = /\s+(?:step|刻み)\s*([0-9][0-9,]*(?:\.[0-9]+)?)/
    guard let width = text.firstMatch(of: step), let by = value(width.1), by.signum > 0 else {
      throw Refusal(.notASweep(text), tongue: tongue)
    }
    var rest = text
    rest.removeSubrange(width.range)
    guard let dots = rest.firstRange(of: ".."),
      let low = rest[..<dots.lowerBound].matches(of: number).last,
      let high = rest[dots.upperBound...].firstMatch(of: number),
      rest[low.range.upperBound..<dots.lowerBound].allSatisfy(\.isWhitespace),
      rest[dots.upperBound..<high.range.lowerBound].allSatisfy(\.isWhitespace),
      let first = value(low.output), let last = value(high.output), first <= last,
      let sign = rest.lastIndex(where: { "=＝".contains($0) }), sign < low.range.lowerBound,
      let count = (last - first).divided(by: by)?.roundedToInteger(.floor).int64,
      count < mostCells
    else { throw Refusal(.notASweep(text), tongue: tongue) }
    let texts = [low.output, high.output, width.1]
    let places = texts.map { decimals(of: $0) }.max() ?? 0
    let isGrouped = texts.contains { $0.contains(",") }
    let values = (0...Int(count)).map { first + by * Exact($0) }
    let (before, after) = (rest[..<low.range.lowerBound], rest[high.range.upperBound...])
    let numerals = values.map { $0.fixed(decimals: places, grouped: isGrouped) }
    return Sweep.Axis(
      name: String((before + "…" + after)[...].trimmed), values: values, numerals: numerals,
      assumptions: numerals.map { before + $0 + after })
  }

  private static func value(_ text: Substring) -> Exact? {
    Exact(decimal: text.replacing(",", with: "").replacing("−", with: "-"))
  }

  private static func decimals(of text: Substring) -> Int {
    text.firstIndex(of: ".").map { text.distance(from: $0, to: text.endIndex) - 1 } ?? 0
  }
}
