/// Why a part of the plan has no result.
enum Failure: Error {
  /// Its diagnostic has been noted; what depends on it has no result either and says nothing more.
  case recorded
  /// The arithmetic does not fit the fast path: a division, or numbers that might leave 62 bits.
  case needsExact
}
