import Enclosures
import Foundation
import Quantities
import Testing

/// The items of `oracles/real_oracles.json`: a figure by Python, one by R, and for many a published one.
enum RealOracles {
  struct Item: Sendable, CustomTestStringConvertible {
    let id: String
    /// By Python and by R.
    let values: [String]
    /// How far these two are apart, relative to them.
    let difference: Double
    let published: String?
    let publishedAgrees: Bool?
    let publishedNote: String?

    var testDescription: String { id }
  }

  /// In the file's order; empty when it is not there, which fails a test.
  static let items: [Item] = (try? read()) ?? []

  private static func read() throws -> [Item] {
    let file = try SharedData.json("oracles/real_oracles.json")
    return try #require(file["items"] as? [[String: Any]]).map { item in
      Item(
        id: try #require(item["id"] as? String),
        values: try ["value", "value_R"].map { try #require(item[$0] as? String) },
        difference: try #require(item["rel_diff"] as? Double),
        published: item["published"] as? String,
        publishedAgrees: item["published_agrees"] as? Bool,
        publishedNote: item["published_note"] as? String)
    }
  }
}

/// Every item of the file is looked up in the table of our figures: one that nothing computes fails, by its
/// name, and so does a figure that no item asks for.
@Suite("Figures of two packages on real data")
struct RealOracleTests {
  @Test func everyItemOnce() throws {
    let items = RealOracles.items.map(\.id)
    #expect(items.count == 228)
    #expect(Set(items).count == items.count)
    let computed = RealFigures.all.map(\.id)
    #expect(Set(computed).count == computed.count, "a figure stands twice in the table")
    #expect(Set(items).subtracting(computed).sorted() == [], "no figure of ours is compared")
    #expect(Set(computed).subtracting(items).sorted() == [], "no item asks for the figure")
  }

  @Test(arguments: RealOracles.items) func agrees(item: RealOracles.Item) throws {
    let entry = try #require(RealFigures.table[item.id], "\(item.id): no figure of ours")
    let figures = try entry.figures()
    #expect(!figures.isEmpty, "\(item.id)")
    // Never looser than 1e-9; where the packages agree to more digits, so do we with both of them.
    let tolerance = min(1e-9, max(1e-12, 4 * item.difference))
    let bound = try decimal(String(format: "%.3e", tolerance))
    for figure in figures {
      let found = try figure.midpoint
      for value in item.values {
        #expect(
          try agree(found, decimal(value), within: bound),
          "\(item.id): \(found.decimalText), expected \(value)")
      }
      if let published = item.published { try check(item, published, figure) }
    }
  }

  /// A published figure is ours to its printed digits, unless it is among those known to differ.
  private func check(_ item: RealOracles.Item, _ published: String, _ figure: Real) throws {
    let digits = published.split(separator: ".").dropFirst().first?.count ?? 0
    let printed = try decimal(published)
    let isOurs = try figure.rounded(.halfUp, decimals: digits) == printed
    guard let difference = RealFigures.published(differing: item.id) else {
      #expect(isOurs, "\(item.id): published \(published)")
      #expect(item.publishedAgrees == true, "\(item.id)")
      return
    }
    // Some of R's stale errors round to the same digits.
    #expect(!isOurs || difference == .staleWeights, "\(item.id): published \(published)")
    #expect(item.publishedNote != nil, "\(item.id)")
    switch difference {
    case .staleWeights:
      let bound = try decimal("1e-6") * printed + Exact(unscaled: 5, scale: digits + 1)
      #expect(try (figure.midpoint - printed).magnitude <= bound, "\(item.id)")
    case .truncated:
      #expect(try figure.rounded(.down, decimals: digits) == printed, "\(item.id)")
    case .notReproduced:
      #expect(item.publishedAgrees == false, "\(item.id)")
    }
  }
}

extension Real {
  /// The value to 15 digits or more, for comparisons.
  var midpoint: Exact { get throws { try midpoint(digits: 15) } }

  /// The middle of an enclosure whose ends agree to so many digits.
  func midpoint(digits: Int) throws -> Exact {
    if let exact { return exact }
    for precision in [64, 128, 256, 512, 1024] {
      let ball = enclosed(precision: precision)
      guard let lower = ball.lower, let upper = ball.upper else { continue }
      if (upper - lower).magnitude * Exact.powerOfTen(digits) <= lower.magnitude {
        return (lower + upper) * Exact(unscaled: 5, scale: 1)
      }
    }
    throw EnclosureError.notFinite
  }
}
