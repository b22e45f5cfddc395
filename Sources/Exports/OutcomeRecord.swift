import Diagnostics
import Quantities
import Settlement

/// A settlement as a project of the INDIGO data standard for impact bonds, 4.1.0 (`project.json`): what is
/// measured, how it is priced, what was reached in the period, and what is paid for it.
///
/// Only what the record holds is written; what the standard asks for besides (investors, sectors, identifiers
/// of organisations) is left out, not guessed. Everything is marked private: small counts must be suppressed
/// before it is published.
public struct OutcomeRecord {
  private let result: RecordedResult
  private let tongue: Tongue

  public init(_ result: RecordedResult) {
    self.result = result
    tongue = result.tongue
  }

  /// The project.
  public var json: JSONValue {
    .object([
      .init("status", .string("PRIVATE")), .init("name", value(result.title)),
      .init("notes", value(notes)), .init("overall_project_finance", finance),
      .init("sources", .array([source])), .init("outcome_metrics", .array(metrics)),
      .init("outcome_pricings", .array(pricings)), .init("results", .array(results)),
      .init("outcome_payments", .array(payments)),
    ])
  }

  // MARK: - The project

  private var notes: String {
    let example =
      result.document["contract"]?["illustrative"] == .bool(true)
      ? tongue("An example that binds nobody. ", "例示であり、何人も拘束しません。") : ""
    return example
      + tongue(
        "From the record of a settlement (pfs \(result.text("engine", "version"))), by the INDIGO data "
          + "standard 4.1.0. Suppress small counts before publication.",
        "精算の記録による(pfs \(result.text("engine", "version"))、INDIGOデータ標準4.1.0)。"
          + "公表の前に、少ない人数を秘匿してください。")
  }

  private var finance: JSONValue {
    let limit = result.document["limits"]?["term"]
    guard let amount = limit?["amount"]?.string.flatMap(Exact.init(decimal:)) else {
      return .object([])
    }
    let includesTax = limit?["includesTax"] == .bool(true)
    return .object([
      .init(
        "maximum_potential_outcome_payment_v2",
        .object([
          .init("currency", value(currency)),
          .init("amount", .object([.init("value", .decimal(amount))])),
        ])),
      .init(
        "notes",
        .string(
          includesTax
            ? tongue("limit of the term, with tax", "契約期間の上限(税込)")
            : tongue("limit of the term, without tax", "契約期間の上限(税抜)"))),
    ])
  }

  private static let sourceID = "settlement"

  private var source: JSONValue {
    .object([
      .init("id", .string(Self.sourceID)), .init("name", value(result.client)),
      .init("type", value(tongue("record of a settlement", "精算の記録"))),
      .init(
        "notes",
        .string(
          "manifest sha256 \(result.manifestSHA256), contract sha256 "
            + result.text("contract", "sha256"))),
    ])
  }

  // MARK: - Metrics and prices

  private var metrics: [JSONValue] {
    result.indicators.map { indicator in
      let entry = indicator.whole ?? indicator.parts.first?.entry
      let populations = entry?.source?.populations ?? []
      var members = [
        JSONValue.Member("id", .string(indicator.name)),
        .init("definition", value(definition(indicator, entry))),
      ]
      if !populations.isEmpty {
        members.append(
          .init(
            "target_population", value(populations.joined(separator: tongue(", ", "、")))))
      }
      if let evidence = entry?.source?.evidence {
        members.append(.init("data_source_for_outcome_validation", value(evidence)))
      }
      return .object(members + [.init("source_ids", .string(Self.sourceID))])
    }
  }

  private func definition(_ indicator: RecordedIndicator, _ entry: Trace.Entry?) -> String {
    let clause = entry?.clause.map { tongue(" per \($0.en)", "(\($0.ja))") } ?? ""
    return indicator.words(in: tongue) + clause
  }

  /// The payments of the contract, in its order; those by key are parts of theirs.
  private var due: [Trace.Entry] {
    result.trace.entries.filter {
      $0.kind == FigureKind.payment && RecordedResult.split($0.id).key == nil
    }
  }

  private var pricings: [JSONValue] {
    due.map { payment in
      var members = link(payment)
      members.append(.init("currency", value(currency)))
      let lines = lines(of: payment)
      members.append(
        .init(
          "price_description",
          value(
            payment.name[tongue]
              + (payment.clause.map { tongue(" per \($0.en)", "(\($0.ja))") } ?? "")
              + (lines.isEmpty ? "" : ": " + lines.joined(separator: "; ")))))
      return .object(members + [.init("source_ids", .string(Self.sourceID))])
    }
  }

  /// The contract's own lines; those of a payment by key stand with its parts.
  private func lines(of payment: Trace.Entry) -> [String] {
    let own = payment.steps.map(\.lineText).filter { !$0.isEmpty }
    if !own.isEmpty { return own }
    let part = payment.inputs.compactMap(result.trace.entry).first { $0.kind == FigureKind.payment }
    return part.map { $0.steps.map(\.lineText).filter { !$0.isEmpty } } ?? []
  }

  /// The metric that a payment is for: the standard has room for one. Where there are several, they are in
  /// the notes.
  private func link(_ payment: Trace.Entry) -> [JSONValue.Member] {
    let names = metrics(behind: payment)
    return names.count == 1 ? [.init("outcome_metric_id", value(names[0]))] : []
  }

  /// The indicators that a figure was made from.
  private func metrics(behind entry: Trace.Entry) -> [String] {
    var (found, open, seen): ([String], [Trace.Entry], Set<String>) = ([], [entry], [entry.id])
    while let next = open.popLast() {
      if next.source != nil {
        let name = RecordedResult.split(next.id).name
        if !found.contains(where: { $0.utf8.elementsEqual(name.utf8) }) { found.append(name) }
        continue
      }
      for input in next.inputs where seen.insert(input).inserted {
        if let entry = result.trace.entry(input) { open.append(entry) }
      }
    }
    return result.indicators.map(\.name).filter { name in
      found.contains { $0.utf8.elementsEqual(name.utf8) }
    }
  }

  // MARK: - Results and payments

  private var results: [JSONValue] {
    result.indicators.flatMap { indicator in
      indicator.figures.map { key, entry in
        func count(_ labels: String...) -> Int64? {
          labels.lazy.compactMap { label -> Int64? in
            guard isOfPersons(label, indicator.name, key) else { return nil }
            return result.count(label, beside: indicator.name, key: key)
          }.first
        }
        var members: [JSONValue.Member] = [
          .init("outcome_metric_id", value(indicator.name)),
          .init("result_level", value("Outcome level")),
          .init("result_type", value(result.isFinal ? "Final" : "Interim")),
          .init("period", period), .init("outcomes_achieved", value(entry.value[tongue])),
        ]
        if let engaged = count("n", "denominator") {
          members.append(
            .init("number_engaged_in_impact_bond", .object([.init("value", .integer(engaged))])))
        }
        if let positive = count("numerator") {
          members.append(
            .init(
              "number_with_positive_social_outcomes", .object([.init("value", .integer(positive))]))
          )
        }
        if let key { members.append(.init("notes", .string(key))) }
        return .object(members + [.init("source_ids", .string(Self.sourceID))])
      }
    }
  }

  private func isOfPersons(_ label: String, _ name: String, _ key: String?) -> Bool {
    let id = "\(name).\(label)" + (key.map { "[\($0)]" } ?? "")
    return result.trace.entry(id).flatMap(result.decimal(of:))?.unit == Unit.person.id
  }

  /// Each payment without tax, then what limits and other lines of the settlement change, then the tax: together
  /// what is payable. Whether it has been paid the record does not know.
  private var payments: [JSONValue] {
    var rows = due.map { payment in
      let names = metrics(behind: payment)
      let behind =
        names.count > 1
        ? tongue("; by ", "。指標 ") + names.joined(separator: tongue(", ", "、")) : ""
      return row(payment.exact, link(payment), payment.name[tongue] + behind)
    }
    let sum = due.reduce(Exact.zero) { $0 + $1.exact }
    if let total = result.trace.entry(FigureKind.total) {
      let rest = total.exact - sum
      if rest != .zero {
        rows.append(
          row(rest, [], tongue("limits and other lines of the settlement", "上限などの精算の定め")))
      }
    }
    if let tax = result.trace.entry(FigureKind.tax) {
      rows.append(row(tax.exact, [], tongue("consumption tax", "消費税及び地方消費税")))
    }
    return rows
  }

  private func row(
    _ amount: Exact, _ link: [JSONValue.Member], _ notes: String
  ) -> JSONValue {
    .object(
      link + [
        .init("period", period), .init("type", value("Planned")),
        .init(
          "money",
          .object([
            .init("currency", value(currency)),
            .init("amount", .object([.init("value", .decimal(amount))])),
          ])),
        .init(
          "notes",
          .string(
            notes
              + tongue(
                "; payer \(result.client), recipient \(result.provider)",
                "。支払者 \(result.client)、支払先 \(result.provider)"))),
        .init("source_ids", .string(Self.sourceID)),
      ])
  }

  // MARK: - Words

  private var period: JSONValue {
    .object([
      .init("start_date", value(result.text("period", "from"))),
      .init("end_date", value(result.text("period", "to"))),
    ])
  }

  private var currency: String {
    UnitTable.standard.currencyCode(of: Unit(result.text("currency")))
  }

  private func value(_ text: String) -> JSONValue { .object([.init("value", .string(text))]) }
}
