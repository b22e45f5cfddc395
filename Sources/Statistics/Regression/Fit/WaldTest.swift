import Enclosures
import Quantities

/// A joint test of several linear hypotheses about coefficients.
public struct WaldTest: Sendable {
  /// What the statistic is compared with.
  public enum Reference: Sendable {
    /// `W` with χ² of as many degrees of freedom as hypotheses.
    case chiSquared
    /// `W/q` with F of q and these degrees of freedom.
    case fisher(denominator: Real)
  }

  /// `W` or `W/q`.
  public let statistic: Real
  /// The number of hypotheses, q.
  public let hypotheses: Int
  /// What the statistic is compared with.
  public let reference: Reference

  /// The chance of a statistic at least as great when all hypotheses hold.
  public var pValue: Real {
    let q = Real(Exact(hypotheses))
    return switch reference {
    case .chiSquared: Distributions.chiSquaredUpperTail(statistic, degreesOfFreedom: q)
    case .fisher(let denominator):
      Distributions.fisherUpperTail(statistic, degreesOfFreedom: (q, denominator))
    }
  }
}

/// A linear hypothesis `Σ cⱼ bⱼ = value`.
public struct LinearHypothesis: Sendable, Hashable {
  /// The coefficients' names and factors.
  public let terms: [Term]
  /// What the combination is supposed to be.
  public let value: Exact

  /// A coefficient's part in the combination.
  public struct Term: Sendable, Hashable {
    /// The coefficient's name.
    public let name: String
    /// Its factor.
    public let factor: Exact

    /// States a coefficient's part.
    public init(_ name: String, factor: Exact = .one) {
      self.name = name
      self.factor = factor
    }
  }

  /// States a hypothesis.
  public init(_ terms: [Term], equals value: Exact = .zero) {
    self.terms = terms
    self.value = value
  }
}

extension CoefficientCovariance {
  /// Wald's test `W = (Rb − r)′ (RVR′)⁻¹ (Rb − r)` of hypotheses `Rb = r`.
  ///
  /// - Throws: `RegressionError.unknownName`, `.dependentHypotheses`, `.notPositive` when an exact
  ///   covariance is singular on the hypotheses. An enclosed one that is gives a statistic that is
  ///   not finite.
  public func waldTest(
    _ hypotheses: [LinearHypothesis], reference: WaldTest.Reference
  ) throws(RegressionError) -> WaldTest {
    let k = model.coefficients.count
    let q = hypotheses.count
    var rows: [[Exact]] = []
    for hypothesis in hypotheses {
      var row = [Exact](repeating: .zero, count: k)
      for term in hypothesis.terms {
        row[try model.design.index(of: term.name)] += term.factor
      }
      rows.append(row)
    }
    let r = ExactMatrix(rows: q, columns: k) { rows[$0][$1] }
    let rank = q == 0 ? 0 : r.rank
    guard q > 0, rank == q else { throw .dependentHypotheses(count: q, rank: rank) }
    let distance =
      r * ExactMatrix(column: model.coefficients) - ExactMatrix(column: hypotheses.map(\.value))
    let statistic: Real
    switch source {
    case .exact(let matrix):
      guard let solved = (r * matrix * r.transposed).solve(distance) else {
        throw .notPositive(name: "hypotheses", variance: "0")
      }
      statistic = Real((distance.transposed * solved)[0, 0])
    case .enclosed(let matrix):
      statistic = Real { precision in
        let v = matrix.value(precision: precision)
        let wide = v.precision
        let rows = BallMatrix(r, precision: wide)
        let distance = BallMatrix(distance, precision: wide)
        guard let solved = (rows * v * rows.transposed).solve(distance) else {
          return .indeterminate(precision: precision)
        }
        return (distance.transposed * solved)[0, 0]
      }
    }
    let scaled: Real
    switch reference {
    case .chiSquared: scaled = statistic
    case .fisher: scaled = statistic / Real(Exact(q))
    }
    return WaldTest(statistic: scaled, hypotheses: q, reference: reference)
  }
}
