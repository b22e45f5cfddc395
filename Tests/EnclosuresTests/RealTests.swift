import BigInt
import Enclosures
import Quantities
import Synchronization
import Testing

/// Digits of constants are from OEIS: √2 A002193, e A001113, log 2 A002162.
@Suite("Real numbers")
struct RealTests {
  private func exact(_ text: String) throws -> Exact {
    try #require(Exact(decimal: text) ?? Exact(fraction: text))
  }

  @Test func constants() throws {
    #expect(
      try Real(2).squareRoot().decimalText(significantDigits: 50)
        == "1.4142135623730950488016887242096980785696718753769")
    #expect(
      try Real(1).exponential().decimalText(significantDigits: 50)
        == "2.7182818284590452353602874713526624977572470937000")
    #expect(
      try Real(2).logarithm().decimalText(significantDigits: 50)
        == "0.69314718055994530941723212145817656807550013436026")
    #expect(
      try Real(2).power(try exact("1/3")).decimalText() == "1.2599210498948731648")
  }

  @Test func exactStaysExact() throws {
    let a = Real(try exact("2/3"))
    let b = Real(try exact("-0.5"))
    #expect((a + b).exact == Exact(fraction: "1/6"))
    #expect((a - b).exact == Exact(fraction: "7/6"))
    #expect((a * b).exact == Exact(fraction: "-1/3"))
    #expect((a / b).exact == Exact(fraction: "-4/3"))
    #expect((-a).exact == Exact(fraction: "-2/3"))
    #expect(b.magnitude.exact == Exact(fraction: "1/2"))
    #expect(Real.sum([a, b, a]).exact == Exact(fraction: "5/6"))
    #expect(Real(try exact("49/64")).squareRoot().exact == Exact(fraction: "7/8"))
    #expect(Real(0).squareRoot().exact == 0)
    #expect(Real(0).exponential().exact == 1)
    #expect(Real(1).logarithm().exact == 0)
    #expect(a.power(-3).exact == Exact(fraction: "27/8"))
    #expect(Real(4).power(try exact("3/2")).exact == 8)
    #expect(Real(2).squareRoot().exact == nil)
    let square = BigInt(3).power(200)
    #expect(Real(Exact(square)).squareRoot().exact == Exact(BigInt(3).power(100)))
  }

  @Test func roundingIsCertain() throws {
    let root = Real(2).squareRoot()
    #expect(try root.rounded(.halfUp, decimals: 3) == exact("1.414"))
    #expect(try root.rounded(.up, decimals: 3) == exact("1.415"))
    #expect(try (-root).rounded(.floor, decimals: 0) == -2)
    #expect(try (Real(20000) * root).rounded(.down, decimals: -2) == 28200)
    // √(x² + 10^-60) − x ≈ 10^-60 / 2x: needs more than 64 bits beyond the point.
    let near = Real(Exact(25) + .powerOfTen(-60)).squareRoot()
    #expect(try near.rounded(.ceiling, decimals: 2) == exact("5.01"))
    #expect(try near.rounded(.floor, decimals: 2) == 5)
    #expect(try near.compared(with: 5) == 1)
    #expect(try (-near).compared(with: -5) == -1)
    #expect(try near.compared(with: root) == 1)
  }

  @Test func boundaryIsRefused() {
    let two = Real(2).squareRoot() * Real(2).squareRoot()
    do {
      _ = try two.rounded(.down, decimals: 1)
      Issue.record("a boundary was decided")
    } catch {
      guard case .undecided(1, let lower, let upper) = error else {
        Issue.record("\(error)")
        return
      }
      #expect(lower < 2 && 2 < upper)
      #expect(upper - lower < Exact.powerOfTen(-2400))
    }
    #expect(throws: EnclosureError.self) { try two.compared(with: 2) }
  }

  @Test func undefined() {
    #expect(throws: EnclosureError.notFinite) {
      try Real(-1).squareRoot().rounded(.up, decimals: 1)
    }
    #expect(throws: EnclosureError.notFinite) { try (Real(1) / Real(0)).decimalText() }
    #expect(throws: EnclosureError.notFinite) { try Real.undefined.compared(with: 0) }
  }

  @Test func textOfExactValues() throws {
    for text in [
      "0", "12", "-0.125", "1/3", "-2/3", "200000/3", "1/700", "99999999999999999999999/7",
    ] {
      let value = try exact(text)
      #expect(try Real(value).decimalText() == value.decimalText)
    }
    #expect(try Real(exact("2/3")).decimalText(significantDigits: 3) == "0.667")
    #expect(try Real(exact("999999/1000001")).decimalText(significantDigits: 3) == "1.00")
    #expect(try Real(exact("20000/3")).decimalText(significantDigits: 2) == "6667")
  }

  @Test func textOfSmallAndLarge() throws {
    // e^-50 and e^50 by Python's decimal module with 60 digits.
    #expect(
      try Real(-50).exponential().decimalText(significantDigits: 10)
        == "0.0000000000000000000001928749848")
    #expect(try Real(50).exponential().decimalText() == "5184705528587072464087")
    // 0.99999… carries into the next power of ten.
    let almost = Real(Exact(1) - .powerOfTen(-40)).squareRoot()
    #expect(try almost.decimalText(significantDigits: 5) == "1.0000")
  }

  @Test func approximation() {
    #expect(Real(2).squareRoot().approximation == 2.0.squareRoot())
    #expect(Real(Exact(1, over: 3) ?? 0).approximation == 1.0 / 3.0)
  }

  @Test func eachPrecisionOnce() {
    let calls = Counter()
    let real = Real { precision in
      calls.add()
      return Ball(2).squareRoot() + Ball(0, precision: precision)
    }
    var power = real
    for _ in 0..<40 { power = power + power }
    _ = power.enclosed(precision: 64)
    _ = power.enclosed(precision: 64)
    #expect(calls.count == 1)
    _ = power.enclosed(precision: 128)
    #expect(calls.count == 2)
  }

  @Test func manyThreads() async throws {
    let shared = Real(3).squareRoot() * Real(2).exponential()
    let texts = await withTaskGroup(of: String?.self) { group in
      for index in 0..<64 {
        group.addTask {
          let own = shared + Real(Exact(index)).exponential() - Real(Exact(index)).exponential()
          return try? own.decimalText(significantDigits: 30)
        }
      }
      return await group.reduce(into: Set<String?>()) { $0.insert($1) }
    }
    // √3 · e² by Python's decimal module with 60 digits.
    #expect(texts == ["12.7982205833245707983913343606"])
  }
}

private final class Counter: Sendable {
  private let value = Mutex(0)
  func add() { value.withLock { $0 += 1 } }
  var count: Int { value.withLock { $0 } }
}
