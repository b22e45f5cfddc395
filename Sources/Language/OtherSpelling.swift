import Quantities

/// How a word is to be written that means a phrase but is not its spelling: `976.2万円`, `1人あたり5,000円`.
///
/// Such a word is never read; a message says what to write.
struct OtherSpelling {
  /// The phrase as the language writes it.
  let written: String
  /// Whether an amount in yen was abbreviated.
  let isInYen: Bool

  /// The word with its numbers in full and its parts in their own spelling, if that is a phrase.
  ///
  /// - Parameter isSpan: Whether a span (`0～200`) is wanted rather than a range (`0以上200以下`).
  init?(of word: String, _ context: LineContext, isSpan: Bool) {
    guard word.unicodeScalars.count <= Limits.suggestionLength else { return nil }
    var rewriter = Rewriter(word, isSpan: isSpan)
    guard let text = rewriter.text(), text != word else { return nil }
    let line = ScannedLine(word: text)
    let phrases = JapanesePhrase(line: line, context: context, isStrict: true)
    let isMode = KeywordTable.japanese.value(text).map(ValueWord.roundingModes.contains) ?? false
    guard isMode || (try? phrases.match(0..<line.scalars.count)) != nil else { return nil }
    written = text
    isInYen = rewriter.hasAbbreviation && text.contains("円")
  }
}

/// Rewrites the parts of a word from left to right.
private struct Rewriter {
  private let line: ScannedLine
  private let numbers: NumeralReader
  private let isSpan: Bool
  private var out = ""
  private var isInterval = false
  /// Whether a number stands before 以上, から or ～ without a unit, so that it shares what follows the second.
  private var hasBareLimit = false
  private(set) var hasAbbreviation = false

  /// Longest first; a spelling that is right stands for itself, so that no shorter one matches in it.
  private static let spellings = [
    ("切り捨て", "切捨て"), ("切捨て", "切捨て"), ("切り捨", "切捨て"), ("切捨", "切捨て"),
    ("切り上げ", "切上げ"), ("切上げ", "切上げ"), ("切り上", "切上げ"), ("切上", "切上げ"),
    ("あたり", "当たり"), ("当り", "当たり"), ("につき", "当たり"),
  ]

  /// The powers of ten, longest name first.
  private static let magnitudes = [
    ("十万", 5), ("百万", 6), ("千万", 7), ("十億", 9), ("百億", 10), ("千億", 11),
    ("十", 1), ("百", 2), ("千", 3), ("万", 4), ("億", 8), ("兆", 12),
  ]

  init(_ word: String, isSpan: Bool) {
    line = ScannedLine(word: word)
    numbers = NumeralReader(line: line)
    self.isSpan = isSpan
  }

  private func has(_ text: String, at index: Int) -> Bool {
    line.scalars[index...].starts(with: text.unicodeScalars)
  }

  private func magnitude(at index: Int) -> (power: Int, end: Int)? {
    Self.magnitudes.first { has($0.0, at: index) }
      .map { ($0.1, index + $0.0.unicodeScalars.count) }
  }

  /// The whole word; nil if a number can be meant in two ways.
  mutating func text() -> String? {
    var index = 0
    while index < line.scalars.count {
      guard let end = part(at: index) else { return nil }
      index = end
    }
    if out.hasPrefix("一"), out.contains("当たり") { out = "1" + out.dropFirst() }
    guard !hasBareLimit || !hasAbbreviation else { return nil }
    guard isInterval else { return out }
    if out.hasSuffix("まで") { out.removeLast(2) }
    let isClosed = isSpan || out.hasSuffix("以下") || out.hasSuffix("未満")
    return isClosed ? out : out + "以下"
  }

  /// Rewrites what stands at a place; the place behind it.
  private mutating func part(at index: Int) -> Int? {
    if Characters.isDigit(line.scalars[index]) { return number(at: index) }
    if let (power, end) = magnitude(at: index), has("円", at: end) {
      hasAbbreviation = true
      out += Exact.powerOfTen(power).inFull
      return end
    }
    if has("から", at: index) {
      isInterval = true
      out += isSpan ? "～" : "以上"
      return index + 2
    }
    if let (other, own) = Self.spellings.first(where: { has($0.0, at: index) }) {
      out += own
      return index + other.unicodeScalars.count
    }
    out.unicodeScalars.append(line.scalars[index])
    return index + 1
  }

  /// Writes a number in full: `1億2,000万` is 120,000,000.
  private mutating func number(at start: Int) -> Int? {
    let limit = line.scalars.count
    guard let (first, end) = try? numbers.numeral(at: start, before: limit) else { return nil }
    guard var (power, index) = magnitude(at: end) else {
      out += first.text
      hasBareLimit =
        hasBareLimit
        || (first.exact != .zero && ["以上", "から", "～"].contains { has($0, at: end) })
      return end
    }
    hasAbbreviation = true
    var total = first.exact * Exact.powerOfTen(power)
    while let (next, end) = try? numbers.numeral(at: index, before: limit) {
      let lower = magnitude(at: end)
      let value = next.exact * Exact.powerOfTen(lower?.power ?? 0)
      guard first.decimals == 0, next.decimals == 0, value < Exact.powerOfTen(power) else {
        return nil
      }
      total += value
      (power, index) = lower ?? (0, end)
    }
    out += total.inFull
    return index
  }
}

extension Exact {
  /// In figures, with thousands separated.
  fileprivate var inFull: String { fixed(decimals: exactDecimals ?? 0, grouped: true) }
}

extension Numeral {
  /// The number with `thousand`, `million` or `billion` behind it, in figures; nil for other words and
  /// where it would have too many digits.
  func inFull(_ magnitude: String, isAttached: Bool) -> String? {
    let power: Int
    switch magnitude {
    case "thousand": power = 3
    case "million": power = 6
    case "billion": power = 9
    case "k" where isAttached, "K" where isAttached: power = 3
    case "m" where isAttached, "M" where isAttached: power = 6
    case "bn" where isAttached: power = 9
    default: return nil
    }
    let full = (exact * Exact.powerOfTen(power)).inFull
    return full.unicodeScalars.count(where: Characters.isDigit) <= Self.digitLimit ? full : nil
  }
}
