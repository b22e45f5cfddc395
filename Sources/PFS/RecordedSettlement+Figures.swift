import Contract
import Diagnostics
import Evidence
import Execution
import Records
import Reports
import Settlement

extension RecordedSettlement {
  /// A settlement derived again from what its bundle records of the measured figures.
  struct Settled: Sendable {
    let file: ContractFile
    let settlement: Settlement
    let trace: Trace
    let inputs: [InputFile]
    let contractSHA256: String
    let usedSHA256: [String]
    let engine: Engine

    /// The settlement statement (精算書) in a language.
    func statement(in tongue: Tongue) -> Statement {
      Statement(
        settlement: settlement, trace: trace, inputs: inputs, contractSHA256: contractSHA256,
        usedSHA256: usedSHA256, engine: engine, tongue: tongue)
    }
  }

  /// Derives the settlement again from the measured figures, by the one evaluator; the records of persons
  /// are not read, so that a packed bundle will do.
  ///
  /// - Throws: a refusal if something cannot be read, or if another settlement follows than the one that
  ///   is recorded.
  func settled() throws(Refusal) -> Settled {
    let (document, trace, arguments, engine) = try Self.reading { () throws(BundleError) in
      (try bundle.settlement(), try bundle.trace(), try bundle.arguments(), try bundle.engine())
    }
    let text = try Self.reading { () throws(BundleError) in try bundle.text() }
    let file = ContractFile(of: text, path: path)
    let plan = try SettlementPlan(file, settling: arguments.period)
    let unreadable = Refusal(.recordDiffers(path), tongue: tongue, outcome: .differs)
    guard let execution = ExecutionResult(recorded: trace, document, of: plan.contract),
      let inputs = InputFile.list(document)
    else { throw unreadable }
    let settlement: Settlement
    do throws(Diagnostics) {
      settlement = try Settler.settle(
        contract: plan.contract, period: plan.period, execution: execution,
        interim: arguments.interim, priors: arguments.priors)
    } catch { throw Refusal(error.items, tongue: tongue) }
    let hashes = (
      Digest.sha256(text.contract), plan.contract.used.map { Digest.sha256($0.source.utf8) }
    )
    let derived = SettlementDocument.json(
      settlement, contractSHA256: hashes.0, usedSHA256: hashes.1, inputs: inputs, engine: engine)
    guard derived == document else { throw unreadable }
    return Settled(
      file: file, settlement: settlement, trace: trace, inputs: inputs, contractSHA256: hashes.0,
      usedSHA256: hashes.1, engine: engine)
  }

  /// - Throws: a refusal if the bundle settles another contract.
  func requireSameContract(as contract: Contract) throws(Refusal) {
    let names = [contract.declaration.name, contract.declaration.otherName].compactMap { $0 }
    guard names.contains(where: { $0.utf8.elementsEqual(contractName.utf8) }) else {
      throw Refusal(
        .otherContract(path, contractName, expected: contract.declaration.name),
        tongue: contract.tongue)
    }
  }
}

extension InputFile {
  /// The files that a settlement names; how their cells are divided is not among what it names.
  fileprivate static func list(_ document: JSONValue) -> [InputFile]? {
    var files: [InputFile] = []
    for item in document["inputs"]?.elements ?? [] {
      guard let name = item["name"]?.string, let bytes = item["bytes"]?.integer,
        let rows = item["rows"]?.integer, let sha256 = item["sha256"]?.string,
        let encoding = item["encoding"]?.string.flatMap(Encoding.init)
      else { return nil }
      files.append(
        InputFile(
          name: name, bytes: Int(bytes), rows: Int(rows), encoding: encoding,
          isEncodingDeclared: false, sha256: sha256, delimiter: ""))
    }
    return files
  }
}
