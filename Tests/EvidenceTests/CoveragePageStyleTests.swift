import Evidence
import Foundation
import Reports
import Testing

@Suite struct CoveragePageStyleTests {
  @Test func thePolicyAdmitsOnlyTheSheet() throws {
    let declared = try #require(Data(base64Encoded: CoveragePageStyle.digest))
    let sheet = Digest.sha256(Array(CoveragePageStyle.sheet.utf8))
    #expect(declared.map { String(format: "%02x", $0) }.joined() == sheet)
  }
}
