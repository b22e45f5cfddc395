import Enclosures
import Foundation
import LinearAlgebra
import Quantities

/// The table of log relative errors, −log₁₀(|figure − certified| / |certified|), by data set.
///
/// Certified figures are printed with 15 digits, so that 15 stands for full agreement and no more is
/// shown. The smallest over the coefficients (or standard errors) of a set is shown for all.
struct Report {
  private(set) var text = """
    # Certified values

    NIST's Statistical Reference Datasets (31 sets). Each cell: digits of agreement with the certified
    figure (log relative error, at most 15) in exact arithmetic from decimals / by LAPACK's QR / by
    LAPACK's singular values, both in doubles. The last column: digits in which the exact figures agree
    with an independent computation printed to 30 digits; the smallest of the set.
    Where an exact figure agrees in less than 15 digits with the certified one and in all with the
    independent one, the last printed digit of the certified one is the limit.

    Made by `Scripts/certified-values`. The columns in doubles depend on the processor in their last
    digit; the exact ones do not.

    """
  private(set) var isExact = true
  private var columns: [String] = []

  mutating func begin(_ family: DataSet.Family) {
    switch family {
    case .univariate:
      columns = ["mean", "sd", "lag1_autocorrelation"]
      text += "\n## Univariate summaries\n\n"
    case .anova:
      columns = ["residual_sd", "r_squared", "F"]
      text += "\n## Analysis of variance\n\n"
    case .regression:
      columns = ["coefficients", "standard errors", "residual_sd", "r_squared", "F"]
      text += "\n## Linear regression\n\n"
    }
    let titles = columns.map { Self.titles[$0] ?? $0 }
    text += "| set | " + titles.joined(separator: " | ") + " | of 30 digits |\n"
    text += "|---" + String(repeating: "|---", count: columns.count + 1) + "|\n"
  }

  private static let titles = [
    "sd": "standard deviation", "lag1_autocorrelation": "lag-1 autocorrelation",
    "residual_sd": "residual sd", "r_squared": "R²",
  ]

  mutating func add(_ data: DataSet) {
    let exact = ExactFit.figures(data)
    let qr = try? DoubleFit.figures(data, .qr)
    let svd = try? DoubleFit.figures(data, .svd)
    var cells: [String: [Double]] = [:]
    var independent = 29.0
    for (index, figure) in data.figures.enumerated() {
      let found = [
        exact[index], qr.map { Self.real($0[index]) }, svd.map { Self.real($0[index]) },
      ]
      let digits = found.map { $0.map { Self.digits($0, figure.printed, most: 15) } ?? .nan }
      let known = cells[figure.name] ?? digits
      cells[figure.name] = zip(known, digits).map { min($0, $1) }
      independent = min(independent, Self.digits(exact[index], figure.recomputed, most: 29))
    }
    if !(independent >= 28) { isExact = false }
    text += "| \(data.name) | "
    text += columns.map { name in
      (cells[name] ?? []).map { $0.isNaN ? "–" : String(format: "%.1f", $0) }
        .joined(separator: " / ")
    }.joined(separator: " | ")
    text += " | \(String(format: "%.0f", independent.rounded(.down))) |\n"
  }

  private static func real(_ value: Double) -> Real {
    Real {
      value.isFinite ? Ball(startingValue: value, precision: $0) : .indeterminate(precision: $0)
    }
  }

  /// Digits of agreement with a printed figure; an infinite figure agrees with what is undefined.
  private static func digits(_ value: Real, _ printed: String, most: Double) -> Double {
    guard let certified = Exact(scientific: printed) else {
      return value.enclosed(precision: 256).isFinite ? 0 : most
    }
    let difference = (value - Real(certified)).magnitude
    let error = certified.isZero ? difference : difference / Real(certified.magnitude)
    let ball = error.enclosed(precision: 512)
    guard ball.isFinite else { return 0 }
    return min(max(-log10(ball.approximation), 0), most)
  }
}
