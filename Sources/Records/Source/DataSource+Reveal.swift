extension DataSource {
  /// Calls `body` with the cells that places point at, or the whole rows where no column is meant.
  ///
  /// What `body` gets is personal: it belongs in a file that only the caller can read, never in a log. Places
  /// that can no longer be found are passed over.
  ///
  /// - Parameters:
  ///   - places: refused places or rows left out, of any files; `file` numbers the files of all tables.
  ///   - schemas: the schemas that were read.
  public func reveal(
    _ places: [RefusedPlace], of schemas: [TableSchema], limits: ReadLimits = ReadLimits(),
    _ body: (_ place: RefusedPlace, _ text: String) -> Void
  ) {
    for (number, numbered) in numberedFiles(schemas).enumerated() {
      let own = places.filter { Int($0.file) == number }
        .sorted { ($0.line, $0.column) < ($1.line, $1.column) }
      guard !own.isEmpty, let location = numbered.location,
        let file = try? location.open(),
        let head = try? FileHead(
          file, encoding: location.encoding, delimiter: location.delimiter, limits: limits)
      else { continue }
      let binding = ColumnBinding(schemas[numbered.schema], header: head.names)
      let records = RecordText(file: file, head: head, limits: limits)
      var finder = LineFinder(file: file)
      for place in own {
        guard let start = finder.start(ofLine: Int(place.line)),
          let cells = records.cells(at: start)
        else { continue }
        let field = place.column < 0 ? nil : binding.fields[Int(place.column)]
        let shown = field.map { $0 < cells.count ? [cells[$0]] : [] } ?? cells
        body(
          place,
          shown.map { String(decoding: $0, as: UTF8.self) }
            .joined(separator: String(UnicodeScalar(head.delimiter))))
      }
    }
  }
}
