import BigInt
import Enclosures
import Quantities
import Testing

@Suite("Exact matrices and matrices of balls")
struct MatrixTests {
  private func matrix(_ rows: [[Exact]]) -> ExactMatrix {
    ExactMatrix(rows: rows.count, columns: rows.first?.count ?? 0) { rows[$0][$1] }
  }

  /// The Hilbert matrix, whose inverse is known in integers.
  private func hilbert(_ order: Int) -> ExactMatrix {
    ExactMatrix(rows: order, columns: order) { Exact(1, over: $0 + $1 + 1) ?? .zero }
  }

  /// (−1)^(i+j) (i+j−1) C(n+i−1, n−j) C(n+j−1, n−i) C(i+j−2, i−1)², for i and j from 1
  /// (M.-D. Choi, "Tricks or treats with the Hilbert matrix", 1983).
  private func inverseOfHilbert(_ n: Int) -> ExactMatrix {
    func choose(_ n: Int, _ k: Int) -> BigInt {
      (0..<k).reduce(BigInt(1)) { $0 * BigInt(n - $1) / BigInt($1 + 1) }
    }
    return ExactMatrix(rows: n, columns: n) {
      let (i, j) = ($0 + 1, $1 + 1)
      let size =
        BigInt(i + j - 1) * choose(n + i - 1, n - j) * choose(n + j - 1, n - i)
        * choose(i + j - 2, i - 1).power(2)
      return Exact((i + j).isMultiple(of: 2) ? size : -size)
    }
  }

  @Test(arguments: [1, 2, 5, 12, 30])
  func hilbertInverse(order: Int) {
    let inverse = inverseOfHilbert(order)
    #expect(hilbert(order).inverse() == inverse)
    #expect(hilbert(order).solve(.identity(order)) == inverse)
    #expect(hilbert(order) * inverse == .identity(order))
    #expect(hilbert(order).rank == order)
  }

  @Test func byHand() {
    let a = matrix([[2, 1], [1, 3]])
    #expect(a.determinant == 5)
    #expect(
      a.inverse()
        == matrix([
          [Exact(3, over: 5) ?? 0, Exact(-1, over: 5) ?? 0],
          [Exact(-1, over: 5) ?? 0, Exact(2, over: 5) ?? 0],
        ]))
    #expect(a.solve(ExactMatrix(column: [5, 10])) == ExactMatrix(column: [1, 3]))
    #expect(a + a == 2 * a)
    #expect(a - a == matrix([[0, 0], [0, 0]]))
    #expect(a * ExactMatrix(column: [1, -1]) == ExactMatrix(column: [1, -2]))
    let b = matrix([[1, 2, 3], [4, 5, 6]])
    #expect(b.transposed == matrix([[1, 4], [2, 5], [3, 6]]))
    #expect(b.column(1) == [2, 5])
    #expect(b.selecting(rows: [1], columns: [2, 0]) == matrix([[6, 4]]))
    #expect(b.transposed * a.transposed == (a * b).transposed)
  }

  @Test func singular() {
    let a = matrix([[1, 2, 3, 0], [2, 4, 6, 1], [1, 2, 4, 0], [0, 0, 1, 1]])
    #expect(a.inverse() == nil)
    #expect(a.solve(ExactMatrix(column: [1, 2, 3, 4])) == nil)
    #expect(a.determinant == 0)
    #expect(a.rank == 3)
    #expect(a.pivotColumns == [0, 2, 3])
    #expect(a.reducedRowEchelonForm.column(1) == [2, 0, 0, 0])
  }

  @Test func empty() {
    let none = ExactMatrix.identity(0)
    #expect(none.inverse() == none)
    #expect(none.rank == 0)
    #expect(none.determinant == 1)
    #expect(ExactMatrix(rows: 3, columns: 0) { _, _ in 0 }.rank == 0)
  }

  @Test func ballsEncloseTheInverse() throws {
    let inverse = inverseOfHilbert(12)
    let balls = BallMatrix(hilbert(12), precision: 256)
    let enclosed = try #require(balls.inverse())
    let solved = try #require(balls.solve(.identity(12, precision: 256)))
    for i in 0..<12 {
      for j in 0..<12 {
        #expect(enclosed[i, j].contains(inverse[i, j]))
        #expect(solved[i, j].contains(inverse[i, j]))
        #expect(enclosed[i, j].rounded(.halfEven, decimals: 0) == inverse[i, j])
      }
    }
    // 32 bits cannot prove it invertible.
    #expect(BallMatrix(hilbert(12), precision: 32).inverse() == nil)
    #expect(balls.determinant.contains(hilbert(12).determinant))
  }

  @Test func ballArithmetic() throws {
    let a = BallMatrix(matrix([[4, 2], [2, 3]]), precision: 64)
    let factor = try #require(a.choleskyFactor())
    // L = [2 0; 1 √2]
    #expect(factor[0, 0].contains(2) && factor[1, 0].contains(1) && factor[0, 1].contains(0))
    #expect((factor[1, 1].square()).contains(2))
    let product = factor * factor.transposed
    #expect(product[1, 1].contains(3) && (product - a)[0, 1].contains(0))
    #expect((a + a)[0, 0].contains(8) && (Ball(3) * a)[1, 0].contains(6))
    #expect(BallMatrix(matrix([[1, 2], [2, 1]]), precision: 64).choleskyFactor() == nil)
    #expect(a.isFinite && a.rows == 2 && a.columns == 2)
  }
}
