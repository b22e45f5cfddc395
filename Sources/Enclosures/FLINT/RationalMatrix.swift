import CFLINT
import Quantities

/// A matrix of rationals in FLINT's storage, for the length of a computation.
struct RationalMatrix: ~Copyable {
  private let storage: UnsafeMutablePointer<fmpq_mat_struct>

  init(rows: Int, columns: Int) {
    storage = .allocate(capacity: 1)
    fmpq_mat_init(storage, rows, columns)
  }

  init(_ matrix: ExactMatrix) {
    self.init(rows: matrix.rows, columns: matrix.columns)
    for i in 0..<matrix.rows {
      for j in 0..<matrix.columns {
        Rational.set(fmpq_mat_entry(storage, i, j), to: matrix[i, j])
      }
    }
  }

  deinit {
    fmpq_mat_clear(storage)
    storage.deallocate()
  }

  /// Calls `body` with the storage, which lives until it returns.
  borrowing func with<Result>(
    _ body: (UnsafeMutablePointer<fmpq_mat_struct>) -> Result
  ) -> Result {
    body(storage)
  }

  var value: ExactMatrix {
    ExactMatrix(rows: storage.pointee.r, columns: storage.pointee.c) { i, j in
      Rational.value(fmpq_mat_entry(storage, i, j))
    }
  }
}
