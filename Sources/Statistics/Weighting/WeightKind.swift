import Enclosures
import Quantities

/// How a person of a group is weighted by the score e, the probability of being in group 1.
public enum WeightKind: Hashable, Sendable {
  /// `1/e` in group 1, `1/(1 − e)` in group 0: the average effect in everybody.
  case ate
  /// The same times the share of the own group among the rows of the model (Robins, Hernán and
  /// Brumback, Epidemiology 11, 2000).
  case stabilised
  /// 1 in group 1, `e/(1 − e)` in group 0: the average effect in those of group 1.
  case att
  /// `1 − e` in group 1, e in group 0: the average effect in those who may be in either (Li, Morgan and
  /// Zaslavsky, JASA 113, 2018).
  case overlap

  /// The weight of a member of a group.
  ///
  /// - Parameter share: the share of group 1 among the rows of the model.
  func weight(score e: Ball, treated: Bool, share: Ball) -> Ball {
    let one = Ball(1)
    return switch (self, treated) {
    case (.ate, true): one / e
    case (.ate, false): one / (one - e)
    case (.stabilised, true): share / e
    case (.stabilised, false): (one - share) / (one - e)
    case (.att, true): Ball(.one, precision: e.precision)
    case (.att, false): e / (one - e)
    case (.overlap, true): one - e
    case (.overlap, false): e
    }
  }

  /// The derivative of the weight by the linear predictor, the share held fixed.
  func slope(score e: Ball, treated: Bool, share: Ball) -> Ball {
    let one = Ball(1)
    return switch (self, treated) {
    case (.ate, true): -(one - e) / e
    case (.ate, false): e / (one - e)
    case (.stabilised, true): -share * (one - e) / e
    case (.stabilised, false): (one - share) * e / (one - e)
    case (.att, true): Ball(.zero, precision: e.precision)
    case (.att, false): e / (one - e)
    case (.overlap, true): -e * (one - e)
    case (.overlap, false): e * (one - e)
    }
  }
}
