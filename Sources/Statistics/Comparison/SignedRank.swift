import Enclosures
import LinearAlgebra
import Quantities

/// Wilcoxon's signed-rank test of changes within persons (F. Wilcoxon, Biometrics Bulletin 1, 1945).
///
/// Changes of zero are left out; the others are ranked by size, equal ones by their mean rank.
public struct SignedRank: Hashable, Sendable {
  /// Changes that are not zero.
  public let n: Int
  /// Changes of zero, which are left out.
  public let zeros: Int
  /// The sum of the ranks of the changes above zero.
  public let positive: Exact
  /// The sum of the ranks of the changes below zero.
  public let negative: Exact

  /// Twice each rank, so that all are whole.
  private let doubledRanks: [Int]

  /// Ranks the changes, after minus before, of the pairs that are complete; both columns have one scale.
  ///
  /// - Throws: `StatisticsError.lengthMismatch`, `.scale` when the scales differ, `.emptySample` without a
  ///   complete pair, `.noDiscordantPairs` when no pair changed.
  public init(before: Sample, after: Sample) throws(StatisticsError) {
    guard before.scale == after.scale else { throw .scale(after.scale) }
    let mask = try before.paired(with: after)
    let rows = (0..<before.rows).filter { mask?[$0] ?? true }
    guard !rows.isEmpty else { throw .emptySample }
    let changes = rows.map { Int128(after.values[$0]) - Int128(before.values[$0]) }
    let sorted = changes.filter { $0 != 0 }.sorted { $0.magnitude < $1.magnitude }
    guard !sorted.isEmpty else { throw .noDiscordantPairs }
    var ranks = [Int](repeating: 0, count: sorted.count)
    var start = 0
    while start < sorted.count {
      let end =
        sorted[start...].firstIndex { $0.magnitude != sorted[start].magnitude }
        ?? sorted.count
      // The mean of start + 1 … end, doubled.
      for place in start..<end { ranks[place] = start + 1 + end }
      start = end
    }
    n = sorted.count
    zeros = changes.count - sorted.count
    doubledRanks = ranks
    let (above, all) = zip(sorted, ranks).reduce((0, 0)) { sums, row in
      (sums.0 + (row.0 > 0 ? row.1 : 0), sums.1 + row.1)
    }
    positive = Exact(above).over(2)
    negative = Exact(all - above).over(2)
  }

  /// The two-sided p value given the sizes of the changes, `min(1, 2 P(V ≤ min(V⁺, V⁻)))`, each of the 2ⁿ
  /// choices of signs being equally probable; exact, with ties or without.
  public var exactP: Exact {
    let smaller = min(positive, negative) * 2
    let least = Int(smaller.int64 ?? 0)
    // How many choices give each sum of doubled ranks up to the smaller one.
    var choices = [Exact](repeating: .zero, count: least + 1)
    choices[0] = .one
    for rank in doubledRanks where rank <= least {
      for sum in stride(from: least, through: rank, by: -1) {
        choices[sum] += choices[sum - rank]
      }
    }
    let half = Exact.one.over(2)
    let all = doubledRanks.reduce(Exact.one) { share, _ in share * half }
    return min(.one, 2 * all * choices.reduce(.zero, +))
  }
}
