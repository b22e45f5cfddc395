import Contract
import Diagnostics
import Execution
import Quantities
import Records

/// The records of a contract as read from a directory, with the figures that are reported beside them.
public struct ContractData: Sendable {
  /// All that was read: the tables of the contract in its order, then the report, if there is one.
  public let all: DataSet
  /// The tables of the contract, in its order.
  public let records: DataSet
  /// The rows of `reported.csv`, if there is one.
  let reported: Table?
  /// Where the files were read.
  public let directory: String
  /// The bytes of `datapackage.json`, if the directory has one.
  let dataPackage: [UInt8]?
  private let source: DataSource

  /// The rows that were read and are not used.
  public var leftOut: RefusedData { RefusedData(leftOutOf: all, source) }

  /// Called now and then with a file's name, the bytes done and its size.
  public typealias Progress = @Sendable (_ file: String, _ done: Int, _ total: Int) -> Void

  /// Reads all tables of a contract.
  ///
  /// - Throws: a refusal with everything that is wrong in all files.
  public static func read(
    _ contract: Contract, from directory: String, progress: Progress? = nil
  ) throws(Refusal) -> ContractData {
    var schemas = contract.tables.map(\.schema)
    let hasReport = ReportedTable.exists(in: directory)
    if hasReport { schemas.append(ReportedTable.schema) }
    var opened: DataSource?
    let source: DataSource
    let all: DataSet
    do throws(DataRefusal) {
      source = try DataSource.open(directory)
      opened = source
      all = try source.read(schemas, progress: progress)
    } catch {
      throw Refusal(error, schemas: schemas, source: opened, tongue: contract.tongue)
    }
    let records = DataSet(
      tables: Array(all.tables.prefix(contract.tables.count)), files: all.files,
      warnings: all.warnings)
    let package =
      source.isDataPackage
      ? try FileBytes.read(Path.join(directory, "datapackage.json"), largest: 16 << 20) : nil
    return ContractData(
      all: all, records: records, reported: hasReport ? all.tables.last : nil,
      directory: directory, dataPackage: package, source: source)
  }
}
