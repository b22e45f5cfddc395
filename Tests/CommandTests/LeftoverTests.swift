import Foundation
import Glibc
import TestSupport
import Testing

/// A run that is killed may leave something unfinished with personal records in it; the next run takes it away,
/// and never what another process is still making.
@Suite(.serialized) struct LeftoverTests {
  private func settle(_ scratch: Scratch) -> [String] {
    [
      "settle", scratch["contract.pfs"], "--data", scratch["data"], "--period", "2025", "--output",
      scratch["out/FY2025"],
    ]
  }

  private func pack(_ scratch: Scratch) -> [String] {
    ["pack", scratch["FY2025"], "--output", scratch["out/FY2025.zip"]]
  }

  private func export(_ scratch: Scratch) -> [String] {
    ["export", scratch["FY2025"], "--as", "csv", "--output", scratch["out/FY2025.csv"]]
  }

  /// The command is killed before or after every operation that changes a file.
  @Test(arguments: ["settle", "pack", "export"])
  func aKilledRunIsCleanedUpByTheNext(command: String) throws {
    let shim = try FaultShim()
    let scratch = try Programme.settled()
    let (arguments, name) =
      switch command {
      case "settle": (settle(scratch), "FY2025")
      case "pack": (pack(scratch), "FY2025.zip")
      default: (export(scratch), "FY2025.csv")
      }
    #expect(
      try Command.run("export", scratch["FY2025"], "--as", "csv", "--output", scratch["whole"])
        .status == 0)
    var (killed, left) = (0, 0)
    for kind in ["before", "after"] {
      for number in 1..<500 {
        try? scratch.remove("out")
        try FileManager.default.createDirectory(
          atPath: scratch["out"], withIntermediateDirectories: true)
        guard let run = try shim.run(arguments, at: number, kind) else { break }
        #expect(run.status == 1009)
        killed += 1
        let found = try scratch.list("out").filter { $0.hasPrefix(".") }
        left += found.count
        // One that took its place is whole; then the same again is refused and only looks around.
        let isThere = scratch.exists("out/\(name)")
        let again = try Command.run(arguments)
        #expect(again.status == (isThere ? 4 : 0), "\(kind) \(number): \(again.errors)")
        #expect(try scratch.list("out") == [name], "\(kind) \(number)")
        for leftover in found {
          #expect(again.errors.contains(leftover) || isThere, "\(again.errors)")
          #expect(again.errors.contains("P966") || isThere)
        }
        if command == "export" {
          #expect(try scratch.bytes("out/\(name)") == scratch.bytes("whole"))
        } else {
          let verified = try Command.run("verify", scratch["out/\(name)"])
          #expect(verified.status == 0, "\(kind) \(number): \(verified.text)")
        }
      }
    }
    print("leftovers of \(command): \(killed) runs killed, \(left) left something, 0 still there")
    #expect(killed >= 8 && left > 3)
  }

  /// What another process is making, what is of another form, and what stands behind a link stay.
  @Test func onlyWhatNobodyIsMakingIsRemoved() throws {
    let scratch = try Programme.settled()
    try scratch.write("kept/CANARY", "x")
    let random = "0123456789abc"
    for name in [
      "out/.FY2025.\(random).incomplete/data/file", "out/.other.\(random).incomplete",
      "out/.FY2025.\(random)/file", "out/.FY2025.backup.incomplete", "out/.FY2025.incomplete",
      "out/.live.\(random).incomplete/data/file", "out/FY2024/file",
    ] {
      try scratch.write(name, "x")
    }
    symlink(scratch["kept"], scratch["out/.FY2025.\(random).incomplete/data/link"])
    symlink(scratch["kept"], scratch["out/.link.\(random).incomplete"])
    let live = open(scratch["out/.live.\(random).incomplete"], O_RDONLY)
    #expect(flock(live, LOCK_EX | LOCK_NB) == 0)
    let first = try Command.run(settle(scratch))
    #expect(first.status == 0)
    #expect(
      first.errors.hasPrefix(
        "warning[P966]: removed what an interrupted run left: .FY2025.\(random).incomplete, "
          + ".other.\(random).incomplete\n"), "\(first.errors)")
    let rest = [
      ".FY2025.\(random)", ".FY2025.backup.incomplete", ".FY2025.incomplete",
      ".link.\(random).incomplete", "FY2024", "FY2025",
    ]
    #expect(try scratch.list("out") == (rest + [".live.\(random).incomplete"]).sorted())
    #expect(scratch.exists("kept/CANARY"))
    close(live)
    try scratch.remove("out/FY2025")
    #expect(try Command.run(settle(scratch) + ["--language", "ja"]).errors.contains("削除しました"))
    #expect(try scratch.list("out") == rest.sorted())
  }

  /// Eight settlements into one directory at once: each is whole, and none takes another's work away.
  @Test func runsBesideEachOtherDoNotDisturb() throws {
    let scratch = try Programme.settled()
    let failed = NSLock()
    nonisolated(unsafe) var statuses: [Int32] = []
    let arguments = (1...8).map { number in
      settle(scratch).map { $0.replacing("FY2025", with: "F\(number)") }
    }
    DispatchQueue.concurrentPerform(iterations: 24) { place in
      let run = try? Command.run(arguments[place % 8])
      failed.withLock { statuses.append(run?.status ?? -1) }
    }
    #expect(statuses.filter { $0 == 0 }.count == 8)
    #expect(statuses.allSatisfy { $0 == 0 || $0 == 4 }, "\(statuses)")
    #expect(try scratch.list("out") == (1...8).map { "F\($0)" })
    for number in 1...8 {
      #expect(try Command.run("verify", scratch["out/F\(number)"]).status == 0)
    }
  }
}
