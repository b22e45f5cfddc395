import Contract
import Diagnostics
import Quantities
import Settlement

/// What is proved about a contract, as JSON.
public enum ProofDocument {
  /// What a contract can pay and how its payments move.
  public static func json(_ proof: ContractProof, path: String) -> JSONValue {
    .object([
      .init("file", .string(path)),
      .init(
        "proof",
        .object([
          .init("years", .array(proof.years.map(year))),
          .init("term", reach(proof.term)),
          .init("beforeTermCap", proof.beforeTermCap.map(interval) ?? .null),
        ])),
    ])
  }

  private static func year(_ year: YearProof) -> JSONValue {
    let contract = year.contract
    func name(_ reference: FigureReference) -> JSONValue {
      .string(contract.declaration(of: reference).name)
    }
    func line(_ span: Span) -> JSONValue {
      .count(contract.source.position(span.start).line)
    }
    func step(_ step: PathStep) -> JSONValue {
      switch step {
      case .figure(let reference, let part):
        .object([.init("figure", name(reference)), .init("values", interval(part))])
      case .value(let reference, let value):
        .object([.init("figure", name(reference)), .init("value", .string(value.fraction))])
      case .limit(let isCap, let limit, let span):
        .object([
          .init(isCap ? "cap" : "floor", .string(limit.fraction)), .init("line", line(span)),
        ])
      }
    }
    func movement(_ movement: IndicatorMovement) -> JSONValue {
      .object([
        .init("indicator", name(movement.indicator)),
        .init("kind", .string(movement.kind.rawValue)),
        .init(
          "turns",
          .array(
            movement.turns.map { loss in
              .object([
                .init("figure", name(loss.turn.figure)),
                .init("from", .string(loss.turn.before.value.fraction)),
                .init("fromSide", .string(loss.turn.before.side.rawValue)),
                .init("to", .string(loss.turn.after.value.fraction)),
                .init("toSide", .string(loss.turn.after.side.rawValue)),
                .init("lines", .array(loss.turn.spans.map(line))),
                .init("mostBefore", .string(loss.before.fraction)),
                .init("mostAfter", .string(loss.after.fraction)),
              ])
            })),
      ])
    }
    return .object([
      .init("period", .string(year.period.name)),
      .init(
        "payments",
        .array(
          year.payments.map { payment in
            .object([
              .init("name", name(.payment(payment.payment))),
              .init("isDue", .bool(payment.isDue)),
              .init("amount", reach(payment.reach)),
              .init("path", .array(payment.path.map(step))),
              .init("unbounded", .array(payment.unbounded.map(name))),
              .init("movements", .array(payment.movements.map(movement))),
            ])
          })),
      .init("total", interval(year.total)),
      .init("payable", reach(year.payable)),
      .init("eachPayee", year.eachPayee.map(interval) ?? .null),
      .init("unused", .array(year.unusedIndicators.map(name))),
    ])
  }

  private static func reach(_ reach: Reach) -> JSONValue {
    guard case .object(let members) = interval(reach.interval) else { return .null }
    return .object(
      members + [
        .init("reachesLeast", .bool(reach.reachesLeast)),
        .init("reachesMost", .bool(reach.reachesMost)),
      ])
  }

  private static func interval(_ interval: Interval) -> JSONValue {
    .object([
      .init("least", .text(interval.lower?.fraction)),
      .init("includesLeast", .bool(interval.includesLower)),
      .init("most", .text(interval.upper?.fraction)),
      .init("includesMost", .bool(interval.includesUpper)),
    ])
  }

  // MARK: - Coverage

  /// Every place that decides money, and by what it was exercised.
  public static func json(_ coverage: Coverage, of contract: Contract, path: String) -> JSONValue {
    .object([
      .init("file", .string(path)),
      .init(
        "coverage",
        .object([
          .init("exercised", .count(coverage.exercised)),
          .init("of", .count(coverage.points.count)),
          .init(
            "points",
            .array(
              coverage.points.map { point in
                .object([
                  .init("kind", .string(point.kind.rawValue)),
                  .init("block", .string(point.block)),
                  .init("number", .count(point.number)),
                  .init("line", .count(contract.source.position(point.span.start).line)),
                  .init("start", .count(point.span.start)),
                  .init("end", .count(point.span.end)),
                  .init("text", .string(point.text)),
                  .init("exercisedBy", .array(point.exercisedBy.map { .string($0) })),
                ])
              })),
        ])),
    ])
  }
}
