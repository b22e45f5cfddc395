import Analysis
import Contract
import Diagnostics
import Execution
import Quantities
import Reports
import Settlement

extension SensitivityRun: TabularAnalysis {
  /// For people.
  public func text(_ tongue: Tongue) -> String {
    TerminalReport(tongue: tongue).sensitivity(
      sensitivity, assuming: assumptions, place: line(ofUnit:), pseudonyms: pseudonyms(of:))
  }

  /// As canonical JSON on one line.
  public var json: String {
    var members = AnalysisJSON.head(sensitivity.contract, sensitivity.period)
    members += AnalysisJSON.page("sensitivity", sensitivity.contract)
    members += [
      .init("assumptions", .array(assumptions.map { .string($0) })),
      .init("draws", AnalysisJSON.draws(sensitivity.draws, sensitivity.contract)),
      .init("due", .text(sensitivity.base.due?.value.fraction)),
      .init("bars", .array(sensitivity.bars.map(bar))),
      .init("boundaries", .array(sensitivity.boundaries.map(boundary))),
      .init("fragility", .array(sensitivity.fragility.map(turn))),
      .init(
        "influence",
        .object([
          .init("participants", .count(sensitivity.influence.participants)),
          .init("changing", .count(sensitivity.influence.count)),
          .init("withoutPayment", .count(sensitivity.influence.withoutPayment)),
          .init(
            "groups",
            .array(sensitivity.influence.groups.filter { $0.change != 0 }.map(group))),
        ])),
    ]
    return AnalysisJSON.line(members)
  }

  private func bar(_ bar: Sensitivity.Bar) -> JSONValue {
    func end(_ end: Sensitivity.Bar.End) -> JSONValue {
      .object([
        .init("value", .string(end.value.fraction)), .init("due", .text(end.due?.fraction)),
      ])
    }
    let name: [JSONValue.Member] =
      switch bar.name {
      case .figure(let id):
        [.init("figure", .string(id.description))] + AnalysisJSON.names(id, sensitivity.contract)
      case .assumption(let text): [.init("assumption", .string(text))]
      }
    return .object(
      name + [
        .init("low", end(bar.low)), .init("high", end(bar.high)),
        .init("swing", .string(bar.swing.fraction)),
      ])
  }

  private func boundary(_ item: Sensitivity.Boundary) -> JSONValue {
    func neighbour(_ neighbour: Sensitivity.Boundary.Neighbour?) -> JSONValue {
      guard let neighbour else { return .null }
      return .object([
        .init("bound", .string(neighbour.bound.fraction)),
        .init("participants", neighbour.participants.map { .count($0) } ?? .null),
        .init("value", .text(neighbour.value?.fraction)),
        .init("due", .text(neighbour.due?.fraction)),
        .init(
          "pseudonyms",
          pseudonyms(of: neighbour.units).map { .array($0.map { .string($0) }) } ?? .null),
      ])
    }
    return .object([
      .init("achievement", .string(item.achievement.description)),
      .init(
        "names", AnalysisJSON.both { sensitivity.contract.name(of: item.achievement, in: $0) }),
      .init("decimals", .count(sensitivity.contract.decimals(of: item.figure))),
      .init("figure", .string(item.figure.description)),
      .init("value", .string(item.value.fraction)), .init("row", .count(item.row)),
      .init("below", neighbour(item.below)), .init("above", neighbour(item.above)),
      .init("elsewhere", .string(item.elsewhere.fraction)),
    ])
  }

  private func turn(_ item: Fragility) -> JSONValue {
    let contract = sensitivity.contract
    let event: [JSONValue.Member] =
      switch item.event {
      case .amount: [.init("changes", .string(FigureID.due.description))]
      case .line(let id, _, let acts):
        [.init("changes", .string(id.description)), .init("acts", .bool(acts))]
      }
    return .object(
      [.init("figure", .string(item.figure.description))]
        + AnalysisJSON.names(item.figure, contract) + event + [
          .init(
            "words",
            AnalysisJSON.both { TerminalReport(tongue: $0).words(item.event, contract) }),
          .init("upwards", .bool(item.isUpwards)),
          .init("participants", .count(item.participants)),
          .init("value", .string(item.value.fraction)), .init("due", .text(item.due?.fraction)),
          .init(
            "pseudonyms",
            pseudonyms(of: item.units).map { .array($0.map { .string($0) }) } ?? .null),
        ])
  }

  /// Alike participants: how many, and the line of the first.
  private func group(_ group: Sensitivity.Influence.Group) -> JSONValue {
    let place = group.units.first.flatMap(line(ofUnit:))
    return .object([
      .init("participants", .count(group.units.count)),
      .init("file", .text(place?.file)), .init("line", place.map { .count($0.line) } ?? .null),
      .init("change", .text(group.change?.fraction)),
      .init(
        "payments",
        .array(
          group.payments.map {
            .object([
              .init("name", .string($0.id.description)),
              .init("change", .string($0.change.fraction)),
            ])
          })),
    ])
  }

  /// The bars, one line each.
  public var csv: String {
    var rows = [["parameter", "low", "high", "due at low", "due at high", "swing"]]
    for bar in sensitivity.bars {
      let name =
        switch bar.name {
        case .figure(let id): id.description
        case .assumption(let text): text
        }
      rows.append([
        CSVText.field(name), CSVText.number(bar.low.value), CSVText.number(bar.high.value),
        bar.low.due.map(CSVText.number) ?? "", bar.high.due.map(CSVText.number) ?? "",
        CSVText.number(bar.swing),
      ])
    }
    return CSVText.table(rows)
  }
}
