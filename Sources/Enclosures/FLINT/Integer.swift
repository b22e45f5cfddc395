import BigInt
import CFLINT

/// An integer in FLINT's storage, for the length of a computation.
struct Integer: ~Copyable {
  private let storage: UnsafeMutablePointer<fmpz>

  init() {
    storage = .allocate(capacity: 1)
    fmpz_init(storage)
  }

  init(_ value: BigInt) {
    self.init()
    Integer.set(storage, to: value)
  }

  deinit {
    fmpz_clear(storage)
    storage.deallocate()
  }

  /// Calls `body` with the storage, which lives until it returns.
  borrowing func with<Result>(_ body: (UnsafeMutablePointer<fmpz>) -> Result) -> Result {
    body(storage)
  }

  var value: BigInt {
    Integer.value(storage)
  }

  static func set(_ target: UnsafeMutablePointer<fmpz>, to value: BigInt) {
    if let small = Int(exactly: value) {
      fmpz_set_si(target, small)
      return
    }
    let words = Array(value.magnitude.words)
    fmpz_set_ui_array(target, words, words.count)
    if value.signum() < 0 { fmpz_neg(target, target) }
  }

  static func value(_ source: UnsafePointer<fmpz>) -> BigInt {
    if fmpz_fits_si(source) != 0 { return BigInt(fmpz_get_si(source)) }
    let magnitude = Integer()
    let words = magnitude.with { magnitude in
      fmpz_abs(magnitude, source)
      let count = fmpz_size(magnitude)
      return [UInt](unsafeUninitializedCapacity: count) { buffer, filled in
        fmpz_get_ui_array(buffer.baseAddress, count, magnitude)
        filled = count
      }
    }
    return BigInt(sign: fmpz_sgn(source) < 0 ? .minus : .plus, magnitude: BigUInt(words: words))
  }
}
