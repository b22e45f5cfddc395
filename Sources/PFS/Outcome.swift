/// How a run ends, as the exit code of the process.
public enum Outcome: Int32, Sendable, Hashable {
  case done = 0
  /// The contract or the data was refused; of a batch, at least one.
  case refused = 1
  /// The command line could not be understood.
  case usage = 2
  /// The contract itself stops the settlement.
  case stopped = 3
  /// Reading or writing failed.
  case inputOutput = 4
  /// A replay gives something else than was recorded.
  case differs = 5
  /// A fault of this program.
  case `internal` = 70
}
