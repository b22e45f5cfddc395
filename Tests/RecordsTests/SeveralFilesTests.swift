import Diagnostics
import Foundation
import Records
import Testing

/// One table read from several files.
@Suite struct SeveralFilesTests {
  private func visits(
    _ names: [String] = ["visit-*.csv"], _ repeated: RepeatedRule = RepeatedRule()
  ) -> TableSchema {
    var schema = table(
      "visit", key: [0, 1],
      [
        column("id", .code), column("on", .date), column("n", .decimal, optional: true),
        column("note", .text, optional: true),
      ], repeated: repeated)
    schema.fileNames = names
    return schema
  }

  private func codes(_ scratch: Scratch, _ schema: TableSchema) throws -> [String] {
    try scratch.refusal([schema]).diagnostics.map(\.code)
  }

  /// Each file has its own order of columns, encoding and line ends; rows follow the names of the files.
  @Test func filesOfDifferentFormsAreOneTable() throws {
    let scratch = try Scratch()
    try scratch.write("visit-10.csv", "on,note,id\n2025-04-03,ｶ,c\n")
    try scratch.write(
      "visit-2.csv", [0xEF, 0xBB, 0xBF] + Array("id,on,n,note\r\na,2025-04-01,0.25,髙\r\n".utf8))
    // 髙 in CP932 is FB FC.
    try scratch.write(
      "visit-1.csv", Array("note,n,on,id\n".utf8) + [0xFB, 0xFC] + Array(",1.5,R7.4.2,b".utf8))
    try scratch.write("other-1.csv", "id\n")
    try scratch.write(".visit-3.csv", "id\n")
    let data = try DataSource.open(scratch.path).read([visits()])
    #expect(data.files.map(\.name) == ["visit-1.csv", "visit-10.csv", "visit-2.csv"])
    #expect(data.files.map(\.rows) == [1, 1, 1])
    #expect(data.files.map(\.encoding) == [.cp932, .utf8, .utf8WithBOM])
    let read = data.tables[0]
    #expect(
      read.texts() == [
        ["b", "2025-04-02", "1.5", "髙"], ["c", "2025-04-03", "", "ｶ"],
        ["a", "2025-04-01", "0.25", "髙"],
      ])
    #expect(read.columns[2].isPresent)
    #expect(read.account.read == 3)
    #expect(read.account.used == 3)
    let places = (0..<3).map { read.place(of: $0) }
    #expect(places.map(\.file) == [0, 1, 2])
    #expect(places.map(\.line) == [2, 2, 2])
    #expect(
      read.fileLines(of: [2, 0]) == [
        FileLines(file: "visit-1.csv", lines: [2]), FileLines(file: "visit-2.csv", lines: [2]),
      ])
    #expect(read.rows(at: FileLines(file: "visit-10.csv", lines: [2, 1])) == [1, nil])
    #expect(read.rows(at: FileLines(file: "other-1.csv", lines: [2])) == [nil])
  }

  /// A table cut into files at any rows is the table.
  @Test(arguments: [1, 2, 3, 7, 50])
  func cuttingChangesNothing(_ count: Int) throws {
    let header = "id,on,n,note\n"
    let rows = (0..<2000).map { i in
      let day = 1 + i % 28
      return "p\(i % 400),2025-\(i / 400 + 4 < 10 ? "0" : "")\(i / 400 + 4)-"
        + "\(day < 10 ? "0" : "")\(day),\(i % 7 == 0 ? "" : "\(i).\(i % 10)"),\"x\n\(i % 3)\"\n"
    }
    let limits = ReadLimits(blockBytes: 4096)
    let whole = try Scratch()
    try whole.write("visit.csv", header + rows.joined())
    let expected = try whole.read(visits(["visit.csv"]), limits: limits)
    let scratch = try Scratch()
    for part in 0..<count {
      let own = rows[part * rows.count / count..<(part + 1) * rows.count / count]
      try scratch.write("visit-\(1000 + part).csv", header + own.joined())
    }
    let read = try scratch.read(visits(), limits: limits)
    #expect(read.texts() == expected.texts())
    #expect(read.account == expected.account)
    #expect(read.account.read == 2000)
    for (a, b) in zip(read.columns, expected.columns) {
      #expect(a.dictionary == b.dictionary)
      #expect(a.scale == b.scale)
      #expect(a.values.width == b.values.width)
      #expect(a.missingCount == b.missingCount)
    }
    // Each row stands over two lines.
    let last = read.place(of: 1999)
    #expect(last.file == count - 1)
    #expect(Int(last.line) == 2 * (2000 - (count - 1) * 2000 / count))
  }

  /// A key that stands in two files is a repeated key; the message names the other file.
  @Test func repeatedKeysAcrossFiles() throws {
    let scratch = try Scratch()
    try scratch.write("visit-1.csv", "id,on\na,2025-04-01\nb,2025-04-01\n")
    try scratch.write("visit-2.csv", "id,on\nc,2025-04-01\nd,2025-04-01\na,2025-04-01\n")
    let refused = try scratch.refusal([visits()])
    #expect(refused.diagnostics.map(\.code) == ["D214"])
    let text = refused.text()
    #expect(text.contains("visit-2.csv:4:"))
    #expect(text.contains("same key as line 2 of \(scratch.path)/visit-1.csv (Art. 3(2))"))
    #expect(refused.text(.ja).contains("\(scratch.path)/visit-1.csvの2行目と同じキーです"))
    #expect(refused.files.map(\.name) == ["visit-1.csv", "visit-2.csv"])
    #expect(refused.places.map(\.file) == [1])
    #expect(refused.places.map(\.line) == [4])
    let read = try scratch.read(visits(["visit-*.csv"], RepeatedRule(identicalOnce: true)))
    #expect(read.texts().map { $0[0] } == ["a", "b", "c", "d"])
    #expect(read.account.repeatedIdentical == 1)
    let left = read.excluded.map { read.place(ofLine: $0.line) }
    #expect(left.map(\.file) == [1])
    #expect(left.map(\.line) == [4])
  }

  /// All faults of all files at once, each with its file and line.
  @Test func faultsAreNamedByFileAndLine() throws {
    let scratch = try Scratch()
    try scratch.write("visit-1.csv", "id,on\na,2025-04-01\n")
    try scratch.write("visit-2.csv", "id,on\nb,2025-04-01\nc,2025-02-30\n")
    try scratch.write("visit-3.csv", "id,when\nd,2025-04-01\n")
    try scratch.write("visit-4.csv", "id,on\ne,2025-04-01\nf,2025-04-31\n\"g,2025-04-01\n")
    let other = table("person", key: [0], [column("id", .code), column("born", .date)])
    try scratch.write("person.csv", "id,born\na,2000-13-01\n")
    let schemas = [other, visits()]
    let refused = try scratch.refusal(schemas)
    #expect(refused.diagnostics.map(\.code) == ["D211", "D216", "D211", "D205", "D211"])
    let text = refused.text()
    for place in ["person.csv:2:", "visit-2.csv:3:", "visit-4.csv:3:", "visit-4.csv:4:"] {
      #expect(text.contains(place), "\(place)")
    }
    #expect(text.contains("visit-3.csv has no column on"))
    #expect(
      refused.files.map(\.name) == [
        "person.csv", "visit-1.csv", "visit-2.csv", "visit-3.csv", "visit-4.csv",
      ])
    #expect(refused.files.map(\.table) == [0, 1, 1, 1, 1])
    #expect(refused.places.map { Int($0.file) } == [0, 2, 4])
    var shown: [String] = []
    try DataSource.open(scratch.path).reveal(refused.places, of: schemas) { place, value in
      shown.append("\(place.file):\(place.line) \(value)")
    }
    #expect(shown == ["0:2 2000-13-01", "2:3 2025-02-30", "4:3 2025-04-31"])
  }

  @Test func namesAreFoundAsWritten() throws {
    let scratch = try Scratch()
    try FileManager.default.createDirectory(
      atPath: scratch.path + "/2025", withIntermediateDirectories: false)
    #expect(try codes(scratch, visits()) == ["D201"])
    #expect(try codes(scratch, visits(["none/visit-*.csv"])) == ["D201"])
    #expect(try codes(scratch, visits(["../visit-*.csv"])) == ["D201"])
    #expect(try codes(scratch, visits(["visit-*-*.csv"])) == ["D201"])
    try scratch.write("2025/visit-1.csv", "id,on\na,2025-04-01\n")
    try scratch.write("2025/visit-2.csv", "id,on\nb,2025-04-01\n")
    #expect(try codes(scratch, visits()) == ["D201"])
    let data = try DataSource.open(scratch.path).read([visits(["2025/visit-*.csv"])])
    #expect(data.files.map(\.name) == ["2025/visit-1.csv", "2025/visit-2.csv"])
    // A single file beside the parts: which one counts is not guessed.
    try scratch.write("visits.csv", "id,on\nc,2025-04-01\n")
    #expect(try codes(scratch, visits(["2025/visit-*.csv", "visits.csv"])) == ["D218"])
    let one = try DataSource.open(scratch.path).read([visits(["none-*.csv", "visits.csv"])])
    #expect(one.files.map(\.name) == ["visits.csv"])
    // What the star stands for may be nothing, and never overlaps what is written.
    try scratch.write("aa.csv", "id,on\na,2025-04-01\n")
    try scratch.write("a.csv", "id,on\nb,2025-04-01\n")
    let overlapping = try DataSource.open(scratch.path).read([visits(["a*a.csv"])])
    #expect(overlapping.files.map(\.name) == ["aa.csv"])
    try FileManager.default.createDirectory(
      atPath: scratch.path + "/2025/visit-3.csv", withIntermediateDirectories: false)
    #expect(try codes(scratch, visits(["2025/visit-*.csv"])) == ["D202"])
  }

  /// A resource of the table's name and those of its pattern are one table.
  @Test func dataPackagesDescribeParts() throws {
    let scratch = try Scratch()
    try scratch.write("x.csv", "id;on\na;2025-04-01\n")
    try scratch.write("visit-2.csv", [0x69, 0x64, 0x2C] + Array("on\nb,2025-04-01\n".utf8))
    try scratch.write("visit-3.csv", "id,on\nc,2025-04-01\n")
    try scratch.write(
      "datapackage.json",
      """
      {"resources": [
        {"name": "visit", "path": "x.csv", "dialect": {"delimiter": ";"}},
        {"name": "second", "path": "visit-2.csv", "encoding": "cp932"}
      ]}
      """)
    let data = try DataSource.open(scratch.path).read([visits()])
    // The third file is not in the package.
    #expect(data.files.map(\.name) == ["visit-2.csv", "x.csv"])
    #expect(data.files.map(\.encoding) == [.cp932, .utf8])
    #expect(data.files.map(\.delimiter) == [",", ";"])
    #expect(data.tables[0].texts().map { $0[0] } == ["b", "a"])
  }

  /// References are to rows of the whole table.
  @Test func referencesReachRowsOfAllFiles() throws {
    let scratch = try Scratch()
    var people = table("person", key: [0], [column("id", .code)])
    people.fileNames = ["person-*.csv"]
    try scratch.write("person-1.csv", "id\na\nb\n")
    try scratch.write("person-2.csv", "id\nc\n")
    try scratch.write("visit-1.csv", "id,on\nc,2025-04-01\n")
    try scratch.write("visit-2.csv", "on,id\n2025-04-01,a\n2025-04-01,z\n")
    var schema = visits()
    schema.references = [ReferenceSchema(column: 0, table: 0, orphans: .rejectRow)]
    let data = try DataSource.open(scratch.path).read([people, schema])
    #expect(data.tables[1].columns[0].int32Values() == [2, 0])
    let left = data.leftOut
    #expect(
      left.files.map(\.name) == ["person-1.csv", "person-2.csv", "visit-1.csv", "visit-2.csv"])
    #expect(
      left.places == [RefusedPlace(file: 3, column: 0, line: 3, rule: .orphan)])
  }

  @Test func theLimitOfRowsIsThatOfTheTable() throws {
    let scratch = try Scratch()
    for part in 1...3 {
      try scratch.write("visit-\(part).csv", "id,on\np\(part),2025-04-01\nq\(part),2025-04-01\n")
    }
    let refused = try scratch.refusal([visits()], limits: ReadLimits(rows: 5))
    #expect(refused.diagnostics.map(\.code) == ["D220"])
    #expect(refused.text().contains("\(scratch.path)/visit-*.csv has more than 5 rows"))
    #expect(try scratch.read(visits(), limits: ReadLimits(rows: 6)).rowCount == 6)
  }
}
