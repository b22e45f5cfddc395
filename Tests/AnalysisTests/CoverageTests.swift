import PFS
import Statistics
import TestSupport
import Testing

/// How often a bootstrap interval holds the truth, where the truth is known.
@Suite struct CoverageTests {
  /// Of 60 persons each quits with probability 0.4. The 90 percent interval of the share should hold 40
  /// percent in about 90 of 100 studies; with 80 studies the binomial standard error is 3.4 percentage
  /// points, and the recorded share moves in steps of 1.7.
  @Test func intervalsHoldTheTruthAsOftenAsTheySay() throws {
    let generator = SplitMix64(seed: 20_250_401)
    var number: UInt64 = 0
    var held = 0
    let studies = 80
    for _ in 0..<studies {
      let people = (0..<60).map { _ -> SmallStudy.Person in
        number += 1
        let isQuit = generator[number] >> 11 < (1 << 53) / 5 * 2
        return SmallStudy.Person(quit: isQuit, before: 60, after: 60 + Int(number % 3) - 1)
      }
      let scratch = try Scratch()
      let run = try SimulationRun.run(
        try SmallStudy.request(scratch, people), SimulationQuestion(replicates: 400, seed: number))
      let share = try #require(run.simulation[FigureID("quit_share")]?.distribution)
      let low = share.quantile(Exact(unscaled: 5, scale: 2))
      let high = share.quantile(Exact(unscaled: 95, scale: 2))
      if low <= 40, 40 <= high { held += 1 }
    }
    // 90 ± 3 standard errors of 80 studies.
    #expect(held >= 64 && held <= 79, "\(held) of \(studies)")
  }
}
