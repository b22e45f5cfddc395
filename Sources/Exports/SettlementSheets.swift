import Diagnostics
import Reports
import Settlement

/// The settlement statement (精算書) as sheets: amounts, figures, flow of persons, roundings and evidence.
public struct SettlementSheets {
  private let result: RecordedResult
  private let tongue: Tongue

  public init(_ result: RecordedResult) {
    self.result = result
    tongue = result.tongue
  }

  /// All sheets, the statement first.
  public var sheets: [Sheet] {
    [statement, figures, flows, roundings, evidence].filter { !$0.rows.isEmpty }
  }

  /// The title of the workbook.
  public var title: String { "\(tongue("Settlement statement", "精算書")) \(result.title)" }

  // MARK: - Statement

  private var statement: Sheet {
    var sheet = Sheet(tongue("Statement", "精算書"), widths: [26, 16, 60, 18, 20])
    sheet.add(.head(tongue("Settlement statement", "精算書")))
    if result.document["contract"]?["illustrative"] == .bool(true) {
      sheet.add(.head(tongue("EXAMPLE", "例示")))
    }
    let days = tongue(
      "\(result.text("period", "from")) to \(result.text("period", "to"))",
      "\(result.text("period", "from"))から\(result.text("period", "to"))まで")
    let facts = [
      (tongue("Contract", "契約"), result.title), (tongue("Client", "発注者"), result.client),
      (tongue("Provider", "受託者"), result.provider), (tongue("Settled period", "精算対象期間"), days),
    ]
    for (name, fact) in facts { sheet.add(.head(name), .text(fact)) }
    sheet.addBlank()
    sheet.addHeads(
      tongue("Payment", "区分"), tongue("Clause", "根拠条項"), tongue("Computation", "算定"),
      tongue("Amount", "金額"), tongue("In words", "表記"))
    for entry in result.trace.entries where Self.isMoney(entry) { add(entry, to: &sheet) }
    for suspended in result.trace.suspended {
      let causes = suspended.waitsFor.map { $0[tongue] }.joined(separator: tongue(", ", "、"))
      sheet.add(
        .text(suspended.name[tongue]), .empty,
        .text(tongue("suspended, waits for \(causes)", "保留(原因: \(causes))")))
    }
    return sheet
  }

  private static func isMoney(_ entry: Trace.Entry) -> Bool {
    // `total` is a kind of indicator too.
    entry.source == nil
      && [
        FigureKind.payment, FigureKind.total, FigureKind.tax, FigureKind.payable, FigureKind.due,
        FigureKind.split,
      ].contains(entry.kind)
  }

  private func add(_ entry: Trace.Entry, to sheet: inout Sheet) {
    sheet.add(
      .text(entry.name[tongue]), .text(entry.clause?[tongue] ?? ""),
      .text(entry.working?[tongue] ?? ""), value(entry), .text(entry.value[tongue]))
  }

  private func value(_ entry: Trace.Entry) -> Sheet.Cell {
    result.decimal(of: entry).map { .decimal($0.value) } ?? .text(entry.value[tongue])
  }

  // MARK: - Figures

  /// All figures in order of derivation.
  public var figures: Sheet {
    var sheet = Sheet(tongue("Figures", "数値"), widths: [36, 16, 18, 20, 24, 60, 30])
    sheet.addHeads(
      tongue("Figure", "数値"), tongue("Clause", "根拠条項"), tongue("Value", "値"),
      tongue("In words", "表記"), tongue("Exact fraction", "正確な値"), tongue("Computation", "算定"),
      tongue("Made from", "基になる数値"))
    for entry in result.trace.entries {
      sheet.add(
        .text(entry.name[tongue]), .text(entry.clause?[tongue] ?? ""), value(entry),
        .text(entry.value[tongue]), .text(entry.exact.fraction),
        .text(entry.working?[tongue] ?? ""),
        .text(entry.inputs.joined(separator: tongue(", ", "、"))))
    }
    return sheet
  }

  // MARK: - Flow of persons

  private var flows: Sheet {
    var sheet = Sheet(tongue("Participant flow", "母数の内訳"), widths: [24, 50, 12, 12, 12, 12])
    for flow in result.trace.flows {
      if sheet.rows.isEmpty {
        sheet.addHeads(
          tongue("Population", "集団"), tongue("Condition", "条件"), tongue("Entered", "対象"),
          tongue("Excluded", "除外"), tongue("Missing", "欠測"), tongue("Remaining", "残り"))
      }
      sheet.add(
        .text(flow.population), .text(flow.base ?? flow.table), .empty, .empty, .empty,
        .number("\(flow.remaining)"))
      for step in flow.steps {
        sheet.add(
          .empty, .text(step.reason), .number("\(step.entered)"), .number("\(step.excluded)"),
          .number("\(step.missing)"), .number("\(step.remaining)"))
      }
    }
    return sheet
  }

  // MARK: - Roundings

  private var roundings: Sheet {
    var sheet = Sheet(tongue("Roundings", "端数処理"), widths: [30, 26, 22, 22, 22])
    for entry in result.trace.entries {
      for rounding in entry.roundings {
        if sheet.rows.isEmpty {
          sheet.addHeads(
            tongue("Figure", "数値"), tongue("Rule", "端数処理"), tongue("Before", "処理前"),
            tongue("After", "処理後"), tongue("Effect on the amount due", "支払額への影響"))
        }
        sheet.add(
          .text(entry.name[tongue]), .text(rounding.rule[tongue]),
          .text(rounding.beforeText[tongue]), .text(rounding.afterText[tongue]),
          .text(rounding.effectText?[tongue] ?? ""))
      }
    }
    return sheet
  }

  // MARK: - Evidence

  private var evidence: Sheet {
    var sheet = Sheet(tongue("Evidence", "証拠"), widths: [40, 14, 14, 68])
    sheet.addHeads(
      tongue("File", "ファイル"), tongue("Rows", "行数"), tongue("Bytes", "バイト数"), "SHA-256")
    sheet.add(
      .text(tongue("Manifest of the record", "記録の目録")), .empty, .empty,
      .text(result.manifestSHA256))
    sheet.add(
      .text(tongue("Contract", "契約")), .empty, .empty, .text(result.text("contract", "sha256")))
    for file in result.document["inputs"]?.elements ?? [] {
      func count(_ name: String) -> Sheet.Cell {
        file[name]?.integer.map { .number("\($0)") } ?? .text(file[name]?.string ?? "")
      }
      sheet.add(
        .text(file["name"]?.string ?? ""), count("rows"), count("bytes"),
        .text(file["sha256"]?.string ?? ""))
    }
    return sheet
  }
}
