import Contract
import Diagnostics
import Language
import Quantities
import Settlement

extension ContractProof {
  /// What the parties should know before they sign: limits that decide or never do, conditions that
  /// decide nothing, and places where more is worth less. Each once, in the order of the text.
  public var diagnostics: [Diagnostic] {
    withoutMonths + yearCap + termCap + idleLimits + settledConditions + turns
  }

  // MARK: - Periods that cannot be settled

  /// Blocks that count calendar months in periods that have no whole number of them.
  private var withoutMonths: [Diagnostic] {
    var lacking: [(block: FigureReference, years: [YearProof])] = []
    for year in years {
      guard let block = year.contract.lackingMonths(in: year.period) else { continue }
      if let place = lacking.firstIndex(where: { $0.block == block }) {
        lacking[place].years.append(year)
      } else {
        lacking.append((block, [year]))
      }
    }
    return lacking.map { block, years in
      let first = years[0]
      let contract = first.contract
      let (name, days) = (contract.declaration(of: block), first.period.yearToDate)
      let names =
        years.map(\.period.name).joined(separator: ", ") + (years.count == 1 ? " has" : " have")
      func named(_ tongue: Tongue) -> String { contract.name(name, in: tongue) }
      return Diagnostic(
        code: "B806", severity: .warning,
        headline: Text(
          en: "'\(named(.en))' counts calendar months, of which \(names) no whole number",
          ja:
            "「\(named(.ja))」は暦月を数えますが、\(years.map(\.period.id.japanese).joined(separator: "、"))の期間は暦月の整数になりません"
        ),
        labels: [Label(span: name.span, source: contract.source)],
        remarks: [
          .why(
            "the settlement would stop (F403): of \(first.period.name) the term has \(days)",
            "精算が止まります(F403)。\(first.period.id.japanese)の契約期間は\(days.start)から\(days.lastDay)までです"),
          .help(
            "let the term begin and end with a month, or state the amount of such a year by itself (years …)",
            "契約期間を月初から月末までとするか、その年度の金額を別に定めてください(「対象年度 …」)"),
        ])
    }
  }

  // MARK: - Limits

  private var yearCap: [Diagnostic] {
    // Where there are several payees, the limit is of each.
    let capped = years.compactMap { year in
      year.contract.settlement.yearCap.map { cap in
        let (sum, withTax) = year.ofPayee ?? (year.sum, year.withTax)
        return (year, cap, cap.includesTax ? withTax : sum)
      }
    }
    guard let (first, cap, _) = capped.first else { return [] }
    let over = capped.filter { _, cap, before in before.upper.map { $0 > cap.amount } ?? true }
    // A limit that is what the payments come to at most is their ceiling, and says so.
    let isReached = capped.contains { _, cap, before in before.upper == cap.amount }
    if over.isEmpty, isReached { return [] }
    if over.isEmpty {
      return [
        idle(
          cap.span, .yearCap, cap.amount, first.contract,
          most: capped.compactMap { $0.2.upper }.max() ?? 0)
      ]
    }
    return over.prefix(1).map { year, cap, before in
      binding(
        cap.span, .yearCap, cap.amount, before, year.contract,
        whatEnglish: "the payments of \(year.period.name)"
          + (year.ofPayee == nil ? "" : " to a payee"),
        whatJapanese: "\(year.period.id.japanese)の\(year.ofPayee == nil ? "" : "支払先ごとの")支払")
    }
  }

  private var termCap: [Diagnostic] {
    guard let contract = years.last?.contract, contract.settlement.forEach == nil,
      let cap = contract.settlement.termCap,
      let before = beforeTermCap
    else { return [] }
    if before.upper == cap.amount { return [] }
    guard before.upper.map({ $0 > cap.amount }) ?? true else {
      return [idle(cap.span, .termCap, cap.amount, contract, most: before.upper ?? 0)]
    }
    return [
      binding(
        cap.span, .termCap, cap.amount, before, contract,
        whatEnglish: "the payments of all years", whatJapanese: "全年度の支払")
    ]
  }

  private func binding(
    _ span: Span, _ label: LabelWord, _ cap: Exact, _ before: Interval, _ contract: Contract,
    whatEnglish: String, whatJapanese: String
  ) -> Diagnostic {
    func text(_ value: Exact, _ tongue: Tongue) -> String {
      contract.quantities(in: tongue).text(value, contract.currency)
    }
    let headline =
      before.upper.map { most in
        Text(
          en:
            "\(whatEnglish), each at its most, come to \(text(most, .en)), more than the \(label.english)",
          ja: "\(whatJapanese)は、それぞれ最大の場合に計\(text(most, .ja))となり、\(label.japanese)を超えます")
      }
      ?? Text(
        en: "\(whatEnglish) have no limit of their own; only the \(label.english) sets one",
        ja: "\(whatJapanese)自体には限度がなく、\(label.japanese)だけが限度です")
    return Diagnostic(
      code: "B801", severity: .warning, headline: headline,
      labels: [
        Label(
          span: span,
          text: Text(en: "then \(text(cap, .en)) is paid", ja: "この場合は\(text(cap, .ja))を支払います"),
          source: contract.source)
      ],
      remarks: [
        .why(
          "what the payments promise beyond the limit is never paid",
          "限度を超える分は、各支払の定めにかかわらず支払われません")
      ])
  }

  private func idle(
    _ span: Span, _ label: LabelWord, _ limit: Exact?, _ contract: Contract, most: Exact?
  ) -> Diagnostic {
    let figure = most.map {
      Text(
        en: contract.quantities(in: .en).text($0, contract.currency),
        ja: contract.quantities(in: .ja).text($0, contract.currency))
    }
    return Diagnostic(
      code: "B802", severity: .warning,
      headline: Text(
        en: "this \(label.english) can never act", ja: "この\(label.japanese)が効くことはありません"),
      labels: [Label(span: span, source: contract.source)],
      remarks: figure.map {
        [
          .note(
            label == .floor
              ? "the amount is never below \($0.en)" : "the amount is at most \($0.en)",
            label == .floor ? "金額は\($0.ja)を下回りません" : "金額は最大\($0.ja)です")
        ]
      } ?? [])
  }

  /// Caps and floors of payments that are idle in every year in which the payment is due.
  private var idleLimits: [Diagnostic] {
    guard let contract = years.first?.contract else { return [] }
    return contract.payments.indices.flatMap { index -> [Diagnostic] in
      let due = years.map { $0.payments[index] }.filter(\.isDue)
      guard let first = due.first else { return [] }
      return first.idleLimits.filter { limit in
        due.allSatisfy { $0.idleLimits.contains { $0.span == limit.span } }
      }.map { limit in
        let label: LabelWord = limit.isCap ? .cap : .floor
        let ends = due.compactMap {
          limit.isCap ? $0.reach.interval.upper : $0.reach.interval.lower
        }
        return idle(
          limit.span, label, nil, contract, most: limit.isCap ? ends.max() : ends.min())
      }
    }
  }

  // MARK: - Conditions

  private var settledConditions: [Diagnostic] {
    guard let first = years.first else { return [] }
    return first.settledConditions.filter { condition in
      years.allSatisfy { year in
        year.settledConditions.contains {
          $0.span == condition.span && $0.condition.figure == condition.condition.figure
            && $0.alwaysHolds == condition.alwaysHolds
        }
      }
    }.map { condition in
      let contract = first.contract
      let reach = first.intervals[condition.condition.figure] ?? .any
      func what(_ tongue: Tongue) -> String {
        let id = contract.id(of: condition.condition.figure)
        return contract.quantities(in: tongue).interval(
          reach, contract.unit(of: condition.condition.figure), decimals: contract.decimals(of: id))
      }
      func name(_ tongue: Tongue) -> String {
        contract.name(contract.declaration(of: condition.condition.figure), in: tongue)
      }
      return Diagnostic(
        code: condition.alwaysHolds ? "B803" : "B804", severity: .warning,
        headline: condition.alwaysHolds
          ? Text(
            en: "the condition on '\(name(.en))' always holds",
            ja: "「\(name(.ja))」についての条件は必ず満たされます")
          : Text(
            en: "the condition on '\(name(.en))' never holds",
            ja: "「\(name(.ja))」についての条件が満たされることはありません"),
        labels: [Label(span: condition.span, source: contract.source)],
        remarks: [
          .note(
            "possible figures of '\(name(.en))': \(what(.en))", "「\(name(.ja))」の取り得る値: \(what(.ja))"
          )
        ])
    }
  }

  // MARK: - More that is worth less

  private var turns: [Diagnostic] {
    var said: Set<String> = []
    return whenDue.joined().flatMap { year, payment -> [Diagnostic] in
      let contract = year.contract
      let english = ProofText(contract, .en)
      let japanese = ProofText(contract, .ja)
      return payment.movements.filter { $0.kind == .turning }.flatMap { movement -> [Diagnostic] in
        movement.turns.compactMap { loss in
          // What is so in several years is said once.
          let words = "\(payment.payment) \(loss.turn.spans) \(english.loss(loss))"
          guard said.insert(words).inserted else { return nil }
          // What the turn leads to first, then what it comes from.
          let places = loss.turn.spans.reversed().enumerated().map { place, span in
            Label(span: span, text: Text.none, primary: place == 0, source: contract.source)
          }
          return Diagnostic(
            code: "B805", severity: .warning,
            headline: Text(
              en:
                "\(english.more(loss.turn.figure)) can pay less of '\(english.name(.payment(payment.payment)))'",
              ja:
                "\(japanese.more(loss.turn.figure))と「\(japanese.name(.payment(payment.payment)))」が減ることがあります"
            ), labels: places,
            remarks: [.why(english.loss(loss), japanese.loss(loss))])
        }
      }
    }
  }
}
