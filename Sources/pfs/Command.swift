import ArgumentParser
import PFS

/// A command that answers with an outcome; failures become messages and exit codes here.
protocol Command: ParsableCommand {
  var common: CommonOptions { get }
  /// Does the work. Refusals and failed writing are thrown.
  func execute(_ session: inout Session) throws -> Outcome
}

extension Command {
  mutating func run() throws {
    var session = Session(common)
    let outcome: Outcome
    do {
      outcome = try execute(&session)
    } catch let refusal as Refusal {
      session.report(refusal)
      outcome = refusal.outcome
    }
    if outcome != .done { throw ExitCode(outcome.rawValue) }
  }
}
