import Contract
import Diagnostics
import Quantities
import Settlement

/// Which rows, limits and conditions of a contract settlements have exercised.
///
/// One list of points by their place in the text; every view is made from it.
public struct Coverage: Sendable {
  /// A place that decides money, in one of its outcomes.
  public struct Point: Sendable {
    public let kind: Kind
    /// The row or line in the contract text.
    public let span: Span
    /// Of a condition: its place in its line, from 1; 0 for others.
    public let condition: Int
    /// The name of the block.
    public let block: String
    /// The titles or years of the settlements that exercised it, in order.
    public fileprivate(set) var exercisedBy: [String]

    public var isExercised: Bool { !exercisedBy.isEmpty }
  }

  /// What has to happen at a place.
  public enum Kind: String, Sendable, CaseIterable {
    case row
    /// A limit changed the amount.
    case cap, floor
    case yearCap = "year cap"
    case termCap = "term cap"
    case conditionHolds = "condition holds"
    case conditionFails = "condition fails"
    /// Nothing else makes the difference: of several conditions joined by `or` it alone holds while every other line
    /// does; of several lines it alone does not hold.
    case conditionDecides = "condition alone decides"
  }

  /// In the order of the text.
  public private(set) var points: [Point]

  public var exercised: Int { points.count(where: \.isExercised) }

  /// Every point of a contract, none of them exercised.
  ///
  /// - Parameter contracts: as signed and as in force in the years that are looked at; a place that
  ///   several of them have is one point.
  public init(of contracts: [Contract]) {
    var points: [Point] = []
    var seen: Set<Key> = []
    for contract in contracts {
      for point in Self.points(of: contract) where seen.insert(Key(point)).inserted {
        points.append(point)
      }
    }
    self.points = points.enumerated().sorted {
      ($0.element.span.start, $0.offset) < ($1.element.span.start, $1.offset)
    }.map(\.element)
  }

  private static func points(of contract: Contract) -> [Point] {
    var points: [Point] = []
    func add(_ kind: Kind, _ span: Span, _ block: String, _ condition: Int = 0) {
      points.append(
        Point(kind: kind, span: span, condition: condition, block: block, exercisedBy: []))
    }
    for population in contract.populations {
      for step in population.steps {
        let name = population.declaration.name
        add(.conditionHolds, step.span, name, 1)
        add(.conditionFails, step.span, name, 1)
        if population.steps.count > 1 { add(.conditionDecides, step.span, name, 1) }
      }
    }
    for achievement in contract.achievements {
      for row in achievement.rows { add(.row, row.span, achievement.declaration.name) }
    }
    for payment in contract.payments {
      let name = payment.declaration.name
      let gates = payment.lines.count { if case .onlyIf = $0.step { true } else { false } }
      for line in payment.lines {
        switch line.step {
        case .cap: add(.cap, line.span, name)
        case .floor: add(.floor, line.span, name)
        case .onlyIf(let conditions, _):
          for place in conditions.indices {
            add(.conditionHolds, line.span, name, place + 1)
            add(.conditionFails, line.span, name, place + 1)
            if conditions.count > 1 || gates > 1 {
              add(.conditionDecides, line.span, name, place + 1)
            }
          }
        case .amount, .round: continue
        }
      }
    }
    let settlement = contract.settlement
    if let cap = settlement.yearCap { add(.yearCap, cap.span, settlement.declaration.name) }
    if let cap = settlement.termCap { add(.termCap, cap.span, settlement.declaration.name) }
    return points
  }

  /// Marks what a settlement exercised.
  ///
  /// - Parameter name: the title of the example, or the year.
  public mutating func add(_ settlement: Settlement, as name: String) {
    var seen: Set<Key> = []
    for step in settlement.flows.flatMap(\.steps) {
      if step.remaining > 0 { seen.insert(Key(.conditionHolds, step.span, 1)) }
      if step.excluded > 0 { seen.insert(Key(.conditionFails, step.span, 1)) }
      if step.alone > 0 { seen.insert(Key(.conditionDecides, step.span, 1)) }
    }
    for figure in settlement.figures {
      switch figure.derivation {
      case .row(let choice): seen.insert(Key(.row, choice.span))
      case .priced(let units): for band in units.bands { seen.insert(Key(.row, band.span)) }
      case .lines(let steps):
        let shut = steps.filter { $0.isShut }
        for step in steps {
          seen.formUnion(Self.keys(of: step, isAlone: shut.allSatisfy { $0.span == step.span }))
        }
      case .given, .measured, .countOf, .formula, .weighted, .sumOverKeys, .part: continue
      }
    }
    for index in points.indices where seen.contains(Key(points[index])) {
      points[index].exercisedBy.append(name)
    }
  }

  /// - Parameter isAlone: whether every other `only if` line of the payment holds.
  private static func keys(of step: LineStep, isAlone: Bool) -> [Key] {
    switch step.kind {
    case .cap: return step.acted ? [Key(.cap, step.span)] : []
    case .floor: return step.acted ? [Key(.floor, step.span)] : []
    case .yearCap: return step.acted ? [Key(.yearCap, step.span)] : []
    case .termCap: return step.acted ? [Key(.termCap, step.span)] : []
    case .onlyIf(let conditions, _):
      let holding = conditions.count { $0.met }
      return conditions.enumerated().flatMap { place, judged -> [Key] in
        let own = Key(judged.met ? .conditionHolds : .conditionFails, step.span, place + 1)
        let isDecisive = conditions.count > 1 ? judged.met && holding == 1 : !judged.met
        return isDecisive && isAlone
          ? [own, Key(.conditionDecides, step.span, place + 1)] : [own]
      }
    case .amount, .notDue, .round, .remainder, .lessEarlier, .percentage, .plus, .lessInterim:
      return []
    }
  }

  private struct Key: Hashable {
    let kind: Kind
    let span: Span
    let condition: Int

    init(_ kind: Kind, _ span: Span, _ condition: Int = 0) {
      self.kind = kind
      self.span = span
      self.condition = condition
    }

    init(_ point: Point) { self.init(point.kind, point.span, point.condition) }
  }
}

extension LineStep {
  /// Whether it is an `only if` of which no condition holds.
  fileprivate var isShut: Bool {
    if case .onlyIf(let conditions, _) = kind { !conditions.contains { $0.met } } else { false }
  }
}

extension Coverage.Kind {
  /// What has to happen, in words.
  public var words: Text {
    switch self {
    case .row: Text(en: "row", ja: "段")
    case .cap: Text(en: "cap acts", ja: "上限が効く")
    case .floor: Text(en: "floor acts", ja: "下限が効く")
    case .yearCap: Text(en: "year cap acts", ja: "年度上限が効く")
    case .termCap: Text(en: "term cap acts", ja: "期間上限が効く")
    case .conditionHolds: Text(en: "condition holds", ja: "条件を満たす")
    case .conditionFails: Text(en: "condition fails", ja: "条件を満たさない")
    case .conditionDecides: Text(en: "condition alone decides", ja: "この条件だけで決まる")
    }
  }
}
