import Diagnostics
import Foundation

/// A Frictionless `datapackage.json`: as much of it as says how to read the tables.
///
/// Properties that would change the reading in a way that is not supported are refused, never ignored.
struct DataPackage: Sendable {
  static let fileName = "datapackage.json"
  private static let maxBytes = 16 << 20

  /// The package's file as messages show it.
  let path: String
  let resources: [Resource]

  struct Resource: Sendable {
    let name: String
    let path: String
    let encoding: TextEncoding?
    let delimiter: UInt8
    let sha256: String?

    func location(in directory: String) -> FileLocation {
      FileLocation(
        name: path, path: DataSource.join(directory, path), encoding: encoding,
        delimiter: delimiter, sha256: sha256)
    }
  }

  init(path: String, directory: String) throws(DataRefusal) {
    self.path = path
    let root: DataPackageJSON
    do {
      let file = try ByteFile(path: path)
      guard file.size <= Self.maxBytes else { throw Fault("the file is too large", "大きすぎます") }
      var bytes = [UInt8](repeating: 0, count: file.size)
      try bytes.withUnsafeMutableBytes { room in
        if let base = room.baseAddress { try file.read(room.count, at: 0, into: base) }
      }
      root = try JSONDecoder().decode(DataPackageJSON.self, from: Data(bytes))
    } catch let fault as Fault {
      throw fault.refusal(path)
    } catch let failure as ByteFile.Failure {
      throw DataRefusal(
        diagnostics: [FileMessages.unreadable(path, failure)], isInputOutput: true)
    } catch {
      throw Fault("it is not JSON with a list of resources", "resourcesの並びを持つJSONではありません")
        .refusal(path)
    }
    do {
      var resources: [Resource] = []
      for resource in root.resources { resources.append(try Self.read(resource, directory)) }
      self.resources = resources
    } catch {
      throw error.refusal(path)
    }
  }

  /// The resources with one of a table's names.
  func resources(named schema: TableSchema) -> [Resource] {
    let names = [schema.name] + (schema.alternateName.map { [$0] } ?? [])
    return resources.filter { resource in
      names.contains { $0.utf8.elementsEqual(resource.name.utf8) }
    }
  }

  /// The resources whose path, or its last part, has a name.
  func resources(_ pattern: FileNamePattern) -> [Resource] {
    resources.filter { resource in
      let last = resource.path.split(separator: "/").last.map(String.init) ?? resource.path
      return pattern.matches(resource.path)
        || pattern.directory.isEmpty && pattern.matches(lastPart: Array(last.utf8))
    }
  }

  // MARK: - Resources

  private static func read(
    _ json: DataPackageJSON.Resource, _ directory: String
  ) throws(Fault) -> Resource {
    guard let path = json.path?.single else {
      throw Fault(
        "resource '\(json.name)' is not one file", "リソース「\(json.name)」が1つのファイルではありません")
    }
    guard PathRule.isInside(path), !path.contains("://"),
      PathRule.staysInside(DataSource.join(directory, path), directory)
    else {
      throw Fault(
        "the path of resource '\(json.name)' leaves the directory",
        "リソース「\(json.name)」のパスがディレクトリの外を指しています", code: "D223")
    }
    return Resource(
      name: json.name, path: path, encoding: try encoding(json),
      delimiter: try delimiter(json), sha256: try sha256(json))
  }

  private static func encoding(_ json: DataPackageJSON.Resource) throws(Fault) -> TextEncoding? {
    guard let label = json.encoding else { return nil }
    switch label.lowercased() {
    case "utf-8", "utf8", "utf-8-sig": return .utf8
    case "cp932", "windows-31j", "ms932", "shift_jis", "shift-jis", "sjis": return .cp932
    default:
      throw Fault(
        "the encoding '\(label)' of resource '\(json.name)' is not read",
        "リソース「\(json.name)」の文字コード「\(label)」は読めません")
    }
  }

  private static func delimiter(_ json: DataPackageJSON.Resource) throws(Fault) -> UInt8 {
    guard let dialect = json.dialect else { return Byte.comma }
    let isPlain =
      dialect.quoteChar ?? "\"" == "\"" && dialect.doubleQuote ?? true
      && dialect.header ?? true && dialect.skipInitialSpace != true && dialect.escapeChar == nil
      && dialect.commentChar == nil
    guard isPlain else {
      throw Fault(
        "the dialect of resource '\(json.name)' is not read",
        "リソース「\(json.name)」のdialectは読めません")
    }
    switch dialect.delimiter ?? "," {
    case ",": return Byte.comma
    case "\t": return 0x09
    case ";": return 0x3B
    default:
      throw Fault(
        "the delimiter of resource '\(json.name)' is not a comma, semicolon or tab",
        "リソース「\(json.name)」の区切りがコンマ・セミコロン・タブのいずれでもありません")
    }
  }

  private static func sha256(_ json: DataPackageJSON.Resource) throws(Fault) -> String? {
    guard let hash = json.hash else { return nil }
    let parts = hash.lowercased().split(separator: ":", maxSplits: 1)
    guard parts.count == 2, parts[0] == "sha256" || parts[0] == "sha-256",
      parts[1].utf8.count == 64
    else {
      throw Fault(
        "the hash of resource '\(json.name)' is not 'sha256:' and 64 digits",
        "リソース「\(json.name)」のhashが「sha256:」と64桁ではありません")
    }
    return String(parts[1])
  }

  /// What is wrong with the package.
  struct Fault: Error {
    let text: Text
    let code: String

    init(_ en: String, _ ja: String, code: String = "D222") {
      text = Text(en: en, ja: ja)
      self.code = code
    }

    func refusal(_ path: String) -> DataRefusal {
      DataRefusal(
        diagnostics: [
          Diagnostic(
            code: code, severity: .error,
            headline: Text(
              en: "\(path) cannot be used: \(text.en)", ja: "\(path)は使えません: \(text.ja)"))
        ])
    }
  }
}

/// The JSON of a data package.
struct DataPackageJSON: Decodable {
  let resources: [Resource]

  struct Resource: Decodable {
    let name: String
    let path: Path?
    let encoding: String?
    let dialect: Dialect?
    let hash: String?
  }

  struct Dialect: Decodable {
    let delimiter: String?
    let quoteChar: String?
    let doubleQuote: Bool?
    let header: Bool?
    let skipInitialSpace: Bool?
    let escapeChar: String?
    let commentChar: String?
  }

  /// One path, or a list of one.
  struct Path: Decodable {
    let single: String?

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let one = try? container.decode(String.self) {
        single = one
      } else {
        let many = try container.decode([String].self)
        single = many.count == 1 ? many[0] : nil
      }
    }
  }
}
