/// A Japanese era since Meiji, with the days on which it was in force.
enum Era: CaseIterable {
  case meiji, taisho, showa, heisei, reiwa

  /// The Gregorian year before the era's first: 令和1 is 2018 + 1.
  var base: Int {
    switch self {
    case .meiji: 1867
    case .taisho: 1911
    case .showa: 1925
    case .heisei: 1988
    case .reiwa: 2018
    }
  }

  /// The era's name.
  var name: String {
    switch self {
    case .meiji: "明治"
    case .taisho: "大正"
    case .showa: "昭和"
    case .heisei: "平成"
    case .reiwa: "令和"
    }
  }

  /// The first day, as a day number (1868-01-25, 1912-07-30, 1926-12-25, 1989-01-08, 2019-05-01).
  var firstDay: Int32 {
    switch self {
    case .meiji: -37_231
    case .taisho: -20_974
    case .showa: -15_713
    case .heisei: 6_947
    case .reiwa: 18_017
    }
  }

  /// The last day: Meiji and Taisho ended on the day on which the next era began, Showa and Heisei
  /// on the day before.
  var lastDay: Int32 {
    switch self {
    case .meiji: Era.taisho.firstDay
    case .taisho: Era.showa.firstDay
    case .showa: Era.heisei.firstDay - 1
    case .heisei: Era.reiwa.firstDay - 1
    case .reiwa: CivilDate.last.dayNumber
    }
  }

  /// The era in force on a day, the later one where two share it; `nil` before Meiji.
  static func containing(_ date: CivilDate) -> Era? {
    allCases.last { $0.firstDay <= date.dayNumber }
  }
}
