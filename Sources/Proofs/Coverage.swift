import Contract
import Diagnostics
import Quantities
import Settlement

/// Which rows, limits and conditions of a contract settlements have exercised.
///
/// One list of points by their place in the text; every view is made from it. A condition on rows is exercised
/// by a single row of the records, a row of a scale by one that is looked up in it.
public struct Coverage: Sendable {
  /// A place that decides money, in one of its outcomes.
  public struct Point: Sendable {
    public let kind: Kind
    /// The row, line or condition in the contract text; of a scale from another text the line that uses it.
    public let span: Span
    /// Of a condition: its place in its line, from 1; of a scale from another text the row's place among its
    /// rows, from 1; 0 for others.
    public let number: Int
    /// The name of the block.
    public let block: String
    /// What is written there.
    public let text: String
    /// The titles or years of the settlements that exercised it, in order.
    public fileprivate(set) var exercisedBy: [String]

    public var isExercised: Bool { !exercisedBy.isEmpty }

    fileprivate var key: Key { Key(kind: kind, span: span, number: number, text: text) }
  }

  /// What has to happen at a place.
  public enum Kind: String, Sendable, CaseIterable {
    case row
    case scaleRow = "scale row"
    /// A limit changed the amount.
    case cap, floor
    case yearCap = "year cap"
    case termCap = "term cap"
    case conditionHolds = "condition holds"
    case conditionFails = "condition fails"
    /// Nothing else makes the difference: of several conditions joined by `or`, or of which any decides, it alone
    /// holds while every other line does; of several lines, or of conditions that all must hold, it alone does not.
    case conditionDecides = "condition alone decides"
  }

  /// In the order of the text.
  public private(set) var points: [Point]

  public var exercised: Int { points.count(where: \.isExercised) }

  /// Every point of a contract, none of them exercised.
  ///
  /// - Parameters:
  ///   - contracts: as in force in every period. What says the same at the same place is one point; what an
  ///     amendment made of it is another.
  ///   - asRecorded: whether only places that the record of a settlement tells of are looked at: what single rows
  ///     did inside values, and in scales, stands in no record.
  public init(of contracts: [Contract], asRecorded: Bool = false) {
    var points: [Point] = []
    var seen: Set<Key> = []
    for contract in contracts {
      let own = Self.points(of: contract, asRecorded: asRecorded)
      for point in own where seen.insert(point.key).inserted {
        points.append(point)
      }
    }
    self.points = points.enumerated().sorted {
      ($0.element.span.start, $0.element.number, $0.offset)
        < ($1.element.span.start, $1.element.number, $1.offset)
    }.map(\.element)
  }

  private static func points(of contract: Contract, asRecorded: Bool) -> [Point] {
    var points: [Point] = []
    func add(_ kind: Kind, _ span: Span, _ block: String, _ number: Int = 0, text: String? = nil) {
      points.append(
        Point(
          kind: kind, span: span, number: number, block: block,
          text: text ?? contract.text(inForce: span), exercisedBy: []))
    }
    func addConditions(_ places: [Span], _ block: String) {
      for place in places {
        add(.conditionHolds, place, block, 1)
        add(.conditionFails, place, block, 1)
        if places.count > 1, !asRecorded { add(.conditionDecides, place, block, 1) }
      }
    }
    for population in contract.populations {
      addConditions(population.steps.map(\.span), population.declaration.name)
    }
    if !asRecorded {
      for value in contract.values {
        for places in value.judgedPlaces { addConditions(places, value.declaration.name) }
      }
      for scale in contract.scales {
        for row in scale.rows {
          let place = scale.place(of: row, in: contract)
          add(.scaleRow, place.span, scale.declaration.name, place.number, text: place.text)
        }
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
    for split in contract.splits {
      guard case .shares(let shares, _, _) = split.rule else { continue }
      for share in shares where share.limit != nil {
        add(.cap, share.span, split.declaration.name)
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
    let contract = settlement.contract
    var seen: Set<Key> = []
    func see(_ kind: Kind, _ span: Span, _ number: Int = 0) {
      seen.insert(
        Key(kind: kind, span: span, number: number, text: contract.text(inForce: span)))
    }
    for step in settlement.flows.flatMap(\.steps) {
      if step.remaining > 0 { see(.conditionHolds, step.span, 1) }
      if step.excluded > 0 { see(.conditionFails, step.span, 1) }
    }
    for event in settlement.rowEvents {
      switch event {
      case .holds(let place): see(.conditionHolds, place, 1)
      case .fails(let place): see(.conditionFails, place, 1)
      case .decides(let place): see(.conditionDecides, place, 1)
      case .scaleRow(let index, let row):
        let scale = contract.scales[index]
        let place = scale.place(of: scale.rows[row], in: contract)
        seen.insert(
          Key(kind: .scaleRow, span: place.span, number: place.number, text: place.text))
      }
    }
    for figure in settlement.figures {
      switch figure.derivation {
      case .row(let choice): see(.row, choice.span)
      case .priced(let units): for band in units.bands { see(.row, band.span) }
      case .lines(let steps):
        let shut = steps.filter { $0.isShut }
        for step in steps {
          let isAlone = shut.allSatisfy { $0.span == step.span }
          for (kind, number) in Self.kinds(of: step, isAlone: isAlone) {
            see(kind, step.span, number)
          }
        }
      case .part(let part):
        guard case .share(_, .some, _) = part.kind, let whole = figure.roundings.first?.after,
          figure.value < whole
        else { continue }
        see(.cap, figure.span)
      case .given, .measured, .countOf, .formula, .weighted, .sumOverKeys: continue
      }
    }
    for index in points.indices where seen.contains(points[index].key) {
      points[index].exercisedBy.append(name)
    }
  }

  /// - Parameter isAlone: whether every other `only if` line of the payment holds.
  private static func kinds(of step: LineStep, isAlone: Bool) -> [(Kind, number: Int)] {
    switch step.kind {
    case .cap: return step.acted ? [(.cap, 0)] : []
    case .floor: return step.acted ? [(.floor, 0)] : []
    case .yearCap: return step.acted ? [(.yearCap, 0)] : []
    case .termCap: return step.acted ? [(.termCap, 0)] : []
    case .onlyIf(let conditions, _):
      let holding = conditions.count { $0.met }
      return conditions.enumerated().flatMap { place, judged -> [(Kind, number: Int)] in
        let own = (judged.met ? Kind.conditionHolds : .conditionFails, number: place + 1)
        let isDecisive = conditions.count > 1 ? judged.met && holding == 1 : !judged.met
        return isDecisive && isAlone
          ? [own, (.conditionDecides, place + 1)] : [own]
      }
    case .amount, .notDue, .round, .remainder, .lessEarlier, .percentage, .plus, .lessInterim:
      return []
    }
  }

  fileprivate struct Key: Hashable {
    let kind: Kind
    let span: Span
    let number: Int
    /// What the contract in force says there.
    let text: String
  }
}

extension Scale {
  /// Where a row of the scale stands for readers of the contract: its own line, or the line that uses the scale and
  /// the row's place among the rows in the order of their text.
  fileprivate func place(
    of row: ScaleRow, in contract: Contract
  ) -> (span: Span, number: Int, text: String) {
    guard let use else { return (row.span, 0, contract.text(inForce: row.span)) }
    // Rows of another version are others, even where they say the same.
    let isAmended = contract.replacedLines.contains { $0.span == use.span }
    return (
      use.span, 1 + rows.count { $0.span.start < row.span.start },
      use.source.text(row.span).squeezed
        + (isAmended ? " (" + contract.text(inForce: use.span) + ")" : "")
    )
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
    case .scaleRow: Text(en: "scale row", ja: "尺度の段")
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
