import Crypto
import Evidence
import Foundation
import Ledger
import Quantities
import Settlement
import Testing

/// A person who may sign, with a key of the test's own.
struct Person {
  let name: String
  private let key = Curve25519.Signing.PrivateKey()

  init(_ name: String) { self.name = name }

  /// A string of the SSH wire form, written without the module's own code.
  private static func string(_ bytes: [UInt8]) -> [UInt8] {
    withUnsafeBytes(of: UInt32(bytes.count).bigEndian) { Array($0) } + bytes
  }

  private static func string(_ text: String) -> [UInt8] { string(Array(text.utf8)) }

  private var blob: [UInt8] {
    Self.string("ssh-ed25519") + Self.string(Array(key.publicKey.rawRepresentation))
  }

  /// The line of an allowed_signers file.
  var line: String { "\(name) ssh-ed25519 \(Data(blob).base64EncodedString())\n" }

  /// What `ssh-keygen -Y sign` writes, by PROTOCOL.sshsig.
  func signature(_ message: [UInt8], _ role: Event.Role) throws -> [UInt8] {
    let namespace = "pfs-settlement/\(role.rawValue)"
    let signed =
      Array("SSHSIG".utf8) + Self.string(namespace) + Self.string("") + Self.string("sha512")
      + Self.string(Array(SHA512.hash(data: message)))
    let signature =
      Self.string("ssh-ed25519") + Self.string(Array(try key.signature(for: signed)))
    let whole =
      Array("SSHSIG".utf8) + [0, 0, 0, 1] + Self.string(blob) + Self.string(namespace)
      + Self.string("") + Self.string("sha512") + Self.string(signature)
    let text =
      "-----BEGIN SSH SIGNATURE-----\n"
      + Data(whole).base64EncodedString(options: [.lineLength76Characters, .endLineWithLineFeed])
      + "\n-----END SSH SIGNATURE-----\n"
    return Array(text.utf8)
  }
}

/// A day of a test.
func day(_ text: String) throws -> CivilDate { try #require(CivilDate(iso: text)) }

/// A run with the figures that a test needs.
func run(
  _ contract: String = "alpha", _ period: String = "2025", payable: Int, tax: Int? = nil,
  interim: Int = 0, inputs: String = "a", version: String = "v1", semantics: Int = 1,
  result: String? = nil, bundle: String? = nil, priors: [(String, String)] = [],
  yearLimit: Int? = nil, termLimit: Int? = nil, otherName: String? = nil
) throws -> Run {
  let tax = tax ?? payable / 11
  func limit(_ amount: Int?) -> JSONValue {
    amount.map {
      .object([.init("amount", .count($0)), .init("includesTax", .bool(true))])
    } ?? .null
  }
  let parameters = priors.map { "\($0.0):\($0.1)" }.joined(separator: ",")
  let json = JSONValue.object([
    .init(
      "contract",
      .object([
        .init("name", .string(contract)), .init("otherName", .text(otherName)),
        .init("sha256", .string("\(contract) \(version)")),
      ])),
    .init("period", .string(period)), .init("from", .string("\(period)-04-01")),
    .init("to", .string("\(Int(period).map { $0 + 1 } ?? 0)-03-31")),
    .init("inputs", .string(inputs)),
    .init("parameters", .string(parameters)), .init("semantics", .count(semantics)),
    .init("engine", .string("test")),
    .init("bundle", .string(bundle ?? "\(contract)-\(period)-\(inputs)-\(version)-\(parameters)")),
    .init("result", .string(result ?? "\(payable)")), .init("currency", .string("yen")),
    .init("total", .count(payable - tax)), .init("tax", .count(tax)),
    .init("payable", .count(payable)), .init("due", .count(payable - interim)),
    .init("yearLimit", limit(yearLimit)), .init("termLimit", limit(termLimit)),
    .init(
      "priors",
      .array(
        priors.map {
          .object([.init("period", .string($0.0)), .init("bundle", .string($0.1))])
        })),
  ])
  return try #require(Run(json: json))
}

/// A ledger in memory with two people.
struct Office {
  let tanaka = Person("tanaka@city")
  let suzuki = Person("suzuki@city")
  var history = History()

  init() throws {
    try history.add(
      Event(
        date: try day("2025-04-01"),
        content: .opening(
          .init(
            ledger: String(repeating: "ab", count: 16), signers: tanaka.line + suzuki.line))))
  }

  /// Signs an item as prepared and as approved.
  mutating func sign(_ number: Int, _ date: String) throws {
    let statement = try #require(history.statement(number))
    let date = try day(date)
    _ = try history.sign(number, text: tanaka.signature(statement, .prepared), date: date)
    _ = try history.sign(number, text: suzuki.signature(statement, .approved), date: date)
  }

  /// Records a settlement; the budget is that of the period.
  mutating func record(_ run: Run, _ date: String, budget: Int = 2025) throws -> Int {
    try history.record(run, budget: FiscalYear(budget), date: try day(date)).number
  }

  /// Signs and posts.
  mutating func post(_ number: Int, _ date: String) throws {
    try sign(number, date)
    _ = try history.post(number, date: try day(date))
  }

  mutating func restate(
    _ runs: [Run], _ date: String, carried: Bool = false
  ) throws -> [Int] {
    try history.restate(runs, reason: "late records", carried: carried, date: try day(date)).map(
      \.number)
  }

  mutating func void(_ number: Int, _ date: String) throws -> Int {
    try history.void(number, reason: "mistaken", date: try day(date)).number
  }

  mutating func reissue(_ payment: Int, _ date: String, reason: String = "refused") throws -> Int {
    try history.reissue(payment, reason: reason, date: try day(date)).number
  }

  mutating func offset(_ numbers: [Int], _ date: String) throws -> Int {
    try history.offset(numbers, date: try day(date)).number
  }

  mutating func propose(_ signers: String, _ date: String) throws -> Int {
    try history.propose(signers: signers, date: try day(date)).number
  }

  /// Instructs a payment; the bank accounts are signed with the first.
  mutating func pay(_ numbers: [Int], _ date: String) throws -> Int {
    if history.book.accounts == nil {
      let accounts = Event.Accounts(payer: "1", payees: "2")
      try post(history.propose(accounts: accounts, date: try day(date)).number, date)
    }
    return try instruct(numbers, date)
  }

  /// Instructs a payment with the bank accounts as they are.
  mutating func instruct(_ numbers: [Int], _ date: String) throws -> Int {
    try history.pay(numbers, format: .zengin, named: "f", date: try day(date)) { _, _ in [1] }
      .number
  }

  func entry(_ number: Int) throws -> [String: Int64] {
    let lines = try #require(history.book.item(number)).entry.lines
    return Dictionary(lines.map { ($0.account.rawValue, $0.amount) }, uniquingKeysWith: +)
  }
}

/// The code of the rule that refuses.
func code(_ work: () throws -> some Any) -> String? {
  do {
    _ = try work()
    return nil
  } catch { return (error as? LedgerProblem)?.code }
}

/// Makes a ledger with one settlement that is signed, posted and paid, and one that is pending.
func furnish(_ store: any LedgerStore, _ office: Office) throws {
  #expect(
    try store.create(signers: office.tanaka.line + office.suzuki.line, date: day("2025-04-01")))
  let date = try day("2026-05-01")
  let (one, two) = (try run(payable: 11_000), try run("beta", payable: 5_500))
  try store.change { history throws(LedgerProblem) in
    _ = try history.record(one, budget: FiscalYear(2025), date: date)
  }
  let statement = try #require(try store.read().statement(1))
  let texts = [
    try office.tanaka.signature(statement, .prepared),
    try office.suzuki.signature(statement, .approved),
  ]
  try store.change { history throws(LedgerProblem) in
    for text in texts { _ = try history.sign(1, text: text, date: date) }
    _ = try history.post(1, date: date)
  }
  let accounts = Event.Accounts(payer: "1", payees: "2")
  try store.change { history throws(LedgerProblem) in
    _ = try history.propose(accounts: accounts, date: date)
  }
  let proposal = try #require(try store.read().statement(5))
  let more = [
    try office.tanaka.signature(proposal, .prepared),
    try office.suzuki.signature(proposal, .approved),
  ]
  try store.change { history throws(LedgerProblem) in
    for text in more { _ = try history.sign(5, text: text, date: date) }
    _ = try history.post(5, date: date)
    _ = try history.pay([1], format: .zengin, named: "f", date: date) { _, _ in [1] }
    _ = try history.record(two, budget: FiscalYear(2025), date: date)
  }
}
