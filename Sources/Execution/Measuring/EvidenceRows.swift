import Contract
import LinearAlgebra
import Quantities
import Records

/// Where the rows behind a count stand: lines of input files, without anything that stands in
/// them.
public struct EvidenceRows: Hashable, Sendable {
  /// The population whose rows they are.
  public let population: String
  /// The table of these rows.
  public let table: String
  /// The lines on which the rows begin, ascending in each of the table's files; of a population without
  /// rows, no lines of the first file.
  public let files: [FileLines]

  /// How many rows there are.
  public var count: Int { files.reduce(0) { $0 + $1.lines.count } }

  /// Makes a list of lines.
  public init(population: String, table: String, files: [FileLines]) {
    self.population = population
    self.table = table
    self.files = files
  }
}

extension Executor {
  /// The lines of the rows that an indicator counts, for each of its populations in the order of
  /// the indicator's lines; empty for an indicator that is not measured on a population, or that
  /// failed.
  ///
  /// Of an indicator of persons over a population of rows, the persons' lines come last. Nothing is
  /// kept from a run: the populations are computed again.
  ///
  /// - Parameter key: of a grouped indicator, only the rows of this key.
  public static func evidenceRows(
    _ contract: Contract, data: DataSet, period: SettlementPeriod, indicator: Int,
    key: GroupKey? = nil
  ) -> [EvidenceRows] {
    let evaluator = Evaluator(contract: contract, data: data, period: period)
    do throws(Failure) {
      return try evaluator.evidence(of: contract.indicators[indicator], key: key)
    } catch {
      return []
    }
  }

  /// The lines of the rows of a population.
  public static func evidenceRows(
    _ contract: Contract, data: DataSet, period: SettlementPeriod, population: Int
  ) -> EvidenceRows? {
    let evaluator = Evaluator(contract: contract, data: data, period: period)
    do throws(Failure) {
      return evaluator.evidence(try evaluator.population(population), of: population)
    } catch {
      return nil
    }
  }
}

extension Executor {
  /// The lines of the rows that the conditions of a population left out, from the first condition of its first base
  /// to its own last one; empty if it failed.
  ///
  /// A row is left out by the first condition that it does not meet, or that cannot be judged because something is
  /// missing.
  public static func rowsLeftOut(
    _ contract: Contract, data: DataSet, period: SettlementPeriod, population: Int
  ) -> [(condition: String, rows: EvidenceRows)] {
    let evaluator = Evaluator(contract: contract, data: data, period: period)
    do throws(Failure) {
      return try evaluator.leftOut(of: population)
    } catch {
      return []
    }
  }
}

extension Evaluator {
  fileprivate func leftOut(
    of index: Int
  ) throws(Failure) -> [(condition: String, rows: EvidenceRows)] {
    let population = contract.populations[index]
    let table = population.subject
    var found: [(condition: String, rows: EvidenceRows)] = []
    var reached = RowMask(repeating: true, rows: rows(of: table))
    if let base = population.base {
      found = try leftOut(of: base)
      reached = try self.population(base)
    }
    for step in population.steps {
      let met = try Narrowing(
        of: table, from: reached, [.condition(step.condition)], evaluator: self,
        in: population.declaration
      ).mask
      found.append((step.reason, evidence(reached.filter { !met[$0] }, of: index)))
      reached = met
    }
    return found
  }

  fileprivate func evidence(_ mask: RowMask, of population: Int) -> EvidenceRows {
    let definition = contract.populations[population]
    return evidence(mask, in: definition.subject, population: definition.declaration.name)
  }

  private func evidence(_ mask: RowMask, in table: Int, population: String) -> EvidenceRows {
    var rows: [Int] = []
    rows.reserveCapacity(mask.present)
    mask.forEachRow { rows.append($0) }
    let read = data.tables[table]
    let lines = read.fileLines(of: rows)
    return EvidenceRows(
      population: population, table: contract.tables[table].declaration.name,
      files: lines.isEmpty ? [FileLines(file: read.files[0].name, lines: [])] : lines)
  }

  fileprivate func evidence(
    of indicator: Indicator, key: GroupKey?
  ) throws(Failure) -> [EvidenceRows] {
    if case .concentration(let other) = indicator.kind {
      return try evidence(of: contract.indicators[other], key: key)
    }
    guard let measuring = try KindMeasuring(indicator, evaluator: self) else { return [] }
    var counted = try population(measuring.population)
    let table = contract.populations[measuring.population].subject
    if let key, let grouping = indicator.grouping {
      let groups = try Groups(grouping, of: counted, in: table, evaluator: self)
      guard let index = groups.keys.firstIndex(of: key) else { return [] }
      counted = groups.mask(index)
    }
    var found: [EvidenceRows] = []
    for index in measuring.populations {
      var mask = try population(index)
      if index == measuring.population {
        mask = counted
      } else if contract.populations[index].subject == table {
        // Of a numerator, the part that lies in the denominator.
        mask = mask.filter { counted[$0] }
      }
      found.append(evidence(mask, of: index))
    }
    if case .persons(_, let links) = indicator.kind, let last = links.last,
      let persons = distinct(counted, links: links, from: table),
      let mask = RowMask(words: persons.words, rows: rows(of: last.table))
    {
      found.append(
        evidence(
          mask, in: last.table,
          population: contract.populations[measuring.population].declaration.name))
    }
    return found
  }
}
