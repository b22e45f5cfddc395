import Foundation
import TestSupport
import Testing

/// An edition with pseudonyms recomputes to the same figures, holds no id, and its pseudonyms are those of another
/// program's HMAC.
@Suite struct EditionTests {
  private static let contract = Programme.contract.replacing(
    "population all",
    with: """
      table visit                                               per Art. 3
        key             person, day
        person          code
        day             date
        place           code
        note            code        optional
      population noted                                          per Art. 4
        of              visit
        where           place is present
        where           note is present
      population weighed                                        per Art. 4
        of              participant
        where           weight is present
      population all
      """)

  private func settled(visits: String, contract: String = contract) throws -> Scratch {
    let scratch = try Programme.scratch(
      contract: contract,
      participants: """
        name,person,enrolled,weight,address
        CANARYname,CANARY1,2025-10-02,61.5,CANARYplace
        x,CANARY2,R7.12.1,,y
        z,CANARY3,2026-03-31,70,"a, ""b"" c"

        """)
    try scratch.write("data/visit.csv", visits)
    let run = try Command.run(
      "settle", scratch["contract.pfs"], "--data", scratch["data"], "--period", "2025", "--output",
      scratch["FY2025"])
    #expect(run.status == 0, "\(run.errors)")
    return scratch
  }

  private static let visits = """
    person,day,place,note
    CANARY3,2026-01-05,hall,CANARYnote
    CANARY1,2026-01-05,hall,
    CANARY1,R8.1.6,school,

    """

  private func key(_ scratch: Scratch, _ name: String, _ byte: UInt8) throws -> String {
    let path = try scratch.write(name, Data(repeating: byte, count: 32))
    chmod(path, 0o600)
    return path
  }

  private func figures(_ scratch: Scratch, _ bundle: String) throws -> [[String: String]] {
    let json = try JSONSerialization.jsonObject(
      with: scratch.bytes("\(bundle)/data/settlement.json"))
    let figures = try #require((json as? [String: Any])?["figures"] as? [[String: Any]])
    return figures.map { figure in
      ["name", "exact", "unit"].reduce(into: [:]) { $0[$1] = figure[$1] as? String }
    }
  }

  private func edition(_ scratch: Scratch, _ key: String, _ name: String) throws {
    let run = try Command.run(
      "edition", scratch["FY2025"], "--pseudonymous", key, "--output", scratch[name])
    #expect(run.status == 0, "\(run.errors)")
  }

  @Test func itHoldsNoIdAndTheSameFigures() throws {
    let scratch = try settled(visits: Self.visits)
    try edition(scratch, try key(scratch, "key", 7), "edition")
    #expect(try figures(scratch, "edition") == figures(scratch, "FY2025"))
    let replayed = try Command.run("replay", scratch["edition"])
    #expect(replayed.status == 0, "\(replayed.text)")
    for file in try scratch.files("edition") {
      #expect(try scratch.mode("edition/\(file)") == 0o600)
      #expect(
        try scratch.bytes("edition/\(file)").range(of: Data("CANARY".utf8)) == nil, "\(file)")
    }
    // The hash of the bundle that it is of stands in its description.
    let manifest = try Command.process(
      "/usr/bin/sha256sum", [scratch["FY2025/manifest-sha256.txt"]])
    #expect(
      try scratch.text("edition/bag-info.txt").contains(
        "\nEdition: pseudonymous of \(manifest.output.prefix(64))\n"))
    #expect(try scratch.list().allSatisfy { !$0.hasPrefix(".") })
    let strict = try Command.process(
      "/usr/bin/sha256sum", ["-c", "--strict", "--quiet", "manifest-sha256.txt"],
      in: scratch["edition"])
    #expect(strict.status == 0)
  }

  /// HMAC-SHA-256 by Python, over the table, the column and the id; rows in the order of pseudonyms.
  @Test func pseudonymsAreThoseOfAnotherProgram() throws {
    let scratch = try settled(visits: Self.visits)
    try edition(scratch, try key(scratch, "key", 7), "edition")
    let program = """
      import hmac
      def p(table, column, text):
          message = b"\\0".join(x.encode() for x in (table, column, text))
          return hmac.new(b"\\x07" * 32, message, "sha256").hexdigest().upper()
      def rows(heading, lines):
          return heading + "\\n" + "".join(l + "\\n" for l in sorted(lines))
      who = lambda text: p("participant", "person", text)
      print(rows("person,enrolled,weight", [who("CANARY1") + ",2025-10-02,61.5",
          who("CANARY2") + ",2025-12-01,", who("CANARY3") + ",2026-03-31,70.0"]), end="|")
      place = lambda text: p("visit", "place", text)
      print(rows("person,place,note,day", [
          ",".join([who("CANARY3"), place("hall"), p("visit", "note", "CANARYnote"), "2026-01-05"]),
          ",".join([who("CANARY1"), place("hall"), "", "2026-01-05"]),
          ",".join([who("CANARY1"), place("school"), "", "2026-01-06"])]), end="")
      """
    let run = try Command.process("/usr/bin/python3", ["-c", program])
    #expect(run.status == 0, "\(run.errors)")
    let expected = run.output.split(separator: "|").map(String.init)
    #expect(try scratch.text("edition/data/inputs/participant.csv") == expected[0])
    #expect(try scratch.text("edition/data/inputs/visit.csv") == expected[1])
  }

  /// Two recipients cannot join their editions; the order of the records is not kept.
  @Test func anotherKeyGivesOtherPseudonyms() throws {
    let scratch = try settled(visits: Self.visits)
    try edition(scratch, try key(scratch, "one", 1), "first")
    try edition(scratch, try key(scratch, "two", 2), "second")
    try edition(scratch, try key(scratch, "same", 1), "third")
    func words(_ name: String) throws -> Set<Substring> {
      let text = try scratch.text("\(name)/data/inputs/visit.csv")
      return Set(text.split { $0 == "," || $0 == "\n" }.filter { $0.count == 64 })
    }
    #expect(try words("first").count == 5)
    #expect(try words("first").isDisjoint(with: words("second")))
    #expect(
      try scratch.text("first/manifest-sha256.txt") == scratch.text("third/manifest-sha256.txt"))
    let reordered = try settled(
      visits: """
        day,note,place,person
        2026-01-06,,school,CANARY1
        2026-01-05,,hall,CANARY1
        2026-01-05,CANARYnote,hall,CANARY3

        """)
    try edition(reordered, try key(reordered, "one", 1), "first")
    for file in ["participant.csv", "visit.csv"] {
      #expect(
        try reordered.text("first/data/inputs/\(file)") == scratch.text("first/data/inputs/\(file)")
      )
    }
  }

  /// What stays in clear is decided by the rules: a name or a telephone number that is also a word of the contract
  /// tells nothing about its column.
  @Test func wordsOfTheContractDoNotUncoverAColumn() throws {
    let scratch = try Programme.scratch(
      contract: Self.clearContract,
      participants: """
        person,full_name,phone,fax,nurse,district,enrolled
        P1,A,10,10,A,east,2025-10-02
        P2,Small,1,,Programme,west,2025-12-01

        """)
    let run = try Command.run(
      "settle", scratch["contract.pfs"], "--data", scratch["data"], "--period", "2025", "--output",
      scratch["FY2025"])
    try #require(run.status == 0, "\(run.errors)")
    let made = try Command.run(
      "edition", scratch["FY2025"], "--pseudonymous", try key(scratch, "key", 7), "--output",
      scratch["edition"])
    #expect(made.status == 0, "\(made.errors)")
    #expect(made.output == "in clear: participant: district, enrolled\n")
    let rows = try scratch.text("edition/data/inputs/participant.csv").split(separator: "\n")
      .map { $0.split(separator: ",", omittingEmptySubsequences: false) }
    // Names and numbers that no rule reads are gone, and those that must be there are the same for all.
    #expect(rows[0] == ["person", "nurse", "full_name", "phone", "district", "enrolled"])
    for row in rows.dropFirst() {
      #expect(row[0].count == 64 && row[1].count == 64 && row[2] == "0" && row[3] == "0")
    }
    #expect(Set(rows.dropFirst().map { $0[4] }) == ["east", "west"])
    #expect(try Command.run("replay", scratch["edition"]).status == 0)
    let japanese = try Command.run(
      "edition", scratch["FY2025"], "--pseudonymous", scratch["key"], "--output", scratch["ja"],
      "--language", "ja")
    #expect(japanese.output == "そのまま: participant: district、enrolled\n")
  }

  private static let clearContract = """
    language en
    contract small "Small Programme"
      parties         client "A City", provider "B KK"
      term            from 2025-10-01 to 2027-03-31
      year starts     April
    table participant                                         per Art. 3
      key             person
      person          code
      full_name       text
      phone           code
      fax             code        optional
      nurse           code
      district        code
      enrolled        date
    population all                                            per Art. 4
      of              participant
      where           enrolled on or before settlement year end
      where           nurse is present
      where           district one of "east", "west"
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

    """

  /// Figures that are named by ids of persons would hand the ids on.
  @Test func figuresByPersonHaveNoEdition() throws {
    let scratch = try settled(
      visits: Self.visits,
      contract: Self.contract.replacing(
        "indicator reach",
        with: """
          indicator each                                            per Art. 5
            kind            persons
            of              all
            by              person
          indicator reach
          """))
    let key = try key(scratch, "key", 7)
    for (language, message) in [
      ("en", "has no edition with pseudonyms: each names its figures by ids"),
      ("ja", "から仮名化した版は作成できません。eachの数値の名称が識別番号です"),
    ] {
      let run = try Command.run(
        "edition", scratch["FY2025"], "--pseudonymous", key, "--output", scratch["edition"],
        "--language", language)
      #expect(run.status != 0)
      #expect(run.errors.contains("[P980]") && run.errors.contains(message), "\(run.errors)")
      #expect(!run.errors.contains("CANARY"))
    }
    #expect(!scratch.exists("edition"))
  }

  /// Lines of other contracts and periods, and evidence that no settlement records, are nobody else's.
  @Test func reportedFiguresAreThoseOfTheSettlement() throws {
    let scratch = try Programme.scratch(
      contract: Self.clearContract.replacing(
        "indicator reach",
        with: """
          indicator judged                                          per Art. 5
            kind            reported
            unit            number
          indicator reach
          """),
      participants: """
        person,full_name,phone,fax,nurse,district,enrolled
        P1,A,10,10,A,east,2025-10-02

        """)
    try scratch.write(
      "data/reported.csv",
      """
      contract,period,figure,value,unit,evidence
      small,2025,judged,1500.0,number,"letter, ""A"" again"
      other,2025,judged,3,number,CANARYother
      small,2026,judged,4,number,CANARYlater

      """)
    let run = try Command.run(
      "settle", scratch["contract.pfs"], "--data", scratch["data"], "--period", "2025", "--output",
      scratch["FY2025"])
    try #require(run.status == 0, "\(run.errors)")
    let made = try Command.run(
      "edition", scratch["FY2025"], "--pseudonymous", try key(scratch, "key", 7), "--output",
      scratch["edition"])
    #expect(made.status == 0, "\(made.errors)")
    #expect(made.output.contains("in clear: reported: figure, value, unit, grade, evidence\n"))
    #expect(
      try scratch.text("edition/data/inputs/reported.csv") == """
        figure,value,unit,grade,evidence
        judged,1500,number,,"letter, ""A"" again"

        """)
    for file in try scratch.files("edition") {
      #expect(
        try scratch.bytes("edition/\(file)").range(of: Data("CANARY".utf8)) == nil, "\(file)")
    }
    #expect(try Command.run("replay", scratch["edition"]).status == 0)
    #expect(try figures(scratch, "edition") == figures(scratch, "FY2025"))
  }

  @Test func whatCannotBeAnEditionIsRefused() throws {
    let scratch = try settled(visits: Self.visits)
    let good = try key(scratch, "key", 7)
    func status(_ bundle: String, _ key: String, _ output: String) throws -> (Int32, String) {
      let run = try Command.run(
        "edition", scratch[bundle], "--pseudonymous", key, "--output", scratch[output])
      return (run.status, run.errors)
    }
    let short = try scratch.write("short", Data(repeating: 1, count: 31))
    chmod(short, 0o600)
    #expect(try status("FY2025", short, "x").1.hasPrefix("error[P967]: "))
    let long = try scratch.write("long", Data(repeating: 1, count: 1025))
    chmod(long, 0o600)
    #expect(try status("FY2025", long, "x").1.hasPrefix("error[P967]: "))
    chmod(good, 0o640)
    #expect(try status("FY2025", good, "x").0 == 1)
    chmod(good, 0o600)
    #expect(try status("FY2025", good, "FY2025").0 == 4)
    #expect(try status("data", good, "x").0 == 4)
    let name = "FY2025/data/inputs/visit.csv"
    try scratch.write(name, try scratch.text(name) + "CANARY2,2026-02-01,hall,\n")
    #expect(try status("FY2025", good, "x").0 == 5)
    #expect(!scratch.exists("x"))
    #expect(try scratch.list().allSatisfy { !$0.hasPrefix(".") })
  }
}
