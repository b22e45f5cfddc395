import Diagnostics
import Execution
import Quantities
import Records
import Settlement

extension TerminalReport {
  /// The derivation of a figure, from the figure down to what was measured.
  ///
  /// - Parameter name: the figure's identity or name; nil explains the amount due, and names what is
  ///   suspended.
  /// - Returns: nil if there is no such figure.
  public func explanation(_ trace: Trace, of name: String? = nil) -> String? {
    let waiting =
      if let name { trace.suspension(name).map { [$0] } ?? [] } else { trace.suspended }
    var lines: [String] = []
    // What is suspended has no derivation, and nothing else is shown in its place.
    if let top = trace.entry(name ?? "due") {
      var shown: Set<String> = []
      describe(top, trace, under: nil, prefix: "", branch: "", below: "", &shown, &lines)
    } else if waiting.isEmpty {
      return nil
    }
    if !waiting.isEmpty {
      if !lines.isEmpty { lines.append("") }
      lines.append(tongue("Suspended", "保留"))
      for item in waiting {
        let causes = item.waitsFor.map { $0[tongue] }.joined(separator: tongue(", ", "、"))
        let isCause = item.waitsFor.contains(item.name)
        let text = isCause ? tongue(" is stopped", " 中止") : tongue(" waits for ", " 待ち: ") + causes
        lines.append("  " + SafeText.visible(item.name[tongue] + text))
        lines += found(item).map { "    " + SafeText.visible($0) }
      }
    }
    return joined(lines)
  }

  /// How one figure was derived, without the figures that it is made of: a line with its value and clause, then the
  /// lines and rows of the contract, roundings and flows.
  public func derivation(of entry: Trace.Entry, in trace: Trace) -> [String] {
    ([head(entry)] + details(entry, trace, under: nil).map { "  " + $0 }).map(SafeText.visible)
  }

  private func head(_ entry: Trace.Entry) -> String {
    let clause = entry.clause.map { tongue("  per \($0.en)", "  根拠 \($0.ja)") } ?? ""
    return entry.name[tongue] + " = " + entry.value[tongue] + clause
  }

  /// Why a figure was stopped, with the numbers and the account that show the reason.
  private func found(_ item: Trace.Suspended) -> [String] {
    guard let stop = item.stop else { return [] }
    let numbers = stop.numbers.map { "\($0.label[tongue]) \($0.value[tongue])" }
    return ["\(stop.code): \(stop.headline[tongue])"]
      + (numbers.isEmpty ? [] : [numbers.joined(separator: tongue(", ", "、"))])
      + (stop.account.map(account) ?? [])
  }

  /// The lines of the input files behind a count, population by population; empty if there are none.
  ///
  /// - Parameter most: how many lines of each population are named; nil names all.
  public func rows(_ rows: [ListedRows], most: Int?) -> String {
    lines(tongue("Rows", "根拠となる行"), rows, most: most)
  }

  /// The lines that the conditions of populations left out; empty if there are none.
  public func rowsLeftOut(_ rows: [ListedRows], most: Int?) -> String {
    lines(tongue("Left out", "除外した行"), rows, most: most)
  }

  /// The names of all figures with their values, in order of derivation.
  public func figures(_ trace: Trace) -> String {
    var table = TextTable([.left, .right, .left])
    for entry in trace.entries {
      table.add(entry.name[tongue], entry.value[tongue], entry.clause?[tongue] ?? "")
    }
    return joined(table.lines(indent: 0))
  }

  private func describe(
    _ entry: Trace.Entry, _ trace: Trace, under parent: Trace.Entry?, prefix: String,
    branch: String, below: String, _ shown: inout Set<String>, _ lines: inout [String]
  ) {
    let again = !shown.insert(entry.id).inserted
    lines.append(
      SafeText.visible(
        prefix + branch + head(entry)
          + (again ? tongue("  (see above)", "  (前掲)") : "")))
    guard !again else { return }
    let inner = prefix + below
    let children = entry.inputs.compactMap(trace.entry)
    let bar = children.isEmpty ? "    " : "│   "
    for detail in details(entry, trace, under: parent) {
      lines.append(SafeText.visible(inner + bar + detail))
    }
    for (place, child) in children.enumerated() {
      let isLast = place == children.count - 1
      describe(
        child, trace, under: entry, prefix: inner, branch: isLast ? "└── " : "├── ",
        below: isLast ? "    " : "│   ", &shown, &lines)
    }
  }

  private func details(
    _ entry: Trace.Entry, _ trace: Trace, under parent: Trace.Entry?
  ) -> [String] {
    var lines: [String] = []
    if let row = entry.row {
      lines.append(
        tongue(
          "row \(row.number) (line \(row.line)): \(row.lineText)",
          "\(row.number)段目(\(row.line)行目): \(row.lineText)"))
    } else if entry.steps.isEmpty {
      // A number beside an indicator has the indicator's line, which stands above it.
      if entry.line != parent?.line { lines.append(line(entry.line, entry.lineText)) }
      if let working = entry.working { lines.append(working[tongue]) }
    }
    for (index, step) in entry.steps.enumerated() {
      // A rounding has a line of its own below.
      if entry.roundings.contains(where: { $0.line == step.line && $0.rule == step.words }) {
        continue
      }
      lines.append(self.step(step, isFirst: index == 0))
    }
    for rounding in entry.roundings { lines.append(self.rounding(rounding)) }
    if let source = entry.source { lines += self.source(source, trace) }
    return lines
  }

  /// The contract's line, what it says with values where that is more, and the amount after it.
  private func step(_ step: Trace.Step, isFirst: Bool) -> String {
    let words = step.words[tongue]
    let isWhole = step.lineText.hasSuffix(words)
    let text = isWhole ? step.lineText : words.hasPrefix(step.lineText) ? words : nil
    let result =
      step.acted || isFirst
      ? " → " + QuantityText.numeral(step.after) : tongue("  (no effect)", "  (影響なし)")
    guard step.line > 0 else { return words + result }
    return line(step.line, text ?? "\(step.lineText): \(words)") + result
  }

  private func line(_ number: Int, _ text: String) -> String {
    tongue("line \(number): ", "\(number)行目: ") + text
  }

  private func rounding(_ rounding: Trace.Rounding) -> String {
    let effect: String
    if let yen = rounding.effectText, let value = rounding.effectOnDue {
      effect =
        value.isZero
        ? tongue("no effect on the amount due", "支払額への影響なし")
        : tongue("effect on the amount due ", "支払額への影響 ") + (value.signum > 0 ? "+" : "")
          + yen[tongue]
    } else {
      effect = tongue("effect not defined", "影響は定まらない")
    }
    return line(rounding.line, tongue("rounding ", "端数処理 "))
      + "\(rounding.rule[tongue]): \(rounding.beforeText[tongue]) → "
      + rounding.afterText[tongue] + tongue("; ", "、") + effect
  }

  private func source(_ source: Trace.Source, _ trace: Trace) -> [String] {
    var lines: [String] = []
    if let evidence = source.evidence {
      lines.append(tongue("reported in \(evidence)", "報告資料 \(evidence)"))
    }
    if let account = source.account { lines += self.account(account) }
    for name in source.populations {
      guard let flow = trace.flows.first(where: { $0.population.utf8.elementsEqual(name.utf8) })
      else { continue }
      lines.append(self.flow(flow))
    }
    if source.missingExcluded > 0 {
      lines.append(
        tongue(
          "\(grouped(source.missingExcluded)) rows left out: missing",
          "欠測により除外 \(grouped(source.missingExcluded))行"))
    }
    for product in source.products {
      lines.append(
        tongue(
          "exact by \(product.routine): \(grouped(product.rows)) rows, \(product.blocks) "
            + "blocks, every partial sum below \(product.bound)",
          "\(product.routine) による正確な和: \(grouped(product.rows))行、\(product.blocks)区画、"
            + "部分和の上界 \(product.bound)"))
    }
    return lines
  }

  private func flow(_ flow: Trace.Flow) -> String {
    let start = flow.steps.first?.entered ?? flow.remaining
    let steps = flow.steps.map { step in
      let missing =
        step.missing > 0 ? tongue(", \(step.missing) missing", "、欠測\(step.missing)") : ""
      let reason = step.reason.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      return " → \(reason) \(grouped(step.remaining)) (−\(grouped(step.excluded))\(missing))"
    }
    return "\(flow.population): \(flow.base ?? flow.table) \(grouped(start))" + steps.joined()
  }
}
