import Diagnostics
import Glibc

/// A directory with the tables of a contract: one CSV file each, or several whose names a contract
/// describes with a `*`, or as its `datapackage.json` says.
///
/// Without a data package a table's file is the one of its accepted names that exists in the directory.
/// With one, a table is the resource of its name or of one of its file names, and the package's path,
/// encoding, delimiter, size and hash hold.
public struct DataSource: Sendable {
  /// The directory as it was given.
  public let directory: String

  /// Whether a `datapackage.json` says where the tables are.
  public var isDataPackage: Bool { package != nil }

  let package: DataPackage?
  /// The files, if they are at hand and not in a directory.
  private var contents: [(name: String, bytes: [UInt8])]?

  /// Files that are at hand instead of a directory.
  ///
  /// - Parameter name: what messages call them together.
  public init(name: String, files: [(name: String, bytes: [UInt8])]) {
    directory = name
    package = nil
    contents = files
  }

  private init(directory: String, package: DataPackage?) {
    self.directory = directory
    self.package = package
  }

  /// Opens a directory.
  ///
  /// - Parameter usesPackage: whether a `datapackage.json` is asked where the tables are.
  /// - Throws: a refusal if it is no directory, or if its data package is not one that can be read.
  public static func open(
    _ directory: String, usesPackage: Bool = true
  ) throws(DataRefusal) -> DataSource {
    var status = stat()
    guard stat(directory, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
      throw DataRefusal(
        diagnostics: [
          Diagnostic(
            code: "D231", severity: .error,
            headline: Text(
              en: "\(directory) is not a directory that can be read",
              ja: "\(directory)は読めるディレクトリではありません"),
            remarks: [
              Remark(
                .rule,
                Text(
                  en: "the data of a contract is a directory with one CSV file for each table",
                  ja: "契約のデータは、表ごとに1つのCSVファイルを置いたディレクトリです"))
            ])
        ], isInputOutput: true)
    }
    let path = join(directory, DataPackage.fileName)
    guard usesPackage, access(path, F_OK) == 0 else {
      return DataSource(directory: directory, package: nil)
    }
    return DataSource(
      directory: directory, package: try DataPackage(path: path, directory: directory))
  }

  static func join(_ directory: String, _ name: String) -> String {
    directory.hasSuffix("/") ? directory + name : directory + "/" + name
  }
}

/// Where a file of a table is and what is declared about it.
struct FileLocation: Sendable {
  /// Path relative to the data source.
  let name: String
  /// Path for opening, and as messages show it.
  let path: String
  var shown: String { path }
  var encoding: TextEncoding?
  var delimiter: UInt8 = Byte.comma
  /// The declared SHA-256, lower case.
  var sha256: String?
  /// The bytes, if they are at hand.
  var bytes: [UInt8]?

  func open() throws(ByteFile.Failure) -> ByteFile {
    if let bytes { return ByteFile(bytes: bytes) }
    return try ByteFile(path: path)
  }
}

/// The files of a table, in the order in which their rows follow each other.
struct TableLocation: Sendable {
  /// What messages about the whole table call its file or files.
  let shown: String
  /// In byte order of their names; at least one.
  let files: [FileLocation]
}

extension DataSource {
  /// Finds the files of a table.
  func locate(_ schema: TableSchema) throws(TableReader.Failure) -> TableLocation {
    let messages = FileMessages(name: directory, schema: schema)
    let place = package?.path ?? directory
    var found: [(name: String, files: [FileLocation])] = []
    for name in schema.fileNames {
      guard let pattern = FileNamePattern(name), !found.contains(where: { same($0.name, name) })
      else { continue }
      let files = try files(pattern, name, schema)
      if !files.isEmpty { found.append((name, files)) }
    }
    if let package {
      // A resource of the table's name is the table, whatever its path; beside one of several files it
      // is one of them.
      let named = package.resources(named: schema).map { $0.location(in: directory) }
      if named.count > 1 {
        throw .init(diagnostics: [messages.ambiguous(named.map(\.name), directory: place)])
      }
      if let file = named.first {
        let pattern = found.first { FileNamePattern($0.name)?.isOfSeveral == true }
        found = [(pattern?.name ?? file.name, Self.joined(pattern?.files ?? [], file))]
      }
    }
    guard let table = found.first else {
      throw .init(
        diagnostics: [messages.missing(accepted: schema.fileNames, directory: place)],
        isInputOutput: contents == nil)
    }
    let isOfOne = FileNamePattern(table.name)?.isOfSeveral != true
    guard found.count == 1, table.files.count == 1 || !isOfOne else {
      throw .init(
        diagnostics: [
          messages.ambiguous(found.flatMap { $0.files.map(\.name) }, directory: place)
        ])
    }
    let shown =
      table.files.count == 1 ? table.files[0].shown : DataSource.join(directory, table.name)
    return TableLocation(shown: shown, files: table.files)
  }

  private func same(_ a: String, _ b: String) -> Bool { a.utf8.elementsEqual(b.utf8) }

  /// The files of a name, in byte order.
  private func files(
    _ pattern: FileNamePattern, _ name: String, _ schema: TableSchema
  ) throws(TableReader.Failure) -> [FileLocation] {
    if let package {
      return Self.sorted(package.resources(pattern).map { $0.location(in: directory) })
    }
    if let contents {
      return Self.sorted(
        contents.filter { pattern.matches($0.name) }.map {
          FileLocation(
            name: $0.name, path: DataSource.join(directory, $0.name), bytes: $0.bytes)
        })
    }
    let names: [String]
    if pattern.isOfSeveral {
      let searched = DataSource.join(directory, pattern.directory)
      do {
        names = try Self.entries(of: searched).map { pattern.directory + $0 }
          .filter(pattern.matches)
      } catch {
        throw .init(
          diagnostics: [FileMessages.unreadable(searched, error)], isInputOutput: true)
      }
    } else {
      names = access(DataSource.join(directory, name), F_OK) == 0 ? [name] : []
    }
    return Self.sorted(
      names.map { FileLocation(name: $0, path: DataSource.join(directory, $0)) })
  }

  private static func sorted(_ files: [FileLocation]) -> [FileLocation] {
    files.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  }

  /// The files with one more, which may be among them.
  private static func joined(_ files: [FileLocation], _ file: FileLocation) -> [FileLocation] {
    sorted(files.filter { !$0.name.utf8.elementsEqual(file.name.utf8) } + [file])
  }

  /// The names in a directory; none if there is no such directory.
  private static func entries(of directory: String) throws(ByteFile.Failure) -> [String] {
    guard let stream = opendir(directory) else {
      if errno == ENOENT || errno == ENOTDIR { return [] }
      throw .system(errno)
    }
    defer { closedir(stream) }
    var names: [String] = []
    errno = 0
    while let entry = readdir(stream) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      names.append(name)
      errno = 0
    }
    if errno != 0 { throw .system(errno) }
    return names
  }

  /// The files of all tables in the order of the tables, as ``RefusedPlace/file`` numbers them; a table
  /// whose files cannot be found is one entry without a location.
  func numberedFiles(_ schemas: [TableSchema]) -> [(schema: Int, location: FileLocation?)] {
    schemas.indices.flatMap { index -> [(schema: Int, location: FileLocation?)] in
      guard let table = try? locate(schemas[index]) else { return [(index, nil)] }
      return table.files.map { (index, $0) }
    }
  }
}

/// Which paths stay inside a directory.
enum PathRule {
  /// Whether a relative path has no step upwards; symbolic links are not looked at.
  static func isInside(_ path: String) -> Bool {
    let bytes = Array(path.utf8)
    guard !bytes.isEmpty, bytes[0] != UInt8(ascii: "/"), !bytes.contains(0),
      !bytes.contains(UInt8(ascii: "\\"))
    else { return false }
    return bytes.split(separator: UInt8(ascii: "/")).allSatisfy { $0 != Array("..".utf8)[...] }
  }

  /// Whether a path, with all links followed, lies in a directory; true if there is no such file.
  static func staysInside(_ path: String, _ directory: String) -> Bool {
    guard let file = resolved(path) else { return true }
    guard let root = resolved(directory) else { return false }
    return file.starts(with: root + (root.last == UInt8(ascii: "/") ? [] : [UInt8(ascii: "/")]))
  }

  private static func resolved(_ path: String) -> [UInt8]? {
    guard let found = realpath(path, nil) else { return nil }
    defer { free(found) }
    return Array(UnsafeRawBufferPointer(start: found, count: strlen(found)))
  }
}
