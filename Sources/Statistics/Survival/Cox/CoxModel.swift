import Enclosures
import LinearAlgebra
import Quantities

/// Cox's proportional hazards model: hazards `h(t) exp(xᵀb)` with any `h`.
///
/// The coefficients are the maximum of the partial likelihood, each proved to lie where it is said to be;
/// their covariance is the inverse of the information there.
public struct CoxModel: Sendable {
  /// The names of the columns.
  public let names: [String]
  /// The rows that take part.
  public let rows: [Int]
  /// Events among them.
  public let events: Int
  /// How ties were treated.
  public let ties: TiesMethod

  private let problem: CoxProblem
  private let maximum: Refinable<CoxMaximum?>

  /// Fits a model on the rows that have all the terms and that `among` leaves in.
  ///
  /// - Parameters:
  ///   - entry: when each person comes under observation; nil when all do at the start. A person is at risk
  ///     at `entry < t ≤ exit`.
  ///   - exit: when the observation ends.
  ///   - event: whether it ends with the event.
  /// - Throws: `CoxError`; of a design `.design` with `RegressionError.constantColumn`, `.emptyLevel` and
  ///   the like.
  public init(
    entry: [Int64]? = nil, exit: [Int64], event: RowMask, terms: [Term], ties: TiesMethod,
    among: RowMask? = nil
  ) throws(CoxError) {
    for rows in [entry?.count, event.rows, among?.rows] {
      if let rows, rows != exit.count {
        throw .lengthMismatch(expected: exit.count, found: rows)
      }
    }
    guard !terms.isEmpty else { throw .design(.noColumns) }
    let design: Design
    do throws(RegressionError) {
      // Like the constant hazard `h`, the constant is there and has no coefficient.
      let times = try RegressionError.statistics { () throws(StatisticsError) in
        try Sample(values: exit)
      }
      design = try Design(response: .numeric("exit", times), terms: terms, among: among)
    } catch {
      throw .design(error)
    }
    rows = design.rows
    names = Array(design.names.dropFirst())
    if let entry {
      for row in rows where entry[row] >= exit[row] {
        throw .interval(row: row, entry: entry[row], exit: exit[row])
      }
    }
    let problem = CoxProblem(
      columns: Array(design.columns.dropFirst()),
      entry: entry.map { entry in design.rows.map { entry[$0] } },
      exit: rows.map { exit[$0] }, event: rows.map { event[$0] }, ties: ties)
    events = problem.sets.events
    self.ties = ties
    self.problem = problem
    guard events > 0 else { throw .noEvents(persons: rows.count) }
    try problem.checkVariation(names: names)
    let start = problem.start()
    maximum = Refinable { [coefficients = start.coefficients] in
      CoxMaximum(problem, start: coefficients, precision: $0)
    }
    guard start.converged, [64, 128, 256].contains(where: { maximum.value(precision: $0) != nil })
    else {
      try problem.checkMonotone(along: start, names: names)
      throw .notConverged(
        iterations: start.iterations, spread: Int(start.spread.rounded()), events: events)
    }
  }

  /// Persons who take part.
  public var n: Int { rows.count }

  /// The coefficient of a column, the logarithm of the ratio of hazards for one unit more.
  ///
  /// - Throws: `CoxError.unknownName`.
  public func coefficient(_ name: String) throws(CoxError) -> Real {
    let index = try index(of: name)
    let scale = Real(problem.scales[index])
    return real { $0.coefficients[index] } / scale
  }

  /// The ratio of hazards for one unit more of a column, `exp(b)`.
  ///
  /// - Throws: `CoxError.unknownName`.
  public func hazardRatio(_ name: String) throws(CoxError) -> Real {
    try coefficient(name).exponential()
  }

  /// The covariance of two coefficients.
  ///
  /// - Throws: `CoxError.unknownName`.
  public func covariance(_ first: String, _ second: String) throws(CoxError) -> Real {
    let (i, j) = (try index(of: first), try index(of: second))
    return real { $0.covariance[i, j] } / Real(problem.scales[i] * problem.scales[j])
  }

  /// A coefficient with its error, for the normal distribution; limits of the ratio of hazards are the
  /// exponentials of its limits.
  ///
  /// - Throws: `CoxError.unknownName`.
  public func inference(_ name: String) throws(CoxError) -> Inference {
    Inference(
      estimate: try coefficient(name), variance: try covariance(name, name), reference: .normal)
  }

  /// A linear combination `Σ cⱼ bⱼ` of coefficients, by name, with its error, for the normal distribution.
  ///
  /// - Throws: `CoxError.unknownName`.
  public func inference(
    combining terms: [(name: String, factor: Exact)]
  ) throws(CoxError) -> Inference {
    var estimates: [Real] = []
    var variances: [Real] = []
    for (name, factor) in terms {
      estimates.append(Real(factor) * (try coefficient(name)))
      for (other, second) in terms {
        variances.append(Real(factor * second) * (try covariance(name, other)))
      }
    }
    return Inference(
      estimate: Real.sum(estimates), variance: Real.sum(variances), reference: .normal)
  }

  /// The log partial likelihood at the maximum.
  public var logLikelihood: Real { real(\.logLikelihood) }

  /// The log partial likelihood with all coefficients zero.
  public var nullLogLikelihood: Real {
    // All weights are one: the sums that the events meet are numbers of persons.
    var met: [Exact] = []
    problem.sets.forEachEventTime(problem.covariates.map { _ in [Exact.one] }) { risk, _, count in
      for number in 0..<count { met.append(ties == .efron ? risk[0] - Exact(number) : risk[0]) }
    }
    return Real { [met] precision in
      met.reduce(Ball(0)) { $0 - Ball($1, precision: precision).logarithm() }
    }
  }

  /// A test that all coefficients are zero.
  public struct GlobalTest: Sendable {
    /// Chi-squared under the hypothesis.
    public let statistic: Real
    /// Columns.
    public let degreesOfFreedom: Int

    /// The upper tail of chi-squared beyond the statistic.
    public var p: Real {
      Distributions.chiSquaredUpperTail(
        statistic, degreesOfFreedom: Real(Exact(degreesOfFreedom)))
    }
  }

  /// Wald's test `bᵀ I(b) b`.
  public var waldTest: GlobalTest {
    GlobalTest(statistic: real(\.wald), degreesOfFreedom: names.count)
  }

  /// The likelihood ratio test `2 (l(b) − l(0))`.
  public var likelihoodRatioTest: GlobalTest {
    GlobalTest(
      statistic: Real(2) * (logLikelihood - nullLogLikelihood), degreesOfFreedom: names.count)
  }

  /// The score test `U(0)ᵀ I(0)⁻¹ U(0)`; of one group without ties it is the log-rank test.
  public var scoreTest: GlobalTest {
    let statistic = Real { [problem] precision in
      let working = precision + 32
      let problem = problem.enclosed(precision: working)
      let here = problem.likelihood(at: problem.origin)
      guard let inverse = here.matrix(precision: working).inverse() else {
        return .indeterminate(precision: precision)
      }
      return CoxMaximum.dot(here.score, CoxMaximum.product(inverse, here.score))
    }
    return GlobalTest(statistic: statistic, degreesOfFreedom: names.count)
  }

  private func real(_ part: @escaping @Sendable (CoxMaximum) -> Ball) -> Real {
    Real { [maximum] precision in
      maximum.value(precision: precision).map(part) ?? .indeterminate(precision: precision)
    }
  }

  private func index(of name: String) throws(CoxError) -> Int {
    guard let index = names.firstIndex(where: { $0.utf8.elementsEqual(name.utf8) }) else {
      throw .unknownName(name, among: names)
    }
    return index
  }
}
