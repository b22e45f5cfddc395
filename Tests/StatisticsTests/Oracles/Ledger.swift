import Enclosures
import Foundation
import Quantities
import Testing

/// A file of expected figures in which every figure must be compared, once.
///
/// A test reads the file through entries. What it reads as input, what it compares and what it says is no
/// figure is noted by its path; `expectComplete` then names every value of the file that nothing claimed.
final class Ledger {
  private enum Claim { case compared, input, note }

  private let name: String
  private let root: Any
  private var claims: [String: Claim] = [:]

  /// - Parameter nan: whether the file holds a NaN, which is no JSON; it is read as null.
  init(_ path: String, nan: Bool = false) throws {
    name = path
    var data = try SharedData.read(path)
    if nan {
      let text = try #require(String(data: data, encoding: .utf8))
      data = Data(text.replacing("NaN", with: "null").utf8)
    }
    root = try JSONSerialization.jsonObject(with: data)
  }

  subscript(key: String) -> Entry { Entry(ledger: self, path: [], value: root)[key] }

  /// The names at the top of the file.
  var keys: [String] { Entry(ledger: self, path: [], value: root).keys }

  /// Fails for every value that nothing claimed.
  func expectComplete(_ location: SourceLocation = #_sourceLocation) {
    let all = Self.leaves(root, [])
    #expect(!all.isEmpty, sourceLocation: location)
    let unclaimed = all.filter { claims[$0] == nil }
    #expect(unclaimed == [], "\(name): compared by nothing", sourceLocation: location)
    #expect(claims.values.contains(.compared), sourceLocation: location)
    let unknown = Set(claims.keys).subtracting(all).sorted()
    #expect(unknown == [], "\(name): not in the file", sourceLocation: location)
  }

  private static func leaves(_ value: Any, _ path: [String]) -> [String] {
    switch value {
    case let object as [String: Any]:
      object.keys.sorted().flatMap { leaves(object[$0] as Any, path + [$0]) }
    case let array as [Any]:
      array.enumerated().flatMap { leaves($1, path + ["\($0)"]) }
    default: [path.joined(separator: ".")]
    }
  }

  /// A value of the file, or a part of it.
  struct Entry {
    fileprivate let ledger: Ledger
    fileprivate let path: [String]
    fileprivate let value: Any?

    var name: String { ledger.name + ": " + path.joined(separator: ".") }
    private var key: String { path.joined(separator: ".") }

    subscript(key: String) -> Entry {
      Entry(ledger: ledger, path: path + [key], value: (value as? [String: Any])?[key])
    }

    subscript(index: Int) -> Entry {
      let array = value as? [Any] ?? []
      return Entry(
        ledger: ledger, path: path + ["\(index)"],
        value: array.indices.contains(index) ? array[index] : nil)
    }

    var exists: Bool { value != nil }
    var keys: [String] { (value as? [String: Any])?.keys.sorted() ?? [] }
    var elements: [Entry] { (value as? [Any] ?? []).indices.map { self[$0] } }

    // MARK: What is read

    /// A number or text that a figure is computed from.
    var input: String {
      get throws {
        try claim(.input)
        return try read()
      }
    }

    var integer: Int { get throws { try #require(Int(try input), "\(name)") } }
    var exact: Exact { get throws { try decimal(try input) } }

    /// Says that nothing here is a figure: descriptions, versions, how two packages differ.
    func isNote() throws {
      for leaf in Ledger.leaves(try #require(value, "\(name)"), path) {
        try #require(ledger.claims[leaf] == nil, "\(name) is claimed")
        ledger.claims[leaf] = .note
      }
    }

    // MARK: What is compared

    /// Compares a figure of ours; zero must be exactly zero.
    func expect(
      _ found: Real, within tolerance: String = "1e-12",
      _ location: SourceLocation = #_sourceLocation
    ) throws {
      try claim(.compared)
      let expected = try decimal(read())
      let ours = try found.midpoint(digits: 25)
      #expect(
        agree(ours, expected, within: try decimal(tolerance)),
        "\(name): \(ours.decimalText), expected \(expected.decimalText)",
        sourceLocation: location)
    }

    func expect(
      _ found: Exact, within tolerance: String = "1e-12",
      _ location: SourceLocation = #_sourceLocation
    ) throws {
      try expect(Real(found), within: tolerance, location)
    }

    func expect(_ found: Int, _ location: SourceLocation = #_sourceLocation) throws {
      try claim(.compared)
      #expect(try decimal(read()) == Exact(found), "\(name): \(found)", sourceLocation: location)
    }

    /// Compares a fraction exactly.
    func expect(fraction found: Exact, _ location: SourceLocation = #_sourceLocation) throws {
      try claim(.compared)
      let text = try read()
      #expect(
        found == Exact(fraction: text), "\(name): \(found), expected \(text)",
        sourceLocation: location)
    }

    /// Compares a figure with an expected one that is itself not closer to the true one than `distance`.
    func expect(
      _ found: Real, absolutely distance: Exact, _ location: SourceLocation = #_sourceLocation
    ) throws {
      try claim(.compared)
      let expected = try decimal(read())
      let ball = found.enclosed(precision: 128)
      let ends = (try #require(ball.lower), try #require(ball.upper))
      #expect(
        (ends.0 - expected).magnitude <= distance && (ends.1 - expected).magnitude <= distance,
        "\(name): \(found.approximation), expected \(expected.decimalText)",
        sourceLocation: location)
    }

    /// Compares a printed figure: ours rounded to its decimals is the same.
    func expectPrinted(
      _ found: Real, _ mode: Rounding.Mode = .halfUp,
      _ location: SourceLocation = #_sourceLocation
    ) throws {
      try claim(.compared)
      let text = try read()
      let digits = text.split(separator: ".").dropFirst().first?.count ?? 0
      let ours = try found.rounded(mode, decimals: digits)
      #expect(
        try ours == decimal(text), "\(name): \(ours.decimalText), printed \(text)",
        sourceLocation: location)
    }

    /// Numbers of an array, which stay to be compared.
    func peek(_ key: String) throws -> [Exact] {
      try self[key].elements.map { try decimal($0.read()) }
    }

    private func read() throws -> String {
      let value = try #require(value, "\(name) is not in the file")
      if let text = value as? String { return text }
      return "\(try #require(value as? NSNumber, "\(name)"))"
    }

    private func claim(_ claim: Claim) throws {
      if let earlier = ledger.claims[key] {
        try #require(
          earlier == .input && claim == .input, "\(name) is claimed twice")
      }
      ledger.claims[key] = claim
    }
  }
}
