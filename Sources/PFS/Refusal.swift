import Diagnostics
import Evidence
import Records

/// Why something could not be done: everything that was found, in order.
public struct Refusal: Error, Sendable {
  public let diagnostics: [Diagnostic]
  public let outcome: Outcome
  /// The language of the contract, once it is known.
  public var tongue: Tongue?
  /// Every refused place of the data; the diagnostics name the first of each rule only.
  public let data: RefusedData?

  /// Refuses for reasons; without an outcome it follows from their severity.
  public init(_ diagnostics: [Diagnostic], tongue: Tongue? = nil, outcome: Outcome? = nil) {
    self.diagnostics = diagnostics
    self.tongue = tongue
    self.outcome = outcome ?? Self.outcome(of: diagnostics)
    data = nil
  }

  /// Refuses for one reason.
  public init(_ diagnostic: Diagnostic, tongue: Tongue? = nil, outcome: Outcome? = nil) {
    self.init([diagnostic], tongue: tongue, outcome: outcome)
  }

  /// Refuses data that was read with these schemas.
  init(_ refusal: DataRefusal, schemas: [TableSchema], source: DataSource?, tongue: Tongue? = nil) {
    diagnostics = refusal.diagnostics
    self.tongue = tongue
    outcome = refusal.isInputOutput ? .inputOutput : Self.outcome(of: refusal.diagnostics)
    data = RefusedData(refusal, schemas, source)
  }

  /// Says why a bundle could not be written or read.
  init(_ error: BundleError, tongue: Tongue? = nil) {
    let isDamage =
      switch error {
      case .unreadable, .archive: true
      default: false
      }
    self.init(error.diagnostic, tongue: tongue, outcome: isDamage ? .differs : .inputOutput)
  }

  private static func outcome(of diagnostics: [Diagnostic]) -> Outcome {
    let severities = Set(diagnostics.map(\.severity))
    if severities.contains(.internal) { return .internal }
    if severities.contains(.error) || !severities.contains(.stop) { return .refused }
    return .stopped
  }
}
