/// What has been made so far, so that all of it can be taken away again.
struct WorkInProgress<System: FileSystem> {
  private let system: System
  /// Files and directories in the order in which they were made.
  private var made: [String] = []
  private var madeDirectories: [String] = []

  init(system: System) { self.system = system }

  mutating func makeDirectory(_ path: String) throws(FileSystemFailure) {
    try system.makeDirectory(path)
    made.append(path)
    madeDirectories.append(path)
  }

  /// Makes the directories above the output that are missing.
  mutating func makeParents(of output: String) throws(FileSystemFailure) {
    let isAbsolute = output.hasPrefix("/")
    for directory in BundlePath.directories(of: output) {
      let path = isAbsolute ? "/" + directory : directory
      guard case .nothing = try PathKind(path) else { continue }
      try makeDirectory(path)
    }
  }

  /// Makes the directories inside the bundle that a file needs.
  mutating func makeDirectories(of path: String, in root: String) throws(FileSystemFailure) {
    for directory in BundlePath.directories(of: path) {
      let full = root + "/" + directory
      if !madeDirectories.contains(full) { try makeDirectory(full) }
    }
  }

  mutating func create(_ path: String) throws(FileSystemFailure) -> Int32 {
    let file = try system.create(path)
    made.append(path)
    return file
  }

  /// The directories at and below a path, innermost first.
  func directories(in root: String) -> [String] {
    madeDirectories.filter { $0 == root || $0.hasPrefix(root + "/") }.reversed()
  }

  /// Everything below a path is now below another.
  mutating func moved(from old: String, to new: String) {
    func renamed(_ path: String) -> String {
      path == old || path.hasPrefix(old + "/") ? new + path.dropFirst(old.count) : path
    }
    made = made.map(renamed)
    madeDirectories = madeDirectories.map(renamed)
  }

  /// Takes everything away, the last first. What cannot be removed stays.
  mutating func undo() {
    for path in made.reversed() { system.remove(path) }
    made = []
    madeDirectories = []
  }
}
