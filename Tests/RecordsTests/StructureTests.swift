import Diagnostics
import Foundation
import Records
import Synchronization
import Testing

/// Lines, quotes, encodings and limits.
@Suite struct StructureTests {
  private let two = table("t", [column("a", .code), column("b", .text, optional: true)])

  private func rows(_ text: String) throws -> [[String]] {
    try rows(Array(text.utf8))
  }

  private func rows(_ bytes: [UInt8]) throws -> [[String]] {
    let scratch = try Scratch()
    try scratch.write("t.csv", bytes)
    return try scratch.read(two).texts()
  }

  private func codes(_ bytes: [UInt8], limits: ReadLimits = ReadLimits()) throws -> [String] {
    let scratch = try Scratch()
    try scratch.write("t.csv", bytes)
    return try scratch.refusal([two], limits: limits).diagnostics.map(\.code)
  }

  private func codes(_ text: String, limits: ReadLimits = ReadLimits()) throws -> [String] {
    try codes(Array(text.utf8), limits: limits)
  }

  // MARK: - What is pointed out

  @Test(arguments: ["a;b\n1;x\n", "a\tb\n1\tx\n"])
  func anotherDelimiterIsNamed(text: String) throws { #expect(try codes(text) == ["D232"]) }

  @Test func blankLinesAreExplained() throws {
    let scratch = try Scratch()
    try scratch.write("t.csv", "a,b\n1,x\n\n\n")
    let found = try scratch.refusal([two]).diagnostics
    #expect(found.map(\.code) == ["D208"])
    let help = found[0].remarks.filter { $0.kind == .help }.flatMap(\.lines).map(\.en)
    #expect(help.contains { $0.contains("delete the blank lines") })
  }

  @Test func oldMacintoshLineEndsAreNamed() throws {
    let scratch = try Scratch()
    try scratch.write("t.csv", "a,b\r1,x\r")
    let found = try scratch.refusal([two]).diagnostics
    #expect(found.map(\.code) == ["D230"])
    #expect(found[0].remarks.flatMap(\.lines).contains { $0.en.contains("old Macintosh") })
  }

  // MARK: - What is read

  @Test func lineEndsAndFinalNewline() throws {
    let want = [["1", "x"], ["2", "y"]]
    #expect(try rows("a,b\n1,x\n2,y\n") == want)
    #expect(try rows("a,b\n1,x\n2,y") == want)
    #expect(try rows("a,b\r\n1,x\r\n2,y\r\n") == want)
    #expect(try rows("a,b\r\n1,x\n2,y\r") == want)
    #expect(try rows("\u{FEFF}a,b\n1,x\n2,y\n") == want)
  }

  @Test func quotedCells() throws {
    #expect(
      try rows("a,b\n\"1\",\"x,\"\"y\"\"\"\n2,\"\"\"\"\n\"3\",\"\"\n")
        == [["1", "x,\"y\""], ["2", "\""], ["3", ""]])
    #expect(try rows("\"a\",\"b\"\n1,\"x\ny\r\nz\"\n2,w") == [["1", "x\ny\r\nz"], ["2", "w"]])
  }

  @Test func linesCountLineBreaksInQuotes() throws {
    let scratch = try Scratch()
    try scratch.write("t.csv", "\"a\",\"b\n\"\n1,\"x\n\ny\"\n2,w\n3,v\n")
    let schema = table("t", [column("a", .code), column("b", .text, headers: ["b\n"])])
    let read = try scratch.read(schema)
    #expect((0..<3).map { read.place(of: $0).line } == [3, 6, 7])
    let lines = FileLines(file: read.files[0].name, lines: [1, 2, 3, 4, 5, 6, 7, 8])
    #expect(read.rows(at: lines) == [nil, nil, 0, nil, nil, 1, 2, nil])
  }

  @Test func headerAloneIsATableOfNoRows() throws {
    for text in ["a,b", "a,b\n", "\u{FEFF}a,b\r\n"] { #expect(try rows(text) == []) }
  }

  @Test func columnsByNameInAnyOrder() throws {
    let scratch = try Scratch()
    try scratch.write("t.csv", "b,extra,a\nx,?,1\n")
    let data = try DataSource.open(scratch.path).read([two])
    #expect(data.tables[0].texts() == [["1", "x"]])
    #expect(data.warnings.map(\.code) == ["D225"])
    #expect(data.warnings[0].remarks[0].lines[0].en == "not read: 'extra'")
  }

  @Test func oneColumn() throws {
    let scratch = try Scratch()
    try scratch.write("t.csv", "a\n1\n\n2\n")
    let read = try scratch.read(table("t", [column("a", .code, optional: true)]))
    #expect(read.texts() == [["1"], [""], ["2"]])
  }

  // MARK: - Encodings

  private func cp932(_ text: String) throws -> [UInt8] {
    // By iconv(1), not by the code under test.
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/iconv")
    process.arguments = ["-f", "UTF-8", "-t", "CP932"]
    let input = Pipe()
    let output = Pipe()
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    try input.fileHandleForWriting.write(contentsOf: Data(text.utf8))
    try input.fileHandleForWriting.close()
    let bytes = Array(output.fileHandleForReading.readDataToEndOfFile())
    process.waitUntilExit()
    return bytes
  }

  @Test func cp932ReadsAsTheSameText() throws {
    // ソ and 表 end in 0x5C, ～ and ㈱ and 髙 are of CP932 only.
    let text = "a,b\n1,ソ表\n2,㈱髙～①\n3,ｶﾅ\n4,\"表\"\"ソ\"\n"
    #expect(try rows(try cp932(text)) == rows(text))
  }

  @Test func cp932BelowAnASCIIBegin() throws {
    // The first mebibyte says nothing about the encoding.
    let scratch = try Scratch()
    var bytes = Array("a,b\n".utf8)
    for i in 0..<200_000 { bytes += Array("\(i),x\n".utf8) }
    bytes += try cp932("z,髙\n")
    try scratch.write("t.csv", bytes)
    let data = try DataSource.open(scratch.path).read([two])
    #expect(data.files[0].encoding == .cp932)
    #expect(data.tables[0].texts().last == ["z", "髙"])
  }

  @Test func bytesOfNoEncoding() throws {
    // 0xFF is neither; 0x81 0x20 has no second byte.
    #expect(try codes(Array("a,b\n1,".utf8) + [0x81, 0x20, 0x0A]) == ["D204"])
    #expect(
      try codes([0xEF, 0xBB, 0xBF] + Array("a,b\n1,".utf8) + [0xE3, 0x81, 0x0A]) == ["D204"])
    // Surrogates and overlong forms are not UTF-8.
    #expect(
      try codes([0xEF, 0xBB, 0xBF] + Array("a,b\n1,".utf8) + [0xED, 0xA0, 0x80]) == ["D204"])
    #expect(try codes([0xEF, 0xBB, 0xBF] + Array("a,b\n1,".utf8) + [0xC0, 0xAF]) == ["D204"])
    #expect(try codes([0xFF, 0xFE] + Array("a\0,\0b\0".utf8)) == ["D204"])
  }

  @Test func headerOfNoEncoding() throws {
    let scratch = try Scratch()
    try scratch.write("t.csv", Array("a,b".utf8) + [0x81, 0x20, 0x0A])
    let refusal = try scratch.refusal([two])
    #expect(refusal.diagnostics[0].headline.en.hasSuffix("is neither UTF-8 nor CP932"))
    try scratch.write("t.csv", [0xEF, 0xBB, 0xBF] + Array("a,b".utf8) + [0xC0, 0x0A])
    #expect(try scratch.refusal([two]).diagnostics[0].headline.en.hasSuffix("is not UTF-8"))
  }

  @Test func lineOfTheBadByte() throws {
    let scratch = try Scratch()
    var bytes = Array("a,b\n1,あ\n2,い\n3,".utf8)
    bytes += [0xE3, 0x81, 0x0A]
    try scratch.write("t.csv", bytes)
    let refusal = try scratch.refusal([two])
    #expect(refusal.diagnostics[0].place?.start.line == 4)
  }

  @Test func mixedEncodingsAreRefused() throws {
    let scratch = try Scratch()
    // 山口 in UTF-8 is valid CP932 as well; 神戸 in CP932 is not UTF-8.
    let kobe: [UInt8] = [0x90, 0x5F, 0x8C, 0xCB, 0x0A]
    try scratch.write("t.csv", Array("a,b\n1,".utf8) + kobe + Array("2,山口\n".utf8))
    let refusal = try scratch.refusal([two])
    #expect(refusal.diagnostics.map(\.code) == ["D204"])
    #expect(refusal.diagnostics[0].headline.en.hasSuffix("is UTF-8 in line 3, and not in line 2"))
    // A header in Japanese does not hide the line that is wrong.
    try scratch.write("t.csv", Array("列,b\n1,x\n2,".utf8) + [0xE3, 0x81, 0x0A])
    #expect(try scratch.refusal([two]).diagnostics[0].place?.start.line == 3)
  }

  // MARK: - Bad structure

  @Test func emptyFile() throws {
    #expect(try codes("") == ["D203"])
    #expect(try codes("\u{FEFF}") == ["D203"])
  }

  @Test func missingFile() throws {
    let refusal = try Scratch().refusal([two])
    #expect(refusal.diagnostics.map(\.code) == ["D201"])
    #expect(refusal.diagnostics[0].remarks[0].lines[0].en == "accepted file names: 't.csv'")
    #expect(refusal.isInputOutput)
  }

  @Test func headers() throws {
    #expect(try codes("b\nx\n") == ["D216"])
    #expect(try codes("a,a,b\n1,1,x\n") == ["D217"])
    let scratch = try Scratch()
    try scratch.write("t.csv", "a,ア\n1,1\n")
    let refusal = try scratch.refusal([table("t", [column("a", .code, headers: ["ア"])])])
    #expect(refusal.diagnostics.map(\.code) == ["D219"])
  }

  @Test func raggedRows() throws {
    let scratch = try Scratch()
    try scratch.write("t.csv", "a,b\n1,x\n2\n3,y,z\n\n4,w\n")
    let refusal = try scratch.refusal([two])
    #expect(refusal.diagnostics.map(\.code) == ["D208"])
    #expect(refusal.places.map(\.line) == [3, 4, 5])
    #expect(
      refusal.diagnostics[0].headline.en == "a row of t has 1 field, the header line has 2")
  }

  @Test func quotesThatBreakTheRules() throws {
    #expect(try codes("a,b\n1,\"x\n2,y\n") == ["D205"])
    #expect(try codes("a,b\n1,\"x\"y\n") == ["D206"])
    #expect(try codes("a,b\n1,x\"y\n") == ["D206"])
    #expect(try codes("a,\"b\n1,x\n") == ["D205"])
    #expect(try codes("a,b\n1,\"x\"\" \n") == ["D205"])
  }

  @Test func lineOnWhichTheQuoteBegins() throws {
    let scratch = try Scratch()
    try scratch.write("t.csv", "a,b\n1,\"u\nv\"\n2,\"x\n3,y\n4,z\n")
    let refusal = try scratch.refusal([two])
    let place = try #require(refusal.diagnostics[0].place)
    #expect(place.start == (4, 3))
  }

  @Test func nulAndLoneCarriageReturn() throws {
    #expect(try codes("a,b\n1,x\0y\n") == ["D207"])
    #expect(try codes("a,b\n1,\"x\0\"\n") == ["D207"])
    #expect(try codes("a,b\n1,x\ry\n2,z\n") == ["D230"])
    #expect(try codes("a,b\r1,x\r") == ["D230"])
  }

  @Test func cellOfTenMegabytes() throws {
    let cell = String(repeating: "x", count: 10_000_000)
    #expect(try codes("a,b\n1,\(cell)\n2,y\n") == ["D209"])
    #expect(try codes("a,b\n1,\"\(cell)\"\n2,y\n") == ["D209"])
    // Longer than a record may be.
    let long = String(repeating: "x", count: 40_000_000)
    #expect(try codes("a,b\n1,\(long)\n") == ["D209"])
    #expect(try codes("a,b\n1,\"\(long)\n") == ["D205"])
  }

  @Test func cellAtTheLimit() throws {
    let limits = ReadLimits(cellBytes: 8, recordBytes: 64, blockBytes: 16)
    let scratch = try Scratch()
    try scratch.write("t.csv", "a,b\n1,12345678\n2,\"12345678\"\n")
    #expect(try scratch.read(two, limits: limits).rowCount == 2)
    #expect(try codes("a,b\n1,123456789\n", limits: limits) == ["D209"])
  }

  @Test func rowLimit() throws {
    #expect(try codes("a,b\n1,x\n2,y\n", limits: ReadLimits(rows: 1)) == ["D220"])
  }

  @Test func notAFile() throws {
    let scratch = try Scratch()
    try FileManager.default.createDirectory(
      atPath: scratch.path + "/t.csv", withIntermediateDirectories: false)
    let refusal = try scratch.refusal([two])
    #expect(refusal.diagnostics.map(\.code) == ["D202"])
    let error = #expect(throws: DataRefusal.self) { try DataSource.open(scratch.path + "/none") }
    #expect(error?.diagnostics.map(\.code) == ["D231"])
    #expect(error?.isInputOutput == true)
  }

  @Test func fileThatChangesWhileItIsRead() throws {
    let scratch = try Scratch()
    let path = scratch.path + "/t.csv"
    try scratch.write("t.csv", "a,b\n" + String(repeating: "1,x\n", count: 10_000))
    let error = #expect(throws: DataRefusal.self) {
      try DataSource.open(scratch.path).read([two], limits: ReadLimits(blockBytes: 4096)) {
        _, done, _ in
        guard done < 8192, let handle = FileHandle(forWritingAtPath: path) else { return }
        handle.write(Data("2".utf8))
        try? handle.close()
      }
    }
    #expect(error?.diagnostics.map(\.code) == ["D228"])
  }

  @Test func progressReachesTheSize() throws {
    let scratch = try Scratch()
    try scratch.write("t.csv", "a,b\n" + String(repeating: "1,x\n", count: 10_000))
    let seen = Mutex<[Int]>([])
    _ = try DataSource.open(scratch.path).read([two], limits: ReadLimits(blockBytes: 4096)) {
      name, done, total in
      #expect(name == "t.csv" && total == 40_004)
      seen.withLock { $0.append(done) }
    }
    let steps = seen.withLock { $0 }
    #expect(steps == steps.sorted())
    #expect(steps.last == 40_004)
  }

  /// All that is wrong in all files comes at once.
  @Test func everythingWrongAtOnce() throws {
    let scratch = try Scratch()
    try scratch.write("t.csv", "a,b\n,x\n2\n")
    try scratch.write("u.csv", "d,n\n2025-02-30,5\nx,99\n2025-01-01,y\n")
    let other = table(
      "u", [column("d", .date), column("n", .decimal, range: 0...10)])
    let refusal = try scratch.refusal([two, other, table("v", [column("a", .code)])])
    #expect(refusal.diagnostics.map(\.code) == ["D208", "D212", "D211", "D211", "D210", "D201"])
    #expect(refusal.files.map(\.name) == ["t.csv", "u.csv", "v.csv"])
    #expect(
      refusal.places.map { "\($0.file):\($0.line):\($0.column) \($0.rule)" } == [
        "0:2:0 missingValue", "0:3:-1 fieldCount", "1:2:0 badValue", "1:3:0 badValue",
        "1:3:1 outOfRange", "1:4:1 badValue",
      ])
  }
}
