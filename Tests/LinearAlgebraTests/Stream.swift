/// Reproducible numbers for tests: Knuth's 64-bit linear congruential generator (MMIX).
///
/// Figures that tests state for these streams were computed with Python's integers:
/// `x = (x * 6364136223846793005 + 1442695040888963407) % 2**64; value = (x >> 20) % span + low`.
func stream(_ seed: UInt64, _ count: Int, span: UInt64, low: Int64) -> [Int64] {
  var state = seed
  return (0..<count).map { _ in
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int64((state >> 20) % span) + low
  }
}

/// `Σ aᵢbᵢ` by 128-bit integer arithmetic.
func integerDot(_ a: [Int64], _ b: [Int64]) -> Int128 {
  zip(a, b).reduce(Int128(0)) { $0 + Int128($1.0) * Int128($1.1) }
}
