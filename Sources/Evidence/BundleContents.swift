import Contract
import Diagnostics
import Language
import Records
import Reports
import Settlement

/// What a settled run leaves behind, before it is written.
public struct BundleContents: Sendable {
  /// The files that follow from contract, data and arguments; a replay makes them again.
  public let derived: [BundleFile]
  /// The files that were given: contract, vocabulary, arguments, data.
  public let given: [BundleFile]

  /// How every figure was made.
  let derivations: Trace

  /// The labels by which `bag-info.txt` describes the settlement.
  public let description: [(label: String, value: String)]

  /// All files of the payload.
  public var files: [BundleFile] { given + derived }

  /// Composes the bundle of a settlement.
  ///
  /// - Parameters:
  ///   - contract: the bytes as given.
  ///   - vocabulary: the bytes as given, if there was one.
  ///   - used: the texts that the contract takes scales from, at any time of its term.
  ///   - dataDirectory: where the data files were read.
  ///   - dataPackage: the bytes of `datapackage.json`, if the directory has one.
  ///   - trace: of this settlement, if it was made already.
  public init(
    settlement: Settlement, data: DataSet, contract: [UInt8], vocabulary: [UInt8]?,
    used: UsedTexts = .none, dataDirectory: String, dataPackage: [UInt8]? = nil,
    arguments: RunArguments,
    trace: Trace? = nil, engine: Engine = .current
  ) {
    let sha256 = Digest.sha256(contract)
    let usedSHA256 = settlement.contract.used.map { Digest.sha256($0.source.utf8) }
    let trace = trace ?? Trace(settlement)
    let invariants = Invariants(settlement, tables: data.tables)
    let statement = Statement(
      settlement: settlement, trace: trace, invariants: invariants, inputs: data.files,
      contractSHA256: sha256, usedSHA256: usedSHA256, engine: engine)
    let isMarkdown = Parser.isMarkdown(settlement.contract.source)
    derivations = trace
    func json(_ path: String, _ value: JSONValue) -> BundleFile {
      BundleFile(path, .bytes(value.canonicalBytes))
    }
    derived = [
      BundleFile(
        isMarkdown ? BundlePath.canonicalMarkdown : BundlePath.canonicalContract,
        .bytes(
          Array(Formatter.format(Parser.parse(settlement.contract.source).document).utf8))),
      json(BundlePath.inventory, InventoryDocument.json(data)),
      json(
        BundlePath.settlement,
        SettlementDocument.json(
          settlement, contractSHA256: sha256, usedSHA256: usedSHA256, inputs: data.files,
          engine: engine)),
      json(BundlePath.trace, trace.json),
      json(BundlePath.clauses, ClauseMap.json(settlement)),
      json(BundlePath.invariants, invariants.json),
      json(BundlePath.quality, QualityDocument.json(data)),
      BundleFile(BundlePath.statement, .bytes(Array(statement.html.utf8))),
    ]
    let (contractName, period) = (settlement.contract.declaration.name, settlement.period.name)
    description =
      [
        ("External-Description", "Settlement of \(contractName), \(period)"),
        ("External-Identifier", "\(contractName)/\(period)"),
        ("Contract-SHA256", sha256),
        ("Bag-Software-Agent", "pfs \(engine.version), semantics \(engine.semantics)"),
      ] + (arguments.edition.map { [("Edition", $0.description)] } ?? [])
    let path = isMarkdown ? BundlePath.contractMarkdown : BundlePath.contract
    var given = [BundleFile(path, .bytes(contract))]
    if let vocabulary { given.append(BundleFile(BundlePath.vocabulary, .bytes(vocabulary))) }
    let tongue = settlement.contract.tongue
    for (place, text) in used.texts.enumerated() {
      guard let source = text.source else { continue }
      let name = UsedTexts.recordedName(place, text.path, in: tongue)
      given.append(BundleFile(BundlePath.scales + name, .bytes(source.utf8)))
    }
    given.append(json(BundlePath.arguments, arguments.json))
    let root = dataDirectory.hasSuffix("/") ? dataDirectory : dataDirectory + "/"
    if let dataPackage {
      given.append(BundleFile(BundlePath.inputs + "datapackage.json", .bytes(dataPackage)))
    }
    var seen: Set<[UInt8]> = []
    for file in data.files where seen.insert(Array(file.name.utf8)).inserted {
      given.append(
        BundleFile(
          BundlePath.inputs + file.name, .copy(of: root + file.name, sha256: file.sha256)))
    }
    self.given = given
  }

  /// The manifest that these files get when they are written.
  public var manifest: Manifest {
    Manifest(
      files.map { file in
        switch file.content {
        case .bytes(let bytes): Manifest.Entry(path: file.path, sha256: Digest.sha256(bytes))
        case .copy(_, let sha256): Manifest.Entry(path: file.path, sha256: sha256)
        }
      })
  }
}
