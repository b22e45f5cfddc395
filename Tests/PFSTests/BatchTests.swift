import Foundation
import PFS
import TestSupport
import Testing

@Suite struct BatchTests {
  @Test func aFailureLeavesTheOthersUnharmed() throws {
    let scratch = try SmallContract.scratch()
    let list = try scratch.write(
      "list.csv",
      """
      contract,data,period,output,prior
      contract.pfs,data,2025,out/FY2025,
      contract.pfs,nowhere,2025,out/broken,
      contract.pfs,data,FY26,out/year,
      contract.pfs,data,2026,out/FY2026,out/FY2025
      """)
    let results = try BatchManifest.load(list).jobs.map { $0.run() }
    #expect(results.map(\.isFailed) == [false, true, true, false])
    #expect(results.map(\.job.line) == [2, 3, 4, 5])
    guard case .settled(let last) = results[3].ending else { return }
    #expect(last.settlement.text("due") == "5700")
    let made = try FileManager.default.contentsOfDirectory(atPath: "\(scratch.path)/out").sorted()
    #expect(made == ["FY2025", "FY2026"])
  }

  @Test func listsWithoutSenseAreRefusedAsAWhole() throws {
    let scratch = try Scratch()
    let header = "contract,data,period,output\n"
    let twice = try scratch.write("a.csv", header + "c,d,2025,o\nc,d,2026,o\n")
    #expect(try codes { _ = try BatchManifest.load(twice) } == ["P943"])
    let empty = try scratch.write("b.csv", header)
    #expect(try codes { _ = try BatchManifest.load(empty) } == ["P942"])
    #expect(try codes { _ = try BatchManifest.load("\(scratch.path)/none.csv") } == ["P911"])
    let short = try scratch.write("c.csv", "contract,data,period\nc,d,2025\n")
    #expect(try codes { _ = try BatchManifest.load(short) } == ["D216"])
    do {
      _ = try BatchManifest.load(short)
    } catch {
      // No contract declares the headers of a list.
      let help = error.diagnostics[0].remarks.last
      #expect(help?.lines.map(\.en) == ["correct the header line"])
      #expect(help?.lines.map(\.ja) == ["見出し行を直してください"])
    }
  }

  @Test func aListMayLieBesideADataPackage() throws {
    let scratch = try SmallContract.scratch()
    try scratch.write("data/datapackage.json", #"{"resources": []}"#)
    let list = try scratch.write(
      "data/list.csv", "contract,data,period,output\n../contract.pfs,.,2025,/o\n")
    #expect(try BatchManifest.load(list).jobs.map(\.period) == ["2025"])
  }

  @Test func japaneseHeadersAreRead() throws {
    let scratch = try Scratch()
    let list = try scratch.write("一覧.csv", "契約,データ,年度,出力\r\nc.pfs,d,2025,/o\r\n")
    let job = try #require(try BatchManifest.load(list).jobs.first)
    #expect(job.contract == "\(scratch.path)/c.pfs")
    #expect(job.output == "/o")
    #expect(job.priors == [])
  }
}
