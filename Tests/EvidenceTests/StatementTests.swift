import Contract
import Evidence
import Foundation
import Quantities
import Records
import Reports
import Settlement
import SettlementFixtures
import Testing

/// The statement is a page that loads nothing, runs nothing and admits no markup from outside.
@Suite struct StatementTests {
  private func page(_ builder: ContractBuilder) throws -> String {
    let contract = try builder.contract
    let settlement = try Settler.settle(
      contract: contract, period: try #require(contract.period(2024)),
      execution: Minato.execution(contract), interim: 6_600_000)
    let file = InputFile(
      name: "<b>参加者</b>.csv", bytes: 123_456, rows: 1000, encoding: .cp932,
      isEncodingDeclared: true, sha256: String(repeating: "0a", count: 32), delimiter: ",")
    return Statement(
      settlement: settlement, trace: Trace(settlement), inputs: [file],
      contractSHA256: String(repeating: "f0", count: 32)
    ).html
  }

  @Test func policyAdmitsOnlyTheSheet() throws {
    let sheet = Digest.sha256(Array(StatementStyle.sheet.utf8))
    let declared = try #require(Data(base64Encoded: StatementStyle.digest))
    #expect(declared.map { String(format: "%02x", $0) }.joined() == sheet)
    let html = try page(try Minato.builder())
    #expect(html.contains("<style>\(StatementStyle.sheet)</style>"))
    #expect(
      html.contains(
        "content=\"default-src &#39;none&#39;; style-src &#39;sha256-\(StatementStyle.digest)&#39;; "
      ))
    for forbidden in [
      "<script", "http:", "https:", "src=", "href=", "url(", "style=", "onload", "@import",
      "javascript:",
    ] {
      #expect(!html.contains(forbidden))
    }
  }

  @Test func markupFromOutsideIsText() throws {
    var builder = try Minato.builder()
    builder.title = "<script>alert(\"x\")</script> & \u{202E}夜\u{1B}[31m"
    let html = try page(builder)
    #expect(!html.contains("<script"))
    #expect(
      html.contains(
        "&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp; ⟨U+202E⟩夜⟨U+001B⟩[31m"))
    #expect(html.contains("&lt;b&gt;参加者&lt;/b&gt;.csv"))
  }

  @Test func japaneseStatementReadsAsOne() throws {
    var builder = try Minato.builder(tongue: .ja)
    builder.isIllustrative = true
    let html = try page(builder)
    #expect(html.hasPrefix("<!DOCTYPE html>\n<html lang=\"ja\">"))
    for text in [
      "例示", "成果連動型民間委託契約", "精算書", "令和6年4月1日から令和7年3月31日まで", "差引支払額", "20,559,000円",
      "1人当たり4,500円 × 参加者数 640人", "分子 425人、分母 640人", "2段目", "直線補間", "0.1%未満切捨て", "-14,142円",
      "決裁", "第8条第3項", "中間払控除", "-6,600,000円", "CP932",
    ] {
      #expect(html.contains(text), "\(text) is missing")
    }
    #expect(!html.contains("Settlement statement"))
  }

  @Test func englishStatementReadsAsOne() throws {
    let html = try page(try Minato.builder())
    for text in [
      "Settlement statement", "2024-04-01 to 2025-03-31", "20,559,000 yen",
      "4,500 yen per person × reach 640 persons", "numerator 425 persons", "row 2",
      "not reached", "Approved by", "Art.\u{A0}8(3)",
    ] {
      #expect(html.contains(text), "\(text) is missing")
    }
    #expect(!html.contains("class=\"mark\""))
    #expect(!html.contains("精算"))
  }

  @Test func tagsAreBalanced() throws {
    let html = try page(try Minato.builder(tongue: .ja))
    var open: [Substring] = []
    for match in html.matches(of: /<(\/?)([a-z0-9]+)[^>]*>/) {
      let name = match.output.2
      if name == "meta" { continue }
      if match.output.1.isEmpty {
        open.append(name)
      } else {
        #expect(open.popLast() == name)
      }
    }
    #expect(open.isEmpty)
  }

  @Test func suspendedStatementSaysSo() throws {
    let contract = try Minato.contract(tongue: .ja)
    let settlement = try Settler.settle(
      contract: contract, period: try #require(contract.period(2024)),
      execution: measured(
        contract, [(0, nil, 640), (1, nil, 66)],
        stops: [
          .init(code: "S420", severity: .stop, headline: .init(en: "stopped", ja: "脱落率の超過"))
        ]), interim: 0)
    let html = Statement(
      settlement: settlement, trace: Trace(settlement), inputs: [], contractSHA256: ""
    ).html
    for text in ["保留", "S420: 脱落率の超過", "契約の定めによる保留", "2,880,000円"] {
      #expect(html.contains(text), "\(text) is missing")
    }
    #expect(!html.contains("class=\"final\""))
  }
}
