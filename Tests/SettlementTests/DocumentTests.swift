import Contract
import Execution
import Foundation
import Quantities
import Records
import Settlement
import SettlementFixtures
import TestSupport
import Testing

/// The settlement document against its published schema, and the trace against itself.
@Suite struct DocumentTests {
  private let file = InputFile(
    name: "participant.csv", bytes: 10, rows: 2, encoding: .cp932, isEncodingDeclared: false,
    sha256: String(repeating: "0a", count: 32), delimiter: ",")

  private func settlement(stopped: Bool = false) throws -> Settlement {
    let contract = try Minato.contract()
    let execution =
      stopped
      ? measured(
        contract, [(0, nil, 640), (1, nil, 66)],
        stops: [
          .init(code: "S420", severity: .stop, headline: .init(en: "stopped", ja: "中止"))
        ]) : try Minato.execution(contract)
    return try Settler.settle(
      contract: contract, period: try #require(contract.period(2024)), execution: execution,
      interim: 6_600_000)
  }

  @Test(arguments: [false, true]) func satisfiesTheSchema(stopped: Bool) throws {
    let json = SettlementDocument.json(
      try settlement(stopped: stopped), contractSHA256: String(repeating: "f0", count: 32),
      inputs: [file])
    let schema = try JSONSchema("settlement")
    let value = try JSONSerialization.jsonObject(with: Data(json.canonicalBytes))
    #expect(try schema.faults(value) == [])
    // The validator does find faults.
    let broken = try JSONSerialization.jsonObject(with: Data("{\"due\":5,\"x\":1}".utf8))
    #expect(try !schema.faults(broken).isEmpty)
  }

  @Test func showsTheFiguresInOrder() throws {
    let json = SettlementDocument.json(
      try settlement(), contractSHA256: "", inputs: [file],
      engine: Engine(version: "9", semantics: 3))
    #expect(json["due"]?.string == "20559000")
    #expect(json["status"]?.string == "settled")
    #expect(json["contract"]?["name"]?.string == "minato_65plus")
    #expect(json["period"]?["to"]?.string == "2025-03-31")
    let level = json["figures"]?.elements.first { $0["name"]?.string == "gait_level" }
    #expect(level?["value"]?.string == "44.285714285714285714")
    #expect(level?["exact"]?.string == "310/7")
    #expect(level?["unit"]?.string == "percent")
    #expect(level?["kind"]?.string == "achievement")
    #expect(level?["clause"]?.string == "Art. 6(1)")
    #expect(json["figures"]?.elements.last?["name"]?.string == "due")
    #expect(json["engine"]?["semantics"]?.integer == 3)
    #expect(json["flows"]?.elements.first?["steps"]?.elements.first?["missing"]?.integer == 10)
    let again = try JSONValue(canonical: json.canonicalBytes)
    #expect(again == json)
  }

  @Test func traceIsReadBack() throws {
    for stopped in [false, true] {
      let trace = Trace(try settlement(stopped: stopped))
      let again = Trace(try JSONValue(canonical: trace.json.canonicalBytes))
      #expect(again == trace)
    }
    #expect(Trace(.null) == nil)
    #expect(Trace(.object([.init("figures", .array([.null]))])) == nil)
  }

  @Test func traceHoldsTheYenOfRoundings() throws {
    let trace = Trace(try settlement())
    let entry = try #require(trace.entry("outcome"))
    #expect(entry.roundings.first?.effectOnDue == -14_142)
    #expect(entry.roundings.first?.rule.en == "down to 0.1 percent")
    #expect(entry.roundings.first?.rule.ja == "0.1%未満切捨て")
    #expect(entry.clause?.ja == "第6条第3項")
    #expect(trace.entry("総合達成度") == entry)
    let level = try #require(trace.entry("gait_level"))
    #expect(level.row?.number == 2)
    #expect(level.row?.lineText == "from 0.020 to below 0.090 m/s")
    #expect(level.row?.admits.ja == "0.020以上0.090m/s未満")
  }
}
