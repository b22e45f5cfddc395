import Foundation
import Quantities
import Statistics
import Testing

/// NIST's Statistical Reference Datasets for univariate summaries.
@Suite("NIST StRD")
struct CertifiedTests {
  @Test(arguments: [
    "Lew", "Lottery", "Mavro", "Michelso", "NumAcc1", "NumAcc2", "NumAcc3", "NumAcc4", "PiDigits",
  ])
  func univariate(name: String) throws {
    let table = try #require(
      String(data: try SharedData.read("nist/\(name).csv"), encoding: .utf8))
    let lines = table.split(whereSeparator: \.isNewline)
    let sample = try Sample(decimals: Array(lines.dropFirst()))
    let figures = try SharedData.json("nist/\(name).json")
    #expect(sample.count == figures["n"] as? Int)
    let mean = try sample.mean().value
    let variance = try sample.variance().value
    for key in ["certified_as_printed", "exact_decimal"] {
      let certified = try #require(figures[key] as? [String: Any])
      let printedMean = try Printed(certified["mean"])
      #expect(mean >= printedMean.low && mean <= printedMean.high)
      // The standard deviation is irrational: compare its square with the printed interval's.
      let deviation = try Printed(certified["sd"])
      #expect(variance >= deviation.low * deviation.low)
      #expect(variance <= deviation.high * deviation.high)
    }
  }

  /// A decimal as printed, and half a unit of its last digit on either side.
  private struct Printed {
    let low: Exact
    let high: Exact

    init(_ value: Any?) throws {
      let text = try #require(value as? String)
      let middle = try #require(Exact(decimal: text))
      let digits = text.split(separator: ".").dropFirst().first?.count ?? 0
      let half = try #require(
        Exact(decimal: "0." + String(repeating: "0", count: digits) + "5"))
      low = middle - half
      high = middle + half
    }
  }
}
