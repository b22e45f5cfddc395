/// How many of a population each condition left, in the form of the CONSORT statement (Schulz, Altman and
/// Moher 2010): downward those who remain, to the side those who are left out and why.
public struct FlowDiagram: Sendable {
  /// A condition.
  public struct Step: Sendable {
    /// What stands in the box at the side: the condition, and how many it left out.
    public let side: [String]
    /// How many remain.
    public let remaining: String

    public init(side: [String], remaining: String) {
      self.side = side
      self.remaining = remaining
    }
  }

  let title: String
  let description: String
  /// The population it is drawn from, with its number.
  let start: [String]
  let steps: [Step]
  /// The name of the population, with its number.
  let end: [String]

  public init(
    title: String, description: String, start: [String], steps: [Step], end: [String]
  ) {
    self.title = title
    self.description = description
    self.start = start
    self.steps = steps
    self.end = end
  }

  private static let width = 480.0
  private static let main = (left: 6.0, width: 180.0)
  private static let side = (left: 216.0, width: 258.0)
  private static let padding = 8.0

  public var picture: Picture {
    var sketch = Sketch(width: Self.width)
    let middle = Self.main.left + Self.main.width / 2
    var y = box(start, Self.main, 4, &sketch)
    for (place, step) in steps.enumerated() {
      let isLast = place + 1 == steps.count
      let side = step.side.flatMap {
        TextWidth.lines($0, size: Sketch.size, width: Self.side.width - 2 * Self.padding)
      }
      let height = Double(side.count) * Sketch.lineHeight + Self.padding
      let top = y + 8
      let below = top + height + 8
      sketch.arrow(from: Point(middle, y), to: Point(middle, below))
      sketch.arrow(
        from: Point(middle, top + height / 2), to: Point(Self.side.left, top + height / 2))
      _ = box(side, Self.side, top, &sketch, isSoft: true)
      y =
        isLast
        ? box(end, Self.main, below, &sketch, isEnd: true)
        : box([step.remaining], Self.main, below, &sketch)
    }
    if steps.isEmpty {
      sketch.arrow(from: Point(middle, y), to: Point(middle, y + 20))
      y = box(end, Self.main, y + 20, &sketch, isEnd: true)
    }
    return sketch.picture(height: y + 4, title: title, description: description)
  }

  /// A box with lines of text; returns its lower edge.
  private func box(
    _ texts: [String], _ column: (left: Double, width: Double), _ top: Double,
    _ sketch: inout Sketch, isSoft: Bool = false, isEnd: Bool = false
  ) -> Double {
    let inner = (column.width - 2 * Self.padding) / (isEnd ? 1.08 : 1)
    let lines = texts.flatMap { TextWidth.lines($0, size: Sketch.size, width: inner) }
    let height = Double(lines.count) * Sketch.lineHeight + Self.padding
    sketch.rectangle(
      column.left, top, column.width, height, fill: isSoft ? .white : isEnd ? .white : .pale,
      stroke: isEnd ? .blue : .line, isDashed: isSoft)
    if isSoft {
      sketch.lines(lines, column.left + Self.padding, top + 16)
    } else {
      sketch.lines(lines, column.left + column.width / 2, top + 16, .middle, isBold: isEnd)
    }
    return top + height
  }
}
