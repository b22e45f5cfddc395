/// Integers modulo the prime 2^61 − 1, for Freivalds' check of a matrix product.
struct Mersenne: Equatable {
  static let prime: UInt64 = (1 << 61) - 1
  var value: UInt64

  init(_ number: some BinaryInteger) {
    let number = Int128(number)
    let remainder = number % Int128(Self.prime)
    value = UInt64(remainder < 0 ? remainder + Int128(Self.prime) : remainder)
  }

  static func += (left: inout Self, right: Self) {
    let sum = left.value + right.value
    left.value = sum >= prime ? sum - prime : sum
  }

  static func * (left: Self, right: Self) -> Self {
    let product = left.value.multipliedFullWidth(by: right.value)
    let high = product.high << 3 | product.low >> 61
    var result = Self(0)
    result.value = high
    var low = Self(0)
    low.value = product.low & prime
    if low.value == prime { low.value = 0 }
    if result.value >= prime { result.value -= prime }
    result += low
    return result
  }
}
