import Foundation
import Testing

/// What a finished process left.
struct Finished {
  let status: Int32
  let output: String
  let errors: String
}

/// The built command, run as a process of its own.
enum Command {
  /// Beside the test bundle, or where `PFS_BINARY` says.
  static let path: String = {
    if let named = ProcessInfo.processInfo.environment["PFS_BINARY"] { return named }
    let bundle = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    let candidates = [
      bundle.deletingLastPathComponent(),
      URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent(),
    ]
    let found = candidates.map { $0.appendingPathComponent("pfs").path }
    return found.first { FileManager.default.isExecutableFile(atPath: $0) } ?? found[0]
  }()

  /// Runs with arguments; the streams go through files, so that none can fill up.
  static func run(
    _ arguments: String..., environment: [String: String] = [:], in directory: String? = nil,
    outputTo target: String? = nil
  ) throws -> Finished {
    try run(arguments, environment: environment, in: directory, outputTo: target)
  }

  static func run(
    _ arguments: [String], environment: [String: String] = [:], in directory: String? = nil,
    outputTo target: String? = nil
  ) throws -> Finished {
    let scratch = try Scratch()
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    process.environment = ["LANG": "C.UTF-8", "PATH": "/usr/bin:/bin"]
      .merging(environment) { $1 }
    if let directory { process.currentDirectoryURL = URL(fileURLWithPath: directory) }
    let output = try target ?? scratch.write("out", "")
    let errors = try scratch.write("err", "")
    process.standardInput = FileHandle.nullDevice
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

/// A directory that is removed with its owner.
final class Scratch: Sendable {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "pfs-command-\(UInt64.random(in: .min ... .max))"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  subscript(name: String) -> String { "\(path)/\(name)" }

  @discardableResult
  func write(_ name: String, _ text: String) throws -> String {
    let directory = (self[name] as NSString).deletingLastPathComponent
    try FileManager.default.createDirectory(
      atPath: directory, withIntermediateDirectories: true)
    try Data(text.utf8).write(to: URL(fileURLWithPath: self[name]))
    return self[name]
  }

  func text(_ name: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(fileURLWithPath: self[name])), as: UTF8.self)
  }

  /// The permission bits.
  func mode(_ name: String) throws -> Int {
    let attributes = try FileManager.default.attributesOfItem(atPath: self[name])
    return (attributes[.posixPermissions] as? NSNumber)?.intValue ?? -1
  }

  func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: self[name]) }

  func list(_ name: String = "") throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: self[name]).sorted()
  }
}

/// A programme whose participants carry a mark that must never be printed.
enum Programme {
  static let contract = """
    language en
    contract small "Small Programme"
      parties         client "A City", provider "B KK"
      term            from 2025-10-01 to 2027-03-31
      year starts     April
    table participant                                         per Art. 3
      key             person
      person          code
      enrolled        date
      weight          kg          range from 20 to 200, optional
    population all                                            per Art. 4
      of              participant
      where           enrolled on or before settlement year end
    indicator reach                                           per Art. 5
      kind            persons
      of              all
    payment reach_fee                                         per Art. 7
      amount          1,000 yen per person × reach
    settlement yearly                                         per Art. 8
      basis           each year on its own
      total           reach_fee
      tax             10 percent
      tax round       down to 1 yen
    scenario "twice"
      set             reach 6 persons

    """

  static let participants = """
    person,enrolled,weight
    CANARY1,2025-10-02,61.5
    CANARY2,R7.12.1,
    CANARY3,2026-03-31,70

    """

  static func scratch(
    contract: String = contract, participants: String = participants
  ) throws -> Scratch {
    let scratch = try Scratch()
    try scratch.write("contract.pfs", contract)
    try scratch.write("data/participant.csv", participants)
    return scratch
  }

  /// Settles fiscal 2025 into `FY2025`.
  static func settled() throws -> Scratch {
    let scratch = try scratch()
    let run = try Command.run(
      "settle", scratch["contract.pfs"], "--data", scratch["data"], "--period", "2025",
      "--output", scratch["FY2025"])
    #expect(run.status == 0, "\(run.errors)")
    return scratch
  }
}
