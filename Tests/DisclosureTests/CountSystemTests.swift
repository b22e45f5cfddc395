import Disclosure
import Execution
import LinearAlgebra
import Testing

/// Numbers whose ties are seen at a glance: rows 0 to 99 are residents.
@Suite struct CountSystemTests {
  private func set(_ name: String, _ rows: some Sequence<Int>, persons: Bool = true) -> CountedSet {
    let rows = Set(rows)
    return CountedSet(
      place: .population(name), table: 0, mask: RowMask((0..<100).map(rows.contains)),
      isAboutPersons: persons)
  }

  private func variable(_ system: CountSystem, _ name: String) throws -> Int {
    try #require(system.places[.population(name)])
  }

  /// All values that the search finds for a number while others are known.
  private func possible(
    _ system: CountSystem, _ name: String, known: [String], below: Int = 10
  ) throws -> Set<Int> {
    let target = try variable(system, name)
    let fixed = Set(try known.map { try variable(system, $0) })
    var found: Set<Int> = []
    for value in 1..<below {
      var search = OtherNumbers(system, fixed: fixed)
      search.search([(target, value)]) { values in
        #expect(system.equations.allSatisfy { $0.residual(values) == 0 })
        #expect(system.inclusions.allSatisfy { values[$0.part] <= values[$0.whole] })
        #expect(fixed.allSatisfy { values[$0] == system.values[$0] })
        found.insert(values[target])
        return true
      }
    }
    return found
  }

  /// 40 + 5 + 30 = 75: whoever knows three of them knows the fourth; whoever knows two knows a sum of two.
  @Test func partsMakeTheWhole() throws {
    let system = CountSystem(
      [set("all", 0..<75), set("a", 0..<40), set("b", 40..<45), set("c", 45..<75)], threshold: 10)
    #expect(try possible(system, "b", known: ["all", "a", "c"]) == [5])
    #expect(try possible(system, "b", known: ["all", "a"]) == Set(1..<10))
    #expect(try possible(system, "b", known: ["a", "c"]) == Set(1..<10))
    // b and c are 35 together, and c is somebody.
    #expect(try possible(system, "b", known: ["all", "a"], below: 40) == Set(1..<35))
  }

  /// Four parts and three persons who are in none: five numbers in one tie.
  @Test func manyPartsMakeTheWhole() throws {
    let system = CountSystem(
      [
        set("all", 0..<90), set("a", 0..<20), set("b", 20..<40), set("c", 40..<60),
        set("d", 60..<87),
      ], threshold: 10)
    let rest = try #require(system.variables.indices.first { system.variables[$0].value == 3 })
    var seen: Set<Int> = []
    for value in 1..<10 {
      var search = OtherNumbers(
        system, fixed: Set(try ["all", "a", "b", "c"].map { try variable(system, $0) }))
      search.search([(rest, value)]) {
        seen.insert($0[rest])
        return true
      }
    }
    #expect(seen == Set(1..<10))
    #expect(
      system.equations.contains {
        $0.terms.count == 6 && $0.terms.contains { $0.variable == rest }
      })
  }

  /// 30 participants of whom 27 finished: three did not, though no number says so.
  @Test func aDifferenceIsANumber() throws {
    let system = CountSystem([set("all", 0..<30), set("finished", 0..<27)], threshold: 10)
    #expect(system.variables.map(\.value) == [30, 27, 3])
    var found: [[Int]] = []
    var search = OtherNumbers(system, fixed: [0])
    search.search([(2, 7)]) {
      found.append($0)
      return false
    }
    #expect(found == [[30, 23, 7]])
    search = OtherNumbers(system, fixed: [0, 1])
    search.search([(2, 7)]) { _ in
      Issue.record("both numbers tell the third")
      return true
    }
  }

  /// The same records under two names are one number; facilities are nobody's.
  @Test func namesOfTheSameRecordsAreOneNumber() throws {
    let system = CountSystem(
      [
        set("a", 0..<5), set("b", 0..<5), set("c", 1..<6), set("none", []),
        set("halls", 0..<4, persons: false),
      ], threshold: 10)
    #expect(try variable(system, "a") == variable(system, "b"))
    #expect(try variable(system, "a") != variable(system, "c"))
    #expect(system.places[.population("none")] == nil && system.places[.population("halls")] == nil)
  }

  /// 40 before and 42 now: two persons came; a change is protected if the new number is not known.
  @Test func aChangeIsANumber() throws {
    var system = CountSystem([set("a", 0..<42)], threshold: 10)
    system.addDifference(of: 0, from: 40)
    #expect(system.values == [42, 2])
    var found: [[Int]] = []
    var search = OtherNumbers(system, fixed: [])
    search.search([(1, 6)]) {
      found.append($0)
      return false
    }
    #expect(found == [[46, 6]])
  }

  @Test func aRuleStatesBothNumbers() {
    #expect(DisclosureControl.Rule(threshold: 10, width: 5) != nil)
    #expect(DisclosureControl.Rule(threshold: 10, width: 10) == nil)
    #expect(DisclosureControl.Rule(threshold: 10, width: 1) == nil)
    #expect(DisclosureControl.Rule(threshold: 2, width: 2) == nil)
  }
}
