import Diagnostics
import Execution
import Glibc
import Quantities
import Settlement

/// A bundle on disk, opened for reading: its directory, or the archive in which it travels.
public struct Bundle: Sendable {
  public let path: String
  /// Of the payload: the contract, the inputs, and what follows from them. Its hash is that of the result.
  public let manifest: Manifest
  /// Of the files that describe the payload, the manifest among them. It is what signatures sign.
  public let tags: Manifest
  private let store: any BundleStore

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
        Text(en: "\(path) was added and is in no manifest", ja: "\(path) は目録にないファイルです")
      case .notAFile(let path):
        Text(en: "\(path) is not a plain file", ja: "\(path) は通常のファイルではありません")
      }
    }
  }

  /// Opens a bundle and reads its manifests; nothing else is trusted yet.
  public init(_ path: String) throws(BundleError) {
    let path = Publication<SystemFileSystem>.withoutTrailingSlash(path)
    let store = try Self.store(path)
    func manifest(_ name: String) throws(BundleError) -> Manifest? {
      guard try store.has(name) else { return nil }
      guard let manifest = Manifest(try store.read(name, limit: 1 << 26)) else {
        throw .unreadable(bundle: path, file: name)
      }
      return manifest
    }
    guard let payload = try manifest(BundlePath.manifest) else { throw .notABundle(path) }
    guard let tags = try manifest(BundlePath.tagManifest), tags.lists(BundlePath.manifest) else {
      throw .unreadable(bundle: path, file: BundlePath.tagManifest)
    }
    self.path = path
    self.store = store
    self.manifest = payload
    self.tags = tags
  }

  private static func store(_ path: String) throws(BundleError) -> any BundleStore {
    let kind: PathKind
    do throws(FileSystemFailure) { kind = try PathKind(path) } catch { throw BundleError(error) }
    guard case .file = kind else { return BundleDirectory(path: path) }
    return try BundleArchive.open(path)
  }

  /// The file by which a bundle is known.
  package static let manifestName = BundlePath.manifest
  /// The file of the figures.
  package static let settlementName = BundlePath.settlement
  /// The file of what the run was given.
  package static let argumentsName = BundlePath.arguments

  /// Compares every file with the manifests; empty if nothing differs.
  public func damages() throws(BundleError) -> [Damage] {
    let (files, others) = try store.listing()
    var found = others.map { Damage.notAFile($0) }
    let entries = manifest.entries + tags.entries
    let present = Set(files.map { Array($0.utf8) })
    let listed = Set(entries.map { Array($0.path.utf8) })
    for entry in entries {
      guard present.contains(Array(entry.path.utf8)) else {
        if !others.contains(entry.path) { found.append(.missing(entry.path)) }
        continue
      }
      if try store.sha256(entry.path) != entry.sha256 { found.append(.changed(entry.path)) }
    }
    for file in files
    where !listed.contains(Array(file.utf8)) && file != BundlePath.tagManifest
      && !BundlePath.isAttached(file)
    {
      found.append(.added(file))
    }
    return found.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
  }

  /// All files of the bundle, in byte order.
  func files() throws(BundleError) -> [String] {
    try store.listing().files.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// The tag files that say something else than follows from the payload; where and when a settlement was
  /// run follows from nothing.
  func otherTags(_ description: [(label: String, value: String)]) throws(BundleError) -> [String] {
    var bytes = 0
    for entry in manifest.entries { bytes += try store.size(entry.path) }
    let expected = [
      (BundlePath.declaration, Bag.declaration),
      (
        BundlePath.information,
        Bag.information(description, bytes: bytes, files: manifest.entries.count)
      ),
      (BundlePath.verification, Bag.verification(for: .settlement)),
    ]
    var different: [String] = []
    for (name, bytes) in expected {
      guard tags.lists(name), try read(name) == bytes else {
        different.append(name)
        continue
      }
    }
    let known = expected.map(\.0) + [BundlePath.manifest, BundlePath.environment]
    return different + tags.entries.map(\.path).filter { !known.contains($0) }
  }

  /// The bytes of a file of the bundle.
  public func read(_ file: String) throws(BundleError) -> [UInt8] {
    try store.read(file, limit: 1 << 30)
  }

  /// The name of the contract's file: its ending says how it is read.
  public var contractName: String {
    manifest.lists(BundlePath.contractMarkdown)
      ? BundlePath.contractMarkdown : BundlePath.contract
  }

  /// The contract's bytes as given.
  public func contract() throws(BundleError) -> [UInt8] { try read(contractName) }

  /// The vocabulary's bytes as given; nil if there was none.
  public func vocabulary() throws(BundleError) -> [UInt8]? {
    guard manifest.lists(BundlePath.vocabulary) else { return nil }
    return try read(BundlePath.vocabulary)
  }

  /// The texts that the contract takes scales from, by their names in the bundle.
  public func scales() throws(BundleError) -> [String: [UInt8]] {
    var texts: [String: [UInt8]] = [:]
    for entry in manifest.entries where entry.path.utf8.starts(with: BundlePath.scales.utf8) {
      texts[String(entry.path.dropFirst(BundlePath.scales.count))] = try read(entry.path)
    }
    return texts
  }

  /// Whether the bundle is read from its archive.
  public var isPacked: Bool { !(store is BundleDirectory) }

  /// Where the copies of the data files are.
  ///
  /// - Throws: `BundleError.packed` if they are in an archive.
  public func inputsDirectory() throws(BundleError) -> String {
    if isPacked { throw .packed(path) }
    return path + "/" + BundlePath.inputs.dropLast()
  }

  /// The recorded settlement.
  public func settlement() throws(BundleError) -> JSONValue { try json(BundlePath.settlement) }

  /// The recorded derivation of every figure.
  public func trace() throws(BundleError) -> Trace {
    guard let trace = Trace(try json(BundlePath.trace)) else {
      throw .unreadable(bundle: path, file: BundlePath.trace)
    }
    return trace
  }

  /// The identities and limits that the settlement was checked for.
  public func invariants() throws(BundleError) -> Invariants {
    guard let invariants = Invariants(try json(BundlePath.invariants)) else {
      throw .unreadable(bundle: path, file: BundlePath.invariants)
    }
    return invariants
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
      text: try text(), inputsDirectory: try inputsDirectory(), arguments: try arguments(),
      engine: try engine())
  }

  /// What the settlement was made from, also where the bundle is packed: the copies of the data are then unpacked
  /// beside an output, for their owner only, and are to be taken away.
  public func inputs(
    unpackingBeside output: String
  ) throws(BundleError) -> (inputs: ReplayInputs, unpacked: WorkingDirectory?) {
    guard isPacked else { return (try inputs(), nil) }
    var files: [(name: String, bytes: [UInt8])] = []
    for entry in manifest.entries where entry.path.utf8.starts(with: BundlePath.inputs.utf8) {
      files.append((String(entry.path.dropFirst(BundlePath.inputs.count)), try read(entry.path)))
    }
    let (text, arguments, engine) = (try text(), try arguments(), try engine())
    let unpacked = try WorkingDirectory(files, beside: output)
    let found = ReplayInputs(
      text: text, inputsDirectory: unpacked.path, arguments: arguments, engine: engine)
    return (found, unpacked)
  }

  /// The contract with what belongs to its text.
  public func text() throws(BundleError) -> BundleText {
    BundleText(
      contract: try contract(), contractName: contractName, vocabulary: try vocabulary(),
      scales: try scales())
  }

  /// The program that settled; the semantics 0 if none is recorded.
  public func engine() throws(BundleError) -> Engine {
    let engine = try settlement()["engine"]
    return Engine(
      version: engine?["version"]?.string ?? Engine.current.version,
      semantics: engine?["semantics"]?.integer.map { Int($0) } ?? 0)
  }

  /// The parts into which the settlement divided amounts, by the names of block and share.
  public func shares() throws(BundleError) -> [(split: String, share: String)] {
    (try settlement()["figures"]?.elements ?? []).compactMap { figure in
      guard figure["kind"]?.string == FigureKind.split,
        let id = figure["name"]?.string.map(FigureID.init(printed:)), let key = id.key
      else { return nil }
      return (id.name, key.text)
    }
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
        let value = figure["exact"]?.string.flatMap({ Exact(fraction: $0) })
      else { return nil }
      return .init(name: name, value: value)
    }
    return PriorSettlement(
      period: period, total: total, payable: payable, recorded: figures, taking: names,
      manifestSHA256: manifest.sha256)
  }

  func json(_ file: String) throws(BundleError) -> JSONValue {
    let bytes = try read(file)
    do throws(CanonicalJSONError) {
      return try JSONValue(canonical: bytes)
    } catch { throw .unreadable(bundle: path, file: file) }
  }
}
