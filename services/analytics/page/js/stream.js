// Server-sent events over fetch: the token goes in a header and never into an address; the cursor is ours to keep.

/** Takes pieces of an event stream, gives whole events {event, id, data} (WHATWG HTML §9.2.6). */
export class Parser {
  constructor(take) { this.take = take; this.rest = ''; this.clear(); }
  clear() { this.event = ''; this.id = ''; this.data = []; }
  feed(text) {
    this.rest += text;
    const lines = this.rest.split(/\r?\n/);
    this.rest = lines.pop();
    for (const line of lines) this.line(line);
  }
  line(line) {
    if (line === '') { if (this.data.length) this.take({ event: this.event || 'message', id: this.id, data: this.data.join('\n') }); this.clear(); return; }
    if (line.startsWith(':')) return;
    const colon = line.indexOf(':');
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (name === 'data') this.data.push(value);
    else if (name === 'event' || name === 'id') this[name] = value;
  }
}

const SILENCE_MS = 40000; // the server comments every 15 s; a link that says nothing is dead
const WAITS_MS = [250, 500, 1000, 2000, 4000, 8000];

/**
 * Follow the board for ever.
 * open(cursor, signal): the response; snapshot(): the board's cursor after it was taken in;
 * take(event); state(word): on, off, refused.
 */
export async function follow({ open, snapshot, take, state, signal, sleep = wait }) {
  let cursor = null;
  for (let failed = 0; !signal.aborted;) {
    try {
      cursor ??= await snapshot();
      const link = new AbortController();
      const stop = () => link.abort();
      signal.addEventListener('abort', stop);
      try {
        const answer = await open(cursor, link.signal);
        failed = 0;
        state('on');
        cursor = await read(answer, cursor, take, link);
      } finally { signal.removeEventListener('abort', stop); link.abort(); }
      failed = Math.max(failed, 1); // the stream ended: go on from the cursor, soon
    } catch (error) {
      if (error.status === 401 || error.status === 403) { state('refused', error); return; }
      if (error.cursor !== undefined) cursor = error.cursor;
      failed += 1;
    }
    if (signal.aborted) return;
    state('off');
    await sleep(WAITS_MS[Math.min(failed, WAITS_MS.length) - 1] * (0.75 + Math.random() / 2), signal);
  }
}

async function read(answer, from, take, link) {
  let cursor = from;
  let timer;
  const parser = new Parser((event) => {
    if (event.event === 'reset') cursor = null;
    else { take(event.event, JSON.parse(event.data)); if (event.id) cursor = event.id; }
  });
  const decoder = new TextDecoder();
  const reader = answer.body.getReader();
  const alive = () => { clearTimeout(timer); timer = setTimeout(() => link.abort(), SILENCE_MS); };
  try {
    for (alive(); ;) {
      const { done, value } = await reader.read();
      if (done) return cursor;
      alive();
      parser.feed(decoder.decode(value, { stream: true }));
      if (cursor === null) return null;
    }
  } catch (error) { throw Object.assign(error, { cursor }); } finally { clearTimeout(timer); reader.cancel().catch(() => {}); }
}

function wait(ms, signal) {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => { clearTimeout(timer); resolve(); }, { once: true });
    globalThis.addEventListener?.('online', resolve, { once: true });
  });
}
