import Enclosures
import Foundation
import Quantities
import Statistics
import Testing

/// Small and nasty regressions whose true figures come from mpmath and from exact fractions
/// (`Tests/Oracles/enclosures.py`): whatever doubles claim must contain them. The variable
/// `PFS_ENCLOSURES` names another, longer file of the same form.
@Suite("Enclosures contain the true figures")
struct EnclosureTests {
  struct Case: Decodable, Sendable, CustomTestStringConvertible {
    let kind: String
    let x: [[String]]
    let y: [String]
    let clusters: [String]
    let weights: [String]?
    let units: [String]?
    let truth: [String: String]

    var testDescription: String { "\(kind), \(y.count) × \(x.count)" }
  }

  private struct File: Decodable { let cases: [Case] }

  private static let cases: [Case] = {
    let own = SharedData.project.appending(path: "Tests/Oracles/enclosures.json")
    let file = ProcessInfo.processInfo.environment["PFS_ENCLOSURES"].map { URL(filePath: $0) }
    let data = try? Data(contentsOf: file ?? own)
    return data.flatMap { try? JSONDecoder().decode(File.self, from: $0).cases } ?? []
  }()

  @Test func isThere() { #expect(Self.cases.count >= 60) }

  @Test(arguments: cases.indices) func contains(index: Int) throws {
    let data = Self.cases[index]
    let figures = data.kind == "linear" ? try linear(data) : try logistic(data)
    let compared = try #require(figures, "case \(index)")
    #expect(Set(compared.keys) == Set(data.truth.keys), "case \(index)")
    for (name, text) in data.truth {
      guard let figure = compared[name] else { continue }
      let truth = try scientific(text)
      // Fifty digits are printed of the true figure.
      let doubt = truth.magnitude * Exact.powerOfTen(-48)
      for precision in [64, 256] {
        let ball = figure.enclosed(precision: precision)
        let near = ball.widened(by: Ball(doubt, precision: 64))
        #expect(
          !ball.isFinite || near.contains(truth),
          "case \(index), \(name) at \(precision) bits: \(figure.approximation), truly \(text)")
      }
      let fine = figure.enclosed(precision: 512)
      #expect(fine.isFinite, "case \(index), \(name)")
    }
  }

  private func term(_ name: String, _ values: [String]) throws -> Term {
    .exact(
      name, try values.map { try #require(Exact(fraction: $0.contains("/") ? $0 : $0 + "/1")) })
  }

  private func linear(_ data: Case) throws -> [String: Real]? {
    let units = data.units.map { Factor(name: "unit", labels: $0) }
    let clusters = Factor(name: "cluster", labels: data.clusters)
    let design = try Design(
      response: term("y", data.y),
      terms: data.x.enumerated().map { try term("x\($0)", $1) }, absorbing: units,
      weights: data.weights.map { try term("w", $0) })
    let model = try LinearModel(design)
    let first = units == nil ? 0 : 1
    var figures: [String: Real] = [:]
    for (j, value) in model.coefficients.enumerated() { figures["b\(j + first)"] = Real(value) }
    let estimators: [(String, CovarianceEstimator)] = [
      ("hc0", .heteroskedastic(.hc0)), ("hc1", .heteroskedastic(.hc1)),
      ("hc2", .heteroskedastic(.hc2)), ("hc3", .heteroskedastic(.hc3)),
      ("cr0", .clustered(by: clusters, .simple(.cr0))),
      ("cr1", .clustered(by: clusters, .simple(.cr1(.all)))),
    ]
    for (name, estimator) in estimators
    where data.truth.keys.contains(where: { $0.hasPrefix(name) }) {
      let covariance = try model.covariance(estimator)
      for (a, left) in design.names.enumerated() {
        for (b, right) in design.names[...a].enumerated() {
          figures["\(name) \(a + first) \(b + first)"] = try covariance.covariance(left, right)
        }
      }
    }
    return figures
  }

  private func logistic(_ data: Case) throws -> [String: Real]? {
    let clusters = Factor(name: "cluster", labels: data.clusters)
    let model = try LogisticModel(
      response: term("y", data.y), terms: data.x.enumerated().map { try term("x\($0)", $1) })
    var figures: [String: Real] = ["deviance": model.deviance]
    for (j, value) in model.coefficients.enumerated() { figures["b\(j)"] = value }
    for (i, p) in model.probabilities().prefix(6).enumerated() { figures["p\(i)"] = p }
    let information = try model.covariance(.information)
    var estimators: [(String, LogisticCovarianceEstimator)] = [
      ("information", .information), ("hc0", .hc0),
    ]
    if data.truth["clustered 0 0"] != nil { estimators.append(("clustered", .clustered(clusters))) }
    for (name, estimator) in estimators {
      let covariance = try model.covariance(estimator)
      for (a, left) in model.design.names.enumerated() {
        for (b, right) in model.design.names[...a].enumerated() {
          figures["\(name) \(a) \(b)"] = try covariance.covariance(left, right)
        }
      }
    }
    if data.truth["risk0"] != nil {
      let standard = try MarginalStandardisation(information, group: "x0")
      figures["risk0"] = standard.risk0.estimate
      figures["risk1"] = standard.risk1.estimate
    }
    return figures
  }
}
