import Foundation
import TestSupport
import Testing

/// Lets the command die, or the system fail, at one operation that changes a file (`Tests/Faults/faults.c`).
struct FaultShim {
  private let scratch: Scratch

  init() throws {
    scratch = try Scratch()
    let source = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Faults/faults.c").path
    let compiler = ["/usr/bin/clang", "/usr/bin/gcc", "/usr/bin/cc", "/opt/swift/usr/bin/clang"]
      .first { FileManager.default.isExecutableFile(atPath: $0) }
    let built = try Command.process(
      try #require(compiler),
      ["-shared", "-fPIC", "-O1", "-w", "-o", scratch["faults.so"], source, "-ldl"])
    #expect(built.status == 0, "\(built.errors)")
  }

  /// Runs the command with a fault at an operation, counted from 1; nil if it has fewer operations.
  func run(_ arguments: [String], at number: Int, _ kind: String) throws -> Finished? {
    let run = try Command.run(
      arguments,
      environment: [
        "LD_PRELOAD": scratch["faults.so"], "FAULT_AT": "\(number)", "FAULT_KIND": kind,
        "FAULT_MARK": scratch["mark"],
      ])
    guard scratch.exists("mark") else { return nil }
    try scratch.remove("mark")
    return run
  }
}
