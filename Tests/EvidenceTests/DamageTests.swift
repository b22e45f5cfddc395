import Evidence
import Testing

@Suite struct DamageTests {
  /// Every byte of every file of a bundle, turned over alone, is noticed: by the hashes, or because a list of
  /// files can no longer be read.
  @Test func everyByteTurnedOver() throws {
    let space = try Workspace()
    _ = try SampleRun.write(in: space)
    #expect(try Bundle(space("out")).damages().isEmpty)
    var (count, bytes, damaged, refused) = (0, 0, 0, 0)
    func files(in path: String) -> [String] {
      let inner = space.names(path).flatMap { files(in: path + "/" + $0) }
      return inner.isEmpty ? [path] : inner
    }
    for file in files(in: "out") {
      let whole = try space.read(file)
      count += 1
      for place in whole.indices {
        var changed = whole
        changed[place] ^= 1 << UInt8(place % 8)
        try space.write(file, changed)
        bytes += 1
        do throws(BundleError) {
          let damages = try Bundle(space("out")).damages()
          #expect(!damages.isEmpty, "\(file), byte \(place)")
          damaged += 1
        } catch { refused += 1 }
      }
      try space.write(file, whole)
    }
    #expect(try Bundle(space("out")).damages().isEmpty)
    print(
      "bundle of \(count) files: \(bytes) bytes turned over, \(damaged) named as damage, "
        + "\(refused) refused, 0 unnoticed")
    #expect(count > 10 && damaged + refused == bytes)
  }
}
