import Quantities

/// What each parameter moves a figure to, the largest movement at the top.
public struct Tornado: Sendable {
  public struct Row: Sendable {
    public let label: String
    /// The figure with the parameter at its low and at its high end.
    public let low: Exact
    public let high: Exact
    public let lowText: String
    public let highText: String

    public init(label: String, low: Exact, high: Exact, lowText: String, highText: String) {
      self.label = label
      self.low = low
      self.high = high
      self.lowText = lowText
      self.highText = highText
    }
  }

  let title: String
  let description: String
  let rows: [Row]
  let base: Exact
  let axis: AxisWords
  let words: (low: String, high: String)

  /// - Parameter words: what the two kinds of bars are.
  public init(
    title: String, description: String, rows: [Row], base: Exact, axis: AxisWords,
    words: (low: String, high: String)
  ) {
    self.title = title
    self.description = description
    self.rows = rows.enumerated().sorted {
      let (a, b) = (
        ($0.element.high - $0.element.low).magnitude, ($1.element.high - $1.element.low).magnitude
      )
      return a == b ? $0.offset < $1.offset : a > b
    }.map(\.element)
    self.base = base
    self.axis = axis
    self.words = words
  }

  private static let width = 640.0
  private static let plot = (left: 200.0, right: 620.0)
  private static let rowHeight = 40.0

  public var picture: Picture {
    var sketch = Sketch(width: Self.width)
    let ticks = Ticks(covering: [base] + rows.flatMap { [$0.low, $0.high] }, intervals: 5)
    let room = room
    let x = Scale(
      ticks.values.first ?? 0, ticks.values.last ?? 1, from: Self.plot.left + room.left,
      to: Self.plot.right - room.right)
    let top = 30.0
    let bottom = top + Double(rows.count) * Self.rowHeight
    sketch.rectangle(Self.plot.left, 6, 14, 10, fill: .blue)
    sketch.text(words.low, Self.plot.left + 20, 16, size: Sketch.small)
    let second = Self.plot.left + 44 + TextWidth.of(words.low, size: Sketch.small)
    sketch.rectangle(second, 6, 14, 10, fill: .white, stroke: .vermilion)
    sketch.text(words.high, second + 20, 16, size: Sketch.small)
    for tick in ticks.values {
      sketch.line([Point(x.place(tick), top), Point(x.place(tick), bottom + 4)], .grid)
    }
    let edge = sketch.labels(
      ticks.values.map { (axis.numeral($0, ticks.decimals), x.place($0)) },
      title: axis.title, y: bottom, axis: (Self.plot.left, Self.plot.right))
    for (place, row) in rows.enumerated() {
      let y = top + Double(place) * Self.rowHeight
      let shown = TextWidth.twoLines(row.label, size: Sketch.size, width: Self.plot.left - 16)
      sketch.lines(shown, 4, y + 24 - Double(shown.count - 1) * Sketch.lineHeight / 2)
      bar(row.low, row.lowText, x, y + 5, .blue, nil, &sketch)
      bar(row.high, row.highText, x, y + 21, .white, .vermilion, &sketch)
    }
    sketch.line(
      [Point(x.place(base), top - 4), Point(x.place(base), bottom)], .ink, width: 1.5)
    return sketch.picture(height: edge, title: title, description: description)
  }

  /// What the amounts beside the bars take on either side.
  private var room: (left: Double, right: Double) {
    let ends = rows.flatMap { [($0.low, $0.lowText), ($0.high, $0.highText)] }
    func width(_ isMeant: (Exact) -> Bool) -> Double {
      ends.filter { isMeant($0.0) }.map { TextWidth.of($0.1, size: Sketch.small) + 8 }.max() ?? 0
    }
    return (width { $0 < base }, width { $0 >= base })
  }

  private func bar(
    _ value: Exact, _ text: String, _ x: Scale, _ y: Double, _ fill: Ink, _ stroke: Ink?,
    _ sketch: inout Sketch
  ) {
    let (start, end) = (x.place(base), x.place(value))
    sketch.rectangle(
      min(start, end), y, max(abs(end - start), 1), 14, fill: fill, stroke: stroke)
    let isLeft = end < start
    sketch.text(
      text, isLeft ? end - 5 : end + 5, y + 11, isLeft ? .end : .start, size: Sketch.small)
  }
}
