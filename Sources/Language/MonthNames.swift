/// The months of the year in English; Japanese counts them (4月).
enum MonthNames {
  static let all = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
  ]

  /// The name of month 1…12.
  static func english(_ month: Int) -> String {
    all.indices.contains(month - 1) ? all[month - 1] : "\(month)"
  }

  /// The month 1…12 of a name.
  static func month(_ word: String) -> Int? { all.firstIndex(of: word).map { $0 + 1 } }
}
