import Contract
import Diagnostics
import Language
import Testing

@Suite("Damaged contracts")
struct RobustnessTests {
  /// A contract with tokens and lines deleted, doubled, swapped and moved, many ways for a seed.
  private func damaged(_ lines: [String], _ random: inout SplitMix) -> String {
    var lines = lines
    for _ in 0..<Int.random(in: 1...4, using: &random) {
      let place = Int.random(in: 1..<lines.count, using: &random)
      let other = Int.random(in: 1..<lines.count, using: &random)
      switch Int.random(in: 0..<8, using: &random) {
      case 0: lines.remove(at: place)
      case 1: lines.insert(lines[place], at: other)
      case 2: lines.swapAt(place, other)
      default:
        let indent = lines[place].prefix { $0 == " " }
        var words = lines[place].split(separator: " ")
        let others = lines[other].split(separator: " ")
        guard words.count > 1, let stranger = others.randomElement(using: &random) else { continue }
        let index = Int.random(in: 0..<words.count, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: words.remove(at: index)
        case 1: words.insert(words[index], at: index)
        case 2: words.swapAt(index, Int.random(in: 0..<words.count, using: &random))
        default: words[index] = stranger
        }
        lines[place] = indent + words.joined(separator: " ")
      }
      if lines.count < 3 { break }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  @Test(
    "never stop the compiler; what is refused is refused for a reason",
    arguments: ["minato.en.pfs", "minato.ja.pfs", "wide.en.pfs", "wide.ja.pfs"], 0..<10)
  func variants(name: String, part: UInt64) throws {
    let lines = try Folder.base(name).split(separator: "\n", omittingEmptySubsequences: false)
      .map(String.init)
    let vocabulary = try Folder.vocabulary(of: name)
    var random = SplitMix(state: part + 1)
    let count = name.hasPrefix("minato") ? 500 : 50
    let renderer = TerminalRenderer(tongue: name.contains(".ja.") ? .ja : .en)
    for round in 0..<count {
      let text = damaged(lines, &random)
      let period: PeriodName? = round % 4 == 0 ? 2025 : nil
      let outcome = check(text, name: name, vocabulary: vocabulary, period: period)
      // One expectation for each variant: they are many.
      var faults: [String] = []
      if (outcome.contract == nil) != outcome.hasError { faults.append("refused without a reason") }
      var last = 0
      for diagnostic in outcome.diagnostics {
        let start = diagnostic.labels.first?.span?.start ?? 0
        if start < last { faults.append("messages are not in the order of the text") }
        last = start
        if diagnostic.labels.contains(where: { ($0.span?.end ?? 0) > text.utf8.count }) {
          faults.append("a mark lies outside the text")
        }
        if diagnostic.headline.en.isEmpty || diagnostic.headline.ja.isEmpty {
          faults.append("a message says nothing")
        }
      }
      if round % 20 == 0 {
        for item in outcome.diagnostics { _ = renderer.render(item) }
        // What only the compiler sees, without the care for unreadable lines.
        let parsed = Parser.parse(SourceText(name: name, text: text))
        let bare = ContractCompiler.compile(parsed.document, vocabulary: nil)
        if bare.contract == nil && !bare.hasError { faults.append("refused without a reason") }
      }
      #expect(faults.isEmpty, "variant \(round):\n\(text)")
    }
  }

  private static let head = """
    language en
    contract a "A"
      parties         client "C", provider "P"
      term            from 2024-04-01 to 2027-03-31
      year starts     April
    table t                                                   per Art. 1
      key             id
      id              code
      x               number

    """
  private static let tail = """
    payment p                                                 per Art. 4
      amount          1 yen
    settlement s                                              per Art. 5
      basis           each year on its own
      total           p

    """

  @Test(
    "Chains of definitions may be as long as the file, in either direction",
    arguments: [true, false])
  func chains(backwards: Bool) {
    var blocks = (1...3_000).map { i in
      "value v\(i) per Art. 2\n  of              t\n  formula         v\(i - 1) + 1\n"
    }
    blocks.insert("value v0 per Art. 2\n  of              t\n  formula         x + 1\n", at: 0)
    if backwards { blocks.reverse() }
    let end =
      "population q per Art. 3\n  of t\n  where v3000 at least 1\n"
      + "indicator n per Art. 3\n  kind persons\n  of q\n"
    let outcome = check(Self.head + blocks.joined() + end + Self.tail, name: "a.pfs")
    #expect(outcome.contract?.values.count == 3_001)
  }

  @Test("A circle may be as long as the file")
  func circles() {
    let blocks = (0..<3_000).map { i in
      "value v\(i) per Art. 2\n  of              t\n  formula         v\((i + 1) % 3_000) + 1\n"
    }
    let outcome = check(Self.head + blocks.joined() + Self.tail, name: "a.pfs")
    #expect(outcome.contract == nil)
    #expect(outcome.diagnostics.contains { $0.code == "N104" })
  }

  @Test("Signs, parentheses and references without end")
  func depth() {
    let signs =
      "value v per Art. 2\n  of t\n  formula " + String(repeating: "− ", count: 20_000) + "x\n"
    _ = check(Self.head + signs + Self.tail, name: "a.pfs")
    let open = String(repeating: "(", count: 99)
    let close = String(repeating: ")", count: 99)
    let nested = "value v per Art. 2\n  of t\n  formula \(open)x\(close)\n"
    let use =
      "population q per Art. 3\n  of t\n  where v at least 1\nindicator n per Art. 3\n  kind persons\n  of q\n"
    #expect(check(Self.head + nested + use + Self.tail, name: "a.pfs").contract != nil)
    // Every table refers to every other: names lead through very many ways.
    let count = 14
    let tables = (0..<count).map { i in
      let columns = (0..<count).map { "  k\($0)              code\n" }.joined()
      return "table m\(i) per Art. 1\n  key k\(i)\n\(columns)"
        + (i == 13 ? "  far             number\n" : "")
    }.joined()
    let wants =
      "population w per Art. 3\n  of m0\n  where far at least 1\n"
      + "population u per Art. 3\n  of m0\n  where nowhere at least 1\n"
    let outcome = check(Self.head + tables + wants + Self.tail, name: "a.pfs")
    #expect(outcome.contract == nil)
  }

  @Test("Numbers at the edge")
  func numbers() {
    for text in [
      "999,999,999,999,999,999 yen × 999999999999999999",
      "0.000000000000000001 yen × 0.000000000000000001", "1 yen ÷ 0", "0 yen × 0.5",
      "1 yen ÷ 3 × 3", "0 yen ÷ 7",
    ] {
      let payment = "payment p per Art. 4\n  amount \(text)\n  cap 999999999999999999 yen\n"
      let settlement = "settlement s per Art. 5\n  basis each year on its own\n  total p\n"
      let outcome = check(Self.head + payment + settlement, name: "a.pfs")
      let hasError = outcome.diagnostics.contains { $0.severity == .error }
      #expect((outcome.contract == nil) == hasError)
    }
    for term in ["from 0001-01-01 to 9999-12-31", "from 9999-12-31 to 9999-12-31"] {
      let text = Self.head.replacing("from 2024-04-01 to 2027-03-31", with: term) + Self.tail
      let outcome = check(text, name: "a.pfs", period: 9999)
      _ = outcome.contract?.period(9999)
      _ = outcome.contract?.periods.count
    }
  }

  @Test("Thousands of faults are reported in linear time")
  func manyFaults() {
    func seconds(_ count: Int) -> Double {
      var text = "language en\nscale s per Art. 1\n  input  number\n  gives  percent\n"
      for i in 0..<count { text += "  from \(i) to \(i + 5)  \(i) percent\n" }
      for i in 0..<count {
        text += "payment p\(i) per Art. 2\n  amount  none\(i) × 3\n  ruond  down to 1 yen\n"
        text += "payment q\(i) per Art. 2\n  amount  none\(i) × 3\n"
      }
      let clock = ContinuousClock()
      let time = clock.measure { _ = check(text, name: "t.pfs", vocabulary: nil) }
      return Double(time.components.seconds) + Double(time.components.attoseconds) * 1e-18
    }
    let (few, many) = (seconds(100), seconds(800))
    // Eight times the lines: the square would be 64 times as long.
    #expect(many < 30 * few)
  }

  @Test("Thousands of amendments are checked in linear time, each against the one before it")
  func manyAmendments() {
    func seconds(_ count: Int) -> Double {
      var text = Self.head + Self.tail
      for i in 1...count {
        text += "amendment \(i) per Art. 6\n  signed 2024-05-01\n  effective 2025-04-01\n"
        // The last quotes what was never in force.
        text += "  change p amount\n  was \(i == count ? 0 : i) yen\n  now \(i + 1) yen\n"
      }
      let clock = ContinuousClock()
      return clock.measure {
        for period in [nil, 2025] as [PeriodName?] {
          let outcome = check(text, name: "a.pfs", period: period)
          #expect(outcome.diagnostics.map(\.code) == ["A501"])
        }
      } / .seconds(1)
    }
    let (few, many) = (seconds(250), seconds(2_000))
    #expect(many < 30 * few)
  }

  /// Every block in a fence of its own, below a heading that gives its clause, between prose; half of them
  /// wrong.
  @Test("Time grows with the size of a Markdown file, of sound and of faulty contracts")
  func markdown() {
    func fenced(_ text: String) -> String { "```pfs\n\(text)```\n" }
    func seconds(_ count: Int) -> Double {
      var text = "# The contract\n\n" + fenced(Self.head)
      for i in 0..<count {
        text += "\n## Article \(i + 10) (Payment)\n\n" + String(repeating: "Prose.\n", count: 5)
        text += fenced("payment p\(i)\n  amount          \(i % 2 == 0 ? "1 yen" : "none\(i)")\n")
      }
      text +=
        "\n# The end\n\n"
        + fenced(
          Self.tail.replacing("payment p ", with: "payment last ")
            .replacing("total           p\n", with: "total           last\n"))
      let outcome = check(text, name: "t.md")
      // Of every second payment a name is unknown; nothing else is wrong.
      #expect(outcome.diagnostics.count { $0.code == "N101" } == count / 2)
      #expect(outcome.diagnostics.count { $0.severity == .error } == count / 2)
      let parsed = Parser.parse(SourceText(name: "t.md", text: text))
      let time = ContinuousClock().measure {
        _ = check(text, name: "t.md")
        _ = Formatter.format(parsed.document)
      }
      return Double(time.components.seconds) + Double(time.components.attoseconds) * 1e-18
    }
    let (few, many) = (seconds(200), seconds(1_600))
    #expect(many < 30 * few)
  }
}

extension ContractCompiler.Outcome {
  fileprivate var hasError: Bool { diagnostics.contains { $0.severity == .error } }
}
