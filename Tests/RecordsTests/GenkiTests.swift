import Foundation
import Records
import Testing

/// The dirty files give exactly the clean ones, in either encoding.
@Suite struct GenkiTests {
  /// The rows of a clean file by the plainest possible reader: quoted cells have no quotes or breaks in them.
  private func clean(_ name: String) throws -> [[String]] {
    let text = try String(contentsOfFile: "\(fixtures)/genki/clean/\(name).csv", encoding: .utf8)
    return text.split(separator: "\n").dropFirst().map { line -> [String] in
      var cells = [""]
      var isQuoted = false
      for character in line {
        if character == "\"" {
          isQuoted.toggle()
        } else if character == ",", !isQuoted {
          cells.append("")
        } else {
          cells[cells.count - 1].append(character)
        }
      }
      return cells
    }
  }

  /// Decimals are compared as numbers: "1.0" and "1" are the same.
  private func comparable(_ rows: [[String]]) -> [String] {
    rows.map { row in
      row.map { cell in
        guard cell.contains("."), cell.allSatisfy({ $0 == "." || $0.isNumber }) else { return cell }
        var text = cell
        while text.hasSuffix("0") { text.removeLast() }
        if text.hasSuffix(".") { text.removeLast() }
        return text
      }.joined(separator: "|")
    }.sorted()
  }

  @Test(arguments: ["dirty", "dirty_cp932"])
  func dirtyFilesBecomeClean(_ folder: String) throws {
    let data = try DataSource.open("\(fixtures)/genki/\(folder)")
      .read(Genki.schemas(withRevisions: true))
    for table in data.tables {
      let clean = try clean(table.schema.name)
      let width = try #require(clean.first).count
      let rows = table.texts(data.tables).map { Array($0.prefix(width)) }
      #expect(comparable(rows) == comparable(clean), "\(table.schema.name)")
      #expect(table.account.reconciles())
      #expect(table.excluded.count == table.account.excluded)
    }
  }

  @Test func cleanFilesStayAsTheyAre() throws {
    let data = try DataSource.open("\(fixtures)/genki/clean")
      .read(Genki.schemas(withRevisions: false))
    for table in data.tables {
      #expect(comparable(table.texts(data.tables)) == comparable(try clean(table.schema.name)))
      #expect(table.account.used == table.account.read)
    }
  }

  /// Line counts of the files and what `clean_genki.py` keeps of them.
  @Test func accountOfTheDirtyFiles() throws {
    let data = try DataSource.open("\(fixtures)/genki/dirty")
      .read(Genki.schemas(withRevisions: true))
    let read = data.tables.map(\.account.read)
    #expect(read == [506, 250, 12, 12142, 719, 137])
    #expect(data.tables.map(\.rowCount) == [500, 250, 12, 12000, 697, 128])
    #expect(data.files.map(\.rows) == read)
    #expect(
      data.files.map(\.encoding) == [.utf8WithBOM, .utf8, .utf8, .utf8, .utf8WithBOM, .utf8])
  }

  @Test func inventoryOfTheCP932Files() throws {
    let data = try DataSource.open("\(fixtures)/genki/dirty_cp932")
      .read(Genki.schemas(withRevisions: true))
    #expect(data.files.allSatisfy { $0.encoding == .cp932 && !$0.isEncodingDeclared })
    // sha256sum residents.csv
    let sum = try Process.sha256("\(fixtures)/genki/dirty_cp932/residents.csv")
    #expect(data.files[0].sha256 == sum)
  }

  /// Threads and block sizes change nothing but the way there.
  @Test(arguments: [1, 2, 3], [256, 4096, 65_536])
  func threadsAndBlocksChangeNothing(_ threads: Int, _ block: Int) throws {
    for folder in ["dirty", "dirty_cp932"] {
      let source = try DataSource.open("\(fixtures)/genki/\(folder)")
      let schemas = Genki.schemas(withRevisions: true)
      let whole = try source.read(schemas, limits: ReadLimits(threads: 1, blockBytes: 1 << 24))
      let parts = try source.read(
        schemas, limits: ReadLimits(threads: threads, blockBytes: block))
      for (a, b) in zip(whole.tables, parts.tables) { expectSame(a, b) }
      #expect(whole.files == parts.files)
    }
  }
}

/// Same columns, lines and accounts.
func expectSame(_ a: Table, _ b: Table, sourceLocation: SourceLocation = #_sourceLocation) {
  #expect(a.account == b.account, sourceLocation: sourceLocation)
  #expect(a.lines == b.lines, sourceLocation: sourceLocation)
  #expect(a.excluded == b.excluded, sourceLocation: sourceLocation)
  expectSameColumns(a, b, sourceLocation: sourceLocation)
}

func expectSameColumns(
  _ a: Table, _ b: Table, sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(a.rowCount == b.rowCount, sourceLocation: sourceLocation)
  for (left, right) in zip(a.columns, b.columns) {
    #expect(left.kind == right.kind, sourceLocation: sourceLocation)
    #expect(left.dictionary == right.dictionary, sourceLocation: sourceLocation)
    #expect(left.scale == right.scale, sourceLocation: sourceLocation)
    #expect(left.missingCount == right.missingCount, sourceLocation: sourceLocation)
    #expect(left.int64Values() == right.int64Values(), sourceLocation: sourceLocation)
    #expect(left.values.width == right.values.width, sourceLocation: sourceLocation)
  }
}

extension Process {
  /// The SHA-256 of a file by the system's own tool.
  static func sha256(_ path: String) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/sha256sum")
    process.arguments = [path]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: data.prefix(64), as: UTF8.self)
  }
}
