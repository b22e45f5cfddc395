import Foundation
import TestSupport
import Testing

/// The command dies, or the system fails, at every operation that changes a file.
///
/// `PFS_FAULTS=all` takes all kinds of faults for all commands; the short form takes those that the promise
/// to pay once stands on.
@Suite(.serialized) struct LedgerFaultTests {
  private static let takesAll = ProcessInfo.processInfo.environment["PFS_FAULTS"] == "all"

  /// A command of the reference run, with what it finds.
  private struct Step: Sendable {
    let name: String
    let arguments: @Sendable (LedgerOffice) throws -> [String]
    /// Brings the office to where the command is given.
    let prepare: @Sendable (LedgerOffice) throws -> Void
  }

  @Sendable private static func record(_ office: LedgerOffice) -> [String] {
    ["record", office.ledger, office.scratch["FY2025"], "--budget", "2025", "--date", "2026-05-11"]
  }

  @Sendable private static func recorded(_ office: LedgerOffice) throws {
    try office.done("record", office.scratch["FY2025"], "--budget", "2025", "--date", "2026-05-11")
  }

  /// Item 1 is posted and paid by instruction 9.
  @Sendable private static func paid(_ office: LedgerOffice) throws {
    try recorded(office)
    try office.post(1, "2026-05-12")
    try office.accounts()
    try FileManager.default.createDirectory(
      atPath: office.scratch["out"], withIntermediateDirectories: true)
    #expect(try office.pay().status == 0)
  }

  /// The bundle `corrected` of one person less.
  @Sendable private static func settleCorrected(_ office: LedgerOffice) throws {
    try office.scratch.write(
      "data/participant.csv",
      Programme.participants.replacing("2026-03-31", with: "2026-04-30"))
    let settled = try Command.run(
      "settle", office.scratch["contract.pfs"], "--data", office.scratch["data"], "--period",
      "2025", "--output", office.scratch["corrected"])
    #expect(settled.status == 0)
  }

  private static let steps = [
    Step(
      name: "create",
      arguments: {
        ["create", $0.ledger, "--signers", $0.scratch["signers"], "--date", "2026-04-01"]
      }, prepare: { try $0.scratch.remove("ledger") }),
    Step(name: "record", arguments: record, prepare: { _ in }),
    Step(
      name: "approve",
      arguments: {
        [
          "approve", $0.ledger, "1", "--signature", $0.scratch["item-1-prepared.sig"], "--date",
          "2026-05-12",
        ]
      },
      prepare: {
        try recorded($0)
        _ = try $0.signature(1, "tanaka", "prepared")
      }),
    Step(
      name: "post", arguments: { ["post", $0.ledger, "1", "--date", "2026-05-12"] },
      prepare: {
        try recorded($0)
        for (person, role) in [("tanaka", "prepared"), ("suzuki", "approved")] {
          let signature = try $0.signature(1, person, role)
          try $0.done("approve", "1", "--signature", signature, "--date", "2026-05-12")
        }
      }),
    Step(
      name: "restate",
      arguments: {
        [
          "restate", $0.ledger, $0.scratch["corrected"], "--reason", "late record", "--date",
          "2026-05-20",
        ]
      },
      prepare: {
        try recorded($0)
        try $0.post(1, "2026-05-12")
        try settleCorrected($0)
      }),
    Step(
      name: "record --brought-forward", arguments: { record($0) + ["--brought-forward"] },
      prepare: { _ in }),
    Step(
      name: "reissue",
      arguments: {
        ["reissue", $0.ledger, "9", "--reason", "wrong account", "--date", "2026-05-21"]
      }, prepare: paid),
    Step(
      name: "receive", arguments: { ["receive", $0.ledger, "10", "--date", "2026-05-28"] },
      prepare: {
        try paid($0)
        try $0.done("void", "1", "--reason", "mistaken", "--date", "2026-05-21")
        try $0.post(10, "2026-05-22")
      }),
    Step(
      name: "offset", arguments: { ["offset", $0.ledger, "10", "14", "--date", "2026-05-23"] },
      prepare: {
        try paid($0)
        try settleCorrected($0)
        for (bundle, number, date) in [
          ("corrected", 10, "2026-05-21"), ("FY2025", 14, "2026-05-22"),
        ] {
          try $0.done("restate", $0.scratch[bundle], "--reason", "late record", "--date", date)
          try $0.post(number, date)
        }
      }),
    Step(
      name: "accounts",
      arguments: {
        [
          "accounts", $0.ledger, "--payer", $0.scratch["payer.csv"], "--payees",
          $0.scratch["payees.csv"], "--date", "2026-05-12",
        ]
      }, prepare: { _ in }),
    Step(
      name: "signers",
      arguments: { ["signers", $0.ledger, $0.scratch["signers"], "--date", "2026-05-12"] },
      prepare: { _ in }),
    Step(
      name: "close", arguments: { ["close", $0.ledger, "2025", "--date", "2026-05-31"] },
      prepare: { _ in }),
    Step(
      name: "void",
      arguments: { ["void", $0.ledger, "1", "--reason", "mistaken", "--date", "2026-05-12"] },
      prepare: recorded),
    Step(
      name: "export", arguments: { ["export", $0.ledger] + $0.payment },
      prepare: {
        try recorded($0)
        try $0.post(1, "2026-05-12")
        try $0.accounts()
      }),
  ]

  @Test func nothingIsLostHalvedOrDoubled() throws {
    let shim = try FaultShim()
    let kinds =
      Self.takesAll
      ? ["before", "after", "eio", "enospc", "short"] : ["before", "after", "enospc"]
    for step in Self.steps where Self.takesAll || ["record", "export"].contains(step.name) {
      let office = try LedgerOffice()
      try step.prepare(office)
      try FileManager.default.createDirectory(
        atPath: office.scratch["out"], withIntermediateDirectories: true)
      let arguments = ["ledger"] + (try step.arguments(office))
      let before = try? office.scratch.bytes("ledger")
      var (faults, killed, failed, completed) = (0, 0, 0, 0)
      for kind in kinds {
        var number = 1
        while true {
          try reset(office, before)
          guard let run = try shim.run(arguments, at: number, kind) else { break }
          let place = "\(step.name), \(kind) \(number)"
          faults += 1
          switch run.status {
          case 1009: killed += 1
          case 0: completed += 1
          default:
            failed += 1
            #expect(run.status == 4, "\(place): \(run.errors)")
          }
          try check(office, step.name, wasReported: run.status == 0, place)
          // The same again finishes what was begun.
          let again = try Command.run(arguments)
          try checkFinished(office, step.name, again, place)
          number += 1
          #expect(number < 500)
          if number >= 500 { break }
        }
      }
      print(
        "faults in ledger \(step.name): \(faults) injected, \(killed) killed, \(failed) failed, "
          + "\(completed) completed; 0 lost, 0 half, 0 duplicate")
      #expect(faults > 20)
    }
  }

  private func reset(_ office: LedgerOffice, _ before: Data?) throws {
    for name in try office.scratch.list() where name.hasPrefix("ledger") {
      try office.scratch.remove(name)
    }
    for name in try office.scratch.list("out") { try office.scratch.remove("out/\(name)") }
    if let before {
      try office.scratch.write("ledger", before)
      chmod(office.ledger, 0o600)
    }
  }

  /// After a fault the ledger is as it was, or as it is meant to be; what was reported is there.
  private func check(
    _ office: LedgerOffice, _ name: String, wasReported: Bool, _ place: String
  ) throws {
    let verified = try office.run("verify", "--format", "json")
    if name == "create", !wasReported {
      #expect([0, 4, 5].contains(verified.status), "\(place)")
      return
    }
    #expect(verified.status == 0, "\(place): \(verified.errors)")
    if wasReported { #expect(try isDone(office, name), "\(place)") }
    // A file that can be sent is one that the ledger knows.
    if office.scratch.exists("out/transfer") {
      #expect(try isDone(office, name), "\(place)")
      #expect(try office.scratch.bytes("out/transfer").count == 480, "\(place)")
    }
  }

  private func checkFinished(
    _ office: LedgerOffice, _ name: String, _ again: Finished, _ place: String
  ) throws {
    switch name {
    case "export":
      #expect(again.status == 0, "\(place): \(again.errors)")
      #expect(try office.scratch.list("out") == ["transfer"], "\(place)")
      #expect(try office.scratch.bytes("out/transfer").count == 480, "\(place)")
    default: #expect(again.status == 0, "\(place): \(again.errors)")
    }
    #expect(try isDone(office, name), "\(place)")
    #expect(try office.run("verify").status == 0, "\(place)")
  }

  /// Whether what the command is for is recorded, once.
  private func isDone(_ office: LedgerOffice, _ name: String) throws -> Bool {
    let list = try office.list()
    let items = list["items"] as? [[String: Any]] ?? []
    switch name {
    case "create": return items.isEmpty
    case "record", "record --brought-forward", "accounts", "signers": return items.count == 1
    // Before: the settlement, the accounts, and what was voided or restated.
    case "reissue": return items.count == 3
    case "receive": return items.count == 4
    case "offset": return items.count == 5
    case "post": return items.first?["state"] as? String == "posted"
    case "restate": return items.count == 2
    case "close": return list["closed"] as? [Int] == [2025]
    case "approve": return (items.first?["signatures"] as? [Any])?.count == 1
    case "void": return items.count == 2 && items[0]["state"] as? String == "withdrawn"
    default: return (list["payments"] as? [Any])?.count == 1
    }
  }
}
