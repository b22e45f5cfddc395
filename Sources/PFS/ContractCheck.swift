import Contract
import Diagnostics
import Proofs
import Settlement

/// Everything that can be said about a contract before anybody signs.
public struct ContractCheck: Sendable {
  public let file: ContractFile
  /// Of the text as signed and as in force in every settlement year, each once, in order.
  public let diagnostics: [Diagnostic]
  /// The contract as first signed, if it is free of errors.
  public let contract: Contract?
  /// What it can pay and how its payments move, if it is free of errors.
  public let proof: ContractProof?

  /// Checks the text as signed, then as amended for each settlement year of the term, and works the
  /// examples of each year.
  public init(_ file: ContractFile) {
    self.file = file
    var found = UniqueDiagnostics()
    var inForce: [(contract: Contract, period: SettlementPeriod)] = []
    do throws(Refusal) {
      let (signed, warnings) = try file.contract()
      found.add(warnings)
      let periods = try file.periodsInForce()
      for (name, result) in periods {
        switch result {
        case .success(let own):
          found.add(own.remarks)
          found.add(Examples.check(own.contract, period: name))
          inForce.append((own.contract, own.period))
        case .failure(let refusal): found.add(refusal.diagnostics)
        }
      }
      for example in signed.examples where !periods.contains(where: { $0.name == example.period }) {
        found.add(Examples.check(example, of: signed))
      }
      contract = found.list.hasFailure ? nil : signed
    } catch {
      found.add(error.diagnostics)
      contract = nil
    }
    proof = contract == nil ? nil : ContractProof(inForce)
    if let proof { found.add(proof.diagnostics) }
    diagnostics = found.list.ordered
  }

  /// What is proved, as canonical JSON on one line; empty if something is wrong.
  public var json: String {
    guard let proof else { return "" }
    return String(
      decoding: ProofDocument.json(proof, path: file.path).canonicalBytes, as: UTF8.self) + "\n"
  }

  /// Whether nothing is wrong.
  public var passes: Bool { !diagnostics.contains { $0.severity.isFailure } }

  /// How many diagnostics are failures.
  public var errorCount: Int { diagnostics.count { $0.severity.isFailure } }

  /// How many diagnostics are warnings.
  public var warningCount: Int { diagnostics.count { $0.severity == .warning } }
}

/// Diagnostics of several checks of one text, without repetitions.
struct UniqueDiagnostics {
  private(set) var list = DiagnosticList()
  private var seen: Set<String> = []

  mutating func add(_ diagnostics: [Diagnostic]) {
    let keys = JSONRenderer(tongue: .en)
    for item in diagnostics where seen.insert(keys.render(item)).inserted { list.append(item) }
  }
}
