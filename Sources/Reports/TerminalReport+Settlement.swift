import Contract
import Diagnostics
import Execution
import Quantities
import Settlement

extension TerminalReport {
  /// A settlement: payments, what is due, the indicators they rest on, flows, and what is suspended.
  public func settlement(_ settlement: Settlement) -> String {
    var lines = heading(settlement)
    lines.append("")
    lines.append(tongue("Payments", "支払"))
    lines += payments(settlement)
    for split in settlement.contract.splits {
      let parts = settlement.parts(of: split)
      guard !parts.isEmpty else { continue }
      lines.append("")
      lines.append(
        split.declaration.title
          ?? settlement.contract.name(
            of: FigureID(split.declaration.name), in: tongue))
      lines += divided(parts, settlement)
    }
    if !settlement.suspended.isEmpty {
      lines.append("")
      lines.append(tongue("Suspended", "保留"))
      lines += suspended(settlement)
    }
    lines.append("")
    lines.append(tongue("Indicators", "指標"))
    lines += indicators(settlement)
    if !settlement.flows.isEmpty {
      lines.append("")
      lines.append(tongue("Participant flow", "母数の内訳"))
      lines += flows(settlement)
    }
    return joined(lines)
  }

  private func heading(_ settlement: Settlement) -> [String] {
    let contract = settlement.contract
    let days = settlement.period.days
    let title = contract.declaration.title ?? contract.declaration.name
    let period =
      tongue == .en
      ? "\(days.start) to \(days.lastDay)"
      : "\(DateText.wareki(days.start))から\(DateText.wareki(days.lastDay))まで"
    var lines = [
      tongue(
        "Settlement \(settlement.period.name): ", "\(settlement.period.id.japanese) 精算: ")
        + SafeText.visible(title)
    ]
    lines.append(
      "  "
        + SafeText.visible(
          tongue(
            "client \(contract.parties.client), provider \(contract.parties.provider); \(period)",
            "発注者 \(contract.parties.client)、受託者 \(contract.parties.provider)、\(period)")))
    if contract.isIllustrative {
      lines.append("  " + tongue("ILLUSTRATIVE: this binds nobody", "例示(何人も拘束しません)"))
    }
    return lines
  }

  private func payments(_ settlement: Settlement) -> [String] {
    let contract = settlement.contract
    let quantities = contract.quantities(in: tongue)
    let working = Working(
      contract: contract, tongue: tongue, showsNames: true, showsClause: false)
    var table = TextTable([.left, .right, .left, .left])
    func add(_ figure: Figure, label: String? = nil) {
      table.add(
        label ?? contract.name(of: figure.id, in: tongue), contract.text(figure, in: tongue),
        clause(figure), limits(figure, working))
    }
    for (index, id) in settlement.payments.enumerated() {
      if let figure = settlement[id] {
        add(figure)
      } else {
        table.add(
          contract.name(of: id, in: tongue), tongue("suspended", "保留"),
          contract.payments[index].declaration.clause?.text(in: tongue) ?? "", "")
      }
      for part in settlement.keyed(id) { add(part, label: "  " + (part.id.key?.text ?? "")) }
    }
    table.addRule()
    for id in [FigureID.total, .tax, .payable] {
      if let figure = settlement[id] { add(figure) }
    }
    if let interim = settlement.interim, contract.settlement.deductsInterimPayments {
      table.add(
        tongue("less interim payments", "中間払控除"),
        quantities.text(-interim, contract.currency), "", "")
    }
    if let due = settlement.due {
      table.addRule()
      add(due)
    }
    var lines = table.lines() + payees(settlement)
    if let due = settlement.due, due.value.signum < 0 {
      lines.append("  " + tongue("A negative amount is to be repaid.", "負の額は返還となります。"))
    }
    return lines
  }

  private func divided(_ parts: [Figure], _ settlement: Settlement) -> [String] {
    let contract = settlement.contract
    let working = Working(
      contract: contract, tongue: tongue, showsNames: true, showsClause: false)
    var table = TextTable([.left, .right, .left, .left])
    for part in parts {
      table.add(
        SafeText.visible(part.id.key?.text ?? ""), contract.text(part, in: tongue), clause(part),
        working.line(part) ?? "")
    }
    return table.lines()
  }

  /// The invoice of each payee, where a settlement has several.
  private func payees(_ settlement: Settlement) -> [String] {
    let parts = settlement.payees
    guard !parts.isEmpty else { return [] }
    let contract = settlement.contract
    let ids = settlement.linesOfPayees
    var table = TextTable([.left] + ids.map { _ in .right })
    table.add([tongue("Payee", "支払先")] + ids.map { contract.name(of: $0, in: tongue) })
    for payee in parts {
      table.add(
        [SafeText.visible(payee.text)]
          + ids.map { id in
            settlement[FigureID(id.name, key: payee)].map { contract.text($0, in: tongue) }
              ?? tongue("suspended", "保留")
          })
    }
    return [""] + table.lines()
  }

  /// Caps, floors and conditions that made the amount what it is.
  private func limits(_ figure: Figure, _ working: Working) -> String {
    figure.effectiveSteps.compactMap { step in
      switch step.kind {
      case .cap, .floor, .onlyIf, .yearCap, .termCap, .lessEarlier, .notDue:
        working.words(step.kind)
      default: nil
      }
    }.joined(separator: tongue("; ", "、"))
  }

  private func suspended(_ settlement: Settlement) -> [String] {
    let contract = settlement.contract
    var table = TextTable([.left, .left])
    for item in settlement.suspended {
      let causes = item.waitsFor.filter { $0 != item.id }.map { contract.name(of: $0, in: tongue) }
      table.add(
        contract.name(of: item.id, in: tongue),
        causes.isEmpty
          ? tongue("stopped", "中止")
          : tongue("waits for ", "待ち: ") + causes.joined(separator: tongue(", ", "、")))
    }
    return table.lines()
  }

  private func indicators(_ settlement: Settlement) -> [String] {
    let contract = settlement.contract
    let quantities = contract.quantities(in: tongue)
    let working = Working(
      contract: contract, tongue: tongue, showsNames: true, showsClause: false)
    var table = TextTable([.left, .right, .left, .left])
    for figure in settlement.figures {
      switch figure.reference {
      case .indicator?: break
      case .achievement?, .score?: break
      case .payment?, nil: continue
      }
      table.add(
        contract.name(of: figure.id, in: tongue), contract.text(figure, in: tongue),
        clause(figure), remark(figure, settlement, quantities, working))
    }
    return table.lines()
  }

  private func remark(
    _ figure: Figure, _ settlement: Settlement, _ quantities: QuantityText, _ working: Working
  ) -> String {
    switch figure.derivation {
    case .measured(let source):
      let counts = figure.inputs.compactMap { settlement[$0] }.map { count in
        let label = CountLabel.label(of: count.id, beside: figure.id)
        return CountLabel.text(label, in: tongue) + " " + quantities.text(count.value, count.unit)
      }
      let evidence = source.evidence.map {
        SafeText.visible(tongue("reported in ", "報告資料 ") + $0)
      }
      return (counts + (evidence.map { [$0] } ?? [])).joined(separator: tongue(", ", "、"))
    case .row(let row):
      let linear = if case .linear = row.result { true } else { false }
      return tongue("row \(row.number): ", "\(row.number)段目: ")
        + settlement.contract.text(admittedBy: row, in: tongue)
        + (linear ? tongue(", linear", "、直線補間") : "")
        + (row.grade.map { tongue(", grade \($0.en)", "、評定 \($0.ja)") } ?? "")
    case .given: return tongue("assumed", "仮定")
    default: return working.line(figure) ?? ""
    }
  }

  private func flows(_ settlement: Settlement) -> [String] {
    var table = TextTable([.left, .right, .right, .right, .left])
    table.add(
      "", tongue("remaining", "残り"), tongue("excluded", "除外"), tongue("missing", "欠測"), "")
    for flow in settlement.flows {
      table.add(
        flow.population, grouped(flow.steps.first?.entered ?? flow.remaining), "", "",
        flow.base.map { tongue("of \($0)", "母体 \($0)") }
          ?? tongue("rows of \(flow.table)", "\(flow.table)の行"))
      for step in flow.steps {
        table.add(
          "", grouped(step.remaining), grouped(step.excluded), grouped(step.missing),
          step.reason.split(whereSeparator: \.isWhitespace).joined(separator: " "))
      }
      if let persons = flow.persons {
        table.add("", grouped(persons), "", "", tongue("distinct persons", "実人数"))
      }
    }
    return table.lines()
  }

  private func clause(_ figure: Figure) -> String { figure.clause?.text(in: tongue) ?? "" }
}

/// A count with thousands separators.
func grouped(_ count: Int) -> String { Exact(count).fixed(decimals: 0, grouped: true) }
