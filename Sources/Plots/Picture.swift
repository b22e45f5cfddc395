/// A drawing as a value: marks in a view box, with the words for those who do not see it.
///
/// Coordinates are in pixels at the natural size, the origin at the top left. They may be floating; every
/// figure that is shown is a text that was given. Nothing lies outside the view box.
public struct Picture: Sendable {
  public let width: Double
  public let height: Double
  /// What the picture is, in a few words.
  public let title: String
  /// What is to be seen on it, in sentences.
  public let description: String
  public let marks: [Mark]
}

/// A place on a picture.
public struct Point: Hashable, Sendable {
  public let x: Double
  public let y: Double

  public init(_ x: Double, _ y: Double) {
    self.x = x
    self.y = y
  }
}

/// A thing that is drawn.
public enum Mark: Sendable {
  case rectangle(Rectangle)
  /// A line through its points.
  case line([Point], Ink, width: Double, isDashed: Bool)
  case symbol(Symbol, Point, Ink, isFilled: Bool)
  case text(Label)

  /// A field; without a fill it is hollow.
  public struct Rectangle: Hashable, Sendable {
    public let x: Double
    public let y: Double
    public let width: Double
    public let height: Double
    public let fill: Ink?
    public let stroke: Ink?
    public let isDashed: Bool
  }

  /// One line of text.
  public struct Label: Hashable, Sendable {
    public let text: String
    /// A point of the base line, by `anchor` its beginning, middle or end.
    public let place: Point
    public let anchor: Anchor
    /// In pixels.
    public let size: Double
    public let ink: Ink
    public let isBold: Bool

    /// From where to where the text reaches, estimated generously.
    public var extent: ClosedRange<Double> {
      let width = TextWidth.of(text, size: size)
      switch anchor {
      case .start: return place.x...(place.x + width)
      case .middle: return (place.x - width / 2)...(place.x + width / 2)
      case .end: return (place.x - width)...place.x
      }
    }
  }

  /// Which part of a text stands at its place.
  public enum Anchor: String, Sendable {
    case start, middle, end
  }
}

/// Colours that people with any form of colour blindness tell apart (Okabe and Ito 2008, "Color Universal
/// Design"), those of them that are dark enough on white, and greys.
public enum Ink: String, Sendable, CaseIterable {
  case ink = "#1c2126"
  case soft = "#59636d"
  case line = "#8b949d"
  case grid = "#dde2e7"
  case pale = "#eef1f4"
  case white = "#ffffff"
  case blue = "#0072b2"
  case vermilion = "#d55e00"
  case green = "#007a5a"
  case purple = "#a8457f"
}

/// Shapes, so that nothing is told by colour alone.
public enum Symbol: String, Sendable, CaseIterable {
  case circle, square, diamond, triangle, cross

  /// Half of its width and height, in pixels.
  public static let radius = 5.0
}
