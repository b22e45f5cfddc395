import Quantities

/// How often simulated figures lay where: the share of the replicates in each field.
public struct Histogram: Sendable {
  public struct Bin: Sendable {
    public let lower: Exact
    public let upper: Exact
    /// In percent of all replicates.
    public let percent: Exact

    public init(lower: Exact, upper: Exact, percent: Exact) {
      self.lower = lower
      self.upper = upper
      self.percent = percent
    }
  }

  let title: String
  let description: String
  let bins: [Bin]
  let references: [ReferenceValue]
  let across: AxisWords
  let up: AxisWords

  public init(
    title: String, description: String, bins: [Bin], references: [ReferenceValue],
    across: AxisWords, up: AxisWords
  ) {
    self.title = title
    self.description = description
    self.bins = bins
    self.references = references
    self.across = across
    self.up = up
  }

  private static let width = 640.0
  private static let plot = (left: 60.0, right: 620.0)

  public var picture: Picture {
    var sketch = Sketch(width: Self.width)
    let top = 26 + 15 * Double(references.count)
    let bottom = top + 170
    let places = Ticks(
      covering: bins.flatMap { [$0.lower, $0.upper] } + references.map(\.value), intervals: 6)
    let shares = Ticks(covering: [0] + bins.map(\.percent), intervals: 5)
    let x = Scale(
      places.values.first ?? 0, places.values.last ?? 1, from: Self.plot.left, to: Self.plot.right)
    let y = Scale(0, shares.values.last ?? 1, from: bottom, to: top)
    sketch.text(up.title, 4, 14, size: Sketch.small, .soft)
    sketch.rulings(
      shares.values, up, decimals: shares.decimals, y, from: Self.plot.left, to: Self.plot.right)
    for bin in bins {
      let (start, end) = (x.place(bin.lower), x.place(bin.upper))
      let height = y.place(bin.percent)
      sketch.rectangle(
        start, height, max(end - start, 2), max(bottom - height, 0), fill: .blue, stroke: .white)
    }
    sketch.line([Point(Self.plot.left, bottom), Point(Self.plot.right, bottom)], .line)
    let edge = sketch.labels(
      places.values.map { (across.numeral($0, places.decimals), x.place($0)) },
      title: across.title, y: bottom, axis: (Self.plot.left, Self.plot.right))
    func height(_ place: Int) -> Double { 26 + 15 * Double(place) }
    for (place, reference) in references.enumerated() {
      let at = x.place(reference.value)
      sketch.line(
        [Point(at, height(place) + 2), Point(at, bottom)], .vermilion, width: 1.5, isDashed: true)
    }
    // The labels stand on white, so that no line of another crosses them.
    for (place, reference) in references.enumerated() {
      let at = x.place(reference.value)
      let isRight = at > (Self.plot.left + Self.plot.right) / 2
      let width = TextWidth.of(reference.label, size: Sketch.small)
      let start = isRight ? at - 5 - width : at + 5
      sketch.rectangle(start, height(place), width, 13, fill: .white)
      sketch.text(
        reference.label, isRight ? at - 5 : at + 5, height(place) + 10, isRight ? .end : .start,
        size: Sketch.small, .vermilion)
    }
    return sketch.picture(height: edge, title: title, description: description)
  }
}
