import BigInt
import Quantities
import Testing

@Suite struct ExactTests {
  /// n/d from text, for short tests.
  private func q(_ text: String) throws -> Exact {
    try #require(Exact(fraction: text))
  }

  @Test func normalises() throws {
    #expect(try q("6/4").fraction == "3/2")
    #expect(try q("6/-4").fraction == "-3/2")
    #expect(try q("-6/-4").fraction == "3/2")
    #expect(try q("0/-7").fraction == "0/1")
    #expect(Exact(-5).fraction == "-5/1")
    #expect(Exact(BigInt(1), over: 0) == nil)
    #expect(Exact(1, over: 0) == nil)
    #expect(Exact(6, over: -4) == Exact(BigInt(-3), over: 2))
    #expect(try q("1/3").numerator == 1)
    #expect(try q("1/3").denominator == 3)
  }

  @Test func fixedPoint() throws {
    #expect(Exact(unscaled: 664, scale: 1) == Exact(decimal: "66.4"))
    #expect(Exact(unscaled: -51, scale: 3).fraction == "-51/1000")
    #expect(Exact(unscaled: 500, scale: 2) == 5)
    #expect(Exact(unscaled: 5, scale: -2) == 500)
    #expect(Exact(unscaled: 0, scale: 18) == 0)
    #expect(Exact(unscaled: 25, scale: 20).fraction == "1/4000000000000000000")
    #expect(Exact(unscaled: 1, scale: 20).fraction == "1/100000000000000000000")
    #expect(Exact(unscaled: Int64.min, scale: 0).fraction == "-9223372036854775808/1")
    #expect(Exact(unscaled: Int64.min, scale: 1).fraction == "-4611686018427387904/5")
  }

  @Test func arithmetic() throws {
    #expect(try q("1/6") + q("1/10") == q("4/15"))
    #expect(try q("1/6") - q("1/6") == 0)
    #expect(try q("-3/4") * q("8/9") == q("-2/3"))
    #expect(try q("3/4").divided(by: q("-9/8")) == q("-2/3"))
    #expect(try q("3/4").divided(by: 0) == nil)
    #expect(try -q("3/4") == q("-3/4"))
    #expect(try q("-3/4").magnitude == q("3/4"))
    var sum = Exact.zero
    for _ in 0..<10 { sum += Exact(unscaled: 1, scale: 1) }
    #expect(sum == 1)
  }

  /// 0.6 × 31/70 × 100 + 0.4 × 70: the weighted score of a worked example, 54.571428…
  @Test func weightedScore() throws {
    let level = try #require(Exact(31).divided(by: 70)) * 100
    let score = Exact(unscaled: 6, scale: 1) * level + Exact(unscaled: 4, scale: 1) * 70
    #expect(score == Exact(382, over: 7))
    #expect(score.rounded(.down, decimals: 1).decimalText == "54.5")
  }

  @Test func order() throws {
    #expect(try q("1/3") < q("34/100"))
    #expect(try q("-1/3") > q("-34/100"))
    #expect(Exact(Int.max) < Exact(Int.max) + 1)
    #expect(Exact(Int.min) < Exact(Int.min + 1))
    #expect(max(try q("2/3"), try q("3/4")) == Exact(unscaled: 75, scale: 2))
    #expect(min(Exact(2), 1) == 1)
  }

  /// Values on both sides of 64 bits are one number each, whichever way they were reached.
  @Test func growsAndShrinks() throws {
    let large = Exact(Int.max)
    let square = large * large
    #expect(square.fraction == "85070591730234615847396907784232501249/1")
    #expect(square.divided(by: large) == large)
    #expect(square.divided(by: large)?.hashValue == large.hashValue)
    #expect(large + 1 - 1 == large)
    #expect((large + 1).fraction == "9223372036854775808/1")
    #expect((-large - 1).fraction == "-9223372036854775808/1")
    #expect(Exact(Int.min) == -large - 1)
    #expect(-Exact(Int.min) == large + 1)
    #expect((-large - 1).int64 == Int64.min)
    #expect((large + 1).int64 == nil)
    #expect(Exact(Int.min).reciprocal?.fraction == "-1/9223372036854775808")
    #expect(Exact(UInt64.max).fraction == "18446744073709551615/1")
    #expect(Exact(Int128(1) << 100).fraction == "1267650600228229401496703205376/1")
    let small = try #require(large.reciprocal)
    #expect((small * small).divided(by: small) == small)
    #expect(small + small + small == Exact(BigInt(3), over: BigInt(Int.max)))
  }

  /// a/b ∘ c/d against cross-multiplied integers, over sizes that cross the 64-bit border.
  @Test func agreesWithIntegers() throws {
    var state: UInt64 = 0x9E37_79B9_7F4A_7C15
    func random() -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let bits = (state >> 58) % 63
      let value = Int((state ^ state >> 29) >> (63 - bits) & (UInt64(1) << bits - 1))
      return state & 0x1000 == 0 ? value : -value
    }
    func nonzero(_ value: Int) -> Int { value == 0 ? 1 : value }
    for _ in 0..<3_000 {
      let (a, c) = (random(), random())
      let (b, d) = (nonzero(random()), nonzero(random()))
      let (x, y) = (try #require(Exact(a, over: b)), try #require(Exact(c, over: d)))
      let (an, bn, cn, dn) = (BigInt(a), BigInt(b), BigInt(c), BigInt(d))
      func holds(_ value: Exact, _ top: BigInt, _ bottom: BigInt) -> Bool {
        value.numerator * bottom == top * value.denominator && value.denominator > 0
          && (value.numerator.isZero
            ? value.denominator == 1
            : value.numerator.greatestCommonDivisor(with: value.denominator) == 1)
          && Exact(value.numerator, over: value.denominator) == value
      }
      #expect(holds(x + y, an * dn + cn * bn, bn * dn))
      #expect(holds(x - y, an * dn - cn * bn, bn * dn))
      #expect(holds(x * y, an * cn, bn * dn))
      if c != 0 {
        let quotient = try #require(x.divided(by: y))
        #expect(holds(quotient, an * dn, bn * cn))
      }
      let difference = (an * dn - cn * bn) * (b < 0).sign * (d < 0).sign
      #expect((x < y) == (difference < 0))
      #expect((x == y) == difference.isZero)
    }
  }

  /// Figures that binary fractions get wrong (reference data, `binary64_traps`).
  @Test func binaryTraps() throws {
    for row in try SharedData.edgeCases("binary64_traps") {
      guard let expression = row["expr"] as? String, let floor = row["floor_exact"] as? Int else {
        continue
      }
      let factors = expression.split(separator: "*")
      let product = try #require(Exact(decimal: factors[0])) * #require(Exact(decimal: factors[1]))
      #expect(product.rounded(.floor, decimals: 0) == Exact(floor), "\(expression)")
    }
    #expect(Exact(unscaled: 1, scale: 1) + Exact(unscaled: 2, scale: 1) == Exact(3, over: 10))
    #expect(Exact(unscaled: 98, scale: 2) - Exact(unscaled: 93, scale: 2) == Exact(1, over: 20))
  }
}

extension Bool {
  fileprivate var sign: BigInt { self ? -1 : 1 }
}
