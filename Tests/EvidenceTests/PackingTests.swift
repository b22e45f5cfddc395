import Evidence
import Foundation
import Glibc
import Testing

/// The archive in which a bundle travels: the same bytes wherever it is made, and nothing else is read.
@Suite struct PackingTests {
  private func packed(_ space: Workspace) throws -> [UInt8] {
    _ = try SampleRun.write(in: space)
    try BundlePacking.pack(try Bundle(space("out")), to: space("out.zip"))
    return try space.read("out.zip")
  }

  private func run(_ space: Workspace, _ program: String, _ arguments: String...) throws -> (
    status: Int32, output: String
  ) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: space.path)
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: output, as: UTF8.self))
  }

  @Test func packingGivesTheSameBytes() throws {
    let (first, second) = (try Workspace(), try Workspace())
    let bytes = try packed(first)
    _ = try SampleRun.write(in: second)
    // Only where and when a settlement was run may differ; here nothing is said of it.
    try BundlePacking.pack(try Bundle(second("out")), to: second("other name.zip"))
    #expect(try second.read("other name.zip") == bytes)
    #expect(first.mode("out.zip") == 0o600)
    #expect(first.names() == ["data", "out", "out.zip"])
    #expect(throws: BundleError.outputExists(first("out.zip"))) {
      try BundlePacking.pack(try Bundle(first("out")), to: first("out.zip"))
    }
    #expect(throws: BundleError.packed(first("out.zip"))) {
      try BundlePacking.pack(try Bundle(first("out.zip")), to: first("again.zip"))
    }
    #expect(first.names() == ["data", "out", "out.zip"])
  }

  /// Python's `zipfile` sees the same files with the same content.
  @Test func strangersUnpackIt() throws {
    let space = try Workspace()
    _ = try packed(space)
    let program = """
      import zipfile, os
      archive = zipfile.ZipFile("out.zip")
      assert archive.testzip() is None
      for name in archive.namelist():
          inside = name.removeprefix("settlement-2024/")
          assert archive.read(name) == open("out/" + inside, "rb").read(), name
          assert archive.getinfo(name).external_attr >> 16 == 0o100600
      print(sorted(n.removeprefix("settlement-2024/") for n in archive.namelist())
            == sorted(os.path.relpath(os.path.join(d, f), "out") for d, _, fs in os.walk("out") for f in fs))
      """
    let found = try run(space, "/usr/bin/python3", "-c", program)
    #expect(found.status == 0)
    #expect(found.output == "True\n")
  }

  @Test func aPackedBundleIsReadWithoutUnpacking() throws {
    let space = try Workspace()
    _ = try packed(space)
    let whole = try Bundle(space("out"))
    let bundle = try Bundle(space("out.zip"))
    #expect(bundle.manifest == whole.manifest)
    #expect(bundle.tags == whole.tags)
    #expect(try bundle.damages().isEmpty)
    #expect(try bundle.trace().entry("due")?.exact == 20_559_000)
    #expect(throws: BundleError.packed(space("out.zip"))) { try bundle.inputs() }
  }

  /// Every byte of the archive, changed alone, is noticed: the archive is refused, or a file is not as its
  /// manifest says.
  @Test func everyChangedByteIsNoticed() throws {
    let space = try Workspace()
    let bytes = try packed(space)
    var (refused, damaged) = (0, 0)
    for place in bytes.indices {
      var changed = bytes
      changed[place] ^= 0x20
      try space.write("changed.zip", changed)
      do throws(BundleError) {
        let damages = try Bundle(space("changed.zip")).damages()
        #expect(!damages.isEmpty, "byte \(place)")
        damaged += 1
      } catch {
        refused += 1
      }
    }
    print("packed bundle: \(bytes.count) bytes changed, \(refused) refused, \(damaged) damaged")
    #expect(refused + damaged == bytes.count)
    for count in stride(from: 0, to: bytes.count, by: 97) {
      try space.write("cut.zip", Array(bytes.prefix(count)))
      #expect(throws: BundleError.self) { try Bundle(space("cut.zip")) }
    }
    try space.write("more.zip", bytes + [0])
    #expect(throws: BundleError.self) { try Bundle(space("more.zip")) }
    try space.write("before.zip", [0] + bytes)
    #expect(throws: BundleError.self) { try Bundle(space("before.zip")) }
  }

  /// What other programs may put into an archive.
  @Test(arguments: [
    ("compressed", "zipfile.ZIP_DEFLATED", "n"),
    ("twice", "zipfile.ZIP_STORED", "settlement-2024/bagit.txt"),
    ("upwards", "zipfile.ZIP_STORED", "settlement-2024/../../x"),
    ("absolute", "zipfile.ZIP_STORED", "/tmp/x"), ("elsewhere", "zipfile.ZIP_STORED", "other/x"),
    ("backslash", "zipfile.ZIP_STORED", "settlement-2024\\\\x"),
    ("link", "link", "settlement-2024/x"),
  ])
  func otherArchivesAreRefused(_ kind: String, _ method: String, _ name: String) throws {
    let space = try Workspace()
    _ = try packed(space)
    let program = """
      import zipfile, warnings
      warnings.simplefilter("ignore")
      if "\(kind)" == "compressed":
          old = zipfile.ZipFile("out.zip")
          new = zipfile.ZipFile("new.zip", "w", zipfile.ZIP_DEFLATED)
          for name in old.namelist():
              new.writestr(name, old.read(name))
      else:
          import shutil
          shutil.copy("out.zip", "new.zip")
          new = zipfile.ZipFile("new.zip", "a", zipfile.ZIP_STORED)
          item = zipfile.ZipInfo("\(name)")
          item.external_attr = (0o120777 if "\(kind)" == "link" else 0o100600) << 16
          new.writestr(item, b"/etc/passwd")
      new.close()
      """
    #expect(try run(space, "/usr/bin/python3", "-c", program).status == 0)
    let error = #expect(throws: BundleError.self) { try Bundle(space("new.zip")) }
    #expect(error?.code == "K709")
  }
}
