import TestSupport
import Testing

/// A programme whose participants carry a mark that must never be printed.
enum Programme {
  static let contract = """
    language en
    contract small "Small Programme"
      parties         client "A City", provider "B KK"
      term            from 2025-10-01 to 2027-03-31
      year starts     April
    table participant                                         per Art. 3
      key             person
      person          code
      enrolled        date
      weight          kg          range from 20 to 200, optional
    population all                                            per Art. 4
      of              participant
      where           enrolled on or before settlement year end
    indicator reach                                           per Art. 5
      kind            persons
      of              all
    payment reach_fee                                         per Art. 7
      amount          1,000 yen per person × reach
    settlement yearly                                         per Art. 8
      basis           each year on its own
      total           reach_fee
      tax             10 percent
      tax round       down to 1 yen
    scenario "twice"
      set             reach 6 persons

    """

  static let participants = """
    person,enrolled,weight
    CANARY1,2025-10-02,61.5
    CANARY2,R7.12.1,
    CANARY3,2026-03-31,70

    """

  static func scratch(
    contract: String = contract, participants: String = participants
  ) throws -> Scratch {
    let scratch = try Scratch()
    try scratch.write("contract.pfs", contract)
    try scratch.write("data/participant.csv", participants)
    return scratch
  }

  /// The names and titles in both languages.
  static let vocabulary = """
    small        小事業
    participant  参加者
    person       個人
    enrolled     登録日
    weight       体重
    all          全員
    reach        到達
    reach_fee    到達費
    yearly       年次
    "Small Programme"  「小事業」
    "A City"  「甲市」
    "B KK"  「乙社」
    "twice"  「二倍」

    """

  /// Settles fiscal 2025 into `FY2025`.
  ///
  /// - Parameter vocabulary: whether the contract can be translated.
  static func settled(vocabulary: Bool = false) throws -> Scratch {
    let scratch = try scratch()
    if vocabulary { try scratch.write("vocabulary.txt", Self.vocabulary) }
    let run = try Command.run(
      "settle", scratch["contract.pfs"], "--data", scratch["data"], "--period", "2025",
      "--output", scratch["FY2025"])
    #expect(run.status == 0, "\(run.errors)")
    return scratch
  }
}
