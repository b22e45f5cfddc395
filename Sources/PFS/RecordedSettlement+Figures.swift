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
    let invariants: Invariants
    let inputs: [InputFile]
    let contractSHA256: String
    let usedSHA256: [String]
    let engine: Engine

    /// The settlement statement (精算書) in a language.
    func statement(in tongue: Tongue) -> Statement {
      Statement(
        settlement: settlement, trace: trace, invariants: invariants, inputs: inputs,
        contractSHA256: contractSHA256, usedSHA256: usedSHA256, engine: engine, tongue: tongue)
    }
  }

  /// Derives the settlement again from the measured figures, by the one evaluator; the records of persons
  /// are not read, so that a packed bundle will do.
  ///
  /// - Parameter language: of names, titles and lines; nil for that of the contract. In the other language the
  ///   contract is translated by the vocabulary in the bundle, and the same figures must follow from it.
  /// - Throws: a refusal if something cannot be read, if another settlement follows than the one that is
  ///   recorded, or if a name has no pair in the other language.
  func settled(in language: Tongue? = nil) throws(Refusal) -> Settled {
    let (document, trace, arguments, engine) = try Self.reading { () throws(BundleError) in
      (try bundle.settlement(), try bundle.trace(), try bundle.arguments(), try bundle.engine())
    }
    let (text, invariants) = try Self.reading { () throws(BundleError) in
      (try bundle.text(), try bundle.invariants())
    }
    let file = ContractFile(of: text, path: path)
    let plan = try SettlementPlan(file, settling: arguments.period)
    let unreadable = Refusal(.recordDiffers(path), tongue: tongue, outcome: .differs)
    guard let execution = ExecutionResult(recorded: trace, document, of: plan.contract),
      let inputs = InputFile.list(document)
    else { throw unreadable }
    func settle(
      _ plan: SettlementPlan, _ execution: ExecutionResult, _ priors: [PriorSettlement]
    ) throws(Refusal) -> Settlement {
      do throws(Diagnostics) {
        return try Settler.settle(
          contract: plan.contract, period: plan.period, execution: execution,
          interim: arguments.interim, priors: priors)
      } catch { throw Refusal(error.items, tongue: tongue) }
    }
    let settlement = try settle(plan, execution, arguments.priors)
    let hashes = (
      Digest.sha256(text.contract), plan.contract.used.map { Digest.sha256($0.source.utf8) }
    )
    let derived = SettlementDocument.json(
      settlement, contractSHA256: hashes.0, usedSHA256: hashes.1, inputs: inputs, engine: engine)
    guard derived == document else { throw unreadable }
    func found(_ file: ContractFile, _ settlement: Settlement, _ trace: Trace) -> Settled {
      Settled(
        file: file, settlement: settlement, trace: trace, invariants: invariants, inputs: inputs,
        contractSHA256: hashes.0, usedSHA256: hashes.1, engine: engine)
    }
    guard let language, language != file.tongue else { return found(file, settlement, trace) }
    let other: ContractFile
    do throws(Refusal) {
      guard let translated = try file.inLanguage(language) else { throw unreadable }
      other = translated
    } catch {
      throw Refusal([.untranslatable(path)] + error.diagnostics, tongue: tongue)
    }
    let translated = try SettlementPlan(other, settling: arguments.period)
    guard let measured = execution.named(as: translated.contract, insteadOf: plan.contract) else {
      throw unreadable
    }
    let same = try settle(translated, measured, arguments.priors.map(file.renamed))
    // Groups may stand in another order under their other names.
    guard same.figures.map(\.value).sorted() == settlement.figures.map(\.value).sorted() else {
      throw unreadable
    }
    return found(other, same, Trace(same))
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
