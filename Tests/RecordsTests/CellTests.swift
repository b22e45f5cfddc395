import Diagnostics
import Foundation
import Quantities
import Records
import Testing

/// What becomes of single cells.
@Suite struct CellTests {
  /// One column of cells, each quoted, so that blanks and commas are kept.
  private func read(_ column: ColumnSchema, _ cells: [String]) throws -> Table {
    let scratch = try Scratch()
    let lines = cells.map { "\"" + $0.replacing("\"", with: "\"\"") + "\"\n" }
    try scratch.write("t.csv", column.name + "\n" + lines.joined())
    return try scratch.read(table("t", [column]))
  }

  private func texts(_ column: ColumnSchema, _ cells: [String]) throws -> [String] {
    try read(column, cells).texts().map { $0[0] }
  }

  private func isBad(_ column: ColumnSchema, _ cell: String) throws -> Bool {
    let scratch = try Scratch()
    try scratch.write("t.csv", column.name + "\n\"\(cell)\"\n")
    do {
      _ = try scratch.read(table("t", [column]))
      return false
    } catch let refusal as DataRefusal {
      #expect(refusal.diagnostics.map(\.code) == ["D211"])
      #expect(refusal.places.map(\.rule) == [.badValue])
      return true
    }
  }

  // MARK: - Text

  /// shared edge cases, `nfkc`; blanks at the ends by `trim`.
  @Test func compatibilityComposition() throws {
    let raw = [
      "２３．５", " Ｚ０００１２　", "￥７５，０００", "－", "㈱", "髙", "①", "〜", "～", "ｶﾞ", "℃", "½",
    ]
    let want = ["23.5", "Z00012", "¥75,000", "-", "(株)", "髙", "1", "〜", "~", "ガ", "°C", "1⁄2"]
    #expect(try texts(column("c", .text, normalise: [.nfkc, .trim]), raw) == want)
  }

  @Test func nothingIsNormalisedUnlessDeclared() throws {
    let raw = ["２３", " a　", "か\u{3099}", "が", "ｶﾞ", "神\u{FE00}"]
    let kept = try texts(column("c", .text), raw)
    #expect(kept.map { Array($0.utf8) } == raw.map { Array($0.utf8) })
  }

  /// Swift's `==` would merge the two forms of が, and 神 with its compatibility ideograph.
  @Test func codesCompareAsBytes() throws {
    let cells = ["か\u{3099}", "が", "神", "\u{FA19}"]
    let dictionary = try read(column("c", .code), cells).columns[0].dictionary
    #expect(dictionary.count == 4)
  }

  @Test func trimTakesASCIIBlanksAndIdeographicSpacesOnly() throws {
    let cells = ["\t a b\u{3000} ", "\u{A0}a"]
    #expect(try texts(column("c", .code, normalise: .trim), cells) == ["a b", "\u{A0}a"])
  }

  @Test func upperCaseIsOfASCIILettersOnly() throws {
    #expect(try texts(column("c", .code, normalise: .upperCase), ["z1é"]) == ["Z1é"])
  }

  /// Cells around the sizes that are compared in different ways.
  @Test func cellsOfAnyLengthAreToldApart() throws {
    var cells: [String] = []
    for length in 1...40 {
      let body = String(repeating: "x", count: length - 1)
      cells += [body + "a", body + "b", "a" + body + "y"]
    }
    #expect(try texts(column("c", .code), cells) == cells)
    let codes = try read(column("c", .code), cells + cells).columns[0].int32Values()
    #expect(Array(codes.prefix(cells.count)) == Array(codes.suffix(cells.count)))
  }

  @Test func dictionaryIsInTheOrderOfBytes() throws {
    let cells = ["b", "ab", "a", "あ", "B", "abcdefgh", "abcdefghi", "abcdefg"]
    let dictionary = try read(column("c", .code), cells).columns[0].dictionary
    let strings = (0..<dictionary.count).map { dictionary.string($0) }
    #expect(strings == ["B", "a", "ab", "abcdefg", "abcdefgh", "abcdefghi", "b", "あ"])
  }

  // MARK: - Codes

  @Test func declaredCodesAndTheirSpellings() throws {
    let sex = column(
      "c", .oneOf([CodeValue(name: "F", spellings: ["女", "２"]), CodeValue(name: "M")]),
      normalise: [.nfkc, .trim])
    let read = try read(sex, ["女", "2", "２", " F", "Ｍ"])
    #expect(read.columns[0].int32Values() == [0, 0, 0, 0, 1])
    #expect(read.columns[0].dictionary == ByteDictionary(["F", "M"]))
    #expect(try isBad(sex, "f"))
  }

  // MARK: - Missing

  @Test func missingSpellingsApplyAfterNormalisation() throws {
    let grip = column(
      "c", .decimal, optional: true, normalise: [.nfkc, .trim], missing: ["-", "不明"])
    let read = try read(grip, ["", "－", " 不明　", "0"])
    #expect(read.columns[0].int64Values() == [.min, .min, .min, 0])
    #expect(read.columns[0].missingCount == 3)
  }

  /// A number that means missing is no number; another spelling of the same number is.
  @Test func numbersThatMeanMissing() throws {
    let weight = column(
      "c", .decimal, optional: true, normalise: [.nfkc], missing: ["999", "-9"])
    let read = try texts(weight, ["999", "-9", "９９９", "0999", "999.0", "998"])
    #expect(read == ["", "", "", "999", "999", "998"])
  }

  @Test func missingWhereRequired() throws {
    for (action, used) in [(BadRowAction.missing, 2), (.rejectRow, 1)] {
      let read = try read(column("c", .date, badValue: action), ["2025-04-01", ""])
      #expect(read.rowCount == used)
      #expect(read.account.reconciles())
      if action == .rejectRow {
        #expect(read.account.rejected == [.init(rule: .missingValue, column: 0, count: 1)])
        #expect(read.excluded == [ExcludedRow(line: 3, rule: .missingValue, column: 0)])
      } else {
        #expect(read.account.badValueMissing == [.init(column: 0, count: 1)])
      }
    }
  }

  // MARK: - Dates

  @Test func datesGregorianAndWareki() throws {
    let cells = [
      "R4.4.1", "令和元年5月1日", "S64.1.7", "Ｓ２２．０４．１５", "１９４７／４／１５", "19470415", "1947-04-15",
      "R05/03/24", "2024年2月29日",
    ]
    let want = [
      "2022-04-01", "2019-05-01", "1989-01-07", "1947-04-15", "1947-04-15", "1947-04-15",
      "1947-04-15", "2023-03-24", "2024-02-29",
    ]
    #expect(try texts(column("c", .date, normalise: .nfkc), cells) == want)
  }

  @Test(arguments: [
    "R5.2.29", "2025-02-30", "2025年2月30日", "令和0年4月1日", "R0.4.1", "22.4.15", "4/1/2022", "x",
  ])
  func impossibleDates(_ cell: String) throws {
    #expect(try isBad(column("c", .date), cell))
  }

  @Test func eraOverrunsAreReadAndCounted() throws {
    let scratch = try Scratch()
    try scratch.write("t.csv", "c\nS64.3.1\nH31.5.1\n2019-05-01\nH31.5.1\n")
    let data = try DataSource.open(scratch.path).read([table("t", [column("c", .date)])])
    let days = data.tables[0].texts().map { $0[0] }
    #expect(days == ["1989-03-01", "2019-05-01", "2019-05-01", "2019-05-01"])
    #expect(data.tables[0].account.eraOverruns == [.init(column: 0, count: 3)])
    #expect(data.warnings.map(\.code) == ["D226"])
    #expect(data.warnings[0].headline.en.contains("3 dates outside the named era in c"))
  }

  // MARK: - Decimals

  @Test func decimalsShareTheGreatestScale() throws {
    let read = try read(column("c", .decimal), ["1", "-2.50", "+3.125", "0.1", "-0"])
    #expect(read.columns[0].scale == 3)
    #expect(read.columns[0].int64Values() == [1000, -2500, 3125, 100, 0])
  }

  @Test func unitsYenAndThousands() throws {
    let yen = column("c", .decimal, normalise: [.nfkc, .trim], suffixes: ["円"])
    let cells = ["￥７５，０００", "¥1,234,567", "1000円", "75,000 円", "12"]
    #expect(try texts(yen, cells) == ["75000", "1234567", "1000", "75000", "12"])
    let speed = column("c", .decimal, suffixes: ["m", "m/s"])
    #expect(try texts(speed, ["0.85m/s", "3m"]) == ["0.85", "3"])
  }

  @Test(arguments: [
    "1e3", "1.", ".5", "1,00", "1,0000", "12,34.5", "0x10", "NaN", "inf", "--1", "1 2", "１．", "75円",
    "¥75", "1.2.3", "1,234,56", "1234,567", ",123", "-", "+", "1234567890123456789",
    "0.1234567890123456789",
  ])
  func badDecimals(_ cell: String) throws {
    #expect(try isBad(column("c", .decimal), cell))
  }

  @Test func fullWidthDigitsAndSignsAreRead() throws {
    let cells = ["１２．５", "－３", "１，２３４", "＋０．０１", "7"]
    #expect(try texts(column("c", .decimal), cells) == ["12.5", "-3", "1234", "0.01", "7"])
  }

  @Test func decimalsOfEighteenDigits() throws {
    let cells = ["999999999999999999", "-999999999999999999", "0"]
    #expect(try texts(column("c", .decimal), cells) == cells)
  }

  @Test func decimalsThatDoNotFitTogether() throws {
    let scratch = try Scratch()
    try scratch.write("t.csv", "c\n999999999999999999\n0.00001\n")
    let refusal = try scratch.refusal([table("t", [column("c", .decimal)])])
    #expect(refusal.diagnostics.map(\.code) == ["D221"])
  }

  @Test func widthsGrowAsNeeded() throws {
    for (top, width) in [(127, 1), (128, 2), (32_767, 2), (32_768, 4), (2_147_483_648, 8)] {
      let values = try read(column("c", .decimal), ["0", "\(top)"]).columns[0].values
      #expect(values.width == width)
    }
    // The least number of a type means missing, so it is not a value of it.
    #expect(try read(column("c", .decimal), ["-128"]).columns[0].values.width == 2)
  }

  // MARK: - Ranges

  @Test func rangesAreInclusive() throws {
    let gait = column("c", .decimal, optional: true, tenths: 1...30, outOfRange: .missing)
    let read = try read(gait, ["0.1", "3.0", "3", "0.10", "0.09", "3.01", "-0.1", "4"])
    let texts = read.texts().map { $0[0] }
    #expect(texts == ["0.1", "3", "3", "0.1", "", "", "", ""])
    #expect(read.account.outOfRangeMissing == [.init(column: 0, count: 4)])
  }

  @Test func outOfRangeRowsAreLeftOutAndCounted() throws {
    let minutes = column("c", .decimal, range: 10...480, outOfRange: .rejectRow)
    let read = try read(minutes, ["9", "10", "480", "481"])
    #expect(read.texts().map { $0[0] } == ["10", "480"])
    #expect(read.account.rejected == [.init(rule: .outOfRange, column: 0, count: 2)])
    #expect(read.excluded.map(\.line) == [2, 5])
    #expect((0..<2).map { read.place(of: $0).line } == [3, 4])
  }

  @Test func absentOptionalColumnIsAllMissing() throws {
    let scratch = try Scratch()
    try scratch.write("t.csv", "a\n1\n2\n")
    let read = try scratch.read(
      table("t", [column("a", .decimal), column("b", .date, optional: true)]))
    #expect(read.columns[1].missingCount == 2)
    #expect(!read.columns[1].isPresent)
    #expect(read.columns[1][0] == nil)
  }
}
