import Contract
import Execution
import Language
import Quantities

extension Evaluator {
  /// Evaluates an expression for a key, and keeps every value in it.
  ///
  /// Units were checked when the contract was; a mismatch here is an error of the program.
  mutating func evaluate(_ expression: FigureExpression, key: GroupKey?, of id: FigureID)
    throws(Unavailable) -> Term
  {
    switch expression {
    case .constant(let value, let unit): return .constant(value, unit)
    case .figure(let reference):
      let found = try figure(reference, key: key)
      return .figure(found.id, found.value, found.unit)
    case .settlementMonths:
      return .settlementMonths(try wholeMonths(inputs.period.yearToDate, of: id), .month)
    case .periodMonths:
      return .periodMonths(try wholeMonths(inputs.period.days, of: id), .month)
    case .monthsToDate:
      let days = DateInterval(start: contract.term.start, end: inputs.period.days.end)
      return .monthsToDate(try wholeMonths(days, of: id), .month)
    case .inForce(let values, let unit, let byMonth):
      let month = byMonth ? key.flatMap { CivilDate(monthText: $0.text) } : nil
      let day = month ?? contract.daysSettled(in: inputs.period).start
      return .constant(values.value(on: day), unit)
    case .previousYear(let reference, let first):
      let own = FigureID(contract.id(of: reference).name, key: key)
      let unit = contract.unit(of: reference)
      if let given = inputs.previousYear[reference] {
        return .previousYear(own, given, unit, isFirstYear: false)
      }
      guard let previous = inputs.yearBefore else {
        return .previousYear(own, first, unit, isFirstYear: true)
      }
      // An example that does not say what the year before recorded leaves out what needs it.
      if inputs.isExample {
        throw Unavailable(causes: [FigureID("\(ValueWord.previousYear.english) \(own)")])
      }
      guard let value = inputs.recorded(contract.id(of: reference), key: key, in: previous) else {
        throw stop(.previousNotRecorded(own, previous.name), at: id)
      }
      return .previousYear(own, value, unit, isFirstYear: false)
    case .interimPayments:
      guard let interim = inputs.interim else {
        throw Unavailable(causes: [FigureID("interim payments")])
      }
      return .interimPayments(interim, contract.currency)
    case .shareOf(let reference):
      let own = try figure(reference, key: key)
      let total = try keyedFigures(reference).reduce(Exact(0)) { $0 + $1.value }
      guard let share = own.value.divided(by: total) else {
        throw stop(.divisionByZero(id), at: id)
      }
      return .share(of: own.id, own.value, own.unit, total: total, share)
    case .negate(let inner):
      let term = try evaluate(inner, key: key, of: id)
      return .operation(.negate, [term], -term.value, term.unit)
    case .add(let a, let b):
      let (left, right) = try both(a, b, key: key, of: id)
      guard let unit = UnitAlgebra.sum(left.unit, right.unit) else { throw units(id) }
      return .operation(.add, [left, right], left.value + right.value, unit)
    case .subtract(let a, let b):
      let (left, right) = try both(a, b, key: key, of: id)
      guard let unit = UnitAlgebra.difference(left.unit, right.unit) else { throw units(id) }
      return .operation(.subtract, [left, right], left.value - right.value, unit)
    case .multiply(let a, let b):
      let (left, right) = try both(a, b, key: key, of: id)
      guard let result = UnitAlgebra.product(left.unit, right.unit) else { throw units(id) }
      return .operation(
        .multiply, [left, right], left.value * right.value * result.factor, result.unit)
    case .divide(let a, let b):
      let (left, right) = try both(a, b, key: key, of: id)
      guard let result = UnitAlgebra.quotient(left.unit, right.unit) else { throw units(id) }
      guard let quotient = left.value.divided(by: right.value) else {
        throw stop(.divisionByZero(id), at: id)
      }
      return .operation(.divide, [left, right], quotient * result.factor, result.unit)
    case .greaterOf(let list): return try extreme(.greaterOf, list, key: key, of: id)
    case .lesserOf(let list): return try extreme(.lesserOf, list, key: key, of: id)
    }
  }

  private mutating func wholeMonths(
    _ days: DateInterval?, of id: FigureID
  ) throws(Unavailable) -> Exact {
    guard let months = days?.wholeMonths else {
      throw fail(.periodNotWholeMonths(id), at: id)
    }
    return Exact(months)
  }

  private mutating func both(
    _ a: FigureExpression, _ b: FigureExpression, key: GroupKey?, of id: FigureID
  ) throws(Unavailable) -> (Term, Term) {
    (try evaluate(a, key: key, of: id), try evaluate(b, key: key, of: id))
  }

  private mutating func extreme(
    _ operation: Term.Operation, _ list: [FigureExpression], key: GroupKey?, of id: FigureID
  ) throws(Unavailable) -> Term {
    var terms: [Term] = []
    for part in list { terms.append(try evaluate(part, key: key, of: id)) }
    guard var best = terms.first else { throw units(id) }
    for term in terms.dropFirst() {
      let replaces =
        operation == .greaterOf ? term.value > best.value : term.value < best.value
      if replaces { best = term }
    }
    return .operation(operation, terms, best.value, best.unit)
  }

  private mutating func units(_ id: FigureID) -> Unavailable { fail(.unitsDiffer(id), at: id) }
}

extension [FigureID] {
  /// Each once, in the order of the first occurrence.
  var distinct: [FigureID] {
    var seen: Set<FigureID> = []
    return filter { seen.insert($0).inserted }
  }
}
