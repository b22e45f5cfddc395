import ArgumentParser
import PFS

/// `pfs edition`
struct EditionCommand: Command {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "edition",
      abstract: Interface.words(
        "Writes a bundle with pseudonyms, which recomputes to the same figures.",
        "識別番号を仮名に置き換えた、同じ数値を再計算できる記録を作成します。"),
      discussion: Interface.words(
        """
        Every id is replaced by its HMAC-SHA-256 under the key, rows are put in order of their pseudonyms, and \
        columns that the contract does not read and rows that it does not use are left out. Dates, \
        measurements and places stay as they are: it is pseudonymous, not anonymous. Give each recipient an \
        edition with a key of its own, and keep the keys.

        EXAMPLES
          (umask 077; head -c 32 /dev/urandom > university.key)
          pfs edition FY2026 --pseudonymous university.key --output FY2026-university
          pfs replay FY2026-university
        """,
        """
        識別番号を鍵付きハッシュ(HMAC-SHA-256)に置き換え、行を仮名の順に並べ、契約が読まない列と使わない行を
        除きます。日付・測定値・場所はそのままです。仮名化であって匿名化ではありません。渡す相手ごとに
        別の鍵で作成し、鍵は保管してください。

        例
          (umask 077; head -c 32 /dev/urandom > 大学.key)
          pfs edition FY2026 --pseudonymous 大学.key --output FY2026-大学
          pfs replay FY2026-大学
        """))
  }

  @Argument(
    help: ArgumentHelp(Interface.words("A bundle.", "精算の記録。"), valueName: "bundle"),
    completion: .directory)
  var bundle: String
  @Option(
    help: ArgumentHelp(
      Interface.words(
        "The file of the key, 32 to 1,024 random bytes.", "鍵のファイル(32〜1,024バイトの乱数)。"),
      valueName: "file"), completion: .file())
  var pseudonymous: String
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      Interface.words(
        "The directory to write, which must not exist or be empty.",
        "書き出すディレクトリ(存在しないか空のもの)。"), valueName: "directory"),
    completion: .directory)
  var output: String
  @OptionGroup var common: CommonOptions

  func execute(_ session: inout Session) throws -> Outcome {
    session.report(
      try PseudonymousEdition.write(bundle, key: pseudonymous, to: output))
    return .done
  }
}
