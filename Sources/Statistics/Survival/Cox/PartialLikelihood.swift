import Enclosures

/// What to do with several events at one time.
public enum TiesMethod: Hashable, Sendable, CaseIterable {
  /// Each event meets all who are at risk (N. E. Breslow, Biometrics 30 (1974) 89–99).
  case breslow
  /// Of `d` events the one of number `l = 0 …` meets those at risk less `l/d` of those with the event
  /// (B. Efron, Journal of the American Statistical Association 72 (1977) 557–565).
  case efron
}

/// Numbers with a quotient.
protocol RiskField: RiskScalar {
  static func / (left: Self, right: Self) -> Self
}

extension Double: RiskField {}
extension Ball: RiskField {}

/// The score and the information of Cox's partial likelihood at a point: D. R. Cox, Journal of the Royal
/// Statistical Society B 34 (1972) 187–220.
///
/// With the sums `S₀ = Σ w`, `S₁ = Σ w x`, `S₂ = Σ w x xᵀ` over those at risk, `w = exp(xᵀb)`, an event adds
/// `x − S₁/S₀` to the score and `S₂/S₀ − (S₁/S₀)(S₁/S₀)ᵀ` to the information.
struct PartialLikelihood<Scalar: RiskField> {
  /// A sum that events met, `divisor` times too large: how often, and what it comes to.
  struct Denominator {
    let value: Scalar
    let divisor: Int
    let count: Int
  }

  /// The derivative of the log likelihood.
  private(set) var score: [Scalar]
  /// The information, column after column.
  private(set) var information: [Scalar]
  /// The sums that the events met.
  private(set) var denominators: [Denominator] = []

  private let columns: Int

  /// - Parameters:
  ///   - covariates: a row for each pattern.
  ///   - weights: `exp(xᵀb)` of each pattern.
  ///   - observed: the sum of the covariates over the events.
  init(
    _ sets: RiskSets, ties: TiesMethod, covariates: [[Scalar]], weights: [Scalar],
    observed: [Scalar]
  ) {
    columns = sets.columns
    score = observed
    information = [Scalar](repeating: Scalar(0), count: columns * columns)
    let moments = zip(covariates, weights).map { x, weight in
      let first = x.map { $0 * weight }
      var moments = [weight] + first
      for j in x.indices {
        for i in j..<x.count { moments.append(first[i] * x[j]) }
      }
      return moments
    }
    sets.forEachEventTime(moments) { risk, event, count in
      switch ties {
      case .breslow: add(risk, divisor: 1, count: count)
      case .efron:
        for number in 0..<count {
          guard count > 1 else { return add(risk, divisor: 1, count: 1) }
          let left = zip(risk, event).map {
            $0 * Scalar(count) - $1 * Scalar(number)
          }
          add(left, divisor: count, count: 1)
        }
      }
    }
    for j in 0..<columns {
      for i in 0..<j { information[j * columns + i] = information[i * columns + j] }
    }
  }

  private mutating func add(_ sums: [Scalar], divisor: Int, count: Int) {
    denominators.append(Denominator(value: sums[0], divisor: divisor, count: count))
    let times = Scalar(count)
    let means = (0..<columns).map { sums[1 + $0] / sums[0] }
    var place = 1 + columns
    for j in 0..<columns {
      score[j] = score[j] - means[j] * times
      for i in j..<columns {
        let term = sums[place] / sums[0] - means[i] * means[j]
        information[j * columns + i] = information[j * columns + i] + term * times
        place += 1
      }
    }
  }
}
