import Quantities

/// How alike two groups are, covariate by covariate, before and after weighting or matching: the
/// standardised differences (Love 2002; Austin 2011).
public struct LovePlot: Sendable {
  public struct Row: Sendable {
    public let label: String
    public let before: Exact?
    public let after: Exact?

    public init(label: String, before: Exact?, after: Exact?) {
      self.label = label
      self.before = before
      self.after = after
    }
  }

  let title: String
  let description: String
  let rows: [Row]
  let axis: AxisWords
  let words: (before: String, after: String)

  public init(
    title: String, description: String, rows: [Row], axis: AxisWords,
    words: (before: String, after: String)
  ) {
    self.title = title
    self.description = description
    self.rows = rows
    self.axis = axis
    self.words = words
  }

  private static let width = 640.0
  private static let plot = (left: 210.0, right: 616.0)
  private static let rowHeight = 22.0
  /// The difference below which groups are commonly called alike (Austin 2011).
  static let tolerance = Exact(unscaled: 1, scale: 1)

  public var picture: Picture {
    var sketch = Sketch(width: Self.width)
    let values = rows.flatMap { [$0.before, $0.after].compactMap { $0 } }
    let ticks = Ticks(
      covering: values + [0, Self.tolerance, -Self.tolerance], intervals: 8)
    let x = Scale(
      ticks.values.first ?? 0, ticks.values.last ?? 1, from: Self.plot.left, to: Self.plot.right)
    let top = 28.0
    let bottom = top + Double(rows.count) * Self.rowHeight
    sketch.symbol(.circle, Point(Self.plot.left + 8, 12), .vermilion, isFilled: false)
    sketch.text(words.before, Self.plot.left + 18, 16, size: Sketch.small)
    let second = Self.plot.left + 40 + TextWidth.of(words.before, size: Sketch.small)
    sketch.symbol(.diamond, Point(second, 12), .blue)
    sketch.text(words.after, second + 10, 16, size: Sketch.small)
    for tick in ticks.values {
      sketch.line([Point(x.place(tick), top), Point(x.place(tick), bottom + 4)], .grid)
    }
    sketch.line([Point(x.place(0), top), Point(x.place(0), bottom)], .soft)
    for bound in [Self.tolerance, -Self.tolerance] {
      sketch.line(
        [Point(x.place(bound), top), Point(x.place(bound), bottom)], .soft, isDashed: true)
    }
    sketch.line([Point(Self.plot.left, bottom), Point(Self.plot.right, bottom)], .line)
    let edge = sketch.labels(
      ticks.values.map { (axis.numeral($0, ticks.decimals), x.place($0)) },
      title: axis.title, y: bottom, axis: (Self.plot.left, Self.plot.right))
    for (place, row) in rows.enumerated() {
      let y = top + (Double(place) + 0.5) * Self.rowHeight
      sketch.text(
        TextWidth.cut(row.label, size: Sketch.size, width: Self.plot.left - 16), 4, y + 4)
      if let before = row.before, let after = row.after {
        sketch.line([Point(x.place(before), y), Point(x.place(after), y)], .line)
      }
      if let before = row.before {
        sketch.symbol(.circle, Point(x.place(before), y), .vermilion, isFilled: false)
      }
      if let after = row.after { sketch.symbol(.diamond, Point(x.place(after), y), .blue) }
    }
    return sketch.picture(height: edge, title: title, description: description)
  }
}
