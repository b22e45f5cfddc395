import BigInt
import Enclosures
import Quantities
import Testing

@Suite("Balls")
struct BallTests {
  private let third = Exact(1, over: 3) ?? .zero

  @Test func roundedFractionIsEnclosed() {
    for precision in [2, 53, 64, 200] {
      let ball = Ball(third, precision: precision)
      #expect(ball.contains(third))
      #expect(!ball.isExact)
      #expect(ball.precision == precision)
      if let lower = ball.lower, let upper = ball.upper {
        #expect(lower < third && third < upper)
        #expect(upper - lower < Exact.powerOfTen(-(precision * 3 / 10) + 1))
      }
    }
  }

  @Test func integersAreExact() {
    #expect(Ball(7).isExact)
    #expect((Ball(7) * Ball(6)).lower == 42)
    #expect((Ball(7) - Ball(7)).certainSign == 0)
    #expect(Ball(Int.min).lower == Exact(Int.min))
    let large = Exact(BigInt(3).power(400))
    #expect(Ball(large, precision: 1000).upper == large)
    #expect(Ball(-large, precision: 1000).lower == -large)
  }

  @Test func interval() {
    let ball = Ball(lower: -2, upper: 5, precision: 64)
    #expect(ball.contains(-2) && ball.contains(5) && ball.contains(0))
    #expect(!ball.contains(6))
    #expect(ball.certainSign == nil)
    #expect(ball.contains(Ball(1)))
    #expect(ball.isCertainlyLess(than: Ball(6)))
    #expect(!ball.isCertainlyLess(than: Ball(5)))
    #expect(ball.square().contains(0) && ball.square().contains(25))
    #expect(ball.magnitude.contains(0))
  }

  @Test func undefinedIsNotFinite() {
    let around = Ball(lower: -1, upper: 1, precision: 64)
    for ball in [
      Ball(1) / Ball(0), Ball(1) / around, around.squareRoot(), around.logarithm(),
      Ball(-1).squareRoot(), Ball(0).logarithm(), Ball(-2).power(third),
    ] {
      #expect(!ball.isFinite)
      #expect(ball.lower == nil || ball.upper == nil)
      #expect(ball.rounded(.halfUp, decimals: 2) == nil)
    }
  }

  @Test func endsBeyondTheRangeMoveOutwards() {
    let tiny = Ball(-100_000).exponential()
    #expect(tiny.certainSign == 1)
    #expect(tiny.lower == 0)
    #expect(tiny.upper.map { $0.signum } == 1)
    let huge = Ball(100_000).exponential()
    #expect(huge.isFinite)
    #expect(huge.upper == nil)
  }

  @Test func roundingNeedsCertainty() {
    let wide = Ball(
      lower: Exact(1249, over: 1000) ?? 0, upper: Exact(1251, over: 1000) ?? 0, precision: 64)
    #expect(wide.rounded(.halfUp, decimals: 3) == nil)
    #expect(wide.rounded(.halfUp, decimals: 0) == 1)
    #expect(wide.rounded(.ceiling, decimals: 0) == 2)
    #expect(wide.rounded(.floor, decimals: 1) == Exact(decimal: "1.2"))
  }

  @Test func startingValueIsExact() {
    #expect(
      Ball(startingValue: 0.1, precision: 64).lower
        == Exact(fraction: "3602879701896397/36028797018963968"))
    #expect(Ball(startingValue: 0.375, precision: 64).approximation == 0.375)
  }

  @Test func errorAdded() {
    let ball = Ball(3).widened(by: Ball(-1))
    #expect(ball.contains(2) && ball.contains(4) && !ball.contains(5))
    #expect(ball.midpoint.lower == 3)
    #expect((ball.radius - Ball(1)).certainSign == 1)
  }
}
