import Evidence
import Quantities
import Settlement

/// Something that happened, recorded once and never changed. Its number in the ledger is its name.
public struct Event: Hashable, Sendable {
  /// The day that the office gives it.
  public let date: CivilDate
  public let content: Content

  /// Describes an event; whether it is permitted is decided by ``Book``.
  package init(date: CivilDate, content: Content) {
    (self.date, self.content) = (date, content)
  }

  public enum Content: Hashable, Sendable {
    /// The ledger begins.
    case opening(Opening)
    /// A settlement of a period that had none.
    case settlement(Run, budget: FiscalYear, Entry)
    /// A settlement that was made and paid before the ledger began; later ones stand on it.
    case broughtForward(Run, budget: FiscalYear, Entry)
    /// A settlement that replaces another of its period.
    case restatement(Restatement)
    /// The opposite of an item.
    case void(Voiding)
    /// A person's signature on an item.
    case signature(Signature)
    /// An item takes effect.
    case posting(of: Int)
    /// Money is instructed to the bank.
    case payment(Payment)
    /// A payment instruction is declared not carried out, so that it can be made again.
    case reissue(Reissue)
    /// Money that was owed back has come in.
    case receipt(Receipt)
    /// What is owed and what is to be recovered are set off against each other; no money moves.
    case offset(Offset)
    /// Other people may sign.
    case signers(String)
    /// Other bank accounts are paid from and to.
    case accounts(Accounts)
    /// The accounts of a year are closed.
    case closing(FiscalYear)
  }

  /// The first event of a ledger.
  public struct Opening: Hashable, Sendable {
    /// 32 hexadecimal digits, drawn at random: which ledger it is.
    public let ledger: String
    /// The file of the people who may sign.
    public let signers: String

    package init(ledger: String, signers: String) {
      (self.ledger, self.signers) = (ledger, signers)
    }
  }

  /// A corrected settlement: the difference between its figures and what was posted.
  public struct Restatement: Hashable, Sendable {
    public let run: Run
    /// The number of the settlement or restatement that it replaces.
    public let replaces: Int
    public let causes: [Cause]
    public let reason: String
    public let treatment: Treatment
    public let budget: FiscalYear
    public let entry: Entry
  }

  /// Why a restated figure is another.
  public enum Cause: String, Hashable, Sendable, CaseIterable {
    /// The records or the reported figures.
    case data
    /// The text of the contract, or how it is read.
    case contract
    /// The meaning of the language in the program.
    case engine
    /// An earlier settlement of the contract was restated.
    case earlierSettlement
  }

  public struct Voiding: Hashable, Sendable {
    public let of: Int
    public let reason: String
    public let treatment: Treatment?
    public let budget: FiscalYear?
    public let entry: Entry
  }

  /// What a signature says about an item.
  public typealias Role = SignatureRole

  public struct Signature: Hashable, Sendable {
    public let of: Int
    public let role: Role
    /// The person, as the signers' file names them.
    public let person: String
    /// The fingerprint of the key.
    public let key: String
    /// The armoured signature.
    public let text: String

    /// Who signed.
    public var signatory: Signatory { Signatory(person: person, key: key) }

    package init(of: Int, role: Role, person: String, key: String, text: String) {
      (self.of, self.role, self.person, self.key, self.text) = (of, role, person, key, text)
    }
  }

  public struct Payment: Hashable, Sendable {
    /// What one contract's payee receives.
    public struct Transfer: Hashable, Sendable {
      public let contract: String
      /// The numbers of the items that it pays.
      public let items: [Int]
      /// In the smallest unit, above zero.
      public let amount: Int64
    }

    public let transfers: [Transfer]
    /// The number of the item by which two people signed the bank accounts.
    public let accounts: Int
    public let currency: String
    public let format: PaymentFormat
    /// The name of the file, without its directory.
    public let file: String
    /// SHA-256 of its bytes.
    public let sha256: String
    public let entry: Entry
  }

  public struct Reissue: Hashable, Sendable {
    /// The number of the payment.
    public let of: Int
    public let reason: String
    public let entry: Entry
  }

  public struct Receipt: Hashable, Sendable {
    /// The number of the item that was to be recovered.
    public let of: Int
    /// The year whose accounts the money enters: the one that paid until 31 May, afterwards that of the day.
    public let budget: FiscalYear
    public let entry: Entry
  }

  /// Items of one contract that leave nothing to be paid together (相殺).
  public struct Offset: Hashable, Sendable {
    /// The numbers of the items, in order.
    public let items: [Int]
    /// What is still to be recovered of them, in the smallest unit: zero, or negative.
    public let rest: Int64
    /// The year whose accounts the rest is recovered to.
    public let budget: FiscalYear
  }

  /// The files with the bank accounts. They stay with the office; what was signed is their hash.
  public struct Accounts: Hashable, Sendable {
    /// SHA-256 of the file with the payer's account.
    public let payer: String
    /// SHA-256 of the file with the payees' accounts.
    public let payees: String

    /// Names the files by their hashes.
    public init(payer: String, payees: String) { (self.payer, self.payees) = (payer, payees) }
  }
}

/// The forms of a payment instruction.
public enum PaymentFormat: String, Hashable, Sendable, CaseIterable {
  /// 全銀協規定フォーマット, 総合振込.
  case zengin
  /// ISO 20022 customer credit transfer initiation, pain.001.
  case pain001
}
