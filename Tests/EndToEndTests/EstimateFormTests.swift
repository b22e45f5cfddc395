import Foundation
import TestSupport
import Testing

/// Forms of estimates on `Tests/Oracles/estimates.csv`. The figures are those that
/// `Tests/Oracles/estimates.py` computes from the formulas, in fractions and to 60 digits.
@Suite struct EstimateFormTests {
  static let fixed: [(title: String, indicator: String, figures: [String: String])] = [
    (
      "CR1 counts every parameter",
      groups(
        "adjusted difference", "adjust for      early, district\n",
        errors: "clustered by district, CR1"),
      ["effect": "2.5058", "effect.standard error": "0.94427902749847661643"]
    ),
    (
      "CR1 with nested effects not counted",
      groups(
        "adjusted difference", "adjust for      early, district\n",
        errors: "clustered by district, CR1, nested effects not counted"),
      [
        "effect": "2.5058", "effect.standard error": "0.84960127875623905135",
        "effect.clusters": "5", "effect.degrees of freedom": "4",
      ]
    ),
    (
      "two-way clustering",
      groups(
        "adjusted difference", "adjust for      early\n",
        errors: "clustered by district, office, CR1"),
      [
        "effect": "2.4236", "effect.standard error": "1.3346388277468454832",
        "effect.clusters": "3", "effect.degrees of freedom": "2",
      ]
    ),
    (
      "every draw of the wild cluster bootstrap",
      groups(
        "adjusted difference", "adjust for      early\n",
        errors: "wild cluster bootstrap by district, Rademacher, every draw",
        payOn: "lower limit, 80 percent, two-sided", record: "number, 1 decimal, half even"),
      [
        "effect": "0.4", "effect.p value": "0.1875", "effect.draws": "32",
        "effect.estimate": "2.4235885099759445309", "effect.lower limit": "0.4",
      ]
    ),
    (
      "the upper limit of the wild cluster bootstrap",
      groups(
        "adjusted difference", "adjust for      early\n",
        errors: "wild cluster bootstrap by district, Rademacher, every draw",
        payOn: "upper limit, 80 percent, two-sided", record: "number, 1 decimal, half even"),
      ["effect": "4.2"]
    ),
    (
      "random draws from a stated stream",
      groups(
        "adjusted difference", "adjust for      early\n",
        errors: "wild cluster bootstrap by district, Rademacher, random draws 199, "
          + "random seed 20250401, random stream 3"),
      ["effect": "2.4236", "effect.p value": "0.14070351758793969849", "effect.draws": "199"]
    ),
    (
      "weights of everybody",
      groups(
        "weighted difference", "adjust for      early, age\nweights         ATE\n",
        errors: "stacked equations"),
      ["effect": "2.4672", "effect.standard error": "0.83045402689624388866"]
    ),
    (
      "weights within limits of the score",
      groups(
        "weighted difference",
        "adjust for      early, age\nweights         ATE\nkeep scores     from 0.4 to 0.55\n",
        errors: "robust, HC0"),
      ["effect": "3.0189", "effect.standard error": "1.5832868697941426064"]
    ),
    (
      "stacked equations within limits of the score",
      groups(
        "weighted difference",
        "adjust for      early, age\nweights         ATE\nkeep scores     from 0.4 to 0.55\n",
        errors: "stacked equations"),
      ["effect": "3.0189", "effect.standard error": "1.43023959604563845"]
    ),
    (
      "doubly robust",
      groups(
        "doubly robust difference", "adjust for      early, age\n", errors: "influence function"),
      ["effect": "2.5509", "effect.standard error": "0.7900696527349404409"]
    ),
    (
      "risk ratio",
      groups(
        "risk ratio by logistic model", "adjust for      early, age\n", outcome: "strong"),
      ["effect": "1.5744", "effect.standard error": "0.33930806862699176605"]
    ),
    (
      "the lower limit of a risk ratio",
      groups(
        "risk ratio by logistic model", "adjust for      early, age\n", outcome: "strong",
        payOn: "lower limit, 90 percent, two-sided, normal"),
      ["effect": "1.1045", "effect.lower limit": "1.104484934963741668"]
    ),
    (
      "smaller sets kept",
      groups(
        "matched difference",
        "adjust for      early\n"
          + "match           nearest 2, propensity score, without replacement, smaller sets kept\n",
        errors: "paired"),
      [
        "effect": "0.3571", "effect.standard error": "0.82889977073948620384",
        "effect.matched": "7",
      ]
    ),
    (
      "smaller sets left out",
      groups(
        "matched difference",
        "adjust for      early\n"
          + "match           nearest 2, propensity score, without replacement, smaller sets left out\n",
        errors: "paired"),
      [
        "effect": "-0.4167", "effect.standard error": "0.35158371849548310833",
        "effect.matched": "6",
      ]
    ),
  ]

  static func groups(
    _ kind: String, _ lines: String, outcome: String = "late", errors: String = "classical",
    payOn: String = "estimate", record: String = "number, 4 decimals, half even"
  ) -> String {
    """
    kind            \(kind)
    outcome         \(outcome)
    treated group   treated_people
    compared group  compared_people
    \(lines)errors          \(errors)
    missing         complete cases
    pay on          \(payOn)
    record          \(record)
    """
  }

  static func contract(_ indicator: String, payment: String? = nil) -> String {
    """
    language en
    contract small "Small"
      parties         client "City", provider "Provider"
      term            from 2025-04-01 to 2026-03-31
      year starts     April
    table people                                              per Art. 1
      key             id
      id              code
      arm             one of treated, compared
      district        one of A, B, C, D, E
      office          code
      age             number
      early           number
      late            number      optional
    value strong                                              per Art. 1
      of              people
      any of          late at least 16
      missing         stays missing
    value same                                                per Art. 1
      of              people
      formula         early − early
    population treated_people                                 per Art. 2
      of              people
      where           arm = treated
    population compared_people                                per Art. 2
      of              people
      where           arm = compared
    indicator effect                                          per Art. 3
    \(indicator.split(separator: "\n").map { "  " + $0 }.joined(separator: "\n"))
    payment fee                                               per Art. 4
    \(payment ?? "  amount          1,000 yen\n  only if         effect at least 0")
    settlement yearly                                         per Art. 5
      basis           each year on its own
      total           fee

    """
  }

  /// Names that are the same in both languages.
  static let vocabulary = [
    "small", "people", "id", "arm", "treated", "compared", "district", "A", "B", "C", "D", "E",
    "office", "age", "early", "late", "strong", "same", "treated_people", "compared_people",
    "effect", "fee", "yearly", "share", "\"Small\"", "\"City\"", "\"Provider\"",
  ].map { "\($0)  \($0)\n" }.joined()

  static func people() throws -> String { try Repository.text("Tests/Oracles/estimates.csv") }

  /// A settlement with its bundle.
  struct Settled {
    let run: Finished
    let scratch: Scratch
    let document: [String: Any]

    func file(_ name: String) throws -> String {
      String(decoding: try scratch.bytes("bundle/data/\(name)"), as: UTF8.self)
    }

    func explain(_ figure: String..., language: String = "en") throws -> String {
      let run = try Command.run(
        ["explain", scratch["bundle"]] + figure + ["--language", language])
      #expect(run.status == 0, "\(run.errors)")
      return run.output
    }

    var figures: [String: String] {
      var found: [String: String] = [:]
      for figure in document["figures"] as? [[String: Any]] ?? [] {
        if let name = figure["name"] as? String { found[name] = figure["value"] as? String }
      }
      return found
    }

    var stops: [[String: Any]] { document["stops"] as? [[String: Any]] ?? [] }

    /// Why figures are suspended, as the document says it.
    var headlines: [String] { stops.compactMap { $0["headline"] as? String } }

    /// The same in Japanese, as the trace holds it.
    func japaneseHeadlines() throws -> [String] {
      let trace = try JSONSerialization.jsonObject(with: Data(file("trace.json").utf8))
      let suspended = (trace as? [String: Any])?["suspended"] as? [[String: Any]] ?? []
      return suspended.compactMap {
        (($0["stop"] as? [String: Any])?["headline"] as? [String: Any])?["ja"] as? String
      }
    }
  }

  static func settle(
    _ contract: String, people: String? = nil, status: Int32 = 0
  ) throws -> Settled {
    let scratch = try Scratch()
    let path = try scratch.write("contract.pfs", contract)
    _ = try scratch.write("vocabulary.txt", vocabulary)
    _ = try scratch.write("people.csv", try people ?? Self.people())
    let run = try Command.run(
      "settle", path, "--data", scratch.path, "--period", "2025", "--output", scratch["bundle"])
    try #require(run.status == status, "\(run.errors)")
    let object = try JSONSerialization.jsonObject(
      with: Data(try scratch.bytes("bundle/data/settlement.json")))
    #expect(try JSONSchema("settlement").faults(object) == [])
    return Settled(
      run: run, scratch: scratch, document: try #require(object as? [String: Any]))
  }

  @Test("A figure is what the formulas give", arguments: fixed.indices)
  func formulas(_ place: Int) throws {
    let (title, indicator, expected) = Self.fixed[place]
    let settled = try Self.settle(Self.contract(indicator))
    let figures = settled.figures
    for (name, value) in expected { #expect(figures[name] == value, "\(title): \(name)") }
  }

  @Test("A contract says the same in both languages", arguments: fixed.indices)
  func languages(_ place: Int) throws {
    let scratch = try Scratch()
    let english = try scratch.write("contract.en.pfs", Self.contract(Self.fixed[place].indicator))
    _ = try scratch.write("vocabulary.txt", Self.vocabulary)
    let there = try Command.run("translate", english, "--to", "ja")
    try #require(there.status == 0, "\(there.errors)")
    let japanese = try scratch.write("contract.ja.pfs", there.output)
    let back = try Command.run("translate", japanese, "--to", "en")
    #expect(back.output == Self.contract(Self.fixed[place].indicator))
    let settled = try Self.settle(there.output)
    for (name, value) in Self.fixed[place].figures { #expect(settled.figures[name] == value) }
  }

  @Test("The account says who is kept, and the products how sums were formed")
  func account() throws {
    let weighted = try Self.settle(
      Self.contract(
        Self.groups(
          "weighted difference",
          "adjust for      early, age\nweights         ATE\nkeep scores     from 0.4 to 0.55\n",
          errors: "robust, HC0")))
    let text = try weighted.explain("effect")
    #expect(text.contains("treated_people: 11 entered, 11 analysed, 3 kept"))
    #expect(text.contains("compared_people: 13 entered, 13 analysed, 6 kept"))
    #expect(text.contains("Only persons with e from 0.4 to 0.55 are weighted"))
    #expect(try weighted.file("statement.html").contains(">Kept</th>"))
    let matched = try Self.settle(
      Self.contract(
        Self.groups(
          "matched difference",
          "adjust for      early\n"
            + "match           nearest 2, propensity score, without replacement, "
            + "smaller sets left out\n", errors: "paired")))
    let sets = try matched.explain("effect", language: "ja")
    #expect(sets.contains("treated_people: 対象 11人、分析 11人、採用 6人"))
    #expect(sets.contains("compared_people: 対象 13人、分析 13人、採用 12人"))
    #expect(sets.contains("不足組は除外"))
    // The normal equations of 24 rows, and the sums of the balance over the same rows.
    let least = try Self.settle(
      Self.contract(
        Self.groups(
          "adjusted difference", "adjust for      early, district\n", errors: "robust, HC1")))
    let products = try least.explain("effect")
    #expect(products.contains("exact by cblas_dgemm: 24 rows, 1 blocks, every partial sum below"))
    let trace = try JSONSerialization.jsonObject(with: Data(least.file("trace.json").utf8))
    let entries = try #require((trace as? [String: Any])?["figures"] as? [[String: Any]])
    let source = try #require(
      entries.first { $0["name"] as? String == "effect" }?["source"] as? [String: Any])
    let records = try #require(source["products"] as? [[String: Any]])
    #expect(records.map { $0["rows"] as? Int } == [24, 24])
    // 23 is the largest number, 10111 in binary digits, and 11000 with three of them and zeros, 24: a sum of
    // 24 products of two such is at most 24 · 24² = 13,824.
    #expect(records.first?["largest"] as? String == "23")
    #expect(records.first?["bound"] as? String == "13824")
  }

  // MARK: - No standard error

  @Test(
    "A perfect fit pays on its estimate and says that no standard error exists",
    arguments: [
      groups("difference", "", outcome: "same"),
      groups("difference", "", outcome: "same", errors: "unequal variances"),
      groups("difference", "", outcome: "same", errors: "robust, HC3"),
      groups("difference", "", outcome: "same", errors: "clustered by district, CR2"),
      groups("difference", "", outcome: "same", errors: "clustered by district, office, CR1"),
      groups(
        "difference", "", outcome: "same",
        errors: "wild cluster bootstrap by district, Rademacher, every draw"),
      groups("adjusted difference", "adjust for      early\n", outcome: "same"),
      groups(
        "weighted difference", "adjust for      early\nweights         ATT\n", outcome: "same",
        errors: "stacked equations"),
      groups(
        "doubly robust difference", "adjust for      early\n", outcome: "same",
        errors: "influence function"),
      groups(
        "matched difference",
        "adjust for      early\nmatch           nearest 1, propensity score, without replacement\n",
        outcome: "same", errors: "paired"),
    ])
  func perfectFit(_ indicator: String) throws {
    let paid = try Self.settle(Self.contract(indicator))
    #expect(paid.figures["effect"] == "0")
    #expect(paid.figures["effect.standard error"] == nil)
    #expect(paid.figures["due"] == "1000")
    #expect(
      try paid.explain("effect").contains(
        "No standard error exists: nothing varies about the fitted values."))
    #expect(
      try paid.explain("effect", language: "ja").contains(
        "当てはめた値のまわりにばらつきがなく、標準誤差は存在しない。"))
    let limit =
      indicator.contains("wild") ? "two-sided" : "two-sided, normal"
    let stopped = try Self.settle(
      Self.contract(
        indicator.replacing(
          "pay on          estimate", with: "pay on          lower limit, 90 percent, \(limit)")),
      status: 3)
    #expect(
      stopped.headlines == [
        "effect 2025 is suspended: nothing varies about the fitted values, so there is no standard "
          + "error"
      ])
  }

  @Test func limitsOfSetsThatSharePersonsAreRefused() throws {
    let indicator = Self.groups(
      "matched difference",
      "adjust for      early\nmatch           nearest 1, propensity score, with replacement\n",
      outcome: "late", errors: "paired")
    _ = try Self.settle(Self.contract(indicator))
    let limit = Self.contract(
      indicator.replacing(
        "pay on          estimate",
        with: "pay on          lower limit, 90 percent, two-sided, normal"))
    let scratch = try Scratch()
    let finished = try Command.run(["check", try scratch.write("contract.pfs", limit)])
    #expect(finished.status == 1)
    #expect(
      finished.text.contains(
        "error[S415]: with replacement one compared person may stand in many sets"),
      "\(finished.text)")
  }

  @Test("A variance that is not positive leaves the estimate")
  func notPositive() throws {
    // Residuals of ±1 that cancel within each district and each office, and not within their pairs.
    let people = """
      id,arm,district,office,age,early,late
      T1,treated,A,V1,70,1,13
      T2,treated,A,V2,70,1,11
      T3,treated,B,V1,70,1,11
      T4,treated,B,V2,70,1,13
      C1,compared,A,V1,70,1,9
      C2,compared,A,V2,70,1,11
      C3,compared,B,V1,70,1,11
      C4,compared,B,V2,70,1,9

      """
    let indicator = Self.groups("difference", "", errors: "clustered by district, office, CR1")
    let paid = try Self.settle(Self.contract(indicator), people: people)
    #expect(paid.figures["effect"] == "2")
    #expect(
      try paid.explain("effect").contains(
        "No standard error exists: the variance is not certainly positive."))
    let stopped = try Self.settle(
      Self.contract(
        indicator.replacing("estimate", with: "lower limit, 90 percent, two-sided, normal")),
      people: people, status: 3)
    #expect(
      stopped.headlines == [
        "effect 2025 is suspended: the variance of the estimate is not certainly positive, so there "
          + "is no standard error"
      ])
    #expect(
      try stopped.japaneseHeadlines() == ["2025年度の「effect」を中止します:推定値の分散が正であると定まらず、標準誤差がありません"])
  }

  // MARK: - Stops keep what was found

  @Test("A stop keeps the method statement, the flow, the balance and the numbers")
  func stopsKeep() throws {
    // Without T01's late figure 1 of 11 is lost. Early then: treated 151/10 with variance 106.9/9,
    // compared 204/13 with variance (3,292 − 204²/13)/12; the difference is −0.18997 of
    // √((106.9/9 + 7.5641)/2) = 3.11784.
    let people = try Self.people().replacing("C,V3,76,15,17", with: "C,V3,76,15,")
    let indicator = Self.groups(
      "adjusted difference", "adjust for      early\nstop if         loss above 5 percent\n")
    let stopped = try Self.settle(Self.contract(indicator), people: people, status: 3)
    let headline =
      "effect 2025 is suspended: 9.1 percent of 'treated_people' is lost (11 entered, 10 analysed)"
    #expect(stopped.headlines == [headline])
    let stop = try #require(stopped.stops.first)
    #expect(stop["figure"] as? String == "effect")
    #expect(stop["code"] as? String == "S420")
    let account = try #require(stop["account"] as? [String: Any])
    #expect((account["statement"] as? String)?.hasPrefix("Adjusted difference: ordinary") == true)
    let groups = try #require(account["groups"] as? [[String: Any]])
    #expect(groups.map { $0["entered"] as? Int } == [11, 13])
    #expect(groups.map { $0["analysed"] as? Int } == [10, 13])
    let balance = try #require((account["balance"] as? [[String: Any]])?.first)
    #expect(balance["name"] as? String == "early")
    #expect(balance["treatedMean"] as? String == "151/10")
    #expect(balance["comparedMean"] as? String == "156923/10000")
    #expect(balance["differenceBefore"] as? String == "-19/100")
    #expect(balance["differenceAfter"] is NSNull)
    let numbers = try #require(stop["numbers"] as? [[String: Any]])
    #expect(numbers.map { $0["name"] as? String } == ["effect.n treated", "effect.n compared"])
    #expect(numbers.map { $0["value"] as? String } == ["10", "13"])
    // The flow of both groups stands in the document, stopped or not.
    let flows = try #require(stopped.document["flows"] as? [[String: Any]])
    #expect(flows.map { $0["remaining"] as? Int } == [11, 13])

    let explained = try stopped.explain("effect")
    #expect(
      explained == """
        Suspended
          effect is stopped
            S420: \(headline)
            n treated 10 persons, n compared 13 persons
            Adjusted difference: ordinary least squares of the outcome on the group and the covariates; \
        the figure is the coefficient of the group. Covariates: early. Standard error with one residual \
        variance, N−K degrees of freedom.
            treated_people: 11 entered, 10 analysed
            compared_people: 13 entered, 13 analysed
            balance  treated  compared  standardised difference
            early    15.1000   15.6923                  -0.1900

        """)
    #expect(
      try stopped.explain("effect", language: "ja").contains(
        "    S420: 2025年度の「effect」を中止します:「treated_people」の9.1%が脱落しています(対象11人、分析10人)"))
    // The amount due waits; its explanation shows the reason too.
    #expect(try stopped.explain().contains("    S420: "))
    let page = try stopped.file("statement.html")
    for text in [
      "effect (suspended)", "S420: effect 2025 is suspended", "n treated 10 persons",
      "Balance of the groups", "15.6923", "-0.1900",
    ] { #expect(page.contains(text), "\(text)") }
  }

  @Test("A stop after weighting keeps the balance after it and the weights, and never the estimate")
  func stopsAfterWeighting() throws {
    let indicator = Self.groups(
      "weighted difference",
      "adjust for      early, age\nweights         ATE\nstop if         maximum weight above 1\n",
      errors: "robust, HC0")
    let stopped = try Self.settle(Self.contract(indicator), status: 3)
    let stop = try #require(stopped.stops.first)
    #expect(stop["code"] as? String == "S422")
    let account = try #require(stop["account"] as? [String: Any])
    let balance = try #require(account["balance"] as? [[String: Any]])
    #expect(balance.count == 2)
    #expect(balance.allSatisfy { $0["differenceAfter"] is String })
    let names = (stop["numbers"] as? [[String: Any]] ?? []).compactMap { $0["name"] as? String }
    #expect(
      names == [
        "effect.n treated", "effect.n compared", "effect.largest weight",
        "effect.effective treated", "effect.effective compared",
      ])
    // 2.4672 is the estimate.
    #expect(try !stopped.file("settlement.json").contains("2.467"))
    #expect(try !stopped.file("trace.json").contains("2.467"))
    // Too few persons are a stop with its account too.
    let few = try Self.settle(
      Self.contract(
        Self.groups(
          "adjusted difference", "adjust for      early\nrequire         at least 12 persons\n")),
      status: 3)
    #expect(few.headlines == ["effect 2025 is suspended: 11 persons, required at least 12"])
    #expect(try few.explain("effect").contains("balance  treated  compared"))
  }

  struct Stop: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let indicator: String
    let code: String
    let english: String
    let japanese: String
  }

  static let stops = [
    Stop(
      testDescription: "p value",
      indicator: groups(
        "adjusted difference", "adjust for      early\nstop if         p value above 0.1\n",
        errors: "wild cluster bootstrap by district, Rademacher, every draw"), code: "S424",
      english: "the p value of no effect is 0.1875", japanese: "効果がないとする仮説のp値が0.1875です"),
    Stop(
      testDescription: "too many clusters for every draw",
      indicator: groups(
        "difference", "", errors: "wild cluster bootstrap by id, Rademacher, every draw"),
      code: "S448",
      english: "there are 24 clusters, and every draw can be listed for at most 12",
      japanese: "クラスターが24個あり、全通りの抽出は12個までです"),
    Stop(
      // Of 32 draws two lie at least as far out as any value: p is never below 1/16.
      testDescription: "too few draws for a limit",
      indicator: groups(
        "difference", "", errors: "wild cluster bootstrap by district, Rademacher, every draw",
        payOn: "lower limit, 99 percent, two-sided"), code: "S449",
      english: "32 draws reject no value at this level, so there is no limit",
      japanese: "32回の抽出ではこの水準で棄却される値がなく、信頼限界がありません"),
    Stop(
      // In districts B and D 2 of 5 are treated: their score is 0.4 itself.
      testDescription: "a score on the bound",
      indicator: groups(
        "weighted difference",
        "adjust for      district\nweights         ATE\nkeep scores     from 0.4 to 0.9\n",
        errors: "robust, HC0"), code: "S450",
      english:
        "a propensity score lies on the bound 0.4 of 'keep scores' itself, or too near to tell "
        + "on which side", japanese: "「対象スコア」の境界0.4の上にある(またはどちら側か定まらない)傾向スコアがあります"),
    Stop(
      testDescription: "nobody within the limits of the score",
      indicator: groups(
        "weighted difference",
        "adjust for      early\nweights         ATE\nkeep scores     from 0.9 to 1.0\n",
        errors: "robust, HC0"), code: "S451",
      english: "'keep scores' keeps nobody of 'treated_people' (11 analysed)",
      japanese: "「対象スコア」の範囲に「treated_people」の人がいません(分析11人)"),
  ]

  @Test("A stop shows its reason in both languages", arguments: stops)
  func reasons(_ stop: Stop) throws {
    let stopped = try Self.settle(Self.contract(stop.indicator), status: 3)
    #expect(stopped.stops.compactMap { $0["code"] as? String } == [stop.code])
    #expect(stopped.headlines == ["effect 2025 is suspended: \(stop.english)"])
    #expect(
      try stopped.japaneseHeadlines() == ["2025年度の「effect」を中止します:\(stop.japanese)"])
  }

  // MARK: - Groups

  /// By office, each against the whole compared group; classical errors.
  static let byOffice = groups("difference", "by              office\n")

  static let perOffice = """
      for each        effect
      amount          1,000 yen
      only if         effect at least 2
    """

  @Test("Each group of the treated has an estimate against the whole compared group")
  func byGroup() throws {
    let settled = try Self.settle(Self.contract(Self.byOffice, payment: Self.perOffice))
    let expected = [
      "effect[V1]": "2.2564", "effect.standard error[V1]": "2.319465288826946905",
      "effect.n treated[V1]": "3", "effect.n compared[V1]": "13",
      "effect[V2]": "2.1731", "effect.standard error[V2]": "2.1172194839447482924",
      "effect[V3]": "1.1731", "effect.standard error[V3]": "2.2663769538718443557",
      "fee[V1]": "1000", "fee[V2]": "1000", "fee[V3]": "0", "fee": "2000", "due": "2000",
    ]
    for (name, value) in expected { #expect(settled.figures[name] == value, "\(name)") }
    let explained = try settled.explain("effect[V1]")
    #expect(explained.contains("treated_people: 3 entered, 3 analysed"))
    #expect(explained.contains("compared_people: 13 entered, 13 analysed"))
  }

  @Test("A stop of one group suspends that group alone")
  func stopOfOneGroup() throws {
    let contract = Self.contract(
      Self.byOffice + "\nrequire         at least 4 persons", payment: Self.perOffice)
    let stopped = try Self.settle(contract, status: 3)
    #expect(stopped.headlines == ["effect[V1] 2025 is suspended: 3 persons, required at least 4"])
    #expect(stopped.figures["effect[V1]"] == nil)
    #expect(stopped.figures["effect[V2]"] == "2.1731")
    #expect(stopped.figures["fee[V2]"] == "1000")
    #expect(stopped.figures["fee[V3]"] == "0")
    #expect(stopped.figures["fee"] == nil)
    let suspended = try #require(stopped.document["suspended"] as? [[String: Any]])
    #expect(
      suspended.compactMap { $0["name"] as? String } == [
        "effect[V1]", "fee[V1]", "fee", "total", "payable", "due",
      ])
    #expect(
      suspended.allSatisfy { $0["waitsFor"] as? [String] == ["effect[V1]"] })
    #expect(stopped.run.output.contains("  fee   suspended  Art. 4\n    V2  1,000 yen  Art. 4\n"))
    #expect(try stopped.explain("effect[V1]").contains("treated_people: 3 entered, 3 analysed"))
    // A stop of the method stops one group too: of V1 every late figure is missing.
    var people = try Self.people()
    for row in ["82,19,22", "80,14,16", "82,13,17"] {
      people = people.replacing(row, with: row.prefix(6))
    }
    let empty = try Self.settle(
      Self.contract(Self.byOffice, payment: Self.perOffice), people: people, status: 3)
    #expect(
      empty.headlines == [
        "effect[V1] 2025 is suspended: nobody of 'treated_people' can be analysed (3 entered)"
      ])
    #expect(empty.figures["fee[V2]"] == "1000")
  }

  @Test("A treated person without a group is an error")
  func withoutGroup() throws {
    let people = try Self.people().replacing("T02,treated,E,V2,", with: "T02,treated,E,,")
    let contract = Self.contract(Self.byOffice, payment: Self.perOffice)
      .replacing("office          code", with: "office          code        optional")
    let scratch = try Scratch()
    let path = try scratch.write("contract.pfs", contract)
    _ = try scratch.write("people.csv", people)
    let run = try Command.run("settle", path, "--data", scratch.path, "--period", "2025")
    #expect(run.status == 1)
    #expect(run.errors.contains("1 row of 'effect' belong to no group"))
  }

  @Test("A standardised figure has groups of its one population")
  func oneGroup() throws {
    // Of 24 persons 9 are in V1: 22, 16, 17, 14, 14, 14, 12 …; at least 16 are strong.
    let indicator = """
      kind            observed to expected
      of              treated_people
      by              office
      outcome         strong
      model           linear model
      expected        0.5
      errors          exact Poisson
      missing         complete cases
      pay on          estimate
      record          number, 2 decimals, half even
      """
    let settled = try Self.settle(Self.contract(indicator, payment: Self.perOffice))
    // Treated, late at least 16: V1 3 of 3, V2 3 of 4 (13 is not), V3 3 of 4 (11 is not).
    #expect(settled.figures["effect[V1]"] == "2")
    #expect(settled.figures["effect[V2]"] == "1.5")
    #expect(settled.figures["effect[V3]"] == "1.5")
    #expect(settled.figures["due"] == "1000")
  }

  @Test(
    "Means, changes and quantiles have groups",
    arguments: [
      // V1: 22, 16, 17. V2: 19, 13, 22, 19. V3: 17, 11, 23, 18.
      ("mean\nvalue           late\nmissing         excluded", ["18.33", "18.25", "17.25"]),
      ("median\nvalue           late\nmissing         excluded", ["17", "19", "17.5"]),
      // 3 + 2 + 4; 4 + 2 + 2 + 2; 2 + 2 + 7 + 1.
      (
        "mean change\nbefore          early\nafter           late\nmissing         complete pairs",
        ["3", "2.5", "3"]
      ),
    ])
  func groupedMeans(_ kind: String, _ values: [String]) throws {
    let settled = try Self.settle(
      Self.contract(
        "kind            \(kind)\nof              treated_people\nby              office\n"
          + "record          number, 2 decimals, half up",
        payment: Self.perOffice))
    for (office, value) in zip(["V1", "V2", "V3"], values) {
      #expect(settled.figures["effect[\(office)]"] == value, "\(office)")
    }
    #expect(settled.figures["due"] == "3000")
  }
}
