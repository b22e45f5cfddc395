import Diagnostics
import Language
import Quantities

// What an example gives beside plain figures: groups, and what earlier periods were paid.

extension Compiler {
  /// `paid earlier 3,000,000 yen`, `paid earlier with tax "P01" 3,300,000 yen`
  struct GivenPayment {
    let payment: EarlierPayment
    let span: Span

    var word: ValueWord { payment.includesTax ? .paidEarlierWithTax : .paidEarlier }

    /// Whether it is what the same payee was paid, with or without tax.
    func isOfSamePayee(as other: GivenPayment) -> Bool {
      payment.payee.map { Array($0.utf8) } == other.payment.payee.map { Array($0.utf8) }
    }
  }

  /// What earlier periods were paid; nil if something else is given.
  func givenPayment(_ cursor: inout Cursor) throws(Skip) -> GivenPayment? {
    let start = cursor.index
    let includesTax = cursor.take(.paidEarlierWithTax)
    guard includesTax || cursor.take(.paidEarlier) else { return nil }
    let payee = try key(&cursor, of: .due, isRequired: false)
    guard payee != nil || !hasPayees else {
      throw unexpected(cursor, expected: "which payee, in quotation marks", "「…」で囲んだ支払先")
    }
    let amount = try money(&cursor)
    return GivenPayment(
      payment: EarlierPayment(amount, includesTax: includesTax, to: payee),
      span: cursor.span(from: start))
  }

  func reportTwice(_ name: String, at span: Span, _ first: Span) {
    report(
      "G103", at: span, "'\(name)' is given twice", "「\(name)」が二度与えられています",
      others: [(first, "first here", "最初の値")])
  }

  /// What earlier periods were paid is taken off, or counts towards a limit: an amount that does neither is none
  /// that the example could test, and where it does both, both amounts are needed.
  func checkHeeded(
    _ given: [GivenPayment], _ period: PeriodName, by settlement: SettlementRule
  ) {
    guard let first = given.first else { return }
    guard !isFirst(period, of: settlement), settlement.basis != .final else {
      report(
        "G147", at: first.span, "no earlier period is settled before \(period)",
        "\(period.japanese)より前に精算する期はありません")
      return
    }
    let isSetOff =
      settlement.basis == .cumulative
      || settlement.basis == .eachYearOnItsOwn && settlement.periodMonths != nil
    // The limit that counts the same earlier periods as the amount that is said.
    let ofTheYear =
      isSetOff ? settlement.basis == .eachYearOnItsOwn : settlement.countsEarlierInYear
    let caps = [ofTheYear ? settlement.yearCap : settlement.termCap].compactMap { $0 }
    let heeded = [
      false: isSetOff || caps.contains { !$0.includesTax },
      true: caps.contains(where: \.includesTax),
    ]
    for payment in given where heeded[payment.payment.includesTax] == false {
      reportUnheeded(
        payment, caps, settlement, isOtherHeeded: heeded[!payment.payment.includesTax] == true)
    }
    guard heeded.values.allSatisfy({ $0 }) else { return }
    for payment in given {
      let other = !payment.payment.includesTax
      let isThere = given.contains {
        $0.payment.includesTax == other && $0.isOfSamePayee(as: payment)
      }
      guard !isThere else { continue }
      let word = other ? ValueWord.paidEarlierWithTax : .paidEarlier
      report(
        "G147", at: payment.span, "'\(word.english)' is needed as well",
        "「\(word.japanese)」も必要です",
        others: caps.map { ($0.span, "this limit", "この上限") },
        remarks: [
          .why(
            "what was paid without tax is deducted or counts towards a limit without tax, what was paid with tax counts towards a limit with tax",
            "税抜きの額は差し引き、または税抜きの上限に算入し、税込みの額は税込みの上限に算入します")
        ])
    }
  }

  private func reportUnheeded(
    _ given: GivenPayment, _ caps: [SettlementRule.Cap], _ settlement: SettlementRule,
    isOtherHeeded: Bool
  ) {
    let other: ValueWord = given.payment.includesTax ? .paidEarlier : .paidEarlierWithTax
    report(
      "G147", at: given.span, "nothing in this contract depends on '\(given.word.english)'",
      "この契約に、「\(given.word.japanese)」で変わるものはありません",
      others: caps.map { ($0.span, "this limit", "この上限") },
      remarks: [
        settlement.tax?.isIncluded == true
          ? .rule(
            "the amounts of this contract include the tax, and so does what was paid earlier",
            "この契約の金額は税込みであり、既に支払った額も税込みです")
          : .rule(
            "a limit written below the line 'tax' counts the tax, one above it does not; earlier payments are deducted without tax",
            "「消費税」の行より下に書いた上限は税込み、上に書いた上限は税抜きです。既に支払った額は税抜きで差し引きます")
      ]
        + (isOtherHeeded ? [.help("say '\(other.english)'", "「\(other.japanese)」と書いてください")] : []))
  }

  /// Whether no period of the term is settled before.
  private func isFirst(_ period: PeriodName, of settlement: SettlementRule) -> Bool {
    guard let term, !termHasYear(period.year - 1, term) else { return false }
    guard let months = settlement.periodMonths, let number = period.number else { return true }
    let start = term.days.start
    return number <= (start.month - term.yearStart + 12) % 12 / months + 1
  }

  /// A group that is given must be one that records can hold: a code of a list, a month of the year.
  func checkGroup(
    _ key: String, of reference: FigureReference, in year: Int, at span: Span
  ) throws(Skip) {
    guard let index = group(of: reference), let grouping = indicators[index]?.grouping else {
      return
    }
    switch grouping {
    case .code(_, let table, let column):
      guard case .oneOf(let codes) = tables[table].types[column] else {
        guard key.isEmpty else { return }
        report("G111", at: span, "a code is not empty", "コードが空です")
        throw Skip()
      }
      guard !codes.contains(where: { $0.utf8.elementsEqual(key.utf8) }) else { return }
      reportUnknown(Name(key), at: span, among: codes.map { Name($0) })
      throw Skip()
    case .month:
      let start = term?.yearStart ?? 1
      guard let first = CivilDate(monthText: key),
        (first.month < start ? first.year - 1 : first.year) == year
      else {
        report(
          "G111", at: span,
          "'\(key)' is not a month of the year \(year), such as \"\(year)-\(start < 10 ? "0" : "")\(start)\"",
          "「\(key)」は\(year)年度の月ではありません(例 「\(year)-\(start < 10 ? "0" : "")\(start)」)")
        throw Skip()
      }
    }
  }
}
