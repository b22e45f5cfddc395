import Contract
import Execution
import Quantities
import Records
import Testing

/// The lines behind a count.
@Suite struct EvidenceTests {
  private func rows(_ population: String, _ table: String, _ lines: [UInt32]) -> EvidenceRows {
    EvidenceRows(
      population: population, table: table,
      files: [FileLines(file: table + ".csv", lines: lines)])
  }

  @Test func linesOfRowsAndPersons() throws {
    var plan = IndicatorTests.plan()
    let april = plan.population(
      "april", of: 2,
      .dateIn(
        .cell(.column(2)),
        .dates(Plan.days(Plan.day(2025, 4, 1), Plan.day(2025, 5, 1)))))
    let indicator = plan.indicator(
      "x", .persons(of: april, links: [.init(column: 1, table: 1)]), by: .month(.column(2)))
    let contract = plan.contract
    let data = try plan.data()
    let period = plan.period
    let all = Executor.evidenceRows(contract, data: data, period: period, indicator: indicator)
    // The header is line 1.
    #expect(
      all == [
        rows("april", "visit", [2, 3, 5]), rows("april", "person", [2, 3]),
      ])
    let may = Executor.evidenceRows(
      contract, data: data, period: period, indicator: indicator, key: GroupKey("2025-05"))
    #expect(may == [rows("april", "visit", []), rows("april", "person", [])])
    let population = Executor.evidenceRows(
      contract, data: data, period: period, population: april)
    #expect(population == rows("april", "visit", [2, 3, 5]))
  }

  @Test func linesOfNumeratorAndDenominator() throws {
    var plan = IndicatorTests.plan()
    let known = plan.population("known", of: 1, .present(.column(4)))
    let fit = plan.population("fit", of: 1, .oneOf(.column(4), [1], negated: false))
    let rate = plan.indicator("x", .rate(numerator: fit, denominator: known))
    let contract = plan.contract
    let rows = Executor.evidenceRows(
      contract, data: try plan.data(), period: plan.period, indicator: rate)
    #expect(
      rows == [
        self.rows("fit", "person", [2, 6]), self.rows("known", "person", [2, 3, 5, 6, 7]),
      ])
  }
}
