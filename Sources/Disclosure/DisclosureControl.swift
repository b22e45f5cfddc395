import Contract
import Diagnostics
import Execution
import LinearAlgebra
import Quantities
import Settlement

/// Which numbers of a settlement may be published so that no small number of persons follows from them.
///
/// For every small number other settlements are looked for that show the same in everything that is published and
/// have another number there; each of them is settled by the one evaluator, with the contract's prices, tables,
/// caps and roundings. A number is protected if enough values are found for it. What is published begins with the
/// amounts that everybody learns anyway, and one number after the other is added, the most important first, if all
/// small numbers stay protected.
public struct DisclosureControl {
  /// What is asked for.
  public struct Rule: Hashable, Sendable {
    /// Numbers of persons from 1 to below it are small.
    public let threshold: Int
    /// As many values of a small number must remain possible.
    public let width: Int

    /// Nil unless 2 ≤ width < threshold.
    public init?(threshold: Int, width: Int) {
      guard threshold > 2, (2..<threshold).contains(width) else { return nil }
      (self.threshold, self.width) = (threshold, width)
    }
  }

  /// What was published of the same contract before.
  public struct Earlier: Sendable {
    /// By the printed identity of a figure, or the name of a population.
    public let figures: [String: Exact]
    public let populations: [String: (rows: Int?, persons: Int?)]
    /// Whether it is of the same period: then what is unchanged is known.
    public let isSamePeriod: Bool

    /// Holds what was published.
    public init(
      figures: [String: Exact], populations: [String: (rows: Int?, persons: Int?)],
      isSamePeriod: Bool
    ) {
      (self.figures, self.populations) = (figures, populations)
      self.isSamePeriod = isSamePeriod
    }
  }

  /// Small numbers that follow from what everybody learns.
  public struct Unprotected: Error, Sendable {
    /// What each of them is, in words.
    public let numbers: [Text]
    /// The amounts and earlier publications that they follow from.
    public let published: [String]
  }

  /// Something that is published or withheld.
  private struct Cell {
    enum Content {
      case figure(FigureID)
      case number(Int)
    }
    let content: Content
    /// Given back in this order; within one, in the order of the settlement.
    let rank: Int
    let name: String
    let isWithheld: Bool
    var isKnown: Bool
  }

  /// Another settlement, and what it shows otherwise.
  private struct Other {
    let values: [Int]
    let differs: Set<Int>
  }

  private struct Question: Hashable {
    let variable: Int
    let value: Int
  }

  private let rule: Rule
  private let settlement: Settlement
  private let terms: (ExecutionResult) -> Settlement?
  private var system: CountSystem
  private var cells: [Cell] = []
  private var cellOf: [String: Int] = [:]
  private var found: [Other] = []
  private var tried: [[Int]: Int?] = [:]
  private var unanswered: Set<Question> = []

  /// - Parameters:
  ///   - execution: what the settlement was made from.
  ///   - sets: the records behind its numbers.
  ///   - known: printed identities of figures that are published anyway.
  ///   - settle: settles other measurements on the same terms; nil if they are refused.
  public init(
    _ settlement: Settlement, execution: ExecutionResult, sets: [CountedSet], rule: Rule,
    known: Set<String> = [], earlier: [Earlier] = [],
    settle: @escaping (ExecutionResult) -> Settlement?
  ) {
    self.rule = rule
    self.settlement = settlement
    let contract = settlement.contract
    let published = Set(settlement.flows.map { GroupKey($0.population) })
    system = CountSystem(
      sets.filter {
        switch $0.place {
        case .population(let name), .personsOf(let name): published.contains(GroupKey(name))
        case .beside: true
        }
      }, threshold: rule.threshold)
    terms = settle
    opaque = Self.opaque(execution, settlement, sets, rule)
    harmless = Set(
      sets.filter { !$0.isAboutPersons || $0.mask.present == 0 }.map { Self.name($0.place) })
    other = OtherSettlement(contract: contract, execution: execution, system: system)
    addFigures(known)
    addPopulations()
    for edition in earlier { take(edition) }
    // The differences since earlier editions are numbers too.
    other = OtherSettlement(contract: contract, execution: execution, system: system)
  }

  private var other: OtherSettlement
  /// Numbers of nobody, or of what is not about persons.
  private let harmless: Set<String>
  /// Figures that rest on few persons in a way that is not followed, and what is derived from them.
  private let opaque: Set<FigureID>

  private static func opaque(
    _ execution: ExecutionResult, _ settlement: Settlement, _ sets: [CountedSet], _ rule: Rule
  ) -> Set<FigureID> {
    var found = Set(
      execution.measurements.filter {
        OtherSettlement.isOpaque($0, of: settlement.contract, below: rule.threshold)
      }.map(\.id)
    ).union(values(execution, settlement.contract, sets, rule))
    for figure in settlement.figures where figure.inputs.contains(where: found.contains) {
      found.insert(figure.id)
    }
    return found
  }

  /// Sums, means and quantiles of one value that few persons could be told from: of few, or of sets that differ
  /// by few. All figures of that value are withheld together.
  private static func values(
    _ execution: ExecutionResult, _ contract: Contract, _ sets: [CountedSet], _ rule: Rule
  ) -> [FigureID] {
    struct Figures {
      var ids: [FigureID] = []
      var masks: [RowMask] = []
    }
    struct Value: Hashable {
      let table: Int
      let expressions: [Expression]
    }
    let valuesOf = Dictionary(
      execution.measurements.compactMap { measured -> (FigureID, [Expression])? in
        let indicator = contract.indicators[measured.indicator]
        return indicator.sumsUpValues ? (measured.id, indicator.figures) : nil
      }, uniquingKeysWith: { first, _ in first })
    var figures: [Value: Figures] = [:]
    for set in sets where set.isAboutPersons {
      guard case .beside(let id, "n") = set.place, let expressions = valuesOf[id] else { continue }
      let value = Value(table: set.table, expressions: expressions)
      figures[value, default: Figures()].ids.append(id)
      figures[value, default: Figures()].masks.append(set.mask)
    }
    return figures.values.filter { isTelling($0.masks, rule) }.flatMap(\.ids)
  }

  private static func isTelling(_ masks: [RowMask], _ rule: Rule) -> Bool {
    func isSmall(_ mask: RowMask?) -> Bool {
      mask.map { (1..<rule.threshold).contains($0.present) } ?? false
    }
    return masks.enumerated().contains { place, first in
      isSmall(first)
        || masks[(place + 1)...].contains { second in
          isSmall(try? first.subtracting(second)) || isSmall(try? second.subtracting(first))
        }
    }
  }

  // MARK: - What there is to publish

  private mutating func addFigures(_ known: Set<String>) {
    for figure in settlement.figures {
      let name = figure.id.description
      let content: Cell.Content
      if figure.standsBeside {
        guard let variable = number(beside: figure) else { continue }
        content = .number(variable)
      } else {
        content = .figure(figure.id)
      }
      let rank = Self.rank(figure)
      add(
        Cell(
          content: content, rank: rank, name: name, isWithheld: isWithheld(figure),
          isKnown: rank == 0 || known.contains(name)))
    }
  }

  private mutating func addPopulations() {
    for flow in settlement.flows {
      for place in [
        CountedSet.Place.population(flow.population), .personsOf(population: flow.population),
      ] {
        guard let variable = system.places[place] else { continue }
        add(
          Cell(
            content: .number(variable), rank: 5, name: Self.name(place),
            isWithheld: system.isSmall(variable, below: rule.threshold), isKnown: false))
      }
    }
  }

  private mutating func add(_ cell: Cell) {
    cellOf[cell.name] = cells.count
    cells.append(cell)
  }

  private static func name(_ place: CountedSet.Place) -> String {
    switch place {
    case .population(let name): "rows of \(name)"
    case .personsOf(let name): "persons of \(name)"
    case .beside(let id, let label): id.count(label).description
    }
  }

  /// Amounts that everybody learns come first, then what is of more use.
  private static func rank(_ figure: Figure) -> Int {
    switch figure.kind {
    case FigureKind.total, FigureKind.tax, FigureKind.payable, FigureKind.due:
      // An indicator may be of a kind with such a name.
      figure.reference == nil ? 0 : 3
    case FigureKind.payment, FigureKind.split, FigureKind.splitBeforeLimit: 1
    case FigureKind.achievement, FigureKind.score: 2
    default: figure.standsBeside ? 4 : 3
    }
  }

  /// The number that stands beside an indicator; nil if there is none to protect.
  private func number(beside figure: Figure) -> Int? {
    for measured in settlement.figures where measured.inputs.contains(figure.id) {
      let label = CountLabel.label(of: figure.id, beside: measured.id)
      if figure.id == measured.id.count(label),
        let variable = system.places[.beside(measured.id, label: label)]
      {
        return variable
      }
    }
    return nil
  }

  /// Whether a figure is about few persons, or is all but few of them.
  private func isWithheld(_ figure: Figure) -> Bool {
    if opaque.contains(figure.id) { return true }
    func isSmall(_ variable: Int) -> Bool { system.isSmall(variable, below: rule.threshold) }
    if figure.standsBeside { return number(beside: figure).map(isSmall) ?? false }
    guard case .indicator? = figure.reference else { return false }
    let numbers = figure.inputs.compactMap { settlement[$0] }.compactMap { number(beside: $0) }
    if numbers.contains(where: isSmall) { return true }
    guard figure.kind == "rate", numbers.count == 2 else { return false }
    let values = numbers.map { system.variables[$0].value }
    return (1..<rule.threshold).contains(values[1] - values[0])
  }

  // MARK: - Earlier publications

  private mutating func take(_ earlier: Earlier) {
    for index in cells.indices {
      let cell = cells[index]
      switch cell.content {
      case .figure(let id):
        guard let value = earlier.figures[cell.name] else { continue }
        if earlier.isSamePeriod, settlement[id]?.value == value { cells[index].isKnown = true }
      case .number(let variable):
        guard let value = published(cell, earlier) else { continue }
        let difference = abs(system.variables[variable].value - value)
        if difference == 0 {
          if earlier.isSamePeriod { cells[index].isKnown = true }
        } else if difference < rule.threshold {
          system.addDifference(of: variable, from: value)
        }
      }
    }
  }

  private func published(_ cell: Cell, _ earlier: Earlier) -> Int? {
    if let value = earlier.figures[cell.name]?.int64 { return Int(value) }
    for flow in settlement.flows {
      let name = flow.population
      if cell.name.utf8.elementsEqual(Self.name(.population(name)).utf8) {
        return earlier.populations[name]?.rows
      }
      if cell.name.utf8.elementsEqual(Self.name(.personsOf(population: name)).utf8) {
        return earlier.populations[name]?.persons
      }
    }
    return nil
  }

  // MARK: - The audit

  /// What may be published.
  ///
  /// - Throws: `Unprotected` if a small number follows from the amounts that everybody learns.
  public mutating func published() throws(Unprotected) -> PublishedNumbers {
    var shown = Set(cells.indices.filter { cells[$0].isKnown })
    let open = smallNumbers.filter { !isProtected($0, shown) }
    let known = shown.sorted().map { cells[$0].name }
    let revealing = shown.filter { cells[$0].isWithheld }.sorted()
    guard open.isEmpty, revealing.isEmpty else {
      throw Unprotected(
        numbers: open.map(words) + causes(of: revealing), published: known)
    }
    let order = cells.indices.filter { !cells[$0].isKnown && !cells[$0].isWithheld }
      .sorted { (cells[$0].rank, $0) < (cells[$1].rank, $1) }
    for cell in order {
      let before = unanswered
      if smallNumbers.allSatisfy({ isProtected($0, shown.union([cell])) }) {
        shown.insert(cell)
      } else {
        unanswered = before
      }
    }
    return PublishedNumbers(
      rule: rule,
      withheld: Set(cells.indices.filter { !shown.contains($0) }.map { cells[$0].name }),
      covered: harmless.union(cells.map(\.name)))
  }

  private var smallNumbers: [Int] {
    system.variables.indices.filter { system.isSmall($0, below: rule.threshold) }
  }

  /// Whether enough values remain possible for a small number.
  private mutating func isProtected(_ variable: Int, _ shown: Set<Int>) -> Bool {
    var possible: Set<Int> = [system.variables[variable].value]
    for settlement in found where settlement.differs.isDisjoint(with: shown) {
      if (1..<rule.threshold).contains(settlement.values[variable]) {
        possible.insert(settlement.values[variable])
      }
    }
    let own = system.variables[variable].value
    let candidates = (1..<rule.threshold).sorted { (abs($0 - own), $0) < (abs($1 - own), $1) }
    for value in candidates where possible.count < rule.width {
      guard !possible.contains(value) else { continue }
      if find(variable, value, shown) { possible.insert(value) }
    }
    return possible.count >= rule.width
  }

  /// Looks for another settlement that has a number and shows the same.
  private mutating func find(_ variable: Int, _ value: Int, _ shown: Set<Int>) -> Bool {
    guard unanswered.insert(Question(variable: variable, value: value)).inserted else {
      return false
    }
    let fixed = Set(
      shown.compactMap { cell -> Int? in
        if case .number(let variable) = cells[cell].content { variable } else { nil }
      })
    if attempt(variable, value, [], fixed, shown, most: 8) { return resolved(variable, value) }
    // What one group would earn less another would have to earn more.
    let change = value - system.variables[variable].value
    for partner in partners(of: variable) where !fixed.contains(partner) {
      for shift in [-change, change] {
        let target = (partner, system.variables[partner].value + shift)
        if attempt(variable, value, [target], fixed, shown, most: 2) {
          return resolved(variable, value)
        }
      }
    }
    return false
  }

  private mutating func resolved(_ variable: Int, _ value: Int) -> Bool {
    unanswered.remove(Question(variable: variable, value: value))
    return true
  }

  /// Numbers that may move against another one: those of the same block first.
  private func partners(of variable: Int) -> [Int] {
    let blocks = Set(
      system.places.filter { $0.value == variable }.compactMap { place, _ -> FigureID? in
        if case .beside(let id, _) = place { FigureID(id.name) } else { nil }
      })
    var ranks: [Int: Int] = [:]
    for (place, other) in system.places where other != variable {
      guard case .beside(let id, _) = place else { continue }
      ranks[other] = min(ranks[other] ?? 1, blocks.contains(FigureID(id.name)) ? 0 : 1)
    }
    return ranks.sorted { ($0.value, $0.key) < ($1.value, $1.key) }.map(\.key)
  }

  private mutating func attempt(
    _ variable: Int, _ value: Int, _ further: [(variable: Int, value: Int)], _ fixed: Set<Int>,
    _ shown: Set<Int>, most: Int
  ) -> Bool {
    var candidates: [[Int]] = []
    var search = OtherNumbers(system, fixed: fixed)
    search.search([(variable, value)] + further) { values in
      candidates.append(values)
      return candidates.count == most
    }
    for values in candidates {
      if let index = other(values), found[index].differs.isDisjoint(with: shown) { return true }
    }
    return false
  }

  private static let mostSettlements = 2_000

  /// The settlement on other numbers, settled once; nil if there is none.
  private mutating func other(_ values: [Int]) -> Int? {
    if let known = tried[values] { return known }
    // Where the search ends, more is withheld.
    guard tried.count < Self.mostSettlements else { return nil }
    var index: Int?
    if let execution = other.execution(with: values), let settled = terms(execution),
      settled.suspended.map(\.id) == settlement.suspended.map(\.id)
    {
      let differs = cells.indices.filter { cell in
        switch cells[cell].content {
        case .number(let variable): values[variable] != system.variables[variable].value
        case .figure(let id): settled[id]?.value != settlement[id]?.value
        }
      }
      index = found.count
      found.append(Other(values: values, differs: Set(differs)))
    }
    tried[values] = .some(index)
    return index
  }

  /// What stands behind published figures that few persons can be told from, for people: the measured figures that
  /// rest on few persons, not the amounts that are derived from them.
  private func causes(of revealing: [Int]) -> [Text] {
    var needed: Set<FigureID> = []
    for cell in revealing {
      if case .figure(let id) = cells[cell].content { needed.insert(id) }
    }
    for figure in settlement.figures.reversed() where needed.contains(figure.id) {
      needed.formUnion(figure.inputs.filter(opaque.contains))
    }
    return settlement.figures.filter { needed.contains($0.id) }.filter { figure in
      !figure.inputs.contains(where: needed.contains)
    }.map { figure in
      Text(
        en: "\(figure.id), which rests on few persons", ja: "\(figure.id)(少人数に基づく数値)")
    }
      + revealing.filter { if case .number = cells[$0].content { true } else { false } }
      .map { Text(cells[$0].name) }
  }

  /// What a small number is, for people.
  private func words(_ variable: Int) -> Text {
    let names = system.places.filter { $0.value == variable }.map { Self.name($0.key) }.sorted()
    if let name = names.first { return Text(name) }
    func name(_ variable: Int) -> String {
      system.places.filter { $0.value == variable }.map { Self.name($0.key) }.min() ?? "–"
    }
    if let changed = system.changes[variable] {
      let name = name(changed)
      return Text(
        en: "the change of \(name) since an earlier edition", ja: "\(name)の過去の版からの変化")
    }
    guard let difference = system.differences[variable] else { return Text("–") }
    let (whole, part) = (name(difference.whole), name(difference.part))
    return Text(en: "\(whole) less \(part)", ja: "\(whole)と\(part)の差")
  }
}

/// Which numbers of a settlement are published.
public struct PublishedNumbers: Sendable {
  public let rule: DisclosureControl.Rule
  private let withheld: Set<String>
  private let covered: Set<String>

  init(rule: DisclosureControl.Rule, withheld: Set<String>, covered: Set<String>) {
    (self.rule, self.withheld, self.covered) = (rule, withheld, covered)
  }

  /// Whether a figure is withheld.
  public func isWithheld(_ figure: Figure) -> Bool { withheld.contains(figure.id.description) }

  /// Whether the number of rows, or of the persons they belong to, is withheld.
  public func isWithheld(_ flow: Flow, persons: Bool) -> Bool {
    withheld.contains(
      persons ? "persons of \(flow.population)" : "rows of \(flow.population)")
  }

  /// Whether a number beside an indicator is one that can be judged; others are not published.
  public func isCovered(_ figure: Figure) -> Bool {
    !figure.standsBeside || covered.contains(figure.id.description)
  }
}

extension Indicator {
  /// Whether the figure is made of what persons have, and not of their numbers alone.
  fileprivate var sumsUpValues: Bool {
    switch kind {
    case .totalSum, .mean, .meanChange, .quantile, .variance, .standardDeviation: true
    default: false
    }
  }
}
