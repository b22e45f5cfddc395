import Execution
import Foundation
import Quantities
import Records
import Testing

/// The health programme's figures against those that an independent program computed.
@Suite struct HealthProgrammeTests {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
  private static let records = root.appendingPathComponent(
    "Tests/RecordsTests/Fixtures/genki/clean")
  private static let oracle = root.appendingPathComponent("Tests/Oracles/genki_small.json")

  @Test(.enabled(if: FileManager.default.fileExists(atPath: records.path)))
  func figuresEqualTheOracle() throws {
    let text = try Data(contentsOf: Self.oracle)
    let oracle = try #require(
      try JSONSerialization.jsonObject(with: text) as? [String: String])
    let plan = HealthProgramme().plan
    let contract = plan.contract
    let data = try DataSource.open(Self.records.path).read(contract.tables.map(\.schema))
    let result = try Executor.run(contract, data: data, period: plan.period)
    var compared = 0
    for measurement in result.measurements {
      var name = measurement.id.name
      if let key = measurement.id.key { name += "." + key.text }
      if name == "I11" {
        for (i, j) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
          #expect(result.count("\(i)→\(j)", of: "I11").map { $0 + "/1" } == oracle["I11.n\(i)\(j)"])
        }
        compared += 4
        continue
      }
      var value = measurement.value
      if name.hasSuffix(".rate") || name.hasSuffix(".share") {
        value = try #require(value.divided(by: 100))
      }
      #expect(value.fraction == oracle[name], "\(name)")
      compared += 1
    }
    #expect(compared == 47)
    for (figure, count, expected) in [
      ("I03.rate", "numerator", "I03.x"), ("I03.rate", "denominator", "I03.n"),
      ("I07.rate", "numerator", "I07.x"), ("I07.rate", "denominator", "I07.n"),
      ("I09.mean", "n", "I09.n"), ("I10.median", "n", "I10.n"),
      ("I12.levels.mean", "n", "I12.levels.n"), ("I12.value.mean", "sum", "I12.value.sum"),
    ] {
      let measurement = result.measurements.first { $0.id.name == figure }
      #expect(
        measurement?.counts.first { $0.label == count }?.value.fraction == oracle[expected])
    }
  }
}
