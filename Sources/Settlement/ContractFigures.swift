import Contract
import Execution
import Quantities

// What a settlement asks of the contract about its figures.
extension Contract {
  /// The declaration that a reference means.
  public func declaration(of reference: FigureReference) -> Declaration {
    switch reference {
    case .indicator(let index): indicators[index].declaration
    case .achievement(let index): achievements[index].declaration
    case .score(let index): scores[index].declaration
    case .payment(let index): payments[index].declaration
    }
  }

  /// The identity of the single figure of a block.
  public func id(of reference: FigureReference) -> FigureID {
    FigureID(declaration(of: reference).name)
  }

  /// The unit of the figures of a block, as recorded.
  public func unit(of reference: FigureReference) -> Unit {
    switch reference {
    case .indicator(let index): indicators[index].unit
    case .achievement(let index): achievements[index].unit
    case .score(let index): scores[index].unit
    case .payment: currency
    }
  }

  /// The kind as it stands in JSON.
  package func kind(of reference: FigureReference) -> String {
    switch reference {
    case .indicator(let index): indicators[index].kindWord.english
    case .achievement: FigureKind.achievement
    case .score: FigureKind.score
    case .payment: FigureKind.payment
    }
  }

  /// The blocks that only payments of other periods are derived from; a settlement of this one does not
  /// ask for them.
  public func idle(in period: PeriodName) -> Set<FigureReference> {
    func reached(_ start: [FigureReference]) -> Set<FigureReference> {
      var (found, open): (Set<FigureReference>, [FigureReference]) = ([], start)
      while let next = open.popLast() {
        if found.insert(next).inserted { open += needs(of: next) }
      }
      return found
    }
    let isPaid = { (index: Int) in self.payments[index].isDue(in: period) }
    let others = reached(
      payments.indices.filter { !isPaid($0) }.flatMap { needs(of: .payment($0)) })
    let own = reached(payments.indices.filter(isPaid).map { .payment($0) })
    return others.subtracting(own)
  }

  /// The names, in both languages, of the figures that are taken from earlier settlements.
  public var previousFigures: [String] {
    takenFromYearBefore
      + (settlement.forEach == nil ? [] : [FigureID.total.name, FigureID.payable.name])
      + splits.filter { !$0.sharesLimitedTogether.isEmpty }.flatMap { split in
        [split.declaration.name, split.declaration.otherName].compactMap { $0 }.flatMap {
          [$0, FigureID($0).beforeLimit.name]
        }
      }
  }

  /// Whether a limit counts what a share has come to in several settlements.
  public var limitsSharesTogether: Bool { splits.contains { !$0.sharesLimitedTogether.isEmpty } }

  /// The blocks and shares whose amounts are taken from earlier settlements and that the vocabulary has no
  /// other name of: in a settlement from the text in the other language they would not be found.
  public var unpairedPreviousNames: [String] {
    splits.flatMap { split in
      let limited = split.sharesLimitedTogether
      guard !limited.isEmpty else { return [String]() }
      return (split.declaration.otherName == nil ? [split.declaration.name] : [])
        + limited.filter { $0.otherName == nil }.map(\.name)
    }
  }

  /// The periods of the term before one that are settled; none where all of them are settled with the last.
  func periods(before period: SettlementPeriod) -> [SettlementPeriod] {
    guard settlement.basis != .final else { return [] }
    return periods.filter { $0.id < period.id }
  }

  /// Those of the same settlement year.
  func periods(inYearOf period: SettlementPeriod) -> [SettlementPeriod] {
    periods(before: period).filter { $0.year == period.year }
  }

  /// The earlier periods that are settled together with one, so that what they were paid is deducted.
  package func periodsSetOff(in period: SettlementPeriod) -> [SettlementPeriod] {
    switch settlement.basis {
    case .eachPeriodOnItsOwn, .final: []
    case .eachYearOnItsOwn: periods(inYearOf: period)
    case .cumulative: periods(before: period)
    }
  }

  /// Shares whose limit counts several settlements and that an earlier one does not record, while it records
  /// others that this contract does not know: under their old name, maybe.
  ///
  /// - Parameter recorded: the parts of the earlier settlement.
  public func sharesNotFound(
    among recorded: [(split: String, share: String)]
  ) -> [(share: String, recorded: [String])] {
    func contains(_ names: [String?], _ name: String) -> Bool {
      names.contains { $0?.utf8.elementsEqual(name.utf8) ?? false }
    }
    let blocks = splits.flatMap { [$0.declaration.name, $0.declaration.otherName] }
    return splits.flatMap { split -> [(share: String, recorded: [String])] in
      guard case .shares(let shares, _, _) = split.rule else { return [] }
      let names = [split.declaration.name, split.declaration.otherName]
      let own = recorded.filter { contains(names, $0.split) }
      let known = shares.flatMap { [$0.name, $0.otherName] }
      let others =
        own.isEmpty
        ? recorded.filter { !contains(blocks, $0.split) }
        : own.filter { !contains(known, $0.share) }
      guard !others.isEmpty else { return [] }
      return split.sharesLimitedTogether.filter { share in
        !own.contains { contains([share.name, share.otherName], $0.share) }
      }.map { ($0.name, others.map { "\($0.split)[\($0.share)]" }) }
    }
  }

  /// The names, in both languages, of the figures that are taken from the settlement of the year before.
  var takenFromYearBefore: [String] {
    let expressions =
      payments.flatMap { $0.lines.compactMap(\.step.expression) }
      + indicators.compactMap {
        if case .formula(let expression) = $0.kind { expression } else { nil }
      }
      + scores.compactMap { if case .formula(let expression) = $0.rule { expression } else { nil } }
      + [settlement.total]
    return expressions.flatMap(\.previousFigures).flatMap { reference in
      let own = declaration(of: reference)
      return [own.name, own.otherName].compactMap { $0 }
    }
  }

  /// The block that counts calendar months where a period has no whole number of them, if a payment that is due in it
  /// is made from one: the period cannot be settled.
  package func lackingMonths(in period: SettlementPeriod) -> FigureReference? {
    func expressions(_ reference: FigureReference) -> [FigureExpression] {
      switch reference {
      case .indicator(let index):
        if case .formula(let formula) = indicators[index].kind { [formula] } else { [] }
      case .achievement: []
      case .score(let index):
        if case .formula(let formula) = scores[index].rule { [formula] } else { [] }
      case .payment(let index): payments[index].lines.compactMap(\.step.expression)
      }
    }
    var (seen, open): (Set<FigureReference>, [FigureReference]) = ([], [])
    open = payments.indices.reversed().filter { payments[$0].isDue(in: period.id) }.map {
      .payment($0)
    }
    while let next = open.popLast() {
      guard seen.insert(next).inserted else { continue }
      if expressions(next).contains(where: { $0.lacksMonths(in: period, of: term) }) { return next }
      open += needs(of: next)
    }
    return nil
  }

  /// The blocks that a block is made from, in the order of the text.
  package func needs(of reference: FigureReference) -> [FigureReference] {
    switch reference {
    case .indicator(let index):
      switch indicators[index].kind {
      case .formula(let expression): expression.references
      case .concentration(let of): [.indicator(of)]
      default: []
      }
    case .achievement(let index): [achievements[index].measured]
    case .score(let index):
      switch scores[index].rule {
      case .weighted(let weights, _): weights.map(\.figure)
      case .formula(let expression): expression.references
      }
    case .payment(let index):
      payments[index].lines.flatMap { line in
        switch line.step {
        case .onlyIf(let conditions, _): conditions.flatMap(\.references)
        case .amount, .cap, .floor, .round: line.step.expression?.references ?? []
        }
      } + (payments[index].forEach.map { [.indicator($0)] } ?? [])
    }
  }
}
