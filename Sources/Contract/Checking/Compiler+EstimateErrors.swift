import Diagnostics
import Language
import Quantities

// The `errors` line of an indicator that estimates.

extension Compiler {
  /// A way to compute uncertainty, as the contract writes it.
  private enum ErrorForm: CaseIterable {
    case classical, unequalVariances, hc0, hc1, hc3, cr1, cr1Nested, cr2, twoWay, wildBootstrap
    case influenceFunction, stackedEquations, paired, gamma, normal, exactPoisson

    /// The forms that a kind can be computed by, in the order of the messages.
    static func forms(of kind: ValueWord) -> [ErrorForm] {
      switch kind {
      case .difference:
        [.classical, .unequalVariances, .hc1, .hc3, .cr1, .cr2, .twoWay, .wildBootstrap]
      case .ratio: [.classical, .hc1, .hc3, .cr1, .cr2, .twoWay]
      case .differenceInDifferences, .adjustedDifference:
        [.classical, .hc1, .hc3, .cr1, .cr1Nested, .cr2, .twoWay, .wildBootstrap]
      case .riskDifferenceByLogisticModel, .riskRatioByLogisticModel:
        [.classical, .hc0, .hc1, .cr1]
      case .weightedDifference: [.hc0, .stackedEquations]
      case .doublyRobustDifference: [.influenceFunction]
      case .matchedDifference: [.paired]
      case .standardisedRate: [.gamma, .normal]
      case .observedToExpected: [.exactPoisson]
      default: []
      }
    }

    /// The value of an `errors` line.
    var example: (en: String, ja: String) {
      func words(_ words: [ValueWord]) -> (en: String, ja: String) {
        (
          words.map(\.english).joined(separator: ", "),
          words.map(\.japanese).joined(separator: "、")
        )
      }
      func by(
        _ word: ValueWord, _ columns: (String, String), _ more: [ValueWord]
      ) -> (en: String, ja: String) {
        let tail = words(more)
        return (
          "\(word.english) \(columns.0), \(tail.en)", "\(word.japanese) \(columns.1)、\(tail.ja)"
        )
      }
      let column = ("COLUMN", "列名")
      return switch self {
      case .classical: words([.classical])
      case .unequalVariances: words([.unequalVariances])
      case .hc0: words([.robust, .hc0])
      case .hc1: words([.robust, .hc1])
      case .hc3: words([.robust, .hc3])
      case .cr1: by(.clusteredBy, column, [.cr1])
      case .cr1Nested: by(.clusteredBy, column, [.cr1, .nestedEffectsNotCounted])
      case .cr2: by(.clusteredBy, column, [.cr2])
      case .twoWay: by(.clusteredBy, ("COLUMN, COLUMN", "列名、列名"), [.cr1])
      case .wildBootstrap:
        by(.wildClusterBootstrapBy, column, [.rademacher, .everyDraw])
      case .influenceFunction: words([.influenceFunction])
      case .stackedEquations: words([.stackedEquations])
      case .paired: words([.paired])
      case .gamma: words([.gammaLimits])
      case .normal: words([.normal])
      case .exactPoisson: words([.exactPoisson])
      }
    }
  }

  func errors(
    _ kind: ValueWord, _ block: Block, _ scope: RowScope
  ) throws(Skip) -> Estimation.Errors {
    // Lines that every estimate must have are reported together when they are missing.
    guard let line = line(.errors, of: block) else { throw Skip() }
    var cursor = Cursor(line)
    let found = try form(&cursor, scope)
    let allowed = ErrorForm.forms(of: kind)
    guard let found, found.forms.allSatisfy(allowed.contains) else {
      report(
        "S415", at: line.valueSpan,
        "'\(kind.english)' is not computed with these errors",
        "「\(kind.japanese)」はこの標準誤差では計算しません",
        remarks: [
          .help(
            allowed.map {
              (
                en: "errors          \($0.example.en)", ja: "標準誤差        \($0.example.ja)"
              )
            })
        ])
      throw Skip()
    }
    try finish(cursor)
    return found.errors
  }

  /// What a line says, with every form that a kind must then know; nil for other words.
  private func form(
    _ cursor: inout Cursor, _ scope: RowScope
  ) throws(Skip) -> (errors: Estimation.Errors, forms: [ErrorForm])? {
    guard let word = cursor.peekWord else { return nil }
    _ = cursor.next()
    switch word {
    case .classical: return (.classical, [.classical])
    case .unequalVariances: return (.unequalVariances, [.unequalVariances])
    case .stackedEquations: return (.stackedEquations, [.stackedEquations])
    case .influenceFunction: return (.influenceFunction, [.influenceFunction])
    case .paired: return (.paired, [.paired])
    case .gammaLimits: return (.gamma, [.gamma])
    case .exactPoisson: return (.exactPoisson, [.exactPoisson])
    case .normal: return (.normal, [.normal])
    case .robust:
      switch try choice(&cursor, [.hc0, .hc1, .hc3]) {
      case .hc0: return (.robust(.hc0), [.hc0])
      case .hc1: return (.robust(.hc1), [.hc1])
      default: return (.robust(.hc3), [.hc3])
      }
    case .clusteredBy: return try clustered(&cursor, scope)
    case .wildClusterBootstrapBy:
      let cluster = try cluster(&cursor, scope)
      return (.wildBootstrap(by: cluster, try wildBootstrap(&cursor)), [.wildBootstrap])
    default: return nil
    }
  }

  /// `, WORD`, one of several.
  private func choice(
    _ cursor: inout Cursor, _ words: [ValueWord]
  ) throws(Skip) -> ValueWord {
    guard cursor.take(.comma), let found = cursor.peekWord, words.contains(found) else {
      throw unexpected(
        cursor, expected: ", " + words.map(\.english).list("or"),
        "、" + words.map(\.japanese).joined(separator: "・"))
    }
    _ = cursor.next()
    return found
  }

  /// `district, CR2` or `district, provider, CR1, nested effects not counted`
  private func clustered(
    _ cursor: inout Cursor, _ scope: RowScope
  ) throws(Skip) -> (errors: Estimation.Errors, forms: [ErrorForm]) {
    var clusters = [try cluster(&cursor, scope)]
    if case .symbol(.comma)? = cursor.peek, case .name? = cursor.peek(1) {
      _ = cursor.next()
      let start = cursor.index
      let second = try cluster(&cursor, scope)
      guard Name(second.name) != Name(clusters[0].name) else {
        report(
          "N102", at: cursor.span(from: start), "errors are clustered by '\(second.name)' twice",
          "クラスター「\(second.name)」が二度書かれています")
        throw Skip()
      }
      clusters.append(second)
    }
    let isTwoWay = clusters.count == 2
    guard try choice(&cursor, isTwoWay ? [.cr1] : [.cr1, .cr2]) == .cr1 else {
      return (.clustered(by: clusters, .cr2), [.cr2])
    }
    let form: ErrorForm = isTwoWay ? .twoWay : .cr1
    guard !cursor.atEnd else { return (.clustered(by: clusters, .cr1), [form]) }
    _ = try choice(&cursor, [.nestedEffectsNotCounted])
    return (.clustered(by: clusters, .cr1WithoutNestedEffects), [form, .cr1Nested])
  }

  private func cluster(
    _ cursor: inout Cursor, _ scope: RowScope
  ) throws(Skip) -> Estimation.Cluster {
    guard let name = cursor.takeName() else {
      throw unexpected(cursor, expected: "a column of codes", "コードの列")
    }
    let cell = try cell(name.name, at: name.span, in: scope)
    switch cell.type {
    case .code, .oneOf: return Estimation.Cluster(name: name.name.text, path: cell.path)
    default:
      report(
        "U203", at: name.span, "clusters are the codes of a column", "クラスターはコードの列で定めます",
        label: describe(cell.type))
      throw Skip()
    }
  }

  /// `, Rademacher, every draw` or `, Webb, random draws 9,999, random seed 20250401, random stream 1`
  private func wildBootstrap(_ cursor: inout Cursor) throws(Skip) -> Estimation.WildBootstrap {
    let isWebb = try choice(&cursor, [.rademacher, .webb]) == .webb
    // The signs of Rademacher weights can be listed in full; Webb's six values cannot.
    let word = try choice(&cursor, isWebb ? [.randomDraws] : [.everyDraw, .randomDraws])
    if word == .everyDraw { return Estimation.WildBootstrap(weights: .rademacher, draws: .every) }
    func whole(_ range: ClosedRange<Int>, _ text: (en: String, ja: String)) throws(Skip) -> Int {
      guard case .numeral(let number)? = cursor.peek, let value = number.int,
        range.contains(value)
      else { throw unexpected(cursor, expected: text.en, text.ja) }
      _ = cursor.next()
      return value
    }
    let count = try whole(
      99...999_999, ("a number of draws from 99 to 999,999", "99以上999,999以下の回数"))
    _ = try choice(&cursor, [.randomSeed])
    let number = (en: "a whole number from 0", ja: "0以上の整数")
    let seed = try whole(0...Int.max, number)
    _ = try choice(&cursor, [.randomStream])
    let stream = try whole(0...Int.max, number)
    return Estimation.WildBootstrap(
      weights: isWebb ? .webb : .rademacher,
      draws: .random(count, seed: UInt64(seed), stream: UInt64(stream)))
  }

  /// Refuses to leave out nested effects where there are none that could be nested.
  func checkNestedEffects(
    _ errors: Estimation.Errors?, _ covariates: [Estimation.Covariate], _ block: Block
  ) throws(Skip) {
    guard case .clustered(_, .cr1WithoutNestedEffects)? = errors else { return }
    let hasEffects = covariates.contains {
      if case .category = $0.form { true } else { false }
    }
    guard !hasEffects, let line = line(.errors, of: block) else { return }
    report(
      "S415", at: line.valueSpan,
      "no covariate is a column of codes, so no effect can be nested in the clusters",
      "コードの列の調整変数がなく、クラスターの入れ子になる効果はありません",
      remarks: [
        .help(
          "leave '\(ValueWord.nestedEffectsNotCounted.english)' out",
          "「\(ValueWord.nestedEffectsNotCounted.japanese)」を除いてください")
      ])
    throw Skip()
  }

  /// Refuses limits of matched sets that share compared persons: their differences are not independent.
  func checkReuse(
    _ method: Estimation.Method, _ target: Estimation.Target, _ block: Block
  ) throws(Skip) {
    guard case .matchedDifference(let matching) = method, matching.withReplacement,
      case .limit = target, let line = line(.payOn, of: block)
    else { return }
    report(
      "S415", at: line.valueSpan,
      "with replacement one compared person may stand in many sets, so that the sets give no limits",
      "「復元」では同じ対照側の人が複数の組に入り得るため、組の差から信頼限界は求められません",
      remarks: [
        .help(
          "pay on the estimate, or match without replacement",
          "点推定値を支払基準とするか、「非復元」としてください")
      ])
    throw Skip()
  }
}
