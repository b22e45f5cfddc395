import Contract
import Diagnostics
import Quantities
import Records

/// Why a contract has no figure over its data.
public enum ExecutionError: Error, Sendable {
  /// Lines of a table's files, without anything that stands in them.
  public struct Lines: Hashable, Sendable {
    /// How many lines there are.
    public let total: Int
    /// The first of them, file by file.
    public let first: [FileLines]

    /// Makes a list of lines.
    public init(total: Int, first: [FileLines]) {
      self.total = total
      self.first = first
    }
  }

  /// Lines that a message lists at most.
  public static let listedLines = 10

  /// A rate, mean or quantile of nobody.
  case nobody(Indicator, GroupKey?)
  /// `require at least n persons` is not reached; a stop.
  case tooFewPersons(Indicator, GroupKey?, found: Int, needed: Int)
  /// Rows that tie in `take` have different figures.
  case tie(Declaration, Lines)
  /// `only` found a second row.
  case secondRow(Declaration, Lines)
  /// A number leaves 64 bits, or a date the years 1 to 9999.
  case overflow(Declaration, rows: Int)
  /// Persons belong to the treated and to the compared group.
  case inBothGroups(Indicator, persons: Int)
  /// A reported figure was not given.
  case reportedMissing(Indicator)
  /// A reported figure is in another unit than the indicator.
  case reportedUnit(Indicator, found: Unit)
  /// No line of a scale covers the inputs.
  case outsideScale(Declaration, rows: Int)
  /// A division by zero in rows.
  case zeroDivisor(Declaration, rows: Int)
  /// A division or a mean in rows without `record`.
  case unrounded(Declaration)
  /// A variance of fewer than two rows.
  case tooFewRows(Indicator, GroupKey?, found: Int, needed: Int)
  /// Shares of a total of zero.
  case noTotal(Indicator)
  /// Shares of an indicator that is assumed and not measured.
  case notMeasured(Indicator, of: Declaration)
  /// A flow does not add up.
  case unbalancedFlow(Declaration)
  /// The plan contradicts itself or the data set that it goes with.
  case inconsistentPlan(String)
  /// A figure is missing that the plan says is never missing.
  case unexpectedMissing(Indicator, rows: Int)
  /// Rows that have no code to group by, so that nobody would be paid for them.
  case ungrouped(Indicator, rows: Int)
  /// A sum over persons could not be certified exact.
  case uncertified(Indicator, String)

  /// The stable code of the message.
  public var code: String {
    switch self {
    case .nobody: "E301"
    case .tooFewPersons: "E302"
    case .tie: "E303"
    case .secondRow: "E304"
    case .overflow: "E305"
    case .inBothGroups: "E306"
    case .reportedMissing: "E307"
    case .reportedUnit: "E308"
    case .outsideScale: "E309"
    case .zeroDivisor: "E310"
    case .unrounded: "E311"
    case .tooFewRows: "E312"
    case .noTotal: "E313"
    case .notMeasured: "E314"
    case .ungrouped: "E315"
    case .unbalancedFlow: "E390"
    case .inconsistentPlan: "E391"
    case .unexpectedMissing: "E392"
    case .uncertified: "E393"
    }
  }

  /// Who has to act on it.
  public var severity: Severity {
    switch self {
    case .tooFewPersons: .stop
    case .unbalancedFlow, .inconsistentPlan, .unexpectedMissing, .uncertified: .internal
    default: .error
    }
  }
}
