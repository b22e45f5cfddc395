import Foundation

/// What a finished process left.
package struct Finished: Sendable {
  package let status: Int32
  package let output: String
  package let errors: String

  /// Both streams.
  package var text: String { output + errors }
}

/// The built command, run as a process of its own.
package enum Command {
  /// Where `PFS_BINARY` says, else beside the test bundle.
  package static let path: String = {
    if let named = ProcessInfo.processInfo.environment["PFS_BINARY"] { return named }
    for start in ["/proc/self/exe", CommandLine.arguments[0], Bundle.main.bundlePath] {
      var directory = URL(fileURLWithPath: start).resolvingSymlinksInPath()
      while directory.path != "/" {
        directory.deleteLastPathComponent()
        let candidate = directory.appendingPathComponent("pfs").path
        var isDirectory: ObjCBool = false
        if FileManager.default.fileExists(atPath: candidate, isDirectory: &isDirectory),
          !isDirectory.boolValue, FileManager.default.isExecutableFile(atPath: candidate)
        {
          return candidate
        }
      }
    }
    return "pfs"
  }()

  /// Runs the command with arguments.
  package static func run(
    _ arguments: String..., environment: [String: String] = [:], in directory: String? = nil,
    outputTo target: String? = nil
  ) throws -> Finished {
    try run(arguments, environment: environment, in: directory, outputTo: target)
  }

  /// Runs the command with arguments.
  package static func run(
    _ arguments: [String], environment: [String: String] = [:], in directory: String? = nil,
    outputTo target: String? = nil
  ) throws -> Finished {
    try process(path, arguments, environment: environment, in: directory, outputTo: target)
  }

  /// Runs any program; the streams go through files, so that none can fill up.
  ///
  /// - Parameter target: a file that standard output goes to; it is then not read.
  package static func process(
    _ program: String, _ arguments: [String], environment: [String: String] = [:],
    in directory: String? = nil, outputTo target: String? = nil, input: Data? = nil
  ) throws -> Finished {
    let scratch = try Scratch()
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.environment = ["LANG": "C.UTF-8", "PATH": "/usr/sbin:/usr/bin:/sbin:/bin"]
      .merging(environment) { $1 }
    if let directory { process.currentDirectoryURL = URL(fileURLWithPath: directory) }
    let output = try target ?? scratch.write("out", "")
    let errors = try scratch.write("err", "")
    process.standardInput =
      try input.flatMap { FileHandle(forReadingAtPath: try scratch.write("in", $0)) }
      ?? FileHandle.nullDevice
    process.standardOutput = FileHandle(forWritingAtPath: output)
    process.standardError = FileHandle(forWritingAtPath: errors)
    try process.run()
    process.waitUntilExit()
    return Finished(
      status: process.terminationReason == .exit
        ? process.terminationStatus : 1000 + process.terminationStatus,
      output: target == nil ? try scratch.text("out") : "", errors: try scratch.text("err"))
  }
}
