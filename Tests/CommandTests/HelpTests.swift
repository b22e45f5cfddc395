import TestSupport
import Testing

@Suite struct HelpTests {
  static let commands = [
    "check", "format", "translate", "new", "data", "settle", "batch", "explain", "replay",
    "scenario", "simulate", "sensitivity", "design", "test", "lsp", "diff", "pack", "verify",
    "ledger", "export", "report", "serve", "edition", "stamp",
  ]

  @Test(arguments: commands)
  func everyCommandExplainsItselfWithExamples(command: String) throws {
    let english = try Command.run(command, "--help")
    #expect(english.status == 0)
    #expect(english.output.contains("EXAMPLES\n"))
    #expect(english.output.contains("pfs \(command)"))
    #expect(english.errors.isEmpty)
    let japanese = try Command.run(command, "--help", environment: ["LANG": "ja_JP.UTF-8"])
    #expect(japanese.output.contains("\n例\n  pfs \(command)"))
    let asked = try Command.run(command, "--language", "ja", "--help")
    #expect(asked.output == japanese.output)
  }

  @Test func theRootListsCommandsAndExitCodes() throws {
    let help = try Command.run("--help")
    #expect(help.status == 0)
    for command in Self.commands { #expect(help.output.contains("\n  \(command) ")) }
    #expect(help.output.contains("--generate-completion-script"))
    #expect(try Command.run("help", "settle").output == Command.run("settle", "--help").output)
    #expect(try Command.run([]).status == 0)
  }

  @Test func theVersionIsPrinted() throws {
    let version = try Command.run("--version")
    #expect(version.status == 0)
    #expect(version.output.hasPrefix("pfs "))
  }

  @Test(arguments: ["bash", "zsh", "fish"])
  func completionScriptsAreGenerated(shell: String) throws {
    let script = try Command.run("--generate-completion-script", shell)
    #expect(script.status == 0)
    #expect(script.output.contains("settle"))
  }

  /// The words of the argument parser are English wherever they are not put into Japanese.
  @Test(arguments: [[]] + commands.map { [$0] })
  func japaneseHelpIsJapanese(command: [String]) throws {
    let help = try Command.run(command + ["--help"], environment: ["LANG": "ja_JP.UTF-8"]).output
    #expect(help.hasPrefix("概要: "))
    for word in ["OVERVIEW", "USAGE", "ARGUMENTS", "OPTIONS", "SUBCOMMANDS", "Show ", "default:"] {
      #expect(!help.contains(word), "\(word)")
    }
    #expect(help.contains("\n使い方: pfs"))
  }

  @Test(arguments: [
    (["nonsense"], "エラー: 余分な引数「nonsense」があります\n"),
    (["settle"], "エラー: 引数「<contract>」がありません\n説明: <contract>  契約のファイル。\n"),
    (["check", "c", "--language"], "エラー: 「--language <language>」に値がありません\n"),
    (["check", "-x", "c"], "エラー: オプション「-x」はありません\n使い方: pfs check "),
    (
      ["check", "--lnguage", "ja", "c"],
      "エラー: オプション「--lnguage」はありません(「--language」のことですか)\n"
    ),
    (
      ["check", "c", "--format=x"],
      "エラー: 「--format <format>」に「x」は指定できません(使えるのは 'text'、'json')\n"
    ),
    (["explain", "a", "--list=3"], "エラー: 「--list」は値をとりません(「3」が与えられました)\n"),
  ])
  func japaneseUsageErrorsAreJapanese(arguments: [String], start: String) throws {
    let run = try Command.run(arguments, environment: ["LC_ALL": "ja_JP.UTF-8"])
    #expect(run.status == 2)
    #expect(run.errors.hasPrefix(start), "\(run.errors)")
    #expect(run.errors.hasSuffix("--help」。\n"))
  }

  @Test(arguments: [
    ["nonsense"], ["settle"], ["settle", "c.pfs", "--data", "d"], ["check"],
    ["check", "c.pfs", "--language", "fr"], ["translate", "c.pfs"], ["--nonsense"],
    ["format", "--check", "--in-place", "c.pfs"],
    ["scenario", "c.pfs", "--data", "d", "--period", "2025"],
    ["scenario", "c.pfs", "--data", "d", "--period", "2025", "--set", "a=1", "--name", "b"],
    // Digits stand in groups of three, and a replicate is one of those that are drawn.
    ["simulate", "c.pfs", "--data", "d", "--period", "2025", "--budget", "2,0"],
    ["simulate", "c.pfs", "--data", "d", "--period", "2025", "--budget", "20,0000"],
    [
      "simulate", "c.pfs", "--data", "d", "--period", "2025", "--replicate", "5",
      "--replicates", "3",
    ],
    ["simulate", "c.pfs", "--data", "d", "--period", "2025", "--paid-after", "-1"],
    ["design", "c.pfs", "--data", "d", "--period", "2025", "--sweep", "a", "--least", "1,00"],
  ])
  func usageErrorsEndWithTwo(arguments: [String]) throws {
    let run = try Command.run(arguments)
    #expect(run.status == 2)
    #expect(run.output.isEmpty)
    #expect(run.errors.hasPrefix("Error: "))
  }
}
