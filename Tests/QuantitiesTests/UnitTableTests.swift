import Quantities
import Testing

@Suite struct UnitTableTests {
  private let table = UnitTable.standard

  @Test(arguments: [
    ("yen", "yen"), ("percent", "percent"), ("percentage point", "pp"),
    ("percentage points", "pp"), ("points", "point"), ("person", "person"),
    ("persons", "person"), ("participations", "participation"), ("times", "time"),
    ("days", "day"), ("months", "month"), ("years", "age"), ("year", "age"), ("hours", "hour"),
    ("min", "min"), ("kg", "kg"), ("cm", "cm"), ("m/s", "m/s"), ("kg/m2", "kg/m2"), ("km", "km"),
    ("couples", "couple"), ("services", "service"), ("classes", "class"),
    ("person-years", "person-year"), ("person-months", "person-month"), ("dollars", "usd"),
    ("levels", "level"), ("steps", "step"), ("%", "percent"),
  ])
  func englishWords(word: String, id: String) {
    #expect(table.unit(english: word) == Unit(id))
  }

  @Test(arguments: [
    ("円", "yen"), ("%", "percent"), ("ポイント", "pp"), ("点", "point"), ("人", "person"),
    ("人回", "participation"), ("回", "time"), ("日", "day"), ("か月", "month"), ("ヶ月", "month"),
    ("ヵ月", "month"), ("カ月", "month"), ("ケ月", "month"), ("箇月", "month"), ("歳", "age"),
    ("時間", "hour"), ("分", "min"),
    ("組", "couple"), ("件", "service"), ("講座", "class"), ("人年", "person-year"),
    ("人月", "person-month"), ("ドル", "usd"), ("段階", "level"), ("歩", "step"), ("m/s", "m/s"),
  ])
  func japaneseWords(word: String, id: String) {
    #expect(table.unit(japanese: word) == Unit(id))
  }

  @Test func unknownWords() {
    #expect(table.unit(english: "") == nil)
    #expect(table.unit(japanese: "") == nil)
    #expect(table.unit(english: "Persons") == nil)
    #expect(table.unit(english: "円") == nil)
    #expect(table.unit(id: "number") == .number)
    #expect(table.unit(id: "furlong") == nil)
  }

  @Test func printsEnglish() {
    #expect(table.english("4,500", .yen) == "4,500 yen")
    #expect(table.english("66.4", .percent) == "66.4 percent")
    #expect(table.english("0.025", Unit("m/s")) == "0.025 m/s")
    #expect(table.english("1", .person) == "1 person")
    #expect(table.english("-1", .person) == "-1 person")
    #expect(table.english("1.0", .percentagePoint) == "1.0 percentage points")
    #expect(table.english("640", .person) == "640 persons")
    #expect(table.english("65", .age) == "65 years")
    #expect(table.english("0.5", .number) == "0.5")
    #expect(table.english("4,500", Unit("yen", per: "person")) == "4,500 yen per person")
    #expect(
      table.english(Unit("yen", per: "participation"), plural: true) == "yen per participation")
  }

  @Test func printsJapanese() {
    #expect(table.japanese("4,500", .yen) == "4,500円")
    #expect(table.japanese("66.4", .percent) == "66.4%")
    #expect(table.japanese("0.025", Unit("m/s")) == "0.025m/s")
    #expect(table.japanese("640", .person) == "640人")
    #expect(table.japanese("0.5", .number) == "0.5")
    #expect(table.japanese("4,500", Unit("yen", per: "person")) == "1人当たり4,500円")
    #expect(table.japanese(Unit("yen", per: "person")) == "1人当たり円")
    #expect(table.japanesePieces(.yen) == ("", "円"))
  }

  @Test func squares() {
    let speed = Unit("m/s").squared
    #expect(speed.description == "(m/s)²")
    #expect(speed.squareRoot == Unit("m/s"))
    #expect(Unit("kg").squared.description == "kg²")
    #expect(Unit("kg").squared.squareRoot == Unit("kg"))
    #expect(Unit.number.squared == .number)
    #expect(Unit.percent.squareRoot == .percent)
    #expect(UnitTable.standard.english("1", Unit.point.squared) == "1 point²")
    #expect(UnitTable.standard.japanese("49", Unit.point.squared) == "49点²")
    #expect(UnitTable.standard.japanese("0.01", speed) == "0.01(m/s)²")
  }

  @Test func kinds() throws {
    #expect(table.definition("yen")?.kind == .currency(minorDigits: 0))
    #expect(table.definition("usd")?.kind == .currency(minorDigits: 2))
    #expect(table.definition(.person)?.kind == .count)
    #expect(table.definition("m/s")?.kind == .physical)
    #expect(table.smallestAmount(of: .yen) == 1)
    #expect(table.smallestAmount(of: Unit("usd"))?.decimalText == "0.01")
    #expect(table.smallestAmount(of: .person) == nil)
    #expect(table.smallestAmount(of: Unit("yen", per: "person")) == nil)
  }

  @Test func declaredUnits() {
    let visit = UnitDefinition(
      id: "visit", kind: .count, singular: "visit", plural: "visits", japanese: "訪問",
      japaneseAttached: false)
    #expect(table.conflict(with: visit) == nil)
    let more = table.adding([visit])
    #expect(more.unit(english: "visits") == Unit("visit"))
    #expect(more.english("1", Unit("yen", per: "visit")) == "1 yen per visit")
    #expect(more.japanese("3", Unit("visit")) == "3 訪問")
    #expect(table.unit(english: "visits") == nil)
    #expect(more.conflict(with: visit) == "visit")
    let clash = UnitDefinition(
      id: "head", kind: .count, singular: "head", plural: "heads", japanese: "人")
    #expect(table.conflict(with: clash) == "人")
    #expect(table.adding([clash]).unit(japanese: "人") == .person)
    #expect(table.adding([clash]).unit(english: "heads") == Unit("head"))
  }
}
