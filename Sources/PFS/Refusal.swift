import Diagnostics
import Records

/// Why something could not be done: everything that was found, in order.
public struct Refusal: Error, Sendable {
  public let diagnostics: [Diagnostic]
  public let outcome: Outcome
  /// The language of the contract, once it is known.
  public var tongue: Tongue?
  /// Every refused place of the data, for a list that only the caller can read.
  public let places: [RefusedPlace]
  /// The files that `places` numbers.
  public let fileNames: [String]

  /// Refuses for reasons; the outcome follows from their severity.
  public init(_ diagnostics: [Diagnostic], tongue: Tongue? = nil, outcome: Outcome? = nil) {
    self.diagnostics = diagnostics
    self.tongue = tongue
    self.outcome = outcome ?? Self.outcome(of: diagnostics)
    places = []
    fileNames = []
  }

  /// Refuses for one reason.
  public init(_ diagnostic: Diagnostic, tongue: Tongue? = nil, outcome: Outcome? = nil) {
    self.init([diagnostic], tongue: tongue, outcome: outcome)
  }

  /// Refuses data.
  public init(_ refusal: DataRefusal, tongue: Tongue? = nil) {
    diagnostics = refusal.diagnostics
    self.tongue = tongue
    outcome = refusal.isInputOutput ? .inputOutput : Self.outcome(of: refusal.diagnostics)
    places = refusal.places
    fileNames = refusal.fileNames
  }

  private static func outcome(of diagnostics: [Diagnostic]) -> Outcome {
    let severities = Set(diagnostics.map(\.severity))
    if severities.contains(.internal) { return .internal }
    if severities.contains(.error) || !severities.contains(.stop) { return .refused }
    return .stopped
  }
}
