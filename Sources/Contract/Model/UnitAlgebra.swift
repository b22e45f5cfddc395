import Quantities

/// How units combine. The checker and the evaluator use the same rules.
///
/// Percent is kept as its own numeral (66.4 percent is 66.4), so a product with a percentage
/// carries the factor 1/100.
public enum UnitAlgebra {
  /// A unit and the factor by which the plain product or quotient is multiplied.
  public struct Result: Hashable, Sendable {
    public let unit: Unit
    public let factor: Exact
  }

  public static let number = Unit("number")
  public static let percent = Unit("percent")
  public static let percentagePoint = Unit("pp")
  static let hundredth = Exact(unscaled: 1, scale: 2)
  /// Units of length, which multiply to an area.
  private static let lengths = [Unit("m"), Unit("cm"), Unit("km")]
  /// What has a name of its own though it is made of other units: a weight by an area.
  private static let quotients = [(Unit("kg"), Unit("m").squared, Unit("kg/m2"))]

  /// The unit of a sum; nil if the units do not add.
  public static func sum(_ a: Unit, _ b: Unit) -> Unit? {
    if a == b { return a }
    if Set([a, b]) == Set([percent, percentagePoint]) { return percent }
    return nil
  }

  /// The unit of a difference: two percentages differ by percentage points.
  public static func difference(_ a: Unit, _ b: Unit) -> Unit? {
    if a == percent && b == percent { return percentagePoint }
    if a == percent && b == percentagePoint { return percent }
    return a == b ? a : nil
  }

  /// The unit of a product; nil if the units do not multiply.
  public static func product(_ a: Unit, _ b: Unit) -> Result? {
    if a == number { return Result(unit: b, factor: 1) }
    if b == number { return Result(unit: a, factor: 1) }
    if a == b && lengths.contains(a) { return Result(unit: a.squared, factor: 1) }
    for (weight, area, named) in quotients where Set([a, b]) == Set([area, named]) {
      return Result(unit: weight, factor: 1)
    }
    if let per = a.per, per == b.id, b.per == nil { return Result(unit: Unit(a.id), factor: 1) }
    if let per = b.per, per == a.id, a.per == nil { return Result(unit: Unit(b.id), factor: 1) }
    if b == percent && a.per == nil { return Result(unit: a, factor: hundredth) }
    if a == percent && b.per == nil { return Result(unit: b, factor: hundredth) }
    return nil
  }

  /// The unit of a quotient; nil if the units do not divide.
  public static func quotient(_ a: Unit, _ b: Unit) -> Result? {
    if a == b { return Result(unit: number, factor: 1) }
    if b == number { return Result(unit: a, factor: 1) }
    if b == percent { return Result(unit: a, factor: 100) }
    for (weight, area, named) in quotients {
      if a == weight && b == area { return Result(unit: named, factor: 1) }
      if a == weight && b == named { return Result(unit: area, factor: 1) }
    }
    for length in lengths where a == length.squared && b == length {
      return Result(unit: length, factor: 1)
    }
    if let per = b.per, a.per == nil, a.id == b.id { return Result(unit: Unit(per), factor: 1) }
    if a.per == nil && b.per == nil { return Result(unit: Unit(a.id, per: b.id), factor: 1) }
    return nil
  }
}
