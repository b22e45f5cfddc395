import Contract
import Diagnostics
import Evidence
import Execution
import Glibc
import Quantities
import Records
import Settlement
import SettlementFixtures

/// A directory of a test's own, removed at the end.
final class Workspace {
  let path: String

  init() throws {
    var template = Array("/tmp/pfs-evidence-XXXXXX".utf8CString)
    guard let made = mkdtemp(&template) else { throw FixtureError.number }
    path = String(cString: made)
  }

  deinit { remove(path) }

  func callAsFunction(_ name: String) -> String { path + "/" + name }

  func write(_ name: String, _ bytes: [UInt8]) throws {
    let file = open(self(name), O_WRONLY | O_CREAT | O_TRUNC, 0o644)
    guard file >= 0 else { throw FixtureError.number }
    defer { close(file) }
    guard Glibc.write(file, bytes, bytes.count) == bytes.count else { throw FixtureError.number }
  }

  func read(_ name: String) throws -> [UInt8] {
    let system = SystemFileSystem()
    let file = try system.open(self(name))
    defer { try? system.close(file, name) }
    return try system.read(file, name, limit: 1 << 20)
  }

  func names(_ name: String = "") -> [String] {
    guard let directory = opendir(self(name)) else { return [] }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let text = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if text != "." && text != ".." { names.append(text) }
    }
    return names.sorted()
  }

  func mode(_ name: String) -> UInt32 {
    var status = stat()
    lstat(self(name), &status)
    return status.st_mode & 0o7777
  }

  private func remove(_ path: String) {
    var status = stat()
    guard lstat(path, &status) == 0 else { return }
    if status.st_mode & S_IFMT == S_IFDIR {
      chmod(path, 0o700)
      if let directory = opendir(path) {
        var names: [String] = []
        while let entry = readdir(directory) {
          names.append(
            withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
              String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            })
        }
        closedir(directory)
        for name in names where name != "." && name != ".." { remove(path + "/" + name) }
      }
      rmdir(path)
    } else {
      unlink(path)
    }
  }
}

/// The sample contract's settlement; the number of participants is read from the only data file.
enum SampleRun {
  static let contract = Array(Minato.text.utf8)
  static let vocabulary = Array("reach = 参加者数\n".utf8)
  static let arguments = RunArguments(
    year: 2024, interim: 6_600_000,
    reported: [
      .init(
        name: "gait_gain",
        value: ReportedValue(
          value: Exact(unscaled: 51, scale: 3), unit: Unit("m/s"), evidence: "report.pdf p. 12"))
    ])

  static func contents(
    data directory: String, arguments: RunArguments = arguments, engine: Engine = .current
  ) throws -> BundleContents {
    let system = SystemFileSystem()
    let path = directory + "/reach.csv"
    let file = try system.open(path)
    defer { try? system.close(file, path) }
    let bytes = try system.read(file, path, limit: 1000)
    let number = String(decoding: bytes, as: UTF8.self).split(separator: "\n").last ?? ""
    let contract = try Minato.contract()
    guard let period = contract.period(arguments.year), let reach = Exact(decimal: number) else {
      throw Diagnostics(
        Diagnostic(
          code: "D200", severity: .error, headline: Text(en: "not a number", ja: "数でない")))
    }
    let execution = measured(
      contract, [(0, nil, reach), (1, nil, 66), (2, nil, Exact(unscaled: 51, scale: 3))])
    let settlement = try Settler.settle(
      contract: contract, period: period, execution: execution, interim: arguments.interim,
      priors: arguments.priors)
    let input = InputFile(
      name: "reach.csv", bytes: bytes.count, rows: 1, encoding: .utf8, isEncodingDeclared: false,
      sha256: Digest.sha256(bytes), delimiter: ",")
    return BundleContents(
      settlement: settlement, data: DataSet(tables: [], files: [input], warnings: []),
      contract: Self.contract, vocabulary: vocabulary, dataDirectory: directory,
      arguments: arguments, engine: engine)
  }

  /// Writes the bundle `out` of a data file with 640 participants.
  static func write(in space: Workspace) throws -> BundleContents {
    mkdir(space("data"), 0o755)
    try space.write("data/reach.csv", Array("n\n640\n".utf8))
    let contents = try contents(data: space("data"))
    _ = try BundleWriter(system: SystemFileSystem()).write(
      contents.files, description: contents.description, to: space("out"))
    return contents
  }
}
