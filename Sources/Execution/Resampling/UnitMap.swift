import Contract
import LinearAlgebra
import Records

/// What a resampling draws: the rows of a table of persons, or clusters of them, each with all rows that
/// refer to it.
struct UnitMap {
  /// The table of persons.
  let table: Int
  /// The column whose codes are drawn whole; nil where persons are drawn one by one.
  let cluster: String?
  /// How many units there are.
  let count: Int
  /// How many of them are as on record; the others are what these are where they lose records.
  let recorded: Int
  /// Of each table the unit of each row, -1 for a row that belongs to none; nil for a table whose rows
  /// lead to no unit.
  private(set) var units: [[Int32]?]

  /// - Parameters:
  ///   - name: the table of persons; nil finds it, and the clusters of the contract's estimates.
  ///   - recorded: how many units are as on record; nil: all.
  init(
    _ evaluator: Evaluator, named name: String?, measuring: Set<Int>, recorded: Int? = nil
  ) throws(ResamplingObstacle) {
    let contract = evaluator.contract
    table = try Self.persons(evaluator, named: name, measuring: measuring)
    let rows = evaluator.rows(of: table)
    var own: [Int32] = []
    if name == nil, let found = try Self.cluster(evaluator, table: table, measuring: measuring) {
      (cluster, count, own) = (found.name, found.count, found.codes)
    } else {
      (cluster, count, own) = (nil, rows, (0..<rows).map { Int32(truncatingIfNeeded: $0) })
    }
    self.recorded = recorded ?? count
    units = Array(repeating: nil, count: contract.tables.count)
    units[table] = own
    // Tables that refer to the persons, then those that refer to these.
    var isGrowing = true
    while isGrowing {
      isGrowing = false
      for next in units.indices where units[next] == nil {
        if let found = try units(of: next, evaluator) {
          units[next] = found
          isGrowing = true
        }
      }
    }
  }

  /// The unit of a row; nil for a row that stays as it is.
  func unit(ofRow row: Int, in table: Int) -> Int? {
    guard let unit = units[table]?[row], unit >= 0 else { return nil }
    return Int(unit)
  }

  private func units(of table: Int, _ evaluator: Evaluator) throws(ResamplingObstacle) -> [Int32]? {
    var found: [Int32]?
    for (place, column) in evaluator.data.tables[table].columns.enumerated() {
      guard case .reference(let target) = column.kind, let theirs = units[target] else { continue }
      let vector = evaluator.column(place, of: table)
      var own = found ?? [Int32](repeating: -1, count: evaluator.rows(of: table))
      for row in own.indices {
        guard let next = vector[row] else { continue }
        let unit = theirs[Int(next)]
        guard own[row] == -1 || unit == -1 || own[row] == unit else {
          throw .twoUnits(evaluator.contract.tables[table].declaration)
        }
        if unit >= 0 { own[row] = unit }
      }
      found = own
    }
    return found
  }

  /// Refuses a loss of anything but rows of single participants, or of cells that the contract requires.
  func check(_ loss: Attrition.Loss, _ contract: Contract) throws(ResamplingObstacle) {
    let table = contract.tables[loss.table]
    if let cluster { throw .lossOfClusters(cluster) }
    guard units[loss.table] != nil else { throw .lossOutside(table.declaration) }
    if let column = loss.cells, !table.schema.columns[column].isOptional {
      throw .lossOfRequired(table.declaration, column: table.schema.columns[column].name)
    }
  }

  /// Refuses a figure that is not each unit's own.
  func check(_ indicator: Indicator, _ evaluator: Evaluator) throws(ResamplingObstacle) {
    let contract = evaluator.contract
    let dependencies = Dependencies(of: indicator, in: contract)
    for (reference, value) in dependencies.gathered where !isWithinUnits(reference, evaluator) {
      throw .crossesUnits(indicator, contract.values[value].declaration)
    }
    for reference in dependencies.followed
    where units[reference.to] != nil && !isWithinUnits(reference, evaluator) {
      throw .crossesUnits(indicator, contract.tables[reference.to].declaration)
    }
  }

  /// Whether rows refer to rows of their own unit only.
  private func isWithinUnits(_ reference: Dependencies.Reference, _ evaluator: Evaluator) -> Bool {
    guard let from = units[reference.from] else { return true }
    guard let to = units[reference.to] else { return false }
    let vector = evaluator.column(reference.column, of: reference.from)
    return from.indices.allSatisfy { row in vector[row].map { to[Int($0)] == from[row] } ?? true }
  }

  // MARK: - Finding the persons

  /// The tables whose rows have a code of their own, and of which measured rows are or are the key's.
  private static func candidates(_ evaluator: Evaluator, measuring: Set<Int>) -> [Int] {
    var found: Set<Int> = []
    for start in measuring {
      var (table, seen): (Int, Set<Int>) = (start, [])
      while seen.insert(table).inserted, let link = evaluator.contract.personLink(of: table) {
        table = link.table
      }
      found.insert(table)
    }
    return withCodes(found, evaluator)
  }

  /// The tables whose rows have a code of their own, and to which measured rows lead by any reference.
  private static func reached(_ evaluator: Evaluator, measuring: Set<Int>) -> [Int] {
    var (found, open) = (measuring, Array(measuring))
    while let table = open.popLast() {
      for case .reference(let next) in evaluator.data.tables[table].columns.map(\.kind)
      where found.insert(next).inserted {
        open.append(next)
      }
    }
    return withCodes(found, evaluator)
  }

  private static func withCodes(_ tables: Set<Int>, _ evaluator: Evaluator) -> [Int] {
    tables.filter { table in
      evaluator.key(of: table).map {
        evaluator.data.tables[table].columns[$0].kind == .code
      } ?? false
    }.sorted()
  }

  private static func persons(
    _ evaluator: Evaluator, named name: String?, measuring: Set<Int>
  ) throws(ResamplingObstacle) -> Int {
    let declarations = evaluator.contract.tables.map(\.declaration)
    let all = candidates(evaluator, measuring: measuring)
    if let name {
      let all = reached(evaluator, measuring: measuring)
      guard let found = all.first(where: { declarations[$0].isNamed(name) }) else {
        throw .unknownUnits(name, known: all.map { declarations[$0] })
      }
      return found
    }
    let persons = all.filter { evaluator.rowUnit(of: $0) == .person }
    // A table to which persons refer holds what they have in common: a facility, a district.
    let lowest = persons.filter { table in
      !persons.contains { other in
        other != table
          && evaluator.data.tables[other].columns.contains { $0.kind == .reference(table: table) }
      }
    }
    guard let only = lowest.first else {
      let others = reached(evaluator, measuring: measuring)
      throw others.isEmpty ? .noUnits : .severalUnits(others.map { declarations[$0] })
    }
    guard lowest.count == 1 else { throw .severalUnits(lowest.map { declarations[$0] }) }
    return only
  }

  /// The clusters of the contract's estimates on a table; nil if there are none.
  private static func cluster(
    _ evaluator: Evaluator, table: Int, measuring: Set<Int>
  ) throws(ResamplingObstacle) -> (name: String, count: Int, codes: [Int32])? {
    let contract = evaluator.contract
    var found: [Estimation.Cluster] = []
    for indicator in contract.indicators {
      guard case .estimate(let estimation) = indicator.kind,
        contract.populations[estimation.groups.populations[0]].subject == table
      else { continue }
      // A cluster of each person's own rows is the person.
      for cluster in estimation.errors?.clusters ?? []
      where cluster.path != evaluator.key(of: table).map({ .column($0) })
        && !found.contains(where: { $0.path == cluster.path })
      {
        found.append(cluster)
      }
    }
    guard let cluster = found.first else { return nil }
    guard found.count == 1 else { throw .severalClusters(found.map(\.name)) }
    let codes = try codes(of: cluster, table, evaluator)
    let missing = codes.count { $0 < 0 }
    guard missing == 0 else { throw .noCluster(cluster.name, rows: missing) }
    // Only codes that occur are units.
    let used = Set(codes).sorted()
    var place: [Int64: Int32] = [:]
    for (index, code) in used.enumerated() { place[code] = Int32(truncatingIfNeeded: index) }
    return (cluster.name, used.count, codes.map { place[$0] ?? -1 })
  }

  private static func codes(
    of cluster: Estimation.Cluster, _ table: Int, _ evaluator: Evaluator
  ) throws(ResamplingObstacle) -> [Int64] {
    var builder = ProgramBuilder(evaluator)
    let rows = builder.newNumber()
    let place = ProgramBuilder.Place(table: table, rows: rows)
    do throws(Failure) {
      let number =
        if case .oneOf = evaluator.type(cluster.path, of: table) {
          try builder.number(.cell(cluster.path), at: place, missingAsZero: false)
        } else {
          try builder.code(cluster.path, at: place).0
        }
      let everybody = RowMask(repeating: true, rows: evaluator.rows(of: table))
      return try evaluator.run(
        builder, [number], rows: rows, on: everybody,
        in: evaluator.contract.tables[table].declaration)[0]
    } catch {
      throw .refused(evaluator.diagnostics)
    }
  }
}
