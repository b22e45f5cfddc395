import Foundation
import TestSupport
import Testing

/// What a settlement was checked for, and which clause each figure follows, as the bundle records them.
@Suite struct InvariantTests {
  /// Adds both sides of every invariant in exact fractions, and looks for those that must be there.
  private static let audit = """
    import json, sys
    from fractions import Fraction

    def load(name):
        return json.load(open(f"{sys.argv[1]}/data/{name}.json", encoding="utf-8"))

    def total(side):
        return sum((Fraction(term["value"]) for term in side), Fraction(0))

    holds = {"=": lambda a, b: a == b, "<=": lambda a, b: a <= b, "<": lambda a, b: a < b,
             "multiple of": lambda a, b: (a / b).denominator == 1}
    checks = load("invariants")["invariants"]
    found = {}
    for check in checks:
        left, right = total(check["left"]), total(check["right"])
        assert check["holds"] is True and holds[check["relation"]](left, right), check
        found.setdefault((check["rule"], check["of"]), []).append((left, right))
    figures = {figure["name"]: figure for figure in load("settlement")["figures"]}
    value = lambda name: Fraction(figures[name]["exact"])
    for table in load("quality")["tables"]:
        (read, whole), = found["rows", table["table"]]
        assert read == whole == table["read"], table
    flows = load("settlement")["flows"]
    for flow in flows:
        entered = flow["steps"][0]["entered"] if flow["steps"] else flow["remaining"]
        assert [left for left, _ in found["flow", flow["population"]]] == [entered, entered], flow
    trace = {entry["name"]: entry for entry in load("trace")["figures"]}
    for name, entry in trace.items():
        assert len(found.get(("rounding", name), [])) == 2 * len(entry["roundings"]), name
        if entry["steps"]:
            (amount, _), = found["lines", name]
            assert amount == value(name), name
        if entry["kind"] == "rate":
            (part, whole), = found["share", name]
            assert (part, whole) == (value(name + ".numerator"), value(name + ".denominator"))
    due = found["payable", "due"]
    assert due == [(value("due"), Fraction(1))], due
    print(len(checks), len(flows))
    """

  private func audited(_ bundle: String) throws -> [Int] {
    let run = try Command.process("/usr/bin/python3", ["-c", Self.audit, bundle])
    try #require(run.status == 0, "\(run.errors)")
    return run.output.split(whereSeparator: \.isWhitespace).compactMap { Int($0) }
  }

  @Test(arguments: Programme.allInBoth) func everyIdentityHoldsInExactFractions(
    programme: Programme
  ) throws {
    let scratch = try Scratch()
    let run = try Command.run(programme.arguments("settle") + ["--output", scratch["bundle"]])
    try #require(run.status == 0, "\(run.errors)")
    let counts = try audited(scratch["bundle"])
    // Two of each flow, and those of tables and amounts.
    #expect(counts.count == 2 && counts[0] > 2 * counts[1])
    let page = try scratch.text("bundle/data/statement.html")
    #expect(page.contains(programme.tongue == .en ? ">all hold<" : ">すべて成立<"))
    #expect(!page.contains(programme.tongue == .en ? "NOT KEPT" : "不成立"))
    let report = try Command.run("report", scratch["bundle"], "--output", scratch["report.html"])
    #expect(report.status == 0, "\(report.errors)")
    #expect(try scratch.text("report.html").contains("data/invariants.json"))
  }

  /// 20,000,000 yen with tax for the term, of which 6,546,100 are used: what is paid is the rest.
  @Test func aLimitWithTaxIsComparedWithWhatIsPaid() throws {
    let scratch = try Scratch()
    let scales = "eq-5d-5l.en.pfs"
    try scratch.write(
      "scales/\(scales)", try Repository.text("Contracts/scales/\(scales)"))
    try scratch.write(
      "contract.pfs",
      try String(contentsOfFile: Programme.yamaguchi.path, encoding: .utf8)
        .replacing("\"../scales/", with: "\"scales/")
        .replacing("term cap        100,000,000", with: "term cap        20,000,000"))
    for year in ["2025", "2026"] {
      let run = try Command.run(
        [
          "settle", scratch["contract.pfs"], "--data", Programme.yamaguchi.data, "--period", year,
          "--output", scratch["FY\(year)"],
        ] + (year == "2026" ? ["--prior", scratch["FY2025"]] : []))
      try #require(run.status == 0, "\(run.errors)")
      _ = try audited(scratch["FY\(year)"])
    }
    let text = try scratch.text("FY2026/data/invariants.json")
    // 20,000,000 − 6,546,100 = 13,453,900.
    #expect(
      text.contains(
        "\"left\":[{\"name\":\"payable\",\"value\":\"13453900/1\"}],\"of\":\"total\","
          + "\"relation\":\"<=\""))
    #expect(text.contains("{\"name\":\"used before\",\"value\":\"-6546100/1\"}"))
  }

  /// 1,050 yen of line 8 are kept there; line 9 rounds them up to 1,100.
  @Test func aLimitIsKeptAfterItsLine() throws {
    let scratch = try Scratch()
    try scratch.write(
      "contract.pfs",
      """
      language en
      contract small "Small Programme"
        parties         client "A City", provider "B KK"
        term            from 2025-04-01 to 2027-03-31
        year starts     April
      payment fee                                               per Art. 7
        amount          2,000 yen
        cap             1,050 yen
        round           up to 100 yen
      settlement yearly                                         per Art. 8
        basis           each year on its own
        total           fee

      """)
    let run = try Command.run(
      "settle", scratch["contract.pfs"], "--data", scratch.path, "--period", "2025", "--output",
      scratch["FY2025"])
    try #require(run.status == 0, "\(run.errors)")
    #expect(
      try scratch.text("FY2025/data/invariants.json").contains(
        "\"left\":[{\"name\":\"fee after line 8\",\"value\":\"1050/1\"}],\"of\":\"fee\","
          + "\"relation\":\"<=\",\"right\":[{\"name\":\"line 8\",\"value\":\"1050/1\"}]"))
  }

  /// Every figure stands once, under the clause that the settlement gives it.
  @Test(arguments: Programme.allInBoth) func everyFigureFollowsAClause(programme: Programme) throws
  {
    struct Map: Decodable {
      struct Group: Decodable {
        struct Item: Decodable {
          let kind, name: String
          let line: Int
          let figures, suspended: [String]
        }
        let clause: [String: String]?
        let declarations: [Item]
      }
      let clauses: [Group]
    }
    let scratch = try Scratch()
    let run = try Command.run(programme.arguments("settle") + ["--output", scratch["bundle"]])
    try #require(run.status == 0, "\(run.errors)")
    let map = try JSONDecoder().decode(Map.self, from: scratch.bytes("bundle/data/clauses.json"))
    let record = try Record(json: try scratch.bytes("bundle/data/settlement.json"))
    var clauses: [String: String] = [:]
    for group in map.clauses {
      for item in group.declarations {
        for figure in item.figures {
          #expect(clauses[figure] == nil, "\(figure) stands twice")
          clauses[figure] = group.clause?[programme.tongue.rawValue] ?? ""
        }
      }
    }
    for figure in record.figures {
      #expect(clauses[figure.name] == figure.clause ?? "", "\(figure.name)")
    }
    #expect(clauses.count == record.figures.count)
    let items = map.clauses.flatMap(\.declarations)
    #expect(
      Set(items.filter { $0.kind == "payment" }.map(\.name)) == Set(record.payments.map(\.name)))
    let lines = try String(contentsOfFile: programme.path, encoding: .utf8)
      .split(separator: "\n", omittingEmptySubsequences: false)
    if programme.tongue == .en {
      #expect(
        items.count { $0.kind == "scale" } == lines.count { $0.hasPrefix("scale ") })
    }
    for item in items {
      // A value of a table is declared within it: `members.age`.
      let name = item.name.split(separator: ".").last.map(String.init) ?? item.name
      #expect(lines[item.line - 1].contains(name), "\(item.name)")
    }
  }

  /// The sums of the columns as they stand in the files, added by another program.
  @Test func controlTotalsAreThoseOfTheFiles() throws {
    let scratch = try Scratch()
    let run = try Command.run(
      Programme.yamaguchi.arguments("settle") + ["--output", scratch["bundle"]])
    try #require(run.status == 0, "\(run.errors)")
    let totals = """
      import csv, json, sys
      from decimal import Decimal
      inventory = json.load(open(f"{sys.argv[1]}/data/inventory.json", encoding="utf-8"))
      count = 0
      for table in inventory["tables"]:
          names = [item["name"] for item in inventory["inputs"] if table["table"] in item["tables"]]
          rows = [row for name in names
                  for row in csv.DictReader(open(f"{sys.argv[1]}/data/inputs/{name}", encoding="utf-8-sig"))]
          assert len(rows) == table["rows"], table
          # A column may have another heading in the file than in the contract.
          for total in [total for total in table["totals"] if total["column"] in rows[0]]:
              cells = [row[total["column"]] for row in rows if row[total["column"]]]
              assert len(cells) == total["values"], total
              assert sum(map(Decimal, cells)) == Decimal(total["sum"]), total
              count += 1
      print(count)
      """
    let audit = try Command.process("/usr/bin/python3", ["-c", totals, scratch["bundle"]])
    #expect(audit.status == 0, "\(audit.errors)")
    #expect((Int(audit.output.trimmingCharacters(in: .whitespacesAndNewlines)) ?? 0) > 3)
  }

  /// The canonical text is what `pfs format` writes, whatever the text as given looks like.
  @Test func theCanonicalContract() throws {
    let scratch = try Walks.scratch()
    let text = try scratch.text("contract.pfs")
    try scratch.write("contract.pfs", text.replacing("    ", with: " "))
    let run = try Command.run(
      "settle", scratch["contract.pfs"], "--data", scratch["data"], "--period", "2025",
      "--output", scratch["bundle"])
    try #require(run.status == 0, "\(run.errors)")
    let given = try scratch.bytes("bundle/data/contract.pfs")
    let canonical = try scratch.bytes("bundle/data/canonical.pfs")
    #expect(try scratch.bytes("contract.pfs") == given)
    #expect(given != canonical)
    let formatted = try Command.run("format", "--check", scratch["bundle/data/canonical.pfs"])
    #expect(formatted.status == 0, "\(formatted.errors)")
  }
}
