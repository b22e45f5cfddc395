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

  /// Editions for the public show no small number of persons, and no id.
  @Test(arguments: Programme.allInBoth)
  func publicEditionsShowNoSmallNumber(programme: Programme) throws {
    let scratch = try Scratch()
    let full = try programme.settled("--output", scratch["full"])
    let made = try Command.run(
      "edition", scratch["full"], "--public", "--threshold", "10", "--width", "5", "--output",
      scratch["public"])
    #expect(made.status == 0, "\(made.errors)")
    let json = try JSONSerialization.jsonObject(with: scratch.bytes("public/data/public.json"))
    let object = try #require(json as? [String: Any])
    #expect(try JSONSchema("public").faults(object) == [])
    let figures = try #require(object["figures"] as? [[String: Any]])
    var shown: [String: String] = [:]
    var withheld: Set<String> = []
    for figure in figures {
      let name = try #require(figure["name"] as? String)
      guard let value = figure["value"] as? String else {
        withheld.insert(name)
        continue
      }
      shown[name] = value
      guard figure["unit"] as? String == "person", let number = Int(value) else { continue }
      #expect(number == 0 || number >= 10, "\(name)")
    }
    #expect(shown["due"] == full.due && shown.count > withheld.count)
    if programme.contract == Programme.yamaguchi.contract {
      // 79 persons continued and 76 have both answers: three have not. 76 is the sum of four cells.
      let kept = programme.tongue == .en ? "kept_well" : "健康維持率"
      #expect(withheld.contains("\(kept).n"))
      #expect(withheld.count { $0.hasPrefix("\(kept).") } == 2)
    }
    let ids = try Self.ids(programme)
    for file in try scratch.files("public") {
      let words = Set(try scratch.text("public/\(file)").split { ",\"\n<>".contains($0) })
      #expect(words.isDisjoint(with: ids), "\(file)")
    }
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
