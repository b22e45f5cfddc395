import Foundation
import TestSupport
import Testing

/// From a yen to the rows and the participants, in one settlement and between two.
@Suite struct TracingTests {
  /// Three count in 2025; the fourth enrolled on the first day of the next year.
  private static let participants = Programme.participants + "CANARY4,2026-04-01,50\n"

  private func settled() throws -> Scratch {
    let scratch = try Programme.scratch(participants: Self.participants)
    let run = try Command.run(
      "settle", scratch["contract.pfs"], "--data", scratch["data"], "--period", "2025", "--output",
      scratch["FY2025"])
    try #require(run.status == 0, "\(run.errors)")
    try scratch.write("office.key", Data((0..<32).map { UInt8($0) }))
    #expect(chmod(scratch["office.key"], 0o600) == 0)
    return scratch
  }

  /// HMAC-SHA-256 by another program: of table, column and id, each ended by a zero byte but the last.
  private func pseudonym(
    _ id: String, of column: String = "participant\\0person"
  ) throws -> String {
    let run = try Command.process(
      "/usr/bin/python3",
      [
        "-c",
        "import hmac; print(hmac.new(bytes(range(32)), b'\(column)\\0' + b'\(id)', "
          + "'sha256').hexdigest().upper())",
      ])
    return run.output.trimmingCharacters(in: .whitespacesAndNewlines)
  }

  /// 3,300 yen are 1,000 yen for each of lines 2 to 4 with tax; line 5 was left out by the condition.
  @Test func anAmountReachesParticipants() throws {
    let scratch = try settled()
    let run = try Command.run(
      "explain", scratch["FY2025"], "due", "--rows", "all", "--left-out", "--key",
      scratch["office.key"])
    #expect(run.status == 0, "\(run.errors)")
    let names = try (1...4).map { try pseudonym("CANARY\($0)") }
    #expect(
      run.output.hasSuffix(
        """

        Rows
          all: participant.csv, 3 rows
            line 2  \(names[0])
            line 3  \(names[1])
            line 4  \(names[2])

        Left out
          all, where enrolled on or before settlement year end: participant.csv, 1 row
            line 5  \(names[3])

        """), "\(run.output)")
    #expect(!run.text.contains("CANARY"))
    // The names are those of an edition under the same key.
    let edition = try Command.run(
      "edition", scratch["FY2025"], "--pseudonymous", scratch["office.key"], "--output",
      scratch["edition"])
    #expect(edition.status == 0, "\(edition.errors)")
    let rows = try scratch.text("edition/data/inputs/participant.csv")
    for name in names { #expect(rows.contains("\n\(name),")) }
    let japanese = try Command.run(
      "explain", scratch["FY2025"], "reach_fee", "--left-out", "--language", "ja")
    #expect(japanese.output.contains("\n根拠となる行\n  all: participant.csvの3行(2、3、4行目)\n"))
    #expect(
      japanese.output.contains("\n除外した行\n") && japanese.output.contains("の1行(5行目)\n"),
      "\(japanese.output)")
  }

  @Test func withoutBeingAskedAnAmountNamesNoRows() throws {
    let scratch = try settled()
    let plain = try Command.run("explain", scratch["FY2025"], "reach_fee")
    #expect(plain.status == 0 && !plain.output.contains("Rows"))
    let measured = try Command.run("explain", scratch["FY2025"], "reach")
    #expect(measured.output.hasSuffix("\nRows\n  all: participant.csv, 3 rows, lines 2, 3, 4\n"))
    let json = try Command.run(
      "explain", scratch["FY2025"], "reach_fee", "--rows", "all", "--left-out", "--key",
      scratch["office.key"], "--format", "json")
    let object =
      try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any]
    let rows = try #require(object?["rows"] as? [[String: Any]])
    let file = try #require((rows.first?["files"] as? [[String: Any]])?.first)
    #expect(file["lines"] as? [Int] == [2, 3, 4])
    #expect(file["participants"] as? [String] == (try (1...3).map { try pseudonym("CANARY\($0)") }))
    let left = try #require((object?["leftOut"] as? [[String: Any]])?.first)
    #expect((left["condition"] as? String)?.contains("enrolled") == true)
    #expect((left["files"] as? [[String: Any]])?.first?["lines"] as? [Int] == [5])
    // Only its owner may read a key.
    #expect(chmod(scratch["office.key"], 0o644) == 0)
    let open = try Command.run(
      "explain", scratch["FY2025"], "reach", "--key", scratch["office.key"])
    #expect(open.status == 1 && open.errors.hasPrefix("error[P967]: "))
    // It is refused before anything is printed.
    #expect(open.output.isEmpty)
  }

  /// Lines 2 and 3 are visits of the first client, line 4 one of the second, whatever the key begins with.
  @Test(arguments: ["clinic_id, client_id, day", "visit_id"])
  func rowsAreThoseOfThePersonThatTheContractNames(key: String) throws {
    let scratch = try Scratch()
    try scratch.write(
      "contract.pfs",
      """
      language en
      contract small "Small Programme"
        parties         client "A City", provider "B KK"
        term            from 2025-04-01 to 2027-03-31
        year starts     April
      table clinics                                             per Art. 3(1)
        key             clinic_id
        clinic_id       code
      table clients                                             per Art. 3(2)
        key             client_id
        client_id       code
      table visits                                              per Art. 3(3)
        key             \(key)
        persons by      client_id
        visit_id        code
        clinic_id       code
        client_id       code
        day             date
      population seen                                           per Art. 4
        of              visits
      indicator reach                                           per Art. 5
        kind            persons
        of              seen
      payment fee                                               per Art. 7
        amount          1,000 yen per person × reach
      settlement yearly                                         per Art. 8
        basis           each year on its own
        total           fee

      """)
    try scratch.write("data/clinics.csv", "clinic_id\nP1\nP2\n")
    try scratch.write("data/clients.csv", "client_id\nC1\nC2\n")
    try scratch.write(
      "data/visits.csv",
      "visit_id,clinic_id,client_id,day\nV1,P1,C1,2025-04-02\nV2,P2,C1,2025-04-03\n"
        + "V3,P1,C2,2025-04-02\n")
    try scratch.write("office.key", Data((0..<32).map { UInt8($0) }))
    #expect(chmod(scratch["office.key"], 0o600) == 0)
    let run = try Command.run(
      "settle", scratch["contract.pfs"], "--data", scratch["data"], "--period", "2025", "--output",
      scratch["FY2025"])
    try #require(run.status == 0, "\(run.errors)")
    let explained = try Command.run(
      "explain", scratch["FY2025"], "reach", "--key", scratch["office.key"])
    let names = try ["C1", "C1", "C2"].map { try pseudonym($0, of: "clients\\0client_id") }
    #expect(
      explained.output.hasSuffix(
        """

        Rows
          seen: visits.csv, 3 rows
            line 2  \(names[0])
            line 3  \(names[1])
            line 4  \(names[2])
          seen: clients.csv, 2 rows
            line 2  \(names[0])
            line 3  \(names[2])

        """), "\(explained.output)")
  }

  /// The contract counts from a weight of 65 kg on, the data lose a person: each change has its rows.
  ///
  /// Before: lines 2, 3 and 4 are counted, 3,300 yen. By the other contract those with at least 65 kg: line 4,
  /// 1,100 yen. By the other data, where the second weighs 66 kg: lines 3 and 4, 2,200 yen.
  @Test func participantsAreSeparatedByCause() throws {
    let scratch = try settled()
    try scratch.write(
      "other.pfs",
      Programme.contract.replacing(
        "  where           enrolled on or before settlement year end\n",
        with: "  where           enrolled on or before settlement year end\n"
          + "  where           weight at least 65 kg\n"))
    try scratch.write(
      "data/participant.csv",
      Self.participants.replacing("CANARY2,R7.12.1,", with: "CANARY2,R7.12.1,66"))
    let run = try Command.run(
      "settle", scratch["other.pfs"], "--data", scratch["data"], "--period", "2025", "--output",
      scratch["again"])
    try #require(run.status == 0, "\(run.errors)")
    let names = try (1...3).map { try pseudonym("CANARY\($0)") }
    let diff = try Command.run(
      "diff", scratch["FY2025"], scratch["again"], "--key", scratch["office.key"])
    #expect(diff.status == 5)
    #expect(!diff.text.contains("CANARY"))
    #expect(
      diff.output.contains(
        """
          the contract   3,300 yen  1,100 yen  -2,200 yen
          the data       1,100 yen  2,200 yen  +1,100 yen

        """), "\(diff.output)")
    #expect(
      diff.output.hasSuffix(
        """

        Records
          participant, changed in weight: participant.csv, 1 row
            line 3  \(names[1])

        Counted otherwise: the contract
          all, only in the first: participant.csv, 2 rows
            line 2  \(names[0])
            line 3  \(names[1])

        Counted otherwise: the data
          all, only in the second: participant.csv, 1 row
            line 3  \(names[1])

        """), "\(diff.output)")
    let json = try Command.run(
      "diff", scratch["FY2025"], scratch["again"], "--key", scratch["office.key"], "--format",
      "json")
    let object =
      try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any]
    let counted = try #require(object?["counted"] as? [[String: Any]])
    #expect(counted.map { $0["cause"] as? String } == ["contract", "data"])
    let change = try #require(
      ((object?["tables"] as? [[String: Any]])?.first?["changed"] as? [[String: Any]])?.first)
    #expect((change["after"] as? [String: Any])?["participant"] as? String == names[1])
  }
}
