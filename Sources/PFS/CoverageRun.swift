import Contract
import Diagnostics
import Proofs
import Reports
import Settlement

/// What a contract is rehearsed on: its own examples, or a year of records as well.
public struct Rehearsal: Sendable {
  public let file: ContractFile
  /// The records; nil for the examples alone.
  public let request: SettlementRequest?

  /// Rehearses a contract on its examples, and on records if there are some.
  public init(_ file: ContractFile, request: SettlementRequest?) {
    self.file = file
    self.request = request
  }

  /// The contract as in force in each period of its term, each text once.
  ///
  /// - Throws: a refusal if the contract is wrong.
  func contractsInForce() throws(Refusal) -> [Contract] {
    var contracts: [Contract] = []
    // A year whose text is wrong is one that `check` refuses.
    for (_, result) in try file.periodsInForce() {
      guard case .success(let own) = result,
        contracts.last?.replacedLines != own.contract.replacedLines || contracts.isEmpty
      else { continue }
      contracts.append(own.contract)
    }
    return contracts
  }

  /// The contract in force in the period of each example, and the example.
  ///
  /// - Throws: a refusal if the contract is wrong.
  func examples() throws(Refusal) -> [(contract: Contract, example: Example)] {
    let (signed, _) = try file.contract()
    var inForce: [PeriodName: Contract] = [:]
    var found: [(contract: Contract, example: Example)] = []
    for (place, example) in signed.examples.enumerated() {
      if inForce[example.period] == nil {
        inForce[example.period] = try file.contract(period: example.period).contract
      }
      guard let contract = inForce[example.period], contract.examples.indices.contains(place) else {
        continue
      }
      found.append((contract, contract.examples[place]))
    }
    return found
  }
}

/// Which places of a contract its examples exercise, and a settlement of records.
public struct CoverageRun: Sendable {
  public let contract: Contract
  public let coverage: Coverage
  public let path: String
  /// Of the records, if there are some.
  public let warnings: [Diagnostic]

  /// Works the examples and settles the records.
  ///
  /// - Throws: a refusal if the contract or the records are wrong.
  public static func run(
    _ rehearsal: Rehearsal, progress: ContractData.Progress? = nil
  ) throws(Refusal) -> CoverageRun {
    let (signed, _) = try rehearsal.file.contract()
    let run: SettlementRun? =
      if let request = rehearsal.request {
        try SettlementRun.settle(request, observing: true, progress: progress)
      } else { nil }
    var coverage = Coverage(of: try rehearsal.contractsInForce())
    coverage.add(try rehearsal.examples())
    if let run { coverage.add(run.settlement, as: run.period.name) }
    return CoverageRun(
      contract: signed, coverage: coverage, path: rehearsal.file.path, warnings: run?.warnings ?? []
    )
  }

  /// For people.
  public func text(_ tongue: Tongue) -> String {
    TerminalReport(tongue: tongue).coverage(coverage, of: contract)
  }

  /// The contract's own page, coloured by what was exercised.
  public func page(_ tongue: Tongue) -> String {
    CoveragePage(coverage, of: contract, tongue: tongue).html
  }

  /// As canonical JSON on one line.
  public var json: String {
    let document = ProofDocument.json(coverage, of: contract, path: path)
    return String(decoding: document.canonicalBytes, as: UTF8.self) + "\n"
  }
}

extension Coverage {
  /// Adds what examples exercise, each in the contract in force in its period.
  mutating func add(_ examples: [(contract: Contract, example: Example)]) {
    for (contract, example) in examples {
      guard let settlement = Examples.settlement(of: example, in: contract) else { continue }
      add(settlement, as: example.title)
    }
  }
}
