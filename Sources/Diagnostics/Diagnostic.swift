/// One message about a contract, its data or a run: what is wrong, where, and what to do.
public struct Diagnostic: Error, Sendable {
  /// The stable code, such as `U201`; the key of its page in the manual.
  public let code: String
  public let severity: Severity
  /// One sentence without a full stop: the rule broken and the name of the thing.
  public let headline: Text
  /// The marked places. The first of each file is the one that the heading points at.
  public let labels: [Label]
  /// Further lines to show without marks, such as the header line of the block.
  public let context: [Place]
  public let remarks: [Remark]

  public init(
    code: String, severity: Severity, headline: Text, labels: [Label] = [],
    context: [Place] = [], remarks: [Remark] = []
  ) {
    self.code = code
    self.severity = severity
    self.headline = headline
    self.labels = labels
    self.context = context
    self.remarks = remarks
  }

  /// The place that the heading points at.
  public var place: Place? {
    labels.first?.place ?? context.first
  }
}

/// Why something was refused: all diagnostics of one run, at least one of them a failure.
public struct Diagnostics: Error, Sendable {
  public let items: [Diagnostic]

  /// - Precondition: at least one item is a failure.
  public init(items: [Diagnostic]) {
    precondition(items.contains { $0.severity.isFailure }, "a refusal needs a reason")
    self.items = items
  }

  /// A refusal for one reason.
  public init(_ item: Diagnostic) {
    self.init(items: [item])
  }
}
