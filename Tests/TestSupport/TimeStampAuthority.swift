import Foundation

/// A time-stamping authority of a test's own, run by OpenSSL.
package struct TimeStampAuthority {
  private let scratch: Scratch

  /// The certificate that it is trusted by.
  package var certificate: String { scratch["ca.pem"] }

  package init() throws {
    scratch = try Scratch()
    try scratch.write("tsa.cnf", Self.configuration)
    try scratch.write("serial", "01\n")
    try openssl(
      "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout",
      "ca.key", "-out", "ca.pem", "-days", "30", "-subj", "/CN=Test CA", "-config", "tsa.cnf",
      "-extensions", "ca")
    try openssl(
      "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", "tsa.key",
      "-out", "tsa.csr", "-subj", "/CN=Test TSA", "-config", "tsa.cnf")
    try openssl(
      "x509", "-req", "-in", "tsa.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial",
      "-days", "30", "-extfile", "tsa.cnf", "-extensions", "service", "-out", "tsa.pem")
  }

  /// Answers a request.
  package func answer(_ request: String, to response: String) throws {
    try openssl(
      "ts", "-reply", "-config", "tsa.cnf", "-queryfile", request, "-signer", "tsa.pem", "-inkey",
      "tsa.key", "-out", response)
  }

  /// Whether OpenSSL accepts a response as this authority's stamp on a file.
  package func accepts(_ response: String, on data: String) throws -> Bool {
    try Command.process(
      "/usr/bin/openssl",
      ["ts", "-verify", "-data", data, "-in", response, "-CAfile", certificate], in: scratch.path
    ).status == 0
  }

  private func openssl(_ arguments: String...) throws {
    let run = try Command.process("/usr/bin/openssl", arguments, in: scratch.path)
    guard run.status == 0 else {
      throw CocoaError(.executableRuntimeMismatch, userInfo: ["errors": run.errors])
    }
  }

  private static let configuration = """
    [req]
    distinguished_name = name
    prompt = no
    [name]
    CN = Test
    [ca]
    basicConstraints = critical,CA:TRUE
    keyUsage = critical,keyCertSign,cRLSign
    [service]
    basicConstraints = critical,CA:FALSE
    keyUsage = critical,digitalSignature
    extendedKeyUsage = critical,timeStamping
    [tsa]
    default_tsa = authority
    [authority]
    serial = serial
    crypto_device = builtin
    signer_digest = sha256
    default_policy = 1.2.3.4.1
    digests = sha256
    accuracy = secs:1
    ordering = yes
    tsa_name = yes
    ess_cert_id_chain = no
    ess_cert_id_alg = sha256

    """
}
