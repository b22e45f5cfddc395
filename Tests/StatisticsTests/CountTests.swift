import LinearAlgebra
import Quantities
import Statistics
import Testing

@Suite("Counts, rates, tables")
struct CountTests {
  @Test func proportions() throws {
    #expect(try Proportion(part: 3, whole: 12).estimate.value == exact("1/4"))
    let found = try Proportion(
      of: RowMask([true, true, false, true]), among: RowMask([true, false, true, true]))
    #expect(found.part == 2)
    #expect(found.whole == 3)
    #expect(found.estimate.n == 3)
    #expect(throws: StatisticsError.emptySample) { try Proportion(part: 0, whole: 0) }
    #expect(throws: StatisticsError.partExceedsWhole(part: 2, whole: 1)) {
      try Proportion(part: 2, whole: 1)
    }
    #expect(throws: StatisticsError.negativeCount(-1)) { try Proportion(part: -1, whole: 1) }
    #expect(throws: StatisticsError.emptySample) {
      try Proportion(of: RowMask([true]), among: RowMask([false]))
    }
  }

  @Test func personTime() throws {
    let rate = try PersonTimeRate(events: 3, time: exact("25/2"))
    #expect(try rate.estimate.value == exact("6/25"))
    let summed = try PersonTimeRate(events: 1, times: Sample(values: [5, 15, 20], scale: 1))
    #expect(try summed.estimate.value == exact("1/4"))
    #expect(summed.estimate.n == 3)
    #expect(summed.product?.routine == .dgemv)
    #expect(try PersonTimeRate(events: 0, time: 1).estimate.value == 0)
    #expect(throws: StatisticsError.notPositive(0)) { try PersonTimeRate(events: 1, time: 0) }
    #expect(throws: StatisticsError.negativeCount(-1)) { try PersonTimeRate(events: -1, time: 1) }
    #expect(throws: StatisticsError.emptySample) {
      try PersonTimeRate(events: 1, times: Sample(values: []))
    }
  }

  @Test func concentration() throws {
    let index = try Concentration.herfindahl(counts: [5, 0, 3, 2])
    #expect(try index.value == exact("19/50"))
    #expect(index.n == 10)
    #expect(try Concentration.herfindahl(counts: [4]).value == 1)
    #expect(throws: StatisticsError.emptySample) { try Concentration.herfindahl(counts: [0, 0]) }
    #expect(throws: StatisticsError.emptySample) { try Concentration.herfindahl(counts: []) }
    #expect(throws: StatisticsError.negativeCount(-2)) {
      try Concentration.herfindahl(counts: [1, -2])
    }
  }

  @Test func twoByTwo() throws {
    let table = try TwoByTwo(a: 10, b: 90, c: 20, d: 60)
    #expect(table.n == 180)
    #expect(try table.riskDifference().value == exact("-3/20"))
    #expect(try table.riskRatio().value == exact("2/5"))
    #expect(try table.oddsRatio().value == exact("1/3"))
    #expect(throws: StatisticsError.zeroDenominator(.riskRatio)) {
      try TwoByTwo(a: 1, b: 1, c: 0, d: 1).riskRatio()
    }
    #expect(throws: StatisticsError.zeroDenominator(.oddsRatio)) {
      try TwoByTwo(a: 1, b: 0, c: 1, d: 1).oddsRatio()
    }
    #expect(throws: StatisticsError.emptySample) {
      try TwoByTwo(a: 0, b: 0, c: 1, d: 1).riskDifference()
    }
    #expect(throws: StatisticsError.negativeCount(-1)) { try TwoByTwo(a: 0, b: 0, c: -1, d: 1) }
  }

  @Test func twoByTwoOfRows() throws {
    let table = try TwoByTwo(
      exposed: RowMask([true, true, true, false, false, false, true]),
      outcome: RowMask([true, false, false, true, false, false, true]),
      among: RowMask([true, true, true, true, true, true, false]))
    #expect(try table == TwoByTwo(a: 1, b: 2, c: 1, d: 2))
    #expect(throws: StatisticsError.lengthMismatch(expected: 1, found: 2)) {
      try TwoByTwo(
        exposed: RowMask([true]), outcome: RowMask([true, true]), among: RowMask([true]))
    }
  }

  @Test func transitions() throws {
    let moves = try Transitions(
      before: [0, 0, 1, 2, 2, 99], after: [0, 2, 2, 1, 2, 0], levels: 3,
      mask: RowMask([true, true, true, true, true, false]))
    #expect(moves.n == 5)
    #expect(moves[from: 0, to: 2] == 1)
    #expect(moves[from: 2, to: 2] == 1)
    #expect(moves[from: 2, to: 0] == 0)
    #expect(moves.unchanged == 2)
    #expect(moves.raised == 2)
    #expect(moves.lowered == 1)
    #expect(throws: StatisticsError.levelCode(row: 1, code: 3, levels: 3)) {
      try Transitions(before: [0, 3], after: [0, 0], levels: 3)
    }
    #expect(throws: StatisticsError.levelCode(row: 0, code: -1, levels: 3)) {
      try Transitions(before: [0], after: [-1], levels: 3)
    }
    #expect(throws: StatisticsError.lengthMismatch(expected: 1, found: 0)) {
      try Transitions(before: [0], after: [], levels: 3)
    }
  }
}
