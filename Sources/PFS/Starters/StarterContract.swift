import Diagnostics

/// Contracts to begin with: small, complete, and free of errors.
public enum StarterContract: String, Sendable, CaseIterable {
  case outcomeTable = "outcome-table"
  case unitPrice = "unit-price"
  case beforeAfter = "before-after"
  case minimumGuarantee = "minimum-guarantee"
  case twoLevels = "two-levels"

  /// What it is, in one line.
  public var title: Text {
    switch self {
    case .outcomeTable:
      Text(
        en: "a fixed fee, a price per person, and an outcome table with its steps",
        ja: "固定額、1人当たりの単価、段階のある成果の表")
    case .unitPrice:
      Text(en: "unit prices of visits and persons, each with a limit", ja: "延べ利用と実人数の単価と上限")
    case .beforeAfter:
      Text(
        en: "an effect before and after, with a comparison group", ja: "比較群のある前後比較による効果")
    case .minimumGuarantee:
      Text(en: "a minimum guarantee and an outcome part by two figures", ja: "最低保証と二つの指標による成果報酬")
    case .twoLevels:
      Text(
        en: "prime contractor to providers, an invoice for each, on the records of unit-price",
        ja: "元請から事業者へ、事業者ごとの精算(unit-price と同じ記録)")
    }
  }

  /// The text, in the layout of the formatter.
  public func text(_ tongue: Tongue) -> String {
    tongue == .en ? texts.english : texts.japanese
  }

  /// The pairs of names and titles by which either text is translated into the other.
  public var vocabulary: String { texts.vocabulary }

  private var texts: StarterText {
    switch self {
    case .outcomeTable: Self.outcomeTableText
    case .unitPrice: Self.unitPriceText
    case .beforeAfter: Self.beforeAfterText
    case .minimumGuarantee: Self.minimumGuaranteeText
    case .twoLevels: Self.twoLevelsText
    }
  }
}

/// One contract in both languages.
struct StarterText {
  let english: String
  let japanese: String
  let vocabulary: String
}
