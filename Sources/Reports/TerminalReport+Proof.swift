import Contract
import Diagnostics
import Language
import Proofs
import Quantities
import Settlement

extension TerminalReport {
  /// What a contract can pay and how its payments move: a short block after the check.
  public func proof(_ proof: ContractProof) -> String {
    guard let first = proof.years.first else { return "" }
    var lines = [tongue("What it can pay", "支払い得る額")]
    var said: Set<String> = []
    for group in groups(proof.years) {
      guard let year = group.first else { continue }
      lines.append("  " + heading(group))
      let text = ProofText(year.contract, tongue)
      var table = TextTable([.left, .left])
      for payment in year.payments where payment.isDue {
        table.add(text.name(.payment(payment.payment)), text.range(payment.reach))
      }
      table.addRule()
      let total = Reach(interval: year.total, of: year.payable)
      table.add(LabelWord.total[tongue], text.range(total))
      let addsTax = year.contract.settlement.tax.map { !$0.isIncluded } ?? false
      table.add(
        addsTax ? tongue("with tax", "税込") : ValueWord.payable[tongue], text.range(year.payable))
      if let one = year.eachPayee {
        table.add(
          tongue("each payee", "支払先ごと"), text.range(Reach(interval: one, of: year.payable)))
      }
      lines += table.lines(indent: 4)
      // How each most is reached, once.
      for payment in year.payments where payment.isDue {
        guard let words = text.most(payment), said.insert(words).inserted else { continue }
        lines.append("    " + SafeText.visible(words))
      }
    }
    let text = ProofText(first.contract, tongue)
    lines.append("  " + tongue("whole term: ", "全期間: ") + text.range(proof.term))
    lines.append(tongue("How payments move", "支払の増減"))
    var table = TextTable([.left, .left])
    for due in proof.whenDue {
      for group in movements(due) {
        guard let (_, payment) = group.first else { continue }
        let years = group.count == due.count ? "" : heading(group.map(\.year)) + ": "
        table.add(
          text.name(.payment(payment.payment)), years + text.movements(payment))
      }
    }
    lines += table.lines()
    if !first.unusedIndicators.isEmpty {
      let names = first.unusedIndicators.map(text.name).joined(separator: tongue(", ", "、"))
      lines.append(tongue("Used by no payment: ", "支払に用いない指標: ") + SafeText.visible(names))
    }
    return joined(lines)
  }

  /// The years of a payment in which it moves alike, one after the other.
  private func movements(
    _ due: [(year: YearProof, payment: PaymentProof)]
  ) -> [[(year: YearProof, payment: PaymentProof)]] {
    var groups: [[(year: YearProof, payment: PaymentProof)]] = []
    var last: String?
    for item in due {
      let words = ProofText(item.year.contract, tongue).movements(item.payment)
      if words == last {
        groups[groups.count - 1].append(item)
      } else {
        groups.append([item])
      }
      last = words
    }
    return groups
  }

  /// Years of which the same is to be said, one after the other.
  private func groups(_ years: [YearProof]) -> [[YearProof]] {
    var groups: [[YearProof]] = []
    var last: [String]?
    for year in years {
      let text = ProofText(year.contract, tongue)
      let words =
        year.payments.map { "\($0.isDue)\(text.range($0.reach))\(text.most($0) ?? "")" }
        + [text.range(year.payable), text.range(Reach(interval: year.total, of: year.payable))]
      if words == last {
        groups[groups.count - 1].append(year)
      } else {
        groups.append([year])
      }
      last = words
    }
    return groups
  }

  private func heading(_ years: [YearProof]) -> String {
    let names = years.map { tongue($0.period.name, $0.period.id.japanese) }
    guard let first = years.first?.period, let last = names.last, years.count > 1 else {
      return names.first ?? ""
    }
    let isUnbroken = zip(years, years.dropFirst()).allSatisfy {
      $0.period.days.end == $1.period.days.start
    }
    guard isUnbroken else { return names.joined(separator: tongue(", ", "・")) }
    let start = first.id.number == nil ? String(first.year) : names[0]
    return tongue("\(names[0]) to \(last)", "\(start)～\(last)")
  }

  // MARK: - Coverage

  /// Which places of a contract were exercised: the number, and the list of those that were not.
  public func coverage(_ coverage: Coverage, of contract: Contract) -> String {
    let (done, all) = (coverage.exercised, coverage.points.count)
    var lines = [tongue("Exercised: \(done) of \(all)", "網羅: \(all)箇所中\(done)箇所")]
    let missing = coverage.missing
    guard !missing.isEmpty else { return joined(lines) }
    lines.append(tongue("Never exercised", "一度も通らない箇所"))
    var table = TextTable([.right, .left, .left, .left])
    let several = Set(coverage.points.lazy.filter { $0.number > 1 }.map(\.span))
    for run in missing {
      guard let first = run.first, let last = run.last else { continue }
      let places = [first, last].map { contract.source.position($0.span.start).line }
      let numbers =
        first.number == last.number ? "\(first.number)" : "\(first.number)–\(last.number)"
      let kinds = first.kind == last.kind ? [first.kind] : run.map(\.kind)
      table.add(
        places[0] == places[1]
          ? tongue("line \(places[0])", "\(places[0])行目")
          : tongue("lines \(places[0])–\(places[1])", "\(places[0])〜\(places[1])行目"),
        first.block, words(kinds) + (several.contains(first.span) ? " \(numbers)" : ""),
        first.text == last.text ? first.text : first.text + " … " + last.text)
    }
    lines += table.lines()
    return joined(lines)
  }

  /// What has never happened at one place: `condition holds, fails`.
  private func words(_ kinds: [Coverage.Kind]) -> String {
    let words = kinds.map { $0.words[tongue] }
    guard tongue == .en else { return words.joined(separator: "・") }
    return words.enumerated().map { place, text in
      place > 0 && text.hasPrefix("condition ") ? String(text.dropFirst("condition ".count)) : text
    }.joined(separator: ", ")
  }

  // MARK: - Readings

  /// What other readings are worth, the largest first.
  public func readings(
    _ worth: [ReadingWorth], unchanged: Int, unchecked: [Reading], of contract: Contract
  ) -> String {
    var lines = [tongue("Other readings, each alone", "別の読み方(一箇所ずつ)")]
    var table = TextTable([.right, .right, .left, .left, .left])
    let quantities = contract.quantities(in: tongue)
    for item in worth {
      let line = contract.source.position(item.reading.span.start).line
      let sign = item.worth.signum > 0 ? "+" : ""
      table.add(
        sign + quantities.text(item.worth, contract.currency),
        tongue("line \(line)", "\(line)行目"), item.reading.block,
        "\(item.reading.written) → \(item.reading.other)", item.on)
    }
    lines += table.lines()
    if worth.isEmpty, unchanged == 0 {
      lines.append(
        "  "
          + tongue(
            "nothing was settled to compare: give --data and --period, or write examples",
            "比べる精算がありません。--dataと--periodを与えるか、計算例を書いてください"))
    } else if worth.isEmpty {
      lines.append("  " + tongue("none changes the payment", "支払額を変えるものはありません"))
    }
    let places = Set(unchecked.map { contract.source.position($0.span.start).line }).sorted()
    let listed = places.map(String.init)
    lines.append(
      tongue(
        "\(unchanged) more change nothing here; \(unchecked.count) cannot be checked"
          + (places.isEmpty
            ? "" : " (\(places.count == 1 ? "line" : "lines") \(listed.joined(separator: ", ")))"),
        "ほかに、支払額の変わらないもの\(unchanged)件、確かめられないもの\(unchecked.count)件"
          + (places.isEmpty ? "" : "(\(listed.joined(separator: "・"))行目)")))
    return joined(lines)
  }
}

extension Coverage {
  /// What was never exercised, place by place; three or more rows of a scale that follow each other are one.
  fileprivate var missing: [ArraySlice<Point>] {
    var runs: [ArraySlice<Point>] = []
    for run in points.split(whereSeparator: \.isExercised) {
      var rest = run
      while let first = rest.first {
        let place = rest.prefix {
          $0.span == first.span && $0.number == first.number && $0.text == first.text
        }
        let rows = rest.prefix { $0.kind == .scaleRow && $0.block == first.block }
        runs.append(rows.count >= 3 ? rows : place)
        rest = rest.dropFirst(runs.last?.count ?? 1)
      }
    }
    return runs
  }
}
