import Diagnostics
import Evidence
import Foundation
import Glibc
import Settlement
import Testing

/// A bundle is written whole or not at all, for its owner only.
@Suite struct BundleWriterTests {
  private let tags = [
    "VERIFY.txt", "bag-info.txt", "bagit.txt", "data", "environment.json", "manifest-sha256.txt",
    "tagmanifest-sha256.txt",
  ]
  private let payload = [
    "arguments.json", "canonical.pfs", "clauses.json", "contract.pfs", "inputs", "invariants.json",
    "inventory.json", "quality.json", "settlement.json", "statement.html", "trace.json",
    "vocabulary.txt",
  ]
  /// All that are no directories.
  private var files: [String] {
    tags.filter { $0 != "data" } + payload.filter { $0 != "inputs" }.map { "data/" + $0 }
      + ["data/inputs/reach.csv"]
  }

  @Test func writesEverythingForTheOwnerOnly() throws {
    let space = try Workspace()
    _ = try SampleRun.write(in: space)
    #expect(space.names("out") == tags)
    #expect(space.names("out/data") == payload)
    #expect(space.names("out/data/inputs") == ["reach.csv"])
    for directory in ["out", "out/data", "out/data/inputs"] {
      #expect(space.mode(directory) == 0o700)
    }
    for file in files { #expect(space.mode("out/" + file) == 0o600) }
    #expect(space.names() == ["data", "out"])
    #expect(try space.read("out/data/contract.pfs") == SampleRun.contract)
    #expect(try space.read("out/data/inputs/reach.csv") == Array("n\n640\n".utf8))
  }

  @Test func strangersVerifyWithSha256sum() throws {
    let space = try Workspace()
    _ = try SampleRun.write(in: space)
    func check(_ manifest: String) throws -> Int32 {
      let process = Process()
      process.executableURL = URL(fileURLWithPath: "/usr/bin/sha256sum")
      process.arguments = ["-c", "--strict", "--quiet", manifest]
      process.currentDirectoryURL = URL(fileURLWithPath: space("out"))
      process.standardOutput = FileHandle.nullDevice
      process.standardError = FileHandle.nullDevice
      try process.run()
      process.waitUntilExit()
      return process.terminationStatus
    }
    let manifests = ["manifest-sha256.txt", "tagmanifest-sha256.txt"]
    #expect(try manifests.map(check) == [0, 0])
    try space.write("out/data/inputs/reach.csv", Array("n\n641\n".utf8))
    #expect(try manifests.map(check) == [1, 0])
    try space.write("out/manifest-sha256.txt", Array("0  data/x\n".utf8))
    #expect(try manifests.map(check) == [1, 1])
  }

  @Test func sameRunGivesTheSameBytes() throws {
    let (first, second) = (try Workspace(), try Workspace())
    _ = try SampleRun.write(in: first)
    _ = try SampleRun.write(in: second)
    for file in files {
      #expect(try first.read("out/" + file) == second.read("out/" + file))
    }
  }

  @Test func nothingIsWrittenOverSomething() throws {
    let space = try Workspace()
    let contents = try SampleRun.write(in: space)
    let before = try space.read("out/data/settlement.json")
    let writer = BundleWriter(system: SystemFileSystem())
    try space.write("file", [1])
    symlink("out", space("link"))
    for name in ["out", "out/", "file", "link"] {
      let error = #expect(throws: BundleError.self) {
        try writer.write(contents.files, to: space(name))
      }
      #expect(error?.code == "K701")
    }
    #expect(try space.read("out/data/settlement.json") == before)
    mkdir(space("empty"), 0o755)
    _ = try writer.write(contents.files, to: space("empty"))
    #expect(space.names("empty") == tags)
    #expect(space.mode("empty") == 0o700)
  }

  @Test func missingParentsAreMade() throws {
    let space = try Workspace()
    let contents = try SampleRun.write(in: space)
    _ = try BundleWriter(system: SystemFileSystem()).write(contents.files, to: space("a/b/c"))
    #expect(space.names("a/b/c") == tags)
  }

  /// Every operation fails once with EIO; the other codes at some.
  @Test(arguments: [(EIO, 1), (ENOSPC, 13), (EACCES, 17)])
  func anyOperationMayFail(code: Int32, step: Int) throws {
    let space = try Workspace()
    let contents = try SampleRun.write(in: space)
    let whole = FaultyFileSystem(failing: nil, isShort: true)
    _ = try BundleWriter(system: whole).write(contents.files, to: space("probe/x"))
    #expect(whole.count > 60)
    for failing in stride(from: 1, through: whole.count, by: step) {
      let system = FaultyFileSystem(failing: failing, code: code, isShort: true)
      let error = #expect(throws: BundleError.self) {
        try BundleWriter(system: system).write(contents.files, to: space("new/x"))
      }
      let expected = [EIO: "K704", ENOSPC: "K703", EACCES: "K702"][code]
      #expect(error?.code == expected)
      // Neither the bundle, nor the directory made for it, nor a temporary one.
      #expect(space.names() == ["data", "out", "probe"])
    }
  }

  @Test(.enabled(if: canMount, "only a user who may mount can make a small file system"))
  func fullDeviceLeavesNothing() throws {
    let space = try Workspace()
    let contents = try SampleRun.write(in: space)
    mkdir(space("small"), 0o755)
    try #require(mount("tmpfs", space("small"), "tmpfs", 0, "size=16k") == 0)
    defer { umount(space("small")) }
    let error = #expect(throws: BundleError.self) {
      try BundleWriter(system: SystemFileSystem()).write(contents.files, to: space("small/out"))
    }
    #expect(error?.code == "K703")
    #expect(space.names("small") == [])
    #expect(error?.diagnostic.headline.en.hasPrefix("there is no space left") == true)
  }

  private static var canMount: Bool {
    guard let space = try? Workspace(), mount("tmpfs", space.path, "tmpfs", 0, "size=16k") == 0
    else { return false }
    return umount(space.path) == 0
  }

  @Test func changedInputIsNoticed() throws {
    let space = try Workspace()
    let contents = try SampleRun.write(in: space)
    try space.write("data/reach.csv", Array("n\n641\n".utf8))
    let error = #expect(throws: BundleError.self) {
      try BundleWriter(system: SystemFileSystem()).write(contents.files, to: space("other"))
    }
    #expect(error == .inputChanged("data/inputs/reach.csv"))
    #expect(space.names() == ["data", "out"])
  }

  @Test(arguments: [
    "../x", "/x", "data/../b", "", "data//b", "data/a\nb", "data/a\\b", "data/a%b", ".", "b",
  ])
  func namesStayInside(_ name: String) throws {
    let space = try Workspace()
    let error = #expect(throws: BundleError.self) {
      try BundleWriter(system: SystemFileSystem()).write(
        [BundleFile(name, .bytes([]))], to: space("out"))
    }
    #expect(error == .invalidName(name))
    #expect(space.names() == [])
  }

  /// Signatures are made of the tag manifest, and so stand in no manifest.
  @Test func signaturesStandBesideTheManifests() throws {
    let space = try Workspace()
    _ = try SampleRun.write(in: space)
    mkdir(space("out/signatures"), 0o700)
    try space.write("out/signatures/approved.sig", [1])
    #expect(try Bundle(space("out")).damages().isEmpty)
    try space.write("out/signatures/approved.txt", [1])
    #expect(try Bundle(space("out")).damages() == [.added("signatures/approved.txt")])
  }

  /// RFC 8493, 2.2.2: the size and number of the files in data/.
  @Test func theBagIsDescribed() throws {
    let space = try Workspace()
    _ = try SampleRun.write(in: space)
    let paths = payload.filter { $0 != "inputs" } + ["inputs/reach.csv"]
    let bytes = try paths.reduce(0) { try $0 + space.read("out/data/" + $1).count }
    let text = String(decoding: try space.read("out/bag-info.txt"), as: UTF8.self)
    let labels = text.split(separator: "\n").map { $0.prefix { $0 != ":" } }
    #expect(labels.first == "BagIt-Profile-Identifier")
    #expect(text.hasSuffix("\nPayload-Oxum: \(bytes).12\n"))
    #expect(
      try space.read("out/bagit.txt")
        == Array("BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n".utf8))
  }

  @Test func errorsSpeakBothLanguages() {
    let errors: [BundleError] = [
      .outputExists("x"), .notPermitted("x"), .noSpace("x"), .inputChanged("x"),
      .invalidName("x"), .notABundle("x"),
      .unreadable(bundle: "x", file: "y"), .packed("x"),
      .inputOutput(FileSystemFailure(operation: .write, path: "x", code: EIO)),
    ]
    for error in errors {
      #expect(evidenceCodes.contains { $0.code == error.code })
      #expect(error.diagnostic.headline.en.contains("x"))
      #expect(error.diagnostic.headline.ja.contains("x"))
      #expect(error.diagnostic.headline.en != error.diagnostic.headline.ja)
      #expect(!error.diagnostic.remarks.isEmpty)
    }
  }
}
