import Enclosures
import Quantities
import Statistics
import Testing

/// Whether a number agrees with an oracle's decimal (or double) to a relative tolerance; exact in between.
func agrees(_ value: Exact, _ expected: String, within tolerance: String = "0.0000000001") throws
  -> Bool
{
  let expected = try scientific(expected)
  let bound = try #require(Exact(decimal: tolerance))
  return (value - expected).magnitude <= bound * max(expected.magnitude, Exact.powerOfTen(-30))
}

func agrees(_ value: Real, _ expected: String, within tolerance: String = "0.0000000001") throws
  -> Bool
{
  let ball = value.enclosed(precision: 256)
  let ends = (try #require(ball.lower), try #require(ball.upper))
  return try agrees(ends.0, expected, within: tolerance)
    && agrees(ends.1, expected, within: tolerance)
}

func agrees(
  _ limits: ConfidenceLimits, _ expected: [String], within tolerance: String = "0.0000000001"
)
  throws -> Bool
{
  try agrees(limits.lower, expected[0], within: tolerance)
    && agrees(limits.upper, expected[1], within: tolerance)
}

/// A decimal that may have an exponent, as Python and R print doubles.
func scientific(_ text: String) throws -> Exact {
  let parts = text.split(separator: "e", maxSplits: 1)
  let mantissa = try #require(Exact(decimal: parts[0]))
  guard parts.count > 1 else { return mantissa }
  return mantissa * Exact.powerOfTen(try #require(Int(parts[1])))
}

func level(_ text: String) throws -> ConfidenceLevel {
  try ConfidenceLevel(try #require(Exact(decimal: text)))
}

/// A JSON number or string as text.
func text(_ value: Any?) throws -> String {
  if let text = value as? String { return text }
  return "\(try #require(value as? Double))"
}
