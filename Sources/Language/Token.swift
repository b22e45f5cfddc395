import Diagnostics
import Quantities

/// A canonical token: the same for both languages of a contract, up to names and texts.
public struct Token: Hashable, Sendable {
  public let kind: TokenKind
  public let span: Span
  /// Where the operand of a phrase stands (`enrolled` in `at enrolled`); `span` for a name.
  public let operandSpan: Span?

  /// Makes a token that covers `span`.
  public init(_ kind: TokenKind, span: Span, operandSpan: Span? = nil) {
    self.kind = kind
    self.span = span
    self.operandSpan = operandSpan
  }

  public static func == (left: Token, right: Token) -> Bool { left.kind == right.kind }

  public func hash(into hasher: inout Hasher) { hasher.combine(kind) }
}

/// Which ends of an interval belong to it.
public struct Ends: Hashable, Sendable {
  /// Whether the lower end does.
  public var lower: Bool
  /// Whether the upper end does.
  public var upper: Bool

  /// Names the ends that belong.
  public init(lower: Bool, upper: Bool) {
    self.lower = lower
    self.upper = upper
  }

  /// Both.
  public static let closed = Ends(lower: true, upper: true)
}

/// What a canonical token says. Phrases differ in word order between the languages; nothing else
/// does.
public enum TokenKind: Hashable, Sendable {
  /// A keyword in value position.
  case word(ValueWord)
  /// A label named in a value: `change outcome_fee cap`, `expect tax 2,469,000 yen`.
  case label(LabelWord)
  case name(Name)
  /// `"…"` / `「…」`
  case text(Quotation)
  /// A bare number.
  case numeral(Numeral)
  /// `12,000,000 yen` / `12,000,000円`
  case quantity(Numeral, Unit)
  /// A unit word alone: `record percent, 1 decimal`; that of a price is `yen per person` /
  /// `1人当たり円`.
  case unit(Unit)
  /// `3 decimals` / `小数3桁`
  case decimals(Int)
  /// `4,500 yen per person` / `1人当たり4,500円`; the unit carries `per`.
  case unitPrice(Numeral, Unit)
  /// `at least 65 years` / `65歳以上`
  case bound(Comparison, Numeral, Unit?)
  /// `at least target_rate` / `目標率以上`: a bound that is a figure.
  case figureBound(Comparison, Name)
  /// `from 50.0 to below 60.0 percent` / `50.0以上60.0%未満`, `from 0.20 to 2.50` / `0.20以上2.50以下`,
  /// `above 10 to 20 percent` / `10超20%以下`.
  case between(Numeral, Numeral, Unit?, Ends)
  /// `0 to 100 percent` / `0～100%`
  case span(Numeral, Numeral, Unit?)
  /// `down to 1 yen` / `1円未満切捨て`
  case rounding(ValueWord, Numeral, Unit)
  /// `2025-02-14` / `2025年2月14日`
  case date(CivilDate)
  /// `from 2024-04-01 to 2027-03-31` / `2024年4月1日から2027年3月31日まで`; both days included.
  case dateRange(CivilDate, CivilDate)
  /// `April` / `4月`
  case month(Int)
  /// `at enrolled` / `登録日時点`
  case at(Operand)
  /// `on or before enrolled` / `登録日以前`
  case dateBound(DateComparison, Operand)
  /// `30 days after acceptance` / `検収から30日`
  case offset(Numeral, Unit, Direction, Operand)
  /// `1 to 90 days after first_trial` / `初回体験から1～90日`; `1 to 6 months from first_session` /
  /// `初回起算1～6か月`
  case offsetRange(Numeral, Numeral, Unit, Direction, Operand)
  case symbol(Symbol)
}

/// How a value compares with the figure of a bound.
public enum Comparison: String, CaseIterable, Hashable, Sendable {
  case atLeast, atMost, below, above

  /// The English words before the number.
  public var english: String {
    switch self {
    case .atLeast: "at least"
    case .atMost: "at most"
    case .below: "below"
    case .above: "above"
    }
  }

  /// The Japanese word after the unit.
  public var japanese: String {
    switch self {
    case .atLeast: "以上"
    case .atMost: "以下"
    case .below: "未満"
    case .above: "超"
    }
  }
}

/// How a date compares with the date of a bound.
public enum DateComparison: String, CaseIterable, Hashable, Sendable {
  case onOrBefore, onOrAfter, before, after

  /// The English words before the date.
  public var english: String {
    switch self {
    case .onOrBefore: "on or before"
    case .onOrAfter: "on or after"
    case .before: "before"
    case .after: "after"
    }
  }

  /// The Japanese word after the date.
  public var japanese: String {
    switch self {
    case .onOrBefore: "以前"
    case .onOrAfter: "以後"
    case .before: "より前"
    case .after: "より後"
    }
  }
}

/// On which side of its anchor an offset lies.
public enum Direction: String, CaseIterable, Hashable, Sendable {
  /// The first day is the one after the anchor (民法 art. 140: the day itself is not counted).
  case after
  case before
  /// The first day is the anchor itself (起算日).
  case from

  /// The English word before the anchor.
  public var english: String { rawValue }

  /// The Japanese word after the anchor.
  public var japanese: String {
    switch self {
    case .after: "から"
    case .before: "の前"
    case .from: "起算"
    }
  }
}

/// What a phrase about dates refers to.
public enum Operand: Hashable, Sendable {
  case name(Name)
  /// One of `Operand.words`.
  case word(ValueWord)
  case date(CivilDate)

  /// The keywords that can stand for a date in a phrase.
  public static let words: [ValueWord] = [
    .settlementYear, .settlementYearStart, .settlementYearEnd, .settlementPeriodStart,
    .settlementPeriodEnd, .thatDay,
  ]
}

/// Punctuation and operators.
public enum Symbol: String, CaseIterable, Hashable, Sendable {
  case comma = ","
  case plus = "+"
  case minus = "−"
  case times = "×"
  case divide = "÷"
  case equals = "="
  case notEquals = "≠"
  case open = "("
  case close = ")"
}
