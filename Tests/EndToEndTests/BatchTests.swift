import Foundation
import TestSupport
import Testing

@Suite struct BatchTests {
  /// Two years of one programme, the second after the first, another programme in Japanese, and one
  /// whose data are refused.
  @Test func oneBadLineLeavesTheOthersUnharmed() throws {
    let scratch = try Walks.scratch(persons: Data((Walks.persons + "CANARYc,x,1,R,\n").utf8))
    let contracts = "\(Repository.root)/Contracts"
    let data = "\(Repository.root)/Datasets"
    let list = try scratch.write(
      "list.csv",
      """
      contract,data,period,output,prior
      \(contracts)/yamaguchi-genki/contract.en.pfs,\(data)/yamaguchi-genki/clean,2025,out/FY2025,
      \(contracts)/quit-smoking/contract.ja.pfs,\(data)/nhefs,1982,out/禁煙,
      contract.pfs,data,2025,out/bad,
      \(contracts)/yamaguchi-genki/contract.en.pfs,\(data)/yamaguchi-genki/clean,2026,out/FY2026,out/FY2025

      """)
    let run = try Command.run("batch", list)
    #expect(run.status == 1)
    #expect(run.output.contains("3 settled, 0 suspended, 1 failed, of 4"))
    #expect(run.errors.contains("list.csv:4"))
    #expect(run.errors.contains("error[D211]: "))
    #expect(run.errors.contains("person.csv:4:"))
    #expect(run.errors.hasSuffix("failed: line 4 (\(scratch["contract.pfs"]) 2025)\n"))
    #expect(!run.text.contains(Walks.mark))
    #expect(
      try scratch.list("out").filter { !$0.hasSuffix("-refused.csv") } == [
        "FY2025", "FY2026", "禁煙",
      ])
    // The yen of the oracles, and of the statement of quit-smoking.
    for (bundle, due) in [("FY2025", "6546100"), ("FY2026", "18846300"), ("禁煙", "6122600")] {
      #expect(try Command.run("replay", scratch["out/\(bundle)"]).status == 0)
      #expect(try Record(json: try scratch.bytes("out/\(bundle)/data/settlement.json")).due == due)
    }
    // A batch writes what `pfs settle` writes.
    let alone = try Command.run(
      Programme.yamaguchi.arguments("settle") + ["--output", scratch["alone"]])
    #expect(alone.status == 0)
    #expect(
      try scratch.text("alone/manifest-sha256.txt")
        == scratch.text("out/FY2025/manifest-sha256.txt"))
  }

  @Test func aBatchWithoutBadLinesSucceeds() throws {
    let scratch = try Walks.scratch()
    let list = try scratch.write(
      "list.csv",
      "contract,data,period,output\ncontract.pfs,data,2025,a\ncontract.pfs,data,2026,b\n")
    let run = try Command.run("batch", list, in: "/")
    #expect(run.status == 0, "\(run.text)")
    #expect(try Command.run("replay", scratch["a"]).status == 0)
    #expect(try Command.run("replay", scratch["b"]).status == 0)
    // Once more: the bundles are there and stay as they are.
    let before = try scratch.text("a/manifest-sha256.txt")
    let again = try Command.run("batch", list)
    #expect(again.status == 1)
    #expect(again.errors.contains("K701"))
    #expect(try scratch.text("a/manifest-sha256.txt") == before)
  }
}
