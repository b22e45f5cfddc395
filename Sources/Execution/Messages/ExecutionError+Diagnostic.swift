import Contract
import Diagnostics
import Language
import Quantities

extension ExecutionError {
  /// The message in both languages, pointing at the block of the contract.
  public func diagnostic(in contract: Contract, period: SettlementPeriod) -> Diagnostic {
    Diagnostic(
      code: code, severity: severity, headline: headline(period),
      labels: place.map { [label($0, in: contract)] } ?? [], remarks: remarks(contract.units))
  }

  private struct Mark {
    let declaration: Declaration
    let span: Span
  }

  private var place: Mark? {
    switch self {
    case .nobody(let indicator, _), .tooFewPersons(let indicator, _, _, _),
      .inBothGroups(let indicator, _), .reportedMissing(let indicator),
      .reportedUnit(let indicator, _), .tooFewRows(let indicator, _, _, _),
      .noTotal(let indicator), .notMeasured(let indicator, _), .unexpectedMissing(let indicator, _),
      .ungrouped(let indicator, _),
      .uncertified(let indicator, _):
      Mark(declaration: indicator.declaration, span: indicator.kindSpan)
    case .tie(let declaration, _), .secondRow(let declaration, _), .overflow(let declaration, _),
      .outsideScale(let declaration, _), .zeroDivisor(let declaration, _),
      .unrounded(let declaration), .unbalancedFlow(let declaration):
      Mark(declaration: declaration, span: declaration.span)
    case .inconsistentPlan: nil
    }
  }

  private func label(_ mark: Mark, in contract: Contract) -> Label {
    let text =
      mark.declaration.clause.map { Text(en: $0.text(in: .en), ja: $0.text(in: .ja)) } ?? .none
    return Label(span: mark.span, text: text, source: contract.source)
  }

  /// A figure's name with its key.
  private static func name(_ indicator: Indicator, _ key: GroupKey?) -> String {
    FigureID(indicator.declaration.name, key: key).description
  }

  private static func persons(_ count: Int) -> String {
    count == 1 ? "1 person" : "\(count) persons"
  }

  private static func rows(_ count: Int) -> String { count == 1 ? "1 row" : "\(count) rows" }

  private func headline(_ period: SettlementPeriod) -> Text {
    switch self {
    case .nobody(let indicator, let key):
      let name = Self.name(indicator, key)
      return Text(
        en: "'\(name)' \(period.name) has nobody to be measured on",
        ja: "\(period.id.japanese)の「\(name)」の対象者が1人もいません")
    case .tooFewPersons(let indicator, let key, let found, let needed):
      let name = Self.name(indicator, key)
      return Text(
        en:
          "\(name) \(period.name) is suspended: \(Self.persons(found)), required at least \(needed)",
        ja: "\(period.id.japanese)の「\(name)」を中止します:対象者は\(found)人で、必要な\(needed)人に足りません")
    case .tie(let value, let lines):
      return Text(
        en: "'\(value.name)' cannot decide between rows for \(Self.persons(lines.total))",
        ja: "「\(value.name)」でどの行を採るか定まらない人が\(lines.total)人います")
    case .secondRow(let value, let lines):
      return Text(
        en:
          "'\(value.name)' allows one row, and \(Self.persons(lines.total)) \(lines.total == 1 ? "has" : "have") more",
        ja: "「\(value.name)」は1人1行ですが、2行以上ある人が\(lines.total)人います")
    case .overflow(let block, let rows):
      return Text(
        en: "'\(block.name)' is too large to be held in \(Self.rows(rows))",
        ja: "「\(block.name)」の値が大きすぎて扱えない行が\(rows)行あります")
    case .inBothGroups(let indicator, let persons):
      let name = indicator.declaration.name
      return Text(
        en: "\(Self.persons(persons)) \(persons == 1 ? "is" : "are") in both groups of '\(name)'",
        ja: "「\(name)」の介入側と対照側の両方に属する人が\(persons)人います")
    case .reportedMissing(let indicator):
      let name = indicator.declaration.name
      return Text(
        en: "no reported value of '\(name)' was given for \(period.name)",
        ja: "\(period.id.japanese)の「\(name)」の報告値がありません")
    case .reportedUnit(let indicator, _):
      return Text(
        en: "the reported value of '\(indicator.declaration.name)' is in another unit",
        ja: "「\(indicator.declaration.name)」の報告値の単位が異なります")
    case .outsideScale(let block, let rows):
      return Text(
        en: "'\(block.name)': no line of the scale covers \(Self.rows(rows))",
        ja: "「\(block.name)」で尺度のどの段にも当てはまらない行が\(rows)行あります")
    case .zeroDivisor(let block, let rows):
      return Text(
        en: "'\(block.name)' divides by zero in \(Self.rows(rows))",
        ja: "「\(block.name)」で0による除算となる行が\(rows)行あります")
    case .unrounded(let block):
      return Text(
        en: "'\(block.name)' can have endless decimals and states no 'record'",
        ja: "「\(block.name)」は割り切れないことがありますが、端数処理が定められていません")
    case .tooFewRows(let indicator, let key, let found, let needed):
      let name = Self.name(indicator, key)
      return Text(
        en:
          "'\(name)' needs at least \(needed) persons; there \(found == 1 ? "is" : "are") \(found)",
        ja: "「\(name)」には\(needed)人以上が必要ですが、\(found)人です")
    case .noTotal(let indicator):
      return Text(
        en: "'\(indicator.declaration.name)' is a share of a total of zero",
        ja: "「\(indicator.declaration.name)」の基になる合計が0です")
    case .notMeasured(let indicator, let other):
      return Text(
        en:
          "'\(indicator.declaration.name)' needs '\(other.name)', which is assumed and not measured",
        ja: "「\(indicator.declaration.name)」に必要な「\(other.name)」は仮定の値で、測定されていません")
    case .unbalancedFlow(let population):
      return Text(
        en: "the flow of '\(population.name)' does not add up",
        ja: "「\(population.name)」の内訳の合計が合いません")
    case .inconsistentPlan(let what):
      return Text(
        en: "the plan contradicts itself: \(what)", ja: "計算手順に矛盾があります: \(what)")
    case .unexpectedMissing(let indicator, let rows):
      return Text(
        en: "'\(indicator.declaration.name)' is missing in \(Self.rows(rows)) where it cannot be",
        ja: "「\(indicator.declaration.name)」が欠けるはずのない\(rows)行で欠けています")
    case .ungrouped(let indicator, let rows):
      return Text(
        en: "\(Self.rows(rows)) of '\(indicator.declaration.name)' belong to no group",
        ja: "「\(indicator.declaration.name)」に、どの区分にも属さない行が\(rows)行あります")
    case .uncertified(let indicator, let what):
      return Text(
        en: "a sum of '\(indicator.declaration.name)' could not be certified exact: \(what)",
        ja: "「\(indicator.declaration.name)」の合計が正確であることを確かめられません: \(what)")
    }
  }

  private static func remark(_ lines: Lines) -> Remark {
    let shown = lines.first.reduce(0) { $0 + $1.lines.count }
    let isCut = lines.total > shown
    let en = lines.first.map { part in
      "\(part.file), line\(part.lines.count == 1 ? "" : "s") "
        + part.lines.map(String.init).joined(separator: ", ")
    }
    let ja = lines.first.map { part in
      "\(part.file) の" + part.lines.map(String.init).joined(separator: "、")
    }
    return Remark(
      .data,
      Text(
        en: en.joined(separator: "; ") + (isCut ? ", …" : ""),
        ja: ja.joined(separator: "行目、") + (isCut ? "、…" : "") + "行目"))
  }

  private static func howToReport(in unit: Unit, _ units: UnitTable) -> Text {
    guard let grades = units.grades(of: unit) else {
      return Text(
        en: "give it in reported.csv (figure, value, unit, evidence), in \(unit), with the "
          + "document that it stands in",
        ja: "単位 \(unit) の値を、根拠となる資料とともに reported.csv(指標、値、単位、資料)に書いてください")
    }
    return Text(
      en: "give it in reported.csv (figure, grade, evidence), one of "
        + grades.map(\.english).joined(separator: ", ")
        + ", with the document that it stands in",
      ja: "評語(\(grades.map(\.japanese).joined(separator: "、")))のいずれかを、根拠となる資料とともに "
        + "reported.csv(指標、評定、資料)に書いてください")
  }

  private func remarks(_ units: UnitTable) -> [Remark] {
    switch self {
    case .nobody:
      [
        Remark(
          .rule,
          Text(
            en: "a rate, mean or quantile of nobody has no value; it is never taken as zero",
            ja: "対象者のいない割合・平均・分位点には値がなく、0とはみなしません"))
      ]
    case .tooFewPersons:
      [
        Remark(
          .note,
          Text(
            en: "figures that do not depend on it are settled",
            ja: "これに基づかない数値は精算されます"))
      ]
    case .tie(_, let lines):
      [
        Self.remark(lines),
        Remark(
          .rule,
          Text(
            en: "rows that tie must agree in the figure; nothing is chosen by the order of rows",
            ja: "順位が同じ行は値が一致しなければなりません。行の並び順では選びません")),
      ]
    case .secondRow(_, let lines):
      [
        Self.remark(lines),
        Remark(
          .help,
          Text(
            en: "state which row counts: earliest, latest, largest, smallest, nearest to or mean",
            ja: "どの行を採るかを定めてください(最初、最後、最大、最小、最も近い、平均)")),
      ]
    case .overflow:
      [
        Remark(
          .rule,
          Text(
            en:
              "numbers are held exactly in 64 bits with their decimals, dates in the years 1 to 9999",
            ja: "数は小数部を含めて64ビットの整数で正確に保持し、日付は西暦1年から9999年までです"))
      ]
    case .inBothGroups:
      [
        Remark(
          .help,
          Text(
            en: "leave them out of one of the two populations by a condition",
            ja: "条件により、どちらかの集団から除いてください"))
      ]
    case .reportedMissing(let indicator):
      [Remark(.help, Self.howToReport(in: indicator.unit, units))]
    case .reportedUnit(let indicator, let found):
      [
        Remark(
          .rule,
          Text(
            en: "the contract says \(indicator.unit), the report \(found)",
            ja: "契約の単位は \(indicator.unit)、報告値の単位は \(found) です"))
      ]
    case .outsideScale:
      [
        Remark(
          .help,
          Text(
            en: "let the scale cover the value, or the table's range exclude it",
            ja: "尺度の段を補うか、表の値の範囲で除いてください"))
      ]
    case .zeroDivisor:
      [
        Remark(
          .help,
          Text(
            en: "leave such rows out by a condition", ja: "そのような行を条件で除いてください"))
      ]
    case .unrounded:
      [
        Remark(
          .rule,
          Text(
            en: "a division or a mean in a row is rounded by the contract's 'record' line",
            ja: "個人値の除算と平均は、契約の端数処理に従って丸めます"))
      ]
    case .unbalancedFlow, .inconsistentPlan, .unexpectedMissing, .uncertified:
      [
        Remark(
          .note,
          Text(
            en:
              "this is a fault of the program, not of the contract or the data; nothing was settled",
            ja: "契約やデータではなく、プログラムの誤りです。精算は行われていません"))
      ]
    case .ungrouped:
      [
        Remark(
          .why,
          Text(
            en: "they would be counted for nobody, and so paid to nobody",
            ja: "どの区分にも数えられず、支払われないことになります")),
        Remark(
          .help,
          Text(
            en: "leave such rows out by a condition, which the flow then shows, or mend the data",
            ja: "条件で除く(内訳に示されます)か、データを補ってください")),
      ]
    case .tooFewRows, .noTotal, .notMeasured: []
    }
  }
}
