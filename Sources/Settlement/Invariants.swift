import Contract
import Diagnostics
import Execution
import Quantities
import Records

/// An identity or a limit that a settlement keeps, with the values on both sides.
public struct Invariant: Hashable, Sendable {
  /// What is checked; the stable word that stands in JSON.
  public enum Rule: String, CaseIterable, Sendable {
    /// The rows read are the rows used and those left out, by reason.
    case rows
    /// A population begins with the rows of its base, and all of them remain or are left out by a condition.
    case flow
    /// What is counted of a rate lies in what it is a rate of.
    case share
    /// The lines of an amount make the amount.
    case lines
    /// Parts make the whole.
    case parts
    /// What is rounded becomes a multiple of the unit of the rounding, less than one unit away.
    case rounding
    /// The amount after a limit's line keeps the limit, with what earlier settlements used of it.
    case limit
    /// The amount due is one that can be paid.
    case payable
  }

  /// How the two sides are compared.
  public enum Relation: String, Sendable {
    case equal = "="
    case atMost = "<="
    case below = "<"
    case multiple = "multiple of"
  }

  /// One summand of a side.
  public struct Term: Hashable, Sendable {
    /// A figure, or what it is: `read`, `line 441`, `fee after line 441`.
    public let name: String
    public let value: Exact

    init(_ name: String, _ value: Exact) { (self.name, self.value) = (name, value) }
    init(_ name: String, _ count: Int) { self.init(name, Exact(count)) }
    init(_ id: FigureID, _ value: Exact) { self.init(id.description, value) }
  }

  public let rule: Rule
  /// The table, population or figure.
  public let subject: String
  public let left: [Term]
  public let relation: Relation
  public let right: [Term]

  /// Whether it is kept.
  public var holds: Bool {
    let (left, right) = (Self.sum(left), Self.sum(right))
    return switch relation {
    case .equal: left == right
    case .atMost: left <= right
    case .below: left < right
    case .multiple: left.divided(by: right)?.isInteger ?? false
    }
  }

  private static func sum(_ terms: [Term]) -> Exact { terms.reduce(Exact(0)) { $0 + $1.value } }
}

/// Every identity and limit that a settlement is checked for, read off its figures and the account of its rows.
///
/// Nothing is evaluated again: both sides are values of the settlement.
public struct Invariants: Hashable, Sendable {
  public private(set) var all: [Invariant] = []

  /// Holds a list.
  init(_ all: [Invariant]) { self.all = all }

  /// Those of a settlement that was made from `tables`.
  public init(_ settlement: Settlement, tables: [Table]) {
    for table in tables { add(table) }
    for flow in settlement.flows { add(flow, settlement, tables) }
    for figure in settlement.figures { add(figure, settlement) }
    for split in settlement.contract.splits { add(split, settlement) }
  }

  /// The first that is not kept.
  public var broken: Invariant? { all.first { !$0.holds } }

  /// How many of a rule there are.
  public func count(of rule: Invariant.Rule) -> Int { all.count { $0.rule == rule } }

  private mutating func add(
    _ rule: Invariant.Rule, _ subject: String, _ left: [Invariant.Term],
    _ relation: Invariant.Relation, _ right: [Invariant.Term]
  ) {
    all.append(
      Invariant(rule: rule, subject: subject, left: left, relation: relation, right: right))
  }

  /// What is one and the same.
  private mutating func add(
    _ rule: Invariant.Rule, _ subject: String, _ left: [Invariant.Term], _ right: [Invariant.Term]
  ) {
    add(rule, subject, left, .equal, right)
  }

  // MARK: - Rows

  private mutating func add(_ table: Table) {
    let account = table.account
    func column(_ index: Int) -> String {
      table.schema.columns.indices.contains(index) ? " " + table.schema.columns[index].name : ""
    }
    var right = [Invariant.Term("used", account.used)]
    for item in account.rejected {
      right.append(Invariant.Term(item.rule.name + column(item.column), item.count))
    }
    for item in account.orphans {
      right.append(Invariant.Term(RowRule.orphan.name + column(item.column), item.count))
    }
    right.append(Invariant.Term(RowRule.identicalRow.name, account.repeatedIdentical))
    right.append(Invariant.Term(RowRule.superseded.name, account.superseded))
    add(.rows, table.schema.name, [Invariant.Term("read", account.read)], right)
  }

  private mutating func add(_ flow: Flow, _ settlement: Settlement, _ tables: [Table]) {
    let entered = flow.steps.first?.entered ?? flow.remaining
    let base: Invariant.Term? =
      if let base = flow.base {
        settlement.flows.first { $0.population.utf8.elementsEqual(base.utf8) }
          .map { .init(base, $0.remaining) }
      } else {
        tables.first { $0.schema.name.utf8.elementsEqual(flow.table.utf8) }
          .map { .init(flow.table, $0.account.used) }
      }
    if let base { add(.flow, flow.population, [.init("entered", entered)], [base]) }
    let left = flow.steps.flatMap { step -> [Invariant.Term] in
      [
        .init("excluded: \(step.reason)", step.excluded),
        .init("missing: \(step.reason)", step.missing),
      ]
    }
    add(
      .flow, flow.population, [.init("entered", entered)],
      [.init("remaining", flow.remaining)] + left)
  }

  // MARK: - Figures

  private mutating func add(_ figure: Figure, _ settlement: Settlement) {
    let name = figure.id.description
    let own = Invariant.Term(figure.id, figure.value)
    func terms(_ ids: [FigureID]) -> [Invariant.Term] {
      ids.compactMap { id in settlement[id].map { .init(id, $0.value) } }
    }
    switch figure.derivation {
    case .measured:
      let parts = ["numerator", "denominator"].compactMap { settlement[figure.id.count($0)] }
      if figure.kind == "rate", parts.count == 2 {
        add(
          .share, name, [.init(parts[0].id, parts[0].value)], .atMost,
          [.init(parts[1].id, parts[1].value)])
      }
    case .sumOverKeys(let ids): add(.parts, name, [own], terms(ids))
    case .priced(let units):
      add(
        .parts, name, [own],
        units.bands.map { .init("rank \($0.ranks.lowerBound.decimalText)", $0.sum) })
    case .weighted(let parts):
      let all = parts.reduce(Exact(0)) { $0 + $1.weight }
      add(
        .parts, name, [.init(name, figure.roundings.first?.before ?? figure.value)],
        parts.map { part in
          .init(part.figure, (part.weight * part.value).divided(by: all) ?? 0)
        })
    case .lines(let steps):
      add(
        .lines, name, [own],
        steps.map { step in
          if case .plus(let id, _) = step.kind {
            .init(id, step.effect)
          } else {
            .init("line \(settlement.line(step.span))", step.effect)
          }
        })
      for step in steps { add(step, of: figure, settlement) }
      addWhole(figure, settlement)
    case .given, .countOf, .formula, .row, .part: break
    }
    for rounding in figure.roundings {
      add(
        .rounding, name, [.init("distance", (rounding.after - rounding.before).magnitude)], .below,
        [.init("unit", rounding.quantum)])
      add(
        .rounding, name, [.init("rounded", rounding.after)], .multiple,
        [.init("unit", rounding.quantum)])
    }
  }

  /// A limit among the lines of an amount; later lines may change the amount again.
  private mutating func add(_ step: LineStep, of figure: Figure, _ settlement: Settlement) {
    let line = "line \(settlement.line(step.span))"
    let left = Invariant.Term("\(figure.id) after \(line)", step.after)
    switch step.kind {
    case .cap(let term):
      add(.limit, figure.id.description, [left], .atMost, [.init(line, term.value)])
    case .floor(let term):
      add(.limit, figure.id.description, [.init(line, term.value)], .atMost, [left])
    case .yearCap(let amount, let used, let includesTax),
      .termCap(let amount, let used, let includesTax):
      // A limit with tax is one of what is paid.
      let paid = includesTax ? settlement[FigureID.payable.of(figure.id.key)] : nil
      let kept = paid.map { Invariant.Term($0.id, $0.value) } ?? left
      // Where earlier settlements used more than a lower limit allows, nothing more is paid.
      add(
        .limit, figure.id.description, [kept], .atMost,
        used <= amount
          ? [.init(line, amount), .init("used before", -used)] : [.init("used up", Exact(0))])
    default: break
    }
  }

  /// Total and tax make what is payable; that, less what was paid before, is due.
  private mutating func addWhole(_ figure: Figure, _ settlement: Settlement) {
    let rule = settlement.contract.settlement
    let own = Invariant.Term(figure.id, figure.value)
    func term(_ id: FigureID) -> Invariant.Term? {
      settlement[id.of(figure.id.key)].map { .init($0.id, $0.value) }
    }
    switch figure.kind {
    case FigureKind.payable:
      let isAdded = rule.tax.map { !$0.isIncluded } ?? false
      add(
        .parts, figure.id.description, [own],
        [term(.total), isAdded ? term(.tax) : nil].compactMap { $0 })
    case FigureKind.due:
      let interim = rule.deductsInterimPayments ? settlement.interim : nil
      add(
        .parts, figure.id.description,
        [own] + (interim.map { [.init("interim payments", $0)] } ?? []),
        [term(.payable)].compactMap { $0 })
      let contract = settlement.contract
      add(
        .payable, figure.id.description, [own], .multiple,
        [
          .init(
            contract.currency.description,
            contract.units.smallestAmount(of: contract.currency) ?? 1)
        ])
    default: break
    }
  }

  /// Parts of a divided amount.
  private mutating func add(_ split: Split, _ settlement: Settlement) {
    let parts = settlement.parts(of: split)
    guard case .part(let first)? = parts.first?.derivation else { return }
    add(
      .parts, split.declaration.name, [.init(first.amount, first.value)],
      parts.map { .init($0.id, $0.value) })
    for part in parts {
      guard case .part(let own) = part.derivation,
        case .share(_, let limit?, let used) = own.kind
      else { continue }
      add(
        .limit, part.id.description, [.init(part.id, part.value), .init("used before", used)],
        .atMost, [.init("at most", limit.amount)])
    }
  }
}

extension Settlement {
  /// The line of the contract text on which a place is, from 1.
  func line(_ span: Span) -> Int { contract.source.line(at: span.start) }
}

// MARK: - As recorded

extension Invariants {
  /// The list as canonical JSON.
  public var json: JSONValue {
    .object([
      .init(
        "invariants",
        .array(
          all.map { item in
            .object([
              .init("rule", .string(item.rule.rawValue)), .init("of", .string(item.subject)),
              .init("left", Self.json(item.left)),
              .init("relation", .string(item.relation.rawValue)),
              .init("right", Self.json(item.right)), .init("holds", .bool(item.holds)),
            ])
          }))
    ])
  }

  private static func json(_ terms: [Invariant.Term]) -> JSONValue {
    .array(
      terms.map {
        .object([.init("name", .string($0.name)), .init("value", .string($0.value.fraction))])
      })
  }

  /// Reads a list back; nil if something is missing or of another kind.
  public init?(_ json: JSONValue) {
    func terms(_ json: JSONValue?) -> [Invariant.Term]? {
      guard case .array(let items)? = json else { return nil }
      let terms = items.compactMap { item -> Invariant.Term? in
        guard let name = item["name"]?.string,
          let value = item["value"]?.string.flatMap({ Exact(fraction: $0) })
        else { return nil }
        return .init(name, value)
      }
      return terms.count == items.count ? terms : nil
    }
    guard case .array(let items)? = json["invariants"] else { return nil }
    var all: [Invariant] = []
    for item in items {
      guard let rule = item["rule"]?.string.flatMap(Invariant.Rule.init),
        let subject = item["of"]?.string, let left = terms(item["left"]),
        let relation = item["relation"]?.string.flatMap(Invariant.Relation.init),
        let right = terms(item["right"])
      else { return nil }
      all.append(
        Invariant(rule: rule, subject: subject, left: left, relation: relation, right: right))
    }
    self.init(all)
  }
}
