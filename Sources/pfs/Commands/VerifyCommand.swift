import ArgumentParser
import PFS

/// `pfs verify`
struct VerifyCommand: Command {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "verify",
      abstract: Interface.words(
        "Compares a bundle with its manifests, and its signatures with a list of signers.",
        "精算の記録を目録と照合し、署名を署名者の一覧と照合します。"),
      discussion: Interface.words(
        """
        Nothing is recomputed (see 'pfs replay') and a packed bundle is not unpacked. What is found is what \
        sha256sum, BagIt tools and 'ssh-keygen -Y verify' find. With --signers the exit code is 0 only if \
        it is signed as prepared and as approved, by different persons, each validly on the day; it is 5 \
        otherwise, or if a file was changed.

        EXAMPLES
          pfs verify FY2026
          mkdir FY2026/signatures
          ssh-keygen -Y sign -f KEY -n pfs-settlement/prepared \\
            < FY2026/tagmanifest-sha256.txt > FY2026/signatures/prepared.sig
          pfs verify FY2026 --signers allowed_signers --date 2026-05-12
          pfs verify FY2026.zip --format json
        """,
        """
        再計算はせず(pfs replay を参照)、まとめられた記録も展開しません。
        sha256sum、BagItの道具、ssh-keygen -Y verify と同じことを確かめます。
        --signers を付けると、作成と承認の署名が別の人によってあり、
        すべてその日に有効なときだけ終了コード0です。
        それ以外と、ファイルの変更があるときは5です。

        例
          pfs verify FY2026
          mkdir FY2026/signatures
          ssh-keygen -Y sign -f 鍵 -n pfs-settlement/prepared \\
            < FY2026/tagmanifest-sha256.txt > FY2026/signatures/prepared.sig
          pfs verify FY2026 --signers allowed_signers --date 2026-05-12
          pfs verify FY2026.zip --format json
        """))
  }

  @Argument(
    help: ArgumentHelp(
      Interface.words("A bundle, or its archive.", "精算の記録、またはまとめたもの。"), valueName: "bundle"),
    completion: .directory)
  var bundle: String
  @Option(
    help: ArgumentHelp(
      Interface.words(
        "Who may sign, in the form of ssh-keygen's allowed signers.",
        "署名者の一覧(ssh-keygenのallowed_signersの形式)。"), valueName: "file"),
    completion: .file())
  var signers: String?
  @Option(
    help: ArgumentHelp(
      Interface.words(
        "The day on which the signers are asked: 2026-05-12.", "一覧を参照する日(例 2026-05-12)。"),
      valueName: "date"))
  var date: Day?
  @OptionGroup var format: FormatOption
  @OptionGroup var common: CommonOptions

  func validate() throws {
    if (signers == nil) != (date == nil) {
      throw ValidationError(
        Interface.words(
          "Give --signers and --date together.", "--signersと--dateは一緒に指定してください。"))
    }
  }

  func execute(_ session: inout Session) throws -> Outcome {
    if let tongue = RecordedSettlement.tongue(of: bundle) { session.speaks(tongue) }
    var list: (path: String, date: CivilDate)?
    if let signers, let date { list = (signers, date.date) }
    let found = try BundleVerification.verify(bundle, signers: list)
    switch format.format {
    case .text:
      let lines = found.lines.map { MarkedText.visible($0[session.tongue]) + "\n" }
      try session.print(lines.joined())
    case .json: try session.print(found.json)
    }
    return found.isConfirmed ? .done : .differs
  }
}
