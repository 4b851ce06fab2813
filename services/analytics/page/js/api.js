// Calls to the services, with the user's own token. A refusal becomes an error that tells its remedy.

import { peer, token } from './session.js';

export class Refusal extends Error {
  constructor(status, said) {
    const fields = (said.errors ?? []).map((each) => `${each.field}: ${each.message} ${each.remedy ?? ''}`);
    super([said.title, said.detail, ...fields].filter(Boolean).join(' — ') || `HTTP ${status}`);
    this.status = status; this.said = said;
  }
}

async function send(address, { method = 'GET', body, key, version, signal, headers = {} } = {}) {
  const said = { Authorization: `Bearer ${token()}`, ...headers };
  if (body !== undefined) said['Content-Type'] = 'application/json';
  if (key) said['Idempotency-Key'] = key;
  if (version !== undefined) said['If-Match'] = `"${version}"`;
  const answer = await fetch(address, { method, headers: said, body: body === undefined ? undefined : JSON.stringify(body), signal });
  if (!answer.ok) throw new Refusal(answer.status, await answer.json().catch(() => ({})));
  return answer;
}

/** Return the JSON of a GET at our own service. */
export async function get(path, options) { return (await send(path, options)).json(); }
/** Return the file of a GET at our own service. */
export async function blob(path) { return (await send(path)).blob(); }
/** Do something at our own service; as `act` does elsewhere. */
export function post(path, body) { return act('', path, body); }
/** Open a stream at our own service. */
export function stream(path, signal) { return send(path, { signal, headers: { Accept: 'text/event-stream' } }); }
/** Return the JSON of a GET at another service. */
export async function ask(service, path, options) { return (await send(peer(service) + path, options)).json(); }

/** Do something at another service. The key is the same over repeats, so that a lost answer has no second effect. */
export async function act(service, path, body, { method = 'POST', version } = {}) {
  const key = crypto.randomUUID?.() ?? [...crypto.getRandomValues(new Uint8Array(16))].map((b) => b.toString(16).padStart(2, '0')).join('');
  for (let tries = 0; ; tries += 1) {
    try {
      const answer = await send(peer(service) + path, { method, body, key, version });
      return answer.status === 204 ? {} : await answer.json();
    } catch (error) {
      const again = error instanceof TypeError || error.status === 503;
      if (!again || tries === 3) throw error;
      await new Promise((resolve) => { setTimeout(resolve, 400 * 2 ** tries); });
    }
  }
}
