// The page's own map over made-up grids: pans, zooms, and what happens lives on meanwhile. Called by frames.py.

import * as atlas from '/js/atlas.js';
import { zoom } from '/js/geometry.js';
import { GridMap } from '/js/map.js';

const COUNTY = '350924';
const SIDES = 12; // corners of an outline; those of 寿宁's pack have 8 to 20

/** Return a pseudo-random number generator, the same numbers each time (mulberry32). */
function chance(seed) { let a = seed; return () => { a = (a + 0x6d2b79f5) | 0; let t = Math.imul(a ^ (a >>> 15), 1 | a); t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t; return ((t ^ (t >>> 14)) >>> 0) / 4294967296; }; }

/** Return so many neighbouring grids of uneven outline, as /v1/map tells a county. */
function county(number) {
  const next = chance(7); const across = Math.ceil(Math.sqrt(number)); const side = 0.6 / across;
  const grids = Array.from({ length: number }, (_each, n) => {
    const x = 119.2 + (n % across) * side; const y = 27.2 + Math.floor(n / across) * side;
    const ring = Array.from({ length: SIDES }, (_corner, m) => { const turn = (m / SIDES) * 2 * Math.PI; const far = side * (0.46 + 0.1 * next()); return [x + far * Math.cos(turn), y + far * Math.sin(turn)]; });
    return [`${COUNTY}${String(100 + Math.floor(n / 1000)).padStart(3, '0')}${String(Math.floor(n / 10) % 1000).padStart(3, '0')}${String(n).padStart(4, '0').slice(-4)}`, `第${n}网格`, ['urban', 'town', 'rural'][n % 3], [[...ring, ring[0]].flat()]];
  });
  return { county: COUNTY, release: 'bench', name: '寿宁县', places: [], grids, teams: [], categories: [], shops: [], groups: [] };
}

/** Return what lies on the map: incidents, units, marks without cover. */
function things(codes, incidents) {
  const next = chance(11); const some = () => codes[Math.floor(next() * codes.length)];
  return {
    incidents: Array.from({ length: incidents }, (_each, n) => ({ id: `incident-${n}`, region: some(), priority: 1 + (n % 4), stage: 'waiting' })),
    units: Array.from({ length: 60 }, (_each, n) => ({ id: `unit-${n}`, region: some(), lon: null, lat: null, state: n % 2 ? 'available' : 'unavailable' })),
    gaps: Array.from({ length: 40 }, (_each, n) => ({ id: `gap-${n}`, region: some() })), chosen: 'incident-0',
  };
}

/** Do `step(n)` in each of so many frames; return the time from each frame to the next, milliseconds. */
function frames(number, step) {
  return new Promise((resolve) => {
    const found = []; let before = null;
    const turn = (at) => {
      if (before !== null) found.push(at - before);
      before = at;
      if (found.length === number) { resolve(found); return; }
      step(found.length);
      requestAnimationFrame(turn);
    };
    requestAnimationFrame(turn);
  });
}
const pause = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });

/** Measure a map of so many grids and incidents over so many frames of each kind. */
globalThis.measure = async ({ grids, incidents, number }) => {
  atlas.take(county(grids));
  const codes = atlas.grids.map((grid) => grid.code);
  const map = new GridMap({ picked() {}, pointed() {} });
  map.element.style.height = '760px'; // 1,100 wide: what a wall of 1920 × 1080 gives the map
  document.getElementById('place').replaceChildren(map.element);
  const began = performance.now();
  map.reload();
  map.show(things(codes, incidents));
  await frames(2, () => {});
  const first = performance.now() - began;
  await pause(300);
  const still = await frames(number, () => {});
  const pan = await frames(number, (n) => map.move({ ...map.view, x: map.view.x + 9 * Math.sin(n / 12), y: map.view.y + 7 * Math.cos(n / 15) }));
  await pause(400);
  const zoomed = await frames(number, (n) => map.move(zoom(map.view, n < number / 2 ? 1.04 : 1 / 1.04, 400, 300)));
  await pause(400);
  const live = await frames(number, (n) => map.show({ ...map.things, chosen: `incident-${n}` }));
  map.close();
  return { first, still, pan, zoom: zoomed, live };
};
globalThis.ready = true;
