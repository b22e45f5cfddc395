import Contract
import Diagnostics
import Execution
import Quantities

/// A settled period: all figures in the order of their derivation.
public struct Settlement: Sendable {
  public let contract: Contract
  public let period: SettlementPeriod
  public let figures: [Figure]
  /// The contract's payments in its order; those that are suspended are not among the figures.
  public let payments: [FigureID]
  /// Figures that could not be derived because the contract stops something they need.
  public let suspended: [Suspension]
  /// Why the contract itself suspends figures: those of `stopped`, then what the settlement stops.
  public let stops: [Diagnostic]
  /// Measured figures that the contract suspends, with what had been found.
  public var stopped: [StoppedFigure] { inputs.execution.stopped }
  /// Population by population, how many rows each condition left.
  public let flows: [Flow]
  /// What rows did at the places of the contract that decide about them, if somebody asked for it.
  public var rowEvents: Set<RowEvent> { inputs.execution.rowEvents }
  /// The interim payments that were given.
  public let interim: Exact?
  /// The earlier settlements that were given, in order of period.
  public let priors: [PriorSettlement]

  /// What the evaluation used, so that it can be repeated without one rounding.
  let inputs: SettlementInputs
  private let places: [FigureID: Int]

  init(
    inputs: SettlementInputs, figures: [Figure], suspended: [Suspension], stops: [Diagnostic]
  ) {
    let contract = inputs.contract
    self.inputs = inputs
    self.contract = contract
    self.period = inputs.period
    self.figures = figures
    self.payments = contract.payments.map { FigureID($0.declaration.name) }
    self.suspended = suspended
    self.stops = stops
    self.flows = inputs.execution.flows
    self.interim = inputs.interim
    self.priors = inputs.priors.sorted { $0.period < $1.period }
    self.places = Dictionary(
      figures.enumerated().map { ($0.element.id, $0.offset) }, uniquingKeysWith: { a, _ in a })
  }

  /// A figure by its identity; nil if it was not derived.
  public subscript(id: FigureID) -> Figure? { places[id].map { figures[$0] } }

  /// The figure by its printed identity: `reach`, `class_fee[V01]`.
  public func figure(named text: String) -> Figure? {
    figures.first { $0.id.description.utf8.elementsEqual(text.utf8) }
  }

  /// The parts of an amount that the contract divides, in the order of the text; none while it waits.
  public func parts(of split: Split) -> [Figure] {
    figures.filter {
      $0.kind == FigureKind.split && $0.id.name.utf8.elementsEqual(split.declaration.name.utf8)
    }
  }

  /// The figures of a block by key that are derived, in order.
  public func keyed(_ id: FigureID) -> [Figure] {
    figures.filter { $0.id.key != nil && FigureID($0.id.name) == id }
  }

  /// The lines of the settlement that each payee has, in order.
  public var linesOfPayees: [FigureID] {
    contract.settlement.tax == nil ? [.total, .payable, .due] : [.total, .tax, .payable, .due]
  }

  /// Who is paid on an invoice of its own, in order; none where all is one invoice.
  public var payees: [GroupKey] {
    guard contract.settlement.forEach != nil else { return [] }
    let ids = figures.map(\.id) + suspended.map(\.id)
    return Set(ids.filter { FigureID($0.name) == .due }.compactMap(\.key)).sorted {
      FigureID("", key: $0) < FigureID("", key: $1)
    }
  }

  /// What is to be paid; nil while anything that it needs is suspended. Negative: a repayment.
  public var due: Figure? { self[.due] }

  /// Whether something that the payment needs is suspended (exit code 3).
  public var isSuspended: Bool { due == nil }
}

extension Settlement {
  /// What a later settlement needs of this one; nil if its payment is suspended.
  ///
  /// - Parameter names: of the figures that it takes from this one, as ``Contract/previousFigures``.
  package func prior(taking names: [String]) -> PriorSettlement? {
    guard let total = self[.total]?.value, let payable = self[.payable]?.value else { return nil }
    return PriorSettlement(
      period: period.name, total: total, payable: payable,
      recorded: figures.map { .init(name: $0.id.description, value: $0.value) }, taking: names)
  }
}

/// A figure that is not derived for now.
public struct Suspension: Sendable {
  public let id: FigureID
  public let reference: FigureReference?
  /// The stopped figures that it waits for, in the order of the contract; itself, if it is stopped.
  public let waitsFor: [FigureID]
}

/// What an earlier settlement of the same contract recorded.
public struct PriorSettlement: Hashable, Sendable {
  /// A figure of it, by its printed identity: `reach`, `class_fee[V01]`.
  public struct Recorded: Hashable, Sendable {
    public let name: String
    public let value: Exact

    /// Names a recorded figure.
    public init(name: String, value: Exact) {
      self.name = name
      self.value = value
    }
  }

  /// The name of its period.
  public let period: String
  /// Its `total`, without tax.
  public let total: Exact
  /// Its `payable`, with tax, before interim payments were deducted.
  public let payable: Exact
  /// The figures that the contract takes from it, by their names in its own contract.
  public let figures: [Recorded]
  /// The SHA-256 of its bundle's manifest, lower-case hexadecimal; nil if it was not read from one.
  public let manifestSHA256: String?

  /// What a later settlement takes from one that recorded these figures.
  ///
  /// - Parameter names: of the figures that it takes; of those by key all.
  public init(
    period: String, total: Exact, payable: Exact, recorded: [Recorded], taking names: [String],
    manifestSHA256: String? = nil
  ) {
    self.init(
      period: period, total: total, payable: payable,
      figures: recorded.filter { figure in
        names.contains {
          figure.name.utf8.elementsEqual($0.utf8) || figure.name.utf8.starts(with: "\($0)[".utf8)
        }
      }, manifestSHA256: manifestSHA256)
  }

  /// Records an earlier settlement.
  public init(
    period: String, total: Exact, payable: Exact, figures: [Recorded] = [],
    manifestSHA256: String? = nil
  ) {
    self.figures = figures
    self.period = period
    self.total = total
    self.payable = payable
    self.manifestSHA256 = manifestSHA256
  }
}
