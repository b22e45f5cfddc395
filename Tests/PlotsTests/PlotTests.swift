import Plots
import Quantities
import Testing

@Suite struct PlotTests {
  // MARK: - Waterfall

  private let rows: [Waterfall.Row] = [
    .init(label: "base fee", kind: .fixed, amount: 7_200_000, text: "7,200,000 yen"),
    .init(label: "outcome fee", kind: .outcome, amount: 7_065_000, text: "7,065,000 yen"),
    .init(label: "cap", kind: .reduction, amount: -265_000, text: "-265,000 yen"),
    .init(label: "total", kind: .sum, amount: 14_000_000, text: "14,000,000 yen"),
    .init(label: "tax", kind: .addition, amount: 1_400_000, text: "1,400,000 yen"),
    .init(label: "interim", kind: .reduction, amount: -15_000_000, text: "-15,000,000 yen"),
    .init(label: "due", kind: .sum, amount: 400_000, text: "400,000 yen"),
  ]

  @Test func barsOfAWaterfallAddUp() {
    let plot = Waterfall(title: "t", description: "d", rows: rows, axis: axis)
    #expect(plot.addsUp)
    #expect(
      plot.spans.map(\.to) == [
        7_200_000, 14_265_000, 14_000_000, 14_000_000, 15_400_000, 400_000, 400_000,
      ] as [Exact])
    let picture = plot.picture
    expectSound(picture)
    let bars = picture.rectangles
    #expect(bars.count == rows.count)
    // 324 pixels for 20,000,000 yen: the widths are those of the amounts.
    let perPixel = (500.0 - 176.0) / 20_000_000
    for (bar, row) in zip(bars, rows) {
      let amount = Double(row.amount.magnitude.int64!)
      #expect(abs(bar.width - amount * perPixel) < 0.01, "\(row.label)")
    }
    // Each bar begins where the one before ended.
    #expect(abs(bars[1].x - (bars[0].x + bars[0].width)) < 0.01)
    #expect(abs((bars[2].x + bars[2].width) - (bars[1].x + bars[1].width)) < 0.01)
    // What a rule takes is told by its form too.
    #expect(bars[2].isDashed && !bars[1].isDashed)
    for row in rows { #expect(picture.texts.contains(row.text)) }
    var wrong = rows
    wrong[3] = .init(label: "total", kind: .sum, amount: 1, text: "1 yen")
    #expect(!Waterfall(title: "t", description: "d", rows: wrong, axis: axis).addsUp)
  }

  @Test func aWaterfallHoldsNegativeSumsAndLongNames() {
    let repaid: [Waterfall.Row] = [
      .init(label: longWords, kind: .outcome, amount: 100, text: "100円"),
      .init(label: "中間払控除", kind: .reduction, amount: -900, text: "-900円"),
      .init(label: "差引支払額", kind: .sum, amount: -800, text: "-800円"),
    ]
    let plot = Waterfall(title: "t", description: "d", rows: repaid, axis: axis)
    #expect(plot.addsUp)
    expectSound(plot.picture)
    expectSound(Waterfall(title: "t", description: "d", rows: [], axis: axis).picture)
  }

  // MARK: - Achievement

  private func piece(
    _ lower: Exact?, _ upper: Exact?, _ from: Exact, _ to: Exact? = nil
  ) -> StepCurve.Piece {
    StepCurve.Piece(
      lower: lower, includesLower: true, upper: upper, includesUpper: false, from: from,
      to: to ?? from)
  }

  @Test func aCurveShowsWhichEndBelongsAndWhereTheFigureStands() throws {
    let plot = StepCurve(
      title: "t", description: "d",
      pieces: [piece(nil, 40, 0), piece(40, 60, 40, 100), piece(60, nil, 100)],
      standings: [.init(value: 50, result: 70, label: "50.0% → 70%", low: 45, high: nil)],
      across: axis, up: axis)
    let picture = plot.picture
    expectSound(picture)
    let circles = picture.symbols(.circle)
    #expect(circles.count == 4)
    #expect(circles.map(\.isFilled) == [false, true, false, true])
    let mark = try #require(picture.symbols(.diamond).first)
    // Half way between the two bounds, and half way between 40 and 100.
    #expect(abs(mark.place.x - (circles[1].place.x + circles[2].place.x) / 2) < 0.01)
    #expect(abs(mark.place.y - (circles[1].place.y + circles[2].place.y) / 2) < 0.01)
    #expect(picture.texts.contains("50.0% → 70%"))
    #expect(picture.texts.contains("40") && picture.texts.contains("60"))
  }

  @Test func curvesOfAnyTableStayInTheirFrame() {
    var numbers = Numbers(state: 3)
    for round in 0..<120 {
      let count = Int.random(in: 1...14, using: &numbers)
      let bounds = Set((0..<count).map { _ in numbers.exact(-500...5000, decimals: round % 4) })
        .sorted()
      var pieces = [piece(nil, bounds.first, 0)]
      for (low, high) in zip(bounds, bounds.dropFirst()) {
        pieces.append(piece(low, high, numbers.exact(0...100), numbers.exact(0...100)))
      }
      pieces.append(piece(bounds.last, nil, 100))
      let standings = (0..<Int.random(in: 0...8, using: &numbers)).map { place in
        StepCurve.Standing(
          value: numbers.exact(-900...9000, decimals: round % 4), result: numbers.exact(0...100),
          label: place == 0 ? longWords : "V0\(place) 12.3% → 45%")
      }
      expectSound(
        StepCurve(
          title: "t", description: "d", pieces: pieces, standings: standings,
          across: .init(title: longWords, numeral: axis.numeral), up: axis
        ).picture)
    }
  }

  // MARK: - Intervals

  @Test func aForestPlacesIntervalsAroundTheirEstimates() throws {
    let plot = Forest(
      title: "t", description: "d",
      rows: [
        .init(
          label: longWords, estimate: 3, low: 2, high: 4, recorded: 3, text: "3.000 kg",
          thresholds: [1, 5]),
        .init(
          label: "lower", estimate: 3, low: Exact(unscaled: 25, scale: 1), high: nil,
          recorded: Exact(unscaled: 25, scale: 1), text: "2.500 kg", thresholds: []),
        .init(
          label: "negative", estimate: -1, low: -2, high: 0, recorded: -1, text: "-1.000 kg",
          thresholds: []),
      ], axis: axis, showsZero: true)
    let picture = plot.picture
    expectSound(picture)
    let squares = picture.symbols(.square)
    #expect(squares.count == 3)
    #expect(squares[2].place.x < squares[0].place.x)
    // The figure that is paid on is marked where it is not the estimate.
    let paid = picture.symbols(.diamond)
    #expect(paid.count == 1)
    #expect(try #require(paid.first).place.x < squares[1].place.x)
  }

  @Test func aLovePlotTellsBeforeFromAfterByShape() {
    let plot = LovePlot(
      title: "t", description: "d",
      rows: [
        .init(
          label: "age", before: Exact(unscaled: 28, scale: 2), after: Exact(unscaled: -1, scale: 2)),
        .init(label: longWords, before: Exact(unscaled: -42, scale: 2), after: nil),
        .init(label: "constant", before: nil, after: nil),
      ], axis: axis, words: ("before", "after weighting"))
    let picture = plot.picture
    expectSound(picture)
    // One of each in the key.
    #expect(picture.symbols(.circle).count == 3)
    #expect(picture.symbols(.diamond).count == 2)
    #expect(picture.symbols(.circle).allSatisfy { !$0.isFilled })
  }

  // MARK: - Participants

  @Test func aFlowDiagramShowsEveryStepInOrder() {
    let plot = FlowDiagram(
      title: "t", description: "d", start: ["residents", "n = 1,200"],
      steps: [
        .init(
          side: ["where consent = consented", "excluded 200, missing 3"], remaining: "n = 997"),
        .init(side: [longWords + longWords, "excluded 97"], remaining: "n = 900"),
      ], end: ["participants", "n = 900"])
    let picture = plot.picture
    expectSound(picture)
    let boxes = picture.rectangles
    // The start, two sides, one step between, the end.
    #expect(boxes.count == 5)
    for (one, next) in zip(boxes, boxes.dropFirst()) { #expect(one.y < next.y) }
    for (place, one) in boxes.enumerated() {
      for other in boxes[(place + 1)...] {
        #expect(
          one.x + one.width <= other.x || other.x + other.width <= one.x
            || one.y + one.height <= other.y || other.y + other.height <= one.y)
      }
    }
    expectSound(
      FlowDiagram(title: "t", description: "d", start: ["a"], steps: [], end: ["b", "n = 1"])
        .picture)
  }

  // MARK: - Periods, providers, simulations

  @Test func barsOfAHistoryStandOnZero() {
    for count in [1, 2, 5, 14] {
      let periods = (0..<count).map {
        History.Period(
          name: "\(2020 + $0)", value: Exact(1_000_000 * ($0 + 1)), text: "\($0 + 1),000,000")
      }
      let picture = History(
        title: "t", description: "d", periods: periods, axis: axis, isAmount: true
      ).picture
      expectSound(picture)
      #expect(picture.rectangles.count == count)
      for (one, next) in zip(picture.rectangles, picture.rectangles.dropFirst()) {
        #expect(one.height < next.height)
        #expect(abs(one.y + one.height - (next.y + next.height)) < 0.01)
      }
    }
    let gaps = History(
      title: "t", description: "d",
      periods: [
        .init(name: "2024", value: 40, text: "40%", thresholds: [50]),
        .init(name: "2025", value: nil, text: "–"),
        .init(name: "2026", value: 60, text: "60%", thresholds: [50, 70]),
      ], axis: axis, isAmount: false
    ).picture
    expectSound(gaps)
    #expect(gaps.symbols(.circle).count == 1 && gaps.symbols(.diamond).count == 1)
  }

  @Test func limitsOfAFunnelNarrowWithSize() throws {
    let units = [(30, 60), (120, 75), (400, 70), (1000, 71)].map { size, rate in
      Funnel.Unit(label: "V\(size)", size: Exact(size), rate: Exact(rate))
    }
    let picture = Funnel(
      title: "t", description: "d", units: units, target: 70, across: axis, up: axis,
      words: ("target", "limits 95%, 99.8%")
    ).picture
    expectSound(picture)
    #expect(picture.symbols(.circle).count == 4)
    let limits = picture.marks.compactMap { mark -> [Point]? in
      if case .line(let points, .line, _, _) = mark, points.count > 3 { points } else { nil }
    }
    #expect(limits.count == 4)
    let heights = picture.marks.compactMap { mark -> Double? in
      if case .line(let points, .green, _, _) = mark { points.first?.y } else { nil }
    }
    let target = try #require(heights.first)
    for line in limits {
      let distances = line.map { abs($0.y - target) }
      for (one, next) in zip(distances, distances.dropFirst()) { #expect(one >= next - 0.001) }
    }
    #expect(abs(limits[0].last!.y - target + (limits[1].last!.y - target)) < 0.01)
  }

  @Test func aTornadoIsSortedByWhatIsMoved() {
    let picture = Tornado(
      title: "t", description: "d",
      rows: [
        .init(label: "small", low: 95, high: 105, lowText: "95 yen", highText: "105 yen"),
        .init(label: longWords, low: 40, high: 130, lowText: "40 yen", highText: "130 yen"),
        .init(label: "none", low: 100, high: 100, lowText: "100 yen", highText: "100 yen"),
      ], base: 100, axis: axis, words: ("low end", "high end")
    ).picture
    expectSound(picture)
    let bars = picture.rectangles.dropFirst(2)
    #expect(bars.count == 6)
    let widths = stride(from: 0, to: 6, by: 2).map {
      Array(bars)[$0].width + Array(bars)[$0 + 1].width
    }
    #expect(widths == widths.sorted(by: >))
  }

  @Test func areasOfAHistogramAreTheShares() {
    let bins = [(0, 10), (10, 30), (20, 40), (30, 20)].map { start, percent in
      Histogram.Bin(lower: Exact(start), upper: Exact(start + 10), percent: Exact(percent))
    }
    let picture = Histogram(
      title: "t", description: "d", bins: bins,
      references: [
        .init(value: 22, label: "expected 22 yen"), .init(value: 39, label: "95%: 39 yen"),
      ],
      across: axis, up: axis
    ).picture
    expectSound(picture)
    let bars = picture.rectangles.filter { $0.fill == .blue }
    #expect(bars.count == 4)
    for (bar, share) in zip(bars, [10.0, 30, 40, 20]) {
      #expect(abs(bar.height / bars[2].height - share / 40) < 0.001)
    }
  }

  /// Each label of a reference stands on white behind the lines, so that none crosses it.
  @Test func labelsOfAHistogramAreNotCrossed() throws {
    let bins = (0..<4).map {
      Histogram.Bin(lower: Exact($0 * 10), upper: Exact($0 * 10 + 10), percent: 25)
    }
    let picture = Histogram(
      title: "t", description: "d", bins: bins,
      references: [
        .init(value: 21, label: "planned 21 yen"), .init(value: 24, label: "95% 24 yen"),
      ],
      across: axis, up: axis
    ).picture
    expectSound(picture)
    // The marks are drawn in order: both lines, then both fields of white with their labels.
    let lines = picture.marks.indices.filter {
      if case .line(_, .vermilion, _, _) = picture.marks[$0] { true } else { false }
    }
    let labels = picture.marks.indices.filter {
      if case .text(let label) = picture.marks[$0] { label.ink == .vermilion } else { false }
    }
    #expect(lines.count == 2 && labels.count == 2)
    #expect(try #require(lines.last) < labels[0] - 1)
    for place in labels {
      guard case .rectangle(let field) = picture.marks[place - 1],
        case .text(let label) = picture.marks[place]
      else {
        Issue.record("no field behind a label")
        continue
      }
      #expect(field.fill == .white)
      #expect(field.x <= label.extent.lowerBound + 0.01)
      #expect(field.x + field.width >= label.extent.upperBound - 0.01)
      #expect(field.y < label.place.y && label.place.y < field.y + field.height)
    }
  }

  /// The amount beside a bar stands at its end, outside, however long the bar is.
  @Test func amountsOfATornadoStandBesideTheirBars() throws {
    let picture = Tornado(
      title: "t", description: "d",
      rows: [
        .init(
          label: "a", low: 7_000_000, high: 20_000_000, lowText: "7,000,000",
          highText: "20,000,000")
      ], base: 7_100_000, axis: axis, words: ("low end", "high end")
    ).picture
    expectSound(picture)
    let bars = Array(picture.rectangles.dropFirst(2))
    let low = try #require(picture.labels.first { $0.text == "7,000,000" && $0.ink == .ink })
    let high = try #require(picture.labels.first { $0.text == "20,000,000" && $0.ink == .ink })
    #expect(low.extent.upperBound <= bars[0].x)
    #expect(high.extent.lowerBound >= bars[1].x + bars[1].width)
    #expect(low.extent.lowerBound >= 200)
  }

  @Test func linesAreToldApartByTheirMarks() throws {
    let series = (0..<7).map { place in
      LinePlot.Series(
        label: place == 0 ? longWords : "line \(place)",
        points: [10, 20, 40].map { (across: Int) in (Exact(across), Exact(across * (place + 1))) })
    }
    let picture = LinePlot(
      title: "t", description: "d", series: series,
      level: .init(value: 80, label: "asked 80%"), place: 20, across: axis, up: axis
    ).picture
    expectSound(picture)
    // Three points and one mark in the key of each line; the sixth line has the shape of the first, hollow.
    #expect(picture.symbols(.circle).count == 8)
    #expect(picture.symbols(.circle).count { $0.isFilled } == 4)
    #expect(picture.symbols(.square).count == 8)
    #expect(picture.symbols(.diamond).count == 4)
    let one = LinePlot(
      title: "t", description: "d", series: [series[1]], across: axis, up: axis
    ).picture
    expectSound(one)
    let points = one.symbols(.circle).map(\.place)
    // Twice and four times as far across and as high above the axis.
    #expect(points.count == 3)
    #expect(points[0].x < points[1].x && points[0].y > points[1].y)
    #expect(
      abs((points[2].x - points[1].x) / (points[1].x - points[0].x) - 2) < 0.001)
  }

  // MARK: - Colours

  /// Contrast of 3 to 1 for what is drawn and of 4.5 for what is read (WCAG 2.2, 1.4.3 and 1.4.11).
  @Test func coloursStandOutFromWhite() {
    let drawn: [Ink] = [.ink, .soft, .line, .blue, .vermilion, .green, .purple]
    for ink in drawn { #expect(contrast(ink, .white) >= 3, "\(ink)") }
    for ink in [Ink.ink, .soft, .blue] { #expect(contrast(ink, .white) >= 4.5, "\(ink)") }
    #expect(contrast(.ink, .pale) >= 4.5)
  }

  private func contrast(_ one: Ink, _ other: Ink) -> Double {
    let (a, b) = (luminance(one), luminance(other))
    return (max(a, b) + 0.05) / (min(a, b) + 0.05)
  }

  private func luminance(_ ink: Ink) -> Double {
    let value = UInt32(ink.rawValue.dropFirst(), radix: 16) ?? 0
    let parts = [16, 8, 0].map { shift -> Double in
      let part = Double((value >> UInt32(shift)) & 0xFF) / 255
      return part <= 0.04045 ? part / 12.92 : power((part + 0.055) / 1.055)
    }
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
  }

  /// x to the power of 2.4 = x² · x^(2/5), the fifth root by Newton's method.
  private func power(_ x: Double) -> Double {
    let square = x * x
    var root = 1.0
    for _ in 0..<60 {
      root -= (root * root * root * root * root - square) / (5 * root * root * root * root)
    }
    return square * root
  }
}
