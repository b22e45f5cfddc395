import ArgumentParser
import PFS

/// `pfs pack`
struct PackCommand: Command {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "pack",
      abstract: Interface.words(
        "Packs a bundle into one ZIP file, the same bytes wherever it is packed.",
        "精算の記録を一つのZIPファイルにまとめます(どこでまとめても同じ内容)。"),
      discussion: Interface.words(
        """
        Files are stored as they are and without dates; any program for ZIP files unpacks them. Figures of \
        a packed bundle are explained as they are; to replay or compare it, unpack it. A ZIP file that was \
        made otherwise is refused as a bundle.

        EXAMPLES
          pfs pack FY2026 --output FY2026.zip
          pfs explain FY2026.zip due
          unzip FY2026.zip && pfs replay settlement-2026
        """,
        """
        ファイルは元のまま、日付を付けずに収めます。ZIPを扱う道具ならどれでも展開できます。
        まとめたままで数値の経過を示せます。再計算や比較には展開が必要です。
        ほかの方法で作ったZIPファイルは、精算の記録として受け付けません。

        例
          pfs pack FY2026 --output FY2026.zip
          pfs explain FY2026.zip
          unzip FY2026.zip && pfs replay settlement-2026
        """))
  }

  @Argument(
    help: ArgumentHelp(Interface.words("A bundle.", "精算の記録。"), valueName: "bundle"),
    completion: .directory)
  var bundle: String
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      Interface.words("The file to write; it must not exist.", "書き出すファイル(既存のものは不可)。"),
      valueName: "file"),
    completion: .file(extensions: ["zip"]))
  var output: String
  @OptionGroup var common: CommonOptions

  func execute(_ session: inout Session) throws -> Outcome {
    if let tongue = RecordedSettlement.tongue(of: bundle) { session.speaks(tongue) }
    session.report(try RecordedSettlement.pack(bundle, to: output))
    return .done
  }
}
