import Crypto
import Evidence

extension Item {
  /// The text that people sign: what the item is, its amounts, and the hash of its event, which stands on
  /// the hash of everything before it.
  ///
  /// Signed with `ssh-keygen -Y sign -n pfs-settlement/prepared` (or `approved`). The form is fixed: a
  /// signature must be verifiable in years.
  ///
  /// - Parameter hash: of the item's event, 32 bytes.
  public func statement(ledger: String, hash: [UInt8]) -> [UInt8] {
    var lines = [
      "pfs ledger item", "form 1", "ledger \(ledger)", "number \(number)", "kind \(event.kind)",
      "date \(event.date)",
    ]
    if let run {
      lines += [
        "contract \(run.contract.name)", "contract version \(run.contract.sha256)",
        "period \(run.period)", "bundle \(run.bundle)",
        "amounts in the smallest unit of \(run.currency)", "payable \(run.payable)",
        "due \(run.due)",
      ]
    }
    switch event.content {
    case .restatement(let restatement): lines.append("replaces \(restatement.replaces)")
    case .void(let void): lines.append("voids \(void.of)")
    case .reissue(let reissue): lines.append("payment \(reissue.of)")
    case .receipt(let receipt): lines.append("receipt for \(receipt.of)")
    case .offset(let offset):
      lines += offset.items.map { "sets off \($0)" } + ["rest \(offset.rest)"]
    case .accounts(let accounts):
      lines += ["payer \(accounts.payer)", "payees \(accounts.payees)"]
    case .signers(let text): lines.append("signers \(Digest.sha256(Array(text.utf8)))")
    default: break
    }
    if let treatment { lines.append("treatment \(treatment.rawValue)") }
    if let budget { lines.append("fiscal year \(budget.year)") }
    lines += entry.lines.map { "line \($0.account.rawValue) \($0.amount)" }
    lines.append("hash \(Digest.hexadecimal(hash))")
    return Array((lines.joined(separator: "\n") + "\n").utf8)
  }
}
