import Foundation
import TestSupport
import Testing

/// Bundles of every release, as `Scripts/release-bundles` left them.
@Suite struct ReleaseTests {
  private static let place = "\(Repository.root)/Tests/Releases"

  /// Archives, relative to `Tests/Releases`.
  static let bundles: [String] = {
    let names = (try? FileManager.default.subpathsOfDirectory(atPath: place)) ?? []
    return names.filter { $0.hasSuffix(".zip") }.sorted()
  }()

  /// Unpacks a bundle and returns its directory.
  private func unpacked(_ name: String, in scratch: Scratch) throws -> String {
    let run = try Command.process(
      "/usr/bin/python3", ["-m", "zipfile", "-e", "\(Self.place)/\(name)", scratch.path])
    try #require(run.status == 0, "\(run.errors)")
    return try #require(try scratch.list().first)
  }

  private func semantics(of bundle: String, in scratch: Scratch) throws -> Int {
    let json = try JSONSerialization.jsonObject(
      with: try scratch.bytes("\(bundle)/data/settlement.json"))
    let engine = (json as? [String: Any])?["engine"] as? [String: Any]
    return try #require(engine?["semantics"] as? Int)
  }

  /// An older bundle replays to the same bytes, or the program says which semantics it needs.
  @Test(arguments: bundles) func aBundleOfARelease(name: String) throws {
    let scratch = try Scratch()
    let bundle = try unpacked(name, in: scratch)
    let verified = try Command.run("verify", "\(Self.place)/\(name)")
    #expect(verified.status == 0, "\(verified.text)")
    let replay = try Command.run("replay", scratch[bundle], "--language", "en")
    if replay.status == 0 {
      #expect(replay.output.hasPrefix("identical: "), "\(replay.text)")
      return
    }
    let needed = try semantics(of: bundle, in: scratch)
    #expect(replay.status == 5)
    let (old, new) = (
      "not replayed: the bundle was settled with semantics \(needed); this program has ",
      try current()
    )
    #expect(replay.output.hasPrefix(old + "\(new)\n"), "\(name): \(replay.text)")
    #expect(new > needed, "only a changed meaning excuses other bytes")
  }

  /// The semantics of this program.
  private func current() throws -> Int {
    let scratch = try Walks.settled()
    return try semantics(of: "bundle", in: scratch)
  }

  /// This version has its bundles, in both languages, with an estimate and with an earlier settlement.
  @Test func thisVersionIsThere() throws {
    let version = try Command.run("--version").output.trimmingCharacters(
      in: .whitespacesAndNewlines
    )
    .replacing("pfs ", with: "")
    let names = Self.bundles.filter { $0.hasPrefix("\(version)/") }
    #expect(names.contains { $0.contains(".en.") } && names.contains { $0.contains(".ja.") })
    var (estimates, chains) = (0, 0)
    for name in names {
      let scratch = try Scratch()
      let bundle = try unpacked(name, in: scratch)
      let text = try scratch.text("\(bundle)/data/trace.json")
      if text.contains("\"balance\":[{") { estimates += 1 }
      if !(try scratch.text("\(bundle)/data/arguments.json")).contains("\"priors\":[]") {
        chains += 1
      }
    }
    #expect(estimates > 0)
    #expect(chains > 0)
  }

  /// A bundle of a meaning that is not known is refused with the meaning and the program that it needs.
  @Test func anUnknownMeaningIsRefused() throws {
    let scratch = try Walks.settled()
    let own = try semantics(of: "bundle", in: scratch)
    try scratch.forge(
      "bundle", "data/settlement.json", replacing: "\"semantics\":\(own)",
      with: "\"semantics\":\(own + 7)")
    let english = try Command.run("replay", scratch["bundle"], "--language", "en")
    #expect(english.status == 5)
    #expect(
      english.output.hasPrefix(
        "not replayed: the bundle was settled with semantics \(own + 7); this program has \(own)\n")
    )
    #expect(english.output.hasSuffix(" settled it and can replay it\n"))
    let japanese = try Command.run("replay", scratch["bundle"], "--language", "ja")
    #expect(japanese.status == 5)
    #expect(japanese.output.contains("意味論第\(own + 7)版"))
  }
}
