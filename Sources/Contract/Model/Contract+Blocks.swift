extension Contract {
  /// Whether a name is that of a block that says how measured figures become money: an achievement table, a
  /// score, a payment or the settlement.
  package func isMoneyBlock(_ name: String) -> Bool {
    moneyBlocks.contains { $0.utf8.elementsEqual(name.utf8) }
  }

  private var moneyBlocks: [String] {
    achievements.map(\.declaration.name) + scores.map(\.declaration.name)
      + payments.map(\.declaration.name) + [settlement.declaration.name]
  }

  /// This contract with one of its money blocks as another reading of the same text has it.
  ///
  /// Nil if the block is of another kind, or if the other reading derives the figures in another order, so
  /// that the two must be checked together.
  package func taking(_ name: String, from other: Contract) -> Contract? {
    guard isMoneyBlock(name), other.order == order else { return nil }
    func taken<Block>(_ own: [Block], _ theirs: [Block], _ declaration: (Block) -> Declaration)
      -> [Block]
    {
      zip(own, theirs).map { declaration($0).name.utf8.elementsEqual(name.utf8) ? $1 : $0 }
    }
    let isSettlement = settlement.declaration.name.utf8.elementsEqual(name.utf8)
    return Contract(
      declaration: declaration, tongue: tongue, parties: parties, term: term, yearStart: yearStart,
      currency: currency, isIllustrative: isIllustrative, units: units, tables: tables,
      scales: scales, values: values, populations: populations, indicators: indicators,
      achievements: taken(achievements, other.achievements, \.declaration),
      scores: taken(scores, other.scores, \.declaration),
      payments: taken(payments, other.payments, \.declaration),
      settlement: isSettlement ? other.settlement : settlement, splits: splits,
      scenarios: scenarios, examples: examples, order: order, amendments: amendments,
      source: source, replacedLines: replacedLines + other.replacedLines, used: used,
      publishedFrom: publishedFrom)
  }
}
