// What lies on the map: signs drawn once each and stamped, grids without cover hatched.

import * as atlas from './atlas.js';
import { toScreen } from './geometry.js';

const PRIORITY = { 1: ['#ff8a5c', '◆'], 2: ['#e69f00', '▲'], 3: ['#56b4e9', '●'], 4: ['#b7c6d2', '○'] };
const UNIT = { available: '■', conditional: '◧' };
const GREEN = '#00b98a'; const PINK = '#e29cc4'; const YELLOW = '#f0e442'; const SHADE = '#04121d';
const stamps = new Map();
const turns = new Map();

/** Paint all, in a canvas of so many dots a pixel, signs so much larger than usual; return where the incidents are, [[x, y], id], the topmost last. */
export function paint(pen, view, things, { dots, size, grow }) {
  pen.setTransform(dots, 0, 0, dots, 0, 0);
  gaps(pen, view, things.gaps, { dots, size, grow });
  for (const unit of things.units) {
    const at = unit.lon !== null && unit.lat !== null ? toScreen(view, unit.lon, unit.lat) : spot(view, unit);
    if (at && within(at, size)) stamp(pen, UNIT[unit.state] ?? '□', GREEN, 15 * grow, at, dots);
  }
  const hits = [];
  for (let n = things.incidents.length - 1; n >= 0; n -= 1) {
    const each = things.incidents[n];
    const at = spot(view, each);
    if (!at || !within(at, size)) continue;
    if (each.id === things.chosen) { pen.strokeStyle = YELLOW; pen.lineWidth = 3 * grow * dots; pen.beginPath(); pen.arc(at[0] * dots, at[1] * dots, 15 * grow * dots, 0, 7); pen.stroke(); }
    const [colour, sign] = PRIORITY[each.priority] ?? PRIORITY[4];
    pen.globalAlpha = each.stage === 'resolved' && each.id !== things.chosen ? 0.45 : 1;
    stamp(pen, sign, colour, 20 * grow, at, dots);
    hits.push([at, each.id]);
  }
  pen.globalAlpha = 1;
  return hits;
}

function gaps(pen, view, all, { dots, size, grow }) {
  const seen = new Set();
  pen.strokeStyle = PINK; pen.lineWidth = 2; pen.fillStyle = hatch(pen);
  for (const gap of all) {
    const grid = atlas.gridOf(gap.region);
    if (grid && !seen.has(gap.region)) {
      seen.add(gap.region);
      pen.beginPath();
      for (const outline of grid.outlines) { for (let n = 0; n < outline.length; n += 2) pen[n ? 'lineTo' : 'moveTo'](...toScreen(view, outline[n], outline[n + 1])); pen.closePath(); }
      pen.fill('evenodd'); pen.stroke();
    }
  }
  pen.setTransform(1, 0, 0, 1, 0, 0); // signs are stamped dot for dot
  pen.imageSmoothingEnabled = false;
  for (const gap of all) {
    const at = spot(view, gap);
    if (at && within(at, size)) stamp(pen, '▨', PINK, 16 * grow, at, dots);
  }
}
let pattern;
function hatch(pen) {
  if (!pattern) {
    const tile = document.createElement('canvas'); tile.width = tile.height = 8;
    const on = tile.getContext('2d'); on.strokeStyle = PINK; on.lineWidth = 1.2; on.globalAlpha = 0.7;
    on.beginPath(); on.moveTo(-2, 10); on.lineTo(10, -2); on.moveTo(-2, 2); on.lineTo(2, -2); on.moveTo(6, 10); on.lineTo(10, 6); on.stroke();
    pattern = pen.createPattern(tile, 'repeat');
  }
  return pattern;
}

/** Return where something is on the screen; things of one grid are set side by side. */
function spot(view, thing) {
  const at = atlas.whereIs(thing.region);
  if (!at) return null;
  if (!turns.has(thing.id)) turns.set(thing.id, [...thing.id].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 360, 7));
  const turn = turns.get(thing.id); const aside = thing.region.length >= 16 ? 6 : 12;
  const [x, y] = toScreen(view, at[0], at[1]);
  return [x + aside * Math.cos(turn), y + aside * Math.sin(turn)];
}
const within = ([x, y], [width, height]) => x > -20 && y > -20 && x < width + 20 && y < height + 20;

function stamp(pen, sign, colour, size, [x, y], dots) {
  const key = `${sign}${colour}${size}@${dots}`;
  if (!stamps.has(key)) stamps.set(key, drawn(sign, colour, size, dots));
  const picture = stamps.get(key);
  pen.drawImage(picture, Math.round(x * dots - picture.width / 2), Math.round(y * dots - picture.width / 2));
}
function drawn(sign, colour, size, dots) {
  const side = Math.ceil(size * 2 * dots);
  const picture = document.createElement('canvas'); picture.width = picture.height = side;
  const pen = picture.getContext('2d');
  pen.scale(dots, dots);
  pen.font = `${size}px "Noto Sans Symbols2", "DejaVu Sans", system-ui, sans-serif`; pen.textAlign = 'center'; pen.textBaseline = 'middle';
  pen.lineWidth = 4; pen.strokeStyle = SHADE; pen.strokeText(sign, size, size); pen.fillStyle = colour; pen.fillText(sign, size, size);
  return picture;
}
