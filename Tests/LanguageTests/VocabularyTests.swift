import Diagnostics
import Language
import Testing

@Suite("The vocabulary")
struct VocabularyTests {
  @Test("finds the other spelling of a name and of a text")
  func other() throws {
    let vocabulary = try Shared.vocabulary()
    #expect(vocabulary.names.count == 38)
    #expect(vocabulary.texts.count == 5)
    #expect(vocabulary.other(Name("gait_gain"), from: .en) == Name("歩行速度改善"))
    #expect(vocabulary.other(Name("歩行速度改善"), from: .ja) == Name("gait_gain"))
    #expect(vocabulary.other(Name("歩行速度改善"), from: .en) == nil)
    #expect(vocabulary.other(Quotation("みなと市"), from: .ja) == Quotation("Minato City"))
    #expect(vocabulary.spellings(Name("検収"))?.english == Name("acceptance"))
    #expect(vocabulary.spellings(Name("acceptance"))?.japanese == Name("検収"))
    #expect(vocabulary.spellings(Name("unknown")) == nil)
  }

  @Test("accepts full-width forms, either marks, comments and blank lines")
  func forms() {
    let (vocabulary, diagnostics) = Vocabulary.parse(
      SourceText(
        name: "v", text: "\u{FEFF}# names\r\n\r\nｙｅａｒ１　一年後  # first\r\n「a b」\"甲\"\r\n"))
    #expect(diagnostics.isEmpty)
    #expect(vocabulary.other(Name("year1"), from: .en) == Name("一年後"))
    #expect(vocabulary.other(Quotation("a b"), from: .en) == Quotation("甲"))
  }

  @Test("reports all faulty lines and keeps the others")
  func faults() {
    let (vocabulary, diagnostics) = Vocabulary.parse(
      SourceText(name: "v", text: "a 甲\nb\nb 甲\na 乙\nc \"乙\"\n\"x\" 「y」\n「z」 \"y\"\nd 1丁\ne 丙\n"))
    #expect(diagnostics.map(\.code) == ["L030", "L032", "L032", "L030", "L032", "L031"])
    #expect(vocabulary.names.map(\.english) == [Name("a"), Name("e")])
  }

  @Test("a translation reports every missing pair once")
  func missing() throws {
    let document = parse(try Shared.english()).document
    let (few, _) = Vocabulary.parse(
      SourceText(name: "v", text: "person 個人番号\n\"Minato City\" 「みなと市」\n"))
    guard case .failure(let refusal) = Translator.translate(document, to: .ja, vocabulary: few)
    else {
      Issue.record("the translation should be refused")
      return
    }
    let headlines = refusal.items.map(\.headline.en)
    #expect(Set(headlines).count == headlines.count)
    #expect(headlines.first == "the vocabulary has no Japanese for 'minato_65plus'")
    #expect(headlines.contains("the vocabulary has no Japanese for 'year3'"))
    #expect(headlines.contains("the vocabulary has no Japanese for the text \"effect halves\""))
    #expect(!headlines.contains("the vocabulary has no Japanese for 'person'"))
    // 38 pairs of names less person and the five that the sample does not use; 5 texts less one.
    #expect(headlines.count == 32 + 4)
  }
}
