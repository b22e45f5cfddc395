import Enclosures
import Foundation
import LinearAlgebra
import Quantities

// Prints, for each of NIST's Statistical Reference Datasets, to how many digits our figures agree with
// the certified ones. The argument is the folder that holds them.

let names = [
  (
    DataSet.Family.univariate,
    [
      "PiDigits", "Lottery", "Lew", "Mavro", "Michelso", "NumAcc1", "NumAcc2", "NumAcc3", "NumAcc4",
    ]
  ),
  (
    .anova,
    [
      "SiRstv", "AtmWtAg", "SmLs01", "SmLs02", "SmLs03", "SmLs04", "SmLs05", "SmLs06", "SmLs07",
      "SmLs08", "SmLs09",
    ]
  ),
  (
    .regression,
    [
      "Norris", "Pontius", "NoInt1", "NoInt2", "Filip", "Longley", "Wampler1", "Wampler2",
      "Wampler3", "Wampler4", "Wampler5",
    ]
  ),
]

guard CommandLine.arguments.count == 2 else {
  FileHandle.standardError.write(Data("usage: certified FOLDER\n".utf8))
  exit(2)
}
let folder = URL(filePath: CommandLine.arguments[1])

do {
  var report = Report()
  for (family, sets) in names {
    report.begin(family)
    for name in sets { report.add(try DataSet(name, in: folder)) }
  }
  print(report.text, terminator: "")
  exit(report.isExact ? 0 : 1)
} catch {
  FileHandle.standardError.write(Data("certified: \(error)\n".utf8))
  exit(4)
}
