import BigInt
import Enclosures
import Quantities

/// The covariates of a model as numbers of a size about one, and the likelihood in them.
///
/// A column `x` becomes `(x/unit − c) / 2ˢ` with whole numbers `x/unit`, `c` about their mean: the partial
/// likelihood does not depend on `c`, and a coefficient becomes `unit · 2ˢ` times as large.
struct CoxProblem: Sendable {
  let sets: RiskSets
  let ties: TiesMethod
  /// What a coefficient is divided by to be one of the column itself.
  let scales: [Exact]
  /// The covariates of each pattern.
  let covariates: [[Exact]]
  /// The sum of the covariates over the events.
  let observed: [Exact]

  init(
    columns: [ExactColumn], entry: [Int64]?, exit: [Int64], event: [Bool], ties: TiesMethod
  ) {
    let whole = columns.map { column in
      let values = (0..<column.rows).map(column.integer)
      let mean = Exact.balancedSum(values).over(max(values.count, 1))
      let centre = mean.roundedToInteger(.halfEven)
      return values.map { $0 - centre }
    }
    let sets = RiskSets(
      covariates: exit.indices.map { row in whole.map { $0[row] } }, entry: entry, exit: exit,
      event: event)
    let sizes = whole.map { values in
      let largest = values.reduce(Exact.one) { max($0, $1.magnitude) }
      return Exact(BigInt(1) << largest.numerator.bitWidth)
    }
    self.ties = ties
    self.sets = sets
    scales = zip(sizes, columns).map { $0 * $1.unit }
    let inverses = sizes.map { $0.reciprocal ?? .one }
    let covariates = sets.patterns.map { zip($0, inverses).map { $0 * $1 } }
    self.covariates = covariates
    observed = sizes.indices.map { column in
      Exact.balancedSum(
        sets.persons.filter(\.event).map { covariates[$0.pattern][column] })
    }
  }

  /// The start of a proof.
  func start() -> CoxStart {
    func approximated(_ values: [Exact]) -> [Double] {
      values.map { Ball($0, precision: 64).approximation }
    }
    return CoxStart(
      sets, ties: ties, covariates: covariates.map(approximated),
      observed: approximated(observed))
  }

  /// The problem in balls.
  func enclosed(precision: Int) -> EnclosedCoxProblem {
    EnclosedCoxProblem(self, precision: precision)
  }

  /// Refuses columns that do not vary by themselves among those at risk together.
  ///
  /// `Σ (n S₂ − S₁ S₁ᵀ)` over the times with events, all weights one, is singular in exactly the directions
  /// in which the likelihood is constant.
  func checkVariation(names: [String]) throws(CoxError) {
    let k = sets.columns
    let moments = sets.patterns.map { x in
      [Exact.one] + x + x.flatMap { a in x.map { a * $0 } }
    }
    var sum = [Exact](repeating: .zero, count: k * k)
    sets.forEachEventTime(moments) { risk, _, _ in
      for i in 0..<k {
        for j in 0..<k {
          sum[i * k + j] += risk[0] * risk[1 + k + i * k + j] - risk[1 + i] * risk[1 + j]
        }
      }
    }
    let pivots = Set(ExactMatrix(rows: k, columns: k) { sum[$0 * k + $1] }.pivotColumns)
    guard pivots.count == k else {
      throw .singular(
        dependent: (0..<k).filter { !pivots.contains($0) }.map { names[$0] },
        rank: pivots.count, columns: k)
    }
  }

  /// Refuses a likelihood that is proved to have no maximum, looking along a start that did not converge.
  func checkMonotone(along start: CoxStart, names: [String]) throws(CoxError) {
    let largest = start.coefficients.reduce(0) { max($0, $1.magnitude) }
    guard largest > 0, largest.isFinite else { return }
    for bits in 0...12 {
      let factors = start.coefficients.map { Int(($0 / largest * Double(1 << bits)).rounded()) }
      let projections = covariates.map { row in
        zip(row, factors).reduce(Exact.zero) { $0 + $1.0 * Exact($1.1) }
      }
      let order = Dictionary(
        uniqueKeysWithValues: Set(projections).sorted().enumerated().map { ($1, $0) })
      guard sets.everyEventIsForemost(rankOfPattern: projections.map { order[$0] ?? 0 }) else {
        continue
      }
      let named = factors.indices.filter { factors[$0] != 0 }
      let unit = named.map { scales[$0] }.min() ?? .one
      throw .monotoneLikelihood(
        columns: named.map { names[$0] },
        factors: named.map { (Exact(factors[$0]) * unit).divided(by: scales[$0]) ?? .zero },
        events: sets.events)
    }
  }
}

/// The problem in balls of one precision.
struct EnclosedCoxProblem {
  let precision: Int
  private let problem: CoxProblem
  private let covariates: [[Ball]]
  private let observed: [Ball]

  init(_ problem: CoxProblem, precision: Int) {
    self.problem = problem
    self.precision = precision
    covariates = problem.covariates.map { $0.map { Ball($0, precision: precision) } }
    observed = problem.observed.map { Ball($0, precision: precision) }
  }

  /// All coefficients zero.
  var origin: [Ball] { observed.map { _ in Ball(Exact.zero, precision: precision) } }

  /// The likelihood's derivatives at a point, or over a box.
  func likelihood(at point: [Ball]) -> PartialLikelihood<Ball> {
    PartialLikelihood(
      problem.sets, ties: problem.ties, covariates: covariates,
      weights: covariates.map { CoxMaximum.dot($0, point).exponential() }, observed: observed)
  }

  /// The log partial likelihood `Σ xᵀb − Σ log S₀`, from the sums met on the way.
  func logLikelihood(_ likelihood: PartialLikelihood<Ball>, at point: [Ball]) -> Ball {
    likelihood.denominators.reduce(CoxMaximum.dot(observed, point)) {
      let divisor = Ball(Exact($1.divisor), precision: precision)
      return $0 - ($1.value / divisor).logarithm() * Ball($1.count)
    }
  }
}
