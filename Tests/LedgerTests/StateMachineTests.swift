import Ledger
import Quantities
import Testing

/// All sequences of up to eight actions of three people against the rules of the book.
///
/// Sequences that lead to the same book are followed once; how many there are is counted. What must never
/// be is looked for in the list of events, by rules of the test's own.
@Suite struct StateMachineTests {
  private struct Node {
    let book: Book
    let events: [Event]
    /// How many sequences lead here.
    var sequences: Int
  }

  /// One period; every signature that three people could try with their own and each other's keys.
  @Test func noSequenceLeadsToAForbiddenState() throws {
    let date = try day("2026-05-31")
    let runs = [
      try run(payable: 11_000), try run(payable: 11_001), try run(payable: 8_800, inputs: "b"),
    ]
    let found = try explore(depth: 8) { actions($0, runs, date) }
    found.report("one period, eight actions")
    #expect(found.states > 1_000 && found.accepted > 1_000 && found.refused > 1_000)
  }

  /// Two periods, the second settled after the first, with its correction and the second settled again after
  /// that. To sign and to post is one action here, so that nine actions reach corrections of paid chains.
  @Test func noSequenceOverTwoPeriodsLeadsToAForbiddenState() throws {
    let date = try day("2027-05-31")
    let (first, corrected) = (try run(payable: 11_000), try run(payable: 8_800, inputs: "b"))
    let runs =
      try [first, corrected]
      + [first, corrected].map {
        try run("alpha", "2026", payable: 5_500, priors: [("2025", $0.bundle)])
      }
    let found = try explore(depth: 9) { chainActions($0, runs, date) }
    found.report("two periods, nine actions")
    #expect(found.states > 1_000 && found.accepted > 1_000 && found.refused > 1_000)
  }

  private struct Found {
    var (states, tried, accepted, refused) = (1, 0, 0, 0)

    func report(_ name: String) {
      print(
        "state machine, \(name): \(states) states, \(tried) attempts, \(accepted) accepted, "
          + "\(refused) refused, 0 forbidden states")
    }
  }

  /// Follows all sequences of actions from a ledger whose bank accounts are signed.
  private func explore(depth: Int, _ actions: (Node) -> [Action]) throws -> Found {
    let office = try Office()
    let date = try day("2025-04-01")
    func signature(_ role: Event.Role, _ person: String) -> Event.Content {
      .signature(.init(of: 1, role: role, person: person, key: person, text: ""))
    }
    let contents: [Event.Content] = [
      .opening(.init(ledger: "00", signers: office.tanaka.line + office.suzuki.line)),
      .accounts(.init(payer: "1", payees: "2")), signature(.prepared, "a"),
      signature(.approved, "b"), .posting(of: 1),
    ]
    let events = contents.map { Event(date: date, content: $0) }
    var start = Book()
    for (number, event) in events.enumerated() { try start.apply(event, number: number) }
    var level = [start: Node(book: start, events: events, sequences: 1)]
    var found = Found()
    for _ in 1...depth {
      var next: [Book: Node] = [:]
      for node in level.values {
        for action in actions(node) {
          found.tried += node.sequences
          var book = node.book
          let new: [Event]
          do {
            new = try action(node.book)
            for (place, event) in new.enumerated() {
              try book.apply(event, number: node.events.count + place)
            }
          } catch {
            found.refused += node.sequences
            continue
          }
          found.accepted += node.sequences
          if next[book] != nil {
            next[book]?.sequences += node.sequences
            continue
          }
          let events = node.events + new
          if let fault = forbidden(events) ?? lost(book, events) {
            Issue.record("\(fault): \(events.dropFirst(5).map { String(describing: $0.json) })")
            return found
          }
          next[book] = Node(book: book, events: events, sequences: node.sequences)
        }
      }
      level = next
      found.states += level.count
    }
    return found
  }

  private typealias Action = (Book) throws -> [Event]

  /// Everything that somebody could try: three people with a key each, one of them also with another's
  /// key, and one key under another name.
  private func actions(_ node: Node, _ runs: [Run], _ date: CivilDate) -> [Action] {
    var actions = recording(runs, FiscalYear(2025), date) + moving(node, FiscalYear(2025), date)
    let people = [("a", "k1"), ("b", "k2"), ("c", "k3"), ("a", "k2"), ("b", "k1")]
    for item in node.book.items where item.number > 1 {
      let number = item.number
      actions.append { _ in [Event(date: date, content: .posting(of: number))] }
      for (person, key) in people {
        for role in Event.Role.allCases {
          actions.append { _ in
            [
              Event(
                date: date,
                content: .signature(
                  .init(of: number, role: role, person: person, key: key, text: "")))
            ]
          }
        }
      }
    }
    return actions
  }

  /// The same with signing and posting as one action, and payments of everything together.
  private func chainActions(_ node: Node, _ runs: [Run], _ date: CivilDate) -> [Action] {
    var actions = recording(runs, FiscalYear(2026), date) + moving(node, FiscalYear(2026), date)
    for item in node.book.items where item.isPending {
      let number = item.number
      actions.append { _ in
        [
          .signature(.init(of: number, role: .prepared, person: "a", key: "k1", text: "")),
          .signature(.init(of: number, role: .approved, person: "b", key: "k2", text: "")),
          .posting(of: number),
        ].map { Event(date: date, content: $0) }
      }
    }
    let open = node.book.items.filter { node.book.open($0) != 0 }.map(\.number)
    if open.count > 1 {
      actions.append { book in
        let payment = try book.payment(open, format: .zengin, file: "f", sha256: "0", date: date)
        return [Event(date: date, content: .payment(payment))]
      }
      actions.append { book in
        [Event(date: date, content: .offset(try book.offset(open, date: date)))]
      }
    }
    return actions
  }

  private func recording(
    _ runs: [Run], _ year: FiscalYear, _ date: CivilDate
  ) -> [Action] {
    runs.flatMap { run -> [Action] in
      [
        { book in
          let entry = try book.settlement(run, budget: year, date: date)
          return [Event(date: date, content: .settlement(run, budget: year, entry))]
        },
        { book in
          let restatement = try book.restatement(run, reason: "r", carried: false, date: date)
          return [Event(date: date, content: .restatement(restatement))]
        },
      ]
    }
  }

  /// To take back, to pay, to declare a payment not carried out, to receive, and to close.
  private func moving(_ node: Node, _ year: FiscalYear, _ date: CivilDate) -> [Action] {
    var actions: [Action] = [{ _ in [Event(date: date, content: .closing(year))] }]
    for item in node.book.items where item.number > 1 {
      let number = item.number
      actions += [
        { book in
          let void = try book.void(number, reason: "r", date: date)
          return [Event(date: date, content: .void(void))]
        },
        { book in
          let payment = try book.payment(
            [number], format: .zengin, file: "f", sha256: "0", date: date)
          return [Event(date: date, content: .payment(payment))]
        },
        { book in
          [Event(date: date, content: .receipt(try book.receipt(number, date: date)))]
        },
      ]
    }
    for payment in node.book.payments {
      actions.append { book in
        let reissue = try book.reissue(payment.number, reason: "r", date: date)
        return [Event(date: date, content: .reissue(reissue))]
      }
    }
    return actions
  }

  // MARK: - What must never be

  /// What is wrong with a list of events; nil if nothing is.
  private func forbidden(_ events: [Event]) -> String? {
    var signatures: [Int: [Event.Signature]] = [:]
    var posted: Set<Int> = []
    var runs: [Int: Run] = [:]
    var voids: [Int: Int] = [:]
    var standing: [Int: Int] = [:]
    var instructed: Set<Int> = []
    var received: [Int: Int] = [:]
    var offsets: [Int: [Int]] = [:]
    var setOff: Set<Int> = []
    var reissues: [Int: Event.Reissue] = [:]
    var payments: [Int: [Int]] = [:]
    var closed: FiscalYear?
    var budgets: [Int: FiscalYear] = [:]
    var entries: [Int: Entry] = [:]
    func isClosed(_ number: Int) -> Bool { closed != nil && budgets[number] == closed }
    /// Voids that are in effect: of what was pending at once, of what was posted when they are posted.
    var undone: Set<Int> = []
    /// The run that counts for a period, by the order of postings.
    func counting(_ period: String) -> Run? {
      runs.filter {
        posted.contains($0.key) && !undone.contains($0.key) && $0.value.period == period
      }
      .max { $0.key < $1.key }?.value
    }
    func isMoved(_ number: Int) -> Bool {
      standing[number] != nil || setOff.contains(number)
        || received.contains { $0.value == number && posted.contains($0.key) }
    }
    for (number, event) in events.enumerated() {
      entries[number] = entry(event)
      if let sum = entries[number]?.lines.reduce(0, { $0 + $1.amount }), sum != 0 {
        return "an entry does not balance"
      }
      switch event.content {
      case .settlement(let run, let budget, _):
        budgets[number] = budget
        if closed == budget { return "a settlement in a closed year" }
        let live = runs.filter { !undone.contains($0.key) && $0.value.period == run.period }
        if !live.isEmpty { return "a period is settled twice" }
        if let other = runs.values.first(where: { $0.key == run.key }), other.result != run.result {
          return "one key with two results"
        }
        runs[number] = run
      case .restatement(let restatement):
        if !posted.contains(restatement.replaces) { return "a restatement of what is not posted" }
        if undone.contains(restatement.replaces) { return "a restatement of what is voided" }
        runs[number] = restatement.run
        budgets[number] = restatement.budget
      case .void(let void):
        if undone.contains(void.of) { return "voided twice" }
        voids[number] = void.of
        budgets[number] = void.budget
        if !posted.contains(void.of) {
          undone.formUnion([void.of, number])
        }
      case .receipt(let receipt):
        if isMoved(receipt.of) { return "received what was moved" }
        if (entries[receipt.of]?[.payable] ?? 0) <= 0, offsets[receipt.of] == nil {
          return "received what was not owed back"
        }
        received[number] = receipt.of
        budgets[number] = receipt.budget
      case .offset(let offset):
        for item in offset.items {
          if !posted.contains(item) { return "set off without posting" }
          if isMoved(item) { return "set off what was moved" }
        }
        if offset.rest > 0 { return "set off instead of paid" }
        offsets[number] = offset.items
        budgets[number] = offset.budget
      case .signature(let signature):
        if posted.contains(signature.of) || undone.contains(signature.of) {
          return "a signature on what is not pending"
        }
        signatures[signature.of, default: []].append(signature)
      case .posting(let of):
        let own = signatures[of] ?? []
        guard own.count == 2, own[0].role == .prepared, own[1].role == .approved,
          own[0].person != own[1].person, own[0].key != own[1].key
        else { return "posted without two people" }
        if !posted.insert(of).inserted { return "posted twice" }
        if undone.contains(of) { return "posted although voided" }
        if isClosed(of) { return "posted in a closed year" }
        if let run = runs[of] {
          for prior in run.priors where counting(prior.period)?.bundle != prior.bundle {
            return "posted after a settlement that does not count"
          }
        }
        if let target = voids[of] {
          let bundle = runs[target]?.bundle
          let live = runs.filter { posted.contains($0.key) && !undone.contains($0.key) }
          let later = live.values.contains { run in
            counting(run.period)?.bundle == run.bundle
              && run.priors.contains { $0.bundle == bundle }
          }
          if later { return "voided beneath a later settlement" }
          undone.insert(target)
        }
        for item in offsets[of] ?? [] {
          if isMoved(item) { return "set off what was moved" }
          setOff.insert(item)
        }
        if let reissue = reissues[of] {
          for item in payments[reissue.of] ?? [] { standing[item] = nil }
        }
      case .payment(let payment):
        let items = payment.transfers.flatMap(\.items)
        for item in items {
          if !posted.contains(item) { return "paid without posting" }
          if undone.contains(item) {
            let by = voids.first { $0.value == item && posted.contains($0.key) }?.key
            if by.map(isMoved) != true { return "paid although voided" }
          }
          if standing[item] != nil { return "paid twice" }
          if setOff.contains(item) { return "paid although set off" }
          let isPaid = (entries[item]?[.payable] ?? 0) < 0
          if isClosed(item), isPaid, !instructed.contains(item) { return "paid in a closed year" }
          for prior in runs[item]?.priors ?? [] {
            let replaced = runs.contains { $0.key > item && $0.value.period == runs[item]?.period }
            if !replaced, !undone.contains(item), counting(prior.period)?.bundle != prior.bundle {
              return "paid after a settlement that does not count"
            }
          }
        }
        for item in items { standing[item] = number }
        instructed.formUnion(items)
        payments[number] = items
        if payment.transfers.contains(where: { $0.amount <= 0 }) { return "paid nothing" }
      case .reissue(let reissue): reissues[number] = reissue
      case .closing(let year):
        if closed != nil { return "closed twice" }
        closed = year
      case .opening, .signers, .accounts, .broughtForward: break
      }
    }
    return nil
  }

  /// Whether money is lost: what is owed for each period is what was instructed, less what came in, and what is
  /// open; and what is open can be paid when nothing else has to happen first.
  private func lost(_ book: Book, _ events: [Event]) -> String? {
    for period in ["2025", "2026"] {
      var (owed, moved, open): (Int64, Int64, Int64) = (0, 0, 0)
      for item in book.items where book.run(behind: item)?.period == period {
        let isBooked = events.contains {
          if case .posting(let of) = $0.content { of == item.number } else { false }
        }
        guard isBooked else { continue }
        if case .receipt = item.event.content {
          moved -= item.entry[.payment]
          continue
        }
        owed -= item.entry[.payable]
        open += book.open(item)
        let stands = book.payments.contains { record in
          record.replacedBy == nil
            && record.payment.transfers.contains { $0.items.contains(item.number) }
        }
        if stands || book.offset(of: item.number) != nil { moved += item.owed }
        if case .offset(let offset) = item.event.content { moved -= offset.rest }
      }
      if owed != moved + open { return "\(period): \(owed) owed, \(moved) moved, \(open) open" }
    }
    guard book.items.allSatisfy({ !$0.isPending }), book.stale.isEmpty else { return nil }
    let open = book.items.filter { book.open($0) != 0 }
    guard let date = events.last?.date, open.contains(where: { book.open($0) > 0 }) else {
      return nil
    }
    do throws(LedgerProblem) {
      if open.reduce(0, { $0 + book.open($1) }) <= 0 {
        _ = try book.offset(open.map(\.number), date: date)
        return nil
      }
      _ = try book.payment(
        open.map(\.number), format: .zengin, file: "f", sha256: "0", date: date)
      return nil
    } catch { return "cannot be paid: \(error.code)" }
  }

  private func entry(_ event: Event) -> Entry? {
    switch event.content {
    case .settlement(_, _, let entry), .broughtForward(_, _, let entry): entry
    case .restatement(let restatement): restatement.entry
    case .void(let void): void.entry
    case .receipt(let receipt): receipt.entry
    case .payment(let payment): payment.entry
    case .reissue(let reissue): reissue.entry
    default: nil
    }
  }
}
