import Contract
import Execution
import Quantities
import Settlement

/// What a run was given besides the contract and the data files.
public struct RunArguments: Sendable {
  /// A figure that an evaluator reported, by the name of its indicator.
  public struct Reported: Hashable, Sendable {
    public let name: String
    public let value: ReportedValue

    /// Names a reported figure.
    public init(name: String, value: ReportedValue) {
      self.name = name
      self.value = value
    }
  }

  /// A form of a bundle for other readers.
  public struct Edition: Hashable, Sendable {
    public enum Form: String, Hashable, Sendable {
      /// Keyed hashes in place of ids.
      case pseudonymous
      /// Figures alone, without small numbers of persons; it has no arguments to be replayed with.
      case `public`
    }

    public let form: Form
    /// SHA-256 of the manifest of the bundle that it is an edition of.
    public let of: String

    /// Names the form and the bundle.
    public init(form: Form, of: String) { (self.form, self.of) = (form, of) }

    /// How `bag-info.txt` describes it.
    var description: String { "\(form.rawValue) of \(of)" }
  }

  /// What was settled.
  public let period: PeriodName
  public let interim: Exact?
  /// Earlier settlements, by their recorded figures, in order of period.
  public let priors: [PriorSettlement]
  /// In byte order of the names.
  public let reported: [Reported]
  /// Nil for the bundle of the settlement itself.
  public let edition: Edition?

  /// Holds the arguments of a run.
  public init(
    period: PeriodName, interim: Exact? = nil, priors: [PriorSettlement] = [],
    reported: [Reported] = [], edition: Edition? = nil
  ) {
    self.edition = edition
    self.period = period
    self.interim = interim
    self.priors = priors.sorted { $0.period < $1.period }
    self.reported = reported.sorted {
      $0.name.utf8.lexicographicallyPrecedes($1.name.utf8)
    }
  }

  /// The content of `arguments.json`.
  public var json: JSONValue {
    let edition = edition.map {
      JSONValue.Member(
        "edition",
        .object([.init("form", .string($0.form.rawValue)), .init("of", .string($0.of))]))
    }
    return .object(
      [
        .init("period", .string(period.description)),
        .init("interim", .text(interim?.fraction)),
        .init(
          "priors",
          .array(
            priors.map {
              .object([
                .init("period", .string($0.period)), .init("total", .string($0.total.fraction)),
                .init("payable", .string($0.payable.fraction)),
                .init(
                  "figures",
                  .array(
                    $0.figures.map {
                      .object([
                        .init("name", .string($0.name)), .init("value", .string($0.value.fraction)),
                      ])
                    })),
                .init("manifest", .text($0.manifestSHA256)),
              ])
            })),
        .init(
          "reported",
          .array(
            reported.map {
              .object([
                .init("name", .string($0.name)), .init("value", .string($0.value.value.fraction)),
                .init("unit", .string($0.value.unit.id)), .init("per", .text($0.value.unit.per)),
                .init("evidence", .string($0.value.evidence)),
              ])
            })),
      ] + (edition.map { [$0] } ?? []))
  }

  /// Reads `arguments.json`; nil if something is missing.
  public init?(_ json: JSONValue) {
    guard let period = json["period"]?.string.flatMap({ PeriodName($0) }) else { return nil }
    var interim: Exact?
    if let text = json["interim"]?.string {
      guard let value = Exact(fraction: text) else { return nil }
      interim = value
    }
    var priors: [PriorSettlement] = []
    for item in json["priors"]?.elements ?? [] {
      guard let period = item["period"]?.string,
        let total = item["total"]?.string.flatMap({ Exact(fraction: $0) }),
        let payable = item["payable"]?.string.flatMap({ Exact(fraction: $0) })
      else { return nil }
      var figures: [PriorSettlement.Recorded] = []
      for figure in item["figures"]?.elements ?? [] {
        guard let name = figure["name"]?.string,
          let value = figure["value"]?.string.flatMap({ Exact(fraction: $0) })
        else { return nil }
        figures.append(.init(name: name, value: value))
      }
      priors.append(
        PriorSettlement(
          period: period, total: total, payable: payable, figures: figures,
          manifestSHA256: item["manifest"]?.string))
    }
    var reported: [Reported] = []
    for item in json["reported"]?.elements ?? [] {
      guard let name = item["name"]?.string, let unit = item["unit"]?.string,
        let value = item["value"]?.string.flatMap({ Exact(fraction: $0) }),
        let evidence = item["evidence"]?.string
      else { return nil }
      reported.append(
        Reported(
          name: name,
          value: ReportedValue(
            value: value, unit: Unit(unit, per: item["per"]?.string), evidence: evidence)))
    }
    var edition: Edition?
    if let item = json["edition"] {
      guard let form = item["form"]?.string.flatMap(Edition.Form.init(rawValue:)),
        let of = item["of"]?.string
      else { return nil }
      edition = Edition(form: form, of: of)
    }
    self.init(
      period: period, interim: interim, priors: priors, reported: reported, edition: edition)
  }
}
