import PFS
import TestSupport
import Testing

@Suite struct ContractFileTests {
  static let words = """
    active_ageing     健康増進
    participant       参加者
    person            個人番号
    birth             生年月日
    enrolled          登録日
    session           教室参加
    held              開催日
    eligible          対象者
    regular           継続参加者
    reach             参加者数
    attendance        継続率
    attendance_level  継続達成度
    base_fee          基本委託料
    reach_fee         参加報酬
    outcome_fee       成果報酬
    yearly            年次
    "Active Ageing Programme"   「健康増進事業」
    "Example City"   「例示市」
    "Example Provider"   「例示事業者」
    "Annex 1"   「別紙1」
    """

  /// The text without its comments, which are nobody's names.
  static func starter(_ tongue: Tongue) -> String {
    StarterContract.minimal.text(tongue).split(separator: "\n", omittingEmptySubsequences: false)
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

  @Test func theStartersAreOneContract() throws {
    let scratch = try Scratch()
    try scratch.write("vocabulary.txt", Self.words)
    let english = try ContractFile.load(try scratch.write("c.en.pfs", Self.starter(.en)))
    let japanese = try ContractFile.load(try scratch.write("c.ja.pfs", Self.starter(.ja)))
    #expect(try english.translated(to: .ja) == Self.starter(.ja))
    #expect(try japanese.translated(to: .en) == Self.starter(.en))
    #expect(try japanese.translated(to: .ja) == Self.starter(.ja))
  }

  @Test func theVocabularyOfTheNameComesFirst() throws {
    let scratch = try Scratch()
    let path = try scratch.write("c.en.pfs", Self.starter(.en))
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
    let file = try ContractFile.load(try scratch.write("c.en.pfs", Self.starter(.en)))
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
