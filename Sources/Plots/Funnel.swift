import Quantities

/// Rates of units of very different size against a target, with the limits that chance alone would seldom
/// leave (Spiegelhalter 2005, "Funnel plots for comparing institutional performance").
///
/// The limits are drawn for the eye, from the normal approximation `p ± z √(p (1 − p) / n)`; no figure is
/// read off them.
public struct Funnel: Sendable {
  public struct Unit: Sendable {
    public let label: String
    /// How many the rate is among.
    public let size: Exact
    /// In percent.
    public let rate: Exact

    public init(label: String, size: Exact, rate: Exact) {
      self.label = label
      self.size = size
      self.rate = rate
    }
  }

  let title: String
  let description: String
  let units: [Unit]
  /// In percent.
  let target: Exact
  let across: AxisWords
  let up: AxisWords
  let words: (target: String, limits: String)

  public init(
    title: String, description: String, units: [Unit], target: Exact, across: AxisWords,
    up: AxisWords, words: (target: String, limits: String)
  ) {
    self.title = title
    self.description = description
    self.units = units
    self.target = target
    self.across = across
    self.up = up
    self.words = words
  }

  private static let width = 640.0
  private static let plot = (left: 60.0, right: 620.0, top: 34.0, bottom: 250.0)

  public var picture: Picture {
    var sketch = Sketch(width: Self.width)
    let sizes = Ticks(covering: [0] + units.map(\.size), intervals: 7)
    let rates = Ticks(covering: [target] + units.map(\.rate), intervals: 6)
    let low = max((rates.values.first ?? 0) - rates.step, 0)
    let high = min((rates.values.last ?? 100) + rates.step, 100)
    let x = Scale(
      0, sizes.values.last ?? 1, from: Self.plot.left, to: Self.plot.right)
    let y = Scale(low, high, from: Self.plot.bottom, to: Self.plot.top)
    sketch.text(up.title, 4, 14, size: Sketch.small, .soft)
    sketch.text(
      words.target + "   " + words.limits, Self.plot.right, 14, .end, size: Sketch.small, .soft)
    let shown = Ticks(covering: [low, high], intervals: 7).values.filter {
      low <= $0 && $0 <= high
    }
    sketch.rulings(
      shown, up, decimals: rates.decimals, y, from: Self.plot.left, to: Self.plot.right)
    sketch.line(
      [Point(Self.plot.left, Self.plot.bottom), Point(Self.plot.right, Self.plot.bottom)], .line)
    let edge = sketch.labels(
      sizes.values.map { (across.numeral($0, sizes.decimals), x.place($0)) },
      title: across.title, y: Self.plot.bottom, axis: (Self.plot.left, Self.plot.right))
    sketch.line(
      [Point(Self.plot.left, y.place(target)), Point(Self.plot.right, y.place(target))], .green,
      width: 1.5)
    for (deviations, isDashed) in [(1.96, true), (3.09, false)] {
      for sign in [-1.0, 1.0] { limit(sign * deviations, isDashed, sizes, x, y, &sketch) }
    }
    var taken: [(Double, Double)] = []
    for unit in units.sorted(by: { $0.size < $1.size }) {
      let place = Point(x.place(unit.size), y.place(unit.rate))
      sketch.symbol(.circle, place, .blue)
      let isFree = taken.allSatisfy { abs($0.0 - place.x) > 44 || abs($0.1 - place.y) > 14 }
      if isFree {
        sketch.text(unit.label, place.x + 8, place.y - 6, size: Sketch.small)
        taken.append((place.x, place.y))
      }
    }
    return sketch.picture(
      height: edge, title: title, description: description)
  }

  private func limit(
    _ deviations: Double, _ isDashed: Bool, _ sizes: Ticks, _ x: Scale, _ y: Scale,
    _ sketch: inout Sketch
  ) {
    let whole = Scale(0, 100, from: 0, to: 1)
    let p = whole.place(target)
    let largest = Double(sizes.values.last?.rounded(.ceiling, decimals: 0).int64 ?? 1)
    let (bottom, top) = (whole.place(y.lower), whole.place(y.upper))
    guard largest > 0, bottom < top else { return }
    var points: [Point] = []
    for step in 1...80 {
      let n = largest * Double(step) / 80
      let rate = p + deviations * (p * (1 - p) / n).squareRoot()
      guard rate >= bottom, rate <= top else { continue }
      let share = (rate - bottom) / (top - bottom)
      points.append(
        Point(
          x.start + (x.end - x.start) * n / largest, y.start + (y.end - y.start) * share))
    }
    if points.count > 1 { sketch.line(points, .line, isDashed: isDashed) }
  }
}
