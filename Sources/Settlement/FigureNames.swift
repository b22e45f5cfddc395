import Contract
import Diagnostics
import Execution
import Language

extension Contract {
  /// The name of a figure in a language: a name of the vocabulary with the label of a count, or the
  /// words of a settlement line.
  public func name(of id: FigureID, in tongue: Tongue) -> String {
    FigureID(name(id.name, in: tongue), key: id.key).description
  }

  /// The name of a block in a language.
  package func name(_ declaration: Declaration, in tongue: Tongue) -> String {
    declaration.name(in: tongue, of: self)
  }

  private func name(_ name: String, in tongue: Tongue) -> String {
    if let own = declared(name) { return own.name(in: tongue, of: self) }
    if let line = Self.lines[name] { return line[tongue] }
    guard let dot = name.firstIndex(of: "."), let own = declared(String(name[..<dot])) else {
      return name
    }
    let label = CountLabel.text(String(name[name.index(after: dot)...]), in: tongue)
    return own.name(in: tongue, of: self) + "." + label
  }

  /// The name of a block, or of a number beside one, in the other language of the contract.
  func otherName(of name: String) -> String? {
    let block = name.prefix { $0 != "." }
    return declared(String(block))?.otherName.map { $0 + name.dropFirst(block.count) }
  }

  /// What the settlement itself names.
  private static let lines: [String: Text] = [
    FigureID.total.name: Text(en: LabelWord.total[.en], ja: LabelWord.total[.ja]),
    FigureID.tax.name: Text(en: LabelWord.tax[.en], ja: LabelWord.tax[.ja]),
    FigureID.payable.name: Text(en: ValueWord.payable[.en], ja: ValueWord.payable[.ja]),
    FigureID.due.name: Text(en: ValueWord.due[.en], ja: ValueWord.due[.ja]),
    FigureID.interimPayments.name: Text(
      en: ValueWord.interimPayments[.en], ja: ValueWord.interimPayments[.ja]),
  ]

  private func declared(_ name: String) -> Declaration? {
    func isOwn(_ declaration: Declaration) -> Bool {
      declaration.name.utf8.elementsEqual(name.utf8)
    }
    return indicators.first { isOwn($0.declaration) }?.declaration
      ?? achievements.first { isOwn($0.declaration) }?.declaration
      ?? scores.first { isOwn($0.declaration) }?.declaration
      ?? payments.first { isOwn($0.declaration) }?.declaration
      ?? splits.first { isOwn($0.declaration) }?.declaration
  }
}

extension Declaration {
  /// The name in a language; the contract's own where the vocabulary has no other.
  fileprivate func name(in tongue: Tongue, of contract: Contract) -> String {
    tongue == contract.tongue ? name : otherName ?? name
  }
}
