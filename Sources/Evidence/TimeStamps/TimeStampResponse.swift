import SwiftASN1

/// A response of a time-stamping service (RFC 3161, 2.4.2), as it was read: what it says, not who says it.
///
/// The signature in it and the certificates behind that are for `openssl ts -verify`, which every auditor has.
public struct TimeStampResponse: Hashable, Sendable {
  /// What a granted response says.
  public struct Stamp: Hashable, Sendable {
    /// The hash that was stamped; empty if it is no SHA-256.
    public let sha256: [UInt8]
    /// The time in Coordinated Universal Time, as RFC 3339 writes it: `2026-11-30T13:40:49Z`.
    public let time: String
    /// The number that the service gave to it, in hexadecimal digits.
    public let serial: String
    /// The policy under which it was given, as numbers with dots.
    public let policy: String
    /// The nonce, most significant byte first; nil if there is none.
    public let nonce: [UInt8]?
  }

  /// `PKIStatus`: 0 and 1 are granted.
  public let status: Int
  /// Nil if the service did not grant it.
  public let stamp: Stamp?

  /// Reads the DER encoding of `TimeStampResp`; nil if it is none.
  public init?(_ bytes: [UInt8]) {
    guard let found = try? Self.read(bytes) else { return nil }
    (status, stamp) = found
  }

  private static func read(_ bytes: [UInt8]) throws -> (Int, Stamp?) {
    try DER.sequence(try DER.parse(bytes), identifier: .sequence) { nodes in
      let status = try DER.sequence(
        try TimeStampSyntax.next(&nodes), identifier: .sequence
      ) { nodes in
        let status = try Int(derEncoded: &nodes)
        TimeStampSyntax.skip(&nodes)
        return status
      }
      guard (0...1).contains(status) else {
        TimeStampSyntax.skip(&nodes)
        return (status, nil)
      }
      return (status, try token(try TimeStampSyntax.next(&nodes)))
    }
  }

  /// `ContentInfo` with `SignedData` in it.
  private static func token(_ node: ASN1Node) throws -> Stamp {
    try DER.sequence(node, identifier: .sequence) { nodes in
      guard try ASN1ObjectIdentifier(derEncoded: &nodes) == TimeStampSyntax.signedData else {
        throw TimeStampSyntax.Missing()
      }
      return try DER.explicitlyTagged(&nodes, tagNumber: 0, tagClass: .contextSpecific) { node in
        try DER.sequence(node, identifier: .sequence) { nodes in
          _ = try Int(derEncoded: &nodes)
          _ = try TimeStampSyntax.next(&nodes)
          let stamp = try content(try TimeStampSyntax.next(&nodes))
          TimeStampSyntax.skip(&nodes)
          return stamp
        }
      }
    }
  }

  /// `EncapsulatedContentInfo` with `TSTInfo` in it.
  private static func content(_ node: ASN1Node) throws -> Stamp {
    try DER.sequence(node, identifier: .sequence) { nodes in
      guard try ASN1ObjectIdentifier(derEncoded: &nodes) == TimeStampSyntax.timeStampInfo else {
        throw TimeStampSyntax.Missing()
      }
      let bytes = try DER.explicitlyTagged(
        &nodes, tagNumber: 0, tagClass: .contextSpecific
      ) { try ASN1OctetString(derEncoded: $0).bytes }
      return try information(try DER.parse(bytes))
    }
  }

  /// `TSTInfo`
  private static func information(_ node: ASN1Node) throws -> Stamp {
    try DER.sequence(node, identifier: .sequence) { nodes in
      _ = try Int(derEncoded: &nodes)
      let policy = try ASN1ObjectIdentifier(derEncoded: &nodes)
      let hash = try TimeStampSyntax.imprint(&nodes)
      let serial = try ArraySlice<UInt8>(derEncoded: &nodes)
      let time = try GeneralizedTime(derEncoded: &nodes)
      var nonce: [UInt8]?
      // Accuracy and ordering come before the nonce, name and extensions after it.
      while let node = nodes.next() {
        if node.identifier == .integer { nonce = Array(try ArraySlice<UInt8>(derEncoded: node)) }
      }
      return Stamp(
        sha256: hash, time: text(time), serial: Digest.hexadecimal(serial),
        policy: policy.description, nonce: nonce)
    }
  }

  private static func text(_ time: GeneralizedTime) -> String {
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(time.year)-\(two(time.month))-\(two(time.day))"
      + "T\(two(time.hours)):\(two(time.minutes)):\(two(time.seconds))Z"
  }
}

/// A time stamp on a file, and what is known of it.
public struct TimeStamp: Hashable, Sendable {
  /// What is found.
  public enum Finding: Hashable, Sendable {
    /// The response is granted, and is on the file.
    case granted(TimeStampResponse.Stamp)
    /// The request was made and nothing has come back yet.
    case requested
    /// The service refused.
    case refused(status: Int)
    /// It is a stamp on something else: the file, or the stamp, was changed.
    case otherContent
    /// It does not repeat the nonce of its request: it is the answer to another one.
    case otherRequest
    /// It is no response that can be read.
    case unreadable
  }

  /// The file of the response, or of a request that has none.
  public let file: String
  public let finding: Finding

  /// Whether nothing speaks against it; whose it is remains to be checked.
  public var isSound: Bool {
    switch finding {
    case .granted, .requested: true
    case .refused, .otherContent, .otherRequest, .unreadable: false
    }
  }

  /// Judges the bytes of a response.
  ///
  /// - Parameters:
  ///   - request: the bytes of the request beside it, if there is one.
  ///   - sha256: of what it should be on.
  public init(file: String, response: [UInt8], request: [UInt8]?, of sha256: [UInt8]) {
    self.file = file
    finding = Self.finding(response, request, sha256)
  }

  /// A request without a response.
  ///
  /// - Parameter request: its bytes.
  public init(file: String, request: [UInt8], of sha256: [UInt8]) {
    self.file = file
    guard let request = TimeStampRequest(request) else {
      finding = .unreadable
      return
    }
    finding = request.sha256 == sha256 ? .requested : .otherContent
  }

  private static func finding(
    _ response: [UInt8], _ request: [UInt8]?, _ sha256: [UInt8]
  ) -> Finding {
    guard let response = TimeStampResponse(response) else { return .unreadable }
    guard let stamp = response.stamp else { return .refused(status: response.status) }
    guard stamp.sha256 == sha256 else { return .otherContent }
    guard let request else { return .granted(stamp) }
    guard let asked = TimeStampRequest(request) else { return .otherRequest }
    guard asked.sha256 == sha256 else { return .otherContent }
    if let nonce = asked.nonce {
      let number = stamp.nonce.flatMap { bytes -> UInt64? in
        let bytes = bytes.drop { $0 == 0 }
        return bytes.count > 8 ? nil : bytes.reduce(0) { $0 << 8 | UInt64($1) }
      }
      guard number == nonce else { return .otherRequest }
    }
    return .granted(stamp)
  }
}

extension Bundle {
  /// What a time stamp of the bundle is on: its tag manifest, and through the hashes there everything.
  public func stampedSHA256() throws(BundleError) -> [UInt8] {
    Digest.bytes(try read(BundlePath.tagManifest))
  }

  /// The file that is stamped, inside the bundle.
  public static var stampedFile: String { BundlePath.tagManifest }

  /// The time stamps in the bundle, in byte order of their files.
  public func timeStamps() throws(BundleError) -> [TimeStamp] {
    let files = try files()
    let sha256 = try stampedSHA256()
    var found: [TimeStamp] = []
    for file in files where BundlePath.isTimeStamp(file) {
      let name = String(file.dropLast(4))
      let isResponse = file.hasSuffix(".tsr")
      if isResponse {
        let request = name + ".tsq"
        found.append(
          TimeStamp(
            file: file, response: try read(file),
            request: files.contains(request) ? try read(request) : nil, of: sha256))
      } else if !files.contains(name + ".tsr") {
        found.append(TimeStamp(file: file, request: try read(file), of: sha256))
      }
    }
    return found
  }
}
