import Quantities
import Testing

@Suite struct AgeTests {
  /// Reference data, `age`: both rules, with births on 1 April and on 29 February.
  @Test func referenceData() throws {
    for row in try SharedData.edgeCases("age") {
      let birth = try date(#require(row["birth"] as? String))
      let day = try date(#require(row["on"] as? String))
      #expect(birth.age(on: day, by: .birthday) == row["age_birthday"] as? Int, "\(birth) \(day)")
      #expect(
        birth.age(on: day, by: .statute) == row["age_statute_end_of_day"] as? Int,
        "\(birth) \(day)")
    }
  }

  @Test func aroundTheBirth() throws {
    let birth = try date("2024-05-10")
    #expect(birth.age(on: birth, by: .birthday) == 0)
    #expect(try birth.age(on: date("2024-05-09"), by: .birthday) == -1)
    #expect(try birth.age(on: date("2024-05-09"), by: .statute) == 0)
    #expect(try birth.age(on: date("2025-05-09"), by: .statute) == 1)
    #expect(birth.age(on: .last, by: .statute) == 9999 - 2024)
  }
}
