import Quantities

/// A number without a sign or a unit from the command line or from a form: `20,000,000`, `20000000`, `1,500.50`.
public enum NumberText {
  /// Reads a number; nil if it is none, or has commas elsewhere than between groups of three digits.
  public static func read(_ text: some StringProtocol) -> Exact? {
    let number = Substring(text).trimmed
    guard number.wholeMatch(of: /(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?/) != nil else {
      return nil
    }
    return Exact(decimal: number.replacing(",", with: ""))
  }

  /// Reads a number that may stand behind a minus.
  static func readSigned(_ text: some StringProtocol) -> Exact? {
    let number = Substring(text).trimmed
    guard let first = number.first, "-−".contains(first) else { return read(number) }
    return read(number.dropFirst()).map { -$0 }
  }
}
