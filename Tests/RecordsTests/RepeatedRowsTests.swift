import Diagnostics
import Records
import Testing

/// Repeated rows, keys and references.
@Suite struct RepeatedRowsTests {
  private func events(_ repeated: RepeatedRule) -> TableSchema {
    table(
      "t", key: [0, 1],
      [
        column("id", .code), column("on", .date),
        column("n", .decimal, optional: true), column("note", .text, optional: true),
      ], repeated: repeated)
  }

  private func read(_ repeated: RepeatedRule, _ rows: [String]) throws -> Table {
    let scratch = try Scratch()
    try scratch.write("t.csv", "id,on,n,note\n" + rows.map { $0 + "\n" }.joined())
    return try scratch.read(events(repeated))
  }

  private func refusal(_ repeated: RepeatedRule, _ rows: [String]) throws -> DataRefusal {
    let scratch = try Scratch()
    try scratch.write("t.csv", "id,on,n,note\n" + rows.map { $0 + "\n" }.joined())
    return try scratch.refusal([events(repeated)])
  }

  @Test func keysOnARefusedTableAreNotJudged() throws {
    // The people cannot be read, so that nobody's sessions are known apart: only the people's fault
    // is reported, not every session as a repetition.
    let scratch = try Scratch()
    try scratch.write("people.csv", "id,born\na,2000-02-30\nb,1950-01-01\n")
    try scratch.write("sessions.csv", "id,on\na,2025-04-01\nb,2025-04-01\n")
    let refused = try scratch.refusal([
      table("people", key: [0], [column("id", .code), column("born", .date)]),
      table(
        "sessions", key: [0, 1], [column("id", .code), column("on", .date)],
        references: [ReferenceSchema(column: 0, table: 0, orphans: .refuseRun)]),
    ])
    #expect(refused.diagnostics.map(\.code) == ["D211"])
  }

  @Test func identicalRowsOnce() throws {
    // The second is equal after its cells are read: another spelling of the date and the number.
    let rows = ["a,2025-04-01,1,x", "a,R7.4.1,1.0,x", "b,2025-04-01,1,x"]
    let read = try read(RepeatedRule(identicalOnce: true), rows)
    #expect(read.texts() == [["a", "2025-04-01", "1", "x"], ["b", "2025-04-01", "1", "x"]])
    #expect(read.account.repeatedIdentical == 1)
    #expect(read.excluded == [ExcludedRow(line: 3, rule: .identicalRow, column: -1)])
    #expect(read.place(of: 1).line == 4)
    let refused = try refusal(RepeatedRule(), rows)
    #expect(refused.diagnostics.map(\.code) == ["D214"])
  }

  @Test(arguments: [
    (SameKeyRule.largest(2), "9"), (.smallest(2), "1"), (.latest(2), "9"), (.earliest(2), "1"),
  ])
  func sameKey(_ rule: SameKeyRule, _ n: String) throws {
    let rows = ["a,2025-04-01,5,x", "a,2025-04-01,9,y", "a,2025-04-01,1,z", "a,2025-04-02,3,x"]
    let read = try read(RepeatedRule(identicalOnce: true, sameKey: rule), rows)
    #expect(read.columns[2].int64Values().map { "\($0)" } == [n, "3"])
    #expect(read.account.superseded == 2)
    #expect(read.account.reconciles())
  }

  @Test func tiesAreNeverChosenSilently() throws {
    let tied = ["a,2025-04-01,5,x", "a,2025-04-01,5,y", "a,2025-04-01,1,z"]
    for rule in [SameKeyRule.largest(2), .smallest(2)] {
      let repeated = RepeatedRule(identicalOnce: true, sameKey: rule)
      if rule == .largest(2) {
        let refused = try refusal(repeated, tied)
        #expect(refused.diagnostics.map(\.code) == ["D215"])
        #expect(refused.places.map(\.line) == [3, 4])
      } else {
        // The tie is not about the row that prevails.
        #expect(try read(repeated, tied).texts().map { $0[3] } == ["z"])
      }
    }
    // A missing deciding value decides nothing.
    let missing = ["a,2025-04-01,5,x", "a,2025-04-01,,y"]
    #expect(
      try refusal(RepeatedRule(sameKey: .largest(2)), missing).diagnostics.map(\.code) == ["D215"])
    // Rows of equal content are no tie.
    let equal = ["a,2025-04-01,5,x", "a,2025-04-01,5,x", "a,2025-04-01,1,x"]
    #expect(try read(RepeatedRule(sameKey: .largest(2)), equal).account.superseded == 2)
  }

  @Test func repeatedKeyRefusesWhereNothingIsSaid() throws {
    let rows = ["a,2025-04-01,5,x", "b,2025-04-01,5,x", "a,2025-04-01,6,x", "a,2025-04-01,7,x"]
    for rule in [nil, SameKeyRule.refuse] {
      let refused = try refusal(RepeatedRule(identicalOnce: true, sameKey: rule), rows)
      #expect(refused.diagnostics.map(\.code) == ["D214"])
      #expect(refused.places.map(\.line) == [4, 5])
      #expect(refused.diagnostics[0].labels[0].text.en.hasPrefix("same key as line 2"))
    }
  }

  @Test func tablesWithoutKey() throws {
    let scratch = try Scratch()
    try scratch.write("t.csv", "a,b\n1,x\n1,y\n1,x\n")
    let columns = [column("a", .code), column("b", .code)]
    #expect(try scratch.read(table("t", columns)).rowCount == 3)
    let once = try scratch.read(
      table("t", columns, repeated: RepeatedRule(identicalOnce: true)))
    #expect(once.texts() == [["1", "x"], ["1", "y"]])
  }

  @Test func missingKeyIsABadValue() throws {
    let scratch = try Scratch()
    try scratch.write("t.csv", "a\n1\n\n")
    let key = table("t", key: [0], [column("a", .code, optional: true, badValue: .missing)])
    let refused = try scratch.refusal([key])
    #expect(refused.diagnostics.map(\.code) == ["D212"])
  }

  /// Keys wider than 64 bits are hashed; a small program of the plainest kind decides the same.
  @Test func wideKeysAgainstPlainSearch() throws {
    var generator = SplitMix(seed: 42)
    let names = ["a", "b", "c", "d", "e", "f"]
    var rows: [[String]] = []
    for _ in 0..<3000 {
      rows.append(
        (0..<6).map { _ in String(Int(generator.next() % 4) * 1_000_000_007) } + [
          String(generator.next() % 50)
        ])
    }
    let scratch = try Scratch()
    let text = rows.map { $0.joined(separator: ",") + "\n" }.joined()
    try scratch.write("t.csv", names.joined(separator: ",") + ",n\n" + text)
    let schema = table(
      "t", key: Array(0..<6), names.map { column($0, .decimal) } + [column("n", .code)],
      repeated: RepeatedRule(identicalOnce: true, sameKey: .largest(6)))
    let read = try scratch.read(schema)
    // Codes compare as bytes, as do these strings of ASCII digits.
    var best: [[String]: [String]] = [:]
    for row in rows {
      let key = Array(row.prefix(6))
      if let other = best[key], Array(other[6].utf8).lexicographicallyPrecedes(row[6].utf8) {
        best[key] = row
      } else if best[key] == nil {
        best[key] = row
      }
    }
    let got = read.texts().map { $0.joined(separator: ",") }.sorted()
    #expect(got == best.values.map { $0.joined(separator: ",") }.sorted())
    #expect(read.account.repeatedIdentical == rows.count - Set(rows).count)
    #expect(read.account.reconciles())
  }

  /// Many rows, so that both threads sieve.
  @Test func manyRowsWithFewRepetitions() throws {
    var text = "id,n\n"
    for i in 0..<200_000 { text += "k\(i),\(i % 7)\n" }
    for i in stride(from: 0, to: 200_000, by: 1009) { text += "k\(i),9\n" }
    let scratch = try Scratch()
    try scratch.write("t.csv", text)
    let columns = [column("id", .code), column("n", .decimal)]
    let read = try scratch.read(
      table("t", key: [0], columns, repeated: RepeatedRule(sameKey: .largest(1))))
    #expect(read.rowCount == 200_000)
    #expect(read.account.superseded == 199)
    let nines = read.columns[1].int64Values().filter { $0 == 9 }.count
    #expect(nines == 199)
    #expect(read.place(of: 0).line == 3)
    #expect(read.place(of: 199_999).line == 200_002 + 198)
  }

  // MARK: - References

  private let people = table("p", key: [0], [column("id", .code), column("x", .decimal)])

  private func visits(_ orphans: BadRowAction) -> TableSchema {
    table(
      "v", [column("who", .code, optional: true, normalise: .upperCase)],
      references: [ReferenceSchema(column: 0, table: 1, orphans: orphans)])
  }

  private func source() throws -> Scratch {
    let scratch = try Scratch()
    try scratch.write("p.csv", "id,x\nC,1\nA,2\nB,3\n")
    try scratch.write("v.csv", "who\nA\nb\nZ\n\nc\nZ\n")
    return scratch
  }

  @Test func referencesAreRowsOfTheOtherTable() throws {
    let scratch = try source()
    // The referring table stands first: it is read second.
    let data = try DataSource.open(scratch.path).read([visits(.missing), people])
    #expect(data.tables[0].columns[0].kind == .reference(table: 1))
    #expect(data.tables[0].columns[0].int32Values() == [1, 2, -1, -1, 0, -1])
    #expect(data.tables[0].account.orphanMissing == [.init(column: 0, count: 2)])
  }

  @Test func orphansAreLeftOutOrRefuse() throws {
    let scratch = try source()
    let data = try DataSource.open(scratch.path).read([visits(.rejectRow), people])
    #expect(data.tables[0].columns[0].int32Values() == [1, 2, -1, 0])
    #expect(data.tables[0].account.orphans == [.init(column: 0, count: 2)])
    #expect(data.tables[0].account.reconciles())
    let refused = try scratch.refusal([visits(.refuseRun), people])
    #expect(refused.diagnostics.map(\.code) == ["D213"])
    #expect(refused.places.map(\.line) == [4, 7])
  }

  @Test func orphansOfARefusedTable() throws {
    // Every key could be read, so who is nobody is known.
    let scratch = try source()
    try scratch.write("p.csv", "id,x\nC,?\n")
    var refused = try scratch.refusal([visits(.refuseRun), people])
    #expect(refused.diagnostics.map(\.code) == ["D213", "D211"])
    // A row too short may be anybody's: nobody is called an orphan.
    try scratch.write("p.csv", "id,x\nC\n")
    refused = try scratch.refusal([visits(.refuseRun), people])
    #expect(refused.diagnostics.map(\.code) == ["D208"])
  }

  /// A person left out of one table is an orphan in the other.
  @Test func rejectedRowsAreNotReferredTo() throws {
    let scratch = try source()
    try scratch.write("p.csv", "id,x\nC,1\nA,?\nB,3\n")
    let strict = table(
      "p", key: [0], [column("id", .code), column("x", .decimal, badValue: .rejectRow)])
    let data = try DataSource.open(scratch.path).read([visits(.rejectRow), strict])
    #expect(data.tables[1].columns[0].dictionary == ByteDictionary(["B", "C"]))
    #expect(data.tables[0].columns[0].int32Values() == [1, -1, 0])
  }

  /// The key of a table may itself be a reference.
  @Test func referencesThroughATable() throws {
    let scratch = try source()
    try scratch.write("q.csv", "id\nB\nC\n")
    let chosen = table(
      "q", key: [0], [column("id", .code)],
      references: [ReferenceSchema(column: 0, table: 1, orphans: .refuseRun)])
    let visits = table(
      "v", [column("who", .code, optional: true, normalise: .upperCase)],
      references: [ReferenceSchema(column: 0, table: 2, orphans: .rejectRow)])
    let data = try DataSource.open(scratch.path).read([visits, people, chosen])
    #expect(data.tables[2].columns[0].int32Values() == [2, 0])
    #expect(data.tables[0].columns[0].int32Values() == [0, -1, 1])
    #expect(data.tables[0].account.orphans == [.init(column: 0, count: 3)])
  }

  @Test func circularReferences() throws {
    let scratch = try source()
    let circular = table(
      "p", key: [0], [column("id", .code)],
      references: [ReferenceSchema(column: 0, table: 0, orphans: .refuseRun)])
    #expect(try scratch.refusal([circular]).diagnostics.map(\.code) == ["D229"])
  }
}

/// A small generator of numbers for tests.
struct SplitMix {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
    return z ^ z >> 31
  }
}
