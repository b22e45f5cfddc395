import Foundation
import Glibc

/// Requests to a server on this machine, by a client nobody here wrote.
package enum HTTP {
  package struct Answer: Sendable {
    package let status: Int
    /// By their names in lower case.
    package let headers: [String: String]
    package let body: String
  }

  /// Asks; headers that are given replace those of the client, `Host` among them.
  package static func ask(
    _ address: String, method: String = "GET", headers: [String: String] = [:], body: String = ""
  ) throws -> Answer {
    let question = try JSONSerialization.data(withJSONObject: [
      "address": address, "method": method, "headers": headers, "body": body,
    ])
    let run = try Command.process("/usr/bin/python3", ["-c", client], input: question)
    let object = try JSONSerialization.jsonObject(with: Data(run.output.utf8))
    guard let answer = object as? [String: Any], let status = answer["status"] as? Int,
      let headers = answer["headers"] as? [String: String], let body = answer["body"] as? String
    else { throw CocoaError(.coderReadCorrupt, userInfo: ["errors": run.errors]) }
    return Answer(status: status, headers: headers, body: body)
  }

  private static let client = """
    import http.client, json, sys, urllib.parse
    q = json.load(sys.stdin)
    u = urllib.parse.urlsplit(q["address"])
    c = http.client.HTTPConnection(u.hostname, u.port, timeout=60)
    path = u.path + ("?" + u.query if u.query else "")
    c.putrequest(q["method"], path, skip_host="Host" in q["headers"])
    for k, v in q["headers"].items(): c.putheader(k, v)
    if q["body"]:
      c.putheader("Content-Type", "application/json")
      c.putheader("Content-Length", str(len(q["body"].encode())))
    c.endheaders()
    if q["body"]: c.send(q["body"].encode())
    r = c.getresponse()
    print(json.dumps({"status": r.status, "headers": {k.lower(): v for k, v in r.getheaders()},
                      "body": r.read().decode("utf-8", "replace")}))
    """
}

/// A command that goes on running until it is told to end.
package final class RunningCommand {
  private let process = Foundation.Process()
  private let scratch: Scratch

  /// Starts the command, or another program.
  package init(_ arguments: [String], by program: String = Command.path) throws {
    scratch = try Scratch()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.environment = [
      "LANG": "C.UTF-8", "PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": scratch.path,
    ]
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle(forWritingAtPath: try scratch.write("out", ""))
    process.standardError = FileHandle(forWritingAtPath: try scratch.write("err", ""))
    try process.run()
  }

  deinit { if process.isRunning { process.terminate() } }

  package var isRunning: Bool { process.isRunning }

  package var processIdentifier: Int32 { process.processIdentifier }

  /// What it has written so far.
  package func output() throws -> String { try scratch.text("out") }
  package func errors() -> String { (try? scratch.text("err")) ?? "" }

  /// The first line that it writes, within a minute; nil if it ends without one.
  package func firstLine() throws -> String? {
    for _ in 0..<600 {
      let text = try output()
      if let end = text.firstIndex(of: "\n") { return String(text[..<end]) }
      if !process.isRunning { return nil }
      Thread.sleep(forTimeInterval: 0.1)
    }
    return nil
  }

  /// Asks it to end as ctrl-C does, and waits for its exit code.
  package func interrupt() -> Int32 {
    process.interrupt()
    return wait()
  }

  /// Ends it without asking.
  package func kill() { _ = Glibc.kill(process.processIdentifier, SIGKILL) }

  package func wait() -> Int32 {
    process.waitUntilExit()
    return process.terminationReason == .exit
      ? process.terminationStatus : 1000 + process.terminationStatus
  }
}
