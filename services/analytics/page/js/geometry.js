// Plane geometry over degrees; y grows to the south, as on a screen. An outline is a flat list of longitude, latitude.

/** Return [west, south, east, north] of outlines. */
export function box(outlines) {
  const found = [Infinity, Infinity, -Infinity, -Infinity];
  for (const outline of outlines) for (let n = 0; n < outline.length; n += 2) {
    found[0] = Math.min(found[0], outline[n]); found[1] = Math.min(found[1], outline[n + 1]);
    found[2] = Math.max(found[2], outline[n]); found[3] = Math.max(found[3], outline[n + 1]);
  }
  return found;
}

/** Return the centroid of an outline, or the mean of its corners when it has no area. */
export function middle(outline) {
  let area = 0; let x = 0; let y = 0;
  const [x0, y0] = outline; // near the origin, so that small areas lose no digits
  for (let n = 0; n < outline.length; n += 2) {
    const m = (n + 2) % outline.length;
    const ax = outline[n] - x0; const ay = outline[n + 1] - y0; const bx = outline[m] - x0; const by = outline[m + 1] - y0;
    const cross = ax * by - bx * ay;
    area += cross; x += (ax + bx) * cross; y += (ay + by) * cross;
  }
  if (Math.abs(area) < 1e-14) return [0, 1].map((axis) => outline.filter((_each, n) => n % 2 === axis).reduce((sum, each) => sum + each, 0) / (outline.length / 2));
  return [x0 + x / (3 * area), y0 + y / (3 * area)];
}

/** Tell whether a point lies within outlines, holes left out (even-odd). */
export function inside(outlines, x, y) {
  let within = false;
  for (const outline of outlines) for (let n = 0, m = outline.length - 2; n < outline.length; m = n, n += 2) {
    const above = outline[n + 1] > y !== outline[m + 1] > y;
    if (above && x < ((outline[m] - outline[n]) * (y - outline[n + 1])) / (outline[m + 1] - outline[n + 1]) + outline[n]) within = !within;
  }
  return within;
}

/** Buckets of boxes, to find what lies at a point among ten thousand. */
export class Buckets {
  constructor(things, side = 0.02) {
    this.side = side; this.cells = new Map();
    for (const thing of things) {
      const [west, south, east, north] = thing.box;
      if (!Number.isFinite(west)) continue;
      for (let x = Math.floor(west / side); x <= Math.floor(east / side); x += 1) for (let y = Math.floor(south / side); y <= Math.floor(north / side); y += 1) {
        const key = `${x},${y}`;
        if (!this.cells.has(key)) this.cells.set(key, []);
        this.cells.get(key).push(thing);
      }
    }
  }
  at(x, y) { return (this.cells.get(`${Math.floor(x / this.side)},${Math.floor(y / this.side)}`) ?? []).find((thing) => inside(thing.outlines, x, y)); }
}

/** Return a view {x, y, scale, squeeze} that shows a box in width by height pixels; degrees east are squeezed by the latitude. */
export function fit([west, south, east, north], width, height, margin = 0.94) {
  const squeeze = Math.cos((((south + north) / 2) * Math.PI) / 180) || 1;
  const scale = margin * Math.min(width / Math.max((east - west) * squeeze, 1e-6), height / Math.max(north - south, 1e-6));
  return { scale, squeeze, x: width / 2 - ((west + east) / 2) * squeeze * scale, y: height / 2 + ((south + north) / 2) * scale };
}
export function toScreen(view, lon, lat) { return [lon * view.squeeze * view.scale + view.x, view.y - lat * view.scale]; }
export function toWorld(view, x, y) { return [(x - view.x) / (view.squeeze * view.scale), (view.y - y) / view.scale]; }
/** Return the view zoomed by a factor around a point of the screen. */
export function zoom(view, factor, x, y) {
  return { ...view, scale: view.scale * factor, x: x - (x - view.x) * factor, y: y - (y - view.y) * factor };
}
/** Return the box around boxes. */
export function hull(boxes) { return boxes.reduce((a, b) => [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])]); }
