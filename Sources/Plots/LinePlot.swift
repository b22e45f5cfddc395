import Quantities

/// Figures that depend on one number, as lines through points: each line has a symbol of its own.
public struct LinePlot: Sendable {
  public struct Series: Sendable {
    public let label: String
    /// From left to right.
    public let points: [(across: Exact, up: Exact)]

    public init(label: String, points: [(across: Exact, up: Exact)]) {
      self.label = label
      self.points = points
    }
  }

  let title: String
  let description: String
  let series: [Series]
  let level: ReferenceValue?
  /// A place across that is pointed out.
  let place: Exact?
  let across: AxisWords
  let up: AxisWords

  public init(
    title: String, description: String, series: [Series], level: ReferenceValue? = nil,
    place: Exact? = nil, across: AxisWords, up: AxisWords
  ) {
    self.title = title
    self.description = description
    self.series = series
    self.level = level
    self.place = place
    self.across = across
    self.up = up
  }

  private static let width = 640.0
  private static let plot = (left: 96.0, right: 620.0)
  private static let inks: [Ink] = [.blue, .vermilion, .green, .purple, .ink]

  /// The mark of a series; filled ones first, so that twice as many are told apart as there are shapes.
  private static func mark(_ place: Int) -> (symbol: Symbol, ink: Ink, isFilled: Bool) {
    let symbols = Symbol.allCases
    return (
      symbols[place % symbols.count], inks[place % inks.count],
      place / symbols.count % 2 == 0
    )
  }

  public var picture: Picture {
    var sketch = Sketch(width: Self.width)
    let legend = 16 * Double(series.count > 1 ? series.count : 0)
    let top = 30 + legend
    let bottom = top + 190
    let points = series.flatMap(\.points)
    let places = Ticks(
      covering: points.map(\.across) + [place].compactMap { $0 }, intervals: 6)
    let values = Ticks(covering: points.map(\.up) + [level?.value].compactMap { $0 }, intervals: 5)
    let x = Scale(
      places.values.first ?? 0, places.values.last ?? 1, from: Self.plot.left, to: Self.plot.right)
    let y = Scale(values.values.first ?? 0, values.values.last ?? 1, from: bottom, to: top)
    if series.count > 1 {
      for (place, item) in series.enumerated() {
        let height = 10 + 16 * Double(place)
        let mark = Self.mark(place)
        sketch.symbol(mark.symbol, Point(12, height), mark.ink, isFilled: mark.isFilled)
        sketch.text(item.label, 24, height + 4, size: Sketch.small)
      }
    }
    sketch.text(up.title, 4, 16 + legend, size: Sketch.small, .soft)
    sketch.rulings(
      values.values, up, decimals: values.decimals, y, from: Self.plot.left, to: Self.plot.right)
    sketch.line([Point(Self.plot.left, bottom), Point(Self.plot.right, bottom)], .line)
    let edge = sketch.labels(
      places.values.map { (across.numeral($0, places.decimals), x.place($0)) },
      title: across.title, y: bottom, axis: (Self.plot.left, Self.plot.right))
    if let place {
      sketch.line(
        [Point(x.place(place), top), Point(x.place(place), bottom)], .vermilion, width: 1.5,
        isDashed: true)
    }
    if let level {
      let height = y.place(level.value)
      sketch.line(
        [Point(Self.plot.left, height), Point(Self.plot.right, height)], .vermilion, width: 1.5,
        isDashed: true)
      sketch.text(
        level.label, Self.plot.right, 16 + legend, .end, size: Sketch.small, .vermilion)
    }
    for (place, item) in series.enumerated() {
      let mark = Self.mark(place)
      let path = item.points.map { Point(x.place($0.across), y.place($0.up)) }
      if path.count > 1 { sketch.line(path, mark.ink, width: 1.5) }
      for point in path {
        sketch.symbol(mark.symbol, point, mark.ink, isFilled: mark.isFilled)
      }
    }
    return sketch.picture(height: edge, title: title, description: description)
  }
}
