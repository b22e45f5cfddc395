import Execution
import LinearAlgebra

/// Numbers of persons and of their records, with everything that ties one to another.
///
/// The ties are found in the records themselves: a set that lies in another, sets that make up a third. Whoever
/// reads the contract may know of such a tie, so every one that holds in the records is taken to be known. The
/// difference of two sets of which one lies in the other is a number too, for it can be computed.
package struct CountSystem: Sendable {
  /// One number; places that count the same records share it.
  package struct Variable: Sendable {
    /// What it is in the settlement.
    package let value: Int
    /// What it cannot fall below in any other settlement with the same statement.
    package let least: Int
  }

  /// `Σ factor × number + constant = 0`.
  package struct Equation: Sendable {
    package struct Term: Sendable {
      package let variable: Int
      package let factor: Int
    }
    package let terms: [Term]
    package let constant: Int

    /// What the left side is for other numbers.
    package func residual(_ values: [Int]) -> Int {
      terms.reduce(constant) { $0 + $1.factor * values[$1.variable] }
    }
  }

  /// A number that is not above another: a part of a whole, persons of their rows.
  package struct Inclusion: Hashable, Sendable {
    package let part: Int
    package let whole: Int
  }

  package private(set) var variables: [Variable] = []
  package private(set) var equations: [Equation] = []
  /// In a fixed order, each once: the numbers that are found must not depend on the run.
  package private(set) var inclusions: [Inclusion] = []
  /// Where numbers stand; places without a number here count nobody, or nothing about persons.
  package private(set) var places: [CountedSet.Place: Int] = [:]
  /// Equations by the numbers in them.
  private(set) var equationsOf: [[Int]] = []
  /// What a number is called that stands nowhere.
  package private(set) var differences: [Int: (whole: Int, part: Int)] = [:]

  private var masks: [Records] = []
  private var known: [Records: Int] = [:]

  private struct Records: Hashable {
    let table: Int
    let mask: RowMask

    func isPart(of other: Self) -> Bool {
      table == other.table && mask.present < other.mask.present
        && zip(mask.words, other.mask.words).allSatisfy { $0 & ~$1 == 0 }
    }

    func isApart(from other: Self) -> Bool {
      table == other.table && zip(mask.words, other.mask.words).allSatisfy { $0 & $1 == 0 }
    }

    func shared(with other: Self) -> Self {
      let words = zip(mask.words, other.mask.words).map { $0 & $1 }
      return Self(table: table, mask: RowMask(words: words, rows: mask.rows) ?? mask)
    }

    func without(_ other: Self) -> Self {
      Self(table: table, mask: (try? mask.subtracting(other.mask)) ?? mask)
    }

    func joined(_ other: Self) -> Self {
      let words = zip(mask.words, other.mask.words).map { $0 | $1 }
      return Self(table: table, mask: RowMask(words: words, rows: mask.rows) ?? mask)
    }
  }

  /// Finds the ties between sets.
  ///
  /// - Parameter threshold: numbers from 1 to below it are small.
  package init(_ sets: [CountedSet], threshold: Int) {
    for set in sets where set.isAboutPersons && set.mask.present > 0 {
      places[set.place] = variable(Records(table: set.table, mask: set.mask), least: 1)
    }
    addOverlaps(threshold)
    let named = masks.count
    var parts = [[Int]](repeating: [], count: named)
    for whole in 0..<named {
      for part in 0..<named where part != whole && masks[part].isPart(of: masks[whole]) {
        parts[whole].append(part)
        inclusions.append(Inclusion(part: part, whole: whole))
      }
    }
    let sizes = Set((0..<named).map { variables[$0].value })
    for whole in 0..<named {
      tie(whole, to: parts[whole], threshold, sizes)
      tieCovers(of: whole, by: parts[whole], threshold)
    }
    tieGroups(sets, threshold)
    tiePersonsToRows(sets)
  }

  /// The parts of two sets that overlap, where one of them is small and what they make up together is a number:
  /// whoever knows the three knows the parts.
  private mutating func addOverlaps(_ threshold: Int) {
    let named = masks
    for (place, first) in named.enumerated() {
      for second in named[(place + 1)...] where first.table == second.table {
        let parts = [first.shared(with: second), first.without(second), second.without(first)]
        let sizes = parts.map(\.mask.present)
        guard !sizes.contains(0), sizes.contains(where: { $0 < threshold }),
          known[first.joined(second)] != nil
        else { continue }
        for part in parts { _ = variable(part, least: 0) }
      }
    }
  }

  /// Ties a set to each of its parts and to each two of them that are apart.
  private mutating func tie(_ whole: Int, to parts: [Int], _ threshold: Int, _ sizes: Set<Int>) {
    for (place, part) in parts.enumerated() {
      let rest = variables[whole].value - variables[part].value
      if rest < threshold || sizes.contains(rest) {
        add(whole, [part], restBelow: threshold)
      }
      for other in parts[(place + 1)...] {
        let rest = rest - variables[other].value
        guard rest >= 0, rest < threshold || sizes.contains(rest),
          masks[part].isApart(from: masks[other])
        else { continue }
        add(whole, [part, other], restBelow: threshold)
      }
    }
  }

  /// Ties a set to three and more parts that make it up, as far as a bounded search finds them.
  private mutating func tieCovers(of whole: Int, by parts: [Int], _ threshold: Int) {
    let order = parts.sorted {
      (-variables[$0].value, $0) < (-variables[$1].value, $1)
    }
    var search = CoverSearch(parts: order.map { masks[$0].mask }, threshold: threshold)
    search.run(masks[whole].mask.words)
    for cover in search.covers where cover.count > 2 {
      add(whole, cover.map { order[$0] }, restBelow: threshold)
    }
  }

  /// Ties the groups of a figure, and the cells of a transition, to what they make up together.
  private mutating func tieGroups(_ sets: [CountedSet], _ threshold: Int) {
    var groups: [GroupedNumber: [Int]] = [:]
    var order: [GroupedNumber] = []
    for set in sets {
      guard case .beside(let id, let label) = set.place, let variable = places[set.place] else {
        continue
      }
      let isCell = label.contains("→")
      guard id.key != nil || isCell else { continue }
      let number =
        isCell
        ? GroupedNumber(name: id, label: "→") : GroupedNumber(name: FigureID(id.name), label: label)
      if groups[number] == nil { order.append(number) }
      if !(groups[number] ?? []).contains(variable) { groups[number, default: []].append(variable) }
    }
    let named = masks.count
    for number in order {
      guard let parts = groups[number], parts.count > 2 else { continue }
      let union = parts.dropFirst().reduce(masks[parts[0]]) { $0.joined(masks[$1]) }
      let repeated = parts.reduce(-union.mask.present) { $0 + variables[$1].value }
      if repeated > 0 {
        if repeated < threshold, let whole = known[union] { add(whole, parts, counting: repeated) }
        continue
      }
      for whole in 0..<named where !parts.contains(whole) && union.isPart(of: masks[whole]) {
        if masks[whole].mask.present - union.mask.present < threshold {
          add(whole, parts, restBelow: threshold)
        }
      }
    }
  }

  /// `parts = whole + repeated`: who is in several groups is counted as often.
  private mutating func add(_ whole: Int, _ parts: [Int], counting repeated: Int) {
    let variable = appendWithoutRows(repeated)
    add(
      Equation(
        terms: parts.map { Equation.Term(variable: $0, factor: 1) } + [
          .init(variable: whole, factor: -1), .init(variable: variable, factor: -1),
        ], constant: 0))
  }

  private struct GroupedNumber: Hashable {
    let name: FigureID
    let label: String
  }

  /// Persons are not more than the rows that lead to them.
  private mutating func tiePersonsToRows(_ sets: [CountedSet]) {
    for set in sets {
      guard case .personsOf(let population) = set.place,
        let persons = places[set.place], let rows = places[.population(population)]
      else { continue }
      inclusions.append(Inclusion(part: persons, whole: rows))
    }
  }

  /// `whole = parts + rest`; a rest that is neither small nor a number itself says nothing.
  private mutating func add(_ whole: Int, _ parts: [Int], restBelow threshold: Int) {
    var rest = masks[whole]
    for part in parts { rest = rest.without(masks[part]) }
    var terms = [Equation.Term(variable: whole, factor: -1)]
    terms += parts.map { Equation.Term(variable: $0, factor: 1) }
    if rest.mask.present > 0 {
      guard rest.mask.present < threshold || known[rest] != nil else { return }
      let variable = variable(rest, least: 0)
      if parts.count == 1, differences[variable] == nil {
        differences[variable] = (whole, parts[0])
      }
      terms.append(Equation.Term(variable: variable, factor: 1))
    }
    add(Equation(terms: terms, constant: 0))
  }

  private mutating func add(_ equation: Equation) {
    for term in equation.terms { equationsOf[term.variable].append(equations.count) }
    equations.append(equation)
  }

  private mutating func variable(_ records: Records, least: Int) -> Int {
    if let found = known[records] { return found }
    known[records] = masks.count
    masks.append(records)
    return append(Variable(value: records.mask.present, least: least))
  }

  /// A number that counts no rows of one table.
  private mutating func appendWithoutRows(_ value: Int) -> Int {
    masks.append(Records(table: -1, mask: RowMask(repeating: false, rows: 0)))
    return append(Variable(value: value, least: 0))
  }

  private mutating func append(_ variable: Variable) -> Int {
    variables.append(variable)
    equationsOf.append([])
    return variables.count - 1
  }

  /// By how much a number differs from what was published of it before; nothing if it does not.
  package mutating func addDifference(of variable: Int, from published: Int) {
    let difference = variables[variable].value - published
    guard difference != 0 else { return }
    let change = appendWithoutRows(abs(difference))
    changes[change] = variable
    add(
      Equation(
        terms: [
          .init(variable: variable, factor: -1),
          .init(variable: change, factor: difference.signum()),
        ], constant: published))
  }

  /// Of which number another is the change since an earlier publication.
  package private(set) var changes: [Int: Int] = [:]

  /// The settlement's own numbers.
  package var values: [Int] { variables.map(\.value) }

  /// Whether a number may not become known.
  package func isSmall(_ variable: Int, below threshold: Int) -> Bool {
    (1..<threshold).contains(variables[variable].value)
  }
}

/// Finds parts that are apart and make up a whole but for few rows.
private struct CoverSearch {
  let parts: [RowMask]
  /// Fewer rows than this may be left over.
  let threshold: Int
  private(set) var covers: [[Int]] = []
  private var steps = 0

  private static let mostSteps = 5000
  private static let mostCovers = 50

  init(parts: [RowMask], threshold: Int) {
    (self.parts, self.threshold) = (parts, threshold)
  }

  mutating func run(_ whole: [UInt64]) { extend([], rest: whole, left: 0) }

  private mutating func extend(_ chosen: [Int], rest: [UInt64], left: Int) {
    steps += 1
    guard steps <= Self.mostSteps, covers.count < Self.mostCovers else { return }
    guard let word = rest.firstIndex(where: { $0 != 0 }) else {
      covers.append(chosen)
      return
    }
    let bit = rest[word] & (~rest[word] &+ 1)
    for (place, part) in parts.enumerated()
    where part.words[word] & bit != 0 && zip(part.words, rest).allSatisfy({ $0 & ~$1 == 0 }) {
      extend(chosen + [place], rest: zip(rest, part.words).map { $0 & ~$1 }, left: left)
    }
    guard left + 1 < threshold else { return }
    var others = rest
    others[word] &= ~bit
    extend(chosen, rest: others, left: left + 1)
  }
}
