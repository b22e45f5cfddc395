import Plots
import Quantities
import Testing

/// What is true of every picture.
extension Picture {
  /// Marks that reach beyond the view box; texts by their estimated extent.
  var marksOutside: [String] {
    marks.compactMap { mark in
      switch mark {
      case .rectangle(let field):
        return isInside(field.x, field.y) && isInside(field.x + field.width, field.y + field.height)
          ? nil : "rectangle \(field)"
      case .line(let points, _, _, _):
        return points.allSatisfy { isInside($0.x, $0.y) } ? nil : "line \(points)"
      case .symbol(_, let place, _, _):
        let radius = Symbol.radius
        return isInside(place.x - radius, place.y - radius)
          && isInside(place.x + radius, place.y + radius) ? nil : "symbol \(place)"
      case .text(let label):
        return isInside(label.extent.lowerBound, label.place.y - label.size)
          && isInside(label.extent.upperBound, label.place.y + label.size * 0.3)
          ? nil : "text \(label.text)"
      }
    }
  }

  private func isInside(_ x: Double, _ y: Double) -> Bool {
    (-0.01...(width + 0.01)).contains(x) && (-0.01...(height + 0.01)).contains(y)
  }

  /// Pairs of texts that lie upon one another.
  var textsThatTouch: [String] {
    let labels = labels
    var found: [String] = []
    for (place, first) in labels.enumerated() {
      for second in labels[(place + 1)...]
      where abs(first.place.y - second.place.y) < 0.75 * min(first.size, second.size)
        && first.extent.overlaps(second.extent)
      {
        found.append("\(first.text) / \(second.text)")
      }
    }
    return found
  }

  var labels: [Mark.Label] {
    marks.compactMap { if case .text(let label) = $0 { label } else { nil } }
  }

  var rectangles: [Mark.Rectangle] {
    marks.compactMap { if case .rectangle(let field) = $0 { field } else { nil } }
  }

  func symbols(_ kind: Symbol) -> [(place: Point, ink: Ink, isFilled: Bool)] {
    marks.compactMap {
      if case .symbol(kind, let place, let ink, let isFilled) = $0 {
        (place, ink, isFilled)
      } else {
        nil
      }
    }
  }

  var texts: [String] { labels.map(\.text) }
}

/// Expects what is true of every picture.
func expectSound(_ picture: Picture, sourceLocation: SourceLocation = #_sourceLocation) {
  #expect(picture.marksOutside == [], sourceLocation: sourceLocation)
  #expect(picture.textsThatTouch == [], sourceLocation: sourceLocation)
  #expect(!picture.title.isEmpty && !picture.description.isEmpty, sourceLocation: sourceLocation)
}

let axis = AxisWords(title: "yen") { value, decimals in
  value.fixed(decimals: max(decimals, value.exactDecimals ?? 0), grouped: true)
}

let longWords =
  "60歳以上の通いの場参加者のうち六か月以上続けて参加した者の割合(基準日に在籍する者に限る。)"

/// A small generator whose numbers are the same in every run.
struct Numbers: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state ^ (state >> 29)
  }

  mutating func exact(_ range: ClosedRange<Int>, decimals: Int = 0) -> Exact {
    Exact(unscaled: Int64(Int.random(in: range, using: &self)), scale: decimals)
  }
}
