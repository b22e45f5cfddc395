import Contract
import Diagnostics
import Language
import Testing

/// Rounding is demanded exactly where a fraction of one yen is possible.
@Suite("Where rounding is demanded")
struct GranularityTests {
  private static func contract(_ payment: String) -> String {
    """
    language en
    contract a "A"
      parties         client "C", provider "P"
      term            from 2024-04-01 to 2027-03-31
      year starts     April
    table person                                              per Art. 1
      key             id
      id              code
      weight          kg
    population all                                            per Art. 1
      of              person
    population some                                           per Art. 1
      of              all
      where           weight at least 50 kg
    indicator heads                                           per Art. 2
      kind            persons
      of              all
    indicator share                                           per Art. 2
      kind            rate
      numerator       some
      denominator     all
      record          percent, 1 decimal, half up
    indicator rough                                           per Art. 2
      kind            rate
      numerator       some
      denominator     all
      record          percent, 0 decimals, half up
    indicator exact_share                                     per Art. 2
      kind            rate
      numerator       some
      denominator     all
    indicator mass                                            per Art. 2
      kind            total
      of              all
      sum             weight
    indicator mass_recorded                                   per Art. 2
      kind            total
      of              all
      sum             weight
      record          kg, 1 decimal, down
    achievement steps                                         per Art. 3
      measured by     share
      below 50.0 percent                            0 percent
      from 50.0 to below 70.0 percent               40 percent
      at least 70.0 percent                         100 percent
    achievement line                                          per Art. 3
      measured by     share
      below 50.0 percent                            0 percent
      from 50.0 to below 70.0 percent     linear    0 to 100 percent
      at least 70.0 percent                         100 percent
    score level                                               per Art. 3
      weight          steps 60 percent, steps 40 percent
    score fine                                                per Art. 3
      weight          steps 60 percent, line 40 percent
    score recorded                                            per Art. 3
      weight          steps 60 percent, line 40 percent
      record          percent, 1 decimal, down
    payment p                                                 per Art. 4
      \(payment)
    settlement s                                              per Art. 5
      basis           each year on its own
      total           p

    """
  }

  private func demands(_ payment: String) -> Bool {
    let outcome = check(Self.contract(payment), name: "a.pfs")
    let errors = outcome.diagnostics.filter { $0.severity == .error }
    #expect(errors.allSatisfy { $0.code == "R301" }, "\(rendered(errors, .en))")
    #expect((outcome.contract == nil) == !errors.isEmpty)
    return !errors.isEmpty
  }

  @Test(
    "No fraction is possible",
    arguments: [
      "amount 12,000,000 yen", "amount 4,500 yen per person × heads",
      "amount 0.5 yen × 2", "amount 10,000 yen × share", "amount 1,000 yen × share",
      "amount 100 yen × rough", "amount 1,000,000 yen × share × share",
      "amount greater of (1,500 yen, 10 yen per person × heads)",
      "amount 12,000,000 yen ÷ 12 months × settlement months", "amount 6,000 yen ÷ 3",
      "amount 6,000 yen ÷ 50 percent", "amount 10 yen per kg × mass_recorded",
      // Levels of 0, 40 and 100 percent move by 20; 60 and 40 percent of them by 4.
      "amount 25 yen × level", "amount 5 yen × steps", "amount 1,000 yen × recorded",
      "amount 1,000 yen × exact_share\n  round down to 1 yen",
      "amount 7 yen × fine\n  round half up to 100 yen\n  cap 1,000 yen",
      "amount interim payments", "amount 7 yen × (share + share)\n  round up to 1 yen",
    ])
  func none(payment: String) { #expect(!demands(payment)) }

  @Test(
    "A fraction is possible",
    arguments: [
      "amount 0.5 yen per person × heads", "amount 999 yen × share", "amount 99 yen × rough",
      "amount 100,000 yen × share × share", "amount 1,000 yen × exact_share",
      "amount lesser of (1,500.5 yen, 10 yen per person × heads)",
      "amount 10,000,000 yen ÷ 12 months × settlement months", "amount 6,000 yen ÷ 7",
      "amount 10 yen per kg × mass", "amount 1 yen per kg × mass_recorded",
      "amount 24 yen × level", "amount 4 yen × steps", "amount 1,000 yen × line",
      "amount 1,000 yen × fine", "amount 999 yen × recorded",
      "amount 1,000 yen × exact_share\n  round down to 0.5 yen",
      "amount 1,000 yen × exact_share\n  cap 1,000 yen", "amount 1,000 yen ÷ share",
    ])
  func some(payment: String) { #expect(demands(payment)) }
}
