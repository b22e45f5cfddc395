import Diagnostics
import Language
import Quantities

/// An indicator that estimates an effect or a standardised figure: on whom, of what, and by which
/// definition. Everything that can change the figure is stated; there are no defaults.
public struct Estimation: Sendable {
  public let method: Method
  public let groups: Groups
  /// The figure of each person: a number, or yes or no.
  public let outcome: Outcome
  public let covariates: [Covariate]
  /// Nil for a kind that has no uncertainty of its own.
  public let errors: Errors?
  public let target: Target
  public let stops: [Stop]

  /// The definition of the estimate.
  public enum Method: Sendable {
    /// The mean of the treated group less that of the compared group.
    case difference
    /// The mean of the treated group as a percentage of that of the compared group (index 100).
    case ratio
    /// Regression of the two waves of each person on group, period and their product; covariates
    /// enter together with their product with the period. `before` is the outcome of the first wave.
    case differenceInDifferences(before: Expression)
    /// Least squares of the outcome on the group and the covariates.
    case adjustedDifference
    /// Logistic regression, standardised over everybody analysed.
    case riskDifference
    /// The ratio of the same two standardised shares.
    case riskRatio
    /// Means weighted by a propensity model of the covariates, over persons whose score lies within the
    /// limits; nil keeps everybody.
    case weightedDifference(Weighting, scores: ClosedRange<Exact>?)
    /// Augmented inverse probability weighting: a propensity model and a linear model of the outcome, both
    /// of the covariates; the effect is right if one of the two is.
    case doublyRobustDifference
    /// Differences within matched sets.
    case matchedDifference(Matching)
    /// Rates by stratum, weighted by a standard population.
    case standardisedRate(Standard)
    /// The outcome's total over the total that a published model expects.
    case observedToExpected(expected: Prediction)
    /// The total that one published model predicts over the total that another expects.
    case predictedToExpected(predicted: Prediction, expected: Prediction)
  }

  /// Whose figures are used; both populations are of the same table.
  public enum Groups: Sendable {
    case compared(treated: Int, with: Int)
    case one(of: Int)

    /// The populations, the treated one first.
    public var populations: [Int] {
      switch self {
      case .compared(let treated, let compared): [treated, compared]
      case .one(let of): [of]
      }
    }
  }

  /// The figure of a person.
  public struct Outcome: Sendable {
    public let expression: Expression
    /// Yes or no: a mean is then a share, and is given in percent.
    public let isFlag: Bool

    public init(expression: Expression, isFlag: Bool) {
      self.expression = expression
      self.isFlag = isFlag
    }
  }

  /// What a comparison is adjusted for.
  public struct Covariate: Sendable {
    /// As the contract writes it.
    public let name: String
    public let form: Form

    public enum Form: Sendable {
      /// A number, or yes or no as 1 or 0.
      case number(Expression)
      /// A category: one indicator variable for each code but the first, in byte order.
      case category(CellPath)
    }

    public init(name: String, form: Form) {
      self.name = name
      self.form = form
    }
  }

  /// How uncertainty is computed.
  public enum Errors: Sendable {
    case classical
    /// Welch's: a variance for each group, with Satterthwaite's degrees of freedom.
    case unequalVariances
    case robust(Robust)
    /// By one column of codes or by two; CR2 by one.
    case clustered(by: [Cluster], Clustered)
    /// The wild cluster bootstrap-t (Cameron, Gelbach and Miller 2008): a test, and limits by its
    /// inversion.
    case wildBootstrap(by: Cluster, WildBootstrap)
    /// The spread of the persons' contributions to a doubly robust estimate.
    case influenceFunction
    /// The propensity model is estimated too: stacked estimating equations.
    case stackedEquations
    /// The differences within matched sets.
    case paired
    /// Fay and Feuer's limits of a directly standardised rate.
    case gamma
    /// Normal limits of a directly standardised share, with the binomial variance of each stratum.
    case normal
    /// Exact limits of a count of events.
    case exactPoisson

    public enum Robust: String, Sendable { case hc0 = "HC0", hc1 = "HC1", hc3 = "HC3" }

    public enum Clustered: Sendable {
      /// K counts every parameter.
      case cr1
      /// K leaves out the effects of codes that each lie in one cluster.
      case cr1WithoutNestedEffects
      case cr2
    }

    /// The columns of codes whose rows depend on each other.
    public var clusters: [Cluster] {
      switch self {
      case .clustered(let clusters, _): clusters
      case .wildBootstrap(let cluster, _): [cluster]
      default: []
      }
    }
  }

  /// A column of codes.
  public struct Cluster: Sendable {
    /// As the contract writes it.
    public let name: String
    public let path: CellPath

    public init(name: String, path: CellPath) {
      self.name = name
      self.path = path
    }
  }

  /// How a wild cluster bootstrap draws.
  public struct WildBootstrap: Sendable {
    public let weights: Weights
    public let draws: Draws

    public enum Weights: String, Sendable { case rademacher = "Rademacher", webb = "Webb" }

    public enum Draws: Sendable {
      /// Each of the 2^G sets of signs once; Rademacher weights only.
      case every
      /// So many, from the stream of a seed; both are stated, so that anybody can draw them again.
      case random(Int, seed: UInt64, stream: UInt64)
    }

    public init(weights: Weights, draws: Draws) {
      self.weights = weights
      self.draws = draws
    }
  }

  /// What the payment depends on.
  public enum Target: Sendable {
    case estimate
    case limit(Limit)
  }

  /// One end of a confidence interval.
  public struct Limit: Sendable {
    public let isLower: Bool
    /// Between 0 and 1.
    public let confidence: Exact
    public let isTwoSided: Bool
    /// Nil where the errors fix the distribution themselves.
    public let reference: Reference?

    public enum Reference: Sendable { case studentT, normal }

    public init(isLower: Bool, confidence: Exact, isTwoSided: Bool, reference: Reference?) {
      self.isLower = isLower
      self.confidence = confidence
      self.isTwoSided = isTwoSided
      self.reference = reference
    }
  }

  /// Propensity weights (Li, Morgan and Zaslavsky 2018; Robins, Hernán and Brumback 2000).
  public enum Weighting: Sendable { case treated, population, stabilised, overlap }

  /// Nearest-neighbour matching in the order of score and id.
  public struct Matching: Sendable {
    /// Compared persons for each treated one.
    public let ratio: Int
    public let distance: Distance
    public let withReplacement: Bool
    /// Of a treated person with fewer than `ratio` compared persons left: whether the smaller set stays,
    /// or the person is left out. Nil where `ratio` is 1 and no set can be smaller.
    public let keepsSmallerSets: Bool?
    /// In standard deviations of the logit of the score, or in the Mahalanobis distance.
    public let caliper: Exact?

    public enum Distance: Sendable { case propensityScore, mahalanobis }

    public init(
      ratio: Int, distance: Distance, withReplacement: Bool, keepsSmallerSets: Bool?,
      caliper: Exact?
    ) {
      self.ratio = ratio
      self.distance = distance
      self.withReplacement = withReplacement
      self.keepsSmallerSets = keepsSmallerSets
      self.caliper = caliper
    }
  }

  /// The standard population: a scale from strata to persons.
  public struct Standard: Sendable {
    public let scale: Int
    public let inputs: [Expression]

    public init(scale: Int, inputs: [Expression]) {
      self.scale = scale
      self.inputs = inputs
    }
  }

  /// A published model's figure for one person.
  public struct Prediction: Sendable {
    public let predictor: Expression
    /// The figure is the inverse logit of the predictor.
    public let isLogistic: Bool

    public init(predictor: Expression, isLogistic: Bool) {
      self.predictor = predictor
      self.isLogistic = isLogistic
    }
  }

  /// `stop if loss above 20 percent`
  public struct Stop: Sendable {
    public let quantity: Quantity
    public let interval: Interval
    public let span: Span

    public enum Quantity: Sendable {
      /// The share of a group's persons who are not analysed, in percent.
      case loss
      /// The largest absolute standardised difference of a covariate after weighting or matching.
      case imbalance
      case largestWeight
      /// Kish's effective number of persons of a group.
      case effectiveSample
      /// The two-sided p value of no effect, of a bootstrap test.
      case pValue
    }

    public init(quantity: Quantity, interval: Interval, span: Span) {
      self.quantity = quantity
      self.interval = interval
      self.span = span
    }
  }

  public init(
    method: Method, groups: Groups, outcome: Outcome, covariates: [Covariate], errors: Errors?,
    target: Target, stops: [Stop]
  ) {
    self.method = method
    self.groups = groups
    self.outcome = outcome
    self.covariates = covariates
    self.errors = errors
    self.target = target
    self.stops = stops
  }
}
