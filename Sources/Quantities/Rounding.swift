import BigInt

/// The named ways to round, as a contract writes them.
public enum Rounding {
  /// A rounding mode. The names are exact: each says what happens on both sides of zero.
  public enum Mode: String, CaseIterable, Sendable, Hashable {
    /// Toward zero: `down` / 切捨て.
    case down
    /// Away from zero: `up` / 切上げ.
    case up
    /// To the nearest, ties away from zero: `half up` / 四捨五入.
    case halfUp
    /// To the nearest, ties to the even neighbour: `half even` / 偶数丸め.
    case halfEven
    /// Toward minus infinity: `floor` / 床.
    case floor
    /// Toward plus infinity: `ceiling` / 天井.
    case ceiling

    /// The name in an English contract.
    public var english: String {
      switch self {
      case .down: "down"
      case .up: "up"
      case .halfUp: "half up"
      case .halfEven: "half even"
      case .floor: "floor"
      case .ceiling: "ceiling"
      }
    }

    /// The name in a Japanese contract.
    public var japanese: String {
      switch self {
      case .down: "切捨て"
      case .up: "切上げ"
      case .halfUp: "四捨五入"
      case .halfEven: "偶数丸め"
      case .floor: "床"
      case .ceiling: "天井"
      }
    }
  }
}

extension Exact {
  /// The value rounded to `decimals` places; negative places round to tens, hundreds, ….
  public func rounded(_ mode: Rounding.Mode, decimals: Int) -> Exact {
    if isInteger, decimals >= 0 { return self }
    return rounded(mode, toMultipleOf: Exact.powerOfTen(-decimals))
  }

  /// The multiple of `quantum` that `mode` chooses.
  ///
  /// - Precondition: `quantum` is positive.
  public func rounded(_ mode: Rounding.Mode, toMultipleOf quantum: Exact) -> Exact {
    precondition(quantum.signum > 0, "a rounding step must be positive")
    if let steps = steps(mode, of: quantum) { return Exact(steps) * quantum }
    guard let steps = divided(by: quantum) else { return self }
    return steps.roundedToInteger(mode) * quantum
  }

  /// How many times `quantum` the multiple is that `mode` chooses; nil where parts of the value or of the
  /// quantum do not fit 64 bits.
  ///
  /// - Precondition: `quantum` is positive.
  package func steps(_ mode: Rounding.Mode, of quantum: Exact) -> Int128? {
    guard case .small(let a, let b) = storage, case .small(let p, let q) = quantum.storage else {
      return nil
    }
    // Each product is below 2^126.
    let (top, bottom) = (Int128(a) * Int128(q), Int128(b) * Int128(p))
    let (quotient, remainder) = top.quotientAndRemainder(dividingBy: bottom)
    if remainder == 0 { return quotient }
    let below = remainder.magnitude
    let above = bottom.magnitude - below
    let step = Exact.step(
      mode, sign: Int(top.signum()), quotientIsOdd: !quotient.isMultiple(of: 2),
      comparedWithHalf: below < above ? -1 : (below == above ? 0 : 1))
    return quotient + Int128(step)
  }

  /// The integer that `mode` chooses.
  public func roundedToInteger(_ mode: Rounding.Mode) -> Exact {
    if let steps = steps(mode, of: .one) { return Exact(steps) }
    let (top, bottom) = (numerator, denominator)
    let (quotient, remainder) = top.quotientAndRemainder(dividingBy: bottom)
    if remainder.isZero { return self }
    let twice = remainder.magnitude * 2
    let step = Exact.step(
      mode, sign: Int(top.signum()), quotientIsOdd: !quotient.isMultiple(of: 2),
      comparedWithHalf: twice < bottom.magnitude ? -1 : (twice == bottom.magnitude ? 0 : 1))
    return Exact(quotient + BigInt(step))
  }

  /// The square root, rounded to `decimals` places. An integer root and a comparison decide, so that no digit
  /// is uncertain.
  ///
  /// - Precondition: the value is not negative.
  public func squareRoot(_ mode: Rounding.Mode, decimals: Int) -> Exact {
    precondition(signum >= 0, "a negative number has no square root")
    let scale = Exact.powerOfTen(decimals)
    let square = self * scale * scale
    let root = square.roundedToInteger(.floor).numerator.squareRoot()
    let rest = square - Exact(root * root)
    var steps = root
    if !rest.isZero {
      // √x against r + ½ is as x − r² against r + ¼.
      let half = Exact(root) + Exact(unscaled: 25, scale: 2)
      let step = Exact.step(
        mode, sign: 1, quotientIsOdd: !root.isMultiple(of: 2),
        comparedWithHalf: rest < half ? -1 : (rest == half ? 0 : 1))
      steps += BigInt(step)
    }
    return Exact(steps) * Exact.powerOfTen(-decimals)
  }

  /// What to add to the quotient truncated toward zero, when there is a remainder.
  private static func step(
    _ mode: Rounding.Mode, sign: Int, quotientIsOdd: Bool, comparedWithHalf: Int
  ) -> Int {
    switch mode {
    case .down: 0
    case .up: sign
    case .floor: sign < 0 ? -1 : 0
    case .ceiling: sign > 0 ? 1 : 0
    case .halfUp: comparedWithHalf >= 0 ? sign : 0
    case .halfEven: comparedWithHalf > 0 || (comparedWithHalf == 0 && quotientIsOdd) ? sign : 0
    }
  }
}
