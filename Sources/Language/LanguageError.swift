import Diagnostics

/// What is wrong in a contract text or a vocabulary, and where.
public struct LanguageError: Error, Sendable {
  public let problem: Problem
  public let span: Span

  /// Names a problem at a place of the source.
  public init(_ problem: Problem, at span: Span) {
    self.problem = problem
    self.span = span
  }

  /// Every way in which a text can fail to be read.
  public enum Problem: Hashable, Sendable {
    /// The first line is not `language en` or `言語 ja`.
    case languageLine
    /// The first line names one language, and the blocks are in the other one.
    case otherLanguage(Tongue)
    case invalidUTF8
    case tabIndentation
    /// The text outside quotation marks is not in NFC; holds the composed spelling.
    case notComposed(String)
    /// Indentation in columns, neither 0 nor 2.
    case indentation(Int)
    case unknownBlock(String, suggestion: BlockWord?)
    case unknownLabel(String, block: BlockWord, suggestion: LabelWord?, elsewhere: LabelWord?)
    case headerWithout(HeaderPart, block: BlockWord)
    case headerRest(BlockWord)
    case citation
    case openText(closing: String)
    case character(Unicode.Scalar)
    /// A word that is neither a name nor a phrase; with the only way to split it, if there is one.
    case runTogether(String, split: String?)
    /// A phrase that the language writes otherwise (`976.2万円`, `1人あたり`, `2.1 million yen`); with its
    /// spelling, and whether it is an abbreviated amount in yen.
    case otherSpelling(String, written: String, isInYen: Bool)
    /// Thousands separators that do not make groups of three; with the number as it should be.
    case grouping(String, grouped: String)
    case numberForm(String)
    case tooManyDigits
    case impossibleDate(String)
    case incompletePhrase(String, form: String)
    case differingUnits(String, String)
    case detached(String)
    case parenthesis(Parenthesis)
    case lineTooLong
    case tooManyLines
    case bodyWithoutHeader
    case emptyValue(String)
    case incompleteRow
    case commaWithoutSpace
    case commaWithoutItem
    /// A Markdown file without contract text.
    case noFence
    /// A fence of contract text that is not closed.
    case openFence
    /// A fence of contract text that is indented.
    case indentedFence
    case vocabularyLine
    case vocabularyWord(String)
    case vocabularyConflict(String, earlier: String)
    case missingPair(String, isText: Bool, to: Tongue)
    case translationDiffers(String)
  }

  /// What a header must have behind its keyword.
  public enum HeaderPart: Hashable, Sendable { case name, number, title }

  /// What is wrong with a parenthesis.
  public enum Parenthesis: Hashable, Sendable { case notClosed, notOpened, tooDeep }
}
