import Diagnostics
import Quantities

/// Reads numbers and dates out of the characters of a line.
struct NumeralReader {
  let line: ScannedLine

  /// The number at `start` and the index behind it; nil if no number begins there.
  func numeral(at start: Int, before limit: Int) throws(LanguageError) -> (Numeral, Int)? {
    let scalars = line.scalars
    var index = start
    let isNegative = index < limit && Characters.isSign(scalars[index])
    if isNegative { index += 1 }
    guard index < limit, Characters.isDigit(scalars[index]) || scalars[index] == "." else {
      return nil
    }
    var digits = ""
    var groups = [0]
    while index < limit, Characters.isDigit(scalars[index]) || scalars[index] == "," {
      if scalars[index] == "," {
        groups.append(0)
      } else {
        digits.unicodeScalars.append(scalars[index])
        groups[groups.count - 1] += 1
      }
      index += 1
    }
    let wholeDigits = digits.utf8.count
    if index < limit, scalars[index] == "." {
      index += 1
      while index < limit, Characters.isDigit(scalars[index]) {
        digits.unicodeScalars.append(scalars[index])
        index += 1
      }
      guard wholeDigits > 0, digits.utf8.count > wholeDigits else {
        throw LanguageError(.numberForm(line.text(start..<index)), at: line.span(start..<index))
      }
    }
    guard digits.utf8.count <= Numeral.digitLimit else {
      throw LanguageError(.tooManyDigits, at: line.span(start..<index))
    }
    let numeral = Numeral(
      digits: digits, decimals: digits.utf8.count - wholeDigits, grouped: groups.count > 1,
      negative: isNegative)
    if groups.count > 1, groups[0] > 3 || groups.dropFirst().contains(where: { $0 != 3 }) {
      throw LanguageError(
        .grouping(line.text(start..<index), grouped: numeral.text), at: line.span(start..<index))
    }
    return (numeral, index)
  }

  /// The date `2024-04-01` that fills the range; nil if the characters do not look like one.
  func isoDate(_ range: Range<Int>) throws(LanguageError) -> CivilDate? {
    let parts = line.scalars[range].split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 3, parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy(Characters.isDigit) })
    else { return nil }
    let numbers = parts.map { integer($0) }
    guard parts.map(\.count) == [4, 2, 2], let year = numbers[0], let month = numbers[1],
      let day = numbers[2], let date = CivilDate(year: year, month: month, day: day)
    else { throw LanguageError(.impossibleDate(line.text(range)), at: line.span(range)) }
    return date
  }

  /// The date `2024年4月1日` or `令和6年4月1日` at `start` and the index behind it; nil if no date begins
  /// there.
  func japaneseDate(at start: Int, before limit: Int) throws(LanguageError) -> (CivilDate, Int)? {
    var index = start
    var numbers: [Int?] = []
    let era = DateText.eraNames.first {
      line.scalars[start..<limit].starts(with: $0.unicodeScalars)
    }
    if let era { index += era.unicodeScalars.count }
    if era != nil, line.scalars[index..<limit].starts(with: "元年".unicodeScalars) {
      numbers.append(1)
      index += 2
    }
    for mark: Unicode.Scalar in ["年", "月", "日"].dropFirst(numbers.count) {
      let digits = line.scalars[index..<limit].prefix(while: Characters.isDigit)
      guard !digits.isEmpty, digits.endIndex < limit, line.scalars[digits.endIndex] == mark else {
        return nil
      }
      numbers.append(integer(digits))
      index = digits.endIndex + 1
    }
    guard let date = era == nil ? date(numbers) : DateText.read(line.text(start..<index))?.date
    else {
      throw LanguageError(.impossibleDate(line.text(start..<index)), at: line.span(start..<index))
    }
    return (date, index)
  }

  private func date(_ numbers: [Int?]) -> CivilDate? {
    guard let year = numbers[0], let month = numbers[1], let day = numbers[2] else { return nil }
    return CivilDate(year: year, month: month, day: day)
  }

  private func integer(_ digits: ArraySlice<Unicode.Scalar>) -> Int? {
    guard digits.count <= 6 else { return nil }
    return digits.reduce(0) { $0 * 10 + Int($1.value) - 48 }
  }
}
