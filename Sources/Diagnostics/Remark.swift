/// A change of the text that mends the fault: single, obvious, and without another meaning.
public struct Edit: Hashable, Sendable {
  /// The bytes to replace.
  public let span: Span
  /// What to put there.
  public let replacement: String

  public init(span: Span, replacement: String) {
    self.span = span
    self.replacement = replacement
  }
}

/// A line, or several, below the marked text.
public struct Remark: Sendable, Hashable {
  /// What a remark says; the key word that begins it.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// The rule that is broken.
    case rule
    /// What would happen to the money.
    case why
    /// Something to know.
    case note
    /// Alternatives to choose from.
    case help
    /// The single meaning-preserving correction.
    case fix
    /// How many results are concerned.
    case scale
    /// How a figure came about.
    case trace
    /// The yen at stake.
    case effect
    /// The files concerned.
    case data
    /// The participant flow.
    case flow
    /// What happens now.
    case next
    /// A likely cause.
    case hint

    /// The key word.
    public var text: Text {
      switch self {
      case .rule: Text(en: "rule", ja: "規則")
      case .why: Text(en: "why", ja: "理由")
      case .note: Text(en: "note", ja: "注意")
      case .help: Text(en: "help", ja: "候補")
      case .fix: Text(en: "fix", ja: "修正")
      case .scale: Text(en: "scale", ja: "規模")
      case .trace: Text(en: "trace", ja: "経過")
      case .effect: Text(en: "effect", ja: "影響")
      case .data: Text(en: "data", ja: "資料")
      case .flow: Text(en: "flow", ja: "内訳")
      case .next: Text(en: "next", ja: "対応")
      case .hint: Text(en: "hint", ja: "参考")
      }
    }
  }

  public let kind: Kind
  /// The lines; the second and further ones stand below the first.
  public let lines: [Text]
  /// The change that `pfs` can make by itself; only with ``Kind/fix``.
  public let edit: Edit?

  public init(kind: Kind, lines: [Text], edit: Edit? = nil) {
    self.kind = kind
    self.lines = lines
    self.edit = edit
  }

  public init(_ kind: Kind, _ lines: Text...) {
    self.init(kind: kind, lines: lines)
  }
}

extension Remark {
  /// The rule that is broken, in both languages.
  public static func rule(_ en: String, _ ja: String) -> Remark {
    Remark(.rule, Text(en: en, ja: ja))
  }

  /// What would happen to the money.
  public static func why(_ en: String, _ ja: String) -> Remark {
    Remark(.why, Text(en: en, ja: ja))
  }

  /// Something to know.
  public static func note(_ en: String, _ ja: String) -> Remark {
    Remark(.note, Text(en: en, ja: ja))
  }

  /// What to do, or alternatives to choose from.
  public static func help(_ en: String, _ ja: String) -> Remark {
    Remark(.help, Text(en: en, ja: ja))
  }

  /// The single correction; without an edit.
  public static func fix(_ en: String, _ ja: String) -> Remark {
    Remark(.fix, Text(en: en, ja: ja))
  }
}
