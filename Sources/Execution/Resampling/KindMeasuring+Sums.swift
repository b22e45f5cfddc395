import Contract
import LinearAlgebra
import Quantities
import Statistics

extension KindMeasuring {
  /// The figure of the rows of a mask as a function of sums over units.
  ///
  /// The same definitions as `measure(_:key:)`: rows that are left out there are left out here.
  ///
  /// - Throws: an obstacle, or `.refused` with what the rows lack.
  func sums(
    _ mask: RowMask, _ columns: inout UnitColumns, _ quantiles: inout [DrawnQuantile],
    _ map: UnitMap
  ) throws(ResamplingObstacle) -> (form: SummedFigure.Form, persons: UnitColumns.Index) {
    let read: [[Int64]]
    do throws(Failure) {
      read =
        figures.isEmpty
        ? []
        : try evaluator.run(builder, figures, rows: rows, on: mask, in: indicator.declaration)
    } catch {
      throw .refused(evaluator.diagnostics)
    }
    switch indicator.kind {
    case .persons(_, let links):
      guard let last = links.last else {
        let count = try columns.count(mask, of: table)
        return (.sum(count), count)
      }
      let persons = try distinct(mask, links: links, in: last.table, &columns, map)
      return (.sum(persons), persons)
    case .totalRows:
      return (.sum(try columns.count(mask, of: table)), try persons(mask, &columns, map))
    case .totalSum(_, _, let missing):
      let part = Part(read[0], mask, missing)
      return (.sum(try sum(part, mask, &columns)), try persons(part.rows, &columns, map))
    case .mean(_, _, let missing):
      let part = Part(read[0], mask, missing)
      return (
        .ratio(
          try sum(part, mask, &columns), over: try columns.count(part.rows, of: table), times: 1),
        try persons(part.rows, &columns, map)
      )
    case .variance(_, _, let missing):
      let part = Part(read[0], mask, missing)
      var isTooLarge = false
      let squares = try columns.add(mask, of: table, scale: 2 * figures[0].scale) { rank in
        part.figure(rank).map { value in
          let (square, overflow) = value.multipliedReportingOverflow(by: value)
          isTooLarge = isTooLarge || overflow
          return square
        }
      }
      if isTooLarge { throw .overflow(indicator) }
      return (
        .variance(
          count: try columns.count(part.rows, of: table), sum: try sum(part, mask, &columns),
          squares: squares),
        try persons(part.rows, &columns, map)
      )
    case .quantile(_, _, let p, let number, let missing):
      let part = Part(read[0], mask, missing)
      guard let type = QuantileType(rawValue: number) else { throw .notSums(indicator) }
      var found: [(value: Int64, unit: Int32)] = []
      var rank = 0
      mask.forEachRow { row in
        if let value = part.figure(rank) {
          let unit = map.unit(ofRow: row, in: table) ?? -1
          found.append((value, Int32(truncatingIfNeeded: unit)))
        }
        rank += 1
      }
      quantiles.append(
        DrawnQuantile(
          found, scale: figures[0].scale, p: p, type: type, units: map.recorded))
      return (.quantile(quantiles.count - 1), try persons(part.rows, &columns, map))
    case .rate:
      let part = mask.filter { other?[$0] ?? false }
      return (
        .ratio(
          try columns.count(part, of: table), over: try columns.count(mask, of: table), times: 100),
        try persons(mask, &columns, map)
      )
    case .meanChange:
      let isPair = { (rank: Int) in read[0][rank] != .min && read[1][rank] != .min }
      let both = mask.filterRanks(isPair)
      return (
        .change(
          before: try columns.add(mask, of: table, scale: figures[0].scale) {
            isPair($0) ? read[0][$0] : nil
          },
          after: try columns.add(mask, of: table, scale: figures[1].scale) {
            isPair($0) ? read[1][$0] : nil
          },
          pairs: try columns.count(both, of: table)),
        try persons(both, &columns, map)
      )
    case .transition(_, _, _, _, let from, let to):
      let starts = mask.filterRanks { read[0][$0] == Int64(from) && read[1][$0] != .min }
      let whole = try columns.count(starts, of: table)
      let ends = mask.filterRanks { read[0][$0] == Int64(from) && read[1][$0] == Int64(to) }
      return (
        .ratio(try columns.count(ends, of: table), over: whole, times: 100),
        try persons(starts, &columns, map)
      )
    case .personTimeRate(_, _, _, _, let per, let yearDays):
      func time(_ rank: Int) -> Int64? {
        let (from, until, event) = (read[0][rank], read[1][rank], read[2][rank])
        guard from != .min, until != .min, event == .min || event > from else { return nil }
        let days = (event == .min ? until : min(event, until)) - from
        return days > 0 ? days : nil
      }
      let events = try columns.add(mask, of: table) { rank in
        guard time(rank) != nil else { return nil }
        return read[2][rank] != .min && read[2][rank] <= read[1][rank] ? 1 : nil
      }
      return (
        .ratio(events, over: try columns.add(mask, of: table, time), times: per * yearDays),
        try persons(mask.filterRanks { time($0) != nil }, &columns, map)
      )
    case .standardDeviation, .reported, .formula, .concentration, .estimate:
      throw .notSums(indicator)
    }
  }

  /// The figures of rows after the rule for missing ones, and the rows that have one.
  private struct Part {
    let rows: RowMask
    private let read: [Int64]
    private let countsAsZero: Bool

    init(_ read: [Int64], _ mask: RowMask, _ missing: MissingUse) {
      self.read = read
      if case .countsAsZero = missing { countsAsZero = true } else { countsAsZero = false }
      rows = countsAsZero || !read.contains(.min) ? mask : mask.filterRanks { read[$0] != .min }
    }

    func figure(_ rank: Int) -> Int64? {
      read[rank] == .min ? (countsAsZero ? 0 : nil) : read[rank]
    }
  }

  private func sum(
    _ part: Part, _ mask: RowMask, _ columns: inout UnitColumns
  ) throws(ResamplingObstacle) -> UnitColumns.Index {
    try columns.add(mask, of: table, scale: figures[0].scale, part.figure)
  }

  /// Distinct persons behind rows, as `require at least n persons` counts them.
  private func persons(
    _ mask: RowMask, _ columns: inout UnitColumns, _ map: UnitMap
  ) throws(ResamplingObstacle) -> UnitColumns.Index {
    let links = indicator.personLinks
    guard let last = links.last else { return try columns.count(mask, of: table) }
    return try distinct(mask, links: links, in: last.table, &columns, map)
  }

  /// The distinct rows of another table to which rows lead, each counted with its own unit.
  private func distinct(
    _ mask: RowMask, links: [Condition.Link], in last: Int, _ columns: inout UnitColumns,
    _ map: UnitMap
  ) throws(ResamplingObstacle) -> UnitColumns.Index {
    guard map.units[table] == nil || map.units[last] != nil else {
      // What several units have in common is there once, however often they are drawn.
      throw .notSums(indicator)
    }
    guard let found = evaluator.distinct(mask, links: links, from: table),
      let rows = RowMask(words: found.words, rows: evaluator.rows(of: last))
    else { throw .inconsistent("rows that lead nowhere") }
    return try columns.count(rows, of: last)
  }
}

extension EstimationReading {
  /// A comparison of the means of two groups as a function of sums; nil for any other estimate.
  func sums(
    _ masks: [RowMask], _ columns: inout UnitColumns
  ) throws(ResamplingObstacle) -> SummedFigure.Comparison? {
    guard let kind = comparison else { return nil }
    let sample = try resampled(masks)
    var groups: [SummedFigure.Comparison.Group] = []
    for (place, size) in try sizes(sample, masks, &columns).enumerated() {
      func sum(_ numbers: EstimationSample.Numbers) throws(ResamplingObstacle) -> UnitColumns.Index
      {
        try columns.add(sample.rows, of: table, scale: numbers.scale) {
          sample.isMember($0, ofGroup: place) ? numbers.values[$0] : nil
        }
      }
      var before: UnitColumns.Index?
      if let first = sample.before { before = try sum(first) }
      groups.append(
        SummedFigure.Comparison.Group(
          size: size, outcome: try sum(sample.outcome), before: before))
    }
    return SummedFigure.Comparison(
      kind: kind, groups: groups, factor: estimation.outcome.isFlag ? 100 : 1,
      estimation: estimation)
  }

  /// The persons of any estimate.
  func resampled(_ masks: [RowMask]) throws(ResamplingObstacle) -> EstimationSample {
    do throws(Failure) {
      return try sample(masks)
    } catch {
      throw .refused(evaluator.diagnostics)
    }
  }

  /// Their groups, as counts per unit.
  func sizes(
    _ sample: EstimationSample, _ masks: [RowMask], _ columns: inout UnitColumns
  ) throws(ResamplingObstacle) -> [SummedFigure.Size] {
    var sizes: [SummedFigure.Size] = []
    for (place, size) in sample.groups.enumerated() {
      sizes.append(
        SummedFigure.Size(
          population: evaluator.contract.populations[size.population].declaration.name,
          entered: try columns.count(masks[place], of: table),
          analysed: try columns.add(sample.rows, of: table) {
            sample.isMember($0, ofGroup: place) ? 1 : nil
          }))
    }
    return sizes
  }

  /// The comparison, if nothing but means of two groups enters the figure.
  private var comparison: SummedFigure.Comparison.Kind? {
    guard estimation.covariates.isEmpty, case .estimate = estimation.target,
      estimation.groups.populations.count == 2
    else { return nil }
    // A bootstrap has a test of its own that may stop the figure.
    if case .wildBootstrap = estimation.errors { return nil }
    let isLossOnly = estimation.stops.allSatisfy {
      if case .loss = $0.quantity { true } else { false }
    }
    guard isLossOnly else { return nil }
    switch estimation.method {
    case .difference: return .difference
    case .ratio: return .ratio
    case .differenceInDifferences: return .differenceInDifferences
    default: return nil
    }
  }
}

extension EstimationSample {
  /// Whether a person of the sample is of a group, the treated one being the first.
  fileprivate func isMember(_ rank: Int, ofGroup place: Int) -> Bool {
    (treated[rank] == 1) == (place == 0)
  }
}
