import Foundation

/// What every page must be, read off its markup: well-formed, loading nothing, and usable by those who do not
/// see it or have no mouse (WCAG 2.2, the parts that markup shows).
package struct PageAudit {
  /// An element as it was opened.
  package struct Element {
    package let name: String
    package let attributes: [String: String]
    /// The names of the elements around it, the outermost first.
    package let path: [String]
    /// The text in it, without markup.
    package fileprivate(set) var text = ""
  }

  package private(set) var elements: [Element] = []
  package private(set) var faults: [String] = []

  private static let void: Set = ["meta", "input", "br", "hr", "link", "img"]

  package init(_ html: String) {
    if !html.hasPrefix("<!DOCTYPE html>\n") { faults.append("no document type") }
    read(html.dropFirst("<!DOCTYPE html>".count))
    checkLoading(html)
    checkLanguage()
    checkHeadings()
    checkPictures()
    checkTables()
    checkReferences()
    checkFields()
  }

  package func all(_ name: String) -> [Element] { elements.filter { $0.name == name } }

  // MARK: - Reading

  private mutating func read(_ html: Substring) {
    var open: [Int] = []
    var rest = html
    while let start = rest.firstIndex(of: "<") {
      note(rest[..<start], open)
      rest = rest[rest.index(after: start)...]
      guard let end = rest.firstIndex(of: ">") else {
        faults.append("a tag without end")
        return
      }
      let tag = rest[..<end]
      rest = rest[rest.index(after: end)...]
      if tag.hasPrefix("/") {
        let name = String(tag.dropFirst())
        guard let last = open.popLast(), elements[last].name == name else {
          faults.append("</\(name)> closes something else")
          return
        }
        continue
      }
      let element = parse(tag, open)
      elements.append(element)
      if Self.void.contains(element.name) { continue }
      open.append(elements.count - 1)
      guard ["style", "script"].contains(element.name) else { continue }
      // Raw text up to its own end.
      guard let close = rest.range(of: "</\(element.name)>") else {
        faults.append("<\(element.name)> without end")
        return
      }
      rest = rest[close.lowerBound...]
    }
    note(rest, open)
    if !open.isEmpty { faults.append("not closed: \(open.map { elements[$0].name })") }
  }

  private mutating func note(_ text: Substring, _ open: [Int]) {
    guard !text.isEmpty else { return }
    let plain = text.replacingOccurrences(of: "&lt;", with: "<")
      .replacingOccurrences(of: "&gt;", with: ">").replacingOccurrences(of: "&quot;", with: "\"")
      .replacingOccurrences(of: "&#39;", with: "'").replacingOccurrences(of: "&amp;", with: "&")
    for place in open { elements[place].text += plain }
  }

  private mutating func parse(_ tag: Substring, _ open: [Int]) -> Element {
    let name = String(tag.prefix { $0 != " " && $0 != "\n" })
    var attributes: [String: String] = [:]
    var rest = tag.dropFirst(name.count)
    while let equals = rest.firstIndex(of: "=") {
      let key = rest[..<equals].trimmingCharacters(in: .whitespaces)
      rest = rest[rest.index(after: equals)...]
      guard rest.first == "\"", let close = rest.dropFirst().firstIndex(of: "\"") else {
        faults.append("<\(name)>: attribute \(key) is not quoted")
        break
      }
      if attributes[key] != nil { faults.append("<\(name)>: attribute \(key) twice") }
      attributes[key] = String(rest[rest.index(after: rest.startIndex)..<close])
      rest = rest[rest.index(after: close)...]
    }
    for word in rest.split(separator: " ") { attributes[String(word)] = "" }
    return Element(name: name, attributes: attributes, path: open.map { elements[$0].name })
  }

  // MARK: - Rules

  private mutating func checkLoading(_ html: String) {
    let markup = html.replacingOccurrences(
      of: "<style>[\\s\\S]*?</style>|<script[\\s\\S]*?</script>", with: "",
      options: .regularExpression)
    for forbidden in [" src=", "url(", " style=", " onload", " onclick", "@import", "javascript:"]
    where markup.contains(forbidden) { faults.append("\(forbidden) in the page") }
    for element in elements where element.name == "a" || element.name == "link" {
      let target = element.attributes["href"] ?? ""
      if element.name == "link" || target.contains(":") || target.hasPrefix("//") {
        faults.append("leads elsewhere: \(target)")
      }
    }
    let policy = all("meta").first { $0.attributes["http-equiv"] == "Content-Security-Policy" }
    if !(policy?.attributes["content"]?.contains("default-src &#39;none&#39;") ?? false) {
      faults.append("no content security policy")
    }
  }

  private mutating func checkLanguage() {
    if !["en", "ja"].contains(all("html").first?.attributes["lang"] ?? "") {
      faults.append("no language")
    }
    if all("title").first?.text.isEmpty ?? true { faults.append("no title") }
    if all("main").count != 1 { faults.append("not one main") }
  }

  private mutating func checkHeadings() {
    let levels = elements.compactMap { element in
      element.name.count == 2 && element.name.hasPrefix("h") ? Int(element.name.dropFirst()) : nil
    }
    if levels.filter({ $0 == 1 }).count != 1 { faults.append("not one first heading") }
    for (one, next) in zip(levels, levels.dropFirst()) where next > one + 1 {
      faults.append("heading \(next) after \(one)")
    }
  }

  private mutating func checkPictures() {
    for picture in all("svg") {
      if picture.attributes["role"] != "img" { faults.append("a picture without role") }
      if picture.attributes["aria-labelledby"] == nil, picture.attributes["aria-label"] == nil {
        faults.append("a picture without words")
      }
    }
    for figure in all("figure") where figure.text.trimmingCharacters(in: .whitespaces).isEmpty {
      faults.append("a figure without words")
    }
    let captions = all("figcaption").count
    if captions != all("figure").count { faults.append("figures without captions") }
  }

  private mutating func checkTables() {
    if all("table").count != all("caption").count { faults.append("a table without caption") }
    for caption in all("caption") where caption.text.isEmpty { faults.append("an empty caption") }
    for head in all("th") where !["row", "col"].contains(head.attributes["scope"] ?? "") {
      faults.append("a head without scope")
    }
  }

  private mutating func checkReferences() {
    let names = elements.compactMap { $0.attributes["id"] }
    if Set(names).count != names.count { faults.append("a name twice") }
    for element in elements {
      let references =
        (element.attributes["aria-labelledby"] ?? "").split(separator: " ").map(String.init)
        + [element.attributes["for"]].compactMap { $0 }
        + [element.attributes["href"]].compactMap { $0 }.filter { $0.hasPrefix("#") }
        .map { String($0.dropFirst()) }
      for reference in references where !names.contains(reference) {
        faults.append("nothing is named \(reference)")
      }
    }
  }

  private mutating func checkFields() {
    let labelled = Set(all("label").compactMap { $0.attributes["for"] })
    for field in elements where ["input", "select", "textarea"].contains(field.name) {
      if ["hidden", "submit"].contains(field.attributes["type"] ?? "") { continue }
      if !labelled.contains(field.attributes["id"] ?? "") {
        faults.append("a field without label: \(field.attributes["name"] ?? "")")
      }
    }
  }
}
