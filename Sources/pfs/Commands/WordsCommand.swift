import ArgumentParser
import PFS

/// `pfs words`, for the documents and editors that are made from the keyword table.
struct WordsCommand: Command {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "words",
      abstract: Interface.words("Prints the words of the language.", "言語の語の一覧を書き出します。"),
      shouldDisplay: false)
  }

  /// What is made of the table.
  enum Form: String, ExpressibleByArgument, CaseIterable {
    case markdown, grammar
    case markdownGrammar = "markdown-grammar"
  }

  @Option(
    help: ArgumentHelp(
      Interface.words("A table, or a TextMate grammar.", "一覧表、またはTextMateの文法。")))
  var form: Form = .markdown
  @OptionGroup var common: CommonOptions

  func execute(_ session: inout Session) throws -> Outcome {
    switch form {
    case .markdown: try session.print(WordTable.markdown(session.tongue))
    case .grammar: try session.print(WordTable.grammar)
    case .markdownGrammar: try session.print(WordTable.markdownGrammar)
    }
    return .done
  }
}
