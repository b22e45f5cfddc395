import Foundation
import LinearAlgebra
import Quantities
import Statistics
import Testing

/// The population of the small genki set, by the words of `genki/INDICATORS.md`, in the order of ids.
struct GenkiResidents {
  struct Resident {
    let id: String
    let participant: Bool
    let index: CivilDate
    let exit: CivilDate
    let age: Int
    let female: Bool
  }

  let population: [Resident]
  /// The first certification of each resident who has one.
  let certified: [String: CivilDate]
  /// Each resident's health rows by wave.
  let health: [String: [String: [String: Substring]]]

  static func small() throws -> GenkiResidents { try GenkiResidents("genki/small/clean") }

  private init(_ folder: String) throws {
    var indexOn: [String: CivilDate] = [:]
    for row in try CSV("\(folder)/comparison.csv").rows {
      indexOn[try Self.id(row)] = try Self.date(row["index_on"])
    }
    let end = try #require(CivilDate(year: 2024, month: 3, day: 31))
    var population: [Resident] = []
    for row in try CSV("\(folder)/residents.csv").rows where row["consent"] == "Y" {
      let id = try Self.id(row)
      let participant = row["enrolled_on"] != nil
      guard let index = participant ? try Self.date(row["enrolled_on"]) : indexOn[id] else {
        continue
      }
      let birth = try Self.date(row["birth_date"])
      let before = (index.month, index.day) < (birth.month, birth.day)
      let age = index.year - birth.year - (before ? 1 : 0)
      guard age >= 65 else { continue }
      var exit = end
      for name in ["died_on", "moved_out_on"] where row[name] != nil {
        exit = min(exit, try Self.date(row[name]))
      }
      population.append(
        Resident(
          id: id, participant: participant, index: index, exit: exit, age: age,
          female: row["sex"] == "F"))
    }
    self.population = population.sorted { $0.id < $1.id }
    var certified: [String: CivilDate] = [:]
    for row in try CSV("\(folder)/care.csv").rows {
      let date = try Self.date(row["certified_on"])
      let id = try Self.id(row)
      certified[id] = min(certified[id] ?? date, date)
    }
    self.certified = certified
    var health: [String: [String: [String: Substring]]] = [:]
    for row in try CSV("\(folder)/health.csv").rows {
      health[try Self.id(row), default: [:]][String(try #require(row["wave"]))] = row
    }
    self.health = health
  }

  /// I17's follow-up: residents not certified on or before the index, with a length above zero.
  func followUp() -> [(resident: Resident, days: Int64, certified: Bool)] {
    population.compactMap { resident in
      let date = certified[resident.id]
      if let date, date <= resident.index { return nil }
      let event = date.map { $0 <= resident.exit } ?? false
      let stop = event ? date ?? resident.exit : resident.exit
      let days = stop.days(since: resident.index)
      return days > 0 ? (resident, Int64(days), event) : nil
    }
  }

  private static func id(_ row: [String: Substring]) throws -> String {
    String(try #require(row["resident_id"]))
  }

  private static func date(_ text: Substring?) throws -> CivilDate {
    let parts = try #require(text).split(separator: "-").compactMap { Int($0) }
    return try #require(CivilDate(year: parts[0], month: parts[1], day: parts[2]))
  }
}
