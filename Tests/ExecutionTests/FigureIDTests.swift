import Diagnostics
import Execution
import Testing

@Suite struct FigureIDTests {
  @Test func description() {
    #expect(FigureID("reach").description == "reach")
    #expect(FigureID("by_provider", key: GroupKey("V01")).description == "by_provider[V01]")
  }

  @Test func comparesBytes() {
    #expect("が" == "か\u{3099}")
    #expect(FigureID("が") != FigureID("か\u{3099}"))
    #expect(GroupKey("が") != GroupKey("か\u{3099}"))
    #expect(Set([GroupKey("が"), GroupKey("か\u{3099}")]).count == 2)
    // か is E3 81 8B, が is E3 81 8C.
    #expect(GroupKey("か\u{3099}") < GroupKey("が"))
  }

  @Test func order() {
    let ids = [
      FigureID("b"), FigureID("a", key: GroupKey("2")), FigureID("a"),
      FigureID("a", key: GroupKey("10")),
    ]
    #expect(ids.sorted().map(\.description) == ["a", "a[10]", "a[2]", "b"])
  }

  @Test func stepsMustAddUp() {
    let span = Span(start: 0, end: 1)
    #expect(
      FlowStep(reason: "", span: span, entered: 5, excluded: 1, missing: 1, remaining: 3) != nil)
    #expect(
      FlowStep(reason: "", span: span, entered: 5, excluded: 1, missing: 1, remaining: 4) == nil)
    #expect(
      FlowStep(reason: "", span: span, entered: 3, excluded: -1, missing: 1, remaining: 3) == nil)
  }
}
