import Contract
import Diagnostics
import Execution
import Language

extension Contract {
  /// The name of a figure in a language: a name of the vocabulary, or the words of a settlement line.
  public func name(of id: FigureID, in tongue: Tongue) -> String {
    let line: LabelWord? =
      switch id {
      case .total: .total
      case .tax: .tax
      default: nil
      }
    if let line, !declares(id.name) { return line[tongue] }
    if id == .payable, !declares(id.name) { return ValueWord.payable[tongue] }
    if id == .due, !declares(id.name) { return ValueWord.due[tongue] }
    return FigureID(translated(id.name, to: tongue), key: id.key).description
  }

  private var declarations: [Declaration] {
    indicators.map(\.declaration) + achievements.map(\.declaration) + scores.map(\.declaration)
      + payments.map(\.declaration)
  }

  private func declares(_ name: String) -> Bool {
    declarations.contains { $0.name.utf8.elementsEqual(name.utf8) }
  }

  /// A declared name, or the name before the dot of a count, in the other language if there is one.
  private func translated(_ name: String, to tongue: Tongue) -> String {
    guard tongue != self.tongue else { return name }
    let all = declarations
    if let found = all.first(where: { $0.name.utf8.elementsEqual(name.utf8) }) {
      return found.otherName ?? name
    }
    for found in all where name.utf8.starts(with: (found.name + ".").utf8) {
      guard let other = found.otherName else { return name }
      return other + String(name.dropFirst(found.name.count))
    }
    return name
  }
}
