import Settlement
import Testing

/// RFC 8785, with the vectors of its text, restricted to what the project writes.
@Suite struct CanonicalJSONTests {
  private func text(_ value: JSONValue) -> String {
    String(decoding: value.canonicalBytes, as: UTF8.self)
  }

  @Test func namesSortByUTF16() {
    // RFC 8785, 3.2.3.
    let value = JSONValue.object([
      .init("\u{20ac}", .string("Euro Sign")), .init("\r", .string("Carriage Return")),
      .init("\u{fb33}", .string("Hebrew Letter Dalet With Dagesh")), .init("1", .string("One")),
      .init("\u{1f600}", .string("Emoji: Grinning Face")), .init("\u{80}", .string("Control")),
      .init("\u{f6}", .string("Latin Small Letter O With Diaeresis")),
    ])
    #expect(
      text(value)
        == "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u{80}\":\"Control\","
        + "\"\u{f6}\":\"Latin Small Letter O With Diaeresis\",\"\u{20ac}\":\"Euro Sign\","
        + "\"\u{1f600}\":\"Emoji: Grinning Face\",\"\u{fb33}\":\"Hebrew Letter Dalet With Dagesh\"}"
    )
  }

  @Test func stringsEscapeOnlyWhatMustBe() {
    // RFC 8785, 3.2.2: the member "string", and "literals".
    #expect(
      text(.string("\u{20ac}$\u{000F}\u{000a}A'\u{0042}\u{0022}\u{005c}\\\"/"))
        == "\"\u{20ac}$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"")
    #expect(text(.array([.null, .bool(true), .bool(false)])) == "[null,true,false]")
    #expect(text(.string("\u{8}\t\n\u{c}\r\u{1f}\u{7f}")) == "\"\\b\\t\\n\\f\\r\\u001f\u{7f}\"")
  }

  @Test func integersAreSafe() {
    #expect(text(.integer(9_007_199_254_740_991)) == "9007199254740991")
    #expect(text(.integer(-9_007_199_254_740_991)) == "-9007199254740991")
    #expect(text(.count(0)) == "0")
    #expect(text(.count(Int.max)) == "\"9223372036854775807\"")
  }

  @Test(arguments: [
    "{}", "[]", "\"\"", "null", "0", "-1", "[1,[2,{\"a\":null}]]", "{\"a\":1,\"b\":[true,false]}",
    "\"漢字\\n\\u0000\"", "{\"\\r\":1,\"1\":2}",
  ]) func readsWhatItWrites(_ json: String) throws {
    let value = try JSONValue(canonical: Array(json.utf8))
    #expect(text(value) == json)
  }

  @Test(arguments: [
    ("", CanonicalJSONError.Reason.unexpectedEnd), ("{", .unexpectedEnd), (" 1", .unexpectedByte),
    ("1 ", .trailing), ("1\n", .trailing), ("{\"a\": 1}", .unexpectedByte), ("01", .notCanonical),
    ("-0", .notCanonical), ("1.0", .trailing), ("1e3", .trailing), ("9007199254740992", .number),
    ("99999999999999999999", .number), ("{\"b\":1,\"a\":2}", .notCanonical),
    ("{\"a\":1,\"a\":2}", .duplicateName), ("\"\\u0041\"", .escape), ("\"\\/\"", .escape),
    ("\"\\u000A\"", .notCanonical), ("\"\\u000a\"", .notCanonical), ("\"a", .unexpectedEnd),
    ("\"\n\"", .unexpectedByte), ("[1,]", .unexpectedByte), ("nul", .unexpectedByte),
    ("\u{feff}1", .unexpectedByte), ("[1", .unexpectedEnd),
  ]) func refusesEverythingElse(_ json: String, _ reason: CanonicalJSONError.Reason) {
    let error = #expect(throws: CanonicalJSONError.self) {
      try JSONValue(canonical: Array(json.utf8))
    }
    #expect(error?.reason == reason)
  }

  @Test func refusesBrokenUTF8AndDepth() {
    #expect(throws: CanonicalJSONError.self) {
      try JSONValue(canonical: [0x22, 0xC3, 0x28, 0x22])
    }
    #expect(throws: CanonicalJSONError.self) {
      try JSONValue(canonical: Array(String(repeating: "[", count: 100_000).utf8))
    }
  }
}
