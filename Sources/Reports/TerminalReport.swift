import Diagnostics

/// Reports for a terminal, in one language. Nothing is computed here.
///
/// Every text ends with a line end; control characters of contract and file names are shown, not sent.
public struct TerminalReport: Sendable {
  public let tongue: Tongue

  /// A writer for one language.
  public init(tongue: Tongue) { self.tongue = tongue }

  func joined(_ lines: [String]) -> String { lines.map { $0 + "\n" }.joined() }
}
