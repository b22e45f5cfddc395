/// What the second pass knows when it reads the value of a line.
struct LineContext {
  var declared: Set<Name>
  let units: UnitSpellings
  /// Whether labels are values: `change outcome_fee cap`, `expect tax 2,469,000 yen`.
  var allowsLabels = false
  /// Whether `persons` is the kind of an indicator rather than the unit.
  var isKind = false
}
