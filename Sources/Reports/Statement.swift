import Contract
import Diagnostics
import Execution
import Language
import Quantities
import Records
import Settlement

/// The settlement statement (精算書): a static page in the contract's language, fit to be printed.
///
/// No script, no resource from elsewhere, nothing computed: it shows the settlement and its trace.
public struct Statement: Sendable {
  let settlement: Settlement
  let trace: Trace
  /// Nil on a page that shows a part of a settlement.
  let invariants: Invariants?
  let inputs: [InputFile]
  let contractSHA256: String
  let usedSHA256: [String]
  let engine: Engine
  let contract: Contract
  let tongue: Tongue
  let quantities: QuantityText
  let working: Working

  /// Prepares the page.
  ///
  /// - Parameters:
  ///   - trace: of this settlement; it holds the yen of the roundings.
  ///   - invariants: what the settlement was checked for; nil leaves the account of it out.
  ///   - inputs: the files that were read.
  ///   - contractSHA256: of the contract's bytes as given.
  ///   - usedSHA256: of the texts that the contract takes scales from, in their order.
  ///   - tongue: the language of the page; without it the contract's.
  public init(
    settlement: Settlement, trace: Trace, invariants: Invariants? = nil, inputs: [InputFile],
    contractSHA256: String, usedSHA256: [String] = [], engine: Engine = .current,
    tongue: Tongue? = nil
  ) {
    self.settlement = settlement
    self.trace = trace
    self.invariants = invariants
    self.inputs = inputs
    self.contractSHA256 = contractSHA256
    self.usedSHA256 = usedSHA256
    self.engine = engine
    contract = settlement.contract
    self.tongue = tongue ?? settlement.contract.tongue
    quantities = settlement.contract.quantities(in: self.tongue)
    working = Working(
      contract: settlement.contract, tongue: self.tongue, showsNames: true, showsClause: false)
  }

  /// The whole page, UTF-8.
  public var html: String {
    let sections = [
      header(title), due, payments, payees, splits, suspended, achievements, estimates(under: "h2"),
      flows, roundings, priors, files, checks, approval, footer,
    ]
    return HTMLPage(
      tongue: tongue, title: title + " " + contract.declaration.name,
      sheets: [(StatementStyle.sheet, StatementStyle.digest)], sections: sections
    ).markup
  }

  private var title: String { tongue("Settlement statement", "精算書") }

  // MARK: - Head

  func header(_ title: String) -> HTML {
    var parts: [HTML] = []
    if contract.isIllustrative { parts.append(.tag("p", class: "mark", tongue("EXAMPLE", "例示"))) }
    parts.append(
      .tag("p", class: "kicker", tongue("Outcome-based contract", "成果連動型民間委託契約")))
    parts.append(.tag("h1", [], .text(title)))
    if let name = contract.declaration.title { parts.append(.tag("p", class: "subject", name)) }
    var facts: [(String, String)] = [
      (tongue("Client", "発注者"), contract.parties.client),
      (tongue("Provider", "受託者"), contract.parties.provider),
      (tongue("Settled period", "精算対象期間"), dates(settlement.period.days)),
      (tongue("Term of contract", "契約期間"), dates(contract.term)),
      (tongue("Contract file", "契約ファイル"), contract.declaration.name),
    ]
    if !contract.amendments.isEmpty {
      facts.append(
        (
          tongue("Amendments in force", "適用中の変更契約"),
          contract.amendments.map { tongue("No. \($0)", "第\($0)号") }.joined(
            separator: tongue(", ", "、"))
        ))
    }
    parts.append(
      .tag(
        "dl", [],
        facts.flatMap { [HTML.tag("dt", [], .text($0.0)), .tag("dd", [], .text($0.1)), .newline] }))
    return .tag("header", [], parts)
  }

  func dates(_ days: DateInterval) -> String {
    let (first, last) = (days.start, days.lastDay)
    if tongue == .en { return "\(first) to \(last)" }
    return "\(DateText.wareki(first))から\(DateText.wareki(last))まで"
      + "(\(DateText.japanese(first))～\(DateText.japanese(last)))"
  }

  var due: HTML {
    guard let figure = settlement.due else {
      return .tag(
        "section", [("class", "due held")],
        .tag("span", [], .text(ValueWord.due[tongue])),
        .tag("b", [], .text(tongue("suspended", "保留"))),
        .tag(
          "small", [],
          .text(
            tongue(
              "The contract suspends a figure that the amount needs; see below.",
              "支払額の算定に必要な数値が契約の定めにより保留されています(下記参照)。"))))
    }
    var parts: [HTML] = [
      .tag("span", [], .text(ValueWord.due[tongue])),
      .tag("b", [], .text(amount(figure))),
    ]
    if figure.value.signum < 0 {
      parts.append(
        .tag(
          "small", [],
          .text(tongue("A negative amount is to be repaid to the client.", "負の額は発注者への返還額です。"))))
    }
    return .tag("section", [("class", "due")], parts)
  }

  // MARK: - Money

  var payments: HTML {
    var table = HTMLTable(
      caption: tongue("Payments", "支払"),
      heads: [
        (tongue("Payment", "区分"), false), (tongue("Clause", "根拠条項"), false),
        (tongue("Computation", "算定"), false), (tongue("Amount", "金額"), true),
      ])
    for (index, id) in settlement.payments.enumerated() {
      if let figure = settlement[id] {
        table.add(
          label(.payment(index)),
          [.text(clause(figure)), .html(computation(figure)), .number(amount(figure))])
      } else {
        table.add(
          label(.payment(index)),
          [
            .text(clause(contract.payments[index].declaration.clause)), .text(""),
            .number(tongue("suspended", "保留")),
          ])
      }
      for part in settlement.keyed(id) {
        table.add(
          part.id.key?.text ?? "",
          [.text(""), .html(computation(part)), .number(amount(part))], class: "part")
      }
    }
    for id in [FigureID.total, .tax, .payable] {
      guard let figure = settlement[id] else { continue }
      let isTotal = id == .total
      table.addFoot(
        contract.name(of: id, in: tongue),
        [
          .text(isTotal ? clause(figure) : ""), .html(computation(figure)),
          .number(amount(figure)),
        ])
    }
    if let interim = settlement.interim, contract.settlement.deductsInterimPayments {
      table.addFoot(
        tongue("Interim payments deducted", "中間払控除"),
        [.text(""), .text(""), .number(quantities.text(-interim, contract.currency))])
    }
    if let figure = settlement.due {
      table.addFoot(
        ValueWord.due[tongue], [.text(""), .text(""), .number(amount(figure))], class: "final")
    }
    return table.html
  }

  /// The invoice of each payee, where a settlement has several.
  var payees: HTML {
    guard !settlement.payees.isEmpty else { return .joined([]) }
    let ids = settlement.linesOfPayees
    var table = HTMLTable(
      caption: tongue("Payees", "支払先別の精算"),
      heads: [(tongue("Payee", "支払先"), false)]
        + ids.map { (contract.name(of: $0, in: tongue), true) })
    for payee in settlement.payees {
      table.add(
        payee.text,
        ids.map { id in
          .number(
            settlement[FigureID(id.name, key: payee)].map(amount) ?? tongue("suspended", "保留"))
        })
    }
    return table.html
  }

  /// The lines that made an amount; of settlement lines only what is more than an addition.
  private func computation(_ figure: Figure) -> HTML {
    guard case .lines(let steps) = figure.derivation else { return .text("") }
    let condition = steps.lastIndex { $0.isUnmetCondition } ?? steps.startIndex
    let words = steps.enumerated().compactMap { place, step -> String? in
      switch step.kind {
      case .plus, .lessInterim: return nil
      case .amount, .percentage, .round, .remainder, .onlyIf, .notDue:
        return working.words(step.kind)
      case .cap, .floor, .yearCap, .termCap, .lessEarlier:
        let effect =
          place < condition
          ? tongue("no effect", "影響なし")
          : step.acted
            ? tongue("applied", "適用") + ": " + quantities.text(step.after, contract.currency)
            : tongue("not reached", "該当なし")
        return working.words(step.kind) + tongue(" (", "(") + effect + ")"
      }
    }
    guard let first = words.first else { return .text("") }
    return .joined(
      [.text(first)] + words.dropFirst().map { HTML.tag("span", class: "how", $0) })
  }

  /// The amounts that the contract divides among payers, funds, payees or instalments.
  var splits: HTML {
    .joined(
      contract.splits.compactMap { split in
        let parts = settlement.parts(of: split)
        guard !parts.isEmpty else { return nil }
        var table = HTMLTable(
          caption: split.declaration.title
            ?? contract.name(of: FigureID(split.declaration.name), in: tongue),
          heads: [
            (tongue("Part", "区分"), false), (tongue("Clause", "根拠条項"), false),
            (tongue("Computation", "算定"), false), (tongue("Amount", "金額"), true),
          ])
        for part in parts {
          table.add(
            part.id.key?.text ?? "",
            [
              .text(clause(part)), .text(working.line(part) ?? ""), .number(amount(part)),
            ])
        }
        return table.html
      })
  }

  var suspended: HTML {
    guard !settlement.suspended.isEmpty else { return HTML() }
    var table = HTMLTable(
      caption: tongue("Suspended by the contract", "契約の定めによる保留"),
      heads: [(tongue("Figure", "数値"), false), (tongue("Waits for", "保留の原因"), false)])
    for item in settlement.suspended {
      let causes = item.waitsFor.map { contract.name(of: $0, in: tongue) }
      table.add(
        contract.name(of: item.id, in: tongue),
        [.text(causes.joined(separator: tongue(", ", "、")))])
    }
    let reasons = settlement.stops.map {
      HTML.tag("p", class: "note", "\($0.code): \($0.headline[tongue])")
    }
    return .joined([table.html] + reasons)
  }

  // MARK: - Indicators

  var achievements: HTML {
    var table = HTMLTable(
      caption: tongue("Indicators and achievement", "指標と達成度"),
      heads: [
        (tongue("Figure", "数値"), false), (tongue("Clause", "根拠条項"), false),
        (tongue("Made from", "算定"), false), (tongue("Recorded", "確定値"), true),
      ])
    for figure in settlement.figures {
      switch figure.reference {
      case .indicator?, .achievement?, .score?: break
      case .payment?, nil: continue
      }
      table.add(
        contract.name(of: figure.id, in: tongue),
        [.text(clause(figure)), .html(source(figure)), .number(amount(figure))],
        class: figure.id.key == nil ? nil : "part")
    }
    return table.isEmpty ? HTML() : table.html
  }

  private func source(_ figure: Figure) -> HTML {
    switch figure.derivation {
    case .given: return .text(tongue("assumed", "仮定"))
    case .measured(let source):
      let counts = figure.inputs.compactMap { settlement[$0] }.map { count in
        CountLabel.text(CountLabel.label(of: count.id, beside: figure.id), in: tongue) + " "
          + quantities.text(count.value, count.unit)
      }
      var parts: [HTML] = [.text(counts.joined(separator: tongue(", ", "、")))]
      if let evidence = source.evidence {
        parts.append(.tag("span", class: "how", tongue("reported in ", "報告資料 ") + evidence))
      }
      if let raw = figure.roundings.first, raw.acted {
        parts.append(
          .tag(
            "span", class: "how",
            quantities.text(raw.before, raw.unit) + " → " + raw.rule(contract.units)[tongue]))
      }
      return .joined(parts)
    case .row(let row):
      var text =
        tongue("row \(row.number): ", "\(row.number)段目: ")
        + contract.text(admittedBy: row, in: tongue)
      if case .linear = row.result { text += tongue(", linear", "、直線補間") }
      if let grade = row.grade { text += tongue(", grade \(grade.en)", "、評定 \(grade.ja)") }
      guard case .achievement(let index)? = figure.reference else { return .text(text) }
      let bar = AchievementBar(
        achievement: contract.achievements[index], choice: row, quantities: quantities,
        decimals: contract.decimals(of: row.input))
      return .joined([.text(text), bar.html])
    default: return .text(working.line(figure) ?? "")
    }
  }

  var flows: HTML {
    guard !settlement.flows.isEmpty else { return HTML() }
    var table = HTMLTable(
      caption: tongue("Participant flow", "母数の内訳"),
      heads: [
        (tongue("Population and condition", "集団と条件"), false),
        (tongue("Entered", "対象"), true), (tongue("Excluded", "除外"), true),
        (tongue("Missing", "欠測"), true), (tongue("Remaining", "残り"), true),
      ])
    for flow in settlement.flows {
      let from = tongue(" of ", " ← ") + (flow.base ?? flow.table)
      let persons = flow.persons.map {
        tongue(" (\(grouped($0)) persons)", "(実人数\(grouped($0))人)")
      }
      table.add(
        flow.population + from,
        [
          .text(""), .text(""), .text(""),
          .number(grouped(flow.remaining) + (persons ?? "")),
        ])
      for step in flow.steps {
        table.add(
          step.reason.split(whereSeparator: \.isWhitespace).joined(separator: " "),
          [
            .number(grouped(step.entered)), .number(grouped(step.excluded)),
            .number(grouped(step.missing)), .number(grouped(step.remaining)),
          ], class: "part")
      }
    }
    return table.html
  }

  var roundings: HTML {
    var table = HTMLTable(
      caption: tongue("Roundings", "端数処理"),
      heads: [
        (tongue("Figure", "数値"), false), (tongue("Rule", "端数処理"), false),
        (tongue("Before", "処理前"), true), (tongue("After", "処理後"), true),
        (tongue("Effect on the amount due", "支払額への影響"), true),
      ])
    for entry in trace.entries {
      for rounding in entry.roundings {
        let sign = (rounding.effectOnDue?.signum ?? 0) > 0 ? "+" : ""
        table.add(
          entry.name[tongue],
          [
            .text(rounding.rule[tongue]), .number(rounding.beforeText[tongue]),
            .number(rounding.afterText[tongue]),
            .number(rounding.effectText.map { sign + $0[tongue] } ?? "–"),
          ])
      }
    }
    guard !table.isEmpty else { return HTML() }
    return .joined([
      table.html,
      .tag(
        "p", class: "note",
        tongue(
          "Effect: the amount due less what it would be if this rounding alone were left out.",
          "影響: この端数処理のみを行わない場合の支払額との差。")),
    ])
  }

  // MARK: - Evidence

  var priors: HTML {
    guard !settlement.priors.isEmpty else { return HTML() }
    var table = HTMLTable(
      caption: tongue("Earlier settlements", "過年度の精算"),
      heads: [
        (tongue("Settlement year", "年度"), false),
        (contract.name(of: .total, in: tongue), true),
        (contract.name(of: .payable, in: tongue), true),
        (tongue("Manifest of the bundle, SHA-256", "記録の目録 SHA-256"), false),
      ])
    for prior in settlement.priors {
      table.add(
        prior.period,
        [
          .number(quantities.text(prior.total, contract.currency)),
          .number(quantities.text(prior.payable, contract.currency)),
          .html(.tag("span", class: "mono", prior.manifestSHA256 ?? "")),
        ])
    }
    return table.html
  }

  var files: HTML {
    guard !inputs.isEmpty else { return HTML() }
    var table = HTMLTable(
      caption: tongue("Input files", "入力ファイル"),
      heads: [
        (tongue("File", "ファイル"), false), (tongue("Rows", "行数"), true),
        (tongue("Bytes", "バイト数"), true), (tongue("Encoding", "文字符号化"), false),
        ("SHA-256", false),
      ])
    for file in inputs {
      table.add(
        file.name,
        [
          .number(grouped(file.rows)), .number(grouped(file.bytes)), .text(file.encoding.rawValue),
          .html(.tag("span", class: "mono", file.sha256)),
        ])
    }
    return table.html
  }

  /// What the figures were checked for.
  var checks: HTML {
    guard let invariants, !invariants.all.isEmpty else { return HTML() }
    var table = HTMLTable(
      caption: tongue("Checks", "検算"),
      heads: [
        (tongue("Check", "確認事項"), false), (tongue("Number", "件数"), true),
        (tongue("Result", "結果"), false),
      ])
    let broken = Set(invariants.all.filter { !$0.holds }.map(\.rule))
    for rule in Invariant.Rule.allCases {
      let count = invariants.count(of: rule)
      guard count > 0 else { continue }
      table.add(
        rule.text[tongue],
        [
          .number(grouped(count)),
          .text(broken.contains(rule) ? tongue("NOT KEPT", "不成立") : tongue("all hold", "すべて成立")),
        ])
    }
    return .joined([
      table.html,
      .tag(
        "p", class: "note",
        tongue(
          "With the values on both sides in data/invariants.json; which clause each figure follows is in "
            + "data/clauses.json.",
          "両辺の値は data/invariants.json、各数値の根拠条項は data/clauses.json にあります。")),
    ])
  }

  private var approval: HTML {
    let boxes = [
      tongue("Prepared by", "作成"), tongue("Checked by", "審査"), tongue("Approved by", "決裁"),
      tongue("Provider", "受託者確認"),
    ]
    return .joined([
      .tag("h2", [], .text(tongue("Approval", "決裁"))),
      .tag(
        "div", [("class", "seals")],
        boxes.map {
          HTML.tag(
            "div", [], .text($0), .tag("span", [], .text(tongue("date, signature", "年月日・署名又は押印"))))
        }),
    ])
  }

  var footer: HTML {
    let hashes =
      [tongue("contract", "契約") + " sha256 " + contractSHA256]
      + zip(contract.used, usedSHA256).map { text, sha256 in
        tongue(
          "scales \(text.path), version \(text.version)", "尺度 \(text.path)、第\(text.version)版")
          + " sha256 " + sha256
      }
    return .tag(
      "footer", [],
      .tag(
        "div", [],
        .text(
          tongue(
            "Settled by pfs \(engine.version), semantics \(engine.semantics).",
            "pfs \(engine.version)(意味論第\(engine.semantics)版)により精算。"))),
      .joined(hashes.map { .tag("div", [("class", "mono")], .text($0)) }))
  }

  // MARK: - Words

  func label(_ reference: FigureReference) -> String {
    let declaration = contract.declaration(of: reference)
    let name = contract.name(of: FigureID(declaration.name), in: tongue)
    guard let title = declaration.title else { return name }
    return "\(name) \(title)"
  }

  func clause(_ figure: Figure) -> String { clause(figure.clause) }

  /// A citation, kept on one line unless it is free text.
  func clause(_ citation: Citation?) -> String {
    guard let citation else { return "" }
    let text = citation.text(in: tongue)
    if case .other = citation { return text }
    return text.split(separator: " ").joined(separator: "\u{A0}")
  }

  func amount(_ figure: Figure) -> String { contract.text(figure, in: tongue) }
}

extension Invariant.Rule {
  /// The check in words.
  var text: Text {
    switch self {
    case .rows:
      Text(
        en: "rows read = rows used + rows left out, by reason", ja: "読み込んだ行数=使用した行数+理由別の除外行数")
    case .flow:
      Text(
        en: "a population's base = those that remain + those left out, by condition",
        ja: "集団の母体=残った数+条件別の除外数")
    case .share: Text(en: "numerator at most denominator", ja: "分子≦分母")
    case .lines: Text(en: "the lines of an amount make the amount", ja: "各行の増減の合計=金額")
    case .parts: Text(en: "parts make the whole", ja: "内訳の合計=総額")
    case .rounding:
      Text(
        en: "rounded to a multiple of the unit, by less than one unit",
        ja: "端数処理後の値は単位の倍数で、差は1単位未満")
    case .limit:
      Text(
        en: "the amount after each limit's line keeps the limit, with what was used before",
        ja: "各上限・下限の行を適用した直後の額が上限・下限を遵守(既使用額を含む)")
    case .payable: Text(en: "the amount due can be paid", ja: "差引支払額は支払可能な額")
    }
  }
}
