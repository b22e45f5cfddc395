// Times one estimator of the library on the data of Benchmarks/statistics, without reading them.
//
//     estimators JOB FOLDER
//
// prints one line of JSON: wall and processor seconds of the work alone, and a figure that the peers
// must agree with. `Benchmarks/statistics` runs it.

import Foundation
import LinearAlgebra

BLAS.restartWithFasterKernels()

guard CommandLine.arguments.count == 3, let job = jobs[CommandLine.arguments[1]] else {
  let names = jobs.keys.sorted().joined(separator: " | ")
  FileHandle.standardError.write(Data("usage: estimators (\(names)) FOLDER\n".utf8))
  exit(2)
}
let measured = try job(URL(filePath: CommandLine.arguments[2]))
print(measured.json)
