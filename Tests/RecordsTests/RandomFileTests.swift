import Records
import Testing

/// Files of random cells, written by the rules of RFC 4180, are read as the cells that went in.
@Suite struct RandomFileTests {
  private static let pieces = [
    "a", "Z9", "\"", ",", "\n", "\r\n", "あ", "髙橋", " ", "ｶﾞ", "é", "x,y", "\"\"", "0",
    "longer than eight",
  ]

  private func cell(_ generator: inout SplitMix) -> String {
    (0..<Int(generator.next() % 6))
      .map { _ in Self.pieces[Int(generator.next() % UInt64(Self.pieces.count))] }.joined()
  }

  private func written(_ cell: String, _ generator: inout SplitMix) -> String {
    let mustQuote = cell.unicodeScalars.contains { "\",\r\n".unicodeScalars.contains($0) }
    guard mustQuote || generator.next() % 4 == 0 else { return cell }
    return "\"" + cell.replacing("\"", with: "\"\"") + "\""
  }

  @Test(arguments: 0..<40)
  func cellsComeBack(_ seed: UInt64) throws {
    var generator = SplitMix(seed: seed)
    let columns = 1 + Int(generator.next() % 4)
    let names = (0..<columns).map { "c\($0)" }
    var text = names.joined(separator: ",") + "\n"
    var rows: [[String]] = []
    var lines: [Int] = []
    var line = 2
    for _ in 0..<Int(generator.next() % 300) {
      let row = (0..<columns).map { _ in cell(&generator) }
      rows.append(row)
      lines.append(line)
      let record = row.map { written($0, &generator) }.joined(separator: ",")
      text += record + (generator.next() % 2 == 0 ? "\n" : "\r\n")
      line += 1 + record.utf8.count { $0 == 0x0A }
    }
    let scratch = try Scratch()
    try scratch.write("t.csv", text)
    let schema = table("t", names.map { column($0, .text, optional: true) })
    for block in [64, 1000, 1 << 20] {
      let limits = ReadLimits(threads: 1 + Int(seed % 3), blockBytes: block)
      let read = try scratch.read(schema, limits: limits)
      #expect(read.texts() == rows)
      #expect((0..<read.rowCount).map { Int(read.place(of: $0).line) } == lines)
    }
  }
}
