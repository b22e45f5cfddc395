import Diagnostics
import Foundation
import Records
import Testing

/// Directories described by a `datapackage.json`.
@Suite struct DataPackageTests {
  private let schema = table("people", key: [0], [column("id", .code), column("name", .text)])
  private let text = "id,name\n1,髙橋\n"

  private func package(_ resource: String) -> String {
    "{\"name\": \"set\", \"resources\": [\(resource)]}"
  }

  private func read(_ scratch: Scratch) throws -> DataSet {
    try DataSource.open(scratch.path).read([schema])
  }

  private func code(_ resource: String) throws -> [String] {
    let scratch = try Scratch()
    try scratch.write("p.csv", text)
    try scratch.write("datapackage.json", package(resource))
    do {
      _ = try read(scratch)
      return []
    } catch let refusal as DataRefusal {
      return refusal.diagnostics.map(\.code)
    }
  }

  @Test func byNameOrFileName() throws {
    #expect(try code("{\"name\": \"people\", \"path\": \"p.csv\"}") == [])
    #expect(try code("{\"name\": \"people\", \"path\": [\"p.csv\"]}") == [])
    #expect(try code("{\"name\": \"others\", \"path\": \"p.csv\"}") == ["D201"])
    let scratch = try Scratch()
    try FileManager.default.createDirectory(
      atPath: scratch.path + "/data", withIntermediateDirectories: false)
    try scratch.write("data/people.csv", text)
    try scratch.write(
      "datapackage.json", package("{\"name\": \"x\", \"path\": \"data/people.csv\"}"))
    let data = try read(scratch)
    #expect(data.files[0].name == "data/people.csv")
    #expect(data.tables[0].texts() == [["1", "髙橋"]])
  }

  @Test func hashHolds() throws {
    let scratch = try Scratch()
    try scratch.write("p.csv", text)
    let sum = try Process.sha256(scratch.path + "/p.csv")
    let other = String(sum.reversed())
    func hash(_ hash: String) throws -> [String] {
      try code("{\"name\": \"people\", \"path\": \"p.csv\", \"hash\": \"\(hash)\"}")
    }
    #expect(try hash("sha256:" + sum) == [])
    #expect(try hash("sha256:" + other) == ["D224"])
    #expect(try hash("0123456789abcdef0123456789abcdef") == ["D222"])
  }

  @Test func declaredEncodingHolds() throws {
    func encoding(_ label: String) throws -> [String] {
      try code("{\"name\": \"people\", \"path\": \"p.csv\", \"encoding\": \"\(label)\"}")
    }
    #expect(try encoding("utf-8") == [])
    // E9 AB 99 of 髙 and so on are no CP932.
    #expect(try encoding("cp932") == ["D204"])
    #expect(try encoding("euc-jp") == ["D222"])
  }

  @Test(arguments: ["../p.csv", "/etc/passwd", "a/../../p.csv", "http://x/p.csv", "..", "link.csv"])
  func pathsStayInside(_ path: String) throws {
    let scratch = try Scratch()
    try scratch.write("p.csv", text)
    try FileManager.default.createSymbolicLink(
      atPath: scratch.path + "/link.csv", withDestinationPath: "/etc/hostname")
    try scratch.write(
      "datapackage.json", package("{\"name\": \"people\", \"path\": \"\(path)\"}"))
    let error = #expect(throws: DataRefusal.self) { try DataSource.open(scratch.path) }
    #expect(error?.diagnostics.map(\.code) == ["D223"])
  }

  @Test(arguments: [
    "[]", "{", "{\"resources\": 3}",
    "{\"resources\": [{\"name\": \"people\", \"path\": [\"a.csv\", \"b.csv\"]}]}",
    "{\"resources\": [{\"name\": \"people\"}]}",
    """
    {"resources": [{"name": "people", "path": "p.csv", "dialect": {"quoteChar": "'"}}]}
    """,
    """
    {"resources": [{"name": "people", "path": "p.csv", "dialect": {"delimiter": "x"}}]}
    """,
    """
    {"resources": [{"name": "people", "path": "p.csv", "dialect": {"header": false}}]}
    """,
  ])
  func whatIsNotRead(_ json: String) throws {
    let scratch = try Scratch()
    try scratch.write("p.csv", text)
    try scratch.write("datapackage.json", json)
    let error = #expect(throws: DataRefusal.self) { try DataSource.open(scratch.path) }
    #expect(error?.diagnostics.map(\.code) == ["D222"])
  }

  @Test func onlyOneFile() throws {
    let scratch = try Scratch()
    try scratch.write("people.csv", text)
    try scratch.write("住民.csv", text)
    var both = schema
    both.fileNames = ["people.csv", "住民.csv"]
    #expect(try scratch.refusal([both]).diagnostics.map(\.code) == ["D218"])
  }
}
