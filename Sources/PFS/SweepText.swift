import Analysis
import Contract
import Diagnostics
import Quantities

/// A parameter of a sweep from the command line: an assumption in which a number is a range,
/// `outcome_fee cap=5,000,000..8,000,000 yen step 500,000`.
enum SweepText {
  /// The most combinations of a sweep.
  static let mostCells = 1_000_000
  /// The most values of a parameter, each of which is a contract to be checked.
  static let mostValues = 10_000

  /// Reads parameters, in their order.
  ///
  /// - Throws: a refusal if one is no range, or if they are too many or have too many combinations.
  static func axes(
    _ texts: [String], _ tongue: Tongue, atMost parameters: Int = 2
  ) throws(Refusal) -> [Sweep.Axis] {
    var axes: [Sweep.Axis] = []
    for text in texts {
      let axis = try read(text, tongue)
      // What stands before the sign is what is moved.
      let target = axis.name.prefix { !"=＝".contains($0) }
      guard !axes.contains(where: { $0.name.prefix { !"=＝".contains($0) } == target }) else {
        throw Refusal(.assumedTwice(text), tongue: tongue)
      }
      axes.append(axis)
    }
    let cells = axes.cellCount
    guard (1...parameters).contains(axes.count), cells <= mostCells else {
      throw Refusal(.tooManyCells(cells, most: mostCells), tongue: tongue)
    }
    return axes
  }

  /// Reads a parameter with all its values.
  ///
  /// - Throws: a refusal if the text has no range with a step.
  static func read(_ text: String, _ tongue: Tongue) throws(Refusal) -> Sweep.Axis {
    let step = /\s+(?:step|刻み)\s*([0-9][0-9,]*(?:\.[0-9]+)?)/
    var rest = text
    guard let width = text.firstMatch(of: step), let by = value(width.1), by.signum > 0 else {
      throw Refusal(.notASweep(text), tongue: tongue)
    }
    rest.removeSubrange(width.range)
    guard let range = Range(rest), let last = range.ends.last, let first = range.ends.first,
      let count = (last - first).divided(by: by)?.roundedToInteger(.floor)
    else { throw Refusal(.notASweep(text), tongue: tongue) }
    guard count < Exact(mostValues), let count = count.int64 else {
      throw Refusal(.tooManyValues(text, most: mostValues), tongue: tongue)
    }
    return range.axis(
      (0...Int(count)).map { first + by * Exact($0) }, decimals: decimals(of: width.1))
  }

  /// Reads a parameter with the two ends of its range alone: `NAME=LOW..HIGH UNIT`.
  ///
  /// - Throws: a refusal if the text has no range.
  static func readEnds(_ text: String, _ tongue: Tongue) throws(Refusal) -> Sweep.Axis {
    guard let range = Range(text) else { throw Refusal(.notASweep(text), tongue: tongue) }
    return range.axis(range.ends, decimals: 0)
  }

  /// A range within an assumption.
  private struct Range {
    let ends: [Exact]
    private let before: Substring
    private let after: Substring
    private let decimals: Int
    private let isGrouped: Bool

    /// Nil if there is none behind the sign, or if it runs backwards.
    init?(_ text: String) {
      let number = /[-−]?[0-9][0-9,]*(?:\.[0-9]+)?/
      guard let dots = text.firstRange(of: ".."),
        let low = text[..<dots.lowerBound].matches(of: number).last,
        let high = text[dots.upperBound...].firstMatch(of: number),
        text[low.range.upperBound..<dots.lowerBound].allSatisfy(\.isWhitespace),
        text[dots.upperBound..<high.range.lowerBound].allSatisfy(\.isWhitespace),
        let first = value(low.output), let last = value(high.output), first <= last,
        let sign = text.lastIndex(where: { "=＝".contains($0) }), sign < low.range.lowerBound
      else { return nil }
      ends = [first, last]
      (before, after) = (text[..<low.range.lowerBound], text[high.range.upperBound...])
      let texts = [low.output, high.output]
      decimals = texts.map { SweepText.decimals(of: $0) }.max() ?? 0
      isGrouped = texts.contains { $0.contains(",") }
    }

    func axis(_ values: [Exact], decimals further: Int) -> Sweep.Axis {
      let numerals = values.map {
        $0.fixed(decimals: max(decimals, further), grouped: isGrouped)
      }
      return Sweep.Axis(
        name: String((before + "…" + after)[...].trimmed), values: values, numerals: numerals,
        assumptions: numerals.map { before + $0 + after })
    }
  }

  private static func value(_ text: Substring) -> Exact? { NumberText.readSigned(text) }

  private static func decimals(of text: Substring) -> Int {
    text.firstIndex(of: ".").map { text.distance(from: $0, to: text.endIndex) - 1 } ?? 0
  }
}
