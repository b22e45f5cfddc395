import Dispatch
import Glibc

/// How row blocks are shared between the processor's cores.
///
/// What is computed never depends on it: workers keep whole numbers that are added, joined or
/// compared.
enum Workers {
  /// Rows of one block; the registers of a program stay in the first-level cache.
  static let blockRows = 1024
  /// Fewer rows than this are not worth a second thread.
  static let parallelRows = 32_768
  /// Cores that are used, at most 8: each worker has its own accumulators.
  static let available = max(1, min(8, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))))

  static func count(rows: Int) -> Int { rows < parallelRows ? 1 : available }

  /// The rows of one worker, beginning at a multiple of 64 so that no two write the same mask word.
  static func range(_ worker: Int, of workers: Int, rows: Int) -> Range<Int> {
    func bound(_ index: Int) -> Int {
      index == workers ? rows : rows / workers * index / blockRows * blockRows
    }
    return bound(worker)..<bound(worker + 1)
  }

  /// Runs `body` once per worker and waits for all.
  static func run(_ workers: Int, _ body: (Int) -> Void) {
    guard workers > 1 else {
      if workers == 1 { body(0) }
      return
    }
    withoutActuallyEscaping(body) { body in
      // Every worker writes only memory of its own; all are complete when concurrentPerform
      // returns.
      nonisolated(unsafe) let work = body
      DispatchQueue.concurrentPerform(iterations: workers) { work($0) }
    }
  }
}
