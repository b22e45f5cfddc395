/// The lines of one file that a diagnostic shows, in order, and the position that it points at.
struct FileExcerpt {
  let name: String
  let line: Int
  let column: Int
  private(set) var lines: [MarkedLine] = []

  /// The files of a diagnostic in the order in which its labels, then its context, name them.
  static func excerpts(of diagnostic: Diagnostic) -> [FileExcerpt] {
    var files: [FileExcerpt] = []
    func index(_ place: Place) -> Int {
      let name = place.sourceName
      if let index = files.firstIndex(where: { $0.name == name }) { return index }
      let (line, column) = place.start
      files.append(FileExcerpt(name: name, line: line, column: column))
      return files.count - 1
    }
    for label in diagnostic.labels {
      let file = index(label.place)
      let line = files[file].add(label.place)
      files[file].lines[line].mark(label)
    }
    for place in diagnostic.context {
      let file = index(place)
      _ = files[file].add(place)
    }
    for file in files.indices { files[file].sort() }
    return files
  }

  /// Adds the line of a place unless it is there; returns its index.
  private mutating func add(_ place: Place) -> Int {
    let line = MarkedLine(place)
    if let index = lines.firstIndex(where: { $0.number == line.number }) { return index }
    lines.append(line)
    return lines.count - 1
  }

  /// Puts lines, and the marks of a line, in the order of the file.
  private mutating func sort() {
    lines.sort { $0.number < $1.number }
    for index in lines.indices {
      lines[index].marks = lines[index].marks.enumerated()
        .sorted { ($0.element.column, $0.offset) < ($1.element.column, $1.offset) }
        .map(\.element)
    }
  }
}
