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
      let high = segments.reduce(0) { max($0, $1.values.greatest) }
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

  func coded(_ change: Change, below count: Int) -> ColumnValues {
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
      let (least, first) = segment.values.least.multipliedReportingOverflow(by: factor)
      let (greatest, second) = segment.values.greatest.multipliedReportingOverflow(by: factor)
      if first || second { return nil }
      low = min(low, least)
      high = max(high, greatest)
    }
    let change = Change.scale(scale)
    let values: ColumnValues
    if low > Int64(Int8.min), high <= Int64(Int8.max) {
      values = .int8(collect(change, isCoded: false))
    } else if low > Int64(Int16.min), high <= Int64(Int16.max) {
      values = .int16(collect(change, isCoded: false))
    } else if low > Int64(Int32.min), high <= Int64(Int32.max) {
      values = .int32(collect(change, isCoded: false))
    } else {
      values = .int64(collect(change, isCoded: false))
    }
    return make(.decimal, values, ByteDictionary(), scale: scale)
  }

  private func collect<To: FixedWidthInteger & SignedInteger>(
    _ change: Change, isCoded: Bool
  ) -> [To] {
    [To](unsafeUninitializedCapacity: rows) { room, count in
      guard var target = room.baseAddress else { return }
      for (segment, worker) in zip(segments, workers) {
        switch segment.values {
        case .int8(let a): copy(a, segment, worker, change, isCoded, to: target)
        case .int16(let a): copy(a, segment, worker, change, isCoded, to: target)
        case .int32(let a): copy(a, segment, worker, change, isCoded, to: target)
        case .int64(let a): copy(a, segment, worker, change, isCoded, to: target)
        }
        target += segment.values.count
        count += segment.values.count
      }
    }
  }

  private func copy<From: FixedWidthInteger, To: FixedWidthInteger>(
    _ source: [From], _ segment: Segment, _ worker: Int, _ change: Change, _ isCoded: Bool,
    to target: UnsafeMutablePointer<To>
  ) {
    source.withUnsafeBufferPointer { source in
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
          target[i] =
            source[i] == .min ? .min : To(truncatingIfNeeded: source[i]) &* factor
        }
      case .none:
        for i in 0..<source.count {
          target[i] =
            !isCoded && source[i] == .min ? .min : To(truncatingIfNeeded: source[i])
        }
      }
    }
  }
}

extension ColumnValues {
  /// The greatest element, at least 0.
  var greatest: Int64 {
    switch self {
    case .int8(let a): Int64(a.reduce(0) { Swift.max($0, $1) })
    case .int16(let a): Int64(a.reduce(0) { Swift.max($0, $1) })
    case .int32(let a): Int64(a.reduce(0) { Swift.max($0, $1) })
    case .int64(let a): a.reduce(0) { Swift.max($0, $1) }
    }
  }

  /// The least element that is not the mark of a missing one, at most 0.
  var least: Int64 {
    switch self {
    case .int8(let a): Int64(a.reduce(0) { $1 == .min ? $0 : Swift.min($0, $1) })
    case .int16(let a): Int64(a.reduce(0) { $1 == .min ? $0 : Swift.min($0, $1) })
    case .int32(let a): Int64(a.reduce(0) { $1 == .min ? $0 : Swift.min($0, $1) })
    case .int64(let a): a.reduce(0) { $1 == .min ? $0 : Swift.min($0, $1) }
    }
  }

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
}
