import Foundation
import LinearAlgebra
import Quantities
import Statistics
import Testing

@Suite("Quantiles")
struct QuantileTests {
  @Test func medians() throws {
    #expect(try Sample(values: [3, 1, 2]).median().value == 2)
    #expect(try Sample(values: [4, 1, 2, 3], scale: 1).median().value == exact("1/4"))
    let sample = try Sample(values: [.max, 3, 1, 2], validity: RowMask([false, true, true, true]))
    #expect(try sample.median().value == 2)
    #expect(try sample.median().n == 3)
  }

  @Test func longSample() throws {
    let sample = try Sample(values: stream(9, 20_001, span: 1 << 36, low: -(1 << 35)))
    let p = try exact("1/7")
    let q = try exact("13/17")
    #expect(try sample.median().value == -206_841_940)
    #expect(try sample.quantile(exact("9/10"), type: .type7).value == 27_514_481_926)
    #expect(try sample.quantile(p, type: .type7).value == exact("-172215845842/7"))
    #expect(try sample.quantile(q, type: .type7).value == exact("311193200296/17"))
    #expect(try sample.quantile(p, type: .type6).value == exact("-172225411797/7"))
    #expect(try sample.quantile(q, type: .type6).value == exact("311247510733/17"))
  }

  @Test(arguments: [2, 17, 18, 100, 5001])
  func ordersThatAreHardToSelectFrom(count: Int) throws {
    let n = Int64(count)
    let orders: [[Int64]] = [
      (0..<n).map { $0 }, (0..<n).map { n - 1 - $0 }, (0..<n).map { _ in 7 },
      (0..<n).map { min($0, n - 1 - $0) }, (0..<n).map { $0 % 2 },
      (0..<n).map { $0 * 7919 % n },
    ]
    for values in orders {
      let sample = try Sample(values: values)
      let sorted = values.sorted()
      for rank in Set([1, 2, count / 2, count - 1, count]) {
        // Type 1 at rank/n is the order statistic of that rank.
        let value = try sample.quantile(exact("\(rank)/\(count)"), type: .type1).value
        #expect(value == Exact(Int(sorted[rank - 1])))
      }
    }
  }

  @Test func probabilitiesOutside() throws {
    let sample = try Sample(values: [1, 2])
    for text in ["-1/100", "101/100"] {
      let p = try exact(text)
      #expect(throws: StatisticsError.probability(p)) { try sample.quantile(p, type: .type7) }
      #expect(throws: StatisticsError.probability(p)) { try sample.quantiles([p], type: .type7) }
    }
    #expect(throws: StatisticsError.emptySample) {
      try Sample(values: []).quantiles([0], type: .type7)
    }
  }
}
