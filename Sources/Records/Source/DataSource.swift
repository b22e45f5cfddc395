import Diagnostics
import Glibc

/// A directory with the tables of a contract: one CSV file each, or as its `datapackage.json` says.
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

/// Where the file of a table is and what is declared about it.
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

extension DataSource {
  /// Finds the file of a table.
  func locate(_ schema: TableSchema) throws(TableReader.Failure) -> FileLocation {
    let messages = FileMessages(name: directory, schema: schema)
    if let package {
      let found = package.resources(for: schema)
      guard let resource = found.first else {
        throw .init(
          diagnostics: [messages.missing(accepted: schema.fileNames, directory: package.path)],
          isInputOutput: true)
      }
      guard found.count == 1 else {
        throw .init(
          diagnostics: [messages.ambiguous(found.map(\.path), directory: package.path)])
      }
      return resource.location(in: directory)
    }
    if let contents {
      let file = contents.first { file in
        schema.fileNames.contains { $0.utf8.elementsEqual(file.name.utf8) }
      }
      guard let file else {
        throw .init(
          diagnostics: [messages.missing(accepted: schema.fileNames, directory: directory)])
      }
      return FileLocation(
        name: file.name, path: DataSource.join(directory, file.name), bytes: file.bytes)
    }
    let found = schema.fileNames.filter {
      PathRule.isInside($0) && access(DataSource.join(directory, $0), F_OK) == 0
    }
    guard let name = found.first else {
      throw .init(
        diagnostics: [messages.missing(accepted: schema.fileNames, directory: directory)],
        isInputOutput: true)
    }
    guard Set(found).count == 1 else {
      throw .init(diagnostics: [messages.ambiguous(found, directory: directory)])
    }
    return FileLocation(name: name, path: DataSource.join(directory, name))
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
