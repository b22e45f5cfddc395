import Contract
import Diagnostics
import Execution
import Quantities
import Settlement

/// What moves the amount due, and how near it stands to another: a scenario, which settles nothing.
public struct Sensitivity: Sendable {
  public let contract: Contract
  public let period: SettlementPeriod
  /// The settlement of the records as they are.
  public let base: Settlement
  /// What the uncertainty of the measured figures was taken from.
  public let draws: Simulation.Draws
  /// Parameters by how far the amount due moves, the most first.
  public let bars: [Bar]
  /// How near each figure stands to another row of its achievement table.
  public let boundaries: [Boundary]
  /// How few participants stand between this payment and another.
  public let fragility: [Fragility]
  /// What leaving out single participants changes.
  public let influence: Influence

  /// A bar of a tornado: one parameter at a low and at a high value, all others as they are.
  public struct Bar: Sendable {
    public let name: Name
    public let low: End
    public let high: End

    /// What is moved.
    public enum Name: Hashable, Sendable {
      /// A measured figure, between the 5 and 95 percent quantiles of its replicates.
      case figure(FigureID)
      /// An assumption as written, with `…` where the number stands.
      case assumption(String)
    }

    /// A value of the parameter with the amount due; nil where nothing is due or the contract does not hold.
    public struct End: Sendable {
      public let value: Exact
      public let due: Exact?

      public init(value: Exact, due: Exact?) {
        self.value = value
        self.due = due
      }
    }

    public init(name: Name, low: End, high: End) {
      self.name = name
      self.low = low
      self.high = high
    }

    /// How far the amount due moves between the ends.
    public var swing: Exact {
      guard let low = low.due, let high = high.due else { return 0 }
      return (high - low).magnitude
    }
  }

  /// A figure beside the rows of an achievement table.
  public struct Boundary: Sendable {
    public let achievement: FigureID
    /// The figure that the table reads.
    public let figure: FigureID
    public let value: Exact
    /// The row that it lies in, from 1.
    public let row: Int
    /// The rows beside it.
    public let below: Neighbour?
    public let above: Neighbour?
    /// The share of the replicates that lie in another row, of those that lie in one: large where the boundary is nearer than the
    /// measurement's own error.
    public let elsewhere: Exact

    /// Another row in one direction.
    public struct Neighbour: Sendable {
      /// Where the row of the figure ends.
      public let bound: Exact
      /// The fewest participants whose records would have to differ; nil if no number of them suffices, or
      /// if the figure is no count, total, share or mean.
      public let participants: Int?
      /// Their places among the units; others of equal parts would do as well.
      public let units: [Int]
      /// The figure that they give, as recorded.
      public let value: Exact?
      /// What would then be due.
      public let due: Exact?
    }
  }

  /// Leaving out each participant in turn.
  public struct Influence: Sendable {
    /// Participants who are alike in all figures, with what is due more without one of them; the greatest
    /// change first. Empty where nothing is due with all of them.
    public let groups: [Group]

    public struct Group: Sendable {
      /// Their places among the units, from 0.
      public let units: [Int]
      /// The amount due without one of them less that with all; nil where there is none.
      public let change: Exact?
      /// The same of each payment that changes.
      public let payments: [(id: FigureID, change: Exact)]
    }

    /// All participants.
    public var participants: Int { groups.reduce(0) { $0 + $1.units.count } }
    /// Participants without whom the amount due is another.
    public var count: Int { count { $0.map { !$0.isZero } ?? false } }
    /// Participants without whom nothing would be due, because the contract would stop or refuse the payment.
    public var withoutPayment: Int { count { $0 == nil } }

    private func count(_ condition: (Exact?) -> Bool) -> Int {
      groups.filter { condition($0.change) }.reduce(0) { $0 + $1.units.count }
    }
  }

  public init(
    contract: Contract, period: SettlementPeriod, base: Settlement, draws: Simulation.Draws,
    bars: [Bar], boundaries: [Boundary], fragility: [Fragility], influence: Influence
  ) {
    self.contract = contract
    self.period = period
    self.base = base
    self.draws = draws
    self.bars = bars.enumerated().sorted {
      $0.element.swing == $1.element.swing
        ? $0.offset < $1.offset : $0.element.swing > $1.element.swing
    }.map(\.element)
    self.boundaries = boundaries
    self.fragility = fragility
    self.influence = influence
  }
}

extension Simulator {
  /// The amount due with some figures as given; nil where nothing is due.
  private func due(assuming figures: [FigureReference: Exact]) -> Exact? {
    let item = SettlementTerms(
      contract: terms.contract, period: terms.period,
      assumed: terms.assumed.merging(figures) { $1 }, interim: terms.interim, priors: terms.priors)
    return (try? item.settle(execution))?.due?.value
  }

  /// Bars of the measured figures that are not divided by a key.
  public func bars(of simulation: Simulation) -> [Sensitivity.Bar] {
    simulation.figures.compactMap { figure in
      guard case .indicator(let index) = figure.reference, figure.id.key == nil,
        let distribution = figure.distribution
      else { return nil }
      if case .formula = terms.contract.indicators[index].kind { return nil }
      let (low, high) = (
        distribution.quantile(1 - PaymentRisk.level), distribution.quantile(PaymentRisk.level)
      )
      guard low < high else { return nil }
      return Sensitivity.Bar(
        name: .figure(figure.id),
        low: .init(value: low, due: due(assuming: [.indicator(index): low])),
        high: .init(value: high, due: due(assuming: [.indicator(index): high])))
    }
  }

  /// How near the figures of achievement tables stand to other rows.
  public func boundaries(of simulation: Simulation) -> [Sensitivity.Boundary] {
    simulation.base.figures.compactMap { figure in
      guard case .row(let choice) = figure.derivation,
        case .achievement(let index) = figure.reference,
        let found = simulation[figure.id]
      else { return nil }
      let table = terms.contract.achievements[index]
      func neighbour(_ bound: Exact?, upwards: Bool) -> Sensitivity.Boundary.Neighbour? {
        guard let bound else { return nil }
        guard case .indicator(let indicator) = table.measured,
          let leverage = measuring.leverage(of: choice.input)
        else { return .init(bound: bound, participants: nil, units: [], value: nil, due: nil) }
        let record = terms.contract.indicators[indicator].record
        func recorded(_ value: Exact) -> Exact {
          record.map { value.rounded($0.mode, decimals: $0.decimals) } ?? value
        }
        let fewest = leverage.fewest(upwards: upwards) {
          let value = recorded($0)
          return !choice.interval.contains(value) && (value > choice.value) == upwards
        }
        let value = fewest.map { recorded(leverage.value(changing: $0, upwards: upwards)) }
        return .init(
          bound: bound, participants: fewest,
          units: fewest.map { leverage.units(changing: $0, upwards: upwards) } ?? [], value: value,
          due: choice.input.key == nil
            ? value.flatMap { due(assuming: [.indicator(indicator): $0]) } : nil)
      }
      let lying = found.rows.filter { $0 > 0 }
      let elsewhere = lying.count { $0 != choice.number }
      return Sensitivity.Boundary(
        achievement: figure.id, figure: choice.input, value: choice.value, row: choice.number,
        below: neighbour(choice.interval.lower, upwards: false),
        above: neighbour(choice.interval.upper, upwards: true),
        elsewhere: Exact(elsewhere, over: max(lying.count, 1)) ?? 0)
    }
  }

  /// What leaving out each participant changes, from the sums less his parts.
  public func influence(
    on base: Settlement, progress: Progress? = nil
  ) -> Sensitivity.Influence {
    guard base.due != nil else { return Sensitivity.Influence(groups: []) }
    let alike = measuring.alike
    let ids = base.payments
    let groups = Parallel.map(alike.count, progress) { place -> Sensitivity.Influence.Group in
      guard let first = alike[place].first,
        case .measured(let execution) = measuring.leavingOut(first),
        let without = try? terms.settle(execution), let due = without.due?.value,
        let before = base.due?.value
      else { return .init(units: alike[place], change: nil, payments: []) }
      let payments = ids.compactMap { id -> (id: FigureID, change: Exact)? in
        guard let with = base[id]?.value, let own = without[id]?.value, own != with else {
          return nil
        }
        return (id, own - with)
      }
      return .init(units: alike[place], change: due - before, payments: payments)
    }
    return Sensitivity.Influence(
      groups: groups.enumerated().sorted {
        let (a, b) = ($0.element.change?.magnitude ?? 0, $1.element.change?.magnitude ?? 0)
        return a == b ? $0.offset < $1.offset : a > b
      }.map(\.element))
  }
}
