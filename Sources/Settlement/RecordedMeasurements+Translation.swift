import Contract
import Diagnostics
import Execution
import Quantities
import Records

extension ExecutionResult {
  /// The same measurements with the names of the contract in the other language; nil if the two are not one contract.
  ///
  /// Codes and months of the records are the keys of figures in both.
  ///
  /// - Parameters:
  ///   - old: the contract that was measured.
  ///   - new: the same contract, translated: its blocks have the same places.
  public func named(as new: Contract, insteadOf old: Contract) -> ExecutionResult? {
    let names = BlockNames(old, new)
    guard old.indicators.count == new.indicators.count,
      old.populations.count == new.populations.count, old.tables.count == new.tables.count,
      old.values.count == new.values.count
    else { return nil }
    func figure(_ id: FigureID, _ indicator: Int) -> FigureID {
      FigureID(
        new.indicators[indicator].declaration.name,
        key: id.key.map { names.key($0, of: indicator) })
    }
    var flows: [Flow] = []
    for flow in self.flows {
      guard let own = names.flow(flow) else { return nil }
      flows.append(own)
    }
    return ExecutionResult(
      measurements: measurements.map { item in
        Measurement(
          indicator: item.indicator, id: figure(item.id, item.indicator), value: item.value,
          recorded: item.recorded, unit: new.indicators[item.indicator].unit,
          populations: item.populations.map(names.population),
          counts: item.counts.map { names.count($0, of: item.indicator) },
          method: item.method, missingExcluded: item.missingExcluded, evidence: item.evidence,
          account: item.account.map { names.account($0, of: item.indicator) })
      }, flows: flows,
      stopped: stopped.map { item in
        StoppedFigure(
          indicator: item.indicator, id: figure(item.id, item.indicator), stop: item.stop,
          account: item.account.map { names.account($0, of: item.indicator) },
          numbers: item.numbers.map { names.count($0, of: item.indicator) })
      })
  }
}

/// The names of blocks of a contract in its two languages.
private struct BlockNames {
  let old: Contract
  let new: Contract
  private let names: [GroupKey: String]

  init(_ old: Contract, _ new: Contract) {
    (self.old, self.new) = (old, new)
    func pairs(_ own: [Declaration], _ theirs: [Declaration]) -> [(GroupKey, String)] {
      zip(own, theirs).map { (GroupKey($0.name), $1.name) }
    }
    names = Dictionary(
      pairs(old.tables.map(\.declaration), new.tables.map(\.declaration))
        + pairs(old.populations.map(\.declaration), new.populations.map(\.declaration))
        + pairs(old.values.map(\.declaration), new.values.map(\.declaration))
        + zip(old.tables, new.tables).flatMap { own, theirs in
          zip(own.schema.columns, theirs.schema.columns).flatMap { own, theirs in
            [(GroupKey(own.name), theirs.name)] + Self.listed(own, theirs)
          }
        }, uniquingKeysWith: { first, _ in first })
  }

  /// The values that a column lists.
  private static func listed(
    _ own: ColumnSchema, _ theirs: ColumnSchema
  ) -> [(GroupKey, String)] {
    guard case .oneOf(let own) = own.type, case .oneOf(let theirs) = theirs.type else { return [] }
    return zip(own, theirs).map { (GroupKey($0.name), $1.name) }
  }

  private func name(_ old: String) -> String { names[GroupKey(old)] ?? old }

  func population(_ name: String) -> String { self.name(name) }

  /// The key of a group: listed values have names in both languages.
  func key(_ key: GroupKey, of indicator: Int) -> GroupKey {
    guard case .code(_, let table, let column)? = old.indicators[indicator].grouping else {
      return key
    }
    let columns = [old, new].map { $0.tables[table].schema.columns[column].type }
    guard case .oneOf(let own) = columns[0], case .oneOf(let theirs) = columns[1],
      let place = own.firstIndex(where: { $0.name.utf8.elementsEqual(key.text.utf8) }),
      theirs.indices.contains(place)
    else { return key }
    return GroupKey(theirs[place].name)
  }

  /// A number beside a figure: that of a transition is labelled with its two states.
  func count(_ count: Count, of indicator: Int) -> Count {
    guard case .transition(_, _, _, let own, _, _) = old.indicators[indicator].kind,
      case .transition(_, _, _, let theirs, _, _) = new.indicators[indicator].kind
    else { return count }
    let states = count.label.split(separator: "→").map { state in
      own.firstIndex { $0.utf8.elementsEqual(state.utf8) }.map { theirs[$0] } ?? String(state)
    }
    return Count(
      states.joined(separator: "→"), count.value, count.unit, kind: count.kind,
      isExact: count.isExact)
  }

  func account(_ account: EstimateAccount, of indicator: Int) -> EstimateAccount {
    EstimateAccount(
      statement: statement(account.statement, of: indicator),
      groups: account.groups.map {
        .init(
          population: name($0.population), entered: $0.entered, analysed: $0.analysed,
          kept: $0.kept)
      },
      balance: account.balance.map { item in
        // Of a category `district = D02`.
        let parts = item.name.split(separator: " = ").map { name(String($0)) }
        return .init(
          name: parts.joined(separator: " = "), treatedMean: item.treatedMean,
          comparedMean: item.comparedMean, differenceBefore: item.differenceBefore,
          differenceAfter: item.differenceAfter)
      })
  }

  /// A statement of the method, in which covariates and clusters are listed by their names.
  private func statement(_ text: Text, of indicator: Int) -> Text {
    guard case .estimate(let own) = old.indicators[indicator].kind,
      case .estimate(let theirs) = new.indicators[indicator].kind
    else { return text }
    let lists: [([String], [String])] = [
      (own.covariates.map(\.name), theirs.covariates.map(\.name)),
      (own.errors?.clusters.map(\.name) ?? [], theirs.errors?.clusters.map(\.name) ?? []),
    ]
    func translated(_ text: String, separators: [String]) -> String {
      var words: [(old: String, new: String)] = []
      for (old, new) in lists where !old.isEmpty {
        for separator in separators {
          words.append(
            (old: old.joined(separator: separator), new: new.joined(separator: separator)))
        }
      }
      return Self.replacing(words, in: text)
    }
    return Text(
      en: translated(text.en, separators: [", ", " and "]),
      ja: translated(text.ja, separators: ["、", "」「"]))
  }

  /// A text with whole words in place of others: in one pass, so that nothing is replaced twice, the longest first.
  private static func replacing(_ words: [(old: String, new: String)], in text: String) -> String {
    // Japanese is written without blanks: only letters and digits of ASCII go on with a word.
    func goesOn(_ character: Character?) -> Bool {
      character.map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") } ?? false
    }
    let words = words.sorted { $0.old.count > $1.old.count }
    var result = ""
    var before: Character?
    var rest = text[...]
    while let first = rest.first {
      let word = words.first { word in
        rest.hasPrefix(word.old)
          && !(goesOn(word.old.first) && goesOn(before))
          && !(goesOn(word.old.last) && goesOn(rest.dropFirst(word.old.count).first))
      }
      result += word?.new ?? String(first)
      let taken = rest.prefix(word?.old.count ?? 1)
      before = taken.last
      rest = rest[taken.endIndex...]
    }
    return result
  }

  func flow(_ flow: Flow) -> Flow? {
    let place = old.populations.firstIndex {
      $0.declaration.name.utf8.elementsEqual(flow.population.utf8)
    }
    guard let place, new.populations[place].steps.count == flow.steps.count else { return nil }
    let population = new.populations[place]
    var steps: [FlowStep] = []
    for (step, own) in zip(flow.steps, population.steps) {
      guard
        let made = FlowStep(
          reason: own.reason, span: own.span, entered: step.entered, excluded: step.excluded,
          missing: step.missing, remaining: step.remaining)
      else { return nil }
      steps.append(made)
    }
    return Flow(
      population: population.declaration.name, clause: population.declaration.clause,
      table: name(flow.table), rows: flow.rows, base: flow.base.map(name), steps: steps,
      remaining: flow.remaining, persons: flow.persons)
  }
}
