import Foundation
import TestSupport
import Testing

/// Speaks the protocol to the built command.
@Suite struct LanguageServerTests {
  private struct Conversation {
    var input = Data()
    var id = 0

    mutating func raw(_ text: String) { input += Data(text.utf8) }

    mutating func send(_ object: [String: Any]) throws {
      let body = try JSONSerialization.data(withJSONObject: object)
      raw("Content-Length: \(body.count)\r\n\r\n")
      input += body
    }

    mutating func request(_ method: String, _ params: [String: Any]? = nil) throws {
      id += 1
      var object: [String: Any] = ["jsonrpc": "2.0", "id": id, "method": method]
      object["params"] = params
      try send(object)
    }

    mutating func notify(_ method: String, _ params: [String: Any] = [:]) throws {
      try send(["jsonrpc": "2.0", "method": method, "params": params])
    }

    mutating func open(_ uri: String, _ text: String) throws {
      let document: [String: Any] = [
        "uri": uri, "languageId": "pfs", "version": 1, "text": text,
      ]
      try notify("textDocument/didOpen", ["textDocument": document])
    }

    mutating func ask(_ method: String, _ uri: String, _ line: Int, _ character: Int) throws {
      try request(
        method,
        [
          "textDocument": ["uri": uri], "position": ["line": line, "character": character],
        ])
    }

    /// The messages of the server, in order.
    func answers(status expected: Int32 = 0) throws -> [[String: Any]] {
      let run = try Command.process(Command.path, ["lsp"], input: input)
      #expect(run.status == expected, "\(run.errors)")
      #expect(run.errors.isEmpty)
      var rest = Data(run.output.utf8)[...]
      var found: [[String: Any]] = []
      while !rest.isEmpty {
        let end = try #require(rest.firstRange(of: Data("\r\n\r\n".utf8)))
        let head = String(decoding: rest[..<end.lowerBound], as: UTF8.self)
        let length = try #require(Int(head.dropFirst("Content-Length: ".count)))
        let body = rest[end.upperBound..<end.upperBound + length]
        let object = try JSONSerialization.jsonObject(with: Data(body)) as? [String: Any]
        found.append(try #require(object))
        rest = rest[(end.upperBound + length)...]
      }
      return found
    }
  }

  private func started() throws -> Conversation {
    var talk = Conversation()
    try talk.request("initialize", ["processId": NSNull(), "capabilities": [:] as [String: Any]])
    try talk.notify("initialized")
    return talk
  }

  private func finish(_ talk: inout Conversation) throws -> [[String: Any]] {
    try talk.request("shutdown")
    try talk.notify("exit")
    return try talk.answers()
  }

  private func diagnostics(_ message: [String: Any]) -> [[String: Any]] {
    (message["params"] as? [String: Any])?["diagnostics"] as? [[String: Any]] ?? []
  }

  private func range(_ value: Any?) -> [Int] {
    guard let range = value as? [String: [String: Int]], let start = range["start"],
      let end = range["end"]
    else { return [] }
    return [start, end].flatMap { [$0["line"] ?? -1, $0["character"] ?? -1] }
  }

  @Test func itSaysWhatItCanDoAndEnds() throws {
    var talk = try started()
    let answers = try finish(&talk)
    #expect(answers.count == 2)
    let result = answers[0]["result"] as? [String: Any]
    let capabilities = result?["capabilities"] as? [String: Any]
    #expect(capabilities?["positionEncoding"] as? String == "utf-16")
    #expect(capabilities?["hoverProvider"] as? Bool == true)
    #expect(answers[1]["result"] is NSNull)
    // An end without a shutdown is a fault.
    var abrupt = try started()
    try abrupt.notify("exit")
    _ = try abrupt.answers(status: 1)
  }

  @Test func allFaultsOfAJapaneseTextComeAtOnceInUTF16() throws {
    var talk = try started()
    // 𠮟 takes two units of UTF-16; it stands before the unknown name on its line.
    let text = """
      言語 ja
      契約 小 「小事業」
        当事者          発注者 「甲」、受託者 「乙」
        契約期間        2025年4月1日から2027年3月31日まで
        年度開始        4月
      支払 甲𠮟                                                 根拠 第1条
        金額            100円
      支払 乙                                                   根拠 第1条
        金額            甲𠮟 + 丙丁
      精算 年次                                                 根拠 第2条
        方式            各年度独立
        合計            戊己 + 乙
        消費税          10%
        消費税端数      1円未満切捨て

      """
    try talk.open("untitled:a.pfs", text)
    let found = diagnostics(try finish(&talk)[1])
    #expect(found.map { $0["code"] as? String } == ["N101", "N101"])
    // Line 8: two blanks, 金額, twelve blanks: 16 units; 甲𠮟 are 3 units, then ` + `.
    #expect(range(found.first?["range"]) == [8, 22, 8, 24])
    #expect(range(found.last?["range"]) == [11, 16, 11, 18])
    #expect((found.first?["message"] as? String)?.hasPrefix("「丙丁」という名前は定義されていません") == true)
    #expect(found.first?["severity"] as? Int == 1)
  }

  @Test func hoverDefinitionSymbolsAndFormatting() throws {
    let scratch = try Scratch()
    try scratch.write("vocabulary.txt", "reach 参加者数\nreach_fee 報酬\n")
    let uri = "file://\(scratch["c.pfs"])"
    let text = Programme.contract.replacing("  kind            ", with: "  kind   ")
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let use = try #require(lines.firstIndex { $0.contains("× reach") })
    let declared = try #require(lines.firstIndex { $0.hasPrefix("indicator reach") })
    var talk = try started()
    try talk.open(uri, text)
    let column = lines[use].count - 2
    try talk.ask("textDocument/hover", uri, use, column)
    try talk.ask("textDocument/definition", uri, use, column)
    try talk.ask("textDocument/hover", uri, use, 3)
    try talk.ask("textDocument/hover", uri, 0, 0)
    try talk.request("textDocument/documentSymbol", ["textDocument": ["uri": uri]])
    try talk.request("textDocument/formatting", ["textDocument": ["uri": uri]])
    try talk.notify(
      "textDocument/didChange",
      [
        "textDocument": ["uri": uri, "version": 2],
        "contentChanges": [["text": Programme.contract + "kontract\n"]],
      ])
    try talk.notify("textDocument/didClose", ["textDocument": ["uri": uri]])
    let answers = try finish(&talk)
    #expect(diagnostics(answers[1]).isEmpty)
    let hover = answers[2]["result"] as? [String: Any]
    let shown = (hover?["contents"] as? [String: Any])?["value"] as? String
    #expect(
      shown == "**indicator** **reach** · 参加者数\n\nkind: persons · unit: persons · per Art. 5")
    let place = answers[3]["result"] as? [String: Any]
    #expect(place?["uri"] as? String == uri)
    #expect(range(place?["range"]) == [declared, 10, declared, 15])
    let word = answers[4]["result"] as? [String: Any]
    #expect(
      (word?["contents"] as? [String: Any])?["value"] as? String == "**amount** · **金額**")
    #expect(answers[5]["result"] is NSNull)
    let symbols = answers[6]["result"] as? [[String: Any]] ?? []
    #expect(
      symbols.map { $0["name"] as? String } == [
        "small", "participant", "all", "reach", "reach_fee", "yearly", "twice",
      ])
    #expect((symbols[1]["children"] as? [[String: Any]])?.count == 3)
    let edits = answers[7]["result"] as? [[String: Any]] ?? []
    #expect(edits.map { $0["newText"] as? String } == [Programme.contract])
    #expect(range(edits.first?["range"]) == [0, 0, lines.count - 1, 0])
    #expect(diagnostics(answers[8]).map { $0["code"] as? String } == ["L006"])
    #expect(diagnostics(answers[9]).isEmpty)
  }

  @Test func malformedInputIsAnsweredAndPassedOver() throws {
    var talk = Conversation()
    try talk.request("textDocument/hover")  // Before it is initialised.
    talk.raw("Nonsense: 1\r\n\r\n")
    talk.raw("Content-Length: -4\r\n\r\n")
    talk.raw("Content-Length: 3\r\n\r\n{]}")
    talk.raw("content-length: 2\r\nContent-Type: x\r\n\r\n[]")
    // One byte too few: what follows is found again at its own header.
    talk.raw("Content-Length: 24\r\n\r\n{\"id\":1.5,\"method\":\"x\"}  ")
    try talk.request("initialize")
    try talk.request("initialize")
    try talk.request("no/such")
    try talk.notify("no/such")
    try talk.request("textDocument/hover", ["textDocument": ["uri": "file:///none"]])
    try talk.request("textDocument/hover", ["position": "here"])
    try talk.notify("textDocument/didOpen", ["textDocument": ["uri": 3]])
    try talk.open("file:///none/contract.pfs", "\u{0}\u{FFFF}language en\n\tx")
    try talk.ask("textDocument/hover", "file:///none/contract.pfs", 100_000, 7)
    try talk.ask("textDocument/hover", "file:///none/contract.pfs", -1, -1)
    let answers = try finish(&talk)
    let codes = answers.map { ($0["error"] as? [String: Any])?["code"] as? Int }
    #expect(
      codes == [
        -32002, -32700, -32700, -32700, -32600, -32600, -32700, nil, -32600, -32601, -32602, -32600,
        nil,
        nil, nil, nil,
      ])
  }

  @Test func markdownWithoutContractTextIsNobodysContract() throws {
    var talk = try started()
    try talk.open("file:///none/README.md", "# Nothing\n")
    try talk.open("file:///none/contract.md", "# A\n```pfs\nlanguage en\nfoo\n```\n")
    let answers = try finish(&talk)
    #expect(diagnostics(answers[1]).isEmpty)
    #expect(diagnostics(answers[2]).map { range($0["range"]) } == [[3, 0, 3, 3]])
  }
}
