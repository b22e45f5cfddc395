import Foundation
import TestSupport
import Testing

/// Editions with pseudonyms of whole programmes: the same figures, no id of a person anywhere, and a replay.
@Suite struct EditionTests {
  @Test(arguments: Programme.allInBoth + [Programme.yamaguchi.with(data: Self.dirty)])
  func editionsSettleToTheSame(programme: Programme) throws {
    let scratch = try Scratch()
    let full = try programme.settled("--output", scratch["full"])
    let key = try scratch.write("key", Data((0..<32).map { UInt8($0) }))
    chmod(key, 0o600)
    let made = try Command.run(
      "edition", scratch["full"], "--pseudonymous", key, "--output", scratch["edition"])
    #expect(made.status == 0, "\(made.errors)")
    let edition = try Record(json: scratch.bytes("edition/data/settlement.json"))
    #expect(edition.figures == full.figures)
    #expect(edition.flows == full.flows && edition.due == full.due)
    let replayed = try Command.run("replay", scratch["edition"])
    #expect(replayed.status == 0, "\(replayed.text)")
    // The first column of the table of persons holds their ids.
    let name = try #require(Self.names.first { scratch.exists("edition/data/inputs/\($0)") })
    let pseudonyms = try scratch.text("edition/data/inputs/\(name)").split(separator: "\n")
      .dropFirst().map { $0.prefix { $0 != "," } }
    #expect(pseudonyms.count > 100 && Set(pseudonyms).count == pseudonyms.count)
    #expect(pseudonyms.allSatisfy { $0.wholeMatch(of: /[0-9A-F]{64}/) != nil })
    let ids = try Self.ids(programme)
    var words: Set<Substring> = []
    for file in try scratch.files("edition") where file.hasPrefix("data/inputs/") {
      let text = try scratch.text("edition/\(file)")
      words.formUnion(text.split { ",\"\n".contains($0) })
    }
    #expect(words.isDisjoint(with: ids))
  }

  private static let names = ["residents.csv", "nhefs.csv", "住民台帳.csv"]

  private static let dirty = "\(Repository.root)/Datasets/yamaguchi-genki/dirty"

  /// The ids of persons as given; a number alone could be a measurement as well and is left out.
  private static func ids(_ programme: Programme) throws -> Set<Substring> {
    let found = names.map { "\(programme.data)/\($0)" }
      .first(where: FileManager.default.fileExists)
    let text = String(
      decoding: try Data(contentsOf: URL(fileURLWithPath: try #require(found))), as: UTF8.self)
    let ids = text.split(whereSeparator: \.isNewline).dropFirst().map { $0.prefix { $0 != "," } }
    return Set(ids.filter { $0.contains(where: \.isLetter) })
  }
}
