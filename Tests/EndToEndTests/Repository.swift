import Foundation

/// Where the files of the project are.
enum Repository {
  static let root = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

  /// `PFS_SHARED`, else beside the project.
  static let shared =
    ProcessInfo.processInfo.environment["PFS_SHARED"]
    ?? URL(fileURLWithPath: root).deletingLastPathComponent().appendingPathComponent("shared").path

  static var hasShared: Bool { FileManager.default.fileExists(atPath: "\(shared)/data") }

  static func text(_ name: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(fileURLWithPath: "\(root)/\(name)")), as: UTF8.self)
  }

  /// The directories of `Contracts`.
  static let contracts: [String] = {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "\(root)/Contracts")) ?? []
    return names.sorted().filter {
      FileManager.default.fileExists(atPath: "\(root)/Contracts/\($0)/contract.en.pfs")
    }
  }()

  /// English name → Japanese name, of a contract's vocabulary; titles are left out.
  static func vocabulary(_ contract: String) throws -> [String: String] {
    var words: [String: String] = [:]
    for line in try text("Contracts/\(contract)/vocabulary.txt").split(separator: "\n") {
      let pair = line.prefix { $0 != "#" }.split(separator: " ").map(String.init)
      if pair.count == 2, !pair[0].hasPrefix("\"") { words[pair[0]] = pair[1] }
    }
    return words
  }
}

/// The two languages of a contract.
enum Tongue: String, CaseIterable, Sendable {
  case en, ja
}

/// A contract of `Contracts` with its data and a year.
struct Programme: CustomStringConvertible, Sendable {
  let contract: String
  let data: String
  let period: String
  var tongue = Tongue.en

  var description: String { "\(contract).\(tongue) \(period)" }

  var path: String { "\(Repository.root)/Contracts/\(contract)/contract.\(tongue.rawValue).pfs" }

  static let yamaguchi = Programme(
    contract: "yamaguchi-genki", data: "\(Repository.root)/Datasets/yamaguchi-genki/clean",
    period: "2025")
  static let nhefs = Programme(
    contract: "quit-smoking", data: "\(Repository.root)/Datasets/nhefs", period: "1982")
  static let genki = Programme(
    contract: "genki-2022", data: "\(Repository.shared)/data/genki/small/clean", period: "2022")

  static let all = [yamaguchi, nhefs] + (Repository.hasShared ? [genki] : [])

  static let allInBoth = all.flatMap { programme in Tongue.allCases.map { programme.in($0) } }

  func `in`(_ tongue: Tongue) -> Programme {
    Programme(contract: contract, data: data, period: period, tongue: tongue)
  }

  func with(data: String) -> Programme {
    Programme(contract: contract, data: data, period: period, tongue: tongue)
  }

  func of(_ period: String) -> Programme {
    Programme(contract: contract, data: data, period: period, tongue: tongue)
  }

  func arguments(_ command: String) -> [String] {
    [command, path, "--data", data, "--period", period]
  }

  func settled(_ further: String...) throws -> Record {
    try Record.settling(arguments("settle") + further)
  }
}
