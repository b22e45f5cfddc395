import Contract
import Diagnostics
import Execution
import Language
import Quantities
import Records

/// A contract and its data, put together by hand.
///
/// Tables are numbered in the order in which they are added, and so are values, populations and
/// indicators; cells come from CSV text through the reader.
struct Plan {
  var tables: [TableDefinition] = []
  var scales: [Scale] = []
  var values: [Value] = []
  var populations: [Population] = []
  var indicators: [Indicator] = []
  var texts: [String] = []
  var year = 2025
  var term = Plan.days(Plan.day(2024, 4, 1), Plan.day(2030, 4, 1))

  /// What a column holds, with the table it refers to.
  enum Kind {
    case code
    case date
    case number(Unit)
    case oneOf([String])
    case reference(Int)
  }

  static func day(_ year: Int, _ month: Int, _ day: Int) -> CivilDate {
    guard let date = CivilDate(year: year, month: month, day: day) else {
      preconditionFailure("no such day")
    }
    return date
  }

  /// The days from a first to before an end.
  static func days(_ start: CivilDate, _ end: CivilDate) -> DateInterval {
    guard let days = DateInterval(start: start, end: end) else {
      preconditionFailure("no such days")
    }
    return days
  }

  /// The period that is settled.
  var period: SettlementPeriod {
    guard let period = contract.period(year) else { preconditionFailure("no such period") }
    return period
  }

  static func declare(_ name: String) -> Declaration {
    Declaration(
      name: name, otherName: nil, title: nil,
      clause: .article(5, paragraph: 1, item: nil), span: Span(start: 0, end: 4))
  }

  /// Adds a table; the first column is its key unless others are named.
  @discardableResult
  mutating func table(
    _ name: String, _ columns: [(String, Kind)], key: [Int] = [0], dated: Int? = nil,
    orphans: BadRowAction = .missing, csv: String
  ) -> Int {
    let index = tables.count
    var schemas: [ColumnSchema] = []
    var types: [ValueType] = []
    var references: [ReferenceSchema] = []
    for (position, (name, kind)) in columns.enumerated() {
      let type: Records.ColumnType
      switch kind {
      case .code:
        type = .code
        types.append(.code(table: index, column: position))
      case .date:
        type = .date
        types.append(.date)
      case .number(let unit):
        type = .decimal
        types.append(.number(unit))
      case .oneOf(let names):
        type = .oneOf(names.map { CodeValue(name: $0) })
        types.append(.oneOf(names))
      case .reference(let table):
        type = .code
        types.append(.code(table: index, column: position))
        references.append(ReferenceSchema(column: position, table: table, orphans: orphans))
      }
      schemas.append(
        ColumnSchema(
          name: name, headers: [name], type: type, isOptional: !key.contains(position),
          badValue: .missing))
    }
    let date = dated ?? types.firstIndex(of: .date)
    tables.append(
      TableDefinition(
        declaration: Self.declare(name),
        schema: TableSchema(
          name: name, fileNames: ["\(name).csv"], clause: .none, key: key, columns: schemas,
          repeated: RepeatedRule(), references: references),
        types: types, dateColumn: date))
    texts.append(csv)
    return index
  }

  @discardableResult
  mutating func scale(_ inputs: [ValueType], _ rows: [([ScalePattern], Exact)]) -> Int {
    scales.append(
      Scale(
        declaration: Self.declare("scale\(scales.count)"), inputs: inputs, gives: .number(.point),
        rows: rows.map {
          ScaleRow(patterns: $0.0, result: $0.1, span: Span(start: 0, end: 0))
        }))
    return scales.count - 1
  }

  @discardableResult
  mutating func value(
    of subject: Int, type: ValueType = .number(.number), _ definition: Value.Definition,
    missing: MissingRule = .staysMissing, decimals: Int? = nil, mode: Rounding.Mode = .halfUp
  ) -> Int {
    values.append(
      Value(
        declaration: Self.declare("value\(values.count)"), subject: subject, type: type,
        definition: definition, missing: missing,
        record: decimals.map {
          Record(unit: .number, decimals: $0, mode: mode, span: Span(start: 0, end: 0))
        }))
    return values.count - 1
  }

  @discardableResult
  mutating func population(
    _ name: String? = nil, of subject: Int, base: Int? = nil, _ conditions: Condition...
  ) -> Int {
    populations.append(
      Population(
        declaration: Self.declare(name ?? "population\(populations.count)"), subject: subject,
        base: base,
        steps: conditions.enumerated().map {
          Population.Step(
            condition: $1, reason: "where \($0)", span: Span(start: $0, end: $0 + 1))
        }))
    return populations.count - 1
  }

  @discardableResult
  mutating func indicator(
    _ name: String, _ kind: Indicator.Kind, by grouping: Grouping? = nil,
    record: Record? = nil, minimum: Int? = nil, unit: Unit = .number
  ) -> Int {
    indicators.append(
      Indicator(
        declaration: Self.declare(name), kind: kind,
        grouping: grouping, record: record, minimum: minimum, unit: unit, kindWord: .persons,
        kindSpan: Span(start: 5, end: 8)))
    return indicators.count - 1
  }

  var contract: Contract {
    Contract(
      declaration: Self.declare("test"), tongue: .en,
      parties: Parties(client: "A", provider: "B"), term: term, yearStart: 4, currency: .yen,
      isIllustrative: true, units: .standard, tables: tables, scales: scales, values: values,
      populations: populations, indicators: indicators, achievements: [], scores: [], payments: [],
      settlement: SettlementRule(
        declaration: Self.declare("settlement"), basis: .eachYearOnItsOwn,
        basisSpan: Span(start: 0, end: 0), total: .constant(0, .yen),
        totalSpan: Span(start: 0, end: 0), tax: nil, yearCap: nil, termCap: nil,
        deductsInterimPayments: false, deductionSpan: nil),
      scenarios: [], examples: [], order: indicators.indices.map { .indicator($0) },
      amendments: [], source: SourceText(name: "test.pfs", text: "kind words of the test\n"))
  }

  /// Reads the tables; rows in another order if a generator is given.
  func data(shuffledBy generator: SplitMix? = nil) throws -> DataSet {
    var generator = generator
    var files: [(name: String, text: String)] = []
    for (table, text) in zip(tables, texts) {
      var lines = text.split(separator: "\n").map(String.init)
      if var next = generator {
        lines.shuffle(using: &next)
        generator = next
      }
      let header = table.schema.columns.map(\.name).joined(separator: ",")
      files.append(
        (table.schema.fileNames[0], ([header] + lines).joined(separator: "\n") + "\n"))
    }
    return try withFiles(files) { try DataSource.open($0).read(tables.map(\.schema)) }
  }

  func run(
    shuffledBy generator: SplitMix? = nil, reported: [String: ReportedValue] = [:],
    overridden: Set<Int> = []
  ) throws -> ExecutionResult {
    let contract = contract
    return try Executor.run(
      contract, data: try data(shuffledBy: generator), period: period,
      reported: reported, overridden: overridden)
  }

  /// The codes of the errors of a run; empty if it succeeds.
  func errors(reported: [String: ReportedValue] = [:]) throws -> [String] {
    do {
      _ = try run(reported: reported)
      return []
    } catch let refusal as Diagnostics {
      return refusal.items.map(\.code)
    }
  }

  /// The figures of a value, one per row in the order of the table, as texts; "-" for missing.
  ///
  /// Read back through the total of each row's own population, so that only the public interface is
  /// used: row `i` is the row whose first column is `key(i)`.
  func figures(ofValue value: Int, keys: [String]) throws -> [String] {
    var plan = self
    plan.indicators = []
    let subject = values[value].subject
    for key in keys {
      let known = plan.population(
        of: subject, .code(.column(0), [key], negated: false), .present(.value(value)))
      plan.indicator("n\(key)", .totalRows(of: known))
      plan.indicator(
        "v\(key)", .totalSum(of: known, .cell(.value(value)), missing: .excluded))
    }
    let result = try plan.run()
    return keys.indices.map { index in
      result.measurements[2 * index].value.isZero
        ? "-" : result.measurements[2 * index + 1].value.decimalText
    }
  }
}

extension ExecutionResult {
  /// The exact value of a figure as a fraction.
  func fraction(_ name: String, _ key: String? = nil) -> String? {
    measurements.first { $0.id == FigureID(name, key: key.map { GroupKey($0) }) }?.value.fraction
  }

  func count(_ label: String, of name: String, _ key: String? = nil) -> String? {
    measurements.first { $0.id == FigureID(name, key: key.map { GroupKey($0) }) }?
      .counts.first { $0.label == label }?.value.decimalText
  }

  /// All figures, as one text.
  var text: String {
    measurements.map {
      "\($0.id)=\($0.value.fraction) \($0.counts.map { "\($0.label):\($0.value.fraction)" }) "
        + "\($0.missingExcluded) \($0.method)"
    }.joined(separator: "\n")
      + flows.map { flow in
        "\(flow.population) \(flow.rows) "
          + flow.steps.map { "\($0.entered)-\($0.excluded)-\($0.missing)=\($0.remaining)" }
          .joined(separator: " ") + " \(flow.persons ?? -1)"
      }.joined(separator: "\n")
  }
}

/// SplitMix64, for shuffling.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

extension [Condition] {
  /// The conditions at no particular place of a text.
  var anywhere: [Stated<Condition>] { map { Stated($0, at: Span(start: 0, end: 0)) } }
}

extension RowSelection {
  /// A selection at no particular place of a text.
  static func plain(
    table: Int, population: Int?, link: Int, window: Window?, conditions: [Condition]
  ) -> RowSelection {
    RowSelection(
      table: table, population: population, link: link,
      window: window.map { Stated($0, at: Span(start: 0, end: 0)) }, conditions: conditions.anywhere
    )
  }
}
