import Quantities

/// An achievement table as a curve of what each value earns, with where figures stand on it.
///
/// Ends that belong to a row are filled circles, those that do not hollow ones. What has no end goes on to
/// the edge of the drawing.
public struct StepCurve: Sendable {
  /// One row of the table.
  public struct Piece: Sendable {
    public let lower: Exact?
    public let includesLower: Bool
    public let upper: Exact?
    public let includesUpper: Bool
    /// What the lower end earns, and the upper.
    public let from: Exact
    public let to: Exact

    public init(
      lower: Exact?, includesLower: Bool, upper: Exact?, includesUpper: Bool, from: Exact, to: Exact
    ) {
      self.lower = lower
      self.includesLower = includesLower
      self.upper = upper
      self.includesUpper = includesUpper
      self.from = from
      self.to = to
    }
  }

  /// A figure on the curve.
  public struct Standing: Sendable {
    public let value: Exact
    /// What it earns; nil draws only where it stands.
    public let result: Exact?
    public let label: String
    /// How sure the figure is, if the record says so.
    public let low: Exact?
    public let high: Exact?

    public init(value: Exact, result: Exact?, label: String, low: Exact? = nil, high: Exact? = nil)
    {
      self.value = value
      self.result = result
      self.label = label
      self.low = low
      self.high = high
    }
  }

  let title: String
  let description: String
  let pieces: [Piece]
  let standings: [Standing]
  let across: AxisWords
  let up: AxisWords

  public init(
    title: String, description: String, pieces: [Piece], standings: [Standing], across: AxisWords,
    up: AxisWords
  ) {
    self.title = title
    self.description = description
    self.pieces = pieces
    self.standings = standings
    self.across = across
    self.up = up
  }

  private static let width = 640.0
  private static let plot = (left: 70.0, right: 620.0, top: 40.0, bottom: 210.0)

  public var picture: Picture {
    var sketch = Sketch(width: Self.width)
    let (x, bounds) = horizontal
    let ticks = Ticks(covering: [0] + pieces.flatMap { [$0.from, $0.to] }, intervals: 5)
    let y = Scale(
      ticks.values.first ?? 0, ticks.values.last ?? 1, from: Self.plot.bottom, to: Self.plot.top)
    sketch.text(up.title, 4, 16, .start, size: Sketch.small, .soft)
    sketch.rulings(
      ticks.values, up, decimals: ticks.decimals, y, from: Self.plot.left, to: Self.plot.right)
    for bound in bounds {
      let place = x.place(bound)
      sketch.line([Point(place, Self.plot.top), Point(place, Self.plot.bottom + 4)], .grid)
    }
    sketch.line(
      [Point(Self.plot.left, Self.plot.bottom), Point(Self.plot.right, Self.plot.bottom)], .line)
    let decimals = bounds.compactMap(\.exactDecimals).max() ?? 0
    let edge = sketch.labels(
      bounds.map { (across.numeral($0, min(decimals, 6)), x.place($0)) },
      title: across.title, y: Self.plot.bottom, axis: (Self.plot.left, Self.plot.right))
    for piece in pieces { draw(piece, x, y, &sketch) }
    stand(x, y, &sketch)
    return sketch.picture(
      height: edge, title: title, description: description)
  }

  /// The scale of the values, with room beyond the outermost bounds, and the bounds.
  private var horizontal: (Scale, [Exact]) {
    let bounds = Set(pieces.flatMap { [$0.lower, $0.upper] }.compactMap { $0 }).sorted()
    let shown = bounds + standings.flatMap { [$0.value, $0.low, $0.high].compactMap { $0 } }
    let (low, high) = (shown.min() ?? 0, shown.max() ?? 1)
    let span = high - low
    let room = span.isZero ? max(high.magnitude, 1) : span
    let tenth = room * Exact(unscaled: 12, scale: 2)
    return (Scale(low - tenth, high + tenth, from: Self.plot.left, to: Self.plot.right), bounds)
  }

  private func draw(_ piece: Piece, _ x: Scale, _ y: Scale, _ sketch: inout Sketch) {
    let start = Point(piece.lower.map(x.place) ?? Self.plot.left, y.place(piece.from))
    let end = Point(piece.upper.map(x.place) ?? Self.plot.right, y.place(piece.to))
    sketch.line([start, end], .blue, width: 2.5)
    if piece.lower != nil { sketch.symbol(.circle, start, .blue, isFilled: piece.includesLower) }
    if piece.upper != nil { sketch.symbol(.circle, end, .blue, isFilled: piece.includesUpper) }
  }

  private func stand(_ x: Scale, _ y: Scale, _ sketch: inout Sketch) {
    var ends = [-Double.infinity, -Double.infinity]
    for standing in standings.sorted(by: { $0.value < $1.value }) {
      let place = x.place(standing.value)
      let height = standing.result.map(y.place) ?? Self.plot.bottom
      sketch.line(
        [Point(place, Self.plot.top - 6), Point(place, Self.plot.bottom)], .vermilion,
        width: 1.2, isDashed: true)
      if standing.low != nil || standing.high != nil {
        let (low, high) = (
          standing.low.map(x.place) ?? place, standing.high.map(x.place) ?? place
        )
        sketch.whisker(
          low, high, height, .vermilion, hasLow: standing.low != nil, hasHigh: standing.high != nil)
      }
      sketch.symbol(.diamond, Point(place, height), .vermilion)
      // Labels that would touch go one line higher, or are left to the table.
      let half = TextWidth.of(standing.label, size: Sketch.size) * 1.08 / 2
      let middle = min(max(place, half + 4), Self.width - half - 4)
      guard let row = ends.firstIndex(where: { $0 + 8 <= middle - half }) else { continue }
      ends[row] = middle + half
      sketch.text(
        standing.label, middle, Self.plot.top - 10 - Double(row) * 15, .middle, .vermilion,
        isBold: true)
    }
  }
}

extension Sketch {
  /// A horizontal interval with an end stroke where it ends.
  mutating func whisker(
    _ low: Double, _ high: Double, _ y: Double, _ ink: Ink, hasLow: Bool, hasHigh: Bool
  ) {
    line([Point(low, y), Point(high, y)], ink, width: 2)
    if hasLow { line([Point(low, y - 4), Point(low, y + 4)], ink, width: 2) }
    if hasHigh { line([Point(high, y - 4), Point(high, y + 4)], ink, width: 2) }
  }
}
