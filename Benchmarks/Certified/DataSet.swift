import Foundation
import Quantities

/// One of NIST's Statistical Reference Datasets, as read: decimals exactly.
struct DataSet {
  enum Problem: Error, CustomStringConvertible {
    case missing(String)
    case unreadable(String)

    var description: String {
      switch self {
      case .missing(let path): "\(path) is missing"
      case .unreadable(let what): "\(what) cannot be read"
      }
    }
  }

  enum Family: String {
    case univariate
    case regression = "linear_regression"
    case anova = "anova_oneway"
  }

  let name: String
  let family: Family
  let rows: [[Exact]]
  let hasIntercept: Bool
  /// The highest power of the only predictor, 1 for several predictors.
  let degree: Int
  /// The certified figures as printed, and the same computed by others to 30 digits.
  let certified: [String: Any]
  let recomputed: [String: Any]

  init(_ name: String, in folder: URL) throws {
    self.name = name
    let table = try Self.read(folder.appending(path: "\(name).csv"))
    let content = try JSONSerialization.jsonObject(
      with: try Self.read(folder.appending(path: "\(name).json")))
    guard let json = content as? [String: Any],
      let family = (json["family"] as? String).flatMap({ Family(rawValue: $0) }),
      let certified = json["certified_as_printed"] as? [String: Any],
      let recomputed = json["exact_decimal"] as? [String: Any]
    else { throw Problem.unreadable("\(name).json") }
    self.family = family
    self.certified = certified
    self.recomputed = recomputed
    hasIntercept = json["intercept"] as? Bool ?? true
    degree = (json["model"] as? String ?? "").split(separator: "^").dropFirst().reduce(1) {
      max($0, Int($1.prefix { $0.isNumber }) ?? 1)
    }
    rows = try String(decoding: table, as: UTF8.self).split(whereSeparator: \.isNewline)
      .dropFirst().map { line in
        try line.split(separator: ",").map { cell in
          guard let value = Exact(scientific: String(cell)) else {
            throw Problem.unreadable("\(name).csv: \(line)")
          }
          return value
        }
      }
  }

  private static func read(_ file: URL) throws -> Data {
    guard let data = try? Data(contentsOf: file) else { throw Problem.missing(file.path) }
    return data
  }

  /// The response and the columns of the design but the intercept.
  var regression: (y: [Exact], columns: [[Exact]]) {
    let y = rows.map { $0[0] }
    var columns: [[Exact]] = []
    for j in 1..<(rows.first?.count ?? 1) {
      var power = [Exact](repeating: .one, count: y.count)
      for _ in 1...degree {
        power = zip(power, rows).map { $0 * $1[j] }
        columns.append(power)
      }
    }
    return (y, columns)
  }

  /// The figures that are certified: a name, the printed figure, and the one to 30 digits.
  var figures: [(name: String, printed: String, recomputed: String)] {
    func list(_ name: String, _ key: String, _ other: String) -> [(String, String, String)] {
      let printed = certified[key] as? [String: String] ?? [:]
      let sorted = printed.sorted { Int($0.key.dropFirst()) ?? 0 < Int($1.key.dropFirst()) ?? 0 }
      return zip(sorted, recomputed[other] as? [String] ?? []).map { (name, $0.value, $1) }
    }
    let scalars = ["mean", "sd", "lag1_autocorrelation", "residual_sd", "r_squared", "F"]
    return list("coefficients", "beta", "beta") + list("standard errors", "se", "se_classical")
      + scalars.compactMap { key in
        guard let printed = certified[key] as? String, let other = recomputed[key] as? String
        else { return nil }
        return (key, printed, other)
      }
  }
}

extension Exact {
  /// A decimal that may have an exponent; `nil` for infinity too.
  init?(scientific text: String) {
    let parts = text.uppercased().split(separator: "E")
    guard let mantissa = parts.first, parts.count <= 2 else { return nil }
    // NIST writes `.5` and `760.` too.
    var padded = String(mantissa)
    if padded.hasSuffix(".") { padded.removeLast() }
    if let point = padded.firstIndex(of: "."), padded[..<point].allSatisfy({ $0 == "-" }) {
      padded.insert("0", at: point)
    }
    let exponent = parts.count == 2 ? Int(parts[1]) : 0
    guard let digits = Exact(decimal: padded), let exponent else { return nil }
    self = digits * Exact.powerOfTen(exponent)
  }
}
