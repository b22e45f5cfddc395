import Diagnostics
import Language

/// What a declared name stands for.
enum Declared: Hashable {
  case table(Int)
  case scale(Int)
  case value(Int)
  case population(Int)
  case indicator(Int)
  case achievement(Int)
  case score(Int)
  case payment(Int)
  case settlement
  case split(Int)

  /// The block word that declares it.
  var word: BlockWord {
    switch self {
    case .table: .table
    case .scale: .scale
    case .value: .value
    case .population: .population
    case .indicator: .indicator
    case .achievement: .achievement
    case .score: .score
    case .payment: .payment
    case .settlement: .settlement
    case .split: .split
    }
  }

  var figure: FigureReference? {
    switch self {
    case .indicator(let i): .indicator(i)
    case .achievement(let i): .achievement(i)
    case .score(let i): .score(i)
    case .payment(let i): .payment(i)
    default: nil
    }
  }
}
