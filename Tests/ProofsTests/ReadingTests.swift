import Contract
import Diagnostics
import Proofs
import Testing

@Suite struct ReadingTests {
  private func readings(_ money: String) throws -> [Reading] {
    let contract = try Small.contract(money)
    return ContractCompiler.readings(
      of: SourceText(name: "small.pfs", text: Small.text(money)), vocabulary: nil,
      contract: contract, period: 2026)
  }

  private func words(_ readings: [Reading], _ block: String) -> [String] {
    readings.filter { $0.block == block }.map {
      "\($0.kind.rawValue): \($0.written) → \($0.other)"
    }
  }

  @Test func roundingsBoundariesAndUnits() throws {
    let found = try readings(
      Small.fee(
        """
          amount          1,000 yen per person × reach
          only if         good_rate at least 20.0 percent
          round           down to 1,000 yen
        """))
    #expect(words(found, "good") == ["boundary: at least 5 → above 5"])
    #expect(
      words(found, "good_rate") == [
        "rounding: half up → down", "rounding: half up → up", "left out: half up → exact",
      ])
    #expect(
      words(found, "fee") == [
        "unit: 1,000 yen per person reach → 1,000 yen per participation visits",
        "boundary: at least 20.0 percent → above 20.0 percent",
        "rounding: down to 1,000 yen → up to 1,000 yen",
        "rounding: down to 1,000 yen → half up to 1,000 yen",
        "left out: down to 1,000 yen → exact",
      ])
  }

  @Test func monthsAndFirstDays() throws {
    let found = try readings(
      """
      table calls                                               per Art. 2
        key             call_no
        call_no         code
        person          code
        called_on       date
      value months                                              per Art. 3
        of              participant
        rows            calls in settlement year
        count           months in a row
      value early                                               per Art. 3
        of              participant
        rows            calls 1 to 6 months after settlement year start
        count           distinct months
      population steady                                         per Art. 3
        of              participant
        where           months at least 3
        where           early at least 2
      indicator stays                                           per Art. 3
        kind            persons
        of              steady

      """ + Small.fee("  amount  1,000 yen per person × stays"))
    #expect(words(found, "months") == ["succession: months in a row → distinct months"])
    #expect(
      words(found, "early") == [
        "first day: 1 to 6 months after settlement year start → 1 to 6 months from settlement year start",
        "succession: distinct months → months in a row",
      ])
  }

  /// Of two days as near to a date the contract takes one; the other is another reading.
  @Test func theOtherOfTwoDaysAsNear() throws {
    func body(_ tie: String) -> String {
      """
      table calls                                               per Art. 2
        key             person, called_on
        refers to       person participant
        person          code
        called_on       date
        mood            point       range from 0 to 10
      value mid_year                                            per Art. 3
        of              participant
        formula         settlement year start + 6 months
      value mood_then                                           per Art. 3
        of              participant
        rows            calls in settlement year
        take            mood, nearest to mid_year, \(tie)
      population content                                        per Art. 3
        of              participant
        where           mood_then is present
      indicator content_number                                  per Art. 3
        kind            persons
        of              content

      """ + Small.fee("  amount  1,000 yen per person × content_number")
    }
    #expect(
      words(try readings(body("tie earlier")), "mood_then") == ["tie: tie earlier → tie later"])
    #expect(
      words(try readings(body("tie later")), "mood_then") == ["tie: tie later → tie earlier"])
  }

  @Test func anotherColumnThatTellsPersonsApart() throws {
    let found = try readings(
      """
      table calls                                               per Art. 2
        key             call_no
        persons by      person
        refers to       person participant
        call_no         code
        person          code
        called_on       date
      population year_calls                                     per Art. 3
        of              calls
        where           called_on in settlement year
      indicator callers                                         per Art. 3
        kind            persons
        of              year_calls

      """ + Small.fee("  amount  1,000 yen per person × callers"))
    #expect(words(found, "calls") == ["unit: person → call_no"])
  }

  @Test func boundsOfTablesMoveTogether() throws {
    let found = try readings(CoverageTests.money)
    #expect(
      words(found, "level") == [
        "boundary: below 50.0 percent, at least 50.0 percent → at most 50.0 percent, above 50.0 percent"
      ])
    #expect(found.first { $0.block == "level" }?.edits.count == 2)
    let rows = try readings(Small.fee("  amount  1,000,000 yen × level", before: BoundTests.levels))
    #expect(
      words(rows, "level") == [
        "boundary: below 50.0 percent, from 50.0 to below 60.0 percent → at most 50.0 percent, above 50.0 to below 60.0 percent",
        "boundary: from 50.0 to below 60.0 percent, from 60.0 to below 70.0 percent → from 50.0 to 60.0 percent, above 60.0 to below 70.0 percent",
        "boundary: from 60.0 to below 70.0 percent, at least 70.0 percent → from 60.0 to 70.0 percent, above 70.0 percent",
      ])
    #expect(rows.filter { $0.block == "level" }.map(\.edits.count) == [2, 2, 2])
  }
}
