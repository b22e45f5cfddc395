import Analysis
import Contract
import Diagnostics
import Evidence
import Execution
import Quantities
import Records
import Settlement

/// What a settlement is made of, as it is given by the user.
public struct SettlementRequest: Sendable {
  public var file: ContractFile
  /// The directory with the tables of the contract.
  public var data: String
  /// What is settled.
  public var period: PeriodName
  /// The bundles of earlier settlements of the same contract.
  public var priors: [String]
  /// Where the bundle is written; nil records nothing.
  public var output: String?

  /// Describes a settlement.
  public init(
    file: ContractFile, data: String, period: PeriodName, priors: [String] = [],
    output: String? = nil
  ) {
    self.file = file
    self.data = data
    self.period = period
    self.priors = priors
    self.output = output
  }

  /// The period that a text names: `2026`, `2026-P2`.
  ///
  /// - Throws: a refusal if the text names none.
  public static func period(_ text: String) throws(Refusal) -> PeriodName {
    guard let period = PeriodName(text) else { throw Refusal(.unknownPeriod(text)) }
    return period
  }
}

/// A settled period with everything it was made from.
public struct SettlementRun: Sendable {
  public let contract: Contract
  public let period: SettlementPeriod
  public let data: ContractData
  public let settlement: Settlement
  /// Of the contract and of the data.
  public let warnings: [Diagnostic]
  /// Where the bundle was written; nil if nothing was recorded.
  public let output: String?
  let file: ContractFile

  /// How the run ends: `stopped` if the contract suspends something that the payment needs.
  public var outcome: Outcome { settlement.isSuspended ? .stopped : .done }

  /// Reads, measures, settles, and records if an output is named.
  ///
  /// - Parameter observing: whether to note what the rows of the records did at the places of the contract.
  /// - Throws: a refusal with everything that is wrong with the contract, else with the data, else
  ///   with the figures; or that the bundle could not be written.
  public static func settle(
    _ request: SettlementRequest, observing: Bool = false, progress: ContractData.Progress? = nil
  ) throws(Refusal) -> SettlementRun {
    let tongue = request.file.tongue
    let plan = try SettlementPlan(request.file, settling: request.period)
    var leftovers: [Diagnostic] = []
    if let output = request.output {
      leftovers = Diagnostic.removedLeftovers(beside: output)
      try recording(tongue) { () throws(BundleError) in
        try BundleWriter<SystemFileSystem>.requireFree(output)
      }
    }
    let priors = try RecordedSettlement.priors(request.priors, of: plan.contract)
    let data = try ContractData.read(plan.contract, from: request.data, progress: progress)
    let reported = try plan.reported(data)
    let settlement = try plan.settle(
      data, reported: reported, priors: priors.settlements, observing: observing)
    if let broken = Invariants(settlement, tables: data.all.tables).broken {
      throw Refusal(
        .unexpected("\(broken.rule.rawValue) of \(broken.subject)"), tongue: tongue,
        outcome: .internal)
    }
    let run = SettlementRun(
      contract: plan.contract, period: plan.period, data: data, settlement: settlement,
      warnings: leftovers + plan.warnings + priors.warnings + data.all.warnings,
      output: request.output,
      file: request.file)
    if let output = request.output {
      let contents = run.contents(reported: reported, priors: priors.settlements)
      try recording(tongue) { () throws(BundleError) in
        _ = try BundleWriter(system: SystemFileSystem()).write(
          contents.files, description: contents.description,
          environment: RunEnvironment.now(), to: output)
      }
    }
    return run
  }

  /// Settles again from the copies in a bundle.
  static func recompute(_ inputs: ReplayInputs, path: String) throws(Refusal) -> BundleContents {
    let file = ContractFile(of: inputs.text, path: path)
    let plan = try SettlementPlan(file, settling: inputs.arguments.period)
    let data = try ContractData.read(plan.contract, from: inputs.inputsDirectory)
    let reported = try plan.reported(data)
    let priors = inputs.arguments.priors
    let run = SettlementRun(
      contract: plan.contract, period: plan.period, data: data,
      settlement: try plan.settle(data, reported: reported, priors: priors),
      warnings: [], output: nil, file: file)
    return run.contents(
      reported: reported, priors: priors, engine: inputs.engine,
      edition: inputs.arguments.edition)
  }

  func contents(
    reported: ReportedTable, priors: [PriorSettlement], engine: Engine = .current,
    edition: RunArguments.Edition? = nil
  ) -> BundleContents {
    BundleContents(
      settlement: settlement, data: data.all, contract: file.source.utf8,
      vocabulary: file.vocabularySource?.utf8, used: file.used, dataDirectory: data.directory,
      dataPackage: data.dataPackage,
      arguments: RunArguments(
        period: period.id, interim: reported.interim, priors: priors, reported: reported.list,
        edition: edition),
      engine: engine)
  }

  static func recording(
    _ tongue: Tongue, _ work: () throws(BundleError) -> Void
  ) throws(Refusal) {
    do throws(BundleError) { try work() } catch { throw Refusal(error, tongue: tongue) }
  }

  /// The settlement as canonical JSON on one line.
  public var json: String {
    let document = SettlementDocument.json(
      settlement, contractSHA256: Digest.sha256(file.source.utf8),
      usedSHA256: contract.used.map { Digest.sha256($0.source.utf8) }, inputs: data.all.files)
    return String(decoding: document.canonicalBytes, as: UTF8.self) + "\n"
  }

  /// The page to print, if a bundle was written.
  public var statementPath: String? { output.map { Path.join($0, "data/statement.html") } }
}

extension ContractFile {
  /// The text that a bundle keeps, with its vocabulary.
  init(of text: BundleText, path: String) {
    self.init(
      path: path,
      source: SourceText(name: "\(path)/\(text.contractName)", utf8: text.contract),
      vocabularySource: text.vocabulary.map {
        SourceText(name: "\(path)/data/vocabulary.txt", utf8: $0)
      },
      used: { tongue, place, used in
        let name = UsedTexts.recordedName(place, used, in: tongue)
        return text.scales[name].map { SourceText(name: "\(path)/data/scales/\(name)", utf8: $0) }
      })
  }
}

/// A contract in force in a period: what settlements, scenarios and replays evaluate.
struct SettlementPlan: Sendable {
  let contract: Contract
  let period: SettlementPeriod
  let warnings: [Diagnostic]

  init(contract: Contract, period: SettlementPeriod, warnings: [Diagnostic]) {
    self.contract = contract
    self.period = period
    self.warnings = warnings
  }

  init(_ file: ContractFile, settling name: PeriodName, edits: [ContractEdit] = []) throws(Refusal)
  {
    let found: [Diagnostic]
    (contract, period, found) = try file.contract(settling: name, edits: edits)
    // Notes are for the check of a contract, not for every run of it.
    warnings = found.filter { $0.severity == .warning }
  }

  /// The contract with some of its lines replaced; this one if none are.
  ///
  /// - Parameter file: the text that the plan is made from.
  func edited(_ edits: [ContractEdit], in file: ContractFile) throws(Refusal) -> SettlementPlan {
    edits.isEmpty ? self : try SettlementPlan(file, settling: period.id, edits: edits)
  }

  /// The figures of the period that come from outside the records.
  func reported(_ data: ContractData) throws(Refusal) -> ReportedTable {
    guard let table = data.reported else { return .none }
    return try ReportedTable(table, contract: contract, period: period)
  }

  /// Measures and settles; `assumed` figures are given instead of derived.
  func settle(
    _ data: ContractData, reported: ReportedTable, priors: [PriorSettlement],
    assumed: [FigureReference: Exact] = [:], observing: Bool = false
  ) throws(Refusal) -> Settlement {
    let execution = try measure(data, reported: reported, assumed: assumed, observing: observing)
    let terms = terms(reported: reported, priors: priors, assumed: assumed)
    do throws(Diagnostics) {
      return try terms.settle(execution)
    } catch {
      throw Refusal(error.items, tongue: contract.tongue)
    }
  }

  /// Measures what is not assumed.
  func measure(
    _ data: ContractData, reported: ReportedTable, assumed: [FigureReference: Exact] = [:],
    observing: Bool = false
  ) throws(Refusal) -> ExecutionResult {
    do throws(Diagnostics) {
      return try Executor.run(
        contract, data: data.records, period: period, reported: reported.values,
        overridden: notMeasured(reported, assumed: assumed), observing: observing)
    } catch {
      throw Refusal(error.items, tongue: contract.tongue)
    }
  }

  /// Everything that is settled except what is measured.
  func terms(
    reported: ReportedTable, priors: [PriorSettlement], assumed: [FigureReference: Exact] = [:]
  ) -> SettlementTerms {
    SettlementTerms(
      contract: contract, period: period, assumed: assumed, interim: reported.interim,
      priors: priors)
  }

  /// Indicators that are assumed, or that only payments of other periods would need from a report.
  func notMeasured(_ reported: ReportedTable, assumed: [FigureReference: Exact]) -> Set<Int> {
    let notReported = contract.idle(in: period.id).filter { reference in
      guard case .indicator(let index) = reference,
        case .reported = contract.indicators[index].kind
      else { return false }
      return !reported.values.keys.contains {
        $0.utf8.elementsEqual(contract.indicators[index].declaration.name.utf8)
      }
    }
    let overridden = (Array(assumed.keys) + notReported).compactMap { reference -> Int? in
      if case .indicator(let index) = reference { index } else { nil }
    }
    return Set(overridden)
  }
}
