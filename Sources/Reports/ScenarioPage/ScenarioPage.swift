import Contract
import Diagnostics
import Execution
import Plots
import Proofs
import Quantities
import Settlement

/// The page on which an analyst moves thresholds, limits, prices and figures, and sees what would be paid.
///
/// It works as a plain form; its script only asks for the same result without a click. It settles nothing.
public struct ScenarioPage: Sendable {
  /// What follows from the assumptions of the form.
  public enum Outcome: Sendable {
    /// None are made.
    case settled(Settlement)
    case scenario(Settlement, base: Settlement?, changes: [FigureChange])
    case refused([Diagnostic], base: Settlement?)
  }

  /// How sure the payment is.
  public enum Simulated: Sendable {
    case drawn(AnalysisReport)
    /// A figure cannot be drawn again.
    case refused([Diagnostic])
  }

  let contract: Contract
  let period: SettlementPeriod
  let fields: [ScenarioField]
  let form: ScenarioForm
  let outcome: Outcome
  let simulated: Simulated?
  let tongue: Tongue

  /// Prepares the page.
  ///
  /// - Parameters:
  ///   - contract: as in force in the period.
  ///   - simulated: nil where there is no scenario.
  public init(
    contract: Contract, period: SettlementPeriod, fields: [ScenarioField], form: ScenarioForm,
    outcome: Outcome, simulated: Simulated?, tongue: Tongue
  ) {
    self.contract = contract
    self.period = period
    self.fields = fields
    self.form = form
    self.outcome = outcome
    self.simulated = simulated
    self.tongue = tongue
  }

  /// The whole page, UTF-8.
  public var html: String {
    let title = tongue("Scenario", "試算")
    let name = contract.declaration.title ?? contract.declaration.name
    return HTMLPage(
      tongue: tongue, title: title + " " + contract.declaration.name,
      sheets: [
        (StatementStyle.sheet, StatementStyle.digest), (ReportStyle.sheet, ReportStyle.digest),
        (ScenarioPageStyle.sheet, ScenarioPageStyle.digest),
      ],
      sections: [
        .tag(
          "header", [],
          .tag("h1", [], .text(title)), .tag("p", class: "subject", "\(name), \(period.name)"),
          .tag(
            "p", class: "note",
            tongue(
              "Estimates under assumptions; nothing here is settled or recorded.",
              "仮定に基づく試算です。ここでは精算も記録もされません。"))),
        .tag(
          "div", [("class", "bench")], inputs,
          .tag(
            "section", [("id", "result"), ("aria-live", "polite")], result)),
      ], script: (ScenarioPageStyle.script, ScenarioPageStyle.scriptDigest)
    ).markup
  }

  /// What follows from the form, without the page around it.
  public var resultMarkup: String { result.markup }

  // MARK: - Form

  private var inputs: HTML {
    .tag(
      "form", [("method", "get"), ("action", "./")],
      groups + [furtherField, planField]
        + [
          .tag(
            "p", [],
            .tag("button", [("type", "submit")], .text(tongue("Show", "試算する"))), .text(" "),
            .tag("a", [("href", "./")], .text(tongue("As in the contract", "契約どおりに戻す")))),
          .newline,
        ])
  }

  /// The fields of one block together.
  private var groups: [HTML] {
    var order: [String] = []
    var members: [String: [Int]] = [:]
    for (index, field) in fields.enumerated() {
      // No block has such a name.
      let group =
        switch field.kind {
        case .bound, .line: field.block.name
        case .figure: tongue("Assumed figures", "数値の仮定")
        case .effect: tongue("Assumed effects, with standard deviation", "効果の仮定(±標準偏差)")
        }
      if members[group] == nil { order.append(group) }
      members[group, default: []].append(index)
    }
    return order.map { group in
      let own = members[group] ?? []
      let legend = own.first.map { fields[$0] }.map { field in
        switch field.kind {
        case .bound, .line: name(field.block) + clause(field.block)
        case .figure, .effect: group
        }
      }
      return .tag(
        "fieldset", [], [.tag("legend", [], .text(legend ?? ""))] + own.map(input) + [.newline])
    }
  }

  private func input(_ index: Int) -> HTML {
    let field = fields[index]
    let label: String
    var hint = field.current
    switch field.kind {
    case .bound: label = tongue("now ", "現行 ") + field.current
    case .line(let word): label = word
    case .figure(let measured):
      label = name(field.block)
      hint = measured ?? ""
    case .effect(let example):
      label = name(field.block)
      hint = example
    }
    let value =
      form.values.indices.contains(index)
      ? form.values[index] ?? field.current : field.current
    // A figure's own value is short; an example of an effect is to be read whole.
    let isEffect = if case .effect = field.kind { true } else { false }
    let longest = isEffect ? max(field.current.count, hint.count) : field.current.count
    return .tag(
      "div", [("class", longest > 20 ? "wide" : "field")],
      .tag("label", [("for", ScenarioForm.name(index))], .text(label)),
      entry(ScenarioForm.name(index), value, hint), .newline)
  }

  private func entry(_ name: String, _ value: String, _ hint: String) -> HTML {
    .void(
      "input",
      [
        ("id", name), ("name", name), ("value", value), ("placeholder", hint),
        ("autocomplete", "off"), ("spellcheck", "false"),
      ])
  }

  /// What the distribution is compared with.
  private var planField: HTML {
    .tag(
      "fieldset", [],
      .tag("legend", [], .text(tongue("Distribution", "支払額の分布"))),
      .tag(
        "div", [("class", "field")],
        .tag(
          "label", [("for", ScenarioForm.planName)],
          .text(tongue("planned, with tax", "計画額(税込み)"))),
        entry(ScenarioForm.planName, form.plan, planned)))
  }

  /// The plan where none is given: what is due without a scenario.
  private var planned: String {
    let base: Settlement? =
      switch outcome {
      case .settled(let settlement): settlement
      case .scenario(_, let base, _), .refused(_, let base): base
      }
    let decimals = contract.decimals(of: .due)
    return base?.due.map { $0.value.fixed(decimals: decimals, grouped: true) } ?? ""
  }

  private var furtherField: HTML {
    .tag(
      "fieldset", [],
      .tag("legend", [], .text(tongue("Further assumptions", "その他の仮定"))),
      .tag(
        "div", [("class", "wide")],
        .tag(
          "label", [("for", ScenarioForm.furtherName)],
          .text(
            tongue(
              "NAME = VALUE, one on each line, in the words of the contract",
              "「名前=値」を一行に一つ、契約の言葉で"))),
        .tag(
          "textarea",
          [
            ("id", ScenarioForm.furtherName), ("name", ScenarioForm.furtherName), ("rows", "3"),
            ("spellcheck", "false"),
          ], .text(form.further))))
  }

  // MARK: - Result

  private var result: HTML {
    switch outcome {
    case .settled(let settlement):
      return .joined([due(settlement, base: nil)] + distribution + pictures(settlement))
    case .scenario(let scenario, let base, let changes):
      return .joined(
        [due(scenario, base: base), download, changed(changes), lines(scenario)]
          + distribution + pictures(scenario))
    case .refused(let reasons, let base):
      return .joined(
        [
          .tag(
            "div", [("class", "alert"), ("role", "alert")],
            .tag(
              "p", [], .text(tongue("No scenario follows from this:", "この仮定では試算できません。"))),
            list(reasons))
        ] + (base.map { [due($0, base: nil)] } ?? []))
    }
  }

  private func list(_ reasons: [Diagnostic]) -> HTML {
    let items = reasons.filter(\.severity.isFailure).prefix(20).map { reason in
      HTML.tag("li", [], .text("\(reason.code): \(reason.headline[tongue])"))
    }
    return .tag("ul", [], items)
  }

  /// How sure the payment is.
  private var distribution: [HTML] {
    switch simulated {
    case nil: []
    case .drawn(let report): [report.summary]
    case .refused(let reasons):
      [
        .tag(
          "p", class: "note",
          tongue(
            "How sure the payment is cannot be said by drawing the participants again; assume an effect, or give the figure:",
            "参加者の再抽出では支払額の分布を求められません。効果を仮定するか、数値を与えてください。")),
        list(reasons),
      ]
    }
  }

  private func due(_ settlement: Settlement, base: Settlement?) -> HTML {
    let quantities = settlement.contract.quantities(in: tongue)
    func text(_ figure: Figure?) -> String {
      figure.map { settlement.contract.text($0, in: tongue) } ?? tongue("suspended", "保留")
    }
    var parts: [HTML] = [
      .tag("span", [], .text(contract.name(of: .due, in: tongue))),
      .tag("b", [], .text(text(settlement.due))),
    ]
    if let base {
      var note = tongue("on the records as they are: ", "記録どおりの額: ") + text(base.due)
      if let change = settlement.due.flatMap({ due in
        Comparison.changes(from: base, to: settlement).first { $0.id == due.id }?.difference
      }) {
        let sign = change.signum > 0 ? "+" : ""
        note += " (" + sign + quantities.text(change, contract.currency) + ")"
      }
      parts.append(.tag("small", [], .text(note)))
    }
    return .tag("div", [("class", "due")], parts)
  }

  private var download: HTML {
    let query =
      fields.indices.compactMap { index -> String? in
        form.changed(index, fields).map { ScenarioForm.name(index) + "=" + Self.encoded($0) }
      }
      + (form.further.isEmpty
        ? [] : [ScenarioForm.furtherName + "=" + Self.encoded(form.further)])
    return .tag(
      "p", [],
      .tag(
        "a",
        [("href", "scenario.txt?" + query.joined(separator: "&")), ("download", "scenario.txt")],
        .text(tongue("The scenario as text for the contract", "契約に書ける形の試算(テキスト)"))))
  }

  /// Letters and digits as they are, every other byte by its number.
  private static func encoded(_ text: String) -> String {
    text.utf8.map { byte in
      let isPlain =
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
        || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
        || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
      if isPlain { return String(UnicodeScalar(byte)) }
      let digits = String(byte, radix: 16, uppercase: true)
      return "%" + (digits.count == 1 ? "0" : "") + digits
    }.joined()
  }

  private func changed(_ changes: [FigureChange]) -> HTML {
    let quantities = contract.quantities(in: tongue)
    var table = HTMLTable(
      caption: tongue("What changes", "変わる数値"),
      heads: [
        (tongue("Figure", "数値"), false), (tongue("Settlement", "精算"), true),
        (tongue("Scenario", "試算"), true), (tongue("Difference", "差"), true),
      ])
    for change in changes {
      let decimals = contract.decimals(of: change.id)
      func text(_ value: Exact?) -> String {
        value.map { quantities.text($0, change.unit, decimals: decimals) } ?? "–"
      }
      let difference = change.difference.map {
        ($0.signum > 0 ? "+" : "")
          + quantities.text($0, change.differenceUnit, decimals: decimals)
      }
      table.add(
        contract.name(of: change.id, in: tongue),
        [.number(text(change.before)), .number(text(change.after)), .number(difference ?? "–")],
        class: change.id.key == nil ? nil : "part")
    }
    guard table.isEmpty else { return table.html }
    return .tag("p", class: "note", tongue("Nothing changes.", "どの数値も変わりません。"))
  }

  /// The lines of the contract that the scenario replaces.
  private func lines(_ scenario: Settlement) -> HTML {
    var table = HTMLTable(
      caption: tongue("Lines of the contract", "契約の条文"),
      heads: [
        (tongue("Line", "行"), false), (tongue("In force", "現行"), false),
        (tongue("Under the scenario", "試算での定め"), false),
      ])
    for line in scenario.contract.replacedLines where !contract.replacedLines.contains(line) {
      table.add(
        String(contract.source.line(at: line.span.start)),
        [.html(code(contract.text(inForce: line.span))), .html(code(line.text))])
    }
    return table.isEmpty ? HTML() : table.html
  }

  private func code(_ text: String) -> HTML {
    .tag("code", contract.tongue == tongue ? [] : [("lang", contract.tongue.rawValue)], .text(text))
  }

  private func pictures(_ settlement: Settlement) -> [HTML] {
    let statement = Statement(
      settlement: settlement, trace: Trace(entries: [], suspended: [], flows: []), inputs: [],
      contractSHA256: "", tongue: tongue)
    let report = SettlementReport(
      statement: statement, signed: settlement.contract, coverage: Coverage(of: []))
    return [report.waterfall]
      + settlement.contract.achievements.indices.compactMap(report.curve)
  }

  // MARK: - Words

  private func name(_ block: Declaration) -> String {
    let name = contract.name(of: FigureID(block.name), in: tongue)
    return block.title.map { name + " " + $0 } ?? name
  }

  private func clause(_ block: Declaration) -> String {
    block.clause.map { tongue(", ", "、") + $0.text(in: tongue) } ?? ""
  }
}
