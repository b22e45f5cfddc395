import Diagnostics
import Language

extension ContractCompiler {
  /// Reads and checks a contract text: everything there is to say about it, in the order of the text.
  ///
  /// What could not be read is reported once: blocks with unreadable lines are not judged further,
  /// nor are names that only an unreadable line declares.
  public static func check(
    _ source: SourceText, vocabulary: Vocabulary?, period: PeriodName? = nil,
    edits: [ContractEdit] = [], used: UsedTexts = .none
  ) -> Outcome {
    let parsed = Parser.parse(source)
    let unreadable = parsed.diagnostics.filter { $0.severity == .error }
    guard !unreadable.isEmpty else {
      let outcome = compile(
        parsed.document, vocabulary: vocabulary, period: period, edits: edits, used: used)
      return Outcome(
        contract: outcome.contract,
        diagnostics: (parsed.diagnostics + outcome.diagnostics).inTextOrder)
    }
    guard !parsed.document.blocks.isEmpty else {
      return Outcome(contract: nil, diagnostics: parsed.diagnostics)
    }
    let damage = Damage(parsed.document, unreadable)
    let outcome = compile(
      parsed.document, vocabulary: vocabulary, period: period, edits: edits, used: used)
    let further = outcome.diagnostics.filter { damage.concerns($0) == false }
    return Outcome(contract: nil, diagnostics: (parsed.diagnostics + further).inTextOrder)
  }
}

/// The parts of a text about which nothing can be said, because lines of them could not be read.
private struct Damage {
  /// Spans of whole blocks, header to last line.
  private let blocks: [Range<Int>]
  /// The words of the unreadable lines, sorted.
  private let words: [String]
  private let hasTable: Bool
  private let source: SourceText

  /// What follows from a table that was not read whole, wherever it is noticed.
  private static let aboutTables: Set<String> = ["T107", "T108", "N106", "G109", "G112"]
  /// What follows from blocks that were not read.
  private static let aboutWholes: Set<String> = ["G105", "N105", "N107"]

  init(_ document: Document, _ errors: [Diagnostic]) {
    source = document.source
    let headers = document.blocks.map(\.headerSpan.start)
    let end = document.source.utf8.count
    let places = errors.compactMap { $0.labels.first?.span?.start }.sorted()
    var found: [Range<Int>] = []
    var hasTable = false
    for (index, start) in headers.enumerated() {
      let next = index + 1 < headers.count ? headers[index + 1] : end
      let whole = start..<max(start, next)
      let first = places.partitionPoint { $0 >= start }
      guard first < places.count, whole.contains(places[first]) else { continue }
      found.append(whole)
      if document.blocks[index].word == .table { hasTable = true }
    }
    // A header that cannot be read leaves no block: what stands below it is nobody's.
    if errors.contains(where: { $0.code == "L006" || $0.code == "L008" }) { hasTable = true }
    blocks = found
    self.hasTable = hasTable
    let source = document.source
    let lines = Set(places.map { source.line(at: $0) })
    words = Set(lines.flatMap { source.line($0).words }).sorted()
  }

  /// Whether a word of an unreadable line is the name, or is run together with it.
  private func isInUnreadableLine(_ name: String) -> Bool {
    let index = words.partitionPoint { $0 >= name }
    return index < words.count && words[index].hasPrefix(name)
  }

  func concerns(_ diagnostic: Diagnostic) -> Bool {
    guard let place = diagnostic.labels.first?.span else { return true }
    let after = blocks.partitionPoint { $0.lowerBound > place.start }
    if after > 0, blocks[after - 1].contains(place.start) { return true }
    if Self.aboutWholes.contains(diagnostic.code) { return true }
    if hasTable && Self.aboutTables.contains(diagnostic.code) { return true }
    guard diagnostic.code == "N101" || diagnostic.code == "N103" else { return false }
    return hasTable || isInUnreadableLine(source.text(place))
  }
}

extension String {
  /// What stands between blanks and the signs that no name contains.
  fileprivate var words: [String] {
    split { $0.isWhitespace || "\"'#,()+*×÷/=≠、「」".contains($0) }.map(String.init)
  }
}
