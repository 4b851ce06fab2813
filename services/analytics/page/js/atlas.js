// What the registry's release says: names of places, teams, categories, and where grids lie.

import { get } from './api.js';
import { touch } from './store.js';
import { lang } from './i18n.js';
import { middle, box } from './geometry.js';

const names = new Map();
const teams = new Map();
const categories = new Map();
const groups = [];
export const grids = []; // {code, name, kind, outlines, middle, box}
const byCode = new Map();
const middles = new Map();
const loaded = new Map();

/** Load the counties that are not here yet, or have another release now. */
export async function load() {
  const { counties } = await get('/v1/map');
  for (const [county, release] of Object.entries(counties)) {
    if (loaded.get(county) === release) continue;
    take(await get(`/v1/map/${county}/${encodeURIComponent(release)}`));
    loaded.set(county, release);
  }
  touch('atlas');
}

export function take(said) {
  for (let n = grids.length - 1; n >= 0; n -= 1) if (grids[n].code.startsWith(said.county)) byCode.delete(grids.splice(n, 1)[0].code);
  middles.clear();
  names.set(said.county, said.name);
  for (const [code, name] of said.places) names.set(code, name);
  for (const [code, name, kind, outlines] of said.grids) {
    names.set(code, name);
    const grid = { code, name, kind, outlines: outlines.map((each) => Float64Array.from(each)), box: box(outlines) };
    grid.middle = outlines.length ? middle(outlines[0]) : null;
    grids.push(grid);
    byCode.set(code, grid);
  }
  for (const [id, name] of said.teams) teams.set(id, name);
  for (const [id, name] of said.shops) teams.set(id, name);
  for (const [code, zh, en, priority] of said.categories) categories.set(code, { code, zh, en, priority });
  groups.push(...said.groups.map(([id, name, shops]) => ({ id, name, shops, county: said.county })));
}

export function gridOf(code) { return byCode.get(code); }
/** Return the name of a place with that of what it lies in, '' when it is not known. */
export function place(code) {
  if (!code) return '';
  const own = names.get(code);
  const above = [12, 9, 6].filter((length) => length < code.length).map((length) => names.get(code.slice(0, length))).find(Boolean);
  if (!own) return above ? `${above} ${code}` : code;
  return above && code.length > 6 && !own.startsWith(above) ? `${above} · ${own}` : own;
}
export function known(code) { return names.has(code); }
/** Return a place's name without that of what it lies in. */
export function shortName(code) { return names.get(code) ?? code; }
/** Return [code, name] of the places right below one, as they are called. */
export function below(code) {
  const length = [2, 4, 6, 9, 12, 16].find((each) => each > code.length && [...names.keys()].some((other) => other.length === each && other.startsWith(code)));
  return [...names].filter(([other]) => other.length === length && other.startsWith(code)).sort(([a], [b]) => (a < b ? -1 : 1));
}
export function team(id) { return teams.get(id) ?? id ?? ''; }
export function category(code) { const known = categories.get(code); return known ? (lang() === 'zh' ? known.zh : known.en || known.zh) : code; }
export function group(shop) { const [county] = shop.split('.'); const short = shop.split('.').pop(); return groups.find((each) => each.county === county && each.shops.includes(short)); }

/** Return where a place lies: a grid's middle, or the mean of the grids in it; null when nobody knows. */
export function whereIs(code) {
  if (!code) return null;
  if (!middles.has(code)) {
    const points = (byCode.has(code) ? [byCode.get(code)] : grids.filter((grid) => grid.code.startsWith(code))).map((grid) => grid.middle).filter(Boolean);
    middles.set(code, points.length ? [0, 1].map((axis) => points.reduce((sum, point) => sum + point[axis], 0) / points.length) : null);
  }
  return middles.get(code);
}

const like = (said, text) => said.toLowerCase().includes(text);
export function findCategories(text) {
  const wanted = text.trim().toLowerCase();
  return [...categories.values()].filter((each) => !wanted || each.code.startsWith(wanted) || like(each.zh, wanted) || like(each.en ?? '', wanted))
    .slice(0, 8).map((each) => ({ value: each.code, text: `${each.code} ${category(each.code)}` }));
}
export function findPlaces(text) {
  const wanted = text.trim().toLowerCase();
  if (!wanted) return [];
  const found = [];
  for (const [code, name] of names) if (code.length >= 12 && (code.startsWith(wanted) || like(name, wanted))) { found.push({ value: code, text: `${place(code)} (${code})` }); if (found.length === 8) break; }
  return found;
}
