import LinearAlgebra
import Testing

@Suite("Factorisations in doubles")
struct FactorisationTests {
  private func isNear(_ a: Double, _ b: Double, _ tolerance: Double = 1e-13) -> Bool {
    (a - b).magnitude <= tolerance * max(b.magnitude, 1)
  }

  /// The points (1, 1), (2, 2), (3, 2): y = 2/3 + x/2, residuals (−1/6, 1/3, −1/6).
  @Test(arguments: LeastSquares.Method.allCases)
  func line(method: LeastSquares.Method) throws {
    let x = try Matrix(columns: [[1, 1, 1], [1, 2, 3]])
    let fit = try LeastSquares(x, [1, 2, 2], method: method)
    #expect(isNear(fit.coefficients[0], 2.0 / 3) && isNear(fit.coefficients[1], 0.5))
    #expect(isNear(fit.residualSumOfSquares, 1.0 / 6))
    // (XᵀX)⁻¹ = [14 −6; −6 3] / 6
    #expect(
      isNear(fit.inverseGramDiagonal[0], 7.0 / 3) && isNear(fit.inverseGramDiagonal[1], 0.5))
  }

  @Test(arguments: LeastSquares.Method.allCases)
  func dependentColumnsAreRefused(method: LeastSquares.Method) throws {
    let x = try Matrix(columns: [[1, 1, 1, 1], [1, 2, 3, 4], [3, 5, 7, 9]])
    do {
      _ = try LeastSquares(x, [1, 2, 2, 1], method: method)
      Issue.record("a singular design was fitted")
    } catch {
      guard case .rankDeficient(2, 3, let ratio, 1e-11) = error else {
        Issue.record("\(error)")
        return
      }
      #expect(ratio < 1e-14)
    }
    let wide = try Matrix(columns: [[1], [2]])
    #expect(
      throws: LinearAlgebraError.rankDeficient(rank: 1, columns: 2, ratio: 0, tolerance: 1e-11)
    ) { try LeastSquares(wide, [1], method: method) }
  }

  @Test func refusals() throws {
    let x = try Matrix(columns: [[1, 1, 1], [1, .nan, 3]])
    #expect(throws: LinearAlgebraError.notFinite(row: 1, column: 1)) {
      try LeastSquares(x, [1, 2, 2])
    }
    #expect(throws: LinearAlgebraError.notFinite(row: 2, column: 0)) {
      try LeastSquares(try Matrix(columns: [[1, 2, 3]]), [1, 2, .infinity])
    }
    #expect(throws: LinearAlgebraError.lengthMismatch(expected: 3, found: 2)) {
      try LeastSquares(x, [1, 2])
    }
    #expect(throws: LinearAlgebraError.noColumns) { try Matrix(columns: []) }
    #expect(throws: LinearAlgebraError.lengthMismatch(expected: 2, found: 1)) {
      try Matrix(columns: [[1, 2], [1]])
    }
    #expect(throws: LinearAlgebraError.lengthMismatch(expected: 3, found: 2)) {
      try Cholesky(x)
    }
  }

  @Test func singularValues() throws {
    // A rotation of diag(4, 3), and a third row of zeros.
    let x = try Matrix(columns: [[0, 3, 0], [-4, 0, 0]])
    let values = try SingularValues(of: x)
    #expect(isNear(values.values[0], 4) && isNear(values.values[1], 3))
    #expect(isNear(values.conditionNumber, 4.0 / 3))
    // κ₂ of the Hilbert matrix of order 5 is 4.7661 · 10^5 (Higham, "Accuracy and Stability", ch. 28).
    let hilbert = Matrix(rows: 5, columns: 5) { 1 / Double($0 + $1 + 1) }
    #expect(isNear(try SingularValues(of: hilbert).conditionNumber, 4.7661e5, 1e-5))
    #expect(try SingularValues(of: hilbert).rank(tolerance: 1e-3) == 3)
    let singular = try SingularValues(of: Matrix(columns: [[0, 0], [0, 0]]))
    #expect(singular.conditionNumber == .infinity)
    #expect(singular.rank(tolerance: 1e-10) == 0)
  }

  @Test func cholesky() throws {
    let matrix = try Matrix(columns: [[4, 2], [2, 3]])
    let factor = try Cholesky(matrix)
    #expect(isNear(factor.lower[0, 0], 2) && isNear(factor.lower[1, 0], 1))
    #expect(isNear(factor.lower[1, 1], 2.0.squareRoot()) && factor.lower[0, 1] == 0)
    let solution = try factor.solve(try Matrix(columns: [[8, 7]]))
    #expect(isNear(solution[0, 0], 1.25) && isNear(solution[1, 0], 1.5))
    // ‖A‖₁ = 6, ‖A⁻¹‖₁ = 6/8.
    #expect(isNear(factor.reciprocalCondition, 1 / 4.5))
    #expect(throws: LinearAlgebraError.notPositiveDefinite(leadingMinor: 2)) {
      try Cholesky(try Matrix(columns: [[1, 2], [2, 1]]))
    }
  }

  @Test func symmetricEigen() throws {
    let eigen = try SymmetricEigen(of: try Matrix(columns: [[2, 1], [1, 2]]))
    #expect(isNear(eigen.values[0], 1) && isNear(eigen.values[1], 3))
    #expect(isNear(eigen.vectors[0, 0].magnitude, 0.5.squareRoot()))
    #expect(isNear(eigen.vectors[0, 0], -eigen.vectors[1, 0]))
  }

  @Test func products() throws {
    let a = try Matrix(columns: [[1, 2], [3, 4], [5, 6]])
    let product = try a.transposedTimes(a)
    #expect(product == (try Matrix(columns: [[5, 11, 17], [11, 25, 39], [17, 39, 61]])))
    #expect(a.transposed[2, 1] == 6)
  }
}
