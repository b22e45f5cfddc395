import ArgumentParser
import PFS

/// `pfs format`
struct FormatCommand: Command {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "format",
      abstract: Interface.words(
        "Prints contracts in the layout of the language guide.", "契約を定まった体裁に整えます。"),
      discussion: Interface.words(
        """
        The text is printed from what was read; its meaning never changes.

        EXAMPLES
          pfs format contract.en.pfs
          pfs format --in-place contract.en.pfs contract.ja.pfs
          pfs format --check contracts/*.pfs      (names the files that differ; exit code 1)
        """,
        """
        読み取った内容から書き出すため、意味は変わりません。

        例
          pfs format contract.ja.pfs
          pfs format --in-place contract.en.pfs contract.ja.pfs
          pfs format --check contracts/*.pfs      (体裁の異なるファイルを示し、終了コード1)
        """))
  }

  @Flag(
    help: ArgumentHelp(
      Interface.words("Only name the files whose layout differs.", "体裁の異なるファイルの名前だけを示します。")))
  var check = false
  @Flag(
    help: ArgumentHelp(
      Interface.words("Replace the files instead of printing.", "表示せず、ファイルを置き換えます。")))
  var inPlace = false
  @Argument(
    help: ArgumentHelp(Interface.words("Contract texts.", "契約のファイル。"), valueName: "file"),
    completion: .file(extensions: ["pfs", "md"]))
  var files: [String]
  @OptionGroup var common: CommonOptions

  func validate() throws {
    if check && inPlace {
      throw ValidationError(
        Interface.words(
          "--check and --in-place exclude each other.", "--checkと--in-placeは同時に使えません。"))
    }
  }

  func execute(_ session: inout Session) throws -> Outcome {
    var outcome = Outcome.done
    for path in files {
      do {
        if try !format(path, session) { outcome = .refused }
      } catch let refusal as Refusal {
        session.report(refusal)
        outcome = refusal.outcome
      }
    }
    return outcome
  }

  /// Returns whether the file has the layout, or has it now.
  private func format(_ path: String, _ session: Session) throws -> Bool {
    let file = try ContractFile.load(path)
    let text = try file.formatted()
    let isFormatted = file.source.utf8.elementsEqual(text.utf8)
    if check {
      if !isFormatted { try session.print(MarkedText.visible(path) + "\n") }
      return isFormatted
    }
    if !inPlace {
      try session.print(text)
    } else if !isFormatted {
      try PlainFile.replace(path, with: text)
    }
    return true
  }
}
