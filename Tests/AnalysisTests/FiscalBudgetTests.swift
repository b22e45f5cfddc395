import PFS
import TestSupport
import Testing

/// Several periods on the same replicates, and what is payable by fiscal year.
@Suite struct FiscalBudgetTests {
  private func question(_ replicates: Int, from: String?) throws -> SimulationQuestion {
    var question = SimulationQuestion(replicates: replicates, seed: 7)
    question.from = try from.map { try SettlementRequest.period($0) }
    return question
  }

  private func request(_ period: String, data: String? = nil) throws -> SettlementRequest {
    SettlementRequest(
      file: try ContractFile.load(Study.yamaguchi.path), data: data ?? Study.yamaguchi.directory,
      period: try SettlementRequest.period(period))
  }

  /// Every replicate of the second year is a settlement of the resampled rows behind the settlement of the first
  /// year of the same rows: the limit of the term counts both.
  @Test func periodsFollowEachOther() throws {
    let request = try request("2026")
    let question = try question(3, from: "2025")
    let simulation = try SimulationRun.run(request, question).simulation
    #expect(simulation.payable.map(\.period.name) == ["2025", "2026"])
    for number in 0..<3 {
      let scratch = try Scratch()
      try withExtendedLifetime(scratch) {
        try Study.yamaguchi.write(
          try Study.yamaguchi.draws(number, seed: 7), to: scratch)
        let data = "\(scratch.path)/data"
        var first = try self.request("2025", data: data)
        first.output = "\(scratch.path)/FY2025"
        let earlier = try SettlementRun.settle(first).settlement
        var second = try self.request("2026", data: data)
        second.priors = ["\(scratch.path)/FY2025"]
        let rerun = try SettlementRun.settle(second).settlement
        let payable = simulation.payable.map { $0.values[number] }
        #expect(
          payable == [
            earlier.figure(named: "payable")?.value, rerun.figure(named: "payable")?.value,
          ])
        #expect(simulation.due?.values[number] == rerun.due?.value)
        #expect(
          try SimulationRun.replicate(number, request, question).settlement.due?.value
            == rerun.due?.value)
      }
    }
  }

  /// The years end on 31 March, so that each is paid in a fiscal year of its own; the README has the amounts on the
  /// records. Three months after their ends they are paid a year later.
  @Test func yearsArePaidInFiscalYears() throws {
    let run = try SimulationRun.run(try request("2026"), try question(40, from: "2025"))
    #expect(run.budgets.map(\.year.year) == [2025, 2026])
    #expect(run.budgets.map(\.base) == [6_546_100, 18_846_300])
    for (budget, payable) in zip(run.budgets, run.simulation.payable) {
      let sorted = payable.values.compactMap { $0 }.sorted()
      #expect(sorted.count == 40)
      // The smallest amounts that 20, 32, 36 and 38 of 40 replicates do not exceed.
      #expect(
        FiscalBudget.levels.map { budget.covering($0) } == [19, 31, 35, 37].map { sorted[$0] })
    }
    let later = run.simulation.budgets(paidAfter: 3)
    #expect(later.map(\.year.year) == [2026, 2027])
    #expect(
      run.text(.en).contains("Budget that covers what is payable, with tax, by fiscal year\n"))
    #expect(run.text(.ja).contains("会計年度ごとの、支払額(税込み)を賄える予算額\n"))
    #expect(run.json.contains("\"fiscalYear\":\"2026\""))
  }

  /// Half-years of one fiscal year are one budget: the sum in each replicate, with what was settled before.
  @Test func periodsOfOneYearAreAddedUp() throws {
    let scratch = try Scratch()
    try withExtendedLifetime(scratch) {
      var request = try SmallStudy.request(scratch, SmallStudy.people)
      try scratch.write(
        "contract.pfs",
        SmallStudy.contract.replacing(
          "  basis           each year on its own\n",
          with: "  basis           each period on its own\n  period          6 months\n"))
      request.file = try ContractFile.load("\(scratch.path)/contract.pfs")
      request.period = try SettlementRequest.period("2025-P2")
      let both = try SimulationRun.run(request, try question(20, from: "2025-P1"))
      #expect(both.budgets.count == 1)
      // 88,000 yen for each half-year, by hand as for the year.
      #expect(both.budgets[0].base == 176_000)
      let alone = try SimulationRun.run(request, try question(20, from: nil))
      #expect(alone.budgets[0].base == 88_000)
      #expect(
        FiscalBudget.levels.map { both.budgets[0].covering($0) }
          == FiscalBudget.levels.map { alone.budgets[0].covering($0).map { $0 * 2 } })
      // The first half settled before is part of the budget of the year.
      var first = request
      first.period = try SettlementRequest.period("2025-P1")
      first.output = "\(scratch.path)/P1"
      _ = try SettlementRun.settle(first)
      request.priors = ["\(scratch.path)/P1"]
      let rest = try SimulationRun.run(request, try question(20, from: nil))
      #expect(rest.budgets[0].settled == 88_000)
      #expect(rest.budgets[0].base == 176_000)
    }
  }

  @Test func onlyEarlierPeriodsCanBeFirst() throws {
    for first in ["2027", "2024", "2025-P1"] {
      let question = try question(2, from: first)
      let request = try request("2026")
      #expect(
        SweepTests.codes { () throws(Refusal) in _ = try SimulationRun.run(request, question) }
          == ["P939"])
    }
  }
}
