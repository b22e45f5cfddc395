import Diagnostics
import Execution
import Ledger
import Records

/// Bank accounts from CSV files that the office keeps: never from a contract, never in the ledger.
public struct Accounts: Sendable {
  /// Whose account each row is: the code of the payer, or the contract.
  private let rows: [(owner: String, account: BankAccount)]
  private let path: String
  /// Of the file's bytes.
  let sha256: String

  private enum Column: Int, CaseIterable {
    case owner, bank, bankName, branch, branchName, kind, number, holder

    var names: [String] {
      switch self {
      case .owner: ["contract", "code", "契約", "委託者コード"]
      case .bank: ["bank", "銀行番号"]
      case .bankName: ["bank name", "銀行名"]
      case .branch: ["branch", "支店番号"]
      case .branchName: ["branch name", "支店名"]
      case .kind: ["kind", "預金種目"]
      case .number: ["number", "口座番号"]
      case .holder: ["holder", "口座名義"]
      }
    }
  }

  /// Reads a file with the columns contract (of a payer: code), bank, bank name, branch, branch name, kind,
  /// number, holder.
  public static func load(_ path: String) throws(Refusal) -> Accounts {
    let (directory, name) = Path.split(path)
    let schema = TableSchema.list(file: name, Column.allCases.map(\.names))
    let data: DataSet
    do throws(DataRefusal) {
      let source = try DataSource.open(directory.isEmpty ? "." : directory, usesPackage: false)
      data = try source.read([schema])
    } catch {
      throw Refusal(error, schemas: [schema], source: nil)
    }
    let table = data.tables.first
    var rows: [(owner: String, account: BankAccount)] = []
    var lines: [(owner: GroupKey, line: Int)] = []
    var faults: [Diagnostic] = []
    for row in 0..<(table?.rowCount ?? 0) {
      func cell(_ column: Column) -> String {
        guard let table else { return "" }
        let column = table.columns[column.rawValue]
        return column[row].map { column.dictionary.string(Int($0)) } ?? ""
      }
      let line = Int(table?.place(of: row).line ?? 0)
      guard let kind = kind(cell(.kind)) else {
        faults.append(.accountsUnreadable(path, line: line))
        continue
      }
      let account = BankAccount(
        bank: cell(.bank), bankName: cell(.bankName), branch: cell(.branch),
        branchName: cell(.branchName), kind: kind, number: cell(.number), holder: cell(.holder))
      do throws(LedgerProblem) {
        try account.check(
          Text(en: "\(path): the account of line \(line)", ja: "\(path)の\(line)行目の口座"))
        rows.append((cell(.owner), account))
        lines.append((GroupKey(cell(.owner)), line))
      } catch { faults.append(error.diagnostic) }
    }
    let byOwner = Dictionary(grouping: lines, by: \.owner).filter { $0.value.count > 1 }
    faults += byOwner.sorted { $0.value[0].line < $1.value[0].line }.map {
      .severalAccounts($0.key.text, path, lines: $0.value.map(\.line))
    }
    guard faults.isEmpty else { throw Refusal(faults) }
    return Accounts(rows: rows, path: path, sha256: data.files.first?.sha256 ?? "")
  }

  private static func kind(_ text: String) -> BankAccount.Kind? {
    switch text {
    case "1", "ordinary", "普通": .ordinary
    case "2", "current", "当座": .current
    case "4", "savings", "貯蓄": .savings
    default: nil
    }
  }

  /// The only row, as the payer.
  func payer() throws(Refusal) -> Payer {
    let row = try onePayer().rows[0]
    return Payer(code: row.owner, account: row.account)
  }

  /// These accounts, if there is one row.
  func onePayer() throws(Refusal) -> Accounts {
    guard rows.count == 1 else { throw Refusal(.onePayer(path)) }
    return self
  }

  /// Refuses two accounts for one contract, one under each of its names.
  func requireNoneTwice(_ contracts: [Run.Contract]) throws(Refusal) {
    for contract in contracts where accounts(of: contract).count > 1 {
      throw Refusal(.noPayee(contract.name, in: path))
    }
  }

  private func accounts(of contract: Run.Contract) -> [BankAccount] {
    let names = [contract.name, contract.otherName].compactMap { $0 }
    return rows.filter { row in names.contains { $0.utf8.elementsEqual(row.owner.utf8) } }
      .map(\.account)
  }

  /// The account for a contract by one of its names.
  func payee(_ contract: Run.Contract) throws(Refusal) -> BankAccount {
    let found = accounts(of: contract)
    guard let account = found.first, found.count == 1 else {
      throw Refusal(.noPayee(contract.name, in: path))
    }
    return account
  }
}
