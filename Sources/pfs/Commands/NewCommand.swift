import ArgumentParser
import PFS

/// `pfs new`
struct NewCommand: Command {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "new",
      abstract: Interface.words(
        "Prints a contract to begin with, which checks clean.", "書き始めるための契約を表示します(検査済み)。"),
      discussion: Interface.words(
        """
        --list names the templates. Save the vocabulary of a template beside its text as vocabulary.txt, and
        'pfs translate' writes the other language.

        EXAMPLES
          pfs new --list
          pfs new > contract.en.pfs
          pfs new two-levels --language ja > contract.ja.pfs
          pfs new two-levels --vocabulary > vocabulary.txt
        """,
        """
        --list で雛形の一覧を表示します。雛形の語彙を vocabulary.txt として契約と並べて置くと、pfs translate で
        もう一方の言語に訳せます。

        例
          pfs new --list
          pfs new --language ja > contract.ja.pfs
          pfs new two-levels --language ja > contract.ja.pfs
          pfs new two-levels --vocabulary > vocabulary.txt
        """))
  }

  @Argument(
    help: ArgumentHelp(Interface.words("Which template.", "雛形の名前。"), valueName: "template"))
  var template: StarterContract = .outcomeTable
  @Flag(help: ArgumentHelp(Interface.words("List the templates.", "雛形の一覧を表示します。")))
  var list = false
  @Flag(
    help: ArgumentHelp(
      Interface.words(
        "Print the template's pairs of English and Japanese names.", "雛形の日英の語彙を表示します。")))
  var vocabulary = false
  @OptionGroup var common: CommonOptions

  func execute(_ session: inout Session) throws -> Outcome {
    try session.print(list ? listed(in: session.tongue) : text(in: session.tongue))
    return .done
  }

  private func text(in tongue: Tongue) -> String {
    vocabulary ? template.vocabulary : template.text(tongue)
  }

  private func listed(in tongue: Tongue) -> String {
    let width = StarterContract.allCases.map(\.rawValue.count).max() ?? 0
    return StarterContract.allCases.map { starter in
      let name = starter.rawValue
      let gap = String(repeating: " ", count: width - name.count + 2)
      return "\(name)\(gap)\(starter.title[tongue])\n"
    }.joined()
  }
}

extension StarterContract: ExpressibleByArgument {}
