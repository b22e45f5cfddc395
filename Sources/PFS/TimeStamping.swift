import Diagnostics
import Evidence
import Glibc
import Settlement

/// Time stamps of an office's service, as files: what is asked for, and what came back. Nothing is sent anywhere.
public enum TimeStamping {
  /// Writes the request for a stamp: on a bundle into its `signatures/time.tsq`, on any other file beside it.
  ///
  /// - Parameter withNonce: whether the response must repeat a number that is drawn at random.
  /// - Returns: the file that was written, and what there is to say about earlier runs.
  /// - Throws: a refusal if the bundle is damaged or packed, or if there is a request already.
  public static func request(
    _ path: String, withNonce: Bool
  ) throws(Refusal) -> (file: String, leftovers: [Diagnostic]) {
    let sha256: [UInt8]
    let output: String
    if isDirectory(path) {
      let bundle = try RecordedSettlement.undamaged(path)
      sha256 = try RecordedSettlement.reading { () throws(BundleError) in
        try bundle.stampedSHA256()
      }
      let directory = Path.join(bundle.path, "signatures")
      mkdir(directory, 0o700)
      output = Path.join(directory, "time.tsq")
    } else {
      sha256 = Digest.bytes(try FileBytes.read(path, largest: 16 << 20))
      output = path + ".tsq"
    }
    let nonce = withNonce ? UInt64.random(in: 1...UInt64.max) : nil
    guard let request = TimeStampRequest(sha256: sha256, nonce: nonce) else {
      throw Refusal(.unexpected("SHA-256"))
    }
    let leftovers = try PlainFile.create(output, bytes: request.bytes)
    return (output, leftovers)
  }

  /// Judges a response on a file, with the request beside it if there is one.
  public static func check(_ response: String, on path: String) throws(Refusal) -> TimeStamp {
    let request = response.hasSuffix(".tsr") ? response.dropLast(4) + ".tsq" : path + ".tsq"
    return TimeStamp(
      file: response, response: try FileBytes.read(response, largest: 1 << 20),
      request: FileBytes.exists(request) ? try FileBytes.read(request, largest: 1 << 20) : nil,
      of: Digest.bytes(try FileBytes.read(path, largest: 16 << 20)))
  }

  private static func isDirectory(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }
}

extension TimeStamp {
  /// What is found, in words, and how whoever stamped is checked.
  ///
  /// - Parameter data: the file that is stamped, as the command names it.
  public func lines(on data: String) -> [Text] {
    switch finding {
    case .granted(let stamp):
      [
        Text(
          en: "time stamp \(file): \(stamp.time), serial \(stamp.serial), policy \(stamp.policy)",
          ja: "タイムスタンプ \(file): \(stamp.time)、番号 \(stamp.serial)、ポリシー \(stamp.policy)"),
        Text(
          en: "  whose it is: openssl ts -verify -data \(data) -in \(file) -CAfile CA_FILE",
          ja: "  発行者の確認: openssl ts -verify -data \(data) -in \(file) -CAfile CA_FILE"),
      ]
    case .requested:
      [
        Text(
          en: "time stamp requested: \(file) has no response yet",
          ja: "タイムスタンプ要求中: \(file) への応答がまだありません")
      ]
    case .refused(let status):
      [
        Text(
          en: "NOT STAMPED: the service refused \(file) (status \(status))",
          ja: "タイムスタンプなし: \(file) は拒否の応答です(状態 \(status))")
      ]
    case .otherContent:
      [
        Text(
          en: "OTHER CONTENT: \(file) is a time stamp on something else",
          ja: "内容の相違: \(file) は別の内容のタイムスタンプです")
      ]
    case .otherRequest:
      [
        Text(
          en: "OTHER REQUEST: \(file) does not answer the request beside it",
          ja: "要求の相違: \(file) は隣の要求への応答ではありません")
      ]
    case .unreadable:
      [
        Text(
          en: "UNREADABLE: \(file) is no time stamp of RFC 3161 in DER",
          ja: "判読不能: \(file) はRFC 3161(DER)のタイムスタンプではありません")
      ]
    }
  }

  /// The same for programs.
  var json: JSONValue {
    var stamp: TimeStampResponse.Stamp?
    if case .granted(let found) = finding { stamp = found }
    return .object([
      .init("file", .string(file)), .init("sound", .bool(isSound)),
      .init("time", .text(stamp?.time)), .init("serial", .text(stamp?.serial)),
      .init("policy", .text(stamp?.policy)),
    ])
  }
}
