import Contract
import Execution
import Quantities

// What a settlement asks of the contract about its figures.
extension Contract {
  /// The declaration that a reference means.
  public func declaration(of reference: FigureReference) -> Declaration {
    switch reference {
    case .indicator(let index): indicators[index].declaration
    case .achievement(let index): achievements[index].declaration
    case .score(let index): scores[index].declaration
    case .payment(let index): payments[index].declaration
    }
  }

  /// The identity of the single figure of a block.
  public func id(of reference: FigureReference) -> FigureID {
    FigureID(declaration(of: reference).name)
  }

  /// The unit of the figures of a block, as recorded.
  public func unit(of reference: FigureReference) -> Unit {
    switch reference {
    case .indicator(let index): indicators[index].unit
    case .achievement(let index): achievements[index].unit
    case .score(let index): scores[index].unit
    case .payment: currency
    }
  }

  /// The kind as it stands in JSON.
  func kind(of reference: FigureReference) -> String {
    switch reference {
    case .indicator(let index): indicators[index].kindWord.english
    case .achievement: FigureKind.achievement
    case .score: FigureKind.score
    case .payment: FigureKind.payment
    }
  }

  /// The blocks that a block is made from, in the order of the text.
  func needs(of reference: FigureReference) -> [FigureReference] {
    switch reference {
    case .indicator(let index):
      switch indicators[index].kind {
      case .formula(let expression): expression.references
      case .concentration(let of): [.indicator(of)]
      default: []
      }
    case .achievement(let index): [achievements[index].measured]
    case .score(let index): scores[index].weights.map(\.figure)
    case .payment(let index):
      payments[index].lines.flatMap { line in
        switch line.step {
        case .amount(let expression): expression.references
        case .onlyIf(let figure, _, _): [figure]
        case .round, .cap, .floor: [FigureReference]()
        }
      } + (payments[index].forEach.map { [.indicator($0)] } ?? [])
    }
  }
}
