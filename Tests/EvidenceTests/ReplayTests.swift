import Diagnostics
import Evidence
import Execution
import Glibc
import Quantities
import Settlement
import Testing

/// A bundle is verified and recomputed from itself alone.
@Suite struct ReplayTests {
  private func replay(_ path: String, engine: Engine = .current) throws -> ReplayResult {
    try Replay.run(try Bundle(path), engine: engine) { inputs in
      try SampleRun.contents(
        data: inputs.inputsDirectory, arguments: inputs.arguments, engine: inputs.engine)
    }
  }

  @Test func untouchedBundleIsIdentical() throws {
    let space = try Workspace()
    _ = try SampleRun.write(in: space)
    let result = try replay(space("out"))
    #expect(result.isConfirmed)
    #expect(
      result.lines.map(\.en) == [
        "identical: 17 files verified, every figure recomputed to the same bytes"
      ])
  }

  @Test func argumentsAndPriorAreReadBack() throws {
    let space = try Workspace()
    _ = try SampleRun.write(in: space)
    let bundle = try Bundle(space("out"))
    let arguments = try bundle.arguments()
    #expect(arguments.json == SampleRun.arguments.json)
    #expect(arguments.period == 2024)
    #expect(arguments.reported == SampleRun.arguments.reported)
    #expect(
      try bundle.prior(figures: [])
        == PriorSettlement(
          period: "2024", total: 24_690_000, payable: 27_159_000,
          manifestSHA256: Digest.sha256(try space.read("out/manifest-sha256.txt"))))
    #expect(try bundle.vocabulary() == SampleRun.vocabulary)
    #expect(try bundle.trace().entry("due")?.exact == 20_559_000)
  }

  @Test func everyDamageIsNamed() throws {
    let space = try Workspace()
    _ = try SampleRun.write(in: space)
    let bundle = try Bundle(space("out"))
    // A manifest that cannot be read is damaged as a whole.
    let tags = bundle.tags.entries.filter { $0.path != "manifest-sha256.txt" }
    for entry in bundle.manifest.entries + tags {
      let name = "out/" + entry.path
      let bytes = try space.read(name)
      var flipped = bytes
      flipped[bytes.count / 2] ^= 1
      try space.write(name, flipped)
      #expect(try bundle.damages() == [.changed(entry.path)])
      try space.write(name, Array(bytes.dropLast()))
      #expect(try bundle.damages() == [.changed(entry.path)])
      guard case .damaged(let found) = try replay(space("out")) else {
        Issue.record("damage of \(entry.path) was not noticed")
        return
      }
      #expect(found == [.changed(entry.path)])
      unlink(space(name))
      #expect(try bundle.damages() == [.missing(entry.path)])
      symlink("/dev/null", space(name))
      #expect(try bundle.damages() == [.notAFile(entry.path)])
      unlink(space(name))
      try space.write(name + "x", bytes)
      #expect(
        try bundle.damages() == [.missing(entry.path), .added(entry.path + "x")])
      unlink(space(name + "x"))
      try space.write(name, bytes)
      #expect(try bundle.damages() == [])
    }
  }

  @Test func damagedManifestIsSaidToBeDamaged() throws {
    let space = try Workspace()
    _ = try SampleRun.write(in: space)
    let good = try space.read("out/manifest-sha256.txt")
    for bad in [[], Array(good.dropLast()), good + good, [0x20] + good, Array("x\n".utf8)] {
      try space.write("out/manifest-sha256.txt", bad)
      let error = #expect(throws: BundleError.self) { try Bundle(space("out")) }
      #expect(error?.code == "K708")
    }
    try space.write("out/manifest-sha256.txt", good)
    let tags = try space.read("out/tagmanifest-sha256.txt")
    for bad in [[], Array(tags.dropLast()), tags + tags, Array("x\n".utf8)] {
      try space.write("out/tagmanifest-sha256.txt", bad)
      let error = #expect(throws: BundleError.self) { try Bundle(space("out")) }
      #expect(error?.code == "K708")
    }
    unlink(space("out/tagmanifest-sha256.txt"))
    #expect(throws: BundleError.self) { try Bundle(space("out")) }
    try space.write("out/tagmanifest-sha256.txt", tags)
    unlink(space("out/manifest-sha256.txt"))
    #expect(throws: BundleError.notABundle(space("out"))) { try Bundle(space("out")) }
    #expect(throws: BundleError.self) { try Bundle(space("nowhere")) }
  }

  /// Changes a file of the bundle and mends every hash.
  private func forge(_ space: Workspace, _ name: String, _ bytes: [UInt8]) throws {
    try space.write("out/" + name, bytes)
    let manifest = try Bundle(space("out")).manifest
    var text = ""
    for entry in manifest.entries {
      let digest = Digest.sha256(try space.read("out/" + entry.path))
      text += "\(digest)  \(entry.path)\n"
    }
    try space.write("out/manifest-sha256.txt", Array(text.utf8))
    text = ""
    for entry in try Bundle(space("out")).tags.entries {
      text += "\(Digest.sha256(try space.read("out/" + entry.path)))  \(entry.path)\n"
    }
    try space.write("out/tagmanifest-sha256.txt", Array(text.utf8))
    #expect(try Bundle(space("out")).damages().isEmpty)
  }

  @Test func mendedHashesDoNotHideAnotherCell() throws {
    let space = try Workspace()
    _ = try SampleRun.write(in: space)
    let old = String(decoding: try space.read("out/data/inventory.json"), as: UTF8.self)
    let digest = Digest.sha256(Array("n\n640\n".utf8))
    let forged = Digest.sha256(Array("n\n650\n".utf8))
    try forge(space, "data/inputs/reach.csv", Array("n\n650\n".utf8))
    for name in ["data/inventory.json", "data/settlement.json", "data/statement.html"] {
      let text = String(decoding: try space.read("out/" + name), as: UTF8.self)
      try forge(space, name, Array(text.split(separator: digest).joined(separator: forged).utf8))
    }
    #expect(old.contains(digest))
    guard case .differs(let files, let figure) = try replay(space("out")) else {
      Issue.record("the other cell was not noticed")
      return
    }
    #expect(files.contains("data/settlement.json"))
    #expect(figure?.name.en == "reach")
    #expect(figure?.recorded == 640)
    #expect(figure?.recomputed == 650)
    #expect(figure?.unit == "person")
    let lines = try replay(space("out")).lines
    #expect(
      lines[1].en
        == "first figure that differs: reach: recorded 640 persons, recomputed 650 persons")
    #expect(lines[1].ja == "最初に異なる数値: 参加者数: 記録 640人、再計算 650人")
  }

  @Test func mendedHashesDoNotHideAnotherFigure() throws {
    let space = try Workspace()
    _ = try SampleRun.write(in: space)
    let text = String(decoding: try space.read("out/data/settlement.json"), as: UTF8.self)
    let forged = text.replacing("9810000", with: "9910000")
    try forge(space, "data/settlement.json", Array(forged.utf8))
    guard case .differs(let files, let figure) = try replay(space("out")) else {
      Issue.record("the other figure was not noticed")
      return
    }
    #expect(files == ["data/settlement.json"])
    #expect(figure?.name.en == "outcome_fee")
    #expect(figure?.recorded == 9_910_000)
    #expect(figure?.recomputed == 9_810_000)
  }

  @Test func mendedDataThatIsRefusedDiffers() throws {
    let space = try Workspace()
    _ = try SampleRun.write(in: space)
    try forge(space, "data/inputs/reach.csv", Array("n\nx\n".utf8))
    guard case .refused(let diagnostics) = try replay(space("out")) else {
      Issue.record("the refusal is not the result")
      return
    }
    #expect(diagnostics.items.map(\.code) == ["D200"])
  }

  /// What describes the payload follows from it, but for where and when it was run.
  @Test func mendedHashesDoNotHideAnotherDescription() throws {
    let space = try Workspace()
    _ = try SampleRun.write(in: space)
    try forge(space, "environment.json", Array("{}".utf8))
    #expect(try replay(space("out")).isConfirmed)
    for name in ["bag-info.txt", "bagit.txt", "VERIFY.txt"] {
      let bytes = try space.read("out/" + name)
      try forge(space, name, bytes + Array("X: y\n".utf8))
      guard case .differs(let files, let figure) = try replay(space("out")) else {
        Issue.record("the other \(name) was not noticed")
        return
      }
      #expect(files == [name])
      #expect(figure == nil)
      try forge(space, name, bytes)
    }
  }

  @Test func otherSemanticsIsNotReplayed() throws {
    let space = try Workspace()
    _ = try SampleRun.write(in: space)
    let result = try replay(space("out"), engine: Engine(version: "9", semantics: 99))
    guard case .otherSemantics(let recorded, let current) = result else {
      Issue.record("replayed by another meaning of the language")
      return
    }
    #expect((recorded.semantics, current.semantics) == (1, 99))
    #expect(result.lines.last?.en == "pfs 0.1.0 settled it and can replay it")
    // Another version with the same meaning gives the same bytes.
    let later = try replay(space("out"), engine: Engine(version: "0.1.7", semantics: 1))
    #expect(later.isConfirmed)
  }
}
