import Diagnostics
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
  /// The language of the words.
  public let tongue: Tongue
  /// The SHA-256 of the record's list of files, in hexadecimal digits.
  public let manifestSHA256: String
  /// The figures of the document by their names.
  private let decimals: [String: (value: String, unit: String)]

  public init(
    document: JSONValue, trace: Trace, client: String, provider: String, tongue: Tongue,
    manifestSHA256: String
  ) {
    self.document = document
    self.trace = trace
    self.client = client
    self.provider = provider
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
