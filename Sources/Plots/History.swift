import Quantities

/// One figure over the periods, against thresholds that hold in each of them.
public struct History: Sendable {
  public struct Period: Sendable {
    public let name: String
    /// Nil where there is none.
    public let value: Exact?
    public let text: String
    public let thresholds: [Exact]

    public init(name: String, value: Exact?, text: String, thresholds: [Exact] = []) {
      self.name = name
      self.value = value
      self.text = text
      self.thresholds = thresholds
    }
  }

  let title: String
  let description: String
  let periods: [Period]
  let axis: AxisWords
  /// Amounts are bars from zero, indicators points on a line.
  let isAmount: Bool

  public init(
    title: String, description: String, periods: [Period], axis: AxisWords, isAmount: Bool
  ) {
    self.title = title
    self.description = description
    self.periods = periods
    self.axis = axis
    self.isAmount = isAmount
  }

  private static let plot = (left: 96.0, top: 44.0, bottom: 200.0)

  public var picture: Picture {
    let field = min(max(500 / Double(max(periods.count, 1)), 44), 130)
    let right = Self.plot.left + field * Double(periods.count)
    var sketch = Sketch(width: max(right + 12, 640))
    let values = periods.flatMap { [$0.value].compactMap { $0 } + $0.thresholds }
    let ticks = Ticks(covering: values + (isAmount ? [0] : []), intervals: 5)
    let y = Scale(
      ticks.values.first ?? 0, ticks.values.last ?? 1, from: Self.plot.bottom, to: Self.plot.top)
    sketch.text(axis.title, 4, 14, size: Sketch.small, .soft)
    sketch.rulings(
      ticks.values, axis, decimals: ticks.decimals, y, from: Self.plot.left, to: right,
      zero: isAmount ? .line : .grid)
    var path: [Point] = []
    for (place, period) in periods.enumerated() {
      let middle = Self.plot.left + (Double(place) + 0.5) * field
      let isLast = place + 1 == periods.count
      for threshold in period.thresholds {
        let at = y.place(threshold)
        sketch.line(
          [Point(middle - field / 2 + 2, at), Point(middle + field / 2 - 2, at)], .green,
          width: 1.5, isDashed: true)
      }
      sketch.text(
        period.name, middle, Self.plot.bottom + 18, .middle, size: Sketch.small, .ink,
        isBold: isLast)
      guard let value = period.value else { continue }
      let at = y.place(value)
      if isAmount {
        let zero = y.place(0)
        sketch.rectangle(
          middle - field * 0.3, min(at, zero), field * 0.6, max(abs(at - zero), 1),
          fill: isLast ? .blue : .soft)
      } else {
        path.append(Point(middle, at))
      }
      let shown = TextWidth.cut(period.text, size: Sketch.small * 1.08, width: field - 4)
      if shown == period.text {
        sketch.text(
          shown, middle, min(at, isAmount ? y.place(0) : at) - 7, .middle, size: Sketch.small,
          isBold: isLast)
      }
    }
    if path.count > 1 { sketch.line(path, .blue, width: 2) }
    for (place, point) in path.enumerated() {
      sketch.symbol(
        place + 1 == path.count ? .diamond : .circle, point,
        place + 1 == path.count ? .vermilion : .blue)
    }
    return sketch.picture(
      height: Self.plot.bottom + 28, title: title, description: description)
  }
}
