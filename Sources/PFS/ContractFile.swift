import Contract
import Execution
import Diagnostics
import Language
import Settlement

/// A contract text as read from a file, with the vocabulary that lies beside it.
public struct ContractFile: Sendable {
  /// The path as it was given.
  public let path: String
  public let source: SourceText
  /// The vocabulary's text, if there is one.
  public let vocabularySource: SourceText?
  public let vocabulary: Vocabulary?
  /// The texts that the contract takes scales from.
  public let used: UsedTexts
  private let parsed: ParseResult
  private let vocabularyDiagnostics: [Diagnostic]

  /// The most bytes of a contract or a vocabulary.
  public static let largestSize = 16 << 20

  /// Reads a contract and its vocabulary.
  ///
  /// The vocabulary is the one that is named; else `NAME.vocabulary.txt` beside `NAME.pfs`,
  /// `NAME.en.pfs` or `NAME.ja.pfs` (or `.md`); else `vocabulary.txt` in the same directory; else none.
  ///
  /// - Throws: a refusal if a file cannot be read. A text that is wrong throws nothing here.
  public static func load(
    _ path: String, vocabulary: String? = nil
  ) throws(Refusal) -> ContractFile {
    let source = try FileBytes.source(path, largest: largestSize)
    var vocabularySource: SourceText?
    for name in vocabulary.map({ [$0] }) ?? vocabularyPaths(of: path) {
      guard vocabulary != nil || FileBytes.exists(name) else { continue }
      vocabularySource = try FileBytes.source(name, largest: largestSize)
      break
    }
    return ContractFile(
      path: path, source: source, vocabularySource: vocabularySource, used: textsBeside(path))
  }

  /// Reads the texts that a contract uses from where its paths lead.
  static func textsBeside(_ path: String) -> UsedTextReader {
    { tongue, _, used in
      let name = Path.join(Path.split(path).directory, UsedTexts.fileName(used, in: tongue))
      return try? FileBytes.source(name, largest: largestSize)
    }
  }

  /// Gives the text of a used path, by the contract's language and the place of the path among all.
  public typealias UsedTextReader = (Tongue, _ place: Int, _ path: String) -> SourceText?

  /// The vocabulary that lies beside a contract; nil if there is none that can be read.
  static func vocabularySource(beside path: String) -> SourceText? {
    vocabularyPaths(of: path).lazy.filter(FileBytes.exists).first
      .flatMap { try? FileBytes.source($0, largest: largestSize) }
  }

  /// Reads texts that are at hand.
  ///
  /// - Parameter used: gives the texts that the contract takes scales from.
  public init(
    path: String, source: SourceText, vocabularySource: SourceText?,
    used: UsedTextReader = { _, _, _ in nil }
  ) {
    self.path = path
    self.source = source
    self.vocabularySource = vocabularySource
    let parsed = Parser.parse(source)
    self.parsed = parsed
    self.used = UsedTexts(of: parsed.document) { used(parsed.document.tongue, $0, $1) }
    let words = vocabularySource.map { Vocabulary.parse($0) }
    vocabulary = words?.0
    vocabularyDiagnostics = words?.1 ?? []
  }

  /// The language of the text.
  public var tongue: Tongue { parsed.document.tongue }

  /// Whether the text in force can differ from year to year.
  var isAmended: Bool { parsed.document.blocks.contains { $0.word == .amendment } }

  private static func vocabularyPaths(of path: String) -> [String] {
    var (directory, name) = Path.split(path)
    for suffix in [".pfs", ".md", ".markdown", ".en", ".ja"] where name.hasSuffix(suffix) {
      name.removeLast(suffix.count)
    }
    return ["\(name).vocabulary.txt", "vocabulary.txt"].map { Path.join(directory, $0) }
  }

  // MARK: - Formatting

  /// The text in the layout of the language guide.
  ///
  /// - Throws: a refusal if a line could not be read, so that printing would lose it.
  public func formatted() throws(Refusal) -> String {
    guard parsed.isPrintable else { throw Refusal(parsed.diagnostics, tongue: tongue) }
    return Formatter.format(parsed.document)
  }

  /// The text in a language; in its own, the formatted text.
  ///
  /// - Throws: a refusal if the text is wrong or a name has no pair.
  public func translated(to language: Tongue) throws(Refusal) -> String {
    try translated(to: language, keepsUnpaired: false)
  }

  private func translated(
    to language: Tongue, keepsUnpaired: Bool
  ) throws(Refusal) -> String {
    let found = vocabularyDiagnostics + parsed.diagnostics
    guard parsed.isPrintable, found.allSatisfy({ !$0.severity.isFailure }) else {
      throw Refusal(found, tongue: tongue)
    }
    guard language != tongue else { return Formatter.format(parsed.document) }
    let words = vocabulary ?? Vocabulary()
    switch Translator.translate(
      parsed.document, to: language, vocabulary: words, keepsUnpaired: keepsUnpaired)
    {
    case .success(let text): return text
    case .failure(let error):
      throw Refusal(error.items + missingVocabulary(), tongue: tongue)
    }
  }

  /// The same contract in the other language, with the texts that it takes scales from; nil if it is in it.
  ///
  /// Of those texts only the names are read that the contract knows; others keep their spelling.
  ///
  /// - Throws: a refusal if a text is wrong or a name has no pair.
  func inLanguage(_ language: Tongue) throws(Refusal) -> ContractFile? {
    guard language != tongue else { return nil }
    var texts: [SourceText?] = []
    for used in used.texts {
      guard let source = used.source else {
        texts.append(nil)
        continue
      }
      let file = ContractFile(
        path: source.name, source: source, vocabularySource: vocabularySource)
      texts.append(
        SourceText(
          name: source.name,
          utf8: Array(try file.translated(to: language, keepsUnpaired: true).utf8)))
    }
    let found = texts
    return ContractFile(
      path: path, source: SourceText(name: path, utf8: Array(try translated(to: language).utf8)),
      vocabularySource: vocabularySource
    ) { _, place, _ in found.indices.contains(place) ? found[place] : nil }
  }

  /// An earlier settlement with the names of its figures in the other language, where they have one.
  func renamed(_ prior: PriorSettlement) -> PriorSettlement {
    PriorSettlement(
      period: prior.period, total: prior.total, payable: prior.payable,
      figures: prior.figures.map { figure in
        .init(name: renamed(figure: figure.name), value: figure.value)
      }, manifestSHA256: prior.manifestSHA256)
  }

  /// `bearers.before limit[Prefecture]` in the other language, as far as the vocabulary has names: of the
  /// block and of a share.
  private func renamed(figure name: String) -> String {
    let id = FigureID(printed: name)
    let block = id.name.prefix { $0 != "." }
    let other = vocabulary?.other(Name(String(block)), from: tongue)?.text ?? String(block)
    let key = id.key.map { vocabulary?.other(Quotation($0.text), from: tongue)?.text ?? $0.text }
    let name = other + id.name.dropFirst(block.count)
    return FigureID(name, key: key.map { GroupKey($0) }).description
  }

  private func missingVocabulary() -> [Diagnostic] {
    guard vocabularySource == nil else { return [] }
    return [.noVocabulary(path)]
  }

  // MARK: - Checking

  /// The contract as in force in a period, with its warnings; nil: as first signed.
  ///
  /// - Throws: a refusal with everything that is wrong.
  public func contract(
    period: PeriodName? = nil, edits: [ContractEdit] = []
  ) throws(Refusal) -> (contract: Contract, warnings: [Diagnostic]) {
    let outcome = ContractCompiler.check(
      source, vocabulary: vocabulary, period: period, edits: edits, used: used)
    let all = vocabularyDiagnostics + outcome.diagnostics
    guard let contract = outcome.contract, all.allSatisfy({ !$0.severity.isFailure }) else {
      throw Refusal(all, tongue: tongue)
    }
    return (contract, all)
  }

  /// The contract in force in a period, and the period.
  ///
  /// - Throws: a refusal if the contract is wrong or has no such period.
  public func contract(
    settling name: PeriodName, edits: [ContractEdit] = []
  ) throws(Refusal) -> (contract: Contract, period: SettlementPeriod, warnings: [Diagnostic]) {
    _ = try contract()
    let (contract, remarks) = try contract(period: name, edits: edits)
    guard let period = contract.period(name) else {
      throw Refusal(.noPeriod(name, of: contract), tongue: tongue)
    }
    // What is only worth knowing belongs to `check`; a settlement shows warnings.
    return (contract, period, remarks.filter { $0.severity == .warning })
  }

  /// Every period of the term, with the contract in force in it, and what is wrong with the others.
  ///
  /// - Throws: a refusal if the contract as first signed is wrong.
  func periodsInForce() throws(Refusal) -> [(name: PeriodName, inForce: Result<InForce, Refusal>)] {
    let (signed, _) = try contract()
    guard isAmended else {
      return signed.periods.map {
        ($0.id, .success(InForce(contract: signed, period: $0, remarks: [])))
      }
    }
    var names = Set(signed.periods.map(\.id))
    // A year behind all amendments, for those that lengthen the term.
    if let latest = try? contract(period: PeriodName(9_000)).contract {
      names.formUnion(latest.periods.map(\.id))
    }
    return names.sorted().compactMap { name in
      do throws(Refusal) {
        let (contract, remarks) = try contract(period: name)
        return contract.period(name).map {
          (name, .success(InForce(contract: contract, period: $0, remarks: remarks)))
        }
      } catch {
        return (name, .failure(error))
      }
    }
  }

  /// The contract in force in a period.
  struct InForce: Sendable {
    let contract: Contract
    let period: SettlementPeriod
    /// Of the text in force.
    let remarks: [Diagnostic]
  }
}
