/// Finds the word that was probably meant.
public enum Similarity {
  /// The fewest insertions, deletions, substitutions and swaps of neighbours that lead from one
  /// word to the other.
  public static func distance(_ left: String, _ right: String) -> Int {
    let first = Array(left.unicodeScalars)
    let second = Array(right.unicodeScalars)
    var beforeLast = [Int](repeating: 0, count: second.count + 1)
    var last = Array(0...second.count)
    for row in 0..<first.count {
      var current = [row + 1]
      current.reserveCapacity(second.count + 1)
      for column in 0..<second.count {
        let substitution = last[column] + (first[row] == second[column] ? 0 : 1)
        var best = min(substitution, last[column + 1] + 1, current[column] + 1)
        if row > 0, column > 0, first[row] == second[column - 1], first[row - 1] == second[column] {
          best = min(best, beforeLast[column - 1] + 1)
        }
        current.append(best)
      }
      beforeLast = last
      last = current
    }
    return last[second.count]
  }

  /// The candidate nearest to `word`, if it is near enough and no other is as near.
  public static func nearest(
    to word: String, among candidates: some Sequence<String>
  ) -> String? {
    let length = word.unicodeScalars.count
    guard length > 0, length <= Limits.suggestionLength else { return nil }
    let allowance = max(1, min(3, length / 3))
    var best: (word: String, distance: Int)?
    var isTie = false
    for candidate in candidates {
      let size = candidate.unicodeScalars.count
      guard abs(size - length) <= allowance else { continue }
      let distance = distance(word, candidate)
      guard distance <= allowance, distance < max(length, size) else { continue }
      if let known = best, distance >= known.distance {
        if distance == known.distance, candidate != known.word { isTie = true }
      } else {
        best = (candidate, distance)
        isTie = false
      }
    }
    return isTie ? nil : best?.word
  }
}
