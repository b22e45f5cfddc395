import Diagnostics
import Foundation
import Quantities
import Settlement

/// The indicators of a settlement as HL7 FHIR R4 MeasureReports in a Bundle: aggregate figures, nobody's data.
///
/// HL7 FHIR 4.0.1, hl7.org/fhir/R4/measurereport.html. A report is of the type `summary`; its score is the
/// figure as the contract records it, its populations are the counts beside it, and figures by a key are
/// strata. What a report is not for, the payment, is not in it.
public struct MeasureReports {
  private let result: RecordedResult

  public init(_ result: RecordedResult) {
    self.result = result
  }

  /// The Bundle, a collection.
  public var json: JSONValue {
    .object([
      .init("resourceType", .string("Bundle")), .init("type", .string("collection")),
      .init(
        "entry",
        .array(
          result.indicators.enumerated().map { place, indicator in
            .object([
              .init("fullUrl", .string("urn:uuid:\(identifier(place))")),
              .init("resource", report(indicator, place)),
            ])
          })),
    ])
  }

  private func report(_ indicator: RecordedIndicator, _ place: Int) -> JSONValue {
    .object([
      .init("resourceType", .string("MeasureReport")),
      .init("id", .string("indicator-\(place + 1)")),
      .init("status", .string("complete")), .init("type", .string("summary")),
      .init("measure", .string(measure(indicator.name))),
      .init("reporter", .object([.init("display", .string(result.client))])),
      .init(
        "period",
        .object([
          .init("start", .string(result.text("period", "from"))),
          .init("end", .string(result.text("period", "to"))),
        ])),
      .init("group", .array([group(indicator)])),
    ])
  }

  private func group(_ indicator: RecordedIndicator) -> JSONValue {
    let words = indicator.words(in: result.tongue)
    var members = [JSONValue.Member("code", .object([.init("text", .string(words))]))]
    if let whole = indicator.whole { members += score(whole, indicator.name, key: nil) }
    if !indicator.parts.isEmpty {
      let strata = indicator.parts.map { part in
        JSONValue.object(
          [.init("value", .object([.init("text", .string(part.key))]))]
            + score(part.entry, indicator.name, key: part.key))
      }
      members.append(
        .init("stratifier", .array([.object([.init("stratum", .array(strata))])])))
    }
    return .object(members)
  }

  // MARK: - Figures

  /// The populations and the score of a figure.
  private func score(_ entry: Trace.Entry, _ name: String, key: String?) -> [JSONValue.Member] {
    var members: [JSONValue.Member] = []
    let populations = Self.populations.compactMap { label, code -> JSONValue? in
      guard let number = result.count(label, beside: name, key: key) else { return nil }
      return .object([
        .init("code", Self.concept(code)), .init("count", .count(Int(number))),
      ])
    }
    if !populations.isEmpty { members.append(.init("population", .array(populations))) }
    if let (value, unit) = result.decimal(of: entry) {
      members.append(.init("measureScore", Self.quantity(value, unit)))
    }
    return members
  }

  /// The labels of counts, and what FHIR calls such a population.
  private static let populations = [
    ("n", "initial-population"), ("numerator", "numerator"), ("denominator", "denominator"),
  ]

  private static func concept(_ code: String) -> JSONValue {
    .object([
      .init(
        "coding",
        .array([
          .object([
            .init("system", .string("http://terminology.hl7.org/CodeSystem/measure-population")),
            .init("code", .string(code)),
          ])
        ]))
    ])
  }

  /// Units that UCUM knows by a name of its own.
  private static let codes = ["percent": "%", "kg": "kg", "cm": "cm", "m": "m", "kg/m2": "kg/m2"]
  /// FHIR decimals have at most 17 digits after the point: figures that are not recorded with fewer are
  /// rounded, half even, to this many.
  private static let decimals = 12

  private static func quantity(_ value: String, _ unit: String) -> JSONValue {
    var number = Exact(decimal: value) ?? .zero
    if (number.exactDecimals ?? .max) > 17 {
      number = number.rounded(.halfEven, decimals: decimals)
    }
    var members: [JSONValue.Member] = [.init("value", .decimal(number))]
    if unit != "number" { members.append(.init("unit", .string(unit))) }
    if let code = codes[unit] {
      members.append(.init("system", .string("http://unitsofmeasure.org")))
      members.append(.init("code", .string(code)))
    }
    return .object(members)
  }

  // MARK: - Names that a stranger can resolve

  /// The contract by its hash (RFC 6920), the indicator as the fragment.
  private func measure(_ name: String) -> String {
    "ni:///sha-256;\(Self.base64URL(result.text("contract", "sha256")))#"
      + (name.addingPercentEncoding(withAllowedCharacters: .urlFragmentAllowed) ?? "")
  }

  private static func base64URL(_ hexadecimal: String) -> String {
    var bytes: [UInt8] = []
    var rest = hexadecimal[...]
    while rest.count >= 2, let byte = UInt8(rest.prefix(2), radix: 16) {
      bytes.append(byte)
      rest = rest.dropFirst(2)
    }
    return Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
      .replacing("=", with: "")
  }

  /// A UUID of version 8 (RFC 9562) from the record's hash and the place of a report: the same for the same
  /// record.
  private func identifier(_ place: Int) -> String {
    var digits = Array(result.manifestSHA256.prefix(32))
    let number = String(place, radix: 16)
    digits.replaceSubrange(32 - number.count..<32, with: number)
    digits[12] = "8"
    digits[16] = "8"
    let text = String(digits)
    var parts: [Substring] = []
    var rest = text[...]
    for length in [8, 4, 4, 4, 12] {
      parts.append(rest.prefix(length))
      rest = rest.dropFirst(length)
    }
    return parts.joined(separator: "-")
  }
}
