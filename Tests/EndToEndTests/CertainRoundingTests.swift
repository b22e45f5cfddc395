import Foundation
import TestSupport
import Testing

/// Records on which double precision decides wrongly, with the yen that hang on them.
///
/// The true values are by Python's `fractions` and mpmath 1.4 with 50 digits; the test shows itself that
/// doubles round to the other side.
@Suite struct CertainRoundingTests {
  private func settle(
    treated: [Double], compared: [Double], _ indicator: String, pays threshold: String
  ) throws -> (value: String, due: String) {
    let rows =
      treated.enumerated().map { "T\($0),treated,A,,\($1),1,1" }
      + compared.enumerated().map { "C\($0),compared,B,,\($1),1,1" }
    let scratch = try Scratch()
    let contract = try scratch.write(
      "contract.pfs",
      EstimateTests.contract(indicator).replacing(
        "only if         effect at least 0\n",
        with: "only if         effect at least \(threshold)\n"))
    _ = try scratch.write(
      "people.csv",
      (["id,arm,district,early,late,same,tens"] + rows).joined(separator: "\n") + "\n")
    let finished = try Command.run(
      "settle", contract, "--data", scratch.path, "--period", "2025", "--format", "json")
    let object = try JSONSerialization.jsonObject(with: Data(finished.output.utf8))
    let root = try #require(object as? [String: Any])
    let figures = try #require(root["figures"] as? [[String: Any]])
    let effect = figures.first { $0["name"] as? String == "effect" }
    let value = try #require(effect?["value"] as? String)
    let due = try #require(root["due"] as? String)
    return (value, due)
  }

  @Test func exactTie() throws {
    let treated = [2.4, 9.3, 8.8, 5.0, 8.3, 2.7, 8.3, 9.2]
    let compared = [2.7, 6.6, 2.9, 4.7, 7.5, 3.3, 5.7, 3.1]
    // 35/16 = 2.1875 is a tie; the sum of doubles is below it.
    let double = treated.reduce(0, +) / 8 - compared.reduce(0, +) / 8
    #expect((double * 1_000).rounded(.toNearestOrAwayFromZero) == 2_187)
    let found = try settle(
      treated: treated, compared: compared,
      """
      kind            difference
      outcome         late
      treated group   treated_people
      compared group  compared_people
      errors          robust, HC1
      missing         complete cases
      pay on          estimate
      record          number, 3 decimals, half up
      """, pays: "2.188")
    #expect(found == ("2.188", "1160"))
  }

  @Test func irrationalLimit() throws {
    let (treated, compared): ([Double], [Double]) = ([63, 99, 66, 58], [39, 41, 35, 38])
    // 14.8312912476864980778…, of which doubles make 14.8312912476865.
    func squares(_ values: [Double]) -> (mean: Double, squares: Double) {
      let mean = values.reduce(0, +) / 4
      return (mean, values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) })
    }
    let (one, zero) = (squares(treated), squares(compared))
    let variance = 8.0 / 6 * (one.squares / 16 + zero.squares / 16)
    let double = one.mean - zero.mean - 1.959963984540054 * variance.squareRoot()
    #expect(String(format: "%.12f", double) == "14.831291247687" || double == 14.8312912476865)
    let found = try settle(
      treated: treated, compared: compared,
      """
      kind            difference
      outcome         late
      treated group   treated_people
      compared group  compared_people
      errors          robust, HC1
      missing         complete cases
      pay on          lower limit, 95 percent, two-sided, normal
      record          number, 12 decimals, half even
      """, pays: "14.831291247687")
    #expect(found == ("14.831291247686", "80"))
  }
}
