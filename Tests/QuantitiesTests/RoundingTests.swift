import BigInt
import Quantities
import Testing

@Suite struct RoundingTests {
  /// Reference data, `rounding`. Its column `half_up` is floor(x + 1/2), which is no mode of ours:
  /// `halfUp` is half away from zero, so the two agree only at and above zero.
  @Test func referenceData() throws {
    for row in try SharedData.edgeCases("rounding") {
      let text = try #require(row["exact"] as? String)
      let value = try #require(Exact(decimal: text) ?? Exact(fraction: text))
      func expected(_ key: String) throws -> Exact { Exact(try #require(row[key] as? Int)) }
      #expect(try value.rounded(.floor, decimals: 0) == expected("floor"), "\(text)")
      #expect(try value.rounded(.down, decimals: 0) == expected("trunc"), "\(text)")
      #expect(try value.rounded(.halfEven, decimals: 0) == expected("half_even"), "\(text)")
      #expect(
        try (value + Exact(1, over: 2)!).rounded(.floor, decimals: 0) == expected("half_up"))
      if value.signum >= 0 {
        #expect(try value.rounded(.halfUp, decimals: 0) == expected("half_up"), "\(text)")
      } else {
        #expect(
          value.rounded(.halfUp, decimals: 0) == -(-value).rounded(.halfUp, decimals: 0), "\(text)")
      }
    }
  }

  /// value, then down, up, half up, half even, floor, ceiling, to one yen.
  @Test(arguments: [
    ("2.5", [2, 3, 3, 2, 2, 3]), ("-2.5", [-2, -3, -3, -2, -3, -2]),
    ("3.5", [3, 4, 4, 4, 3, 4]), ("-3.5", [-3, -4, -4, -4, -4, -3]),
    ("0.5", [0, 1, 1, 0, 0, 1]), ("-0.5", [0, -1, -1, 0, -1, 0]),
    ("2.4", [2, 3, 2, 2, 2, 3]), ("-2.6", [-2, -3, -3, -3, -3, -2]),
    ("7", [7, 7, 7, 7, 7, 7]), ("0", [0, 0, 0, 0, 0, 0]),
  ])
  func everyMode(text: String, expected: [Int]) throws {
    let value = try #require(Exact(decimal: text))
    let modes: [Rounding.Mode] = [.down, .up, .halfUp, .halfEven, .floor, .ceiling]
    #expect(modes.map { value.rounded($0, decimals: 0) } == expected.map { Exact($0) })
    // The same beyond 64 bits: an even multiple of everything is added.
    let large = Exact(BigInt(10).power(40))
    #expect(
      modes.map { (value + large).rounded($0, decimals: 0) - large }
        == modes.map { mode in
          // Far above zero `down` and `up` are `floor` and `ceiling`, and half up is floor(x + 1/2).
          switch mode {
          case .down: value.rounded(.floor, decimals: 0)
          case .up: value.rounded(.ceiling, decimals: 0)
          case .halfUp: (value + Exact(unscaled: 5, scale: 1)).rounded(.floor, decimals: 0)
          default: value.rounded(mode, decimals: 0)
          }
        })
  }

  @Test func places() throws {
    let value = try #require(Exact(decimal: "17654.321"))
    #expect(value.rounded(.halfUp, decimals: 2).decimalText == "17654.32")
    #expect(value.rounded(.up, decimals: 1).decimalText == "17654.4")
    #expect(value.rounded(.down, decimals: -3) == 17_000)
    #expect(value.rounded(.up, decimals: -3) == 18_000)
    #expect(value.rounded(.halfUp, decimals: 9) == value)
    #expect(Exact(1_500).rounded(.halfEven, decimals: -3) == 2_000)
    #expect(Exact(2_500).rounded(.halfEven, decimals: -3) == 2_000)
  }

  @Test func multiples() throws {
    #expect(Exact(1_249).rounded(.down, toMultipleOf: 500) == 1_000)
    #expect(Exact(1_250).rounded(.halfUp, toMultipleOf: 500) == 1_500)
    let quarter = Exact(unscaled: 25, scale: 2)
    #expect(
      try #require(Exact(decimal: "0.3")).rounded(.up, toMultipleOf: quarter).decimalText == "0.5")
    let third = try #require(Exact(1, over: 3))
    #expect(Exact(unscaled: 5, scale: 1).rounded(.down, toMultipleOf: third) == third)
  }

  /// Reference data, `consumption_tax_floor`: 10 percent of whole yen, fractions cut off.
  /// At the ends of 64 bits, by Python's integers.
  @Test(arguments: [
    (Rounding.Mode.down, "9223372036854775806"), (.up, "9223372036854775809"),
    (.halfEven, "9223372036854775806"), (.ceiling, "9223372036854775809"),
  ])
  func theLargestMachineInteger(mode: Rounding.Mode, expected: String) throws {
    let three = Exact(3)
    let value = Exact(Int64.max)
    #expect(value.rounded(mode, toMultipleOf: three).description == expected)
    // -2^63 has no place among the small ones.
    let negative = (-value).rounded(.floor, toMultipleOf: three)
    #expect(negative.description == "-9223372036854775809")
    let share = try #require(Exact(1, over: Int.max))
    #expect(value.rounded(mode, toMultipleOf: share) == value)
    #expect(share.rounded(.up, decimals: 18).description == "0.000000000000000001")
    #expect(share.rounded(.down, decimals: 18) == .zero)
  }

  /// √2 = 1.41421…; √(104/9) = 3.3993463423951898… by Python's decimals; 1.5² = 2.25 and 2.5² = 6.25.
  @Test(arguments: [
    (Rounding.Mode.down, "2", 2, "1.41"), (.up, "2", 2, "1.42"), (.halfUp, "2", 3, "1.414"),
    (.halfUp, "2", 4, "1.4142"), (.ceiling, "2", 0, "2"), (.floor, "2", 0, "1"),
    (.halfUp, "104/9", 14, "3.39934634239519"), (.down, "104/9", 14, "3.39934634239518"),
    (.halfUp, "9/4", 0, "2"), (.halfEven, "9/4", 0, "2"), (.down, "9/4", 0, "1"),
    (.halfUp, "25/4", 0, "3"), (.halfEven, "25/4", 0, "2"), (.up, "25/4", 0, "3"),
    (.halfUp, "25/4", 1, "2.5"), (.halfUp, "0", 2, "0"), (.up, "1/10000", 1, "0.1"),
    (.halfUp, "15129", -1, "120"), (.up, "15129", -1, "130"),
    (.down, "85070591730234615847396907784232501248", 0, "9223372036854775806"),
  ])
  func squareRoots(mode: Rounding.Mode, value: String, decimals: Int, root: String) throws {
    let square = try #require(Exact(fraction: value) ?? Exact(decimal: value))
    #expect(square.squareRoot(mode, decimals: decimals).decimalText == root)
  }

  @Test func consumptionTax() throws {
    for row in try SharedData.edgeCases("consumption_tax_floor") {
      let net = Exact(try #require(row["net"] as? Int))
      let tax = (net * Exact(unscaled: 10, scale: 2)).rounded(.down, decimals: 0)
      #expect(tax == Exact(try #require(row["tax_floor"] as? Int)))
      #expect(net + tax == Exact(try #require(row["gross"] as? Int)))
    }
  }

  @Test func names() {
    #expect(
      Rounding.Mode.allCases.map(\.english).joined(separator: ", ")
        == "down, up, half up, half even, floor, ceiling")
    #expect(
      Rounding.Mode.allCases.map(\.japanese).joined(separator: "、")
        == "切捨て、切上げ、四捨五入、偶数丸め、床、天井")
  }
}
