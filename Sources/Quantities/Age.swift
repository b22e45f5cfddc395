/// When a year of age is attained.
public enum AgeRule: String, Sendable, Hashable, CaseIterable {
  /// On the birthday: `by birthday` / 誕生日基準. Born on 29 February: on 1 March of common years.
  case birthday
  /// At the end of the day before the birthday, counted as attained on that day: `by statute` /
  /// 年齢計算法 (年齢計算ニ関する法律, Act No. 50 of 1902, with 民法 art. 143).
  case statute
}

extension CivilDate {
  /// The age in whole years, on the day `date`, of a person born on this day.
  ///
  /// Negative if `date` lies before the birth (under ``AgeRule/statute``, more than a day before).
  @inlinable
  public func age(on date: CivilDate, by rule: AgeRule) -> Int {
    let day = rule == .birthday || date == .last ? date : date.adding(days: 1)
    let (birthYear, birthMonth, birthDay) = components
    let (year, month, dayOfMonth) = day.components
    let reached = month > birthMonth || (month == birthMonth && dayOfMonth >= birthDay)
    return year - birthYear - (reached ? 0 : 1)
  }
}
