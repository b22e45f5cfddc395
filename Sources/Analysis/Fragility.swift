import Contract
import Diagnostics
import Execution
import Quantities
import Settlement

/// The fewest participants whose records would have to differ for another payment: a scenario, which settles
/// nothing.
///
/// One figure moves at a time, as far as the records of so many participants can move it (``Leverage``); all others
/// stay as measured.
public struct Fragility: Sendable {
  /// The figure that moves, and in which direction.
  public let figure: FigureID
  public let isUpwards: Bool
  public let event: Event
  public let participants: Int
  /// Their places among the units; others of equal parts would do as well.
  public let units: [Int]
  /// The figure that they give, as recorded.
  public let value: Exact
  /// What would then be due; nil where the contract stops the payment.
  public let due: Exact?

  /// What changes.
  public enum Event: Hashable, Sendable {
    /// Another amount is due.
    case amount
    /// A line of a payment or of the settlement begins to act or, if it acted, ceases: a limit that changes the
    /// amount, a condition that is met.
    case line(FigureID, Line, acts: Bool)
  }

  /// A line whose effect begins or ends at some amount or figure.
  public enum Line: Hashable, Sendable {
    case cap, floor, yearCap, termCap
    /// The number counts the lines `only if` of the payment from 1.
    case condition(Int)
  }

  /// The most values of a figure that are tried in either direction.
  public static let mostValues = 2_000
}

/// What of a settlement can be another.
private struct PaymentState: Sendable {
  let due: Exact?
  /// Whether each line acts.
  let lines: [Key: Bool]
  /// The lines in the order of figures and steps.
  let order: [Key]

  struct Key: Hashable {
    let figure: FigureID
    let line: Fragility.Line
  }

  init(_ settlement: Settlement) {
    due = settlement.due?.value
    var lines: [Key: Bool] = [:]
    var order: [Key] = []
    for figure in settlement.figures {
      guard case .lines(let steps) = figure.derivation else { continue }
      var conditions = 0
      func add(_ line: Fragility.Line, _ acts: Bool) {
        let key = Key(figure: figure.id, line: line)
        if lines.updateValue(acts, forKey: key) == nil { order.append(key) }
      }
      for step in steps {
        switch step.kind {
        case .cap: add(.cap, step.acted)
        case .floor: add(.floor, step.acted)
        case .yearCap: add(.yearCap, step.acted)
        case .termCap: add(.termCap, step.acted)
        case .onlyIf(let judged, _):
          conditions += 1
          add(.condition(conditions), judged.contains { $0.met })
        default: break
        }
      }
    }
    self.lines = lines
    self.order = order
  }

  /// What is another than in a state before.
  func events(since before: PaymentState) -> [Fragility.Event] {
    let turned = order.compactMap { key -> Fragility.Event? in
      guard let acts = lines[key], let was = before.lines[key], was != acts else { return nil }
      return .line(key.figure, key.line, acts: acts)
    }
    return (due == before.due ? [] : [.amount]) + turned
  }
}

extension Simulator {
  /// The fewest participants of each figure, in either direction, for each change of the payment; the fewest
  /// first. None where nothing is due on the records.
  public func fragility(of base: Settlement, progress: Progress? = nil) -> [Fragility] {
    guard base.due != nil else { return [] }
    let before = PaymentState(base)
    let moves = measuring.leveraged.flatMap { item in [(item, true), (item, false)] }
    var found: [Fragility] = []
    for (place, (item, isUpwards)) in moves.enumerated() {
      found += turns(of: item.id, item.indicator, isUpwards, before)
      progress?(place + 1, moves.count)
    }
    return found.enumerated().sorted {
      let (a, b) = ($0.element.participants, $1.element.participants)
      return a == b ? $0.offset < $1.offset : a < b
    }.map(\.element)
  }

  private func turns(
    of id: FigureID, _ indicator: Int, _ isUpwards: Bool, _ before: PaymentState
  ) -> [Fragility] {
    guard let leverage = measuring.leverage(of: id) else { return [] }
    let record = terms.contract.indicators[indicator].record
    func recorded(_ count: Int) -> Exact {
      let value = leverage.value(changing: count, upwards: isUpwards)
      return record.map { value.rounded($0.mode, decimals: $0.decimals) } ?? value
    }
    // Numbers of participants with whom the recorded figure is another than with one fewer.
    var counts: [Int] = []
    var last = recorded(0)
    for count in stride(from: 1, through: leverage.participants, by: 1) {
      let value = recorded(count)
      guard value != last else { continue }
      counts.append(count)
      last = value
      if counts.count == Fragility.mostValues { break }
    }
    let tried = counts
    let states = Parallel.map(tried.count) { place -> PaymentState? in
      let moved = execution.replacing(
        id, by: leverage.value(changing: tried[place], upwards: isUpwards))
      return (try? terms.settle(moved)).map { PaymentState($0) }
    }
    var seen: Set<Fragility.Event> = []
    var found: [Fragility] = []
    for (count, state) in zip(tried, states) {
      guard let state else { continue }
      for event in state.events(since: before) where seen.insert(event).inserted {
        found.append(
          Fragility(
            figure: id, isUpwards: isUpwards, event: event, participants: count,
            units: leverage.units(changing: count, upwards: isUpwards), value: recorded(count),
            due: state.due))
      }
    }
    return found
  }
}

extension ExecutionResult {
  /// The measured figures with another value of one of them, before it is recorded.
  fileprivate func replacing(_ id: FigureID, by value: Exact) -> ExecutionResult {
    ExecutionResult(
      measurements: measurements.map { measured in
        guard measured.id == id else { return measured }
        return Measurement(
          indicator: measured.indicator, id: id, value: value, unit: measured.unit,
          populations: measured.populations)
      }, flows: flows, stopped: stopped)
  }
}
