import Foundation
import Records
import Testing

/// Changes of a file that change nothing of what it says.
@Suite struct MetamorphicTests {
  private static let folder = "\(fixtures)/genki/dirty"

  /// The lines of a dirty file; no record of these files spans lines.
  private func lines(_ name: String) throws -> [String] {
    let data = try Data(contentsOf: URL(fileURLWithPath: "\(Self.folder)/\(name)"))
    var text = String(decoding: data, as: UTF8.self)
    if text.hasPrefix("\u{FEFF}") { text.unicodeScalars.removeFirst() }
    return text.replacing("\r\n", with: "\n").split(separator: "\n").map(String.init)
  }

  private static let names = [
    "residents", "comparison", "programs", "participation", "health", "care",
  ]

  /// The tables after each file's lines went through `change`.
  private func read(_ change: ([String]) -> [UInt8]) throws -> [Table] {
    let scratch = try Scratch()
    for name in Self.names { try scratch.write(name + ".csv", change(try lines(name + ".csv"))) }
    let limits = ReadLimits(blockBytes: 8192)
    return try DataSource.open(scratch.path)
      .read(Genki.schemas(withRevisions: true), limits: limits).tables
  }

  private func joined(_ lines: [String], _ end: String = "\n") -> [UInt8] {
    Array(lines.map { $0 + end }.joined().utf8)
  }

  @Test func theSameColumns() throws {
    let plain = try read { joined($0) }
    let changes: [(String, ([String]) -> [UInt8])] = [
      ("CRLF", { joined($0, "\r\n") }),
      (
        "mixed", { Array($0.enumerated().map { $1 + ($0 % 2 == 0 ? "\n" : "\r\n") }.joined().utf8) }
      ),
      ("BOM", { [0xEF, 0xBB, 0xBF] + joined($0) }),
      ("no final newline", { Array(joined($0).dropLast()) }),
      ("quoted", { joined($0.map(quoted)) }),
    ]
    for (name, change) in changes {
      let changed = try read(change)
      for (a, b) in zip(plain, changed) {
        expectSame(a, b)
        #expect(a.rowCount == b.rowCount, "\(name)")
      }
    }
  }

  /// Another order of rows gives the same rows, codes and account.
  @Test(arguments: [1, 2, 3])
  func anyOrderOfRows(_ seed: UInt64) throws {
    let plain = try read { joined($0) }
    var generator = SplitMix(seed: seed)
    let shuffled = try read { lines in
      var rows = Array(lines.dropFirst())
      for i in stride(from: rows.count - 1, to: 0, by: -1) {
        rows.swapAt(i, Int(generator.next() % UInt64(i + 1)))
      }
      return joined([lines[0]] + rows)
    }
    for (a, b) in zip(plain, shuffled) {
      #expect(a.account == b.account)
      for (left, right) in zip(a.columns, b.columns) {
        #expect(left.dictionary == right.dictionary)
        #expect(left.scale == right.scale)
        #expect(left.values.width == right.values.width)
        #expect(left.missingCount == right.missingCount)
      }
      let rows = a.texts(plain).map { $0.joined(separator: "|") }.sorted()
      #expect(rows == b.texts(shuffled).map { $0.joined(separator: "|") }.sorted())
    }
  }

  /// Another order of columns too.
  @Test func anyOrderOfColumns() throws {
    let plain = try read { joined($0) }
    let turned = try read { lines in
      joined(lines.map { cells($0).reversed().map(quotedCell).joined(separator: ",") })
    }
    for (a, b) in zip(plain, turned) { expectSame(a, b) }
  }

  /// Semicolons or tabs, said by the data package.
  @Test(arguments: [";", "\t"])
  func otherDelimiters(_ delimiter: String) throws {
    let scratch = try Scratch()
    var resources: [String] = []
    for name in Self.names {
      let text = try lines(name + ".csv").map {
        cells($0).map(quotedCell).joined(separator: delimiter)
      }
      try scratch.write(name + ".txt", joined(text))
      let escaped = delimiter == "\t" ? "\\t" : delimiter
      resources.append(
        """
        {"name": "\(name)", "path": "\(name).txt", "dialect": {"delimiter": "\(escaped)"}}
        """)
    }
    try scratch.write(
      "datapackage.json", "{\"resources\": [\(resources.joined(separator: ","))]}")
    let data = try DataSource.open(scratch.path).read(Genki.schemas(withRevisions: true))
    for (a, b) in zip(try read { joined($0) }, data.tables) { expectSame(a, b) }
    #expect(data.files.allSatisfy { $0.delimiter == delimiter })
  }

  /// The committed CP932 files say the same as the UTF-8 files.
  @Test func eitherEncoding() throws {
    let utf8 = try DataSource.open(Self.folder).read(Genki.schemas(withRevisions: true))
    let cp932 = try DataSource.open("\(fixtures)/genki/dirty_cp932")
      .read(Genki.schemas(withRevisions: true))
    for (a, b) in zip(utf8.tables, cp932.tables) { expectSame(a, b) }
  }

  // MARK: - CSV of one line, for tests

  private func cells(_ line: String) -> [String] {
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

  private func quotedCell(_ cell: String) -> String { "\"\(cell)\"" }

  private func quoted(_ line: String) -> String {
    cells(line).map(quotedCell).joined(separator: ",")
  }
}
