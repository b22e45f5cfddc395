import Contract
import Execution
import Quantities
import Settlement

/// A settlement under every combination of one or two parameters: a scenario, which settles nothing.
public struct Sweep: Sendable {
  public let contract: Contract
  public let period: SettlementPeriod
  /// The parameters; the first varies slowest.
  public let axes: [Axis]
  /// The settlement without the assumptions; nil if it cannot be made.
  public let base: Settlement?
  /// What each combination gives, the last axis varying fastest.
  public let cells: [Cell]

  /// A parameter and the values that it takes.
  public struct Axis: Hashable, Sendable {
    /// The assumption with `…` where the number stands.
    public let name: String
    public let values: [Exact]
    /// The numbers as the assumptions write them.
    public let numerals: [String]
    /// The assumption for each value, as `--set` takes it.
    public let assumptions: [String]

    public init(name: String, values: [Exact], numerals: [String], assumptions: [String]) {
      self.name = name
      self.values = values
      self.numerals = numerals
      self.assumptions = assumptions
    }
  }

  /// One combination.
  public enum Cell: Sendable {
    /// Payments, the lines of the settlement, achievements and scores, by name.
    case settled([FigureID: Exact])
    /// The contract does not hold with these values.
    case refused

    /// A figure; nil where it is not derived.
    public subscript(id: FigureID) -> Exact? {
      if case .settled(let figures) = self { figures[id] } else { nil }
    }
  }

  public init(
    contract: Contract, period: SettlementPeriod, axes: [Axis], base: Settlement?, cells: [Cell]
  ) {
    self.contract = contract
    self.period = period
    self.axes = axes
    self.base = base
    self.cells = cells
  }

  /// The cell with these places on the axes.
  public subscript(places: [Int]) -> Cell {
    var index = 0
    for (axis, place) in zip(axes, places) { index = index * axis.values.count + place }
    return cells[index]
  }

  /// The figures that stand in a table: payments without those by key, then the lines of the settlement.
  public var columns: [FigureID] {
    contract.payments.map { FigureID($0.declaration.name) } + [.total, .payable, .due]
  }

  /// Settles every combination in parallel, in the order of the cells.
  ///
  /// - Parameter settle: the settlement of a combination; nil if the contract does not hold with it.
  public static func cells(
    of axes: [Axis], progress: Simulator.Progress? = nil,
    _ settle: @Sendable (_ places: [Int]) -> Settlement?
  ) -> [Cell] {
    Parallel.map(axes.cellCount, progress) { index in
      guard let settlement = settle(axes.places(of: index)) else { return .refused }
      var figures: [FigureID: Exact] = [:]
      for figure in settlement.principal where figure.isMoneyOrAchieved {
        figures[figure.id] = figure.value
      }
      return .settled(figures)
    }
  }
}

extension [Sweep.Axis] {
  /// The number of combinations.
  public var cellCount: Int { reduce(1) { $0 * $1.values.count } }

  /// The places on the axes of a cell; the last axis varies fastest.
  public func places(of index: Int) -> [Int] {
    var (rest, places) = (index, [Int]())
    for axis in reversed() {
      places.insert(rest % axis.values.count, at: 0)
      rest /= axis.values.count
    }
    return places
  }
}

extension Figure {
  fileprivate var isMoneyOrAchieved: Bool {
    if case .indicator = reference { false } else { true }
  }
}
