import Contract
import Diagnostics
import Execution
import Language
import Quantities

/// Why a settlement, or one of its figures, cannot be derived.
enum SettlementProblem {
  case outsideEveryRow(achievement: Int, FigureID, Exact, Unit)
  case divisionByZero(FigureID)
  case periodNotWholeMonths(FigureID)
  case interimMissing
  case interimUnused(Exact)
  case interimNotWhole(Exact)
  case priorsMissing([PeriodName])
  case priorNotEarlier(String)
  case priorTwice(String)
  case onlyFinal(PeriodName)
  case reservedName(String, Span)
  case notMeasured(FigureID)
  case unitsDiffer(FigureID)
  case fractionInDue(Exact)
  case previousNotRecorded(FigureID, String)
  /// Payees of earlier periods without a figure now.
  case payeesMissing([String])

  /// The stable code.
  var code: String {
    switch self {
    case .outsideEveryRow: "F401"
    case .divisionByZero: "F402"
    case .periodNotWholeMonths: "F403"
    case .interimMissing: "F411"
    case .interimUnused: "F412"
    case .interimNotWhole: "F413"
    case .priorsMissing: "F421"
    case .priorNotEarlier: "F422"
    case .priorTwice: "F423"
    case .onlyFinal: "F424"
    case .previousNotRecorded: "F426"
    case .payeesMissing: "F427"
    case .reservedName: "F425"
    case .notMeasured: "F490"
    case .unitsDiffer: "F491"
    case .fractionInDue: "F492"
    }
  }

  var severity: Severity {
    switch self {
    case .outsideEveryRow, .divisionByZero, .previousNotRecorded: .stop
    case .notMeasured, .unitsDiffer, .fractionInDue: .internal
    default: .error
    }
  }

  func diagnostic(contract: Contract, period: SettlementPeriod) -> Diagnostic {
    let parts = message(contract: contract, period: period)
    return Diagnostic(
      code: code, severity: severity, headline: parts.headline,
      labels: [
        Label(span: parts.span, text: parts.label, primary: true, source: contract.source)
      ],
      remarks: parts.remarks)
  }

  private struct Message {
    var headline: Text
    var span: Span
    var label = Text(en: "", ja: "")
    var remarks: [Remark] = []
  }

  private func message(contract: Contract, period: SettlementPeriod) -> Message {
    switch self {
    case .outsideEveryRow(let index, let id, let value, let unit):
      outside(
        contract, period, contract.achievements[index], id,
        contract.text(value, unit, decimals: contract.decimals(of: id)))
    case .divisionByZero(let id): divisionByZero(contract, period, id)
    case .previousNotRecorded(let id, let year):
      Message(
        headline: Text(
          en: "the settlement of \(year) has no figure for '\(named(contract, id).en)'",
          ja: "\(japanese(year))の精算に「\(named(contract, id).ja)」の値がありません"),
        span: span(contract, of: id),
        remarks: [
          Remark(
            kind: .why,
            lines: [
              Text(
                en: "it was stopped in that year, or its group is new, and nothing stands for it",
                ja: "その年度に中止されたか、新しい区分であるため、代わりの値がありません")
            ])
        ])
    case .payeesMissing(let keys):
      Message(
        headline: Text(
          en:
            "earlier periods paid \(keys.map { "'\($0)'" }.joined(separator: ", ")), and \(period.name) has "
            + "no figure for \(keys.count == 1 ? "this payee" : "these payees")",
          ja: "以前の期に支払った\(keys.map { "「\($0)」" }.joined())について、\(period.id.japanese)の数値がありません"),
        span: contract.settlement.declaration.span,
        remarks: [
          Remark(
            kind: .why,
            lines: [
              Text(
                en: "what they were paid would never be set off",
                ja: "支払済みの額が精算されないままになります")
            ]),
          Remark(
            kind: .help,
            lines: [
              Text(
                en:
                  "declare the column as 'one of' all payees, or keep a row of each in the records",
                ja: "列を全支払先の「いずれか」として定めるか、各支払先の行を記録に残します")
            ]),
        ])
    case .periodNotWholeMonths(let id):
      Message(
        headline: Text(
          en: "\(named(contract, id).en) needs whole calendar months; \(period.name) has none",
          ja: "「\(named(contract, id).ja)」は暦月を数えますが、\(period.id.japanese)の期間は暦月の整数になりません"),
        span: span(contract, of: id))
    case .interimMissing, .interimUnused, .interimNotWhole: interim(contract, period)
    case .reservedName(let name, let span):
      Message(
        headline: Text(
          en: "'\(name)' is the name of a line of every settlement",
          ja: "「\(name)」は精算の各行に用いる名前です"), span: span,
        remarks: [
          Remark(
            kind: .help,
            lines: [
              Text(
                en: "name the block otherwise; total, tax, payable and due are taken",
                ja: "別の名前にします(total、tax、payable、due は使えません)")
            ])
        ])
    case .priorsMissing, .priorNotEarlier, .priorTwice, .onlyFinal: priors(contract, period)
    case .notMeasured, .unitsDiffer, .fractionInDue: internalError(contract)
    }
  }

  private func outside(
    _ contract: Contract, _ period: SettlementPeriod, _ achievement: Achievement, _ id: FigureID,
    _ value: Text
  ) -> Message {
    let name = named(contract, FigureID(achievement.declaration.name))
    return Message(
      headline: Text(
        en: "'\(name.en)' has no row for \(value.en)", ja: "「\(name.ja)」には\(value.ja)に当たる段がありません"),
      span: achievement.declaration.span,
      label: Text(
        en: "\(named(contract, id).en) of \(period.name) is \(value.en)",
        ja: "\(period.id.japanese)の\(named(contract, id).ja)は\(value.ja)です"),
      remarks: [
        Remark(
          kind: .note,
          lines: [
            Text(
              en: "what depends on '\(name.en)' is suspended; other payments are settled",
              ja: "「\(name.ja)」に基づく支払は保留し、その他の支払は精算します")
          ])
      ])
  }

  private func divisionByZero(_ contract: Contract, _ period: SettlementPeriod, _ id: FigureID)
    -> Message
  {
    let name = named(contract, id)
    return Message(
      headline: Text(
        en: "'\(name.en)' of \(period.name) divides by zero and is not defined",
        ja: "\(period.id.japanese)の「\(name.ja)」は零による割り算になり、値が定まりません"),
      span: span(contract, of: id),
      remarks: [
        Remark(
          kind: .why,
          lines: [
            Text(
              en: "nothing is assumed: a figure that is not defined is not zero",
              ja: "値が定まらないものを零とはみなしません")
          ])
      ])
  }

  private func interim(_ contract: Contract, _ period: SettlementPeriod) -> Message {
    let rule = contract.settlement
    let span = rule.deductionSpan ?? rule.totalSpan
    switch self {
    case .interimUnused(let amount):
      let text = contract.text(amount, contract.currency)
      return Message(
        headline: Text(
          en: "interim payments of \(text.en) were given, but the contract does not deduct any",
          ja: "中間払\(text.ja)が指定されましたが、契約に中間払の控除がありません"),
        span: rule.declaration.span,
        remarks: [
          Remark(
            kind: .help,
            lines: [
              Text(
                en: "leave the amount out, or add 'less  interim payments' to the contract",
                ja: "金額の指定をやめるか、契約の精算に「控除  中間払」を書きます")
            ])
        ])
    case .interimNotWhole(let amount):
      let text = contract.text(amount, contract.currency)
      return Message(
        headline: Text(
          en: "interim payments cannot be \(text.en)", ja: "中間払の額を\(text.ja)とすることはできません"),
        span: span,
        remarks: [
          Remark(
            kind: .rule,
            lines: [
              Text(
                en: "an amount that was paid is whole and not negative",
                ja: "支払済みの額は、負でなく、通貨の最小単位の整数倍です")
            ])
        ])
    default:
      return Message(
        headline: Text(
          en: "the interim payments of \(period.name) were not given",
          ja: "\(period.id.japanese)の中間払の額が指定されていません"),
        span: span,
        label: Text(en: "deducted here", ja: "ここで控除します"),
        remarks: [
          Remark(
            kind: .rule,
            lines: [
              Text(
                en: "what the contract uses must be given; nothing missing counts as zero",
                ja: "契約が用いる額は必ず指定します(指定のないものを零とはみなしません)")
            ]),
          Remark(
            kind: .help,
            lines: [
              Text(
                en:
                  "write what was paid in the period, 0 if nothing, into reported.csv of the data:",
                ja: "期間中の支払済額(なければ 0)を、データの reported.csv に書きます:"),
              Text(
                en: "figure,value,unit,evidence",
                ja: "指標,値,単位,資料"),
              Text(
                en: "interim payments,6600000,yen,payment order 12",
                ja: "中間払,6600000,円,支出命令書第12号"),
            ]),
        ])
    }
  }

  private func priors(_ contract: Contract, _ period: SettlementPeriod) -> Message {
    let rule = contract.settlement
    let span = rule.termCap?.span ?? rule.basisSpan
    switch self {
    case .priorsMissing(let names):
      let list = names.map(\.description).joined(separator: ", ")
      let names = (first: "\(names.first.map(\.description) ?? "")", ja: names.map(\.japanese))
      return Message(
        headline: Text(
          en: "settling \(period.name) needs the earlier settlements of \(list)",
          ja: "\(period.id.japanese)の精算には、\(names.ja.joined(separator: "・"))の精算が必要です"),
        span: span,
        label: Text(
          en: "depends on what earlier years paid", ja: "過年度の支払額によって決まります"),
        remarks: [
          Remark(
            kind: .help,
            lines: [
              Text(
                en: "name the bundle of each earlier year:  --prior FY\(names.first)",
                ja: "各年度の精算の記録を指定します:  --prior FY\(names.first)")
            ])
        ])
    case .priorTwice(let name):
      return Message(
        headline: Text(
          en: "two earlier settlements of \(name) were given", ja: "\(japanese(name))の精算が二つ指定されています"
        ),
        span: span)
    case .onlyFinal(let name):
      return Message(
        headline: Text(
          en: "this contract is settled once, for \(name)",
          ja: "この契約は\(name.japanese)に一括して精算します"),
        span: rule.basisSpan)
    case .priorNotEarlier(let name):
      return Message(
        headline: Text(
          en:
            "the settlement of \(name) is not of an earlier \(period.id.number == nil ? "year" : "period") of this contract's term",
          ja:
            "\(japanese(name))の精算は、この契約の\(period.id.japanese)より前の\(period.id.number == nil ? "年度" : "期")のものではありません"
        ),
        span: span)
    default:
      return internalError(contract)
    }
  }

  /// The name of a period as a bundle records it.
  private func japanese(_ name: String) -> String { PeriodName(name)?.japanese ?? name }

  private func internalError(_ contract: Contract) -> Message {
    switch self {
    case .notMeasured(let id):
      Message(
        headline: Text(
          en: "'\(named(contract, id).en)' was neither measured nor stopped",
          ja: "「\(named(contract, id).ja)」が測定も中止もされていません"),
        span: span(contract, of: id))
    case .unitsDiffer(let id):
      Message(
        headline: Text(
          en: "the units in '\(named(contract, id).en)' do not combine",
          ja: "「\(named(contract, id).ja)」の単位が合いません"),
        span: span(contract, of: id))
    case .fractionInDue(let value):
      Message(
        headline: Text(
          en: "the amount due has a fraction: \(value.fraction)",
          ja: "支払額に端数があります: \(value.fraction)"),
        span: contract.settlement.declaration.span)
    default:
      Message(
        headline: Text(en: "the settlement failed", ja: "精算できませんでした"),
        span: contract.settlement.declaration.span)
    }
  }

  private func named(_ contract: Contract, _ id: FigureID) -> Text {
    Text(en: contract.name(of: id, in: .en), ja: contract.name(of: id, in: .ja))
  }

  /// The block that defines a figure, or the settlement.
  private func span(_ contract: Contract, of id: FigureID) -> Span {
    let references =
      contract.indicators.indices.map { FigureReference.indicator($0) }
      + contract.achievements.indices.map { .achievement($0) }
      + contract.scores.indices.map { .score($0) } + contract.payments.indices.map { .payment($0) }
    let found = references.first {
      contract.declaration(of: $0).name.utf8.elementsEqual(id.name.utf8)
    }
    return found.map { contract.declaration(of: $0).span } ?? contract.settlement.totalSpan
  }
}
