// What the page reckons without a browser. Run by test_modules.py with `node --test`.

import assert from 'node:assert/strict';
import test from 'node:test';
import { pathToFileURL } from 'node:url';

const load = (name) => import(pathToFileURL(`${process.env.PAGE}/js/${name}.js`));
globalThis.localStorage = { getItem: (key) => (key === 'lianfang.language' ? 'zh' : null), setItem: () => {} };
globalThis.sessionStorage = globalThis.localStorage;
globalThis.document = { hidden: true };
globalThis.navigator ??= {};

test('a stream cut anywhere gives the same events', async () => {
  const { Parser } = await load('stream');
  const text = 'retry: 1000\n\n: still here\n\nevent: item\nid: 7\ndata: {"a":\ndata: "北凤"}\n\nid: 8\r\ndata: x\r\n\r\n';
  for (let cut = 0; cut <= text.length; cut += 1) {
    const found = [];
    const parser = new Parser((event) => found.push(event));
    parser.feed(text.slice(0, cut)); parser.feed(text.slice(cut));
    assert.deepEqual(found, [{ event: 'item', id: '7', data: '{"a":\n"北凤"}' }, { event: 'message', id: '8', data: 'x' }]);
  }
});

const body = (text) => ({ body: new ReadableStream({ start(to) { to.enqueue(new TextEncoder().encode(text)); to.close(); } }) });

test('following goes on from the last cursor, and takes the board anew after a reset', async () => {
  const { follow } = await load('stream');
  const end = new AbortController();
  const asked = []; const told = []; let boards = 0;
  const answers = ['event: item\nid: 11\ndata: {"id":"a"}\n\n', 'event: gone\nid: 12\ndata: {"id":"a"}\n\n', 'event: reset\nid: 99\ndata: {}\n\n', ''];
  await follow({
    signal: end.signal, sleep: async () => {}, state: () => {}, take: (word, item) => told.push([word, item.id]),
    snapshot: async () => { boards += 1; return boards === 1 ? '10' : '50'; },
    open: async (cursor) => { asked.push(cursor); if (asked.length === 4) end.abort(); return body(answers[asked.length - 1]); },
  });
  assert.deepEqual(asked, ['10', '11', '12', '50']);
  assert.deepEqual(told, [['item', 'a'], ['gone', 'a']]);
});

test('a refused token ends the following', async () => {
  const { follow } = await load('stream');
  const states = [];
  await follow({ signal: new AbortController().signal, sleep: async () => {}, state: (word) => states.push(word), take() {}, open() {}, snapshot: async () => { throw Object.assign(new Error('no'), { status: 401 }); } });
  assert.deepEqual(states, ['refused']);
});

test('an older telling never undoes a newer one', async () => {
  const { items, take } = await load('store');
  take('item', { kind: 'x', id: '1', changed: 5, body: 'new' });
  take('item', { kind: 'x', id: '1', changed: 4, body: 'old' });
  take('gone', { kind: 'x', id: '1', changed: 3 });
  assert.equal(items('x').get('1').body, 'new');
});

test('deadlines count down and past them', async () => {
  const { countdown, urgency } = await load('clock');
  assert.equal(countdown(61_000, 0), '1:01');
  assert.equal(countdown(0, 12_000), '−0:12');
  assert.equal(countdown(3_661_000, 0), '1:01:01');
  assert.equal(urgency(0, -60_000, 1), 'late');
  assert.equal(urgency(300_000, 0, 0), '');
  assert.equal(urgency(300_000, 0, 240_000), 'soon');
});

const AT = Date.parse('2026-03-01T08:00:30Z');
const task = (state, more) => ({ team: 't', state, requested_at: '2026-03-01T08:00:00Z', acknowledge_by: '2026-03-01T08:01:00Z', arrive_by: '2026-03-01T08:05:00Z', ...more });

test('the soonest deadline that still runs leads, a met one does not', async () => {
  const { incident, pressing } = await load('model');
  const of = (id, tasks, more) => incident({ id, region: '', body: { priority: 2, state: 'acknowledged', tasks, ...more } }, AT);
  const waiting = of('a', { x: task('requested'), y: task('acknowledged') });
  assert.deepEqual([waiting.due.kind, waiting.waiting.length], ['acknowledge', 1]);
  const coming = of('b', { x: task('en_route'), y: task('done') });
  assert.equal(coming.due.kind, 'arrive');
  assert.equal(of('c', { x: task('on_scene') }).due, null);
  assert.deepEqual([of('c', {}), coming, waiting].sort(pressing).map(({ id }) => id), ['a', 'b', 'c']);
});

test('a deadline that has passed counts no more: it is a word, and nobody waits for it', async () => {
  const { incident } = await load('model');
  const of = (tasks, state) => incident({ id: 'a', region: '', body: { state, tasks } }, AT + 3600e3);
  const late = of({ x: task('timed_out') }, 'dispatched');
  assert.deepEqual([late.due, late.missed.kind, late.stage, late.waiting.length, late.late.length], [null, 'acknowledge', 'waiting', 0, 1]);
  const unheard = of({ x: task('notified') }, 'dispatched');
  assert.deepEqual([unheard.due, unheard.missed.kind, unheard.waiting.length], [null, 'acknowledge', 1]);
  const over = of({ x: task('timed_out'), y: task('done') }, 'resolved');
  assert.deepEqual([over.due, over.missed, over.stage, over.waiting.length, over.late.length], [null, null, 'resolved', 0, 0]);
});

test('what nobody took leads, then what waits, is at work, is resolved', async () => {
  const { incident, pressing } = await load('model');
  const of = (id, state, tasks) => incident({ id, region: '', body: { priority: 1, state, tasks } }, AT);
  const all = [of('resolved', 'resolved', { x: task('done') }), of('work', 'on_scene', { x: task('on_scene') }), of('waits', 'dispatched', { x: task('notified') }), of('alone', 'dispatched', { x: task('timed_out', { acknowledge_by: '2026-03-01T08:00:10Z' }) })];
  assert.deepEqual(all.sort(pressing).map(({ id }) => id), ['alone', 'waits', 'work', 'resolved']);
});

test('a call again is found by its place and category, not after half an hour', async () => {
  const { alike } = await load('model');
  const known = [{ id: 'same', region: '3509241000011001', category: '100200', opened: 0 }, { id: 'near', region: '3509241000011002', category: '200000', opened: 0 }, { id: 'far', region: '3509242000011001', category: '100200', opened: 0 }];
  const found = (now) => alike({ grid: '3509241000011001', category: '100200' }, known, now).map(({ id }) => id);
  assert.deepEqual(found(60_000), ['same', 'near']);
  assert.deepEqual(found(31 * 60_000), []);
});

test('points are found in their grid, and views turn back', async () => {
  const { Buckets, box, fit, middle, toScreen, toWorld, zoom } = await load('geometry');
  const grid = (x) => { const outlines = [[x, 0, x + 1, 0, x + 1, 1, x, 1, x, 0]]; return { x, outlines, box: box(outlines) }; };
  const buckets = new Buckets([grid(119), grid(120)], 0.3);
  assert.deepEqual([buckets.at(119.5, 0.5).x, buckets.at(120.5, 0.5).x, buckets.at(118, 0.5)], [119, 120, undefined]);
  assert.deepEqual(middle([0, 0, 2, 0, 2, 2, 0, 2]), [1, 1]);
  const view = zoom(fit([119, 27, 120, 28], 800, 600), 1.7, 13, 37);
  const [lon, lat] = toWorld(view, ...toScreen(view, 119.3, 27.6));
  assert.ok(Math.abs(lon - 119.3) < 1e-9 && Math.abs(lat - 27.6) < 1e-9);
});

test('weeks are those of ISO 8601', async () => {
  const { isoWeek } = await load('figures');
  assert.deepEqual(['2021-01-03', '2021-01-04', '2020-12-31', '2026-11-22'].map(isoWeek), ['2020-W53', '2021-W01', '2020-W53', '2026-W47']);
});

test('periods go on to the next of their kind', async () => {
  const { periodOf, shifted } = await load('figures/periods');
  const next = (kind, day, by) => periodOf(kind, shifted(kind, day, by));
  assert.deepEqual([next('day', '2026-03-01', -1), next('week', '2026-01-01', -1), next('month', '2026-01-31', 1), next('month', '2026-01-15', -1), next('year', '2026-05-05', -1)], ['2026-02-28', '2025-W52', '2026-02', '2025-12', '2025']);
});

test('no percentage is said without its test, and small numbers are said to be small', async () => {
  const { inWords } = await load('figures/say');
  const value = (n) => ({ value: n, unit: 'count' });
  const said = inWords({ now: value(3), before: value(1), percent: 200, p_value: 0.625, verdict: 'within_chance', small: true, remarks: [{ word: 'small_numbers', text: '' }] });
  assert.match(said, /1 → 3 · ≈ \+200.0 % · p = 0.625 · .+小/);
  assert.ok(!inWords({ now: value(3), before: value(0), percent: null, p_value: null, verdict: 'not_tested', small: false, remarks: [{ word: 'from_nothing', text: '' }] }).includes('%'));
});

test('who did it is a name, and what was done a verb', async () => {
  const { who } = await load('timeline');
  const { take } = await load('atlas');
  take({ county: '350924', name: '寿宁县', places: [], grids: [], teams: [['350924.aoyang.community', '鳌阳警区社区警务队']], shops: [], categories: [], groups: [] });
  assert.deepEqual(['team-350924.aoyang.community', 'timer', 'svc-incident', 'liu.wei'].map(who), ['鳌阳警区社区警务队', '系统计时', '系统', 'liu.wei']);
});

test('every word is there in both languages, and no two files say the same one', async () => {
  const { WORDS } = await load('words');
  for (const [key, pair] of Object.entries(WORDS)) assert.ok(pair.length === 2 && pair.every((each) => each.length > 0), key);
  const seen = new Set();
  for (const file of ['boards', 'common', 'figures', 'incident', 'platform', 'reviews', 'states', 'warnings']) {
    for (const key of Object.keys(Object.values(await load(`words/${file}`))[0])) { assert.ok(!seen.has(key), `${file}: ${key}`); seen.add(key); }
  }
});

test('every reason of a recommendation is said in Chinese', async () => {
  const { why } = await load('advice');
  const reasons = JSON.parse(process.env.WANTED).advice;
  assert.ok(reasons.length > 15);
  for (const each of reasons) assert.doesNotMatch(why(each), /[a-z]/i, each);
});

test('every word of the contracts has its translation', async () => {
  const { WORDS } = await load('words');
  const wanted = JSON.parse(process.env.WANTED);
  delete wanted.advice; // sentences, not words
  for (const [kind, words] of Object.entries(wanted)) for (const each of words) assert.ok(WORDS[`${kind}.${each}`], `${kind}.${each}`);
});
