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
  }

  private let lines: [Line]
  /// What inputs that no line covers give; nil if they are counted.
  private let allOthers: Int64?
  /// Results by mixed-radix position, when all inputs are codes of short lists.
  private let direct: [Int64]
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
    for row in definition.rows {
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
      if known.count == ranges.count { lines.append(Line(ranges: known, result: unscaled)) }
    }
    self.lines = lines
    self.scale = scale
    allOthers = definition.allOthers?.unscaled(scale)
    guard (allOthers == nil) == (definition.allOthers == nil) else { return nil }
    let values = lines.map(\.result) + (allOthers.map { [$0] } ?? [])
    bounds = Bounds(
      low: values.reduce(0) { min($0, $1) }, high: values.reduce(0) { max($0, $1) })

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
    var direct = [Int64](repeating: allOthers ?? .min, count: cells)
    for line in lines.reversed() {
      for position in Self.positions(line.ranges, sizes) { direct[position] = line.result }
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
    return allOthers
  }

  /// Looks up a block of rows; returns how many are covered by no line.
  func look(
    _ inputs: [UnsafePointer<Int64>], _ count: Int, _ out: UnsafeMutablePointer<Int64>
  ) -> Int {
    var uncovered = 0
    for index in 0..<count {
      if inputs.contains(where: { $0[index] == .min }) {
        out[index] = .min
        continue
      }
      if !direct.isEmpty {
        var position = 0
        for (input, size) in zip(inputs, sizes) { position = position * size + Int(input[index]) }
        out[index] = position < direct.count ? direct[position] : .min
        uncovered += out[index] == .min ? 1 : 0
        continue
      }
      out[index] = allOthers ?? .min
      search: for line in lines {
        for (input, range) in zip(inputs, line.ranges) where !range.contains(input[index]) {
          continue search
        }
        out[index] = line.result
        break
      }
      uncovered += out[index] == .min ? 1 : 0
    }
    return uncovered
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
