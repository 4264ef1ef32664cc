/** How many letters have to be put in, taken out or replaced to get from one text to the other. */
export function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, at) => at);
  for (let line = 1; line <= from.length; line += 1) {
    const next = [line];
    for (let at = 1; at <= to.length; at += 1) {
      const above = row[at] ?? 0;
      const before = next[at - 1] ?? 0;
      const replaced = (row[at - 1] ?? 0) + (from[line - 1] === to[at - 1] ? 0 : 1);
      next.push(Math.min(above + 1, before + 1, replaced));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
