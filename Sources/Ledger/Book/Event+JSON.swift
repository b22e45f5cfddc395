import Quantities
import Settlement

// Events as canonical JSON: these bytes are stored, and the chain is over them.

extension Event {
  /// The stored form.
  public var json: JSONValue {
    .object([.init("date", .string(date.description)), .init("kind", .string(kind))] + members)
  }

  /// The word for what happened.
  public var kind: String {
    switch content {
    case .opening: "opening"
    case .settlement: "settlement"
    case .broughtForward: "broughtForward"
    case .restatement: "restatement"
    case .void: "void"
    case .signature: "signature"
    case .posting: "posting"
    case .payment: "payment"
    case .reissue: "reissue"
    case .receipt: "receipt"
    case .offset: "offset"
    case .signers: "signers"
    case .accounts: "accounts"
    case .closing: "closing"
    }
  }

  private var members: [JSONValue.Member] {
    switch content {
    case .opening(let opening):
      [
        .init("form", .integer(1)), .init("ledger", .string(opening.ledger)),
        .init("signers", .string(opening.signers)),
      ]
    case .settlement(let run, let budget, let entry),
      .broughtForward(let run, let budget, let entry):
      [
        .init("run", run.json), .init("budget", .count(budget.year)), .init("entry", entry.json),
      ]
    case .restatement(let restatement):
      [
        .init("run", restatement.run.json), .init("replaces", .count(restatement.replaces)),
        .init("causes", .array(restatement.causes.map { .string($0.rawValue) })),
        .init("reason", .string(restatement.reason)),
        .init("treatment", .string(restatement.treatment.rawValue)),
        .init("budget", .count(restatement.budget.year)), .init("entry", restatement.entry.json),
      ]
    case .void(let void):
      [
        .init("of", .count(void.of)), .init("reason", .string(void.reason)),
        .init("treatment", .text(void.treatment?.rawValue)),
        .init("budget", void.budget.map { .count($0.year) } ?? .null),
        .init("entry", void.entry.json),
      ]
    case .signature(let signature):
      [
        .init("of", .count(signature.of)), .init("role", .string(signature.role.rawValue)),
        .init("person", .string(signature.person)), .init("key", .string(signature.key)),
        .init("signature", .string(signature.text)),
      ]
    case .posting(let number): [.init("of", .count(number))]
    case .payment(let payment):
      [
        .init(
          "transfers",
          .array(
            payment.transfers.map {
              .object([
                .init("contract", .string($0.contract)),
                .init("items", .array($0.items.map { .count($0) })),
                .init("amount", .integer($0.amount)),
              ])
            })),
        .init("accounts", .count(payment.accounts)), .init("currency", .string(payment.currency)),
        .init("format", .string(payment.format.rawValue)), .init("file", .string(payment.file)),
        .init("sha256", .string(payment.sha256)), .init("entry", payment.entry.json),
      ]
    case .reissue(let reissue):
      [
        .init("of", .count(reissue.of)), .init("reason", .string(reissue.reason)),
        .init("entry", reissue.entry.json),
      ]
    case .receipt(let receipt):
      [
        .init("of", .count(receipt.of)), .init("budget", .count(receipt.budget.year)),
        .init("entry", receipt.entry.json),
      ]
    case .offset(let offset):
      [
        .init("items", .array(offset.items.map { .count($0) })),
        .init("rest", .integer(offset.rest)),
        .init("budget", .count(offset.budget.year)),
      ]
    case .accounts(let accounts):
      [.init("payer", .string(accounts.payer)), .init("payees", .string(accounts.payees))]
    case .signers(let text): [.init("signers", .string(text))]
    case .closing(let year): [.init("year", .count(year.year))]
    }
  }

  /// Reads the stored form; nil if something is missing or of another kind.
  public init?(_ json: JSONValue) {
    guard let date = json["date"]?.string.flatMap(CivilDate.init(iso:)),
      let kind = json["kind"]?.string, let content = Self.content(kind, json)
    else { return nil }
    self.init(date: date, content: content)
    // What is not understood must not be passed over.
    guard self.json == json else { return nil }
  }

  private static func content(_ kind: String, _ json: JSONValue) -> Content? {
    let budget = json["budget"]?.integer.map { FiscalYear(Int($0)) }
    let entry = json["entry"].flatMap(Entry.init(json:))
    let reason = json["reason"]?.string
    let number = json["of"]?.integer.map { Int($0) }
    let treatment = json["treatment"]?.string.flatMap(Treatment.init)
    switch kind {
    case "opening":
      guard let ledger = json["ledger"]?.string, let signers = json["signers"]?.string else {
        return nil
      }
      return .opening(Opening(ledger: ledger, signers: signers))
    case "settlement", "broughtForward":
      guard let run = json["run"].flatMap(Run.init(json:)), let budget, let entry else {
        return nil
      }
      return kind == "settlement"
        ? .settlement(run, budget: budget, entry) : .broughtForward(run, budget: budget, entry)
    case "restatement":
      guard let run = json["run"].flatMap(Run.init(json:)), let budget, let entry, let reason,
        let treatment, let replaces = json["replaces"]?.integer
      else { return nil }
      let causes = (json["causes"]?.elements ?? []).compactMap {
        $0.string.flatMap(Cause.init(rawValue:))
      }
      return .restatement(
        Restatement(
          run: run, replaces: Int(replaces), causes: causes, reason: reason, treatment: treatment,
          budget: budget, entry: entry))
    case "void":
      guard let number, let reason, let entry else { return nil }
      return .void(
        Voiding(of: number, reason: reason, treatment: treatment, budget: budget, entry: entry))
    case "signature":
      guard let number, let role = json["role"]?.string.flatMap(Role.init(rawValue:)),
        let person = json["person"]?.string, let key = json["key"]?.string,
        let text = json["signature"]?.string
      else { return nil }
      return .signature(Signature(of: number, role: role, person: person, key: key, text: text))
    case "posting": return number.map { .posting(of: $0) }
    case "payment":
      let transfers = (json["transfers"]?.elements ?? []).compactMap { item -> Payment.Transfer? in
        guard let contract = item["contract"]?.string, let amount = item["amount"]?.integer else {
          return nil
        }
        return Payment.Transfer(
          contract: contract,
          items: (item["items"]?.elements ?? []).compactMap { $0.integer.map { Int($0) } },
          amount: amount)
      }
      guard let accounts = json["accounts"]?.integer, let currency = json["currency"]?.string,
        let file = json["file"]?.string,
        let format = json["format"]?.string.flatMap(PaymentFormat.init),
        let sha256 = json["sha256"]?.string, let entry
      else { return nil }
      return .payment(
        Payment(
          transfers: transfers, accounts: Int(accounts), currency: currency, format: format,
          file: file, sha256: sha256, entry: entry))
    case "reissue":
      guard let number, let reason, let entry else { return nil }
      return .reissue(Reissue(of: number, reason: reason, entry: entry))
    case "receipt":
      guard let number, let budget, let entry else { return nil }
      return .receipt(Receipt(of: number, budget: budget, entry: entry))
    case "offset":
      guard let rest = json["rest"]?.integer, let budget else { return nil }
      let items = (json["items"]?.elements ?? []).compactMap { $0.integer.map { Int($0) } }
      return .offset(Offset(items: items, rest: rest, budget: budget))
    case "accounts":
      guard let payer = json["payer"]?.string, let payees = json["payees"]?.string else {
        return nil
      }
      return .accounts(Accounts(payer: payer, payees: payees))
    case "signers": return json["signers"]?.string.map { .signers($0) }
    case "closing": return json["year"]?.integer.map { .closing(FiscalYear(Int($0))) }
    default: return nil
    }
  }
}

extension Entry {
  var json: JSONValue {
    .array(
      lines.map {
        .object([
          .init("account", .string($0.account.rawValue)), .init("amount", .integer($0.amount)),
        ])
      })
  }

  init?(json: JSONValue) {
    let lines = json.elements.compactMap { item -> EntryLine? in
      guard let account = item["account"]?.string.flatMap(Account.init),
        let amount = item["amount"]?.integer
      else { return nil }
      return EntryLine(account: account, amount: amount)
    }
    guard lines.count == json.elements.count else { return nil }
    self.init(lines)
  }
}

extension Run {
  package var json: JSONValue {
    func limit(_ limit: Limit?) -> JSONValue {
      limit.map {
        .object([
          .init("amount", .integer($0.amount)), .init("includesTax", .bool($0.includesTax)),
        ])
      } ?? .null
    }
    return .object([
      .init(
        "contract",
        .object([
          .init("name", .string(contract.name)), .init("otherName", .text(contract.otherName)),
          .init("sha256", .string(contract.sha256)),
        ])),
      .init("period", .string(period)), .init("from", .string(from)), .init("to", .string(to)),
      .init("inputs", .string(inputs)), .init("parameters", .string(parameters)),
      .init("semantics", .count(semantics)), .init("engine", .string(engine)),
      .init("bundle", .string(bundle)), .init("result", .string(result)),
      .init("currency", .string(currency)), .init("total", .integer(total)),
      .init("tax", .integer(tax)), .init("payable", .integer(payable)),
      .init("due", .integer(due)), .init("yearLimit", limit(yearLimit)),
      .init("termLimit", limit(termLimit)),
      .init(
        "priors",
        .array(
          priors.map {
            .object([.init("period", .string($0.period)), .init("bundle", .text($0.bundle))])
          })),
    ])
  }

  package init?(json: JSONValue) {
    func limit(_ name: String) -> Limit? {
      guard let limit = json[name], let amount = limit["amount"]?.integer else { return nil }
      return Limit(amount: amount, includesTax: limit["includesTax"] == .bool(true))
    }
    func text(_ name: String) -> String? { json[name]?.string }
    func amount(_ name: String) -> Int64? {
      json[name]?.integer.flatMap {
        $0.magnitude <= Entry.largestAmount.magnitude ? $0 : nil
      }
    }
    guard let name = json["contract"]?["name"]?.string,
      let version = json["contract"]?["sha256"]?.string, let period = text("period"),
      let from = text("from"), let to = text("to"), let inputs = text("inputs"),
      let parameters = text("parameters"), let semantics = json["semantics"]?.integer,
      let engine = text("engine"), let bundle = text("bundle"), let result = text("result"),
      let currency = text("currency"), let total = amount("total"), let tax = amount("tax"),
      let payable = amount("payable"), let due = amount("due")
    else { return nil }
    self.init(
      contract: Contract(
        name: name, otherName: json["contract"]?["otherName"]?.string, sha256: version),
      period: period, from: from, to: to, inputs: inputs, parameters: parameters,
      semantics: Int(semantics), engine: engine, bundle: bundle, result: result,
      currency: currency, total: total, tax: tax, payable: payable, due: due,
      yearLimit: limit("yearLimit"), termLimit: limit("termLimit"),
      priors: (json["priors"]?.elements ?? []).compactMap { prior in
        prior["period"]?.string.map { Prior(period: $0, bundle: prior["bundle"]?.string) }
      })
  }
}

extension CivilDate {
  /// `2026-05-31`, and no other form; nil for a day that does not exist.
  public init?(iso text: String) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.map(\.utf8.count) == [4, 2, 2],
      parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }),
      let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2])
    else { return nil }
    self.init(year: year, month: month, day: day)
  }
}
