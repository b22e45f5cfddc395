import Contract
import Quantities

/// A scale with its bounds as whole numbers at the inputs' scales, ready to be looked up.
///
/// A row that no line of the scale covers is counted; the caller stops the run.
struct ScaleTable: Sendable {
  /// The first line that covers the inputs gives the result.
  private struct Line: Sendable {
    let ranges: [ClosedRange<Int64>]
    let result: Int64
    /// The row of the scale.
    let row: Int
  }

  private let lines: [Line]
  /// The line by mixed-radix position, when all inputs are codes of short lists; -1 if none covers them.
  private let direct: [Int32]
  private let sizes: [Int]
  /// Decimals of the results.
  let scale: Int
  let bounds: Bounds

  /// Nil when a result cannot be held at one scale in 64 bits.
  init?(_ definition: Scale, inputScales: [Int]) {
    var scale = 0
    for result in definition.results {
      guard let decimals = result.fixedDecimals else { return nil }
      scale = max(scale, decimals)
    }
    var lines: [Line] = []
    for (place, row) in definition.rows.enumerated() {
      guard let unscaled = row.result.unscaled(scale) else { return nil }
      let ranges = zip(row.patterns, inputScales).map { pattern, inputScale in
        switch pattern {
        case .interval(let interval): interval.wholeRange(scale: inputScale)
        case .code(let position): Int64(position)...Int64(position)
        case .any: Int64.min + 1...Int64.max
        }
      }
      // A line whose interval holds no number that the input can take never applies.
      let known = ranges.compactMap { $0 }
      if known.count == ranges.count {
        lines.append(Line(ranges: known, result: unscaled, row: place))
      }
    }
    self.lines = lines
    self.scale = scale
    bounds = Bounds(
      low: lines.reduce(0) { min($0, $1.result) }, high: lines.reduce(0) { max($0, $1.result) })

    let sizes = definition.inputs.compactMap { type -> Int? in
      if case .oneOf(let list) = type { return list.count }
      return nil
    }
    let cells = sizes.reduce(1) { $0 > 1 << 20 ? $0 : $0 * max($1, 1) }
    guard sizes.count == definition.inputs.count, cells <= 1 << 20 else {
      direct = []
      self.sizes = []
      return
    }
    var direct = [Int32](repeating: -1, count: cells)
    for (place, line) in lines.enumerated().reversed() {
      for position in Self.positions(line.ranges, sizes) { direct[position] = Int32(place) }
    }
    self.direct = direct
    self.sizes = sizes
  }

  /// The mixed-radix positions of all codes that a line covers.
  private static func positions(_ ranges: [ClosedRange<Int64>], _ sizes: [Int]) -> [Int] {
    zip(ranges, sizes).reduce([0]) { found, input in
      let (range, size) = input
      let codes = (0..<size).filter { range.contains(Int64($0)) }
      return found.flatMap { position in codes.map { position * size + $0 } }
    }
  }

  /// The result for one row of inputs; nil if no line covers them.
  func result(_ inputs: [Int64]) -> Int64? {
    for line in lines where zip(line.ranges, inputs).allSatisfy({ $0.contains($1) }) {
      return line.result
    }
    return nil
  }

  /// Looks up a block of rows; returns how many are covered by no line.
  ///
  /// - Parameter marks: one for each row of the scale, set where the row gives a result; nil if nobody asks.
  func look(
    _ inputs: [UnsafePointer<Int64>], _ count: Int, _ out: UnsafeMutablePointer<Int64>,
    marks: UnsafeMutablePointer<Bool>?
  ) -> Int {
    var uncovered = 0
    for index in 0..<count {
      if inputs.contains(where: { $0[index] == .min }) {
        out[index] = .min
        continue
      }
      guard let line = line(inputs, index) else {
        out[index] = .min
        uncovered += 1
        continue
      }
      out[index] = lines[line].result
      marks?[lines[line].row] = true
    }
    return uncovered
  }

  /// The line that covers the inputs of one row.
  @inline(__always)
  private func line(_ inputs: [UnsafePointer<Int64>], _ index: Int) -> Int? {
    if !direct.isEmpty {
      var position = 0
      for (input, size) in zip(inputs, sizes) { position = position * size + Int(input[index]) }
      return position < direct.count && direct[position] >= 0 ? Int(direct[position]) : nil
    }
    search: for (place, line) in lines.enumerated() {
      for (input, range) in zip(inputs, line.ranges) where !range.contains(input[index]) {
        continue search
      }
      return place
    }
    return nil
  }
}

extension Interval {
  /// The unscaled numbers `n` for which `n · 10^-scale` lies in the interval; nil if there are
  /// none.
  func wholeRange(scale: Int) -> ClosedRange<Int64>? {
    let factor = Exact.powerOfTen(scale)
    var low = Int64.min + 2
    var high = Int64.max
    if let lower {
      let scaled = lower * factor
      let least = scaled.rounded(.ceiling, decimals: 0)
      let first = !includesLower && least == scaled ? least + 1 : least
      if first > Exact(unscaled: high, scale: 0) { return nil }
      low = max(low, first.int64 ?? low)
    }
    if let upper {
      let scaled = upper * factor
      let most = scaled.rounded(.floor, decimals: 0)
      let last = !includesUpper && most == scaled ? most - 1 : most
      if last < Exact(unscaled: low, scale: 0) { return nil }
      high = min(high, last.int64 ?? high)
    }
    return low <= high ? low...high : nil
  }
}
