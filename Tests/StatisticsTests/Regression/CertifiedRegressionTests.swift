import Enclosures
import Foundation
import Quantities
import Statistics
import Testing

/// NIST's Statistical Reference Datasets for linear regression and analysis of variance: the certified
/// digits as printed, and 30 digits from an independent exact computation.
@Suite("NIST StRD, regression")
struct CertifiedRegressionTests {
  @Test(arguments: [
    "Norris", "Pontius", "NoInt1", "NoInt2", "Filip", "Longley", "Wampler1", "Wampler2",
    "Wampler3", "Wampler4", "Wampler5",
  ])
  func regression(name: String) throws {
    let figures = try SharedData.json("nist/\(name).json")
    let model = try LinearModel(Self.design(name, figures))
    let printed = try #require(figures["certified_as_printed"] as? [String: Any])
    let exact = try #require(figures["exact_decimal"] as? [String: Any])
    #expect(model.design.count == exact["n"] as? Int)
    #expect(model.residualDegreesOfFreedom == exact["df_residual"] as? Int)
    try Self.check(model.coefficients.map { Real($0) }, exact["beta"])
    let certified = try #require(printed["beta"] as? [String: String])
    for (index, key) in certified.keys.sorted(by: { Int($0.dropFirst())! < Int($1.dropFirst())! })
      .enumerated()
    {
      try #expect(Printed(certified[key]).holds(model.coefficients[index]), "\(key)")
    }
    try Self.check([Real(model.residualVariance).squareRoot()], [exact["residual_sd"] as Any])
    try Self.check([Real(try model.rSquared())], [exact["r_squared"] as Any])
    try Self.check([Real(model.residualSquares)], [exact["ss_residual"] as Any])
    if let text = exact["F"] as? String, Exact(decimal: text) != nil {
      try Self.check([Real(try model.statistic())], [text])
    }
    let estimators: [(String, CovarianceEstimator)] = [
      ("se_classical", .classical), ("se_HC0", .heteroskedastic(.hc0)),
      ("se_HC1", .heteroskedastic(.hc1)), ("se_HC2", .heteroskedastic(.hc2)),
      ("se_HC3", .heteroskedastic(.hc3)),
    ]
    for (key, estimator) in estimators {
      guard let expected = exact[key] as? [String] else { continue }
      let covariance = try model.covariance(estimator)
      for (index, column) in model.design.names.enumerated() {
        let variance = try covariance.covariance(column, column)
        if try decimal(expected[index]).isZero {
          #expect(variance.exact == .zero)
          continue
        }
        let error = variance.squareRoot()
        // The grid of 64 bits, the balls of 256, and the figure agree.
        for precision in [64, 256] {
          let ball = error.enclosed(precision: precision)
          let value = try decimal(expected[index])
          let slack = value * Exact.powerOfTen(-26)
          let lower = try #require(ball.lower)
          let upper = try #require(ball.upper)
          #expect(
            lower <= value + slack && value - slack <= upper,
            "\(key) \(column) at \(precision): \(lower.decimalText) \(expected[index])")
        }
        try Self.check([error], [expected[index]])
      }
    }
  }

  private static func design(_ name: String, _ figures: [String: Any]) throws -> Design {
    let table = try Table("nist/\(name).csv")
    let terms = try #require(figures["model"] as? String).split(separator: "~")[1]
      .split(separator: "+").map { $0.trimmingCharacters(in: .whitespaces) }
    let variables = terms.filter { $0 != "1" && $0 != "0" }
    return try Design(
      response: table.term("y"),
      terms: variables.map { variable in
        let parts = variable.split(separator: "^")
        let power = parts.count == 2 ? Int(parts[1]) ?? 1 : 1
        let base = try table.exact(String(parts[0]))
        return .exact(
          variable,
          base.map { value in
            value.map { value in (0..<power).reduce(Exact.one) { product, _ in product * value } }
          })
      }, intercept: terms.contains("1"))
  }

  /// 25 digits of figures that were computed to 30.
  private static func check(
    _ found: [Real], _ expected: Any?, _ location: SourceLocation = #_sourceLocation
  ) throws {
    let expected = try #require(expected as? [String], sourceLocation: location)
    #expect(found.count == expected.count, sourceLocation: location)
    for (found, text) in zip(found, expected) {
      let value = try decimal(text)
      let ball = found.enclosed(precision: 512)
      let slack = value.magnitude * Exact.powerOfTen(-25)
      #expect(
        try #require(ball.lower) <= value + slack && value - slack <= #require(ball.upper),
        "\(ball.approximation) \(text)", sourceLocation: location)
    }
  }

  @Test(arguments: [
    "SiRstv", "AtmWtAg", "SmLs01", "SmLs02", "SmLs03", "SmLs04", "SmLs05", "SmLs06", "SmLs07",
    "SmLs08", "SmLs09",
  ])
  func analysisOfVariance(name: String) throws {
    let figures = try SharedData.json("nist/\(name).json")
    let table = try Table("nist/\(name).csv")
    let analysis = try AnalysisOfVariance(
      of: Sample(decimals: table.text("y")),
      by: Factor(name: "group", labels: table.text("group")))
    let printed = try #require(figures["certified_as_printed"] as? [String: Any])
    let exact = try #require(figures["exact_decimal"] as? [String: Any])
    #expect(analysis.betweenDegreesOfFreedom == exact["df_between"] as? Int)
    #expect(analysis.withinDegreesOfFreedom == exact["df_within"] as? Int)
    let found: [(String, Real)] = try [
      ("ss_between", Real(analysis.betweenSquares)), ("ss_within", Real(analysis.withinSquares)),
      ("ms_between", Real(analysis.betweenMeanSquare)),
      ("ms_within", Real(analysis.withinMeanSquare)), ("F", Real(analysis.statistic())),
      ("r_squared", Real(analysis.rSquared())),
      ("residual_sd", Real(analysis.withinMeanSquare).squareRoot()),
    ]
    for (key, value) in found {
      try Self.check([value], [exact[key] as Any])
      try #expect(Printed(printed[key]).holds(value.enclosed(precision: 256)), "\(key)")
    }
  }

  /// A decimal as printed, and one unit of its last digit on either side.
  private struct Printed {
    let low: Exact
    let high: Exact

    init(_ value: Any?) throws {
      let text = try #require(value as? String)
      let parts = text.uppercased().split(separator: "E")
      let digits = parts[0].split(separator: ".").dropFirst().first?.count ?? 0
      let exponent = parts.count == 2 ? try #require(Int(parts[1].trimmingPrefix("+"))) : 0
      let middle = try decimal(text)
      let unit = Exact.powerOfTen(exponent - digits)
      low = middle - unit
      high = middle + unit
    }

    func holds(_ value: Exact) -> Bool { low <= value && value <= high }
    func holds(_ ball: Ball) throws -> Bool {
      try low <= #require(ball.lower) && #require(ball.upper) <= high
    }
  }
}
