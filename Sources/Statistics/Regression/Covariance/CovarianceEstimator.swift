import Quantities

/// How the covariance of the coefficients is estimated.
///
/// With weights w, "error" stands for √w times the residual and "column" for √w times the column.
public enum CovarianceEstimator: Sendable {
  /// One variance for all rows: `s² (X′X)⁻¹`.
  case classical
  /// A variance of its own for each row.
  case heteroskedastic(Heteroskedasticity)
  /// Rows of a cluster depend on each other in any way.
  case clustered(by: Factor, ClusterCorrection)
  /// Rows that share a level of either factor depend on each other:
  /// `V₁ + V₂ − V₁₂` (Cameron, Gelbach and Miller, J. Business & Economic Statistics 29, 2011), each with
  /// its own correction. The result need not be positive definite; a coefficient whose variance is
  /// not certainly positive has no error, and nothing is put in its place.
  case twoWay(Factor, Factor, ClusterCorrection.Simple)

  /// The estimators of White (HC0) and MacKinnon and White (HC1 to HC3; J. Econometrics 29, 1985).
  public enum Heteroskedasticity: Sendable, Hashable, CaseIterable {
    /// `eᵢ²`.
    case hc0
    /// `eᵢ² N / (N − K)`.
    case hc1
    /// `eᵢ² / (1 − hᵢ)`.
    case hc2
    /// `eᵢ² / (1 − hᵢ)²`.
    case hc3
  }

  /// How the number of clusters and parameters is allowed for.
  public enum ClusterCorrection: Sendable, Hashable {
    /// A factor that is the same for all clusters.
    case simple(Simple)
    /// Bell and McCaffrey's bias-reduced linearisation, CR2: the residuals of each cluster times
    /// `(I − H_gg)^{−1/2}`, the Moore–Penrose root when that matrix is singular (Survey Methodology 28,
    /// 2002; Pustejovsky and Tipton, J. Business & Economic Statistics 36, 2018). The working model
    /// is errors of equal variance, with weights: of variance 1/w.
    case bellMcCaffrey

    /// Corrections by a factor.
    public enum Simple: Sendable, Hashable {
      /// None.
      case cr0
      /// `(G/(G−1)) · ((N−1)/(N−K))`.
      case cr1(ParameterCount)
    }
  }

  /// What K counts.
  public enum ParameterCount: Sendable, Hashable {
    /// Every parameter, with one for each absorbed level.
    case all
    /// Without the effects, written as columns or absorbed, whose levels each lie in one cluster; one
    /// parameter stays for their common mean.
    case withoutNestedEffects
  }
}
