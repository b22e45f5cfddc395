import Enclosures

/// The maximum of a partial likelihood by Newton's method in doubles: where a proof starts.
///
/// The exponential is that of the enclosures and all else is `+ − × ÷` in one order, so that even the start
/// is the same on every machine.
struct CoxStart {
  private(set) var coefficients: [Double]
  private(set) var iterations = 0
  /// Whether the last step was negligible.
  private(set) var converged = false
  /// The largest linear predictor less the smallest.
  private(set) var spread = 0.0

  private let sets: RiskSets
  private let ties: TiesMethod
  private let covariates: [[Double]]
  private let observed: [Double]

  /// - Parameter covariates: a row for each pattern, of a size about one.
  init(_ sets: RiskSets, ties: TiesMethod, covariates: [[Double]], observed: [Double]) {
    self.sets = sets
    self.ties = ties
    self.covariates = covariates
    self.observed = observed
    coefficients = [Double](repeating: 0, count: sets.columns)
    iterate()
  }

  /// Beyond this spread a likelihood that has a maximum in data is not expected to have it.
  private static let largestSpread = 50.0
  private static let mostIterations = 100
  private static let longestStep = 1e6

  private mutating func iterate() {
    var likelihood = likelihood(at: coefficients)
    while iterations < Self.mostIterations, spread < Self.largestSpread {
      iterations += 1
      let k = coefficients.count
      guard var step = Self.solve(likelihood.information, likelihood.score, order: k),
        step.allSatisfy({ $0.magnitude < Self.longestStep })
      else { return }
      let slope = Self.dot(likelihood.score, step)
      var next = likelihood
      // The log likelihood is concave: along the step its slope decreases, and is not to turn over.
      for _ in 0..<30 {
        next = self.likelihood(at: zip(coefficients, step).map(+))
        if Self.dot(next.score, step) >= -0.9 * slope { break }
        step = step.map { $0 / 2 }
      }
      for j in 0..<k { coefficients[j] += step[j] }
      likelihood = next
      let predictors = covariates.map { Self.dot($0, coefficients) }
      spread = (predictors.max() ?? 0) - (predictors.min() ?? 0)
      let size = step.reduce(0) { max($0, $1.magnitude) }
      if size <= 1e-11 * (1 + coefficients.reduce(0) { max($0, $1.magnitude) }) {
        converged = true
        return
      }
    }
  }

  private func likelihood(at coefficients: [Double]) -> PartialLikelihood<Double> {
    PartialLikelihood(
      sets, ties: ties, covariates: covariates,
      weights: covariates.map {
        let predictor = Self.dot($0, coefficients)
        return Ball(startingValue: predictor, precision: 64).exponential().approximation
      }, observed: observed)
  }

  private static func dot(_ a: [Double], _ b: [Double]) -> Double {
    zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
  }

  /// The solution of a positive definite system by Cholesky's method; nil when a pivot is not positive.
  private static func solve(_ matrix: [Double], _ right: [Double], order k: Int) -> [Double]? {
    var factor = matrix
    var solution = right
    for j in 0..<k {
      for i in j..<k {
        for l in 0..<j { factor[j * k + i] -= factor[l * k + i] * factor[l * k + j] }
      }
      guard factor[j * k + j] > 1e-14 * matrix[j * k + j] else { return nil }
      let pivot = factor[j * k + j].squareRoot()
      for i in j..<k { factor[j * k + i] /= pivot }
      for l in 0..<j { solution[j] -= factor[l * k + j] * solution[l] }
      solution[j] /= pivot
    }
    for j in (0..<k).reversed() {
      for l in j + 1..<max(k, j + 1) { solution[j] -= factor[j * k + l] * solution[l] }
      solution[j] /= factor[j * k + j]
    }
    return solution
  }
}
