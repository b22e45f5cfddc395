import Diagnostics
import Execution
import Quantities

extension Trace {
  /// The trace as canonical JSON.
  public var json: JSONValue {
    .object([
      .init("figures", .array(entries.map(\.json))),
      .init("suspended", .array(suspended.map(\.json))),
      .init("flows", .array(flows.map(\.json))),
    ])
  }

  /// Reads a trace back; nil if something is missing or of another kind.
  public init?(_ json: JSONValue) {
    guard let entries = json.list("figures", Entry.init),
      let flows = json.list("flows", Flow.init),
      let suspended = json.list(
        "suspended",
        { item -> Suspended? in
          guard let id = item["name"]?.string, let name = item.words("words"),
            let waitsFor = item.list("waitsFor", Text.init)
          else { return nil }
          return Suspended(
            id: id, name: name, waitsFor: waitsFor, stop: item["stop"].flatMap(Stop.init))
        })
    else { return nil }
    self.init(entries: entries, suspended: suspended, flows: flows)
  }
}

extension Trace.Suspended {
  /// The suspension as canonical JSON.
  public var json: JSONValue {
    .object([
      .init("name", .string(id)), .init("words", name.json),
      .init("waitsFor", .array(waitsFor.map(\.json))), .init("stop", stop?.json ?? .null),
    ])
  }
}

extension Trace.Stop {
  fileprivate var json: JSONValue {
    .object([
      .init("code", .string(code)), .init("headline", headline.json),
      .init("account", account?.json ?? .null),
      .init(
        "numbers",
        .array(
          numbers.map {
            .object([
              .init("label", $0.label.json), .init("kind", .string($0.kind)),
              .init("exact", .text($0.exact?.fraction)), .init("value", $0.value.json),
            ])
          })),
    ])
  }

  fileprivate init?(_ json: JSONValue) {
    guard let code = json["code"]?.string, let headline = json.words("headline"),
      let numbers = json.list(
        "numbers",
        { item -> Trace.Number? in
          guard let label = item.words("label"), let kind = item["kind"]?.string,
            let value = item.words("value")
          else { return nil }
          return Trace.Number(label: label, kind: kind, exact: item.exact("exact"), value: value)
        })
    else { return nil }
    self.init(
      code: code, headline: headline, account: json["account"].flatMap(EstimateAccount.init),
      numbers: numbers)
  }
}

extension Trace.Entry {
  /// The entry as canonical JSON.
  public var json: JSONValue {
    .object([
      .init("name", .string(id)), .init("words", name.json), .init("kind", .string(kind)),
      .init("exact", .string(exact.fraction)), .init("value", value.json),
      .init("clause", clause?.json ?? .null), .init("line", .count(line)),
      .init("text", .string(lineText)), .init("working", working?.json ?? .null),
      .init("row", row?.json ?? .null), .init("steps", .array(steps.map(\.json))),
      .init("roundings", .array(roundings.map(\.json))),
      .init("inputs", .array(inputs.map { .string($0) })), .init("source", source?.json ?? .null),
    ])
  }

  fileprivate init?(_ json: JSONValue) {
    guard let id = json["name"]?.string, let name = json.words("words"),
      let kind = json["kind"]?.string, let exact = json.exact("exact"),
      let value = json.words("value"), let line = json.int("line"),
      let lineText = json["text"]?.string, let steps = json.list("steps", Trace.Step.init),
      let roundings = json.list("roundings", Trace.Rounding.init),
      let inputs = json.list("inputs", \.string)
    else { return nil }
    self.init(
      id: id, name: name, kind: kind, exact: exact, value: value, clause: json.words("clause"),
      line: line, lineText: lineText, working: json.words("working"),
      row: json["row"].flatMap(Trace.Row.init), steps: steps, roundings: roundings, inputs: inputs,
      source: json["source"].flatMap(Trace.Source.init))
  }
}

extension Trace.Row {
  fileprivate var json: JSONValue {
    .object(
      [
        .init("number", .count(number)), .init("line", .count(line)),
        .init("text", .string(lineText)), .init("admits", admits.json),
        .init("linear", .bool(isLinear)),
      ] + (grade.map { [.init("grade", $0.json)] } ?? []))
  }

  fileprivate init?(_ json: JSONValue) {
    guard let number = json.int("number"), let line = json.int("line"),
      let text = json["text"]?.string, let admits = json.words("admits")
    else { return nil }
    self.init(
      number: number, line: line, lineText: text, admits: admits,
      isLinear: json["linear"] == .bool(true), grade: json.words("grade"))
  }
}

extension Trace.Step {
  fileprivate var json: JSONValue {
    .object([
      .init("words", words.json), .init("before", .string(before.fraction)),
      .init("after", .string(after.fraction)), .init("line", .count(line)),
      .init("text", .string(lineText)),
    ])
  }

  fileprivate init?(_ json: JSONValue) {
    guard let words = json.words("words"), let before = json.exact("before"),
      let after = json.exact("after"), let line = json.int("line"),
      let text = json["text"]?.string
    else { return nil }
    self.init(words: words, before: before, after: after, line: line, lineText: text)
  }
}

extension Trace.Rounding {
  fileprivate var json: JSONValue {
    .object([
      .init("rule", rule.json), .init("before", .string(before.fraction)),
      .init("after", .string(after.fraction)), .init("beforeWords", beforeText.json),
      .init("afterWords", afterText.json), .init("line", .count(line)),
      .init("effectOnDue", .text(effectOnDue?.fraction)),
      .init("effectWords", effectText?.json ?? .null),
    ])
  }

  fileprivate init?(_ json: JSONValue) {
    guard let rule = json.words("rule"), let before = json.exact("before"),
      let after = json.exact("after"), let beforeText = json.words("beforeWords"),
      let afterText = json.words("afterWords"), let line = json.int("line")
    else { return nil }
    self.init(
      rule: rule, before: before, after: after, beforeText: beforeText, afterText: afterText,
      line: line, effectOnDue: json.exact("effectOnDue"), effectText: json.words("effectWords"))
  }
}

extension Trace.Source {
  fileprivate var json: JSONValue {
    .object([
      .init("populations", .array(populations.map { .string($0) })),
      .init("missingExcluded", .count(missingExcluded)), .init("evidence", .text(evidence)),
      .init("account", account?.json ?? .null),
      .init(
        "products",
        .array(
          products.map {
            .object([
              .init("routine", .string($0.routine)), .init("rows", .count($0.rows)),
              .init("blocks", .count($0.blocks)), .init("limbs", .count($0.limbs)),
              .init("largest", .string($0.largest)), .init("bound", .string($0.bound)),
            ])
          })),
    ])
  }

  fileprivate init?(_ json: JSONValue) {
    guard let populations = json.list("populations", \.string),
      let missing = json.int("missingExcluded"),
      let products = json.list(
        "products",
        { item -> Trace.Product? in
          guard let routine = item["routine"]?.string, let rows = item.int("rows"),
            let blocks = item.int("blocks"), let limbs = item.int("limbs"),
            let largest = item["largest"]?.string, let bound = item["bound"]?.string
          else { return nil }
          return Trace.Product(
            routine: routine, rows: rows, blocks: blocks, limbs: limbs, largest: largest,
            bound: bound)
        })
    else { return nil }
    self.init(
      populations: populations, missingExcluded: missing, evidence: json["evidence"]?.string,
      account: json["account"].flatMap(EstimateAccount.init), products: products)
  }
}

extension EstimateAccount {
  /// The account in one language.
  func json(in tongue: Tongue) -> JSONValue { json(statement: .string(statement[tongue])) }

  fileprivate var json: JSONValue { json(statement: statement.json) }

  private func json(statement: JSONValue) -> JSONValue {
    .object([
      .init("statement", statement),
      .init(
        "groups",
        .array(
          groups.map {
            .object([
              .init("population", .string($0.population)), .init("entered", .count($0.entered)),
              .init("analysed", .count($0.analysed)),
              .init("kept", $0.kept.map { .count($0) } ?? .null),
            ])
          })),
      .init(
        "balance",
        .array(
          balance.map {
            .object([
              .init("name", .string($0.name)),
              .init("treatedMean", .string($0.treatedMean.fraction)),
              .init("comparedMean", .string($0.comparedMean.fraction)),
              .init("differenceBefore", .text($0.differenceBefore?.fraction)),
              .init("differenceAfter", .text($0.differenceAfter?.fraction)),
            ])
          })),
    ])
  }

  fileprivate init?(_ json: JSONValue) {
    guard let statement = json.words("statement"),
      let groups = json.list(
        "groups",
        { item -> Group? in
          guard let population = item["population"]?.string, let entered = item.int("entered"),
            let analysed = item.int("analysed")
          else { return nil }
          return Group(
            population: population, entered: entered, analysed: analysed, kept: item.int("kept"))
        }),
      let balance = json.list(
        "balance",
        { item -> Balance? in
          guard let name = item["name"]?.string, let treated = item.exact("treatedMean"),
            let compared = item.exact("comparedMean")
          else { return nil }
          return Balance(
            name: name, treatedMean: treated, comparedMean: compared,
            differenceBefore: item.exact("differenceBefore"),
            differenceAfter: item.exact("differenceAfter"))
        })
    else { return nil }
    self.init(statement: statement, groups: groups, balance: balance)
  }
}

extension Trace.Flow {
  fileprivate var json: JSONValue {
    .object([
      .init("population", .string(population)), .init("clause", clause?.json ?? .null),
      .init("table", .string(table)), .init("rows", .count(rows)), .init("base", .text(base)),
      .init(
        "steps",
        .array(
          steps.map {
            .object([
              .init("reason", .string($0.reason)), .init("line", .count($0.line)),
              .init("entered", .count($0.entered)), .init("excluded", .count($0.excluded)),
              .init("missing", .count($0.missing)), .init("remaining", .count($0.remaining)),
            ])
          })),
      .init("remaining", .count(remaining)),
      .init("persons", persons.map { .count($0) } ?? .null),
    ])
  }

  fileprivate init?(_ json: JSONValue) {
    guard let population = json["population"]?.string, let table = json["table"]?.string,
      let rows = json.int("rows"), let remaining = json.int("remaining"),
      let steps = json.list(
        "steps",
        { item -> Trace.FlowStep? in
          guard let reason = item["reason"]?.string, let line = item.int("line"),
            let entered = item.int("entered"), let excluded = item.int("excluded"),
            let missing = item.int("missing"), let remaining = item.int("remaining")
          else { return nil }
          return Trace.FlowStep(
            reason: reason, line: line, entered: entered, excluded: excluded, missing: missing,
            remaining: remaining)
        })
    else { return nil }
    self.init(
      population: population, clause: json.words("clause"), table: table, rows: rows,
      base: json["base"]?.string, steps: steps, remaining: remaining,
      persons: json.int("persons"))
  }
}

extension Text {
  fileprivate var json: JSONValue {
    .object([.init("en", .string(en)), .init("ja", .string(ja))])
  }

  fileprivate init?(_ json: JSONValue) {
    guard let en = json["en"]?.string, let ja = json["ja"]?.string else { return nil }
    self.init(en: en, ja: ja)
  }
}

extension JSONValue {
  fileprivate func words(_ name: String) -> Text? { self[name].flatMap { Text($0) } }

  fileprivate func exact(_ name: String) -> Exact? {
    self[name]?.string.flatMap { Exact(fraction: $0) }
  }

  fileprivate func int(_ name: String) -> Int? { self[name]?.integer.map { Int($0) } }

  /// A list, if every element can be read.
  fileprivate func list<Element>(_ name: String, _ read: (JSONValue) -> Element?) -> [Element]? {
    guard case .array(let items)? = self[name] else { return nil }
    let found = items.compactMap(read)
    return found.count == items.count ? found : nil
  }
}
