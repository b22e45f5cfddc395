import Foundation
import TestSupport
import Testing

/// Editions for the public, read by an attacker: a program that knows the contract, takes everything the edition
/// shows, and lists all numbers of persons that could stand behind it.
@Suite struct PublicEditionTests {
  /// Persons of three providers; 1,000 yen each, and 7 yen for each who finished.
  private static let contract = """
    language en
    contract small "Small Programme"
      parties         client "A City", provider "B KK"
      term            from 2025-10-01 to 2027-03-31
      year starts     April
    table participant                                         per Art. 3
      key             person
      person          code
      provider        one of north, south, west
      finished        one of done, open
    population all                                            per Art. 4
      of              participant
    population finishers                                      per Art. 4
      of              all
      where           finished = done
    indicator reach                                           per Art. 5
      kind            persons
      of              all
    indicator by_provider                                     per Art. 5
      kind            persons
      of              all
      by              provider
    indicator finished_rate                                   per Art. 6
      kind            rate
      numerator       finishers
      denominator     all
      record          percent, 1 decimal, half up
    payment provider_fee                                      per Art. 7
      for each        by_provider
      amount          1,000 yen per person × by_provider
    payment finish_fee                                        per Art. 8
      amount          700 yen × finished_rate
      round           down to 1 yen
    settlement yearly                                         per Art. 9
      basis           each year on its own
      total           provider_fee + finish_fee

    """

  /// - Parameter open: whether the person of a number has not finished.
  private func settle(
    _ scratch: Scratch, north: Int, south: Int, west: Int, as name: String = "FY2025",
    open: (Int) -> Bool
  ) throws {
    let providers =
      Array(repeating: "north", count: north) + Array(repeating: "south", count: south)
      + Array(repeating: "west", count: west)
    let rows = providers.enumerated().map {
      "CANARY\($0.offset + 100),\($0.element),\(open($0.offset) ? "open" : "done")\n"
    }
    try scratch.write("contract.pfs", Self.contract)
    try scratch.write(
      "\(name)-data/participant.csv", "person,provider,finished\n" + rows.joined())
    let run = try Command.run(
      "settle", scratch["contract.pfs"], "--data", scratch["\(name)-data"], "--period", "2025",
      "--output", scratch[name])
    try #require(run.status == 0, "\(run.errors)")
  }

  private func edition(
    _ scratch: Scratch, _ further: String..., of name: String = "FY2025",
    as output: String = "public"
  ) throws -> Finished {
    try Command.run(
      ["edition", scratch[name], "--public", "--output", scratch[output]] + further)
  }

  private func shown(_ scratch: Scratch, _ name: String = "public") throws -> [String: String] {
    let json = try JSONSerialization.jsonObject(with: scratch.bytes("\(name)/data/public.json"))
    let object = try #require(json as? [String: Any])
    #expect(try JSONSchema("public").faults(object) == [])
    var shown: [String: String] = [:]
    for figure in try #require(object["figures"] as? [[String: Any]]) {
      if let value = figure["value"] as? String { shown[figure["name"] as? String ?? ""] = value }
    }
    for item in try #require(object["populations"] as? [[String: Any]]) {
      if let rows = item["rows"] as? Int { shown["\(item["population"] ?? "")()"] = "\(rows)" }
    }
    return shown
  }

  /// Every programme of up to 120 persons that shows what the edition shows, by brute force in fractions: how many
  /// values remain for each number.
  private func attack(
    _ shown: [String: String], before: [String: String] = [:]
  ) throws -> [String: [Int]] {
    let program = """
      import json, sys
      from fractions import Fraction as F
      from math import floor
      shown, before = json.load(sys.stdin)
      left = {}
      def fits(figures):
        return all(F(shown[k]) == v for k, v in figures.items() if k in shown)
      def note(figures, names):
        for k, v in names.items(): left.setdefault(k, set()).add(v)
        for k, v in before.items():
          if k in figures: left.setdefault("change of " + k, set()).add(abs(int(figures[k] - F(v))))
      for n in range(1, 121):
        of_n = {"reach": n, "reach.n": n, "all()": n, "finished_rate.denominator": n,
                "provider_fee": 1000 * n}
        if not fits(of_n): continue
        of_f = []
        for f in range(n + 1):
          rate = F(floor(F(f, n) * 1000 + F(1, 2)), 10)
          due = 1000 * n + floor(700 * rate / 100)
          of_f.append((f, {"finishers()": f, "finished_rate.numerator": f, "finished_rate": rate,
                           "finish_fee": floor(700 * rate / 100), "total": due, "payable": due,
                           "due": due}))
        of_f = [(f, figures) for f, figures in of_f if fits(figures)]
        splits = []
        for north in range(n + 1):
          for south in range(n + 1 - north):
            parts = {"north": north, "south": south, "west": n - north - south}
            figures = {}
            for k, v in parts.items():
              figures["by_provider[%s]" % k] = figures["by_provider.n[%s]" % k] = v
              figures["provider_fee[%s]" % k] = 1000 * v
            if fits(figures): splits.append((parts, figures))
        if not of_f or not splits: continue
        for f, figures in of_f: note({**of_n, **figures}, {"finished": f, "unfinished": n - f})
        for parts, figures in splits: note(figures, parts)
      print(json.dumps({k: sorted(v) for k, v in left.items()}))
      """
    let input = try JSONSerialization.data(withJSONObject: [shown, before])
    let run = try Command.process("/usr/bin/python3", ["-c", program], input: input)
    try #require(run.status == 0, "\(run.errors)")
    let found = try JSONSerialization.jsonObject(with: Data(run.output.utf8))
    return try #require(found as? [String: [Int]])
  }

  /// South has 5 persons. Their number follows from theirs, from their payment, and from all and the others.
  @Test func aSmallGroupIsProtectedByASecondOne() throws {
    let scratch = try Scratch()
    try settle(scratch, north: 40, south: 5, west: 30) { $0 % 5 > 2 }
    let run = try edition(scratch, "--threshold", "10", "--width", "5")
    #expect(run.status == 0, "\(run.errors)")
    let shown = try shown(scratch)
    #expect(shown["by_provider[south]"] == nil && shown["provider_fee[south]"] == nil)
    #expect(shown["reach"] == "75" && shown["finished_rate"] == "60" && shown["total"] == "75420")
    // One other provider is withheld, and no more.
    #expect((shown["by_provider[north]"] == nil) != (shown["by_provider[west]"] == nil))
    #expect((shown["provider_fee[north]"] == nil) != (shown["provider_fee[west]"] == nil))
    let left = try attack(shown)
    #expect(Set(left["south"] ?? []).intersection(1..<10).count >= 5)
    #expect(left["finished"] == [45])
    // Without the second one nothing would be protected.
    var naive = shown
    for (name, number) in [("north", "40"), ("west", "30")] {
      naive["by_provider[\(name)]"] = number
    }
    #expect(try attack(naive)["south"] == [5])
  }

  private func settle(
    _ scratch: Scratch, _ contract: String, _ rows: String, table: String = "participant",
    period: String = "2025", as name: String = "FY2025", prior: String? = nil
  ) throws {
    try scratch.write("contract.pfs", contract)
    try scratch.write("\(name)-data/\(table).csv", rows)
    let run = try Command.run(
      ["settle", scratch["contract.pfs"], "--data", scratch["\(name)-data"], "--period", period]
        + ["--output", scratch[name]] + (prior.map { ["--prior", scratch[$0]] } ?? []))
    try #require(run.status == 0, "\(run.errors)")
  }

  private static let head = """
    language en
    contract small "Small Programme"
      parties         client "A City", provider "B KK"
      term            from 2025-04-01 to 2027-03-31
      year starts     April
    table participant                                         per Art. 3
      key             person
      person          code

    """

  /// 50 and 40 of 100 are two groups, 87 are in one of them: three are in both.
  @Test func whatTwoGroupsHaveInCommonIsANumberToo() throws {
    let scratch = try Scratch()
    let contract =
      Self.head + """
          smokes          one of yes_s, no_s
          drinks          one of yes_d, no_d
        value at_risk  per Art. 4
          of participant
          any of smokes = yes_s, drinks = yes_d
        population all  per Art. 4
          of participant
        population smokers  per Art. 4
          of all
          where smokes = yes_s
        population drinkers  per Art. 4
          of all
          where drinks = yes_d
        population either  per Art. 4
          of all
          where at_risk
        indicator reach  per Art. 5
          kind persons
          of all
        indicator smoking  per Art. 5
          kind persons
          of smokers
        indicator drinking  per Art. 5
          kind persons
          of drinkers
        indicator risky  per Art. 5
          kind persons
          of either
        payment fee  per Art. 7
          amount 1,000 yen per person × reach
        settlement yearly  per Art. 9
          basis each year on its own
          total fee

        """
    let rows = (0..<100).map {
      "P\($0),\($0 < 50 ? "yes_s" : "no_s"),\((47..<87).contains($0) ? "yes_d" : "no_d")\n"
    }
    try settle(scratch, contract, "person,smokes,drinks\n" + rows.joined())
    let run = try edition(scratch, "--threshold", "10", "--width", "5")
    #expect(run.status == 0, "\(run.errors)")
    let shown = try shown(scratch)
    // With all three, 50 + 40 − 87 = 3 would be known.
    let known = ["smoking", "drinking", "risky"].filter { shown[$0] != nil }
    #expect(known.count == 2, "\(known)")
    #expect(shown["reach"] == "100")
  }

  /// One person of the south had 1,234,560 yen: half of it is his payment, and the rest of the total.
  @Test func whatOnePersonHadIsNotPaidInPublic() throws {
    let scratch = try Scratch()
    let contract =
      Self.head + """
          site            one of north, south
          cost            yen, range from 0 to 10,000,000
        population all  per Art. 4
          of participant
        indicator costs  per Art. 5
          kind total
          of all
          sum cost
          by site
        payment fee  per Art. 7
          for each costs
          amount 50 percent × costs
          round down to 1 yen
        settlement yearly  per Art. 9
          basis each year on its own
          total fee

        """
    let rows = (0..<60).map { "P\($0),north,13000\n" }.joined() + "P60,south,1234560\n"
    try settle(scratch, contract, "person,site,cost\n" + rows)
    let run = try edition(scratch, "--threshold", "10", "--width", "5")
    #expect(run.status == 1)
    #expect(run.errors.hasPrefix("error[P970]: "))
    // What the person had is named, not the amounts that follow from it.
    #expect(
      run.errors.contains("= data:  costs[north], which rests on few persons\n"), "\(run.errors)")
    #expect(run.errors.contains("costs[south], which rests on few persons\n"))
    #expect(!run.errors.contains("total, which rests"))
    #expect(!scratch.exists("public"))
  }

  /// 40 persons in the first half, 43 in both: three came since, and what is due is theirs.
  @Test func whoCameSinceIsComparedWithTheEarlierEdition() throws {
    let scratch = try Scratch()
    let contract =
      Self.head + """
        population all  per Art. 4
          of participant
        indicator reach  per Art. 5
          kind persons
          of all
        payment fee  per Art. 7
          amount 1,000 yen per person × reach
        settlement yearly  per Art. 9
          basis each year on its own
          period 6 months
          total fee

        """
    func rows(_ count: Int) -> String { "person\n" + (0..<count).map { "P\($0)\n" }.joined() }
    try settle(scratch, contract, rows(40), period: "2025-P1", as: "P1")
    try settle(scratch, contract, rows(43), period: "2025-P2", as: "P2", prior: "P1")
    let alone = try edition(scratch, "--threshold", "10", "--width", "5", of: "P2", as: "alone")
    #expect(alone.status == 1)
    #expect(alone.errors.hasPrefix("error[P981]: '\(scratch["P2"])' takes off what earlier"))
    #expect(
      try edition(scratch, "--threshold", "10", "--width", "5", of: "P1", as: "first").status == 0)
    let beside = try edition(
      scratch, "--threshold", "10", "--width", "5", "--published", scratch["first"], of: "P2",
      as: "second")
    #expect(beside.status == 1)
    #expect(beside.errors.hasPrefix("error[P970]: "))
    #expect(!scratch.exists("second"))
  }

  /// Three did not finish: no number says so, but all and finishers do, and so does the rate.
  @Test func aSmallRestIsANumberToo() throws {
    let scratch = try Scratch()
    try settle(scratch, north: 40, south: 25, west: 30) { $0 > 91 }
    let run = try edition(scratch, "--threshold", "10", "--width", "3")
    // finish_fee is in the total, and 700 yen × 96.8 percent tells the rate.
    #expect(run.status == 1)
    #expect(run.errors.hasPrefix("error[P970]: small numbers of persons follow from what is"))
    #expect(
      run.errors.contains("= data:  finished_rate.denominator less finished_rate.numerator\n"))
    #expect(!scratch.exists("public"))
    let oracle = try attack(["total": "95677"])
    #expect(Set(oracle["unfinished"] ?? []).intersection(1..<10).count < 3)
  }

  /// A correction of two persons: 42 less the 40 that are published already.
  @Test func aCorrectionIsComparedWithWhatIsPublished() throws {
    let scratch = try Scratch()
    try settle(scratch, north: 40, south: 25, west: 30) { $0 % 5 > 2 }
    #expect(try edition(scratch, "--threshold", "10", "--width", "3", as: "first").status == 0)
    let first = try shown(scratch, "first")
    #expect(first["by_provider[north]"] == "40" && first["by_provider[south]"] == "25")
    // Two moved from south to north: the totals stay, two groups change by 2 each.
    try settle(scratch, north: 42, south: 23, west: 30, as: "corrected") { $0 % 5 > 2 }
    let alone = try edition(
      scratch, "--threshold", "10", "--width", "3", of: "corrected", as: "alone")
    #expect(alone.status == 0, "\(alone.errors)")
    #expect(try shown(scratch, "alone")["by_provider[north]"] == "42")
    let compared = try edition(
      scratch, "--threshold", "10", "--width", "3", "--published", scratch["first"],
      of: "corrected", as: "second")
    #expect(compared.status == 0, "\(compared.errors)")
    let second = try shown(scratch, "second")
    for name in ["by_provider[north]", "by_provider[south]", "provider_fee[north]"] {
      #expect(second[name] == nil, "\(name)")
    }
    // West is as it was, and so is known.
    #expect(second["by_provider[west]"] == "30" && second["reach"] == "95")
    let left = try attack(
      second,
      before: first.filter { ["by_provider[north]", "by_provider[south]"].contains($0.key) })
    for name in ["north", "south"] {
      let changes = Set(left["change of by_provider[\(name)]"] ?? [])
      #expect(changes.intersection(1..<10).count >= 3, "\(changes)")
    }
    // A change of the whole programme by two persons follows from the two totals.
    try settle(scratch, north: 42, south: 25, west: 30, as: "grown") { $0 % 5 > 2 }
    let grown = try edition(
      scratch, "--threshold", "10", "--width", "3", "--published", scratch["first"], of: "grown",
      as: "x")
    #expect(grown.status == 1)
    #expect(grown.errors.contains("the change of "), "\(grown.errors)")
    // Other things than editions of this contract are refused.
    let full = try edition(
      scratch, "--threshold", "10", "--width", "3", "--published", scratch["FY2025"],
      of: "corrected", as: "x")
    #expect(full.status == 1 && full.errors.hasPrefix("error[P969]: "))
  }

  /// From how many persons numbers are published is the contract's; the command may ask for more, never for less.
  /// Forty persons with two visits each, one of the 80 a relapse: who knows 80 and 79 knows of it. A table
  /// whose rows have a key of their own says by a column whose they are.
  @Test(arguments: ["visit_id\n  persons by      client_id", "client_id, visit_id"])
  func rowsOfPersonsAreNumbersToo(key: String) throws {
    let contract = """
      language en
      contract small "Small"
        parties         client "A City", provider "B KK"
        term            from 2025-10-01 to 2027-03-31
        year starts     April
      table clients                                           per Art. 3
        key             client_id
        client_id       code
      table visits                                            per Art. 3
        key             \(key)
        visit_id        code
        client_id       code
        outcome         one of good, relapse
      population everybody                                    per Art. 4
        of              clients
      population visit                                        per Art. 4
        of              visits
      population good_visit                                   per Art. 4
        of              visit
        where           outcome = good
      indicator heads                                         per Art. 5
        kind            persons
        of              everybody
      indicator visit_count                                   per Art. 5
        kind            total
        of              visit
        count           rows
        unit            service
      indicator good_count                                    per Art. 5
        kind            total
        of              good_visit
        count           rows
        unit            service
      payment fee                                             per Art. 7
        amount          100 yen per person × heads
      settlement yearly                                       per Art. 8
        basis           each year on its own
        total           fee

      """
    let scratch = try Scratch()
    try scratch.write("contract.pfs", contract)
    try scratch.write(
      "data/clients.csv", "client_id\n" + (1...40).map { "C\($0)\n" }.joined())
    try scratch.write(
      "data/visits.csv",
      "visit_id,client_id,outcome\n"
        + (1...40).map { "V\($0),C\($0),good\nW\($0),C\($0),\($0 == 7 ? "relapse" : "good")\n" }
        .joined())
    let settled = try Command.run(
      "settle", scratch["contract.pfs"], "--data", scratch["data"], "--period", "2025",
      "--output", scratch["FY2025"])
    #expect(settled.status == 0, "\(settled.errors)")
    let made = try edition(scratch, "--threshold", "5", "--width", "2")
    #expect(made.status == 0, "\(made.errors)")
    let shown = try shown(scratch)
    #expect(shown["heads"] != nil)
    #expect(shown["visit_count"] == nil || shown["good_count"] == nil, "\(shown)")
    #expect(shown["visit()"] == nil || shown["good_visit()"] == nil, "\(shown)")
  }

  @Test func theContractSaysFromHowManyPersons() throws {
    let scratch = try Scratch()
    let contract = Self.contract.replacing(
      "  year starts     April\n",
      with: "  year starts     April\n  publish         at least 10 persons\n")
    let rows = [("north", 40), ("south", 5), ("west", 30)].flatMap { site, count in
      (0..<count).map { "\(site)\($0),\(site),\($0 % 5 > 2 ? "open" : "done")\n" }
    }
    try settle(scratch, contract, "person,provider,finished\n" + rows.joined())
    #expect(try edition(scratch, "--width", "5").status == 0)
    #expect(try edition(scratch, "--threshold", "10", "--width", "5", as: "stated").status == 0)
    #expect(
      try scratch.bytes("public/data/public.json") == scratch.bytes("stated/data/public.json"))
    #expect(try shown(scratch)["by_provider[south]"] == nil)
    let less = try edition(scratch, "--threshold", "6", "--width", "5", as: "x")
    #expect(less.status == 1)
    #expect(
      less.errors.hasPrefix(
        "error[P982]: from how many persons a number is published is not stated, or less than the contract says\n"
          + "  = rule: the contract publishes numbers of at least 10 persons\n"), "\(less.errors)")
    let more = try edition(scratch, "--threshold", "12", "--width", "5", as: "x")
    #expect(more.status == 0, "\(more.errors)")
    try settle(scratch, Self.contract, "person,provider,finished\n" + rows.joined(), as: "silent")
    let silent = try edition(scratch, "--width", "5", of: "silent", as: "y")
    #expect(silent.status == 1 && silent.errors.hasPrefix("error[P982]: "))
    #expect(silent.errors.contains("= rule: the contract does not say\n"))
    let words = [
      "small 小事業", "participant 参加者", "person 個人", "provider 事業者", "north 北", "south 南",
      "west 西", "finished 修了", "done 済", "open 未", "all 全員", "finishers 修了者", "reach 到達",
      "by_provider 事業者別", "finished_rate 修了率", "provider_fee 事業者費", "finish_fee 修了費", "yearly 年次",
      "\"Small Programme\" 「小事業」", "\"A City\" 「甲市」", "\"B KK\" 「乙社」",
    ]
    try scratch.write(
      "vocabulary.txt",
      words.map { $0.replacing(" ", with: "  ") + "\n" }.joined()
        .replacing("Small  Programme", with: "Small Programme").replacing("A  City", with: "A City")
        .replacing("B  KK", with: "B KK"))
    try scratch.write("said.pfs", contract)
    let japanese = try Command.run("translate", "--to", "ja", scratch["said.pfs"])
    #expect(japanese.output.contains("\n  公表            10人以上\n"), "\(japanese.text)")
    try scratch.write("said.ja.pfs", japanese.output)
    #expect(try Command.run("translate", "--to", "en", scratch["said.ja.pfs"]).output == contract)
    try scratch.write(
      "bad.pfs", contract.replacing("at least 10 persons", with: "at least 2 persons"))
    let bad = try Command.run("check", scratch["bad.pfs"])
    #expect(bad.status == 1 && bad.text.contains("at least N persons, N from 3 on"), "\(bad.text)")
  }

  @Test func whatIsKnownAnywayIsTakenIntoAccount() throws {
    let scratch = try Scratch()
    try settle(scratch, north: 40, south: 5, west: 30) { $0 % 5 > 2 }
    let run = try edition(
      scratch, "--threshold", "10", "--width", "5", "--known", "provider_fee[north]")
    #expect(run.status == 0, "\(run.errors)")
    let shown = try shown(scratch)
    #expect(shown["provider_fee[north]"] == "40000" && shown["by_provider[west]"] == nil)
    let all = try edition(
      scratch, "--threshold", "10", "--width", "5", "--known", "provider_fee[north]",
      "provider_fee[west]", as: "y")
    #expect(all.status == 1 && all.errors.contains("= data:  by_provider.n[south]\n"))
    let unknown = try edition(
      scratch, "--threshold", "10", "--width", "5", "--known", "nothing", as: "y")
    #expect(unknown.errors.hasPrefix("error[P951]: "))
  }

  /// Nothing of a person, no file of the records; verified as every bundle, replayed as none.
  @Test func itHoldsFiguresAlone() throws {
    let scratch = try Scratch()
    try settle(scratch, north: 40, south: 5, west: 30) { $0 % 5 > 2 }
    #expect(try edition(scratch, "--threshold", "10", "--width", "5").status == 0)
    #expect(
      try scratch.files("public").sorted() == [
        "VERIFY.txt", "bag-info.txt", "bagit.txt", "data/contract.pfs", "data/public.json",
        "data/statement.html", "environment.json", "manifest-sha256.txt", "tagmanifest-sha256.txt",
      ])
    for file in try scratch.files("public") {
      #expect(try scratch.mode("public/\(file)") == 0o600)
      #expect(try scratch.bytes("public/\(file)").range(of: Data("CANARY".utf8)) == nil, "\(file)")
    }
    let strict = try Command.process(
      "/bin/sh",
      ["-c", "sha256sum -c --strict --quiet tagmanifest-sha256.txt manifest-sha256.txt"],
      in: scratch["public"])
    #expect(strict.status == 0)
    let manifest = try Command.process(
      "/usr/bin/sha256sum", [scratch["FY2025/manifest-sha256.txt"]])
    #expect(
      try scratch.text("public/bag-info.txt").contains(
        "\nEdition: public of \(manifest.output.prefix(64))\n"))
    let verified = try Command.run("verify", scratch["public"])
    #expect(
      verified.output == """
        unchanged: 8 files are as the manifests say
        edition for the public: figures without the records they stand on

        """)
    let replayed = try Command.run("replay", scratch["public"], "--language", "ja")
    #expect(replayed.status == 5)
    #expect(replayed.output.hasPrefix("再計算できません: 公表用の版には、基礎となる記録がありません\n"))
    #expect(
      try Command.run("replay", scratch["public"]).output.contains(
        "the client, and whoever may see the full record that bag-info.txt names, can replay that"))
    for command in [["explain"], ["report", "--output", scratch["r.html"]]] {
      let run = try Command.run([command[0], scratch["public"]] + command.dropFirst())
      #expect(run.status == 1 && run.errors.hasPrefix("error[P969]: "), "\(run.text)")
    }
    #expect(
      try Command.run("pack", scratch["public"], "--output", scratch["p.zip"]).status == 0)
    #expect(try Command.run("verify", scratch["p.zip"]).status == 0)
    // The same bundle gives the same edition.
    #expect(try edition(scratch, "--threshold", "10", "--width", "5", as: "again").status == 0)
    #expect(
      try scratch.text("again/manifest-sha256.txt") == scratch.text("public/manifest-sha256.txt"))
    let page = try scratch.text("public/data/statement.html")
    #expect(page.contains("Numbers of fewer than 10 persons") && page.contains(">withheld<"))
  }

  @Test func bothNumbersAreStated() throws {
    let scratch = try Scratch()
    for arguments in [
      ["--public", "--threshold", "10"], ["--public"], ["--threshold", "10", "--width", "5"],
      ["--public", "--threshold", "10", "--width", "10"],
      ["--public", "--pseudonymous", "key", "--threshold", "10", "--width", "5"],
    ] {
      let run = try Command.run(["edition", scratch["x"], "--output", scratch["y"]] + arguments)
      #expect(run.status == 2, "\(arguments)")
    }
  }
}
