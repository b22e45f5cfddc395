import Diagnostics
import Testing

@Suite struct DiagnosticListTests {
  private func item(_ code: String, _ severity: Severity, _ labels: [Label] = []) -> Diagnostic {
    Diagnostic(code: code, severity: severity, headline: Text("x"), labels: labels)
  }

  @Test func order() throws {
    let one = source("one", [(1, "aa bb"), (3, "cc")])
    let two = source("two", [(1, "dd")])
    var list = DiagnosticList()
    #expect(list.isEmpty)
    list.append(item("1", .warning, [try one.label(3, "cc")]))
    list.append(item("2", .warning, [try two.label(1, "dd")]))
    list.append(contentsOf: [
      item("3", .warning, [try one.label(1, "bb")]), item("4", .warning, [try one.label(1, "aa")]),
      item("5", .note), item("6", .warning, [try one.label(1, "aa")]),
    ])
    #expect(list.ordered.map(\.code) == ["5", "4", "6", "3", "1", "2"])
    try list.throwIfRefused()
  }

  @Test func refusal() throws {
    var list = DiagnosticList()
    list.append(item("1", .warning))
    #expect(!list.hasFailure)
    list.append(item("2", .stop))
    let refused = #expect(throws: Diagnostics.self) { try list.throwIfRefused() }
    #expect(refused?.items.map(\.code) == ["1", "2"])
    #expect(Diagnostics(item("3", .error)).items.count == 1)
  }
}
