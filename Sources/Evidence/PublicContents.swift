import Contract
import Diagnostics
import Disclosure
import Execution
import Language
import Quantities
import Reports
import Settlement

/// What a public edition holds: the contract, the figures that may be published, and the page to read.
///
/// No records, no row numbers, no ids, no flows by reason, no derivations: nothing that leads to a person.
public enum PublicContents {
  /// Composes the files.
  ///
  /// - Parameters:
  ///   - text: the contract as the bundle has it.
  ///   - of: SHA-256 of the manifest of that bundle.
  public static func files(
    _ settlement: Settlement, _ numbers: PublishedNumbers, text: BundleText, of: String,
    engine: Engine = .current
  ) -> (files: [BundleFile], description: [(label: String, value: String)]) {
    let sha256 = Digest.sha256(text.contract)
    let page = PublicStatement(
      settlement: settlement, numbers: numbers, contractSHA256: sha256,
      usedSHA256: settlement.contract.used.map { Digest.sha256($0.source.utf8) }, of: of,
      engine: engine)
    var files = [BundleFile(text.contractName, .bytes(text.contract))]
    if let vocabulary = text.vocabulary {
      files.append(BundleFile(BundlePath.vocabulary, .bytes(vocabulary)))
    }
    for name in text.scales.keys.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) {
      files.append(BundleFile(BundlePath.scales + name, .bytes(text.scales[name] ?? [])))
    }
    let document = json(settlement, numbers, contractSHA256: sha256, of: of, engine)
    files += [
      BundleFile(BundlePath.publicFigures, .bytes(document.canonicalBytes)),
      BundleFile(BundlePath.statement, .bytes(Array(page.html.utf8))),
    ]
    let (name, period) = (settlement.contract.declaration.name, settlement.period.name)
    let edition = RunArguments.Edition(form: .public, of: of)
    return (
      files,
      [
        ("External-Description", "Settlement of \(name), \(period), for the public"),
        ("External-Identifier", "\(name)/\(period)"), ("Contract-SHA256", sha256),
        ("Bag-Software-Agent", "pfs \(engine.version), semantics \(engine.semantics)"),
        ("Edition", edition.description),
      ]
    )
  }

  /// The shape of `Documentation/public.schema.json`.
  static func json(
    _ settlement: Settlement, _ numbers: PublishedNumbers, contractSHA256: String, of: String,
    _ engine: Engine
  ) -> JSONValue {
    let contract = settlement.contract
    return .object([
      .init(
        "contract",
        .object([
          .init("name", .string(contract.declaration.name)),
          .init("otherName", .text(contract.declaration.otherName)),
          .init("title", .text(contract.declaration.title)),
          .init("sha256", .string(contractSHA256)),
          .init("language", .string(contract.tongue.rawValue)),
          .init("illustrative", .bool(contract.isIllustrative)),
        ])),
      .init("period", .string(settlement.period.name)),
      .init("from", .string(settlement.period.days.start.description)),
      .init("to", .string(settlement.period.days.lastDay.description)),
      .init("currency", .string(contract.currency.description)),
      .init("status", .string(settlement.isSuspended ? "suspended" : "settled")),
      .init(
        "figures",
        .array(settlement.figures.filter(numbers.isCovered).map { figure($0, numbers, contract) })),
      .init("suspended", .array(settlement.suspended.map { .string($0.id.description) })),
      .init("populations", .array(settlement.flows.map { population($0, numbers, contract) })),
      .init(
        "withheld",
        .object([
          .init("below", .count(numbers.rule.threshold)),
          .init("possibleValues", .count(numbers.rule.width)),
        ])),
      .init("editionOf", .string(of)),
      .init(
        "engine",
        .object([
          .init("version", .string(engine.version)),
          .init("semantics", .count(engine.semantics)),
        ])),
    ])
  }

  private static func figure(
    _ figure: Figure, _ numbers: PublishedNumbers, _ contract: Contract
  ) -> JSONValue {
    .object([
      .init("name", .string(figure.id.description)), .init("kind", .string(figure.kind)),
      .init("value", .text(numbers.isWithheld(figure) ? nil : figure.value.decimalText)),
      .init("unit", .string(figure.unit.description)),
      .init("clause", .text(figure.clause?.text(in: contract.tongue))),
    ])
  }

  private static func population(
    _ flow: Flow, _ numbers: PublishedNumbers, _ contract: Contract
  ) -> JSONValue {
    func count(_ number: Int, persons: Bool) -> JSONValue {
      numbers.isWithheld(flow, persons: persons) ? .null : .count(number)
    }
    var members: [JSONValue.Member] = [
      .init("population", .string(flow.population)),
      .init("clause", .text(flow.clause?.text(in: contract.tongue))),
      .init("table", .string(flow.table)), .init("rows", count(flow.remaining, persons: false)),
    ]
    if let persons = flow.persons {
      members.append(.init("persons", count(persons, persons: true)))
    }
    return .object(members)
  }
}

extension Bundle {
  /// Whether it is an edition for the public, from which nothing can be recomputed.
  public var isPublic: Bool {
    manifest.lists(BundlePath.publicFigures) && !manifest.lists(BundlePath.settlement)
  }

  /// The figures of a public edition.
  public func publicFigures() throws(BundleError) -> JSONValue {
    try json(BundlePath.publicFigures)
  }
}
