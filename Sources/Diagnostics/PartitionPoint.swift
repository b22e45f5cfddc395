extension RandomAccessCollection {
  /// The first index from which on a condition holds, if it holds for no element before one for
  /// which it does not; `endIndex` if there is none. Takes logarithmic time.
  package func partitionPoint(where holds: (Element) -> Bool) -> Index {
    var low = startIndex
    var count = self.count
    while count > 0 {
      let half = count / 2
      let middle = index(low, offsetBy: half)
      if holds(self[middle]) {
        count = half
      } else {
        low = index(after: middle)
        count -= half + 1
      }
    }
    return low
  }
}
