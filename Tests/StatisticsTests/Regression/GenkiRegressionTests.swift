import Enclosures
import Foundation
import Quantities
import Statistics
import Testing

/// The regressions of `genki/INDICATORS.md` on the small synthetic programme, against pandas, statsmodels
/// and scipy, and against R.
@Suite("Regression on the synthetic programme")
struct GenkiRegressionTests {
  private struct Resident {
    let district: String
    let age: Int
    let isFemale: Bool
    let isParticipant: Bool
    let index: String
    let exit: String
  }

  private let residents: [String: Resident]
  /// Residents' numbers at both waves, by column and wave.
  private let health: [String: [String: [String: String]]]
  private let indicators: [String: [String: Any]]

  init() throws {
    let path = "genki/small/clean"
    let table = try Table("\(path)/residents.csv")
    let comparison = try Table("\(path)/comparison.csv")
    let indexes = Dictionary(
      uniqueKeysWithValues: zip(
        try comparison.text("resident_id"), try comparison.text("index_on")))
    var residents: [String: Resident] = [:]
    for row in 0..<table.rows {
      func cell(_ name: String) throws -> String { try table.text(name)[row] }
      let id = try cell("resident_id")
      let enrolled = try cell("enrolled_on")
      guard let index = enrolled.isEmpty ? indexes[id] : enrolled else { continue }
      let birth = try cell("birth_date")
      let age =
        try #require(Int(index.prefix(4))) - #require(Int(birth.prefix(4)))
        - (index.suffix(5) < birth.suffix(5) ? 1 : 0)
      guard try cell("consent") == "Y", age >= 65 else { continue }
      let ends = try [cell("died_on"), cell("moved_out_on"), "2024-03-31"].filter { !$0.isEmpty }
      residents[id] = Resident(
        district: try cell("district"), age: age, isFemale: try cell("sex") == "F",
        isParticipant: !enrolled.isEmpty, index: index, exit: try #require(ends.min()))
    }
    self.residents = residents
    let waves = try Table("\(path)/health.csv")
    var health: [String: [String: [String: String]]] = [:]
    let (ids, wave) = (try waves.text("resident_id"), try waves.text("wave"))
    for row in 0..<waves.rows {
      health[ids[row], default: [:]][wave[row]] = waves.columns.mapValues { $0[row] }
    }
    self.health = health
    indicators = try #require(
      SharedData.json("genki/oracle_genki_small.json")["indicators"] as? [String: [String: Any]])
  }

  /// The residents with both waves, in the order of their numbers.
  private var followed: [(Resident, before: [String: String], after: [String: String])] {
    residents.keys.sorted().compactMap { id in
      guard let resident = residents[id], let before = health[id]?["baseline"],
        let after = health[id]?["followup"]
      else { return nil }
      return (resident, before, after)
    }
  }

  private func check(
    _ indicator: String, _ key: String, _ found: Real,
    _ location: SourceLocation = #_sourceLocation
  ) throws {
    let figures = try #require(indicators[indicator])
    let value = (figures[key] as? Double) ?? (figures["coef"] as? [String: Double])?[key]
    let target = try decimal(String(try #require(value, "\(key)", sourceLocation: location)))
    #expect(
      agree(try found.midpoint, target, within: Exact.powerOfTen(-9)),
      "\(indicator) \(key): \(found.approximation)", sourceLocation: location)
  }

  private func error(
    _ model: LinearModel, _ column: String, _ estimator: CovarianceEstimator
  ) throws -> Real {
    try model.covariance(estimator).inference(column, reference: .normal).standardError
  }

  @Test func gripChange() throws {
    func tenths(_ text: String?) throws -> Exact? {
      guard let text, !text.isEmpty else { return nil }
      return try decimal(text) * 10
    }
    var before: [Int64] = []
    var after: [Int64] = []
    for (resident, first, second) in followed where resident.isParticipant {
      guard let a = try tenths(first["grip_kg"])?.int64,
        let b = try tenths(second["grip_kg"])?.int64
      else { continue }
      before.append(a)
      after.append(b)
    }
    let change = try PairedChange(
      before: Sample(values: before, scale: 1), after: Sample(values: after, scale: 1))
    let test = try change.test()
    #expect(change.n == indicators["I09"]?["n"] as? Int)
    // The mean is 0.2 / 130: binary64 loses five digits of it on the way.
    #expect(test.estimate.exact == (try exact("1/650")))
    #expect(test.degreesOfFreedom?.exact == 129)
    #expect(abs(test.statistic().approximation - 0.00890571150611675) < 1e-15)
    let limits = try test.limits(level: exact("19/20"))
    try check("I09", "sd", Real(change.variance().value).squareRoot())
    try check("I09", "p", test.pValue())
    try check("I09", "lo", limits.lower)
    try check("I09", "hi", limits.upper)
  }

  @Test func weeklyParticipation() throws {
    var y: [Exact?] = []
    var treated: [Exact?] = []
    var after: [Exact?] = []
    var ids: [String] = []
    var districts: [String] = []
    var cells: [DifferenceInDifferences.Cell: [Int64]] = [:]
    for (number, entry) in followed.enumerated() {
      let texts = [entry.before["social_freq"], entry.after["social_freq"]]
      let values = texts.compactMap { $0.flatMap(Int.init) }
      guard values.count == 2 else { continue }
      for (wave, value) in values.enumerated() {
        let weekly = value <= 3 ? 1 : 0
        y.append(Exact(weekly))
        treated.append(entry.0.isParticipant ? 1 : 0)
        after.append(Exact(wave))
        ids.append(String(number))
        districts.append(entry.0.district)
        let cell: DifferenceInDifferences.Cell =
          entry.0.isParticipant
          ? (wave == 0 ? .treatedBefore : .treatedAfter)
          : (wave == 0 ? .comparisonBefore : .comparisonAfter)
        cells[cell, default: []].append(Int64(weekly))
      }
    }
    let model = try LinearModel(
      .differenceInDifferences(
        response: .exact("weekly", y), treated: .exact("treated", treated),
        after: .exact("after", after)))
    let resident = Factor(name: "resident", labels: ids)
    let district = Factor(name: "district", labels: districts)
    let effect = "treated:after"
    let coefficient = try model.coefficient(effect)
    try check("I13", "did", Real(coefficient))
    // The means, the interacted regression and the regression on effects agree exactly.
    let means = try DifferenceInDifferences { cell throws(StatisticsError) in
      try Sample(values: cells[cell] ?? [])
    }
    #expect(means.estimate == coefficient)
    try check("I13", "mean_treat1", Real(#require(means.means[.treatedAfter]).value))
    let effects = try LinearModel(
      .twoWayEffects(
        response: .exact("weekly", y),
        treatment: .interaction(.exact("treated", treated), .exact("after", after)),
        units: resident, periods: Factor(name: "wave", labels: after.map { $0?.description })))
    #expect(try effects.coefficient(effect) == coefficient)
    try check("I13", "se_HC1", error(model, effect, .heteroskedastic(.hc1)))
    let byResident = CovarianceEstimator.clustered(by: resident, .simple(.cr1(.all)))
    try check("I13", "se_resident_CR1", error(model, effect, byResident))
    try check(
      "I13", "se_district_CR1",
      error(model, effect, .clustered(by: district, .simple(.cr1(.all)))))
    let covariance = try model.covariance(byResident)
    #expect(covariance.clusters == 234)
    let limits = try covariance.inference(effect, reference: .student(233))
      .limits(level: exact("9/10"))
    try check("I13", "lo90_resident", limits.lower)
    try check("I13", "hi90_resident", limits.upper)
  }

  @Test func gripAdjusted() throws {
    var columns: [String: [Exact?]] = [:]
    var districts: [String] = []
    for (resident, before, after) in followed {
      func number(_ text: String?) throws -> Exact? {
        guard let text, !text.isEmpty else { return nil }
        return try decimal(text)
      }
      let answers = try (1...25).compactMap { item in
        try number(before["k" + (item < 10 ? "0" : "") + String(item)])
      }
      let total = answers.reduce(Exact.zero, +) * 25
      columns["treat", default: []].append(resident.isParticipant ? 1 : 0)
      columns["grip_kg0", default: []].append(try number(before["grip_kg"]))
      columns["age", default: []].append(Exact(resident.age))
      columns["female", default: []].append(resident.isFemale ? 1 : 0)
      columns["k_total0", default: []].append(
        answers.count >= 20 ? total.divided(by: Exact(answers.count)) : nil)
      columns["subjective_health0", default: []].append(try number(before["subjective_health"]))
      columns["y", default: []].append(try number(after["grip_kg"]))
      districts.append(resident.district)
    }
    let names = ["treat", "grip_kg0", "age", "female", "k_total0", "subjective_health0"]
    let model = try LinearModel(
      Design(
        response: .exact("y", columns["y"] ?? []),
        terms: names.map { .exact($0, columns[$0] ?? []) }))
    #expect(model.design.count == 230)
    for name in names { try check("I14", name, Real(model.coefficient(name))) }
    try check("I14", "const", Real(model.coefficient(Design.intercept)))
    try check("I14", "r2", Real(model.rSquared()))
    try check("I14", "sigma2", Real(model.residualVariance))
    try check("I14", "se_classical", error(model, "treat", .classical))
    try check("I14", "se_HC1", error(model, "treat", .heteroskedastic(.hc1)))
    try check("I14", "se_HC3", error(model, "treat", .heteroskedastic(.hc3)))
    let district = Factor(name: "district", labels: districts)
    try check(
      "I14", "se_district_CR1",
      error(model, "treat", .clustered(by: district, .simple(.cr1(.all)))))
    let adjusted = CovarianceEstimator.clustered(by: district, .bellMcCaffrey)
    try check("I14", "se_district_CR2", error(model, "treat", adjusted))
    let file = try SharedData.json("oracles/satterthwaite_R.json")
    let values = try #require(file["values"] as? [String: [String: Any]])
    try Satterthwaite.check(
      try model.covariance(adjusted), "treat", try #require(values["genki_I14_by_district"]))
  }

  @Test func careBenefit() throws {
    let care = try Table("genki/small/clean/care.csv")
    var records: [String: [(on: String, yen: Int)]] = [:]
    for row in 0..<care.rows {
      records[try care.text("resident_id")[row], default: []].append(
        (
          try care.text("certified_on")[row],
          try #require(Int(care.text("benefit_yen_month")[row]))
        ))
    }
    let months =
      (4...12).map { "2023-" + ($0 < 10 ? "0" : "") + "\($0)-01" }
      + (1...3).map { "2024-0\($0)-01" }
    var y: [Exact?] = []
    var terms: [[Exact?]] = [[], [], []]
    for id in residents.keys.sorted() {
      guard let resident = residents[id], resident.index <= "2023-03-31" else { continue }
      let present = months.filter { resident.exit >= $0 }
      guard !present.isEmpty else { continue }
      let total = present.reduce(0) { sum, month in
        let latest = (records[id] ?? []).filter { $0.on <= month }.max { $0.on < $1.on }
        return sum + (latest?.yen ?? 0)
      }
      y.append(Exact(total, over: present.count))
      terms[0].append(resident.isParticipant ? 1 : 0)
      terms[1].append(Exact(resident.age))
      terms[2].append(resident.isFemale ? 1 : 0)
    }
    let model = try LinearModel(
      Design(
        response: .exact("yen", y),
        terms: zip(["treat", "age", "female"], terms).map { .exact($0, $1) }))
    #expect(model.design.count == indicators["I19"]?["ols_n"] as? Int)
    try check("I19", "ols_treat", Real(model.coefficient("treat")))
    try check("I19", "ols_se_HC1", error(model, "treat", .heteroskedastic(.hc1)))
  }
}
