import Quantities

/// What becomes of a fraction of the smallest unit in a final amount.
///
/// 国等の債権債務等の金額の端数計算に関する法律 (昭和25年法律第61号) art. 2: below one yen is cut off; a debt whose
/// whole is below one yen counts as one yen, a claim of that size as nothing. It is a law on yen: of another
/// currency, whose roundings the contract states, a fraction of the smallest unit is left out.
public enum RoundingLaw {
  /// The amount that is settled for `amount`, in the currency's unit; positive is a debt.
  public static func settled(_ amount: Exact, _ currency: Unit, _ units: UnitTable) -> Exact {
    let smallest = smallestUnit(currency, units)
    if currency == .yen && amount.signum > 0 && amount < smallest { return smallest }
    return amount.rounded(.down, toMultipleOf: smallest)
  }

  /// Whether an amount has no fraction of the smallest unit.
  static func isWhole(_ amount: Exact, _ currency: Unit, _ units: UnitTable) -> Bool {
    amount.divided(by: smallestUnit(currency, units))?.isInteger ?? false
  }

  private static func smallestUnit(_ currency: Unit, _ units: UnitTable) -> Exact {
    units.smallestAmount(of: currency) ?? 1
  }
}
