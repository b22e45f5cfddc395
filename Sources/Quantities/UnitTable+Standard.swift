extension UnitTable {
  /// The units that every contract knows.
  public static let standard = UnitTable([
    currency("yen", "yen", "yen", "円", minorDigits: 0),
    currency("usd", "dollar", "dollars", "ドル", minorDigits: 2),
    currency("gbp", "pound", "pounds", "ポンド", minorDigits: 2),
    currency("eur", "euro", "euros", "ユーロ", minorDigits: 2),
    UnitDefinition(
      id: "percent", kind: .percent, singular: "percent", plural: "percent", japanese: "%",
      alternatives: ["%"]),
    UnitDefinition(
      id: "pp", kind: .percentagePoint, singular: "percentage point", plural: "percentage points",
      japanese: "ポイント"),
    UnitDefinition(id: "number", kind: .number, singular: "", plural: "", japanese: ""),
    UnitDefinition(
      id: "point", kind: .points, singular: "point", plural: "points", japanese: "点"),

    count("person", "person", "persons", "人"),
    count("participation", "participation", "participations", "人回"),
    count("time", "time", "times", "回"),
    count("couple", "couple", "couples", "組"),
    count("service", "service", "services", "件"),
    count("class", "class", "classes", "講座"),
    count("person-year", "person-year", "person-years", "人年"),
    count("person-month", "person-month", "person-months", "人月"),
    count("level", "level", "levels", "段階"),
    count("step", "step", "steps", "歩"),

    duration("day", "day", "days", "日"),
    duration(
      "month", "month", "months", "か月",
      alternatives: ["ヶ月", "ヵ月", "カ月", "ケ月", "箇月"]),
    duration("age", "year", "years", "歳"),
    duration("hour", "hour", "hours", "時間"),
    duration("min", "min", "min", "分"),

    physical("kg"), physical("cm"), physical("m"), physical("km"), physical("m/s"),
    physical("kg/m2"),
  ])

  private static func currency(
    _ id: String, _ singular: String, _ plural: String, _ japanese: String, minorDigits: Int
  ) -> UnitDefinition {
    UnitDefinition(
      id: id, kind: .currency(minorDigits: minorDigits), singular: singular, plural: plural,
      japanese: japanese)
  }

  private static func count(
    _ id: String, _ singular: String, _ plural: String, _ japanese: String
  ) -> UnitDefinition {
    UnitDefinition(id: id, kind: .count, singular: singular, plural: plural, japanese: japanese)
  }

  private static func duration(
    _ id: String, _ singular: String, _ plural: String, _ japanese: String,
    alternatives: [String] = []
  ) -> UnitDefinition {
    UnitDefinition(
      id: id, kind: .duration, singular: singular, plural: plural, japanese: japanese,
      alternatives: alternatives)
  }

  private static func physical(_ id: String) -> UnitDefinition {
    UnitDefinition(id: id, kind: .physical, singular: id, plural: id, japanese: id)
  }
}
