import Contract
import Execution
import Quantities
import Testing

/// Arithmetic, scales and missing rules on the rows of one table.
@Suite struct EvaluationTests {
  static let keys = ["a", "b", "c", "d"]

  static func plan() -> Plan {
    var plan = Plan()
    plan.table(
      "person",
      [
        ("id", .code), ("born", .date), ("on", .date), ("x", .number(.number)),
        ("y", .number(.number)), ("state", .oneOf(["low", "high"])), ("z", .number(.number)),
      ],
      csv: """
        a,1960-02-29,2025-02-28,1.5,2,low,1
        b,1960-03-01,2025-02-28,-0.25,3,high,0
        c,,2025-02-28,,4,,1
        d,1960-02-28,2025-02-28,7,,low,

        """)
    return plan
  }

  func column(_ index: Int) -> Expression { .cell(.column(index)) }

  func figures(
    _ expression: Expression, missing: MissingRule = .staysMissing, decimals: Int? = nil,
    mode: Rounding.Mode = .halfUp, in plan: Plan = EvaluationTests.plan()
  ) throws -> [String] {
    var plan = plan
    let value = plan.value(
      of: 0, .expression(expression), missing: missing, decimals: decimals, mode: mode)
    return try plan.figures(ofValue: value, keys: Self.keys)
  }

  @Test func sumsAndProducts() throws {
    #expect(try figures(.add(column(3), column(4))) == ["3.5", "2.75", "-", "-"])
    #expect(try figures(.subtract(column(3), column(4))) == ["-0.5", "-3.25", "-", "-"])
    #expect(try figures(.multiply(column(3), column(4))) == ["3", "-0.75", "-", "-"])
    #expect(try figures(.negate(column(3))) == ["-1.5", "0.25", "-", "-7"])
    #expect(
      try figures(.add(column(3), column(4)), missing: .countsAsZero)
        == ["3.5", "2.75", "4", "7"])
    #expect(
      try figures(.multiply(.constant(Exact(unscaled: 125, scale: 3)), column(4)))
        == ["0.25", "0.375", "0.5", "-"])
  }

  @Test func divisionIsRoundedByRecord() throws {
    // 1.5 / 2 = 0.75; −0.25 / 3 = −0.0833…
    #expect(
      try figures(.divide(column(3), column(4)), decimals: 3) == ["0.75", "-0.083", "-", "-"])
    #expect(
      try figures(.divide(column(3), column(4)), decimals: 3, mode: .up)
        == ["0.75", "-0.084", "-", "-"])
    #expect(
      try figures(.divide(column(3), column(4)), decimals: 1, mode: .halfEven)
        == ["0.8", "-0.1", "-", "-"])
    var plan = Self.plan()
    let value = plan.value(of: 0, .expression(.divide(column(3), column(4))))
    let all = plan.population(of: 0)
    plan.indicator("x", .mean(of: all, .cell(.value(value)), missing: .excluded))
    #expect(try plan.errors() == ["E311"])
  }

  @Test func divisionByZeroStops() throws {
    var plan = Self.plan()
    let value = plan.value(of: 0, .expression(.divide(column(4), column(6))), decimals: 1)
    let all = plan.population(of: 0)
    plan.indicator("x", .mean(of: all, .cell(.value(value)), missing: .excluded))
    #expect(try plan.errors() == ["E310"])
  }

  @Test(arguments: [
    (Rounding.Mode.down, ["1", "0", "-", "7"]), (.up, ["2", "-1", "-", "7"]),
    (.halfUp, ["2", "0", "-", "7"]), (.halfEven, ["2", "0", "-", "7"]),
    (.floor, ["1", "-1", "-", "7"]), (.ceiling, ["2", "0", "-", "7"]),
  ])
  func record(mode: Rounding.Mode, expected: [String]) throws {
    #expect(try figures(column(3), decimals: 0, mode: mode) == expected)
  }

  @Test func recordCanAddDecimals() throws {
    #expect(try figures(column(4), decimals: 2) == ["2", "3", "4", "-"])
  }

  @Test func leastAndFirstPresent() throws {
    let pair = [column(3), column(4)]
    #expect(try figures(.smallestOf(pair)) == ["1.5", "-0.25", "4", "7"])
    #expect(try figures(.largestOf(pair)) == ["2", "3", "4", "7"])
    #expect(try figures(.firstPresentOf([column(3), column(4)])) == ["1.5", "-0.25", "4", "7"])
    #expect(try figures(.firstPresentOf([column(6), column(4)])) == ["1", "0", "1", "-"])
    #expect(
      try figures(.firstPresentOf([column(6)]), missing: .countsAsZero) == ["1", "0", "1", "0"])
  }

  @Test func numbersTooLargeForTheFastPath() throws {
    var plan = Plan()
    plan.table(
      "person", [("id", .code), ("x", .number(.number)), ("y", .number(.number))],
      csv: """
        a,4000000000,3
        b,5,4000000000
        c,,1
        d,-7,0.5

        """)
    let product = Expression.multiply(column(1), column(2))
    #expect(
      try figures(product, in: plan) == ["12000000000", "20000000000", "-", "-3.5"])
    var large = plan
    large.texts[0] = "a,4000000000,4000000000\n"
    let value = large.value(of: 0, .expression(product))
    let all = large.population(of: 0)
    large.indicator("x", .totalSum(of: all, .cell(.value(value)), missing: .excluded))
    #expect(try large.errors() == ["E305"])
  }

  @Test func age() throws {
    // Born on 29 February, 1 March and 28 February 1960; seen on 28 February 2025.
    for (rule, expected) in [
      (AgeRule.birthday, ["64", "64", "-", "65"]), (.statute, ["65", "65", "-", "65"]),
    ] {
      var plan = Self.plan()
      let value = plan.value(
        of: 0, .age(birth: column(1), on: column(2), rule: rule))
      #expect(try plan.figures(ofValue: value, keys: Self.keys) == expected)
    }
  }

  @Test func scaleOfIntervals() throws {
    var plan = Self.plan()
    func interval(_ lower: Exact?, _ upper: Exact?) -> ScalePattern {
      .interval(
        Interval(lower: lower, includesLower: true, upper: upper, includesUpper: false))
    }
    // Bounds finer than the column's decimals.
    let scale = plan.scale(
      [.number(.number)],
      [
        ([interval(nil, 0)], 10), ([interval(0, Exact(unscaled: 15_001, scale: 4))], 20),
        ([interval(Exact(unscaled: 15_001, scale: 4), nil)], Exact(unscaled: 305, scale: 1)),
      ])
    #expect(
      try figures(.scale(scale, [column(3)]), in: plan) == ["20", "10", "-", "30.5"])
    #expect(
      try figures(.scale(scale, [column(3)]), missing: .countsAsZero, in: plan)
        == ["20", "10", "20", "30.5"])
  }

  @Test func scaleOfCodesAndNumbers() throws {
    var plan = Self.plan()
    let any = ScalePattern.interval(
      Interval(lower: nil, includesLower: false, upper: nil, includesUpper: false))
    let one = plan.scale(
      [.oneOf(["low", "high"])], [([.code(0)], 1), ([.code(1)], 2)])
    let two = plan.scale(
      [.oneOf(["low", "high"]), .number(.number)], [([.code(0), any], 5), ([.code(1), any], 6)])
    #expect(try figures(.scale(one, [column(5)]), in: plan) == ["1", "2", "-", "1"])
    #expect(try figures(.scale(two, [column(5), column(4)]), in: plan) == ["5", "6", "-", "-"])
    // A code has no zero: the points of a missing state count as zero.
    #expect(
      try figures(.scale(one, [column(5)]), missing: .countsAsZero, in: plan)
        == ["1", "2", "0", "1"])
  }

  @Test func scaleWithoutALine() throws {
    var plan = Self.plan()
    let scale = plan.scale([.oneOf(["low", "high"])], [([.code(0)], 1)])
    let value = plan.value(of: 0, .expression(.scale(scale, [column(5)])))
    let all = plan.population(of: 0)
    plan.indicator("x", .totalSum(of: all, .cell(.value(value)), missing: .excluded))
    #expect(try plan.errors() == ["E309"])
  }

  @Test func anyAndAll() throws {
    let positive = Interval(
      lower: 0, includesLower: false, upper: nil, includesUpper: false)
    let conditions: [Condition] = [
      .number(column(3), positive), .number(column(6), positive),
    ]
    // a: yes, yes; b: no, no; c: missing, yes; d: yes, missing.
    for (definition, missing, yes, no) in [
      (Value.Definition.anyOf(conditions.anywhere), MissingRule.staysMissing, "3/1", "1/1"),
      (.anyOf(conditions.anywhere), .countsAsZero, "3/1", "1/1"),
      (.allOf(conditions.anywhere), .staysMissing, "1/1", "1/1"),
      (.allOf(conditions.anywhere), .countsAsZero, "1/1", "3/1"),
    ] {
      var plan = Self.plan()
      let flag = plan.value(of: 0, type: .flag, definition, missing: missing)
      plan.indicator(
        "yes", .persons(of: plan.population(of: 0, .flag(.value(flag), true)), links: []))
      plan.indicator(
        "no", .persons(of: plan.population(of: 0, .flag(.value(flag), false)), links: []))
      let result = try plan.run()
      #expect(result.fraction("yes") == yes)
      #expect(result.fraction("no") == no)
    }
  }

  @Test func codesAreChosenAsCodes() throws {
    var plan = Plan()
    let place = plan.table("place", [("id", .code)], csv: "P2\nP1\n")
    plan.table(
      "person", [("id", .code), ("home", .reference(place))], csv: "a,P1\nb,P2\nc,\n")
    let home = plan.value(
      of: 1, type: .code(table: 1, column: 1), .expression(.firstPresentOf([column(1)])))
    let first = plan.population(of: 1, .code(.value(home), ["P1"], negated: false))
    plan.indicator("x", .persons(of: first, links: []))
    plan.indicator(
      "by", .persons(of: plan.population(of: 1, .present(.value(home))), links: []),
      by: .code(.value(home), table: 1, column: 1))
    let result = try plan.run()
    #expect(result.fraction("x") == "1/1")
    #expect(result.fraction("by", "P1") == "1/1")
    #expect(result.fraction("by", "P2") == "1/1")
  }

  @Test func flagsCountAsOneAndZero() throws {
    var plan = Self.plan()
    let flag = plan.value(
      of: 0, type: .flag, .allOf([.oneOf(.column(5), [1], negated: false)].anywhere))
    let copy = plan.value(of: 0, type: .flag, .expression(.cell(.value(flag))))
    #expect(try plan.figures(ofValue: flag, keys: Self.keys) == ["0", "1", "-", "0"])
    #expect(try plan.figures(ofValue: copy, keys: Self.keys) == ["0", "1", "-", "0"])
  }

  @Test func valuesOfValues() throws {
    var plan = Self.plan()
    // Declared before what it depends on.
    let twice = plan.value(of: 0, .expression(.add(.cell(.value(1)), .cell(.value(1)))))
    plan.value(of: 0, .expression(.add(column(3), .constant(Exact(unscaled: 1, scale: 2)))))
    #expect(try plan.figures(ofValue: twice, keys: Self.keys) == ["3.02", "-0.48", "-", "14.02"])
    #expect(plan.values.count == 2)
  }

  @Test func aValueOfItself() throws {
    var plan = Self.plan()
    plan.value(of: 0, .expression(.cell(.value(0))))
    let all = plan.population(of: 0)
    plan.indicator("x", .totalSum(of: all, .cell(.value(0)), missing: .excluded))
    #expect(try plan.errors() == ["E391"])
  }
}
