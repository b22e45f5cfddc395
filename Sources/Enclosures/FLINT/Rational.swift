import BigInt
import CFLINT
import Quantities

/// A rational number in FLINT's storage, for the length of a computation.
struct Rational: ~Copyable {
  private let storage: UnsafeMutablePointer<fmpq>

  init() {
    storage = .allocate(capacity: 1)
    fmpq_init(storage)
  }

  init(_ value: Exact) {
    self.init()
    Rational.set(storage, to: value)
  }

  deinit {
    fmpq_clear(storage)
    storage.deallocate()
  }

  /// Calls `body` with the storage, which lives until it returns.
  borrowing func with<Result>(_ body: (UnsafeMutablePointer<fmpq>) -> Result) -> Result {
    body(storage)
  }

  var value: Exact {
    Rational.value(storage)
  }

  /// `Exact` and FLINT agree on the canonical form: lowest terms, denominator positive.
  static func set(_ target: UnsafeMutablePointer<fmpq>, to value: Exact) {
    if let integer = value.int64 {
      fmpq_set_si(target, Int(integer), 1)
      return
    }
    Integer.set(&target.pointee.num, to: value.numerator)
    Integer.set(&target.pointee.den, to: value.denominator)
  }

  static func value(_ source: UnsafePointer<fmpq>) -> Exact {
    withUnsafePointer(to: source.pointee.num) { numerator in
      withUnsafePointer(to: source.pointee.den) { denominator in
        Exact(lowestTerms: Integer.value(numerator), Integer.value(denominator))
      }
    }
  }
}
