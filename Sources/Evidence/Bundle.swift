import Diagnostics
import Glibc
import Quantities
import Settlement

/// A bundle on disk, opened for reading.
public struct Bundle: Sendable {
  public let path: String
  public let manifest: Manifest
  private let system = SystemFileSystem()

  /// A file that is not as the manifest says.
  public enum Damage: Hashable, Sendable {
    /// Its content has another SHA-256.
    case changed(String)
    case missing(String)
    /// It is not listed.
    case added(String)
    /// It is a link, a device or another thing that is no plain file.
    case notAFile(String)

    /// The path inside the bundle.
    public var path: String {
      switch self {
      case .changed(let path), .missing(let path), .added(let path), .notAFile(let path): path
      }
    }

    /// The message.
    public var text: Text {
      switch self {
      case .changed(let path): Text(en: "\(path) was changed", ja: "\(path) が変更されています")
      case .missing(let path): Text(en: "\(path) is missing", ja: "\(path) がありません")
      case .added(let path):
        Text(en: "\(path) was added and is not in the manifest", ja: "\(path) は目録にないファイルです")
      case .notAFile(let path):
        Text(en: "\(path) is not a plain file", ja: "\(path) は通常のファイルではありません")
      }
    }
  }

  /// Opens a bundle and reads its manifest; nothing else is trusted yet.
  public init(_ path: String) throws(BundleError) {
    let path = BundleWriter<SystemFileSystem>.withoutTrailingSlash(path)
    self.path = path
    let manifest: Manifest?
    do throws(FileSystemFailure) {
      guard case .file = try PathKind(path + "/" + BundlePath.manifest) else {
        throw FileSystemFailure(operation: .read, path: path, code: 0)
      }
      manifest = Manifest(try Self.bytes(of: path + "/" + BundlePath.manifest, limit: 1 << 26))
    } catch {
      if error.code == 0 { throw .notABundle(path) }
      throw BundleError(error)
    }
    guard let manifest else { throw .unreadable(bundle: path, file: BundlePath.manifest) }
    self.manifest = manifest
  }

  /// The file by which a bundle is known.
  package static let manifestName = BundlePath.manifest
  /// The file of the figures.
  package static let settlementName = BundlePath.settlement
  /// The file of what the run was given.
  package static let argumentsName = BundlePath.arguments

  /// Compares every file with the manifest; empty if nothing differs.
  public func damages() throws(BundleError) -> [Damage] {
    do throws(FileSystemFailure) {
      let (files, others) = try listing("")
      var found = others.map { Damage.notAFile($0) }
      let present = Set(files.map { Array($0.utf8) })
      let listed = Set(manifest.entries.map { Array($0.path.utf8) })
      for entry in manifest.entries {
        guard present.contains(Array(entry.path.utf8)) else {
          if !others.contains(entry.path) { found.append(.missing(entry.path)) }
          continue
        }
        if try Digest.sha256(file: path + "/" + entry.path, system) != entry.sha256 {
          found.append(.changed(entry.path))
        }
      }
      for file in files
      where !listed.contains(Array(file.utf8)) && file != BundlePath.manifest
        && !BundlePath.isSignature(file)
      {
        found.append(.added(file))
      }
      return found.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    } catch { throw BundleError(error) }
  }

  /// The bytes of a file of the bundle.
  public func read(_ file: String) throws(BundleError) -> [UInt8] {
    do throws(FileSystemFailure) {
      return try Self.bytes(of: path + "/" + file, limit: 1 << 30)
    } catch { throw BundleError(error) }
  }

  /// The name of the contract's file: its ending says how it is read.
  public var contractName: String {
    let isMarkdown = manifest.entries.contains { $0.path == BundlePath.contractMarkdown }
    return isMarkdown ? BundlePath.contractMarkdown : BundlePath.contract
  }

  /// The contract's bytes as given.
  public func contract() throws(BundleError) -> [UInt8] { try read(contractName) }

  /// The vocabulary's bytes as given; nil if there was none.
  public func vocabulary() throws(BundleError) -> [UInt8]? {
    guard manifest.entries.contains(where: { $0.path == BundlePath.vocabulary }) else { return nil }
    return try read(BundlePath.vocabulary)
  }

  /// Where the copies of the data files are.
  public var inputsDirectory: String { path + "/" + BundlePath.inputs.dropLast() }

  /// The recorded settlement.
  public func settlement() throws(BundleError) -> JSONValue { try json(BundlePath.settlement) }

  /// The recorded derivation of every figure.
  public func trace() throws(BundleError) -> Trace {
    guard let trace = Trace(try json(BundlePath.trace)) else {
      throw .unreadable(bundle: path, file: BundlePath.trace)
    }
    return trace
  }

  /// The recorded arguments of the run.
  public func arguments() throws(BundleError) -> RunArguments {
    guard let arguments = RunArguments(try json(BundlePath.arguments)) else {
      throw .unreadable(bundle: path, file: BundlePath.arguments)
    }
    return arguments
  }

  /// What the settlement was made from, as far as the bundle keeps it.
  public func inputs() throws(BundleError) -> ReplayInputs {
    ReplayInputs(
      contract: try contract(), contractName: contractName, vocabulary: try vocabulary(),
      inputsDirectory: inputsDirectory,
      arguments: try arguments(), engine: try engine())
  }

  /// The program that settled; the semantics 0 if none is recorded.
  public func engine() throws(BundleError) -> Engine {
    let engine = try settlement()["engine"]
    return Engine(
      version: engine?["version"]?.string ?? Engine.current.version,
      semantics: engine?["semantics"]?.integer.map { Int($0) } ?? 0)
  }

  /// What a later settlement needs of this one; nil if its payment is suspended.
  ///
  /// - Parameter names: of the figures that it takes from this one, keys included.
  public func prior(figures names: [String]) throws(BundleError) -> PriorSettlement? {
    let json = try settlement()
    func exact(_ name: String) -> Exact? {
      json["figures"]?.elements.first { $0["name"]?.string == name }?["exact"]?.string
        .flatMap { Exact(fraction: $0) }
    }
    guard let period = json["period"]?["name"]?.string, let total = exact("total"),
      let payable = exact("payable")
    else { return nil }
    let figures = (json["figures"]?.elements ?? []).compactMap {
      figure -> PriorSettlement.Recorded? in
      guard let name = figure["name"]?.string,
        names.contains(where: {
          name.utf8.elementsEqual($0.utf8) || name.utf8.starts(with: "\($0)[".utf8)
        }),
        let value = figure["exact"]?.string.flatMap({ Exact(fraction: $0) })
      else { return nil }
      return .init(name: name, value: value)
    }
    return PriorSettlement(
      period: period, total: total, payable: payable, figures: figures,
      manifestSHA256: manifest.sha256)
  }

  private func json(_ file: String) throws(BundleError) -> JSONValue {
    let bytes = try read(file)
    do throws(CanonicalJSONError) {
      return try JSONValue(canonical: bytes)
    } catch { throw .unreadable(bundle: path, file: file) }
  }

  /// Files and other things below a directory of the bundle, links not followed.
  private func listing(_ directory: String) throws(FileSystemFailure)
    -> (files: [String], others: [String])
  {
    var files: [String] = []
    var others: [String] = []
    for name in try directoryEntries(path + "/" + directory) {
      let inner = directory.isEmpty ? name : directory + "/" + name
      switch try PathKind(path + "/" + inner) {
      case .file: files.append(inner)
      case .directory:
        let (more, odd) = try listing(inner)
        files += more
        others += odd
      case .other: others.append(inner)
      case .nothing: continue
      }
    }
    return (files, others)
  }

  private static func bytes(of path: String, limit: Int) throws(FileSystemFailure) -> [UInt8] {
    let system = SystemFileSystem()
    let file = try system.open(path)
    var bytes: [UInt8] = []
    do throws(FileSystemFailure) {
      while true {
        let piece = try system.read(file, path, limit: 1 << 20)
        if piece.isEmpty { break }
        bytes += piece
        if bytes.count > limit {
          throw FileSystemFailure(operation: .read, path: path, code: EFBIG)
        }
      }
    } catch {
      try? system.close(file, path)
      throw error
    }
    try system.close(file, path)
    return bytes
  }
}
