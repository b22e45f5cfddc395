import Testing

@Suite struct HelpTests {
  static let commands = [
    "check", "format", "translate", "new", "data", "settle", "batch", "explain", "replay",
    "scenario",
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

  @Test(arguments: [
    ["nonsense"], ["settle"], ["settle", "c.pfs", "--data", "d"], ["check"],
    ["check", "c.pfs", "--language", "fr"], ["translate", "c.pfs"], ["--nonsense"],
    ["format", "--check", "--in-place", "c.pfs"],
    ["scenario", "c.pfs", "--data", "d", "--period", "2025"],
    ["scenario", "c.pfs", "--data", "d", "--period", "2025", "--set", "a=1", "--name", "b"],
  ])
  func usageErrorsEndWithTwo(arguments: [String]) throws {
    let run = try Command.run(arguments)
    #expect(run.status == 2)
    #expect(run.output.isEmpty)
    #expect(run.errors.hasPrefix("Error: "))
  }
}
