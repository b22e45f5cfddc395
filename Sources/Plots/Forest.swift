import Quantities

/// Figures of one unit below one another, each with how sure it is, against the thresholds that decide it.
///
/// A square is the estimate, the line what the record says of its uncertainty, a diamond the figure that is
/// paid on where that is another one.
public struct Forest: Sendable {
  public struct Row: Sendable {
    public let label: String
    public let estimate: Exact
    public let low: Exact?
    public let high: Exact?
    /// What is paid on.
    public let recorded: Exact
    public let text: String
    /// The bounds of the rows of its own table.
    public let thresholds: [Exact]

    public init(
      label: String, estimate: Exact, low: Exact?, high: Exact?, recorded: Exact, text: String,
      thresholds: [Exact]
    ) {
      self.label = label
      self.estimate = estimate
      self.low = low
      self.high = high
      self.recorded = recorded
      self.text = text
      self.thresholds = thresholds
    }
  }

  let title: String
  let description: String
  let rows: [Row]
  let axis: AxisWords
  /// Whether zero is a reference, as for differences.
  let showsZero: Bool

  public init(
    title: String, description: String, rows: [Row], axis: AxisWords, showsZero: Bool
  ) {
    self.title = title
    self.description = description
    self.rows = rows
    self.axis = axis
    self.showsZero = showsZero
  }

  private static let width = 640.0
  private static let plot = (left: 190.0, right: 480.0)
  private static let rowHeight = 36.0

  public var picture: Picture {
    var sketch = Sketch(width: Self.width)
    var values: [Exact] = showsZero ? [0] : []
    for row in rows {
      values +=
        [row.estimate, row.recorded] + [row.low, row.high].compactMap { $0 } + row.thresholds
    }
    let ticks = Ticks(covering: values, intervals: 6)
    let x = Scale(
      ticks.values.first ?? 0, ticks.values.last ?? 1, from: Self.plot.left, to: Self.plot.right)
    let top = 12.0
    let bottom = top + Double(rows.count) * Self.rowHeight
    for tick in ticks.values {
      sketch.line([Point(x.place(tick), top), Point(x.place(tick), bottom + 4)], .grid)
    }
    if showsZero {
      sketch.line([Point(x.place(0), top), Point(x.place(0), bottom)], .soft, width: 1.5)
    }
    sketch.line([Point(Self.plot.left, bottom), Point(Self.plot.right, bottom)], .line)
    let edge = sketch.labels(
      ticks.values.map { (axis.numeral($0, ticks.decimals), x.place($0)) },
      title: axis.title, y: bottom, axis: (Self.plot.left, Self.plot.right))
    for (place, row) in rows.enumerated() {
      let y = top + (Double(place) + 0.5) * Self.rowHeight
      for threshold in row.thresholds {
        let at = x.place(threshold)
        sketch.line([Point(at, y - 15), Point(at, y + 15)], .green, width: 1.5, isDashed: true)
      }
      let shown = TextWidth.twoLines(row.label, size: Sketch.size, width: Self.plot.left - 16)
      sketch.lines(
        shown, 4, y + 4 - Double(shown.count - 1) * Sketch.lineHeight / 2)
      let middle = x.place(row.estimate)
      sketch.whisker(
        row.low.map(x.place) ?? middle, row.high.map(x.place) ?? middle, y, .blue,
        hasLow: row.low != nil, hasHigh: row.high != nil)
      sketch.symbol(.square, Point(middle, y), .blue)
      if abs(x.place(row.recorded) - middle) > Symbol.radius {
        sketch.symbol(.diamond, Point(x.place(row.recorded), y), .vermilion)
      }
      sketch.text(row.text, Self.width - 4, y + 4, .end, isBold: true)
    }
    return sketch.picture(height: edge, title: title, description: description)
  }
}
