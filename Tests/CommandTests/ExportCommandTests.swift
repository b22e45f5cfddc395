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
    #expect(lines.contains("reach.n,Art. 5,3,3 persons,'3/1,,"))
    #expect(
      lines.contains(
        "total,Art. 8,3000,\"3,000 yen\",'3000/1,\"reach_fee 3,000 yen = 3,000 yen (Art. 8)\",reach_fee"
      ))
    #expect(lines.contains { $0.hasPrefix("due,Art. 8,3300,") })
    #expect(!lines.joined().contains("CANARY"))
  }

  /// Aggregates only, and the same bytes again; what is there is not written over.
  @Test(arguments: ["html", "xlsx", "csv", "fhir", "indigo"])
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
  @Test(arguments: ["html", "xlsx", "csv", "fhir", "indigo"])
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

  /// The page to print is the recorded statement, and in the other language the same amounts.
  @Test func theStatementInEitherLanguage() throws {
    let scratch = try Programme.settled(vocabulary: true)
    #expect(try export(scratch, "html", "en.html").status == 0)
    #expect(try scratch.text("en.html") == scratch.text("FY2025/data/statement.html"))
    #expect(try export(scratch, "html", "ja.html", "--language", "ja").status == 0)
    let page = try scratch.text("ja.html")
    #expect(page.contains("<h1>精算書</h1>"))
    #expect(page.contains("<b>3,300円</b>"))
    #expect(
      page.contains("小事業") && !page.contains("Small Programme") && !page.contains("reach_fee"))
    #expect(PageAudit(page).faults.isEmpty)
    #expect(!page.contains("CANARY"))
  }

  /// Three persons at 1,000 yen: one metric, its price, its result, and payments that make 3,300 yen.
  @Test func anOutcomeRecord() throws {
    let scratch = try Programme.settled()
    #expect(try export(scratch, "indigo", "outcomes.json").status == 0)
    let object = try JSONSerialization.jsonObject(with: Data(scratch.text("outcomes.json").utf8))
    let project = try #require(object as? [String: Any])
    func list(_ name: String) throws -> [[String: Any]] {
      try #require(project[name] as? [[String: Any]], "\(name)")
    }
    func value<Kind>(_ object: [String: Any]?, _ path: String...) -> Kind? {
      var found: Any? = object
      for name in path + ["value"] { found = (found as? [String: Any])?[name] }
      return found as? Kind
    }
    #expect(project["status"] as? String == "PRIVATE")
    #expect(value(project, "name") == "Small Programme")
    #expect(try list("outcome_metrics").map { $0["id"] as? String } == ["reach"])
    #expect(value(try list("outcome_metrics").first, "definition") == "reach per Art. 5")
    #expect(
      value(try list("outcome_pricings").first, "price_description")
        == "reach_fee per Art. 7: amount 1,000 yen per person × reach")
    let result = try #require(try list("results").first)
    #expect(value(result, "outcome_metric_id") == "reach")
    #expect(value(result, "outcomes_achieved") == "3 persons")
    #expect(value(result, "number_engaged_in_impact_bond") == 3)
    #expect(value(result, "period", "start_date") == "2025-10-01")
    #expect(value(result, "period", "end_date") == "2026-03-31")
    // The term ends a year later.
    #expect(value(result, "result_type") == "Interim")
    let payments = try list("outcome_payments")
    #expect(payments.map { value($0, "money", "amount") } == [3000, 300])
    #expect(payments.map { value($0, "money", "currency") } == ["JPY", "JPY"])
    #expect(payments.map { value($0, "outcome_metric_id") } == ["reach", nil])
    #expect(payments.map { value($0, "type") } == ["Planned", "Planned"])
  }

  @Test func aMissingDirectoryIsNamed() throws {
    let scratch = try Programme.settled()
    for (language, words) in [
      ("en", "there is no directory '\(scratch["none"])'\n"),
      ("ja", "ディレクトリ「\(scratch["none"])」がありません\n"),
    ] {
      let run = try export(scratch, "csv", "none/x.csv", "--language", language)
      #expect(run.status == 4)
      #expect(run.errors.contains(words), "\(run.errors)")
    }
  }

  @Test func otherFormsAreRefused() throws {
    let scratch = try Programme.settled()
    #expect(try export(scratch, "pdf", "x").status == 2)
    #expect(
      try Command.run("export", scratch["none"], "--as", "csv", "--output", scratch["x"]).status
        == 4)
  }
}
