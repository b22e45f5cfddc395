import Foundation
import TestSupport
import Testing

@Suite struct ReplayTests {
  @Test(arguments: Programme.allInBoth)
  func anUntouchedBundleIsIdentical(programme: Programme) throws {
    let scratch = try Scratch()
    let run = try Command.run(programme.arguments("settle") + ["--output", scratch["bundle"]])
    try #require(run.status == 0, "\(run.errors)")
    let replay = try Command.run("replay", scratch["bundle"])
    #expect(replay.status == 0)
    #expect(replay.output.hasPrefix(programme.tongue == .en ? "identical: " : "一致: "))
    #expect(replay.errors.isEmpty)
    let japanese = try Command.run("replay", scratch["bundle"], "--language", "ja")
    #expect(japanese.status == 0)
    #expect(japanese.output.hasPrefix("一致: "))
  }

  /// The contract of Yamaguchi and the text of the scales that it uses, in another place.
  @discardableResult
  private static func writeContract(
    into scratch: Scratch, _ change: (String) -> String = { $0 }
  ) throws -> String {
    let scales = "eq-5d-5l.en.pfs"
    try scratch.write(
      "scales/\(scales)",
      try String(contentsOfFile: "\(Repository.root)/Contracts/scales/\(scales)", encoding: .utf8))
    let text = try String(contentsOfFile: Programme.yamaguchi.path, encoding: .utf8)
    return try scratch.write(
      "contract.pfs", change(text.replacing("\"../scales/", with: "\"scales/")))
  }

  /// A scale that changes after the settlement changes no record of it; a changed copy is found, also if
  /// the list of hashes is written anew.
  @Test func aUsedScaleIsPartOfTheRecord() throws {
    let scratch = try Self.yamaguchi()
    let copy = "bundle/data/scales/1-eq-5d-5l.en.pfs"
    #expect(
      try scratch.bytes(copy)
        == Data(
          contentsOf: URL(fileURLWithPath: "\(Repository.root)/Contracts/scales/eq-5d-5l.en.pfs")))
    #expect(
      try scratch.text("bundle/data/settlement.json").contains("\"path\":\"../scales/eq-5d-5l\""))
    #expect(try Command.run("replay", scratch["bundle"]).status == 0)
    try scratch.forge(
      "bundle", "data/scales/1-eq-5d-5l.en.pfs", replacing: "0.063865", with: "0.063866")
    let forged = try Command.run("replay", scratch["bundle"])
    #expect(forged.status == 5)
    #expect(forged.output.contains("settlement.json differs"), "\(forged.text)")
  }

  /// Contract and data are gone, the bundle stands elsewhere under another name, its modes are those
  /// of a copy.
  @Test func theBundleIsEnough() throws {
    let scratch = try Scratch()
    let data = try Scratch()
    for (file, sheet) in try MetamorphicTests.sheets(.yamaguchi) {
      try data.write("data/\(file)", sheet.text())
    }
    let contract = try Self.writeContract(into: data)
    let run = try Command.run(
      "settle", "contract.pfs", "--data", "data", "--period", "2025", "--output", "bundle",
      "--vocabulary", "\(Repository.root)/Contracts/yamaguchi-genki/vocabulary.txt",
      in: data.path)
    try #require(run.status == 0, "\(run.errors)")
    try FileManager.default.moveItem(atPath: data["bundle"], toPath: scratch["写し 2025"])
    try FileManager.default.removeItem(atPath: contract)
    try data.remove("scales")
    try data.remove("data")
    #expect(chmod(scratch["写し 2025/data/settlement.json"], 0o444) == 0)
    for (path, directory) in [
      (scratch["写し 2025"], "/"), ("写し 2025", scratch.path), (".", scratch["写し 2025"]),
    ] {
      let replay = try Command.run(
        "replay", path, environment: ["TZ": "Asia/Tokyo", "LANG": "ja_JP.UTF-8"], in: directory)
      #expect(replay.status == 0, "\(replay.text)")
    }
  }

  /// A settlement after another replays without the other's bundle.
  @Test func earlierSettlementsAreInTheBundle() throws {
    let scratch = try Scratch()
    let first = try Command.run(
      Programme.yamaguchi.arguments("settle") + ["--output", scratch["FY2025"]])
    try #require(first.status == 0)
    let second = try Command.run(
      Programme.yamaguchi.of("2026").arguments("settle")
        + ["--output", scratch["FY2026"], "--prior", scratch["FY2025"]])
    try #require(second.status == 0, "\(second.errors)")
    try scratch.remove("FY2025")
    #expect(try Command.run("replay", scratch["FY2026"]).status == 0)
  }

  // MARK: - Forgeries with every hash mended

  static func yamaguchi() throws -> Scratch {
    let scratch = try Scratch()
    let run = try Command.run(
      Programme.yamaguchi.arguments("settle") + ["--output", scratch["bundle"]])
    try #require(run.status == 0, "\(run.errors)")
    return scratch
  }

  struct Forgery: CustomTestStringConvertible, Sendable {
    let file, old, new, figure, recorded, recomputed: String
    /// What only the derivation as recorded says, and only the one as recomputed.
    let derivations: (old: String, new: String)
    var testDescription: String { "\(file): \(figure)" }
  }

  /// By hand: the first figure that depends on what was changed.
  static let forgeries = [
    // Y000007 attended in fiscal 2025 and no longer consents: 177 of the 178 persons are left.
    Forgery(
      file: "data/inputs/residents.csv", old: "Y000007,1950-09-08,F,D06,2026-02-16,Y",
      new: "Y000007,1950-09-08,F,D06,2026-02-16,N", figure: "reach.n", recorded: "178",
      recomputed: "177", derivations: ("reach.n = 178 persons", "reach.n = 177 persons")),
    // One of the 71 grips before rises by 7.1 kg, their mean by 0.1 kg from 19911/710, by Python's
    // fractions; attendance is as it was.
    Forgery(
      file: "data/inputs/health.csv", old: "Y000014,2025-12-06,baseline,20.0",
      new: "Y000014,2025-12-06,baseline,27.1", figure: "grip_change.mean before",
      recorded: "28.04366197183098591", recomputed: "28.14366197183098591",
      derivations: ("28.0436", "28.1436")),
    // 178 persons at 2,001 yen.
    Forgery(
      file: "data/contract.pfs", old: "2,000 yen per person", new: "2,001 yen per person",
      figure: "reach_fee", recorded: "356000", recomputed: "356178",
      derivations: (
        "2,000 yen per person × reach 178 persons", "2,001 yen per person × reach 178 persons"
      )),
    // An eleventh part more of 5,951,000 yen: 11 percent are 654,610.
    Forgery(
      file: "data/contract.pfs", old: "tax             10 percent",
      new: "tax             11 percent", figure: "tax", recorded: "595100",
      recomputed: "654610", derivations: ("10 percent", "11 percent")),
  ]

  @Test(arguments: forgeries)
  func aForgeryIsRecomputed(forgery: Forgery) throws {
    let scratch = try Self.yamaguchi()
    try scratch.forge("bundle", forgery.file, replacing: forgery.old, with: forgery.new)
    let sums = try Command.process(
      "/usr/bin/sha256sum", ["-c", "--strict", "--quiet", "manifest-sha256.txt"],
      in: scratch["bundle"])
    #expect(sums.status == 0, "the hashes are mended")
    let replay = try Command.run("replay", scratch["bundle"])
    #expect(replay.status == 5)
    #expect(replay.output.contains("first figure that differs: \(forgery.figure)"))
    let said = replay.output.replacing(",", with: "")
    #expect(said.contains("recorded \(forgery.recorded)"), "\(said)")
    #expect(said.contains("recomputed \(forgery.recomputed)"), "\(said)")
    let parts = replay.output.split(separator: "\nas recomputed\n")
    let old = try #require(parts.first?.split(separator: "\nas recorded\n").last)
    let new = try #require(parts.last)
    #expect(parts.count == 2)
    #expect(old.contains(forgery.derivations.old), "\(old)")
    #expect(!old.contains(forgery.derivations.new), "\(old)")
    #expect(new.contains(forgery.derivations.new), "\(new)")
    #expect(!new.contains(forgery.derivations.old), "\(new)")
  }

  /// A figure, a derivation, a count or a sentence changed where it is recorded.
  @Test(arguments: [
    ("data/settlement.json", "\"value\":\"178\"", "\"value\":\"179\""),
    ("data/trace.json", "178 persons", "179 persons"),
    ("data/quality.json", "\"read\":600", "\"read\":601"),
    ("data/inventory.json", "\"rows\":600", "\"rows\":601"),
    ("data/statement.html", "6,546,100", "6,546,101"),
    ("data/invariants.json", "\"value\":\"600/1\"", "\"value\":\"601/1\""),
    ("data/clauses.json", "\"name\":\"base_fee\"", "\"name\":\"base_fees\""),
    ("data/canonical.pfs", "750,000 yen per month", "750,001 yen per month"),
  ])
  func aForgedRecordIsNamed(file: String, old: String, new: String) throws {
    let scratch = try Self.yamaguchi()
    try scratch.forge("bundle", file, replacing: old, with: new)
    let replay = try Command.run("replay", scratch["bundle"])
    #expect(replay.status == 5)
    #expect(replay.text.contains(file), "\(replay.text)")
  }

  /// What the earlier year paid, forged, leaves the figures as they were only if nothing depends on it.
  @Test func aForgedEarlierPaymentIsNoticed() throws {
    let scratch = try Scratch()
    try Self.writeContract(into: scratch) {
      $0.replacing("term cap        100,000,000", with: "term cap        20,000,000")
    }
    for year in ["2025", "2026"] {
      let run = try Command.run(
        ["settle", scratch["contract.pfs"], "--data", Programme.yamaguchi.data, "--period", year]
          + ["--output", scratch["FY\(year)"]]
          + (year == "2026" ? ["--prior", scratch["FY2025"]] : []))
      try #require(run.status == 0, "\(run.errors)")
    }
    // 20,000,000 − 6,546,100 are left of the term's limit.
    #expect(try Record(json: try scratch.bytes("FY2026/data/settlement.json")).due == "13453900")
    try scratch.forge("FY2026", "data/arguments.json", replacing: "6546100/1", with: "6546000/1")
    let replay = try Command.run("replay", scratch["FY2026"])
    #expect(replay.status == 5)
    // 13,454,000 with tax are 12,230,910 and 1,223,090.9…, rounded down.
    #expect(
      replay.output.contains(
        "first figure that differs: total: recorded 12230819 yen, recomputed 12230910 yen"),
      "\(replay.text)")
  }

  // MARK: - Damage

  enum Damage: String, CaseIterable, Sendable {
    case oneByte, emptied, deleted, renamed, doubled, madeLink
  }

  @Test(arguments: Damage.allCases)
  func everyDamagedFileIsNamed(damage: Damage) throws {
    let whole = try Walks.settled()
    let files = try whole.files("bundle")
    #expect(files.count >= 9)
    for file in files {
      try whole.copy("bundle", "copy")
      let place = "copy/\(file)"
      var bytes = try whole.bytes(place)
      switch damage {
      case .oneByte:
        bytes[bytes.count / 2] ^= 1
        try whole.write(place, bytes)
      case .emptied: try whole.write(place, Data())
      case .doubled: try whole.write(place, bytes + bytes)
      case .deleted: try whole.remove(place)
      case .renamed:
        try FileManager.default.moveItem(atPath: whole[place], toPath: whole["\(place)~"])
      case .madeLink:
        try whole.remove(place)
        try FileManager.default.createSymbolicLink(
          atPath: whole[place], withDestinationPath: whole["bundle/\(file)"])
      }
      for command in ["replay", "explain"] {
        let run = try Command.run(command, whole["copy"])
        #expect([4, 5].contains(run.status), "\(command) \(file): \(run.status) \(run.text)")
        // Which of the two is wrong, a tag file or the list of them, nobody can tell without a signature.
        let isNamed =
          run.text.contains(file)
          || (file == "tagmanifest-sha256.txt" && run.text.contains("was changed"))
        #expect(isNamed, "\(command) \(file): \(run.text)")
        #expect(!run.text.contains(Walks.mark))
      }
      let prior = try Walks.settle(whole, "--prior", whole["copy"], period: "2026")
      #expect(prior.status != 0, "a damaged bundle is no earlier settlement: \(file)")
      try whole.remove("copy")
    }
  }

  @Test(arguments: [
    "extra", "data/inputs/extra.csv", "data/inputs/deep/extra.csv", ".hidden", "Thumbs.db",
    "manifest-sha256.txt~",
  ])
  func everyAddedFileIsNamed(file: String) throws {
    let scratch = try Walks.settled()
    try scratch.write("bundle/\(file)", "x")
    let replay = try Command.run("replay", scratch["bundle"])
    #expect(replay.status == 5)
    #expect(replay.text.contains(file), "\(replay.text)")
  }

  @Test func aListWithoutALineIsNoticed() throws {
    let scratch = try Walks.settled()
    let manifest = try scratch.text("bundle/manifest-sha256.txt")
    let lines = manifest.split(separator: "\n")
    for line in lines {
      let file = String(line.dropFirst(66))
      try scratch.write(
        "bundle/manifest-sha256.txt", manifest.replacing("\(line)\n", with: ""))
      let replay = try Command.run("replay", scratch["bundle"])
      #expect(replay.status == 5 || replay.status == 4, "\(file)")
      #expect(replay.text.contains(file), "\(replay.text)")
      // The file and its line are both gone.
      try scratch.copy("bundle", "copy")
      try scratch.remove("copy/\(file)")
      let both = try Command.run("replay", scratch["copy"])
      #expect(both.status == 5 || both.status == 4, "\(file): \(both.text)")
      try scratch.remove("copy")
    }
  }
}
