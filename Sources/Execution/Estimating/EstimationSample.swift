import Contract
import LinearAlgebra
import Quantities
import Records

/// The persons that an estimate stands on, as columns: one entry for each person whose figures are
/// all present, the rows of the table in order.
struct EstimationSample {
  /// A fixed-point column: each value is `values[i] · 10^-scale`.
  struct Numbers {
    let name: String
    var values: [Int64]
    let scale: Int
  }

  /// A column of codes: `levels[codes[i]]`, the levels in the order of the contract's list, or of
  /// bytes where the contract lists none. Only levels that occur are among them.
  struct Categories {
    let name: String
    let codes: [Int32]
    let levels: [String]
  }

  enum Covariate {
    case numbers(Numbers)
    case categories(Categories)
  }

  /// How many persons of a group there are, and how many of them are analysed.
  struct GroupSize {
    let population: Int
    let entered: Int
    let analysed: Int
  }

  /// Of each person 1 for the treated group and 0 for the compared one; of a single group all 1.
  let treated: [Int64]
  /// The outcome (after), and the outcome before of a difference in differences.
  let outcome: Numbers
  let before: Numbers?
  let covariates: [Covariate]
  let clusters: [Categories]
  /// Numbers that a method needs besides: predictors, or the row of a standard population's scale.
  let further: [Numbers]
  /// The place of each person in the order of the key.
  let order: [Int]
  /// The treated group first.
  let groups: [GroupSize]
  /// The analysed rows of the table.
  let rows: RowMask

  var count: Int { treated.count }
}

/// Reads the columns of an estimate.
struct EstimationReading {
  let evaluator: Evaluator
  let indicator: Indicator
  let estimation: Estimation

  /// The table whose rows are the persons.
  var table: Int {
    evaluator.contract.populations[estimation.groups.populations[0]].subject
  }

  /// The columns of the persons of each group.
  ///
  /// - Parameter masks: of each group the persons, or those of one key.
  /// - Throws: `Failure.recorded`.
  func sample(_ masks: [RowMask]) throws(Failure) -> EstimationSample {
    let union = try union(masks)
    let columns = try Columns(self, table: table, on: union)
    // Who is analysed: every column of the estimate is present.
    let isComplete = (0..<union.present).map { rank in
      columns.all.allSatisfy { $0[rank] != .min }
    }
    let ranks = isComplete.indices.filter { isComplete[$0] }
    let analysed = union.filterRanks { isComplete[$0] }
    var groups: [EstimationSample.GroupSize] = []
    for (index, mask) in zip(estimation.groups.populations, masks) {
      groups.append(
        EstimationSample.GroupSize(
          population: index, entered: mask.present,
          analysed: try intersection(mask, analysed).present))
    }
    let first = masks[0]
    var treated: [Int64] = []
    treated.reserveCapacity(ranks.count)
    analysed.forEachRow { treated.append(first[$0] ? 1 : 0) }
    return EstimationSample(
      treated: treated, outcome: columns.outcome.picked(ranks),
      before: columns.before?.picked(ranks),
      covariates: columns.covariates.map { $0.picked(ranks) },
      clusters: columns.clusters.map { $0.picked(ranks) },
      further: columns.further.map { $0.picked(ranks) },
      order: order(of: analysed), groups: groups, rows: analysed)
  }

  /// The persons of each group, the treated first.
  ///
  /// - Throws: `Failure.recorded`.
  func masks() throws(Failure) -> [RowMask] {
    var masks: [RowMask] = []
    for index in estimation.groups.populations { masks.append(try evaluator.population(index)) }
    return masks
  }

  private func union(_ masks: [RowMask]) throws(Failure) -> RowMask {
    guard masks.count == 2 else { return masks[0] }
    let both = try intersection(masks[0], masks[1]).present
    guard both == 0 else { throw evaluator.record(.inBothGroups(indicator, persons: both)) }
    let words = zip(masks[0].words, masks[1].words).map { $0 | $1 }
    return RowMask(words: words, rows: masks[0].rows) ?? masks[0]
  }

  private func intersection(_ a: RowMask, _ b: RowMask) throws(Failure) -> RowMask {
    do throws(LinearAlgebraError) {
      return try a.intersection(b)
    } catch {
      throw evaluator.inconsistent("populations of different tables are compared")
    }
  }

  /// The place of each analysed person in the order of the key's columns: codes in the order of bytes, all
  /// else by its value. The order of the rows decides nothing.
  private func order(of rows: RowMask) -> [Int] {
    let parts = evaluator.data.tables[table].schema.key.map { ordering(of: rows, in: $0) }
    let sorted = (0..<rows.present).sorted { first, second in
      for part in parts where part[first] != part[second] { return part[first] < part[second] }
      return false
    }
    var places = [Int](repeating: 0, count: sorted.count)
    for (place, index) in sorted.enumerated() { places[index] = place }
    return places
  }

  /// What each row is put in order by in one column; a missing value comes first.
  private func ordering(of rows: RowMask, in column: Int) -> [Int64] {
    let values = evaluator.column(column, of: table)
    var found: [Int64] = []
    found.reserveCapacity(rows.present)
    rows.forEachRow { found.append(values[$0] ?? .min) }
    guard case .code = evaluator.type(.column(column), of: table) else { return found }
    let dictionary = evaluator.dictionary(of: column, in: table)
    let names = (0..<dictionary.count).map { GroupKey(dictionary.string($0)) }
    var ranks = [Int64](repeating: 0, count: names.count)
    for (rank, code) in names.indices.sorted(by: { names[$0] < names[$1] }).enumerated() {
      ranks[code] = Int64(rank)
    }
    return found.map { $0 == .min ? $0 : ranks[Int($0)] }
  }
}

/// The columns of an estimate on the rows of both groups, missing figures as the smallest integer.
private struct Columns {
  let outcome: EstimationSample.Numbers
  let before: EstimationSample.Numbers?
  let covariates: [EstimationSample.Covariate]
  let clusters: [EstimationSample.Categories]
  let further: [EstimationSample.Numbers]
  let all: [[Int64]]

  /// Codes as they were read, with their names.
  private struct Coded {
    let name: String
    let register: Int
    let names: [String]
    let isListed: Bool
  }

  init(_ reading: EstimationReading, table: Int, on mask: RowMask) throws(Failure) {
    let (evaluator, estimation) = (reading.evaluator, reading.estimation)
    let declaration = reading.indicator.declaration
    var builder = ProgramBuilder(evaluator)
    let rows = builder.newNumber()
    let place = ProgramBuilder.Place(table: table, rows: rows)
    var numbers: [ProgramBuilder.Number] = []
    func add(_ expression: Expression) throws(Failure) -> Int {
      numbers.append(try builder.figure(expression, at: place, in: declaration))
      return numbers.count - 1
    }
    func code(_ path: CellPath, _ name: String) throws(Failure) -> Coded {
      do throws(Failure) {
        if case .oneOf(let list) = evaluator.type(path, of: table) {
          numbers.append(try builder.number(.cell(path), at: place, missingAsZero: false))
          return Coded(name: name, register: numbers.count - 1, names: list, isListed: true)
        }
        let (number, dictionary) = try builder.code(path, at: place)
        numbers.append(number)
        return Coded(
          name: name, register: numbers.count - 1,
          names: (0..<dictionary.count).map { dictionary.string($0) }, isListed: false)
      } catch {
        throw error == .needsExact ? evaluator.inconsistent("a code that is computed") : error
      }
    }
    let outcome = try add(estimation.outcome.expression)
    var before: Int?
    if case .differenceInDifferences(let first) = estimation.method { before = try add(first) }
    enum Form {
      case number(Int, String)
      case code(Coded)
    }
    var forms: [Form] = []
    for covariate in estimation.covariates {
      switch covariate.form {
      case .number(let expression): forms.append(.number(try add(expression), covariate.name))
      case .category(let path): forms.append(.code(try code(path, covariate.name)))
      }
    }
    var clusters: [Coded] = []
    for cluster in estimation.errors?.clusters ?? [] {
      clusters.append(try code(cluster.path, cluster.name))
    }
    var further: [Int] = []
    switch estimation.method {
    case .observedToExpected(let expected): further = [try add(expected.predictor)]
    case .predictedToExpected(let predicted, let expected):
      further = [try add(predicted.predictor), try add(expected.predictor)]
    case .standardisedRate(let standard):
      for input in standard.inputs { further.append(try add(input)) }
    default: break
    }
    let columns = try evaluator.run(builder, numbers, rows: rows, on: mask, in: declaration)
    func plain(_ index: Int, _ name: String) -> EstimationSample.Numbers {
      EstimationSample.Numbers(name: name, values: columns[index], scale: numbers[index].scale)
    }
    func categories(_ coded: Coded) -> EstimationSample.Categories {
      EstimationSample.Categories(
        name: coded.name, codes: columns[coded.register].map { $0 == .min ? -1 : Int32($0) },
        levels: coded.names)
    }
    self.outcome = plain(outcome, "outcome")
    self.before = before.map { plain($0, "before") }
    covariates = forms.map { form in
      switch form {
      case .number(let index, let name): .numbers(plain(index, name))
      case .code(let coded): .categories(categories(coded).ordered(isListed: coded.isListed))
      }
    }
    self.clusters = clusters.map { categories($0).ordered(isListed: $0.isListed) }
    self.further = further.map { plain($0, "") }
    all = columns
  }
}

extension EstimationSample.Numbers {
  /// The entries of some ranks.
  func picked(_ ranks: [Int]) -> Self {
    Self(name: name, values: ranks.map { values[$0] }, scale: scale)
  }
}

extension EstimationSample.Categories {
  /// The levels in the order of bytes, unless the contract lists them.
  fileprivate func ordered(isListed: Bool) -> Self {
    guard !isListed else { return self }
    let order = levels.indices.sorted { GroupKey(levels[$0]) < GroupKey(levels[$1]) }
    var place = [Int32](repeating: 0, count: levels.count)
    for (new, old) in order.enumerated() { place[old] = Int32(new) }
    return Self(
      name: name, codes: codes.map { $0 < 0 ? -1 : place[Int($0)] },
      levels: order.map { levels[$0] })
  }

  /// The entries of some ranks, with the levels that occur among them.
  func picked(_ ranks: [Int]) -> Self {
    let used = Set(ranks.map { codes[$0] }).sorted()
    var place: [Int32: Int32] = [:]
    for (new, old) in used.enumerated() { place[old] = Int32(new) }
    return Self(
      name: name, codes: ranks.map { place[codes[$0]] ?? -1 }, levels: used.map { levels[Int($0)] })
  }
}

extension EstimationSample.Covariate {
  /// The entries of some ranks.
  func picked(_ ranks: [Int]) -> Self {
    switch self {
    case .numbers(let numbers): .numbers(numbers.picked(ranks))
    case .categories(let categories): .categories(categories.picked(ranks))
    }
  }
}
