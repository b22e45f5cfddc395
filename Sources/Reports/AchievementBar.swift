import Contract
import Diagnostics
import Quantities
import Settlement

/// A drawing of an achievement table: one field per row, the row that was hit, and the value in it.
struct AchievementBar {
  let achievement: Achievement
  let choice: RowChoice
  let quantities: QuantityText
  /// The recorded decimals of the measured figure.
  let decimals: Int

  private static let width = 400
  private static let height = 46
  private static let soft = "#59636d"

  var html: HTML {
    let count = achievement.rows.count
    guard count > 0 else { return HTML() }
    let field = Self.width / count
    var parts: [HTML] = [.tag("title", [], .text(description))]
    for (place, row) in achievement.rows.enumerated() {
      let isHit = place == choice.number - 1
      parts.append(
        .tag(
          "rect",
          [
            ("fill", isHit ? "#17375e" : "#dfe6ee"), ("stroke", "#fff"),
            ("x", String(place * field)), ("y", "12"),
            ("width", String(field)), ("height", "18"),
          ]))
      parts.append(
        .tag(
          "text",
          [
            ("fill", isHit ? "#fff" : Self.soft), ("font-size", "10"),
            ("x", String(place * field + field / 2)), ("y", "25"),
            ("text-anchor", "middle"),
          ], .text(result(row))))
      if let lower = row.interval.lower, place > 0 {
        parts.append(
          .tag(
            "text",
            [
              ("fill", Self.soft), ("font-size", "10"), ("x", String(place * field)),
              ("y", "43"), ("text-anchor", "middle"),
            ],
            .text(quantities.numeral(lower, decimals: decimals))))
      }
    }
    let tip = (choice.number - 1) * field + position(in: field)
    parts.append(
      .tag(
        "path", [("fill", "#8a1f2b"), ("d", "M\(tip - 5) 2h10l-5 9z")]))
    return .tag(
      "svg",
      [
        ("viewBox", "0 0 \(Self.width) \(Self.height)"), ("role", "img"),
        ("aria-label", description),
      ], parts)
  }

  private var description: String {
    quantities.text(choice.value, choice.inputUnit, decimals: decimals) + " → "
      + quantities.interval(choice.interval, choice.inputUnit, decimals: decimals)
  }

  private func result(_ row: AchievementRow) -> String {
    switch row.result {
    case .fixed(let value): quantities.numeral(value)
    case .linear(let from, let to):
      quantities.numeral(from) + (quantities.tongue == .en ? "–" : "～") + quantities.numeral(to)
    case .each(let first, _): quantities.numeral(first)
    }
  }

  /// Where in its field the value stands; the middle of a field that is open at one end.
  private func position(in field: Int) -> Int {
    guard let lower = choice.interval.lower, let upper = choice.interval.upper,
      let share = (choice.value - lower).divided(by: upper - lower),
      let offset = (share * Exact(field)).rounded(.down, decimals: 0).int64
    else { return field / 2 }
    return Int(offset)
  }
}
