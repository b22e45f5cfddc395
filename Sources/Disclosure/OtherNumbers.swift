/// Finds other numbers that hold all ties and have one number as it is asked for.
///
/// Where a number is moved, a tie no longer holds; another number in it is moved until all hold. The search is
/// incomplete: it may miss numbers that exist. It errs towards withholding more, never less.
package struct OtherNumbers {
  let system: CountSystem
  /// Numbers that everybody knows.
  let fixed: Set<Int>
  private var values: [Int]
  private var moved: Set<Int> = []
  private var steps = 0

  private static let mostSteps = 4000

  package init(_ system: CountSystem, fixed: Set<Int>) {
    self.system = system
    self.fixed = fixed
    values = system.values
  }

  /// Calls `found` with one list of numbers after the other until it returns true.
  ///
  /// - Parameter targets: the numbers that are given, by their places in the system.
  package mutating func search(_ targets: [(variable: Int, value: Int)], found: ([Int]) -> Bool) {
    values = system.values
    moved = []
    steps = 0
    for target in targets {
      guard !fixed.contains(target.variable), isPossible(target.variable, target.value) else {
        return
      }
      values[target.variable] = target.value
      moved.insert(target.variable)
    }
    _ = repair(found)
  }

  private func isPossible(_ variable: Int, _ value: Int) -> Bool {
    value >= min(system.variables[variable].least, system.variables[variable].value)
  }

  private mutating func repair(_ found: ([Int]) -> Bool) -> Bool {
    steps += 1
    guard steps <= Self.mostSteps else { return true }
    let touched = Set(moved.flatMap { system.equationsOf[$0] }).sorted()
    if let broken = touched.first(where: { system.equations[$0].residual(values) != 0 }) {
      let equation = system.equations[broken]
      let residual = equation.residual(values)
      for term in equation.terms {
        if move(term.variable, to: values[term.variable] - residual * term.factor, found) {
          return true
        }
      }
      return false
    }
    guard
      let broken = system.inclusions.first(where: {
        (moved.contains($0.part) || moved.contains($0.whole)) && values[$0.part] > values[$0.whole]
      })
    else { return found(values) }
    return move(broken.whole, to: values[broken.part], found)
      || move(broken.part, to: values[broken.whole], found)
  }

  private mutating func move(_ variable: Int, to value: Int, _ found: ([Int]) -> Bool) -> Bool {
    guard !fixed.contains(variable), !moved.contains(variable), isPossible(variable, value) else {
      return false
    }
    let before = values[variable]
    values[variable] = value
    moved.insert(variable)
    defer {
      values[variable] = before
      moved.remove(variable)
    }
    return repair(found)
  }
}
