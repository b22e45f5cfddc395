import Enclosures
import Quantities
import Statistics

/// Our figure for each item of `oracles/real_oracles.json`, by the item's id.
enum RealFigures {
  struct Entry: Sendable {
    let id: String
    /// The figure in every way in which the library computes it.
    let figures: @Sendable () throws -> [Real]

    init(_ id: String, _ figures: @escaping @Sendable () throws -> [Real]) {
      self.id = id
      self.figures = figures
    }

    init(_ id: String, exact: @escaping @Sendable () throws -> Exact) {
      self.init(id) { [Real(try exact())] }
    }

    init(_ id: String, count: @escaping @Sendable () throws -> Int) {
      self.init(id) { [Real(Exact(try count()))] }
    }

    init(_ id: String, real: @escaping @Sendable () throws -> Real) {
      self.init(id) { [try real()] }
    }
  }

  static let all: [Entry] =
    QuitSmokingFigures.all + EmploymentFigures.all + PanelFigures.all

  static let table = Dictionary(all.map { ($0.id, $0) }) { first, _ in first }

  /// How a published figure differs from both packages' and ours.
  enum PublishedDifference {
    /// Published by R's `glm` with its default stopping rule, whose standard errors use the weights of the
    /// last iteration but one: about 3e-7 away from convergence.
    case staleWeights
    /// The source truncates instead of rounding.
    case truncated
    /// Dehejia and Wahba (1999) print 972 (550), which the covariates that they list do not give on this
    /// file of CPS-1; the figures of "Mostly Harmless Econometrics", Table 3.3.3, they do give.
    case notReproduced
  }

  static func published(differing id: String) -> PublishedDifference? {
    switch id {
    case "ll.cps.ipw.ht", "ll.cps.ipw.trim.hajek": .truncated
    case "ll.cps.dw", "ll.cps.dw.se": .notReproduced
    default: id.hasPrefix("nh.ps.se.") ? .staleWeights : nil
    }
  }

  /// The error of a coefficient.
  static func error(
    _ model: LinearModel, _ column: String, _ estimator: CovarianceEstimator
  ) throws -> Real {
    try model.covariance(estimator).inference(column, reference: .normal).standardError
  }
}
