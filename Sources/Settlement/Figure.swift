import Contract
import Diagnostics
import Execution
import Language
import Quantities

/// A figure of a settlement with everything that it was made from.
///
/// Explanations are read off this value; nothing is reconstructed.
public struct Figure: Sendable {
  /// `reach`, `by_provider[V01]`, `attendance.numerator`, `due`.
  public let id: FigureID
  /// The kind as a stable English word: that of an indicator (`persons`, `rate`, …), of a number
  /// beside one (`Count.Kind`), or one of `FigureKind`.
  public let kind: String
  /// What it is in the contract; nil for counts beside an indicator and for settlement lines.
  public let reference: FigureReference?
  /// The value, after `record`; of an irrational number beside an estimate its first 20 significant
  /// digits.
  public let value: Exact
  /// The unit of `value`.
  public let unit: Unit
  /// The clause that the figure stands on.
  public let clause: Citation?
  /// The line of the contract text that defines the figure.
  public let span: Span
  public let derivation: Derivation
  /// The figures that it was made from, in the order of their use, each once.
  public let inputs: [FigureID]
  /// The roundings that made it, in order.
  public let roundings: [RoundingStep]
  /// Whether `value` is the figure itself.
  public internal(set) var isExact = true

  /// Whether it is one of the numbers that stand beside an indicator.
  public var standsBeside: Bool { if case .countOf = derivation { true } else { false } }
}

/// Kinds of figures that are neither indicators nor numbers beside one (`Count.Kind`), as they stand
/// in JSON.
public enum FigureKind {
  public static let achievement = "achievement"
  public static let score = "score"
  public static let payment = "payment"
  public static let total = "total"
  public static let tax = "tax"
  public static let payable = "payable"
  public static let due = "due"
  public static let split = "split"
  public static let splitBeforeLimit = "split before limit"
}

extension FigureID {
  /// Beside a share of a split that has a limit: what it would be without.
  var beforeLimit: FigureID { FigureID("\(name).before limit", key: key) }

  /// What is due without tax, after all limits.
  public static let total = FigureID("total")
  /// The consumption tax on `total`, or contained in it.
  public static let tax = FigureID("tax")
  /// `total` with tax.
  public static let payable = FigureID("payable")
  /// `payable` less interim payments; a negative figure is a repayment.
  public static let due = FigureID("due")
  /// What an example or a settlement is given of interim payments; never a figure of its own.
  static let interimPayments = FigureID(ValueWord.interimPayments.english)

  /// The line of one payee: `due[V01]`; itself where there are none.
  func of(_ payee: GroupKey?) -> FigureID { FigureID(name, key: payee) }

  /// A number beside an indicator: `attendance.numerator`, `by_provider.n[V01]`.
  public func count(_ label: String) -> FigureID { FigureID("\(name).\(label)", key: key) }
}

/// One rounding, with the exact value before and after.
public struct RoundingStep: Hashable, Sendable {
  /// Which rounding of a settlement: the figure it made, and its place in the figure's lines.
  public struct ID: Hashable, Sendable {
    public let figure: FigureID
    /// The index of the rounding among the figure's roundings.
    public let index: Int

    /// Names a rounding.
    public init(figure: FigureID, index: Int) {
      self.figure = figure
      self.index = index
    }
  }

  public let id: ID
  public let before: Exact
  public let after: Exact
  public let mode: Rounding.Mode
  /// The value becomes a whole multiple of this.
  public let quantum: Exact
  /// The unit of `before`, `after` and `quantum`.
  public let unit: Unit
  /// The clause of the block that the rounding stands in.
  public let clause: Citation?
  /// The place of the rounding in the contract text.
  public let span: Span

  /// The decimals of what is rounded to.
  public var decimals: Int { quantum.exactDecimals ?? 0 }

  /// Whether the rounding changed the value.
  public var acted: Bool { before != after }
}
