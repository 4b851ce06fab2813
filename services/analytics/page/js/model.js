// Board items as the views want them. Bodies are read with care: what is missing is empty, never an error.

import { items } from './store.js';

const list = (said) => (Array.isArray(said) ? said : Object.entries(said ?? {}).map(([id, each]) => ({ id, ...(typeof each === 'object' ? each : { value: each }) })));
const when = (text) => { const at = Date.parse(text ?? ''); return Number.isNaN(at) ? null : at; };
const WAITING = new Set(['requested', 'notified', 'timed_out']);
const COMING = new Set(['acknowledged', 'en_route']);

/** Return an incident: its tasks, and its soonest deadline {kind, at, from}. */
export function incident(item) {
  const body = item.body ?? {};
  const opened = when(body.opened_at ?? body.reported_at ?? body.at);
  const tasks = list(body.tasks).map((task) => ({ ...task, id: task.id ?? task.task_id, state: task.state ?? 'requested' }));
  return {
    id: item.id, region: item.region, county: item.county, restricted: item.restricted, body, tasks, opened,
    category: String(body.category ?? ''), priority: Number(body.priority) || 4, state: body.state ?? '', source: body.source ?? '',
    ring: body.ring ?? null, flags: list(body.flags).map((flag) => flag.value ?? flag), shop: body.shop ?? '', due: soonest(tasks, opened),
    waiting: tasks.filter((task) => WAITING.has(task.state)), units: list(body.units), missed: list(body.missed), alert: Boolean(body.alert),
  };
}

function soonest(tasks, opened) {
  let found = null;
  for (const task of tasks) {
    const kind = WAITING.has(task.state) ? 'acknowledge' : 'arrive';
    const at = kind === 'acknowledge' ? when(task.acknowledge_by ?? task.due) : when(task.arrive_by);
    const matters = kind === 'acknowledge' || COMING.has(task.state);
    if (at !== null && matters && (found === null || at < found.at)) found = { kind, at, from: when(task.requested_at) ?? opened ?? at, team: task.team };
  }
  return found;
}

/** Return the open incidents, the most pressing first: what has a deadline by it, then by priority and age. */
export function incidents() {
  return [...items('incident').values()].map(incident).filter((each) => each.state !== 'closed').sort(pressing);
}
export function pressing(a, b) {
  if (a.due && b.due) return a.due.at - b.due.at || a.priority - b.priority || (a.id < b.id ? -1 : 1);
  if (a.due || b.due) return a.due ? -1 : 1;
  return a.priority - b.priority || (a.opened ?? 0) - (b.opened ?? 0) || (a.id < b.id ? -1 : 1);
}

const ALIKE_MS = 30 * 60 * 1000;
/** Return open incidents that a call may be about again: of the last half hour, in the same grid or village, or of a class. */
export function alike(call, known, now) {
  return known.map((each) => {
    const near = call.grid && each.region ? (each.region === call.grid ? 3 : each.region.slice(0, 12) === call.grid.slice(0, 12) ? 2 : 0) : 0;
    const kind = call.category ? (each.category === call.category ? 2 : each.category.slice(0, 2) === call.category.slice(0, 2) ? 1 : 0) : 0;
    return { each, score: near + kind, near, kind };
  }).filter(({ each, near, kind }) => (each.opened === null || now - each.opened < ALIKE_MS) && (near > 0 || (!call.grid && kind > 1)))
    .sort((a, b) => b.score - a.score || (b.each.opened ?? 0) - (a.each.opened ?? 0)).slice(0, 5).map(({ each }) => each);
}

export function units() {
  return [...items('unit').values()].map(({ id, region, county, body }) => ({
    id, region, county, state: body.state ?? '', team: body.team ?? '', lon: body.lon ?? null, lat: body.lat ?? null, mode: body.mode ?? '',
    people: body.people ?? null, until: body.on_duty_until ?? '', reason: body.reason ?? '', can: list(body.capabilities).map((each) => each.value ?? each), assignments: list(body.assignments), since: body.at ?? '',
  })).filter((unit) => !['off', 'off_duty'].includes(unit.state)).sort((a, b) => (a.id < b.id ? -1 : 1));
}
export function others(kind) { return [...items(kind).values()].sort((a, b) => b.changed - a.changed); }
