import Diagnostics
import Execution
import Quantities

/// How every figure of a settlement was made, as it is recorded and read back.
///
/// It holds words and numbers only, so that it can be shown in either language without the contract
/// being read again.
public struct Trace: Hashable, Sendable {
  /// In order of derivation.
  public let entries: [Entry]
  /// Figures that are suspended, with what they wait for.
  public let suspended: [Suspended]
  /// Population by population.
  public let flows: [Flow]

  /// Holds a trace.
  public init(entries: [Entry], suspended: [Suspended], flows: [Flow]) {
    self.entries = entries
    self.suspended = suspended
    self.flows = flows
  }

  /// One figure.
  public struct Entry: Hashable, Sendable {
    public let id: String
    public let name: Text
    public let kind: String
    public let exact: Exact
    /// The value with its unit, as people read it.
    public let value: Text
    public let clause: Text?
    /// The line of the contract text that defines the figure, from 1, and its words.
    public let line: Int
    public let lineText: String
    /// How it was computed, on one line; nil for what was given, measured or counted.
    public let working: Text?
    public let row: Row?
    public let steps: [Step]
    public let roundings: [Rounding]
    public let inputs: [String]
    public let source: Source?
  }

  /// The row of an achievement table.
  public struct Row: Hashable, Sendable {
    public let number: Int
    public let line: Int
    public let lineText: String
    public let admits: Text
    public let isLinear: Bool
    /// The grade that the row has, if it has one.
    public let grade: Text?
  }

  /// A line of a payment or of the settlement.
  public struct Step: Hashable, Sendable {
    public let words: Text
    public let before: Exact
    public let after: Exact
    /// 0 if the step is a figure that is carried on.
    public let line: Int
    public let lineText: String
    public var acted: Bool { before != after }
  }

  /// A rounding with its yen.
  public struct Rounding: Hashable, Sendable {
    public let rule: Text
    public let before: Exact
    public let after: Exact
    public let beforeText: Text
    public let afterText: Text
    public let line: Int
    /// The amount due less the amount due without this rounding.
    public let effectOnDue: Exact?
    public let effectText: Text?
  }

  /// What a measured figure rests on.
  public struct Source: Hashable, Sendable {
    public let populations: [String]
    public let missingExcluded: Int
    public let evidence: String?
    public let account: EstimateAccount?
    public let products: [Product]
  }

  /// One exact product over persons.
  public struct Product: Hashable, Sendable {
    public let routine: String
    public let rows: Int
    public let blocks: Int
    public let limbs: Int
    public let largest: String
    public let bound: String
  }

  public struct Suspended: Hashable, Sendable {
    public let id: String
    public let name: Text
    public let waitsFor: [Text]
    /// Of a figure that was stopped while it was measured.
    public let stop: Stop?
  }

  /// Why a figure was stopped, and what had been found by then.
  public struct Stop: Hashable, Sendable {
    public let code: String
    public let headline: Text
    public let account: EstimateAccount?
    public let numbers: [Number]
  }

  /// A number that stood beside a stopped figure.
  public struct Number: Hashable, Sendable {
    /// What it is: "n treated".
    public let label: Text
    public let kind: String
    /// Nil for an irrational number.
    public let exact: Exact?
    /// With its unit, as people read it.
    public let value: Text
  }

  public struct Flow: Hashable, Sendable {
    public let population: String
    public let clause: Text?
    public let table: String
    public let rows: Int
    public let base: String?
    public let steps: [FlowStep]
    public let remaining: Int
    public let persons: Int?
  }

  public struct FlowStep: Hashable, Sendable {
    public let reason: String
    public let line: Int
    public let entered: Int
    public let excluded: Int
    public let missing: Int
    public let remaining: Int
  }

  /// The entry of a figure, by its printed identity or by its name in either language.
  public func entry(_ name: String) -> Entry? {
    entries.first { $0.id.utf8.elementsEqual(name.utf8) }
      ?? entries.first { Self.isOne(of: [$0.name.en, $0.name.ja], name) }
  }

  /// What a suspended figure waits for, by its printed identity or by its name in either language.
  public func suspension(_ name: String) -> Suspended? {
    suspended.first { Self.isOne(of: [$0.id, $0.name.en, $0.name.ja], name) }
  }

  private static func isOne(of names: [String], _ name: String) -> Bool {
    names.contains { $0.utf8.elementsEqual(name.utf8) }
  }
}
