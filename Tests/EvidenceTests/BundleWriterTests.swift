import Diagnostics
import Evidence
import Foundation
import Glibc
import Settlement
import Testing

/// A bundle is written whole or not at all, for its owner only.
@Suite struct BundleWriterTests {
  private let files = [
    "arguments.json", "contract.pfs", "inputs", "inventory.json", "manifest-sha256.txt",
    "quality.json", "settlement.json", "statement.html", "trace.json", "vocabulary.txt",
  ]

  @Test func writesEverythingForTheOwnerOnly() throws {
    let space = try Workspace()
    _ = try SampleRun.write(in: space)
    #expect(space.names("out") == files)
    #expect(space.names("out/inputs") == ["reach.csv"])
    #expect(space.mode("out") == 0o700)
    #expect(space.mode("out/inputs") == 0o700)
    for file in files where file != "inputs" { #expect(space.mode("out/" + file) == 0o600) }
    #expect(space.mode("out/inputs/reach.csv") == 0o600)
    #expect(space.names() == ["data", "out"])
    #expect(try space.read("out/contract.pfs") == SampleRun.contract)
    #expect(try space.read("out/inputs/reach.csv") == Array("n\n640\n".utf8))
  }

  @Test func strangersVerifyWithSha256sum() throws {
    let space = try Workspace()
    _ = try SampleRun.write(in: space)
    func check() throws -> Int32 {
      let process = Process()
      process.executableURL = URL(fileURLWithPath: "/usr/bin/sha256sum")
      process.arguments = ["-c", "--strict", "--quiet", "manifest-sha256.txt"]
      process.currentDirectoryURL = URL(fileURLWithPath: space("out"))
      process.standardOutput = FileHandle.nullDevice
      process.standardError = FileHandle.nullDevice
      try process.run()
      process.waitUntilExit()
      return process.terminationStatus
    }
    #expect(try check() == 0)
    try space.write("out/inputs/reach.csv", Array("n\n641\n".utf8))
    #expect(try check() != 0)
  }

  @Test func sameRunGivesTheSameBytes() throws {
    let (first, second) = (try Workspace(), try Workspace())
    _ = try SampleRun.write(in: first)
    _ = try SampleRun.write(in: second)
    for file in files where file != "inputs" {
      #expect(try first.read("out/" + file) == second.read("out/" + file))
    }
  }

  @Test func nothingIsWrittenOverSomething() throws {
    let space = try Workspace()
    let contents = try SampleRun.write(in: space)
    let before = try space.read("out/settlement.json")
    let writer = BundleWriter(system: SystemFileSystem())
    try space.write("file", [1])
    symlink("out", space("link"))
    for name in ["out", "out/", "file", "link"] {
      let error = #expect(throws: BundleError.self) {
        try writer.write(contents.files, to: space(name))
      }
      #expect(error?.code == "K701")
    }
    #expect(try space.read("out/settlement.json") == before)
    mkdir(space("empty"), 0o755)
    _ = try writer.write(contents.files, to: space("empty"))
    #expect(space.names("empty") == files)
    #expect(space.mode("empty") == 0o700)
  }

  @Test func missingParentsAreMade() throws {
    let space = try Workspace()
    let contents = try SampleRun.write(in: space)
    _ = try BundleWriter(system: SystemFileSystem()).write(contents.files, to: space("a/b/c"))
    #expect(space.names("a/b/c") == files)
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
    #expect(error == .inputChanged("inputs/reach.csv"))
    #expect(space.names() == ["data", "out"])
  }

  @Test(arguments: ["../x", "/x", "a/../b", "", "a//b", "a\nb", "a\\b", "."])
  func namesStayInside(_ name: String) throws {
    let space = try Workspace()
    let error = #expect(throws: BundleError.self) {
      try BundleWriter(system: SystemFileSystem()).write(
        [BundleFile(name, .bytes([]))], to: space("out"))
    }
    #expect(error == .invalidName(name))
    #expect(space.names() == [])
  }

  @Test func signaturesStandBesideTheManifest() throws {
    struct Signer: BundleSigner {
      func signatures(of manifest: [UInt8]) throws(BundleError) -> [BundleFile] {
        [BundleFile("signatures/approved.sig", .bytes(Array(Digest.sha256(manifest).utf8)))]
      }
    }
    let space = try Workspace()
    let contents = try SampleRun.write(in: space)
    let writer = BundleWriter(system: SystemFileSystem(), signer: Signer())
    _ = try writer.write(contents.files, to: space("signed"))
    let bundle = try Bundle(space("signed"))
    #expect(try bundle.damages().isEmpty)
    let manifest = try space.read("signed/manifest-sha256.txt")
    #expect(
      try space.read("signed/signatures/approved.sig") == Array(Digest.sha256(manifest).utf8))
  }

  @Test func errorsSpeakBothLanguages() {
    let errors: [BundleError] = [
      .outputExists("x"), .notPermitted("x"), .noSpace("x"), .inputChanged("x"),
      .invalidName("x"), .notABundle("x"),
      .unreadable(bundle: "x", file: "y"),
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
