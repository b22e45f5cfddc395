import Dispatch

/// Two parts of one piece of work at the same time.
package enum Halves {
  /// Runs `body` with 0 and with 1, each on a thread, and waits for both.
  package static func both<Value>(_ body: (Int) -> Value) -> (Value, Value) {
    withoutActuallyEscaping(body) { body in
      let results = UnsafeMutablePointer<Value>.allocate(capacity: 2)
      defer {
        results.deinitialize(count: 2)
        results.deallocate()
      }
      // Each part writes its own slot; both are complete when concurrentPerform returns.
      nonisolated(unsafe) let slots = results
      nonisolated(unsafe) let work = body
      DispatchQueue.concurrentPerform(iterations: 2) { part in
        (slots + part).initialize(to: work(part))
      }
      return (results[0], results[1])
    }
  }

  /// What `transform` makes of 0 ..< `count`, in order; when `parallel`, the halves at the same time.
  package static func map<Value>(
    _ count: Int, parallel: Bool, _ transform: (Int) -> Value
  ) -> [Value] {
    guard parallel, count > 1 else { return (0..<count).map(transform) }
    let half = count / 2
    let parts = both { ($0 == 0 ? 0..<half : half..<count).map(transform) }
    return parts.0 + parts.1
  }
}
