import Quantities

/// How amounts add up to what is due, from top to bottom.
public struct Waterfall: Sendable {
  /// A change of the running sum, or the sum itself.
  public struct Row: Sendable {
    public enum Kind: String, Sendable, CaseIterable {
      /// Paid whatever is reached.
      case fixed
      /// Paid by what is reached.
      case outcome
      /// Added by a rule: the tax, a floor, what a limit held back.
      case addition
      /// Taken by a rule: a limit, earlier settlements, interim payments.
      case reduction
      /// The running sum so far.
      case sum
    }

    public let label: String
    public let kind: Kind
    /// What is added; of a sum the sum.
    public let amount: Exact
    public let text: String

    public init(label: String, kind: Kind, amount: Exact, text: String) {
      self.label = label
      self.kind = kind
      self.amount = amount
      self.text = text
    }
  }

  let title: String
  let description: String
  let rows: [Row]
  let axis: AxisWords

  public init(title: String, description: String, rows: [Row], axis: AxisWords) {
    self.title = title
    self.description = description
    self.rows = rows
    self.axis = axis
  }

  /// From where to where each bar reaches, in the unit of the amounts.
  public var spans: [(from: Exact, to: Exact)] {
    var running: Exact = 0
    return rows.map { row in
      if row.kind == .sum {
        running = row.amount
        return (0, running)
      }
      let from = running
      running = running + row.amount
      return (from, running)
    }
  }

  /// Whether every sum is what the rows above it add up to.
  public var addsUp: Bool {
    var running: Exact = 0
    for row in rows {
      guard row.kind == .sum else {
        running = running + row.amount
        continue
      }
      guard row.amount == running else { return false }
    }
    return true
  }

  private static let width = 640.0
  private static let plot = (left: 176.0, right: 500.0)
  private static let rowHeight = 38.0
  private static let barHeight = 20.0

  public var picture: Picture {
    var sketch = Sketch(width: Self.width)
    let spans = spans
    let ticks = Ticks(covering: [0] + spans.flatMap { [$0.from, $0.to] }, intervals: 5)
    let x = Scale(
      ticks.values.first ?? 0, ticks.values.last ?? 1, from: Self.plot.left, to: Self.plot.right)
    let top = 6.0
    let bottom = top + Double(rows.count) * Self.rowHeight
    for tick in ticks.values {
      sketch.line(
        [Point(x.place(tick), top), Point(x.place(tick), bottom + 4)], tick.isZero ? .line : .grid)
    }
    let edge = sketch.labels(
      ticks.values.map { (axis.numeral($0, ticks.decimals), x.place($0)) },
      title: axis.title, y: bottom, axis: (Self.plot.left, Self.plot.right))
    for (place, (row, span)) in zip(rows, spans).enumerated() {
      let y = top + Double(place) * Self.rowHeight + (Self.rowHeight - Self.barHeight) / 2
      let (start, end) = (x.place(span.from), x.place(span.to))
      draw(row, min(start, end), abs(end - start), y, &sketch)
      if place + 1 < rows.count {
        sketch.line(
          [Point(end, y + Self.barHeight), Point(end, y + Self.rowHeight)], .line)
      }
      let shown = TextWidth.twoLines(row.label, size: Sketch.size, width: Self.plot.left - 14)
      sketch.lines(
        shown, 4,
        y + Self.barHeight / 2 + 4 - Double(shown.count - 1) * Sketch.lineHeight / 2,
        isBold: row.kind == .sum)
      sketch.text(
        row.text, Self.width - 4, y + Self.barHeight / 2 + 4, .end, isBold: row.kind == .sum)
    }
    return sketch.picture(height: edge, title: title, description: description)
  }

  /// Colour and form of a bar: solid what is paid, hollow what a rule adds, hollow and dashed what it takes.
  private func draw(_ row: Row, _ x: Double, _ width: Double, _ y: Double, _ sketch: inout Sketch) {
    let wide = max(width, 1)
    switch row.kind {
    case .fixed: sketch.rectangle(x, y, wide, Self.barHeight, fill: .soft)
    case .outcome: sketch.rectangle(x, y, wide, Self.barHeight, fill: .blue)
    case .addition:
      sketch.rectangle(x, y, wide, Self.barHeight, fill: .white, stroke: .green)
    case .reduction:
      sketch.rectangle(x, y, wide, Self.barHeight, fill: .white, stroke: .vermilion, isDashed: true)
    case .sum: sketch.rectangle(x, y, wide, Self.barHeight, fill: .ink)
    }
  }
}
