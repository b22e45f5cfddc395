import Enclosures
import Quantities

/// A proved enclosure of the maximum of a partial likelihood, and what is known there.
///
/// Newton's method in balls refines a start; then Krawczyk's operator
/// `K(B) = c + Y U(c) + (1 − Y I(B)) (B − c)`, U the score, I the information over all of the box B around
/// c, and Y about the inverse of I, proves that B holds exactly one zero of the score and that K(B) holds it
/// (R. Krawczyk, Computing 4 (1969) 187–201). The log likelihood is concave, so the zero is its maximum.
struct CoxMaximum: Sendable {
  /// The coefficients.
  let coefficients: [Ball]
  /// The inverse of the information.
  let covariance: BallMatrix
  /// `bᵀ I b`.
  let wald: Ball
  /// The log partial likelihood.
  let logLikelihood: Ball

  /// - Returns: nil when the precision does not suffice.
  init?(_ problem: CoxProblem, start: [Double], precision: Int) {
    let working = precision + 32
    let k = start.count
    let problem = problem.enclosed(precision: working)
    var centre = start.map { Ball(startingValue: $0, precision: working) }
    var last: Exact?
    while true {
      let here = problem.likelihood(at: centre)
      guard let inverse = here.matrix(precision: working).inverse() else { return nil }
      let step = Self.product(inverse, here.score)
      let size = step.reduce(Ball(Exact.zero, precision: working)) {
        $0.union($1.magnitude.union(-$1.magnitude))
      }
      guard let reach = size.upper, size.isFinite else { return nil }
      if reach > Self.negligible(working) {
        // Where the steps do not become shorter they are made of rounding.
        guard last.map({ reach < $0 }) ?? true else { return nil }
        last = reach
        centre = zip(centre, step).map { ($0 + $1).midpoint }
        continue
      }
      let radius = Ball(reach * 2 + Exact(1).halved(2 * working), precision: working)
      let box = centre.map { $0.widened(by: radius) }
      let matrix = problem.likelihood(at: box).matrix(precision: working)
      let rest = BallMatrix.identity(k, precision: working) - inverse * matrix
      let spread = Self.product(
        rest, [Ball](repeating: Ball(Exact.zero, precision: working).widened(by: radius), count: k))
      let image = (0..<k).map { centre[$0] + step[$0] + spread[$0] }
      let proved = zip(image, centre).allSatisfy {
        ($0 - $1).magnitude.isCertainlyLess(than: radius)
      }
      guard proved else { return nil }
      let there = problem.likelihood(at: image)
      let information = there.matrix(precision: working)
      guard let covariance = information.inverse() else { return nil }
      coefficients = image
      self.covariance = covariance
      wald = Self.dot(image, Self.product(information, image))
      logLikelihood = problem.logLikelihood(there, at: image)
      return
    }
  }

  /// A step after which one more is exact to the precision.
  private static func negligible(_ precision: Int) -> Exact {
    Exact(1).halved(precision * 2 / 5)
  }

  static func product(_ matrix: BallMatrix, _ vector: [Ball]) -> [Ball] {
    (0..<matrix.rows).map { i in dot(vector.indices.map { matrix[i, $0] }, vector) }
  }

  static func dot(_ a: [Ball], _ b: [Ball]) -> Ball {
    zip(a, b).reduce(Ball(0)) { $0 + $1.0 * $1.1 }
  }
}

extension Exact {
  /// The value over 2 to a power.
  fileprivate func halved(_ power: Int) -> Exact {
    (0..<power / 32).reduce(over(1 << (power % 32))) { value, _ in value.over(1 << 32) }
  }
}

extension PartialLikelihood<Ball> {
  /// The information as a matrix.
  func matrix(precision: Int) -> BallMatrix {
    let k = score.count
    return BallMatrix(rows: k, columns: k, precision: precision) { information[$1 * k + $0] }
  }
}
