import Diagnostics
import Foundation
import Language
import Testing

@Suite("Damaged texts")
struct FuzzTests {
  private func damaged(_ bytes: [UInt8], _ random: inout SplitMix) -> [UInt8] {
    var bytes = bytes
    for _ in 0..<Int.random(in: 1...8, using: &random) {
      guard !bytes.isEmpty else { break }
      let index = Int.random(in: 0..<bytes.count, using: &random)
      switch Int.random(in: 0..<6, using: &random) {
      case 0: bytes[index] = UInt8.random(in: 0...255, using: &random)
      case 1: bytes.remove(at: index)
      case 2: bytes.insert(UInt8.random(in: 0x20...0x7E, using: &random), at: index)
      case 3:
        let end = min(bytes.count, index + Int.random(in: 1...40, using: &random))
        bytes.removeSubrange(index..<end)
      case 4:
        let end = min(bytes.count, index + Int.random(in: 1...40, using: &random))
        bytes.insert(contentsOf: bytes[index..<end], at: Int.random(in: 0...index, using: &random))
      default:
        let signs = Array("　、「」\"#()%～,.-−以上未満からの前時点2024年1月１".unicodeScalars)
        let sign = signs[Int.random(in: 0..<signs.count, using: &random)]
        bytes.insert(contentsOf: Array(String(sign).utf8), at: index)
      }
    }
    return bytes
  }

  @Test("never stop the program; what is valid prints to a fixed point", arguments: 0..<20)
  func mutations(part: UInt64) throws {
    let samples = [
      Array(try Shared.english().utf8), Array(try Shared.japanese().utf8),
      Array(Fragment.english.utf8), Array(Fragment.japanese.utf8),
    ]
    let vocabulary = try Shared.vocabulary()
    var random = SplitMix(state: part)
    for round in 0..<1000 {
      let bytes = damaged(samples[round % 4], &random)
      let result = parse(bytes: bytes)
      for diagnostic in result.diagnostics {
        for label in diagnostic.labels {
          #expect((label.span?.end ?? 0) <= max(bytes.count, 1))
        }
      }
      guard result.isValid else { continue }
      let printed = Formatter.format(result.document)
      let again = parse(printed)
      #expect(rendered(again.diagnostics, .en) == "")
      let pairs = zip(result.document.tokens, again.document.tokens)
      if let (old, new) = pairs.first(where: { $0 != $1 }) {
        Issue.record("\(old.kind) is printed so that it becomes \(new.kind)")
      }
      #expect(again.document.tokens.count == result.document.tokens.count)
      #expect(Formatter.format(again.document) == printed)
      if round % 50 < 2 {
        _ = Translator.translate(
          result.document, to: result.document.tongue == .en ? .ja : .en, vocabulary: vocabulary)
      }
    }
  }

  @Test("a vocabulary can be damaged as well")
  func vocabularies() throws {
    let sample = Array(try Shared.text("design/samples/minato.vocabulary.txt").utf8)
    var random = SplitMix(state: 7)
    for _ in 0..<500 {
      _ = Vocabulary.parse(SourceText(name: "v", utf8: damaged(sample, &random)))
    }
  }

  @Test("texts of four times the size take less than eight times as long")
  func linearTime() throws {
    let units = [
      try Shared.english().split(separator: "\n").dropFirst().joined(separator: "\n") + "\n",
      "contract (((((((((((((((((((((((\n",
      "payment p\n  amount " + String(repeating: "from 1 to ", count: 400) + "\n",
      "payment p\n  amount " + String(repeating: "at least on or 1,", count: 400) + "\n",
    ]
    for unit in units {
      try check("language en\n", unit)
    }
    let japanese = [
      "支払 成果\n  金額 " + String(repeating: "検収から1～", count: 300) + "\n",
      "支払 成果\n  金額 " + String(repeating: "1以上", count: 300) + "\n",
      "支払 成果\n  金額 " + String(repeating: "か\u{3099}", count: 300) + "\n",
    ]
    for unit in japanese {
      try check("言語 ja\n", unit)
    }
  }

  private func check(_ head: String, _ unit: String) throws {
    let repeats = max(1, 100_000 / unit.utf8.count)
    let small = Array((head + String(repeating: unit, count: repeats)).utf8)
    let large = Array((head + String(repeating: unit, count: 4 * repeats)).utf8)
    func best(_ bytes: [UInt8]) -> Duration {
      (0..<5).map { _ in processorTime { _ = parse(bytes: bytes) } }.min() ?? .zero
    }
    let first = best(small)
    let second = best(large)
    // Four times the size: linear takes four times as long, quadratic sixteen.
    #expect(second <= first * 8 + .milliseconds(20), "\(first) and then \(second)")
  }

  @Test("one long line takes time linear in its length")
  func longLine() {
    func time(_ piece: String, _ count: Int) -> Duration {
      let text = "言語 ja\n支払 成果\n  金額 " + String(repeating: piece, count: count) + "\n"
      return (0..<5).map { _ in processorTime { _ = parse(text) } }.min() ?? .zero
    }
    for piece in ["検収から1～", "あ", "1以上", "から", "の前1日", "(", "あ 1 "] {
      let count = 30_000 / piece.utf8.count
      let first = time(piece, count)
      let second = time(piece, 4 * count)
      // Four times the size: linear takes four times as long, quadratic sixteen.
      #expect(second <= first * 8 + .milliseconds(20), "\(piece): \(first) and then \(second)")
    }
  }
}

/// The processor time of this thread that a piece of work takes; other work on the machine does not
/// count.
private func processorTime(_ work: () -> Void) -> Duration {
  func now() -> Duration {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
  }
  let begin = now()
  work()
  return now() - begin
}
