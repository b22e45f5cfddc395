import Enclosures
import LinearAlgebra
import Quantities
import Statistics
import Testing

/// Our figures for a genki data set, by the names of the oracles: "I14.coef.treat".
struct GenkiFigures: Sendable {
  typealias Figure = @Sendable () throws -> Real

  let study: GenkiStudy
  private(set) var table: [String: Figure] = [:]

  init(_ study: GenkiStudy) throws {
    self.study = study
    try addCounts()
    addLimits()
    addGripChange()
    addSocialParticipation()
    addAncova()
    addCertification()
    addWeighting()
    try addIncidence()
    addBenefit()
    addHazards()
    try addBootstrap()
    addPayment()
  }

  private mutating func add(_ name: String, _ figure: @escaping Figure) {
    precondition(table[name] == nil, "\(name) is computed twice")
    table[name] = figure
  }

  private mutating func add(_ name: String, exact: @escaping @Sendable () throws -> Exact) {
    add(name) { Real(try exact()) }
  }

  private mutating func add(_ name: String, count: @escaping @Sendable () throws -> Int) {
    add(name) { Real(Exact(try count())) }
  }

  private mutating func add(
    _ names: (lower: String, upper: String),
    _ limits: @escaping @Sendable () throws -> (lower: Real, upper: Real)
  ) {
    add(names.lower) { try limits().lower }
    add(names.upper) { try limits().upper }
  }

  // MARK: - I01 to I12, I24: the exact fractions that the tool's figures are held to

  private static let renamed: [String: (name: String, isSquare: Bool)] = [
    "I03.rate": ("I03.p", false), "I04.variance": ("I04.sd", true), "I07.rate": ("I07.p", false),
    "I09.variance": ("I09.sd", true), "I12.levels.n": ("I12.n", false),
    "I12.levels.mean": ("I12.lss_mean", false), "I12.levels.variance": ("I12.lss_sd", true),
    "I12.value.n": ("I12.value_n", false), "I12.value.mean": ("I12.value_mean", false),
    "I12.value.variance": ("I12.value_sd", true),
  ]
  /// Figures that the oracles do not give.
  private static let own: Set<String> = [
    "I09.sum", "I11.discordant", "I12.levels.sum", "I12.value.sum",
  ]

  /// Whether the library computes a figure below, so that the fractions are not taken for it.
  private static func isComputed(_ name: String) -> Bool {
    ["I13.", "I17.", "I19.", "I23."].contains { name.hasPrefix($0) }
      && !["I23.A", "I23.B"].contains(name)
  }

  private mutating func addCounts() throws {
    for (name, value) in study.exact where !Self.own.contains(name) && !Self.isComputed(name) {
      let (name, isSquare) = Self.renamed[name] ?? (name, false)
      add(name) { isSquare ? Real(value).squareRoot() : Real(value) }
    }
    // The study's own population is that of the fractions.
    #expect(try counted("POP.population") == study.people.count)
    #expect(try counted("POP.participants") == study.people.count { $0.participant })
  }

  private func counted(_ name: String) throws -> Int {
    Int(try #require(study.exact[name]?.int64, "\(name)"))
  }

  // MARK: - I03, I07, I11: limits and the test of counts

  private mutating func addLimits() {
    let figures = self
    for id in ["I03", "I07"] {
      func limits(_ method: @escaping @Sendable (Proportion) throws -> ConfidenceLimits)
        -> @Sendable () throws -> (lower: Real, upper: Real)
      {
        {
          let found = try method(
            Proportion(part: figures.counted("\(id).x"), whole: figures.counted("\(id).n")))
          return (found.lower, found.upper)
        }
      }
      add(
        ("\(id).wilson_lo", "\(id).wilson_hi"),
        limits { $0.wilsonLimits(try level("0.95"), continuityCorrected: false) })
      guard id == "I03" else { continue }
      add(
        ("\(id).cp_lo", "\(id).cp_hi"), limits { $0.clopperPearsonLimits(try level("0.95")) })
    }
    add("I11.mcnemar_exact_p") {
      try McNemar(gained: figures.counted("I11.n01"), lost: figures.counted("I11.n10")).exactP
    }
  }

  // MARK: - I09

  private mutating func addGripChange() {
    let exact = study.exact
    let test = Once { [study] in
      let rows = study.followed.filter(\.person.participant)
      func sample(_ values: [Int64?]) throws -> Sample {
        try Sample(
          values: values.map { $0 ?? 0 }, scale: 1, validity: RowMask(values.map { $0 != nil }))
      }
      let change = try PairedChange(
        before: sample(rows.map(\.before.grip)), after: sample(rows.map(\.after.grip)))
      #expect(change.mean.value == exact["I09.mean"])
      #expect(try change.variance().value == exact["I09.variance"])
      return try change.test()
    }
    add("I09.t") { try test.value.statistic() }
    add("I09.df") { try #require(test.value.degreesOfFreedom) }
    add("I09.p") { try test.value.pValue() }
    add(("I09.lo", "I09.hi")) { try test.value.limits(level: exactly("19/20")) }
  }

  // MARK: - I13

  private struct Waves: Sendable {
    let model: LinearModel
    let persons: Factor
    let districts: Factor
    let means: DifferenceInDifferences
    let sizes: [Bool: Int]
  }

  private mutating func addSocialParticipation() {
    let waves = Once { [study] in try Self.waves(study) }
    let effect = "treated:after"
    for (group, name) in [(true, "treat"), (false, "comp")] {
      add("I13.n_\(name)", count: { try #require(waves.value.sizes[group]) })
    }
    for (cell, name) in [
      (DifferenceInDifferences.Cell.treatedBefore, "treat0"), (.treatedAfter, "treat1"),
      (.comparisonBefore, "comp0"), (.comparisonAfter, "comp1"),
    ] {
      add("I13.mean_\(name)", exact: { try #require(waves.value.means.means[cell]).value })
    }
    add("I13.did", exact: { try waves.value.model.coefficient(effect) })
    func error(_ estimator: @escaping @Sendable (Waves) -> CovarianceEstimator) -> Figure {
      { try RealFigures.error(waves.value.model, effect, estimator(waves.value)) }
    }
    add("I13.se_HC1", error { _ in .heteroskedastic(.hc1) })
    add("I13.se_resident_CR1", error { .clustered(by: $0.persons, .simple(.cr1(.all))) })
    add("I13.se_district_CR1", error { .clustered(by: $0.districts, .simple(.cr1(.all))) })
    func clusters(_ factor: @escaping @Sendable (Waves) -> Factor) -> @Sendable () throws -> Int {
      {
        let covariance = try waves.value.model.covariance(
          .clustered(by: factor(waves.value), .simple(.cr0)))
        return try #require(covariance.clusters)
      }
    }
    add("I13.G_resident", count: clusters { $0.persons })
    add("I13.G_district", count: clusters { $0.districts })
    add(("I13.lo90_resident", "I13.hi90_resident")) {
      let covariance = try waves.value.model.covariance(
        .clustered(by: waves.value.persons, .simple(.cr1(.all))))
      let degrees = try #require(covariance.clusters) - 1
      return try covariance.inference(effect, reference: .student(degrees))
        .limits(level: exactly("9/10"))
    }
  }

  private static func waves(_ study: GenkiStudy) throws -> Waves {
    var (weekly, treated, after): ([Int64], [Int64], [Int64]) = ([], [], [])
    var (ids, districts): ([String], [String]) = ([], [])
    var cells: [DifferenceInDifferences.Cell: [Int64]] = [:]
    var sizes = [true: 0, false: 0]
    for (person, before, later) in study.followed {
      guard let first = before.socialFrequency, let second = later.socialFrequency else {
        continue
      }
      sizes[person.participant, default: 0] += 1
      for (wave, value) in [first, second].enumerated() {
        weekly.append(value <= 3 ? 1 : 0)
        treated.append(person.participant ? 1 : 0)
        after.append(Int64(wave))
        ids.append(person.id)
        districts.append(person.district)
        let cell: DifferenceInDifferences.Cell =
          person.participant
          ? (wave == 0 ? .treatedBefore : .treatedAfter)
          : (wave == 0 ? .comparisonBefore : .comparisonAfter)
        cells[cell, default: []].append(value <= 3 ? 1 : 0)
      }
    }
    let y = try GenkiStudy.term("weekly", weekly)
    let group = try GenkiStudy.term("treated", treated)
    let time = try GenkiStudy.term("after", after)
    let model = try LinearModel(.differenceInDifferences(response: y, treated: group, after: time))
    let persons = Factor(name: "resident", labels: ids)
    // The means, the interacted regression and the regression on effects agree exactly.
    let means = try DifferenceInDifferences { [cells] (cell) throws(StatisticsError) in
      try Sample(values: cells[cell] ?? [])
    }
    #expect(try means.estimate == model.coefficient("treated:after"))
    if study.people.count < 1000 {
      let effects = try LinearModel(
        .twoWayEffects(
          response: y, treatment: .interaction(group, time), units: persons,
          periods: Factor(name: "wave", labels: after.map { "\($0)" })))
      #expect(try effects.coefficient("treated:after") == means.estimate)
    }
    return Waves(
      model: model, persons: persons, districts: Factor(name: "district", labels: districts),
      means: means, sizes: sizes)
  }

  // MARK: - I14

  private mutating func addAncova() {
    let (ancova, districts) = (study.ancova, study.ancovaDistricts)
    add("I14.n", count: { try ancova.value.design.count })
    for name in ["treat", "grip_kg0", "age", "female", "k_total0", "subjective_health0"] {
      add("I14.coef.\(name)", exact: { try ancova.value.coefficient(name) })
    }
    add("I14.coef.const", exact: { try ancova.value.coefficient(Design.intercept) })
    func error(_ estimator: @escaping @Sendable () throws -> CovarianceEstimator) -> Figure {
      { try RealFigures.error(ancova.value, "treat", estimator()) }
    }
    add("I14.se_classical", error { .classical })
    add("I14.se_HC1", error { .heteroskedastic(.hc1) })
    add("I14.se_HC3", error { .heteroskedastic(.hc3) })
    add("I14.se_district_CR1", error { .clustered(by: try districts.value, .simple(.cr1(.all))) })
    add("I14.se_district_CR2", error { .clustered(by: try districts.value, .bellMcCaffrey) })
    add(
      "I14.G",
      count: {
        let covariance = try ancova.value.covariance(
          .clustered(by: districts.value, .simple(.cr0)))
        return try #require(covariance.clusters)
      })
    add("I14.r2", exact: { try ancova.value.rSquared() })
    add("I14.sigma2", exact: { try ancova.value.residualVariance })
  }

  // MARK: - I15

  private mutating func addCertification() {
    let model = Once { [study] in
      let rows = study.followUps.filter { row in
        row.certified && row.days <= 730
          || row.person.exit.days(since: row.person.index) >= 730
      }
      return try LogisticModel(
        response: GenkiStudy.term("event", rows.map { $0.certified && $0.days <= 730 ? 1 : 0 }),
        terms: Self.terms(rows.map(\.person)))
    }
    let covariance = Once { try model.value.covariance(.information) }
    add("I15.n", count: { try model.value.design.count })
    add("I15.events", count: { try model.value.events })
    for (column, name) in [(Design.intercept, "const")] + Self.columns.map({ ($0, $0) }) {
      add("I15.coef.\(name)") { try model.value.coefficient(column) }
      add("I15.se.\(name)") { try covariance.value.inference(column).standardError }
    }
    add("I15.odds_ratio") { try model.value.coefficient("treat").exponential() }
    add("I15.deviance") { try model.value.deviance }
  }

  private static let columns = ["treat", "age", "female"]

  private static func terms(_ people: [GenkiStudy.Person]) throws -> [Term] {
    [
      try GenkiStudy.term("treat", people.map { $0.participant ? 1 : 0 }),
      try GenkiStudy.term("age", people.map { Int64($0.age) }),
      try GenkiStudy.term("female", people.map { $0.female ? 1 : 0 }),
    ]
  }

  // MARK: - I16

  private struct Gait: Sendable {
    let model: LogisticModel
    let covariates: [Term]
    let change: Term
  }

  private mutating func addWeighting() {
    let names = ["age", "female", "grip_kg0", "k_total0", "subjective_health0"]
    let gait = Once { [study] in
      let rows = study.followed
      let covariates: [Term] = try [
        GenkiStudy.term("age", rows.map { Int64($0.person.age) }),
        GenkiStudy.term("female", rows.map { $0.person.female ? 1 : 0 }),
        GenkiStudy.term("grip_kg0", rows.map(\.before.grip), scale: 1),
        .exact("k_total0", rows.map(\.before.frailty)),
        GenkiStudy.term("subjective_health0", rows.map(\.before.subjectiveHealth)),
      ]
      let change = rows.map { row in
        row.after.gait.flatMap { after in row.before.gait.map { after - $0 } }
      }
      return Gait(
        model: try LogisticModel(
          response: GenkiStudy.term("treat", rows.map { $0.person.participant ? 1 : 0 }),
          terms: covariates, among: RowMask(change.map { $0 != nil })),
        covariates: covariates, change: try GenkiStudy.term("change", change, scale: 2))
    }
    add("I16.n", count: { try gait.value.model.design.count })
    add("I16.ps_min") { try gait.value.model.fitted.smallest }
    add("I16.ps_max") { try gait.value.model.fitted.largest }
    for (column, name) in [(Design.intercept, "const")] + names.map({ ($0, $0) }) {
      add("I16.ps_coef.\(name)") { try gait.value.model.coefficient(column) }
    }
    for (kind, key) in [(WeightKind.stabilised, "sipw"), (.overlap, "overlap"), (.att, "att")] {
      let weights = Once { try PropensityWeights(gait.value.model, kind: kind) }
      let difference = Once {
        try weights.value.difference(of: gait.value.change, errors: .weightsFixed).difference
      }
      let balance = Once { try weights.value.balance(of: gait.value.covariates) }
      add("I16.\(key).diff") { try difference.value.estimate }
      add("I16.\(key).se_HC0") { try difference.value.standardError }
      add("I16.\(key).ess_treat") { try weights.value.effectiveSampleSize(treated: true) }
      add("I16.\(key).ess_comp") { try weights.value.effectiveSampleSize(treated: false) }
      add("I16.\(key).max_weight") { try weights.value.largest }
      for (index, name) in names.enumerated() {
        add("I16.\(key).smd.\(name)") { try balance.value[index].weightedDifference }
        guard kind == .stabilised else { continue }
        add("I16.smd_raw.\(name)") { try balance.value[index].standardisedDifference }
      }
    }
  }

  // MARK: - I17, I18, I21

  private func times(participants: Bool) throws -> SurvivalTimes {
    try SurvivalTimes(
      exit: study.followUps.map(\.days), event: RowMask(study.followUps.map(\.certified)),
      among: RowMask(study.followUps.map { $0.person.participant == participants }))
  }

  private mutating func addIncidence() throws {
    let figures = self
    let year = try decimal("365.25")
    let rates = Once {
      try [true, false].map { try figures.times(participants: $0).rate(unit: year) }
    }
    for (index, name) in ["treat", "comp"].enumerated() {
      let rows = study.followUps.filter { $0.person.participant == (index == 0) }
      let curve = Once { KaplanMeier(try figures.times(participants: index == 0)) }
      add("I17.\(name).n", count: { rows.count })
      add("I17.\(name).events", count: { try rates.value[index].events })
      add("I17.\(name).person_days", exact: { Exact(rows.reduce(Int64(0)) { $0 + $1.days }) })
      add("I17.\(name).rate", exact: { try rates.value[index].estimate.value * 1000 })
      add(("I17.\(name).lo", "I17.\(name).hi")) {
        let limits = try rates.value[index].limits(level("0.95"), .exact).scaled(by: 1000)
        return (limits.lower, limits.upper)
      }
      add("I21.\(name).survival", exact: { try curve.value.survival(at: 730).value })
      add("I21.\(name).greenwood_se") { try curve.value.standardError(at: 730) }
    }
    let ratio = Once { try RateRatio(rates.value[0], over: rates.value[1]) }
    add("I17.rate_ratio", exact: { try ratio.value.estimate.value })
    add(("I17.rr_lo", "I17.rr_hi")) {
      let limits = try ratio.value.exactLimits(level("0.95"))
      return (limits.lower, limits.upper)
    }
    addStandardised(year)
  }

  private mutating func addStandardised(_ year: Exact) {
    @Sendable func stratum(_ person: GenkiStudy.Person) -> Int {
      min((person.age - 65) / 5, 5) + (person.female ? 6 : 0)
    }
    var arms = [[(events: Int, days: Int64)]](
      repeating: [(Int, Int64)](repeating: (0, 0), count: 12), count: 2)
    var sizes = [Int](repeating: 0, count: 12)
    for row in study.followUps {
      let code = stratum(row.person)
      let arm = row.person.participant ? 0 : 1
      arms[arm][code].events += row.certified ? 1 : 0
      arms[arm][code].days += row.days
      sizes[code] += 1
    }
    let strata = arms.map { arm in
      arm.map { Stratum(events: $0.events, base: Exact($0.days).divided(by: year) ?? .zero) }
    }
    let kept = Stratum.common(to: strata)
    let rates = Once { [sizes] in
      try strata.map { arm in
        try DirectStandardisation(kept.map { arm[$0] }, standard: kept.map { Exact(sizes[$0]) })
      }
    }
    let occupied = sizes.count { $0 > 0 }
    add("I18.strata", count: { occupied })
    add("I18.strata_kept", count: { kept.count })
    for code in kept {
      let size = sizes[code]
      add("I18.standard.\(code < 6 ? "M" : "F")\(code % 6)", count: { size })
    }
    for (index, name) in ["treat", "comp"].enumerated() {
      add("I18.\(name).rate", exact: { try rates.value[index].rate.value * 1000 })
      add("I18.\(name).var", exact: { try rates.value[index].variance * 1_000_000 })
      add(("I18.\(name).lo", "I18.\(name).hi")) {
        let limits = try rates.value[index].gammaLimits(level("0.95")).scaled(by: 1000)
        return (limits.lower, limits.upper)
      }
    }
    add(
      "I18.rate_difference",
      exact: {
        try StandardisedComparison(rates.value[0], rates.value[1]).difference.value * 1000
      })
  }

  // MARK: - I19

  private struct Benefit: Sendable {
    let yen: [Bool: Int]
    let months: [Bool: Int]
    let model: LinearModel
  }

  private mutating func addBenefit() {
    let benefit = Once { [study] in try Self.benefit(study) }
    for (group, name) in [(true, "treat"), (false, "comp")] {
      add("I19.\(name)_yen", count: { try #require(benefit.value.yen[group]) })
      add("I19.\(name)_pm", count: { try #require(benefit.value.months[group]) })
      add(
        "I19.\(name)_mean",
        exact: {
          let found = try benefit.value
          let (yen, months) = (found.yen[group] ?? 0, found.months[group] ?? 0)
          return try #require(Exact(yen, over: months))
        })
    }
    add("I19.ols_n", count: { try benefit.value.model.design.count })
    add("I19.ols_treat", exact: { try benefit.value.model.coefficient("treat") })
    add("I19.ols_se_HC1") {
      try RealFigures.error(benefit.value.model, "treat", .heteroskedastic(.hc1))
    }
  }

  private static func benefit(_ study: GenkiStudy) throws -> Benefit {
    let last = try #require(CivilDate(year: 2023, month: 3, day: 31))
    let firsts = try (0..<12).map { month in
      try #require(CivilDate(year: 2023 + (month + 3) / 12, month: (month + 3) % 12 + 1, day: 1))
    }
    var (yen, months) = ([true: 0, false: 0], [true: 0, false: 0])
    var means: [Exact?] = []
    var rows: [GenkiStudy.Person] = []
    for person in study.people where person.index <= last {
      let present = firsts.filter { person.exit >= $0 }
      guard !present.isEmpty else { continue }
      let total = present.reduce(0) { sum, first in
        let latest = person.care.filter { $0.on <= first }.max { $0.on < $1.on }
        return sum + (latest?.yen ?? 0)
      }
      yen[person.participant, default: 0] += total
      months[person.participant, default: 0] += present.count
      means.append(Exact(total, over: present.count))
      rows.append(person)
    }
    let model = try LinearModel(
      Design(response: .exact("yen", means), terms: terms(rows)))
    return Benefit(yen: yen, months: months, model: model)
  }

  // MARK: - I20

  private mutating func addHazards() {
    let model = Once { [study] in
      try CoxModel(
        exit: study.followUps.map(\.days), event: RowMask(study.followUps.map(\.certified)),
        terms: Self.terms(study.followUps.map(\.person)), ties: .efron)
    }
    add("I20.n", count: { try model.value.n })
    add("I20.events", count: { try model.value.events })
    for name in Self.columns {
      add("I20.coef.\(name)") { try model.value.inference(name).estimate }
      add("I20.se.\(name)") { try model.value.inference(name).standardError }
    }
    add("I20.hazard_ratio") { try model.value.hazardRatio("treat") }
  }

  // MARK: - I22

  private mutating func addBootstrap() throws {
    // (a) The difference in mean grip change, residents resampled within their arm.
    let changes = study.followed.compactMap { row in
      row.after.grip.flatMap { after in
        row.before.grip.map { (change: after - $0, arm: Int32(row.person.participant ? 0 : 1)) }
      }
    }
    let first = Once {
      let units = try ResamplingUnits(
        persons: [Sample(values: changes.map(\.change), scale: 1)], strata: changes.map(\.arm),
        strataCount: 2)
      return try Bootstrap(units, replicates: 2000, source: SplitMix64Draws(seed: 42))
        .distribution(of: .difference(0, stratum: 0, minus: 1))
    }
    add("I22.a_n1", count: { changes.count { $0.arm == 0 } })
    add("I22.a_n0", count: { changes.count { $0.arm == 1 } })
    add("I22.a_estimate", exact: { try first.value.estimate })
    addReplicates("I22.a", first, unit: 1)

    // (b) The coefficient of participation in I14, all residents resampled. The checklist's total has
    // denominators up to 25: a common multiple makes it whole, which changes no other coefficient.
    var rows: [[Int64]] = []
    for (person, before, after) in study.followed {
      guard let grip = before.grip, let later = after.grip, let health = before.subjectiveHealth,
        let frailty = before.frailty
      else { continue }
      rows.append([
        later, person.participant ? 1 : 0, grip, Int64(person.age), person.female ? 1 : 0,
        try #require((frailty * 42_504).int64), health,
      ])
    }
    let second = Once { [rows] in
      let columns = try (0..<7).map { column in try Sample(values: rows.map { $0[column] }) }
      let products = try RegressionProducts(
        outcome: columns[0], regressors: Array(columns.dropFirst()))
      let units = try ResamplingUnits(persons: products.columns)
      return try Bootstrap(units, replicates: 2000, source: SplitMix64Draws(seed: 42))
        .distribution(of: products.coefficient(1))
    }
    let n = rows.count
    add("I22.b_n", count: { n })
    // Grip is in tenths.
    addReplicates("I22.b", second, unit: try exactly("1/10"))
    for draw in 0..<10 {
      add(
        "I22.index_first10.\(draw)",
        count: {
          // ⌊(z >> 11) 2⁻⁵³ n⌋ of the generator's first outputs.
          let part = (SplitMix64(seed: 42)[UInt64(draw)] >> 11).multipliedFullWidth(by: UInt64(n))
          return Int(part.high << 11 | part.low >> 53)
        })
    }
  }

  private mutating func addReplicates(
    _ id: String, _ values: Once<BootstrapDistribution>, unit: Exact
  ) {
    for index in 0..<5 {
      add("\(id)_first5.\(index)", exact: { try values.value.values[index] * unit })
    }
    add(("\(id)_lo", "\(id)_hi")) {
      let limits = try values.value.percentileLimits(level("0.95"), .type7).scaled(by: unit)
      return (limits.lower, limits.upper)
    }
    add("\(id)_sd") { try values.value.standardError * Real(unit) }
  }

  // MARK: - I23: whole yen from the figures above

  private mutating func addPayment() {
    let figures = self
    @Sendable func exact(_ name: String) throws -> Exact {
      let figure = try #require(figures.table[name], "\(name)")
      return try #require(figure().exact, "\(name)")
    }
    @Sendable func floor(_ value: Exact) -> Exact { value.rounded(.floor, decimals: 0) }
    @Sendable func difference() throws -> Exact {
      let full = floor(try exact("I13.did") * 100 * 40_000)
      let kept = min(max(full, 0), 800_000)
      let limit = try #require(figures.table["I13.lo90_resident"])
      return try limit().compared(with: .zero) > 0 ? kept : floor(kept * (try exactly("1/2")))
    }
    @Sendable func saving() throws -> Exact {
      floor(try exact("I19.comp_mean") - exact("I19.treat_mean"))
    }
    @Sendable func benefit() throws -> Exact {
      let full = try saving() * exact("I19.treat_pm") * exactly("3/10")
      return min(max(floor(full), 0), 10_000_000)
    }
    @Sendable func total() throws -> Exact {
      try exact("I23.A") + exact("I23.B") + difference() + benefit()
    }
    @Sendable func tax() throws -> Exact { floor(try total() * exactly("1/10")) }
    add("I23.did_exact", exact: { try exact("I13.did") })
    add("I23.C", exact: difference)
    add("I23.saving_per_person_month", exact: saving)
    add("I23.D", exact: benefit)
    add("I23.total", exact: total)
    add("I23.tax", exact: tax)
    add("I23.total_with_tax", exact: { try total() + tax() })
  }
}

/// `exact`, where a name of that kind is taken.
private func exactly(_ fraction: String) throws -> Exact { try exact(fraction) }
