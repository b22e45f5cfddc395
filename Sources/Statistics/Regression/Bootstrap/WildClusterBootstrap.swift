import Enclosures
import LinearAlgebra
import Quantities

/// The wild cluster bootstrap-t with the hypothesis imposed (Cameron, Gelbach and Miller, Review of
/// Economics and Statistics 90, 2008).
///
/// A replicate multiplies each cluster's residuals of the restricted fit by one random weight, fits
/// the model again and takes the cluster-robust t. Everything is linear in the weights: a replicate
/// costs the clusters times the columns. Replicates are compared with the statistic exactly: in doubles
/// with a proved margin, and in rational numbers (or wide balls) where the margin does not decide.
public struct WildClusterBootstrap: Sendable {
  /// The distribution of a cluster's weight.
  public enum Weights: String, Hashable, Sendable, CaseIterable {
    /// −1 or 1.
    case rademacher
    /// `±√½, ±1, ±√(3/2)` (Webb, Queen's Economics Department Working Paper 1315, 2014).
    case webb
  }

  /// Which replicates are drawn.
  public enum Draws: Sendable {
    /// All `2^G` Rademacher weights, at most 12 clusters.
    case all
    /// So many replicates; the function gives 64 random bits for a replicate and a cluster.
    case random(Int, @Sendable (_ replicate: Int, _ cluster: Int) -> UInt64)
  }

  /// How many replicates lie as far out as the statistic.
  public struct Outcome: Hashable, Sendable {
    /// Replicates with `|t*| > |t|`.
    public let beyond: Int
    /// Replicates with `|t*| = |t|`; among all weights there are always two, the data and their mirror.
    public let tied: Int
    /// Replicates.
    public let replicates: Int

    /// The share of replicates with `|t*| ≥ |t|`.
    public var pValue: Exact { Exact(beyond + tied).over(replicates) }
  }

  /// The number of clusters.
  public let clusters: Int
  /// How the products within the clusters were formed.
  public var products: [ProductRecord] { clusterProducts.records }

  private let weights: Weights
  private let draws: Draws
  private let model: LinearModel
  private let clusterProducts: ClusterProducts
  private let column: Int

  /// Prepares the bootstrap of a coefficient.
  ///
  /// - Throws: `RegressionError.unknownName`, `.tooFewClusters`, `.missingCluster`, `.draws` (more than 12
  ///   clusters to enumerate, Webb weights to enumerate, no replicate), `.noVariation`, `.product`.
  public init(
    _ model: LinearModel, of name: String, by factor: Factor, weights: Weights, draws: Draws
  ) throws(RegressionError) {
    column = try model.design.index(of: name)
    let partition = try model.design.clusters(factor)
    clusters = partition.count
    switch draws {
    case .all:
      guard weights == .rademacher, partition.count <= 12 else {
        throw .draws(requested: partition.count, most: weights == .rademacher ? 12 : 0)
      }
    case .random(let replicates, _):
      guard replicates > 0 else { throw .draws(requested: replicates, most: .max) }
    }
    guard model.residualSquares.signum > 0 else { throw .noVariation(name: name) }
    self.model = model
    self.weights = weights
    self.draws = draws
    clusterProducts = try ClusterProducts(model.design, partition: partition)
  }

  /// Tests the hypothesis that the coefficient is `value`.
  public func test(against value: Exact = .zero) -> Outcome {
    let statistic = WildStatistic(model, clusterProducts, column: column, value: value)
    var beyond = 0
    var tied = 0
    for replicate in 0..<replicates {
      let draw = (0..<clusters).map { weight(replicate, $0) }
      switch statistic.compare(draw) {
      case 1: beyond += 1
      case 0: tied += 1
      default: break
      }
    }
    return Outcome(beyond: beyond, tied: tied, replicates: replicates)
  }

  /// The values that the test does not reject: on a grid of `decimals`, the outermost accepted value on
  /// each side when the grid is searched by doubling and halving outwards from the estimate.
  ///
  /// - Throws: `RegressionError.probability` unless `0 < level < 1`, `.draws` when so few replicates
  ///   are drawn that no value is rejected.
  public func limits(
    level: Exact, decimals: Int
  ) throws(RegressionError) -> (lower: Exact, upper: Exact) {
    guard level > .zero, level < .one else { throw .probability(level) }
    let estimate = model.coefficients[column]
    let step = Exact.powerOfTen(-decimals)
    func isAccepted(_ value: Exact) -> Bool {
      test(against: value).pValue > .one - level
    }
    func end(_ start: Exact, _ direction: Exact) throws(RegressionError) -> Exact {
      var inside = start
      var width = step * direction
      while isAccepted(start + width) {
        inside = start + width
        width = width * 2
        guard width.magnitude < (estimate.magnitude + .one) * Exact.powerOfTen(12) else {
          throw .draws(requested: replicates, most: replicates)
        }
      }
      var outside = start + width
      while (outside - inside).magnitude > step {
        let middle = ((outside + inside).over(2)).rounded(.halfEven, decimals: decimals)
        if isAccepted(middle) { inside = middle } else { outside = middle }
      }
      return inside
    }
    let lower = estimate.rounded(.floor, decimals: decimals)
    let upper = estimate.rounded(.ceiling, decimals: decimals)
    return (try end(lower, -.one), try end(upper, .one))
  }

  private var replicates: Int {
    switch draws {
    case .all: 1 << clusters
    case .random(let replicates, _): replicates
    }
  }

  /// A cluster's weight in a replicate.
  private func weight(_ replicate: Int, _ cluster: Int) -> WildWeight {
    switch draws {
    case .all: replicate >> cluster & 1 == 0 ? .one : .minusOne
    case .random(_, let bits):
      switch weights {
      case .rademacher: bits(replicate, cluster) >> 63 == 0 ? .one : .minusOne
      case .webb: .webb[Int(bits(replicate, cluster).multipliedFullWidth(by: 6).high)]
      }
    }
  }
}

/// A cluster's weight: a sign times the root of a half, one or three halves.
struct WildWeight: Hashable, Sendable {
  /// The weight's sign.
  let sign: Int
  /// Twice the square.
  let twiceSquare: Int

  static let one = WildWeight(sign: 1, twiceSquare: 2)
  static let minusOne = WildWeight(sign: -1, twiceSquare: 2)
  static let webb = [1, 2, 3].flatMap { square in
    [-1, 1].map { WildWeight(sign: $0, twiceSquare: square) }
  }

  /// The weight to the nearest double.
  var double: Double { Double(sign) * (Double(twiceSquare) / 2).squareRoot() }

  func ball(precision: Int) -> Ball {
    Ball(sign) * Ball(Exact(twiceSquare).over(2), precision: precision).squareRoot()
  }
}
