import Contract
import Diagnostics
import Language
import Quantities

/// A typed value as text, without places in the source, with all names in English.
///
/// Two contracts are the same if their dumps are.
struct StructuralDump {
  let vocabulary: Vocabulary
  private(set) var text = ""

  init(_ contract: Contract, vocabulary: Vocabulary) {
    self.vocabulary = vocabulary
    write(contract, label: "", depth: 0)
  }

  /// Words that are the text itself in one language, and what names a language.
  private static let ignored: Set<String> = [
    "source", "tongue", "reason", "text", "otherName", "alternateName", "units",
  ]

  private mutating func write(_ value: Any, label: String, depth: Int) {
    if value is Span || value is SourceText || Self.ignored.contains(label) { return }
    let indent = String(repeating: " ", count: depth)
    func line(_ content: String) { text += "\(indent)\(label): \(content)\n" }
    switch value {
    case let exact as Exact: return line(exact.fraction)
    case let date as CivilDate: return line(date.description)
    case let unit as Unit:
      return line("\(canonical(unit.id)) per \(unit.per.map(canonical) ?? "-")")
    case let name as Name: return line(canonical(name.text))
    case let title as Quotation: return line(canonical(title.text))
    case let string as String: return line(canonical(string))
    case let message as Text: return line(message.en + "|" + message.ja)
    default: break
    }
    let mirror = Mirror(reflecting: value)
    if mirror.displayStyle == .optional {
      guard let inner = mirror.children.first else { return line("none") }
      return write(inner.value, label: label, depth: depth)
    }
    if mirror.children.isEmpty { return line("\(value)") }
    line("")
    for (index, child) in mirror.children.enumerated() {
      write(child.value, label: child.label ?? String(index), depth: depth + 1)
    }
  }

  private func canonical(_ word: String) -> String {
    if let pair = vocabulary.spellings(Name(word)) { return pair.english.text }
    if let text = vocabulary.other(Quotation(word), from: .ja) { return text.text }
    if let keyword = ValueWord.allCases.first(where: { $0.japanese == word }) {
      return keyword.english
    }
    if let label = LabelWord.allCases.first(where: { $0.japanese == word }) { return label.english }
    let parts = word.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    return parts.count > 1 ? parts.map(canonical).joined(separator: ".") : word
  }
}
