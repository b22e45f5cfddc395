import ArgumentParser
import PFS

/// `pfs translate`
struct TranslateCommand: Command {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "translate",
      abstract: Interface.words(
        "Prints a contract in the other language.", "契約を他の言語で書き出します。"),
      discussion: Interface.words(
        """
        Names and titles come from the vocabulary; what is printed is read again and must be the same \
        contract.

        EXAMPLES
          pfs translate --to ja contract.en.pfs > contract.ja.pfs
          pfs translate --to en contract.ja.pfs --vocabulary words.txt
        """,
        """
        名前と題名は語彙ファイルに従います。
        書き出した契約は読み直し、同じ契約であることを確かめます。

        例
          pfs translate --to en contract.ja.pfs > contract.en.pfs
          pfs translate --to ja contract.en.pfs --vocabulary 語彙.txt
        """))
  }

  @Option(
    help: ArgumentHelp(
      Interface.words("The language to print: en or ja.", "書き出す言語(en、ja)。"),
      valueName: "language"))
  var to: LanguageChoice
  @Argument(
    help: ArgumentHelp(Interface.words("A contract text.", "契約のファイル。"), valueName: "file"),
    completion: .file(extensions: ["pfs", "md"]))
  var file: String
  @OptionGroup var words: VocabularyOption
  @OptionGroup var common: CommonOptions

  func execute(_ session: inout Session) throws -> Outcome {
    let file = try ContractFile.load(file, vocabulary: words.vocabulary)
    try session.print(try file.translated(to: to.tongue))
    return .done
  }
}
