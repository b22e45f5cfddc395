/// The page of one diagnostic code.
public struct CodeEntry: Sendable, Hashable {
  /// The stable code, such as `U201`.
  public let code: String
  /// A short title, without a full stop.
  public let title: Text
  /// What the message means, why it exists and what to do; paragraphs divided by empty lines.
  public let explanation: Text

  public init(code: String, title: Text, explanation: Text) {
    self.code = code
    self.title = title
    self.explanation = explanation
  }

  /// A page in both languages: the two titles, then the two explanations.
  public init(
    _ code: String, _ title: String, _ titleJapanese: String, _ explanation: String,
    _ explanationJapanese: String
  ) {
    self.init(
      code: code, title: Text(en: title, ja: titleJapanese),
      explanation: Text(en: explanation, ja: explanationJapanese))
  }
}

/// All diagnostic codes with their pages, in the order of the codes.
public struct CodeRegistry: Sendable {
  /// The entries, ordered by code.
  public let entries: [CodeEntry]
  /// Codes that were given more than once; of those the first entry counts. Empty in a sound table.
  public let duplicates: [String]

  public init(_ entries: [CodeEntry]) {
    var kept: [CodeEntry] = []
    var repeated: [String] = []
    for entry in entries.enumerated()
      .sorted(by: { ($0.element.code, $0.offset) < ($1.element.code, $1.offset) })
      .map(\.element)
    {
      if kept.last?.code == entry.code {
        repeated.append(entry.code)
      } else {
        kept.append(entry)
      }
    }
    self.entries = kept
    duplicates = repeated
  }

  /// The table with further entries.
  public func adding(_ entries: [CodeEntry]) -> CodeRegistry {
    CodeRegistry(self.entries + entries)
  }

  /// The entry of a code; upper and lower case are alike. `nil` if there is no such code.
  public func entry(_ code: String) -> CodeEntry? {
    let wanted = code.uppercased()
    let index = entries.partitionPoint { $0.code >= wanted }
    return index < entries.count && entries[index].code == wanted ? entries[index] : nil
  }

  /// The page of a code, as `pfs explain` prints it; `nil` if there is no such code.
  public func page(_ code: String, tongue: Tongue) -> String? {
    guard let entry = entry(code) else { return nil }
    return "\(entry.code): \(entry.title[tongue])\n\n\(entry.explanation[tongue])\n"
  }

  /// One line for each code, as `pfs explain` prints without a code.
  public func index(tongue: Tongue) -> String {
    entries.map { "\($0.code)  \($0.title[tongue])\n" }.joined()
  }
}
