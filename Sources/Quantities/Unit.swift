/// What a figure counts or measures: `yen`, `percent`, `person`, or `yen per person`.
///
/// The unit is an identifier; its words, kind and digits are in a ``UnitTable``.
public struct Unit: Hashable, Sendable {
  /// The identifier, such as `yen`, `percent`, `pp`, `person`, `m/s`, `number`.
  public let id: String
  /// The unit that it is a price or rate of: `person` in `yen per person`.
  public let per: String?

  /// A unit from its identifier as records hold it: `yen`, `yen per person`.
  public init(identifier: String) {
    guard let place = identifier.range(of: " per ") else {
      self.init(identifier)
      return
    }
    self.init(
      String(identifier[..<place.lowerBound]), per: String(identifier[place.upperBound...]))
  }

  public init(_ id: String, per: String? = nil) {
    self.id = id
    self.per = per
  }

  /// A plain number.
  public static let number = Unit("number")
  /// Japanese yen.
  public static let yen = Unit("yen")
  /// Percent, stored as its own numeral: 66.4 percent is 66.4.
  public static let percent = Unit("percent")
  /// A difference of two percentages.
  public static let percentagePoint = Unit("pp")
  /// Points of a score.
  public static let point = Unit("point")
  /// Persons.
  public static let person = Unit("person")
  /// Days.
  public static let day = Unit("day")
  /// Months.
  public static let month = Unit("month")
  /// Months in which one person each is observed.
  public static let personMonth = Unit("person-month")
  /// Years of age.
  public static let age = Unit("age")

  /// The unit of a square: `kg²`, `(m/s)²`; a plain number's is a plain number.
  public var squared: Unit {
    self == .number ? self : Unit(Self.squared(id))
  }
  /// The unit of which this is ``squared``; itself if it is no square.
  public var squareRoot: Unit {
    guard id.last == "²" else { return self }
    let root = id.dropLast()
    return Unit(String(root.first == "(" ? root.dropFirst().dropLast() : root))
  }
  /// A word or an identifier with the sign of a square.
  static func squared(_ word: String) -> String { word.contains("/") ? "(\(word))²" : word + "²" }

  /// The unit without its denominator.
  public var numerator: Unit { Unit(id) }
  /// The unit in the denominator, if there is one.
  public var denominator: Unit? { per.map { Unit($0) } }
}

extension Unit: CustomStringConvertible {
  /// The identifiers, `yen per person`; for records, not for people.
  public var description: String {
    per.map { "\(id) per \($0)" } ?? id
  }
}

/// One unit: its identifier, kind and words.
public struct UnitDefinition: Hashable, Sendable {
  /// What kind of quantity a unit measures; it decides what may be added, compared, multiplied.
  public enum Kind: Hashable, Sendable {
    /// Money, with the number of digits of its smallest unit after the point: yen 0, dollars 2.
    case currency(minorDigits: Int)
    /// Things that are counted: persons, participations, couples.
    case count
    case percent
    case percentagePoint
    case points
    case physical
    /// Days, months, hours, minutes, years of age.
    case duration
    case number
    /// One of a list of grades; the figure is the place in the list, from 1.
    case grade([GradeName])
  }

  /// A grade in both languages.
  public struct GradeName: Hashable, Sendable {
    public let english: String
    public let japanese: String

    public init(english: String, japanese: String) {
      self.english = english
      self.japanese = japanese
    }
  }

  public let id: String
  public let kind: Kind
  /// English for one; empty if no word is written.
  public let singular: String
  /// English for other numbers.
  public let plural: String
  /// The Japanese word, as printed.
  public let japanese: String
  /// Whether the Japanese word follows the numeral without a space.
  public let japaneseAttached: Bool
  /// Other spellings that are read, in either language, but never printed.
  public let alternatives: [String]

  public init(
    id: String, kind: Kind, singular: String, plural: String, japanese: String,
    japaneseAttached: Bool = true, alternatives: [String] = []
  ) {
    self.id = id
    self.kind = kind
    self.singular = singular
    self.plural = plural
    self.japanese = japanese
    self.japaneseAttached = japaneseAttached
    self.alternatives = alternatives
  }

  /// The unit that this defines.
  public var unit: Unit { Unit(id) }

  /// All words that an English contract may write for it.
  public var englishWords: [String] {
    ([singular, plural] + alternatives.filter(Self.isEnglish)).filter { !$0.isEmpty }
  }

  /// All words that a Japanese contract may write for it.
  public var japaneseWords: [String] {
    ([japanese] + alternatives.filter { !Self.isEnglish($0) }).filter { !$0.isEmpty }
  }

  /// An alternative belongs to the language whose script it is written in.
  private static func isEnglish(_ word: String) -> Bool { word.utf8.allSatisfy { $0 < 0x80 } }
}
