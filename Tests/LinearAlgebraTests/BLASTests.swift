import LinearAlgebra
import Testing

@Suite("BLAS wrappers")
struct BLASTests {
  // A is 3 × 2, column-major with a leading dimension of 4: columns (1, 2, 3) and (4, 5, 6).
  let a: [Double] = [1, 2, 3, .nan, 4, 5, 6]
  let shape = MatrixShape(rows: 3, columns: 2, leadingDimension: 4)

  @Test func innerProduct() throws {
    let x: [Double] = [1, 2, 3]
    let y: [Double] = [4, -5, 6]
    #expect(try BLAS.dot(x.span, y.span) == 12)
    let none: [Double] = []
    #expect(try BLAS.dot(none.span, none.span) == 0)
  }

  @Test func transposedTimesVector() throws {
    let x: [Double] = [1, 1, 2]
    var y: [Double] = [100, 200]
    var out = y.mutableSpan
    try BLAS.gemvTransposed(a.span, shape, x.span, into: &out)
    #expect(y == [9, 21])
    out = y.mutableSpan
    try BLAS.gemvTransposed(a.span, shape, x.span, adding: true, into: &out)
    #expect(y == [18, 42])
  }

  @Test func noRowsGiveZero() throws {
    let none: [Double] = []
    var y: [Double] = [1, 2]
    var out = y.mutableSpan
    try BLAS.gemvTransposed(none.span, MatrixShape(rows: 0, columns: 2), none.span, into: &out)
    #expect(y == [0, 0])
  }

  @Test func gramIsUpper() throws {
    var c: [Double] = [0, -1, 0, 0]
    var out = c.mutableSpan
    try BLAS.syrkTransposed(a.span, shape, into: &out)
    #expect(c == [14, -1, 32, 77])
    out = c.mutableSpan
    try BLAS.syrkTransposed(a.span, shape, adding: true, into: &out)
    #expect(c == [28, -1, 64, 154])
  }

  /// `AᵀA` of 1 2 3 … in columns of two rows: entry i, j is (2i+1)(2j+1) + (2i+2)(2j+2).
  @Test(arguments: [1, 24, 25, 40])
  func gramOfAnyWidth(columns: Int) throws {
    let values = (1...2 * columns).map(Double.init)
    var c = [Double](repeating: 0, count: columns * columns)
    for round in 1...2 {
      var out = c.mutableSpan
      try BLAS.gram(
        values.span, MatrixShape(rows: 2, columns: columns), adding: round == 2, into: &out)
      for j in 0..<columns {
        for i in 0...j {
          let entry = (2 * i + 1) * (2 * j + 1) + (2 * i + 2) * (2 * j + 2)
          #expect(c[j * columns + i] == Double(round * entry))
        }
      }
    }
  }

  @Test func productOfTwoMatrices() throws {
    let b: [Double] = [1, 0, 1, 2, 1, 0, 0, 0, 3]
    var c = [Double](repeating: 0, count: 6)
    var out = c.mutableSpan
    try BLAS.gemmTransposed(
      a.span, shape, b.span, MatrixShape(rows: 3, columns: 3), into: &out)
    #expect(c == [4, 10, 4, 13, 9, 18])
    // a is [1 4; 2 5; 3 6]: times [1 0; 1 2].
    let right: [Double] = [1, 1, 0, 2]
    out = c.mutableSpan
    try BLAS.gemm(a.span, shape, right.span, MatrixShape(rows: 2, columns: 2), into: &out)
    #expect(c == [5, 7, 9, 8, 10, 12])
    #expect(throws: LinearAlgebraError.lengthMismatch(expected: 2, found: 3)) {
      var out = c.mutableSpan
      try BLAS.gemm(a.span, shape, b.span, MatrixShape(rows: 3, columns: 3), into: &out)
    }
  }

  @Test func wrongShapesAreRefused() {
    let x: [Double] = [1, 2, 3]
    let y: [Double] = [1, 2]
    #expect(throws: LinearAlgebraError.lengthMismatch(expected: 3, found: 2)) {
      try BLAS.dot(x.span, y.span)
    }
    #expect(throws: LinearAlgebraError.shape(routine: .dsyrk, needed: 7, found: 3)) {
      var c = [Double](repeating: 0, count: 4)
      var out = c.mutableSpan
      try BLAS.syrkTransposed(x.span, shape, into: &out)
    }
    #expect(throws: LinearAlgebraError.shape(routine: .dsyrk, needed: 4, found: 3)) {
      var c = [Double](repeating: 0, count: 3)
      var out = c.mutableSpan
      try BLAS.syrkTransposed(a.span, shape, into: &out)
    }
    #expect(throws: LinearAlgebraError.shape(routine: .dgemv, needed: 3, found: 2)) {
      var c = [Double](repeating: 0, count: 3)
      var out = c.mutableSpan
      try BLAS.gemvTransposed(a.span, shape, y.span, into: &out)
    }
    #expect(throws: LinearAlgebraError.shape(routine: .dsyrk, needed: 3, found: 2)) {
      var c = [Double](repeating: 0, count: 4)
      var out = c.mutableSpan
      try BLAS.syrkTransposed(
        a.span, MatrixShape(rows: 3, columns: 2, leadingDimension: 2), into: &out)
    }
  }
}
