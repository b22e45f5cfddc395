import LinearAlgebra
import Quantities

/// One figure before it has a name.
struct Measured {
  var value: Exact
  /// As the contract records it, where the value was cut off and does not tell; else its rounding.
  var recorded: Exact?
  var counts: [Count] = []
  var method: [ProductRecord] = []
  /// Rows of the population left out because a figure of theirs is missing.
  var missing = 0
  /// Persons that the figure stands on, for `require at least n persons`.
  var persons: Int
}
