import Foundation
import TestSupport
import Testing

/// What is read of a settlement's JSON, `Documentation/settlement.schema.json`.
struct Record: Decodable {
  struct Figure: Decodable, Equatable {
    let name, kind, value: String
    let exact: String?
    let unit: String
    let clause: String?
  }
  struct Payment: Decodable, Equatable {
    let name, status: String
    let value: String?
  }
  struct Flow: Decodable, Equatable {
    struct Step: Decodable, Equatable {
      let entered, excluded, missing, remaining: Int
      let reason: String
    }
    let base: String?
    let population, table: String
    let rows, remaining: Int
    let steps: [Step]
  }
  struct Input: Decodable {
    let name, sha256, encoding: String
    let bytes, rows: Int
  }
  let figures: [Figure]
  let payments: [Payment]
  let flows: [Flow]
  let inputs: [Input]
  let due: String?
  let status: String

  init(json: Data) throws { self = try JSONDecoder().decode(Record.self, from: json) }

  init(json: String) throws { try self.init(json: Data(json.utf8)) }

  /// Settles, and demands that it succeeds.
  static func settling(_ arguments: [String]) throws -> Record {
    let run = try Command.run(arguments + ["--format", "json"])
    try #require(run.status == 0, "\(run.errors)")
    return try Record(json: run.output)
  }

  subscript(name: String) -> String? { figures.first { $0.name == name }?.exact }

  /// Everything that a contract says about its year; what the files look like is left out.
  var outcome: [String] {
    figures.map { "\($0.name) \($0.kind) \($0.exact ?? "–") \($0.value) \($0.unit)" }
      + payments.map { "\($0.name) \($0.status) \($0.value ?? "–")" }
      + flows.map { "\($0.population) \($0.remaining)" } + ["due \(due ?? "–")", status]
  }
}

/// What is read of `pfs scenario --format json`.
struct ScenarioRecord: Decodable {
  struct Change: Decodable {
    let name: String
    let before, after, difference: String?
  }
  let changes: [Change]
  let due: String?

  /// `name before after`, of every figure that changes.
  var summary: [String] {
    changes.map { "\($0.name) \($0.before ?? "–") \($0.after ?? "–")" }
  }
}

/// What is read of `quality.json` and of `pfs data --format json`.
struct QualityRecord: Decodable {
  struct Count: Decodable {
    let column: String
    let count: Int
  }
  struct Table: Decodable {
    let table: String
    let files: [String]
    let read, used, repeatedIdentical, superseded: Int
    let rejected, orphans, eraOverruns: [Count]
  }
  let tables: [Table]
}
