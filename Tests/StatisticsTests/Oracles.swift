import Enclosures
import Foundation
import Quantities
import Statistics
import Testing

/// The figures of `oracles/real_oracles.json`, from Python and from R.
struct Oracles {
  private let items: [String: (value: Exact, tolerance: Exact)]

  init() throws {
    let file = try SharedData.json("oracles/real_oracles.json")
    var items: [String: (Exact, Exact)] = [:]
    for item in try #require(file["items"] as? [[String: Any]]) {
      guard let id = item["id"] as? String, let text = item["value"] as? String,
        let value = try? decimal(text)
      else { continue }
      // As the file says: 1e-9, or ten times the difference of the two sides.
      let difference = (item["rel_diff"] as? Double) ?? 0
      let tolerance = max(1e-9, 10 * difference)
      items[id] = (value, try decimal(String(format: "%.3e", tolerance)))
    }
    self.items = items
  }

  func check(_ id: String, _ found: Exact, _ location: SourceLocation = #_sourceLocation) throws {
    let item = try #require(items[id], "\(id)")
    #expect(
      agree(found, item.value, within: item.tolerance),
      "\(id): \(found.decimalText), expected \(item.value.decimalText)", sourceLocation: location)
  }

  func check(_ id: String, _ found: Real, _ location: SourceLocation = #_sourceLocation) throws {
    try check(id, found.midpoint, location)
  }
}

extension Real {
  /// The value to 18 digits or more, for comparisons.
  var midpoint: Exact {
    get throws {
      if let exact { return exact }
      for precision in [64, 128, 256, 512, 1024] {
        let ball = enclosed(precision: precision)
        guard let lower = ball.lower, let upper = ball.upper else { continue }
        if (upper - lower).magnitude * Exact.powerOfTen(12) <= lower.magnitude {
          return (lower + upper) * (Exact(1).divided(by: 2) ?? .zero)
        }
      }
      throw EnclosureError.notFinite
    }
  }
}
