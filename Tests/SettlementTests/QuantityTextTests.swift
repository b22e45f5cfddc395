import Contract
import Diagnostics
import Language
import Quantities
import Settlement
import Testing

/// Figures and bounds in words.
@Suite struct QuantityTextTests {
  private func words(
    _ lower: Exact?, _ upper: Exact?, closed: Bool = false, _ unit: Unit, _ tongue: Tongue
  ) -> String {
    QuantityText(units: .standard, tongue: tongue).interval(
      Interval(lower: lower, includesLower: true, upper: upper, includesUpper: closed), unit)
  }

  /// One is singular, and a price names what it is for before its number in Japanese.
  @Test func intervals() {
    #expect(words(1, nil, .person, .en) == "at least 1 person")
    #expect(words(2, nil, .person, .en) == "at least 2 persons")
    #expect(words(nil, 1, closed: true, .person, .en) == "at most 1 person")
    #expect(words(0, 1, .person, .en) == "from 0 to below 1 person")
    #expect(words(1, 1, closed: true, .person, .en) == "1 person")
    #expect(words(60, 70, .percent, .en) == "from 60 to below 70 percent")
    #expect(words(60, 70, .percent, .ja) == "60以上70%未満")
    #expect(words(1, nil, .person, .ja) == "1人以上")
    #expect(words(nil, 1000, Unit("yen", per: "person"), .ja) == "1人当たり1,000円未満")
  }
}
