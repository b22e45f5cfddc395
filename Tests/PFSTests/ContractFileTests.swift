import PFS
import TestSupport
import Testing

@Suite struct ContractFileTests {
  /// The text without its comments, which are nobody's names.
  static func text(
    _ tongue: Tongue, of starter: StarterContract = .outcomeTable
  ) -> String {
    starter.text(tongue).split(separator: "\n", omittingEmptySubsequences: false)
      .filter { !$0.hasPrefix("#") }.joined(separator: "\n")
  }

  @Test(arguments: StarterContract.allCases, Tongue.allCases)
  func startersCheckCleanAndAreFormatted(starter: StarterContract, tongue: Tongue) throws {
    let text = starter.text(tongue)
    let file = ContractFile(
      path: "new.pfs", source: SourceText(name: "new.pfs", text: text), vocabularySource: nil)
    #expect(file.tongue == tongue)
    let check = ContractCheck(file)
    #expect(check.diagnostics.map(\.code) == [])
    #expect(check.passes)
    #expect(try file.formatted() == text)
  }

  @Test(arguments: StarterContract.allCases)
  func bothTextsOfAStarterAreOneContract(starter: StarterContract) throws {
    let scratch = try Scratch()
    let (en, ja) = (Self.text(.en, of: starter), Self.text(.ja, of: starter))
    try scratch.write("vocabulary.txt", starter.vocabulary)
    let english = try ContractFile.load(try scratch.write("c.en.pfs", en))
    let japanese = try ContractFile.load(try scratch.write("c.ja.pfs", ja))
    #expect(try english.translated(to: .ja) == ja)
    #expect(try japanese.translated(to: .en) == en)
    #expect(try japanese.translated(to: .ja) == ja)
  }

  /// `pfs check` works the examples, so a clean check means that they hold; there is one in each.
  @Test(arguments: StarterContract.allCases, Tongue.allCases)
  func everyStarterHasAnExample(starter: StarterContract, tongue: Tongue) {
    #expect(starter.text(tongue).contains(tongue == .en ? "\nexample \"" : "\n計算例 「"))
    #expect(starter.title[tongue] != "")
  }

  @Test func theVocabularyOfTheNameComesFirst() throws {
    let scratch = try Scratch()
    let path = try scratch.write("c.en.pfs", Self.text(.en))
    #expect(try ContractFile.load(path).vocabularySource == nil)
    try scratch.write("vocabulary.txt", "a  あ\n")
    #expect(try ContractFile.load(path).vocabularySource?.name == "\(scratch.path)/vocabulary.txt")
    try scratch.write("c.vocabulary.txt", "b  い\n")
    #expect(
      try ContractFile.load(path).vocabularySource?.name == "\(scratch.path)/c.vocabulary.txt")
    let other = try scratch.write("w.txt", "c  う\n")
    #expect(try ContractFile.load(path, vocabulary: other).vocabularySource?.name == other)
  }

  @Test func translatingWithoutVocabularySaysSo() throws {
    let scratch = try Scratch()
    let file = try ContractFile.load(try scratch.write("c.en.pfs", Self.text(.en)))
    let found = try codes { _ = try file.translated(to: .ja) }
    #expect(found.contains("L033"))
    #expect(found.last == "P913")
  }

  @Test func filesThatCannotBeReadAreInputOutput() throws {
    let scratch = try Scratch()
    for (path, code) in [("\(scratch.path)/none.pfs", "P911"), (scratch.path, "P911")] {
      do {
        _ = try ContractFile.load(path)
        Issue.record("read \(path)")
      } catch {
        #expect(error.outcome == .inputOutput)
        #expect(error.diagnostics.map(\.code) == [code])
      }
    }
  }

  @Test func checkReportsAllErrorsOnceInOrder() throws {
    let scratch = try Scratch()
    let wrong = SmallContract.english
      .replacing("  kind            persons", with: "\tkind            persons")
      .replacing("10,000 yen × effect_level", with: "10,000 yen × efect_level")
    let check = ContractCheck(try ContractFile.load(try scratch.write("c.pfs", wrong)))
    #expect(check.diagnostics.filter(\.severity.isFailure).map(\.code) == ["L003", "N101"])
    #expect(check.contract == nil)
    #expect(check.errorCount == 2)
  }

  @Test func checkWorksTheExamplesOfEveryYear() throws {
    let scratch = try Scratch()
    let example = """
      example "Annex"                                           per Annex 1
        year            2026
        given           reach 5 persons, effect 11 points, interim payments 0 yen
        expect          outcome_fee 9,000 yen

      """
    let path = try scratch.write("c.pfs", SmallContract.english + example)
    let check = ContractCheck(try ContractFile.load(path))
    #expect(check.diagnostics.filter(\.severity.isFailure).map(\.code) == ["X601"])
  }
}
