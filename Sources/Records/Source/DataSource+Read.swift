import Diagnostics

extension DataSource {
  /// Reads all tables; referenced tables first.
  ///
  /// - Parameters:
  ///   - schemas: the tables, in the order in which `ReferenceSchema.table` numbers them.
  ///   - limits: bounds on what a file may hold.
  ///   - progress: called now and then with a file's name, the bytes done and its size, from the threads
  ///     that read, one call at a time.
  /// - Throws: a refusal with everything found wrong in all files.
  public func read(
    _ schemas: [TableSchema], limits: ReadLimits = ReadLimits(),
    progress: (@Sendable (_ file: String, _ done: Int, _ total: Int) -> Void)? = nil
  ) throws(DataRefusal) -> DataSet {
    guard let order = Self.readingOrder(schemas) else { throw Self.circular() }
    var results: [Int: TableReader.Success] = [:]
    var failures: [Int: TableReader.Failure] = [:]
    var keys: [Int: KeyIndex] = [:]
    for index in order {
      do throws(TableReader.Failure) {
        let reader = TableReader(
          schema: schemas[index], location: try locate(schemas[index]),
          references: keys, limits: limits, progress: progress)
        results[index] = try reader.read()
      } catch {
        failures[index] = error
      }
      let isReferred = schemas.contains { $0.references.contains { $0.table == index } }
      if isReferred, let table = results[index]?.table ?? failures[index]?.table {
        keys[index] = Self.keys(of: table, in: keys)
      }
    }
    if !failures.isEmpty { throw refusal(failures, schemas) }
    let read = schemas.indices.compactMap { results[$0] }
    return DataSet(
      tables: read.map(\.table), files: read.flatMap(\.files), warnings: read.flatMap(\.warnings))
  }

  /// Indices with every referenced table before those that refer to it; `nil` if that is impossible.
  private static func readingOrder(_ schemas: [TableSchema]) -> [Int]? {
    var order: [Int] = []
    var left = Array(schemas.indices)
    while !left.isEmpty {
      let ready = left.filter { index in
        schemas[index].references.allSatisfy { order.contains($0.table) }
      }
      if ready.isEmpty { return nil }
      order += ready
      left.removeAll { ready.contains($0) }
    }
    return order
  }

  /// The rows of a table by the bytes of its key.
  private static func keys(of table: Table, in known: [Int: KeyIndex]) -> KeyIndex? {
    precondition(
      table.schema.key.count == 1, "a reference is to a table whose key is one column")
    let column = table.columns[table.schema.key[0]]
    switch column.kind {
    case .code, .text:
      return KeyIndex(keysOf: column.dictionary, codes: column.int32Values())
    case .reference(let other):
      return known[other].map { KeyIndex(through: $0, rows: column.int32Values()) }
    case .oneOf, .date, .decimal:
      preconditionFailure("a reference is to a key of codes")
    }
  }

  private func refusal(
    _ failures: [Int: TableReader.Failure], _ schemas: [TableSchema]
  ) -> DataRefusal {
    let files = numberedFiles(schemas)
    var diagnostics: [Diagnostic] = []
    var places: [RefusedPlace] = []
    for index in schemas.indices {
      guard let failure = failures[index] else { continue }
      let first = files.firstIndex { $0.schema == index } ?? 0
      diagnostics += failure.diagnostics
      places += failure.places.map {
        RefusedPlace(
          file: UInt16(first + $0.file), column: $0.place.column, line: $0.place.line,
          rule: $0.place.rule)
      }
    }
    return DataRefusal(
      diagnostics: diagnostics, places: places,
      files: files.map { file in
        let schema = schemas[file.schema]
        return RefusedFile(
          name: file.location?.name ?? schema.fileNames.first ?? schema.name, table: file.schema)
      },
      isInputOutput: failures.values.contains { $0.isInputOutput })
  }

  private static func circular() -> DataRefusal {
    DataRefusal(
      diagnostics: [
        Diagnostic(
          code: "D229", severity: .internal,
          headline: Text(
            en: "tables refer to each other in a circle", ja: "表の参照が循環しています"))
      ])
  }
}
