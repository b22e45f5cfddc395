/// Reads the less common written forms of a date, byte by byte, without allocation.
struct DateScanner {
  private let bytes: UnsafeBufferPointer<UInt8>
  private var index = 0

  init(_ bytes: UnsafeBufferPointer<UInt8>) {
    self.bytes = bytes
  }

  /// Reads the whole of the text as one date.
  mutating func read() -> DateReading? {
    // The longest form is 昭和 with full-width digits, well under this.
    guard bytes.count <= 64 else { return nil }
    return readEra() ?? readWestern()
  }

  // MARK: Forms

  private mutating func readWestern() -> DateReading? {
    index = 0
    guard let (year, digits) = number(upTo: 8) else { return nil }
    if digits == 8, isAtEnd {
      return reading(year: year / 10_000, month: year / 100 % 100, day: year % 100)
    }
    guard digits == 4 else { return nil }
    switch next() {
    case .dash: return rest(.dash, year: year)
    case .slash: return rest(.slash, year: year)
    case .year: return rest(.month, year: year, last: .day)
    default: return nil
    }
  }

  private mutating func readEra() -> DateReading? {
    index = 0
    guard case .era(let era, let isLetter) = next() else { return nil }
    let start = index
    let year: Int
    if !isLetter, case .first = next() {
      year = 1
    } else {
      index = start
      guard let (value, _) = number(upTo: 2), value > 0 else { return nil }
      year = value
    }
    let gregorian = era.base + year
    let found: DateReading?
    switch (next(), isLetter) {
    case (.dot, true): found = rest(.dot, year: gregorian)
    case (.slash, true): found = rest(.slash, year: gregorian)
    case (.year, false): found = rest(.month, year: gregorian, last: .day)
    default: return nil
    }
    guard let date = found?.date else { return nil }
    let inForce = era.firstDay <= date.dayNumber && date.dayNumber <= era.lastDay
    return DateReading(date: date, outsideEra: !inForce)
  }

  /// Month, `separator`, day, then `last` if there is one, then the end.
  private mutating func rest(_ separator: Mark, year: Int, last: Mark? = nil) -> DateReading? {
    guard let (month, _) = number(upTo: 2), next() == separator, let (day, _) = number(upTo: 2)
    else { return nil }
    if let last, next() != last { return nil }
    return isAtEnd ? reading(year: year, month: month, day: day) : nil
  }

  private func reading(year: Int, month: Int, day: Int) -> DateReading? {
    CivilDate(year: year, month: month, day: day).map { DateReading(date: $0) }
  }

  // MARK: Marks

  private enum Mark: Equatable {
    case digit(Int)
    case dash, slash, dot
    case year, month, day
    /// 元, the first year of an era.
    case first
    case era(Era, isLetter: Bool)
  }

  private var isAtEnd: Bool { index == bytes.count }

  /// At least one and at most `limit` digits, all that follow.
  private mutating func number(upTo limit: Int) -> (value: Int, digits: Int)? {
    var value = 0
    var digits = 0
    while true {
      let start = index
      guard case .digit(let digit) = next() else {
        index = start
        break
      }
      digits += 1
      if digits > limit { return nil }
      value = value * 10 + digit
    }
    return digits == 0 ? nil : (value, digits)
  }

  private mutating func next() -> Mark? {
    guard let scalar = nextScalar() else { return nil }
    switch scalar {
    case 0x30...0x39: return .digit(Int(scalar - 0x30))
    case 0xFF10...0xFF19: return .digit(Int(scalar - 0xFF10))
    case 0x2D, 0xFF0D, 0x2212: return .dash
    case 0x2F, 0xFF0F: return .slash
    case 0x2E, 0xFF0E: return .dot
    case 0x5E74: return .year  // 年
    case 0x6708: return .month  // 月
    case 0x65E5: return .day  // 日
    case 0x5143: return .first  // 元
    default: return era(scalar).map { Mark.era($0.era, isLetter: $0.isLetter) }
    }
  }

  private mutating func era(_ scalar: UInt32) -> (era: Era, isLetter: Bool)? {
    switch scalar {
    case 0x4D, 0xFF2D: return (.meiji, true)
    case 0x54, 0xFF34: return (.taisho, true)
    case 0x53, 0xFF33: return (.showa, true)
    case 0x48, 0xFF28: return (.heisei, true)
    case 0x52, 0xFF32: return (.reiwa, true)
    case 0x337E: return (.meiji, false)  // ㍾
    case 0x337D: return (.taisho, false)  // ㍽
    case 0x337C: return (.showa, false)  // ㍼
    case 0x337B: return (.heisei, false)  // ㍻
    case 0x32FF: return (.reiwa, false)  // ㋿
    default: break
    }
    guard let second = nextScalar() else { return nil }
    switch (scalar, second) {
    case (0x660E, 0x6CBB): return (.meiji, false)  // 明治
    case (0x5927, 0x6B63): return (.taisho, false)  // 大正
    case (0x662D, 0x548C): return (.showa, false)  // 昭和
    case (0x5E73, 0x6210): return (.heisei, false)  // 平成
    case (0x4EE4, 0x548C): return (.reiwa, false)  // 令和
    default: return nil
    }
  }

  /// One scalar of one or three bytes, the only lengths that the forms use.
  private mutating func nextScalar() -> UInt32? {
    guard index < bytes.count else { return nil }
    let lead = bytes[index]
    if lead < 0x80 {
      index += 1
      return UInt32(lead)
    }
    guard lead & 0xF0 == 0xE0, index + 2 < bytes.count, bytes[index + 1] & 0xC0 == 0x80,
      bytes[index + 2] & 0xC0 == 0x80
    else { return nil }
    let scalar =
      UInt32(lead & 0x0F) << 12 | UInt32(bytes[index + 1] & 0x3F) << 6
      | UInt32(bytes[index + 2] & 0x3F)
    index += 3
    return scalar
  }
}
