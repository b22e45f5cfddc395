import Plots
import Quantities
import Testing

@Suite struct ScaleTests {
  @Test func ticksAreRoundNumbersThatCoverTheValues() throws {
    var numbers = Numbers(state: 1)
    for _ in 0..<500 {
      let decimals = Int.random(in: 0...6, using: &numbers)
      let values = (0..<Int.random(in: 1...5, using: &numbers)).map { _ in
        numbers.exact(-9_999_999...9_999_999, decimals: decimals)
      }
      let ticks = Ticks(covering: values, intervals: 6)
      let (first, last) = (try #require(ticks.values.first), try #require(ticks.values.last))
      #expect(first <= values.min()! && values.max()! <= last)
      #expect((3...8).contains(ticks.values.count) || values.count == 1 || ticks.values.count == 2)
      #expect(ticks.values.count <= 8)
      // 1, 2 or 5 times a power of ten, whatever the power.
      var digits = ticks.step
      while digits >= 10 { digits = digits * Exact(unscaled: 1, scale: 1) }
      while digits < 1 { digits = digits * 10 }
      #expect([Exact(1), 2, 5].contains(digits), "\(ticks.step)")
      for (one, next) in zip(ticks.values, ticks.values.dropFirst()) {
        #expect(next - one == ticks.step)
      }
      for tick in ticks.values { #expect(tick.rounded(.down, decimals: ticks.decimals) == tick) }
    }
  }

  @Test func ticksByHand() {
    #expect(Ticks(covering: [0, 100], intervals: 5).values == [0, 20, 40, 60, 80, 100])
    #expect(Ticks(covering: [7, 23], intervals: 6).values == [5, 10, 15, 20, 25])
    #expect(
      Ticks(covering: [0, Exact(unscaled: 3, scale: 2)], intervals: 3).values
        == [
          0, Exact(unscaled: 1, scale: 2), Exact(unscaled: 2, scale: 2),
          Exact(unscaled: 3, scale: 2),
        ])
    #expect(Ticks(covering: [], intervals: 5).values.first == 0)
    #expect(Ticks(covering: [5], intervals: 5).values == [0, 2, 4, 6, 8, 10])
    #expect(Ticks(covering: [-1, 1], intervals: 4).values.contains(0))
  }

  @Test func aScaleIsMonotoneAndKeepsToItsRange() {
    var numbers = Numbers(state: 7)
    for _ in 0..<200 {
      let low = numbers.exact(-1000...1000, decimals: 2)
      let high = low + numbers.exact(1...100_000, decimals: 2)
      for (start, end) in [(10.0, 500.0), (300.0, 20.0)] {
        let scale = Scale(low, high, from: start, to: end)
        let values = (0..<10).map { _ in numbers.exact(-3000...200_000, decimals: 2) }.sorted()
        let places = values.map(scale.place)
        let rising = end > start
        for (one, next) in zip(places, places.dropFirst()) {
          #expect(rising ? one <= next : one >= next)
        }
        #expect(places.allSatisfy { (min(start, end)...max(start, end)).contains($0) })
        #expect(scale.place(low) == start && scale.place(high) == end)
      }
    }
    // A quarter of the way, by hand.
    #expect(Scale(0, 200, from: 100, to: 500).place(50) == 200)
    #expect(Scale(3, 3, from: 0, to: 10).place(3) == 5)
  }

  @Test func linesOfTextFitAndLoseNothing() {
    for text in [
      longWords, "participants with both measurements", "averyveryverylongwordwithoutblanks", "",
    ] {
      for width in [40.0, 90, 200] {
        let lines = TextWidth.lines(text, size: 12, width: width)
        for line in lines { #expect(TextWidth.of(line, size: 12) <= width + 12) }
        let letters = { (text: String) in text.filter { $0 != " " } }
        #expect(letters(lines.joined()) == letters(text))
      }
    }
    #expect(TextWidth.of("割合", size: 12) == 24)
    #expect(TextWidth.cut("abc", size: 12, width: 500) == "abc")
    #expect(TextWidth.of(TextWidth.cut(longWords, size: 12, width: 100), size: 12) <= 100)
  }
}
