import Crypto

/// SHA-256 in lower-case hexadecimal.
public enum Digest {
  /// Of bytes in memory.
  public static func sha256(_ bytes: [UInt8]) -> String { hexadecimal(SHA256.hash(data: bytes)) }

  /// The 32 bytes themselves.
  public static func bytes(_ bytes: [UInt8]) -> [UInt8] { Array(SHA256.hash(data: bytes)) }

  /// Of a file, read in pieces.
  package static func sha256(file path: String, _ system: some FileSystem) throws(FileSystemFailure)
    -> String
  {
    var hash = SHA256()
    try system.pieces(of: path) { (piece) throws(FileSystemFailure) in hash.update(data: piece) }
    return hexadecimal(hash.finalize())
  }

  /// Bytes in lower-case hexadecimal.
  public static func hexadecimal(_ digest: some Sequence<UInt8>) -> String {
    let digits = Array("0123456789abcdef".utf8)
    var out: [UInt8] = []
    for byte in digest {
      out.append(digits[Int(byte >> 4)])
      out.append(digits[Int(byte & 15)])
    }
    return String(decoding: out, as: UTF8.self)
  }
}
