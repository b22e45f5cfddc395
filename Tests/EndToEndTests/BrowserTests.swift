import Foundation
import TestSupport
import Testing

/// A browser without a window, and the tools that look into what it prints.
enum Browser {
  static let path = ["/usr/bin/chromium", "/usr/bin/chromium-browser"].first {
    FileManager.default.isExecutableFile(atPath: $0)
  }
  static var isThere: Bool {
    path != nil && FileManager.default.isExecutableFile(atPath: "/usr/bin/pdftotext")
  }

  /// Prints a page as PDF; the browser says what it refused to do.
  static func print(_ page: String, to pdf: String, in scratch: Scratch) throws -> String {
    let run = try Command.process(
      try #require(path),
      [
        "--headless", "--no-sandbox", "--disable-gpu", "--enable-logging=stderr", "--v=0",
        "--no-pdf-header-footer", "--user-data-dir=\(scratch["browser"])",
        "--print-to-pdf=\(pdf)", "file://\(page)",
      ], environment: ["HOME": scratch.path])
    try #require(run.status == 0, "\(run.errors)")
    return run.errors
  }

  static func tool(_ name: String, _ arguments: String...) throws -> String {
    let run = try Command.process("/usr/bin/\(name)", arguments)
    try #require(run.status == 0, "\(run.errors)")
    return run.output
  }
}

/// A page as it is printed, dot by dot.
struct Printed {
  let width: Int
  let height: Int
  private let dots: Data

  /// - Parameter resolution: dots per inch.
  init(_ pdf: String, page: Int, resolution: Int, in scratch: Scratch) throws {
    let name = scratch["page-\(page)"]
    _ = try Browser.tool(
      "pdftoppm", "-r", "\(resolution)", "-f", "\(page)", "-l", "\(page)", "-singlefile", pdf, name)
    let data = try Data(contentsOf: URL(fileURLWithPath: name + ".ppm"))
    // P6, the width and the height, the largest value, then three bytes for each dot.
    let head = String(decoding: data.prefix(40), as: UTF8.self).split(
      maxSplits: 4, whereSeparator: \.isWhitespace)
    try #require(head.count >= 4 && head[0] == "P6" && head[3] == "255")
    width = try #require(Int(head[1]))
    height = try #require(Int(head[2]))
    dots = data.suffix(width * height * 3)
    try #require(dots.count == width * height * 3)
  }

  subscript(x: Int, y: Int) -> (red: Int, green: Int, blue: Int) {
    let place = dots.startIndex + (y * width + x) * 3
    return (Int(dots[place]), Int(dots[place + 1]), Int(dots[place + 2]))
  }

  /// How many dots have nearly a colour.
  func count(near colour: (Int, Int, Int), within distance: Int = 12) -> Int {
    var found = 0
    for y in 0..<height {
      for x in 0..<width {
        let dot = self[x, y]
        if abs(dot.red - colour.0) <= distance, abs(dot.green - colour.1) <= distance,
          abs(dot.blue - colour.2) <= distance
        {
          found += 1
        }
      }
    }
    return found
  }

  /// Dots that are not white within a margin, in dots.
  func marks(within margin: Int) -> Int {
    var found = 0
    for y in 0..<height {
      for x in 0..<width
      where x < margin || x >= width - margin || y < margin || y >= height - margin {
        let dot = self[x, y]
        if min(dot.red, dot.green, dot.blue) < 250 { found += 1 }
      }
    }
    return found
  }
}

/// Statement and report as a browser prints them.
@Suite(.enabled(if: Browser.isThere)) struct BrowserTests {
  private func settled(_ tongue: Tongue, into scratch: Scratch) throws {
    for (period, prior) in [("2025", [String]()), ("2026", ["--prior", scratch["FY2025"]])] {
      let run = try Command.run(
        Programme.yamaguchi.in(tongue).of(period).arguments("settle")
          + ["--output", scratch["FY\(period)"]] + prior)
      try #require(run.status == 0, "\(run.errors)")
    }
  }

  @Test(arguments: Tongue.allCases)
  func theStatementPrintsOnPaper(tongue: Tongue) throws {
    let scratch = try Scratch()
    try settled(tongue, into: scratch)
    let pdf = scratch["statement.pdf"]
    let said = try Browser.print(
      scratch["FY2026/data/statement.html"], to: pdf, in: scratch)
    #expect(!said.contains("Content Security Policy"))
    let text = try Browser.tool("pdftotext", "-layout", pdf, "-")
    let words =
      tongue == .en
      ? ["Settlement statement", "18,846,300 yen", "17,133,000 yen", "78.5 percent", "Approved by"]
      : ["精算書", "18,846,300円", "17,133,000円", "78.5%", "決裁"]
    for word in words { #expect(text.contains(word), "\(word)") }
    try checkPaper(pdf, tongue, in: scratch)
  }

  @Test(arguments: Tongue.allCases)
  func theReportPrintsWithItsPictures(tongue: Tongue) throws {
    let scratch = try Scratch()
    try settled(tongue, into: scratch)
    let run = try Command.run(
      "report", scratch["FY2026"], "--prior", scratch["FY2025"], "--output", scratch["report.html"])
    try #require(run.status == 0, "\(run.errors)")
    let pdf = scratch["report.pdf"]
    let said = try Browser.print(scratch["report.html"], to: pdf, in: scratch)
    #expect(!said.contains("Content Security Policy"))
    let text = try Browser.tool("pdftotext", "-layout", pdf, "-")
    for word in tongue == .en
      ? ["Settlement report", "71.3 percent → 100 percent", "n = 229", "never exercised"]
      : ["精算報告書", "71.3% → 100%", "n = 229", "一度も通らない"]
    { #expect(text.contains(word), "\(word)") }
    try checkPaper(pdf, tongue, in: scratch)
    // The bars of the outcome payments are there, as wide as 9,933,000 of 20,000,000 yen: some thousands of
    // dots at 60 to the inch; and the sums.
    let first = try Printed(pdf, page: 1, resolution: 60, in: scratch)
    #expect(first.count(near: (0x00, 0x72, 0xb2)) > 700)
    #expect(first.count(near: (0x1c, 0x21, 0x26)) > 1500)
  }

  /// A4, nothing in its margins, and the Japanese in a font that has it.
  private func checkPaper(_ pdf: String, _ tongue: Tongue, in scratch: Scratch) throws {
    let about = try Browser.tool("pdfinfo", pdf)
    #expect(about.contains("(A4)"))
    #expect(!about.contains("JavaScript:      yes"))
    // The first font of the sheet is the one that the browser has; its outlines are drawn without a name.
    #expect(try Browser.tool("fc-match", "Noto Sans CJK JP").contains("NotoSansCJK"))
    #expect(try Browser.tool("pdffonts", pdf).contains("Type 3"))
    let pages = try #require(
      about.firstMatch(of: /Pages: +(\d+)/).flatMap { Int($0.1) })
    for page in 1...min(pages, 4) {
      let printed = try Printed(pdf, page: page, resolution: 40, in: scratch)
      // Margins are 15 and 16 mm; 12 mm at 40 dots to the inch are 18.
      #expect(printed.marks(within: 18) == 0, "page \(page)")
      #expect(printed.count(near: (0x1c, 0x21, 0x26), within: 60) > 100, "page \(page)")
    }
  }
}
