import Contract
import Quantities
import Proofs
import Testing

/// Expected intervals are worked out by hand.
@Suite struct IntervalTests {
  private func open(_ a: Int?, _ b: Int?) -> Interval {
    Interval(
      lower: a.map { Exact($0) }, includesLower: false, upper: b.map { Exact($0) },
      includesUpper: false)
  }

  @Test func sumsAndDifferences() {
    #expect(Interval.from(1, to: 2) + .from(10, to: 20) == .from(11, to: 22))
    #expect(Interval.from(1, to: 2) - .from(10, to: 20) == .from(-19, to: -8))
    #expect(Interval.from(1) + open(0, 1) == open(1, nil))
    #expect(Interval.from(1) - .from(1) == .any)
  }

  @Test func productsOfSignsAndWithoutEnd() {
    #expect(Interval.from(-2, to: 3) * .from(-5, to: 7) == .from(-15, to: 21))
    #expect(Interval.from(0) * .from(4_500, to: 4_500) == .from(0))
    // Nothing times anything is nothing, and it is there.
    #expect(
      Interval.from(0, to: 1) * open(0, 5)
        == Interval(
          lower: 0, includesLower: true, upper: 5, includesUpper: false))
    #expect(Interval.point(0) * .any == .point(0))
    #expect(Interval.from(1) * .from(-1, to: 1) == .any)
  }

  @Test func quotients() {
    #expect(
      Interval.from(1, to: 6).divided(by: .from(2, to: 3))
        == Interval.closed(
          Exact(1, over: 3), 3))
    #expect(
      Interval.from(1, to: 6).divided(by: .from(-3, to: -2))
        == Interval.closed(
          -3, Exact(-1, over: 3)))
    // A count may be nobody, and then there is no quotient: the others have no upper end.
    #expect(Interval.from(1, to: 6).divided(by: .from(0)) == open(0, nil))
    #expect(Interval.from(1, to: 6).divided(by: .from(-1, to: 1)) == .any)
  }

  @Test func roundingsOfExcludedEnds() {
    // Below 3 rounds down to at most 2, up to 3, half up to 3.
    #expect(open(0, 3).rounded(.down, toMultipleOf: 1) == .from(0, to: 2))
    #expect(open(0, 3).rounded(.up, toMultipleOf: 1) == .from(1, to: 3))
    #expect(open(0, 3).rounded(.halfUp, toMultipleOf: 1) == .from(0, to: 3))
    // Below a half rounds to nothing.
    let half = Interval(
      lower: 0, includesLower: true, upper: Exact(unscaled: 5, scale: 1), includesUpper: false)
    #expect(half.rounded(.halfUp, toMultipleOf: 1) == .point(0))
  }

  @Test func limitsAndHulls() {
    #expect(Interval.from(0).lesser(.point(3)) == .from(0, to: 3))
    #expect(Interval.any.greater(.point(0)) == .from(0))
    #expect(
      open(0, 1).hull(.from(1, to: 2))
        == Interval(
          lower: 0, includesLower: false, upper: 2, includesUpper: true))
    #expect(open(0, 1).intersection(.from(1, to: 2)) == nil)
  }

  @Test func gridsCloseEnds() {
    let tenth = Exact(unscaled: 1, scale: 1)
    #expect(
      open(50, 60).onGrid(tenth)
        == Interval.closed(
          Exact(unscaled: 501, scale: 1), Exact(unscaled: 599, scale: 1)))
    #expect(open(0, 1).onGrid(1) == nil)
  }
}
