import ArgumentParser
import Glibc
import PFS

/// `pfs lsp`
struct LanguageServerCommand: Command {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "lsp",
      abstract: Interface.words(
        "Serves an editor: messages, hover, definitions, formatting.",
        "エディターに情報を提供します(メッセージ、説明、定義、整形)。"),
      discussion: Interface.words(
        """
        A server of the Language Server Protocol on standard input and output, which editors start. It \
        reads the open text and the vocabulary beside it, and nothing else.

        EXAMPLES
          pfs lsp
        """,
        """
        標準入出力で動くLanguage Server Protocolのサーバーで、エディターが起動します。
        開いている本文と、その隣の語彙ファイルだけを読みます。

        例
          pfs lsp
        """))
  }

  @Flag(
    help: ArgumentHelp(
      Interface.words("Accepted for editors that always give it.", "常にこれを付けるエディターのために受け付けます。")))
  var stdio = false
  @OptionGroup var common: CommonOptions

  func execute(_ session: inout Session) throws -> Outcome {
    var server = LanguageServer()
    var framing = MessageFraming()
    var room = [UInt8](repeating: 0, count: 64 << 10)
    while server.exitCode == nil {
      if let frame = framing.next() {
        for answer in server.answer(frame) { try session.print(answer) }
        continue
      }
      let count = room.withUnsafeMutableBytes { read(STDIN_FILENO, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { break }
      framing.append(room[..<count])
    }
    return server.codeAtEnd == 0 ? .done : .refused
  }
}
