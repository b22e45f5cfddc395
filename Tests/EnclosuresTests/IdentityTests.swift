import Enclosures
import Quantities
import Testing

/// Enclosures of numbers that are known in another way: 1,000 random cases.
@Suite("Enclosures of known numbers")
struct IdentityTests {
  /// Knuth's 64-bit linear congruential generator (MMIX).
  private struct Numbers {
    var state: UInt64

    mutating func next(_ span: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 20) % UInt64(span))
    }

    mutating func fraction() -> Exact {
      Exact(next(2_000_001) - 1_000_000, over: next(9999) + 1) ?? .zero
    }
  }

  /// A rational expression computed in balls holds its exact value, and rounds as it does.
  @Test(arguments: 0..<1000)
  func rational(seed: Int) throws {
    var numbers = Numbers(state: UInt64(seed))
    let (a, b, c, d) = (
      numbers.fraction(), numbers.fraction(), numbers.fraction(), numbers.fraction()
    )
    let precision = 53 + numbers.next(200)
    func ball(_ value: Exact) -> Ball { Ball(value, precision: precision) }
    guard let exact = (a * b - c).divided(by: d) else { return }
    let enclosed = (ball(a) * ball(b) - ball(c)) / ball(d)
    #expect(enclosed.contains(exact))
    for mode in Rounding.Mode.allCases {
      if let rounded = enclosed.rounded(mode, decimals: 3) {
        #expect(rounded == exact.rounded(mode, decimals: 3))
      }
    }
    // A root squared, a logarithm's exponential, a power's root.
    let size = a.magnitude + Exact.one
    #expect(ball(size).squareRoot().square().contains(size))
    #expect(ball(size).logarithm().exponential().contains(size))
    #expect(ball(size).power(3).power(Exact(1, over: 3) ?? 0).contains(size))
    #expect((ball(b).exponential() * ball(-b).exponential()).contains(.one))
    #expect(
      (ball(Exact.one / size).exponentialMinusOne()).logarithmOfOnePlus().contains(Exact.one / size)
    )
  }
}

extension Exact {
  fileprivate static func / (left: Exact, right: Exact) -> Exact {
    left.divided(by: right) ?? .zero
  }
}
