import Foundation
import Quantities
import Statistics
import Testing

/// A CSV file of the shared data, without quoting.
struct Table {
  let columns: [String: [String]]
  let rows: Int

  init(_ path: String) throws {
    let text = try #require(String(data: try SharedData.read(path), encoding: .utf8))
    let lines = text.split(whereSeparator: \.isNewline).map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    var columns: [String: [String]] = [:]
    for (index, name) in try #require(lines.first).enumerated() {
      columns[name] = lines.dropFirst().map { $0[index] }
    }
    self.columns = columns
    rows = lines.count - 1
  }

  func text(_ name: String) throws -> [String] { try #require(columns[name], "\(name)") }

  /// A column of decimals, with or without an exponent; an empty cell is missing.
  func exact(_ name: String) throws -> [Exact?] {
    try text(name).map { $0.isEmpty ? nil : try decimal($0) }
  }

  func term(_ name: String) throws -> Term { .exact(name, try exact(name)) }
}

/// Reads a decimal such as `1.5E-03`, exactly.
func decimal(_ text: String) throws -> Exact {
  let parts = text.lowercased().split(separator: "e")
  // NIST prints `.5`, `-.5` and `760.`.
  var digits = parts[0].replacing("-.", with: "-0.")
  if digits.hasPrefix(".") { digits = "0" + digits }
  if digits.hasSuffix(".") { digits += "0" }
  let mantissa = try #require(Exact(decimal: digits), "\(text)")
  guard parts.count == 2 else { return mantissa }
  return mantissa * Exact.powerOfTen(try #require(Int(parts[1].trimmingPrefix("+"))))
}

/// Whether two figures agree to a relative error.
func agree(_ found: Exact, _ expected: Exact, within tolerance: Exact) -> Bool {
  (found - expected).magnitude <= tolerance * expected.magnitude
}
