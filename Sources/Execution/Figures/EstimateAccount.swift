import Diagnostics
import Quantities

/// What stands behind an estimate: its definition in words, who was analysed, and how alike the
/// groups are. It is part of the record of the figure.
public struct EstimateAccount: Hashable, Sendable {
  /// The definition of the estimate and of its uncertainty, as a method statement.
  public let statement: Text
  /// The treated group first.
  public let groups: [Group]
  /// Empty for a kind that compares nothing.
  public let balance: [Balance]

  /// How many persons of a group there are, and how many the estimate stands on.
  public struct Group: Hashable, Sendable {
    public let population: String
    /// Of a grouped estimate only those of its key, for the group that is divided.
    public let entered: Int
    /// Those with every figure that the estimate needs.
    public let analysed: Int
    /// Of these, those that matching or the limits of the score keep; nil for methods without either.
    public let kept: Int?

    public init(population: String, entered: Int, analysed: Int, kept: Int? = nil) {
      self.population = population
      self.entered = entered
      self.analysed = analysed
      self.kept = kept
    }
  }

  /// How a covariate differs between the groups.
  ///
  /// The standardised difference is that of the means over the square root of the mean of the two
  /// variances of the unweighted groups (Austin 2011, "An introduction to propensity score methods");
  /// of a code the share with it. Decimals are rounded half even to four places.
  public struct Balance: Hashable, Sendable {
    /// The covariate; of a category `district = D02`.
    public let name: String
    public let treatedMean: Exact
    public let comparedMean: Exact
    /// Nil where neither group varies.
    public let differenceBefore: Exact?
    /// After weighting or matching; nil for methods that do neither.
    public let differenceAfter: Exact?

    public init(
      name: String, treatedMean: Exact, comparedMean: Exact, differenceBefore: Exact?,
      differenceAfter: Exact?
    ) {
      self.name = name
      self.treatedMean = treatedMean
      self.comparedMean = comparedMean
      self.differenceBefore = differenceBefore
      self.differenceAfter = differenceAfter
    }
  }

  public init(statement: Text, groups: [Group], balance: [Balance]) {
    self.statement = statement
    self.groups = groups
    self.balance = balance
  }
}
