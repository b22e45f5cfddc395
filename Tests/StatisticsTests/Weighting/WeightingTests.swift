import Enclosures
import Foundation
import LinearAlgebra
import Quantities
import Statistics
import Testing

@Suite("Propensity weights")
struct WeightingTests {
  @Test("Refuses bounds that are none, and groups left empty")
  func refusals() throws {
    let x: [Exact?] = [0, 0, 0, 0, 1, 1, 1, 1]
    let y: [Exact?] = [1, 0, 0, 0, 1, 1, 1, 0]
    let model = try LogisticModel(response: .exact("y", y), terms: [.exact("x", x)])
    let half = try exact("1/2")
    #expect(throws: LogisticError.bounds(lower: half, upper: 2)) {
      try PropensityWeights(model, kind: .ate, keeping: half...2)
    }
    // The scores are 1/4 and 3/4.
    #expect(throws: LogisticError.emptyGroup(column: "response", value: 1, rows: 8)) {
      try PropensityWeights(model, kind: .ate, keeping: exact("2/5")...half)
    }
    // No enclosure decides on which side of 1/4 a score of 1/4 lies.
    let quarter = try exact("1/4")
    #expect(throws: LogisticError.undecidedBound(row: 0, bound: quarter)) {
      try PropensityWeights(model, kind: .ate, keeping: quarter...half)
    }
    let weights = try PropensityWeights(model, kind: .ate)
    #expect(throws: LogisticError.regression(.missingValue(row: 2))) {
      try weights.difference(
        of: .exact("z", [1, 2, nil, 4, 5, 6, 7, 8]), errors: .weightsFixed)
    }
    #expect(throws: LogisticError.noVariation(column: "z")) {
      try weights.balance(of: [.exact("z", [Exact?](repeating: 3, count: 8))])
    }
  }
}
