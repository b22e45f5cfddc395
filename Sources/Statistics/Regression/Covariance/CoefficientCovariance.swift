import Enclosures
import LinearAlgebra
import Quantities

/// The covariance matrix of a model's coefficients, enclosed as tightly as asked.
public struct CoefficientCovariance: Sendable {
  /// The fitted model.
  public let model: LinearModel
  /// The number of clusters, of two-way clustering the smaller; nil without clusters.
  public let clusters: Int?

  /// How exact products besides those of the model were formed: within the clusters, of CR2.
  public var products: [ProductRecord] { bellMcCaffrey?.records ?? [] }

  let source: Source
  let bellMcCaffrey: BellMcCaffrey?

  enum Source: Sendable {
    case exact(ExactMatrix)
    case enclosed(Refinable<BallMatrix>)
  }

  /// The covariance of two coefficients.
  ///
  /// - Throws: `RegressionError.unknownName`.
  public func covariance(_ first: String, _ second: String) throws(RegressionError) -> Real {
    entry(try model.design.index(of: first), try model.design.index(of: second))
  }

  func entry(_ i: Int, _ j: Int) -> Real {
    switch source {
    case .exact(let matrix): Real(matrix[i, j])
    case .enclosed(let matrix): Real { matrix.value(precision: $0)[i, j] }
    }
  }

  /// The matrix, enclosed.
  func enclosed(precision: Int) -> BallMatrix {
    switch source {
    case .exact(let matrix): BallMatrix(matrix, precision: precision)
    case .enclosed(let matrix): matrix.value(precision: precision)
    }
  }

  /// A coefficient with its error.
  ///
  /// - Throws: `RegressionError.unknownName`, `.noVariation`, `.notPositive`.
  public func inference(
    _ name: String, reference: ReferenceDistribution
  ) throws(RegressionError) -> Inference {
    let index = try model.design.index(of: name)
    let variance = entry(index, index)
    try Self.check(variance, of: name)
    return Inference(
      estimate: Real(model.coefficients[index]), variance: variance, reference: reference)
  }

  /// A linear combination `Σ cⱼ bⱼ` of coefficients, by name, with its error.
  ///
  /// - Throws: `RegressionError.unknownName`, `.noVariation`, `.notPositive`.
  public func inference(
    combining terms: [(name: String, factor: Exact)], reference: ReferenceDistribution
  ) throws(RegressionError) -> Inference {
    let contrast = try contrast(terms)
    let estimate = zip(contrast, model.coefficients).reduce(Exact.zero) { $0 + $1.0 * $1.1 }
    var parts: [Real] = []
    for (i, left) in contrast.enumerated() where !left.isZero {
      for (j, right) in contrast.enumerated() where !right.isZero {
        parts.append(Real(left * right) * entry(i, j))
      }
    }
    let variance = Real.sum(parts)
    try Self.check(variance, of: terms.map(\.name).joined(separator: " + "))
    return Inference(estimate: Real(estimate), variance: variance, reference: reference)
  }

  /// Satterthwaite's degrees of freedom of a coefficient for CR2, under the working model; nil for other
  /// estimators (Bell and McCaffrey 2002; Pustejovsky and Tipton 2018, eq. 11 with one constraint).
  ///
  /// - Throws: `RegressionError.unknownName`.
  public func satterthwaite(_ name: String) throws(RegressionError) -> Real? {
    try satterthwaite([(name, .one)])
  }

  /// Satterthwaite's degrees of freedom of a linear combination for CR2; nil for other estimators.
  ///
  /// - Throws: `RegressionError.unknownName`.
  public func satterthwaite(
    _ terms: [(name: String, factor: Exact)]
  ) throws(RegressionError) -> Real? {
    guard let bellMcCaffrey else { return nil }
    let contrast = try contrast(terms)
    return Real { bellMcCaffrey.degreesOfFreedom(contrast, precision: $0) }
  }

  private func contrast(
    _ terms: [(name: String, factor: Exact)]
  ) throws(RegressionError) -> [Exact] {
    var contrast = [Exact](repeating: .zero, count: model.coefficients.count)
    for term in terms { contrast[try model.design.index(of: term.name)] += term.factor }
    return contrast
  }

  /// Refuses a variance that has no positive root.
  private static func check(_ variance: Real, of name: String) throws(RegressionError) {
    do {
      switch try variance.compared(with: .zero) {
      case 0: throw RegressionError.noVariation(name: name)
      case ..<0: throw RegressionError.notPositive(name: name, variance: text(variance))
      default: return
      }
    } catch let error as RegressionError {
      throw error
    } catch {
      throw .notPositive(name: name, variance: text(variance))
    }
  }

  private static func text(_ variance: Real) -> String {
    (try? variance.decimalText(significantDigits: 6)) ?? "0"
  }
}
