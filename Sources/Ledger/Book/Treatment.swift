/// How a correction enters the accounts.
public enum Treatment: String, Hashable, Sendable, CaseIterable {
  /// Within the accounts of the year that paid: 追加支出, or 戻入 (地方自治法施行令 art. 159).
  case currentYear
  /// After they are closed: 過年度支出 (art. 165-8), or 過年度収入 (art. 160).
  case priorYear
  /// Not paid by itself; the next settlement of the contract takes it in.
  case nextSettlement
}
