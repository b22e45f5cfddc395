/// Which program settled, and by which meaning of the language.
public struct Engine: Hashable, Sendable {
  /// The version of the program.
  public let version: String
  /// Rises, after a release, whenever the same contract and data could give another figure or other bytes of what
  /// follows from them: a bundle replays to the same bytes under its own number only.
  public let semantics: Int

  /// Names an engine.
  public init(version: String, semantics: Int) {
    self.version = version
    self.semantics = semantics
  }

  /// This program.
  public static let current = Engine(version: "0.1.0", semantics: 1)
}
