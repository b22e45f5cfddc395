import Foundation
import TestSupport
import Testing

/// Indicators that estimate: figures worked by hand, and a named stop for each thing that leaves none.
@Suite struct EstimateTests {
  /// Treated: late 10, 12, 14, 16 and early 8, 11, 12, 13. Compared: late 9, 10, 11, 12 and early
  /// 9, 9, 10, 12.
  static let people = """
    id,arm,district,early,late,same,tens
    P1,treated,A,8,10,1,130
    P2,treated,A,11,12,1,110
    P3,treated,B,12,14,1,130
    P4,treated,B,13,16,1,110
    C1,compared,A,9,9,1,120
    C2,compared,A,9,10,1,80
    C3,compared,B,10,11,1,100
    C4,compared,B,12,12,1,100

    """

  static func contract(_ indicator: String) -> String {
    """
    language en
    contract small "Small"
      parties         client "City", provider "Provider"
      term            from 2025-04-01 to 2026-03-31
      year starts     April
    table people                                              per Art. 1
      key             id
      id              code
      arm             one of treated, compared, absent
      district        one of A, B, C
      early           number      optional
      late            number      optional
      same            number
      tens            number
    value strong                                              per Art. 1
      of              people
      any of          late at least 12
      missing         counts as zero
    value everybody                                           per Art. 1
      of              people
      any of          same at least 1
      missing         counts as zero
    value half                                                per Art. 1
      of              people
      formula         same × 0.5
      missing         counts as zero
    value twice                                               per Art. 1
      of              people
      formula         early × 2
      missing         stays missing
    scale standard                                            per Art. 1
      input           one of A, B, C
      gives           number
      A                                             1
      B                                             3
      C                                             0
    scale wide                                                per Art. 1
      input           one of A, B, C
      gives           number
      A                                             1
      B                                             3
      C                                             1
    scale narrow                                              per Art. 1
      input           number
      gives           number
      from 10 to below 14                           1
    scale risk                                                per Art. 1
      input           one of A, B, C
      gives           number
      A                                             0.25
      B                                             0.5
      C                                             0.5
    population all                                            per Art. 2
      of              people
    population treated_people                                 per Art. 2
      of              people
      where           arm = treated
    population compared_people                                per Art. 2
      of              people
      where           arm = compared
    population absent_people                                  per Art. 2
      of              people
      where           arm = absent
    indicator effect                                          per Art. 3
    \(indicator.split(separator: "\n").map { "  " + $0 }.joined(separator: "\n"))
    indicator heads                                           per Art. 3
      kind            persons
      of              all
    payment fee                                               per Art. 4
      amount          1,000 yen
      only if         effect at least 0\(unit(of: indicator))
    payment base                                              per Art. 4
      amount          10 yen per person × heads
    settlement yearly                                         per Art. 5
      basis           each year on its own
      total           fee + base

    """
  }

  private static func unit(of indicator: String) -> String {
    if indicator.contains("record          percentage points") { return " percentage points" }
    return indicator.contains("record          percent") ? " percent" : ""
  }

  private func settle(
    _ indicator: String, _ people: String = Self.people, _ further: String...
  ) throws -> Finished {
    let scratch = try Scratch()
    let contract = try scratch.write("contract.pfs", Self.contract(indicator))
    _ = try scratch.write("people.csv", people)
    return try Command.run(
      ["settle", contract, "--data", scratch.path, "--period", "2025", "--format", "json"] + further
    )
  }

  private func figures(_ finished: Finished) throws -> [String: String] {
    let object = try JSONSerialization.jsonObject(with: Data(finished.output.utf8))
    let root = try #require(object as? [String: Any])
    #expect(try JSONSchema("settlement").faults(root) == [])
    var found: [String: String] = [:]
    for figure in try #require(root["figures"] as? [[String: Any]]) {
      found[try #require(figure["name"] as? String)] = figure["value"] as? String
    }
    return found
  }

  /// The numbers that the stop of `effect` shows, by label.
  private func stoppedNumbers(_ finished: Finished) throws -> [String: String] {
    let object = try JSONSerialization.jsonObject(with: Data(finished.output.utf8))
    let root = try #require(object as? [String: Any])
    var found: [String: String] = [:]
    for stop in try #require(root["stops"] as? [[String: Any]]) {
      for number in try #require(stop["numbers"] as? [[String: Any]]) {
        let name = try #require(number["name"] as? String)
        found[name.replacing("effect.", with: "")] = number["value"] as? String
      }
    }
    return found
  }

  static func groups(
    _ kind: String, _ lines: String, errors: String = "classical", payOn: String = "estimate",
    record: String = "number, 4 decimals, half even"
  ) -> String {
    """
    kind            \(kind)
    \(lines)
    treated group   treated_people
    compared group  compared_people
    errors          \(errors)
    missing         complete cases
    pay on          \(payOn)
    record          \(record)
    """
  }

  static func one(
    _ kind: String, _ lines: String, errors: String = "errors          exact Poisson\n",
    record: String = "number, 4 decimals, half even"
  ) -> String {
    """
    kind            \(kind)
    of              all
    \(lines)
    \(errors)missing         complete cases
    pay on          estimate
    record          \(record)
    """
  }

  struct Worked: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let indicator: String
    /// Of the figure and of numbers beside it, by hand.
    let figures: [String: String]
  }

  /// The standard error of the difference is √(25/12); Student's t at 0.95 with 6 degrees of freedom is
  /// 1.943180…, the normal quantile 1.644853….
  static let worked = [
    Worked(
      testDescription: "difference", indicator: groups("difference", "outcome         late"),
      figures: [
        "effect": "2.5", "effect.standard error": "1.4433756729740644113",
        "effect.degrees of freedom": "6", "effect.n treated": "4",
      ]),
    Worked(
      testDescription: "Welch",
      indicator: groups(
        "difference", "outcome         late", errors: "unequal variances"),
      figures: ["effect": "2.5", "effect.standard error": "1.4433756729740644113"]),
    Worked(
      testDescription: "lower limit by Student's t",
      indicator: groups(
        "difference", "outcome         late",
        payOn: "lower limit, 90 percent, two-sided, Student t"),
      figures: ["effect": "-0.3047"]),
    Worked(
      testDescription: "one-sided lower limit, normal",
      indicator: groups(
        "difference", "outcome         late",
        payOn: "lower limit, 95 percent, one-sided, normal"),
      figures: ["effect": "0.1259"]),
    Worked(
      testDescription: "ratio",
      indicator: groups(
        "ratio", "outcome         late", record: "percent, 1 decimal, half up"),
      figures: ["effect": "123.8"]),
    Worked(
      // Residuals 10, −10, 10, −10 and 20, −20, 0, 0: HC1 is (400/16 + 800/16) · 8/6 = 100, an irrational
      // recipe for a whole number.
      testDescription: "an error that is a power of ten",
      indicator: groups(
        "difference", "outcome         tens", errors: "robust, HC1"),
      figures: ["effect": "20", "effect.standard error": "10"]),
    Worked(
      testDescription: "difference in differences",
      indicator: groups(
        "difference in differences", "before          early\nafter           late"),
      figures: ["effect": "1.5", "effect.degrees of freedom": "12"]),
    Worked(
      testDescription: "difference of shares",
      indicator: groups(
        "difference", "outcome         strong", record: "percentage points, 1 decimal, half up"),
      figures: ["effect": "50"]),
    Worked(
      testDescription: "standardised rate",
      indicator: one(
        "standardised rate", "outcome         strong\nstandard population  standard(district)",
        errors: "errors          gamma\n", record: "percent, 1 decimal, half up"),
      figures: ["effect": "62.5", "effect.crude rate": "50", "effect.strata": "2"]),
    Worked(
      testDescription: "observed to expected",
      indicator: one(
        "observed to expected",
        "outcome         strong\nmodel           linear model\nexpected        risk(district)"),
      figures: ["effect": "1.3333", "effect.expected": "3", "effect.observed": "4"]),
    Worked(
      testDescription: "observed to expected, logistic",
      indicator: one(
        "observed to expected",
        "outcome         strong\nmodel           logistic model\nexpected        early − early"),
      figures: ["effect": "1", "effect.expected": "4"]),
    Worked(
      testDescription: "predicted to expected",
      indicator: one(
        "predicted to expected",
        "model           linear model\npredicted       standard(district)\nexpected        risk(district)",
        errors: ""),
      figures: ["effect": "5.3333"]),
  ]

  @Test("A figure is what it is by hand", arguments: worked)
  func byHand(_ worked: Worked) throws {
    let finished = try settle(worked.indicator)
    #expect(finished.status == 0, "\(finished.errors)")
    let figures = try figures(finished)
    for (name, value) in worked.figures { #expect(figures[name] == value, "\(name)") }
  }

  struct Stopped: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let indicator: String
    var people = EstimateTests.people
    let code: String
    /// Words of the message: the numbers that show why.
    let words: String
    var japanese = "中止します"
    /// Numbers of the message that stand beside the stopped figure in JSON, by label.
    var numbers: [String: String] = [:]
  }

  /// Early is 11 of the one treated person, and 9, 9, 10 and 12 of the compared.
  static let oneTreated = people.replacing("P1,treated", with: "P1,absent")
    .replacing("P3,treated", with: "P3,absent").replacing("P4,treated", with: "P4,absent")
  static let oneOfTreated =
    "1 person of 'treated_people' is analysed, and the method needs at least 2"

  static let stopped = [
    Stopped(
      testDescription: "loss",
      indicator: groups("difference", "outcome         late")
        + "\nstop if         loss above 20 percent",
      people: people.replacing("P1,treated,A,8,10,1", with: "P1,treated,A,8,,1"), code: "S420",
      words: "25.0 percent of 'treated_people' is lost (4 entered, 3 analysed)"),
    Stopped(
      testDescription: "nobody",
      indicator: groups("difference", "outcome         late").replacing(
        "compared_people", with: "absent_people"), code: "S430",
      words: "nobody of 'absent_people' can be analysed (0 entered)"),
    Stopped(
      testDescription: "all missing",
      indicator: groups("difference", "outcome         late"),
      people: "id,arm,district,early,late,same,tens\nP1,treated,A,8,,1,1\nC1,compared,A,9,,1,1\n",
      code: "S430", words: "(1 entered)"),
    Stopped(
      testDescription: "too few",
      indicator: groups(
        "adjusted difference", "outcome         late\nadjust for      early"),
      people: "id,arm,district,early,late,same,tens\nP1,treated,A,8,3,1,1\nC1,compared,A,9,2,1,1\n",
      code: "S431", words: "2 persons are analysed, and the method needs at least 4",
      numbers: ["analysed": "2", "needed": "4"]),
    Stopped(
      testDescription: "singular",
      indicator: groups(
        "adjusted difference", "outcome         late\nadjust for      early, twice"),
      code: "S432", words: "rank 3 of 4; dependent on the others: twice",
      numbers: ["rank": "3", "columns": "4"]),
    Stopped(
      testDescription: "constant column",
      indicator: groups(
        "adjusted difference", "outcome         late\nadjust for      same"), code: "S433",
      words: "'same' is the same for everybody analysed"),
    Stopped(
      testDescription: "constant code",
      indicator: groups(
        "adjusted difference", "outcome         late\nadjust for      district"),
      people: people.replacing(",B,", with: ",A,"), code: "S433",
      words: "'district' is the same for everybody analysed"),
    Stopped(
      testDescription: "one person with a code",
      indicator: groups(
        "adjusted difference", "outcome         late\nadjust for      district",
        errors: "robust, HC3"),
      people: people.replacing("C4,compared,B", with: "C4,compared,C"), code: "S445",
      words: "one person alone decides a coefficient"),
    Stopped(
      testDescription: "a ratio to nothing",
      indicator: groups(
        "ratio", "outcome         late", record: "percent, 1 decimal, half up"),
      people: people.replacing("9,9,1", with: "9,0,1").replacing("9,10,1", with: "9,0,1")
        .replacing("10,11,1", with: "10,0,1").replacing("12,12,1", with: "12,0,1"),
      code: "S439", words: "the mean of the compared group is 0", numbers: ["denominator": "0"]),
    Stopped(
      testDescription: "numbers too large",
      indicator: groups(
        "difference in differences", "before          early\nafter           late"),
      people: people.replacing("A,8,10,1", with: "A,0.0000000000000001,100000000,1"),
      code: "S437", words: "too large to be computed exactly: with 16 digits after the point",
      japanese: "小数16桁では18桁に収まりません", numbers: ["decimals": "16"]),
    Stopped(
      testDescription: "sums too large",
      indicator: groups(
        "difference", "outcome         late", errors: "unequal variances"),
      people: "id,arm,district,early,late,same,tens\n"
        + (1...200).map {
          "P\($0),\($0 % 2 == 0 ? "treated" : "compared"),A,\($0 % 7),99999999999999999\($0 % 10),1,1\n"
        }.joined(), code: "S437", words: "100 rows of numbers of up to 18 digits",
      japanese: "18桁までの数が100行", numbers: ["rows added": "100", "digits": "18"]),
    // 1 of 2 is treated at 0, 2 of 3 at 1, and the only person at 1,100: the maximum has the slope ln 2, and
    // there the odds, which ATE and ATT weigh by, are e^(1,100 ln 2), more than a double holds.
    Stopped(
      testDescription: "weights that overflow",
      indicator: groups(
        "weighted difference",
        "outcome         late\nadjust for      early\nweights         ATT",
        errors: "robust, HC0"),
      people: """
        id,arm,district,early,late,same,tens
        P1,treated,A,0,10,1,130
        P2,treated,A,1,12,1,110
        P3,treated,B,1,14,1,130
        P4,treated,B,1100,16,1,110
        C1,compared,A,0,9,1,120
        C2,compared,A,1,10,1,80

        """, code: "S436", words: "somebody's odds had come to more than e^500, and at most e^600",
      japanese: "オッズがe^500を超えた人がいます", numbers: ["log odds over": "500"]),
    // Everybody's score is 1/2 of a saturated model, the difference 2.5 itself: no number of digits of an
    // iterated model tells on which side of 2.5 it lies.
    Stopped(
      testDescription: "a rounding that stays open",
      indicator: groups(
        "weighted difference",
        "outcome         late\nadjust for      district\nweights         ATE",
        errors: "robust, HC0", record: "number, 1 decimal, down"),
      code: "S442", words: "it lies so near to 2.5 that its rounding to 1 decimal stays open",
      japanese: "値が2.5に近すぎて、小数1桁への丸めが定まりません"),
    Stopped(
      testDescription: "half an event",
      indicator: one(
        "observed to expected",
        "outcome         half\nmodel           linear model\nexpected        risk(district)"),
      code: "S446", words: "not whole numbers of events"),
    Stopped(
      testDescription: "one cluster",
      indicator: groups(
        "difference", "outcome         late", errors: "clustered by district, CR1"),
      people: people.replacing(",B,", with: ",A,"), code: "S434",
      words: "there is 1 cluster of 'district'", numbers: ["clusters found": "1"]),
    Stopped(
      testDescription: "separation",
      indicator: groups(
        "risk difference by logistic model", "outcome         strong\nadjust for      late",
        record: "percentage points, 1 decimal, half up"), code: "S435",
      words: "are told apart by late in 8 of 8 persons", numbers: ["separated": "8"]),
    Stopped(
      testDescription: "zero expectation",
      indicator: one(
        "observed to expected",
        "outcome         strong\nmodel           linear model\nexpected        early − early"),
      code: "S439", words: "the expected total is 0"),
    Stopped(
      testDescription: "nothing varies",
      indicator: groups(
        "difference", "outcome         same",
        payOn: "lower limit, 90 percent, two-sided, Student t"), code: "S440",
      words: "nothing varies about the fitted values"),
    Stopped(
      testDescription: "one cluster in a group",
      indicator: groups(
        "difference", "outcome         late", errors: "clustered by district, CR2",
        payOn: "lower limit, 90 percent, two-sided, Student t"),
      people: people.replacing("P3,treated,B", with: "P3,treated,A")
        .replacing("P4,treated,B", with: "P4,treated,A"), code: "S434",
      words: "there is 1 cluster of 'district' among 'treated_people'",
      japanese: "「treated_people」の中の「district」のクラスターが1個で"),
    Stopped(
      testDescription: "one person in a group",
      indicator: groups(
        "difference", "outcome         late", errors: "robust, HC1",
        payOn: "upper limit, 90 percent, one-sided, Student t"),
      people: people.replacing("C2,compared", with: "C2,absent")
        .replacing("C3,compared", with: "C3,absent").replacing("C4,compared", with: "C4,absent"),
      code: "S431",
      words: "1 person of 'compared_people' is analysed, and the method needs at least 2",
      japanese: "「compared_people」で分析できるのは1人で"),
    Stopped(
      testDescription: "nobody has the outcome",
      indicator: groups(
        "risk difference by logistic model", "outcome         strong\nadjust for      early",
        record: "percentage points, 1 decimal, half up"),
      people: people.replacing("12,14,1", with: "12,4,1").replacing("13,16,1", with: "13,6,1")
        .replacing("11,12,1", with: "11,2,1").replacing("12,12,1", with: "12,2,1"),
      code: "S452", words: "none of the 8 persons analysed has the outcome of the model",
      japanese: "分析した8人にモデルの結果に当たる人がいません", numbers: ["with the outcome": "0", "n treated": "4"]),
    // All four of each group are matched, so that early differs as before: (11 − 10) / √((14/3 + 2)/2).
    Stopped(
      testDescription: "a bound on the imbalance",
      indicator: groups(
        "matched difference",
        "outcome         late\nadjust for      early\n"
          + "match           nearest 1, propensity score, without replacement", errors: "paired")
        + "\nstop if         imbalance above 0.5",
      code: "S421", words: "the groups differ in 'early' by 0.547", japanese: "「early」の標準化差が0.547"),
    // Everybody has the score 1/2 of a saturated model of two districts with two of each arm: weights of
    // ATE are 2, four persons of each group are worth four.
    Stopped(
      testDescription: "a bound on the effective sample",
      indicator: groups(
        "weighted difference",
        "outcome         late\nadjust for      district\nweights         ATE",
        errors: "robust, HC0") + "\nstop if         effective sample below 5 persons",
      code: "S423", words: "the weights of 'treated_people' are worth 4",
      japanese: "「treated_people」の有効標本数が4"),
    Stopped(
      testDescription: "no matches within the caliper",
      indicator: groups(
        "matched difference",
        "outcome         late\nadjust for      early\n"
          + "match           nearest 1, propensity score, without replacement\n"
          + "caliper         0.2", errors: "paired"),
      code: "S438", words: "1 treated person has a match, and at least 2 are needed",
      japanese: "組になった介入側は1人で、2人以上が必要です", numbers: ["with a match": "1", "needed": "2"]),
    Stopped(
      testDescription: "outside the standard population",
      indicator: one(
        "standardised rate", "outcome         strong\nstandard population  narrow(early)",
        errors: "errors          gamma\n", record: "percent, 1 decimal, half up"), code: "S444",
      words: "3 persons are in no row of the standard population",
      japanese: "標準人口のどの段にも当てはまらない人が3人います", numbers: ["outside the standard": "3"]),
    // Within 0.6 × √((14/3 + 2)/2) = 1.095 of each other's early figure: 8 and 9, 11 and 10, and one of
    // 12 and 13 with 12.
    Stopped(
      testDescription: "fewer matched than required",
      indicator: groups(
        "matched difference",
        "outcome         late\nadjust for      early\n"
          + "match           nearest 1, propensity score, without replacement\n"
          + "caliper         0.6\nrequire         at least 4 persons", errors: "paired"),
      code: "E302", words: "3 persons, required at least 4",
      japanese: "対象者は3人で、必要な4人に足りません"),
    Stopped(
      testDescription: "one person weighted in a group",
      indicator: groups(
        "weighted difference", "outcome         late\nadjust for      early\nweights         ATE",
        errors: "robust, HC0", payOn: "lower limit, 90 percent, two-sided, normal"),
      people: oneTreated, code: "S431", words: oneOfTreated,
      japanese: "「treated_people」で分析できるのは1人で", numbers: ["analysed": "1", "needed": "2"]),
    Stopped(
      testDescription: "one person weighted in a group, the model estimated too",
      indicator: groups(
        "weighted difference", "outcome         late\nadjust for      early\nweights         ATT",
        errors: "stacked equations", payOn: "upper limit, 90 percent, one-sided, normal"),
      people: oneTreated, code: "S431", words: oneOfTreated),
    Stopped(
      testDescription: "one person of a group, doubly robust",
      indicator: groups(
        "doubly robust difference", "outcome         late\nadjust for      early",
        errors: "influence function", payOn: "lower limit, 90 percent, two-sided, normal"),
      people: oneTreated, code: "S431", words: oneOfTreated),
    // Early is 11 of the one treated person and 10 on average of the compared.
    Stopped(
      testDescription: "an imbalance that nothing measures",
      indicator: groups(
        "weighted difference", "outcome         late\nadjust for      early\nweights         ATE",
        errors: "robust, HC0") + "\nstop if         imbalance above 5",
      people: oneTreated, code: "S421",
      words: "the groups differ in 'early', and no standard deviation tells by how much",
      japanese: "「early」が群間で異なりますが、標準化差が定まりません"),
    Stopped(
      testDescription: "a standardised share of everybody",
      indicator: one(
        "standardised rate",
        "outcome         everybody\nstandard population  standard(district)",
        errors: "errors          normal\n", record: "percent, 1 decimal, half up"
      ).replacing(
        "pay on          estimate", with: "pay on          lower limit, 90 percent, two-sided"),
      code: "S440", words: "nothing varies about the fitted values"),
    Stopped(
      testDescription: "a stratum without persons",
      indicator: one(
        "standardised rate", "outcome         strong\nstandard population  wide(district)",
        errors: "errors          gamma\n", record: "percent, 1 decimal, half up"), code: "S441",
      words: "row 3 of the standard population"),
  ]

  @Test("What leaves no figure is a stop that shows why; the rest is settled", arguments: stopped)
  func stops(_ stopped: Stopped) throws {
    let finished = try settle(stopped.indicator, stopped.people)
    #expect(finished.status == 3, "\(finished.text)")
    #expect(finished.errors.contains("stop[\(stopped.code)]"), "\(finished.errors)")
    #expect(finished.errors.contains(stopped.words), "\(finished.errors)")
    let other = try settle(stopped.indicator, stopped.people, "--language", "ja")
    #expect(other.status == 3)
    #expect(other.errors.contains(stopped.japanese), "\(other.errors)")
    let numbers = try stoppedNumbers(finished)
    for (label, value) in stopped.numbers { #expect(numbers[label] == value, "\(numbers)") }
    let rows = stopped.people.split(separator: "\n").count - 1
    #expect(try figures(finished)["base"] == String(10 * rows))
  }

  /// The estimate is what it is; only what a group's own spread would be is not known.
  @Test func aSingleClusterOfAGroupLeavesTheEstimate() throws {
    let finished = try settle(
      Self.groups("difference", "outcome         late", errors: "clustered by district, CR2"),
      Self.people.replacing("P3,treated,B", with: "P3,treated,A")
        .replacing("P4,treated,B", with: "P4,treated,A"))
    #expect(finished.status == 0, "\(finished.errors)")
    let figures = try figures(finished)
    #expect(figures["effect"] == "2.5")
    #expect(figures["effect.standard error"] == nil)
  }

  /// District A has 1 of 4 strong, B 3 of 4, and B weighs three times: 62.5 percent. With the binomial
  /// variance 3/16/4 of each share, (1/16 + 9/16) · 3/64 = 15/512; the normal quantile at 0.95 is
  /// 1.6448536269514722: 62.5 − 100 · 1.6448536269514722 · √(15/512) = 34.3461….
  @Test func limitsOfAStandardisedShareAreBinomial() throws {
    let finished = try settle(
      Self.one(
        "standardised rate", "outcome         strong\nstandard population  standard(district)",
        errors: "errors          normal\n", record: "percent, 4 decimals, half up"
      ).replacing(
        "pay on          estimate",
        with: "pay on          lower limit, 90 percent, two-sided"))
    #expect(finished.status == 0, "\(finished.errors)")
    #expect(try figures(finished)["effect"] == "34.3461")
  }

  /// Expected by the logistic function at −1.5 + 0.2 + 1.2, −1.5 + 0.9 + 0.3 and −1.5 + 0.2 + 1.5:
  /// 1/(1 + e^0.1) + 1/(1 + e^0.3) + 1/(1 + e^−0.2) = 0.475021 + 0.425557 + 0.549834, and two events.
  @Test func coefficientsMayStandInATableThatPersonsReferTo() throws {
    let scratch = try Scratch()
    let contract = try scratch.write(
      "contract.pfs",
      """
      language en
      contract small "Small"
        parties         client "City", provider "Provider"
        term            from 2025-04-01 to 2026-03-31
        year starts     April
      table risks                                               per Art. 1
        key             risk_class
        risk_class      code
        coefficient     number
      table people                                              per Art. 1
        key             id
        id              code
        risk_class      code
        late            number
      value event                                               per Art. 1
        of              people
        any of          late at least 12
        missing         counts as zero
      population all                                            per Art. 2
        of              people
      indicator effect                                          per Art. 3
        kind            observed to expected
        of              all
        outcome         event
        model           logistic model
        expected        −1.5 + coefficient + late × 0.1
        errors          exact Poisson
        missing         complete cases
        pay on          estimate
        record          number, 4 decimals, half even
      payment fee                                               per Art. 4
        amount          1,000 yen
        only if         effect at least 1
      settlement yearly                                         per Art. 5
        basis           each year on its own
        total           fee

      """)
    _ = try scratch.write("risks.csv", "risk_class,coefficient\nA,0.2\nB,0.9\n")
    _ = try scratch.write("people.csv", "id,risk_class,late\n1,A,12\n2,B,3\n3,A,15\n")
    let finished = try Command.run(
      ["settle", contract, "--data", scratch.path, "--period", "2025", "--format", "json"])
    #expect(finished.status == 0, "\(finished.errors)")
    #expect(try figures(finished)["effect"] == "1.3789")
  }

  /// With every share at 100 percent the gamma distribution reaches beyond; a share does not.
  @Test func aShareIsAtMostEverybody() throws {
    let finished = try settle(
      Self.one(
        "standardised rate",
        "outcome         everybody\nstandard population  standard(district)",
        errors: "errors          gamma\n", record: "percent, 1 decimal, half up"
      ).replacing(
        "pay on          estimate", with: "pay on          upper limit, 90 percent, two-sided"))
    #expect(finished.status == 0, "\(finished.errors)")
    #expect(try figures(finished)["effect"] == "100")
  }

  /// A number added to a covariate changes the constant alone, however large it is.
  @Test func aCovariateFarFromZeroChangesNoLimit() throws {
    let indicator = Self.groups(
      "adjusted difference", "outcome         late\nadjust for      early",
      errors: "clustered by district, CR2",
      payOn: "lower limit, 90 percent, two-sided, Student t")
    let lines = Self.people.split(separator: "\n")
    let far = lines.enumerated().map { index, line in
      var cells = line.split(separator: ",").map(String.init)
      if index > 0, let early = Int(cells[3]) { cells[3] = String(early + 1_000_000_000_000) }
      return cells.joined(separator: ",") + "\n"
    }.joined()
    let near = try settle(indicator)
    let moved = try settle(indicator, far)
    #expect(near.status == 0 && moved.status == 0, "\(moved.errors)")
    let figure = try figures(near)["effect"]
    #expect(figure != nil)
    #expect(try figures(moved)["effect"] == figure)
  }

  struct Key: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let lines: String
    let ids: [String]
  }

  static let keys = [
    Key(
      testDescription: "of codes", lines: "key id\n  id code", ids: ["a", "b", "c", "d", "e", "f"]),
    Key(
      testDescription: "of numbers", lines: "key id\n  id number",
      ids: ["1", "2", "9", "10", "11", "12"]),
    Key(
      testDescription: "of dates", lines: "key id\n  id date",
      ids: (1...6).map { "2025-04-0\($0)" }),
    Key(
      testDescription: "of two columns", lines: "key id, early\n  id code",
      ids: ["a", "b", "c", "d", "e", "f"]),
  ]

  /// Early is 1 and 2 in each group, so that all scores are one half and the order of the key decides: the
  /// first treated person (10) has the first compared one (8), the second (10) the second (1): (2 + 9)/2.
  @Test("The key decides who is matched with whom, not the order of the rows", arguments: keys)
  func matchesInTheOrderOfTheKey(_ key: Key) throws {
    let contract = """
      language en
      contract small "Small"
        parties         client "City", provider "Provider"
        term            from 2025-04-01 to 2026-03-31
        year starts     April
      table people                                            per Art. 1
        \(key.lines)
        arm             one of treated, compared
        early           number
        late            number
      population treated_people                               per Art. 2
        of              people
        where           arm = treated
      population compared_people                              per Art. 2
        of              people
        where           arm = compared
      indicator effect                                        per Art. 3
        kind            matched difference
        outcome         late
        treated group   treated_people
        compared group  compared_people
        adjust for      early
        match           nearest 1, propensity score, without replacement
        errors          paired
        missing         complete cases
        pay on          estimate
        record          number, 4 decimals, half even
      payment fee                                             per Art. 4
        amount          1,000 yen
        only if         effect at least 5.5
      settlement yearly                                       per Art. 5
        basis           each year on its own
        total           fee

      """
    let rows = zip(
      key.ids,
      [
        "treated,1,10", "treated,2,10", "compared,1,8", "compared,2,1", "compared,2,9",
        "compared,1,1",
      ]
    ).map { "\($0),\($1)\n" }
    for order in [[0, 1, 2, 3, 4, 5], [5, 4, 3, 2, 1, 0], [4, 1, 5, 0, 3, 2]] {
      let scratch = try Scratch()
      let path = try scratch.write("contract.pfs", contract)
      _ = try scratch.write("people.csv", "id,arm,early,late\n" + order.map { rows[$0] }.joined())
      let finished = try Command.run(
        ["settle", path, "--data", scratch.path, "--period", "2025", "--format", "json"])
      #expect(finished.status == 0, "\(finished.errors)")
      let figures = try figures(finished)
      #expect(figures["effect"] == "5.5")
      #expect(figures["fee"] == "1000")
    }
  }

  @Test("A person in both groups is an error")
  func bothGroups() throws {
    let finished = try settle(
      Self.groups("difference", "outcome         late").replacing(
        "compared_people", with: "all"))
    #expect(finished.status == 1)
    #expect(finished.errors.contains("error[E306]: 4 persons are in both groups of 'effect'"))
  }
}
