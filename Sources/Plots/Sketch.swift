import Quantities

/// Marks being collected for a picture of a fixed width.
struct Sketch {
  static let size = 12.0
  static let small = 11.0
  /// Between base lines.
  static let lineHeight = 16.0
  private static let edge = 2.0

  let width: Double
  private(set) var marks: [Mark] = []

  init(width: Double) { self.width = width }

  mutating func rectangle(
    _ x: Double, _ y: Double, _ width: Double, _ height: Double, fill: Ink?, stroke: Ink? = nil,
    isDashed: Bool = false
  ) {
    marks.append(
      .rectangle(
        .init(
          x: x, y: y, width: width, height: height, fill: fill, stroke: stroke, isDashed: isDashed))
    )
  }

  mutating func line(
    _ points: [Point], _ ink: Ink, width: Double = 1, isDashed: Bool = false
  ) {
    marks.append(.line(points, ink, width: width, isDashed: isDashed))
  }

  mutating func symbol(_ symbol: Symbol, _ place: Point, _ ink: Ink, isFilled: Bool = true) {
    marks.append(.symbol(symbol, place, ink, isFilled: isFilled))
  }

  /// Text, moved so that it lies within the width, and cut if it is wider than that.
  mutating func text(
    _ text: String, _ x: Double, _ y: Double, _ anchor: Mark.Anchor = .start,
    size: Double = Sketch.size, _ ink: Ink = .ink, isBold: Bool = false
  ) {
    guard !text.isEmpty else { return }
    // Bold letters are wider.
    let factor = isBold ? 1.08 : 1
    let shown = TextWidth.cut(text, size: size * factor, width: width - 2 * Self.edge)
    let wide = TextWidth.of(shown, size: size * factor)
    let (before, after): (Double, Double) =
      switch anchor {
      case .start: (0, wide)
      case .middle: (wide / 2, wide / 2)
      case .end: (wide, 0)
      }
    let place = min(max(x, Self.edge + before), width - Self.edge - after)
    marks.append(
      .text(
        .init(
          text: shown, place: Point(place, y), anchor: anchor, size: size, ink: ink, isBold: isBold)
      ))
  }

  /// Lines of text below one another; `y` is the base line of the first.
  mutating func lines(
    _ lines: [String], _ x: Double, _ y: Double, _ anchor: Mark.Anchor = .start,
    size: Double = Sketch.size, _ ink: Ink = .ink, isBold: Bool = false
  ) {
    for (place, line) in lines.enumerated() {
      text(
        line, x, y + Double(place) * Self.lineHeight, anchor, size: size, ink, isBold: isBold)
    }
  }

  /// An arrow straight down or to the right.
  mutating func arrow(from start: Point, to end: Point) {
    line([start, end], .soft, width: 1.2)
    let isDown = end.y > start.y
    let (back, side) = (6.0, 3.5)
    line(
      isDown
        ? [Point(end.x - side, end.y - back), end, Point(end.x + side, end.y - back)]
        : [Point(end.x - back, end.y - side), end, Point(end.x - back, end.y + side)],
      .soft, width: 1.2)
  }

  /// A line across at each value of a vertical axis, with the value in front of it.
  ///
  /// - Parameter zero: the ink of the line at zero.
  mutating func rulings(
    _ values: [Exact], _ words: AxisWords, decimals: Int, _ y: Scale, from left: Double,
    to right: Double, zero: Ink = .grid
  ) {
    for value in values {
      let height = y.place(value)
      line([Point(left, height), Point(right, height)], value.isZero ? zero : .grid)
      text(
        words.numeral(value, decimals), left - 6, height + 4, .end, size: Self.small, .soft)
    }
  }

  /// Labels along a horizontal axis in one row, those that would touch the one before in a second row, and
  /// those that fit in neither left out; then what the axis measures below them.
  ///
  /// - Parameters:
  ///   - y: the height of the axis.
  ///   - axis: its two ends.
  /// - Returns: the lower edge.
  mutating func labels(
    _ labels: [(text: String, x: Double)], title: String, y: Double,
    axis: (left: Double, right: Double)
  ) -> Double {
    var ends = [-Double.infinity, -Double.infinity]
    for label in labels.sorted(by: { $0.x < $1.x }) {
      let half = TextWidth.of(label.text, size: Self.small) / 2
      let middle = min(max(label.x, half + Self.edge), width - half - Self.edge)
      guard let row = ends.firstIndex(where: { $0 + 6 <= middle - half }) else { continue }
      ends[row] = middle + half
      text(
        label.text, middle, y + 17 + Double(row) * 14, .middle, size: Self.small, .soft)
    }
    let second = ends[1].isFinite ? 14.0 : 0
    let line = y + 36 + second
    text(title, (axis.left + axis.right) / 2, line, .middle, size: Self.small, .soft)
    return line + 8
  }

  func picture(height: Double, title: String, description: String) -> Picture {
    Picture(width: width, height: height, title: title, description: description, marks: marks)
  }
}

/// The ways in which figures of an axis are written.
public struct AxisWords: Sendable {
  /// What the axis measures, with its unit.
  public let title: String
  /// Writes a value with at least these decimals.
  public let numeral: @Sendable (_ value: Exact, _ decimals: Int) -> String

  public init(
    title: String, numeral: @escaping @Sendable (_ value: Exact, _ decimals: Int) -> String
  ) {
    self.title = title
    self.numeral = numeral
  }
}
