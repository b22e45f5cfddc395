import Contract
import Diagnostics
import Execution
import Language
import Quantities

/// Runs the worked examples of a contract's annexes against its text.
public enum Examples {
  /// What is wrong with the examples of one period: nothing, if the text gives what they say.
  ///
  /// The contract must be as in force in that period. An example that does not say what earlier periods
  /// were paid is worked without the limits over them, and sets nothing off.
  public static func check(_ contract: Contract, period: PeriodName) -> [Diagnostic] {
    contract.examples.filter { $0.period == period }.flatMap { check($0, of: contract) }
  }

  /// What is wrong with one example.
  public static func check(_ example: Example, of contract: Contract) -> [Diagnostic] {
    guard let period = contract.period(example.period) else {
      return [outsideTerm(example, contract)]
    }
    let worked = work(example, contract, period)
    let unexpected = worked.failures.filter { failure in
      !example.conclusions.contains { $0.kind.announces(failure) }
    }
    guard unexpected.isEmpty else {
      let note = Remark.note("in example \"\(example.title)\"", "計算例「\(example.title)」")
      return example.tables.isEmpty ? unexpected : unexpected.map { $0.adding(note) }
    }
    return example.conclusions.compactMap {
      judge($0, example, worked, contract)
    }
      + example.rowExpectations.compactMap { judge($0, example, worked, contract) }
      + example.expectations.compactMap { expectation in
        guard let inputs = worked.inputs, let settlement = worked.settlement else { return nil }
        return judge(expectation, example, inputs: inputs, settlement: settlement)
      }
  }

  /// An example after it was worked: by the readers and evaluators of every settlement.
  private struct Worked {
    var inputs: SettlementInputs?
    var settlement: Settlement?
    /// Errors and stops, whether or not they are expected.
    var failures: [Diagnostic] = []
  }

  private static func work(
    _ example: Example, _ contract: Contract, _ period: SettlementPeriod
  ) -> Worked {
    let assumed = example.assumed
    let execution: ExecutionResult
    do throws(Diagnostics) {
      execution = try ExampleRecords.measure(example, contract, period)
    } catch {
      return Worked(failures: error.items)
    }
    let inputs = SettlementInputs(
      contract: contract, period: period, execution: execution, assumed: assumed,
      interim: example.interimPayments, priors: [], isExample: true,
      isMeasured: !example.tables.isEmpty,
      previousYear: Dictionary(
        example.previousYear.map { ($0.figure, $0.value) }, uniquingKeysWith: { first, _ in first }),
      assumedGroups: example.assumedGroups, paidEarlier: example.paidEarlier)
    let reserved = inputs.reservedNames()
    guard reserved.isEmpty else { return Worked(failures: reserved) }
    var evaluator = Evaluator(inputs)
    evaluator.run()
    let settlement = evaluator.settlement
    return Worked(
      inputs: inputs, settlement: settlement, failures: evaluator.errors + settlement.stops)
  }

  private static func judge(
    _ expectation: Example.Expectation, _ example: Example, inputs: SettlementInputs,
    settlement: Settlement
  ) -> Diagnostic? {
    if case .population(let index) = expectation.figure {
      return judge(population: index, expectation, example, settlement)
    }
    let id = FigureID(
      settlement.contract.id(of: expectation.figure).name, key: expectation.key.map { GroupKey($0) }
    )
    guard let figure = settlement[id] else {
      return notGiven(id, expectation, example, settlement)
    }
    guard figure.value != expectation.value else { return nil }
    return mismatch(figure, expectation, example, inputs: inputs, settlement: settlement)
  }

  /// What an example gives, settled; nil outside the term.
  public static func settlement(of example: Example, in contract: Contract) -> Settlement? {
    contract.period(example.period).flatMap { work(example, contract, $0).settlement }
  }

  // MARK: - X601

  private static func mismatch(
    _ figure: Figure, _ expectation: Example.Expectation, _ example: Example,
    inputs: SettlementInputs, settlement: Settlement
  ) -> Diagnostic {
    let contract = inputs.contract
    let decimals = contract.decimals(of: figure.id)
    let expected = contract.text(expectation.value, expectation.unit, decimals: decimals)
    let actual = contract.text(figure.value, figure.unit, decimals: decimals)
    let lower = figure.value < expectation.value
    let gap = lower ? expectation.value - figure.value : figure.value - expectation.value
    let difference = contract.text(gap, figure.unit, decimals: decimals)
    let name = contract.name(of: figure.id, in: .ja)
    var remarks = [Remark(kind: .trace, lines: trace(of: figure, in: settlement))]
    if let found = explaining(expectation, figure, inputs: inputs, settlement: settlement) {
      remarks += hint(found, expected: expected, figure: figure, settlement: settlement)
    }
    return Diagnostic(
      code: "X601", severity: .error,
      headline: Text(
        en: "example \"\(example.title)\" expects \(expected.en); the text gives \(actual.en)",
        ja: "計算例「\(example.title)」は\(name)を\(expected.ja)としていますが、条文どおりでは\(actual.ja)です"),
      labels: [
        Label(
          span: expectation.span,
          text: Text(
            en: "\(actual.en) (\(difference.en) \(lower ? "less" : "more"))",
            ja: "\(actual.ja)(\(difference.ja)\(lower ? "少ない" : "多い"))"), primary: true,
          source: contract.source)
      ], remarks: remarks)
  }

  /// The rounding without which the text gives exactly what the example says.
  private static func explaining(
    _ expectation: Example.Expectation, _ figure: Figure, inputs: SettlementInputs,
    settlement: Settlement
  ) -> (step: RoundingStep, owner: Figure)? {
    for owner in settlement.ancestors(of: figure) + [figure] {
      for step in owner.roundings where step.acted {
        var other = inputs
        other.omitted = [step.id]
        var evaluator = Evaluator(other)
        evaluator.run()
        guard let value = evaluator.settlement[figure.id]?.value else { continue }
        if value == expectation.value { return (step, owner) }
      }
    }
    return nil
  }

  private static func hint(
    _ found: (step: RoundingStep, owner: Figure), expected: Text, figure: Figure,
    settlement: Settlement
  ) -> [Remark] {
    let contract = settlement.contract
    let owner = subject(found.owner, contract)
    let isMoney = figure.reference.map(contract.isPayment) ?? true
    let line = contract.source.position(found.step.span.start).line
    let isOwn = found.owner.id == figure.id
    let target = Text(
      en: isMoney && figure.reference != nil ? "the fee" : contract.name(of: figure.id, in: .en),
      ja: contract.name(of: figure.id, in: .ja))
    let hint =
      isOwn
      ? Text(
        en: "\(expected.en) is what you get if \(owner.en) is not rounded",
        ja: "\(owner.ja)を端数処理しなければ\(expected.ja)になります")
      : Text(
        en: "\(expected.en) is what you get if \(owner.en) is not rounded before "
          + "\(target.en) is computed",
        ja: "\(target.ja)の計算前に\(owner.ja)を端数処理しなければ\(expected.ja)になります")
    return [
      Remark(kind: .hint, lines: [hint]),
      Remark(
        kind: .note,
        lines: [
          Text(
            en: "which is right is a question for the parties; see also line \(line)",
            ja: "どちらが正しいかは当事者の協議によります(\(line)行目も参照)")
        ]),
    ]
  }

  /// "the score" if there is only one, else the name.
  private static func subject(_ figure: Figure, _ contract: Contract) -> Text {
    if figure.kind == FigureKind.score && contract.scores.count == 1 {
      return Text(en: "the score", ja: contract.name(of: figure.id, in: .ja))
    }
    return Text(
      en: contract.name(of: figure.id, in: .en), ja: contract.name(of: figure.id, in: .ja))
  }

  private static func trace(of figure: Figure, in settlement: Settlement) -> [Text] {
    let en = Working(contract: settlement.contract, tongue: .en, showsNames: false)
    let ja = Working(contract: settlement.contract, tongue: .ja, showsNames: false)
    return (settlement.ancestors(of: figure) + [figure]).compactMap { figure in
      guard let english = en.line(figure), let japanese = ja.line(figure) else { return nil }
      return Text(en: english, ja: japanese)
    }
  }

  // MARK: - X604, X605, X606

  private static func judge(
    _ conclusion: Example.Conclusion, _ example: Example, _ worked: Worked, _ contract: Contract
  ) -> Diagnostic? {
    switch conclusion.kind {
    case .stop(let code), .error(let code):
      guard !worked.failures.contains(where: conclusion.kind.announces) else { return nil }
      let isStop = if case .stop = conclusion.kind { true } else { false }
      let found = worked.failures.map { failure in
        Text(
          en: "\(failure.code): \(failure.headline.en)",
          ja: "\(failure.code): \(failure.headline.ja)")
      }
      return fault(
        "X604",
        isStop
          ? Text(
            en: "example \"\(example.title)\" expects the stop \(code); nothing is stopped with it",
            ja: "計算例「\(example.title)」は\(code)による停止を見込んでいますが、停止しません")
          : Text(
            en:
              "example \"\(example.title)\" expects the error \(code); nothing is refused with it",
            ja: "計算例「\(example.title)」はエラー\(code)を見込んでいますが、そのエラーは出ません"),
        conclusion.span, contract,
        found.isEmpty ? [] : [Remark(kind: .note, lines: found)])
    case .grade(let reference, let expected):
      let id = contract.id(of: reference)
      let figure = worked.settlement?[id]
      let grade = figure.flatMap { contract.grade(of: $0)?[contract.tongue] }
      guard grade.map({ !$0.utf8.elementsEqual(expected.utf8) }) ?? true else { return nil }
      let (en, ja) = (contract.name(of: id, in: .en), contract.name(of: id, in: .ja))
      return fault(
        "X608",
        Text(
          en: "example \"\(example.title)\" expects grade \(expected) of '\(en)'; "
            + (grade.map { "the text gives \($0)" } ?? "the text gives none"),
          ja: "計算例「\(example.title)」は「\(ja)」の評定を\(expected)としていますが、"
            + (grade.map { "条文どおりでは\($0)です" } ?? "条文からは定まりません")),
        conclusion.span, contract,
        zip([figure].compactMap { $0 }, [worked.settlement].compactMap { $0 }).map {
          Remark(kind: .trace, lines: trace(of: $0, in: $1))
        })
    case .noFigure(let expected):
      let id = contract.id(of: expected)
      guard let figure = worked.settlement?[id] else { return nil }
      let value = contract.text(figure.value, figure.unit, decimals: contract.decimals(of: id))
      return fault(
        "X605",
        Text(
          en:
            "example \"\(example.title)\" expects no figure for \(contract.name(of: id, in: .en)); "
            + "the text gives \(value.en)",
          ja: "計算例「\(example.title)」は\(contract.name(of: id, in: .ja))に数値がないとしていますが、"
            + "条文どおりでは\(value.ja)です"),
        conclusion.span, contract,
        worked.settlement.map { [Remark(kind: .trace, lines: trace(of: figure, in: $0))] } ?? [])
    }
  }

  // MARK: - X607

  private static func judge(
    _ expectation: Example.RowExpectation, _ example: Example, _ worked: Worked,
    _ contract: Contract
  ) -> Diagnostic? {
    guard let inputs = worked.inputs else { return nil }
    let value = contract.values[expectation.value]
    let (en, ja) = (
      contract.name(value.declaration, in: .en), contract.name(value.declaration, in: .ja)
    )
    let figures = inputs.execution.values.first { $0.value == expectation.value }
    guard let figure = figures?[expectation.key] else {
      return fault(
        "X607",
        Text(
          en: "example \"\(example.title)\" expects '\(en)' of a row that it does not bring",
          ja: "計算例「\(example.title)」は、書かれていない行の「\(ja)」を示しています"),
        expectation.span, contract, [])
    }
    guard figure != expectation.figure else { return nil }
    let (expected, actual) = (
      text(expectation.figure, value.type, contract), text(figure, value.type, contract)
    )
    return fault(
      "X607",
      Text(
        en:
          "example \"\(example.title)\" expects \(expected.en) for '\(en)'; the row gives \(actual.en)",
        ja: "計算例「\(example.title)」は「\(ja)」を\(expected.ja)としていますが、行からは\(actual.ja)です"),
      expectation.span, contract, [])
  }

  private static func text(
    _ figure: Example.RowExpectation.Figure, _ type: ValueType, _ contract: Contract
  ) -> Text {
    switch (figure, type) {
    case (.number(let value), .number(let unit)): contract.text(value, unit)
    case (.code(let place), .oneOf(let codes)) where codes.indices.contains(place):
      Text(codes[place])
    case (.flag(let holds), _):
      Text(
        en: (holds ? ValueWord.yes : .no).english, ja: (holds ? ValueWord.yes : .no).japanese)
    case (.date(let date), _): Text(en: "\(date)", ja: DateText.japanese(date))
    default: Text(en: ValueWord.missing.english, ja: ValueWord.missing.japanese)
    }
  }

  private static func judge(
    population index: Int, _ expectation: Example.Expectation, _ example: Example,
    _ settlement: Settlement
  ) -> Diagnostic? {
    let contract = settlement.contract
    let declaration = contract.populations[index].declaration
    let (en, ja) = (contract.name(declaration, in: .en), contract.name(declaration, in: .ja))
    let flow = settlement.flows.first { $0.population.utf8.elementsEqual(declaration.name.utf8) }
    guard let flow else {
      return fault(
        "X606",
        Text(
          en:
            "example \"\(example.title)\" expects members of '\(en)', which no figure of it counts",
          ja: "計算例「\(example.title)」は「\(ja)」の数を示していますが、これを数える数値がありません"),
        expectation.span, contract,
        [
          .help(
            "bring the rows of the tables with 'data' and 'row'", "「データ」と「行」で表の行を書きます")
        ])
    }
    let isPersons = expectation.unit == Unit.person
    let count = Exact(isPersons ? flow.persons ?? flow.remaining : flow.remaining)
    guard count != expectation.value else { return nil }
    let expected = contract.text(expectation.value, expectation.unit)
    let actual = contract.text(count, expectation.unit)
    let steps =
      [Text(en: "\(flow.table): \(flow.rows) rows", ja: "\(flow.table): \(flow.rows)行")]
      + flow.steps.map { step in
        Text(
          en: "\(step.reason): \(step.entered) → \(step.remaining)"
            + (step.missing > 0 ? " (\(step.missing) missing)" : ""),
          ja: "\(step.reason): \(step.entered) → \(step.remaining)"
            + (step.missing > 0 ? "(欠測\(step.missing))" : ""))
      }
    return fault(
      "X606",
      Text(
        en:
          "example \"\(example.title)\" expects \(expected.en) in '\(en)'; the rows give \(actual.en)",
        ja: "計算例「\(example.title)」は「\(ja)」を\(expected.ja)としていますが、行からは\(actual.ja)です"),
      expectation.span, contract, [Remark(kind: .flow, lines: steps)])
  }

  private static func fault(
    _ code: String, _ headline: Text, _ span: Span, _ contract: Contract, _ remarks: [Remark]
  ) -> Diagnostic {
    Diagnostic(
      code: code, severity: .error, headline: headline,
      labels: [Label(span: span, source: contract.source)], remarks: remarks)
  }

  // MARK: - X602, X603

  private static func notGiven(
    _ id: FigureID, _ expectation: Example.Expectation, _ example: Example, _ settlement: Settlement
  ) -> Diagnostic {
    let contract = settlement.contract
    let causes = settlement.suspended.first { $0.id == id }?.waitsFor ?? []
    guard !causes.isEmpty || id.key == nil else {
      return fault(
        "X602",
        Text(
          en: "example \"\(example.title)\" expects \(contract.name(of: id, in: .en)), "
            + "but has no such group",
          ja: "計算例「\(example.title)」には、\(contract.name(of: id, in: .ja))の区分がありません"),
        expectation.span, contract, [])
    }
    func list(_ tongue: Tongue) -> String {
      causes.map { contract.name(of: $0, in: tongue) }.joined(separator: tongue == .en ? ", " : "、")
    }
    return Diagnostic(
      code: "X602", severity: .error,
      headline: Text(
        en: "example \"\(example.title)\" expects \(contract.name(of: id, in: .en)), "
          + "but does not give what it is made from",
        ja: "計算例「\(example.title)」の\(contract.name(of: id, in: .ja))は、前提が足りず計算できません"),
      labels: [
        Label(
          span: expectation.span,
          text: Text(en: "not given: \(list(.en))", ja: "前提がありません: \(list(.ja))"),
          primary: true, source: contract.source)
      ],
      remarks: [
        Remark(
          kind: .help,
          lines: [
            Text(en: "add a 'given' line for \(list(.en))", ja: "「前提」に\(list(.ja))を書きます")
          ])
      ])
  }

  private static func outsideTerm(_ example: Example, _ contract: Contract) -> Diagnostic {
    Diagnostic(
      code: "X603", severity: .error,
      headline: Text(
        en: "example \"\(example.title)\" is for \(example.period), outside the term",
        ja: "計算例「\(example.title)」の\(example.period.japanese)は契約期間の外です"),
      labels: [
        Label(
          span: example.span, text: Text(en: "", ja: ""), primary: true, source: contract.source)
      ], remarks: [])
  }
}

extension Example {
  /// The figures that it gives.
  var assumed: [FigureReference: Exact] {
    Dictionary(
      given.lazy.filter { $0.key == nil }.map { ($0.figure, $0.value) },
      uniquingKeysWith: { _, last in last })
  }

  /// The figures that it gives group by group.
  var assumedGroups: [FigureReference: [GroupKey: Exact]] {
    given.reduce(into: [:]) { groups, item in
      if let key = item.key { groups[item.figure, default: [:]][GroupKey(key)] = item.value }
    }
  }
}

extension Contract {
  /// The identity of what an example expects; of a population its name.
  public func id(of expected: Example.Expected) -> FigureID {
    switch expected {
    case .population(let index): FigureID(populations[index].declaration.name)
    case .figure(let reference): id(of: reference)
    case .split(let index): FigureID(splits[index].declaration.name)
    case .total: .total
    case .tax: .tax
    case .payable: .payable
    case .due: .due
    }
  }

  func isPayment(_ reference: FigureReference) -> Bool {
    if case .payment = reference { true } else { false }
  }
}

extension Settlement {
  /// The figures that a figure is made from, directly or through others, in order of derivation.
  public func ancestors(of figure: Figure) -> [Figure] {
    var wanted = Set(figure.inputs)
    var found: [Figure] = []
    for candidate in figures.reversed() where wanted.contains(candidate.id) {
      wanted.formUnion(candidate.inputs)
      found.append(candidate)
    }
    return found.reversed()
  }
}

extension Example.Conclusion.Kind {
  /// Whether a failure is the one that is expected.
  fileprivate func announces(_ failure: Diagnostic) -> Bool {
    switch self {
    case .stop(let code): failure.severity == .stop && failure.code == code
    case .error(let code): failure.severity != .stop && failure.code == code
    case .noFigure, .grade: false
    }
  }
}

extension Diagnostic {
  /// The same message with another remark.
  fileprivate func adding(_ remark: Remark) -> Diagnostic {
    Diagnostic(
      code: code, severity: severity, headline: headline, labels: labels, context: context,
      remarks: remarks + [remark])
  }
}
