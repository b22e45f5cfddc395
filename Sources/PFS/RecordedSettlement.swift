import Contract
import Diagnostics
import Evidence
import Reports
import Settlement

/// A settlement as its bundle records it.
public struct RecordedSettlement: Sendable {
  public let path: String
  public let bundle: Bundle
  /// The language of its contract.
  public let tongue: Tongue
  /// The name of its contract.
  public let contractName: String

  /// Opens a bundle whose files are as its manifest says.
  ///
  /// - Throws: a refusal if there is no bundle, or if it is damaged.
  public static func open(_ path: String) throws(Refusal) -> RecordedSettlement {
    let bundle = try undamaged(path)
    guard !bundle.isPublic else { throw Refusal(.publicEdition(path), tongue: tongue(of: path)) }
    let settlement = try reading { () throws(BundleError) in try bundle.settlement() }
    let contract = settlement["contract"]
    return RecordedSettlement(
      path: path, bundle: bundle,
      tongue: contract?["language"]?.string.flatMap(Tongue.init) ?? .en,
      contractName: contract?["name"]?.string ?? "")
  }

  /// Opens a bundle that was asked about, where a code could have been meant.
  ///
  /// - Throws: a refusal if there is nothing of that name, or as ``open(_:)``.
  public static func explained(_ subject: String) throws(Refusal) -> RecordedSettlement {
    guard FileBytes.exists(subject) else {
      let codes = Codes.registry.entries.map(\.code)
      throw Refusal(
        .noSubject(subject, codes: codes), outcome: .inputOutput)
    }
    return try open(subject)
  }

  /// Recomputes a bundle from itself, damaged or not.
  ///
  /// - Throws: a refusal if there is no bundle or if it cannot be read.
  public static func replay(_ path: String) throws(Refusal) -> ReplayResult {
    let bundle = try find(path)
    do {
      return try Replay.run(bundle) { inputs in
        do throws(Refusal) {
          return try SettlementRun.recompute(inputs, path: bundle.path)
        } catch {
          throw Diagnostics(items: error.diagnostics)
        }
      }
    } catch let error as BundleError {
      throw Refusal(error, tongue: tongue(of: path))
    } catch {
      throw Refusal(.unexpected("\(type(of: error))"), outcome: .internal)
    }
  }

  /// Packs a bundle, an edition for the public too, into the archive in which it travels.
  ///
  /// - Parameter output: must not exist.
  /// - Throws: a refusal if the bundle is damaged, or if the archive cannot be written.
  /// - Returns: what there is to say about earlier runs.
  public static func pack(_ path: String, to output: String) throws(Refusal) -> [Diagnostic] {
    let bundle = try undamaged(path)
    let leftovers = Diagnostic.removedLeftovers(beside: output)
    do throws(BundleError) {
      try BundlePacking.pack(bundle, to: output)
      return leftovers
    } catch { throw Refusal(error, tongue: tongue(of: path)) }
  }

  /// The language of the contract in a bundle, as far as a damaged one still tells.
  public static func tongue(of path: String) -> Tongue? {
    guard let bundle = try? Bundle(path),
      let document = try? bundle.isPublic ? bundle.publicFigures() : bundle.settlement()
    else { return nil }
    return document["contract"]?["language"]?.string.flatMap(Tongue.init)
  }

  /// The derivation of every figure.
  public func trace() throws(Refusal) -> Trace {
    try Self.reading { () throws(BundleError) in try bundle.trace() }
  }

  /// The derivation of a figure in words; nil explains the amount due.
  ///
  /// - Throws: a refusal if there is no such figure.
  public func explanation(of figure: String?, in language: Tongue) throws(Refusal) -> String {
    let trace = try trace()
    if let text = TerminalReport(tongue: language).explanation(trace, of: figure) { return text }
    throw noFigure(figure ?? FigureID.due.name, trace, language)
  }

  /// What the record holds of one figure: its derivation, or what it waits for.
  enum Found {
    case derived(Trace.Entry)
    case suspended(Trace.Suspended)
  }

  /// - Throws: a refusal if there is no such figure.
  func find(_ name: String, in language: Tongue) throws(Refusal) -> Found {
    let trace = try trace()
    if let entry = trace.entry(name) { return .derived(entry) }
    if let suspension = trace.suspension(name) { return .suspended(suspension) }
    throw noFigure(name, trace, language)
  }

  private func noFigure(_ name: String, _ trace: Trace, _ language: Tongue) -> Refusal {
    Refusal(.noFigure(name, known: trace.entries.map { $0.name[language] }), tongue: tongue)
  }

  /// What earlier settlements of a contract paid, with a warning for each that was made from the text
  /// in the other language.
  ///
  /// - Throws: a refusal if a bundle is damaged, settles another contract, or is suspended.
  static func priors(
    _ paths: [String], of contract: Contract
  ) throws(Refusal) -> (settlements: [PriorSettlement], warnings: [Diagnostic]) {
    var priors: [PriorSettlement] = []
    var warnings: [Diagnostic] = []
    for path in paths {
      let recorded = try open(path)
      try recorded.requireSameContract(as: contract)
      guard
        let prior = try reading({ () throws(BundleError) in
          try recorded.bundle.prior(figures: contract.previousFigures)
        })
      else {
        throw Refusal(
          .priorSuspended(path), tongue: contract.tongue)
      }
      priors.append(prior)
      if contract.limitsSharesTogether {
        let shares = try reading { () throws(BundleError) in try recorded.bundle.shares() }
        warnings += contract.sharesNotFound(among: shares).map {
          .priorShareNotFound(path, $0.share, $0.recorded)
        }
      }
      if recorded.tongue != contract.tongue {
        let unpaired = contract.unpairedPreviousNames
        guard unpaired.isEmpty else {
          throw Refusal(.priorNamesUnpaired(path, unpaired), tongue: contract.tongue)
        }
        warnings.append(.priorLanguage(path, recorded.tongue))
      }
    }
    return (priors, warnings)
  }

  /// A bundle whose files are as its manifest says.
  static func undamaged(_ path: String) throws(Refusal) -> Bundle {
    let bundle = try find(path)
    let damages = try reading { () throws(BundleError) in try bundle.damages() }
    guard damages.isEmpty else {
      let lines = damages.prefix(20).map(\.text)
      throw Refusal(.damaged(path, lines), tongue: tongue(of: path), outcome: .differs)
    }
    return bundle
  }

  private static func find(_ path: String) throws(Refusal) -> Bundle {
    try reading { () throws(BundleError) in try Bundle(path) }
  }

  /// - Parameter tongue: the language of the contract, if it is known.
  static func reading<Result>(
    in tongue: Tongue? = nil, _ work: () throws(BundleError) -> Result
  ) throws(Refusal) -> Result {
    do throws(BundleError) { return try work() } catch { throw Refusal(error, tongue: tongue) }
  }
}
