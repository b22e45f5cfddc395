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

  @Test func noSequenceLeadsToAForbiddenState() throws {
    let office = try Office()
    let first = try run(payable: 11_000)
    let date = try day("2026-05-31")
    let runs = [first, try run(payable: 11_001), try run(payable: 8_800, inputs: "b")]
    let opening = Event(
      date: date,
      content: .opening(.init(ledger: "00", signers: office.tanaka.line + office.suzuki.line)))
    var start = Book()
    try start.apply(opening, number: 0)
    var level = [start: Node(book: start, events: [opening], sequences: 1)]
    var (states, tried, accepted, refused) = (1, 0, 0, 0)
    for _ in 1...8 {
      var next: [Book: Node] = [:]
      for node in level.values {
        for action in actions(node, runs, date) {
          tried += node.sequences
          guard let event = action(node.book) else {
            refused += node.sequences
            continue
          }
          var book = node.book
          do throws(LedgerProblem) {
            try book.apply(event, number: node.events.count)
          } catch {
            refused += node.sequences
            continue
          }
          accepted += node.sequences
          if next[book] != nil {
            next[book]?.sequences += node.sequences
            continue
          }
          let events = node.events + [event]
          if let fault = forbidden(events) {
            Issue.record("\(fault): \(events.dropFirst().map { String(describing: $0.json) })")
            return
          }
          next[book] = Node(book: book, events: events, sequences: node.sequences)
        }
      }
      level = next
      states += level.count
    }
    print(
      "state machine: \(states) states, \(tried) attempts in sequences of up to eight actions, "
        + "\(accepted) accepted, \(refused) refused, 0 forbidden states")
    #expect(states > 1_000 && accepted > 1_000 && refused > 1_000)
  }

  private typealias Action = (Book) -> Event?

  /// Everything that somebody could try: three people with a key each, one of them also with another's
  /// key, and one key under another name.
  private func actions(_ node: Node, _ runs: [Run], _ date: CivilDate) -> [Action] {
    func event(_ content: Event.Content) -> Event { Event(date: date, content: content) }
    var actions: [Action] = []
    for run in runs {
      actions.append { book in
        (try? book.settlement(run, budget: FiscalYear(2025), date: date)).map {
          event(.settlement(run, budget: FiscalYear(2025), $0))
        }
      }
      actions.append { book in
        (try? book.restatement(run, reason: "r", carried: false, date: date)).map {
          event(.restatement($0))
        }
      }
    }
    let people = [("a", "k1"), ("b", "k2"), ("c", "k3"), ("a", "k2"), ("b", "k1")]
    for item in node.book.items {
      let number = item.number
      actions.append { book in
        (try? book.void(number, reason: "r", date: date)).map { event(.void($0)) }
      }
      actions.append { _ in event(.posting(of: number)) }
      actions.append { book in
        (try? book.payment([number], format: .zengin, file: "f", sha256: "0", date: date)).map {
          event(.payment($0))
        }
      }
      for (person, key) in people {
        for role in Event.Role.allCases {
          actions.append { _ in
            event(.signature(.init(of: number, role: role, person: person, key: key, text: "")))
          }
        }
      }
    }
    for payment in node.book.payments {
      let number = payment.number
      actions.append { book in
        (try? book.reissue(number, reason: "r")).map { event(.reissue($0)) }
      }
    }
    actions.append { _ in event(.closing(FiscalYear(2025))) }
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
    var reissues: [Int: Event.Reissue] = [:]
    var payments: [Int: [Int]] = [:]
    var closed = false
    var budgets: [Int: FiscalYear] = [:]
    func isClosed(_ number: Int) -> Bool { closed && budgets[number] == FiscalYear(2025) }
    /// Voids that are in effect: of what was pending at once, of what was posted when they are posted.
    var undone: Set<Int> = []
    for (number, event) in events.enumerated() {
      if let sum = sum(event), sum != 0 { return "an entry does not balance" }
      switch event.content {
      case .settlement(let run, let budget, _):
        budgets[number] = budget
        if closed { return "a settlement in a closed year" }
        let live = runs.keys.filter { !undone.contains($0) }
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
        if let target = voids[of] { undone.insert(target) }
        if let reissue = reissues[of] {
          for item in payments[reissue.of] ?? [] { standing[item] = nil }
        }
      case .payment(let payment):
        let items = payment.transfers.flatMap(\.items)
        for item in items {
          if !posted.contains(item) { return "paid without posting" }
          if undone.contains(item) { return "paid although voided" }
          if standing[item] != nil { return "paid twice" }
          if isClosed(item) { return "paid in a closed year" }
          standing[item] = number
        }
        payments[number] = items
        if payment.transfers.contains(where: { $0.amount <= 0 }) { return "paid nothing" }
      case .reissue(let reissue): reissues[number] = reissue
      case .closing:
        if closed { return "closed twice" }
        closed = true
      case .opening, .signers: break
      }
    }
    return nil
  }

  private func sum(_ event: Event) -> Int64? {
    let entry: Entry? =
      switch event.content {
      case .settlement(_, _, let entry): entry
      case .restatement(let restatement): restatement.entry
      case .void(let void): void.entry
      case .payment(let payment): payment.entry
      case .reissue(let reissue): reissue.entry
      default: nil
      }
    return entry?.lines.reduce(0) { $0 + $1.amount }
  }
}
