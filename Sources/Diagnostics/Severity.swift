/// What a diagnostic means for the run.
public enum Severity: String, Sendable, Hashable, CaseIterable {
  /// The contract or the data is refused.
  case error
  /// Accepted, but worth a look.
  case warning
  /// The contract itself suspends the settlement; not a fault.
  case stop
  /// A fault of this program.
  case `internal`
  /// Information.
  case note

  /// Whether the run cannot give a result.
  public var isFailure: Bool {
    switch self {
    case .error, .stop, .internal: true
    case .warning, .note: false
    }
  }

  /// The word before the code in a message.
  public var text: Text {
    switch self {
    case .error: Text(en: "error", ja: "エラー")
    case .warning: Text(en: "warning", ja: "警告")
    case .stop: Text(en: "stop", ja: "中止")
    case .internal: Text(en: "internal", ja: "内部エラー")
    case .note: Text(en: "note", ja: "参考")
    }
  }
}
