/// Collects the diagnostics of one run, so that all of them are reported together.
public struct DiagnosticList: Sendable {
  public private(set) var items: [Diagnostic] = []

  public init() {}

  public var isEmpty: Bool { items.isEmpty }

  /// Whether something was refused.
  public var hasFailure: Bool { items.contains { $0.severity.isFailure } }

  public mutating func append(_ diagnostic: Diagnostic) {
    items.append(diagnostic)
  }

  public mutating func append(contentsOf diagnostics: [Diagnostic]) {
    items += diagnostics
  }

  /// The diagnostics in the order of their places: by file in order of appearance, line and column;
  /// those without a place first; equal places in order of appearance.
  public var ordered: [Diagnostic] {
    var names: [String] = []
    let keyed = items.enumerated().map { index, item -> (key: [Int], item: Diagnostic) in
      guard let place = item.place else { return ([-1, 0, 0, index], item) }
      let name = place.sourceName
      let file = names.firstIndex(of: name) ?? names.count
      if file == names.count { names.append(name) }
      let (line, column) = place.start
      return ([file, line, column, index], item)
    }
    return keyed.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map(\.item)
  }

  /// Throws all diagnostics, in order, if there is a failure among them.
  public func throwIfRefused() throws(Diagnostics) {
    if hasFailure { throw Diagnostics(items: ordered) }
  }
}
