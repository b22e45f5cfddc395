import Contract
import Diagnostics
import Language
import Quantities
import Settlement
import Proofs
import Testing

/// A contract of two settlement years: half of 2025, from October, and 2026.
enum Small {
  static func text(_ money: String) -> String {
    """
    language en
    contract small "Small"
      parties         client "A City", provider "B KK"
      term            from 2025-10-01 to 2027-03-31
      year starts     April
    table participant                                         per Art. 1
      key             person
      person          code
      marks           number      range from 0 to 10
      place           one of north, south, west
    population all                                            per Art. 2
      of              participant
    population good                                           per Art. 2
      of              all
      where           marks at least 5
    indicator reach                                           per Art. 3
      kind            persons
      of              all
    indicator visits                                          per Art. 3
      kind            total
      of              all
      count           rows
      unit            participation
    indicator good_rate                                          per Art. 3
      kind            rate
      numerator       good
      denominator     all
      record          percent, 1 decimal, half up
    indicator mean_marks                                      per Art. 3
      kind            mean
      of              all
      value           marks
    indicator by_place                                        per Art. 3
      kind            persons
      of              all
      by              place
    \(money)
    """
  }

  /// - Parameter used: what every path of another text leads to.
  static func contract(_ money: String, used: SourceText? = nil) throws -> Contract {
    let source = SourceText(name: "small.pfs", text: text(money))
    let outcome = ContractCompiler.check(
      source, vocabulary: nil, used: UsedTexts(of: Parser.parse(source).document) { _, _ in used })
    let errors = outcome.diagnostics.filter { $0.severity.isFailure }
    return try #require(
      outcome.contract, "\(errors.map { TerminalRenderer(tongue: .en, colour: false).render($0) })")
  }

  static func proof(_ money: String) throws -> ContractProof {
    let contract = try contract(money)
    return ContractProof(contract.periods.map { (contract, $0) })
  }

  /// One payment called `fee`, and nothing else.
  static func fee(_ lines: String, before: String = "") -> String {
    """
    \(before)payment fee                                               per Art. 5
    \(lines)
    settlement yearly                                         per Art. 6
      basis           each year on its own
      total           fee

    """
  }
}

/// The messages of a proof without colours, in one language.
func rendered(_ diagnostics: [Diagnostic], _ tongue: Tongue = .en) -> String {
  let renderer = TerminalRenderer(tongue: tongue, colour: false)
  return diagnostics.map { renderer.render($0) }.joined(separator: "\n")
}

extension ContractProof {
  /// The payment of the first year.
  var fee: PaymentProof {
    get throws { try #require(years.first?.payments.last) }
  }

  /// How it moves with an indicator.
  func movement(_ indicator: String) throws -> IndicatorMovement {
    let contract = try #require(years.first?.contract)
    return try #require(
      try fee.movements.first { contract.declaration(of: $0.indicator).name == indicator })
  }

  /// The way to its most, in English.
  var path: String {
    get throws { ProofText(try #require(years.first?.contract), .en).most(try fee) ?? "" }
  }
}
