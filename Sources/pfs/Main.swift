import ArgumentParser
import PFS

/// The process: safety first, then the command, then the exit code.
@main
enum Main {
  static func main() {
    Process.prepare()
    do {
      var command = try Root.parseAsRoot()
      try command.run()
    } catch {
      Process.exit(answer(error))
    }
    Process.exit(Outcome.done.rawValue)
  }

  /// Says what went wrong, unless a command has done so, and chooses the exit code.
  private static func answer(_ error: any Error) -> Int32 {
    switch error {
    case let code as ExitCode: return code.rawValue
    case let failure as Stream.Failure: return report(failure)
    default: break
    }
    let code = Root.exitCode(for: error)
    let message = LibraryWords.text(Root.fullMessage(for: error), in: Interface.tongue)
    do {
      if code.isSuccess {
        try Stream.standardOutput.write(message.isEmpty ? "" : message + "\n")
        return Outcome.done.rawValue
      }
      try Stream.standardError.write(message.isEmpty ? "" : message + "\n")
      return code == .validationFailure ? Outcome.usage.rawValue : Outcome.internal.rawValue
    } catch {
      return report(error)
    }
  }

  private static func report(_ failure: Stream.Failure) -> Int32 {
    let text = Interface.words(
      "error[P914]: the output could not be written: \(failure.reason.en)\n",
      "エラー[P914]: 出力を書き込めません: \(failure.reason.ja)\n")
    try? Stream.standardError.write(text)
    return Outcome.inputOutput.rawValue
  }
}
