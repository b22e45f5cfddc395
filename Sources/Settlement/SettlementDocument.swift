import Contract
import Diagnostics
import Execution
import Language
import Quantities
import Records

/// A settlement as JSON, the shape of `Documentation/settlement.schema.json`.
public enum SettlementDocument {
  /// The document of a settlement.
  ///
  /// - Parameters:
  ///   - contractSHA256: of the contract's bytes as given, lower-case hexadecimal.
  ///   - usedSHA256: of the texts that the contract takes scales from, in their order.
  ///   - inputs: the files that were read, in order.
  public static func json(
    _ settlement: Settlement, contractSHA256: String, usedSHA256: [String] = [],
    inputs: [InputFile], engine: Engine = .current
  ) -> JSONValue {
    let contract = settlement.contract
    var header: [JSONValue.Member] = [
      .init("name", .string(contract.declaration.name)),
      .init("otherName", .text(contract.declaration.otherName)),
      .init("title", .text(contract.declaration.title)),
      .init("sha256", .string(contractSHA256)),
      .init("language", .string(contract.tongue.rawValue)),
      .init("illustrative", .bool(contract.isIllustrative)),
      .init("amendments", .array(contract.amendments.map { .count($0) })),
    ]
    if !contract.used.isEmpty {
      header.append(.init("scales", .array(zip(contract.used, usedSHA256).map(used))))
    }
    return .object([
      .init("contract", .object(header)),
      .init("period", period(settlement.period)),
      .init("currency", .string(contract.currency.description)),
      .init("status", .string(settlement.isSuspended ? "suspended" : "settled")),
      .init("figures", .array(settlement.figures.map { figure($0, contract) })),
      .init("payments", .array(contract.payments.indices.map { payment($0, settlement) })),
      .init("due", .text(settlement.due?.value.decimalText)),
      .init(
        "limits",
        .object([
          .init("year", limit(contract.settlement.yearCap)),
          .init("term", limit(contract.settlement.termCap)),
        ])),
      .init("suspended", .array(settlement.suspended.map(suspension))),
      .init("stops", .array(stops(of: settlement))),
      .init("flows", .array(settlement.flows.map { flow($0, contract.tongue) })),
      .init("inputs", .array(inputs.map(input))),
      .init("interim", .text(settlement.interim?.decimalText)),
      .init("priors", .array(settlement.priors.map(prior))),
      .init(
        "engine",
        .object([
          .init("version", .string(engine.version)),
          .init("semantics", .count(engine.semantics)),
        ])),
    ])
  }

  private static func period(_ period: SettlementPeriod) -> JSONValue {
    .object([
      .init("name", .string(period.name)),
      .init("from", .string(period.days.start.description)),
      .init("to", .string(period.days.lastDay.description)),
    ])
  }

  private static func used(_ text: UsedText, _ sha256: String) -> JSONValue {
    .object([
      .init("path", .string(text.path)), .init("version", .count(text.version)),
      .init("sha256", .string(sha256)),
    ])
  }

  private static func figure(_ figure: Figure, _ contract: Contract) -> JSONValue {
    var members: [JSONValue.Member] = [
      .init("name", .string(figure.id.description)),
      .init("kind", .string(figure.kind)),
      .init("value", .string(figure.value.decimalText)),
      .init("exact", figure.isExact ? .string(figure.value.fraction) : .null),
      .init("unit", .string(figure.unit.description)),
      .init("clause", .text(figure.clause?.text(in: contract.tongue))),
    ]
    if let grade = contract.grade(of: figure) {
      members.append(.init("grade", .string(grade[contract.tongue])))
    }
    return .object(members)
  }

  private static func payment(_ index: Int, _ settlement: Settlement) -> JSONValue {
    let id = settlement.payments[index]
    let declaration = settlement.contract.payments[index].declaration
    let figure = settlement[id]
    return .object([
      .init("name", .string(id.description)),
      .init("title", .text(declaration.title)),
      .init("status", .string(figure == nil ? "suspended" : "settled")),
      .init("value", .text(figure?.value.decimalText)),
      .init("clause", .text(declaration.clause?.text(in: settlement.contract.tongue))),
    ])
  }

  private static func limit(_ cap: SettlementRule.Cap?) -> JSONValue {
    cap.map {
      .object([
        .init("amount", .string($0.amount.decimalText)),
        .init("includesTax", .bool($0.includesTax)),
      ])
    } ?? .null
  }

  private static func suspension(_ suspension: Suspension) -> JSONValue {
    .object([
      .init("name", .string(suspension.id.description)),
      .init("waitsFor", .array(suspension.waitsFor.map { .string($0.description) })),
    ])
  }

  private static func stops(of settlement: Settlement) -> [JSONValue] {
    let measured = settlement.stopped
    let others = settlement.stops.dropFirst(measured.count)
    return measured.map { stop($0.stop, of: $0, in: settlement.contract) }
      + others.map { stop($0, of: nil, in: settlement.contract) }
  }

  private static func stop(
    _ diagnostic: Diagnostic, of figure: StoppedFigure?, in contract: Contract
  ) -> JSONValue {
    .object([
      .init("code", .string(diagnostic.code)),
      .init("headline", .string(diagnostic.headline[contract.tongue])),
      .init("figure", .text(figure?.id.description)),
      .init("account", figure?.account?.json(in: contract.tongue) ?? .null),
      .init(
        "numbers",
        .array(
          (figure.map(contract.numbers(beside:)) ?? []).map { Self.figure($0, contract) })),
    ])
  }

  static func flow(_ flow: Flow, _ tongue: Tongue) -> JSONValue {
    .object([
      .init("population", .string(flow.population)),
      .init("clause", .text(flow.clause?.text(in: tongue))),
      .init("table", .string(flow.table)),
      .init("rows", .count(flow.rows)),
      .init("base", .text(flow.base)),
      .init(
        "steps",
        .array(
          flow.steps.map { step in
            .object([
              .init("reason", .string(step.reason)),
              .init("entered", .count(step.entered)),
              .init("excluded", .count(step.excluded)),
              .init("missing", .count(step.missing)),
              .init("remaining", .count(step.remaining)),
            ])
          })),
      .init("remaining", .count(flow.remaining)),
      .init("persons", flow.persons.map { .count($0) } ?? .null),
    ])
  }

  /// An input file, as it stands in the document and in the inventory.
  public static func input(_ file: InputFile) -> JSONValue {
    .object([
      .init("name", .string(file.name)),
      .init("bytes", .count(file.bytes)),
      .init("rows", .count(file.rows)),
      .init("encoding", .string(file.encoding.rawValue)),
      .init("sha256", .string(file.sha256)),
    ])
  }

  private static func prior(_ prior: PriorSettlement) -> JSONValue {
    .object([
      .init("period", .string(prior.period)),
      .init("total", .string(prior.total.decimalText)),
      .init("payable", .string(prior.payable.decimalText)),
      .init("manifest", .text(prior.manifestSHA256)),
    ])
  }
}
