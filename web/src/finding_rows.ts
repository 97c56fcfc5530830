import type { FindingColumns } from "./engine/messages.ts";
import type { Grouping } from "./store.ts";

export type FindingRow =
  | { kind: "finding"; id: number }
  | {
      kind: "group";
      by: "node" | "code";
      /** Node, or place in the codes. */
      key: number;
      count: number;
      /** Place in SEVERITIES. */
      worst: number;
      /** The group's first finding. */
      first: number;
    };

/** Groups in the order in which their first finding comes; within a group nothing moves. */
export function groupFindings(
  columns: FindingColumns,
  ids: readonly number[],
  grouping: Grouping,
): FindingRow[] {
  if (grouping === "none") return ids.map((id) => ({ kind: "finding", id }));
  const keyOf = grouping === "node" ? columns.node : columns.code;
  const groups = new Map<number, number[]>();
  for (const id of ids) {
    const key = keyOf[id] ?? -1;
    const group = groups.get(key);
    if (group) group.push(id);
    else groups.set(key, [id]);
  }
  const rows: FindingRow[] = [];
  for (const [key, members] of groups) {
    let worst = 0;
    for (const id of members) worst = Math.max(worst, columns.severity[id] ?? 0);
    rows.push({
      kind: "group",
      by: grouping,
      key,
      count: members.length,
      worst,
      first: members[0] as number,
    });
    for (const id of members) rows.push({ kind: "finding", id });
  }
  return rows;
}
