import ArgumentParser
import PFS

/// A language on the command line.
enum LanguageChoice: String, ExpressibleByArgument, CaseIterable {
  case en, ja

  var tongue: Tongue { self == .en ? .en : .ja }
}

/// A form of output on the command line.
enum FormatChoice: String, ExpressibleByArgument, CaseIterable {
  case text, json
}

/// Options of every command.
struct CommonOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      Interface.words(
        "Language of messages and output: en or ja. Without it the contract's, else that of LANG.",
        "出力の言語(en、ja)。指定がなければ契約の言語、契約がなければLANGに従います。")))
  var language: LanguageChoice?
}

/// The choice between text for people and JSON for programs.
struct FormatOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      Interface.words(
        "text for people, json for programs.", "text(人が読む形)または json(プログラム用)。")))
  var format: FormatChoice = .text
}

/// The vocabulary of a contract.
struct VocabularyOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      Interface.words(
        "Pairs of English and Japanese names. Without it NAME.vocabulary.txt or vocabulary.txt beside the contract.",
        "両言語の名前の対を書いたファイル。指定がなければ契約の隣の「名前.vocabulary.txt」または「vocabulary.txt」。"),
      valueName: "file"),
    completion: .file())
  var vocabulary: String?
}
