import Contract
import Diagnostics
import Testing

/// The rows of random scales of a code and a number, and what a search of points says of them.
@Suite("Rows of scales")
struct ScaleCoverageTests {
  /// What the second input of a row may be, in halves so that points between whole bounds are whole too.
  private struct Range {
    let text: String
    var lower = -100
    var upper = 100
    var isAny = false

    /// `kind` chooses the words, `a` and `b` the whole bounds.
    init(_ kind: Int, _ a: Int, _ b: Int) {
      switch kind {
      case 0: (text, upper) = ("below \(b)", 2 * b - 1)
      case 1: (text, upper) = ("at most \(b)", 2 * b)
      case 2: (text, lower) = ("at least \(a)", 2 * a)
      case 3: (text, lower) = ("above \(a)", 2 * a + 1)
      case 4: (text, lower, upper) = ("from \(a) to below \(b)", 2 * a, 2 * b - 1)
      case 5: (text, lower, upper) = ("from \(a) to \(b)", 2 * a, 2 * b)
      case 6: (text, lower, upper) = ("\(a)", 2 * a, 2 * a)
      default: (text, isAny) = ("any", true)
      }
    }
  }

  private struct Row {
    /// Nil for any.
    let code: Int?
    let range: Range

    var openness: Int { (code == nil ? 1 : 0) + (range.isAny ? 1 : 0) }

    func fits(_ code: Int, _ half: Int) -> Bool {
      (self.code == nil || self.code == code) && range.lower <= half && half <= range.upper
    }
  }

  private func text(_ rows: [Row]) -> String {
    let codes = ["red", "blue"]
    let lines = rows.map { row in
      "  \(row.code.map { codes[$0] } ?? "any"), \(row.range.text)   1\n"
    }
    return """
      language en
      scale s                                                   per Art. 1
        input           one of red, blue
        input           number
        gives           number

      """ + lines.joined()
  }

  @Test(
    "Two rows that decide, none, and rows without reach are found by whoever looks at every point")
  func points() {
    var random = SplitMix(state: 44)
    var seen: [Set<String>: Int] = [:]
    for _ in 0..<600 {
      let rows = (0..<Int.random(in: 1...6, using: &random)).map { _ in
        let a = Int.random(in: 0...3, using: &random)
        return Row(
          code: [nil, 0, 1].randomElement(using: &random) ?? nil,
          range: Range(
            Int.random(in: 0...9, using: &random), a, a + Int.random(in: 1...2, using: &random)))
      }
      // Bounds lie between 0 and 5: from −1 to 6 every part is met, in halves.
      let bounded = rows.filter { !$0.range.isAny }
      var (expected, reached): (Set<String>, Set<Int>) = ([], [])
      for code in 0...1 {
        for half in -2...12 {
          let fitting = rows.indices.filter { rows[$0].fits(code, half) }
          let fewest = fitting.map { rows[$0].openness }.min()
          let deciding = fitting.filter { rows[$0].openness == fewest }
          reached.formUnion(deciding)
          if deciding.count > 1 { expected.insert("T101") }
          let isWithin =
            bounded.isEmpty
            || (bounded.contains { $0.range.lower <= half }
              && bounded.contains { $0.range.upper >= half })
          if fitting.isEmpty, half.isMultiple(of: 2), isWithin { expected.insert("T103") }
        }
      }
      if reached.count < rows.count { expected.insert("T102") }
      let found = Set(
        check(text(rows), name: "s.pfs").diagnostics.map(\.code).filter { $0.hasPrefix("T1") })
      #expect(found == expected, "\(text(rows))")
      seen[expected, default: 0] += 1
    }
    // Each of the findings was there, alone, and none of them.
    for codes in [[], ["T101"], ["T102"], ["T103"]] as [Set<String>] {
      #expect(seen[codes] ?? 0 > 0, "\(codes)")
    }
  }

  @Test("Thousands of rows are checked in the time of sorting them")
  func manyRows() {
    func seconds(_ count: Int) -> Double {
      let head = "language en\nscale s per Art. 1\n  input  number\n  gives  number\n"
      let steps = (0..<count).map { "  from \($0) to below \($0 + 1)  \($0)\n" }
      let text = head + steps.joined() + "  any  0\n"
      return ContinuousClock().measure {
        let codes = check(text, name: "s.pfs").diagnostics.map(\.code)
        #expect(codes.filter { $0.hasPrefix("T") } == [])
      } / .seconds(1)
    }
    let (few, many) = (seconds(500), seconds(4_000))
    // Eight times the rows: the square would be 64 times as long.
    #expect(many < 30 * few)
  }
}
