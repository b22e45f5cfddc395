import ArgumentParser
import PFS

/// `pfs replay`
struct ReplayCommand: Command {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "replay",
      abstract: Interface.words(
        "Recomputes a settlement from its bundle and compares bytes.",
        "精算の記録だけから再計算し、一致を確かめます。"),
      discussion: Interface.words(
        """
        Nothing outside the bundle is read. The exit code is 0 if every byte is the same, else 5, and \
        the first figure that differs is named.

        EXAMPLES
          pfs replay FY2026
        """,
        """
        記録の外のものは何も読みません。全バイトが一致すれば終了コード0、
        相違があれば5で、最初に異なる数値を示します。

        例
          pfs replay FY2026
        """))
  }

  @Argument(
    help: ArgumentHelp(Interface.words("A bundle.", "精算の記録。"), valueName: "bundle"),
    completion: .directory)
  var bundle: String
  @OptionGroup var common: CommonOptions

  func execute(_ session: inout Session) throws -> Outcome {
    if let tongue = RecordedSettlement.tongue(of: bundle) { session.speaks(tongue) }
    let result = try RecordedSettlement.replay(bundle)
    let lines = result.lines.map { MarkedText.visible($0[session.tongue]) + "\n" }
    try session.print(lines.joined())
    if let derivations = result.derivations {
      try session.print(derivations[session.tongue] + "\n")
    }
    return result.isConfirmed ? .done : .differs
  }
}
