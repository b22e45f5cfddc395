/// The units that a contract may use, found by word in either language or by identifier.
public struct UnitTable: Sendable {
  /// The definitions, in the order in which they were added.
  public private(set) var definitions: [UnitDefinition] = []
  private var byID: [String: Int] = [:]
  private var byEnglish: [String: Int] = [:]
  private var byJapanese: [String: Int] = [:]

  public init(_ definitions: [UnitDefinition]) {
    for definition in definitions { append(definition) }
  }

  /// The table with further units, such as a contract declares.
  ///
  /// An identifier or word that is already taken keeps its meaning; ask ``conflict(with:)`` first.
  public func adding(_ definitions: [UnitDefinition]) -> UnitTable {
    var table = self
    for definition in definitions { table.append(definition) }
    return table
  }

  /// The first identifier or word of `definition` that already means another unit.
  public func conflict(with definition: UnitDefinition) -> String? {
    if byID[definition.id] != nil { return definition.id }
    let english = [definition.singular, definition.plural].first { byEnglish[$0] != nil }
    return english
      ?? ([definition.japanese] + definition.alternatives).first {
        byJapanese[$0] != nil || byEnglish[$0] != nil
      }
  }

  private mutating func append(_ definition: UnitDefinition) {
    let index = definitions.count
    guard byID[definition.id] == nil else { return }
    definitions.append(definition)
    byID[definition.id] = index
    for word in definition.englishWords where byEnglish[word] == nil { byEnglish[word] = index }
    for word in definition.japaneseWords where byJapanese[word] == nil { byJapanese[word] = index }
  }
}

// MARK: - Looking up

extension UnitTable {
  /// The definition with this identifier.
  public func definition(_ id: String) -> UnitDefinition? {
    byID[id].map { definitions[$0] }
  }

  /// The definition of a unit, of its numerator if it is a price or rate.
  public func definition(_ unit: Unit) -> UnitDefinition? {
    definition(unit.id)
  }

  /// The unit with this identifier.
  public func unit(id: String) -> Unit? {
    definition(id)?.unit
  }

  /// The unit of an English word or phrase, singular or plural: `persons`, `percentage points`.
  public func unit(english phrase: String) -> Unit? {
    byEnglish[phrase].map { definitions[$0].unit }
  }

  /// The unit of a Japanese word: 人, か月.
  public func unit(japanese word: String) -> Unit? {
    byJapanese[word].map { definitions[$0].unit }
  }

  /// The smallest amount of a currency, 1 yen or 0.01 dollars; `nil` for other units.
  public func smallestAmount(of unit: Unit) -> Exact? {
    guard unit.per == nil, case .currency(let digits)? = definition(unit.id)?.kind else {
      return nil
    }
    return Exact.powerOfTen(-digits)
  }
}

extension UnitTable {
  /// The code of a currency by ISO 4217; the units of other currencies are named by theirs: `usd`.
  public func currencyCode(of unit: Unit) -> String { unit == .yen ? "JPY" : unit.id.uppercased() }
}

// MARK: - Printing

extension UnitTable {
  /// The English words of a unit, `yen per person`; empty for a plain number.
  ///
  /// A unit that is not in the table prints its identifier.
  public func english(_ unit: Unit, plural: Bool) -> String {
    let root = unit.squareRoot
    guard unit == root else { return Unit.squared(english(root, plural: false)) }
    let definition = definition(unit.id)
    let word = definition.map { plural ? $0.plural : $0.singular } ?? unit.id
    guard let per = unit.per else { return word }
    return "\(word) per \(self.definition(per)?.singular ?? per)"
  }

  /// The Japanese words of a unit, 円, or 1人当たり円 for a price.
  public func japanese(_ unit: Unit) -> String {
    let (prefix, suffix) = japanesePieces(unit)
    return prefix + suffix
  }

  /// What Japanese writes before and after the numeral: 1人当たり and 円.
  public func japanesePieces(_ unit: Unit) -> (prefix: String, suffix: String) {
    let root = unit.squareRoot
    guard unit == root else { return ("", Unit.squared(japanese(root))) }
    let word = definition(unit.id)?.japanese ?? unit.id
    guard let per = unit.per else { return ("", word) }
    return ("1\(definition(per)?.japanese ?? per)当たり", word)
  }

  /// A quantity in English: `4,500 yen per person`, `1 person`, `640 persons`, `66.4 percent`.
  public func english(_ numeral: String, _ unit: Unit) -> String {
    if let grade = grade(numeral, unit) { return grade.english }
    let isOne = numeral == "1" || numeral == "-1"
    let word = english(unit, plural: !isOne)
    return word.isEmpty ? numeral : "\(numeral) \(word)"
  }

  /// A quantity in Japanese: 1人当たり4,500円, 640人, 66.4%.
  public func japanese(_ numeral: String, _ unit: Unit) -> String {
    if let grade = grade(numeral, unit) { return grade.japanese }
    let (prefix, suffix) = japanesePieces(unit)
    let attached = definition(unit.id)?.japaneseAttached ?? true
    return prefix + numeral + (attached || suffix.isEmpty ? "" : " ") + suffix
  }
}

// MARK: - Counts and money

extension UnitTable {
  /// What a figure of a unit is a whole multiple of: one of a count, the smallest amount of a currency; nil
  /// of what is measured.
  public func smallestStep(of unit: Unit) -> (step: Exact, isMoney: Bool)? {
    guard unit.per == nil else { return nil }
    switch definition(unit.id)?.kind {
    case .count?: return (1, false)
    case .currency?: return smallestAmount(of: unit).map { ($0, true) }
    default: return nil
    }
  }
}

// MARK: - Grades

extension UnitTable {
  /// The name of a grade, by its place in its list from 1; nil for figures that are no grades.
  public func grade(_ numeral: String, _ unit: Unit) -> (english: String, japanese: String)? {
    guard unit.per == nil, case .grade(let names)? = definition(unit.id)?.kind,
      let place = Int(numeral), names.indices.contains(place - 1)
    else { return nil }
    return (names[place - 1].english, names[place - 1].japanese)
  }

  /// Whether a figure of the unit is a place in a list of grades, and no number to calculate with.
  public func isGrade(_ unit: Unit) -> Bool { grades(of: unit) != nil }

  /// The names of the grades that a figure of the unit is a place in; nil for figures that are no grades.
  public func grades(of unit: Unit) -> [(english: String, japanese: String)]? {
    guard case .grade(let names)? = definition(unit.id)?.kind else { return nil }
    return names.map { ($0.english, $0.japanese) }
  }
}
