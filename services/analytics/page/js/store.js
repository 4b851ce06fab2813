// What the page knows: board items by kind and id. Of two versions the one with the higher number holds.

const kinds = new Map();
const watchers = new Set();
let dirty = new Set();
let asked = false;

/** Return the items of a kind, as a Map by id. */
export function items(kind) { if (!kinds.has(kind)) kinds.set(kind, new Map()); return kinds.get(kind); }

/** Take in one told thing: word item or gone. */
export function take(word, told) {
  const known = items(told.kind);
  const had = known.get(told.id);
  if (had && had.changed > told.changed) return;
  if (word === 'gone') { if (!known.delete(told.id)) return; } else known.set(told.id, told);
  touch(told.kind);
}

/** Take in a whole board: what it lacks is gone. */
export function replace(all) {
  for (const [kind, known] of kinds) { known.clear(); touch(kind); }
  for (const item of all) { items(item.kind).set(item.id, item); touch(item.kind); }
}

/** Call `watcher(kinds)` once per frame in which something changed. */
export function watch(watcher) { watchers.add(watcher); return () => watchers.delete(watcher); }

export function touch(kind) {
  dirty.add(kind);
  if (asked) return;
  asked = true;
  const tell = () => { const changed = dirty; dirty = new Set(); asked = false; for (const watcher of watchers) watcher(changed); };
  // a hidden page draws no frames, and still has to know
  if (globalThis.document?.hidden === false) requestAnimationFrame(tell); else setTimeout(tell, 50);
}
