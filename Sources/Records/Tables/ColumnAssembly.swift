/// Puts the segments of one column together.
struct ColumnAssembly {
  /// What a stored element becomes.
  enum Change {
    /// Codes of several threads become codes of one dictionary.
    case codes([[Int32]])
    /// Decimals of several scales get one.
    case scale(Int)
    case none
  }

  let segments: [Segment]
  /// The thread of each segment.
  let workers: [Int]
  let rows: Int

  /// The column of the given kind; `nil` if a decimal does not fit at the scale of the others.
  func column(_ kind: Column.Kind, dictionaries: [ByteDictionary], list: ByteDictionary) -> Column?
  {
    switch kind {
    case .code, .text:
      let merge = DictionaryMerge(dictionaries)
      let values = coded(.codes(merge.codes), below: merge.dictionary.count)
      return make(kind, values, merge.dictionary)
    case .oneOf:
      return make(kind, coded(.none, below: list.count), list)
    case .reference:
      let high = segments.reduce(0) { max($0, $1.bounds.high) }
      return make(kind, coded(.none, below: Int(high) + 1), ByteDictionary())
    case .date:
      return make(kind, .int32(collect(.none, isCoded: false)), ByteDictionary())
    case .decimal:
      return decimals()
    }
  }

  private func make(
    _ kind: Column.Kind, _ values: ColumnValues, _ dictionary: ByteDictionary, scale: Int = 0
  ) -> Column {
    let isCoded = if case .date = kind { false } else { kind != .decimal }
    return Column(
      kind: kind, values: values, dictionary: dictionary, scale: scale,
      missingCount: values.missingCount(isCoded: isCoded))
  }

  private func coded(_ change: Change, below count: Int) -> ColumnValues {
    if count <= 1 << 7 { return .int8(collect(change, isCoded: true)) }
    if count <= 1 << 15 { return .int16(collect(change, isCoded: true)) }
    return .int32(collect(change, isCoded: true))
  }

  private func decimals() -> Column? {
    let scale = segments.reduce(0) { max($0, $1.scale) }
    var low: Int64 = 0
    var high: Int64 = 0
    for segment in segments {
      let factor = DecimalText.powers[scale - segment.scale]
      let bounds = segment.bounds
      let (least, first) = bounds.low.multipliedReportingOverflow(by: factor)
      let (greatest, second) = bounds.high.multipliedReportingOverflow(by: factor)
      if first || second { return nil }
      low = min(low, least)
      high = max(high, greatest)
    }
    let change = Change.scale(scale)
    let values: ColumnValues =
      switch ElementWidth(low: low, high: high) {
      case .one: .int8(collect(change, isCoded: false))
      case .two: .int16(collect(change, isCoded: false))
      case .four: .int32(collect(change, isCoded: false))
      case .eight: .int64(collect(change, isCoded: false))
      }
    return make(.decimal, values, ByteDictionary(), scale: scale)
  }

  private func collect<To: FixedWidthInteger & SignedInteger>(
    _ change: Change, isCoded: Bool
  ) -> [To] {
    [To](unsafeUninitializedCapacity: rows) { room, count in
      guard var target = room.baseAddress else { return }
      for (segment, worker) in zip(segments, workers) {
        switch segment.width {
        case .one: copy(segment, as: Int8.self, worker, change, isCoded, to: target)
        case .two: copy(segment, as: Int16.self, worker, change, isCoded, to: target)
        case .four: copy(segment, as: Int32.self, worker, change, isCoded, to: target)
        case .eight: copy(segment, as: Int64.self, worker, change, isCoded, to: target)
        }
        target += segment.count
        count += segment.count
      }
    }
  }

  private func copy<From: FixedWidthInteger, To: FixedWidthInteger>(
    _ segment: Segment, as type: From.Type, _ worker: Int, _ change: Change, _ isCoded: Bool,
    to target: UnsafeMutablePointer<To>
  ) {
    let source = segment.elements(as: type)
    switch change {
    case .codes(let codes):
      codes[worker].withUnsafeBufferPointer { codes in
        for i in 0..<source.count {
          target[i] = source[i] < 0 ? -1 : To(truncatingIfNeeded: codes[Int(source[i])])
        }
      }
    case .scale(let scale):
      let factor = To(truncatingIfNeeded: DecimalText.powers[scale - segment.scale])
      for i in 0..<source.count {
        target[i] = source[i] == .min ? .min : To(truncatingIfNeeded: source[i]) &* factor
      }
    case .none:
      for i in 0..<source.count {
        target[i] = !isCoded && source[i] == .min ? .min : To(truncatingIfNeeded: source[i])
      }
    }
  }
}

extension ColumnValues {
  func missingCount(isCoded: Bool) -> Int {
    switch self {
    case .int8(let a): a.reduce(0) { $0 &+ ($1 == (isCoded ? -1 : .min) ? 1 : 0) }
    case .int16(let a): a.reduce(0) { $0 &+ ($1 == (isCoded ? -1 : .min) ? 1 : 0) }
    case .int32(let a): a.reduce(0) { $0 &+ ($1 == (isCoded ? -1 : .min) ? 1 : 0) }
    case .int64(let a): a.reduce(0) { $0 &+ ($1 == (isCoded ? -1 : .min) ? 1 : 0) }
    }
  }

  /// Elements that say "missing", one per row.
  static func allMissing(_ rows: Int, kind: Column.Kind) -> ColumnValues {
    switch kind {
    case .date: .int32([Int32](repeating: .min, count: rows))
    case .decimal: .int8([Int8](repeating: .min, count: rows))
    case .code, .text, .oneOf, .reference: .int8([Int8](repeating: -1, count: rows))
    }
  }

  /// Without the rows listed, which are ascending.
  func removing(_ rows: [Int]) -> ColumnValues {
    switch self {
    case .int8(let a): .int8(Self.removing(rows, from: a))
    case .int16(let a): .int16(Self.removing(rows, from: a))
    case .int32(let a): .int32(Self.removing(rows, from: a))
    case .int64(let a): .int64(Self.removing(rows, from: a))
    }
  }

  private static func removing<N>(_ rows: [Int], from values: [N]) -> [N] {
    var kept: [N] = []
    kept.reserveCapacity(values.count - rows.count)
    var start = 0
    for row in rows {
      kept.append(contentsOf: values[start..<row])
      start = row + 1
    }
    kept.append(contentsOf: values[start...])
    return kept
  }

  /// Codes of another dictionary, with so many strings.
  func recoded(_ codes: [Int32], below count: Int) -> ColumnValues {
    func change<N: FixedWidthInteger>(_ a: [N]) -> ColumnValues {
      func to<T: FixedWidthInteger>(_ type: T.Type) -> [T] {
        a.map { $0 < 0 ? -1 : T(truncatingIfNeeded: codes[Int($0)]) }
      }
      if count <= 1 << 7 { return .int8(to(Int8.self)) }
      if count <= 1 << 15 { return .int16(to(Int16.self)) }
      return .int32(to(Int32.self))
    }
    return switch self {
    case .int8(let a): change(a)
    case .int16(let a): change(a)
    case .int32(let a): change(a)
    case .int64(let a): change(a)
    }
  }
}
