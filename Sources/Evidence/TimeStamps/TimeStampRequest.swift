import SwiftASN1

/// A request for a time stamp on a SHA-256 (RFC 3161, 2.4.1), as a file for whoever runs a time-stamping service.
public struct TimeStampRequest: Hashable, Sendable {
  /// The hash that is stamped, 32 bytes.
  public let sha256: [UInt8]
  /// What the response must repeat, so that no older one is taken for it; nil asks for none.
  public let nonce: UInt64?

  /// Asks for a stamp, with the certificate of the service in the response.
  ///
  /// - Returns: nil if the hash has not 32 bytes.
  public init?(sha256: [UInt8], nonce: UInt64? = nil) {
    guard sha256.count == 32 else { return nil }
    (self.sha256, self.nonce) = (sha256, nonce)
  }

  /// The DER encoding of `TimeStampReq`.
  public var bytes: [UInt8] {
    var coder = DER.Serializer()
    // Serialising integers, identifiers and bytes cannot fail.
    try? coder.appendConstructedNode(identifier: .sequence) { coder in
      try coder.serialize(1)
      try coder.appendConstructedNode(identifier: .sequence) { coder in
        try coder.appendConstructedNode(identifier: .sequence) { coder in
          try coder.serialize(TimeStampSyntax.sha256)
          try coder.serialize(ASN1Null())
        }
        try coder.serialize(ASN1OctetString(contentBytes: sha256[...]))
      }
      if let nonce { try coder.serialize(nonce) }
      try coder.serialize(true)
    }
    return coder.serializedBytes
  }

  /// Reads a request; nil if it is none for a SHA-256, or asks for more than this module writes.
  public init?(_ bytes: [UInt8]) {
    guard let read = try? Self.read(bytes), let request = Self(sha256: read.0, nonce: read.1),
      request.bytes == bytes
    else { return nil }
    self = request
  }

  private static func read(_ bytes: [UInt8]) throws -> ([UInt8], UInt64?) {
    try DER.sequence(try DER.parse(bytes), identifier: .sequence) { nodes in
      _ = try Int(derEncoded: &nodes)
      let hash = try TimeStampSyntax.imprint(&nodes)
      let nonce: UInt64? = try DER.optionalImplicitlyTagged(&nodes, tag: .integer)
      _ = try Bool(derEncoded: &nodes)
      return (hash, nonce)
    }
  }
}

/// Pieces of the syntax that request and response share.
enum TimeStampSyntax {
  static let sha256: ASN1ObjectIdentifier = [2, 16, 840, 1, 101, 3, 4, 2, 1]
  static let signedData: ASN1ObjectIdentifier = [1, 2, 840, 113549, 1, 7, 2]
  static let timeStampInfo: ASN1ObjectIdentifier = [1, 2, 840, 113549, 1, 9, 16, 1, 4]

  /// `MessageImprint`: the hash; empty if it is of another algorithm.
  static func imprint(_ nodes: inout ASN1NodeCollection.Iterator) throws -> [UInt8] {
    try DER.sequence(try next(&nodes), identifier: .sequence) { nodes in
      let algorithm = try DER.sequence(try next(&nodes), identifier: .sequence) { nodes in
        let algorithm = try ASN1ObjectIdentifier(derEncoded: &nodes)
        skip(&nodes)
        return algorithm
      }
      let hash = try ASN1OctetString(derEncoded: &nodes)
      return algorithm == sha256 ? Array(hash.bytes) : []
    }
  }

  static func next(_ nodes: inout ASN1NodeCollection.Iterator) throws -> ASN1Node {
    guard let node = nodes.next() else { throw Missing() }
    return node
  }

  /// Passes over what is not looked at.
  static func skip(_ nodes: inout ASN1NodeCollection.Iterator) {
    while nodes.next() != nil {}
  }

  struct Missing: Error {}
}
