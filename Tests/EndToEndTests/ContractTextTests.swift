import Foundation
import TestSupport
import Testing

/// Translating and formatting the committed contracts gives back the committed bytes.
@Suite struct ContractTextTests {
  @Test(arguments: Repository.contracts, Tongue.allCases)
  func translationIsTheOtherFile(contract: String, tongue: Tongue) throws {
    let other = tongue == .en ? Tongue.ja : .en
    let text = try Repository.text("Contracts/\(contract)/contract.\(other.rawValue).pfs")
    for source in Tongue.allCases {
      let run = try Command.run(
        "translate", "--to", other.rawValue,
        "\(Repository.root)/Contracts/\(contract)/contract.\(source.rawValue).pfs")
      #expect(run.status == 0, "\(run.errors)")
      #expect(run.output == text)
    }
  }

  @Test(arguments: Repository.contracts, Tongue.allCases)
  func formattingChangesNothing(contract: String, tongue: Tongue) throws {
    let name = "Contracts/\(contract)/contract.\(tongue.rawValue).pfs"
    let run = try Command.run("format", "\(Repository.root)/\(name)")
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output == (try Repository.text(name)))
    #expect(try Command.run("format", "--check", "\(Repository.root)/\(name)").status == 0)
  }

  /// Spaces between words and full-width forms are layout; the formatter takes them back.
  @Test(arguments: Repository.contracts, Tongue.allCases)
  func layoutIsTakenBack(contract: String, tongue: Tongue) throws {
    let text = try Repository.text("Contracts/\(contract)/contract.\(tongue.rawValue).pfs")
    var random = Seeded(state: 7)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map {
      line -> String in
      if line.hasPrefix("#") || line.contains("\"") || line.contains("「") { return String(line) }
      // A gap of several spaces may have any width; a single space stays.
      let indent = line.prefix { $0 == " " }
      let body = line.dropFirst(indent.count).replacing(/\ {2,}/) { _ in
        String(repeating: " ", count: Int.random(in: 2...30, using: &random))
      }
      return String(indent + body)
    }
    let scratch = try Scratch()
    let path = try scratch.write("c.pfs", lines.joined(separator: "\n"))
    let run = try Command.run("format", path)
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output == text)
  }

  @Test(arguments: Repository.contracts, Tongue.allCases)
  func contractsCheckClean(contract: String, tongue: Tongue) throws {
    let path = "\(Repository.root)/Contracts/\(contract)/contract.\(tongue.rawValue).pfs"
    let run = try Command.run("check", path)
    #expect(run.status == 0, "\(run.errors)")
    // Findings stand before the summary, which ends the output.
    #expect(run.output.contains("\(path): \(tongue == .en ? "no errors" : "エラーなし")"))
  }
}
