import Contract
import LinearAlgebra
import Records

/// The records that a number of a settlement counts: which rows of which table.
///
/// Two numbers of one settlement are related as their sets are: one may be a part of the other, or several may make
/// up a whole. Whoever publishes numbers has to know that.
public struct CountedSet: Sendable {
  /// Where the number stands.
  public enum Place: Hashable, Sendable {
    /// The rows of a population.
    case population(String)
    /// The persons whom the rows of a population belong to.
    case personsOf(population: String)
    /// A number beside the figure of an indicator: "numerator".
    case beside(FigureID, label: String)
  }

  public let place: Place
  /// The table's place in the contract.
  public let table: Int
  public let mask: RowMask
  /// Whether the rows are persons, or belong to persons: of sessions by participant they do, of facilities not.
  public let isAboutPersons: Bool

  /// Makes a set.
  public init(place: Place, table: Int, mask: RowMask, isAboutPersons: Bool) {
    self.place = place
    self.table = table
    self.mask = mask
    self.isAboutPersons = isAboutPersons
  }
}

extension Executor {
  /// The sets behind the numbers of all populations and of the indicators that count or average.
  ///
  /// Numbers beside estimates, person-time and concentration have none. Indicators that the contract stops have
  /// their sets nevertheless.
  public static func countedSets(
    _ contract: Contract, data: DataSet, period: SettlementPeriod
  ) -> [CountedSet] {
    let evaluator = Evaluator(contract: contract, data: data, period: period)
    var sets: [CountedSet] = []
    func add(_ place: CountedSet.Place, _ table: Int, _ mask: RowMask) {
      var (table, mask) = (table, mask)
      // A table with one row for each person is about these persons.
      while evaluator.isKeyedByPersons(table),
        let persons = evaluator.personsMask(of: mask, in: table)
      {
        (table, mask) = persons
      }
      sets.append(
        CountedSet(
          place: place, table: table, mask: mask,
          isAboutPersons: evaluator.isAboutPersons(table: table)))
    }
    for (index, population) in contract.populations.enumerated() {
      guard let mask = try? evaluator.population(index) else { continue }
      add(.population(population.declaration.name), population.subject, mask)
      if let (table, persons) = evaluator.personsMask(of: mask, in: population.subject) {
        add(.personsOf(population: population.declaration.name), table, persons)
      }
    }
    for indicator in contract.indicators {
      for (key, numbers) in (try? evaluator.counted(by: indicator)) ?? [] {
        let id = FigureID(indicator.declaration.name, key: key)
        for number in numbers {
          add(.beside(id, label: number.label), number.table, number.mask)
        }
      }
    }
    return sets
  }
}

extension Evaluator {
  /// The persons whom rows belong to, as a mask of their own table; nil if the table's key refers to none.
  func personsMask(of mask: RowMask, in table: Int) -> (table: Int, mask: RowMask)? {
    distinctMask(mask, links: personLinks(of: table), from: table)
  }

  /// Whether the rows of a table stand for those of another, each for one: its key is a reference alone.
  fileprivate func isKeyedByPersons(_ table: Int) -> Bool {
    contract.personLink(of: table).map { data.tables[table].schema.key == [$0.column] } ?? false
  }

  func distinctMask(
    _ mask: RowMask, links: [Condition.Link], from table: Int
  ) -> (table: Int, mask: RowMask)? {
    guard let last = links.last, let found = distinct(mask, links: links, from: table),
      let persons = RowMask(words: found.words, rows: rows(of: last.table))
    else { return nil }
    return (last.table, persons)
  }

  /// Whether the rows of a table are persons, are counted as persons, or lead by any column to such a table.
  fileprivate func isAboutPersons(table: Int) -> Bool {
    var seen: Set<Int> = []
    var next = [table]
    while let place = next.popLast() {
      guard seen.insert(place).inserted else { continue }
      if rowUnit(of: place) == .person || isCountedAsPersons(table: place) { return true }
      next += data.tables[place].schema.references.map(\.table)
    }
    return false
  }

  private func isCountedAsPersons(table: Int) -> Bool {
    contract.indicators.contains { indicator in
      guard case .persons(let population, let links) = indicator.kind else { return false }
      return (links.last?.table ?? contract.populations[population].subject) == table
    }
  }

  /// - Throws: `Failure.recorded`.
  fileprivate func counted(
    by indicator: Indicator
  ) throws(Failure) -> [(key: GroupKey?, numbers: [KindMeasuring.CountedRows])] {
    guard let measuring = try KindMeasuring(indicator, evaluator: self) else { return [] }
    let mask = try population(measuring.population)
    guard let grouping = indicator.grouping else { return [(nil, try measuring.counted(in: mask))] }
    let groups = try Groups(
      grouping, of: mask, in: contract.populations[measuring.population].subject, evaluator: self)
    var found: [(key: GroupKey?, numbers: [KindMeasuring.CountedRows])] = []
    for (index, key) in groups.keys.enumerated() {
      found.append((key, try measuring.counted(in: groups.mask(index))))
    }
    return found
  }
}

extension KindMeasuring {
  /// The rows behind a number that stands beside a figure.
  struct CountedRows {
    let label: String
    let table: Int
    let mask: RowMask
  }

  /// The rows behind the numbers that ``measure(_:key:)`` gives, by the same labels.
  ///
  /// - Throws: `Failure.recorded`.
  func counted(in mask: RowMask) throws(Failure) -> [CountedRows] {
    func own(_ label: String, _ mask: RowMask) -> CountedRows {
      CountedRows(label: label, table: table, mask: mask)
    }
    let columns =
      figures.isEmpty
      ? []
      : try evaluator.run(builder, figures, rows: rows, on: mask, in: indicator.declaration)
    let complete = mask.filterRanks { rank in columns.allSatisfy { $0[rank] != .min } }
    switch indicator.kind {
    case .persons(_, let links):
      guard let (table, persons) = evaluator.distinctMask(mask, links: links, from: table) else {
        return [own("n", mask)]
      }
      return [CountedRows(label: "n", table: table, mask: persons), own("rows", mask)]
    case .totalRows:
      guard let (table, persons) = evaluator.personsMask(of: mask, in: table) else {
        return [own("rows", mask)]
      }
      return [own("rows", mask), CountedRows(label: "persons", table: table, mask: persons)]
    case .rate:
      return [
        own("numerator", mask.filter { other?[$0] ?? false }), own("denominator", mask),
      ]
    case .totalSum(_, _, .countsAsZero), .mean(_, _, .countsAsZero),
      .quantile(_, _, _, _, .countsAsZero), .variance(_, _, .countsAsZero),
      .standardDeviation(_, _, .countsAsZero):
      return [own("n", mask)]
    case .totalSum, .mean, .quantile, .variance, .standardDeviation, .meanChange:
      return [own("n", complete)]
    case .transition(_, _, _, let states, _, _):
      var found = [own("n", complete)]
      for (i, first) in states.enumerated() {
        for (j, second) in states.enumerated() {
          found.append(
            own(
              "\(first)→\(second)",
              mask.filterRanks { columns[0][$0] == Int64(i) && columns[1][$0] == Int64(j) }))
        }
      }
      return found
    case .personTimeRate, .reported, .formula, .concentration, .estimate: return []
    }
  }
}
