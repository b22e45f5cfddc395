import Glibc
import PFS

/// An output of the process. Every byte goes through here, and every failure is noticed.
struct Stream: Sendable {
  let descriptor: Int32

  /// For results.
  static let standardOutput = Stream(descriptor: STDOUT_FILENO)
  /// For diagnostics and progress.
  static let standardError = Stream(descriptor: STDERR_FILENO)

  /// The system refused to write.
  struct Failure: Error {
    let reason: Text
  }

  var isTerminal: Bool { isatty(descriptor) == 1 }

  /// Colours only for people who can see them and have not said no.
  var isColoured: Bool {
    let no = getenv("NO_COLOR").map { $0.pointee != 0 } ?? false
    let term = getenv("TERM").map { String(cString: $0) } ?? ""
    return isTerminal && !no && term != "dumb"
  }

  /// Writes everything. A reader who has gone away is no failure: nobody wants the rest.
  func write(_ text: String) throws(Failure) { try write(Array(text.utf8)) }

  /// Writes everything.
  func write(_ bytes: [UInt8]) throws(Failure) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count >= 0 {
        rest = rest.dropFirst(count)
        continue
      }
      switch errno {
      case EINTR: continue
      case EPIPE: return
      case EAGAIN: waitUntilWritable()
      default: throw Failure(reason: SystemError.text(errno))
      }
    }
  }

  private func waitUntilWritable() {
    var wait = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    poll(&wait, 1, -1)
  }
}
