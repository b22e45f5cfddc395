import Enclosures
import LinearAlgebra
import Quantities

/// The bias-reduced cluster-robust covariance CR2 and its degrees of freedom, from k × k matrices.
///
/// With `M = (X′WX)⁻¹ = LL′`, `S_g = X_g′W_gX_g` and `A_g = I − L′S_gL`,
/// `X_g′W_g^{1/2} f(I − H_gg) = L⁻ᵀ f(A_g) L′ X_g′W_g^{1/2}` for every function f, so that the adjusted
/// score is `L⁻ᵀ A_g^{−1/2} L′ X_g′W_g e_g`. Where `I − H_gg` is singular the root is the Moore–Penrose
/// root; the dimension of the kernel is found in rational numbers.
struct BellMcCaffrey: Sendable {
  /// How the products within the clusters were formed.
  let records: [ProductRecord]
  private let model: LinearModel
  private let clusters: [Cluster]
  private let state: Refinable<State?>

  private struct Cluster: Sendable {
    /// S_g.
    let gram: ExactMatrix
    /// `X_g′W_g e_g`.
    let score: ExactMatrix
    /// A basis of the kernel of `I − S_gM`; nil when there is none.
    let kernel: ExactMatrix?
  }

  /// What the covariance and the degrees of freedom share at one precision.
  private struct State: Sendable {
    /// `(X′WX)⁻¹`.
    let inverse: BallMatrix
    /// For each cluster, `M L⁻ᵀ A_g^{−1/2} L′`.
    let adjustments: [BallMatrix]
    /// For each cluster, `M L⁻ᵀ A_g⁻¹ L′`.
    let squares: [BallMatrix]
    /// For each cluster, S_g.
    let grams: [BallMatrix]
  }

  init(_ model: LinearModel, partition: Partition) throws(RegressionError) {
    let identity = ExactMatrix.identity(model.coefficients.count)
    let products = try ClusterProducts(model.design, partition: partition)
    let scores = products.scores(ExactMatrix(column: model.coefficients))
    let root = BallMatrix(model.inverse, precision: 256).choleskyFactor()
    let clusters = zip(products.grams, scores).map { gram, score in
      // A Cholesky factor in balls proves that there is no kernel.
      let isRegular = root.map { Self.complement(gram, $0).choleskyFactor() != nil } ?? false
      return Cluster(
        gram: gram, score: score,
        kernel: isRegular ? nil : (identity - gram * model.inverse).kernel)
    }
    records = products.records
    self.model = model
    self.clusters = clusters
    let inverse = model.inverse
    state = Refinable { Self.state(clusters, inverse, precision: $0 + 64) }
  }

  /// `I − L′S_gL`.
  private static func complement(_ gram: ExactMatrix, _ l: BallMatrix) -> BallMatrix {
    .identity(l.rows, precision: l.precision)
      - l.transposed * BallMatrix(gram, precision: l.precision) * l
  }

  private static func state(
    _ clusters: [Cluster], _ inverse: ExactMatrix, precision: Int
  ) -> State? {
    let m = BallMatrix(inverse, precision: precision)
    guard let l = m.choleskyFactor() else { return nil }
    var adjustments: [BallMatrix] = []
    var squares: [BallMatrix] = []
    var grams: [BallMatrix] = []
    for cluster in clusters {
      let gram = BallMatrix(cluster.gram, precision: precision)
      var a = complement(cluster.gram, l)
      var projector: BallMatrix?
      if let kernel = cluster.kernel {
        let basis = l.transposed * BallMatrix(kernel, precision: precision)
        guard let middle = (basis.transposed * basis).inverse() else { return nil }
        let onto = basis * middle * basis.transposed
        a = a + onto
        projector = onto
      }
      guard let inverseA = a.inverse(), var root = InverseSquareRoot.enclose(a, inverseA)
      else { return nil }
      var square = inverseA
      if let projector {
        root = root - projector
        square = square - projector
      }
      // M L⁻ᵀ = L.
      adjustments.append(l * root * l.transposed)
      squares.append(l * square * l.transposed)
      grams.append(gram)
    }
    return State(inverse: m, adjustments: adjustments, squares: squares, grams: grams)
  }

  /// `Σ_g (M s_g)(M s_g)′` with the adjusted scores s_g.
  func covariance(precision: Int) -> BallMatrix {
    let k = model.coefficients.count
    guard let state = state.value(precision: precision) else {
      return BallMatrix(rows: k, columns: k, precision: precision) { _, _ in
        .indeterminate(precision: precision)
      }
    }
    let scores = zip(clusters, state.adjustments).map { cluster, adjustment in
      adjustment * BallMatrix(cluster.score, precision: adjustment.precision)
    }
    let columns = BallMatrix(
      rows: k, columns: scores.count, precision: state.inverse.precision
    ) { scores[$1][$0, 0] }
    return columns * columns.transposed
  }

  /// `(Σ_g P_gg)² / Σ_gh P_gh²` with `P_gh = p_g′p_h`, `p_g = (I − H)_g′ (I − H_gg)^{−1/2} X_g M c`.
  func degreesOfFreedom(_ contrast: [Exact], precision: Int) -> Ball {
    guard let state = state.value(precision: precision) else {
      return .indeterminate(precision: precision)
    }
    let wide = state.inverse.precision
    let direction =
      state.inverse * BallMatrix(ExactMatrix(column: contrast), precision: wide)
    // f stands for (I − H_gg)^{−1/2}; `X_g′f X_g = M⁻¹ · adjustment · S_g`, with f² for the squares.
    var images: [BallMatrix] = []
    var own: [Ball] = []
    let c = BallMatrix(ExactMatrix(column: contrast), precision: wide)
    for (g, gram) in state.grams.enumerated() {
      let load = gram * direction
      images.append(state.adjustments[g] * load)
      own.append((c.transposed * state.squares[g] * load)[0, 0])
    }
    // The images are M X_g′f X_g M c = M q_g, and q_g′ M q_h = image_g′ M⁻¹ image_h.
    let gram = BallMatrix(model.gram, precision: wide)
    let weighted = images.map { gram * $0 }
    var trace = Ball(.zero, precision: wide)
    var squares = Ball(.zero, precision: wide)
    for g in images.indices {
      for h in 0...g {
        let shared = (images[h].transposed * weighted[g])[0, 0]
        if g == h {
          let entry = own[g] - shared
          trace += entry
          squares += entry.square()
        } else {
          squares += Ball(2) * shared.square()
        }
      }
    }
    return trace.square() / squares
  }
}
