import Contract
import Diagnostics
import Execution
import Quantities
import Records

/// The rows that an example brings, read and measured as the files of a settlement are.
enum ExampleRecords {
  /// Measures what the example does not give; nothing if it brings no rows.
  ///
  /// - Throws: what the reader or the executor refuses; places in the rows are those of the contract
  ///   text.
  static func measure(
    _ example: Example, _ contract: Contract, _ period: SettlementPeriod
  ) throws(Diagnostics) -> ExecutionResult {
    guard !example.tables.isEmpty else {
      return ExecutionResult(measurements: [], flows: [])
    }
    let records = try read(example, contract)
    let given = Set(example.given.map(\.figure))
    let left = contract.indicators.indices.filter { index in
      // A reported figure that is not given is left out, like everything that needs it.
      given.contains(.indicator(index)) || contract.indicators[index].isReported
    }
    return try Executor.run(
      contract, data: records, period: period, overridden: Set(left),
      values: Set(example.rowExpectations.map(\.value)).sorted(), observing: true)
  }

  private static func read(
    _ example: Example, _ contract: Contract
  ) throws(Diagnostics) -> DataSet {
    let schemas = contract.tables.map(\.schema)
    let files = example.tables.map { table in
      (name: schemas[table.table].fileNames.first ?? schemas[table.table].name, bytes: table.csv)
    }
    let name = "\"\(example.title)\""
    do throws(DataRefusal) {
      return try DataSource(name: name, files: files).read(schemas)
    } catch {
      var places: [String: ExampleTable] = [:]
      for (file, table) in zip(files, example.tables) { places["\(name)/\(file.name)"] = table }
      throw Diagnostics(
        items: error.diagnostics.map { moved($0, places, contract.source) })
    }
  }

  /// The message with its places in the generated files moved to the lines of the example.
  private static func moved(
    _ diagnostic: Diagnostic, _ tables: [String: ExampleTable], _ source: SourceText
  ) -> Diagnostic {
    func place(_ place: Place) -> Place {
      guard case .excerpt(let excerpt) = place, let table = tables[excerpt.sourceName] else {
        return place
      }
      let row = excerpt.line - 2
      let span = table.rowSpans.indices.contains(row) ? table.rowSpans[row] : table.span
      return .source(source, span)
    }
    return Diagnostic(
      code: diagnostic.code, severity: diagnostic.severity, headline: diagnostic.headline,
      labels: diagnostic.labels.map {
        Label(place: place($0.place), text: $0.text, primary: $0.primary)
      },
      context: diagnostic.context.map(place), remarks: diagnostic.remarks)
  }
}

extension Indicator {
  /// Whether the figure is given from outside the records.
  var isReported: Bool { if case .reported = kind { true } else { false } }
}
