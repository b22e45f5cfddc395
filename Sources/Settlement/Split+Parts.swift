import Contract
import Diagnostics
import Quantities

extension Split {
  /// One part of a divided amount.
  struct Part {
    let name: String
    let value: Exact
    let kind: SplitPart.Kind
    /// What was rounded to make it.
    var rounding: (raw: Exact, mode: Rounding.Mode, quantum: Exact)?
    /// The line of the contract.
    var span: Span?
  }

  /// The parts of an amount; they make the amount exactly.
  ///
  /// - Parameter smallest: the smallest amount of the currency: 1 yen.
  func parts(of amount: Exact, smallest: Exact) -> [Part] {
    switch rule {
    case .instalments(let count): return instalments(count, of: amount, smallest)
    case .shares(let shares, let mode, let quantum):
      var parts: [Part] = []
      var rest = amount
      for share in shares {
        guard let percent = share.percent else { continue }
        let raw = amount * percent * Exact(unscaled: 1, scale: 2)
        let rounded = raw.rounded(mode, toMultipleOf: quantum)
        let value = share.cap.map { min(rounded, $0) } ?? rounded
        rest = rest - value
        parts.append(
          Part(
            name: share.name, value: value, kind: .share(percent: percent, cap: share.cap),
            rounding: (raw, mode, quantum), span: share.span))
      }
      // In the order of the text.
      return shares.compactMap { share in
        share.percent == nil
          ? Part(name: share.name, value: rest, kind: .remainder, span: share.span)
          : parts.first { $0.name.utf8.elementsEqual(share.name.utf8) }
      }
    }
  }

  /// Equal instalments, of which the first takes what cannot be divided; one that would be below the
  /// smallest amount is paid with the first as well.
  private func instalments(_ count: Int, of amount: Exact, _ smallest: Exact) -> [Part] {
    let equal = amount.divided(by: Exact(count))?.rounded(.down, toMultipleOf: smallest) ?? 0
    let first = amount - equal * Exact(count - 1)
    return (1...count).map { number in
      Part(
        name: String(number), value: number == 1 ? first : equal,
        kind: .instalment(number, of: count))
    }
  }
}
