import Diagnostics
import Foundation
import Testing

@Suite struct JSONRendererTests {
  private let contract = source("a \"b\".pfs", [(2, "  条件            件数24以上")])

  @Test func stableText() throws {
    let span = try contract.span(2, "件数24以上")
    let diagnostic = Diagnostic(
      code: "L012", severity: .error, headline: Text(en: "run together", ja: "語が続いています"),
      labels: [
        Label(span: span, text: Text(en: "no space", ja: "空白なし"), source: contract)
      ],
      remarks: [
        Remark(
          kind: .fix, lines: [Text("件数 24以上")], edit: Edit(span: span, replacement: "件数 24以上"))
      ])
    #expect(
      JSONRenderer(tongue: .ja).render(diagnostic)
        == #"{"code":"L012","severity":"error","headline":"語が続いています","file":"a \"b\".pfs","line":2,"column":17,"endLine":2,"endColumn":23,"labels":[{"file":"a \"b\".pfs","line":2,"column":17,"endLine":2,"endColumn":23,"primary":true,"text":"空白なし"}],"remarks":[{"kind":"fix","lines":["件数 24以上"],"edit":{"start":21,"end":35,"replacement":"件数 24以上"}}]}"#
    )
    let other = JSONRenderer(tongue: .en).render([diagnostic, diagnostic])
    #expect(other.split(separator: "\n").count == 2)
    #expect(other.contains(#""headline":"run together""#))
  }

  @Test func withoutPlace() {
    #expect(
      JSONRenderer(tongue: .en).render(
        Diagnostic(code: "I1", severity: .internal, headline: Text("x")))
        == #"{"code":"I1","severity":"internal","headline":"x","file":null,"line":null,"column":null,"endLine":null,"endColumn":null,"labels":[],"remarks":[]}"#
    )
  }

  /// The shown line of a data file is not written, only where it is.
  @Test func excerpt() {
    let excerpt = Excerpt(
      sourceName: "m.csv", line: 318, text: "•••,canary", column: 15, length: 4, caretColumn: 5)
    let json = JSONRenderer(tongue: .en).render(
      Diagnostic(
        code: "D210", severity: .error, headline: Text("x"), labels: [Label(excerpt: excerpt)]))
    #expect(!json.contains("canary"))
    #expect(json.contains(#""file":"m.csv","line":318,"column":15,"endLine":318,"endColumn":19"#))
  }

  /// Every control character survives a reader that is not ours.
  @Test func escapes() throws {
    let text = String(String.UnicodeScalarView((0...0x7F).compactMap { Unicode.Scalar($0) })) + "漢😀"
    let json = JSONRenderer(tongue: .en).render(
      Diagnostic(code: "I1", severity: .note, headline: Text(text)))
    let object = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any]
    #expect(object?["headline"] as? String == text)
    #expect(json.contains(#"\u0000\u0001"#))
    #expect(json.contains(#"\b\t\n\u000b\f\r\u000e"#))
    #expect(json.contains(##"\u001f !\"#"##))
  }
}
