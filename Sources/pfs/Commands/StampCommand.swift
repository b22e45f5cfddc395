import ArgumentParser
import PFS

/// `pfs stamp`
struct StampCommand: Command {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "stamp",
      abstract: Interface.words(
        "Writes the request for a time stamp (RFC 3161) on a bundle or a file.",
        "精算の記録またはファイルのタイムスタンプ(RFC 3161)の要求を書き出します。"),
      discussion: Interface.words(
        """
        For offices that have a time-stamping service. The request holds a SHA-256 and nothing else; nothing is \
        sent. On a bundle it is signatures/time.tsq, on any other file FILE.tsq, of a checkpoint for example. Put \
        the response beside it, with the ending .tsr: 'pfs verify' and 'pfs ledger verify' check that it is granted \
        and on this content, and print the command of openssl that checks whose it is.

        EXAMPLES
          pfs stamp FY2026 --nonce
          curl -H 'Content-Type: application/timestamp-query' --data-binary @FY2026/signatures/time.tsq \\
            SERVICE > FY2026/signatures/time.tsr
          pfs verify FY2026
          pfs ledger checkpoint office.ledger > checkpoint.txt && pfs stamp checkpoint.txt
          pfs ledger verify office.ledger --checkpoint checkpoint.txt --time-stamp checkpoint.txt.tsr
        """,
        """
        タイムスタンプのサービスを利用できる部署のための機能です。要求に含まれるのはSHA-256だけで、送信は行いません。
        精算の記録では signatures/time.tsq、照合点などのファイルでは「ファイル名.tsq」に書き出します。応答を
        末尾 .tsr としてその隣に置くと、pfs verify と pfs ledger verify が、発行済みでこの内容のものであることを
        確かめ、発行者を確かめる openssl のコマンドを示します。

        例
          pfs stamp FY2026 --nonce
          curl -H 'Content-Type: application/timestamp-query' --data-binary @FY2026/signatures/time.tsq \\
            サービス > FY2026/signatures/time.tsr
          pfs verify FY2026
          pfs ledger checkpoint office.ledger > 照合点.txt && pfs stamp 照合点.txt
          pfs ledger verify office.ledger --checkpoint 照合点.txt --time-stamp 照合点.txt.tsr
        """))
  }

  @Argument(
    help: ArgumentHelp(
      Interface.words("A bundle, or a file.", "精算の記録、またはファイル。"), valueName: "bundle|file"),
    completion: .file())
  var subject: String
  @Flag(
    help: ArgumentHelp(
      Interface.words(
        "With a random number that the response must repeat.", "応答が繰り返すべき乱数を付けます。")))
  var nonce = false
  @OptionGroup var common: CommonOptions

  func execute(_ session: inout Session) throws -> Outcome {
    if let tongue = RecordedSettlement.tongue(of: subject) { session.speaks(tongue) }
    let written = try TimeStamping.request(subject, withNonce: nonce)
    session.report(written.leftovers)
    try session.print(
      session.tongue("request: ", "要求: ") + MarkedText.visible(written.file) + "\n")
    return .done
  }
}
