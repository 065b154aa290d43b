/** Lists of values by key. */
export type Lists = Readonly<Record<string, readonly string[]>>;

/** What one client asked for and was told, with both instants from one monotonic clock. */
export type Operation = {
  readonly name: string;
  readonly invokedAt: number;
  readonly completedAt: number;
  /** Refused: nothing of it may be seen. Unknown: it happened at any time since, or never. */
  readonly outcome: "acknowledged" | "refused" | "unknown";
  /** The whole list of each key it read, before its own appends; told by acknowledged operations only. */
  readonly reads: Lists;
  /** What it appended, in order. No value is appended to a key twice. */
  readonly appends: Lists;
};

type Read = { readonly reader: Operation; readonly key: string; readonly list: readonly string[] };

/** An operation, or without one a point between operations, which saves an edge from each to each. */
type Node = { readonly operation: Operation | undefined; readonly edges: Edge[] };
type Edge = { readonly to: Node; readonly why: string };

/** What shows, in words, that the history is not strictly serializable; nothing when it is.
 *
 *  A list that was read tells which appends came before the read, and in which order. So the longest list read of
 *  a key is the beginning of the key's true order, of which every other read is a part, and what happened and was
 *  never read came after it. An operation therefore comes after those whose values it read, before those whose
 *  values it did not, and after all that had completed when it was invoked.
 *
 *  Each of these is forced, so a circle of them cannot be explained by any serial order. Without a circle there is
 *  an order of the operations that keeps them all, and run one by one in it they read exactly what they read: the
 *  history is strictly serializable. An operation of unknown outcome has happened when a value of it was read, and
 *  else may be left out. */
export function anomalyIn(history: readonly Operation[]): string | undefined {
  const authors = authorsIn(history);
  const reads = history
    .filter(({ outcome }) => outcome === "acknowledged")
    .flatMap((reader) => Object.entries(reader.reads).map(([key, list]) => ({ reader, key, list })));
  const longest = longestOf(reads);
  for (const read of reads) {
    const problem = problemOf(read, longest.get(read.key) as Read, authors);
    if (problem) return problem;
  }
  return circleIn(precedences(history, reads, longest, authors));
}

/** Who appended what. */
class Authors {
  readonly #byKey = new Map<string, Map<string | undefined, Operation>>();

  add(key: string, value: string, author: Operation): void {
    if (this.of(key, value)) throw new Error(`${value} was appended to ${key} twice: nothing can be told`);
    const ofKey = this.#byKey.get(key) ?? new Map();
    this.#byKey.set(key, ofKey.set(value, author));
  }

  of(key: string, value: string | undefined): Operation | undefined {
    return this.#byKey.get(key)?.get(value);
  }
}

function authorsIn(history: readonly Operation[]): Authors {
  const authors = new Authors();
  for (const author of history) {
    for (const [key, values] of Object.entries(author.appends)) {
      for (const value of values) authors.add(key, value, author);
    }
  }
  return authors;
}

function longestOf(reads: readonly Read[]): Map<string, Read> {
  const longest = new Map<string, Read>();
  for (const read of reads) {
    if (read.list.length >= (longest.get(read.key)?.list.length ?? 0)) longest.set(read.key, read);
  }
  return longest;
}

/** Why nobody can have read this list, whatever the order of the operations. */
function problemOf(read: Read, longest: Read, authors: Authors): string | undefined {
  if (read === longest) return flawIn(read, authors);
  const { reader, key, list } = read;
  if (list.some((value, i) => value !== longest.list[i])) {
    const both = `${reader.name} read ${key} as [${list}] and ${longest.reader.name} as [${longest.list}]`;
    return flawIn(read, authors) ?? flawIn(longest, authors) ?? `${both}: neither grows into the other`;
  }
  const last = authors.of(key, list.at(-1));
  if (last === undefined) return undefined;
  if (last === reader) return `${reader.name} read ${key} as [${list}] before it appended the last of that`;
  const isTorn = last === authors.of(key, longest.list[list.length]);
  return isTorn ? `${reader.name} read ${key} as [${list}], in the middle of ${last.name}` : undefined;
}

function flawIn({ reader, key, list }: Read, authors: Authors): string | undefined {
  const seen = new Set<string>();
  for (const [i, value] of list.entries()) {
    const what = `${reader.name} read ${value} in ${key}`;
    const author = authors.of(key, value);
    if (!author) return `${what}, which nobody appended`;
    if (author.outcome === "refused") return `${what}, though ${author.name} was refused`;
    if (author === reader) return `${what} before it appended that`;
    if (seen.has(value)) return `${what} twice`;
    seen.add(value);
    const together = author.appends[key] ?? [];
    const start = i - together.indexOf(value);
    const isWhole = start >= 0 && together.every((other, at) => other === list[start + at]);
    if (!isWhole) return `${what} torn out of what ${author.name} appended: [${together}]`;
  }
  return undefined;
}

/** What must be before what, as a graph. */
class Precedences {
  readonly #ofOperations = new Map<Operation, Node>();
  readonly #between: Node[] = [];

  of(operation: Operation): Node {
    const node = this.#ofOperations.get(operation) ?? { operation, edges: [] };
    this.#ofOperations.set(operation, node);
    return node;
  }

  point(): Node {
    const node: Node = { operation: undefined, edges: [] };
    this.#between.push(node);
    return node;
  }

  add(before: Node, after: Node, why = ""): void {
    if (before !== after) before.edges.push({ to: after, why });
  }

  get nodes(): readonly Node[] {
    return [...this.#ofOperations.values(), ...this.#between];
  }
}

function precedences(
  history: readonly Operation[],
  reads: readonly Read[],
  longest: ReadonlyMap<string, Read>,
  authors: Authors,
): Precedences {
  const graph = new Precedences();
  const seen = new Set<Operation>();
  for (const { key, list } of longest.values()) {
    for (const value of list) seen.add(authors.of(key, value) as Operation);
  }
  const happened = history.filter((one) => one.outcome === "acknowledged" || seen.has(one));
  const readsByKey = Map.groupBy(reads, ({ key }) => key);
  for (const [key, { list }] of longest) {
    const order = list.map((value) => authors.of(key, value) as Operation);
    const known = new Set(order);
    const unread = happened.filter((one) => one.appends[key]?.length && !known.has(one));
    orderOfKey(graph, { key, order, unread, reads: readsByKey.get(key) ?? [] });
  }
  orderInTime(graph, happened);
  return graph;
}

type KeyOrder = {
  readonly key: string;
  /** Who appended each value of the longest list. */
  readonly order: readonly Operation[];
  /** Who appended what nobody has read. */
  readonly unread: readonly Operation[];
  readonly reads: readonly Read[];
};

function orderOfKey(graph: Precedences, { key, order, unread, reads }: KeyOrder): void {
  for (const [i, author] of order.entries()) {
    const next = order[i + 1];
    if (next) graph.add(graph.of(author), graph.of(next), `what it appended to ${key} is before the other's`);
    else for (const other of unread) graph.add(graph.of(author), graph.of(other), `only its ${key} was read`);
  }
  for (const { reader, list } of reads) {
    const last = order[list.length - 1];
    if (last) graph.add(graph.of(last), graph.of(reader), `what it appended to ${key} was read by the other`);
    const next = order[list.length];
    const why = `it read ${key} without what the other appended`;
    for (const other of next ? [next] : unread) graph.add(graph.of(reader), graph.of(other), why);
  }
}

/** Puts every operation before those that were invoked after its end, by way of the instants at which operations
 *  ended: each of them precedes the next, so two edges for an operation do. */
function orderInTime(graph: Precedences, operations: readonly Operation[]): void {
  const ended = operations
    .filter(({ outcome }) => outcome === "acknowledged")
    .toSorted((a, b) => a.completedAt - b.completedAt);
  const instants = ended.map((operation) => {
    const instant = graph.point();
    graph.add(graph.of(operation), instant, "it had ended when the other began");
    return instant;
  });
  for (const [i, instant] of instants.entries()) {
    const next = instants[i + 1];
    if (next) graph.add(instant, next);
  }
  let passed = 0;
  for (const operation of operations.toSorted((a, b) => a.invokedAt - b.invokedAt)) {
    while ((ended[passed]?.completedAt ?? Number.POSITIVE_INFINITY) < operation.invokedAt) passed++;
    const latest = instants[passed - 1];
    if (latest) graph.add(latest, graph.of(operation));
  }
}

/** The circle with the fewest operations, told step by step. */
function circleIn(graph: Precedences): string | undefined {
  const circles = onCircles(graph.nodes)
    .filter(({ operation }) => operation)
    .map(shortestCircle)
    .filter((circle) => circle !== undefined);
  const [shortest] = circles.toSorted((a, b) => a.length - b.length);
  if (!shortest) return undefined;
  return ["no order explains what was read and when:", ...shortest].join("\n  ");
}

/** What is left when all that nothing precedes has been taken away, again and again. */
function onCircles(nodes: readonly Node[]): Node[] {
  const preceding = new Map(nodes.map((node) => [node, 0]));
  const edges = nodes.flatMap((node) => node.edges);
  for (const { to } of edges) preceding.set(to, (preceding.get(to) ?? 0) + 1);
  const free = nodes.filter((node) => preceding.get(node) === 0);
  for (const node of free) {
    for (const { to } of node.edges) {
      const left = (preceding.get(to) ?? 0) - 1;
      preceding.set(to, left);
      if (left === 0) free.push(to);
    }
  }
  return nodes.filter((node) => preceding.get(node) !== 0);
}

type Step = { readonly from: Node; readonly edge: Edge };

/** The shortest way from an operation back to itself; passing a point between operations costs nothing. */
function shortestCircle(start: Node): string[] | undefined {
  const steps = new Map<Node, Step>();
  for (let layer = [start]; layer.length > 0; ) {
    const next: Node[] = [];
    for (const from of layer) {
      for (const edge of from.edges) {
        if (steps.has(edge.to)) continue;
        steps.set(edge.to, { from, edge });
        if (edge.to === start) return told(start, steps);
        (edge.to.operation ? next : layer).push(edge.to);
      }
    }
    layer = next;
  }
  return undefined;
}

function told(start: Node, steps: ReadonlyMap<Node, Step>): string[] {
  const lines: string[] = [];
  let after = start;
  let node = start;
  do {
    const { from, edge } = steps.get(node) as Step;
    if (from.operation) {
      lines.unshift(`${from.operation.name} is before ${after.operation?.name}: ${edge.why}`);
      after = from;
    }
    node = from;
  } while (node !== start);
  return lines;
}
