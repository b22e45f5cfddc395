import Contract
import Quantities
import Records

/// What a figure can be before anything is measured: of rows by their declared ranges, of indicators
/// by their kind.
package struct Domain {
  let contract: Contract

  package init(contract: Contract) { self.contract = contract }

  // MARK: - Indicators

  /// The values that a measured indicator can have; as recorded.
  ///
  /// Without limit where only the records could tell. A reported figure is what is reported.
  func ofMeasured(_ indicator: Indicator) -> Interval {
    let raw = ofKind(indicator)
    if let record = indicator.record {
      return raw.rounded(record.mode, toMultipleOf: Exact.powerOfTen(-record.decimals))
    }
    return raw
  }

  /// The step of a measured indicator, if its values lie on one.
  func step(of indicator: Indicator) -> Exact? {
    if let record = indicator.record { return Exact.powerOfTen(-record.decimals) }
    switch indicator.kind {
    case .persons, .totalRows: return 1
    case .reported where contract.units.isGrade(indicator.unit): return 1
    case .reported: return contract.units.smallestStep(of: indicator.unit)?.step
    default: return nil
    }
  }

  /// The nearest value that a measured indicator can have before it is recorded: within the limits of its kind
  /// and, of a count or of reported money, the nearest multiple of its smallest step, half up.
  package func admitting(_ value: Exact, of indicator: Indicator) -> Exact {
    let range = ofKind(indicator)
    var value = value
    if indicator.record == nil, let step = step(of: indicator) {
      value = value.rounded(.halfUp, toMultipleOf: step)
    }
    if let lower = range.lower { value = max(value, lower) }
    if let upper = range.upper { value = min(value, upper) }
    return value
  }

  private func ofKind(_ indicator: Indicator) -> Interval {
    let percent = Interval.from(0, to: 100)
    if case .reported = indicator.kind {
      let step = contract.units.smallestStep(of: indicator.unit)
      let range = indicator.range ?? .any
      // A count is whole and not negative, money has no smaller fraction.
      let possible = step?.isMoney == false ? range.intersection(.from(0)) : range
      return step.flatMap { possible?.onGrid($0.step) } ?? range
    }
    switch indicator.kind {
    case .persons, .totalRows, .personTimeRate, .variance, .standardDeviation: return .from(0)
    case .rate, .transition: return percent
    case .totalSum(let of, let expression, _):
      let one = row(expression, of: contract.populations[of].subject)
      // Nobody may be there at all.
      return Interval.closed(one.isNonnegative ? 0 : nil, one.isNonpositive ? 0 : nil)
    case .mean(let of, let expression, let missing):
      let one = row(expression, of: contract.populations[of].subject)
      if case .countsAsZero = missing { return one.hull(.point(0)) }
      return one
    case .quantile(let of, let expression, _, _, let missing):
      let one = row(expression, of: contract.populations[of].subject)
      if case .countsAsZero = missing { return one.hull(.point(0)) }
      return one
    case .meanChange(let of, let before, let after):
      let subject = contract.populations[of].subject
      return row(after, of: subject) - row(before, of: subject)
    case .concentration: return .from(0, to: 1)
    case .estimate(let estimation): return ofEstimate(estimation, unit: indicator.unit)
    case .reported, .formula: return .any
    }
  }

  /// A difference of shares is between −100 and 100; other effects and all limits are open.
  private func ofEstimate(_ estimation: Estimation, unit: Unit) -> Interval {
    guard case .estimate = estimation.target else { return .any }
    switch estimation.method {
    case .riskDifference: return .from(-100, to: 100)
    case .difference where estimation.outcome.isFlag: return .from(-100, to: 100)
    case .standardisedRate: return .from(0, to: 100)
    default: return .any
    }
  }

  // MARK: - Rows

  /// The values that arithmetic on one row can give, by the ranges of the columns.
  ///
  /// - Parameters:
  ///   - subject: the table whose rows are looked at.
  ///   - zeroing: a cell that is missing counts as zero.
  func row(
    _ expression: Expression, of subject: Int, depth: Int = 0, zeroing: Bool = false
  ) -> Interval {
    guard depth < Self.deepest else { return .any }
    func inner(_ part: Expression) -> Interval {
      row(part, of: subject, depth: depth + 1, zeroing: zeroing)
    }
    switch expression {
    case .constant(let value): return .point(value)
    case .date, .settlementYearStart, .settlementYearEnd, .settlementPeriodStart,
      .settlementPeriodEnd, .observationDay, .monthsAfter:
      return .any
    case .cell(let path):
      let one = cell(path, of: subject, depth: depth)
      return zeroing ? one.hull(.point(0)) : one
    case .add(let a, let b): return inner(a) + inner(b)
    case .subtract(let a, let b): return inner(a) - inner(b)
    // Percentages count as hundredths in products; only the signs are sure without the units.
    case .multiply(let a, let b): return signs(of: inner(a) * inner(b))
    case .divide(let a, let b): return signs(of: inner(a).divided(by: inner(b)))
    case .negate(let a): return -inner(a)
    case .scale(let index, _):
      let results = contract.scales[index].results
      guard let low = results.min(), let high = results.max() else { return .any }
      return .from(low, to: high)
    case .smallestOf(let list), .largestOf(let list), .firstPresentOf(let list):
      // Any of them may be missing.
      return list.map(inner).reduce(nil) { $0?.hull($1) ?? $1 } ?? .any
    }
  }

  private func signs(of product: Interval) -> Interval {
    Interval.closed(product.isNonnegative ? 0 : nil, product.isNonpositive ? 0 : nil)
  }

  private func cell(_ path: CellPath, of subject: Int, depth: Int) -> Interval {
    switch path {
    case .column(let column):
      guard contract.tables.indices.contains(subject),
        contract.tables[subject].schema.columns.indices.contains(column),
        let range = contract.tables[subject].schema.columns[column].range
      else { return .any }
      return .from(range.lower, to: range.upper)
    case .value(let index): return value(contract.values[index], depth: depth + 1)
    case .through(_, let table, let inner): return cell(inner, of: table, depth: depth + 1)
    }
  }

  private func value(_ value: Value, depth: Int) -> Interval {
    guard depth < Self.deepest else { return .any }
    var raw: Interval
    switch value.definition {
    case .expression(let expression):
      let isZeroed = if case .countsAsZero = value.missing { true } else { false }
      raw = row(expression, of: value.subject, depth: depth, zeroing: isZeroed)
    case .anyOf, .allOf: raw = .from(0, to: 1)
    case .age: raw = .any
    case .grid(let grid): raw = ofGrid(grid, depth: depth)
    case .rows(let rows, let aggregate):
      switch aggregate {
      case .count, .distinctDays, .distinctMonths, .monthsInARow: raw = .from(0)
      case .sum(let expression):
        raw = signs(of: row(expression, of: rows.table, depth: depth)).hull(.point(0))
      case .take(let expression, _): raw = row(expression, of: rows.table, depth: depth)
      }
    }
    if case .countsAsZero = value.missing { raw = raw.hull(.point(0)) }
    guard let record = value.record else { return raw }
    return raw.rounded(record.mode, toMultipleOf: Exact.powerOfTen(-record.decimals))
  }

  private func ofGrid(_ grid: PersonTimeGrid, depth: Int) -> Interval {
    switch grid.measure {
    case .count: return .from(0)
    case .sum(let figure):
      let one = row(figure.figure, of: figure.rows.table, depth: depth)
      return signs(of: one).hull(.point(0))
    case .mean(let figure):
      return row(figure.figure, of: figure.rows.table, depth: depth).hull(.point(0))
    }
  }

  /// Values nested deeper than this are taken as open.
  private static let deepest = 60
}
