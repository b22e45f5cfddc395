import Contract
import Diagnostics
import Execution
import Language
import LinearAlgebra
import Quantities

/// How a figure was made.
public enum Derivation: Sendable {
  /// Assumed by a scenario or given by an example.
  case given
  /// Measured from the records, or reported from outside.
  case measured(Source)
  /// One of the numbers that stand beside an indicator.
  case countOf(FigureID)
  /// Arithmetic on other figures.
  case formula(Term)
  /// A row of an achievement table.
  case row(RowChoice)
  /// The units of a count, priced by rank.
  case priced(PricedUnits)
  /// A sum of achievements by weight.
  case weighted([WeightedPart])
  /// Lines of a payment or of the settlement, applied from top to bottom.
  case lines([LineStep])
  /// The sum of one payment over its keys.
  case sumOverKeys([FigureID])
  /// A part of an amount that is divided among several.
  case part(SplitPart)

  /// What a measurement rests on.
  public struct Source: Sendable {
    /// Populations that the indicator counts.
    public let populations: [String]
    /// How sums and products over persons were formed.
    public let method: [ProductRecord]
    /// Rows left out because a figure of theirs is missing.
    public let missingExcluded: Int
    /// Of a reported value: the document it was taken from.
    public let evidence: String?
    /// What stands behind an estimate.
    public let account: EstimateAccount?
  }
}

/// The row of an achievement table that a value fell in.
public struct RowChoice: Sendable {
  /// The place of the row in its table, from 1.
  public let number: Int
  public let input: FigureID
  public let value: Exact
  public let inputUnit: Unit
  public let interval: Interval
  public let result: AchievementRow.Result
  /// The grade that the row has, if it has one.
  public let grade: Text?
  /// The row in the contract text.
  public let span: Span
}

/// A count whose units have prices by rank.
public struct PricedUnits: Sendable {
  public let input: FigureID
  public let count: Exact
  public let inputUnit: Unit
  /// The rows that priced a unit, in the order of their ranks.
  public let bands: [Band]

  /// The units that one row priced.
  public struct Band: Sendable {
    /// The first and the last rank.
    public let ranks: ClosedRange<Exact>
    /// The price of the first of them.
    public let first: Exact
    /// By how much the price of each further one is higher.
    public let rising: Exact
    /// What they earn together.
    public let sum: Exact
    /// The row in the contract text.
    public let span: Span
  }
}

/// One part of a divided amount.
public struct SplitPart: Sendable {
  /// What is divided.
  public let amount: FigureID
  public let value: Exact
  public let kind: Kind

  public enum Kind: Sendable {
    /// Percent of the amount, rounded, at most a limit of which earlier settlements have used a part.
    case share(percent: Exact, limit: Split.Limit?, used: Exact)
    /// What the other parts leave.
    case remainder
    /// One of so many equal instalments; the first takes what cannot be divided.
    case instalment(Int, of: Int)
  }
}

/// One term of a weighted score.
public struct WeightedPart: Sendable {
  public let figure: FigureID
  /// In percent.
  public let weight: Exact
  public let value: Exact
}

/// Arithmetic with its values: an expression of the contract, evaluated.
public indirect enum Term: Sendable {
  case constant(Exact, Unit)
  case figure(FigureID, Exact, Unit)
  /// Calendar months of the settlement year, up to the end of the period.
  case settlementMonths(Exact, Unit)
  /// Calendar months of the period.
  case periodMonths(Exact, Unit)
  /// Calendar months from the beginning of the term to the end of the period.
  case monthsToDate(Exact, Unit)
  /// What the settlement of the year before recorded of a figure, or what stands for it in the first
  /// year of the term.
  case previousYear(FigureID, Exact, Unit, isFirstYear: Bool)
  case interimPayments(Exact, Unit)
  /// A figure's part of a sum over groups.
  case share(of: FigureID, Exact, Unit, total: Exact, Exact)
  case operation(Operation, [Term], Exact, Unit)

  public enum Operation: String, Sendable {
    case add, subtract, multiply, divide, negate
    case greaterOf = "greater of"
    case lesserOf = "lesser of"
    /// Sum of squared shares.
    case concentration
  }

  public var value: Exact {
    switch self {
    case .constant(let value, _), .figure(_, let value, _), .settlementMonths(let value, _),
      .periodMonths(let value, _), .monthsToDate(let value, _), .interimPayments(let value, _),
      .operation(_, _, let value, _),
      .previousYear(_, let value, _, _),
      .share(_, _, _, _, let value):
      value
    }
  }

  public var unit: Unit {
    switch self {
    case .constant(_, let unit), .figure(_, _, let unit), .settlementMonths(_, let unit),
      .periodMonths(_, let unit), .monthsToDate(_, let unit), .interimPayments(_, let unit),
      .operation(_, _, _, let unit),
      .previousYear(_, _, let unit, _):
      unit
    case .share: UnitAlgebra.number
    }
  }

  /// The figures in it, in the order of the text.
  public var figures: [FigureID] {
    switch self {
    case .figure(let id, _, _), .share(let id, _, _, _, _): [id]
    case .operation(_, let terms, _, _): terms.flatMap(\.figures)
    case .constant, .settlementMonths, .periodMonths, .monthsToDate, .interimPayments,
      .previousYear:
      []
    }
  }
}

extension Figure {
  /// The lines that made the amount what it is. A condition that is not met is one of them and undoes
  /// all lines above it; other lines count if they changed the amount.
  public var effectiveSteps: ArraySlice<LineStep> {
    guard case .lines(let steps) = derivation else { return [] }
    let start = steps.lastIndex { $0.isUnmetCondition } ?? steps.startIndex
    return ArraySlice(
      steps[start...].filter { $0.acted || $0.isUnmetCondition || $0.isOfOtherPeriods })
  }
}

/// A condition of a payment with the figures that decided it.
public struct JudgedCondition: Sendable {
  public let figure: FigureID
  public let value: Exact
  public let unit: Unit
  public let bound: Bound
  public let met: Bool

  public enum Bound: Sendable {
    case interval(Interval)
    case figure(Language.Comparison, FigureID, Exact)
  }
}

/// One line of a payment or of the settlement, with the amount before and after it.
public struct LineStep: Sendable {
  public let kind: Kind
  public let before: Exact
  public let after: Exact
  /// The line in the contract text.
  public let span: Span

  /// Whether the line changed the amount.
  public var acted: Bool { before != after }

  /// The same line on other amounts.
  func between(_ before: Exact, _ after: Exact) -> LineStep {
    LineStep(kind: kind, before: before, after: after, span: span)
  }

  /// By how much the line changed the amount.
  public var effect: Exact { after - before }

  /// Whether it is an `only if` that leaves nothing to pay.
  public var isUnmetCondition: Bool {
    guard case .onlyIf(let conditions, otherwise: 0) = kind else { return false }
    return !conditions.contains { $0.met }
  }

  /// Whether it says that the payment is not one of this period.
  public var isOfOtherPeriods: Bool { if case .notDue = kind { true } else { false } }

  public enum Kind: Sendable {
    /// The amount of a payment, or the sum of a settlement.
    case amount(Term)
    /// Nothing is paid, because this is not one of the years, or of the periods of a year, of the payment.
    case notDue(years: [Int], periods: [Int])
    /// Unless one of the conditions holds, `otherwise` percent of the amount so far.
    case onlyIf([JudgedCondition], otherwise: Exact)
    case round(RoundingStep)
    /// A smallest part of what rounding left of a divided amount.
    case remainder(Exact, of: Exact)
    case cap(Term)
    case floor(Term)
    /// A limit for the settlement year, and what its earlier periods have used of it.
    case yearCap(Exact, used: Exact, includesTax: Bool)
    /// A limit for all years together, and what earlier settlements have used of it.
    case termCap(Exact, used: Exact, includesTax: Bool)
    /// What earlier settlements have paid of what is settled together.
    case lessEarlier(Exact)
    /// A percentage of another figure, added to it or included in it.
    case percentage(Exact, of: FigureID, Exact, included: Bool)
    /// Another settlement line, added.
    case plus(FigureID, Exact)
    /// Interim payments, deducted.
    case lessInterim(Exact)
  }
}
