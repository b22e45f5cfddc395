import PFS
import TestSupport

/// A contract with a measured and a reported figure, a limit over the term, and interim payments.
enum SmallContract {
  static let english = """
    language en
    contract small "Small Programme"
      parties         client "A City", provider "B KK"
      term            from 2025-10-01 to 2027-03-31
      year starts     April
    table participant                                         per Art. 3
      key             person
      person          code
      enrolled        date
    population all                                            per Art. 4
      of              participant
      where           enrolled on or before settlement year end
    indicator reach                                           per Art. 5(1)
      kind            persons
      of              all
    indicator effect                                          per Art. 5(2)
      kind            reported
      unit            points
    achievement effect_level                                  per Art. 6
      measured by     effect
      below 10 points                               0 percent
      at least 10 points                            100 percent
    payment reach_fee                                         per Art. 7(1)
      amount          1,000 yen per person × reach
    payment outcome_fee                                       per Art. 7(2)
      amount          10,000 yen × effect_level
    settlement yearly                                         per Art. 8
      basis           each year on its own
      total           reach_fee + outcome_fee
      tax             10 percent
      tax round       down to 1 yen
      term cap        20,000 yen
      less            interim payments
    scenario "no effect"
      set             effect 5 points

    """

  static let participants = """
    person,enrolled
    K1,2025-10-02
    K2,R7.12.1
    K3,2026-03-31
    K4,2026-04-01
    K5,2027-03-31

    """

  static let reported = """
    period,figure,value,unit,evidence
    2025,effect,12,points,Report 2025
    2025,interim payments,4000,yen,Invoice 1
    2026,effect,11,points,Report 2026
    2026,中間払,0,円,none paid

    """

  /// A directory with the contract and its data.
  static func scratch(
    contract: String = english, participants: String = participants, reported: String? = reported
  ) throws -> Scratch {
    let scratch = try Scratch()
    try scratch.write("contract.pfs", contract)
    try scratch.write("data/participant.csv", participants)
    if let reported { try scratch.write("data/reported.csv", reported) }
    return scratch
  }
}

extension Scratch {
  func request(
    _ period: PeriodName, priors: [String] = [], output: String? = nil
  ) throws(Refusal) -> SettlementRequest {
    SettlementRequest(
      file: try ContractFile.load("\(path)/contract.pfs"), data: "\(path)/data", period: period,
      priors: priors.map { "\(path)/\($0)" }, output: output.map { "\(path)/\($0)" })
  }
}

extension Settlement {
  /// The value of a figure as decimal text.
  func text(_ name: String) -> String? { figure(named: name)?.value.decimalText }
}

/// The codes with which something is refused; empty if it is not.
func codes(_ work: () throws -> Void) throws -> [String] {
  do {
    try work()
    return []
  } catch let refusal as Refusal {
    return refusal.diagnostics.map(\.code)
  }
}
