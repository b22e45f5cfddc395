import Evidence
import Foundation
import Reports
import Testing

/// The style sheets of the pages.
@Suite struct StyleTests {
  static let sheets = [
    "statement": (StatementStyle.sheet, StatementStyle.digest),
    "coverage": (CoveragePageStyle.sheet, CoveragePageStyle.digest),
    "covered text": (CoveredTextStyle.sheet, CoveredTextStyle.digest),
    "report": (ReportStyle.sheet, ReportStyle.digest),
    "scenario": (ScenarioPageStyle.sheet, ScenarioPageStyle.digest),
    "scenario script": (ScenarioPageStyle.script, ScenarioPageStyle.scriptDigest),
  ]

  @Test(arguments: sheets.keys.sorted())
  func thePolicyAdmitsOnlyTheSheet(name: String) throws {
    let (text, digest) = try #require(Self.sheets[name])
    let declared = try #require(Data(base64Encoded: digest))
    let sheet = Digest.sha256(Array(text.utf8))
    #expect(declared.map { String(format: "%02x", $0) }.joined() == sheet)
    for forbidden in ["url(", "@import", "expression(", "</"] { #expect(!text.contains(forbidden)) }
  }

  /// What is read has a contrast of 4.5 to 1 (WCAG 2.2, 1.4.3, level AA).
  @Test func textStandsOutFromWhatIsBehindIt() throws {
    let all = Self.sheets.values.map(\.0).joined()
    func value(_ name: String) throws -> String {
      let found = try #require(all.firstMatch(of: try Regex("--\(name):(#[0-9a-f]{3,6})")))
      return String(try #require(found.output[1].substring))
    }
    func background(_ name: String) throws -> String {
      let found = try #require(
        all.firstMatch(of: try Regex("\\.\(name)\\{background:(#[0-9a-f]{6})")))
      return String(try #require(found.output[1].substring))
    }
    let paper = try value("paper")
    for name in ["ink", "soft", "seal", "deep"] {
      #expect(contrast(try value(name), paper) >= 4.5, "\(name)")
      #expect(contrast(try value(name), try value("pale")) >= 4.5, "\(name)")
    }
    for state in ["done", "part", "never"] {
      #expect(contrast(try value(state), try background(state)) >= 4.5, "\(state)")
      #expect(contrast(try value("ink"), try background(state)) >= 4.5, "\(state)")
      #expect(contrast(try value("soft"), try background(state)) >= 4.5, "\(state)")
    }
    let link = try #require(ReportStyle.sheet.firstMatch(of: /a\{color:(#[0-9a-f]{6})/))
    #expect(contrast(String(link.1), paper) >= 4.5)
    // Black on white is 21 to 1 by definition.
    #expect(abs(contrast("#000", "#fff") - 21) < 0.001)
  }

  private func contrast(_ one: String, _ other: String) -> Double {
    let (a, b) = (luminance(one), luminance(other))
    return (max(a, b) + 0.05) / (min(a, b) + 0.05)
  }

  private func luminance(_ text: String) -> Double {
    var digits = Array(text.dropFirst())
    if digits.count == 3 { digits = digits.flatMap { [$0, $0] } }
    let parts = stride(from: 0, to: 6, by: 2).map { place -> Double in
      let part = Double(Int(String(digits[place...place + 1]), radix: 16) ?? 0) / 255
      return part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
  }
}
