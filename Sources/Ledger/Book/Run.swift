import Evidence
import Quantities
import Settlement

/// A settlement as the ledger records it: which bundle, made from what, and its payable figures.
public struct Run: Hashable, Sendable {
  /// The contract, by its names in both languages; a contract has them for life.
  public struct Contract: Hashable, Sendable {
    public let name: String
    public let otherName: String?
    /// SHA-256 of the contract's bytes as given: its version.
    public let sha256: String

    /// Whether two names are of one contract.
    public func isSame(as other: Contract) -> Bool {
      let names = [other.name, other.otherName].compactMap { $0 }
      return [name, otherName].compactMap { $0 }.contains { own in
        names.contains { $0.utf8.elementsEqual(own.utf8) }
      }
    }
  }

  /// A limit of the contract, in the smallest unit.
  public struct Limit: Hashable, Sendable {
    public let amount: Int64
    public let includesTax: Bool
  }

  /// An earlier settlement that this one was made after.
  public struct Prior: Hashable, Sendable {
    public let period: String
    /// SHA-256 of its bundle's manifest; nil if it was not read from a bundle.
    public let bundle: String?
  }

  public let contract: Contract
  /// The name of the period, and its first and last day.
  public let period: String
  public let from: String
  public let to: String
  /// SHA-256 of the list of input files with theirs.
  public let inputs: String
  /// SHA-256 of the arguments of the run.
  public let parameters: String
  public let semantics: Int
  /// The program's version; it is no part of the key.
  public let engine: String
  /// SHA-256 of the bundle's manifest.
  public let bundle: String
  /// SHA-256 of the figures.
  public let result: String
  /// The identifier of the currency: `yen`.
  public let currency: String
  /// Without tax.
  public let total: Int64
  public let tax: Int64
  /// With tax.
  public let payable: Int64
  /// Less interim payments.
  public let due: Int64
  public let yearLimit: Limit?
  public let termLimit: Limit?
  public let priors: [Prior]

  /// What makes a run the same run: contract version, period, input set, parameters, semantics.
  public var key: String {
    Digest.sha256(
      JSONValue.object([
        .init("contract", .string(contract.sha256)), .init("period", .string(period)),
        .init("inputs", .string(inputs)), .init("parameters", .string(parameters)),
        .init("semantics", .count(semantics)),
      ]).canonicalBytes)
  }

  /// What a limit counts of the run.
  func counted(_ limit: Limit) -> Int64 { limit.includesTax ? payable : total }
}

extension Run {
  /// Reads a bundle.
  ///
  /// - Throws: that the bundle is suspended, or that a figure is no whole amount of the currency.
  public init(_ bundle: Bundle) throws(LedgerProblem) {
    let json: JSONValue
    do throws(BundleError) { json = try bundle.settlement() } catch { throw .bundle(error) }
    guard json["status"]?.string == "settled" else { throw .suspended(bundle.path) }
    let unreadable = LedgerProblem.bundle(
      .unreadable(bundle: bundle.path, file: Bundle.settlementName))
    guard let contract = json["contract"], let name = contract["name"]?.string,
      let version = contract["sha256"]?.string, let period = json["period"],
      let periodName = period["name"]?.string, let from = period["from"]?.string,
      let to = period["to"]?.string, let currency = json["currency"]?.string,
      let semantics = json["engine"]?["semantics"]?.integer,
      let engine = json["engine"]?["version"]?.string,
      let parameters = bundle.manifest.sha256(of: Bundle.argumentsName)
    else { throw unreadable }
    let amounts = Amounts(json: json, currency: currency, path: bundle.path)
    guard let total = try amounts.figure("total"), let payable = try amounts.figure("payable"),
      let due = try amounts.figure("due")
    else { throw unreadable }
    self.contract = Contract(
      name: name, otherName: contract["otherName"]?.string, sha256: version)
    (self.period, self.from, self.to) = (periodName, from, to)
    inputs = Digest.sha256(
      JSONValue.array(
        (json["inputs"]?.elements ?? []).map {
          .object([
            .init("name", $0["name"] ?? .null), .init("sha256", $0["sha256"] ?? .null),
          ])
        }
      ).canonicalBytes)
    self.parameters = parameters
    self.semantics = Int(semantics)
    self.engine = engine
    self.bundle = bundle.manifest.sha256
    result = Digest.sha256(
      JSONValue.object(
        ["currency", "due", "figures", "payments", "status", "suspended"].map {
          .init($0, json[$0] ?? .null)
        }
      ).canonicalBytes)
    self.currency = currency
    self.total = total
    tax = try amounts.figure("tax") ?? 0
    self.payable = payable
    self.due = due
    yearLimit = try amounts.limit("year")
    termLimit = try amounts.limit("term")
    priors = (json["priors"]?.elements ?? []).compactMap { prior in
      prior["period"]?.string.map { Prior(period: $0, bundle: prior["manifest"]?.string) }
    }
  }
}

/// Amounts of a settlement document in the smallest unit of its currency.
private struct Amounts {
  let json: JSONValue
  let currency: String
  let path: String

  /// A figure by its name; nil if there is none.
  func figure(_ name: String) throws(LedgerProblem) -> Int64? {
    let figure = json["figures"]?.elements.first { $0["name"]?.string == name }
    guard let text = figure?["exact"]?.string else { return nil }
    return try amount(Exact(fraction: text))
  }

  func limit(_ name: String) throws(LedgerProblem) -> Run.Limit? {
    guard let limit = json["limits"]?[name], let text = limit["amount"]?.string else { return nil }
    // A limit that is no whole amount is not reached beyond its whole part.
    let smallest = try smallest()
    guard let amount = Exact(decimal: text) else { throw .notAnAmount(path) }
    let whole = amount.rounded(.down, toMultipleOf: smallest)
    return Run.Limit(
      amount: try self.amount(whole), includesTax: limit["includesTax"] == .bool(true))
  }

  private func smallest() throws(LedgerProblem) -> Exact {
    guard let smallest = UnitTable.standard.smallestAmount(of: Unit(currency)) else {
      throw .unknownCurrency(path, currency)
    }
    return smallest
  }

  private func amount(_ value: Exact?) throws(LedgerProblem) -> Int64 {
    let smallest = try smallest()
    guard let value, let count = value.divided(by: smallest)?.int64,
      count.magnitude <= Entry.largestAmount.magnitude
    else { throw .notAnAmount(path) }
    return count
  }
}
