import Diagnostics
import Language
import Quantities

/// Another way in which one place of a contract might be read.
public struct Reading: Sendable {
  public let kind: Kind
  /// The name of the block.
  public let block: String
  /// The place in the text.
  public let span: Span
  /// The words as they stand, and as they would stand, in the contract's language.
  public let written: String
  public let other: String
  /// What makes the other reading of the text; empty where no words are changed.
  public let edits: [ContractEdit]

  public enum Kind: String, Sendable, CaseIterable {
    /// A neighbouring mode of rounding.
    case rounding
    /// No rounding at this place; it is left out of the evaluation, and no words of the text are changed.
    case leftOut = "left out"
    /// Whether the bound itself belongs to it.
    case boundary
    /// Persons, or the records that count them several times.
    case unit
    /// Months in a row, or months in all.
    case succession
    /// Whether the day itself is counted from which a window runs.
    case firstDay = "first day"
    /// Which of two rows is taken whose days are as near to a date.
    case tie
  }
}

extension ContractCompiler {
  /// The other readings of every rounding, boundary and unit of counting, in the order of the text in
  /// force in a settlement year.
  ///
  /// - Parameter contract: the checked contract of the same year.
  public static func readings(
    of source: SourceText, vocabulary: Vocabulary?, contract: Contract, period: PeriodName
  ) -> [Reading] {
    let compiler = Compiler(document: Parser.parse(source).document, vocabulary: vocabulary)
    _ = compiler.applyAmendments(period: period)
    return Readings(document: compiler.document, contract: contract).all
  }
}

private struct Readings {
  let document: Document
  let contract: Contract

  private var printer: TokenPrinter {
    TokenPrinter(tongue: document.tongue, declared: document.declared)
  }

  /// Blocks that say nothing about money by themselves.
  private static let silent: Set<BlockWord> = [
    .contract, .amendment, .scenario, .example,
  ]

  var all: [Reading] {
    document.blocks.flatMap { block in
      if block.word == .table { return persons(block) }
      if Self.silent.contains(block.word) { return [] }
      let isTable = block.word == .achievement || block.word == .scale
      let lines = block.body.flatMap { line in
        line.tokens.enumerated().flatMap { place, token in
          // What may be reported decides nothing, and rows are read together.
          let isRange = place > 0 && line.tokens[place - 1].kind == .word(.range)
          return roundings(token, block) + pairs(token, block) + firstDays(token, block)
            + (isRange || isTable && line.label == .row ? [] : boundaries(token, block))
        }
      }
      return lines + (isTable ? thresholds(block) : [])
        + (block.word == .payment ? units(block) : [])
    }.sorted { $0.span.start < $1.span.start }
  }

  private func reading(
    _ kind: Reading.Kind, _ block: Block, _ changes: [(old: Token, new: TokenKind)]
  ) -> Reading? {
    guard let first = changes.first?.old else { return nil }
    func words(_ tokens: [Token]) -> String {
      // Rows of a table stand apart, the words of a line together.
      guard kind == .boundary else { return printer.text(tokens) }
      return tokens.map { printer.text([$0]) }.joined(
        separator: document.tongue == .en ? ", " : "、")
    }
    return Reading(
      kind: kind, block: block.name?.text ?? "", span: first.span,
      written: words(changes.map(\.old)),
      other: words(changes.map { Token($0.new, span: $0.old.span) }),
      edits: changes.map { change in
        ContractEdit(
          block: block.name?.text ?? "", place: .phrase(change.old.span),
          replacement: [
            Token(change.new, span: change.old.span, operandSpan: change.old.operandSpan)
          ])
      })
  }

  // MARK: - Roundings

  private static let modes: [ValueWord] = [
    .down, .up, .halfUp, .halfEven, .roundFloor, .roundCeiling,
  ]

  private func roundings(_ token: Token, _ block: Block) -> [Reading] {
    let neighbours: [ValueWord] = [.down, .up, .halfUp]
    let others: [Reading]
    switch token.kind {
    case .rounding(let mode, let numeral, let unit):
      others = neighbours.filter { $0 != mode }.compactMap {
        reading(.rounding, block, [(token, .rounding($0, numeral, unit))])
      }
    case .word(let mode) where Self.modes.contains(mode):
      others = neighbours.filter { $0 != mode }.compactMap {
        reading(.rounding, block, [(token, .word($0))])
      }
    default: return []
    }
    return others + [
      Reading(
        kind: .leftOut, block: block.name?.text ?? "", span: token.span,
        written: printer.text([token]), other: ValueWord.exact[document.tongue], edits: [])
    ]
  }

  // MARK: - Months and days

  /// `distinct months` or `months in a row`; `tie earlier` or `tie later`.
  private func pairs(_ token: Token, _ block: Block) -> [Reading] {
    let other: (kind: Reading.Kind, word: ValueWord)? =
      switch token.kind {
      case .word(.distinctMonths): (.succession, .monthsInARow)
      case .word(.monthsInARow): (.succession, .distinctMonths)
      case .word(.tieEarlier): (.tie, .tieLater)
      case .word(.tieLater): (.tie, .tieEarlier)
      default: nil
      }
    return other.flatMap { reading($0.kind, block, [(token, .word($0.word))]) }.map { [$0] } ?? []
  }

  /// `1 to 6 months after` or `from` a date.
  private func firstDays(_ token: Token, _ block: Block) -> [Reading] {
    guard case .offsetRange(let low, let high, let unit, let direction, let anchor) = token.kind,
      direction != .before
    else { return [] }
    let other: TokenKind = .offsetRange(
      low, high, unit, direction == .after ? .from : .after, anchor)
    return reading(.firstDay, block, [(token, other)]).map { [$0] } ?? []
  }

  // MARK: - Boundaries

  private func boundaries(_ token: Token, _ block: Block) -> [Reading] {
    let others: [TokenKind] =
      switch token.kind {
      case .bound(let comparison, let numeral, let unit):
        [.bound(comparison.neighbour, numeral, unit)]
      case .figureBound(let comparison, let name): [.figureBound(comparison.neighbour, name)]
      case .between(let a, let b, let unit, let ends):
        [
          .between(a, b, unit, Ends(lower: !ends.lower, upper: ends.upper)),
          .between(a, b, unit, Ends(lower: ends.lower, upper: !ends.upper)),
        ]
      default: []
      }
    return others.compactMap { reading(.boundary, block, [(token, $0)]) }
  }

  /// The bounds of a table: at each, the value itself may belong to the row below or above.
  private func thresholds(_ block: Block) -> [Reading] {
    let tokens = block.body.filter { $0.label == .row }.flatMap { $0.row.patterns }
    var seen: [Exact] = []
    for token in tokens {
      for bound in token.kind.rowBounds where !seen.contains(bound) { seen.append(bound) }
    }
    return seen.compactMap { bound in
      let touching = tokens.filter { $0.kind.rowBounds.contains(bound) }
      guard touching.count > 1 else { return nil }
      let changes = touching.compactMap { token -> (old: Token, new: TokenKind)? in
        switch token.kind {
        case .bound(let comparison, let numeral, let unit):
          return (token, .bound(comparison.neighbour, numeral, unit))
        case .between(let a, let b, let unit, var ends):
          if a.exact == bound { ends.lower.toggle() }
          if b.exact == bound { ends.upper.toggle() }
          return (token, .between(a, b, unit, ends))
        default: return nil
        }
      }
      return reading(.boundary, block, changes)
    }
  }

  // MARK: - Units of counting

  /// A price for persons where the contract also counts their records, and the other way round.
  private func units(_ block: Block) -> [Reading] {
    let tokens = block.body.flatMap(\.tokens)
    let pairs = tokens.compactMap { token -> (from: Int, to: Int)? in
      guard case .name(let name) = token.kind,
        let from = contract.indicators.firstIndex(where: { Name($0.declaration.name) == name }),
        let to = twin(of: from)
      else { return nil }
      return (from, to)
    }
    return pairs.compactMap { from, to in
      let (old, new) = (contract.indicators[from], contract.indicators[to])
      let changes = tokens.compactMap { token -> (old: Token, new: TokenKind)? in
        switch token.kind {
        case .name(let name) where name == Name(old.declaration.name):
          return (token, .name(Name(new.declaration.name)))
        case .unitPrice(let numeral, let unit) where unit.per == old.unit.id:
          return (token, .unitPrice(numeral, Unit(unit.id, per: new.unit.id)))
        default: return nil
        }
      }
      return reading(.unit, block, changes)
    }
  }

  /// Another column by which a table that says `persons by` could tell them apart.
  private func persons(_ block: Block) -> [Reading] {
    guard let token = block.body.first(where: { $0.keyword == .personsBy })?.tokens.first,
      case .name(let stated) = token.kind,
      let table = contract.tables.first(where: { Name($0.declaration.name) == block.name }),
      let column = table.personColumn
    else { return [] }
    let key = table.schema.key.count == 1 ? table.schema.key : []
    let others = Set(key + table.schema.references.map(\.column)).subtracting([column]).sorted()
    return others.map { Name(table.schema.columns[$0].name) }.filter { $0 != stated }.compactMap {
      reading(.unit, block, [(token, .name($0))])
    }
  }

  /// The indicator that counts the same population the other way.
  private func twin(of index: Int) -> Int? {
    contract.indicators.firstIndex { other in
      switch (contract.indicators[index].kind, other.kind) {
      case (.persons(let a, _), .totalRows(let b)), (.totalRows(let a), .persons(let b, _)): a == b
      default: false
      }
    }
  }
}

extension Comparison {
  /// The comparison that differs at the bound itself only.
  fileprivate var neighbour: Comparison {
    switch self {
    case .atLeast: .above
    case .above: .atLeast
    case .atMost: .below
    case .below: .atMost
    }
  }
}

extension TokenKind {
  /// The bounds that a pattern of a row states.
  fileprivate var rowBounds: [Exact] {
    switch self {
    case .bound(_, let a, _): [a.exact]
    case .between(let a, let b, _, _): [a.exact, b.exact]
    default: []
    }
  }
}
