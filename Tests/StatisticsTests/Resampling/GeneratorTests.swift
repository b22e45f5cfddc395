import Statistics
import Testing

@Suite("Counter-based generators")
struct GeneratorTests {
  /// The known answers of Random123 for philox4x64-10, recomputed by numpy 2.4.6 `Philox`.
  @Test(
    arguments: [
      (
        [0, 0], [0, 0, 0, 0],
        [
          0x1655_4d9e_ca36_314c, 0xdb20_fe9d_672d_0fdc, 0xd7e7_72ce_e186_176b,
          0x7e68_b68a_ec7b_a23b,
        ]
      ),
      (
        [.max, .max], [.max, .max, .max, .max],
        [
          0x87b0_92c3_013f_e90b, 0x438c_3c67_be8d_0224, 0x9cc7_d7c6_9cd7_77b6,
          0xa09c_aebf_594f_0ba0,
        ]
      ),
      (
        [0x4528_21e6_38d0_1377, 0xbe54_66cf_34e9_0c6c],
        [
          0x243f_6a88_85a3_08d3, 0x1319_8a2e_0370_7344, 0xa409_3822_299f_31d0,
          0x082e_fa98_ec4e_6c89,
        ],
        [
          0xa528_f454_03e6_1d95, 0x38c7_2dbd_566e_9788, 0xa5a1_610e_72fd_18b5,
          0x57bd_43b5_e52b_7fe6,
        ]
      ),
    ] as [([UInt64], [UInt64], [UInt64])])
  func philox(key: [UInt64], counter: [UInt64], expected: [UInt64]) {
    let block = Philox(key: (key[0], key[1])).block(
      (counter[0], counter[1], counter[2], counter[3]))
    #expect([block.0, block.1, block.2, block.3] == expected)
  }

  /// Counts of the draws of replicate 3, stream 2, from the second of two pools, key (11, 5): `Σ i cᵢ` and
  /// `Σ i cᵢ²` modulo 1,000,003 and the largest count, from numpy's Philox and Python's integers by the
  /// definition of `PhiloxDraws`.
  @Test(arguments: [
    (1, 0, 0, 1), (10, 40, 68, 3), (1000, 496_614, 995_656, 6), (50_000, 50_441, 75_766, 8),
    (3_000_000, 474_742, 435_070, 9),
  ])
  func philoxDraws(size: Int, sum: Int, squares: Int, largest: Int) {
    let draws = PhiloxDraws(key: StreamKey(contract: 11, scenario: 5, stream: 2))
    var counts = [UInt8](repeating: 0, count: 4 + size)
    var span = counts.mutableSpan
    draws.count(replicate: 3, pools: [0..<4, 4..<4 + size], into: &span)
    let second = counts[4...].map { Int($0) }
    #expect(second.reduce(0, +) == size)
    #expect(counts[..<4].reduce(0, +) == 4)
    #expect(second.enumerated().reduce(0) { $0 + $1.0 * $1.1 } % 1_000_003 == sum)
    #expect(second.enumerated().reduce(0) { $0 + $1.0 * $1.1 * $1.1 } % 1_000_003 == squares)
    #expect(second.max().map { Int($0) } == largest)
  }

  /// The first outputs for the seed 1234567 as published with the reference implementation of SplitMix64.
  @Test func splitMix64() {
    let generator = SplitMix64(seed: 1_234_567)
    #expect(
      (0..<5).map { generator[$0] } == [
        6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
        4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
      ])
  }

  @Test func streamsDiffer() {
    func counts(_ key: StreamKey, _ replicate: Int) -> [UInt8] {
      var counts = [UInt8](repeating: 0, count: 200)
      var span = counts.mutableSpan
      PhiloxDraws(key: key).count(replicate: replicate, pools: [0..<200], into: &span)
      return counts
    }
    let base = counts(StreamKey(contract: 1), 0)
    #expect(base == counts(StreamKey(contract: 1), 0))
    #expect(base != counts(StreamKey(contract: 1), 1))
    #expect(base != counts(StreamKey(contract: 2), 0))
    #expect(base != counts(StreamKey(contract: 1, scenario: 1), 0))
    #expect(base != counts(StreamKey(contract: 1, stream: 1), 0))
  }
}
