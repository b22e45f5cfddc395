import Diagnostics

/// A whole page: style sheets and, unless it is one of a server, no script; nothing loaded from anywhere.
struct HTMLPage {
  let tongue: Tongue
  let title: String
  /// Style sheets, each with its SHA-256 in Base64, by which the page admits it.
  let sheets: [(sheet: String, digest: String)]
  /// What stands in `main`.
  let sections: [HTML]
  /// Of a page that its own server answers: a script with its SHA-256 in Base64. Without one nothing is sent.
  var script: (text: String, digest: String)?

  /// The page, UTF-8.
  var markup: String {
    let admitted = sheets.map { "'sha256-\($0.digest)'" }.joined(separator: " ")
    let sent =
      script.map { "script-src 'sha256-\($0.digest)'; connect-src 'self'; form-action 'self'" }
      ?? "form-action 'none'"
    let policy = "default-src 'none'; style-src \(admitted); base-uri 'none'; \(sent)"
    let head = HTML.tag(
      "head", [], .newline, .void("meta", [("charset", "utf-8")]), .newline,
      .void("meta", [("http-equiv", "Content-Security-Policy"), ("content", policy)]), .newline,
      .void("meta", [("name", "viewport"), ("content", "width=device-width, initial-scale=1")]),
      .newline, .void("meta", [("name", "referrer"), ("content", "no-referrer")]), .newline,
      .tag("title", [], .text(title)), .newline,
      .joined(sheets.map { .joined([.style($0.sheet), .newline]) }))
    let main = HTML.tag("main", [], [.newline] + sections.flatMap { [$0, .newline] })
    let page = HTML.tag(
      "html", [("lang", tongue.rawValue)], .newline, head, .newline,
      .tag(
        "body", [],
        [.newline, main, .newline] + (script.map { [.script($0.text), .newline] } ?? [])),
      .newline)
    return "<!DOCTYPE html>\n" + page.markup + "\n"
  }
}
