import type { ServerFacts } from "../engine/ports.ts";
import type { Connection, Row } from "./connection.ts";

/** Server variables that the facts are read from; a server that lacks one simply leaves it out of the answer. */
const VARIABLES = [
  "version",
  "version_comment",
  "innodb_version",
  "sql_mode",
  "read_only",
  "super_read_only",
  "innodb_read_only",
  "lower_case_table_names",
  "max_allowed_packet",
  "innodb_rollback_on_timeout",
  "wsrep_on",
  "group_replication_group_name",
  "gtid_slave_pos",
];

export type Server = ServerFacts & {
  readonly galera: boolean;
  /** Galera only: false while the node takes no queries (it is not in the primary component). */
  readonly ready: boolean;
};

/** Servers that speak the protocol and are neither; they are told by what they call themselves. */
const OTHERS =
  /dolt|tidb|vitess|planetscale|oceanbase|singlestore|memsql|clickhouse|starrocks|doris|go-mysql-server|proxysql/i;

/**
 * The product, by probing: MariaDB names itself in its version; MySQL (and Percona Server, Aurora, RDS, which are built from it)
 * has an InnoDB, which re-implementations lack.
 */
export function productOf(variables: ReadonlyMap<string, string>): ServerFacts["product"] {
  const version = variables.get("version") ?? "";
  const named = `${version} ${variables.get("version_comment") ?? ""}`;
  if (OTHERS.test(named)) return "unknown";
  if (/mariadb/i.test(named)) return "MariaDB";
  if (!variables.has("innodb_version")) return "unknown";
  return /^(5\.[1-9]|[89]\.|[1-9]\d\.)/.test(version) ? "MySQL" : "unknown";
}

const isOn = (value: string | undefined): boolean => value !== undefined && value !== "" && !/^(off|0)$/i.test(value);

function readOnlyReason(variables: ReadonlyMap<string, string>): string | null {
  for (const name of ["super_read_only", "read_only", "innodb_read_only"]) {
    if (isOn(variables.get(name))) return `${name} is ${variables.get(name) ?? ""}`;
  }
  return null;
}

/**
 * The sql_mode that scripts start with: the server's own, and strict. The JDBC drivers that Flyway runs on add
 * STRICT_TRANS_TABLES to every session (Connector/J and MariaDB Connector/J, `jdbcCompliantTruncation`, on by default), so that
 * a value that does not fit is an error and not silently cut.
 */
export function scriptSqlMode(serverMode: string): string {
  if (/STRICT_(TRANS|ALL)_TABLES/i.test(serverMode)) return serverMode;
  return serverMode === "" ? "STRICT_TRANS_TABLES" : `${serverMode},STRICT_TRANS_TABLES`;
}

async function statusMap(connection: Connection, sql: string): Promise<ReadonlyMap<string, string>> {
  return toMap(await connection.query(sql));
}

function toMap(rows: readonly Row[]): ReadonlyMap<string, string> {
  return new Map(rows.map((row) => [String(row["Variable_name"]).toLowerCase(), String(row["Value"])]));
}

async function groupReplicationRole(connection: Connection): Promise<string> {
  try {
    const rows = await connection.query(
      "SELECT MEMBER_ROLE AS role, MEMBER_STATE AS state, (SELECT COUNT(*) FROM performance_schema.replication_group_members) AS members" +
        " FROM performance_schema.replication_group_members WHERE MEMBER_ID = @@server_uuid",
    );
    const row = rows[0];
    if (row === undefined) return "Group Replication, not a member";
    const { role, state, members } = row;
    return `Group Replication ${String(role).toLowerCase()}, ${String(state).toLowerCase()}, ${members} members`;
  } catch {
    return "Group Replication, role not readable by this account";
  }
}

type Topology = { readonly text: string | null; readonly galera: boolean; readonly ready: boolean };

async function topologyOf(connection: Connection, variables: ReadonlyMap<string, string>): Promise<Topology> {
  if (isOn(variables.get("wsrep_on"))) {
    const status = await statusMap(
      connection,
      "SHOW STATUS WHERE Variable_name IN ('wsrep_ready','wsrep_cluster_size','wsrep_cluster_status','wsrep_local_state_comment')",
    );
    const size = status.get("wsrep_cluster_size") ?? "?";
    const state = status.get("wsrep_local_state_comment") ?? "?";
    const cluster = status.get("wsrep_cluster_status") ?? "?";
    return {
      text: `Galera, ${size} nodes, ${cluster}, ${state}`,
      galera: true,
      ready: isOn(status.get("wsrep_ready")),
    };
  }
  if ((variables.get("group_replication_group_name") ?? "") !== "") {
    return { text: await groupReplicationRole(connection), galera: false, ready: true };
  }
  if ((variables.get("gtid_slave_pos") ?? "") !== "") {
    return { text: "replica, or a promoted one (gtid_slave_pos is set)", galera: false, ready: true };
  }
  return { text: null, galera: false, ready: true };
}

/**
 * Reads what must be known of the server before anything is sent to it.
 *
 * @param user the account's name as the client gave it
 */
export async function readServer(connection: Connection, user: string): Promise<Server> {
  const list = VARIABLES.map((name) => `'${name}'`).join(",");
  const variables = toMap(await connection.query(`SHOW VARIABLES WHERE Variable_name IN (${list})`));
  const topology = await topologyOf(connection, variables);
  return {
    product: productOf(variables),
    version: variables.get("version") ?? connection.serverVersion,
    topology: topology.text,
    tls: connection.tls,
    readOnly: readOnlyReason(variables),
    lowerCaseTableNames: Number(variables.get("lower_case_table_names") ?? 0),
    maxAllowedPacket: Number(variables.get("max_allowed_packet") ?? 16 * 1024 * 1024),
    user,
    scriptSqlMode: scriptSqlMode(variables.get("sql_mode") ?? ""),
    rollbackOnTimeout: isOn(variables.get("innodb_rollback_on_timeout")),
    galera: topology.galera,
    ready: topology.ready,
  };
}
