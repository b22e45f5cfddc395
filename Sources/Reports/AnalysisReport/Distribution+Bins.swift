import Analysis
import Plots
import Quantities

extension Distribution {
  /// The values counted between round numbers: each field from its lower end to below its upper, the last with it.
  ///
  /// - Parameter most: the most fields.
  package func bins(atMost most: Int) -> [(lower: Exact, upper: Exact, count: Int)] {
    let ticks = Ticks(covering: sorted, intervals: most).values
    var place = 0
    return zip(ticks, ticks.dropFirst()).enumerated().map { index, ends in
      let start = place
      let isLast = index == ticks.count - 2
      while place < sorted.count, isLast || sorted[place] < ends.1 { place += 1 }
      return (ends.0, ends.1, place - start)
    }
  }
}
