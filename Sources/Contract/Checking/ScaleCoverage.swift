import Quantities

/// Which row of a scale decides for which inputs: of the rows that fit, the one with the fewest `any`.
///
/// A row is a box: the product of what it lets each input be. The bounds of all rows cut the values of an
/// input into places, a bound or all between two bounds, and the codes of a list are its places. The search goes
/// from input to input, keeps the rows that still fit, and takes places with the same rows together; of inputs
/// between which the rows differ in nothing, the first is looked at. One input takes the time of sorting its bounds.
struct ScaleCoverage {
  /// A value of an input; `any` of an input that no row limits.
  enum Point: Hashable {
    case number(Exact)
    case code(Int)
    case any
  }

  /// Two rows with as many `any` that fit some inputs, where none with fewer does.
  struct Tie {
    let first: Int
    let second: Int
    let inputs: [Point]
  }

  /// Inputs that no row fits, within the bounds of the rows.
  struct Gap {
    let inputs: [Point]
    /// Of a scale with one input, the places that no row fits.
    let places: Range<Int>
  }

  /// The rows that meet others undecidedly, each once, with the first that it meets.
  private(set) var ties: [Tie] = []
  /// Of one input every gap, of several the first.
  private(set) var gaps: [Gap] = []
  /// Whether a row decides for some inputs.
  private(set) var isReached: [Bool]
  /// Whether some inputs, within the bounds or beyond, fit no row.
  private(set) var leavesRest = false
  /// Whether the rows cross in more ways than are looked at; then the rest is not known.
  private(set) var isTooLarge = false

  /// How many rows are looked at in all, each as often as it fits places that the search tells apart.
  static let most = 1_000_000

  private let axes: [Axis]
  /// Where each row lies in the places of each input.
  private let boxes: [[Range<Int>]]
  private let openness: [Int]
  private var isTied: [Bool]
  /// The rows, by input, that leave nothing open from there on.
  private var closed: [Set<[Int]>]
  private var left: Int

  /// - Parameter fixed: an input of which one value alone is looked at.
  init(
    of rows: [ScaleRow], _ inputs: [ValueType], at fixed: (input: Int, value: Exact)? = nil,
    most: Int = Self.most
  ) {
    let axes = inputs.indices.map { input in
      Axis(
        inputs[input], rows.map { $0.patterns[input] },
        at: fixed?.input == input ? fixed?.value : nil)
    }
    self.axes = axes
    boxes = rows.map { row in zip(axes, row.patterns).map { $0.places(of: $1) } }
    openness = rows.map(\.openness)
    isReached = rows.map { _ in false }
    isTied = isReached
    closed = axes.map { _ in [] }
    left = most
    _ = search(0, Array(rows.indices), [])
  }

  /// Of a scale with one input, for each gap the row that ends where it begins, and the row that begins where it
  /// ends.
  func neighbours() -> [(before: Int?, after: Int?)] {
    let places = boxes.enumerated().map { (row: $0.offset, places: $0.element[0]) }
    let ends = Dictionary(places.map { ($0.places.upperBound, $0.row) }) { first, _ in first }
    let starts = Dictionary(places.map { ($0.places.lowerBound, $0.row) }) { first, _ in first }
    return gaps.map { (ends[$0.places.lowerBound], starts[$0.places.upperBound]) }
  }

  /// Looks at the inputs from `input` on, for the rows that fit those before; false if some of them fit none.
  private mutating func search(_ input: Int, _ fitting: [Int], _ places: [Range<Int>]) -> Bool {
    guard !fitting.isEmpty else {
      note(places + axes[input...].map(\.looked))
      return false
    }
    guard input < axes.count else {
      decide(fitting, places)
      return true
    }
    guard !closed[input].contains(fitting) else { return true }
    func box(_ row: Int) -> Range<Int> { boxes[row][input] }
    let looked = axes[input].looked
    let cuts = Set(fitting.flatMap { [box($0).lowerBound, box($0).upperBound] }).filter {
      looked.contains($0)
    }.union([looked.lowerBound, looked.upperBound]).sorted()
    let waiting = fitting.sorted { (box($0).lowerBound, $0) < (box($1).lowerBound, $1) }
    var (next, present, isClosed) = (0, [Int](), true)
    for (start, end) in zip(cuts, cuts.dropFirst()) {
      present.removeAll { box($0).upperBound <= start }
      let staying = present.count
      while next < waiting.count, box(waiting[next]).lowerBound <= start {
        if box(waiting[next]).upperBound > start { present.append(waiting[next]) }
        next += 1
      }
      if present.count > staying { present.sort() }
      left -= present.count + 1
      guard left > 0 else {
        isTooLarge = true
        return true
      }
      if !search(input + 1, present, places + [start..<end]) { isClosed = false }
    }
    if isClosed { closed[input].insert(fitting) }
    return isClosed
  }

  /// Of the rows that fit, those with the fewest `any` decide; it should be one.
  private mutating func decide(_ fitting: [Int], _ places: [Range<Int>]) {
    let fewest = fitting.reduce(Int.max) { min($0, openness[$1]) }
    var first: Int?
    for row in fitting where openness[row] == fewest {
      isReached[row] = true
      guard let first else {
        first = row
        continue
      }
      guard !isTied[row] else { continue }
      isTied[row] = true
      ties.append(
        Tie(first: first, second: row, inputs: zip(axes, places).map { $0.point(in: $1) }))
    }
  }

  private mutating func note(_ places: [Range<Int>]) {
    leavesRest = true
    guard axes.count == 1 || gaps.isEmpty else { return }
    var inputs: [Point] = []
    for (axis, range) in zip(axes, places) {
      guard let place = axis.firstExpected(in: range) else { return }
      inputs.append(axis.point(at: place))
    }
    gaps.append(Gap(inputs: inputs, places: places.first ?? 0..<0))
  }
}

extension ScaleCoverage {
  /// The places of an input. Of a number, place 0 is all below the lowest bound, place 2i + 1 is the bound i from
  /// below, counted from 0, and place 2i + 2 is all between it and the next. Of a list, a place is a code.
  private struct Axis {
    private let isNumber: Bool
    private let bounds: [Exact]
    private let index: [Exact: Int]
    /// The step of the values that are expected: one unit of the last decimal that a bound is written with.
    private let grid: Exact
    private let count: Int
    /// The places that are looked at.
    let looked: Range<Int>
    /// From the lowest bound of the rows to the highest.
    private let hull: Range<Int>

    init(_ type: ValueType, _ patterns: [ScalePattern], at value: Exact?) {
      let ends = patterns.flatMap(\.bounds)
      grid = Exact(unscaled: 1, scale: ends.map(\.decimalPlaces).max() ?? 0)
      bounds = Set(ends + [value].compactMap { $0 }).sorted()
      index = Dictionary(uniqueKeysWithValues: zip(bounds, bounds.indices))
      if case .oneOf(let codes) = type {
        (isNumber, count) = (false, codes.count)
      } else {
        (isNumber, count) = (true, 2 * bounds.count + 1)
      }
      if let value, let place = index[value] {
        looked = 2 * place + 1..<2 * place + 2
        hull = looked
        return
      }
      looked = 0..<count
      var (first, end) = (count, 0)
      for case .interval(let interval) in patterns {
        let own = Self.places(of: interval, index, count)
        (first, end) = (min(first, own.lowerBound), max(end, own.upperBound))
      }
      hull = first < end ? first..<end : looked
    }

    func places(of pattern: ScalePattern) -> Range<Int> {
      switch pattern {
      case .any: 0..<count
      case .code(let code): code..<code + 1
      case .interval(let interval): Self.places(of: interval, index, count)
      }
    }

    private static func places(
      of interval: Interval, _ index: [Exact: Int], _ count: Int
    ) -> Range<Int> {
      let lower = interval.lower.flatMap { index[$0] }
      let upper = interval.upper.flatMap { index[$0] }
      let first = lower.map { 2 * $0 + (interval.includesLower ? 1 : 2) } ?? 0
      let end = upper.map { 2 * $0 + (interval.includesUpper ? 2 : 1) } ?? count
      return first..<max(first, end)
    }

    /// The first place within the bounds of the rows that holds an expected value.
    func firstExpected(in range: Range<Int>) -> Int? {
      let own = range.clamped(to: hull)
      // Between two bounds that are one step apart lies nothing; then the next place is a bound.
      return own.prefix(2).first { place in
        guard isNumber, place > 0, place < count - 1, place.isMultiple(of: 2) else { return true }
        return bounds[place / 2] - bounds[place / 2 - 1] > grid
      }
    }

    func point(in range: Range<Int>) -> Point {
      point(at: firstExpected(in: range) ?? range.lowerBound)
    }

    /// The lowest expected value at a place; of all below the lowest bound, the highest.
    func point(at place: Int) -> Point {
      guard isNumber else { return .code(place) }
      guard let lowest = bounds.first else { return .any }
      if place == 0 { return .number(lowest - grid) }
      let bound = bounds[(place - 1) / 2]
      guard place.isMultiple(of: 2) else { return .number(bound) }
      // Rows that meet between two expected values: any value between them.
      let isExpected = place == count - 1 || bounds[place / 2] - bound > grid
      return .number(isExpected ? bound + grid : bound + grid * Exact(unscaled: 5, scale: 1))
    }
  }
}

extension ScalePattern {
  fileprivate var bounds: [Exact] {
    guard case .interval(let interval) = self else { return [] }
    return [interval.lower, interval.upper].compactMap { $0 }
  }
}
