import Contract
import Diagnostics
import LinearAlgebra
import Quantities
import Records
import Statistics

/// The measured figures of a contract as functions of sums over the participants that are drawn.
///
/// A resampled data set is a whole weight for each participant: how often the participant, with all rows
/// that refer to him, is there. All replicates' sums are one exact matrix product; the figures of a
/// replicate are those that a run over the resampled rows would measure.
public struct ResampledMeasuring: Sendable {
  /// The table of the participants that are drawn.
  public let participants: Declaration
  /// The column whose codes are drawn whole; nil where participants are drawn one by one.
  public let cluster: String?
  /// How many participants, or clusters, there are.
  public let units: Int
  /// Which of those that are drawn lose records before the measurement.
  public let attrition: Attrition?
  /// Indicators that stay as measured: they cannot be drawn again, or are not worth it.
  public let held: [Int]

  /// Indicators that are neither drawn nor shown.
  public let leftOut: Set<Int>

  let contract: Contract
  let period: SettlementPeriod
  /// A value per participant and, where some lose records, as many again: what each is if he does.
  let columns: UnitColumns
  let parts: [Part]
  let quantiles: [DrawnQuantile]
  let estimates: [DrawnEstimate]
  let totals: [Int128]

  /// A figure of a run, in the order of the contract.
  enum Part {
    /// Of rows that are not drawn, or given from outside.
    case measured(Measurement)
    case stopped(StoppedFigure)
    case summed(SummedFigure)
  }

  /// Prepares the measured figures of a contract.
  ///
  /// - Parameters:
  ///   - execution: what a run over the records measured, with the same overridden indicators.
  ///   - held: indicators that stay as measured if they cannot be drawn again.
  ///   - spared: those that stay as measured also if they had to be estimated anew in each replicate.
  ///   - name: the table of the participants; nil finds it, and the clusters of the estimates.
  ///   - attrition: which of those that are drawn lose records.
  ///   - leftOut: indicators that nobody asks for: they stay as measured.
  public init(
    _ contract: Contract, data: DataSet, period: SettlementPeriod, execution: ExecutionResult,
    overridden: Set<Int>, holding held: Set<Int> = [], sparing spared: Set<Int> = [],
    participants name: String? = nil, attrition: Attrition? = nil, leavingOut leftOut: Set<Int> = []
  ) throws(ResamplingObstacle) {
    var evaluator = Evaluator(contract: contract, data: data, period: period)
    let measured = contract.indicators.indices.filter {
      !overridden.contains($0) && contract.indicators[$0].divided != nil
    }
    let tables = measured.compactMap {
      contract.indicators[$0].divided.map { contract.populations[$0].subject }
    }
    var map = try UnitMap(evaluator, named: name, measuring: Set(tables))
    units = map.count
    if let loss = attrition?.loss {
      try map.check(loss, contract)
      // Who is lost as a whole leaves nothing behind.
      if loss != Attrition.Loss(table: map.table) {
        evaluator = Evaluator(
          contract: contract, data: data.withTwins(of: map.units, losing: loss), period: period)
        map = try UnitMap(
          evaluator, named: contract.tables[map.table].declaration.name, measuring: Set(tables),
          recorded: units)
      }
    }
    var columns = UnitColumns(map)
    var drawn = DrawnKinds()
    var parts: [Part] = []
    var kept: [Int] = []
    var obstacles: [ResamplingObstacle] = []
    for index in contract.indicators.indices {
      let indicator = contract.indicators[index]
      if case .concentration = indicator.kind {
        // The settlement makes it of the recorded figures.
        if indicator.minimum != nil { obstacles.append(.notSums(indicator)) }
        continue
      }
      guard measured.contains(index), !leftOut.contains(index),
        let population = indicator.divided
      else {
        parts += Self.parts(of: index, in: execution)
        continue
      }
      do throws(ResamplingObstacle) {
        try map.check(indicator, evaluator)
        if map.units[contract.populations[population].subject] == nil {
          parts += Self.parts(of: index, in: execution)
        } else {
          let figures = try Self.figures(
            index, evaluator, map, &columns, &drawn, sparing: spared.contains(index))
          if let figures {
            parts += figures.map { .summed($0) }
          } else {
            parts += Self.parts(of: index, in: execution)
            kept.append(index)
          }
        }
      } catch {
        // All figures that cannot be resampled are named at once.
        guard error.isOfKind else { throw error }
        guard held.contains(index) || spared.contains(index) else {
          obstacles.append(error)
          continue
        }
        parts += Self.parts(of: index, in: execution)
        kept.append(index)
      }
    }
    guard obstacles.isEmpty else { throw .several(obstacles) }
    self.held = kept
    participants = contract.tables[map.table].declaration
    cluster = map.cluster
    self.attrition = attrition
    self.leftOut = leftOut
    self.contract = contract
    self.period = period
    self.columns = columns
    self.parts = parts
    quantiles = drawn.quantiles
    estimates = drawn.estimates
    let own = units
    totals = columns.values.map { $0[..<own].reduce(Int128(0)) { $0 + Int128($1) } }
  }

  /// Whether replicates of both are of the same participants.
  public func drawsAlike(_ other: ResampledMeasuring) -> Bool {
    units == other.units && participants.name.utf8.elementsEqual(other.participants.name.utf8)
      && cluster == other.cluster
  }

  private static func parts(of index: Int, in execution: ExecutionResult) -> [Part] {
    execution.measurements.filter { $0.indicator == index }.map { .measured($0) }
      + execution.stopped.filter { $0.indicator == index }.map { .stopped($0) }
  }

  /// What is found of drawn rows and persons themselves.
  private struct DrawnKinds {
    var quantiles: [DrawnQuantile] = []
    var estimates: [DrawnEstimate] = []
  }

  /// The figures of an indicator; nil of one that is spared and would have to be estimated anew.
  private static func figures(
    _ index: Int, _ evaluator: Evaluator, _ map: UnitMap, _ columns: inout UnitColumns,
    _ drawn: inout DrawnKinds, sparing isSpared: Bool
  ) throws(ResamplingObstacle) -> [SummedFigure]? {
    let contract = evaluator.contract
    let indicator = contract.indicators[index]
    let name = indicator.declaration.name
    if case .estimate(let estimation) = indicator.kind {
      if case .matchedDifference = estimation.method { throw .matched(indicator) }
      let reading = EstimationReading(
        evaluator: evaluator, indicator: indicator, estimation: estimation)
      let masks = try faultless(evaluator) { () throws(Failure) in try reading.masks() }
      var figures: [SummedFigure] = []
      for (key, mask) in try groups(indicator, masks[0], reading.table, evaluator) {
        let own = [mask] + masks.dropFirst()
        let id = FigureID(name, key: key)
        if let comparison = try reading.sums(own, &columns) {
          figures.append(
            SummedFigure(
              indicator: index, id: id, form: .comparison(comparison),
              persons: comparison.groups.map(\.size.analysed)))
          continue
        }
        if isSpared { return nil }
        let sample = try reading.resampled(own)
        let sizes = try reading.sizes(sample, own, &columns)
        drawn.estimates.append(DrawnEstimate(reading, sample, map))
        figures.append(
          SummedFigure(
            indicator: index, id: id,
            form: .estimate(
              drawn.estimates.count - 1, groups: sizes, stops: estimation.stops),
            persons: sizes.map(\.analysed)))
      }
      return figures
    }
    let measuring = try faultless(evaluator) { () throws(Failure) in
      try KindMeasuring(indicator, evaluator: evaluator)
    }
    guard let measuring else { throw .notSums(indicator) }
    let mask = try faultless(evaluator) { () throws(Failure) in
      try evaluator.population(measuring.population)
    }
    var figures: [SummedFigure] = []
    for (key, part) in try groups(indicator, mask, measuring.table, evaluator) {
      let (form, persons) = try measuring.sums(part, &columns, &drawn.quantiles, map)
      figures.append(
        SummedFigure(
          indicator: index, id: FigureID(name, key: key), form: form, persons: [persons]))
    }
    return figures
  }

  private static func groups(
    _ indicator: Indicator, _ mask: RowMask, _ table: Int, _ evaluator: Evaluator
  ) throws(ResamplingObstacle) -> [(key: GroupKey?, mask: RowMask)] {
    guard let grouping = indicator.grouping else { return [(nil, mask)] }
    let groups = try faultless(evaluator) { () throws(Failure) in
      try Groups(grouping, of: mask, in: table, evaluator: evaluator)
    }
    return groups.keys.indices.map { (groups.keys[$0], groups.mask($0)) }
  }

  private static func faultless<Value>(
    _ evaluator: Evaluator, _ body: () throws(Failure) -> Value
  ) throws(ResamplingObstacle) -> Value {
    do throws(Failure) { return try body() } catch { throw .refused(evaluator.diagnostics) }
  }

  // MARK: - Drawing

  /// What one set of drawn units measures.
  public enum Measured: Sendable {
    case measured(ExecutionResult)
    /// These figures have nobody to be measured on; such a settlement is refused.
    case nobody([FigureID])
  }

  /// The figures of the records as they are, made from sums.
  public var asRecorded: Measured {
    let times = { (unit: Int) in unit < units ? 1 : 0 }
    return measured(
      total,
      DrawnFigures(
        quantiles: quantiles.map { $0.value(times) },
        estimates: estimates.map { $0.outcome(times) }))
  }

  /// Whether replicates hold estimates that are made of the drawn persons themselves, one by one.
  public var isEstimatedAnew: Bool { !estimates.isEmpty }

  /// The estimates of a replicate that are no functions of sums.
  public func estimates(of replicate: Int, seed: UInt64, enrolled: Int) -> DrawnEstimates {
    let draws = UnitDraws(seed: seed, units: units, enrolled: enrolled, attrition)
    var counts = [UInt8](repeating: 0, count: columns.values.first?.count ?? units)
    var span = counts.mutableSpan
    draws.count(replicate: replicate, into: &span)
    let drawn = counts
    return DrawnEstimates(outcomes: estimates.map { $0.outcome { Int(drawn[$0]) } })
  }

  /// The sums over everybody, each once.
  var total: DrawnSums { DrawnSums(columns: columns) { totals[$0] } }

  /// Draws replicates: units with replacement, from a stream that the seed and the replicate's number fix.
  ///
  /// - Parameter enrolled: how many are drawn, as ``Enrolment/count(of:)`` allows; nil: as many as there are.
  /// - Throws: `ResamplingObstacle.overflow`.
  public func draw(
    _ replicates: Range<Int>, seed: UInt64, enrolled: Int? = nil
  ) throws(ResamplingObstacle) -> DrawnReplicates {
    let draws = UnitDraws(seed: seed, units: units, enrolled: enrolled ?? units, attrition)
    let all = columns.values.first?.count ?? units
    let pools = [0..<all]
    let quantiles = quantiles
    let places = replicates.count * quantiles.count
    let memory = UnsafeMutablePointer<Exact?>.allocate(capacity: max(places, 1))
    memory.initialize(repeating: nil, count: places)
    defer {
      memory.deinitialize(count: places)
      memory.deallocate()
    }
    // Each replicate writes places of its own.
    nonisolated(unsafe) let found = memory
    let sums: ReplicateSums
    do throws(LinearAlgebraError) {
      sums = try IntegerColumn.with(columns.values) { (columns) throws(LinearAlgebraError) in
        try ExactProducts.replicateSums(
          columns: columns, pools: pools, replicates: replicates, draws: draws.enrolled
        ) { replicate, counts in
          draws.count(replicate: replicate, into: &counts)
          for (place, quantile) in quantiles.enumerated() {
            let own = (replicate - replicates.lowerBound) * quantiles.count + place
            found[own] = quantile.value { Int(counts[$0]) }
          }
        }
      }
    } catch {
      throw .overflow(nil)
    }
    return DrawnReplicates(
      numbers: replicates, measuring: self, sums: sums,
      quantiles: Array(UnsafeBufferPointer(start: memory, count: places)))
  }

  func measured(_ sums: DrawnSums, _ drawn: DrawnFigures) -> Measured {
    var measurements: [Measurement] = []
    var stopped: [StoppedFigure] = []
    var nobody: [FigureID] = []
    for part in parts {
      switch part {
      case .measured(let measurement): measurements.append(measurement)
      case .stopped(let figure): stopped.append(figure)
      case .summed(let figure):
        switch figure.result(sums, drawn, contract, period) {
        case .value(let value, let recorded):
          measurements.append(
            Measurement(
              indicator: figure.indicator, id: figure.id, value: value, recorded: recorded,
              unit: contract.indicators[figure.indicator].unit))
        case .stopped(let stop):
          stopped.append(StoppedFigure(indicator: figure.indicator, id: figure.id, stop: stop))
        case .nobody: nobody.append(figure.id)
        }
      }
    }
    guard nobody.isEmpty else { return .nobody(nobody) }
    return .measured(
      ExecutionResult(measurements: measurements, flows: [], stopped: stopped))
  }
}

/// Replicates whose units have been drawn.
public struct DrawnReplicates: Sendable {
  /// The replicates' numbers.
  public let numbers: Range<Int>
  fileprivate let measuring: ResampledMeasuring
  fileprivate let sums: ReplicateSums
  fileprivate let quantiles: [Exact?]
  /// Of each replicate; none where all figures are functions of sums.
  fileprivate var estimates: [DrawnEstimates] = []

  /// The replicates with their estimates that are no functions of sums, in the order of their numbers.
  public func with(_ estimates: [DrawnEstimates]) -> DrawnReplicates {
    var all = self
    all.estimates = estimates
    return all
  }

  /// What a replicate measures.
  public subscript(number: Int) -> ResampledMeasuring.Measured {
    precondition(numbers.contains(number))
    let place = number - numbers.lowerBound
    let width = measuring.quantiles.count
    return measuring.measured(
      DrawnSums(columns: measuring.columns) { sums[place, pool: 0, $0] },
      DrawnFigures(
        quantiles: Array(quantiles[place * width..<(place + 1) * width]),
        estimates: estimates.isEmpty ? [] : estimates[place].outcomes))
  }
}
