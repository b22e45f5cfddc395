import Contract
import Diagnostics
import Language

/// Assumptions from the command line, read as a scenario of the contract is read.
enum AssumptionText {
  /// Reads `NAME=VALUE` texts: `effect=0.025 m/s`, `outcome_fee cap=17,000,000 yen`,
  /// `attendance_level 60.0 percent=65.0 percent`.
  ///
  /// - Throws: a refusal if a text is no assumption about this contract.
  static func read(
    _ texts: [String], _ file: ContractFile, settling period: PeriodName
  ) throws(Refusal) -> [Assumption] {
    if texts.isEmpty { return [] }
    for text in texts where !isOneLine(text) || text.allSatisfy(\.isWhitespace) {
      throw Refusal(.notAnAssumption(text), tongue: file.tongue)
    }
    var text = file.source.text
    if text.utf8.last != UInt8(ascii: "\n") { text += "\n" }
    let block = block(texts, title: "--set", in: file.tongue)
    let isMarkdown = Parser.isMarkdown(file.source)
    text += isMarkdown ? "```pfs\n\(block)```\n" : block
    // The ending of the name says how the text is read.
    let name = "\(file.path) --set" + (isMarkdown ? ".md" : "")
    let extended = ContractFile(
      path: file.path, source: SourceText(name: name, text: text),
      vocabularySource: file.vocabularySource,
      used: { _, place, _ in
        file.used.texts.indices.contains(place) ? file.used.texts[place].source : nil
      })
    let (contract, _) = try extended.contract(period: period)
    return contract.scenarios.last?.assumptions ?? []
  }

  /// Assumptions as a scenario of the contract.
  ///
  /// - Parameter comments: lines that the contract does not read.
  static func block(
    _ texts: [String], title: String, in tongue: Tongue, comments: [String] = []
  ) -> String {
    let header =
      tongue == .en
      ? "\(BlockWord.scenario[tongue]) \"\(title)\"" : "\(BlockWord.scenario[tongue]) 「\(title)」"
    let label = LabelWord.set[tongue]
    return header + "\n" + comments.map { "  # \($0)\n" }.joined()
      + texts.map { "  \(label)  \(spaced($0))\n" }.joined()
  }

  private static func isOneLine(_ text: String) -> Bool {
    text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F && $0 != "#" }
  }

  /// `NAME=VALUE` as a scenario writes it: the sign stands alone, and not behind a single name.
  private static func spaced(_ text: String) -> String {
    let signs: [Character] = ["=", "＝"]
    guard let sign = text.firstIndex(where: { signs.contains($0) }) else { return text }
    let name = text[..<sign].trimmed
    let value = text[text.index(after: sign)...].trimmed
    let isSingleName = !name.contains(where: \.isWhitespace)
    return isSingleName ? "\(name) \(value)" : "\(name) = \(value)"
  }
}
