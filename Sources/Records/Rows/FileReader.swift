import Dispatch
import Synchronization

/// Reads the rows of one file on several threads.
struct FileReader {
  let file: ByteFile
  let head: FileHead
  let plans: [ColumnPlan]
  let limits: ReadLimits
  let progress: @Sendable (Int) -> Void

  /// All blocks in the order of the file, up to the first fault.
  struct Output: Sendable {
    var blocks: [BlockResult]
    /// Strings behind the codes, per thread and plan.
    let dictionaries: [[ByteDictionary]]
    let sha256: String
    /// The first fault, with its line (from 1) and position in the file.
    let fault: StructuralFault?
  }

  func run() throws(ByteFile.Failure) -> Output {
    let source = head.bytes.withUnsafeBytes {
      BlockSource(file: file, head: $0, limits: limits, progress: progress)
    }
    let blockCount = (file.size - head.bytes.count) / max(limits.blockBytes, 1) + 1
    let threads = max(1, min(limits.threads, blockCount))
    let outputs = parallelMap(threads, threads: threads) { number in
      BlockWorker(
        number: number, plans: plans, columns: head.names.count, delimiter: head.delimiter,
        encoding: head.encoding, limits: limits
      ).run(source)
    }
    var blocks = outputs.flatMap(\.blocks).sorted { $0.block < $1.block }
    let sha256 = try source.finish()
    var fault: StructuralFault?
    var line = head.lines + 1
    if let first = blocks.firstIndex(where: { $0.fault != nil }), let found = blocks[first].fault {
      for block in blocks[..<first] { line += block.lineBreaks }
      fault = StructuralFault(
        kind: found.kind, line: line + found.line,
        position: blocks[first].offset + found.position)
      blocks.removeSubrange((first + 1)...)
    }
    return Output(
      blocks: blocks, dictionaries: outputs.map(\.dictionaries), sha256: sha256, fault: fault)
  }
}

/// The results of `count` independent pieces of work, done on up to `threads` threads.
func parallelMap<Result: Sendable>(
  _ count: Int, threads: Int, _ body: @escaping @Sendable (Int) -> Result
) -> [Result] {
  guard count > 1, threads > 1 else { return (0..<count).map(body) }
  let results = Mutex([Result?](repeating: nil, count: count))
  let next = Atomic<Int>(0)
  DispatchQueue.concurrentPerform(iterations: min(count, threads)) { _ in
    while true {
      let i = next.add(1, ordering: .relaxed).oldValue
      guard i < count else { return }
      let result = body(i)
      results.withLock { $0[i] = result }
    }
  }
  return results.withLock { $0.compactMap { $0 } }
}
