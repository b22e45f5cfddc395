import Foundation
import Statistics
import TestSupport
import Testing

/// A contract with its records, and where the participants stand in them.
struct Study: CustomTestStringConvertible, Sendable {
  let contract: String
  let data: String
  let period: String
  /// The file of the participants, with the column of their ids.
  let participants: (file: String, id: String)
  /// Files whose rows refer to participants, with the column that does.
  var referring: [(file: String, id: String)] = []
  var assumptions: [String] = []

  var testDescription: String { contract }

  static let root = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

  var path: String { "\(Self.root)/Contracts/\(contract)/contract.en.pfs" }
  var directory: String { "\(Self.root)/\(data)" }

  /// Whether the records are there; those beside the project need not be.
  var isPresent: Bool { FileManager.default.fileExists(atPath: directory) }

  static let yamaguchi = Study(
    contract: "yamaguchi-genki", data: "Datasets/yamaguchi-genki/clean", period: "2025",
    participants: ("residents.csv", "resident_id"),
    referring: [("participation.csv", "participant_id"), ("health.csv", "resident_id")])
  static let quitSmoking = Study(
    contract: "quit-smoking", data: "Datasets/nhefs", period: "1982",
    participants: ("nhefs.csv", "seqn"))
  /// Nearly every kind: quantiles, variances, person-time, concentration, months, mean changes, and a confidence limit
  /// of a difference in differences.
  static let genki = Study(
    contract: "genki-2022", data: "../shared/data/genki/small/clean", period: "2022",
    participants: ("residents.csv", "resident_id"),
    referring: [
      ("participation.csv", "participant_id"), ("health.csv", "resident_id"),
      ("care.csv", "resident_id"), ("comparison.csv", "resident_id"),
    ])
  /// Differences and ratios of two groups.
  static let medication = Study(
    contract: "fukuoka-medication", data: "Datasets/published-contracts/fukuoka", period: "2021",
    participants: ("patients.csv", "patient_id"))
  static let learning = Study(
    contract: "moj-learning", data: "Datasets/published-contracts/justice", period: "2023",
    participants: ("youths.csv", "youth_id"), referring: [("sanctions.csv", "youth_id")])
  static let guidance = Study(
    contract: "health-guidance", data: "Datasets/published-contracts/guidance", period: "2024",
    participants: ("guided.csv", "guided_id"), referring: [("contacts.csv", "guided_id")])

  static let all = [yamaguchi, quitSmoking, genki, medication, learning, guidance]

  /// The records as lines of cells; none of these files quotes a cell that it changes.
  private func lines(_ file: String) throws -> [[Substring]] {
    let text = try String(contentsOfFile: "\(directory)/\(file)", encoding: .utf8)
    return text.split(whereSeparator: \.isNewline).map {
      $0.split(separator: ",", omittingEmptySubsequences: false)
    }
  }

  /// How many participants there are.
  func size() throws -> Int { try lines(participants.file).count - 1 }

  /// How often each participant is drawn in a replicate, by the published stream.
  func draws(_ replicate: Int, seed: UInt64) throws -> [Int] {
    let size = try size()
    var counts = [UInt8](repeating: 0, count: size)
    var span = counts.mutableSpan
    PhiloxDraws(key: StreamKey(contract: seed, scenario: 1)).count(
      replicate: replicate, pools: [0..<size], into: &span)
    return counts.map(Int.init)
  }

  /// What copies of a participant lose: rows of a file, those with some codes, or cells.
  struct Loss: Sendable {
    let file: String
    let id: String
    var `where`: (column: String, codes: [String])?
    var cells: String?
  }

  /// Writes records in which each participant is there so many times, each copy under an id of its own; the
  /// last copies of him lose something.
  func write(
    _ times: [Int], losing loss: Loss? = nil, _ lost: [Int] = [], to scratch: Scratch
  ) throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: directory)
    for file in files where file.hasSuffix(".csv") {
      try scratch.write(
        "data/\(file)", try String(contentsOfFile: "\(directory)/\(file)", encoding: .utf8))
    }
    let people = try lines(participants.file)
    let own = people[0].firstIndex { $0 == participants.id } ?? 0
    var copies: [Substring: Int] = [:]
    for (row, count) in zip(people.dropFirst(), times) { copies[row[own]] = count }
    var whole: [Substring: Int] = [:]
    for (row, place) in zip(people.dropFirst(), times.indices) where !lost.isEmpty {
      whole[row[own]] = times[place] - lost[place]
    }
    // Who is lost as a whole leaves nothing behind.
    let isGone = loss.map { $0.file == participants.file && $0.cells == nil } ?? false
    if isGone { copies = whole }
    for (file, id) in [participants] + referring {
      let rows = try lines(file)
      let column = rows[0].firstIndex { $0 == id } ?? 0
      var written = rows[0].joined(separator: ",") + "\n"
      for row in rows.dropFirst() {
        for copy in 0..<(copies[row[column]] ?? 1) {
          var cells = row.map(String.init)
          if let loss, loss.file == file, let rest = whole[row[column]], copy >= rest {
            if let name = loss.cells {
              cells[rows[0].firstIndex { $0 == name } ?? 0] = ""
            } else if loss.where.map({ condition in
              condition.codes.contains(
                cells[rows[0].firstIndex { $0 == condition.column } ?? 0])
            }) ?? true {
              continue
            }
          }
          cells[column] = copies[row[column]] == nil ? cells[column] : Self.id(cells[column], copy)
          written += cells.joined(separator: ",") + "\n"
        }
      }
      try scratch.write("data/\(file)", written)
    }
  }

  /// An id of a copy; numbers stay numbers.
  private static func id(_ id: String, _ copy: Int) -> String {
    copy == 0 ? id : "\(id)9\(copy)9"
  }
}
