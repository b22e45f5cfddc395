import Diagnostics

/// A whole page: one style sheet and no script, nothing loaded from anywhere, nothing sent.
struct HTMLPage {
  let tongue: Tongue
  let title: String
  let sheet: String
  /// The SHA-256 of the sheet in Base64.
  let digest: String
  /// What stands in `main`.
  let sections: [HTML]

  /// The page, UTF-8.
  var markup: String {
    let policy =
      "default-src 'none'; style-src 'sha256-\(digest)'; base-uri 'none'; form-action 'none'"
    let head = HTML.tag(
      "head", [], .newline, .void("meta", [("charset", "utf-8")]), .newline,
      .void("meta", [("http-equiv", "Content-Security-Policy"), ("content", policy)]), .newline,
      .void("meta", [("name", "viewport"), ("content", "width=device-width, initial-scale=1")]),
      .newline, .void("meta", [("name", "referrer"), ("content", "no-referrer")]), .newline,
      .tag("title", [], .text(title)), .newline, .style(sheet), .newline)
    let main = HTML.tag("main", [], [.newline] + sections.flatMap { [$0, .newline] })
    let page = HTML.tag(
      "html", [("lang", tongue.rawValue)], .newline, head, .newline,
      .tag("body", [], .newline, main, .newline), .newline)
    return "<!DOCTYPE html>\n" + page.markup + "\n"
  }
}
