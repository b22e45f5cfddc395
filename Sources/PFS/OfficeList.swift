import Records

extension TableSchema {
  /// A list that the office keeps beside contracts and records: texts, in columns with a name in each
  /// language.
  static func list(
    file: String, _ columns: [[String]], optional: [[String]] = []
  ) -> TableSchema {
    func schema(_ names: [String], isOptional: Bool) -> ColumnSchema {
      ColumnSchema(
        name: names[0], headers: names, type: .text, isOptional: isOptional, normalise: [.trim])
    }
    return TableSchema(
      name: file, fileNames: [file], clause: .none, key: [],
      columns: columns.map { schema($0, isOptional: false) }
        + optional.map { schema($0, isOptional: true) },
      repeated: RepeatedRule(), isInContract: false)
  }
}
