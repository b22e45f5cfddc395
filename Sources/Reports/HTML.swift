/// Pieces of HTML. Text is escaped where it enters; markup is only made here.
struct HTML {
  private(set) var markup: String

  init(_ pieces: HTML...) { markup = pieces.map(\.markup).joined() }

  private init(markup: String) { self.markup = markup }

  /// Escaped text.
  static func text(_ text: String) -> HTML { HTML(markup: SafeText.html(text)) }

  /// An element with attributes in the given order.
  static func tag(
    _ name: String, _ attributes: [(name: String, value: String)] = [], _ content: HTML...
  ) -> HTML { tag(name, attributes, content) }

  static func tag(
    _ name: String, _ attributes: [(name: String, value: String)], _ content: [HTML]
  ) -> HTML {
    let list = attributes.map { " \($0.name)=\"\(SafeText.html($0.value))\"" }.joined()
    let inner = content.map(\.markup).joined()
    return HTML(markup: "<\(name)\(list)>\(inner)</\(name)>")
  }

  /// An element without content.
  static func void(_ name: String, _ attributes: [(name: String, value: String)]) -> HTML {
    HTML(
      markup: "<\(name)\(attributes.map { " \($0.name)=\"\(SafeText.html($0.value))\"" }.joined())>"
    )
  }

  /// An element of a class with text.
  static func tag(_ name: String, class kind: String, _ text: String) -> HTML {
    tag(name, [("class", kind)], .text(text))
  }

  static func joined(_ pieces: [HTML], separator: String = "") -> HTML {
    HTML(markup: pieces.map(\.markup).joined(separator: separator))
  }

  /// A style sheet, a constant of this module.
  static func style(_ sheet: String) -> HTML { HTML(markup: "<style>\(sheet)</style>") }

  /// A script, a constant of this module.
  static func script(_ text: String) -> HTML { HTML(markup: "<script>\(text)</script>") }

  /// A line end between pieces, for people who read the source.
  static let newline = HTML(markup: "\n")
}

/// A table with a caption, column heads with scope, and row heads in the first column.
struct HTMLTable {
  enum Cell {
    case text(String)
    case number(String)
    case html(HTML)
  }

  let caption: String
  let heads: [(text: String, isNumber: Bool)]
  private var body: [HTML] = []
  private var foot: [HTML] = []

  init(caption: String, heads: [(text: String, isNumber: Bool)]) {
    self.caption = caption
    self.heads = heads
  }

  var isEmpty: Bool { body.isEmpty && foot.isEmpty }

  mutating func add(_ head: String, _ cells: [Cell], class kind: String? = nil) {
    body.append(row(head, cells, kind))
  }

  mutating func addFoot(_ head: String, _ cells: [Cell], class kind: String? = nil) {
    foot.append(row(head, cells, kind))
  }

  private func row(_ head: String, _ cells: [Cell], _ kind: String?) -> HTML {
    let attributes = kind.map { [(name: "class", value: $0)] } ?? []
    return .tag(
      "tr", attributes,
      [.tag("th", [("scope", "row")], .text(head))]
        + cells.map { cell in
          switch cell {
          case .text(let text): .tag("td", [], .text(text))
          case .number(let text): .tag("td", [("class", "number")], .text(text))
          case .html(let html): .tag("td", [], html)
          }
        } + [.newline])
  }

  var html: HTML {
    let row = heads.map { head in
      HTML.tag(
        "th", [("scope", "col")] + (head.isNumber ? [("class", "number")] : []),
        .text(head.text))
    }
    var parts: [HTML] = [
      .tag("caption", [], .text(caption)), .tag("thead", [], .tag("tr", [], row)),
      .tag("tbody", [], body),
    ]
    if !foot.isEmpty { parts.append(.tag("tfoot", [], foot)) }
    return .tag("table", [], parts)
  }
}
