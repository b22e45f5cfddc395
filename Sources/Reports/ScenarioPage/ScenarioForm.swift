import Diagnostics

/// What stands in the form of the page of scenarios.
public struct ScenarioForm: Sendable {
  /// What stands in the fields, in their order; nil is the contract's own.
  public let values: [String?]
  /// Assumptions in words, one on each line.
  public let further: String
  /// What the city plans to pay; empty for what is due without the scenario.
  public let plan: String

  public init(values: [String?], further: String, plan: String) {
    self.values = values
    self.further = further
    self.plan = plan
  }

  /// The form as its fields are named in a query.
  ///
  /// - Parameter count: how many fields there are.
  public init(_ query: [String: String]) {
    var values: [String?] = []
    let most =
      query.keys.compactMap { name in
        name.hasPrefix("f") ? Int(name.dropFirst()) : nil
      }.filter { (0..<10_000).contains($0) }.max() ?? -1
    for index in 0..<(most + 1) { values.append(query[Self.name(index)]) }
    self.init(
      values: values, further: query[Self.furtherName] ?? "", plan: query[Self.planName] ?? "")
  }

  /// The names of the fields in a query: `f0`, `f1`, …, of the further assumptions, and of the plan.
  static func name(_ index: Int) -> String { "f\(index)" }
  static let furtherName = "more"
  static let planName = "plan"

  /// What stands in a field, if it differs from the contract.
  func changed(_ index: Int, _ fields: [ScenarioField]) -> String? {
    guard values.indices.contains(index), let value = values[index] else { return nil }
    let plain = String(value.trimmed)
    return plain.isEmpty || plain == fields[index].current ? nil : plain
  }

  /// The assumptions of the form: `NAME=VALUE` for each field that differs, then those in words.
  public func assumptions(_ fields: [ScenarioField]) -> [String] {
    texts(fields) { if case .effect = $0 { false } else { true } }
      + further.split(whereSeparator: \.isNewline).map { String($0.trimmed) }.filter {
        !$0.isEmpty
      }
  }

  /// The assumed changes of figures, as `NAME=+SHIFT ± DEVIATION`.
  public func effects(_ fields: [ScenarioField]) -> [String] {
    texts(fields) { if case .effect = $0 { true } else { false } }
  }

  private func texts(
    _ fields: [ScenarioField], _ isMeant: (ScenarioField.Kind) -> Bool
  ) -> [String] {
    fields.indices.compactMap { index in
      guard isMeant(fields[index].kind), let value = changed(index, fields) else { return nil }
      return "\(fields[index].target)=\(value)"
    }
  }
}
