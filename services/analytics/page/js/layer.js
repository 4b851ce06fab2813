// The grids as a picture of their own: drawn once for a view, moved and stretched while the view moves, drawn anew a few
// at a time, so that no frame waits for ten thousand outlines.

import { hull, toWorld } from './geometry.js';

const FILL = { urban: '#20435e', town: '#1d3d50', rural: '#17303f' };
const GROUND = '#0b1620';
const LINE = '#4d6a80';
const TOGETHER = 40; // one path of ten thousand outlines takes seconds to fill: paths of some neighbours, passed over when out of sight
const A_FRAME = 800; // grids drawn in one frame
const MARGIN = 0.2; // of the width and height, drawn beyond each edge, so that a pan has something to show

export class Layer {
  /** drawn(): called when a new picture is there. */
  constructor(drawn) {
    this.told = drawn;
    this.front = document.createElement('canvas'); this.back = document.createElement('canvas');
    this.shapes = []; this.at = null; this.left = null; this.asked = 0;
  }
  close() { cancelAnimationFrame(this.asked); this.left = null; }

  /** Take these grids from now on. */
  reload(grids) {
    const open = new Map();
    this.shapes = [];
    for (const grid of grids) {
      if (!grid.middle) continue;
      if (!(open.get(grid.kind)?.count < TOGETHER)) { open.set(grid.kind, { kind: grid.kind, path: new Path2D(), box: grid.box, count: 0 }); this.shapes.push(open.get(grid.kind)); }
      const shape = open.get(grid.kind);
      trace(shape.path, grid.outlines);
      shape.box = hull([shape.box, grid.box]);
      shape.count += 1;
    }
  }

  /** Begin a picture of this view, width by height pixels. at_once: in this frame, whatever it takes. */
  draw(view, width, height, dots, atOnce = false) {
    cancelAnimationFrame(this.asked);
    const over = [Math.round(width * MARGIN), Math.round(height * MARGIN)];
    const size = [Math.round((width + 2 * over[0]) * dots), Math.round((height + 2 * over[1]) * dots)];
    if (this.back.width !== size[0] || this.back.height !== size[1]) [this.back.width, this.back.height] = size;
    const pen = this.back.getContext('2d', { alpha: false });
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.fillStyle = GROUND; pen.fillRect(0, 0, ...size);
    const { scale, squeeze, x, y } = view;
    pen.setTransform(scale * squeeze * dots, 0, 0, -scale * dots, (x + over[0]) * dots, (y + over[1]) * dots);
    pen.lineWidth = 0.7 / scale; pen.strokeStyle = LINE;
    const [west, north] = toWorld(view, -over[0], -over[1]); const [east, south] = toWorld(view, width + over[0], height + over[1]);
    this.left = this.shapes.filter(({ box }) => box[0] <= east && box[2] >= west && box[1] <= north && box[3] >= south);
    this.next = { view: { ...view }, over, dots };
    this.work(pen, atOnce ? Infinity : A_FRAME);
  }
  get busy() { return this.left !== null; }
  work(pen, most) {
    let count = 0;
    while (this.left.length && count < most) {
      const { kind, path, count: grids } = this.left.pop();
      pen.fillStyle = FILL[kind] ?? FILL.rural; pen.fill(path, 'evenodd'); pen.stroke(path);
      count += grids;
    }
    if (this.left.length) { this.asked = requestAnimationFrame(() => this.work(pen, most)); return; }
    [this.front, this.back] = [this.back, this.front];
    this.at = this.next; this.left = null;
    this.told();
  }

  /** Put the picture where it belongs in a view. */
  paint(pen, view, dots) {
    if (!this.at) return;
    const by = view.scale / this.at.view.scale;
    const [left, top] = this.at.over;
    const scale = (by * dots) / this.at.dots;
    const at = [(view.x - (this.at.view.x + left) * by) * dots, (view.y - (this.at.view.y + top) * by) * dots];
    const same = Math.abs(scale - 1) < 1e-9; // a pan is a copy of pixels; anything else would be reckoned anew for each
    pen.imageSmoothingEnabled = !same;
    pen.setTransform(scale, 0, 0, scale, same ? Math.round(at[0]) : at[0], same ? Math.round(at[1]) : at[1]);
    pen.drawImage(this.front, 0, 0);
  }
  /** Tell whether the picture covers the view, and is not stretched much. */
  covers(view, width, height) {
    if (!this.at) return false;
    const by = view.scale / this.at.view.scale;
    const [left, top] = this.at.over;
    const x = view.x - (this.at.view.x + left) * by; const y = view.y - (this.at.view.y + top) * by;
    return by < 2 && by > 0.5 && x <= 0 && y <= 0 && x + (width + 2 * left) * by >= width && y + (height + 2 * top) * by >= height;
  }
}

function trace(path, outlines) { for (const outline of outlines) { for (let n = 0; n < outline.length; n += 2) path[n ? 'lineTo' : 'moveTo'](outline[n], outline[n + 1]); path.closePath(); } }
