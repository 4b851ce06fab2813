// Board items as the views want them. Bodies are read with care: what is missing is empty, never an error.

import { now } from './clock.js';
import { items } from './store.js';

const list = (said) => (Array.isArray(said) ? said : Object.entries(said ?? {}).map(([id, each]) => ({ id, ...(typeof each === 'object' ? each : { value: each }) })));
const when = (text) => { const at = Date.parse(text ?? ''); return Number.isNaN(at) ? null : at; };
const WAITING = new Set(['requested', 'pending', 'notified']);
const COMING = new Set(['acknowledged', 'en_route']);
const UNTAKEN = new Set(['', 'received', 'dispatched']);
export const STAGES = ['waiting', 'atwork', 'resolved'];

/**
 * Return an incident: its tasks, its stage, its soonest deadline that can still be kept {kind, at, from} or null, and
 * the one that can't any more {kind, at} or null. at: what time it is, milliseconds.
 */
export function incident(item, at = now()) {
  const body = item.body ?? {};
  const opened = when(body.opened_at ?? body.reported_at ?? body.at);
  const tasks = list(body.tasks).map((task) => ({ ...task, id: task.id ?? task.task_id, state: task.state ?? 'requested' }));
  const state = body.state ?? '';
  const over = state === 'resolved' || state === 'closed';
  const waiting = over ? [] : tasks.filter((task) => WAITING.has(task.state));
  const deadlines = over ? [] : tasks.map((task) => deadline(task, opened)).filter(Boolean).sort((a, b) => a.at - b.at);
  return {
    id: item.id, region: item.region, county: item.county, restricted: item.restricted, body, tasks, opened, state, waiting,
    category: String(body.category ?? ''), priority: Number(body.priority) || 4, source: body.source ?? '',
    ring: body.ring ?? null, flags: list(body.flags).map((flag) => flag.value ?? flag), shop: body.shop ?? '',
    late: over ? [] : tasks.filter((task) => task.state === 'timed_out'), units: list(body.units), missedOnes: list(body.missed), alert: Boolean(body.alert),
    stage: over ? 'resolved' : waiting.length || UNTAKEN.has(state) ? 'waiting' : 'atwork',
    due: deadlines.find((each) => each.at > at) ?? null, missed: deadlines.find((each) => each.at <= at) ?? null,
  };
}

/** Return what a task has to be done by now: acknowledged while it waits, on the scene while it comes. */
function deadline(task, opened) {
  const kind = COMING.has(task.state) ? 'arrive' : WAITING.has(task.state) || task.state === 'timed_out' ? 'acknowledge' : '';
  const at = kind ? when(kind === 'arrive' ? task.arrive_by : task.acknowledge_by ?? task.due) : null;
  return at === null ? null : { kind, at, from: when(task.requested_at) ?? opened ?? at, team: task.team };
}

/** Return the open incidents, the most pressing first. */
export function incidents(at = now()) {
  return [...items('incident').values()].map((item) => incident(item, at)).filter((each) => each.state !== 'closed').sort(pressing);
}

/** By stage; those that nobody took in time lead, then the soonest deadline, then priority and age; the resolved by age. */
export function pressing(a, b) {
  const stage = STAGES.indexOf(a.stage) - STAGES.indexOf(b.stage);
  if (stage) return stage;
  const alone = Number(untaken(b)) - Number(untaken(a));
  if (alone) return alone;
  if (a.due && b.due && a.due.at !== b.due.at) return a.due.at - b.due.at;
  if (!a.due !== !b.due) return a.due ? -1 : 1;
  return a.priority - b.priority || (a.opened ?? 0) - (b.opened ?? 0) || (a.id < b.id ? -1 : 1);
}
/** Tell whether nobody took it, and nobody who could still do so in time is asked. */
export function untaken(it) { return it.stage === 'waiting' && !it.due && Boolean(it.missed); }

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
