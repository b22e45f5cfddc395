import Quantities

/// Something that needs two people before it takes effect: a settlement, a restatement, a void, a
/// reissue, a receipt, a set-off, a change of signers or of bank accounts.
public struct Item: Hashable, Sendable {
  /// Where an item stands.
  public enum State: Hashable, Sendable {
    /// Waits for signatures and posting.
    case pending
    case posted(CivilDate)
    /// Voided before it took effect, by the item with this number.
    case withdrawn(by: Int)
    /// Posted, and reversed by the item with this number.
    case reversed(by: Int)
  }

  /// The number of its event.
  public let number: Int
  public let event: Event
  public internal(set) var state = State.pending
  /// In the order in which they were made.
  public internal(set) var signatures: [Event.Signature] = []
  /// The number of the event by which it took effect.
  var posting: Int?
  /// The day of the last event about it.
  var latest: CivilDate
  /// Of settlements and restatements.
  public let run: Run?
  /// What makes the run the same run.
  let key: String?

  init(number: Int, event: Event) {
    (self.number, self.event, latest) = (number, event, event.date)
    run =
      switch event.content {
      case .settlement(let run, _, _), .broughtForward(let run, _, _): run
      case .restatement(let restatement): restatement.run
      default: nil
      }
    key = run?.key
  }

  /// Its lines; none for a change of signers or accounts.
  public var entry: Entry {
    switch event.content {
    case .settlement(_, _, let entry), .broughtForward(_, _, let entry): entry
    case .restatement(let restatement): restatement.entry
    case .void(let void): void.entry
    case .reissue(let reissue): reissue.entry
    case .receipt(let receipt): receipt.entry
    default: .empty
    }
  }

  /// The year whose accounts it enters; nil where it enters none.
  public var budget: FiscalYear? {
    switch event.content {
    case .settlement(_, let budget, _), .broughtForward(_, let budget, _): budget
    case .receipt(let receipt): receipt.budget
    case .offset(let offset): offset.budget
    case .restatement(let restatement): restatement.budget
    case .void(let void): void.budget
    default: nil
    }
  }

  /// What it leaves to be paid to the contractor (positive) or recovered, as long as no money has moved.
  public var owed: Int64 {
    if case .offset(let offset) = event.content { offset.rest } else { -entry[.payable] }
  }

  /// How a correction enters the accounts.
  public var treatment: Treatment? {
    switch event.content {
    case .restatement(let restatement): restatement.treatment
    case .void(let void): void.treatment
    default: nil
    }
  }

  public var isPending: Bool { state == .pending }

  /// Whether it was voided or reversed by another item.
  var isTakenBack: Bool {
    switch state {
    case .withdrawn(let by): by != number
    case .reversed: true
    case .pending, .posted: false
    }
  }

  /// Whether it has taken effect and has not been reversed.
  public var isInForce: Bool { if case .posted = state { true } else { false } }

  /// Whether its lines are in the books: posted, reversed or not.
  public var isBooked: Bool {
    switch state {
    case .posted, .reversed: true
    case .pending, .withdrawn: false
    }
  }

  /// Whether both people have signed.
  public var isApproved: Bool {
    Event.Role.allCases.allSatisfy { role in signatures.contains { $0.role == role } }
  }
}

/// A payment instruction in the book.
public struct PaymentRecord: Hashable, Sendable {
  public let number: Int
  public let date: CivilDate
  public let payment: Event.Payment
  /// The posted reissue that declares it not carried out.
  public internal(set) var replacedBy: Int?
}
