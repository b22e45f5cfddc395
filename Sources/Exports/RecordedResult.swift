import Diagnostics
import Execution
import Quantities
import Settlement

/// A recorded settlement as exports see it: the words and numbers of its record, nothing computed.
public struct RecordedResult: Sendable {
  /// `settlement.json`.
  public let document: JSONValue
  /// The derivation of every figure.
  public let trace: Trace
  /// The parties of the contract.
  public let client: String
  public let provider: String
  /// Whether it settles the last period of the contract's term.
  public let isFinal: Bool
  /// The language of the words.
  public let tongue: Tongue
  /// The SHA-256 of the record's list of files, in hexadecimal digits.
  public let manifestSHA256: String
  /// The figures of the document by their names.
  private let decimals: [String: (value: String, unit: String)]

  public init(
    document: JSONValue, trace: Trace, client: String, provider: String, isFinal: Bool,
    tongue: Tongue, manifestSHA256: String
  ) {
    self.document = document
    self.trace = trace
    self.client = client
    self.provider = provider
    self.isFinal = isFinal
    self.tongue = tongue
    self.manifestSHA256 = manifestSHA256
    var decimals: [String: (value: String, unit: String)] = [:]
    for figure in document["figures"]?.elements ?? [] {
      if let name = figure["name"]?.string, let value = figure["value"]?.string,
        let unit = figure["unit"]?.string
      {
        decimals[name] = (value, unit)
      }
    }
    self.decimals = decimals
  }

  /// The words at a path of names in the document; empty if there are none.
  func text(_ path: String...) -> String {
    var value: JSONValue? = document
    for name in path { value = value?[name] }
    return value?.string ?? ""
  }

  /// What the document says of a figure: its decimal value, its unit.
  func decimal(of figure: Trace.Entry) -> (value: String, unit: String)? {
    decimals[figure.id]
  }

  /// The contract's title, or its name.
  var title: String {
    let title = text("contract", "title")
    return title.isEmpty ? text("contract", "name") : title
  }
}

/// An indicator: its own figure, if it has one, and those by key.
struct RecordedIndicator {
  let name: String
  var whole: Trace.Entry?
  var parts: [(key: String, entry: Trace.Entry)] = []

  /// All its figures, with the key of each.
  var figures: [(key: String?, entry: Trace.Entry)] {
    (whole.map { [(nil, $0)] } ?? []) + parts.map { ($0.key, $0.entry) }
  }

  /// Its name in a language.
  func words(in tongue: Tongue) -> String {
    let entry = whole ?? parts.first?.entry
    return entry.map { RecordedResult.split($0.name[tongue]).name } ?? name
  }
}

extension RecordedResult {
  /// What was measured or reported, in order.
  var indicators: [RecordedIndicator] {
    var found: [RecordedIndicator] = []
    for entry in trace.entries where entry.source != nil {
      let (name, key) = Self.split(entry.id)
      var place = found.count
      if let known = found.firstIndex(where: { $0.name.utf8.elementsEqual(name.utf8) }) {
        place = known
      } else {
        found.append(RecordedIndicator(name: name))
      }
      if let key { found[place].parts.append((key, entry)) } else { found[place].whole = entry }
    }
    return found
  }

  /// A count that stands beside an indicator: `n`, `numerator`, `denominator`.
  func count(_ label: String, beside name: String, key: String?) -> Int64? {
    let id = "\(name).\(label)" + (key.map { "[\($0)]" } ?? "")
    guard let count = trace.entry(id), count.kind == "count" else { return nil }
    return count.exact.int64
  }

  /// `by_provider[V01]` is `by_provider` and `V01`.
  static func split(_ id: String) -> (name: String, key: String?) {
    let id = FigureID(printed: id)
    return (id.name, id.key?.text)
  }
}
