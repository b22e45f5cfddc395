import PFS
import Testing

@Suite struct CodesTests {
  @Test func everyCodeHasOnePage() {
    #expect(Codes.registry.duplicates == [])
    #expect(Codes.registry.entries.count > 100)
  }

  @Test func pagesAreInBothLanguages() {
    for entry in Codes.registry.entries {
      for text in [entry.title, entry.explanation] {
        #expect(!text.en.isEmpty && !text.ja.isEmpty, "\(entry.code)")
        #expect(text.en != text.ja, "\(entry.code)")
      }
    }
  }
}
