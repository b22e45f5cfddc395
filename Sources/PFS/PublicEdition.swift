import Contract
import Diagnostics
import Disclosure
import Evidence
import Execution
import Quantities
import Records
import Settlement

/// A bundle for everybody: the contract and the figures from which no small number of persons follows.
public enum PublicEdition {
  /// Writes the edition of a bundle.
  ///
  /// - Parameters:
  ///   - threshold: numbers of 1 to fewer than so many persons are withheld; nil for what the contract says.
  ///   - width: so many values must remain possible for each of them, from 2 to below the threshold.
  ///   - known: printed identities of figures that are published anyway, beside the amounts of the settlement.
  ///   - published: earlier public editions of the same contract.
  ///   - output: must not exist, or be empty.
  /// - Returns: what there is to say about earlier runs.
  /// - Throws: a refusal if the bundle does not recompute, if a name or an earlier edition is of something else, or
  ///   if a small number follows from what is published anyway.
  public static func write(
    _ path: String, threshold: Int?, width: Int, known: [String] = [], published: [String] = [],
    to output: String
  ) throws(Refusal) -> [Diagnostic] {
    let source = try EditionSource(path, to: output)
    let (recorded, inputs, plan) = (source.recorded, source.inputs, source.plan)
    let rule = try Self.rule(threshold, width, plan.contract)
    let data = try ContractData.read(plan.contract, from: inputs.inputsDirectory)
    let reported = try plan.reported(data)
    let execution = try plan.measure(data, reported: reported)
    let terms = plan.terms(reported: reported, priors: inputs.arguments.priors)
    let settlement: Settlement
    do throws(Diagnostics) { settlement = try terms.settle(execution) } catch {
      throw Refusal(error.items, tongue: recorded.tongue)
    }
    var names: Set<String> = []
    for name in known { names.insert(try Self.id(name, in: recorded)) }
    var earlier: [DisclosureControl.Earlier] = []
    var compared: Set<String> = []
    for path in published {
      if let (period, found) = try Self.earlier(path, than: plan) {
        earlier.append(found)
        compared.insert(period)
      }
    }
    // What is due is the difference from what these were paid, and so are the persons who came since.
    let missing = plan.takenOff.filter { !compared.contains($0) }
    guard missing.isEmpty else {
      throw Refusal(.earlierEditionsMissing(path, missing), tongue: recorded.tongue)
    }
    var control = DisclosureControl(
      settlement, execution: execution,
      sets: Executor.countedSets(plan.contract, data: data.records, period: plan.period),
      rule: rule, known: names, earlier: earlier
    ) { try? terms.settle($0) }
    let numbers: PublishedNumbers
    do throws(DisclosureControl.Unprotected) { numbers = try control.published() } catch {
      throw Refusal(
        .unprotected(path, error.numbers, published: error.published), tongue: recorded.tongue)
    }
    let contents = PublicContents.files(
      settlement, numbers, text: inputs.text, of: recorded.bundle.manifest.sha256)
    try SettlementRun.recording(recorded.tongue) { () throws(BundleError) in
      _ = try BundleWriter(system: SystemFileSystem()).write(
        contents.files, description: contents.description, environment: RunEnvironment.now(),
        isPublic: true, to: output)
    }
    return source.warnings
  }

  /// What is asked for, which is never less than the contract demands.
  private static func rule(
    _ threshold: Int?, _ width: Int, _ contract: Contract
  ) throws(Refusal) -> DisclosureControl.Rule {
    let least = contract.publishedFrom
    guard let persons = threshold ?? least, persons >= least ?? persons,
      let rule = DisclosureControl.Rule(threshold: persons, width: width)
    else { throw Refusal(.threshold(threshold, width, contract: least), tongue: contract.tongue) }
    return rule
  }

  /// The printed identity of a figure that is named in either language.
  private static func id(
    _ name: String, in recorded: RecordedSettlement
  ) throws(Refusal) -> String {
    guard case .derived(let entry) = try recorded.find(name, in: recorded.tongue) else {
      return name
    }
    return entry.id
  }

  /// What an earlier edition published that a number could be compared with; nil for a period that says nothing
  /// about this one.
  private static func earlier(
    _ path: String, than plan: SettlementPlan
  ) throws(Refusal) -> (period: String, DisclosureControl.Earlier)? {
    let bundle = try RecordedSettlement.undamaged(path)
    guard bundle.isPublic else { throw Refusal(.noPublicFigures(path)) }
    let document = try RecordedSettlement.reading { () throws(BundleError) in
      try bundle.publicFigures()
    }
    let own = plan.contract
    let name = document["contract"]?["name"]?.string ?? ""
    guard
      [own.declaration.name, own.declaration.otherName].contains(where: {
        $0?.utf8.elementsEqual(name.utf8) ?? false
      })
    else {
      throw Refusal(
        .otherContract(path, name, expected: own.declaration.name), tongue: own.tongue)
    }
    // Figures are compared by their names.
    guard document["contract"]?["language"]?.string == own.tongue.rawValue else {
      throw Refusal(.publishedLanguage(path), tongue: own.tongue)
    }
    let period = document["period"]?.string ?? ""
    let isSamePeriod = period == plan.period.name
    guard isSamePeriod || plan.takenOff.contains(period) else { return nil }
    return (period, DisclosureControl.Earlier(document, isSamePeriod: isSamePeriod))
  }
}

extension SettlementPlan {
  /// The earlier periods whose payments this settlement takes off.
  fileprivate var takenOff: [String] { contract.periodsSetOff(in: period).map(\.name) }
}

extension DisclosureControl.Earlier {
  /// Reads what an edition published.
  fileprivate init(_ document: JSONValue, isSamePeriod: Bool) {
    var figures: [String: Exact] = [:]
    for figure in document["figures"]?.elements ?? [] {
      guard let name = figure["name"]?.string,
        let value = figure["value"]?.string.flatMap({ Exact(decimal: $0) })
      else { continue }
      figures[name] = value
    }
    var populations: [String: (rows: Int?, persons: Int?)] = [:]
    for item in document["populations"]?.elements ?? [] {
      guard let name = item["population"]?.string else { continue }
      populations[name] = (
        item["rows"]?.integer.map { Int($0) }, item["persons"]?.integer.map { Int($0) }
      )
    }
    self.init(figures: figures, populations: populations, isSamePeriod: isSamePeriod)
  }
}
