import Foundation
import TestSupport
import Testing

/// An office with two people, whose keys `ssh-keygen` makes, and a settled programme.
struct LedgerOffice {
  let scratch: Scratch

  var ledger: String { scratch["ledger"] }

  /// With a ledger, and the bundle `FY2025` of 3,300 yen with 300 yen tax.
  init(create: Bool = true) throws {
    scratch = try Programme.settled()
    var signers = ""
    for person in ["tanaka", "suzuki"] {
      let made = try keygen("-q", "-t", "ed25519", "-N", "", "-C", "", "-f", scratch[person])
      #expect(made.status == 0, "\(made.errors)")
      signers += "\(person)@city \(try scratch.text("\(person).pub"))"
    }
    try scratch.write("signers", signers)
    try scratch.write(
      "payer.csv",
      """
      code,bank,bank name,branch,branch name,kind,number,holder
      1234567890,0001,ミズホ,001,ホンテン,当座,1234567,エイシ カイケイカンリシャ
      """)
    try scratch.write(
      "payees.csv",
      """
      契約,銀行番号,銀行名,支店番号,支店名,預金種目,口座番号,口座名義
      small,0005,ミツビシ,123,ヤマグチ,普通,7654321,カ)CANARYベンダー
      """)
    if create { try done("create", "--signers", scratch["signers"], "--date", "2026-04-01") }
  }

  private func keygen(_ arguments: String...) throws -> Finished {
    try Command.process("/usr/bin/ssh-keygen", arguments)
  }

  /// `pfs ledger COMMAND ledger …`
  func run(
    _ command: String, _ arguments: String..., environment: [String: String] = [:]
  ) throws -> Finished {
    try Command.run(["ledger", command, ledger] + arguments, environment: environment)
  }

  /// The same, which must succeed; its output.
  @discardableResult
  func done(_ command: String, _ arguments: String...) throws -> String {
    let run = try Command.run(["ledger", command, ledger] + arguments)
    #expect(run.status == 0, "\(command): \(run.errors)")
    return run.output
  }

  /// The first letters of the ledger's own name, as its checkpoint has it.
  func name() throws -> String {
    let line = try done("checkpoint").split(separator: "\n").first { $0.hasPrefix("ledger ") }
    return String(try #require(line).dropFirst("ledger ".count).prefix(12))
  }

  /// A person's signature on an item, as a file.
  func signature(_ number: Int, _ person: String, _ role: String) throws -> String {
    let text = try scratch.write(
      "item-\(number)-\(role)", try done("show", "\(number)", "--statement"))
    try? scratch.remove("item-\(number)-\(role).sig")
    let made = try keygen(
      "-q", "-Y", "sign", "-f", scratch[person], "-n", "pfs-settlement/\(role)", text)
    #expect(made.status == 0, "\(made.errors)")
    return text + ".sig"
  }

  /// Both signatures, and the posting.
  func post(_ number: Int, _ date: String) throws {
    for (person, role) in [("tanaka", "prepared"), ("suzuki", "approved")] {
      try done(
        "approve", "\(number)", "--signature", try signature(number, person, role), "--date", date)
    }
    try done("post", "\(number)", "--date", date)
  }

  /// Has the bank accounts signed.
  func accounts(_ date: String = "2026-05-12") throws {
    try done(
      "accounts", "--payer", scratch["payer.csv"], "--payees", scratch["payees.csv"], "--date",
      date)
    let items = try #require(try list()["items"] as? [[String: Any]])
    try post(try #require(items.last?["number"] as? Int), date)
  }

  /// The arguments of an export of item 1.
  var payment: [String] {
    [
      "1", "--to", "zengin", "--payer", scratch["payer.csv"], "--payees", scratch["payees.csv"],
      "--date", "2026-05-20", "--output", scratch["out/transfer"],
    ]
  }

  /// Exports item 1.
  func pay(environment: [String: String] = [:]) throws -> Finished {
    try Command.run(["ledger", "export", ledger] + payment, environment: environment)
  }

  /// The ledger as JSON.
  func list() throws -> [String: Any] {
    let json = try JSONSerialization.jsonObject(
      with: Data(try done("list", "--format", "json").utf8))
    return try #require(json as? [String: Any])
  }
}
