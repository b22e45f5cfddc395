import Contract
import Enclosures
import LinearAlgebra
import Quantities
import Statistics

/// What an estimate gives: the figure, its uncertainty, and what tells how well the method worked.
struct EstimateFigures {
  /// In the unit of the indicator.
  let estimate: Real
  let uncertainty: Uncertainty
  /// Numbers beside the figure, in order; the sizes of the groups stand first.
  let diagnostics: [Diagnostic]
  var balance: [BalanceRow] = []
  /// How the sums and products over persons were formed.
  var products: [ProductRecord] = []
  /// Of each group the persons that matching or limits of the score keep; nil without either.
  var kept: [Int]?

  /// How limits are formed.
  enum Uncertainty {
    /// Of a kind that has no limits.
    case none
    /// There is no standard error, so that nothing but the estimate can be paid on; a limit stops with this.
    case undefined(EstimationStop)
    /// Estimate ± quantile × standard error; the degrees of freedom are those of Student's t.
    case standardError(Real, degreesOfFreedom: Real?)
    /// The errors' own limits at a probability below (or above) which the limit lies.
    case limits(lower: @Sendable (Exact) -> Real, upper: @Sendable (Exact) -> Real)
  }

  /// A number beside the figure.
  struct Diagnostic {
    let label: String
    let kind: Count.Kind
    let value: Real
    let unit: Unit
    /// What a stop of the contract may look at.
    var quantity: Estimation.Stop.Quantity?
    var population: String?

    /// The number as the record holds it.
    func count() throws(EstimationHalt) -> Count {
      let digits = try value.digits()
      return Count(label, digits.value, unit, kind: kind, isExact: digits.isExact)
    }
  }

  // MARK: - The figure

  /// The estimate, or the limit that the contract pays on.
  func value(of target: Estimation.Target) throws(EstimationHalt) -> Real {
    guard case .limit(let limit) = target else { return estimate }
    return try self.limit(limit)
  }

  /// One end of the interval.
  private func limit(_ limit: Estimation.Limit) throws(EstimationHalt) -> Real {
    let tail =
      limit.isTwoSided
      ? (Exact(1) - limit.confidence) * Exact(unscaled: 5, scale: 1) : Exact(1) - limit.confidence
    switch uncertainty {
    case .none: throw EstimationHalt(.noVariation)
    case .undefined(let stop): throw EstimationHalt(stop)
    case .limits(let lower, let upper): return limit.isLower ? lower(tail) : upper(tail)
    case .standardError(let error, let degrees):
      let quantile: Real
      if limit.reference == .studentT {
        guard let degrees else { throw EstimationHalt(.noVariation) }
        quantile = Distributions.studentQuantile(Exact(1) - tail, degreesOfFreedom: degrees)
      } else {
        quantile = Distributions.normalQuantile(Exact(1) - tail)
      }
      return limit.isLower ? estimate - quantile * error : estimate + quantile * error
    }
  }

  /// The numbers beside the figure as the record holds them.
  func counts(unit: Unit, target: Estimation.Target) throws(EstimationHalt) -> [Count] {
    var all = diagnostics
    all.append(Diagnostic(label: "estimate", kind: .estimate, value: estimate, unit: unit))
    if case .standardError(let error, let degrees) = uncertainty {
      all.append(
        Diagnostic(label: "standard error", kind: .standardError, value: error, unit: unit))
      if let degrees {
        all.append(
          Diagnostic(
            label: "degrees of freedom", kind: .degreesOfFreedom, value: degrees, unit: .number))
      }
    }
    if case .limit(let limit) = target {
      all.append(
        Diagnostic(
          label: limit.isLower ? "lower limit" : "upper limit", kind: .limit,
          value: try self.limit(limit), unit: unit))
    }
    var counts: [Count] = []
    for item in all { counts.append(try item.count()) }
    return counts
  }

  func balanceTable() throws(EstimationHalt) -> [EstimateAccount.Balance] {
    var table: [EstimateAccount.Balance] = []
    for row in balance { table.append(try row.shown()) }
    return table
  }

  // MARK: - Stops of the contract

  /// Stops where a bound of the contract on the method's diagnostics is met.
  func check(_ stops: [Estimation.Stop]) throws(EstimationHalt) {
    for stop in stops {
      switch stop.quantity {
      case .loss: continue
      case .imbalance:
        for row in balance {
          guard let difference = (row.after ?? row.before)?.magnitude else {
            // Equal means differ by nothing, whatever a standard deviation would be.
            if row.treatedMean == row.comparedMean { continue }
            throw EstimationHalt(
              .imbalance(covariate: row.name, difference: nil), at: stop.span)
          }
          guard try holds(stop.interval, difference) else { continue }
          throw EstimationHalt(
            .imbalance(covariate: row.name, difference: try difference.shown(decimals: 4)),
            at: stop.span)
        }
      case .largestWeight, .effectiveSample, .pValue:
        for item in diagnostics where item.quantity == stop.quantity {
          guard try holds(stop.interval, item.value) else { continue }
          let shown = try item.value.shown(decimals: 4)
          let reason: EstimationStop =
            switch stop.quantity {
            case .largestWeight: .largestWeight(shown)
            case .pValue: .pValue(shown)
            default: .effectiveSample(population: item.population ?? "", persons: shown)
            }
          throw EstimationHalt(reason, at: stop.span)
        }
      }
    }
  }

  /// Whether a number is certainly within an interval; one that cannot be told stops.
  private func holds(_ interval: Interval, _ value: Real) throws(EstimationHalt) -> Bool {
    try EstimationHalt.decided(decimals: 20) { () throws(EnclosureError) in
      if let lower = interval.lower {
        let order = try value.compared(with: lower)
        if order < 0 || (order == 0 && !interval.includesLower) { return false }
      }
      if let upper = interval.upper {
        let order = try value.compared(with: upper)
        if order > 0 || (order == 0 && !interval.includesUpper) { return false }
      }
      return true
    }
  }
}
