import BigInt
import Quantities
import Testing

@Suite struct ExactTextTests {
  @Test(arguments: [
    ("0", "0/1"), ("-12.50", "-25/2"), ("+3", "3/1"), ("007.0", "7/1"), ("0.051", "51/1000"),
    ("123456789012345678", "123456789012345678/1"),
    ("1234567890123456789012.5", "2469135780246913578025/2"),
    ("-0.0000000000000000000001", "-1/10000000000000000000000"),
  ])
  func readsDecimals(text: String, fraction: String) {
    #expect(Exact(decimal: text)?.fraction == fraction)
  }

  @Test(arguments: [
    "", "-", "+", ".", "1.", ".5", "1.2.3", "1,000", "1e3", " 1", "1 ", "--1", "1-", "１", "nan",
    "0x1",
    "12345678901234567890x", "1234567890123456789012.",
  ])
  func refusesOtherText(text: String) {
    #expect(Exact(decimal: text) == nil)
  }

  @Test func readsFractions() {
    #expect(Exact(fraction: "-382/7")?.fraction == "-382/7")
    #expect(Exact(fraction: "14/-4")?.fraction == "-7/2")
    #expect(Exact(fraction: "5") == 5)
    for text in ["", "/", "1/", "/2", "1/0", "1/2/3", "1.5", "1/2 ", "+1/2", "１/2"] {
      #expect(Exact(fraction: text) == nil, "\(text)")
    }
  }

  @Test(arguments: [
    ("5/1", "5"), ("1/4", "0.25"), ("-1/8", "-0.125"), ("3/5", "0.6"), ("-7/1", "-7"),
    ("1/1024", "0.0009765625"), ("1/3", "0.33333333333333333333"),
    ("2/3", "0.66666666666666666667"), ("-310/7", "-44.285714285714285714"),
    ("1/300", "0.0033333333333333333333"),
  ])
  func decimalText(fraction: String, text: String) throws {
    #expect(try #require(Exact(fraction: fraction)).decimalText == text)
  }

  /// 1 − 1/(3·10^21) rounds up to one: still twenty digits, one fewer of them after the point.
  @Test func roundsUpToOne() throws {
    let value = try #require(
      Exact(fraction: "2999999999999999999999/3000000000000000000000"))
    #expect(value.decimalText == "1.0000000000000000000")
  }

  @Test func longWholePart() throws {
    let value = try #require(Exact(fraction: "1000000000000000000000000000001/3"))
    #expect(value.decimalText == "333333333333333333333333333334")
    #expect(value.description == "1000000000000000000000000000001/3")
    #expect(Exact(unscaled: 5, scale: 1).description == "0.5")
  }

  @Test func termination() {
    #expect(Exact(1, over: 40)?.exactDecimals == 3)
    #expect(Exact(1, over: 125)?.exactDecimals == 3)
    #expect(Exact(7).exactDecimals == 0)
    #expect(Exact(1, over: 12)?.exactDecimals == nil)
    #expect(Exact(1, over: 12)?.terminates == false)
  }

  @Test func fixedDecimals() {
    #expect(Exact(17_654_321).fixed(decimals: 0, grouped: true) == "17,654,321")
    #expect(Exact(999).fixed(decimals: 0, grouped: true) == "999")
    #expect(Exact(-1000).fixed(decimals: 0, grouped: true) == "-1,000")
    #expect(Exact(-100).fixed(decimals: 2, grouped: true) == "-100.00")
    #expect(Exact(unscaled: 664, scale: 1).fixed(decimals: 3) == "66.400")
    #expect(Exact(unscaled: 51, scale: 3).fixed(decimals: 3) == "0.051")
    #expect(Exact(unscaled: -5, scale: 1).fixed(decimals: 1) == "-0.5")
    #expect(
      Exact(unscaled: 123_456_789, scale: 2).fixed(decimals: 2, grouped: true) == "1,234,567.89")
    #expect(Exact(0).fixed(decimals: 1) == "0.0")
    #expect(
      (Exact(BigInt(10).power(30)) + 1).fixed(decimals: 0, grouped: true)
        == "1,000,000,000,000,000,000,000,000,000,001")
  }
}
