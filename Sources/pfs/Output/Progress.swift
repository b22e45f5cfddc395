import Glibc
import PFS
import Synchronization

/// One line on the terminal that says how far the work is; nothing where no terminal is.
final class Progress: Sendable {
  private struct State {
    var lastShown: Int64 = 0
    var width = 0
    var prefix = ""
    /// The computation that is going on, when it began, and how far it is.
    var began: (what: String, time: Int64, done: Int) = ("", 0, 0)
  }

  private let stream = Stream.standardError
  private let isShown: Bool
  private let tongue: Tongue
  private let state = Mutex(State())
  /// Nanoseconds between two pictures of the line.
  private static let interval: Int64 = 100_000_000

  init(tongue: Tongue) {
    self.tongue = tongue
    isShown = stream.isTerminal && getenv("TERM").map { String(cString: $0) } != "dumb"
  }

  /// Words before what is read: which job of how many.
  func begin(_ prefix: String) {
    guard isShown else { return }
    state.withLock { $0.prefix = prefix }
    show(prefix, always: true)
  }

  /// Bytes of a file that have been read.
  func reading(_ file: String, _ done: Int, _ total: Int) {
    guard isShown, total > 0 else { return }
    let percent = 100 * done / total
    let words = tongue == .en ? "reading \(file) \(percent)%" : "読込中 \(file) \(percent)%"
    let prefix = state.withLock { $0.prefix }
    show(prefix.isEmpty ? words : "\(prefix)  \(words)", always: false)
  }

  /// Steps of a long computation that are done, with the time left at the pace so far.
  func computing(_ what: Text, _ done: Int, _ total: Int) {
    guard isShown, total > 0 else { return }
    let percent = 100 * done / total
    let now = Self.now
    let start = state.withLock { state in
      if state.began.what != what[.en] || done < state.began.done {
        state.began = (what[.en], now, done)
      }
      state.began.done = done
      return state.began.time
    }
    let left = done == 0 ? 0 : (now - start) / Int64(done) * Int64(total - done) / 1_000_000_000
    let time = tongue == .en ? "\(left) s left" : "残り\(left)秒"
    show("\(what[tongue]) \(percent)%  \(time)", always: false)
  }

  /// Takes the line away.
  func end() {
    guard isShown else { return }
    state.withLock { state in
      guard state.width > 0 else { return }
      try? stream.write("\r" + String(repeating: " ", count: state.width) + "\r")
      state.width = 0
    }
  }

  /// Nanoseconds of a clock that only goes forward.
  private static var now: Int64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }

  private func show(_ text: String, always: Bool) {
    let now = Self.now
    let visible = MarkedText.visible(text)
    let width = DisplayWidth.of(visible)
    state.withLock { state in
      guard always || now - state.lastShown >= Self.interval else { return }
      let blanks = String(repeating: " ", count: max(0, state.width - width))
      try? stream.write("\r" + visible + blanks)
      (state.lastShown, state.width) = (now, width)
    }
  }
}

/// Text of users on a terminal.
enum MarkedText {
  /// The text with its control characters replaced, so that a file name cannot steer the terminal.
  static func visible(_ text: String, keepingLines: Bool = false) -> String {
    String(
      String.UnicodeScalarView(
        text.unicodeScalars.map {
          if keepingLines, $0 == "\n" { return $0 }
          return $0.value < 0x20 || (0x7F...0x9F).contains($0.value) ? "\u{FFFD}" : $0
        }))
  }
}
