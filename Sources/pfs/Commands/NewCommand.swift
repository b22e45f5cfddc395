import ArgumentParser
import PFS

/// A starting text on the command line.
enum TemplateChoice: String, ExpressibleByArgument, CaseIterable {
  case minimal
}

/// `pfs new`
struct NewCommand: Command {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "new",
      abstract: Interface.words(
        "Prints a contract to begin with, which checks clean.", "書き始めるための契約を表示します(検査済み)。"),
      discussion: Interface.words(
        """
        EXAMPLES
          pfs new > contract.en.pfs
          pfs new --language ja > contract.ja.pfs
        """,
        """
        例
          pfs new --language ja > contract.ja.pfs
          pfs new --language en > contract.en.pfs
        """))
  }

  @Option(help: ArgumentHelp(Interface.words("Which text: minimal.", "雛形(minimal)。")))
  var template: TemplateChoice = .minimal
  @OptionGroup var common: CommonOptions

  func execute(_ session: inout Session) throws -> Outcome {
    let contract: StarterContract =
      switch template {
      case .minimal: .minimal
      }
    try session.print(contract.text(session.tongue))
    return .done
  }
}
