import Foundation
import TestSupport
import Testing

@Suite struct ExportCommandTests {
  private func export(
    _ scratch: Scratch, _ form: String, _ file: String, _ further: String...
  ) throws -> Finished {
    try Command.run(
      ["export", scratch["FY2025"], "--as", form, "--output", scratch[file]] + further)
  }

  /// Three participants at 1,000 yen, and a tenth of tax.
  @Test func figuresAsATable() throws {
    let scratch = try Programme.settled()
    let run = try export(scratch, "csv", "figures.csv")
    #expect(run.status == 0, "\(run.errors)")
    let lines = try scratch.text("figures.csv").components(separatedBy: "\r\n")
    #expect(
      lines.first
        == "\u{FEFF}Figure,Clause,Value,In words,Exact fraction,Computation,Made from")
    #expect(lines.contains("reach.n,Art. 5,3,3 persons,3/1,,"))
    #expect(
      lines.contains(
        "total,Art. 8,3000,\"3,000 yen\",3000/1,\"reach_fee 3,000 yen = 3,000 yen (Art. 8)\",reach_fee"
      ))
    #expect(lines.contains { $0.hasPrefix("due,Art. 8,3300,") })
    #expect(!lines.joined().contains("CANARY"))
  }

  /// Aggregates only, and the same bytes again; what is there is not written over.
  @Test(arguments: ["xlsx", "csv", "fhir"])
  func anExportIsMadeOnceAndIsTheSame(form: String) throws {
    let scratch = try Programme.settled()
    #expect(try export(scratch, form, "first").status == 0)
    let again = try export(scratch, form, "first")
    #expect(again.status == 4)
    #expect(again.errors.hasPrefix("error[P"))
    #expect(try export(scratch, form, "second").status == 0)
    let first = try Data(contentsOf: URL(fileURLWithPath: scratch["first"]))
    #expect(first == (try Data(contentsOf: URL(fileURLWithPath: scratch["second"]))))
    #expect(first.range(of: Data("CANARY".utf8)) == nil)
    let rights = try FileManager.default.attributesOfItem(atPath: scratch["first"])
    #expect(rights[.posixPermissions] as? Int == 0o600)
  }

  /// What is handed on does not depend on how the record is kept.
  @Test(arguments: ["xlsx", "csv", "fhir"])
  func aPackedBundleGivesTheSame(form: String) throws {
    let scratch = try Programme.settled()
    try #require(
      try Command.run("pack", scratch["FY2025"], "--output", scratch["FY2025.zip"]).status == 0)
    #expect(try export(scratch, form, "directory").status == 0)
    let run = try Command.run(
      "export", scratch["FY2025.zip"], "--as", form, "--output", scratch["packed"])
    #expect(run.status == 0, "\(run.errors)")
    let files = ["directory", "packed"].map { URL(fileURLWithPath: scratch[$0]) }
    #expect(try Data(contentsOf: files[0]) == (try Data(contentsOf: files[1])))
  }

  @Test func indicatorsAsMeasureReports() throws {
    let scratch = try Programme.settled()
    #expect(try export(scratch, "fhir", "measures.json").status == 0)
    let object = try JSONSerialization.jsonObject(with: Data(scratch.text("measures.json").utf8))
    let bundle = try #require(object as? [String: Any])
    let entries = try #require(bundle["entry"] as? [[String: Any]])
    #expect(entries.count == 1)
    let report = try #require(entries.first?["resource"] as? [String: Any])
    #expect(report["resourceType"] as? String == "MeasureReport")
    #expect(report["period"] as? [String: String] == ["start": "2025-10-01", "end": "2026-03-31"])
    let group = try #require((report["group"] as? [[String: Any]])?.first)
    #expect((group["measureScore"] as? [String: Any])?["value"] as? Int == 3)
    #expect((group["population"] as? [[String: Any]])?.first?["count"] as? Int == 3)
  }

  @Test func otherFormsAreRefused() throws {
    let scratch = try Programme.settled()
    #expect(try export(scratch, "pdf", "x").status == 2)
    #expect(
      try Command.run("export", scratch["none"], "--as", "csv", "--output", scratch["x"]).status
        == 4)
  }
}
