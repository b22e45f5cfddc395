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
    /// What it would be without its limit, if it has one over more than one settlement.
    var unlimited: Exact?
    /// The line of the contract.
    var span: Span?
  }

  /// What a share has come to in the earlier settlements that its limit counts.
  struct Earlier {
    /// Without the limit.
    var unlimited: Exact
    /// Within it.
    var value: Exact
  }

  /// The parts of an amount; they make the amount exactly.
  ///
  /// - Parameters:
  ///   - smallest: the smallest amount of the currency: 1 yen.
  ///   - earlier: what a limited share has come to before; nil if that is not known, and then the limit
  ///     over several settlements is left out.
  func parts(
    of amount: Exact, smallest: Exact, earlier: (Share, Limit) -> Earlier?
  ) -> [Part] {
    switch rule {
    case .instalments(let count): return instalments(count, of: amount, smallest)
    case .shares(let shares, let mode, let quantum):
      var parts: [Part] = []
      var rest = amount
      for share in shares {
        guard let percent = share.percent else { continue }
        let raw = amount * percent * Exact(unscaled: 1, scale: 2)
        let rounded = raw.rounded(mode, toMultipleOf: quantum)
        var (value, used): (Exact, Exact) = (rounded, 0)
        if let limit = share.limit, let earlier = earlier(share, limit) {
          // The whole is limited, and what was paid of it before is taken off: what the limit held back is
          // not borne twice if a later amount is repaid.
          value = min(earlier.unlimited + rounded, limit.amount) - earlier.value
          used = earlier.value
        }
        rest = rest - value
        parts.append(
          Part(
            name: share.name, value: value,
            kind: .share(percent: percent, limit: share.limit, used: used),
            rounding: (raw, mode, quantum),
            unlimited: share.limit.map { $0.scope == .period ? nil : rounded } ?? nil,
            span: share.span))
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

extension Split {
  /// The shares whose limit counts several settlements.
  var sharesLimitedTogether: [Share] {
    guard case .shares(let shares, _, _) = rule else { return [] }
    return shares.filter { $0.limit.map { $0.scope != .period } ?? false }
  }

  /// The limits of its shares.
  var limits: [Limit] {
    guard case .shares(let shares, _, _) = rule else { return [] }
    return shares.compactMap(\.limit)
  }
}
