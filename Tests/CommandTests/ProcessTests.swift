import Foundation
import TestSupport
import Testing

/// One after the other: a process that starts meanwhile would keep the pipes of another open.
@Suite(.serialized) struct ProcessTests {
  /// A contract whose formatted text is longer than a pipe holds, so that writing it waits.
  private func longContract() throws -> Scratch {
    let scratch = try Scratch()
    let comments = String(repeating: "# a line that says nothing about anybody\n", count: 8000)
    try scratch.write("c.pfs", "language en\n" + comments)
    return scratch
  }

  private func start(_ scratch: Scratch, _ output: Pipe) throws -> Process {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Command.path)
    process.arguments = ["format", scratch["c.pfs"]]
    process.standardOutput = output
    try scratch.write("err", "")
    process.standardError = FileHandle(forWritingAtPath: scratch["err"])
    try process.run()
    return process
  }

  @Test func aReaderWhoGoesAwayIsNoFailure() throws {
    let scratch = try longContract()
    let shell = Process()
    shell.executableURL = URL(fileURLWithPath: "/bin/bash")
    shell.arguments = [
      "-c", "set -o pipefail; \"$0\" format \"$1\" 2>\"$2\" | head -c 100 >/dev/null", Command.path,
      scratch["c.pfs"], scratch["err"],
    ]
    try shell.run()
    shell.waitUntilExit()
    #expect(shell.terminationStatus == 0)
    #expect(try scratch.text("err").isEmpty)
  }

  @Test(arguments: [SIGSEGV, SIGABRT, SIGILL, SIGBUS, SIGFPE, SIGTRAP])
  func aCrashEndsWithOneSentence(signal: Int32) throws {
    let scratch = try longContract()
    let pipe = Pipe()
    let process = try start(scratch, pipe)
    // The first bytes show that the command is running and its handlers are in place.
    _ = try pipe.fileHandleForReading.read(upToCount: 1)
    kill(process.processIdentifier, signal)
    process.waitUntilExit()
    #expect(process.terminationReason == .exit)
    #expect(process.terminationStatus == 70)
    let errors = try scratch.text("err")
    #expect(errors.hasPrefix("pfs: internal error"))
    #expect(errors.split(separator: "\n").count == 1)
  }

  @Test func nothingIsColouredWhereNoTerminalIs() throws {
    let scratch = try Scratch()
    let bad = try scratch.write("c.pfs", "language en\nfoo\n")
    let run = try Command.run("check", bad, environment: ["TERM": "xterm-256color"])
    #expect(!run.text.contains("\u{1B}"))
  }
}
