import Quantities

extension Exact {
  /// The sum of many terms, added in pairs of pairs: the large denominators arise only at the end.
  static func balancedSum(_ terms: [Exact]) -> Exact {
    balanced(terms[...], .zero) { $0 + $1 }
  }

  /// The product of many factors, multiplied in pairs of pairs.
  static func balancedProduct(_ factors: [Exact]) -> Exact {
    balanced(factors[...], .one) { $0 * $1 }
  }

  private static func balanced(
    _ values: ArraySlice<Exact>, _ empty: Exact, _ combine: (Exact, Exact) -> Exact
  ) -> Exact {
    guard let first = values.first else { return empty }
    guard values.count > 1 else { return first }
    let middle = values.startIndex + values.count / 2
    return combine(
      balanced(values[..<middle], empty, combine), balanced(values[middle...], empty, combine))
  }
}
