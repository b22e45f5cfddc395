import Synchronization

/// A value that is made when it is first asked for, and once: a model that many figures are read off.
final class Once<Value: Sendable>: Sendable {
  private let make: @Sendable () throws -> Value
  private let made = Mutex<Result<Value, any Error>?>(nil)

  init(_ make: @escaping @Sendable () throws -> Value) { self.make = make }

  var value: Value {
    get throws {
      try made.withLock { made in
        let result = made ?? Result(catching: make)
        made = result
        return try result.get()
      }
    }
  }
}
