import Enclosures
import Quantities

/// The distinct rows of some columns, in the order in which they first occur.
struct CovariatePatterns: Sendable {
  /// The pattern of each row.
  let partition: Partition
  /// The columns, a row for each pattern.
  let columns: [ExactColumn]
  /// Rows of each pattern.
  let counts: [Int]

  /// The whole numbers of the columns, without their units, as a matrix.
  private let matrix: Refinable<BallMatrix>

  init(_ columns: [ExactColumn]) {
    let (codes, first) = Self.codes(columns.flatMap(\.limbs), rows: columns.first?.rows ?? 0)
    // Where every row is a pattern of its own the columns stay as they are.
    let distinct = first.count == codes.count ? columns : columns.map { $0.gathered(first) }
    partition = Partition(codes: codes, count: first.count)
    self.columns = distinct
    counts = partition.counts
    matrix = Refinable { precision in
      BallMatrix(rows: first.count, columns: distinct.count, precision: precision) {
        Ball(distinct[$1].integer(at: $0), precision: precision)
      }
    }
  }

  /// The pattern of each row, and the first row of each pattern, by a table of hashes with open
  /// addressing.
  private static func codes(_ limbs: [[Int64]], rows: Int) -> (codes: [Int], first: [Int]) {
    var slots = 16
    while slots < 2 * rows { slots *= 2 }
    // The first row of a pattern; its number is that row's code.
    var table = [Int32](repeating: -1, count: slots)
    var first: [Int] = []
    first.reserveCapacity(rows)
    let codes = hashes(limbs, rows: rows).withUnsafeBufferPointer { hashes in
      table.withUnsafeMutableBufferPointer { table in
        [Int](unsafeUninitializedCapacity: rows) { codes, filled in
          for row in 0..<rows {
            var slot = Int(truncatingIfNeeded: hashes[row] &>> 20) & (slots - 1)
            while true {
              let other = Int(table[slot])
              if other < 0 {
                table[slot] = Int32(truncatingIfNeeded: row)
                codes[row] = first.count
                first.append(row)
                break
              }
              if hashes[other] == hashes[row], limbs.allSatisfy({ $0[other] == $0[row] }) {
                codes[row] = codes[other]
                break
              }
              slot = (slot + 1) & (slots - 1)
            }
          }
          filled = rows
        }
      }
    }
    return (codes, first)
  }

  private static func hashes(_ limbs: [[Int64]], rows: Int) -> [UInt64] {
    [UInt64](unsafeUninitializedCapacity: rows) { hashes, filled in
      nonisolated(unsafe) let hashes = hashes
      FloatingColumns.halves(rows) { half in
        FloatingColumns.blocks(half) { block in
          let hashes = hashes.extracting(block)
          hashes.update(repeating: 0)
          for limb in limbs {
            limb.withUnsafeBufferPointer { limb in
              let limb = limb.extracting(block)
              for row in 0..<limb.count {
                // Multiplication by an odd number carries upwards, the shift brings it down again.
                let mixed =
                  (hashes[row] ^ UInt64(bitPattern: limb[row])) &* 0x9E37_79B9_7F4A_7C15
                hashes[row] = mixed ^ (mixed &>> 29)
              }
            }
          }
        }
      }
      filled = rows
    }
  }

  /// Number of patterns.
  var count: Int { counts.count }

  /// The whole numbers of the columns, a row for each pattern.
  func matrix(precision: Int) -> BallMatrix { matrix.value(precision: precision) }
}
