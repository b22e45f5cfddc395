import Plots

extension HTML {
  /// A picture as inline SVG, with its title and description for those who do not see it.
  ///
  /// - Parameter name: unlike that of any other picture of the page.
  static func picture(_ picture: Picture, name: String) -> HTML {
    let (title, description) = (name + "-title", name + "-description")
    return .tag(
      "svg",
      [
        ("viewBox", "0 0 \(picture.width.short) \(picture.height.short)"), ("role", "img"),
        ("aria-labelledby", "\(title) \(description)"),
      ],
      [
        .tag("title", [("id", title)], .text(picture.title)),
        .tag("desc", [("id", description)], .text(picture.description)), .newline,
      ] + picture.marks.flatMap { [shape($0), .newline] })
  }

  private static func shape(_ mark: Mark) -> HTML {
    switch mark {
    case .rectangle(let field):
      return .tag(
        "rect",
        [
          ("x", field.x.short), ("y", field.y.short), ("width", field.width.short),
          ("height", field.height.short), ("fill", field.fill?.rawValue ?? "none"),
        ]
          + (field.stroke.map { [("stroke", $0.rawValue), ("stroke-width", "1.5")] } ?? [])
          + (field.isDashed ? [("stroke-dasharray", "4 3")] : []))
    case .line(let points, let ink, let width, let isDashed):
      let path = points.map { "\($0.x.short),\($0.y.short)" }.joined(separator: " ")
      return .tag(
        "polyline",
        [
          ("points", path), ("fill", "none"), ("stroke", ink.rawValue),
          ("stroke-width", width.short),
        ] + (isDashed ? [("stroke-dasharray", "4 3")] : []))
    case .symbol(let symbol, let place, let ink, let isFilled):
      let paint = [
        ("fill", isFilled ? ink.rawValue : Ink.white.rawValue), ("stroke", ink.rawValue),
        ("stroke-width", "1.5"),
      ]
      return symbolShape(symbol, place, paint)
    case .text(let label):
      return .tag(
        "text",
        [
          ("x", label.place.x.short), ("y", label.place.y.short),
          ("font-size", label.size.short), ("fill", label.ink.rawValue),
        ] + (label.anchor == .start ? [] : [("text-anchor", label.anchor.rawValue)])
          + (label.isBold ? [("font-weight", "700")] : []), .text(label.text))
    }
  }

  private static func symbolShape(
    _ symbol: Symbol, _ place: Point, _ paint: [(name: String, value: String)]
  ) -> HTML {
    let (x, y, radius) = (place.x, place.y, Symbol.radius)
    func polygon(_ corners: [(Double, Double)]) -> HTML {
      let path = corners.map { "\((x + $0.0).short),\((y + $0.1).short)" }
      return .tag("polygon", [("points", path.joined(separator: " "))] + paint, [])
    }
    switch symbol {
    case .circle:
      return .tag(
        "circle", [("cx", x.short), ("cy", y.short), ("r", (radius - 1).short)] + paint, [])
    case .square:
      return polygon([(-4, -4), (4, -4), (4, 4), (-4, 4)])
    case .diamond:
      return polygon([(0, -radius), (radius, 0), (0, radius), (-radius, 0)])
    case .triangle:
      return polygon([(0, -radius), (radius, radius - 1), (-radius, radius - 1)])
    case .cross:
      return polygon(
        [(-4, -4), (0, -1), (4, -4), (1, 0), (4, 4), (0, 1), (-4, 4), (-1, 0)])
    }
  }

  /// A picture with its title above it and its figures as a table below.
  ///
  /// - Parameter table: nil where a table of the page beside it has them.
  static func figure(_ picture: Picture, name: String, table: HTMLTable?, summary: String) -> HTML {
    var parts: [HTML] = [
      .tag("figcaption", [], .text(picture.title)), .picture(picture, name: name),
    ]
    if let table {
      parts.append(
        .tag("details", [], .tag("summary", [], .text(summary)), table.html))
    }
    return .tag("figure", [], parts + [.newline])
  }
}

extension Double {
  /// With at most two decimals.
  fileprivate var short: String {
    let hundredths = Int((self * 100).rounded())
    let (whole, rest) = hundredths.magnitude.quotientAndRemainder(dividingBy: 100)
    let sign = hundredths < 0 ? "-" : ""
    guard rest > 0 else { return sign + "\(whole)" }
    return sign + "\(whole)."
      + (rest < 10 ? "0\(rest)" : rest % 10 == 0 ? "\(rest / 10)" : "\(rest)")
  }
}
