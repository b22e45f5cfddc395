import Diagnostics
import Language
import Settlement

extension ContractTests {
  /// One line for each test, for people.
  public func text(_ tongue: Tongue) -> String {
    var out = "\(path)\n"
    if let refusal {
      let errors = refusal.diagnostics.count { $0.severity.isFailure }
      out += tongue == .en ? "  REFUSED  errors: \(errors)\n" : "  受付不可  エラー: \(errors)件\n"
    }
    if cases.isEmpty, refusal == nil {
      out += tongue == .en ? "  no tests\n" : "  テストなし\n"
    }
    for test in cases { out += "  \(test.line(tongue))\n" }
    return out
  }

  /// One JSON object for each test, each on its own line.
  public func json(_ tongue: Tongue) -> String {
    func line(
      _ kind: String, _ title: String?, _ period: PeriodName?, _ result: String,
      _ found: [Diagnostic]
    ) -> String {
      let object = JSONValue.object([
        .init("contract", .string(path)), .init("kind", .string(kind)),
        .init("title", .text(title)), .init("year", period.map { .count($0.year) } ?? .null),
        .init("period", .text(period?.description)),
        .init("result", .string(result)),
        .init(
          "diagnostics",
          .array(
            found.map { item in
              .object([
                .init("code", .string(item.code)),
                .init("headline", .string(item.headline[tongue])),
                .init("line", item.place.map { .count($0.start.line) } ?? .null),
              ])
            })),
      ])
      return String(decoding: object.canonicalBytes, as: UTF8.self) + "\n"
    }
    if let refusal { return line("contract", nil, nil, "refused", refusal.diagnostics) }
    return cases.map { line($0.kind.rawValue, $0.title, $0.period, $0.word, $0.diagnostics) }
      .joined()
  }

  /// The results of several contracts as JUnit's XML, which build servers read.
  public static func junit(_ all: [ContractTests], _ tongue: Tongue) -> String {
    let counts = all.reduce(Counts()) { $0 + $1.counts }
    var out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    out += "<testsuites tests=\"\(counts.passed + counts.failed + counts.notRun)\""
    out += " failures=\"\(counts.failed)\" skipped=\"\(counts.notRun)\">\n"
    let renderer = TerminalRenderer(tongue: tongue)
    for tests in all {
      let own = tests.counts
      out += "  <testsuite name=\"\(xml(tests.path))\""
      out += " tests=\"\(own.passed + own.failed + own.notRun)\" failures=\"\(own.failed)\""
      out += " skipped=\"\(own.notRun)\">\n"
      func testcase(_ name: String, _ body: String) {
        out += "    <testcase classname=\"\(xml(tests.path))\" name=\"\(xml(name))\""
        out += body.isEmpty ? "/>\n" : ">\(body)</testcase>\n"
      }
      func failure(_ found: [Diagnostic]) -> String {
        let message = found.first.map { "\($0.code) \($0.headline[tongue])" } ?? ""
        return "<failure message=\"\(xml(message))\">\(xml(renderer.render(found)))</failure>"
      }
      if let refusal = tests.refusal { testcase("contract", failure(refusal.diagnostics)) }
      for test in tests.cases {
        let name = "\(test.kind.rawValue) \(test.title)"
        switch test.result {
        case .passed: testcase(name, "")
        case .failed(let found): testcase(name, failure(found))
        case .notRun(let reason):
          testcase(name, "<skipped message=\"\(xml(reason[tongue]))\"/>")
        }
      }
      out += "  </testsuite>\n"
    }
    return out + "</testsuites>\n"
  }

  /// Text for XML 1.0; characters that it cannot hold are replaced.
  private static func xml(_ text: String) -> String {
    var out = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": out.append(contentsOf: "&amp;".unicodeScalars)
      case "<": out.append(contentsOf: "&lt;".unicodeScalars)
      case ">": out.append(contentsOf: "&gt;".unicodeScalars)
      case "\"": out.append(contentsOf: "&quot;".unicodeScalars)
      case "\n", "\t": out.append(scalar)
      case "\u{0}"..<" ", "\u{FFFE}", "\u{FFFF}": out.append("\u{FFFD}")
      default: out.append(scalar)
      }
    }
    return String(out)
  }
}

extension ContractTests.Case {
  /// `passed   example "Annex 3, case A" (2026)`
  fileprivate func line(_ tongue: Tongue) -> String {
    let verdict: String
    var reason = ""
    switch result {
    case .passed: verdict = tongue == .en ? "passed " : "一致  "
    case .failed: verdict = tongue == .en ? "FAILED " : "不一致"
    case .notRun(let text):
      verdict = tongue == .en ? "not run" : "未実行"
      reason = tongue == .en ? ": \(text.en)" : ": \(text.ja)"
    }
    let word = kind == .example ? BlockWord.example : .scenario
    let own = tongue == .en ? "\(word.english) \"\(title)\"" : "\(word.japanese)「\(title)」"
    let when = period.map { tongue == .en ? " (\($0))" : "(\($0.japanese))" } ?? ""
    return "\(verdict)  \(own)\(when)\(reason)"
  }
}
