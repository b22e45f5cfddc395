import Diagnostics

/// Something that is read from the rows of a table, by the table's place in the contract.
package enum RowReading {
  case expression(Expression, of: Int)
  case condition(Condition, of: Int)
  /// Rows that refer to the row of a value; their conditions follow.
  case selection(RowSelection)
}

extension Value {
  /// What the value is made from, in the order of its lines.
  package var readings: [RowReading] {
    func selected(_ rows: RowSelection) -> [RowReading] {
      [.selection(rows)]
        + (rows.window?.content.anchor.map { [.expression($0, of: subject)] } ?? [])
        + rows.conditions.map { .condition($0.content, of: rows.table) }
    }
    switch definition {
    case .expression(let expression): return [.expression(expression, of: subject)]
    case .anyOf(let conditions), .allOf(let conditions):
      return conditions.map { .condition($0.content, of: subject) }
    case .age(let birth, let on, _): return [birth, on].map { .expression($0, of: subject) }
    case .rows(let rows, let aggregate):
      switch aggregate {
      case .count, .distinctDays, .distinctMonths, .monthsInARow: return selected(rows)
      case .sum(let figure): return selected(rows) + [.expression(figure, of: rows.table)]
      case .take(let figure, let choice):
        let own = selected(rows) + [.expression(figure, of: rows.table)]
        guard case .nearest(let to, _) = choice else { return own }
        return own + [.expression(to, of: subject)]
      }
    case .grid(let grid):
      let observed = grid.conditions.map { RowReading.condition($0.content, of: subject) }
      switch grid.measure {
      case .count: return observed
      case .sum(let inForce), .mean(let inForce):
        return observed + selected(inForce.rows)
          + [.expression(inForce.figure, of: inForce.rows.table)]
      }
    }
  }
}

extension Value {
  /// The places of the conditions that decide together about a row: those of a value of conditions, on the
  /// rows that a value looks at, on the days on which a row is observed.
  package var judgedPlaces: [[Span]] {
    func places(_ rows: RowSelection) -> [Span] {
      (rows.window.map { [$0.span] } ?? []) + rows.conditions.map(\.span)
    }
    switch definition {
    case .expression, .age: return []
    case .anyOf(let conditions), .allOf(let conditions): return [conditions.map(\.span)]
    case .rows(let rows, _): return [places(rows)]
    case .grid(let grid):
      let observed = grid.conditions.map(\.span)
      switch grid.measure {
      case .count: return [observed]
      case .sum(let inForce), .mean(let inForce): return [observed, places(inForce.rows)]
      }
    }
  }
}

extension Condition {
  /// The cells that are looked at; of membership none.
  package var cells: [CellPath] {
    switch self {
    case .number(let expression, _): expression.cells
    case .date(let a, _, let b): a.cells + b.cells
    case .dateIn(let expression, let window): expression.cells + (window.anchor?.cells ?? [])
    case .oneOf(let path, _, _), .code(let path, _, _), .flag(let path, _), .missing(let path),
      .present(let path):
      [path]
    case .member: []
    }
  }
}

extension Expression {
  /// The cells that are computed with.
  package var cells: [CellPath] {
    switch self {
    case .cell(let path): [path]
    case .add(let a, let b), .subtract(let a, let b), .multiply(let a, let b),
      .divide(let a, let b):
      a.cells + b.cells
    case .negate(let a), .monthsAfter(let a, _): a.cells
    case .scale(_, let list), .smallestOf(let list), .largestOf(let list),
      .firstPresentOf(let list):
      list.flatMap(\.cells)
    case .constant, .date, .settlementYearStart, .settlementYearEnd, .settlementPeriodStart,
      .settlementPeriodEnd, .observationDay:
      []
    }
  }
}

extension Estimation {
  /// What each person of its groups is measured, adjusted, weighted or clustered by.
  package var figures: [Expression] {
    var figures = [outcome.expression]
    for covariate in covariates {
      switch covariate.form {
      case .number(let figure): figures.append(figure)
      case .category(let path): figures.append(.cell(path))
      }
    }
    for cluster in errors?.clusters ?? [] { figures.append(.cell(cluster.path)) }
    switch method {
    case .differenceInDifferences(let before): figures.append(before)
    case .standardisedRate(let standard): figures += standard.inputs
    case .observedToExpected(let expected): figures.append(expected.predictor)
    case .predictedToExpected(let predicted, let expected):
      figures += [predicted.predictor, expected.predictor]
    case .difference, .ratio, .adjustedDifference, .riskDifference, .riskRatio, .weightedDifference,
      .doublyRobustDifference, .matchedDifference:
      break
    }
    return figures
  }
}

extension Indicator {
  /// The population whose rows a grouping divides, of an estimate the treated one; nil for a kind without.
  public var divided: Int? {
    switch kind {
    case .persons(let of, _), .totalRows(let of), .totalSum(let of, _, _), .mean(let of, _, _),
      .meanChange(let of, _, _), .quantile(let of, _, _, _, _), .variance(let of, _, _),
      .standardDeviation(let of, _, _), .transition(let of, _, _, _, _, _),
      .personTimeRate(let of, _, _, _, _, _),
      .rate(_, let of):
      of
    case .estimate(let estimation): estimation.groups.populations[0]
    case .reported, .formula, .concentration: nil
    }
  }

  /// What each row of the population is measured by; nothing of a count, a rate or an estimate.
  package var figures: [Expression] {
    switch kind {
    case .totalSum(_, let figure, _), .mean(_, let figure, _), .quantile(_, let figure, _, _, _),
      .variance(_, let figure, _), .standardDeviation(_, let figure, _):
      [figure]
    case .meanChange(_, let before, let after): [before, after]
    case .transition(_, let start, let end, _, _, _): [.cell(start), .cell(end)]
    case .personTimeRate(_, let from, let until, let event, _, _): [from, until, event]
    case .persons, .totalRows, .rate, .reported, .formula, .concentration, .estimate: []
    }
  }
}
