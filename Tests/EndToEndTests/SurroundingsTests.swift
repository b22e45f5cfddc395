import Foundation
import TestSupport
import Testing

/// Same inputs, same bytes: on any kernel of OpenBLAS, any thread count, any clock and locale.
@Suite struct SurroundingsTests {
  /// The kernels that this machine can run.
  static let kernels: [String] = {
    let flags = Set(
      ((try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? "")
        .split(separator: "\n").first { $0.hasPrefix("flags") }?.split(separator: " ") ?? [])
    let needs: KeyValuePairs<String, Set<Substring>> = [
      "Prescott": ["pni"], "Nehalem": ["sse4_2"], "Sandybridge": ["avx"],
      "Haswell": ["avx2", "fma"],
      "SkylakeX": ["avx512f", "avx512bw", "avx512dq", "avx512vl"],
    ]
    return needs.filter { $0.value.isSubset(of: flags) }.map(\.key)
  }()

  static let surroundings: [[String: String]] =
    kernels.map { ["OPENBLAS_CORETYPE": $0] }
    + ["1", "2", "7"].map { ["OPENBLAS_NUM_THREADS": $0] }
    + ["Asia/Tokyo", "America/New_York", "Pacific/Kiritimati", "nonsense"].map { ["TZ": $0] }
    + ["ja_JP.UTF-8", "tr_TR.UTF-8", "C", "ja_JP.SJIS", ""].map { ["LANG": $0, "LC_ALL": $0] }
    + [["HOME": "/nonexistent", "USER": "", "TMPDIR": "/nonexistent"], ["NO_COLOR": "1"]]

  /// The files of a bundle and their hashes.
  static func manifest(
    _ programme: Programme, _ environment: [String: String] = [:], _ further: String...
  ) throws -> (manifest: String, settlement: String) {
    let scratch = try Scratch()
    let run = try Command.run(
      programme.arguments("settle") + ["--output", scratch["bundle"]] + further,
      environment: environment)
    try #require(run.status == 0, "\(run.errors)")
    return (
      try scratch.text("bundle/manifest-sha256.txt"),
      try scratch.text("bundle/data/settlement.json")
    )
  }

  static let programme = Repository.hasShared ? Programme.genki : .yamaguchi
  static let original = Result { try manifest(programme) }

  @Test(arguments: surroundings)
  func surroundingsChangeNoByte(environment: [String: String]) throws {
    let (manifest, settlement) = try Self.manifest(Self.programme, environment)
    #expect(settlement == (try Self.original.get().settlement))
    #expect(manifest == (try Self.original.get().manifest))
  }

  @Test(arguments: Tongue.allCases)
  func theLanguageOfMessagesChangesNoByte(tongue: Tongue) throws {
    let (manifest, _) = try Self.manifest(Self.programme, [:], "--language", tongue.rawValue)
    #expect(manifest == (try Self.original.get().manifest))
  }

  /// Hashing is seeded anew in each process: ten runs, one result.
  @Test func runsDoNotDiffer() throws {
    let first = try Self.manifest(.yamaguchi).manifest
    for _ in 0..<9 { #expect(try Self.manifest(.yamaguchi).manifest == first) }
  }

  @Test(arguments: ["000", "077", "777"])
  func theMaskOfFilesChangesNothing(mask: String) throws {
    let scratch = try Walks.scratch()
    let command = """
      umask \(mask); exec "$0" settle contract.pfs --data data --period 2025 --output bundle
      """
    let run = try Command.process(
      "/bin/sh", ["-c", command, Command.path], in: scratch.path)
    // The mask takes even the owner's rights away: what counts is what is said and what is left.
    #expect(run.status == 0, "\(run.errors)")
    for file in try scratch.files("bundle") {
      let attributes = try FileManager.default.attributesOfItem(atPath: scratch["bundle/\(file)"])
      #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600, "\(file)")
    }
  }
}
