/// Order statistics without a full sort: Hoare's quickselect with the median of three as pivot.
enum Selection {
  /// The values of two adjacent (or equal) ranks from 0, `low <= high <= low + 1`.
  static func pair(
    in values: UnsafeMutableBufferPointer<Int64>, _ low: Int, _ high: Int
  ) -> (Int64, Int64) {
    select(low, in: values)
    let first = values[low]
    guard high > low else { return (first, first) }
    var second = values[high]
    for value in values[high...] { second = min(second, value) }
    return (first, second)
  }

  /// Moves the value of a rank to its place, smaller ones before it and greater ones after it.
  private static func select(_ rank: Int, in values: UnsafeMutableBufferPointer<Int64>) {
    var low = 0
    var high = values.count - 1
    // Past so many unlucky pivots the rest is sorted: no input takes quadratic time.
    var budget = 2 * (Int.bitWidth - values.count.leadingZeroBitCount)
    while low < high {
      guard high - low > 16, budget > 0 else {
        var rest = UnsafeMutableBufferPointer(rebasing: values[low...high])
        rest.sort()
        return
      }
      budget -= 1
      let pivot = medianOfThree(values[low], values[low + (high - low) / 2], values[high])
      var i = low
      var j = high
      while i <= j {
        while values[i] < pivot { i += 1 }
        while values[j] > pivot { j -= 1 }
        if i <= j {
          values.swapAt(i, j)
          i += 1
          j -= 1
        }
      }
      if rank <= j {
        high = j
      } else if rank >= i {
        low = i
      } else {
        return
      }
    }
  }

  private static func medianOfThree(_ a: Int64, _ b: Int64, _ c: Int64) -> Int64 {
    max(min(a, b), min(max(a, b), c))
  }
}
